"""Deadlines of records as a list: what is overdue first, then a month, of all ledgers or of one; and what of them and
of rounds falls on the days of the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from sigai_web import programme
from sigai_web.clock import month_asked, month_end, today
from sigai_web.language import choose, language
from sigai_web.ledgers.models import Round
from sigai_web.ledgers.operations import ROUND_READ
from sigai_web.ledgers.reaching import ledger_or_404
from sigai_web.ledgers.summaries import RecordLine, lines
from sigai_web.ledgers.words import DueDay, deadline
from sigai_web.manifests import DatedKind, DatedThing
from sigai_web.permissions import visible
from sigai_web.permissions.access import needs
from sigai_web.store.models import CurrentRecord, RecordDeadline
from sigai_web.store.operations import RECORD_READ

_OVERDUE = 10
_IN_MONTH = 5000
"""Deadlines of one month that are laid out: a city of a million people has a few hundred."""
_ON_PAGE = 100


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One deadline of one record."""

    line: RecordLine
    name: str
    due: DueDay


@needs(RECORD_READ)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The deadlines within reach: overdue ones, and those of a month that are still to come."""
    chosen = request.GET.get("ledger", "")
    ledger = ledger_or_404(chosen) if chosen else None
    day = today()
    month = month_asked(request.GET.get("month", ""))
    rows = CurrentRecord.objects.filter(ledger=ledger.id) if ledger else CurrentRecord.objects.all()
    all_due = _within(request.user, rows)
    late = _in_order(all_due.filter(due__lt=day))
    page: Page[RecordDeadline] = Paginator(late, _ON_PAGE if request.GET.get("late") == "all" else _OVERDUE).get_page(
        request.GET.get("page")
    )
    coming = all_due.filter(due__range=(max(month, day), month_end(month)))
    context = {
        "ledger": ledger,
        "ledgers": [one for one in programme.current().ledgers if one.deadlines],
        "month": month,
        "before": month - timedelta(days=1),
        "after": month_end(month) + timedelta(days=1),
        "this": day.replace(day=1),
        "overdue": _entries(page.object_list),
        "page": page,
        "coming": _entries(_in_order(coming)[:_IN_MONTH]),
    }
    return render(request, "ledgers/calendar.html", context)


def _within(user: Any, rows: QuerySet[CurrentRecord]) -> QuerySet[RecordDeadline]:
    reachable = visible(user, RECORD_READ, rows)
    return RecordDeadline.objects.filter(record__in=reachable.values("pk")).select_related("record")


def _in_order(rows: QuerySet[RecordDeadline]) -> QuerySet[RecordDeadline]:
    return rows.order_by("due", "record__ledger", "record__number")


def _entries(rows: Iterable[RecordDeadline]) -> list[CalendarEntry]:
    found = list(rows)
    by_record = {line.pk: line for line in lines(list({one.record_id: one.record for one in found}.values()))}
    day = today()
    entries = []
    for one in found:
        due: Any = deadline(one.due, day)
        if one.record_id in by_record:
            entries.append(CalendarEntry(by_record[one.record_id], choose(one.name_zh, one.name_en), due))
    return entries


def _deadlines(user: Any, first: date, last: date) -> Iterator[DatedThing]:
    rows = _within(user, CurrentRecord.objects.all()).filter(due__range=(first, last))
    for one in _entries(_in_order(rows)[:_IN_MONTH]):
        what = f"{one.line.ledger.name[language()]}: {one.name}"
        yield DatedThing(one.due.due, one.line.title, reverse("record", args=[one.line.pk]), what)


def _rounds(_user: Any, first: date, last: date) -> Iterator[DatedThing]:
    """The first and the last days of rounds that are not called off."""
    day, words = today(), (("first_day", choose("开始受理", "opens")), ("last_day", choose("申报截止", "last day")))
    for name, what in words:
        for call in Round.objects.filter(ended=Round.Ended.NOT, **{f"{name}__range": (first, last)}).order_by("pk"):
            on: date = getattr(call, name)
            yield DatedThing(on, call.title, reverse("round", args=[call.pk]), what, done=on < day)


CALENDAR = (
    DatedKind(operation=RECORD_READ, name="records", zh="台账期限", en="Records", found=_deadlines, order=20),
    DatedKind(operation=ROUND_READ, name="rounds", zh="申报批次", en="Rounds", found=_rounds, order=30),
)
