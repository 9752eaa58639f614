"""The tables of one sheet: those below the first one have heads of their own, with columns in whatever order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sigai.tables.files import SheetTexts, clean
from sigai.tables.files.heads import is_number, stated_units
from sigai.values.mapping.beside import span_around
from sigai.values.mapping.heads import (
    SINCE,
    SeenHead,
    bare_head,
    heads_at,
    heads_for,
    is_only_other,
    is_section,
    title_period,
    word_key,
)
from sigai.values.mapping.meanings import KnownMeasures
from sigai.values.mapping.model import Mapping
from sigai.values.mapping.saying import heads_with, is_units, rows_of_heads, units_said
from sigai.values.stated_periods import HELD, split_period

_ANY_YEAR = 2000
_FEWEST = 2
"""So many heads in one row are a head row, whatever else stands in it."""
_BEGINS_NUMBERS = frozenset("0123456789-+.,¥￥$(（")


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One table: its head's first row from 0, how many rows it has, and the heads. `titles` are the rows that say whose
    and when its figures are, `over` those right over its heads, `under` those of its figures; `units` stand in rows of
    their own. `fits`: its heads are the mapping's."""

    first: int
    count: int
    heads: tuple[SeenHead, ...]
    titles: tuple[int, ...]
    over: tuple[int, ...] = ()
    under: tuple[int, ...] = ()
    units: tuple[tuple[int, int, str], ...] = ()
    fits: bool = True

    @property
    def below(self) -> int:
        """The first row under the heads."""
        return self.first + self.count


def found_of(heads: Sequence[SeenHead], keys: Collection[str]) -> int:
    """How many of a mapping's columns some heads stand for."""
    here = {head.key for head in heads} | {head.twin for head in heads}
    return len(here & set(keys))


def figure_columns(mapping: Mapping, heads: Sequence[SeenHead]) -> frozenset[int]:
    """The columns that do not say whom, what, when or in which unit figures are."""
    other = {
        head.at
        for column in mapping.read
        if column.means not in ("figure", "asked")
        for head in heads_for(heads, column.key)
    }
    return frozenset(head.at for head in heads if head.at not in other)


def tables_of(sheet: SheetTexts, first: int, mapping: Mapping, known: KnownMeasures) -> list[SheetTable]:
    """The tables of a sheet from the heads in row `first` on; those that are read alike, as a table that goes on on the
    next page is, are one."""
    top = _at(sheet, first, mapping)
    marks = [(top, range(0)), *_further(sheet, top, mapping, known)]
    last = _last_of_figures(sheet)
    alike: dict[object, list[SheetTable]] = defaultdict(list)
    for at, (table, lines) in enumerate(marks):
        after = marks[at + 1] if at + 1 < len(marks) else None
        end = len(sheet.cells) if after is None else after[0].first - len(after[1])
        whole = _with_rows(sheet, table, lines if at else range(first), range(table.below, end), mapping)
        whole = _with_lone_units(sheet, whole, lines, last, mapping)
        alike[_reading(sheet, whole if at else replace(whole, over=()), mapping)].append(whole)
    return [
        replace(
            same[0],
            under=tuple(row for table in same for row in table.under),
            units=tuple(unit for table in same for unit in table.units),
        )
        for same in alike.values()
    ]


def _reading(sheet: SheetTexts, table: SheetTable, mapping: Mapping) -> object:
    """What two tables have in common that are read alike: heads, titles, and what stands over them."""
    figures = figure_columns(mapping, table.heads)
    over = tuple(cell for row in table.over for at, cell in enumerate(sheet.cells[row]) if at in figures and cell)
    said = span_around(sheet, table.over)
    return table.fits, table.titles, over, said, tuple((head.at, head.words) for head in table.heads)


def _at(sheet: SheetTexts, first: int, mapping: Mapping) -> SheetTable:
    """The table whose heads begin in a row."""
    heads = heads_at(sheet, first, mapping.heads)
    count = mapping.heads + rows_of_heads(sheet, first + mapping.heads, figure_columns(mapping, heads))
    heads = heads_with(heads, sheet, range(first + mapping.heads, first + count))
    above = tuple(range(first))
    return SheetTable(first, count, heads, above, above)


