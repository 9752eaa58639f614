"""Units that stand beside a table, in columns that have no header: `单位：千元` right of the figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.units import is_unit
from sigai.tables.files.heads import stated_units, states_units, unit_of_remark
from sigai.tables.files.raw import Column, RawTable, as_text
from sigai.tables.files.texts import CALENDAR, clean

OF_NOTE = "\u2060"
"""Stands, unseen, before a unit that only the note on a figure says: it is for that figure alone."""

_MOST_COLUMNS = 50
_MOST_WORDS = 1000
_STATING = r"单[\s　]*位|[uU]nit"
_REMARKED = r"^[^0-9]*(?:[元圆吨时度亩米克斤煤瓦币]|yuan|RMB|USD)[^0-9]*$"
_FIGURE_WITH_UNIT = r"^\s*[-+]?[0-9０-９][0-9０-９.,，]*\s*[^-+0-9０-９.,，:eE\s%％].{0,12}$"
_BEHIND = re.compile(r"[-+]?[\d.,]+ ?(?P<unit>[^\d.,]+)")
_LONGEST = 24
"""Letters of a remark that may be or give a unit."""


def with_margin_units(table: RawTable) -> RawTable:
    """A table with the units that its columns without a name state; they hold as those of its title do."""
    unnamed = [at for at, name in enumerate(table.names) if not name]
    found = units_in_columns(table, unnamed)
    return replace(table, stated=tuple(dict.fromkeys((*table.stated, *found)))) if found else table


def units_in_columns(table: RawTable, columns: Sequence[int]) -> list[str]:
    """The units that the cells of some columns state in so many words."""
    return [unit for at in columns[:_MOST_COLUMNS] for unit in _stated(table.columns[at])]


def units_in_remarks(columns: Sequence[Column]) -> list[str]:
    """The units that cells beside figures give: in so many words, alone in the cell, or in brackets at its end."""
    found: dict[str, None] = {}
    for column in columns[:_MOST_COLUMNS]:
        found.update(dict.fromkeys(_stated(column)))
        short = [word for word in _different(column, _REMARKED) if len(word) <= _LONGEST]
        found.update(dict.fromkeys(unit for word in short if (unit := unit_of_remark(word))))
    return list(found)


def units_behind(columns: Sequence[Column]) -> tuple[str, ...]:
    """The known units that stand behind figures in some columns: `1000千元`."""
    found: dict[str, None] = {}
    for column in columns[:_MOST_COLUMNS]:
        words = (word for word in _different(column, _FIGURE_WITH_UNIT) if OF_NOTE not in word)
        units = (_BEHIND.fullmatch(clean(word)) for word in words)
        found.update(
            dict.fromkeys(
                match["unit"] for match in units if match and is_unit(match["unit"]) and match["unit"] not in CALENDAR
            )
        )
    return tuple(found)


def _stated(column: Column) -> list[str]:
    stating = _different(column, _STATING)
    return [unit for word in stating if states_units(word) for unit in stated_units(word)]


def _different(column: Column, wanted: str) -> list[str]:
    """The different texts of a column that match a pattern, up to a limit."""
    texts: Column = column.dictionary if pa.types.is_dictionary(column.type) else column
    if not pa.types.is_string(texts.type):
        return []
    words: Column = as_text(texts)
    matching: Column = words.filter(pc.match_substring_regex(words, wanted))
    different: list[str] = matching.slice(0, _MOST_WORDS).unique().to_pylist()
    return different
