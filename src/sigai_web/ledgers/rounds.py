"""Rounds: which are open, under which one an application is handed in, and what still fits into its quota.

Whoever makes a step has taken their turn to write (`sigai_web.journal.changes`): of two at the same moment the second
sees what the first wrote, and the last place of a quota is taken once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, QuerySet

from sigai.base import Issue, Place
from sigai.ledgers import Record
from sigai.programme import Ledger, Text, Transition
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.journal.proofs import ChangedFields, Telling
from sigai_web.ledgers.models import Round, RoundApplication
from sigai_web.ledgers.round_problems import (
    NO_ROUND,
    NOT_FOR_THIS_ROUND,
    NOT_THIS_ROUND,
    NOT_WITHIN_ROUND,
    QUOTA_USED_UP,
    ROUND_WAS_WITHDRAWN,
    WHICH_ROUND,
)
from sigai_web.permissions import Operation, Resource, allowed, roles_held
from sigai_web.store.models import RecordEntry, RecordState
from sigai_web.store.owners import units_named

NO_KEEPERS = Text(zh="工作专班", en="the office")


class RoundStanding(StrEnum):
    """How a round stands on a day."""

    PLANNED = "planned"
    OPEN = "open"
    OVER = "over"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


def standing_of(call: Round, day: date | None = None) -> RoundStanding:
    """How a round stands today, or on another day; on its last day it is open."""
    on = day or today()
    if call.ended:
        return RoundStanding(call.ended)
    if on < call.first_day:
        return RoundStanding.PLANNED
    return RoundStanding.OPEN if on <= call.last_day else RoundStanding.OVER


def open_rounds(day: date | None = None) -> QuerySet[Round]:
    """The rounds that are open today, the one that ends first before the others."""
    on = day or today()
    found = Round.objects.filter(ended=Round.Ended.NOT, first_day__lte=on, last_day__gte=on)
    return found.filter(ledger__in=with_rounds()).order_by("last_day", "pk")


def with_rounds() -> list[str]:
    """The ledgers of which applications are handed in under rounds."""
    return [ledger.id for ledger in programme.current().ledgers if ledger.rounds is not None]


def fits(call: Round, record: Record) -> bool:
    """Whether a round is for what a record is about."""
    return all(record.fields.get(name) == choice for name, choice in call.choices.items())


def takes_applications(ledger: Ledger, step: Transition) -> bool:
    """Whether a step hands something in under a round."""
    return ledger.rounds is not None and step.id in ledger.rounds.steps


def places_taken(calls: Iterable[Round]) -> dict[int, int]:
    """How many places of each round are taken: recognised under it, and not withdrawn."""
    taken = RoundApplication.objects.filter(round__in=[one.pk for one in calls], place__isnull=False)
    counted = taken.filter(record__current__withdrawn=False).order_by().values("round")
    return dict(counted.annotate(number=Count("pk")).values_list("round", "number"))


def may_keep(user: Any, operation: Operation, ledger: Ledger) -> bool:
    """Whether somebody may do this to rounds of a ledger: the office, and the units that keep it."""
    return allowed(user, operation, Resource(units=units_named(programme.current(), ledger.keepers)))


def last_application(entry: RecordEntry) -> RoundApplication | None:
    """The round under which a record was handed in, the last time that it was."""
    return RoundApplication.objects.filter(record=entry).select_related("round").order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class UnderRound:
    """What a step has to do with a round: it is handed in under `call`, or takes a place for the `application`."""

    call: Round | None = None
    application: RoundApplication | None = None
    issues: tuple[Issue, ...] = ()

    @property
    def told(self) -> dict[str, str]:
        """What the journal tells people of it."""
        call = self.call or (self.application.round if self.application else None)
        return {"round": call.title} if call is not None else {}


NO_ROUND_ASKED = UnderRound()


def note_round(under: UnderRound, entry: RecordEntry, state: RecordState) -> list[Telling]:
    """Note what a step into a state has to do with a round, within the change that makes it; what the journal tells."""
    if under.call is not None:
        return [RoundApplication.objects.create(round=under.call, record=entry, handed_in=state)]
    if under.application is not None:
        under.application.place = state
        under.application.save(update_fields=["place"])
        return [ChangedFields(under.application, ("place",))]
    return []


def under_round(
    ledger: Ledger, step: Transition, record: Record, entry: RecordEntry | None, *, on: date | None, chosen: str = ""
) -> UnderRound:
    """What a step of a record has to do with a round, and what stands against it; `chosen` is the number of the round
    that somebody named: it need not be, where but one is open. Steps of other ledgers have nothing to do with any."""
    if takes_applications(ledger, step):
        call, issues = _handed_in(ledger, step, record, on or today(), chosen)
        return UnderRound(call=call, issues=tuple(issues))
    if ledger.rounds is not None and step.id in ledger.rounds.decides and entry is not None:
        application = last_application(entry)
        if application is not None and application.place_id is None:
            return UnderRound(application=application, issues=tuple(_decided(application.round, record)))
    return NO_ROUND_ASKED


def _handed_in(
    ledger: Ledger, step: Transition, record: Record, on: date, chosen: str
) -> tuple[Round | None, list[Issue]]:
    found = [call for call in open_rounds().filter(ledger=ledger.id) if fits(call, record)]
    if chosen:
        named = [call for call in found if str(call.pk) == chosen]
        if not named:
            return None, [NOT_THIS_ROUND.at(Place(column="round"), **_named(found))]
        found = named
    if not found:
        return None, [_none_open(ledger, step, record)]
    if len(found) > 1:
        return None, [WHICH_ROUND.at(Place(column="round"), **_named(found))]
    (call,) = found
    if not call.first_day <= on <= call.last_day:
        facts = {"round": call.title, "first": call.first_day, "last": call.last_day}
        return call, [NOT_WITHIN_ROUND.at(Place(column="on"), on=on, **facts)]
    return call, []


def _decided(call: Round, record: Record) -> list[Issue]:
    facts = {"round": call.title}
    if call.ended == Round.Ended.WITHDRAWN:
        return [ROUND_WAS_WITHDRAWN.at(Place(), **facts)]
    if not fits(call, record):
        return [NOT_FOR_THIS_ROUND.at(Place(), **facts)]
    if call.quota is not None and places_taken([call]).get(call.pk, 0) >= call.quota:
        return [QUOTA_USED_UP.at(Place(), **facts, quota=call.quota)]
    return []


def _none_open(ledger: Ledger, step: Transition, record: Record) -> Issue:
    """That no round is open: with the last one that fits, and until when it was open."""
    over = Round.objects.filter(ledger=ledger.id).exclude(ended=Round.Ended.WITHDRAWN).order_by("-last_day")
    last = next((call for call in over.filter(first_day__lte=today()) if fits(call, record)), None)
    words = keepers_words(ledger)
    facts = {"ledger": ledger.name.zh, "ledger_en": ledger.name.en, "step": step.name.zh, "step_en": step.name.en}
    facts |= {"keepers": words.zh, "keepers_en": words.en, "last": "", "last_en": ""}
    if last is not None:
        facts |= {
            "last": f"；上一批“{last.title}”已于 {last.last_day} 截止",
            "last_en": f"; the last one, “{last.title}”, ended on {last.last_day}",
        }
    return NO_ROUND.at(Place(), **facts)


def keepers_words(ledger: Ledger) -> Text:
    """The units that keep a ledger, or the office."""
    known = programme.current().unit_by_id
    names = [known[unit].name for unit in ledger.keepers if unit in known]
    if not names:
        return NO_KEEPERS
    return Text(zh="、".join(one.zh for one in names), en=", ".join(one.en for one in names))


def _named(calls: Sequence[Round]) -> dict[str, str]:
    titles = [f"{call.title}（{call.pk}）" for call in calls]
    return {"rounds": "、".join(titles) or "（无）", "rounds_en": ", ".join(titles) or "none"}


def calls_for(user: Any) -> QuerySet[Round] | None:
    """The open rounds under which somebody may hand something in, in one of their roles; None where their
    roles hand nothing in."""
    held = roles_held(user)
    mine = [
        ledger.id
        for ledger in programme.current().ledgers
        if ledger.rounds is not None
        and any(step.id in ledger.rounds.steps and held & set(step.roles) for step in ledger.transitions)
    ]
    return open_rounds().filter(ledger__in=mine) if mine else None