def _further(
    sheet: SheetTexts, top: SheetTable, mapping: Mapping, known: KnownMeasures
) -> Iterator[tuple[SheetTable, range]]:
    """The tables below the first one, each with the lines right over its heads."""
    wanted = {column.key for column in mapping.read}
    words = _HeadWords.of(mapping, top.heads, known)
    dated_rows = any(column.means in ("period", "year", "month") for column in mapping.read)
    row = floor = top.below
    here = top
    while row < len(sheet.cells):
        if _begins_section(sheet.cells[row], dated=dated_rows):
            here = replace(here, first=row, count=1, titles=(row,), over=(row,))
            yield here, range(row, row)
        if not words.are_in(sheet.cells[row]):
            row += 1
            continue
        starts = [
            at for at in range(max(floor, row - mapping.heads + 1), row + 1) if at + mapping.heads <= len(sheet.cells)
        ]
        best = max(starts, key=lambda at: (found_of(heads_at(sheet, at, mapping.heads), wanted), at), default=row)
        table = _at(sheet, best, mapping) if starts else SheetTable(row, 1, (), ())
        lines = _lines_over(sheet, table.first, floor)
        dated = bool(title_period(sheet, lines, _ANY_YEAR))
        fits = found_of(table.heads, wanted) * 3 >= len(wanted) * 2
        over = tuple(range(max(min(lines.start, table.first - 1), floor), table.first))
        here = replace(table, titles=tuple(lines) if dated else top.titles, over=over, fits=fits)
        yield here, lines
        row = floor = table.below


def _begins_section(row: Sequence[str], *, dated: bool) -> bool:
    """Whether a row is nothing but the name of another period, or of other figures, for the rows below. A number alone
    is a figure, and where rows are `dated` a period is their own."""
    cells = [cell for cell in row if cell and not cell.isspace()]
    if len(cells) != 1:
        return False
    text = clean(cells[0])
    return not is_number(text) and (is_only_other(text) if dated else is_section(text))


def _key(cell: str) -> str:
    """The key of a word; most cells of a large file are names of letters only and need no looking into."""
    return cell.lower() if cell.isalpha() else word_key(cell)


@dataclass(frozen=True)
class _HeadWords:
    """What tells a row of heads from a row of figures."""

    words: frozenset[str]
    columns: int
    figures: frozenset[int]
    known: KnownMeasures

    @classmethod
    def of(cls, mapping: Mapping, heads: Sequence[SeenHead], known: KnownMeasures) -> _HeadWords:
        words = frozenset(word_key(word) for column in mapping.read for word in column.head) - {"", HELD, SINCE}
        figures = {
            head.at
            for column in mapping.read
            if column.means in ("figure", "asked")
            for head in heads_for(heads, column.key)
        }
        return cls(words, len(mapping.read), frozenset(figures), known)

    def are_in(self, row: Sequence[str]) -> bool:
        """Whether words of the mapping's heads, or measures over columns of figures, stand in a row without figures."""
        named = others = 0
        numbers = False
        for at, cell in enumerate(row):
            if not cell or cell.isspace():
                continue
            if cell[0] in _BEGINS_NUMBERS:
                numbers = numbers or (at in self.figures and is_number(clean(cell)))
                others += 1
            elif _key(cell) in self.words or (at in self.figures and self._is_measure(cell)):
                named += 1
            else:
                others += 1
        return named >= _FEWEST or (named == 1 and not numbers and (others > 0 or self.columns == 1))

    def _is_measure(self, cell: str) -> bool:
        bare = bare_head(cell)
        return bool(bare) and self.known.measure(bare) is not None


def _lines_over(sheet: SheetTexts, first: int, floor: int) -> range:
    """The rows right over a table's heads that say of the whole table something, as titles do."""
    row = first
    while row > floor and _is_line(sheet.cells[row - 1]):
        row -= 1
    return range(row, first)


def _is_line(row: Sequence[str]) -> bool:
    cells = {clean(cell) for cell in row if cell.strip()}
    return len(cells) <= 1 or all(":" in cell or split_period(cell)[0] == HELD for cell in cells)


def _last_of_figures(sheet: SheetTexts) -> int:
    """The last row that holds more than a note."""
    return next((row for row in reversed(range(len(sheet.cells))) if not _is_line(sheet.cells[row])), -1)


def _with_rows(sheet: SheetTexts, table: SheetTable, lines: Iterable[int], rows: range, mapping: Mapping) -> SheetTable:
    """A table with the rows of its figures, and the units that rows of their own say over them and among them."""
    figures = figure_columns(mapping, table.heads)
    passed = [row for row in (*lines, *rows) if is_units(sheet, row, figures)]
    left = set(passed)
    under = tuple(row for row in rows if row not in left)
    return replace(table, under=under, units=tuple(units_said(sheet, passed)))


def _with_lone_units(
    sheet: SheetTexts, table: SheetTable, lines: Iterable[int], last: int, mapping: Mapping
) -> SheetTable:
    """A table with the units that a lone text states, as `单位：元` does, in a row with figures below it."""
    lone = [
        (row, cells[0])
        for row in (*lines, *table.under)
        if row < last and len(cells := [cell for cell in sheet.cells[row] if cell.strip()]) == 1
    ]
    said = [(row, unit) for row, text in lone for unit in stated_units(text)]
    figures = figure_columns(mapping, table.heads) if said else ()
    return replace(table, units=(*table.units, *((row, at, unit) for row, unit in said for at in figures)))
