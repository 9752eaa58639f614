"""Why a period cannot be read, and what may be meant: a day that may be either, other calendars, computers' times."""

from __future__ import annotations

import datetime as dt
import re

from sigai.base.periods import FIRST_YEAR, LAST_YEAR
from sigai.tables.files import clean, read_period

_EITHER = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2}|\d{4})(?:\s.*)?")
_SECONDS = re.compile(r"(1\d{9})(\d{3})?(?:\.\d*)?")
"""Seconds, or thousandths of them, since 1970: of the years 2001 to 2033."""

_REPUBLIC = re.compile(
    r"(?:民\s*[国國]|中[华華]民[国國])\s*(\d{2,3})(?:\s*(?:年|[-/.])\s*(\d{1,2}))?.*|(1\d{2})\s*年\s*(\d{1,2}).*"
)
_BEFORE_REPUBLIC = 1911
_ERAS = re.compile(r"(?:令和|平成|昭和|农历|阴历|佛历|伊历|夏历).*|[RHS]\d{1,2}[./年-].*")
_NO_YEAR = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]+)\s*(?:月份?|季度?).*|第?[一二三四1-4]季度|[Qq][1-4]|[上下]半年|[本上当]月|[本上当]季度?"
)
_OWN_TIME = dt.timezone(dt.timedelta(hours=8))


def why_unreadable(given: str) -> dict[str, str]:
    """`why_zh` and `why_en` of a message about a period that cannot be read: what it may be, or nothing."""
    text = clean(given)
    if match := _EITHER.fullmatch(text):
        return _either(int(match[1]), int(match[3]), match[4])
    if match := _SECONDS.fullmatch(text):
        day = dt.datetime.fromtimestamp(int(match[1]), _OWN_TIME).date()
        return _why(f"，像是程序导出的时间戳（即 {day}）", f": it looks like the time stamp of a program ({day})")
    if match := _REPUBLIC.fullmatch(text):
        year, month = _BEFORE_REPUBLIC + int(match[1] or match[3]), match[2] or match[4]
        said = f"{year}-{int(month):02}" if month else str(year)
        if FIRST_YEAR <= year <= LAST_YEAR:
            return _why(f"，若是民国纪年，公历应写成 {said}", f": in years of the Republic of China it would be {said}")
    if _ERAS.fullmatch(text):
        return _why("，只读公历", ": only the common calendar is read")
    if _NO_YEAR.fullmatch(text) or (text and read_period(text) is None and read_period(f"2000年{text}") is not None):
        return _why("，没有写年份", ": the year is missing")
    return _why("", "")


def _either(one: int, two: int, year: str) -> dict[str, str]:
    """A day with its year at the end: of which month, where both numbers may be one."""
    if len(year) == 4 and 1 <= one <= 12 and 1 <= two <= 12:
        zh = f"，分不清是 {year} 年 {one} 月 {two} 日还是 {two} 月 {one} 日"
        return _why(zh, f": it may be a day of month {one} or of month {two} of {year}")
    return _why("，分不清哪个是年、哪个是月", ": which of the numbers is the year and which the month is unclear")


def _why(zh: str, en: str) -> dict[str, str]:
    return {"why_zh": zh, "why_en": en}
