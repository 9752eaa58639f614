"""Which figure a line is judged by at each month: the latest usable one, and which month it is of."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from sigai.progress.arrays import Flags, Floats, Integers
from sigai.progress.lines import NEVER, Lines
from sigai.progress.panel import Panel
from sigai.progress.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Figures:
    """The figure of each line at each month, lines × months, in the track's unit; NaN and `NEVER` where there is none.

    usable: enough of those who owe it have reported. Where no usable figure is recent enough, the latest unusable one
    is shown without being judged. estimated: figures that are owed and not in yet are under it; down, up, slope: how it
    may differ for that reason (see the contract of the results), NaN where nothing is estimated or it is not known.
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

    @property
    def spread_known(self) -> Flags:
        """Whether it is known how far a figure may be off."""
        return np.isfinite(self.down) & (self.down >= 0) & np.isfinite(self.up) & (self.up >= 0)

    def at(self, line: Integers, column: Integers) -> Figures:
        """The figures of these lines at these months, one row each."""
        return Figures(**{field.name: getattr(self, field.name)[line, column][:, None] for field in fields(self)})


def figures_at(lines: Lines, panel: Panel, at: Integers, thresholds: Thresholds) -> Figures:
    """The figures that count at the months `at` (lines × months), none older than the method's `stale_after`.

    What begins anew every January is never judged by a figure of the year before. `thresholds` has one entry per column
    of the panel.
    """
    there = ~np.isnan(panel.value)
    # What those that gave weigh says more than how many they are, where it is known.
    share = np.where(np.isnan(panel.coverage_weight), panel.coverage, panel.coverage_weight)
    covered = there & ~(share < thresholds.minimum_coverage)
    column = np.clip(at - panel.first, 0, panel.value.shape[1] - 1)
    row = np.broadcast_to(lines.row[:, None], column.shape)
    oldest = column - thresholds.stale_after[column].astype(np.int64)
    within_year = lines.trajectory == "within_year"
    oldest = np.where(within_year[:, None], np.maximum(oldest, column // 12 * 12), oldest)

    def latest(flags: Flags) -> Integers:
        position = np.where(flags, np.arange(flags.shape[1]), NEVER)
        found = np.maximum.accumulate(position, axis=1)[row, column]
        found = np.where(found >= oldest, found, NEVER)
        # A yearly figure stands for the months after it, but not for the count of the next year.
        foreign = within_year[:, None] & (panel.figure[row, found] < panel.first + column // 12 * 12)
        return np.asarray(np.where(foreign, NEVER, found), dtype=np.int64)

    good, any_figure = latest(covered), latest(there)
    chosen = np.where(good > NEVER, good, any_figure)
    missing = chosen == NEVER

    def of(matrix: Floats) -> Floats:
        return np.where(missing, np.nan, matrix[row, chosen])

    factor, coverage = lines.factor[:, None], of(panel.coverage)
    flagged = panel.provisional[row, chosen] | (coverage < thresholds.provisional_below[chosen])
    return Figures(
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
        usable=good > NEVER,
    )
