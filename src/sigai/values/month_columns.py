"""The columns of a table with months as columns: the period of each, its unit, and what its figures are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sigai.base.issues import Place
from sigai.programme.measures import Measure
from sigai.tables.files import RawTable, ReadPeriod, RowIssues, Words, read_period
from sigai.tables.files.columns import ColumnPositions
from sigai.tables.files.dates import since_1904
from sigai.tables.files.heads import Meaning
from sigai.tables.files.raw import Mask
from sigai.values import problems
from sigai.values.measure_names import MeasureNames
from sigai.values.measure_words import SaidWords, said_words
from sigai.values.stated_periods import HELD, has_year, split_period
from sigai.values.wording import measure_facts


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """A column whose header is a period: as written, as read, its unit and one that contradicts it, and what its
    figures are of the period."""

    index: int
    period: str
    read: ReadPeriod
    unit: str
    other_unit: str
    span: Meaning

    def fits(self, measure: Measure) -> bool:
        """Whether the figures of the column are those that are wanted of a measure."""
        return SaidWords(span=self.span, unclear=self.span == "unclear").fits(measure)


def month_columns(table: RawTable, found: ColumnPositions) -> list[MonthColumn]:
    """The columns with a period for a name. One alone is none where its name is a bare day number, which may be a
    figure."""
    columns = [column for index in found.others if (column := _month_column(table, index)) is not None]
    if len(columns) == 1 and split_period(columns[0].period)[0] != HELD:
        return []
    if not any(column.span == "total" for column in columns):
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
    column: MonthColumn, columns: Sequence[MonthColumn], measures: Words, names: MeasureNames
) -> tuple[Mask, tuple[Measure, ...]]:
    """The rows of a column that are not read because other columns hold what their measures want, and the measures of
    which no other column has the same period."""
    named = [names.named(word).position for word in measures.words]
    left = {
        at
        for at in set(named)
        if at >= 0
        and not column.fits(names.measures[at])
        and any(other.fits(names.measures[at]) for other in columns if other is not column)
    }
    mask: Mask = np.equal(measures.spread([at in left for at in named], missing=0), 1)
    beside = [other for other in columns if other.read.period.last == column.read.period.last]
    told = [names.measures[at] for at in sorted(left)]
    return mask, tuple(each for each in told if not any(other.fits(each) for other in beside))


def tell_left(table: RawTable, column: MonthColumn, measures: Sequence[Measure], issues: RowIssues) -> None:
    """Name the measures whose figures a column holds otherwise than they are wanted."""
    head = table.head(column.index)
    for measure in measures:
        issues.add(problems.HEAD_OTHER.at(Place(table.file, column=head), **measure_facts(measure), head=head))


def _month_column(table: RawTable, index: int) -> MonthColumn | None:
    """A column as one of a period, alone or with words behind it, as in `2022年6月（亿元）`; None where it is none."""
    name = since_1904(table.names[index]) if table.later_days else table.names[index]
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


def _alone(column: MonthColumn) -> Meaning:
    """What a column holds beside columns since January: a month without words is of itself alone; January is both."""
    alone = column.span == "" and column.read.period.kind == "month" and column.read.period.first % 12 != 0
    return "period" if alone else column.span
