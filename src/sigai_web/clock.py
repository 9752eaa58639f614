"""The day and month that the system works in: the calendar's, or the demonstration's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from sigai.base import Period
from sigai.programme import Programme

_PLAYED: ContextVar[date | None] = ContextVar("played", default=None)


def today() -> date:
    """Today in the installation's time zone; in a demonstration the day that SIGAI_TODAY names."""
    fixed: date | None = _PLAYED.get() or settings.SIGAI_TODAY
    return fixed or timezone.localdate()


def now() -> datetime:
    """The moment as pages show it: this one; on a day that SIGAI_TODAY names, this hour of that day."""
    fixed, moment = _PLAYED.get() or settings.SIGAI_TODAY, timezone.localtime()
    return moment.replace(year=fixed.year, month=fixed.month, day=fixed.day) if fixed else moment


@contextmanager
def played_on(day: date) -> Iterator[None]:
    """Let it be another day: for a scenario, which never plays in production."""
    token = _PLAYED.set(day)
    try:
        yield
    finally:
        _PLAYED.reset(token)


def month_asked(text: str) -> date:
    """The first day of the month that an address names (`2022-09`); of today's where it names none."""
    try:
        first = Period.parse(text).first
    except ValueError:
        return today().replace(day=1)
    return date(first // 12, first % 12 + 1, 1)


def month_end(day: date) -> date:
    """The last day of the month of a day."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_now(programme: Programme) -> Period:
    """The month that results look from: the last one that has ended, within the programme's time."""
    day = today()
    ended = day.year * 12 + day.month - 2
    head = programme.head
    return Period.of_index(min(max(ended, head.start.first), head.end.last))
