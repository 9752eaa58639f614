"""The careful model for levels: exponential smoothing in three forms and last year's months, weighed together.

Which one to trust differs by series: a share that a programme pushes up has a trend, a price has none, an output has
seasons. Each forecasts the last year from what was known before it; its weight is the inverse of its mean squared error
there. The pooled variance holds the disagreement of the four as well as their own doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd

from sigai.progress.arrays import Floats, Integers
from sigai.progress.predictive_distribution import PredictiveDistribution, normal_distribution

TWO_SEASONS = 24
"""Months of figures that a model with seasons needs before it."""
_LEAST_TRIAL, _TRIAL = 6, 12
_HALF_68 = 0.9944578832097531
"""Half of a 68 % interval, in standard deviations."""

Path = tuple[Floats, Floats]
"""Mean and variance at 1, 2, … months ahead."""


class Fitted(Protocol):
    """A model with its parameters."""

    def means(self, horizon: int) -> Floats:
        """The means ahead of the figures that it was fitted to."""

    def path(self, figures: Floats, horizon: int) -> Path:
        """The path ahead of these figures or of others that differ little; nothing is fitted anew."""


Expert = Callable[[Floats], Fitted]
"""From figures to a model fitted to them."""


def smoothed(history: Floats, ahead: Integers) -> PredictiveDistribution:
    """Forecast each row `ahead` months after its last figure. Gaps inside a series are bridged by straight lines."""
    return smoothed_and_moved(history, ahead, np.zeros((len(history), 0)))[0]


def smoothed_and_moved(history: Floats, ahead: Integers, moves: Floats) -> list[PredictiveDistribution]:
    """The outlook of each row, then those were its last figure larger by each of its `moves` (rows × moves).

    One series is asked for several due months and by several tracks: each distinct one is fitted once. What a moved
    figure does is worked out with the models and parameters of the unmoved one.
    """
    shape = (moves.shape[1] + 1, len(history))
    mean, variance = np.full(shape, np.nan), np.full(shape, np.nan)
    keys = np.hstack([history, moves])
    codes, _ = pd.factorize(np.array([key.tobytes() for key in keys], dtype=object))
    for code in range(int(codes.max()) + 1):
        asked = np.flatnonzero(codes == code)
        series = history[asked[0]]
        seen = np.flatnonzero(~np.isnan(series))
        figures = np.interp(np.arange(seen[0], seen[-1] + 1), seen, series[seen])
        paths = _pooled_and_moved(figures, int(ahead[asked].max()), moves[asked[0]])
        for place, (means, variances) in enumerate(paths):
            mean[place, asked], variance[place, asked] = means[ahead[asked] - 1], variances[ahead[asked] - 1]
    return [normal_distribution(mean[place], variance[place]) for place in range(shape[0])]


def pooled(figures: Floats, horizon: int) -> Path:
    """The experts' paths, weighed by how each did on the latest months of the series itself.

    The trial is the last twelve months where 24 stay before it (at least six); a series too short for that is tried on
    its last third, by experts that know no seasons.
    """
    return _pooled_and_moved(figures, horizon, ())[0]


def _pooled_and_moved(figures: Floats, horizon: int, moves: Iterable[float]) -> list[Path]:
    """The pooled path of the figures, then those with the last figure moved."""
    ends = [np.append(figures[:-1], figures[-1] + move) for move in moves]
    if np.ptp(figures) == 0:
        # A series that never moved has no model that a moved figure could be put into.
        still = np.full(horizon, figures[-1]), np.zeros(horizon)
        return [still, *(still if np.ptp(end) == 0 else pooled(end, horizon) for end in ends)]
    seasonal = len(figures) >= TWO_SEASONS + _LEAST_TRIAL
    trial = min(_TRIAL, len(figures) - TWO_SEASONS) if seasonal else len(figures) // 3
    experts = _SEASONAL if seasonal else _PLAIN
    known = figures[:-trial]
    trials = np.array([expert(known).means(trial) for expert in experts])
    fitted = [expert(figures) for expert in experts]
    return [_weighed(trials, [one.path(series, horizon) for one in fitted], series) for series in (figures, *ends)]


def _weighed(trials: Floats, paths: Sequence[Path], figures: Floats) -> Path:
    """The experts' paths by how near their trials came to the latest figures."""
    errors = ((trials - figures[-trials.shape[1] :]) ** 2).mean(axis=1)
    weights = 1 / np.maximum(errors, 1e-12 * np.mean(figures**2))
    weights /= weights.sum()
    means, variances = (np.array([path[part] for path in paths]) for part in (0, 1))
    mean = weights @ means
    return mean, weights @ (variances + (means - mean) ** 2)


@dataclass(frozen=True, slots=True)
class _Still:
    """A series that never moved."""

    level: float

    def means(self, horizon: int) -> Floats:
        return np.full(horizon, self.level)

    def path(self, figures: Floats, horizon: int) -> Path:
        return np.full(horizon, figures[-1]), np.zeros(horizon)


@dataclass(frozen=True, slots=True)
class _Smoothing:
    """A fitted AutoETS of statsforecast."""

    model: Any
    figures: Floats

    def means(self, horizon: int) -> Floats:
        return np.asarray(self.model.predict(horizon)["mean"], dtype=np.float64)

    def path(self, figures: Floats, horizon: int) -> Path:
        fitted = figures is self.figures
        found = self.model.predict(horizon, level=[68]) if fitted else self.model.forward(figures, horizon, level=[68])
        # statsforecast gives intervals, not variances.
        return found["mean"], ((found["hi-68"] - found["mean"]) / _HALF_68) ** 2


@dataclass(frozen=True, slots=True)
class _LastYear:
    """The same month of last year; variance: its mean squared error in the past, once for each year ahead."""

    figures: Floats

    def means(self, horizon: int) -> Floats:
        return self.path(self.figures, horizon)[0]

    def path(self, figures: Floats, horizon: int) -> Path:
        step = np.arange(horizon)
        errors = figures[12:] - figures[:-12]
        return figures[len(figures) - 12 + step % 12], (errors**2).mean() * (step // 12 + 1)


def auto_ets() -> Any:
    """The library's smoothing. It takes a second to import: only who forecasts, or gets ready to, pays for it."""
    from statsforecast.models import AutoETS  # noqa: PLC0415

    return AutoETS


def _ets(model: str, season: int) -> Expert:
    """AutoETS over the forms that `model` leaves open (error, trend, season; Z: any, N: none)."""

    def expert(figures: Floats) -> Fitted:
        if np.ptp(figures) == 0:
            return _Still(float(figures[-1]))
        return _Smoothing(auto_ets()(season_length=season, model=model).fit(figures), figures)

    return expert


_SEASONAL = (_ets("AZN", 1), _ets("ZNA", 12), _ets("AZA", 12), _LastYear)
_PLAIN = (_ets("AZN", 1), _ets("ZNN", 1))
