"""What the others did: the common movement of those that gave a figure, for each entity without itself.

Numbers are deviations from what each respondent's own history says (`signal`, entities × periods). Their weighted mean
is taken over the cell (industry × area), the industry and the city, and the finer mean is trusted as far as it has
respondents and the cells really differ (empirical Bayes, variances by the method of moments):

    mean(industry) = mean(city) + λ (raw(industry) - mean(city)),     λ = τ² / (τ² + σ² / n)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from sigai.estimates.panels import Flags, Floats, Integers

_FAR = 4 * 1.4826
"""Four robust standard deviations, in median absolute deviations."""


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One way of grouping entities.

    group: the group of each (codes from 0). adds: the matrix groups × entities that adds up. in_order: the entities by
    group, and `starts`, where each group begins among them.
    """

    group: Integers
    adds: Any
    in_order: Integers
    starts: Integers

    @classmethod
    def of(cls, group: Integers) -> Level:
        """The level of these groups."""
        size, groups = len(group), int(group.max(initial=-1)) + 1
        adds = sparse.csr_matrix((np.ones(size), (group, np.arange(size))), shape=(groups, size))
        in_order = np.argsort(group, kind="stable")
        starts = np.flatnonzero(np.r_[True, np.diff(group[in_order]) > 0])
        return cls(group, adds, in_order, starts)

    def others(self, numbers: Floats) -> Floats:
        """What the others of each entity's group add up to; entities × columns."""
        sums: Floats = (self.adds @ numbers)[self.group]
        sums -= numbers
        return sums

    def largest(self, numbers: Floats) -> Floats:
        """The largest number in each entity's group."""
        highest: Floats = np.maximum.reduceat(numbers[self.in_order], self.starts, axis=0)[self.group]
        return highest


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The levels that entities are compared on, from the city to the cell, and how large each is (a weight above 0)."""

    levels: tuple[Level, ...]
    size: Floats

    @classmethod
    def of(cls, industry: Integers, area: Integers, size: Floats) -> Groups:
        """Groups by the codes of industry and area."""
        areas = int(area.max(initial=0)) + 1
        _, cell = np.unique(industry * areas + area, return_inverse=True)
        _, division = np.unique(industry, return_inverse=True)
        everybody = np.zeros(len(size), dtype=np.int64)
        return cls((Level.of(everybody), Level.of(division), Level.of(cell)), size)

    def as_one(self) -> Groups:
        """The same entities without industries and areas."""
        return Groups(self.levels[:1], self.size)


@dataclass(frozen=True, slots=True, eq=False)
class _Others:
    """Who else of its group each entity hears in each column: their weight, the share of the largest of them, and how
    many equal respondents their weights amount to."""

    level: Level
    weight: Floats
    largest_share: Floats
    respondents: Floats

    @classmethod
    def of(cls, level: Level, weight: Floats, squares: Floats) -> _Others:
        """The others of each entity; squares: of the weights."""
        others = np.maximum(level.others(weight), 0.0)
        square_sum = np.maximum(level.others(squares), 0.0)
        share = np.divide(level.largest(weight), others, out=np.ones_like(weight), where=others > _TINY)
        number = np.divide(others**2, square_sum, out=np.zeros_like(weight), where=square_sum > _TINY)
        return cls(level, others, share, number)

    def mean(self, weighed: Floats) -> Floats:
        """The mean of the others' signals, which are given times their weights; NaN where there is nobody else."""
        nothing = np.full_like(weighed, np.nan)
        mean: Floats = np.divide(self.level.others(weighed), self.weight, out=nothing, where=self.weight > _TINY)
        return mean


_TINY = 1e-12


def movement_of_others(signal: Floats, present: Flags, groups: Groups, *, least: int, largest_share: float) -> Floats:
    """The movement that each entity is given: entities × periods.

    signal: NaN where unknown; present: who counts as a respondent (entities × periods). Zero where fewer than `least`
    responded. No single respondent carries more than `largest_share`.
    """
    there = present & ~np.isnan(signal)
    enough = there.sum(axis=0) >= least
    if not enough.any():
        return np.zeros_like(signal)
    weight = _capped(np.where(there, groups.size[:, None], 0.0), largest_share)
    squares = weight**2
    levels = [_Others.of(level, weight, squares) for level in groups.levels]
    heard = np.where(there, signal, 0.0)
    first = _common(heard, weight, levels, largest_share)
    # Outliers are judged against what their own neighbours did, never against the city alone.
    heard = np.where(there, first + _drawn_in(heard - first, there), 0.0)
    return np.where(enough, _common(heard, weight, levels, largest_share), 0.0)


