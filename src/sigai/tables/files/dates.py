"""Periods, dates and times as people type them. Pure functions of one text; callers ask once per different word."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from sigai.base.periods import FIRST_YEAR, LAST_YEAR, Period
from sigai.tables.files.texts import clean

_FIRST_SERIAL = dt.datetime(1899, 12, 30)
_SERIAL = re.compile(r"^(\d{5})(\.\d+)?$")
"""Excel's day numbers of the years 1982 to 2119."""

_DAY_SECONDS = 24 * 3600
_HALF_DAY = 12
_OWN_ZONE = dt.timezone(dt.timedelta(hours=8))
"""The statistics' own time."""

_CLOCK = re.compile(
    r"^(?P<before>上午|下午|中午|晚上|凌晨|早上|AM|PM)?\s*(?P<hour>\d{1,2})(?:[:时点](?P<minute>\d{1,2})?)"
    r"[:分]?(?P<second>\d{1,2})?秒?(?P<fraction>[.,]\d+)?\s*(?P<behind>AM|PM|上午|下午)?\s*"
    r"(?P<zone>Z|UTC|GMT)?(?P<ahead>[+-]\d{1,2}(?::?\d{2})?)?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"^[(]?(?:周|星期)[一二三四五六日天][)]?")
_AFTERNOON = ("下午", "pm", "晚上", "中午")
_MORNING = ("上午", "am", "凌晨", "早上")
_EDGES = (dt.time(), dt.time(23, 59), dt.time(23, 59, 59))
"""Clock times that only say that a whole day is meant."""

_LAST_HOUR = re.compile(r"\b24[:时点]")
"""The end of a day and the beginning of the next: of which month, is open."""

_LOCAL_MEAN_TIME = dt.time(23, 59, 17)
"""Shanghai's clocks stood 43 seconds before those of its zone until 1901: programs that reckon with it write a day's
beginning as 23:59:17 of the day before."""

_CN_DIGITS = str.maketrans("一二三四", "1234")
_DATE = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:\s*[ T]?\s*(\D.*|\d{1,2}[:时点].*))?$|^(\d{4})(\d{2})(\d{2})$",
    re.IGNORECASE,
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
    """A period as read. `cumulated`: written as January to a month. `day`: written as a date. `part`: as a moment, or
    as a day that neither begins nor ends a month, so that a day or an hour may be meant instead of the whole month."""

    period: Period
    cumulated: bool = False
    day: dt.date | None = None
    part: bool = False


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
    if moment := _moment(text):
        day = moment.date()
        edge = day.day == 1 or (day + dt.timedelta(days=1)).day == 1
        whole = edge and moment.time() in _EDGES and not _LAST_HOUR.search(text)
        return ReadPeriod(Period.month(day.year, day.month), day=day, part=not whole)
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
    """A day: `2021-06-30`, `2021/6/30`, `2021年6月30日`, `20210630`, with or without a time, or Excel's day number.

    A moment with a zone gives the day in the statistics' own time (UTC+8); 23:59:17, which may mean the day after,
    gives none.
    """
    moment = _moment(clean(text))
    return None if moment is None or moment.time() == _LOCAL_MEAN_TIME else moment.date()


def read_time(text: str) -> dt.datetime | None:
    """A moment: a day with or without the time of day, with 上午, 下午, AM or PM; the zone of a moment with one is
    dropped after conversion to the statistics' own time (UTC+8)."""
    return _moment(clean(text))


def _moment(text: str) -> dt.datetime | None:
    """A day and, where it is written, the time of day, in the statistics' own time; None where any of it is unclear."""
    try:
        moment = _of_serial(text) or _of_parts(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment is not None and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _of_serial(text: str) -> dt.datetime | None:
    match = _SERIAL.match(text)
    if match is None or not 30_000 <= int(match[1]) <= 80_000:
        return None
    seconds = round(float(match[2] or 0) * _DAY_SECONDS)
    return _FIRST_SERIAL + dt.timedelta(days=int(match[1]), seconds=seconds)


def _of_parts(text: str) -> dt.datetime | None:
    match = _DATE.match(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in (match[1] or match[5], match[2] or match[6], match[3] or match[7]))
    midnight = dt.datetime(year, month, day)
    rest = _WEEKDAY.sub("", match[4] or "").strip()
    return _at_clock(midnight, rest) if rest else midnight


def _at_clock(midnight: dt.datetime, text: str) -> dt.datetime | None:
    match = _CLOCK.match(text)
    if match is None:
        return None
    before, behind = (match["before"] or "").lower(), (match["behind"] or "").lower()
    hour = _hour(int(match["hour"]), before or behind)
    minute, second = int(match["minute"] or 0), int(match["second"] or 0)
    if hour is None or (before and behind) or minute > 59 or second > 59 or hour * 60 + minute > 24 * 60:
        return None
    fraction = float((match["fraction"] or "0").replace(",", "."))
    moment = midnight + dt.timedelta(hours=hour, minutes=minute, seconds=second, microseconds=round(fraction * 1e6))
    if not match["zone"] and not match["ahead"]:
        return moment
    ahead = match["ahead"] or "+0"
    sign, digits = (-1 if ahead[0] == "-" else 1), ahead[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    zone = dt.timezone(sign * dt.timedelta(hours=hours, minutes=minutes))
    return moment.replace(tzinfo=zone).astimezone(_OWN_ZONE).replace(tzinfo=None)


def _hour(hour: int, half: str) -> int | None:
    """The hour of 24; None where the words about the half of the day contradict it, or leave it open."""
    if half in _MORNING:
        return None if hour > _HALF_DAY else hour % _HALF_DAY
    if half not in _AFTERNOON:
        return hour if hour <= 2 * _HALF_DAY else None
    if half == "晚上" and hour in (0, _HALF_DAY):
        return None  # midnight, at the beginning or the end of the day
    return hour + _HALF_DAY if hour < _HALF_DAY else hour if hour < 2 * _HALF_DAY else None
