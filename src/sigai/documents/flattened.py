"""Tables that extraction flattened to lines, back to rows and cells.

Three ways in which a table comes out of a PDF or a web page as lines are undone: the cells of a row one under the
other, where the last column names responsible units; a row on each line, its cells parted by white space; one cell on
each line, the rows counted. What fits none of them stays prose, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sigai.documents.columns import COUNTERS, OWNERS, heads_of, is_head
from sigai.documents.draft import Block, row
from sigai.documents.flattened_figures import figure_rows
from sigai.documents.lines import Line, joined, width_of
from sigai.documents.numbering import marker_of
from sigai.documents.owners import unit_runs

_FEWEST_ROWS = 2
_MOST_LINES = 80
_MOST_TRIES = 20
_MOST_COLUMNS = 30
_MOST_REACH = 5_000
"""How many lines a table may take: what bounds the work on a text made to be slow."""
_LONGEST_HEADING = 60
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_BEFORE_FIGURES = "到至自从比较在于约近达过增降每"


@dataclass(frozen=True, slots=True)
class Table:
    """A table among lines: `start` to before `stop`, and the blocks that these lines are."""

    start: int
    stop: int
    blocks: tuple[Block, ...]


def find_tables(lines: Sequence[Line]) -> list[Table]:
    """The flattened tables among the lines of one part, in order."""
    tables: list[Table] = []
    place, tries = 0, _MOST_TRIES
    while place < len(lines):
        heads = () if lines[place].furniture else heads_of(lines[place].text)
        tries -= bool(heads)
        table = _table_at(lines, place, heads) if tries > 0 else None
        if table is not None:
            tables.append(table)
            place = table.stop
        else:
            place += 1
    return tables


def _table_at(lines: Sequence[Line], start: int, heads: tuple[str, ...]) -> Table | None:
    if not heads:
        return None if lines[start].furniture else _counted_cells(lines, start)
    if OWNERS.search("".join(heads[-1].split())):
        table = _Stacked(lines, start, heads).table()
        if table is not None:
            return table
    return _rows_on_lines(lines, start, heads) or _figures_on_lines(lines, start, heads)


def _rows_on_lines(lines: Sequence[Line], start: int, heads: tuple[str, ...]) -> Table | None:
    blocks = [row(heads, lines[start].page)]
    stop = start + 1
    while stop < len(lines):
        cells = tuple(lines[stop].text.split())
        if lines[stop].furniture or heads_of(lines[stop].text) == heads:
            blocks.append(_as_furniture(lines[stop]))
        elif len(cells) == len(heads):
            blocks.append(row(cells, lines[stop].page))
        else:
            break
        stop += 1
    rows = sum(block.kind == "row" for block in blocks) - 1
    return Table(start, stop, tuple(blocks)) if rows >= _FEWEST_ROWS else None


def _figures_on_lines(lines: Sequence[Line], start: int, heads: tuple[str, ...]) -> Table | None:
    found = figure_rows(lines, start, heads)
    return Table(start, found.stop, found.blocks) if found else None


def _counted_cells(lines: Sequence[Line], start: int) -> Table | None:
    """One cell on each line: column heads one under the other, the first of them 序号, then rows counted from 1."""
    if "".join(lines[start].text.split()) not in COUNTERS:
        return None
    stop = start
    while stop < min(len(lines), start + _MOST_COLUMNS) and is_head(lines[stop].text):
        stop += 1
    columns = stop - start
    if columns < 3:
        return None
    blocks = [row(tuple(line.text for line in lines[start:stop]), lines[start].page)]
    while stop + columns <= len(lines) and lines[stop].text.strip() == str(len(blocks)):
        blocks.append(row(tuple(line.text for line in lines[stop : stop + columns]), lines[stop].page))
        stop += columns
    return Table(start, stop, tuple(blocks)) if len(blocks) > _FEWEST_ROWS else None


def _as_furniture(line: Line) -> Block:
    return Block(line.text, kind="furniture", page=line.page)


class _Stacked:
    """A table whose cells came out one under the other, each wrapped to its own column; units close a row."""

    def __init__(self, lines: Sequence[Line], start: int, heads: tuple[str, ...]) -> None:
        self._lines = lines = lines[: start + _MOST_REACH]
        self._start = start
        self._heads = heads
        head = "".join("".join(heads).split())
        self._aside = {
            number
            for number in range(start + 1, len(lines))
            if lines[number].furniture or "".join(lines[number].text.split()) == head
        }
        self._places = [number for number in range(start + 1, len(lines)) if number not in self._aside]
        texts = ["".join(lines[number].text.split()) for number in self._places]
        self._runs = unit_runs(texts, [lines[number].width for number in self._places])

    def table(self) -> Table | None:
        """The table; None where the lines do not fall into rows."""
        fronts = self._fronts()
        if len(fronts) < _FEWEST_ROWS:
            return None
        numbered = any(self._number(front) for _, front, _ in fronts)
        widths = self._widths([front for _, front, _ in fronts])
        blocks: list[Block] = [row(self._heads, self._lines[self._start].page)]
        whole, done = 0, self._start + 1
        for headings, front, owners in fronts:
            last = self._places[owners[1]]
            begin = self._places[headings[0]] if headings else self._places[front[0]]
            blocks.extend(_as_furniture(self._lines[number]) for number in range(done, begin) if number in self._aside)
            blocks.extend(Block(self._line(place).text, page=self._line(place).page) for place in headings)
            cells = self._cells(front, owners, widths, numbered)
            whole += all(cells[1:])
            blocks.append(row(cells, self._line(front[0]).page))
            blocks.extend(_as_furniture(self._lines[number]) for number in range(begin, last) if number in self._aside)
            done = last + 1
        if whole < 0.6 * len(fronts):
            return None
        return Table(self._start, done, tuple(blocks))

    def _line(self, place: int) -> Line:
        return self._lines[self._places[place]]

    def _number(self, front: Sequence[int]) -> bool:
        marker = marker_of(self._line(front[0]).text)
        return marker is not None and marker.style.rank >= 6

    def _fronts(self) -> list[tuple[list[int], list[int], tuple[int, int]]]:
        """Each row as (headings before it, lines of its front cells, first and last line of its units)."""
        fronts: list[tuple[list[int], list[int], tuple[int, int]]] = []
        done = 0
        for first, last in self._runs:
            front = list(range(done, first))
            headings: list[int] = []
            while len(front) > 1 and self._is_heading(front):
                headings.append(front.pop(0))
            if not front or len(front) > _MOST_LINES:
                break
            fronts.append((headings, front, (first, last)))
            done = last + 1
        return fronts

    def _is_heading(self, front: Sequence[int]) -> bool:
        """A line numbered 一、 or （一） over a line numbered 1. is a heading across the table."""
        above, below = (marker_of(self._line(place).text) for place in front[:2])
        text = self._line(front[0]).text
        if above is None or below is None or len(text) > _LONGEST_HEADING:
            return False
        return above.style.rank < below.style.rank

    def _widths(self, fronts: Sequence[Sequence[int]]) -> list[int]:
        """The width of each front column but the last: that of the lines with which its cells begin."""
        widths: list[int] = []
        rests = [list(front) for front in fronts]
        for column in range(len(self._heads) - 2):
            numbered = column == 0 and any(self._number(front) for front in rests if front)
            firsts = [self._line(rest[0]).text for rest in rests if rest and (not numbered or self._number(rest))]
            alone = [text for text in firsts if not _two_cells(text, _MOST_LINES)[1]]
            width = _common_width([width_of(text) for text in alone or firsts])
            widths.append(width)
            for rest in rests:
                if rest and (not numbered or self._number(rest)):
                    del rest[: self._taken(rest, width)]
        return widths

    def _taken(self, rest: Sequence[int], width: int) -> int:
        """How many lines a cell of this width takes: on while they are full."""
        taken = 0
        for place in rest:
            size = self._line(place).width
            if size > width + 1:
                break
            taken += 1
            if size < width - 3:
                break
        return taken

    def _cells(
        self, front: Sequence[int], owners: tuple[int, int], widths: Sequence[int], numbered: bool
    ) -> tuple[str, ...]:
        texts = [self._line(place).text for place in front]
        cells: list[str] = []
        for column, width in enumerate(widths):
            if column == 0 and numbered and not self._number(front):
                cells.append("")
                continue
            cells.append(_take_cell(texts, width))
        cells.append(_join(texts))
        cells.append(_join([self._line(place).text for place in range(owners[0], owners[1] + 1)]))
        return tuple(cells)


def _take_cell(texts: list[str], width: int) -> str:
    """Take one cell of a column off the beginning of `texts`; a line that holds two cells is cut at its white space."""
    taken: list[str] = []
    while texts:
        size = width_of(texts[0])
        if size > width + 1:
            left, right = _two_cells(texts[0], width)
            if right:
                taken.append(left)
                texts[0] = right
            break
        taken.append(texts.pop(0))
        if size < width - 3:
            break
    return _join(taken)


def _two_cells(text: str, width: int) -> tuple[str, str]:
    """The cells that a line holds, the first no wider than its column; a space before a figure parts no cells."""
    left, _, right = text.partition(" ")
    if not right or width_of(left) > width + 1 or left.isascii() or left[-1] in _BEFORE_FIGURES:
        return text, ""
    if right[0].isdigit() and not _YEAR.match(right):
        return text, ""
    return left, right.strip()


def _common_width(widths: Sequence[int]) -> int:
    """The width that most lines near the widest common one come to: a line with two cells in it is none."""

    def near(width: int) -> int:
        return sum(width - 3 <= other <= width for other in widths)

    ordered = sorted(set(widths), reverse=True)
    for number, widest in enumerate(ordered):
        if near(widest) >= 0.25 * len(widths):
            return max(
                (width for width in ordered[number:] if width >= widest - 4), key=lambda width: (near(width), width)
            )
    return 0


def _join(texts: Sequence[str]) -> str:
    text = ""
    for piece in texts:
        text = joined(text, piece)
    return text
