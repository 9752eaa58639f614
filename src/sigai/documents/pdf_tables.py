"""Ruled tables of a PDF page: ruling lines to a grid, glyphs to its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sigai.documents.pdf_pages import Glyph, Rule

_NEAR = 3.0
_MOST_RULES = 3_000
_MOST_CELLS = 4_000


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A grid: `xs` from left to right, `ys` from top to bottom, and the rules that part its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rules: tuple[Rule, ...]
    _spanning: set[int] = field(default_factory=set, compare=False)

    @property
    def top(self) -> float:
        """Where the grid begins on the page."""
        return self.ys[0]

    @property
    def columns(self) -> int:
        """The number of columns: one less than there are vertical rules."""
        return len(self.xs) - 1

    def holds(self, glyph: Glyph) -> bool:
        """Whether a glyph stands inside the outer rules."""
        middle = (glyph.x + glyph.right) / 2
        return self.xs[0] <= middle <= self.xs[-1] and self.ys[-1] <= glyph.y + 0.3 * glyph.size <= self.ys[0]

    def spans(self, cells: Sequence[str]) -> bool:
        """Whether the row that was just given is one cell across the table."""
        return id(cells) in self._spanning

    def rows(self, glyphs: Sequence[Glyph], text: Callable[[Sequence[Glyph]], str]) -> list[list[str]]:
        """The rows from top to bottom; a merged cell has its text once, the places it covers are empty."""
        homes = self._homes()
        held: dict[tuple[int, int], list[Glyph]] = {}
        downwards = [-level for level in self.ys]
        for glyph in glyphs:
            middle = (glyph.x + glyph.right) / 2
            column = min(max(bisect_right(self.xs, middle) - 1, 0), self.columns - 1)
            line = min(max(bisect_right(downwards, -(glyph.y + 0.3 * glyph.size)) - 1, 0), len(self.ys) - 2)
            held.setdefault(homes[line, column], []).append(glyph)
        rows: list[list[str]] = []
        for line in range(len(self.ys) - 1):
            cells = [text(held.get((line, column), ())) for column in range(self.columns)]
            rows.append(cells)
            if {homes[line, column] for column in range(self.columns)} == {(line, 0)}:
                self._spanning.add(id(cells))
        return rows

    def _homes(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each place of the grid the upper left place of the cell that it belongs to."""
        homes: dict[tuple[int, int], tuple[int, int]] = {}
        for line, (upper, lower) in enumerate(pairwise(self.ys)):
            for column, (left, right) in enumerate(pairwise(self.xs)):
                home = (line, column)
                if column and not self._ruled(False, left, (upper + lower) / 2):
                    home = homes[line, column - 1]
                elif line and not self._ruled(True, upper, (left + right) / 2):
                    home = homes[line - 1, column]
                homes[line, column] = home
        return homes

    def _ruled(self, across: bool, level: float, at: float) -> bool:
        return any(
            rule.across == across and abs(rule.level - level) <= _NEAR and rule.start - 1 <= at <= rule.stop + 1
            for rule in self.rules
        )


def ruled_tables(rules: Sequence[Rule]) -> list[RuledTable]:
    """The tables that ruling lines make: those that touch belong together; at least two columns."""
    if not 5 <= len(rules) <= _MOST_RULES:
        return []
    tables: list[RuledTable] = []
    for group in _touching(rules):
        xs = _levels([rule.level for rule in group if not rule.across])
        ys = _levels([rule.level for rule in group if rule.across])[::-1]
        if len(xs) >= 3 and len(ys) >= 2 and len(xs) * len(ys) <= _MOST_CELLS:
            tables.append(RuledTable(tuple(xs), tuple(ys), tuple(group)))
    return tables


def _levels(values: Sequence[float]) -> list[float]:
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _NEAR:
            levels.append(value)
    return levels


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in groups that cross or touch one another."""
    parent = list(range(len(rules)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    upright = [(number, rule) for number, rule in enumerate(rules) if not rule.across]
    for first, across in enumerate(rules):
        if not across.across:
            continue
        for second, other in upright:
            if (
                across.start - _NEAR <= other.level <= across.stop + _NEAR
                and other.start - _NEAR <= across.level <= other.stop + _NEAR
            ):
                parent[root(first)] = root(second)
    groups: dict[int, list[Rule]] = {}
    for number, rule in enumerate(rules):
        groups.setdefault(root(number), []).append(rule)
    return list(groups.values())
