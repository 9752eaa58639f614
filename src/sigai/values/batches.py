"""From a table as it was read to rows of figures: the long layout as it is, the wide one column by column, one with a
column for each month month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import PurePath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.issues import Place
from sigai.base.units import MeasureUnit, is_unit
from sigai.tables.files import RawTable, RowIssues, Words, clean, header_key
from sigai.tables.files.columns import ColumnPositions, find_columns, missing_columns, rows_that_differ, unknown_columns
from sigai.tables.files.heads import fits, mentioned_units, stated_units
from sigai.tables.files.labels import times_of_column
from sigai.tables.files.margins import units_behind, units_in_remarks
from sigai.tables.files.numbers import has_decimal_commas
from sigai.tables.files.problems import PASSED_COLUMNS
from sigai.tables.files.raw import Column, Mask, Rows, as_text
from sigai.tables.files.spans import Meaning, meaning, word_of_name
from sigai.tables.files.texts import split_unit
from sigai.values import problems
from sigai.values.headers import (
    MONEY_UNIT_KEYS,
    NAMED_ALIASES,
    NAMES_ZH,
    PASSED_KEYS,
    PLACE_KEYS,
    VALUE_ALIASES,
    VALUE_COLUMNS,
)
from sigai.values.measure_columns import (
    MeasureColumn,
    chosen_columns,
    measure_column,
    month_in,
    rows_of_other_months,
    with_year,
)
from sigai.values.measure_names import MeasureNames
from sigai.values.measure_words import is_period, span_of_period
from sigai.values.month_columns import MonthColumn, month_columns, readable_months, rows_left, tell_left
from sigai.values.period_columns import apart, periods_of, without_parts_of_periods
from sigai.values.row_spans import said_around, span_columns, spans_of_rows
from sigai.values.title_periods import with_titled_period
from sigai.values.units_beside import units_beside, units_for_column
from sigai.values.void_columns import void_words

EXAMPLE_LONG = "entity, measure, period, value"
_NAMED = frozenset(("entity", "measure"))
_INFORMING = frozenset(("source", "reporter"))
"""Columns that decide nothing about a figure."""

_DATED = frozenset(("period", "reported_at"))
"""Columns in which a bare number is a day's."""

_PLAIN = frozenset(("数值", "数据"))
"""Names of columns of figures that say nothing of them beside 累计."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Rows of figures not yet checked. `headers` says under which header a column stood; `wide` marks one column of a
    wide table, where an empty cell simply means nothing was reported.

    `twins` are further columns that name the entity or the measure, `differing` the rows where two columns of another
    meaning say different things; `stated` the units that title or foot state for the table, `mentioned` those that
    their words only mention, `other_unit` a unit of the column that contradicts its first; `span` what the header says
    of the figures (`total`, `period`), where it says so; `decimal_commas` how the whole table writes decimals; `hidden`
    rows, or all of a hidden column, are not shown; in `apart` rows the header names another period than the row;
    `said` is what stands elsewhere of the figures of each row, by header, `around` what sheet or title say of all;
    `places` are columns that say where the entities lie, `voids` such as say of rows that they are void, by header;
    `beside` are the units that stand in the rows in columns without a name, by column, `behind` those that stand
    behind figures of the table.
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
    hidden: Mask | None = None
    apart: Mask | None = None
    mentioned: tuple[str, ...] = ()
    said: Mapping[str, Words] = field(default_factory=dict)
    around: str = ""
    places: Mapping[str, Words] = field(default_factory=dict)
    voids: Mapping[str, Words] = field(default_factory=dict)
    beside: Mapping[int, Words] = field(default_factory=dict)
    behind: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def header(self, column: str) -> str:
        """The header under which a column stood; the column's own name where the file has no such header."""
        return self.headers.get(column, column)


