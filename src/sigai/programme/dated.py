"""Numbers over time: which is in force on a day, and at a month's end."""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

from sigai.programme.parameters import DatedNumber

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NumbersOverTime:
    """The numbers of a parameter in one place of its keys: on each of some `days` another begins, or none is left.

    A number without an end holds until the next begins.
    """

    days: tuple[dt.date, ...]
    rows: tuple[DatedNumber | None, ...]

    @classmethod
    def of(cls, numbers: Iterable[DatedNumber]) -> NumbersOverTime:
        """Put numbers that do not overlap in their order in time."""
        ordered = sorted(numbers, key=lambda number: number.start)
        begins: dict[dt.date, DatedNumber | None] = {}
        for number, after in zip_longest(ordered, ordered[1:]):
            begins[number.start] = number
            if number.end is not None and (after is None or number.end < after.start - _DAY):
                begins[number.end + _DAY] = None
        days = sorted(begins)
        return cls(tuple(days), tuple(begins[day] for day in days))

    def on(self, day: dt.date) -> DatedNumber | None:
        """The number in force on a day; None where there is none."""
        place = bisect_right(self.days, day)
        return self.rows[place - 1] if place else None

    def at(self, month: int) -> DatedNumber | None:
        """The number in force at the end of a month (by its index); None where there is none."""
        return self.on(last_day(month))

    @property
    def months(self) -> tuple[tuple[int, Fraction | None], ...]:
        """From which month on which number holds at months' ends, in order; None: none does."""
        found: dict[int, Fraction | None] = {}
        for day, row in zip(self.days, self.rows, strict=True):
            found[day.year * 12 + day.month - 1] = None if row is None else Fraction(row.value)
        return tuple(found.items())

    @property
    def spans(self) -> tuple[tuple[dt.date, dt.date | None], ...]:
        """From which day to which there is one number; None: without an end."""
        ends = [day - _DAY for day in self.days[1:]]
        pairs = zip_longest(self.days, ends, self.rows)
        return tuple((first, last) for first, last, row in pairs if row is not None)


def last_day(month: int) -> dt.date:
    """The last day of a month by its index."""
    year, number = month // 12, month % 12 + 1
    return dt.date(year, number, calendar.monthrange(year, number)[1])
