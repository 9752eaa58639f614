"""Rows without figures that say in what, or of what time, their columns are: under heads, over them, between."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sigai.base.units import is_unit
from sigai.tables.files import SheetTexts, clean
from sigai.tables.files.heads import MOST_BELOW, is_numbering, merged_over, says, says_nothing
from sigai.values.mapping.heads import SeenHead, seen_head


def rows_of_heads(sheet: SheetTexts, first: int, figures: Collection[int]) -> int:
    """How many rows from `first` on belong to the heads above them, where figures stand in some columns: rows of units,
    of words such as `累计`, and the numbers of columns."""
    count = 0
    while count < MOST_BELOW and first + count < len(sheet.cells):
        row = first + count
        cells = [clean(cell) for cell in sheet.cells[row] if cell.strip()]
        if not (is_numbering(cells) or _says(sheet, row, figures)):
            break
        count += 1
    return count


def is_units(sheet: SheetTexts, row: int, figures: Collection[int]) -> bool:
    """Whether a row says nothing but units of columns with figures."""
    if any(cell and at not in figures and not _is_nothing(cell) for at, cell in enumerate(sheet.cells[row])):
        return False  # as in nearly every row: whether words are units takes long
    if not units_in(sheet.cells[row]):
        return False
    said = _words(sheet, row)
    return bool(said) and all(at in figures and is_unit(word) for at, word in said.items())


def units_in(row: Sequence[str]) -> list[str]:
    """The units of a row that says nothing else; none of any other row."""
    said = [clean(cell) for cell in row if not _is_nothing(cell)]
    return said if all(map(is_unit, said)) else []


def units_said(sheet: SheetTexts, rows: Iterable[int]) -> list[tuple[int, int, str]]:
    """Row, column and unit of every cell of rows of units."""
    return [(row, at, word.strip("()[] ")) for row in rows for at, word in _words(sheet, row).items()]


def heads_with(heads: Sequence[SeenHead], sheet: SheetTexts, rows: Iterable[int]) -> tuple[SeenHead, ...]:
    """Heads with the words of further rows under them."""
    further = [_words(sheet, row) for row in rows]
    found = []
    for head in heads:
        words = tuple(dict.fromkeys((*head.words, *(row[head.at] for row in further if head.at in row))))
        found.append(head if words == head.words else seen_head(head.at, words))
    return tuple(found)


def _says(sheet: SheetTexts, row: int, figures: Collection[int]) -> bool:
    said = _words(sheet, row)
    return bool(said) and all(at in figures and says(word) for at, word in said.items())


def _words(sheet: SheetTexts, row: int) -> dict[int, str]:
    """The words of a row by column, without dashes and the word for units."""
    cells = [clean(cell) for cell in merged_over(sheet.cells, row, sheet.width, sheet.merged)]
    return {at: cell for at, cell in enumerate(cells) if not _is_nothing(cell)}


def _is_nothing(cell: str) -> bool:
    return not cell or says_nothing(clean(cell))
