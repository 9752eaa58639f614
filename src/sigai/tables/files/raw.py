"""A table as it was read: columns by header, row numbers as a spreadsheet shows them, nothing judged yet."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sigai.tables.files.dates import since_1904
from sigai.tables.files.texts import clean

Codes = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Column: TypeAlias = Any
"""An Arrow array of any type; the stubs of pyarrow lose the type in every computation."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A column of texts as codes into its different words; -1 stands for an empty cell.

    A check runs once per different word and is spread over the rows by one array look-up.
    """

    codes: Codes
    words: tuple[str, ...]

    @classmethod
    def constant(cls, word: str, rows: int) -> Words:
        """A column that holds one word in each of its `rows` rows."""
        return cls(np.zeros(rows, dtype=np.int32), (word,))

    @classmethod
    def of(cls, column: Column) -> Words:
        """Codes of a column of any type; its texts are cleaned, and words that become equal are one word."""
        encoded = as_text(column).dictionary_encode() if not _is_dictionary(column) else column
        codes = np.asarray(encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int32)
        index: dict[str, int] = {}
        recode = np.empty(len(encoded.dictionary) + 1, dtype=np.int32)
        recode[-1] = -1
        for position, word in enumerate(as_text(encoded.dictionary).to_pylist()):
            cleaned = clean(word) if word is not None else ""
            recode[position] = index.setdefault(cleaned, len(index)) if cleaned else -1
        return cls(recode[codes], tuple(index))

    def map(self, function: Callable[[str], int], missing: int = -1) -> npt.NDArray[np.int64]:
        """`function` of every word, spread over the rows; `missing` for empty cells."""
        return self.spread([function(word) for word in self.words], missing)

    def spread(self, values: Sequence[int], missing: int = -1) -> npt.NDArray[np.int64]:
        """One number per word, spread over the rows."""
        return np.array([*values, missing], dtype=np.int64)[self.codes]

    def take(self, positions: npt.NDArray[Any]) -> Words:
        """The rows at `positions` (numbers or a mask)."""
        return Words(self.codes[positions], self.words)

    def used(self) -> npt.NDArray[np.int64]:
        """The codes that occur, sorted."""
        return np.unique(self.codes[self.codes >= 0]).astype(np.int64)

    def paired(self, other: Rows, size: int) -> tuple[list[tuple[int, int]], Rows]:
        """The different pairs of a code with another column (from -1 to below `size`), and for every row the position
        of its pair.

        Rows without a code stand behind the last pair.
        """
        known = self.codes >= 0
        keys = self.codes[known].astype(np.int64) * (size + 1) + other[known] + 1
        span = int(keys.max()) + 1 if len(keys) else 0
        if span <= max(4 * len(self.codes), 1 << 20):
            seen = np.zeros(span, dtype=np.bool_)
            seen[keys] = True
            different = np.flatnonzero(seen)
            position = np.cumsum(seen) - 1
            placed = position[keys]
        else:
            different, placed = np.unique(keys, return_inverse=True)
        pair = np.full(len(self.codes), len(different), dtype=np.int64)
        pair[known] = placed
        return [(int(key // (size + 1)), int(key % (size + 1)) - 1) for key in different], pair

    @property
    def blank(self) -> Mask:
        """The rows whose cell is empty."""
        return self.codes < 0


def _is_dictionary(column: Column) -> bool:
    return bool(pa.types.is_dictionary(column.type))


def as_text(column: Column) -> Column:
    """A column as strings, as they were given: whole numbers without a point, dates in ISO form."""
    kind = column.type
    if _is_dictionary(column):
        return as_text(column.dictionary).take(column.indices)
    if pa.types.is_string(kind):
        return column
    if pa.types.is_floating(kind):
        texts = [None if number is None or math.isnan(number) else f"{number:.15g}" for number in column.to_pylist()]
    elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        texts = [None if cell is None else cell.decode("utf-8", "replace") for cell in column.to_pylist()]
    elif pa.types.is_duration(kind):  # a count of its unit: alone it would read as a number
        texts = [None if cell is None else f"duration {cell}" for cell in column.cast(pa.int64()).to_pylist()]
    else:
        try:
            return pc.cast(column, pa.string())
        except pa.ArrowException:  # lists, structs: shown as they print, so that the checks can refuse them
            texts = [None if cell is None else str(cell) for cell in column.to_pylist()]
    return pa.array(texts, pa.string())


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """One sheet or file. `names` are the headers as written; `rows` the row numbers of a spreadsheet (the header of a
    plain CSV is row 1). `spread` holds, by column, the positions that one merged cell filled. `beside` are the words of
    further header rows, by column, `units` the units of a row of units, `stated` the units of title and foot, `over`
    those of the title, `mentioned` those that their words only mention; `numbers` are the columns' numbers in the sheet
    where some were left out, `hidden_rows` the positions of the rows that the sheet does not show, `hidden_columns`
    such columns; `titles` the texts above the header, `sheet` the name of the sheet; `around` what printed pages and
    sheets without a table say that the figures are; `semicolons` that these part the cells of a text file; `later_days`
    that the workbook counts days from 1904."""

    file: str
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Rows
    spread: Mapping[int, Rows] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    over: tuple[str, ...] = ()
    hidden_rows: Rows = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    hidden_columns: frozenset[int] = frozenset()
    titles: tuple[str, ...] = ()
    sheet: str = ""
    mentioned: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    semicolons: bool = False
    later_days: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    def number(self, column: int) -> int:
        """The number of a column in the sheet, from 1."""
        return self.numbers[column] if self.numbers else column + 1

    def hidden(self) -> Mask:
        """Which rows the sheet does not show."""
        found = np.zeros(len(self), dtype=np.bool_)
        found[self.hidden_rows] = True
        return found

    def of_rows(self, positions: Rows) -> RawTable:
        """Some rows of the table, by their positions."""
        wanted = pa.array(positions)
        return replace(
            self,
            columns=tuple(column.take(wanted) for column in self.columns),
            rows=self.rows[positions],
            spread={at: np.flatnonzero(np.isin(positions, given)) for at, given in self.spread.items()},
            hidden_rows=np.flatnonzero(np.isin(positions, self.hidden_rows)),
        )

    def head(self, column: int) -> str:
        """The whole header of a column: its name with what other header rows say."""
        return f"{self.names[column]} {self.beside[column] if self.beside else ''}".strip()

    def words(self, column: int) -> Words:
        """A column as codes into its different words; `column` is its position."""
        return Words.of(self.columns[column])

    def days(self, column: int) -> Words:
        """A column of periods, days or times, its bare day numbers being those of the workbook's own system."""
        words = self.words(column)
        dated = tuple(map(since_1904, words.words)) if self.later_days else words.words
        if dated == words.words:
            return words
        codes = pa.array(words.codes, pa.int32(), mask=words.blank)
        return Words.of(pa.DictionaryArray.from_arrays(codes, pa.array(dated, pa.string())))
