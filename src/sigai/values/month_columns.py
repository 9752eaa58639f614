"""The columns of a table with months as columns: the period of each, its unit, and what its figures are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sigai.base.issues import Place
from sigai.programme.measures import Measure
from sigai.tables.files import RawTable, ReadPeriod, RowIssues, Words, clean, read_numbers, read_period
from sigai.tables.files.columns import ColumnPositions
from sigai.tables.files.dates import since_1904
from sigai.tables.files.numbers import BLANK
from sigai.tables.files.raw import Mask
from sigai.tables.files.spans import Meaning
from sigai.tables.files.texts import split_unit
from sigai.values import problems
from sigai.values.measure_names import MeasureNames
from sigai.values.measure_words import SaidWords, said_words
from sigai.values.period_columns import of_both
from sigai.values.stated_periods import HELD, has_year, period_in, split_period
from sigai.values.title_periods import is_month_head, titled_year
from sigai.values.title_problems import YEAR_IN_TITLE
from sigai.values.wording import measure_facts

_SUM = re.compile(r"^(?:全年)?(?:[合总共]计|总和)(?:数|值|额|量)?$|^全年(?:数|值|额|量)?$")

_LONGER = re.compile(
    r"季[度报]?(?:[数值额量合小累计]+)?$|半年|全年|(?:^|\d年)[合小总共]计|[Qq][1-4]|[1-4]Q|[Hh][12](?!\d)|^\d{4}年?度?$|[止末]$|[月年季]均|平均"
    r"|\d\s*月?\s*[-~至到—–、,]\s*\d{1,2}月|[一二三四五六七八九十]\s*月?\s*[至到、—–-]\s*[一二三四五六七八九十]+月"
    r"|(?i:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s*[-–~]\s*[a-z]{3})"
)
"""Heads of several months beside single ones: of these it is open then whether they run since January."""


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """A column whose header is a period: as written, as read, its unit and one that contradicts it, and what its
    figures are of the period. One that `sums` stands beside columns of months and runs over them, as 累计 does."""

    index: int
    period: str
    read: ReadPeriod
    unit: str
    other_unit: str
    span: Meaning
    sums: bool = False

    def fits(self, measure: Measure) -> bool:
        """Whether the figures of the column are those that are wanted of a measure."""
        return SaidWords(span=self.span, unclear=self.span == "unclear").fits(measure)


def month_columns(table: RawTable, found: ColumnPositions, issues: RowIssues) -> list[MonthColumn]:
    """The columns with a period for a name; months without a year are those of the only one that stands over the table.
    One alone is none where its name is a bare day number, which may be a figure."""
    title, year = titled_year(table, [table.names[index] for index in found.others])
    columns = [column for index in found.others if (column := _month_column(table, index, year)) is not None]
    if title and columns:
        issues.add(YEAR_IN_TITLE.at(Place(table.file), title=title, year=year))
    if not columns or (len(columns) == 1 and split_period(columns[0].period)[0] != HELD):
        return []
    known = {column.index for column in columns}
    sums = (_sum_column(table, index, columns) for index in found.others if index not in known)
    columns += [column for column in sums if column is not None]
    longer = any(_LONGER.search(table.names[index]) for index in found.others)
    if not longer and not any(column.sums or column.span == "total" for column in columns):
        return columns
    return [replace(column, span=_alone(column)) for column in columns]


def readable_months(table: RawTable, columns: Sequence[MonthColumn], issues: RowIssues) -> list[MonthColumn]:
    """The columns that may hold figures of their periods; those of plans, growth and other years are named."""
    for column in columns:
        if column.span == "other":
            head = table.head(column.index)
            issues.add(problems.MONTH_OTHER.at(Place(table.file, column=head), head=head))
    return [column for column in columns if column.span != "other"]


def rows_left(
    table: RawTable, column: MonthColumn, columns: Sequence[MonthColumn], measures: Words, names: MeasureNames
) -> tuple[Mask, tuple[Measure, ...]]:
    """The rows of a column that are not read because other columns hold what their measures want, and the measures of
    which a row's figure is lost so: no other column has it for the same period."""
    named = [names.named(word).position for word in measures.words]
    left = {
        at
        for at in set(named)
        if at >= 0
        and not column.fits(names.measures[at])
        and any(other.fits(names.measures[at]) for other in columns if other is not column)
    }
    beside = [other for other in columns if other.read.period.last == column.read.period.last]

    def is_lost(at: int) -> bool:
        better = [other for other in beside if other.fits(names.measures[at])]
        rows = np.equal(measures.spread([each == at for each in named], missing=0), 1) & _given(table, column)
        return not better or bool((rows & ~np.logical_or.reduce([_given(table, other) for other in better])).any())

    mask: Mask = np.equal(measures.spread([at in left for at in named], missing=0), 1)
    return mask, tuple(names.measures[at] for at in sorted(left) if is_lost(at))


