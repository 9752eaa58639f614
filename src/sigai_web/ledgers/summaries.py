"""The records of an enterprise, a unit or an area at a glance, for the pages about them; and the overdue ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.ledgers.words import Badge, DueDay, Wording, badge, deadline
from sigai_web.permissions import Reach, visible
from sigai_web.store.models import CurrentRecord, RecordParty
from sigai_web.store.operations import RECORD_READ
from sigai_web.store.owners import names_of_unit

Rows = QuerySet[CurrentRecord]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record on somebody's page; its page is `{% url 'record' line.pk %}`."""

    pk: int
    ledger: Ledger
    number: str
    title: str
    entity: str
    area: str
    state: Badge
    since: date | None
    deadline: DueDay | None
    record: CurrentRecord


@dataclass(frozen=True, slots=True)
class Summary:
    """One ledger's records among some: how many in which state, how many beyond a deadline, the first of them."""

    ledger: Ledger
    count: int
    overdue: int
    states: Sequence[tuple[Badge, int]]
    lines: Sequence[RecordLine] = field(default=())


def of_entity(user: Any, entity: str, *, most: int = 20) -> list[Summary]:
    """What an enterprise (or a park) has in every ledger: titles, projects, obligations."""
    return summaries(_within(user, CurrentRecord.within(Reach.ENTITY, entity)), most=most)


def of_area(user: Any, area: str, *, most: int = 5) -> list[Summary]:
    """The records of an area, of what lies in it and of its enterprises."""
    return summaries(_within(user, CurrentRecord.within(Reach.AREA, area)), most=most)


def of_unit(user: Any, unit: str, *, most: int = 5) -> list[Summary]:
    """The records of the ledgers that a unit keeps, and all that name it."""
    return summaries(_within(user, CurrentRecord.within(Reach.UNIT, unit)), most=most)


def naming_unit(user: Any, unit: str, *, most: int = 20) -> list[Summary]:
    """The records that name a unit: notices addressed to it, projects that it looks after."""
    named = RecordParty.objects.filter(unit__in=names_of_unit(programme.current(), unit)).values("record")
    return summaries(_within(user, Q(pk__in=named)), most=most)


def overdue_of(user: Any, of: Q | None = None, *, most: int = 20) -> list[RecordLine]:
    """The records beyond a deadline within somebody's reach, the longest overdue first; `of` narrows them."""
    late = _within(user, of if of is not None else Q()).filter(due__lt=today()).order_by("due", "ledger", "number")
    return lines(list(late[:most]))


def dated(user: Any) -> QuerySet[CurrentRecord]:
    """The records within somebody's reach, by when they are due."""
    return _within(user, Q())


def overdue_count(user: Any, of: Q | None = None) -> int:
    """How many records within somebody's reach are beyond a deadline."""
    return _within(user, of if of is not None else Q()).filter(due__lt=today()).count()


def summaries(rows: Rows, *, most: int, own: Q | None = None) -> list[Summary]:
    """Some records by ledger, in the order of the programme; of each the `most` that are due first. Three queries.

    `own` are those that somebody reaches themselves, where that is not all: none of a library is theirs to lead on."""
    late = Count("pk", filter=Q(due__lt=today()) & (own or Q()))
    found = rows.order_by().values("ledger", "state").annotate(many=Count("pk"), late=late)
    counted = {(one["ledger"], one["state"]): (one["many"], one["late"]) for one in found}
    place = Window(RowNumber(), partition_by=F("ledger"), order_by=[F("due").asc(nulls_last=True), "number"])
    shown = lines(list(rows.annotate(place=place).filter(place__lte=most).order_by("ledger", "place"))) if most else []
    return [
        _summary(ledger, counted, [line for line in shown if line.ledger is ledger])
        for ledger in programme.current().ledgers
        if any(key[0] == ledger.id for key in counted)
    ]


def lines(records: Sequence[CurrentRecord]) -> list[RecordLine]:
    """Records as lines, with the names of their subjects; those of ledgers that the content lost are left out."""
    ledgers = programme.current().ledger_by_id
    wording = Wording(record.entity for record in records)
    day = today()
    return [
        RecordLine(
            pk=record.pk,
            ledger=ledgers[record.ledger],
            number=record.number,
            title=record.name or wording.entity(record.entity) or record.number,
            entity=wording.entity(record.entity),
            area=wording.area(record.area),
            state=badge(ledgers[record.ledger], record.state),
            since=record.day,
            deadline=deadline(record.due, day),
            record=record,
        )
        for record in records
        if record.ledger in ledgers
    ]


def _within(user: Any, of: Q) -> Rows:
    return visible(user, RECORD_READ, CurrentRecord.objects.filter(of))


def _summary(ledger: Ledger, counted: dict[tuple[str, str], tuple[int, int]], shown: list[RecordLine]) -> Summary:
    of_ledger = [(state.id, *counted.get((ledger.id, state.id), (0, 0))) for state in ledger.states]
    return Summary(
        ledger=ledger,
        count=sum(many for _, many, _ in of_ledger),
        overdue=sum(late for _, _, late in of_ledger),
        states=[(badge(ledger, state), many) for state, many, _ in of_ledger if many],
        lines=shown,
    )
