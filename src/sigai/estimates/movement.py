"""What the others did: the common movement of those that gave a figure, for each entity without itself.

Numbers are deviations from what each respondent's own history says (`signal`, entities × periods). Their weighted mean
is taken over the cell (industry × area), the industry and the city, and the finer mean is trusted as far as it has
respondents and the cells really differ (empirical Bayes, variances by the method of moments):

    mean(industry) = mean(city) + λ (raw(industry) - mean(city)),     λ = τ² / (τ² + σ² / n)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from sigai.estimates.panels import Flags, Floats, Integers

_FAR = 4 * 1.4826
"""Four robust standard deviations, in median absolute deviations."""


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One way of grouping entities: the group of each (codes from 0), and the matrix groups × entities that adds up."""

    group: Integers
    adds: Any

    @classmethod
    def of(cls, group: Integers) -> Level:
        """The level of these groups."""
        size, groups = len(group), int(group.max(initial=-1)) + 1
        return cls(group, sparse.csr_matrix((np.ones(size), (group, np.arange(size))), shape=(groups, size)))


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The levels that entities are compared on, and how large each entity is (a weight above 0)."""

    city: Level
    industry: Level
    cell: Level
    size: Floats

    @classmethod
    def of(cls, industry: Integers, area: Integers, size: Floats) -> Groups:
        """Groups by the codes of industry and area."""
        areas = int(area.max(initial=0)) + 1
        _, cell = np.unique(industry * areas + area, return_inverse=True)
        _, division = np.unique(industry, return_inverse=True)
        everybody = np.zeros(len(size), dtype=np.int64)
        return cls(Level.of(everybody), Level.of(division), Level.of(cell), size)

    def as_one(self) -> Groups:
        """The same entities without industries and areas."""
        return Groups(self.city, self.city, self.city, self.size)


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Weighted sums of a level by group and column, and what each entity sees of its own group without itself."""

    weight: Floats
    squares: Floats
    signal: Floats
    largest: Floats

    @property
    def mean(self) -> Floats:
        return np.divide(self.signal, self.weight, out=np.full_like(self.signal, np.nan), where=self.weight > _TINY)

    @property
    def largest_share(self) -> Floats:
        """The share of the largest respondent."""
        return np.divide(self.largest, self.weight, out=np.ones_like(self.weight), where=self.weight > _TINY)

    @property
    def respondents(self) -> Floats:
        """How many equal respondents the weights amount to."""
        return np.divide(self.weight**2, self.squares, out=np.zeros_like(self.weight), where=self.squares > _TINY)


_TINY = 1e-12


def movement_of_others(signals: Floats, present: Flags, groups: Groups, *, least: int, largest_share: float) -> Floats:
    """The movement that each entity is given: signals × entities × periods.

    signals: several signals of the same entities and periods, NaN where unknown; present: who counts as a respondent
    (entities × periods). Zero where fewer than `least` responded. No single respondent carries more than
    `largest_share`.
    """
    blocks, entities, periods = signals.shape
    signal = np.moveaxis(signals, 0, 1).reshape(entities, blocks * periods)
    there = np.tile(present, (1, blocks)) & ~np.isnan(signal)
    enough = there.sum(axis=0) >= least
    if not enough.any():
        return np.zeros_like(signals)
    weight = _capped(np.where(there, groups.size[:, None], 0.0), largest_share)
    heard = np.where(there, signal, 0.0)
    first = _common(heard, weight, groups, blocks, largest_share)
    # Outliers are judged against what their own neighbours did, never against the city alone.
    heard = np.where(there, first + _drawn_in(heard - first, there), 0.0)
    found = _common(heard, weight, groups, blocks, largest_share)
    moved = np.where(enough & ~np.isnan(found), found, 0.0)
    return np.moveaxis(moved.reshape(entities, blocks, periods), 1, 0)


def _common(signal: Floats, weight: Floats, groups: Groups, blocks: int, largest_share: float) -> Floats:
    """The movement of each entity's cell, drawn towards industry and city, itself left out."""
    variance = _within_variance(signal, weight, groups.cell, blocks)
    city = _without_self(groups.city, weight, signal)
    found, influence = city.mean, city.largest_share
    for level in (groups.industry, groups.cell):
        sums = _without_self(level, weight, signal)
        trust = np.minimum(_trust(found, sums, variance, blocks), _most(influence, sums.largest_share, largest_share))
        raw = sums.mean
        influence = np.where(np.isnan(raw), influence, (1 - trust) * influence + trust * sums.largest_share)
        found = np.where(np.isnan(raw), found, np.where(np.isnan(found), raw, found + trust * (raw - found)))
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


def _without_self(level: Level, weight: Floats, signal: Floats) -> _Sums:
    """The sums of each entity's group, its own part left out; entities × periods."""
    own, squares, moved = ((level.adds @ part)[level.group] - part for part in (weight, weight**2, weight * signal))
    order = np.argsort(level.group, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(level.group[order]) > 0])
    highest = np.maximum.reduceat(weight[order], starts, axis=0)
    return _Sums(np.maximum(own, 0.0), np.maximum(squares, 0.0), moved, highest[level.group])


def _within_variance(signal: Floats, weight: Floats, cell: Level, blocks: int) -> Floats:
    """The variance of respondents about the mean of their cell, pooled over the cells and periods of each block."""
    there = weight > 0
    count = cell.adds @ there.astype(np.float64)
    first, second = (cell.adds @ np.where(there, part, 0.0) for part in (signal, signal**2))
    free = _by_block(np.maximum(count - 1, 0), blocks)
    rest = _by_block(np.where(count > 1, second - first**2 / np.maximum(count, 1), 0.0), blocks)
    return np.divide(rest, free, out=np.zeros_like(rest), where=free > 0)


def _by_block(numbers: Floats, blocks: int) -> Floats:
    """Sums over everything in each block of columns, once for each column."""
    periods = numbers.shape[1] // blocks
    return np.repeat(numbers.sum(axis=0).reshape(blocks, periods).sum(axis=1), periods)


def _trust(above: Floats, level: _Sums, variance: Floats, blocks: int) -> Floats:
    """How far the mean of a level is believed against the one above it: by its respondents and by how levels differ."""
    raw, number = level.mean, level.respondents
    known = ~np.isnan(raw) & ~np.isnan(above) & (number > 0)
    difference = np.where(known, raw - above, 0.0)
    count = np.where(known, number, 0.0)
    total = _by_block(count, blocks)
    excess = _by_block(count * difference**2, blocks) - _by_block(known.astype(np.float64), blocks) * variance
    between = np.divide(np.maximum(excess, 0.0), total, out=np.zeros_like(total), where=total > 0)
    noise = variance / np.maximum(count, _TINY)
    return np.where(known, between / (between + noise + _TINY), 0.0)


def _most(influence: Floats, share: Floats, limit: float) -> Floats:
    """The most that a level may be believed so that its largest respondent carries no more than `limit` of all."""
    room = np.divide(limit - influence, share - influence, out=np.ones_like(share), where=share > influence + _TINY)
    return np.clip(room, 0.0, 1.0)
