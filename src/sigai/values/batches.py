"""From a table as it was read to rows of figures: the long layout as it is, the wide one column by column, one with a
column for each month month by month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import permutations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.issues import Place
from sigai.base.units import MeasureUnit
from sigai.programme.measures import Measure
from sigai.programme.programme import Programme
from sigai.tables.files import RawTable, RowIssues, Words, header_key, read_period
from sigai.tables.files.columns import ColumnPositions, find_columns, missing_columns, rows_that_differ, unknown_columns
from sigai.tables.files.heads import Meaning, fits, is_unit, meaning
from sigai.tables.files.numbers import has_decimal_commas
from sigai.tables.files.raw import Column, Mask, Rows, as_text
from sigai.tables.files.texts import split_unit
from sigai.values import problems
from sigai.values.headers import NAMES_ZH, VALUE_ALIASES, VALUE_COLUMNS
from sigai.values.wording import measure_facts

EXAMPLE_LONG = "entity, measure, period, value"
_NAMED = frozenset(("entity", "measure"))
_INFORMING = frozenset(("source", "reporter"))
"""Columns that decide nothing about a figure."""

_YEAR = re.compile(r"^\d{4}(?:年度?)?$")
_MONTH = re.compile(r"^(?:0?[1-9]|1[0-2])(?:月份?)?$")
_FEWEST_MONTHS = 2
"""So many columns with periods for names make a table with months as columns."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Rows of figures not yet checked. `headers` says under which header a column stood; `wide` marks one column of a
    wide table, where an empty cell simply means nothing was reported.

    `twins` are further columns that name the entity or the measure, `differing` the rows where two columns of another
    meaning say different things; `stated` the units that title or foot state for the table, `other_unit` a unit of the
    column that contradicts its first; `span` what the header says of the figures (`total`, `period`), where it says so;
    `decimal_commas` how the whole table writes decimals.
    """

    file: str
    rows: Rows
    words: Mapping[str, Words]
    value: Column
    headers: Mapping[str, str]
    merged: Mask
    wide: bool = False
    revision: Column | None = None
    twins: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    differing: Mapping[str, Mask] = field(default_factory=dict)
    stated: tuple[str, ...] = ()
    other_unit: str = ""
    span: Meaning = ""
    decimal_commas: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    def header(self, column: str) -> str:
        """The header under which a column stood; the column's own name where the file has no such header."""
        return self.headers.get(column, column)


@dataclass(frozen=True, slots=True)
class MeasureNames:
    """Measures by everything they may be called: id, Chinese and English name (where no two share it)."""

    measures: tuple[Measure, ...]
    found: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, programme: Programme) -> MeasureNames:
        """The names of a programme's measures; a name that two measures bear means neither."""
        found: dict[str, int] = {}
        twice: set[str] = set()
        for position, measure in enumerate(programme.measures):
            for name in {header_key(measure.name.zh), header_key(measure.name.en)}:
                twice |= {name} & found.keys()
                found[name] = position
        for name in twice:
            del found[name]
        ids = {header_key(measure.id): position for position, measure in enumerate(programme.measures)}
        return cls(programme.measures, {**found, **ids})

    def position(self, word: str) -> int:
        """The position of the measure that a word names, with or without a unit in brackets behind it; -1 where it
        names none."""
        return self.of_header(word)[0]

    def of_header(self, header: str) -> tuple[int, str]:
        """The measure that the header of a wide table names, and what stands in brackets behind it."""
        position = self.found.get(header_key(header), -1)
        if position >= 0:
            return position, ""
        name, unit = split_unit(header)
        return (self.found.get(header_key(name), -1), unit) if unit else (-1, "")

    def knows_header(self, header: str) -> bool:
        """Whether a header means a column of figures or a measure."""
        return header_key(header) in VALUE_ALIASES or self.of_header(header)[0] >= 0


@dataclass(frozen=True, slots=True)
class _MeasureColumn:
    """A column of a wide table: its measure, the units that its heads state, what they say of its figures."""

    index: int
    position: int
    units: tuple[str, ...]
    span: Meaning


