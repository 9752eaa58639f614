"""How honest the forecast is: coverage of its intervals and its Brier score on series whose future is known.

The series are those of industry in the M3 competition, the hold-out theirs. Every model sees the last 36 months only,
as a three-year programme would. `widening` is fitted at an earlier origin, 18 months before, whose future does not
overlap the hold-out; the numbers reported are those of the hold-out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from python_calamine import CalamineWorkbook

from sigai.programme.method import ForecastMethod
from sigai.progress import models
from sigai.progress.arrays import Flags, Floats, Integers
from sigai.progress.predictive_distribution import PredictiveDistribution, normal_distribution
from sigai.progress.smoothing import smoothed

HISTORY = 36
HOLD_OUT = 18
HORIZON = 12
THRESHOLDS = (0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2)
"""The event whose probability is scored: twelve months on, the figure is at least this times the last one."""
_INTERVAL = 0.8
_GRID = np.round(np.arange(1.0, 3.01, 0.05), 2)

Model = Callable[[Floats, Integers], PredictiveDistribution]
"""From histories (rows × months) and months ahead to outlooks."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Histories and what came then, rows × months. `scale`: the mean seasonal-naive error within each history."""

    history: Floats
    future: Floats

    @property
    def scale(self) -> Floats:
        """The mean absolute error of repeating the same month of the year before, one per row."""
        return np.asarray(np.abs(self.history[:, 12:] - self.history[:, :-12]).mean(axis=1), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Paths:
    """Outlooks of one model at horizons 1 … 12 (mean, standard deviation: rows × horizons)."""

    mean: Floats
    deviation: Floats

    def widened(self, factor: float) -> Paths:
        """The same means with standard deviations `factor` times as large."""
        return Paths(self.mean, self.deviation * factor)


def bench_forecast(m3_path: Path, *, limit: int | None = None) -> dict[str, Any]:
    """Backtest the forecast of levels on the monthly industry series of the M3 competition.

    m3_path: its workbook `M3C.xls`. limit: only the first series, for a quick look. Returns `name`, `ours` and `theirs`
    (Brier scores, smaller is better, theirs that of seasonal naive), their `ratio`, and under `models` the coverage of
    the 80 % interval by horizon and overall, Brier, MASE and sMAPE of each model, plain and widened.
    """
    every = read_industry(m3_path)[:limit]
    earlier, now = _sample(every, HOLD_OUT), _sample(every, 0)
    report: dict[str, Any] = {}
    for name, model in _MODELS.items():
        widening = fitted_widening(earlier, paths_of(model, earlier.history))
        plain = paths_of(model, now.history)
        report[name] = {
            "plain": scores(now, plain),
            "widening": widening,
            "widened": scores(now, plain.widened(widening)),
        }
    default = ForecastMethod().widening
    ours = scores(now, paths_of(_MODELS["pooled_ets"], now.history).widened(default))
    theirs = report["seasonal_naive"]["plain"]
    return {
        "name": "forecast",
        "measure": "Brier score at horizon 12, smaller is better",
        "ours": ours["brier"],
        "theirs": theirs["brier"],
        "ratio": ours["brier"] / theirs["brier"],
        "series": len(every),
        "coverage": {"asked": _INTERVAL, "ours": ours["coverage"], "theirs": theirs["coverage"]},
        "widening_in_use": default,
        "models": report,
    }


def read_industry(m3_path: Path) -> list[Floats]:
    """The monthly series of industry; the workbook pads its categories with spaces."""
    rows = CalamineWorkbook.from_path(str(m3_path)).get_sheet_by_name("M3Month").to_python()
    wanted = (row for row in rows[1:] if str(row[3]).strip() == "INDUSTRY")
    return [np.array(row[6 : 6 + int(float(str(row[1])))], dtype=np.float64) for row in wanted]


def _sample(series: list[Floats], earlier: int) -> Sample:
    """The 36 months before an origin and the 18 after it; `earlier`: months before the hold-out."""
    cut = HOLD_OUT + earlier
    history = np.array([one[-cut - HISTORY : -cut] for one in series])
    return Sample(history, np.array([one[len(one) - cut : len(one) - earlier] for one in series]))


def paths_of(model: Model, history: Floats) -> Paths:
    """Run a model for all horizons at once: every history is asked for 1 … 12 months ahead."""
    ahead = np.tile(np.arange(1, HORIZON + 1), len(history))
    outlook = model(np.repeat(history, HORIZON, axis=0), ahead)
    shape = (len(history), HORIZON)
    return Paths(outlook.mean.reshape(shape), np.sqrt(outlook.variance).reshape(shape))


def fitted_widening(sample: Sample, paths: Paths) -> float:
    """The smallest factor (≥ 1, steps of 0.05) whose intervals cover what they should over all horizons."""
    coverages = np.array([_covered(sample, paths.widened(factor)).mean() for factor in _GRID])
    enough = np.flatnonzero(coverages >= _INTERVAL)
    return float(_GRID[enough[0] if len(enough) else -1])


def scores(sample: Sample, paths: Paths) -> dict[str, Any]:
    """Coverage of the 80 % interval, Brier score, MASE and sMAPE of one model."""
    future = sample.future[:, :HORIZON]
    covered = _covered(sample, paths)
    error = np.abs(future - paths.mean)
    return {
        "coverage": float(covered.mean()),
        "coverage_by_horizon": [round(float(share), 3) for share in covered.mean(axis=0)],
        "brier": brier(sample, paths),
        "mase": float((error.mean(axis=1) / sample.scale).mean()),
        "smape": float((200 * error / (np.abs(future) + np.abs(paths.mean))).mean()),
    }


def brier(sample: Sample, paths: Paths) -> float:
    """The mean squared distance between the probability of each event and what happened (1 or 0)."""
    last = sample.history[:, -1]
    zero = np.zeros(len(last))
    outlook = PredictiveDistribution(zero, paths.mean[:, -1], paths.deviation[:, -1] ** 2, np.full(len(last), "normal"))
    happened = sample.future[:, HORIZON - 1]
    squares = [
        (outlook.at_least(last * factor) - (happened >= last * factor).astype(np.float64)) ** 2 for factor in THRESHOLDS
    ]
    return float(np.mean(squares))


def seasonal_naive(history: Floats, ahead: Integers) -> PredictiveDistribution:
    """The rival: the same month of last year, up to a year ahead, with intervals from its own past errors."""
    mean = history[np.arange(len(history)), history.shape[1] - 13 + ahead]
    return normal_distribution(mean, ((history[:, 12:] - history[:, :-12]) ** 2).mean(axis=1))


def _covered(sample: Sample, paths: Paths) -> Flags:
    half = _Z80 * paths.deviation
    return np.asarray(np.abs(sample.future[:, :HORIZON] - paths.mean) <= half, dtype=np.bool_)


_Z80 = 1.2815515655446004
"""Half of an 80 % interval, in standard deviations."""

_MODELS: Mapping[str, Model] = {"pooled_ets": smoothed, "drift": models.drift, "seasonal_naive": seasonal_naive}
