"""The period of a table without a column for it: the one that its title or the name of its sheet states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from sigai.base.issues import Place
from sigai.base.periods import Period
from sigai.tables.files import RawTable, RowIssues, clean, read_period
from sigai.tables.files.columns import ColumnPositions
from sigai.values.period_columns import is_month, of_both
from sigai.values.stated_periods import DAY, HELD, has_year, period_in, split_period
from sigai.values.title_problems import PERIOD_IN_TITLE, YEAR_IN_TITLE

_COLUMN = "period"
_GOES_ON = re.compile(r"^\s*(?:[-~至到—–、和及/]\s*\d|[上中下]旬|第?\d+周)")
"""What makes a period before it another: `2022年5-6月`, `2022年6月上旬`."""


def with_titled_period(table: RawTable, found: ColumnPositions, issues: RowIssues) -> RawTable:
    """The table with a column of its period where all that stands over it and in its rows states one; as it is where
    it has such a column, where nothing states one, or where two are stated."""
    entity = found.columns.get("entity")
    if entity is None or not len(table):
        return table
    if _COLUMN in found.columns:
        return table if _COLUMN in found.twins else _with_titled_year(table, found.columns[_COLUMN], issues)
    stated = _stated([*table.titles, table.sheet])
    rows = _stated([word for word in table.words(entity).words if has_year(word)])
    if stated is None or rows is None or len(stated) != 1 or not rows.keys() <= stated.keys():
        return table
    title, given = next(iter(stated.values()))
    issues.add(PERIOD_IN_TITLE.at(Place(table.file), title=title, given=given))
    return replace(
        table,
        names=(*table.names, _COLUMN),
        columns=(*table.columns, pa.array([given] * len(table), pa.string()).dictionary_encode()),
        beside=(*table.beside, "") if table.beside else (),
        units=(*table.units, "") if table.units else (),
        numbers=(*table.numbers, len(table.names) + 1) if table.numbers else (),
    )


def _with_titled_year(table: RawTable, column: int, issues: RowIssues) -> RawTable:
    """The table whose column of periods holds nothing but months (月份 6), with the year that stands over it; as it is
    where nothing, or more than one, is stated, and where a month lies outside what is."""
    words = table.words(column)
    if not words.words or not all(map(is_month, words.words)):
        return table
    stated = _stated([*table.titles, table.sheet])
    years = {period.last // 12 for period in stated or ()}
    if stated is None or len(years) != 1:
        return table
    year = next(iter(years))
    written = [of_both(str(year), word) for word in words.words]
    read = [each.period if (each := read_period(text)) else None for text in written]
    if not all(each is not None and all(_holds(*said, each) for said in stated.items()) for each in read):
        return table
    title = next(iter(stated.values()))[0]
    issues.add(YEAR_IN_TITLE.at(Place(table.file, column=table.names[column]), title=title, year=year))
    codes = pa.array(words.codes, pa.int32(), mask=words.blank)
    periods = pa.DictionaryArray.from_arrays(codes, pa.array(written, pa.string()))
    return replace(table, columns=(*table.columns[:column], periods, *table.columns[column + 1 :]))


def titled_year(table: RawTable, heads: Sequence[str]) -> tuple[str, str]:
    """The title and the only year that stand over a table whose heads are months (`1月`, `1-6月`); nothing where none,
    or more than one, is stated, and where a month lies outside what is."""
    months = [head for head in heads if is_month_head(head)]
    stated = _stated([*table.titles, table.sheet]) if months else None
    years = {period.last // 12 for period in stated or ()}
    if stated is None or len(years) != 1:
        return "", ""
    year = str(next(iter(years)))
    read = [each.period if (each := read_period(of_both(year, month))) else None for month in months]
    held = all(each is not None and all(_holds(*said, each) for said in stated.items()) for each in read)
    return (next(iter(stated.values()))[0], year) if held else ("", "")


def is_month_head(head: str) -> bool:
    """Whether a head is a month, or months, without its year; a number alone is none."""
    text = clean(head)
    return is_month(text) and not has_year(text) and not text.isdigit()


def _holds(stated: Period, said: tuple[str, str], period: Period) -> bool:
    """Whether a period lies in one that a title states; `1-6月` states six months."""
    read = period_in(said[1], None)
    if read is not None and read.cumulated:
        return stated.last // 12 == period.first // 12 and period.last <= stated.last
    return stated.contains(period)


def _stated(texts: list[str]) -> dict[Period, tuple[str, str]] | None:
    """The different periods that texts state, each with its text and as it is written there; None where one of them is
    no whole period.

    A period without a year lies in the only year of the others; a year that holds one of the others adds nothing.
    """
    held = [(text, given) for text in texts for given in _periods_in(clean(text))]
    if any(given == HELD for _, given in held):
        return None
    read = {given: period_in(given, None) for _, given in held if has_year(given)}
    years = {each.period.last // 12 for each in read.values() if each}
    year = next(iter(years)) if len(years) == 1 else None
    found: dict[Period, tuple[str, str]] = {}
    for text, given in held:
        written = given if has_year(given) else f"{year}年{given}"
        if (each := period_in(given, year)) is not None:
            found.setdefault(each.period, (clean(text), written))
    finer = [period for period in found if period.kind != "year"]
    return {
        period: said for period, said in found.items() if period.kind != "year" or not any(map(period.contains, finer))
    }


def _periods_in(text: str) -> list[str]:
    """The periods of a text as written; `{period}` for one that is a part of another. A day says when it was made."""
    found: list[str] = []
    while not DAY.search(text):
        left, given = split_period(text)
        if not given:
            break
        text = left.partition(HELD)[2]
        found.append(HELD if _GOES_ON.match(text) else given)
    return found
