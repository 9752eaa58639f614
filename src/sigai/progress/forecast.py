"""The figure at the due month: which model looks ahead for which series, its interval and the probability to hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

import numpy as np

from sigai.programme.method import ForecastMethod
from sigai.progress import models
from sigai.progress.arrays import Flags, Floats, Integers, Words
from sigai.progress.nature import SeriesKind
from sigai.progress.outlook import Outlook, chance_to_hit
from sigai.progress.smoothing import smoothed


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
        columns = {field.name: getattr(self, field.name) for field in fields(self)}
        return Requests(**(columns | {"history": self.history[:, : column + 1]}))


@dataclass(frozen=True, slots=True)
class Forecasts:
    """The expected figure, the interval of the method's share and the probability to hit; NaN where none is made."""

    mean: Floats
    low: Floats
    high: Floats
    probability: Floats


Model = Callable[[Requests], Outlook]
"""From requests whose histories all end with a figure to their outlooks."""


def forecast(requests: Requests, method: ForecastMethod, *, about: float) -> Forecasts:
    """Forecast every request; `about` is what 左右 allows, relative.

    Models by kind of series: tallies of records the Poisson-gamma model, amounts since January the months of last year
    times growth, ratios since January the same months of last year, levels pooled exponential smoothing (where careful
    and the method says `ets`) or a damped drift. No forecast is made on less than `minimum_months` of figures.
    Intervals and probabilities come from the same, widened distribution.
    """
    outlook = _outlooks(requests, method).widened(method.widening)
    tail = (1 - method.interval) / 2

    def possible(figures: Floats) -> Floats:
        return np.clip(figures, requests.floor, requests.ceiling)

    return Forecasts(
        mean=possible(outlook.settled + outlook.mean),
        low=possible(outlook.quantile(tail)),
        high=possible(outlook.quantile(1 - tail)),
        probability=chance_to_hit(outlook, requests.comparator, requests.goal, requests.sign, about),
    )


def _outlooks(requests: Requests, method: ForecastMethod) -> Outlook:
    """One model per group of requests that are looked at from the same month, put together again."""
    size = len(requests)
    together = Outlook(np.zeros(size), np.full(size, np.nan), np.full(size, np.nan), np.full(size, "normal"))
    months = (~np.isnan(requests.history)).sum(axis=1) * requests.every
    now = models.last_seen(requests.history)
    enough = (months >= method.minimum_months) & (requests.due > now)
    for chosen, model in _groups(requests, method):
        for column in np.unique(now[chosen & enough]):
            group = chosen & enough & (now == column)
            part = model(requests.where(group).until(int(column)))
            for name in ("settled", "mean", "variance", "family"):
                getattr(together, name)[group] = getattr(part, name)
    return together


def _groups(requests: Requests, method: ForecastMethod) -> Iterator[tuple[Flags, Model]]:
    kind = requests.kind
    tallies = kind == SeriesKind.TALLY
    # A tally that has lost records before (titles withdrawn) is no longer one that only grows.
    fallen = tallies & (np.nanmin(models.steps(requests.history)[0], axis=1, initial=0.0) < 0)
    levels = (kind == SeriesKind.LEVEL) | fallen
    smooth = levels & requests.careful & (requests.every == 1) & (method.model == "ets")
    yield tallies & ~fallen, _tallies
    yield kind == SeriesKind.YEARLY_TALLY, _yearly_tallies
    yield kind == SeriesKind.YEARLY_AMOUNT, _yearly_amounts
    yield kind == SeriesKind.YEARLY_RATE, _yearly_rates
    yield smooth, _smoothed
    yield levels & ~smooth, _drifting


def _tallies(requests: Requests) -> Outlook:
    increments, _ = models.steps(requests.history)
    return _counted(requests, increments, settled=requests.history[:, -1], opens=np.zeros_like(requests.due))


def _yearly_tallies(requests: Requests) -> Outlook:
    now, january = requests.history.shape[1] - 1, requests.due // 12 * 12
    settled = np.where(january <= now, requests.history[:, -1], 0.0)
    return _counted(requests, models.flows(requests.history), settled=settled, opens=january)


def _counted(requests: Requests, increments: Floats, *, settled: Floats, opens: Integers) -> Outlook:
    """Tallies from their increments: the months after the last figure, from `opens` on, weighted by the season."""
    weights = models.season_weights(increments)
    coming = np.arange(increments.shape[1], int(requests.due.max()) + 1)
    counts = (coming <= requests.due[:, None]) & (coming >= opens[:, None])
    ahead = np.where(counts, weights[:, coming % 12], 0.0).sum(axis=1)
    return models.tally(increments, settled, ahead, whole=requests.whole)


def _yearly_amounts(requests: Requests) -> Outlook:
    return models.yearly_amount(requests.history, requests.due)


def _yearly_rates(requests: Requests) -> Outlook:
    return models.yearly_rate(requests.history, requests.due)


def _smoothed(requests: Requests) -> Outlook:
    return smoothed(requests.history, _ahead(requests))


def _drifting(requests: Requests) -> Outlook:
    return models.drift(requests.history, _ahead(requests))


def _ahead(requests: Requests) -> Integers:
    last = requests.history.shape[1] - 1
    return np.asarray(requests.due - last, dtype=np.int64)
