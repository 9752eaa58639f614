"""Simpler ways of dealing with late figures, that ours is held against."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sigai.pipeline.nonresponse.book import Book, Flags, Floats, Grid, Integers

RIVALS = ("today", "carried", "link_relative")
"""`today`: the sum of what is in. `carried`: the last flow (or stock) once more. `link_relative`: that, times what
those that gave both periods gave now, over what they gave before."""
UNDISTURBED = "undisturbed"
"""No rival: the figure that each would have given without roughness. No estimate can know it, few can beat it."""


def filled(book: Book, month: int, late: Flags) -> Mapping[str, Floats]:
    """The figures of the late rows in the form of their measure, by rival; NaN where it has none.

    `UNDISTURBED` is among them in a world that was made rough.
    """
    carried, linked, calm = (np.full(len(late), np.nan) for _ in range(3))
    column = month - book.first
    for code, name in enumerate(book.measures):
        rows = np.flatnonzero(late & (book.measure == code))
        if not len(rows):
            continue
        grid, missing = book.grids[name], book.entity[rows]
        rate, ratio = _last_rate(grid, missing, column), _link(grid, missing, column)
        carried[rows] = _as_figure(grid, missing, column, rate)
        linked[rows] = _as_figure(grid, missing, column, rate * ratio)
        if name in book.undisturbed:
            calm[rows] = _as_figure(grid, missing, column, book.undisturbed[name][missing, column])
    found = {"today": np.full(len(late), np.nan), "carried": carried, "link_relative": linked}
    return found | ({UNDISTURBED: calm} if book.undisturbed else {})


def _last_rate(grid: Grid, entities: Integers, column: int) -> Floats:
    """The amount per month of the last period before that is known; NaN where none is."""
    past = grid.rate[entities, :column]
    known = ~np.isnan(past)
    position = np.where(known, np.arange(column), -1).max(axis=1, initial=-1)
    return np.where(position >= 0, np.take_along_axis(past, np.maximum(position, 0)[:, None], axis=1)[:, 0], np.nan)


def _link(grid: Grid, missing: Integers, column: int) -> float:
    """The sum of those that gave this period and the one before, over their sum before; 1 where that says nothing."""
    earlier = column - int(grid.length[column])
    # The period before the first two months is last December; after a gap of a missing January it lies one further.
    while earlier >= 0 and np.isnan(grid.rate[:, earlier]).all():
        earlier -= 1
    if earlier < 0:
        return 1.0
    now, then = grid.rate[:, column].copy(), grid.rate[:, earlier]
    now[missing] = np.nan
    both = ~np.isnan(now) & ~np.isnan(then)
    total = float(then[both].sum())
    return float(now[both].sum()) / total if total > 0 else 1.0


def _as_figure(grid: Grid, entities: Integers, column: int, rate: Floats) -> Floats:
    if grid.measure.accumulation == "stock":
        return rate
    return np.asarray(np.nan_to_num(grid.before[entities, column]) + rate * grid.length[column])