def batches_of(table: RawTable, names: MeasureNames, issues: RowIssues) -> Iterator[Batch]:
    """The rows of a table, in one batch, or in one per measure column of a wide table or month column of another."""
    found = _with_spans(table, _find_columns(table))
    wide = _measure_columns(table, found, names)
    if wide or {"measure", "value"} <= found.columns.keys():
        table = with_titled_period(table, found, issues)
        found = _with_spans(table, _find_columns(table))
        wide = _measure_columns(table, found, names)
    months = month_columns(table, found, issues) if not wide and not {"value", "period"} & found.columns.keys() else []
    lacking = _missing(table, found, wide, months, issues)
    if lacking:
        return
    issues.extend(without_parts_of_periods(table, found).issues)
    figures = {*(column.index for column in wide), *(column.index for column in months)}
    void = void_words(table, [at for at in found.others if at not in figures])
    read = {*figures, *span_columns(table, found), *_places(table, found), *void}
    rest = [index for index in found.others if index not in read]
    passed = [at for at in rest if header_key(table.names[at]) in PASSED_KEYS]
    issues.extend(unknown_columns(table, [at for at in rest if at not in passed], tuple(VALUE_COLUMNS)))
    if passed:
        issues.add(PASSED_COLUMNS.at(Place(table.file), names="、".join(table.names[at] for at in passed)))
    beside = [*rest, *(found.columns[name] for name in sorted(_INFORMING & found.columns.keys()))]
    remarked = units_in_remarks([table.columns[at] for at in beside])  # nobody knows for which figures a remark is
    remarked += [times for at in rest for times in times_of_column(table.names[at], table.words(at).words)]
    common = _common(table, found)
    voids = {table.names[at]: words for at, words in void.items()}
    mentioned = (*common.mentioned, *remarked)
    common = replace(common, mentioned=mentioned, voids=voids, beside=units_beside(table, rest))
    if wide:
        wide = [with_year(table, column, common.words["period"]) for column in wide]
        yield from _wide(table, common, chosen_columns(table, wide, names, issues), names, issues)
    elif months:
        yield from _by_month(table, common, months, names, issues)
    else:
        if table.stated:
            facts = {"units": "、".join(table.stated), "columns": table.names[found.columns["value"]]}
            issues.add(problems.UNIT_STATED.at(Place(table.file), **facts))
        yield _long(table, common, found, names)


def _find_columns(table: RawTable) -> ColumnPositions:
    """What the columns mean; where one names whom the figures are about, one called 地区 is no second name of it."""
    named = any(NAMED_ALIASES.get(header_key(name)) == "entity" for name in table.names)
    return find_columns(table, NAMED_ALIASES if named else VALUE_ALIASES)


def _places(table: RawTable, found: ColumnPositions) -> list[int]:
    """The columns that say where the entities of a table lie; of a table that names none otherwise, nothing does."""
    named = "entity" in found.columns and header_key(table.names[found.columns["entity"]]) not in PLACE_KEYS
    return [at for at in found.others if named and header_key(table.names[at]) in PLACE_KEYS]


def _measure_columns(table: RawTable, found: ColumnPositions, names: MeasureNames) -> list[MeasureColumn]:
    """The columns of measures; none in the long layout, which names the measure in each row."""
    if "measure" in found.columns or "value" in found.columns:
        return []
    return [column for index in found.others if (column := measure_column(table, index, names)) is not None]


def _with_spans(table: RawTable, found: ColumnPositions) -> ColumnPositions:
    """A long table whose columns of figures are only called 本月 and 累计 has these for its values; beside a column of
    values they are held against it."""
    wanted = ("total", "period") if "value" in found.columns else ("total", "period", "this")
    spans = [at for at in found.others if meaning(table.names[at]) in wanted]
    if spans and "value" in found.columns:
        beside = {**found.twins, "value": (*found.twins.get("value", ()), *spans)}
        return replace(found, others=tuple(at for at in found.others if at not in spans), twins=beside)
    if not spans or not {"entity", "measure", "period"} <= found.columns.keys():
        return found
    others = tuple(at for at in found.others if at not in spans)
    twins = {**found.twins, "value": tuple(spans[1:])} if len(spans) > 1 else found.twins
    return replace(found, columns={**found.columns, "value": spans[0]}, others=others, twins=twins)