def _common(signal: Floats, weight: Floats, levels: Sequence[_Others], largest_share: float) -> Floats:
    """The movement of each entity's cell, drawn towards industry and city, itself left out."""
    city, *finer = levels
    weighed = weight * signal
    found, influence = city.mean(weighed), city.largest_share
    variance = _within_variance(signal, weight, finer[-1].level) if finer else 0.0
    for others in finer:
        raw = others.mean(weighed)
        trust = np.minimum(
            _trust(found, raw, others.respondents, variance), _most(influence, others.largest_share, largest_share)
        )
        unheard = np.isnan(raw)
        influence = np.where(unheard, influence, influence + trust * (others.largest_share - influence))
        found = np.where(unheard, found, np.where(np.isnan(found), raw, found + trust * (raw - found)))
    return np.where(np.isnan(found), 0.0, found)


def _drawn_in(apart: Floats, there: Flags) -> Floats:
    """How far respondents lie from their neighbours, drawn in to four robust standard deviations of their column."""
    count = there.sum(axis=0)
    width = _FAR * _medians(np.where(there, np.abs(apart), np.inf), count)
    # A column in which most do as their neighbours has no robust spread; it is left as it is.
    width = np.where(width > 0, width, np.inf)
    return np.minimum(np.maximum(apart, -width), width)


def _medians(numbers: Floats, count: Integers) -> Floats:
    """The median of the first `count` in order of each column (what does not count is infinite); 0 where none is."""
    ordered = np.sort(numbers, axis=0)
    columns = np.arange(numbers.shape[1])
    low, high = (
        ordered[np.maximum(count - 1, 0) // 2, columns],
        ordered[np.minimum(count // 2, len(numbers) - 1), columns],
    )
    with np.errstate(invalid="ignore"):
        return np.where(count > 0, (low + high) / 2, 0.0)


def _capped(weight: Floats, largest_share: float) -> Floats:
    """Weights of which none is more than a share of its column's sum, as far as there are enough of them.

    With the k largest cut to c, c is the share of the sum k·c + rest, hence c = share · rest / (1 - k · share).
    """
    most = min(int(np.ceil(1 / largest_share)) - 1, len(weight) - 1)
    largest = -np.partition(-weight, most, axis=0)[: most + 1]
    largest = -np.sort(-largest, axis=0)
    total = weight.sum(axis=0)
    limit = np.where(largest[0] > largest_share * total, np.nan, np.inf)
    rest = total.copy()
    for cut in range(1, most + 1):
        rest = rest - largest[cut - 1]
        level = largest_share * rest / (1 - cut * largest_share)
        limit = np.where(np.isnan(limit) & (largest[cut] <= level), level, limit)
    return np.minimum(weight, np.where(np.isnan(limit), np.inf, limit))


def _within_variance(signal: Floats, weight: Floats, cell: Level) -> float:
    """The variance of respondents about the mean of their cell, pooled over all cells and periods."""
    there = weight > 0
    count = cell.adds @ there.astype(np.float64)
    first, second = (cell.adds @ np.where(there, part, 0.0) for part in (signal, signal**2))
    free = _overall(np.maximum(count - 1, 0))
    rest = _overall(np.where(count > 1, second - first**2 / np.maximum(count, 1), 0.0))
    return rest / free if free > 0 else 0.0


def _overall(numbers: Floats) -> float:
    """The sum over entities or groups and then over periods."""
    return float(numbers.sum(axis=0).sum())


def _trust(above: Floats, raw: Floats, respondents: Floats, variance: float) -> Floats:
    """How far the mean of a level is believed against the one above it: by its respondents and by how levels differ."""
    known = ~np.isnan(raw) & ~np.isnan(above) & (respondents > 0)
    difference = np.where(known, raw - above, 0.0)
    count = np.where(known, respondents, 0.0)
    total = _overall(count)
    excess = _overall(count * difference**2) - float(np.count_nonzero(known)) * variance
    between = max(excess, 0.0) / total if total > 0 else 0.0
    noise = variance / np.maximum(count, _TINY)
    return np.where(known, between / (between + noise + _TINY), 0.0)


def _most(influence: Floats, share: Floats, limit: float) -> Floats:
    """The most that a level may be believed so that its largest respondent carries no more than `limit` of all."""
    room = np.divide(limit - influence, share - influence, out=np.ones_like(share), where=share > influence + _TINY)
    return np.clip(room, 0.0, 1.0)
