"""Periods, dates and times as people type them. Pure functions of one text; callers ask once per different word."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from sigai.base.periods import FIRST_YEAR, LAST_YEAR, Period
from sigai.tables.files.texts import clean

_FIRST_SERIAL = dt.date(1899, 12, 30)
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
"""Excel's day numbers of the years 1982 to 2119."""

_CN_DIGITS = str.maketrans("一二三四", "1234")
_DATE = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?$|^(\d{4})(\d{2})(\d{2})$",
)
_MONTH = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:份)?$|^(\d{4})(\d{2})$")
_SPAN = re.compile(r"^(\d{4})\s*年?\s*[-/. ]?\s*0?1\s*(?:月)?\s*[-~至到—–]\s*(\d{1,2})\s*月(?:份)?(?:累计)?$")
_QUARTER = re.compile(r"^(\d{4})\s*年?\s*[-/ ]?\s*(?:第?\s*([1-4])\s*季度?|[Qq]([1-4]))$")
_HALF = re.compile(r"^(\d{4})\s*年?\s*[-/ ]?\s*(上半年|下半年|[Hh][12])$")
_YEAR = re.compile(r"^(\d{4})\s*(?:年度?|全年|年全年)?$")
_LOST_ZERO = re.compile(r"^\d{4}\.1$")
"""2021.1 may be January, or October with its zero lost in a number cell: not readable."""


@dataclass(frozen=True, slots=True)
class ReadPeriod:
    """A period as read. `cumulated`: written as January to a month. `day`: written as a date."""

    period: Period
    cumulated: bool = False
    day: dt.date | None = None


@lru_cache(maxsize=65536)
def read_period(text: str) -> ReadPeriod | None:
    """`2021-06`, `2021/6`, `202106`, `2021年6月`, `2021年1-6月`, `2021年第二季度`, `2021年上半年`, `2021`, a date in
    text or as Excel's day number; None for anything else."""
    plain = clean(text)
    if _LOST_ZERO.match(plain):
        return None
    try:
        return _read_plain_period(plain)
    except ValueError:
        return None


def _read_plain_period(text: str) -> ReadPeriod | None:
    if match := _YEAR.match(text):
        return ReadPeriod(Period.parse(match[1]))
    if match := _MONTH.match(text):
        return ReadPeriod(_month(match[1] or match[3], match[2] or match[4]))
    if match := _SPAN.match(text):
        return ReadPeriod(_month(match[1], match[2]), cumulated=True)
    if day := read_date(text):
        return ReadPeriod(Period.month(day.year, day.month), day=day)
    return _read_part_of_year(text)


def _read_part_of_year(text: str) -> ReadPeriod | None:
    if match := _QUARTER.match(text.translate(_CN_DIGITS)):
        return ReadPeriod(Period.parse(f"{match[1]}Q{match[2] or match[3]}"))
    if match := _HALF.match(text):
        return ReadPeriod(Period.parse(f"{match[1]}H{1 if match[2] in ('上半年', 'H1', 'h1') else 2}"))
    return None


def _month(year: str, month: str) -> Period:
    return Period.parse(f"{year}-{int(month):02d}")


@lru_cache(maxsize=65536)
def read_date(text: str) -> dt.date | None:
    """A day: `2021-06-30`, `2021/6/30`, `2021年6月30日`, `20210630`, with or without a time, or Excel's day number."""
    plain = clean(text)
    if match := _SERIAL.match(plain):
        serial = int(match[1])
        return _FIRST_SERIAL + dt.timedelta(days=serial) if 30_000 <= serial <= 80_000 else None
    match = _DATE.match(plain)
    if not match:
        return None
    try:
        day = dt.date(*(int(part) for part in (match[1] or match[4], match[2] or match[5], match[3] or match[6])))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def read_time(text: str) -> dt.datetime | None:
    """A moment: a day with or without the time of day; the zone of a moment with one is dropped after conversion to
    the statistics' own time (UTC+8)."""
    plain = clean(text)
    try:
        moment = dt.datetime.fromisoformat(plain.replace("/", "-"))
    except ValueError:
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return _day_and_clock(plain)
    if moment.tzinfo is not None:
        return moment.astimezone(dt.timezone(dt.timedelta(hours=8))).replace(tzinfo=None)
    return moment


def _day_and_clock(text: str) -> dt.datetime | None:
    day = read_date(text)
    if day is None:
        return None
    clock = re.search(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", text)
    if clock and int(clock[1]) < 24 and int(clock[2]) < 60 and int(clock[3] or 0) < 60:
        return dt.datetime.combine(day, dt.time(int(clock[1]), int(clock[2]), int(clock[3] or 0)))
    return dt.datetime.combine(day, dt.time())
