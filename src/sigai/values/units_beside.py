"""Units that stand beside figures in columns without a name: `120 | 千元`. Each is for the figures of its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sigai.base.units import SCALES
from sigai.tables.files import RawTable, Words
from sigai.tables.files.heads import fits, unit_of_remark

_MOST_WORDS = 200
"""A column with more different texts holds other things."""


def units_beside(table: RawTable, columns: Sequence[int]) -> dict[int, Words]:
    """The units in those of some columns that have no name, by row, by the position of the column."""
    unnamed = {at: table.words(at) for at in columns if not table.names[at]}
    found = {at: _units(words) for at, words in unnamed.items() if len(words.words) <= _MOST_WORDS}
    return {at: words for at, words in found.items() if len(words.used())}


def units_for_column(beside: Mapping[int, Words], column: int, unit: str, others: Sequence[str]) -> dict[int, Words]:
    """The units beside the figures of a column, which are in a unit. One that can only be for another column of the
    table is for that, unless it stands right behind this."""

    def is_for_other(word: str) -> bool:
        return not fits(word, unit) and any(fits(word, other) for other in others)

    return {
        at: words if at == column + 1 else _masked(words, [is_for_other(word) for word in words.words])
        for at, words in beside.items()
    }


def _units(words: Words) -> Words:
    units = [word if word in SCALES else unit_of_remark(word) for word in words.words]
    return Words(_masked(words, [not unit for unit in units]).codes, tuple(units))


def _masked(words: Words, left_out: Sequence[bool]) -> Words:
    gone = np.array([*left_out, True], dtype=np.bool_)[words.codes]
    return Words(np.where(gone, -1, words.codes).astype(np.int32), words.words)
