"""Tipping points: how far all that is estimated would have to differ, in one direction, to change a status."""

from __future__ import annotations

import numpy as np

from sigai.progress.ahead import Ahead
from sigai.progress.arrays import Flags, Floats
from sigai.progress.status import StatusBasis, reasons_of, statuses_of

_PLACES = np.arange(-16, 17) / 16
"""Where a status is looked at first: from nothing at all of what is estimated to twice as much."""
_MIDDLE = 16
_HALVINGS = 12
_SLOPE_OF = 0.1
"""The share that the slope of a result is of."""


def tipping_points(case: StatusBasis, column: int, ahead: Ahead | None) -> Floats:
    """For every line the least share x in -1 … 1 at which its status of one month is another, NaN where none is.

    Were all that is estimated under a figure larger by x, it would be value + slope · x / 0.1. The first change on
    either side is looked for in steps of a sixteenth and halved down to less than 0.002 %.
    """
    figures = case.figures
    points = np.full(len(case.lines), np.nan)
    moving = figures.estimated[:, column] & np.isfinite(figures.slope[:, column]) & (figures.slope[:, column] != 0)
    line = np.flatnonzero(moving)
    if not len(line):
        return points
    entries = case.entries(line, np.full(len(line), column))

    def changed(share: Floats) -> Flags:
        """Where the status is not that of the estimates as they are, which is always asked, too."""
        shares = np.hstack([np.zeros((len(line), 1)), share])
        shift = shares * entries.figures.slope / _SLOPE_OF
        chance = ahead.chance(line, shift) if ahead else np.full(shift.shape, np.nan)
        statuses = statuses_of(reasons_of(entries.moved(shift, chance))[0])
        return np.asarray(statuses[:, 1:] != statuses[:, :1])

    found = changed(np.broadcast_to(_PLACES, (len(line), len(_PLACES))))
    outer = np.stack([_first(found[:, _MIDDLE::-1]) * -1, _first(found[:, _MIDDLE:])], axis=1) / _MIDDLE
    inner = outer - np.sign(outer) / _MIDDLE
    for _ in range(_HALVINGS):
        halfway = (inner + outer) / 2
        beyond = changed(halfway)
        outer, inner = np.where(beyond, halfway, outer), np.where(beyond, inner, halfway)
    size = np.where(np.isnan(outer), np.inf, np.abs(outer))
    nearest = np.where(size[:, 0] <= size[:, 1], outer[:, 0], outer[:, 1])
    points[line] = nearest
    return points


def _first(found: Flags) -> Floats:
    """The place of the first change from the middle on; NaN where there is none."""
    return np.where(found.any(axis=1), found.argmax(axis=1), np.nan)
