"""Steps of records that people are told of: whoever makes the next one, and the party that a record is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
from django.urls import reverse

from sigai.ledgers import Record
from sigai.programme import Ledger, Text, Transition
from sigai_web import programme
from sigai_web.accounts.holders import who_may
from sigai_web.accounts.models import User
from sigai_web.journal.writing import Actor
from sigai_web.manifests import MessageKind
from sigai_web.messages.telling import News, tell_each
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord, RecordState
from sigai_web.store.operations import RECORD_KEEP, RECORD_STEP
from sigai_web.store.records import subject_of

BACK = MessageKind("record.back", "回到您手里的台账", "records that came back", order=205, urgent=True)
WAITS = MessageKind("record.waits", "待您办理的台账", "records that wait for you", order=206)
MOVED = MessageKind("record.moved", "台账有进展", "records that moved on", order=207)
KINDS = (BACK, WAITS, MOVED)
_BEGINS = {BACK: ("回到您手里：", "Back with you: "), WAITS: ("待您办理：", "Waits for you: "), MOVED: ("", "")}


@dataclass(frozen=True, slots=True)
class MovedRecord:
    """A record after a step that somebody made in a role."""

    current: CurrentRecord
    record: Record
    step: Transition
    role: str
    register: pa.Table

    @property
    def ledger(self) -> Ledger:
        """Its ledger."""
        return programme.current().ledger_by_id[self.record.ledger]

    @property
    def state(self) -> Text:
        """What the state is called that it entered."""
        return next(one.name for one in self.ledger.states if one.id == self.step.to)


def tell_moved(actor: Actor, moved: Sequence[MovedRecord]) -> None:
    """Tell of steps that were made together: of several one person hears in one message."""
    by_person: dict[tuple[int, MessageKind], list[MovedRecord]] = defaultdict(list)
    for one in moved:
        for kind, people in _told(one):
            for person in people:
                by_person[person, kind].append(one)
    tell_each(actor, [(person, _news(kind, mine)) for (person, kind), mine in by_person.items()])


def _told(one: MovedRecord) -> Iterator[tuple[MessageKind, list[int]]]:
    """Who is told what: those that lead it on; the party that it is about, unless the step was theirs.

    Where others than the office lead it on, and there are such, the office is not told.
    """
    ledger, subject = one.ledger, subject_of(one.record, one.register)
    own = programme.current().field_rights[ledger.id].own
    onward = {role for step in ledger.transitions if one.step.to in step.origins for role in step.roles}
    others = onward - own - {one.role}
    if others:
        people = who_may(RECORD_STEP, subject, others - {Role.OFFICE}) if others != {Role.OFFICE} else []
        yield WAITS, people or who_may(RECORD_STEP, subject, others & {Role.OFFICE})
    if one.role not in own:
        yield BACK if own & onward else MOVED, who_may(RECORD_KEEP, subject, own) if own else _writer(one)


def _writer(one: MovedRecord) -> list[int]:
    """Whoever entered a record that is about no party with accounts."""
    first = RecordState.objects.filter(record=one.current.record).order_by("revision").values("reporter")[:1]
    return list(User.objects.filter(username__in=first).values_list("pk", flat=True))


def _news(kind: MessageKind, moved: Sequence[MovedRecord]) -> News:
    one, zh, en = moved[0], *_BEGINS[kind]
    ledger, named = one.ledger, f"{one.current.number} {one.record.name}".strip()
    more_zh, more_en = (f" 等 {len(moved)} 条", f" and {len(moved) - 1} more") if len(moved) > 1 else ("", "")
    address = reverse("ledger", args=[ledger.id]) if len(moved) > 1 else reverse("record", args=[one.current.pk])
    return News(
        kind=kind,
        key=f"record:{one.current.pk}:{one.current.step}:{kind}",
        subject=Text(
            zh=f"{zh}{ledger.name.zh} {named}{more_zh}（{one.state.zh}）",
            en=f"{en}{ledger.name.en} {named}{more_en} ({one.state.en})",
        ),
        address=address,
    )
