"""The figure at the due month: which model looks ahead for which series, its interval and the probability to hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from sigai.formulas.series import SeriesKind
from sigai.programme.method import ForecastMethod
from sigai.progress import models
from sigai.progress.arrays import Flags, Floats, Integers, Words
from sigai.progress.predictive_distribution import PredictiveDistribution, chance_to_hit, no_distribution
from sigai.progress.response import Response
from sigai.progress.smoothing import smoothed_and_moved


@dataclass(frozen=True, slots=True)
class Requests:
    """What is to be forecast, one entry per series and due month; numbers in the unit of `history`.

    history: rows × months from a January on, NaN where a month has no figure of its own; each row is looked at from its
    last figure. due: column of the due month (may lie beyond). every: months between figures. whole: counts things.
    careful: the slower, better model is worth its time (the programme's own area). floor, ceiling: what is possible.
    """

    history: Floats
    due: Integers
    kind: Words
    every: Integers
    whole: Flags
    careful: Flags
    floor: Floats
    ceiling: Floats
    comparator: Words
    goal: Floats
    sign: Floats

    def __len__(self) -> int:
        return len(self.due)

    def where(self, chosen: Flags) -> Requests:
        """Only the chosen entries."""
        return Requests(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    def until(self, column: int) -> Requests:
        """With histories that end at this column."""
        return replace(self, history=self.history[:, : column + 1])

    def moved(self, by: Floats) -> Requests:
        """With the last figure of each history larger by so much."""
        history = self.history.copy()
        history[np.arange(len(self)), models.last_seen(history)] += by
        return replace(self, history=history)


@dataclass(frozen=True, slots=True)
class Forecasts:
    """The expected figure, the interval of the method's share and the probability to hit; NaN where none is made."""

    mean: Floats
    low: Floats
    high: Floats
    probability: Floats

    def at(self, line: Integers, column: Integers) -> Forecasts:
        """Those of the months `column` of the lines `line`, with one month each."""
        return Forecasts(**{field.name: getattr(self, field.name)[line, column][:, None] for field in fields(self)})

    def without_figures(self, chosen: Flags) -> Forecasts:
        """With the probability alone where `chosen`: of what is done or not, no figure lies between."""
        nothing = {name: np.where(chosen, np.nan, getattr(self, name)) for name in ("mean", "low", "high")}
        return replace(self, **nothing)

    def laid(self, forecasts: Forecasts, asked: Flags, column: int) -> Forecasts:
        """Lines × months, with the forecasts of the lines `asked` at the month `column`."""
        columns = {field.name: getattr(self, field.name).copy() for field in fields(self)}
        for name, matrix in columns.items():
            matrix[asked, column] = getattr(forecasts, name)
        return Forecasts(**columns)


def no_forecasts(shape: tuple[int, ...]) -> Forecasts:
    """None is made."""
    return Forecasts(*(np.full(shape, np.nan) for _ in range(4)))


Model = Callable[[Requests], PredictiveDistribution]
"""From requests whose histories all end with a figure to their outlooks."""
Looks = tuple[PredictiveDistribution, PredictiveDistribution, PredictiveDistribution]
"""The outlook as it is, and from a last figure that is smaller and larger by what it may be off."""


def forecast(requests: Requests, method: ForecastMethod, *, about: float) -> Forecasts:
    """Forecast every request; `about` is what 左右 allows, relative.

    Models by kind of series: tallies of records the Poisson-gamma model, amounts since January the months of last year
    times growth, ratios since January the same months of last year, levels pooled exponential smoothing (where careful
    and the method says `ets`) or a damped drift. No forecast is made on less than `minimum_months` of figures.
    Intervals and probabilities come from the same, widened distribution.
    """
    return forecast_and_response(requests, method, about=about, reach=np.zeros(len(requests)))[0]


def forecast_and_response(
    requests: Requests, method: ForecastMethod, *, about: float, reach: Floats
) -> tuple[Forecasts, Response]:
    """Forecast every request, and say how the probability would answer to another last figure, up to `reach` away.

    The models are those of the last figure as it is, their parameters too, so that one fit serves for all; where that
    may be too rough, `fitted_anew` mends it.
    """
    middle, lower, upper = (outlook.widened(method.widening) for outlook in _outlooks(requests, method, reach))
    tail = (1 - method.interval) / 2

    def possible(figures: Floats) -> Floats:
        return np.clip(figures, requests.floor, requests.ceiling)

    made = Forecasts(
        mean=possible(middle.settled + middle.mean),
        low=possible(middle.quantile(tail)),
        high=possible(middle.quantile(1 - tail)),
        probability=chance_to_hit(middle, requests.comparator, requests.goal, requests.sign, about),
    )
    return made, Response(reach, lower, middle, upper, requests.comparator, requests.goal, requests.sign, about)


def fitted_anew(response: Response, requests: Requests, method: ForecastMethod, chosen: Flags) -> Response:
    """The response with the models of the chosen requests fitted to the figures at both ends themselves."""
    some = requests.where(chosen)
    ends = response.lower.copy(), response.upper.copy()
    for end, sign in zip(ends, (-1.0, 1.0), strict=True):
        moved = some.moved(sign * response.reach[chosen])
        end.put(chosen, _outlooks(moved, method, np.zeros(len(some)))[0].widened(method.widening))
    return replace(response, lower=ends[0], upper=ends[1])


def _outlooks(requests: Requests, method: ForecastMethod, reach: Floats) -> Looks:
    """One model per group of requests that are looked at from the same month, put together again."""
    size = len(requests)
    together = no_distribution(size), no_distribution(size), no_distribution(size)
    months = (~np.isnan(requests.history)).sum(axis=1) * requests.every
    now = models.last_seen(requests.history)
    enough = (months >= method.minimum_months) & (requests.due > now)
    for chosen, model in _groups(requests, method):
        for column in np.unique(now[chosen & enough]):
            group = chosen & enough & (now == column)
            parts = model(requests.where(group).until(int(column)), reach[group])
            for whole, part in zip(together, parts, strict=True):
                whole.put(group, part)
    return together


def _groups(requests: Requests, method: ForecastMethod) -> Iterator[tuple[Flags, Callable[[Requests, Floats], Looks]]]:
    kind = requests.kind
    tallies = kind == SeriesKind.TALLY
    # A tally that has lost records before (titles withdrawn) is no longer one that only grows.
    fallen = tallies & (np.nanmin(models.steps(requests.history)[0], axis=1, initial=0.0) < 0)
    levels = (kind == SeriesKind.LEVEL) | fallen
    smooth = levels & fits(requests, method)
    yield tallies & ~fallen, _thrice(_tallies)
    yield kind == SeriesKind.YEARLY_TALLY, _thrice(_yearly_tallies)
    yield kind == SeriesKind.YEARLY_AMOUNT, _thrice(_yearly_amounts)
    yield kind == SeriesKind.YEARLY_RATE, _thrice(_yearly_rates)
    yield smooth, _smoothed
    yield levels & ~smooth, _thrice(_drifting)


def fits(requests: Requests, method: ForecastMethod) -> Flags:
    """Whether the model of a level is one that is fitted."""
    return np.asarray(requests.careful & (requests.every == 1) & (method.model == "ets"), dtype=np.bool_)


def _thrice(model: Model) -> Callable[[Requests, Floats], Looks]:
    """A model of closed form, asked three times where the last figure may be off."""

    def looks(requests: Requests, reach: Floats) -> Looks:
        middle, moving = model(requests), reach > 0
        ends = middle.copy(), middle.copy()
        if moving.any():
            for end, sign in zip(ends, (-1.0, 1.0), strict=True):
                end.put(moving, model(requests.where(moving).moved(sign * reach[moving])))
        return middle, *ends

    return looks


def _tallies(requests: Requests) -> PredictiveDistribution:
    increments, _ = models.steps(requests.history)
    return _counted(requests, increments, settled=requests.history[:, -1], opens=np.zeros_like(requests.due))


def _yearly_tallies(requests: Requests) -> PredictiveDistribution:
    now, january = requests.history.shape[1] - 1, requests.due // 12 * 12
    settled = np.where(january <= now, requests.history[:, -1], 0.0)
    return _counted(requests, models.flows(requests.history), settled=settled, opens=january)


def _counted(requests: Requests, increments: Floats, *, settled: Floats, opens: Integers) -> PredictiveDistribution:
    """Tallies from their increments: the months after the last figure, from `opens` on, weighted by the season."""
    weights = models.season_weights(increments)
    coming = np.arange(increments.shape[1], int(requests.due.max()) + 1)
    counts = (coming <= requests.due[:, None]) & (coming >= opens[:, None])
    ahead = np.where(counts, weights[:, coming % 12], 0.0).sum(axis=1)
    return models.tally(increments, settled, ahead, whole=requests.whole)


def _yearly_amounts(requests: Requests) -> PredictiveDistribution:
    return models.yearly_amount(requests.history, requests.due)


def _yearly_rates(requests: Requests) -> PredictiveDistribution:
    return models.yearly_rate(requests.history, requests.due)


def _smoothed(requests: Requests, reach: Floats) -> Looks:
    middle, lower, upper = smoothed_and_moved(requests.history, _ahead(requests), np.stack([-reach, reach], axis=1))
    return middle, lower, upper


def _drifting(requests: Requests) -> PredictiveDistribution:
    return models.drift(requests.history, _ahead(requests))


def _ahead(requests: Requests) -> Integers:
    last = requests.history.shape[1] - 1
    return np.asarray(requests.due - last, dtype=np.int64)