def _missing(
    table: RawTable, found: ColumnPositions, wide: list[MeasureColumn], months: list[MonthColumn], issues: RowIssues
) -> bool:
    """Whether a table lacks a column; one issue says which, and nothing else is said of the table."""
    required = ("entity", "period") if wide else ("entity", "measure") if months else tuple(NAMES_ZH)[:4]
    lacking = missing_columns(table, {name: NAMES_ZH[name] for name in required}, found, EXAMPLE_LONG)
    if lacking and months:
        names = "、".join(NAMES_ZH[name] for name in required if name not in found.columns)
        issues.add(problems.MONTHS_LACK.at(Place(table.file), first=table.names[months[0].index], names=names))
    elif lacking:
        issues.extend(found.issues)
        figures = {*(column.index for column in wide), *(column.index for column in months)}
        read = {*figures, *_places(table, found)}
        issues.extend(unknown_columns(table, [at for at in found.others if at not in read], tuple(VALUE_COLUMNS)))
        issues.extend(lacking)
    return bool(lacking)


def _common(table: RawTable, found: ColumnPositions) -> Batch:
    """What all batches of a table share; its value is to be replaced."""
    words = {column: _words(table, found, column) for column in found.columns if column not in ("value", "revision")}
    twins = {
        column: tuple(table.words(index) for index in found.twins[column]) for column in _NAMED & found.twins.keys()
    }
    compared = found.twins.keys() - _NAMED - _INFORMING - {"value"}
    differing = {column: rows_that_differ(table, found, column) for column in compared}
    if "period" in compared:
        words["period"], differing["period"] = periods_of(table, found)
    places = _places(table, found)
    also = [at for at in places if header_key(table.names[at]) in VALUE_ALIASES]
    if also and words["entity"].blank.any():  # a row that names no enterprise is about its area
        words["entity"] = _coalesced(table, (found.columns["entity"], *found.twins.get("entity", ()), *also))
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
        mentioned=(*table.mentioned, *_units_of_names(table)),
        decimal_commas=has_decimal_commas(figures, semicolons=table.semicolons),
        said=spans_of_rows(table, found),
        around=said_around(table.sheet, (*table.titles, _stem(table)), (*table.around, *_words_of_name(table))),
        places={table.names[at]: table.words(at) for at in places},
        behind=units_behind(
            [table.columns[at] for at in range(len(table.names)) if at not in keys and _is_open(table, at)]
        ),
    )


def _stem(table: RawTable) -> str:
    return PurePath(table.file.partition("#")[0]).stem


def _is_open(table: RawTable, at: int) -> bool:
    """Whether the heads of a column state no unit: in one that does, a unit behind a figure contradicts it and says
    nothing of others."""
    return not (table.units and table.units[at]) and not is_unit(split_unit(table.names[at])[1])


def _words_of_name(table: RawTable) -> list[str]:
    return [word for word in (word_of_name(clean(_stem(table))),) if word]


def _units_of_names(table: RawTable) -> list[str]:
    """The units that the names of file and sheet state or mention: they are not certain to be for all figures."""
    names = [clean(name) for name in (table.sheet, _stem(table)) if name]
    return [unit for name in names for unit in stated_units(name, title=True) or mentioned_units([name])]


def _words(table: RawTable, found: ColumnPositions, column: str) -> Words:
    """The words of a column; where they are empty, those of the columns that mean the same."""
    positions = (found.columns[column], *found.twins.get(column, ()))
    if len(positions) == 1:
        return table.days(positions[0]) if column in _DATED else table.words(positions[0])
    return _coalesced(table, positions)


def _coalesced(table: RawTable, positions: Sequence[int]) -> Words:
    return Words.of(pc.coalesce(*(as_text(table.columns[at]) for at in positions)))