def batches_of(table: RawTable, names: MeasureNames, issues: RowIssues) -> Iterator[Batch]:
    """The rows of a table, in one batch, or in one per measure column of a wide table or month column of another."""
    found = find_columns(table, VALUE_ALIASES)
    wide = [column for index in found.others if (column := _measure_column(table, index, names)) is not None]
    if "measure" in found.columns or "value" in found.columns:
        wide = []
    months = _months(table, found) if not wide and not {"value", "period"} & found.columns.keys() else []
    lacking = _missing(table, found, wide, months, issues)
    if lacking:
        return
    issues.extend(found.issues)
    read = {*(column.index for column in wide), *months}
    rest = [index for index in found.others if index not in read]
    issues.extend(unknown_columns(table, rest, tuple(VALUE_COLUMNS)))
    common = _common(table, found)
    if wide:
        wide = [_with_year(table, column, common.words["period"]) for column in wide]
        yield from _wide(table, common, _chosen(table, wide, names, issues), names, issues)
    elif months:
        issues.add(problems.MONTHS_AS_COLUMNS.at(Place(table.file), count=len(months), first=table.names[months[0]]))
        yield from _by_month(table, common, months)
    else:
        if table.stated:
            facts = {"units": "、".join(table.stated), "columns": table.names[found.columns["value"]]}
            issues.add(problems.UNIT_STATED.at(Place(table.file), **facts))
        yield _long(table, common, found, names)


def _missing(
    table: RawTable, found: ColumnPositions, wide: list[_MeasureColumn], months: list[int], issues: RowIssues
) -> bool:
    """Whether a table lacks a column; one issue says which, and nothing else is said of the table."""
    required = ("entity", "period") if wide else ("entity", "measure") if months else tuple(NAMES_ZH)[:4]
    lacking = missing_columns(table, {name: NAMES_ZH[name] for name in required}, found, EXAMPLE_LONG)
    if lacking and months:
        names = "、".join(NAMES_ZH[name] for name in required if name not in found.columns)
        issues.add(problems.MONTHS_LACK.at(Place(table.file), first=table.names[months[0]], names=names))
    elif lacking:
        issues.extend(found.issues)
        issues.extend(unknown_columns(table, [at for at in found.others if at not in months], tuple(VALUE_COLUMNS)))
        issues.extend(lacking)
    return bool(lacking)


def _months(table: RawTable, found: ColumnPositions) -> list[int]:
    months = [index for index in found.others if read_period(table.names[index]) is not None]
    return months if len(months) >= _FEWEST_MONTHS else []


def _common(table: RawTable, found: ColumnPositions) -> Batch:
    """What all batches of a table share; its value is to be replaced."""
    words = {column: _words(table, found, column) for column in found.columns if column not in ("value", "revision")}
    twins = {
        column: tuple(table.words(index) for index in found.twins[column]) for column in _NAMED & found.twins.keys()
    }
    compared = found.twins.keys() - _NAMED - _INFORMING - {"value"}
    differing = {column: rows_that_differ(table, found, column) for column in compared}
    if "period" in compared and (period := _year_and_month(table, found)) is not None:
        words["period"], differing["period"] = period
    keys = set(found.columns.values()) - {found.columns.get("value")}
    figures = [column for at, column in enumerate(table.columns) if at not in keys]
    return Batch(
        table.file,
        table.rows,
        words,
        table.rows,
        {column: table.names[index] for column, index in found.columns.items()},
        np.zeros(len(table), dtype=np.bool_),
        revision=table.columns[found.columns["revision"]] if "revision" in found.columns else None,
        twins=twins,
        differing=differing,
        stated=table.stated,
        decimal_commas=has_decimal_commas(figures),
    )


def _words(table: RawTable, found: ColumnPositions, column: str) -> Words:
    """The words of a column; where they are empty, those of the columns that mean the same."""
    positions = (found.columns[column], *found.twins.get(column, ()))
    if len(positions) == 1:
        return table.words(positions[0])
    return Words.of(pc.coalesce(*(as_text(table.columns[at]) for at in positions)))


