"""Which figure a line is judged by at each month: the latest usable one, and which month it is of."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from sigai.progress.arrays import Flags, Floats, Integers
from sigai.progress.result_matrix import ResultMatrix
from sigai.progress.target_lines import NEVER, TargetLines
from sigai.progress.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class LineFigures:
    """The figure of each line at each month, lines × months, in the track's unit; NaN and `NEVER` where there is none.

    usable: enough of those who owe it have reported. Where no usable figure is recent enough, the latest unusable one
    is shown without being judged. estimated: figures that are owed and not in yet are under it; down, up, slope: how it
    may differ for that reason (see the contract of the results), NaN where nothing is estimated or it is not known.
    overtaken: a newer one is owed, of which too little is in to judge by, or nothing at all.
    """

    actual: Floats
    month: Integers
    reported: Floats
    like_for_like: Floats
    coverage: Floats
    coverage_weight: Floats
    estimated: Flags
    down: Floats
    up: Floats
    slope: Floats
    provisional: Flags
    usable: Flags
    overtaken: Flags

    @property
    def spread_known(self) -> Flags:
        """Whether it is known how far what is owed may move a figure."""
        known = np.isfinite(self.down) & (self.down >= 0) & np.isfinite(self.up) & (self.up >= 0)
        return np.asarray(known & ~self.overtaken)

    @property
    def open(self) -> Flags:
        """Whether what is owed and not in yet may move a figure."""
        return self.estimated | self.overtaken

    def or_where(self, chosen: Flags, other: LineFigures) -> LineFigures:
        """Those of another where chosen."""
        names = [field.name for field in fields(self)]
        return LineFigures(**{name: np.where(chosen, getattr(other, name), getattr(self, name)) for name in names})

    def at(self, line: Integers, column: Integers) -> LineFigures:
        """The figures of these lines at these months, one row each."""
        return LineFigures(**{field.name: getattr(self, field.name)[line, column][:, None] for field in fields(self)})


def figures_at(lines: TargetLines, panel: ResultMatrix, at: Integers, thresholds: Thresholds) -> LineFigures:
    """The figures that count at the months `at` (lines × months), none older than the method's `stale_after`.

    What begins anew every January is never judged by a figure of the year before. `thresholds` has one entry per column
    of the panel.
    """
    search = _Search.of(lines, panel, at, thresholds)
    good, newest = search.latest(search.covered), search.latest(panel.owed)
    chosen = np.where(good > NEVER, good, search.latest(search.there))
    return search.figures(chosen, usable=good > NEVER, overtaken=(good > NEVER) & (newest > good))


def newest_at(lines: TargetLines, panel: ResultMatrix, at: Integers, thresholds: Thresholds) -> LineFigures:
    """What the months `at` show so far, however few have reported: no status rests on it."""
    search = _Search.of(lines, panel, at, thresholds)
    nowhere = np.zeros(at.shape, dtype=np.bool_)
    return search.figures(search.latest(search.there | panel.owed), usable=nowhere, overtaken=nowhere)


@dataclass(frozen=True, slots=True)
class _Search:
    """For every line and month: which columns of the panel may be taken from its row, from `oldest` to `column`."""

    lines: TargetLines
    panel: ResultMatrix
    thresholds: Thresholds
    row: Integers
    column: Integers
    oldest: Integers

    @classmethod
    def of(cls, lines: TargetLines, panel: ResultMatrix, at: Integers, thresholds: Thresholds) -> _Search:
        column = np.clip(at - panel.first, 0, panel.value.shape[1] - 1)
        oldest = column - thresholds.stale_after[column].astype(np.int64)
        within_year = (lines.trajectory == "within_year")[:, None]
        oldest = np.where(within_year, np.maximum(oldest, column // 12 * 12), oldest)
        return cls(lines, panel, thresholds, np.broadcast_to(lines.row[:, None], column.shape), column, oldest)

    @property
    def there(self) -> Flags:
        return ~np.isnan(self.panel.value)

    @property
    def covered(self) -> Flags:
        """What those that gave weigh says more than how many they are, where it is known."""
        weight = self.panel.coverage_weight
        share = np.where(np.isnan(weight), self.panel.coverage, weight)
        return self.there & ~(share < self.thresholds.minimum_coverage)

    def latest(self, flags: Flags) -> Integers:
        """The latest column that is flagged in each row; `NEVER` where none is."""
        position = np.where(flags, np.arange(flags.shape[1]), NEVER)
        found = np.maximum.accumulate(position, axis=1)[self.row, self.column]
        found = np.where(found >= self.oldest, found, NEVER)
        # A yearly figure stands for the months after it, but not for the count of the next year.
        january = self.panel.first + self.column // 12 * 12
        foreign = (self.lines.trajectory == "within_year")[:, None] & (self.panel.figure[self.row, found] < january)
        return np.asarray(np.where(foreign, NEVER, found), dtype=np.int64)

    def figures(self, chosen: Integers, *, usable: Flags, overtaken: Flags) -> LineFigures:
        """What stands in the chosen columns."""
        panel, row, missing = self.panel, self.row, chosen == NEVER

        def of(matrix: Floats) -> Floats:
            return np.where(missing, np.nan, matrix[row, chosen])

        factor, coverage = self.lines.factor[:, None], of(panel.coverage)
        flagged = panel.provisional[row, chosen] | (coverage < self.thresholds.provisional_below[chosen])
        return LineFigures(
            actual=of(panel.value) * factor,
            month=np.where(missing, NEVER, panel.figure[row, chosen]),
            reported=of(panel.reported) * factor,
            like_for_like=of(panel.like_for_like) * factor,
            coverage=coverage,
            coverage_weight=of(panel.coverage_weight),
            estimated=panel.estimated[row, chosen] & ~missing,
            down=of(panel.down) * factor,
            up=of(panel.up) * factor,
            slope=of(panel.slope) * factor,
            provisional=flagged & ~missing,
            usable=usable,
            overtaken=overtaken,
        )
