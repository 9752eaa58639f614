"""Joint drawings of all missing figures: replayed errors, drawn so that what belongs together stays together.

Each draw takes one past month for what all missing entities had in common, the same for all measures, and for each
entity one past month for what was its own, again the same for all its measures. So both terms of a ratio err together,
as they did in the past.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sigai.estimates.measure import Prediction
from sigai.estimates.panels import Flags, Floats, Integers, Panel


@dataclass(frozen=True, slots=True, eq=False)
class Lots:
    """Which past month each draw takes: for all (`common`, draws) and for each entity (`own`, population × draws).

    months: the closed months that may be taken. noise, noise_in_common: normal deviates for what has no past.
    """

    months: Integers
    common: Integers
    own: Integers
    noise: Floats
    noise_in_common: Floats

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(self.common)


def draw_lots(months: Integers, apart: Flags, draws: int, *, seed: int) -> Lots:
    """Lots for a population; the same for the same seed, whatever is missing. Those who are `apart` draw by themselves:
    the lots of the others are the same without them."""
    random, size = np.random.default_rng(seed), max(len(months), 1)
    common = random.integers(0, size, draws)
    own, noise = _own_lots(random, int((~apart).sum()), size, draws)
    found = Lots(
        months=months,
        common=common,
        own=np.empty((len(apart), draws), dtype=np.int64),
        noise=np.empty((len(apart), draws)),
        noise_in_common=_balanced(random.standard_normal((1, draws)))[0],
    )
    found.own[~apart], found.noise[~apart] = own, noise
    found.own[apart], found.noise[apart] = _own_lots(np.random.default_rng([seed, 1]), int(apart.sum()), size, draws)
    return found


def _own_lots(random: np.random.Generator, count: int, size: int, draws: int) -> tuple[Integers, Floats]:
    return random.integers(0, size, (count, draws)), _balanced(random.standard_normal((count, draws)))


def _balanced(noise: Floats) -> Floats:
    """Mean 0 and variance 1 in every row, so that few draws do."""
    noise = noise - noise.mean(axis=1, keepdims=True)
    return np.asarray(noise / noise.std(axis=1, keepdims=True), dtype=np.float64)


def drawn_amounts(panel: Panel, prediction: Prediction, lots: Lots, *, excess: float) -> Floats:
    """How far the amount of each missing entity may be off in each draw: missing × draws, in the measure's unit.

    excess: how much more than chance the errors of the missing ones vary together (1: not at all).
    """
    entities = panel.entities[prediction.rows]
    own = _standardised(_taken(panel, prediction.error, lots, lots.own[entities], prediction.column))
    own = np.where(np.isnan(own), lots.noise[entities], own)
    shared = _standardised(_taken(panel, prediction.common[None, :], lots, lots.common[None, :], prediction.column))[0]
    shared = np.where(np.isnan(shared), lots.noise_in_common, shared)
    shock = prediction.shock * np.sqrt(max(excess - 1.0, 0.0))
    error = prediction.sigma[:, None] * own + shock[:, None] * shared[None, :]
    relative = prediction.mean[:, None] * np.expm1(np.clip(error, -3.0, 3.0))
    absolute = prediction.unit[:, None] * error
    drawn = np.where(prediction.logarithmic[:, None], relative, absolute)
    # The mean is one already: draws about it must not move it, or every total is estimated too high.
    off: Floats = drawn - drawn.mean(axis=1, keepdims=True) + (prediction.mean - prediction.amount)[:, None]
    return off


def _taken(panel: Panel, errors: Floats, lots: Lots, chosen: Integers, column: int) -> Floats:
    """The errors of the chosen months; another month for each period, so that two gaps of one entity do not agree."""
    if not len(lots.months):
        return np.full(chosen.shape, np.nan)
    months = lots.months[(chosen + column) % len(lots.months)]
    place = np.searchsorted(panel.months, months)
    inside = place < panel.months.size
    found = np.take_along_axis(errors, np.where(inside, place, 0), axis=1)
    return np.where(inside, found, np.nan)


def _standardised(errors: Floats) -> Floats:
    """With variance 1 about zero where at least half of the errors are known and some differ from it; NaN elsewhere."""
    known = ~np.isnan(errors)
    number = known.sum(axis=1, keepdims=True)
    squares = np.where(known, errors, 0.0) ** 2
    size = np.sqrt(squares.sum(axis=1, keepdims=True) / np.maximum(number, 1))
    enough = known & (number * 2 >= errors.shape[1]) & (size > 0)
    standard: Floats = np.divide(errors, size, out=np.full_like(errors, np.nan), where=enough)
    return standard
