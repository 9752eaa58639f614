"""A sheet as a person sees it: every cell as its text, from A1 on; nothing judged yet, no head found yet."""

from __future__ import annotations

from dataclasses import dataclass

from sigai.base.issues import Issue
from sigai.tables.files.heads import Span


@dataclass(frozen=True, slots=True)
class SheetTexts:
    """The texts of a sheet's cells by row and column, its merged ranges, and which rows and columns it does not show; a
    CSV file is a sheet without a name, and may part its cells by `semicolons`. `around` are the lines of its text boxes
    and of the heads and feet of its printed pages, `prompted` the units that come up at its cells."""

    name: str
    cells: tuple[tuple[str, ...], ...]
    merged: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    semicolons: bool = False
    around: tuple[str, ...] = ()
    prompted: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row) for row in self.cells), default=0)

    def text(self, row: int, column: int) -> str:
        """The text of a cell, by row and column from 0; empty where the sheet has none."""
        return self.cells[row][column] if row < len(self.cells) and column < len(self.cells[row]) else ""


@dataclass(frozen=True, slots=True)
class SheetFile:
    """The sheets of one file, by the name that messages call it, and what was said of single lines."""

    name: str
    sheets: tuple[SheetTexts, ...]
    issues: tuple[Issue, ...] = ()
