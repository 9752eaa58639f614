"""What an entity's own history says about the next period: several simple experts, each for every period at once.

All work on levels (entities × periods, NaN for what is not known) and use only the periods before. Which one to trust
differs by measure: an output has a level, a harvest has seasons, an investment has neither.
"""

from __future__ import annotations

import numpy as np

from sigai.estimates.panels import Floats


def last_known(levels: Floats) -> Floats:
    """The last figure before each period, however old; NaN where there is none."""
    size = levels.shape[1]
    position = np.where(np.isnan(levels), -1, np.arange(size))
    latest = np.maximum.accumulate(position, axis=1)
    before = np.concatenate([np.full((len(levels), 1), -1), latest[:, :-1]], axis=1)
    return np.where(before >= 0, np.take_along_axis(levels, np.maximum(before, 0), axis=1), np.nan)


def mean_of_last(levels: Floats, periods: int) -> Floats:
    """The mean of what is known of the last `periods` before each one; NaN where nothing is."""
    return _windowed(levels, periods, lag=1)


def same_last_year(levels: Floats, per_year: int) -> Floats:
    """The same period of the year before."""
    return _shifted(levels, per_year)


def last_year_and_drift(levels: Floats, per_year: int, periods: int) -> Floats:
    """The same period of last year, plus how far the last `periods` lay above those of the year before."""
    year_on_year = levels - _shifted(levels, per_year)
    return _shifted(levels, per_year) + _windowed(year_on_year, periods, lag=1)


def opinions(levels: Floats, per_year: int) -> Floats:
    """All experts: experts × entities × periods."""
    found = [last_known(levels)]
    if per_year > 2:
        found.append(mean_of_last(levels, 3))
    found.append(mean_of_last(levels, max(per_year, 2)))
    if per_year > 1 and levels.shape[1] > per_year:
        found.append(same_last_year(levels, per_year))
        found.append(last_year_and_drift(levels, per_year, max(per_year // 3, 1)))
    return np.stack(found)


def by_other_figure(levels: Floats, other: Floats, per_year: int) -> Floats:
    """What another figure of the same entity and period says: it, plus how far this one lay from it of late (experts ×
    entities × periods)."""
    apart = levels - other
    return np.stack([other + mean_of_last(apart, count) for count in (max(per_year // 4, 1), max(per_year, 2))])


def _shifted(levels: Floats, lag: int) -> Floats:
    moved = np.full_like(levels, np.nan)
    moved[:, lag:] = levels[:, :-lag] if lag < levels.shape[1] else levels[:, :0]
    return moved


def _windowed(levels: Floats, periods: int, *, lag: int) -> Floats:
    """The mean of the known ones among the `periods` that end `lag` before each."""
    known = ~np.isnan(levels)
    sums = np.cumsum(np.where(known, levels, 0.0), axis=1)
    counts = np.cumsum(known, axis=1).astype(np.float64)

    def between(total: Floats) -> Floats:
        padded = np.concatenate([np.zeros((len(total), lag + periods)), total], axis=1)
        width = total.shape[1]
        within: Floats = padded[:, periods : periods + width] - padded[:, :width]
        return within

    number = between(counts)
    mean: Floats = np.divide(between(sums), number, out=np.full_like(levels, np.nan), where=number > 0)
    return mean
