"""Units that one table of a file states for a measure and another, of the same measure, does not.

A second sheet, or the continuation of a table, may go on with the unit of the first or be in that of the programme. As
nobody knows, the other table's unit counts as mentioned in this one: its figures without a unit are asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sigai.base.units import is_unit
from sigai.tables.files import RawTable, header_key
from sigai.tables.files.heads import fits, is_number, stated_units
from sigai.tables.files.texts import split_unit
from sigai.values.batches import same_unit
from sigai.values.headers import VALUE_ALIASES
from sigai.values.measure_columns import measure_column
from sigai.values.measure_names import MeasureNames

_MOST_LABELS = 200
"""So many different texts of a column are searched for units in a table without figures."""


@dataclass(frozen=True, slots=True)
class _StatedUnits:
    """The units that a table states, by the position of the measure; `silent` are the measures without one."""

    units: frozenset[tuple[int, str]]
    silent: frozenset[int]


def with_units_elsewhere(tables: Sequence[RawTable], names: MeasureNames) -> list[RawTable]:
    """The tables of one file, those that state no unit for a measure with the units that others state for it: those of
    other sheets, and those above it on its own."""
    if len(tables) < 2 or not any(map(_says_any, tables)):
        return list(tables)
    said = [_said(table, names) for table in tables]
    found = []
    for at, table in enumerate(tables):
        others = (other for before, other in enumerate(said) if before < at or tables[before].file != table.file)
        units = list(dict.fromkeys(unit for other in others for unit in sorted(other.units)))
        found.append(_with_mentions(table, said[at], units, names))
    return found


def _says_any(table: RawTable) -> bool:
    heads = any(split_unit(name)[1] or _meaning(name) == "unit" for name in table.names)
    return heads or any((*table.stated, *table.units))


def _with_mentions(table: RawTable, said: _StatedUnits, units: list[tuple[int, str]], names: MeasureNames) -> RawTable:
    def differs(at: int, unit: str) -> bool:
        return not same_unit(unit, names.measures[at].unit)

    found = dict.fromkeys(unit for at, unit in units if at in said.silent and differs(at, unit))
    return replace(table, mentioned=tuple(dict.fromkeys((*table.mentioned, *found)))) if found else table


def _said(table: RawTable, names: MeasureNames) -> _StatedUnits:
    """What a table says of units: in its title or foot, in heads and in a column of units."""
    by_measure = _of_columns(table, names)
    if not by_measure:
        return _StatedUnits(_of_labels(table, names), frozenset())
    column = next((at for at, name in enumerate(table.names) if _meaning(name) == "unit"), None)
    rows = _of_rows(table, column, names)
    general = [*table.stated, *(table.words(column).words if column is not None and rows is None else ())]
    found = {
        at: units or (rows or {}).get(at) or [unit for unit in general if fits(unit, names.measures[at].unit)]
        for at, units in by_measure
    }
    pairs = frozenset((at, unit) for at, units in found.items() for unit in units)
    return _StatedUnits(pairs, frozenset(at for at, units in found.items() if not units or column is not None))


def _of_labels(table: RawTable, names: MeasureNames) -> frozenset[tuple[int, str]]:
    """The units in the cells of a table without figures: nobody knows for which of the measures they are."""
    words = {word for column in range(len(table.names)) for word in table.words(column).words[:_MOST_LABELS]}
    if any(map(is_number, words)):
        return frozenset()
    units = [*table.stated, *sorted(word for word in words if is_unit(word) and stated_units(word))]
    return frozenset((at, unit) for at, each in enumerate(names.measures) for unit in units if fits(unit, each.unit))


def _of_rows(table: RawTable, column: int | None, names: MeasureNames) -> dict[int, list[str]] | None:
    """The units that a column says of the measures that its rows name; None where they name none."""
    measure = next((at for at, name in enumerate(table.names) if _meaning(name) == "measure"), None)
    if measure is None or column is None:
        return None
    subjects, units = table.words(measure), table.words(column)
    both = (subjects.codes >= 0) & (units.codes >= 0)
    found: dict[int, list[str]] = {}
    for subject, unit in np.unique(np.stack([subjects.codes[both], units.codes[both]], axis=1), axis=0).tolist():
        found.setdefault(names.position(subjects.words[subject]), []).append(units.words[unit])
    return found


def _of_columns(table: RawTable, names: MeasureNames) -> list[tuple[int, list[str]]]:
    """The measures of a table by position, each with the units of its own heads."""
    measure = next((at for at, name in enumerate(table.names) if _meaning(name) == "measure"), None)
    if measure is not None:
        value = next((at for at, name in enumerate(table.names) if _meaning(name) == "value"), None)
        unit = table.units[value] if value is not None and table.units else ""
        found = {names.position(word) for word in table.words(measure).words}
        return [(at, [unit] if unit else []) for at in sorted(found) if at >= 0]
    columns = [measure_column(table, at, names) for at in range(len(table.names))]
    return [(column.position, list(column.units)) for column in columns if column is not None]


def _meaning(name: str) -> str:
    return VALUE_ALIASES.get(header_key(name), "")