def _year_and_month(table: RawTable, found: ColumnPositions) -> tuple[Words, Mask] | None:
    """The periods of a table with a column for the year and one for the month of it, or for the whole period; and the
    rows where the two contradict each other."""
    columns = [table.words(at) for at in (found.columns["period"], *found.twins["period"])]
    for years, others in permutations(columns, 2):
        if not years.words or not others.words or not all(map(_YEAR.match, years.words)):
            continue
        if all(map(_MONTH.match, others.words)):
            written = [
                f"{years.words[year][:4]}-{int(others.words[month].rstrip('月份')):02d}" if year >= 0 <= month else None
                for year, month in zip(years.codes.tolist(), others.codes.tolist(), strict=True)
            ]
            return Words.of(pa.array(written, pa.string())), np.zeros(len(table), dtype=np.bool_)
        if all(read_period(word) and not _YEAR.match(word) for word in others.words):
            one = years.map(lambda word: int(word[:4]))
            other = others.map(lambda word: read.period.last // 12 if (read := read_period(word)) else -1)
            return others, (one >= 0) & (other >= 0) & (one != other)
    return None


# --- the wide layout: a column for each measure -----------------------------------------------------------------------


def _measure_column(table: RawTable, index: int, names: MeasureNames) -> _MeasureColumn | None:
    position, behind = names.of_header(table.names[index])
    if position < 0:
        return None
    beside = table.beside[index] if table.beside else ""
    beside, unit_beside = split_unit(beside) if is_unit(split_unit(beside)[1]) else (beside, "")
    says_span = bool(behind) and not is_unit(behind) and meaning(behind) not in ("", "unclear")
    units = ("" if says_span else behind, table.units[index] if table.units else "", unit_beside)
    return _MeasureColumn(
        index, position, tuple(dict.fromkeys(unit for unit in units if unit)), meaning(behind if says_span else beside)
    )


def _with_year(table: RawTable, column: _MeasureColumn, periods: Words) -> _MeasureColumn:
    """A column under a year: of this year where all periods of the table lie in it, of another where all lie in the
    next; else nobody knows."""
    match = _YEAR.match(table.beside[column.index]) if table.beside else None
    if match is None:
        return column
    years = {period.period.last // 12 for word in periods.words if (period := read_period(word)) is not None}
    year = int(match[0][:4])
    return replace(column, span="this" if years == {year} else "other" if years == {year + 1} else "unclear")


_WANTED: Mapping[str, tuple[Meaning, ...]] = {"ytd": ("total",), "flow": ("period",), "stock": ("end", "period")}


def wanted_span(measure: Measure) -> tuple[Meaning, ...]:
    """What a header may say of the figures of a measure, the plainest first."""
    if measure.frequency == "year":
        return ("total", "period", "end")
    return _WANTED[measure.accumulation]


def _chosen(
    table: RawTable, wide: list[_MeasureColumn], names: MeasureNames, issues: RowIssues
) -> list[_MeasureColumn]:
    """The columns that hold the figures of the period; what the heads of the others say, and that they are not read."""
    fitting = {column.position for column in wide if column.span in wanted_span(names.measures[column.position])}
    chosen = []
    for column in wide:
        measure = names.measures[column.position]
        if column.span in ("", *wanted_span(measure)) or (column.span == "this" and column.position not in fitting):
            chosen.append(column)
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


def _wide(
    table: RawTable, common: Batch, columns: list[_MeasureColumn], names: MeasureNames, issues: RowIssues
) -> Iterator[Batch]:
    general = _general_units(table, columns, names)
    told = [table.head(column.index) for column in columns if not column.units and column.position in general]
    if told:
        facts = {"units": "、".join(table.stated), "columns": "、".join(told)}
        issues.add(problems.UNIT_STATED.at(Place(table.file), **facts))
    for column in columns:
        measure = names.measures[column.position]
        unit, *others = column.units or general.get(column.position, ("",))
        words = {**common.words, "measure": Words.constant(measure.id, len(table))}
        differing = common.differing
        if unit:
            words["unit"], apart = _units_of_rows(common.words.get("unit"), unit, len(table))
            differing = {**differing, "unit": apart}
        header = table.head(column.index)
        yield replace(
            common,
            words=words,
            value=table.columns[column.index],
            headers={
                **common.headers,
                "value": header,
                "measure": header,
                "unit": header if unit else common.headers.get("unit", header),
            },
            merged=_merged(table, column.index),
            wide=True,
            stated=(),
            differing=differing,
            other_unit=_contradicting(unit, [*others, *(table.stated if all(one.units for one in columns) else ())]),
        )


def _general_units(table: RawTable, columns: list[_MeasureColumn], names: MeasureNames) -> dict[int, tuple[str, ...]]:
    """The units that title or foot state, for the columns without one that they can be for. Where they fit none, they
    are for all, so that the checks refuse them."""
    stated = table.stated
    without = [column for column in columns if not column.units] if stated else []
    fitting = {
        column.position: tuple(unit for unit in stated if fits(unit, names.measures[column.position].unit))
        for column in without
    }
    if without and not any(fitting.values()):
        return {column.position: stated for column in without}
    return {position: units for position, units in fitting.items() if units}


def _units_of_rows(column: Words | None, unit: str, rows: int) -> tuple[Words, Mask]:
    """The unit of every row: its own, else that of the header; and the rows whose own contradicts it."""
    if column is None:
        return Words.constant(unit, rows), np.zeros(rows, dtype=np.bool_)
    apart = column.map(lambda word: int(bool(_contradicting(unit, [word]))), missing=0) == 1
    codes = np.where(column.blank, len(column.words), column.codes).astype(np.int32)
    return Words(codes, (*column.words, unit)), apart


def _contradicting(unit: str, others: list[str]) -> str:
    """One of the units that is for the same kind of thing and of another size; a title's unit that fits no column is
    not for it."""
    return next((other for other in others if unit and fits(other, unit) and not _same_unit(unit, other)), "")


def _same_unit(one: str, other: str) -> bool:
    try:
        first, second = MeasureUnit.parse(one), MeasureUnit.parse(other)
    except ValueError:
        return one == other
    return first.same_dimension(second) and first.size == second.size


# --- the long layout, and months as columns ---------------------------------------------------------------------------


def _long(table: RawTable, common: Batch, found: ColumnPositions, names: MeasureNames) -> Batch:
    """One batch; where one column of figures is of the period and one since January, each row has its own."""
    index = found.columns["value"]
    both = (index, *found.twins.get("value", ()))
    if table.units and (unit := table.units[index]):
        units, apart = _units_of_rows(common.words.get("unit"), unit, len(table))
        differing = {**common.differing, "unit": common.differing.get("unit", False) | apart}
        common = replace(common, words={**common.words, "unit": units}, differing=differing)
    spans = {_value_span(table, at): at for at in both}
    merged = _merged(table, index)
    if len(both) == 1:
        return replace(common, value=table.columns[index], merged=merged, span=next(iter(spans)))
    if spans.keys() in ({"total", "this"}, {"total", "period"}):
        total, alone = spans["total"], spans.get("this", spans.get("period", index))
        runs = np.array([measure.accumulation == "ytd" for measure in names.measures] + [False])
        of_total = runs[common.words["measure"].map(names.position)]
        value = pc.if_else(pa.array(of_total), as_text(table.columns[total]), as_text(table.columns[alone]))
        return replace(common, value=value, merged=merged | _merged(table, total) | _merged(table, alone))
    value = pc.coalesce(*(as_text(table.columns[at]) for at in both))
    differing = {**common.differing, "value": rows_that_differ(table, found, "value")}
    return replace(common, value=value, merged=merged, differing=differing)


def _value_span(table: RawTable, index: int) -> Meaning:
    """What the header of a column of figures says of them; nothing where it is only one of its usual names."""
    beside = meaning(table.beside[index]) if table.beside else ""
    own = meaning(table.names[index])
    return beside or (own if own != "unclear" else "")


def _by_month(table: RawTable, common: Batch, months: list[int]) -> Iterator[Batch]:
    for index in months:
        header = table.head(index)
        yield replace(
            common,
            words={**common.words, "period": Words.constant(table.names[index], len(table))},
            value=table.columns[index],
            headers={**common.headers, "value": header, "period": header},
            merged=_merged(table, index),
            wide=True,
        )


def _merged(table: RawTable, column: int) -> Mask:
    merged = np.zeros(len(table), dtype=np.bool_)
    merged[table.spread.get(column, np.empty(0, dtype=np.int64))] = True
    return merged
