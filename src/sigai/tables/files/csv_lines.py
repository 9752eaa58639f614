"""Rows that a CSV parser would trip over: quotes that do not pair, cells missing, cells too many, a broken end.

A parser in good faith lets one stray quote swallow every row after it. Here each line answers for itself: a quoted cell
may run over several lines only where the lines between are no full rows.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sigai.base.issues import Issue, Place
from sigai.tables.files.problems import CUT_ROW, LONG_ROW, SHORT_ROW, STRAY_QUOTE

_LONGEST_CELL = 20
"""A quoted cell may run over so many lines."""

_WIDE_SEPARATORS = str.maketrans({"，": ",", "；": ";"})


def line_pattern(delimiter: str) -> str:
    """A line (with its line break) whose quotes pair and stand where quotes may stand."""
    mark = re.escape(delimiter)
    cell = f'(?:"(?:[^"]|"")*"|[^"{mark}\\n][^{mark}"\\n]*)?'
    return f"^{cell}(?:{mark}{cell})*\\n?$"


def split_line(line: str, delimiter: str) -> list[str]:
    """The cells of one record; a record that the csv module refuses is cut at every delimiter."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def joined_record(lines: Sequence[str], start: int, width: int, delimiter: str) -> int:
    """How many lines from `start` make one record with a quoted cell over several lines; 0 where none do."""
    pattern = re.compile(line_pattern(delimiter))
    text = lines[start]
    for length in range(2, _LONGEST_CELL + 1):
        if start + length > len(lines):
            return 0
        following = lines[start + length - 1]
        if len(following.split(delimiter)) == width and '"' not in following:
            return 0  # a full row: the quote above is a stray one
        text += "\n" + following
        if text.count('"') % 2 == 0 and pattern.match(text):
            return length if len(split_line(text, delimiter)) == width else 0
    return 0


def split_record(text: str, delimiter: str) -> list[str]:
    """The cells of a record over several lines; a line break within a cell becomes a space."""
    return split_line(text.replace("\n", " "), delimiter)


def _without_quotes(line: str, delimiter: str) -> list[str]:
    """The cells of a line whose quotes do not pair: every quote is a plain character, those around a cell are cut."""
    return [cell.strip().strip('"') for cell in line.split(delimiter)]


@dataclass(slots=True)
class SingleRows:
    """Rows read one by one: their cells, their row numbers and what was wrong."""

    file: str
    width: int
    delimiter: str
    cells: list[list[str]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def take(self, cells: list[str], row: int) -> None:
        self.cells.append(cells)
        self.rows.append(row)

    def take_line(self, line: str, row: int, *, last: bool, cells: list[str] | None = None) -> bool:
        """Take a line that may have another number of cells than the header, where that needs no guess."""
        cells = split_line(line, self.delimiter) if cells is None else cells
        while len(cells) > self.width and not cells[-1].strip():
            cells = cells[:-1]
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
