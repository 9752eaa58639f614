"""Correcting what a step settled: one who makes that step asks, with reason and document; another one, or the office,
decides. Never who asked, never the subject itself. Until then, and where it is declined, all stays as it was.

Services are one transaction with one journal entry each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
from django.core.exceptions import PermissionDenied

from sigai.base import Issue, Place
from sigai.ledgers import (
    Head,
    Record,
    against_condition,
    against_table,
    corrected_row,
    parts_that_hold,
    rows_in,
    with_rows,
)
from sigai.programme import Ledger, Transition
from sigai_web import clock, programme
from sigai_web.clock import today
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.proofs import Telling
from sigai_web.journal.writing import Actor, append
from sigai_web.ledgers.around import around
from sigai_web.ledgers.documents import RecordDocument, about, attach_rows
from sigai_web.ledgers.documents import words as document_words
from sigai_web.ledgers.filling import changed_names, field_name, roles_words, states_of
from sigai_web.ledgers.keys import against_keys
from sigai_web.ledgers.models import RecordCorrection
from sigai_web.ledgers.news import tell_correction_asked, tell_correction_decided
from sigai_web.ledgers.operations import RECORD_CORRECT
from sigai_web.ledgers.problems import (
    CORRECTION_DOCUMENT,
    CORRECTION_PENDING,
    CORRECTION_REASON,
    NO_CORRECTION,
    NOT_SETTLED,
    NOT_YOUR_CORRECTION,
    NOTHING_CORRECTED,
    OUT_OF_REACH,
    OWN_CORRECTION,
    RELIED_ON_EMPTY,
    ROW_CHANGED_SINCE,
)
from sigai_web.ledgers.services import (
    RecordOvertakenError,
    Seen,
    amended,
    changed,
    close_change,
    in_area_of_subject,
    plain,
    refuse_errors,
    register_for,
    standing_record,
)
from sigai_web.permissions import Resource, Role, allowed, roles_with, visible
from sigai_web.store.models import CurrentRecord, Entity, RecordEntry, RecordState
from sigai_web.store.records import Written, as_record, named_in, register_of, subject_of, write_records

Settled = Mapping[str, Sequence[Transition]]
"""What is settled of a record: each field (with name, entity and area), and the steps that did it."""


def waiting_correction(record: CurrentRecord) -> RecordCorrection | None:
    """The correction that waits for a decision."""
    return RecordCorrection.waiting().select_related("document").filter(record=record.record).first()


def correctable(user: Any, ledger: Ledger, states: Sequence[str], subject: Resource) -> list[str]:
    """The settled fields of a record, and its tables of which rows are not to be changed any more, whose correction
    somebody may ask for."""
    rights = programme.current().field_rights[ledger.id]
    held = roles_with(user, RECORD_CORRECT, subject) - rights.own
    return [name for name, steps in rights.fixed(states).items() if _makes(held, steps)]


def may_decide(user: Any, asked: RecordCorrection, ledger: Ledger, states: Sequence[str], subject: Resource) -> bool:
    """Whether somebody may decide a correction: not their own; the office any, others what they could ask for."""
    if not asked.waits_for(user):
        return False
    if Role.OFFICE in roles_with(user, RECORD_CORRECT, subject):
        return True
    return set(json.loads(asked.changes)) <= set(correctable(user, ledger, states, subject))


def corrections_for(user: Any) -> Iterator[RecordCorrection]:
    """The corrections that wait for a person: somebody else asked, and they may decide."""
    asked = RecordCorrection.waiting_for(user)
    within = visible(user, RECORD_CORRECT, CurrentRecord.objects.filter(pk__in=asked.values("record")))
    for one in asked.filter(record__in=within.values("pk")).select_related("record__current"):
        current = one.record.current
        ledger = programme.current().ledger_by_id[current.ledger]
        if may_decide(user, one, ledger, states_of(current.record), subject_of(as_record(current))):
            yield one


@change
def ask_correction(
    actor: Actor,
    user: Any,
    pk: int,
    *,
    seen: Seen,
    values: Mapping[str, Any],
    reason: str,
    document: RecordDocument | None,
    refused: Sequence[Issue] = (),
) -> RecordCorrection:
    """Ask that settled fields (with name, entity and area) be what `values` say; until decided nothing changes.

    UserError with everything against it at once, `refused` (what was wrong with the document) too; LateError where one
    waits already; RecordOvertakenError where the record is not as seen.
    """
    current, ledger, states = as_seen(pk, seen)
    before = as_record(current)
    if not correctable(user, ledger, states, subject_of(before)):
        raise PermissionDenied
    if waiting_correction(current) is not None:
        raise LateError([CORRECTION_PENDING.at(Place(), number=current.number)])
    head, given = plain(ledger, _head(before, values), {name: values[name] for name in values if ledger.field(name)})
    register = register_for(user, before, ledger, head, given)
    after, issues = amended(user, before, head, given, register)
    before = in_area_of_subject(before, register)
    found = [*refused, *issues, *_against(user, ledger, states, before, after, register=register)]
    found += against_others(user, current.record, before, after, register)
    if not reason.strip():
        found.append(CORRECTION_REASON.at(Place(column="reason")))
    if document is None and not refused:
        found.append(CORRECTION_DOCUMENT.at(Place(column="file")))
    refuse_errors(found)
    (attached,) = attach_rows(current.record, [document] if document else [], actor, clock.now())
    changes = {name: _value(after, name) for name in changed_names(before, after)}
    asked = RecordCorrection.objects.create(
        record=current.record,
        changes=json.dumps(changes, ensure_ascii=False),
        reason=reason.strip(),
        document=attached,
        asked_by=actor.name,
        asked_at=attached.at,
    )
    told = {**changed(after, before), "reason": asked.reason, "documents": [document_words(attached)]}
    was = changed(before, after)
    append(actor, "record.ask_correction", about(current.record), before=was, after=told, tells=[attached, asked])
    tell_correction_asked(actor, asked, before, states)
    return asked


@change
def decide_correction(
    actor: Actor, user: Any, pk: int, *, seen: Seen, grant: bool, comment: str = ""
) -> RecordCorrection:
    """Grant a correction, so that the record says it from now on, or decline it with a comment; never one's own.

    LateError where none waits any more, UserError where oneself asked or where it stands against what was decided;
    RecordOvertakenError where the record is not as seen.
    """
    current, ledger, states = as_seen(pk, seen)
    before = as_record(current)
    asked = waiting_correction(current)
    none = NO_CORRECTION.at(Place(), number=current.number)
    if asked is None:
        raise LateError([none])
    asked.check_decider(actor, decided=none, own=OWN_CORRECTION.at(Place(), number=current.number))
    if not may_decide(user, asked, ledger, states, subject_of(before)):
        raise PermissionDenied
    tells: list[Telling] = [asked.settle(actor, grant=grant, comment=comment, why=CORRECTION_REASON)]
    told: dict[str, Any] = {"reason": asked.reason, "asked_by": asked.asked_by}
    if grant:
        _carry_out(actor, user, current, asked, tells=tells, told=told)
    else:
        told |= {"number": current.number, "comment": asked.comment}
        append(actor, "record.decline_correction", about(current.record), after=told, tells=tells)
    tell_correction_decided(actor, asked, before)
    return asked


def _carry_out(
    actor: Actor,
    user: Any,
    current: CurrentRecord,
    asked: RecordCorrection,
    *,
    tells: list[Telling],
    told: dict[str, Any],
) -> None:
    """Write what a granted correction says, judged once more by how things stand now."""
    before = as_record(current)
    ledger = programme.current().ledger_by_id[current.ledger]
    changes = json.loads(asked.changes)
    given = {name: value for name, value in changes.items() if ledger.field(name)}
    words = [str(value) for value in changes.values() if value and isinstance(value, str)]
    register = register_of(named_in(before), words, Entity.objects.all())
    after, issues = amended(user, before, _head(before, changes), given, register)
    after, wrong = _with_rows(ledger, after, changes, asked)
    refuse_errors([*issues, *wrong, *against_others(user, current.record, before, after, register)])
    written = Written(current.record, after, reason=asked.reason, by=asked.asked_by)
    revisions, _ = write_records([written], actor, asked.decided_at or clock.now())
    what = {"before": changed(before, after), "after": {**changed(after, before), **told}}
    close_change(actor, "record.correct", current.record, register, [*tells, *revisions], **what)


def _with_rows(
    ledger: Ledger, record: Record, changes: Mapping[str, Any], asked: RecordCorrection
) -> tuple[Record, list[Issue]]:
    """A record with its rows as a correction says, and what is wrong with that by now."""
    issues: list[Issue] = []
    for rows in ledger.rows:
        wanted = changes.get(rows.id)
        if wanted is None:
            continue
        at = asked.decided_at or clock.now()
        told = {"by": asked.asked_by, "at": at.isoformat(timespec="seconds"), "reason": asked.reason}
        row = corrected_row(record.fields, rows.id, wanted, **told)
        if row is None:
            words = {"field": rows.name.zh, "field_en": rows.name.en}
            raise LateError([ROW_CHANGED_SINCE.at(Place(), row=wanted["row"], **words)])
        issues += against_table(rows, record.fields, row, Place())
        kept = rows_in(record.fields, rows.id)
        record = with_rows(record, rows.id, [row if one.number == row.number else one for one in kept])
    return record, issues


def _against(
    user: Any, ledger: Ledger, states: Sequence[str], before: Record, after: Record, *, register: pa.Table
) -> Iterator[Issue]:
    """What stands against a correction, apart from what cannot be read."""
    names = changed_names(before, after)
    if not names:
        yield NOTHING_CORRECTED.at(Place())
    rights = programme.current().field_rights[ledger.id]
    held, settled = roles_with(user, RECORD_CORRECT, subject_of(before, register)) - rights.own, rights.settled(states)
    for name in names:
        words = field_name(ledger, name)
        facts = {"field": words.zh, "field_en": words.en}
        steps = settled.get(name, [])
        if not steps:
            yield NOT_SETTLED.at(Place(column=name), **facts)
        elif not _makes(held, steps):
            roles, step = roles_words(steps[-1].roles), steps[-1].name
            facts |= {"roles": roles.zh, "roles_en": roles.en, "step": step.zh, "step_en": step.en}
            yield NOT_YOUR_CORRECTION.at(Place(column=name), **facts)
        elif _value(after, name) in (None, "") and any(name in step.requires for step in steps):
            yield RELIED_ON_EMPTY.at(Place(column=name), **facts)
    if not allowed(user, RECORD_CORRECT, subject_of(after, register)):
        yield OUT_OF_REACH.at(Place(column="entity"))


def against_others(user: Any, entry: RecordEntry, before: Record, after: Record, register: pa.Table) -> Iterator[Issue]:
    """What stands against a correction by the steps that the record made, and by other records with one of its keys."""
    yield from _against_conditions(user, entry, before, after, register)
    (held,) = against_keys(user, programme.current().ledger_by_id[before.ledger], [(before, after)])
    yield from held


def _against_conditions(
    user: Any, entry: RecordEntry, before: Record, after: Record, register: pa.Table
) -> Iterator[Issue]:
    """Conditions of the steps that a record made of which a part held of what it said, each on its day, and would not
    hold of what it shall say. Where several steps lead the same way, one whose condition holds is enough."""
    content = programme.current()
    lived = RecordState.objects.filter(record=entry).order_by("revision").values_list("state", "day")
    states, days = [state for state, _ in lived], [day or today() for _, day in lived]
    for steps, on in zip(content.field_rights[before.ledger].steps_made(states), days, strict=True):
        met = [(around(user, step, before, on), around(user, step, after, on)) for step in steps]
        facts: dict[str, Any] = {"programme": content, "on": on, "entities": register}
        now = [against_condition(after, step, linked=then, **facts) for step, (_, then) in zip(steps, met, strict=True)]
        broken = (
            parts_that_hold(before, step, linked=was, **facts) - parts_that_hold(after, step, linked=then, **facts)
            for step, (was, then) in zip(steps, met, strict=True)
        )
        if all(now) and any(broken):
            yield from now[0]


def _makes(held: Iterable[str], steps: Iterable[Transition]) -> bool:
    return bool(set(held) & {role for step in steps for role in step.roles})


def _head(record: Record, values: Mapping[str, Any]) -> Head:
    """Name, entity and area as they shall be: what is not named stays."""
    stands = {"name": record.name, "entity": record.entity or "", "area": record.area or ""}
    return Head(**{name: str(values.get(name, stands[name]) or "") for name in stands})


def _value(record: Record, name: str) -> Any:
    return getattr(record, name) if name in ("name", "entity", "area") else record.fields.get(name)


def as_seen(pk: int, seen: Seen) -> tuple[CurrentRecord, Ledger, list[str]]:
    """A record with its ledger and the states that it was in; RecordOvertakenError where it is not as seen."""
    current = standing_record(pk)
    if Seen(current.revision, current.step) != seen:
        raise RecordOvertakenError(current)
    return current, programme.current().ledger_by_id[current.ledger], states_of(current.record)
