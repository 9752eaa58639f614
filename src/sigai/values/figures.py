"""Figures on their way in: columns of small integers over shared vocabularies, ten million rows in under a gigabyte."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sigai.base.issues import Place
from sigai.base.periods import Period
from sigai.tables.contracts import VALUE_HISTORY, VALUES
from sigai.tables.files import read_time
from sigai.tables.files.numbers import amounts_as_decimals
from sigai.tables.files.raw import Column
from sigai.values.headers import STATES

NO_TIME = np.iinfo(np.int64).min
UNREAD_TIME = NO_TIME + 1
"""Something is written where the time of the report stands, and nobody can say which time it is."""
NO_REVISION = -1

_EPOCH = dt.datetime(1970, 1, 1)
"""Report times carry no zone: they are the statistics' own time."""

GIVEN, WITHDRAWN, EMPTY_CELL = 0, 1, 2
"""Whether a row gives a figure; a row without one that comes later withdraws it, an empty cell of a wide table may."""

Whole = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


def period_code(period: Period) -> int:
    """A period as one number that orders by its last month: `last month * 16 + number of months`."""
    return period.last * 16 + period.last - period.first + 1


def period_of(code: int) -> Period:
    """The period that a code stands for."""
    last, length = divmod(int(code), 16)
    return Period(last - length + 1, last)


def time_code(word: str) -> int:
    """A report's time in microseconds since 1970; UNREAD_TIME where nobody can say which it is."""
    moment = read_time(word)
    return UNREAD_TIME if moment is None else (moment - _EPOCH) // dt.timedelta(microseconds=1)


def number_periods(codes: Small) -> tuple[Small, Small]:
    """The different codes of periods, sorted, and for every row the position of its own among them.

    Codes of one programme lie within a few thousand: a table of those seen is ten times faster than sorting.
    """
    if not len(codes):
        return codes, codes
    least = int(codes.min())
    seen = np.zeros(int(codes.max()) - least + 1, dtype=np.bool_)
    seen[codes - least] = True
    position = (np.cumsum(seen) - 1).astype(np.int32)
    return (np.flatnonzero(seen) + least).astype(np.int32), position[codes - least]


class NumberedWords:
    """Words numbered in the order they first came."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self.words: list[str] = []

    def code(self, word: str) -> int:
        """The number of a word, a new one where it is new."""
        code = self._index.setdefault(word, len(self.words))
        if code == len(self.words):
            self.words.append(word)
        return code


@dataclass(slots=True)
class Vocabularies:
    """The words that the codes of figures stand for."""

    entities: Sequence[str] = ()
    measures: Sequence[str] = ()
    files: list[str] = field(default_factory=list)
    columns: NumberedWords = field(default_factory=NumberedWords)
    sources: NumberedWords = field(default_factory=NumberedWords)
    reporters: NumberedWords = field(default_factory=NumberedWords)
    given_values: NumberedWords = field(default_factory=NumberedWords)
    given_units: NumberedWords = field(default_factory=NumberedWords)


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Rows of figures; every column has one entry per row. `amount` counts ten-thousandths of the measure's unit.

    `given` is GIVEN but for rows without a figure that come after others. Codes are -1 where nothing was written.
    `given_value` is -1 too where the figure was written just as `amount` says.
    """

    entity: Small
    measure: Small
    period: Small
    amount: Whole
    revision: Small
    reported_at: Whole
    state: npt.NDArray[np.int8]
    source: Small
    reporter: Small
    given_value: Small
    given_unit: Small
    file: Small
    row: Small
    given: npt.NDArray[np.int8]
    column: npt.NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.amount)

    def take(self, rows: npt.NDArray[np.generic]) -> Figures:
        """The rows at some positions, or where a mask holds."""
        return Figures(**{column.name: getattr(self, column.name)[rows] for column in fields(self)})

    def place(self, at: int, words: Vocabularies) -> Place:
        """Where a figure was read: file, row and the header it stood under."""
        column = words.columns.words[int(self.column[at])]
        return Place(words.files[int(self.file[at])], row=int(self.row[at]), column=column)


_TYPES: Mapping[str, type[np.generic]] = {
    "amount": np.int64,
    "reported_at": np.int64,
    "state": np.int8,
    "given": np.int8,
    "column": np.int16,
}


def join(parts: list[Figures]) -> Figures:
    """The rows of all parts; the parts are given up column by column, so that they are never held twice."""
    columns = {}
    for column in fields(Figures):
        kind = _TYPES.get(column.name, np.int32)
        pieces = [getattr(part, column.name) for part in parts]
        columns[column.name] = np.concatenate(pieces) if pieces else np.empty(0, dtype=kind)
    return Figures(**columns)


def as_tables(
    figures: Figures, words: Vocabularies, *, revision: Small, corrected: Mask, current: Mask
) -> tuple[pa.Table, pa.Table]:
    """The current values and the history with every revision, as tables of the contracts.

    Columns of texts are dictionary-encoded: they read as texts and take four bytes a row.
    """
    periods, period = number_periods(figures.period)
    columns = {
        "entity": _texts(figures.entity, words.entities),
        "measure": _texts(figures.measure, words.measures),
        "month": pa.array(figures.period // 16, pa.int32()),
        "period": _texts(period, [str(period_of(code)) for code in periods]),
        "value": amounts_as_decimals(figures.amount),
        "revision": pa.array(revision, pa.int64()),
        "corrected": pa.array(corrected),
        "state": _texts(figures.state.astype(np.int32), STATES),
        "source": _texts(figures.source, words.sources.words),
        "reporter": _texts(figures.reporter, words.reporters.words),
        "reported_at": _times(figures.reported_at),
        "given_value": _texts(figures.given_value, words.given_values.words),
        "given_unit": _texts(figures.given_unit, words.given_units.words),
        "file": _texts(figures.file, words.files),
        "row": pa.array(figures.row, pa.int64()),
    }
    everything = pa.table({name: columns[name] for name in VALUES.names})
    values = everything if current.all() else everything.filter(pa.array(current))
    history = everything.append_column("current", pa.array(current))
    return values, history.select(VALUE_HISTORY.names)


def _texts(codes: Small, words: Sequence[str]) -> Column:
    indices = pa.array(codes, pa.int32(), mask=codes < 0) if (codes < 0).any() else pa.array(codes, pa.int32())
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(words), pa.string()))


def _times(times: Whole) -> Column:
    missing = times <= UNREAD_TIME
    return pa.array(np.where(missing, 0, times), mask=missing).cast(pa.timestamp("us"))
