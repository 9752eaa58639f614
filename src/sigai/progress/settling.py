"""Settled statuses: which the figures that are not in yet cannot change, and which month's stands in each.

A status is settled where it is the same in the middle and at both ends of the decision interval; one that is
better than the last settled one must hold at its own bound on the bad side too. Otherwise the last settled one stands,
for as long as a figure does. A verdict that is not the same in all these places is doubtful.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sigai.progress.ahead import Ahead
from sigai.progress.arrays import Flags, Floats, Integers, Words
from sigai.progress.status import DECIDED_BY_FORECAST, StatusBasis, reasons_of, statuses_of
from sigai.progress.target_lines import NEVER
from sigai.progress.verdict import verdicts_at_ends

_RANKS = {"missed": 0.0, "behind": 1.0, "at_risk": 2.0, "on_track": 3.0, "achieved": 4.0}
_NEAR = 0.2
"""Nearer than this to the doubt, a probability of the middle's model is not trusted at the ends: fitted anew there, it
may be another by so much."""
_ANYTHING = 1e6
"""How far a figure may be off where nothing is known about it, as a multiple of itself and of its number."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """What the missing figures leave of each line and month, lines × months.

    same: the status is the same at both ends of the decision interval; sure: at the bound that a better one needs, too;
    clear: the verdict is the same in all these places.
    """

    same: Flags
    sure: Flags
    clear: Flags

    def with_forecasts(self, case: StatusBasis, column: int, ahead: Ahead) -> Certainty:
        """With one month held at the ends anew, now that forecasts of it are made."""
        certainty = Certainty(self.same.copy(), self.sure.copy(), self.clear.copy())
        line = np.flatnonzero(case.figures.open[:, column])
        certainty._put(case, line, np.full(len(line), column), ahead)
        return certainty

    def _put(self, case: StatusBasis, line: Integers, column: Integers, ahead: Ahead | None) -> None:
        if len(line):
            reasons, chance = _at_ends(case, line, column, ahead)
            statuses = statuses_of(reasons)
            verdicts = verdicts_at_ends(case.entries(line, column), statuses, chance)[:, :3]
            self.clear[line, column] = (verdicts == verdicts[:, :1]).all(axis=1)
            middle, low, high, bound = statuses.T
            self.same[line, column] = (middle == low) & (middle == high)
            self.sure[line, column] = self.same[line, column] & (middle == bound)


def close_calls(case: StatusBasis, column: int, ahead: Ahead, certainty: Certainty) -> Flags:
    """The lines that look settled, but by a forecast near the doubt whose model was not fitted at the ends."""
    close = np.zeros(len(case.lines), dtype=np.bool_)
    line = np.flatnonzero(ahead.rough() & certainty.same[:, column])
    if len(line):
        reasons, chance = _at_ends(case, line, np.full(len(line), column), ahead)
        near = np.abs(chance - case.thresholds.doubt_below[column]) < _NEAR
        close[line] = (near & np.isin(reasons, DECIDED_BY_FORECAST)).any(axis=1)
    return close


def certainty_by_pace(case: StatusBasis) -> Certainty:
    """Hold every status and verdict at the ends of what its figure may be, without forecasts."""
    certainty = Certainty(*(np.ones(case.shape, dtype=np.bool_) for _ in range(3)))
    line, column = np.nonzero(case.figures.open)
    certainty._put(case, line, column, None)
    return certainty


def standing(statuses: Words, certainty: Certainty, stale_after: Floats) -> Integers:
    """The column whose row stands in each month, lines × months; `NEVER` before the first settled one.

    stale_after: for how many months a settled status stands for later ones, by column.
    """
    lines, months = statuses.shape
    names, codes = np.unique(statuses, return_inverse=True)
    ranks = np.array([_RANKS.get(str(name), np.nan) for name in names])[codes].reshape(statuses.shape)
    position = np.empty((lines, months), dtype=np.int64)
    last, last_rank = np.full(lines, NEVER), np.full(lines, np.nan)
    for column in range(months):
        better = ranks[:, column] > last_rank
        settled = np.where(better, certainty.sure[:, column], certainty.same[:, column])
        last = np.where(settled, column, last)
        last_rank = np.where(settled, ranks[:, column], last_rank)
        position[:, column] = last
    # A month without a status cannot stand for one that has figures: nothing that was judged stands then.
    held = position != np.arange(months)
    nothing = np.isnan(np.take_along_axis(ranks, position.clip(0), axis=1))
    stale = np.arange(months) - position > stale_after
    return np.where(held & (nothing | stale), NEVER, position)


def _at_ends(case: StatusBasis, line: Integers, column: Integers, ahead: Ahead | None) -> tuple[Words, Floats]:
    """Reasons and probabilities in the middle, at both ends of the decision interval, at the bound of a better one."""
    entries = case.entries(line, column)
    figures, limits = entries.figures, entries.thresholds
    size = np.maximum(np.abs(figures.actual), np.abs(entries.lines.goal[:, None]))
    anything = _ANYTHING * np.maximum(size, 1.0)
    unknown = ~figures.spread_known
    down, up = (np.where(unknown, np.inf, spread) for spread in (figures.down, figures.up))
    bad_side = np.where(entries.lines.sign[:, None] > 0, -down, up)
    reaches = [np.zeros_like(down), -limits.decision * down, limits.decision * up, limits.better * bad_side]
    shift = np.clip(np.hstack(reaches), -anything, anything)
    chance = ahead.chance(line, shift) if ahead else np.full(shift.shape, np.nan)
    chance[:, 1:][unknown[:, 0]] = np.nan
    return reasons_of(entries.moved(shift, chance))[0], chance
