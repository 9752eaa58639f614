"""Seeded random numbers: every thing that is invented has a stream of its own.

A stream depends on the seed and the thing's name alone, so that a new measure in a programme leaves the invented
figures of all others as they were.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]


def stream(seed: int, *names: object) -> np.random.Generator:
    """The random stream of one thing."""
    return np.random.default_rng([seed, zlib.crc32("\x1f".join(str(name) for name in names).encode())])


def spread_factor(random: np.random.Generator, sigma: float, shape: int | tuple[int, ...]) -> Numbers:
    """Lognormal factors with mean one."""
    return np.asarray(np.exp(sigma * random.standard_normal(shape) - sigma * sigma / 2))


def pick(random: np.random.Generator, weights: Mapping[str, float], count: int) -> Texts:
    """`count` keys drawn by their weights."""
    names = np.array(list(weights), dtype=object)
    shares = np.array(list(weights.values()), dtype=float)
    if not names.size:
        return np.full(count, "", dtype=object)
    return names[random.choice(names.size, size=count, p=shares / shares.sum())]


def apportion(weights: Sequence[float], count: int) -> Whole:
    """`count` places over weights by largest remainder; each positive weight gets at least one while places last."""
    shares = np.asarray(weights, dtype=float)
    exact = shares / shares.sum() * count
    places = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - places), kind="stable")
    places[order[: count - int(places.sum())]] += 1
    if count >= shares.size:
        for empty in np.flatnonzero(places == 0):
            places[int(np.argmax(places))] -= 1
            places[empty] = 1
    return np.asarray(places)


def by_year(numbers: Mapping[int, float], years: Whole, default: float) -> Numbers:
    """The number of each year; years not written take the nearest written one."""
    if not numbers:
        return np.full(years.shape, default)
    known = sorted(numbers)
    nearest = np.abs(years[..., None] - np.array(known)).argmin(axis=-1)
    return np.asarray(np.array([numbers[year] for year in known], dtype=float)[nearest])


def between_years(numbers: Mapping[int, float], months: Whole, default: float) -> Numbers:
    """Numbers that stand at the ends of years, on a line between Decembers; flat beyond the first and the last."""
    if not numbers:
        return np.full(months.shape, default)
    known = sorted(numbers)
    return np.interp(months, [year * 12 + 11 for year in known], [numbers[year] for year in known])
