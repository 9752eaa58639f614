"""One calendar of all that falls on days: forms, deadlines of records, rounds, tasks, as the apps bring it; and as a
file for the calendar of a telephone."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from sigai_web import programme
from sigai_web.clock import month_asked, month_end, today
from sigai_web.dashboards.filters import select
from sigai_web.downloads import Download
from sigai_web.language import choose
from sigai_web.manifests import DatedKind, DatedThing, calendar_kinds
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.store.operations import FIGURE_READ

_IN_DAY = 3
_WEEKDAYS = (
    ("一", "Mon"),
    ("二", "Tue"),
    ("三", "Wed"),
    ("四", "Thu"),
    ("五", "Fri"),
    ("六", "Sat"),
    ("日", "Sun"),
)
_LINE = 74
"""Bytes of a line of the file: at most 75, of which the space before a continued line is one."""


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One thing on its day; `late`: its day is over, and it is not done."""

    kind: str
    thing: DatedThing
    late: bool


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the grid; `more` are those that do not fit."""

    day: date
    inside: bool
    today: bool
    lines: Sequence[CalendarLine]
    more: int


@needs(FIGURE_READ)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of all that falls on days within reach, of one kind or of all; `?ics` as a file."""
    month = month_asked(request.GET.get("month", ""))
    kinds = [kind for kind in calendar_kinds() if allowed(request.user, kind.operation)]
    chosen = select(request, "kind", ("事项", "Kind"), [(kind.name, choose(kind.zh, kind.en)) for kind in kinds])
    weeks = list(Calendar().monthdatescalendar(month.year, month.month))
    wanted = [kind for kind in kinds if chosen.chosen in ("", kind.name)]
    found = _lines(request.user, wanted, weeks[0][0], weeks[-1][-1])
    inside = [line for line in found if line.thing.day.month == month.month]
    if "ics" in request.GET:
        return Download(f"{month:%Y-%m}.ics", _file(request, inside).encode(), "text/calendar")
    by_day = defaultdict(list)
    for line in found:
        by_day[line.thing.day].append(line)
    context = {
        "month": month,
        "before": month - timedelta(days=1),
        "after": month_end(month) + timedelta(days=1),
        "this": today().replace(day=1),
        "day": today(),
        "filters": [chosen],
        "weekdays": [choose(*pair) for pair in _WEEKDAYS],
        "weeks": [[_day(one, month, by_day[one]) for one in week] for week in weeks],
        "lines": inside,
    }
    return render(request, "dashboards/calendar.html", context)


def _lines(user: Any, kinds: Sequence[DatedKind], first: date, last: date) -> list[CalendarLine]:
    """What falls between two days, in the order of days, then of kinds."""
    now = today()
    found = [
        CalendarLine(choose(kind.zh, kind.en), thing, thing.day < now and not thing.done)
        for kind in kinds
        for thing in kind.found(user, first, last)
    ]
    return sorted(found, key=lambda line: line.thing.day)


def _day(day: date, month: date, lines: Sequence[CalendarLine]) -> CalendarDay:
    inside = (day.year, day.month) == (month.year, month.month)
    return CalendarDay(day, inside, day == today(), lines[:_IN_DAY], max(len(lines) - _IN_DAY, 0))


def _tasks(_user: Any, first: date, last: date) -> Iterator[DatedThing]:
    """Tasks on the last day of the month in which they are due."""
    words = choose("任务到期", "task due")
    for task in programme.current().tasks:
        for period in task.due:
            day = month_end(date(period.last // 12, period.last % 12 + 1, 1))
            if first <= day <= last:
                yield DatedThing(day, task.title, reverse("task", args=[task.id]), words, done=day < today())


def _file(request: HttpRequest, lines: Sequence[CalendarLine]) -> str:
    """RFC 5545: whole days, one event each, with the way to its page."""
    stamp = timezone.now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    alike: Counter[str] = Counter()
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sigai//calendar//ZH"]
    for line in lines:
        thing = line.thing
        # The same thing keeps its number when others come and go: taken in again, it does not stand there twice.
        named = f"{thing.address} {thing.day} {line.kind} {thing.name}"
        alike[named] += 1
        number = uuid5(NAMESPACE_URL, f"{named} {alike[named]}")
        about = f"{line.kind}: {thing.what}" if thing.what else line.kind
        head += [
            "BEGIN:VEVENT",
            f"UID:{number}@{request.get_host()}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{thing.day:%Y%m%d}",
            f"SUMMARY:{_escaped(thing.name)}",
            f"DESCRIPTION:{_escaped(about)}",
            *([f"URL:{request.build_absolute_uri(thing.address)}"] if thing.address else []),
            "END:VEVENT",
        ]
    return "".join(f"{_folded(each)}\r\n" for each in [*head, "END:VCALENDAR"])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """No line is longer than 75 bytes: the rest goes on behind a line's end and a space."""
    parts, rest = [], line
    while len(rest.encode()) > _LINE:
        cut = max(at for at in range(1, _LINE + 1) if len(rest[:at].encode()) <= _LINE)
        parts.append(rest[:cut])
        rest = rest[cut:]
    return "\r\n ".join([*parts, rest])


CALENDAR = (DatedKind(operation=PROGRESS_READ, name="tasks", zh="任务", en="Tasks", found=_tasks, order=40),)
