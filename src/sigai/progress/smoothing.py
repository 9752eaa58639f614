"""The careful model for levels: exponential smoothing in three forms and last year's months, weighed together.

Which one to trust differs by series: a share that a programme pushes up has a trend, a price has none, an output has
seasons. Each forecasts the last year from what was known before it; its weight is the inverse of its mean squared error
there. The pooled variance holds the disagreement of the four as well as their own doubt.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sigai.progress.arrays import Floats, Integers
from sigai.progress.outlook import Outlook, normal_outlook

TWO_SEASONS = 24
"""Months of figures that a model with seasons needs before it."""
_LEAST_TRIAL, _TRIAL = 6, 12
_HALF_68 = 0.9944578832097531
"""Half of a 68 % interval, in standard deviations."""

Path = tuple[Floats, Floats]
"""Mean and variance at 1, 2, … months ahead."""
Expert = Callable[[Floats, int], Path]
"""From figures and a horizon to the path ahead."""


def smoothed(history: Floats, ahead: Integers) -> Outlook:
    """Forecast each row `ahead` months after its last figure. Gaps inside a series are bridged by straight lines.

    One series is asked for several due months and by several tracks: each distinct one is fitted once.
    """
    mean, variance = np.full(len(history), np.nan), np.full(len(history), np.nan)
    codes, _ = pd.factorize(np.array([series.tobytes() for series in history], dtype=object))
    for code in range(int(codes.max()) + 1):
        asked = np.flatnonzero(codes == code)
        series = history[asked[0]]
        seen = np.flatnonzero(~np.isnan(series))
        figures = np.interp(np.arange(seen[0], seen[-1] + 1), seen, series[seen])
        means, variances = pooled(figures, int(ahead[asked].max()))
        mean[asked], variance[asked] = means[ahead[asked] - 1], variances[ahead[asked] - 1]
    return normal_outlook(mean, variance)


def pooled(figures: Floats, horizon: int) -> Path:
    """The experts' paths, weighed by how each did on the latest months of the series itself.

    The trial is the last twelve months where 24 stay before it (at least six); a series too short for that is tried on
    its last third, by experts that know no seasons.
    """
    if np.ptp(figures) == 0:
        return np.full(horizon, figures[-1]), np.zeros(horizon)
    seasonal = len(figures) >= TWO_SEASONS + _LEAST_TRIAL
    trial = min(_TRIAL, len(figures) - TWO_SEASONS) if seasonal else len(figures) // 3
    experts = _SEASONAL if seasonal else _PLAIN
    known, held_out = figures[:-trial], figures[-trial:]
    errors = np.array([((expert(known, trial)[0] - held_out) ** 2).mean() for expert in experts])
    weights = 1 / np.maximum(errors, 1e-12 * np.mean(figures**2))
    weights /= weights.sum()
    paths = [expert(figures, horizon) for expert in experts]
    means, variances = (np.array([path[part] for path in paths]) for part in (0, 1))
    mean = weights @ means
    return mean, weights @ (variances + (means - mean) ** 2)


def _ets(model: str, season: int) -> Expert:
    """AutoETS of statsforecast over the forms that `model` leaves open (error, trend, season; Z: any, N: none)."""

    def expert(figures: Floats, horizon: int) -> Path:
        # Two seconds to import: only a run that forecasts pays for it.
        from statsforecast.models import AutoETS  # noqa: PLC0415

        if np.ptp(figures) == 0:
            return np.full(horizon, figures[-1]), np.zeros(horizon)
        result = AutoETS(season_length=season, model=model).forecast(y=figures, h=horizon, level=[68])
        # statsforecast gives intervals, not variances.
        return result["mean"], ((result["hi-68"] - result["mean"]) / _HALF_68) ** 2

    return expert


def seasonal_naive(figures: Floats, horizon: int) -> Path:
    """The same month of last year; variance: its mean squared error in the past, once for each year ahead."""
    step = np.arange(horizon)
    errors = figures[12:] - figures[:-12]
    return figures[len(figures) - 12 + step % 12], (errors**2).mean() * (step // 12 + 1)


_SEASONAL = (_ets("AZN", 1), _ets("ZNA", 12), _ets("AZA", 12), seasonal_naive)
_PLAIN = (_ets("AZN", 1), _ets("ZNN", 1))