def _amount(word: str) -> object:
    """A figure, however many zeros it is written with."""
    try:
        return Decimal(word.replace(",", "")).normalize()
    except InvalidOperation:
        return word


# --- the wide layout: a column for each measure -----------------------------------------------------------------------


def _wide(
    table: RawTable, common: Batch, columns: list[MeasureColumn], names: MeasureNames, issues: RowIssues
) -> Iterator[Batch]:
    general = _general_units(table, columns, names)
    told = [table.head(column.index) for column in columns if not column.units and column.position in general]
    if told:
        facts = {"units": "、".join(table.stated), "columns": "、".join(told)}
        issues.add(problems.UNIT_STATED.at(Place(table.file), **facts))
    of_all = [names.measures[column.position].unit for column in columns]
    for column in columns:
        measure = names.measures[column.position]
        unit, *others = column.units or general.get(column.position, ("",))
        words = {**common.words, "measure": Words.constant(measure.id, len(table))}
        differing = common.differing
        if "unit" in words and _is_for_money(common.header("unit")) and not fits("元", measure.unit):
            del words["unit"]
        if unit:
            words["unit"], apart = units_of_rows(words.get("unit"), unit, len(table))
            differing = {**differing, "unit": apart}
        for other in column.others:
            apart = _unequal(table, column.index, other)
            differing = {**differing, "value": differing.get("value", False) | apart}
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
            hidden=_hidden(table, column.index),
            apart=rows_of_other_months(column.month, common.words["period"]),
            wide=True,
            stated=(),
            beside=units_for_column(common.beside, column.index, measure.unit, of_all),
            around="" if column.span not in ("", "this") else common.around,
            differing=differing,
            other_unit=_contradicting(unit, [*others, *(table.stated if all(one.units for one in columns) else ())]),
        )


def _is_for_money(header: str) -> bool:
    """Whether a column of units says that it is for figures of money only."""
    return header_key(header) in MONEY_UNIT_KEYS


def _unequal(table: RawTable, one: int, other: int) -> Mask:
    """The rows where two columns hold figures that differ."""
    numbers: dict[object, int] = {}
    sides = [table.words(at).map(lambda word: numbers.setdefault(_amount(word), len(numbers))) for at in (one, other)]
    return apart(sides[0], sides[1])


def _general_units(table: RawTable, columns: list[MeasureColumn], names: MeasureNames) -> dict[int, tuple[str, ...]]:
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


def units_of_rows(column: Words | None, unit: str, rows: int) -> tuple[Words, Mask]:
    """The unit of every row: its own, else that of the header; and the rows whose own contradicts it."""
    if column is None:
        return Words.constant(unit, rows), np.zeros(rows, dtype=np.bool_)
    apart = column.map(lambda word: int(bool(_contradicting(unit, [word]))), missing=0) == 1
    codes = np.where(column.blank, len(column.words), column.codes).astype(np.int32)
    return Words(codes, (*column.words, unit)), apart


def _contradicting(unit: str, others: list[str]) -> str:
    """One of the units that is for the same kind of thing and of another size; a title's unit that fits no column is
    not for it."""
    return next((other for other in others if unit and fits(other, unit) and not same_unit(unit, other)), "")


