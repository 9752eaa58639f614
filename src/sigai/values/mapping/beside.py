"""What a mapped sheet says beside its heads of what figures are, or in which unit: titles, the name of the sheet,
columns without a meaning. It is read by the rules for every other file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sigai.base.units import is_unit
from sigai.tables.files import SheetTexts, clean
from sigai.tables.files.heads import fits, stated_units
from sigai.values.batches import same_unit
from sigai.values.mapping.holding import mostly
from sigai.values.mapping.model import Meant
from sigai.values.row_spans import MOST_WORDS, said_around, tell_spans


def span_around(sheet: SheetTexts, rows: Iterable[int], around: Sequence[str] = ()) -> str:
    """The words of a sheet's name, in brackets in rows over heads, or `around`, that say what all figures of a table
    are."""
    return said_around(sheet.name, (clean(cell) for row in rows for cell in sheet.cells[row] if cell), around)


def meant_by_words(cells: Iterable[str]) -> Meant | None:
    """What a column says of the figures of its rows where its head says nothing: what they are, or in which unit."""
    texts = {text: None for cell in cells if (text := cell.strip())}
    words = [*map(clean, texts)] if len(texts) <= MOST_WORDS else []
    if tell_spans(words):
        return "span"
    return "unit" if words and mostly(bool(is_unit(word) and stated_units(word)) for word in words) else None


def units_of_cells(cells: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The units that cells are or state, in brackets at their end, too, each with the first row that has it."""
    first = {text: row for row, text in reversed(list(cells))}
    for text, row in sorted(first.items(), key=lambda pair: pair[1]):
        plain = clean(text)
        said = [plain.strip("()[] ")] if is_unit(plain) else stated_units(plain, title=plain.endswith((")", "]")))
        yield from ((row, unit) for unit in said)


def is_apart(unit: str, held: Iterable[str]) -> bool:
    """Whether a unit is for the same kind of thing as one that figures are read in, and of another size."""
    return any(fits(unit, wanted) and not same_unit(unit, wanted) for wanted in held)
