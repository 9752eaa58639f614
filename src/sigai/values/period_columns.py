"""The period of every row of a table, from one column or several: 时期, 年 and 月, a year beside whole periods."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.tables.files import RawTable, Words, header_key, read_period
from sigai.tables.files.columns import ColumnPositions
from sigai.tables.files.problems import SAME_HEADER
from sigai.tables.files.raw import Column, Mask, Rows

_YEAR = re.compile(r"^\d{4}(?:年度?)?$")
_MONTH = re.compile(r"^(?:0?[1-9]|1[0-2])(?:月份?)?$")
_YEARS, _MONTHS = frozenset(("年", "年度", "年份", "year")), frozenset(("月", "月份", "month"))
"""Headers of columns for the year and for the month of it; 月份 and 年份 may hold whole periods, too."""


def periods_of(table: RawTable, found: ColumnPositions) -> tuple[Words, Mask]:
    """The periods of a table with several columns for them, and the rows where these contradict each other: a column
    for the year and one for the month of it make one period, a year beside whole periods is to be theirs."""
    positions = (found.columns["period"], *found.twins["period"])
    columns = {at: table.days(at) for at in positions}
    year, month = _year_and_month(table, columns)
    wholes = [each for at, each in columns.items() if at not in (year, month)]
    differing = np.zeros(len(table), dtype=np.bool_)
    if year is not None and month is not None:
        wholes.append(_joined(columns[year], columns[month]))
    elif month is not None or not wholes:
        wholes = list(columns.values())
    elif year is not None:
        differing = apart(columns[year].map(year_of), wholes[0].map(year_of))
    first = wholes[0]
    numbers: dict[object, int] = {}

    def number(word: str) -> int:
        return numbers.setdefault(_when(word), len(numbers))

    for other in wholes[1:]:
        differing |= apart(first.map(number), other.map(number))
    if len(wholes) == 1:
        return first, differing
    texts: list[Column] = [pa.array([*each.words, None], pa.string()).take(_last_for_blank(each)) for each in wholes]
    return Words.of(pc.coalesce(*texts)), differing


def without_parts_of_periods(table: RawTable, found: ColumnPositions) -> ColumnPositions:
    """The columns without a word that 年 and 月 mean the same, where they make a month together."""
    positions = (found.columns["period"], *found.twins["period"]) if "period" in found.twins else ()
    year, month = _year_and_month(table, {at: table.days(at) for at in positions})
    if year is None or month is None:
        return found
    parts = (table.names[year], table.names[month])
    told = (issue for issue in found.issues if issue.problem is not SAME_HEADER or issue.place.column not in parts)
    return replace(found, issues=tuple(told))


def _year_and_month(table: RawTable, columns: dict[int, Words]) -> tuple[int | None, int | None]:
    """Which columns hold years and months: by their headers, with one such cell at least, or by all of their cells."""

    def first(names: frozenset[str], is_one: Callable[[str], bool], others: tuple[int | None, ...]) -> int | None:
        for at, column in columns.items():
            found = [is_one(word) for word in column.words]
            if at not in others and (all(found) or header_key(table.names[at]) in names) and any(found):
                return at
        return None

    year = first(_YEARS, lambda word: bool(_YEAR.match(word)), ())
    return year, first(_MONTHS, is_month, (year,))


def is_month(word: str) -> bool:
    """Whether a word is a month, or months, of a year that stands elsewhere."""
    return bool(_MONTH.match(word)) or (read_period(word) is None and read_period(f"2000年{word}") is not None)


def _joined(years: Words, months: Words) -> Words:
    """The periods of years and months, each different pair read once; blank where one of them is."""
    pairs, pair = years.paired(months.codes.astype(np.int64), len(months.words))
    texts = [of_both(years.words[year], months.words[month]) if month >= 0 else None for year, month in pairs]
    return Words.of(pa.DictionaryArray.from_arrays(pa.array(pair, pa.int64()), pa.array([*texts, None], pa.string())))


def of_both(year: str, month: str) -> str:
    """A period from a year and what stands for its month; where one of them is odd, what nobody can read."""
    if not _YEAR.match(year):
        return f"{year.rstrip('年度')}年{month}" if "年" in year else f"{year} {month}"
    if _MONTH.match(month):
        return f"{year[:4]}-{int(month.rstrip('月份')):02d}"
    whole = read_period(month)
    if whole is None:
        return f"{year[:4]}年{month}"
    return month if whole.period.last // 12 == int(year[:4]) else f"{year} {month}"


def _last_for_blank(words: Words) -> Column:
    return pa.array(np.where(words.blank, len(words.words), words.codes).astype(np.int64))


def apart(one: Rows, other: Rows) -> Mask:
    """The rows in which two columns say different things, each by its number; -1 says nothing."""
    found: Mask = (one >= 0) & (other >= 0) & (one != other)
    return found


def _when(word: str) -> object:
    """What a word says of a period, however it is written; itself where that cannot be read."""
    read = read_period(word)
    return read if read is not None else word


def year_of(word: str) -> int:
    """The year that a word for a period lies in; -1 where it cannot be read."""
    if _YEAR.match(word):
        return int(word[:4])
    return read.period.last // 12 if (read := read_period(word)) else -1
