"""Rows that a CSV parser would trip over: quotes that do not pair, cells missing, cells too many, a broken end.

A parser in good faith lets one stray quote swallow every row after it. Here each line answers for itself: a quoted cell
may run over several lines only where the lines between are no full rows.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from sigai.base.issues import Issue, Place
from sigai.tables.files.packed import RefusedError
from sigai.tables.files.problems import CUT_ROW, LONG_ROW, MANY_BLANKS, SHORT_ROW, STRAY_QUOTE

_LONGEST_CELL = 20
"""A quoted cell may run over so many lines."""

_LONGEST_RECORD = 100_000
"""Characters of a record over several lines; a cell of a spreadsheet holds a third of that."""

MOST_COLUMNS = 16_384
"""As many as a spreadsheet has."""

SMALL_AREA = 1_000_000
"""So many cells of short rows are laid out for any file; more only for one with a byte for every second of them."""

_WIDE_SEPARATORS = str.maketrans({"，": ",", "；": ";"})


def line_pattern(delimiter: str) -> str:
    """A line (with its line break) whose quotes pair and stand where quotes may stand."""
    mark = re.escape(delimiter)
    cell = f'(?:"(?:[^"]|"")*"|[^"{mark}\\n][^{mark}"\\n]*)?'
    return f"^{cell}(?:{mark}{cell})*\\n?$"


@lru_cache(maxsize=len(",;\t|"))
def _quoting(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A line that begins outside quotes, and one that begins within: the last group is the quote that stays open."""
    mark = re.escape(delimiter)
    inside = '(?:[^"]++|"")*+'
    cell = f'(?:"{inside}"|[^"{mark}][^{mark}"]*+)?+'
    cells = f'(?:{cell}{mark})*+(?:{cell}$|("){inside}$)'
    return re.compile(f"^{cells}"), re.compile(f'^{inside}(?:($)|"(?:$|{mark}{cells}))')


def split_line(line: str, delimiter: str) -> list[str]:
    """The cells of one record; a record that the csv module refuses is cut at every delimiter."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def joined_record(first: str, following: Iterable[str], width: int, delimiter: str) -> list[str]:
    """The lines from `first` on that make one record with a quoted cell over several lines; none where none do."""
    lines = _joined(first, following, delimiter, lambda line: line.count(delimiter) + 1 == width and '"' not in line)
    return lines if lines and len(split_line("\n".join(lines), delimiter)) == width else []


def head_records(lines: Sequence[str], delimiter: str, is_row: Callable[[str], bool]) -> list[str]:
    """The first lines of a file as records: those that a quoted cell runs over are one, with line breaks in it.

    How wide they are is not known yet; `is_row` says which line is a row of its own, so that the quote above it is a
    stray one.
    """
    records: list[str] = []
    at = 0
    while at < len(lines):
        joined = _joined(lines[at], islice(lines, at + 1, None), delimiter, is_row) or [lines[at]]
        records.append("\n".join(joined))
        at += len(joined)
    return records


def _joined(first: str, following: Iterable[str], delimiter: str, is_row: Callable[[str], bool]) -> list[str]:
    if '"' not in first or len(first) > _LONGEST_RECORD:
        return []
    outside, within = _quoting(delimiter)
    begun = outside.match(first)
    if begun is None or not begun[1]:
        return []
    lines = [first]
    for line in islice(following, _LONGEST_CELL - 1):
        if is_row(line):
            return []  # a full row: the quote above is a stray one
        lines.append(line)
        goes_on = within.match(line)
        if goes_on is None or sum(map(len, lines)) > _LONGEST_RECORD:
            return []
        if goes_on[1] is None and goes_on[2] is None:
            return lines
    return []


def split_record(text: str, delimiter: str) -> list[str]:
    """The cells of a record over several lines; a line break within a cell becomes a space."""
    return split_line(text.replace("\n", " "), delimiter)


def _without_quotes(line: str, delimiter: str) -> list[str]:
    """The cells of a line whose quotes do not pair: every quote is a plain character, those around a cell are cut."""
    return [cell.strip().strip('"') for cell in line.split(delimiter)]


@dataclass(slots=True)
class SingleRows:
    """Rows read one by one: their cells, their row numbers and what was wrong. `room` is how many cells they may take
    in memory, those that they lack included."""

    file: str
    width: int
    delimiter: str
    room: int = SMALL_AREA
    cells: list[list[str]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def take(self, cells: list[str], row: int) -> None:
        """Keep a row; RefusedError where short rows under a wide header ask for too much."""
        self.room -= self.width
        if self.room < 0:
            raise RefusedError(MANY_BLANKS, columns=self.width)
        self.cells.append(cells)
        self.rows.append(row)

    def take_line(self, line: str, row: int, *, last: bool, cells: list[str] | None = None) -> bool:
        """Take a line that may have another number of cells than the header, where that needs no guess."""
        if (found := line.count(self.delimiter) + 1) > MOST_COLUMNS + self.width:
            self.issues.append(LONG_ROW.at(Place(self.file, row=row), found=found, expected=self.width))
            return False
        cells = split_line(line, self.delimiter) if cells is None else cells
        filled = len(cells)
        while filled > self.width and not cells[filled - 1].strip():
            filled -= 1
        cells = cells[:filled]
        if len(cells) != self.width and ("，" in line or "；" in line):
            plain = split_line(line.translate(_WIDE_SEPARATORS), self.delimiter)
            cells = plain if len(plain) == self.width else cells
        place, counts = Place(self.file, row=row), {"found": len(cells), "expected": self.width}
        if len(cells) > self.width:
            self.issues.append(LONG_ROW.at(place, **counts))
            return False
        if len(cells) < self.width:
            if not any(cell.strip() for cell in cells):
                return False
            self.issues.append((CUT_ROW if last else SHORT_ROW).at(place, **counts))
            if last:
                return False
        self.take(cells + [""] * (self.width - len(cells)), row)
        return True

    def take_unpaired(self, line: str, row: int, *, last: bool) -> None:
        """Take a line whose quotes do not pair as plain characters, and say so."""
        if self.take_line(line, row, last=last, cells=_without_quotes(line, self.delimiter)):
            self.issues.append(STRAY_QUOTE.at(Place(self.file, row=row)))
