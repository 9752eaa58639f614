"""How a forecast answers to the figure that it starts from: outlooks at three places, and the way between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sigai.progress.arrays import Floats, Integers, Words
from sigai.progress.predictive_distribution import PredictiveDistribution, chance_to_hit


@dataclass(frozen=True, slots=True)
class Response:
    """Outlooks from a last figure as it is (`middle`), `reach` less and `reach` more, one entry per request.

    comparator, goal, sign, about: of the number that the probability is of. `reach` is zero where nothing under the
    figure is estimated; the outlook is then the middle one wherever it is asked.
    """

    reach: Floats
    lower: PredictiveDistribution
    middle: PredictiveDistribution
    upper: PredictiveDistribution
    comparator: Words
    goal: Floats
    sign: Floats
    about: float

    def at(self, chosen: Integers) -> Response:
        """The entries at these places."""
        lower, middle, upper = (outlook.at(chosen) for outlook in (self.lower, self.middle, self.upper))
        comparator, goal, sign = self.comparator[chosen], self.goal[chosen], self.sign[chosen]
        return Response(self.reach[chosen], lower, middle, upper, comparator, goal, sign, self.about)

    def chance(self, shift: Floats) -> Floats:
        """The probability to hit with the last figure larger by `shift` (entries × shifts).

        Exact at the three places. Between them what is settled, mean and variance follow the parabola through them.
        Further out settled and mean go on straight (in almost every model they are lines); a variance is never less
        than the least of the three.
        """
        place = np.divide(shift, self.reach[:, None], out=np.zeros_like(shift), where=self.reach[:, None] > 0)
        settled, mean, variance = (self._curve(name, place) for name in ("settled", "mean", "variance"))
        # What is still to come of counts and amounts is never negative.
        grows = (self.middle.family != "normal")[:, None]
        mean = np.where(grows, np.maximum(mean, self._three("mean").min(axis=0)), mean)
        variance = np.maximum(variance, self._three("variance").min(axis=0))
        size = shift.shape[1]
        outlook = PredictiveDistribution(
            settled.ravel(), mean.ravel(), variance.ravel(), np.repeat(self.middle.family, size)
        )
        goal, sign = np.repeat(self.goal, size), np.repeat(self.sign, size)
        chance = chance_to_hit(outlook, np.repeat(self.comparator, size), goal, sign, self.about)
        return chance.reshape(shift.shape)

    def _three(self, name: str) -> Floats:
        """A number at the lower, middle and upper place (3 × entries × 1); an end without outlook has the middle's."""
        middle = getattr(self.middle, name)
        ends = [np.where(np.isnan(end.mean), middle, getattr(end, name)) for end in (self.lower, self.upper)]
        return np.stack([ends[0], middle, ends[1]])[:, :, None]

    def _curve(self, name: str, place: Floats) -> Floats:
        """The parabola through the numbers at -1, 0 and 1; beyond, straight on by the way from one end to the other."""
        lower, middle, upper = self._three(name)
        inside = np.clip(place, -1, 1)
        curve = middle + inside * (upper - lower) / 2 + inside**2 * ((upper + lower) / 2 - middle)
        return np.asarray(curve + (place - inside) * (upper - lower) / 2)
