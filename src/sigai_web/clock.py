"""The day and month that the system works in: the calendar's, or the demonstration's own."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from sigai.base import Period
from sigai.programme import Programme


def today() -> date:
    """Today in the installation's time zone; in a demonstration the day that SIGAI_TODAY names."""
    fixed: date | None = settings.SIGAI_TODAY
    return fixed or timezone.localdate()


def month_now(programme: Programme) -> Period:
    """The month that results look from: the last one that has ended, within the programme's time."""
    day = today()
    ended = day.year * 12 + day.month - 2
    head = programme.head
    return Period.of_index(min(max(ended, head.start.first), head.end.last))