def _given(table: RawTable, column: MonthColumn) -> Mask:
    """The rows in which a column holds something."""
    given: Mask = read_numbers(table.columns[column.index]).kind != BLANK
    return given


def tell_left(table: RawTable, column: MonthColumn, measures: Sequence[Measure], issues: RowIssues) -> None:
    """Name the measures whose figures a column holds otherwise than they are wanted."""
    head = table.head(column.index)
    for measure in measures:
        issues.add(problems.HEAD_OTHER.at(Place(table.file, column=head), **measure_facts(measure), head=head))


def _month_column(table: RawTable, index: int, year: str) -> MonthColumn | None:
    """A column as one of a period, alone or with words behind it, as in `2022年6月（亿元）`; None where it is none."""
    name = since_1904(table.names[index]) if table.later_days else table.names[index]
    if year and is_month_head(name):
        name = of_both(year, clean(name))
    period, behind = name, ""
    if read_period(name) is None:
        held, period = split_period(name)
        behind = held.removeprefix(HELD)
        if not has_year(period) or behind == held:
            return None
    read = read_period(period)
    said = said_words([behind], lambda _: False)
    if read is None or said.unclear or said.period:
        return None
    beside = said_words([table.beside[index] if table.beside else ""], lambda word: word == period or word in period)
    units = [unit for unit in (said.unit, table.units[index] if table.units else "", beside.unit) if unit]
    spans = {span for span in ("total" if read.cumulated else "", said.span, beside.span) if span not in ("", "this")}
    unclear = beside.unclear or bool(beside.period) or len(spans) > 1
    span: Meaning = "unclear" if unclear else next(iter(spans), "")
    return MonthColumn(index, period, read, next(iter(units), ""), next(iter(units[1:]), ""), span)


def _sum_column(table: RawTable, index: int, months: Sequence[MonthColumn]) -> MonthColumn | None:
    """A column such as 累计, 1-9月 or 合计 beside columns of months: since January up to the month that it names, or to
    the only one beside it. Up to which of several it runs, or what 合计 adds up, nobody knows."""
    name = table.names[index]
    said = said_words([name, table.beside[index] if table.beside else ""], lambda word: bool(_SUM.match(word)))
    total = said.span == "total" and not said.unclear
    if not total and not (len(months) > 1 and _SUM.match(split_unit(name)[0])):
        return None
    years = {column.read.period.last // 12 for column in months}
    written = split_period(name)[1] if total else ""
    read = period_in(written, min(years)) if written and len(years) == 1 else None
    only = months[0] if total and not written and len(months) == 1 else None
    last = only or max(months, key=lambda column: column.read.period.last)
    unit = said.unit or (table.units[index] if table.units else "")
    other = table.units[index] if said.unit and table.units else ""
    if read is None:
        return MonthColumn(index, last.period, last.read, unit, other, "total" if only else "unclear", sums=True)
    period = written if has_year(written) else f"{min(years)}年{written}"
    return MonthColumn(index, period, read, unit, other, "total", sums=True)


def _alone(column: MonthColumn) -> Meaning:
    """What a column holds beside columns since January, or sums: a month without words is of itself alone; January is
    both."""
    alone = column.span == "" and column.read.period.kind == "month" and column.read.period.first % 12 != 0
    return "period" if alone else column.span
