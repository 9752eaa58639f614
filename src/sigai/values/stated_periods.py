"""Periods within other words, as in titles and heads: `2022年6月规上工业主要指标`, `1-6月`."""

from __future__ import annotations

import re
from functools import lru_cache

from sigai.tables.files import ReadPeriod, clean, read_period

HELD = "{period}"
"""What stands for a period in the key of a head."""

_CHINESE = {word: str(at) for at, word in enumerate((*"一二三四五六七八九十", "十一", "十二"), start=1)}
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_TO = r"\s*月?\s*[-~至到—–]+\s*"
_PERIODS = re.compile(
    rf"\d{{4}}\s*[-/.年]\s*0?1\s*月?份?\s*[-~至到—–]+\s*\d{{4}}\s*[-/.年]\s*{_MONTH}(?![\d季])\s*月?份?"
    rf"|\d{{4}}\s*年?\s*0?1{_TO}{_MONTH}(?!\d)\s*月份?|\d{{4}}\s*[-/.年]\s*{_MONTH}(?![\d季])\s*月?份?"
    r"|(?:\d{4}\s*年?)?\s*前\s*[23二两三]\s*个?\s*季度"
    r"|\d{4}\s*年?\s*(?:第?[1-4一二三四]季度?|[Qq][1-4]|上半年|下半年|[Hh][12])"
    rf"|\d{{4}}\s*年\s*前\s*{_MONTH}\s*个月|前\s*{_MONTH}\s*个月"
    rf"|(?<![\d.])0?1{_TO}{_MONTH}(?!\d)\s*月份?|(?<![\d.]){_MONTH}\s*月份?"
    r"|第?[1-4一二三四]季度|(?<![A-Za-z])[Qq][1-4](?!\d)|上半年|下半年|\d{4}\s*年度?"
)
_NUMBER = re.compile(r"-?[\d,]*\.?\d+")
DAY = re.compile(r"\d{4}\s*(?:年\s*\d{1,2}\s*月\s*\d{1,2}|(?P<dash>[-/.])\s*\d{1,2}\s*(?P=dash)\s*\d{1,2})(?!\d|\s*月)")
"""A day in a title says when the file was made, not which period it is about."""
DAY_OF_MONTH = re.compile(rf"{_MONTH}\s*月\s*\d{{1,2}}\s*[日号]")


@lru_cache(maxsize=4096)
def split_period(word: str) -> tuple[str, str]:
    """A word of a head with `{period}` in place of the period in it, and the period as written; nothing where it
    holds none. `本月` and `上年同期` are no periods, and a number alone is none but a year or month: amounts look like
    the numbers of days."""
    text = clean(word)
    whole, number = read_period(text), _NUMBER.fullmatch(text)
    if whole is not None and not (number and whole.day):
        return HELD, text
    match = None if number else _PERIODS.search(text)
    return (text[: match.start()] + HELD + text[match.end() :], match[0]) if match else (text, "")


def period_in(text: str, year: int | None) -> ReadPeriod | None:
    """The period that a head's words name; one without a year lies in `year`. None where it cannot be told."""
    plain = clean(text)
    if (whole := read_period(plain)) is not None:
        return whole
    tail = re.search(r"(十[一二]?|[一二三四五六七八九])(?=\s*月)", plain)
    if tail:
        plain = plain[: tail.start()] + _CHINESE[tail[1]] + plain[tail.end() :]
    return read_period(plain) or (read_period(f"{year}年{plain}") if year is not None else None)


def has_year(text: str) -> bool:
    """Whether a period in a head names its year."""
    return re.search(r"\d{4}", clean(text)) is not None
