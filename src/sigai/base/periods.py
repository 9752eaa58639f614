"""Periods of reporting: `2021`, `2021H1`, `2021Q2`, `2021-06`. Ordered, nested, a type of their own.

A month is counted by its index, `year * 12 + month - 1`, so that arithmetic on months is arithmetic on integers, here
and in tables. Whether a figure accumulates since January is a property of the measure, never of the period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import total_ordering

_PATTERN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])|Q([1-4])|H([12]))?\Z")
_PART_LENGTH = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

FIRST_YEAR, LAST_YEAR = 1900, 2200


def month_index(year: int, month: int) -> int:
    """The running number of a month: `month_index(2021, 1) == 2021 * 12`."""
    return year * 12 + month - 1


def month_name(index: int) -> str:
    """`2021-06` for the month with this index."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A run of whole months within one year: `first` to `last`, both month indices, both included."""

    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2021`, `2021H1`, `2021Q2` or `2021-06`; ValueError otherwise."""
        match = _PATTERN.match(text.strip())
        if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            raise ValueError(f"{text!r} is not a period: write 2021, 2021H1, 2021Q2 or 2021-06")
        january = month_index(int(match[1]), 1)
        if match[2]:
            return cls(january + int(match[2]) - 1, january + int(match[2]) - 1)
        if match[3]:
            return cls(january + 3 * int(match[3]) - 3, january + 3 * int(match[3]) - 1)
        if match[4]:
            return cls(january + 6 * int(match[4]) - 6, january + 6 * int(match[4]) - 1)
        return cls(january, january + 11)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """The period of one month; `month` counts from 1 to 12."""
        index = month_index(year, month)
        return cls(index, index)

    @classmethod
    def of_index(cls, index: int) -> Period:
        """The month with this index."""
        return cls(index, index)

    @property
    def year(self) -> int:
        """The calendar year that the period lies in."""
        return self.first // 12

    @property
    def kind(self) -> str:
        """`month`, `quarter`, `half` or `year`."""
        length = self.last - self.first + 1
        return next(kind for kind, months in _PART_LENGTH.items() if months == length)

    @property
    def end(self) -> Period:
        """Its last month."""
        return Period(self.last, self.last)

    def contains(self, other: Period) -> bool:
        """Whether every month of `other` is one of this period; a period contains itself."""
        return self.first <= other.first and other.last <= self.last

    def months(self) -> Iterator[Period]:
        """The months of the period in their order, each as a period of its own."""
        return (Period(index, index) for index in range(self.first, self.last + 1))

    def shift_years(self, years: int) -> Period:
        """The same part of another year."""
        return Period(self.first + 12 * years, self.last + 12 * years)

    def words(self, language: str) -> str:
        """As people write it, everywhere: `2022年9月`, `2022年三季度`, `2022年上半年`, `2022年`; in English `Sep 2022`,
        `Q3 2022`, `H1 2022`, `2022`."""
        kind, year = self.kind, self.year
        if kind == "year":
            return f"{year}" if language == "en" else f"{year}年"
        part = (self.last % 12 + 1) // _PART_LENGTH[kind]
        if language == "en":
            return f"{_MONTHS_EN[part - 1] if kind == 'month' else kind[0].upper() + str(part)} {year}"
        chinese = {
            "month": f"{part}月",
            "quarter": f"{'一二三四'[part % 4 - 1]}季度",
            "half": f"{'上下'[part % 2 - 1]}半年",
        }
        return f"{year}年{chinese[kind]}"

    def __lt__(self, other: Period) -> bool:
        return (self.last, self.first) < (other.last, other.first)

    def __str__(self) -> str:
        kind = self.kind
        if kind == "month":
            return month_name(self.last)
        if kind == "quarter":
            return f"{self.year}Q{self.last % 12 // 3 + 1}"
        if kind == "half":
            return f"{self.year}H{self.last % 12 // 6 + 1}"
        return f"{self.year}"