def same_unit(one: str, other: str) -> bool:
    """Whether two units are the same by another name."""
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
        units, apart = units_of_rows(common.words.get("unit"), unit, len(table))
        differing = {**common.differing, "unit": common.differing.get("unit", False) | apart}
        common = replace(common, words={**common.words, "unit": units}, differing=differing)
    spans = {_value_span(table, at): at for at in both}
    merged = _merged(table, index)
    month = month_in(*(text for at in both for text in (table.names[at], table.beside[at] if table.beside else "")))
    apart_months = rows_of_other_months(month, common.words["period"])
    common = replace(common, hidden=_hidden(table, *both), apart=apart_months)
    if len(spans) == len(both) > 1 and "" in spans and spans.keys() <= {"", "total", "period"}:
        return _held_against(table, common, spans, names)
    if len(both) == 1:
        return replace(common, value=table.columns[index], merged=merged, span=next(iter(spans)))
    if spans.keys() in ({"total", "this"}, {"total", "period"}):
        total, alone = spans["total"], spans.get("this", spans.get("period", index))
        runs = np.array([measure.accumulation == "ytd" for measure in names.measures] + [False])
        of_total = runs[common.words["measure"].map(lambda word: names.named(word).position)]
        value = pc.if_else(pa.array(of_total), as_text(table.columns[total]), as_text(table.columns[alone]))
        return replace(common, value=value, merged=merged | _merged(table, total) | _merged(table, alone))
    value = pc.coalesce(*(as_text(table.columns[at]) for at in both))
    differing = {**common.differing, "value": rows_that_differ(table, found, "value", _amount)}
    return replace(common, value=value, merged=merged, differing=differing)


def _held_against(table: RawTable, common: Batch, spans: Mapping[Meaning, int], names: MeasureNames) -> Batch:
    """The column of values where one of 本月 and 累计 or both stand beside it: where that which each row's measure is
    reported for says something else, nobody knows which holds."""
    value = spans[""]
    runs = np.array([measure.accumulation == "ytd" for measure in names.measures] + [False])
    of_total: Mask = runs[common.words["measure"].map(names.position)]
    differing = np.zeros(len(table), dtype=np.bool_)
    if "total" in spans:
        differing |= _unequal(table, value, spans["total"]) & of_total
    if "period" in spans:
        differing |= _unequal(table, value, spans["period"]) & ~of_total
    differing |= common.differing.get("value", False)
    merged = _merged(table, value)
    return replace(
        common, value=table.columns[value], merged=merged, differing={**common.differing, "value": differing}
    )


def _value_span(table: RawTable, index: int) -> Meaning:
    """What the header of a column of figures says of them; nothing where it is only one of its usual names."""
    words = table.beside[index] if table.beside else ""
    beside = span_of_period(words) if is_period(words) else meaning(words)
    own = meaning(table.names[index])
    return beside or (own if own != "unclear" and table.names[index] not in _PLAIN else "")


def _by_month(
    table: RawTable, common: Batch, columns: list[MonthColumn], names: MeasureNames, issues: RowIssues
) -> Iterator[Batch]:
    """One batch for each month; what a column holds of a measure that another column gives as it is wanted is left."""
    months = readable_months(table, columns, issues)
    if months:
        first = table.names[months[0].index]
        issues.add(problems.MONTHS_AS_COLUMNS.at(Place(table.file), count=len(months), first=first))
    for column in months:
        value, header = table.columns[column.index], table.head(column.index)
        left, told = rows_left(table, column, months, common.words["measure"], names)
        if left.any():
            value = pc.if_else(pa.array(left), None, as_text(value))
            tell_left(table, column, told, issues)
        words = {**common.words, "period": Words.constant(column.period, len(table))}
        differing = common.differing
        if column.unit:
            words["unit"], apart = units_of_rows(common.words.get("unit"), column.unit, len(table))
            differing = {**differing, "unit": apart}
        yield replace(
            common,
            words=words,
            value=value,
            headers={**common.headers, "value": header, "period": header},
            merged=_merged(table, column.index),
            hidden=_hidden(table, column.index),
            wide=True,
            differing=differing,
            other_unit=_contradicting(column.unit, [column.other_unit] if column.other_unit else []),
            span=column.span,
        )


def _merged(table: RawTable, column: int) -> Mask:
    merged = np.zeros(len(table), dtype=np.bool_)
    merged[table.spread.get(column, np.empty(0, dtype=np.int64))] = True
    return merged


def _hidden(table: RawTable, *columns: int) -> Mask | None:
    """The rows of some columns that the sheet does not show: its hidden rows, or all where a column is hidden."""
    if table.hidden_columns & set(columns):
        return np.ones(len(table), dtype=np.bool_)
    return table.hidden() if len(table.hidden_rows) else None
