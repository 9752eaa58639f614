"""Deadlines in a calendar: what is overdue first, then the month, of all ledgers or of one."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sigai.base import Period
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.language import choose
from sigai_web.ledgers.reaching import ledger_or_404
from sigai_web.ledgers.summaries import RecordLine, lines
from sigai_web.ledgers.words import DueDay, deadline
from sigai_web.permissions import visible
from sigai_web.permissions.access import needs
from sigai_web.store.models import CurrentRecord, RecordDeadline
from sigai_web.store.operations import RECORD_READ

_OVERDUE = 10
_IN_DAY = 3
_IN_MONTH = 5000
"""Deadlines of one month that are laid out: a city of a million people has a few hundred."""
_ON_PAGE = 100


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One deadline of one record."""

    line: RecordLine
    name: str
    due: DueDay


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid; `more` are those that do not fit."""

    day: date
    inside: bool
    today: bool
    entries: Sequence[CalendarEntry]
    more: int


@needs(RECORD_READ)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of deadlines within reach."""
    chosen = request.GET.get("ledger", "")
    ledger = ledger_or_404(chosen) if chosen else None
    day = today()
    month = _month(request.GET.get("month", ""), day)
    rows = CurrentRecord.objects.filter(ledger=ledger.id) if ledger else CurrentRecord.objects.all()
    reachable = visible(request.user, RECORD_READ, rows)
    all_due = RecordDeadline.objects.filter(record__in=reachable.values("pk")).select_related("record")
    weeks = list(Calendar().monthdatescalendar(month.year, month.month))
    late = _in_order(all_due.filter(due__lt=day))
    page: Page[RecordDeadline] = Paginator(late, _ON_PAGE if request.GET.get("late") == "all" else _OVERDUE).get_page(
        request.GET.get("page")
    )
    overdue = _entries(page.object_list)
    in_grid = _entries(_in_order(all_due.filter(due__range=(weeks[0][0], weeks[-1][-1])))[:_IN_MONTH])
    by_day = defaultdict(list)
    for entry in in_grid:
        by_day[entry.due.due].append(entry)
    context = {
        "ledger": ledger,
        "ledgers": [one for one in programme.current().ledgers if one.deadlines],
        "month": month,
        "before": _shifted(month, -1),
        "after": _shifted(month, 1),
        "this": day.replace(day=1),
        "weeks": [[_day(one, month, day, by_day[one]) for one in week] for week in weeks],
        "days": [choose(*pair) for pair in _WEEKDAYS],
        "overdue": overdue,
        "page": page,
        "coming": [entry for entry in in_grid if entry.due.due >= day and entry.due.due.month == month.month],
    }
    return render(request, "ledgers/calendar.html", context)


_WEEKDAYS = (
    ("一", "Mon"),
    ("二", "Tue"),
    ("三", "Wed"),
    ("四", "Thu"),
    ("五", "Fri"),
    ("六", "Sat"),
    ("日", "Sun"),
)


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


def _day(one: date, month: date, now: date, entries: Sequence[CalendarEntry]) -> Day:
    return Day(one, one.month == month.month, one == now, entries[:_IN_DAY], max(len(entries) - _IN_DAY, 0))


def _month(text: str, day: date) -> date:
    """The first day of the month that an address names; of today's where it names none."""
    try:
        period = Period.parse(text)
    except ValueError:
        return day.replace(day=1)
    year, month = period.first // 12, period.first % 12 + 1
    return date(year, month, 1) if 1990 <= year <= 2100 else day.replace(day=1)


def _shifted(month: date, by: int) -> date:
    if by > 0:
        return (month + timedelta(days=31)).replace(day=1)
    return (month - timedelta(days=1)).replace(day=1)
