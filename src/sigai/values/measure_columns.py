"""The columns of a wide table that are of measures: what their heads say of the figures, and which of them are read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sigai.base.issues import Place
from sigai.base.units import is_unit
from sigai.tables.files import RawTable, RowIssues, Words, read_period
from sigai.tables.files.raw import Mask
from sigai.tables.files.spans import Meaning, is_no_unit, is_version, meaning
from sigai.tables.files.texts import split_unit
from sigai.values import problems
from sigai.values.measure_names import MeasureNames
from sigai.values.measure_words import ANY_YEAR, is_period, span_of_period, unit_apart, wanted_span
from sigai.values.stated_periods import has_year, period_in, split_period
from sigai.values.wording import measure_facts

_YEAR = re.compile(r"^\d{4}(?:年度?)?$")


@dataclass(frozen=True, slots=True)
class MeasureColumn:
    """A column of a wide table: its measure, the units that its heads state, what they say of its figures, the month
    that they name, whether they say that it is one version of several, and the columns that hold other versions."""

    index: int
    position: int
    units: tuple[str, ...]
    span: Meaning
    month: HeadMonth | None = None
    version: bool = False
    others: tuple[int, ...] = ()


def measure_column(table: RawTable, index: int, names: MeasureNames) -> MeasureColumn | None:
    """A column as one of a measure, with what its heads say; None where it is none."""
    header = table.names[index]
    position, behind = names.of_header(header)
    said = ""
    if position < 0:
        position, said = names.of_worded(header)
        behind = split_unit(header)[1]
    if position < 0:
        return None
    apart, behind = unit_apart(behind)
    within, said = unit_apart(said)
    around, beside = unit_apart(table.beside[index] if table.beside else "")
    says_span = bool(behind) and not is_unit(behind) and (is_period(behind) or is_no_unit(behind))
    units = ("" if says_span else behind, *apart, *within, table.units[index] if table.units else "", *around)
    words = [word for word in (behind if says_span else "", said) if word] or [beside]
    stated = tuple(dict.fromkeys(unit for unit in units if unit))
    version = any(map(is_version, (*words, beside)))
    return MeasureColumn(index, position, stated, _span_of_all(words), month_in(*words, beside), version)


def _span_of_all(words: Sequence[str]) -> Meaning:
    """What several words say together; two that differ leave it unclear, and that it is of this year says the least."""
    spans = dict.fromkeys(map(_span_of_words, words))
    more = [span for span in spans if span != "this"]
    return "unclear" if len(more) > 1 else next(iter(more or spans), "")


def _span_of_words(words: str) -> Meaning:
    """What words say of figures; a year or quarter leaves open which figures of it are meant."""
    read = period_in(words, ANY_YEAR) if is_period(words) else None
    if read is None or (read.period.kind != "month" and not read.cumulated):
        return meaning(words)
    return span_of_period(words)


HeadMonth = tuple[int | None, int]
"""The year, where it is written, and the month from 1 of a period that stands in a head."""


def month_in(*words: str) -> HeadMonth | None:
    """The last month of the period that the words of a head name, as `1-5月` does; None where they name none."""
    for word in words:
        held = split_period(word)[1]
        read = period_in(held, ANY_YEAR) if held else None
        if read is not None and read.period.kind != "year":
            return (read.period.last // 12 if has_year(held) else None), read.period.last % 12 + 1
    return None


def rows_of_other_months(month: HeadMonth | None, periods: Words) -> Mask | None:
    """The rows whose period does not end with the month that the head of their figures names."""
    if month is None:
        return None
    year, number = month

    def apart(word: str) -> int:
        read = read_period(word)
        return int(
            read is not None
            and (read.period.last % 12 + 1 != number or (year is not None and read.period.last // 12 != year))
        )

    found: Mask = np.equal(periods.map(apart, missing=0), 1)
    return found


def with_year(table: RawTable, column: MeasureColumn, periods: Words) -> MeasureColumn:
    """A column under a year, or a period of one: of this year where all periods of the table lie in it (of the period,
    where all are that), of another where all lie in the next; else nobody knows."""
    beside = table.beside[column.index] if table.beside else ""
    read = read_period(beside) if beside[:4].isdigit() else None
    if read is None:
        return column
    found = {period.period for word in periods.words if (period := read_period(word)) is not None}
    years = {period.last // 12 for period in found}
    year = read.period.last // 12
    if _YEAR.match(beside):
        return replace(column, span="this" if years == {year} else "other" if years == {year + 1} else "unclear")
    if {period.last for period in found} == {read.period.last}:
        return replace(column, span="total" if read.cumulated else "this")
    before = {period.last - 12 for period in found} == {read.period.last}
    return replace(column, span="other" if before else "unclear")


def chosen_columns(
    table: RawTable, wide: list[MeasureColumn], names: MeasureNames, issues: RowIssues
) -> list[MeasureColumn]:
    """The columns that hold the figures of the period; what the heads of the others say, and that they are not read."""
    fitting = {column.position for column in wide if column.span in wanted_span(names.measures[column.position])}
    chosen = []
    for column in wide:
        measure = names.measures[column.position]
        if column.span in ("", *wanted_span(measure)) or (column.span == "this" and column.position not in fitting):
            others = [
                one.index for one in wide if one.version and one.position == column.position and one is not column
            ]
            chosen.append(replace(column, others=tuple(others)))
            continue
        head = table.head(column.index)
        place = Place(table.file, column=head)
        facts = {**measure_facts(measure), "head": head}
        if column.span == "other" or column.position in fitting:
            issues.add(problems.HEAD_OTHER.at(place, **facts))
        elif column.span == "unclear":
            issues.add(problems.HEAD_UNCLEAR.at(place, **facts))
        else:
            issues.add(problems.HEAD_MISMATCH.at(place, **facts, **SPAN_WORDS[measure.accumulation]))
    return chosen


SPAN_WORDS: Mapping[str, Mapping[str, str]] = {
    "ytd": {"wanted_zh": "1月至本期累计", "wanted_en": "since January"},
    "flow": {"wanted_zh": "本期一期", "wanted_en": "of the period alone"},
    "stock": {"wanted_zh": "期末", "wanted_en": "at the end of the period"},
}
