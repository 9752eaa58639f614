"""From a table as it was read to rows of figures: the long layout as it is, the wide one column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from sigai.programme.measures import Measure
from sigai.programme.programme import Programme
from sigai.tables.files import RawTable, RowIssues, Words, header_key
from sigai.tables.files.columns import find_columns, missing_columns, unknown_columns
from sigai.tables.files.raw import Column, Mask, Rows
from sigai.tables.files.texts import split_unit
from sigai.values.headers import NAMES_ZH, VALUE_ALIASES, VALUE_COLUMNS

EXAMPLE_LONG = "entity, measure, period, value"
_LEFT_EMPTY = ("unit", "source", "reporter", "reported_at", "revision", "state")


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Rows of figures not yet checked. `headers` says under which header a column stood; `wide` marks one column of a
    wide table, where an empty cell simply means nothing was reported."""

    file: str
    rows: Rows
    words: Mapping[str, Words]
    value: Column
    headers: Mapping[str, str]
    merged: Mask
    wide: bool = False
    revision: Column | None = None

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
        """The position of the measure that a word names; -1 where it names none."""
        return self.found.get(header_key(word), -1)

    def of_header(self, header: str) -> tuple[int, str]:
        """The measure that the header of a wide table names, and the unit in brackets behind it."""
        position = self.position(header)
        if position >= 0:
            return position, ""
        name, unit = split_unit(header)
        return (self.position(name), unit) if unit else (-1, "")

    def knows_header(self, header: str) -> bool:
        """Whether a header means a column of figures or a measure."""
        return header_key(header) in VALUE_ALIASES or self.of_header(header)[0] >= 0


def batches_of(table: RawTable, names: MeasureNames, issues: RowIssues) -> Iterator[Batch]:
    """The rows of a table, in one batch, or in one per measure column of a wide table."""
    found = find_columns(table, VALUE_ALIASES)
    measured = {index: names.of_header(table.names[index]) for index in found.others}
    wide = {index: known for index, known in measured.items() if known[0] >= 0}
    if wide and "measure" not in found.columns and "value" not in found.columns:
        required: tuple[str, ...] = ("entity", "period")
    else:
        required, wide = ("entity", "measure", "period", "value"), {}
    issues.extend(found.issues)
    issues.extend(unknown_columns(table, [index for index in found.others if index not in wide], tuple(VALUE_COLUMNS)))
    lacking = missing_columns(table, {name: NAMES_ZH[name] for name in required}, found, EXAMPLE_LONG)
    issues.extend(lacking)
    if lacking:
        return
    words = {
        column: table.words(index) for column, index in found.columns.items() if column not in ("value", "revision")
    }
    headers = {column: table.names[index] for column, index in found.columns.items()}
    revision = table.columns[found.columns["revision"]] if "revision" in found.columns else None
    if not wide:
        index = found.columns["value"]
        yield Batch(
            table.file, table.rows, words, table.columns[index], headers, _merged(table, index), revision=revision
        )
    for index, (position, unit) in wide.items():
        own = dict(words)
        own["measure"] = Words.constant(names.measures[position].id, len(table))
        if unit:
            own["unit"] = Words.constant(unit, len(table))
        header = table.names[index]
        yield Batch(
            table.file,
            table.rows,
            own,
            table.columns[index],
            {**headers, "value": header, "measure": header, "unit": header if unit else headers.get("unit", header)},
            _merged(table, index),
            wide=True,
            revision=revision,
        )


def _merged(table: RawTable, column: int) -> Mask:
    merged = np.zeros(len(table), dtype=np.bool_)
    merged[table.spread.get(column, np.empty(0, dtype=np.int64))] = True
    return merged
