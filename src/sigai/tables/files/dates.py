"""Periods, dates and times as people type them. Pure functions of one text; callers ask once per different word."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from sigai.base.periods import FIRST_YEAR, LAST_YEAR, Period
from sigai.tables.files.texts import MARKS, clean

_FIRST_SERIAL = dt.datetime(1899, 12, 30)
_SERIAL = re.compile(r"^(\d{5})(\.\d+)?$")
"""Excel's day numbers of the years 1982 to 2119."""

_LATER = 1462
"""Days by which the second system of day numbers (1904) begins later."""
_DAY_SECONDS = 24 * 3600
_HALF_DAY = 12
_OWN_ZONE = dt.timezone(dt.timedelta(hours=8))
"""The statistics' own time."""

_MORNING = ("上午", "am", "凌晨", "清晨", "早上", "早", "午前")
_AFTERNOON = ("下午", "pm", "午后", "傍晚", "晚上", "晚间", "晚")
_EVENING = ("晚上", "晚间", "晚", "傍晚")
_NOON = "中午"
_FIRST_OF_EVENING = 4
_HALF_DAYS = "|".join(sorted((*_MORNING, *_AFTERNOON, _NOON), key=len, reverse=True))
_CLOCK = re.compile(
    rf"^(?P<before>{_HALF_DAYS})?\s*(?P<hour>\d{{1,2}})(?:[:时点](?P<minute>\d{{1,2}})?)"
    r"[:分]?(?P<second>\d{1,2})?秒?(?P<fraction>[.,]\d+)?\s*(?P<behind>AM|PM|上午|下午)?\s*"
    r"(?P<zone>Z|UTC|GMT)?(?P<ahead>[+-]\d{1,2}(?::?\d{2})?)?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"^[(]?(?:周|星期)[一二三四五六日天][)]?")
_WEEKDAY_EN = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+", re.IGNORECASE)
_DOTTED_HALF = re.compile(r"\b([ap])\.\s?m\.", re.IGNORECASE)
_EDGES = (dt.time(), dt.time(23, 59), dt.time(23, 59, 59))
"""Clock times that only say that a whole day is meant."""

_LAST_HOUR = re.compile(r"(?<!\d)24[:时点]")
"""The end of a day and the beginning of the next: of which month, is open."""

_LOCAL_MEAN_TIME = dt.time(23, 59, 17)
"""Shanghai's clocks stood 43 seconds before those of its zone until 1901: programs that reckon with it write a day's
beginning as 23:59:17 of the day before."""

_CN_DIGITS = str.maketrans("一二两三四", "12234")
_NUMERALS = {word: digit for digit, words in enumerate(("〇零○", *"一二三四五六七八九")) for word in words}
_YEAR_IN_WORDS = re.compile("^([〇零○一二三四五六七八九]{4})(?=年)")
_COUNT_IN_WORDS = re.compile(
    "(?<![一二三四五六七八九十])([一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[月日])"
)
_SHORT_YEAR = re.compile(r"^([0-4]\d)(?=年\d)")
_NOTE_BEHIND = re.compile(f"(?<=[年月日度])[{MARKS}]+$")
_MONTHS_EN = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = (
    r"(?P<named>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    r"^(\d{4})\s*(?:([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})|年\s*(\d{1,2})\s*月\s*(\d{1,2}))\s*日?"
    r"(?:\s*[ T]?\s*(\D.*|\d{1,2}[:时点].*))?$",
    re.IGNORECASE,
)
"""A day with the year before it. `2022.1-6` is none: with two separators months from one to another are meant."""
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$")
_YEAR_LAST = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:\s+(\D.*|\d{1,2}[:时点].*))?$")
_NAMED_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?P<day>\d{{1,2}})[-\s]+{_NAMED}[-,\s]+(?P<year>\d{{4}})(?:,?\s+(?P<clock>.+))?$",
        rf"^{_NAMED}[-\s]+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?:,?\s+(?P<clock>.+))?$",
        rf"^{_NAMED}\s+(?P<day>\d{{1,2}})\s+(?P<clock>\d{{1,2}}:[\d:]+)\s+(?P<year>\d{{4}})$",
    )
)
_MONTH = re.compile(r"^(\d{4})\s*(?:[-/.M]|年度?)\s*第?\s*(\d{1,2})\s*月?(?:份)?$|^(\d{4})(\d{2})$", re.IGNORECASE)
_YEAR_BEHIND = re.compile(r"^(\d{1,2})月?\s*[-/.]\s*(\d{4})年?$")
_NAMED_MONTH = re.compile(
    rf"^(?:{_NAMED}[-,\s]+(?P<year>\d{{4}})|(?P<first>\d{{4}})[-\s]+{_NAMED.replace('named', 'then')})$", re.I
)
_SHORT_MONTH = re.compile(rf"^{_NAMED}[-']\s?(?P<year>\d{{2}})$", re.IGNORECASE)
"""`Jun-22`: what a spreadsheet that shows months so writes into a CSV. Its own days of June are `22-Jun`, and a day
without a year would be no period."""
_SPAN = re.compile(
    r"^(\d{4})\s*年?\s*[-/. ]?\s*0?1\s*(?:月)?\s*[-~至到—–]\s*(\d{1,2})\s*月(?:份)?(?:累计)?$"
    r"|^(\d{4})\s*[.年]\s*0?1\s*[-~至到—–]\s*(\d{1,2})$|^(\d{4})年前\s*(\d{1,2})\s*个月$"
    r"|^(\d{4})年(\d{1,2})月(?:份)?累计$"
)
_QUARTERS = re.compile(r"^(\d{4})\s*年?\s*前\s*([23二两三])\s*个?\s*季度(?:累计)?$")
_TWO_ENDS = re.compile(r"^(\d{4}.*?)\s*(?:[-~至到—–]|--|——)\s*(\d{4}(?:\d{2}|\D.*))$")
_UNTIL = re.compile(r"^(?:截[至止]到?)?(.*?)(?:末|底|止)?$")
_QUARTER = re.compile(r"^(\d{4})\s*年?\s*[-/ ]?\s*(?:第?\s*([1-4])\s*季度?|[Qq]([1-4]))$")
_HALF = re.compile(r"^(\d{4})\s*年?\s*[-/ ]?\s*(上半年|下半年|[Hh][12])$")
_YEAR = re.compile(r"^(\d{4})\s*(?:年度?|全年|年全年)?$")
_LOST_ZERO = re.compile(r"^\d{4}\.1$")
"""2021.1 may be January, or October with its zero lost in a number cell: not readable."""


