"""What a forecast is: a distribution of the figure at the due month, its interval and the chance to hit a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy

from sigai.progress.arrays import Flags, Floats, Integers, Words

_ROUNDING = 1e-9
FAMILIES = ("normal", "tally", "amount")
_LEAST = 1e-12
"""A standard deviation is at least this: a series that never moved has a forecast, but no division by zero."""


@dataclass(frozen=True, slots=True)
class PredictiveDistribution:
    """The figure at the due month, one entry per request: `settled` + what is still to come.

    mean, variance: of what is still to come (NaN: no forecast). family: `normal`; or `tally` (whole numbers from zero
    up: negative binomial) or `amount` (from zero up: gamma), which never lose what is settled.
    """

    settled: Floats
    mean: Floats
    variance: Floats
    family: Words

    def widened(self, factor: float) -> PredictiveDistribution:
        """With intervals `factor` times as wide."""
        return PredictiveDistribution(self.settled, self.mean, self.variance * factor**2, self.family)

    def at(self, chosen: Integers) -> PredictiveDistribution:
        """The entries at these places."""
        return PredictiveDistribution(
            self.settled[chosen], self.mean[chosen], self.variance[chosen], self.family[chosen]
        )

    def copy(self) -> PredictiveDistribution:
        """One of its own that `put` may write into."""
        return PredictiveDistribution(self.settled.copy(), self.mean.copy(), self.variance.copy(), self.family.copy())

    def put(self, chosen: Flags, part: PredictiveDistribution) -> None:
        """Write the outlooks of the chosen requests in."""
        for name in ("settled", "mean", "variance", "family"):
            getattr(self, name)[chosen] = getattr(part, name)

    def quantile(self, share: float) -> Floats:
        """The figure that the outcome stays below with probability `share`."""
        result = np.full(len(self.mean), np.nan)
        for chosen, _, distribution, numbers in self._distributions():
            result[chosen] = self.settled[chosen] + distribution.ppf(share, **numbers)
        return result

    def at_least(self, number: Floats) -> Floats:
        """The probability that the outcome is `number` or more, one number per request."""
        result = np.full(len(self.mean), np.nan)
        for chosen, whole, distribution, numbers in self._distributions():
            asked = number[chosen] - _ROUNDING * np.abs(number[chosen])
            missing = asked - self.settled[chosen]
            result[chosen] = distribution.sf(np.ceil(missing) - 1 if whole else missing, **numbers)
        return result

    def _distributions(self) -> Iterator[tuple[Flags, bool, Any, dict[str, Floats]]]:
        """For each family that occurs: which requests, whether its numbers are whole, what is to come as scipy knows
        it, and its numbers (a distribution with numbers of its own costs more to make than to ask)."""
        known = ~np.isnan(self.mean)
        normal, whole, amount = (known & (self.family == family) for family in FAMILIES)
        if normal.any():
            deviation = np.maximum(np.sqrt(self.variance[normal]), _LEAST)
            yield normal, False, scipy.stats.norm, {"loc": self.mean[normal], "scale": deviation}
        if whole.any():
            # A negative binomial always spreads more than a Poisson; a hair more stands for the Poisson itself.
            spread = np.maximum(self.variance[whole] / self.mean[whole], 1 + 1e-6)
            yield whole, True, scipy.stats.nbinom, {"n": self.mean[whole] / (spread - 1), "p": 1 / spread}
        if amount.any():
            mean = self.mean[amount]
            scale = np.maximum(self.variance[amount] / mean, 1e-6 * mean)
            yield amount, False, scipy.stats.gamma, {"a": mean / scale, "scale": scale}


def no_distribution(size: int) -> PredictiveDistribution:
    """Requests that no forecast is made for, to `put` those in that have one."""
    return PredictiveDistribution(np.zeros(size), np.full(size, np.nan), np.full(size, np.nan), np.full(size, "normal"))


def normal_distribution(mean: Floats, variance: Floats) -> PredictiveDistribution:
    """Normal outlooks with nothing settled; none where mean or variance is missing."""
    known = ~(np.isnan(mean) | np.isnan(variance))
    nothing = np.where(known, 0.0, np.nan)
    return PredictiveDistribution(np.zeros(len(mean)), mean + nothing, variance + nothing, np.full(len(mean), "normal"))


def chance_to_hit(
    outlook: PredictiveDistribution, comparator: Words, goal: Floats, sign: Floats, about: float
) -> Floats:
    """The probability that the figure at the due month meets its number; `~` (左右) allows `about` short of it."""
    upward = np.isin(comparator, (">=", ">")) | (~np.isin(comparator, ("<=", "<")) & (sign > 0))
    edge = np.where(comparator == "~", goal - sign * about * np.abs(goal), goal)
    whole = outlook.family == "tally"
    # Of whole things, "more than 3" means "at least 4"; on a line of real numbers the point itself is nothing.
    over = np.where(whole & (comparator == ">"), np.floor(edge) + 1, edge)
    under = np.where(whole & (comparator != "<"), np.floor(edge) + 1, edge)
    return np.where(upward, outlook.at_least(over), 1 - outlook.at_least(under))
