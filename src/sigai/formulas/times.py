"""Dates and periods in conditions: every one is a span, and spans are compared, never their texts.

A date field counts in days, a period field in months. What a date is held against may be a day, or a period (`2021-06`,
`"2021Q2"`), which is all its days; a period is held against periods.

`<`: ends before the other begins. `>`: begins after the other ends. `<=`: ends no later than the other. `>=`: begins no
earlier than the other. `=`: lies within the other. Between days, and between periods of one length, that is the plain
order in time; a period is neither before nor after one that lies within it.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sigai.base.periods import Period

TimeKind = Literal["date", "period"]
_KINDS: dict[str, TimeKind] = {"date": "date", "period": "period"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Span:
    """From one day or month to another, both included; numbers, or columns of numbers."""

    first: Any
    last: Any


def time_kind(type_: str) -> TimeKind | None:
    """The kind of time that a field of a type holds; None where it holds none."""
    return _KINDS.get(type_)


def span_of(kind: TimeKind, text: str) -> Span | None:
    """The days (of a date) or months (of a period) that a text means; None where it means none."""
    try:
        if kind == "date" and _DAY.match(text):
            day = dt.date.fromisoformat(text).toordinal()
            return Span(day, day)
        period = Period.parse(text)
    except ValueError:
        return None
    return Span(_day(period.first, 1), _day(period.last, None)) if kind == "date" else Span(period.first, period.last)


def _day(month: int, day: int | None) -> int:
    """The running number of a day of a month; of its last one where no day is given."""
    year, number = month // 12, month % 12 + 1
    return dt.date(year, number, monthrange(year, number)[1] if day is None else day).toordinal()


def mirrored(operator: str) -> str:
    """The comparison with its sides exchanged; `=` and `!=` always ask whether the field lies within the other."""
    return _MIRRORED.get(operator, operator)


COMPARE_SPANS: dict[str, Callable[[Span, Span], Any]] = {
    "<": lambda left, right: left.last < right.first,
    ">": lambda left, right: left.first > right.last,
    "<=": lambda left, right: left.last <= right.last,
    ">=": lambda left, right: left.first >= right.first,
    "=": lambda left, right: (left.first >= right.first) & (left.last <= right.last),
    "!=": lambda left, right: (left.first < right.first) | (left.last > right.last),
}
"""Whether one span stands so to another: for numbers and for columns alike."""