@dataclass(frozen=True, slots=True)
class ReadPeriod:
    """A period as read. `cumulated`: written as January to a month. `until`: as the end of a month, up to which a
    figure may run. `day`: written as a date. `part`: as a moment, or as a day that neither begins nor ends a month, so
    that a day or an hour may be meant instead of the whole month. `short`: as a month's name and two digits."""

    period: Period
    cumulated: bool = False
    day: dt.date | None = None
    part: bool = False
    until: bool = False
    short: bool = False


@lru_cache(maxsize=65536)
def read_period(text: str) -> ReadPeriod | None:
    """`2021-06`, `2021/6`, `202106`, `2021年6月`, `June 2021`, `2021年1-6月`, `2021年前三季度`, `2021年6月末`,
    `2021年第二季度`, `2021年上半年`, `2021`, a date in text or as Excel's day number; None for anything else."""
    plain = _in_digits(clean(text))
    if _LOST_ZERO.match(plain):
        return None
    try:
        return _read_plain_period(plain) or _read_two_ends(plain) or _read_until(plain)
    except ValueError:
        return None


def _in_digits(text: str) -> str:
    """A year, a month and a day in words as digits, `22年` as 2022年, without marks of notes behind."""
    text = _NOTE_BEHIND.sub("", text)
    if "年" not in text:
        return text
    text = _YEAR_IN_WORDS.sub(lambda found: "".join(str(_NUMERALS[word]) for word in found[1]), text)
    return _SHORT_YEAR.sub(r"20\1", _COUNT_IN_WORDS.sub(lambda found: str(_count(found[1])), text))


def _count(words: str) -> int:
    """一 to 三十九 as a number."""
    tens, ten, ones = words.rpartition("十")
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)


def _read_plain_period(text: str) -> ReadPeriod | None:
    if match := _YEAR.match(text):
        return ReadPeriod(Period.parse(match[1]))
    if match := _MONTH.match(text) or _YEAR_BEHIND.match(text):
        parts = [part for part in match.groups() if part]
        return ReadPeriod(_month(*sorted(parts, key=len, reverse=True)))
    if match := _SPAN.match(text):
        year, month = (part for part in match.groups() if part)
        return ReadPeriod(_month(year, month), cumulated=True)
    if match := _QUARTERS.match(text):
        return ReadPeriod(_month(match[1], str(3 * int(match[2].translate(_CN_DIGITS)))), cumulated=True)
    return _read_named_month(text) or _read_day(text) or _read_part_of_year(text)


def _read_named_month(text: str) -> ReadPeriod | None:
    if match := _NAMED_MONTH.match(text):
        return ReadPeriod(_month(match["year"] or match["first"], _named(match["named"] or match["then"])))
    if match := _SHORT_MONTH.match(text):
        return ReadPeriod(_month(f"20{match['year']}", _named(match["named"])), short=True)
    return None


def _read_day(text: str) -> ReadPeriod | None:
    moment = _moment(text)
    if moment is None:
        return None
    ends_day = _LAST_HOUR.search(text) is not None
    day = (moment - dt.timedelta(days=ends_day)).date()
    edge = day.day == 1 or (day + dt.timedelta(days=1)).day == 1
    whole = edge and moment.time() in _EDGES and not ends_day
    return ReadPeriod(Period.month(day.year, day.month), day=day, part=not whole)


