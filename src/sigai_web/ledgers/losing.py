"""Who loses it next: of the records that an indicator counts, those whose validity ends within the next year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from sigai.ledgers import CountedRecords, counted_records
from sigai.programme import Indicator, Ledger, Target, expiry_of, months_on
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.ledgers.words import Wording
from sigai_web.permissions import visible
from sigai_web.store.models import CurrentRecord, Entity, RecordDeadline
from sigai_web.store.operations import RECORD_READ
from sigai_web.store.reading import entity_table
from sigai_web.store.records import as_record

_MONTHS = 12
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class NextLoss:
    """A record that counts now, and the last day on which it does, as things stand."""

    record: CurrentRecord
    ledger: Ledger
    day: date


def next_losses(indicators: Iterable[Indicator]) -> list[NextLoss] | None:
    """What some indicators lose within the next year, the soonest first; None where nothing that they count expires."""
    content, found = programme.current(), dict[int, NextLoss]()
    expire = False
    for indicator in indicators:
        for counted in counted_records(content, indicator):
            expire = expire or counted.expire
            found |= {loss.record.pk: loss for loss in _of_term(counted)}
    return sorted(found.values(), key=lambda loss: (loss.day, loss.record.pk)) if expire else None


def _of_term(counted: CountedRecords) -> Iterator[NextLoss]:
    """The records that count now and that end within the year."""
    ledger, day = counted.ledger, today()
    until = months_on(day, _MONTHS)
    rows = CurrentRecord.objects.filter(ledger=ledger.id, state__in=counted.states)
    rows = rows.filter(_may_end(ledger, day, until))
    ending = [
        (one, last) for one in rows if (last := expiry_of(ledger, one.state, one.fields)) and day <= last <= until
    ]
    register = entity_table(Entity.objects.filter(pk__in={one.entity for one, _ in ending if one.entity}))
    for one, last in ending:
        if counted.holds(as_record(one), entities=register, on=day):
            yield NextLoss(one, ledger, last)


def _may_end(ledger: Ledger, day: date, until: date) -> Q:
    """Those that may end within a time, as the database can tell: by the day of their state, or by a recheck."""
    names = {state.expires for state in ledger.states if state.expires is not None}
    found = Q(pk__in=())
    for name in names:
        found |= Q(**{f"fields__{name}__gte": day.isoformat(), f"fields__{name}__lte": until.isoformat()})
    lapsing = [recheck.id for recheck in ledger.rechecks if recheck.lapses is not None]
    due = RecordDeadline.objects.filter(recheck__in=lapsing, due__lte=until)
    return found | Q(pk__in=due.values("record")) if lapsing else found


def about_target(request: HttpRequest, target: Target) -> dict[str, Any] | None:
    """The panel of a target: what its indicators lose next; None where nothing that they count expires."""
    known = programme.current().indicator_by_id
    return _panel(request, [known[track.indicator] for track in target.tracks if track.indicator in known])


def about_indicator(request: HttpRequest, indicator: Indicator) -> dict[str, Any] | None:
    """The same of one indicator, beside its explanation."""
    return _panel(request, [indicator])


def _panel(request: HttpRequest, indicators: Iterable[Indicator]) -> dict[str, Any] | None:
    losses = next_losses(indicators)
    if losses is None:
        return None
    read = visible(request.user, RECORD_READ, CurrentRecord.objects.filter(pk__in=[one.record.pk for one in losses]))
    mine = set(read.values_list("pk", flat=True))
    seen = [loss for loss in losses if loss.record.pk in mine]
    wording = Wording.of([loss.record for loss in seen], *{loss.ledger.id: loss.ledger for loss in seen}.values())
    shown = [(loss, _owner(loss, wording)) for loss in seen[:_SHOWN]]
    return {"losses": shown, "more": len(seen) - len(shown), "hidden": len(losses) - len(seen), "months": _MONTHS}


def _owner(loss: NextLoss, wording: Wording) -> str:
    """Whose it is: its subject, or the first entity that it names."""
    named = (loss.record.fields.get(field.id) for field in loss.ledger.fields if field.kind == "entity")
    whose = loss.record.entity or next((str(value) for value in named if value), "")
    return wording.entity(whose) or whose
