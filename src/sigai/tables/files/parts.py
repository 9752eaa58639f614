"""Several tables one under the other on one sheet: each has its own header row, titles and units.

A header row that comes again, with other columns or another unit, holds for what stands under it, as does `单位：元`
in a row of its own between figures. Read under the first header, figures would be taken for something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.units import is_unit
from sigai.tables.files.headers import Known
from sigai.tables.files.heads import (
    MOST_BELOW,
    Heads,
    fits,
    foot_texts,
    is_number,
    is_row_of_units,
    mentioned_units,
    read_heads,
    says_nothing,
    stated_units,
    unit_of_remark,
)
from sigai.tables.files.labels import joined_labels
from sigai.tables.files.raw import Column, Mask, RawTable, Rows, as_text
from sigai.tables.files.repeated import gone_on, is_around, may_stand_apart
from sigai.tables.files.texts import clean, header_key, split_unit

FOOT_ROWS = 5
"""So many of the last rows of a table are searched for a unit."""

_MOST_ABOVE = 4
_LEAST = 2
"""So many known names make a row a header row."""

_MANY_ROWS = 20_000
"""A column of ever new texts is gone through in tables up to this size; header rows stand in the others, too."""

_CELLS = 100_000
"""So many cells of short columns are gone through at once."""

_MOST_HEADS = 10_000
"""So many rows that may be header rows are looked at."""

_NUMBER = r"^[-+]?[0-9.,\s%]+$"
_LONGEST = 200
"""Bytes of a cell that may be a header or state a unit."""

_WORDS = "^[^0-9]+$"
_UNIT_WORDS = (
    r"单[\s　]*位|[uU]nit|^[(（\[]?[^0-9]{0,12}(?:元|吨|千瓦时|yuan)[)）\]]?$"
    "|[百千万亿]元|万吨|RMB|CNY|USD|thousand|'000"
)

Texts = list[str]


def parted(table: RawTable, known: Known) -> list[RawTable]:
    """The tables of a sheet; one that has no second header row and no unit between its rows comes back as it is."""
    heads, units = _candidates(table, known)
    starts = [at for at in heads if _is_header(_row(table, at), table, known)]
    starts += [at for at in units if at not in starts and _is_between(table, at, starts)]
    return _parts(table, known, sorted(starts)) if starts else [table]


def _candidates(table: RawTable, known: Known) -> tuple[list[int], list[int]]:
    """The rows in which a header or a statement of units may stand, by the different words of the columns."""
    if not len(table):
        return [], []
    heads, units = np.zeros(len(table), dtype=np.int32), np.zeros(len(table), dtype=np.bool_)
    for encoded in _encoded(table):
        words: Column = as_text(encoded.dictionary)
        short: Column = words.filter(_is_short(words))
        wordy = short.filter(pc.match_substring_regex(short, _WORDS)).to_pylist()
        stating = short.filter(pc.match_substring_regex(short, _UNIT_WORDS)).to_pylist()
        names = {word for word in wordy if word and known(clean(word))}
        says_unit = {word for word in stating if _units_in(clean(word))}
        if names:
            heads += _count_of(encoded, words, names, len(table))
        if says_unit:
            units |= _count_of(encoded, words, says_unit, len(table)) > 0
    rows = _without_numbers(table, np.flatnonzero(heads >= _LEAST))
    return rows[:_MOST_HEADS].tolist(), np.flatnonzero(units)[:_MOST_HEADS].tolist()


def _encoded(table: RawTable) -> Iterator[Column]:
    """The columns of texts as codes into their different texts, without those that are not worth it; of a short table
    many columns in one, one below the other: one call for each of ten thousand columns takes seconds."""
    short = []
    for column in table.columns:
        if pa.types.is_dictionary(column.type):
            yield column
        elif pa.types.is_string(column.type) and len(column) <= _MANY_ROWS:
            short.append(column)
    together = max(1, _CELLS // len(table))
    for at in range(0, len(short), together):
        cells = pa.concat_arrays(short[at : at + together])
        yield pc.if_else(_is_short(cells), cells, None).dictionary_encode()


def _is_short(texts: Column) -> Column:
    length: Any = pc.binary_length(texts)
    longest: Any = pa.scalar(_LONGEST)
    return pc.less_equal(length, longest)


def _count_of(encoded: Column, words: Column, wanted: set[str], rows: int) -> Rows:
    """How many cells of each row are one of some words; the columns stand one below the other in `encoded`."""
    here: Column = pc.is_in(words, value_set=pa.array(sorted(wanted), pa.string()))
    codes = encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
    found: Mask = np.append(here.to_numpy(zero_copy_only=False), np.False_)[codes]
    counts: Rows = found.reshape(-1, rows).sum(axis=0)
    return counts


def _without_numbers(table: RawTable, rows: Rows) -> Rows:
    """Those of some rows in which no cell is a number, but for one that is the header of its column again."""
    for name, column in zip(table.names, table.columns, strict=True):
        if not len(rows):
            break
        cells = column.take(pa.array(rows))
        if pa.types.is_dictionary(cells.type):
            cells = cells.cast(cells.type.value_type)
        number = pc.match_substring_regex(cells, _NUMBER) if pa.types.is_string(cells.type) else cells.is_valid()
        if is_number(name):
            same: Column = pc.equal(as_text(cells), name)  # type: ignore[call-overload]
            number = pc.and_not(number, same)
        rows = rows[~pc.fill_null(number, False).to_numpy(zero_copy_only=False)]
    return rows


def _row(table: RawTable, at: int) -> Texts:
    return joined_labels([clean(as_text(column.slice(at, 1))[0].as_py() or "") for column in table.columns])


def _is_header(cells: Texts, table: RawTable, known: Known) -> bool:
    """Whether a row is a header row: it has names and no numbers, and they are most of it or those of the table."""
    given = [cell for cell in cells if cell]
    named = {cell for cell in given if known(cell)}
    numbers = [at for at, cell in enumerate(cells) if is_number(cell)]
    if len(named) < _LEAST or any(cells[at] != table.names[at] for at in numbers):
        return False
    own = {header_key(name) for name in table.names if name}
    return len(named) * 2 >= len(given) or len({header_key(cell) for cell in given} & own) >= _LEAST


def _is_between(table: RawTable, at: int, heads: Sequence[int]) -> bool:
    """Whether a row says a unit and nothing else, or units column by column, for figures under it: the next row with
    figures comes before the next header."""
    cells = _row(table, at)
    if not is_row_of_units(cells) and not all(_units_in(cell) for cell in cells if not says_nothing(cell)):
        return False
    end = min((head for head in heads if head > at), default=len(table))
    return any(_has_figures(_row(table, row)) for row in range(at + 1, min(end, at + 1 + FOOT_ROWS)))


def _has_figures(cells: Texts) -> bool:
    given = [cell for cell in cells if cell]
    return len(given) > 1 and any(is_number(cell) for cell in given)


def _parts(table: RawTable, known: Known, starts: list[int]) -> list[RawTable]:
    """Every part with the heads that hold for it; parts under the same heads are one."""
    first = Heads(table.names, table.beside, table.units, table.over, titles=table.titles)
    heads = [first]
    rows: list[list[Rows]] = [[]]
    begin = 0
    for at, following in zip(starts, [*starts[1:], len(table)], strict=True):
        above, below, found = _heads_at(table, at, (begin, following), known, heads[-1])
        rows[-1].append(np.arange(begin, above))
        is_same = _same(found, heads[-1])
        heads[-1] = _with_open_unit(heads[-1], table, above, at, begin)
        closed = bool(_foot_units(table, rows[-1][-1]))
        begin = below
        if is_same and not closed:
            continue
        heads.append(found)
        rows.append([])
    rows[-1].append(np.arange(begin, len(table)))
    return [_part(table, one, np.concatenate(each)) for one, each in zip(heads, rows, strict=True)]


def _heads_at(table: RawTable, at: int, bounds: tuple[int, int], known: Known, before: Heads) -> tuple[int, int, Heads]:
    """Where the rows above and below a header row end, and what it says, within the bounds of the rows that can belong
    to it; a row that only states a unit keeps the heads before it."""
    begin, end = bounds
    cells = _row(table, at)
    if is_row_of_units(cells) and (len([cell for cell in cells if cell]) > 1 or _is_of_column(cells, before)):
        units = [*before.units, *[""] * (len(cells) - len(before.units))]
        found = [cell.strip("()[] ") if is_unit(cell) else units[column] for column, cell in enumerate(cells)]
        return at, at + 1, replace(before, units=tuple(found))
    if all(_units_in(cell) for cell in cells if not says_nothing(cell)):
        return at, at + 1, _restated(before, list(dict.fromkeys(unit for cell in cells for unit in _units_in(cell))))
    above = at
    while above > max(begin, at - _MOST_ABOVE):
        over = _row(table, above - 1)
        adjoins = table.rows[above] - table.rows[above - 1] == 1
        foot = above - 1 > begin and table.rows[above - 1] - table.rows[above - 2] == 1
        if not is_around(over, known) or not (adjoins or may_stand_apart(over, adjoins=foot)):
            break
        above -= 1
    window = [_row(table, row) for row in range(above, min(at + 1 + MOST_BELOW, end))]
    heads = gone_on(read_heads(window, at - above, known), cells, before, window[: at - above], known)
    return above, at + 1 + heads.below, heads


def _units_in(text: str) -> list[str]:
    """The units that a text between figures states or holds."""
    return stated_units(text) or [*mentioned_units([text])] or [*filter(None, [unit_of_remark(text) if text else ""])]


def _is_of_column(cells: Texts, before: Heads) -> bool:
    """Whether the only unit of a row stands under a column that has one of its own row."""
    return any(cell and unit for cell, unit in zip(cells, before.units, strict=False))


def _restated(before: Heads, units: list[str]) -> Heads:
    """The heads with units that are said between figures; in a column whose own is another, both are."""
    rows = before.units or ("",) * len(before.names)
    own = [unit or split_unit(name)[1] for name, unit in zip(before.names, rows, strict=True)]

    def beside(column: int) -> str:
        held = before.beside[column] if before.beside else ""
        other = next((unit for unit in units if is_unit(own[column]) and unit != own[column]), "")
        return f"{held} 单位:{other}".strip() if other and fits(other, own[column]) else held

    return replace(before, stated=tuple(units), beside=tuple(beside(column) for column in range(len(before.names))))


def _with_open_unit(before: Heads, table: RawTable, above: int, at: int, begin: int) -> Heads:
    """The heads of a table without a unit, with the one in the row that adjoins it and the header under it: it may be
    the foot of the one, or the title of the other."""
    adjoins = begin < above < at and table.rows[above] - table.rows[above - 1] == 1
    if not adjoins or before.stated or any(before.units):
        return before
    units = [unit for cell in _row(table, above) if cell for unit in stated_units(cell)]
    return replace(before, mentioned=tuple(dict.fromkeys((*before.mentioned, *units))))


def _same(one: Heads, other: Heads) -> bool:
    names = [[header_key(name) for name in each.names] for each in (one, other)]
    sides = [(each.beside, each.units, each.stated, each.titles, each.mentioned) for each in (one, other)]
    return names[0] == names[1] and sides[0] == sides[1]


def _foot_units(table: RawTable, rows: Rows) -> list[str]:
    """The units that the last of some rows state for those above them."""
    last = foot_texts([_row(table, int(row)) for row in rows[-FOOT_ROWS:]])
    return [unit for text in last for unit in stated_units(text)]


def _part(table: RawTable, heads: Heads, rows: Rows) -> RawTable:
    """The rows of one part under its own heads; its last rows may state a unit for it."""
    stated = dict.fromkeys((*heads.stated, *_foot_units(table, rows)))
    return replace(
        table.of_rows(rows),
        names=heads.names,
        beside=heads.beside,
        units=heads.units,
        stated=tuple(stated),
        over=heads.stated,
        titles=heads.titles,
        mentioned=tuple(dict.fromkeys((*table.mentioned, *heads.mentioned))),
    )