def _read_two_ends(text: str) -> ReadPeriod | None:
    """From the January of a year to a month of it, both written out: `2022年1月-2022年6月`."""
    match = _TWO_ENDS.match(text)
    ends = [_read_plain_period(part) for part in match.groups()] if match else []
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    first, last = ends[0], ends[1]
    whole = all(end.period.kind == "month" and not (end.cumulated or end.part or end.short) for end in (first, last))
    begins = first.day is None or first.day.day == 1
    ends_month = last.day is None or (last.day + dt.timedelta(days=1)).day == 1
    from_january = first.period.last % 12 == 0 and first.period.last // 12 == last.period.last // 12
    alike = (first.day is None) == (last.day is None)
    if not (whole and begins and ends_month and from_january and alike and first.period != last.period):
        return None
    return ReadPeriod(last.period, cumulated=True)


def _read_until(text: str) -> ReadPeriod | None:
    """The end of a month: `2022年6月末`, `截至2022年6月底`."""
    match = _UNTIL.match(text)
    month = _MONTH.match(match[1].strip()) if match and match[1] != text else None
    return ReadPeriod(_month(month[1] or month[3], month[2] or month[4]), until=True) if month else None


def _named(word: str) -> str:
    return str(_MONTHS_EN.index(word[:3].lower()) + 1)


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
    """A day: `2021-06-30`, `2021/6/30`, `2021年6月30日`, `20210630`, `30 June 2021`, `6/30/2021`, with or without a
    time, or Excel's day number; where day and month may be either, none.

    A moment with a zone gives the day in the statistics' own time (UTC+8); 23:59:17, which may mean the day after,
    gives none.
    """
    moment = read_time(text)
    return None if moment is None or moment.time() == _LOCAL_MEAN_TIME else moment.date()


def read_time(text: str) -> dt.datetime | None:
    """A moment: a day with or without the time of day, with 上午, 下午, AM or PM; the zone of a moment with one is
    dropped after conversion to the statistics' own time (UTC+8). None where it may be one of two."""
    return _moment(_in_digits(clean(text)))


def _moment(text: str) -> dt.datetime | None:
    """A day and, where it is written, the time of day, in the statistics' own time; None where any of it is unclear."""
    try:
        moment = _of_serial(text) or _of_parts(_WEEKDAY_EN.sub("", _DOTTED_HALF.sub(r"\1m", text)))
    except (ValueError, OverflowError):
        return None
    return moment if moment is not None and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def since_1904(text: str) -> str:
    """A bare day number of a workbook that counts from 1904 as the day, or the moment, that it is there; anything else
    as it is."""
    match = _SERIAL.match(text)
    moment = _of_serial(f"{int(match[1]) + _LATER}{match[2] or ''}") if match else None
    if moment is None:
        return text
    return moment.date().isoformat() if moment.time() == dt.time() else moment.isoformat(sep=" ")


def _of_serial(text: str) -> dt.datetime | None:
    match = _SERIAL.match(text)
    if match is None or not 30_000 <= int(match[1]) <= 80_000:
        return None
    seconds = round(float(match[2] or 0) * _DAY_SECONDS)
    return _FIRST_SERIAL + dt.timedelta(days=int(match[1]), seconds=seconds)


def _of_parts(text: str) -> dt.datetime | None:
    if match := _COMPACT.match(text):
        year, month, day, hour, minute, second = map(int, match.groups(default="0"))
        return dt.datetime(year, month, day, hour, minute, second)
    if match := _DATE.match(text):
        written = match[1], match[3] or match[5], match[4] or match[6]
        rest = _WEEKDAY.sub("", match[7] or "").strip()
    elif match := _YEAR_LAST.match(text):
        one, two = int(match[1]), int(match[3])
        if one <= 12 and two <= 12 and one != two:
            return None  # the day may be either
        written, rest = (match[4], str(min(one, two)), str(max(one, two))), match[5] or ""
    elif match := next((found for each in _NAMED_DATES if (found := each.match(text))), None):
        written, rest = (match["year"], _named(match["named"]), match["day"]), match["clock"] or ""
    else:
        return None
    year, month, day = map(int, written)
    midnight = dt.datetime(year, month, day)
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
    if half == _NOON:
        return hour + _HALF_DAY if 1 <= hour <= 2 else hour if _HALF_DAY - 2 < hour < _HALF_DAY + 3 else None
    if half not in _AFTERNOON:
        return hour if hour <= 2 * _HALF_DAY else None
    if half in _EVENING and hour % _HALF_DAY < _FIRST_OF_EVENING:
        return None  # midnight and after: of this day, or of the next
    return hour + _HALF_DAY if hour < _HALF_DAY else hour if hour < 2 * _HALF_DAY else None
