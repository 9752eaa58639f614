"""The models of the forecast that need no fitting, each vectorised over series (rows) with one column per month.

Every model takes histories that end with a figure, NaN where a month has none of its own, and the number of months
ahead or the due column; column 0 is a January. It returns a `PredictiveDistribution` per row, empty (NaN) where the
history does not carry it. Variances are the model's own; the caller widens them by the factor that the backtest found.
"""

from __future__ import annotations

import numpy as np

from sigai.progress.arrays import Flags, Floats, Integers
from sigai.progress.predictive_distribution import PredictiveDistribution, normal_distribution

DAMPING = 0.9
"""How much of a trend is left after each further month: trends of three-year programmes do not last."""
RECENT = 24
"""Months of a tally that its rate is taken from."""
_PRIOR_EVENTS = 0.5
"""Jeffreys' prior of a Poisson rate: half an event in no time, so that no event yet is not none ever."""
_FEWEST_MOVES = 6
"""Fewer moves of a yearly ratio than this say nothing about how it spreads."""


def drift(history: Floats, ahead: Integers) -> PredictiveDistribution:
    """Random walk with a damped drift, `ahead` months after the last figure; for levels.

    drift d = sum of steps / sum of months between figures; mean after h months = last + d (φ + φ² + … + φ^h), φ = 0.9;
    variance = s² h (1 + h / months seen), s² the mean squared step per month about the drift. Figures may have gaps
    (quarterly stocks): a step over g months has the variance of g.
    """
    step, gap = steps(history)
    seen = np.nansum(gap, axis=1)
    count = (~np.isnan(gap)).sum(axis=1)
    rate = _ratio(np.nansum(step, axis=1), seen)
    spread = _ratio(np.nansum((step - rate[:, None] * gap) ** 2 / gap, axis=1), np.where(count > 1, count - 1, 0))
    reach = DAMPING * (1 - DAMPING**ahead) / (1 - DAMPING)
    variance = spread * ahead * (1 + _ratio(ahead.astype(np.float64), seen))
    return normal_distribution(history[:, -1] + rate * reach, variance)


def tally(increments: Floats, settled: Floats, months_ahead: Floats, *, whole: Flags) -> PredictiveDistribution:
    """What records still bring, from the increments of the last two years: a Poisson rate of unknown size.

    increments: new records of each month, oldest first. With N records in T months and a gamma prior of half a record,
    what comes in R months has mean (N + ½) R / T and variance mean · φ (1 + R / T), φ ≥ 1 the variance of the months
    over their mean (records come in batches). φ = 1 is the negative binomial predictive of the Poisson-gamma model
    exactly; otherwise one with these two moments. Amounts that are no counts (`whole` false) take the gamma
    distribution with the same moments and have no forecast before the first record.

    months_ahead: R, already weighted by the season (`season_weights`).
    """
    recent = increments[:, -RECENT:]
    months = (~np.isnan(recent)).sum(axis=1).astype(np.float64)
    found = np.nansum(recent, axis=1)
    average = _ratio(found, months)
    deviation = np.nansum((recent - average[:, None]) ** 2, axis=1)
    dispersion = _ratio(_ratio(deviation, months - 1), average)
    dispersion = np.where(whole, np.fmax(dispersion, 1.0), dispersion)
    # Half a record is a prior for counts; an amount has no natural unit and no such prior.
    mean = _ratio(found + np.where(whole, _PRIOR_EVENTS, 0.0), months) * months_ahead
    mean = np.where((mean > 0) & (months >= 3), mean, np.nan)
    variance = mean * dispersion * (1 + _ratio(months_ahead, months))
    family = np.where(whole, "tally", "amount")
    return PredictiveDistribution(settled, mean, variance, family)


def season_weights(increments: Floats) -> Floats:
    """How busy each calendar month is beside the average one (1), rows × 12; all 1 below two years of months.

    Shrunk: each calendar month is taken to have seen one more record than it did.
    """
    months = increments.shape[1]
    table = np.full((len(increments), -(-months // 12) * 12), np.nan)
    table[:, :months] = increments
    by_month = np.nansum(table.reshape(len(increments), -1, 12), axis=1)
    weights = (by_month + 1) / (by_month.sum(axis=1, keepdims=True) + 12) * 12
    enough = (~np.isnan(increments)).sum(axis=1) >= 24
    return np.where(enough[:, None], weights, 1.0)


def yearly_amount(history: Floats, due: Integers) -> PredictiveDistribution:
    """A year-to-date amount at a due column of the same year: what is there and what the remaining months bring.

    With last year complete, this year's months are last year's times growth g = this year to date / last year to date;
    the spread is that of all months about g times the month a year before. Otherwise the remaining months are like
    those of this year so far (three at least).
    """
    by_month = flows(history)
    now = history.shape[1] - 1
    ahead, settled = (due - now).astype(np.float64), history[:, now]
    by_growth = _grown(by_month, now, due)
    year = by_month[:, now // 12 * 12 :]
    count = (~np.isnan(year)).sum(axis=1)
    level = settled / (now % 12 + 1)
    spread = _ratio(np.nansum((year - level[:, None]) ** 2, axis=1), np.where(count >= 3, count - 1, 0))
    by_level = normal_distribution(level * ahead, spread * (ahead + _ratio(ahead**2, count.astype(np.float64))))
    mean = np.where(np.isnan(by_growth.mean), by_level.mean, by_growth.mean)
    variance = np.where(np.isnan(by_growth.mean), by_level.variance, by_growth.variance)
    reachable = (due > now) & (due // 12 == now // 12) & ~np.isnan(variance)
    return PredictiveDistribution(settled, np.where(reachable, mean, np.nan), variance, np.full(len(due), "normal"))


def _grown(by_month: Floats, now: int, due: Integers) -> PredictiveDistribution:
    """The months after `now` as those of last year times this year's growth; NaN without a year before."""
    if now < 12:
        nothing = np.full(len(due), np.nan)
        return normal_distribution(nothing, nothing)
    growth, expected = _like_last_year(by_month, now)
    error = by_month - expected
    relative = _ratio(np.nansum(error**2, axis=1), np.nansum(np.where(np.isnan(error), 0.0, expected**2), axis=1))
    column = np.arange(by_month.shape[1])
    coming = (column > now - 12) & (column <= (due - 12)[:, None])
    grown = np.where(coming, growth[:, None] * by_month, 0.0)
    seen = np.nan_to_num(expected[:, now // 12 * 12 : now + 1])
    of_growth = _ratio((seen**2).sum(axis=1), seen.sum(axis=1) ** 2)
    return normal_distribution(
        grown.sum(axis=1), relative * ((grown**2).sum(axis=1) + grown.sum(axis=1) ** 2 * of_growth)
    )


def _like_last_year(by_month: Floats, now: int) -> tuple[Floats, Floats]:
    """This year's growth, and every month as the month a year before times the growth of its own year."""
    expected = np.full_like(by_month, np.nan)
    growth = np.full(len(by_month), np.nan)
    for january in range(12, now + 1, 12):
        months = slice(january, min(january + 12, now + 1))
        year, before = by_month[:, months], by_month[:, months.start - 12 : months.stop - 12]
        growth = _ratio(year.sum(axis=1), np.maximum(before.sum(axis=1), 0.0))
        expected[:, months] = growth[:, None] * before
    return growth, expected


def yearly_rate(history: Floats, due: Integers) -> PredictiveDistribution:
    """A ratio of year-to-date amounts at a due column: its months are comparable only with the same months.

    The difference d to the same month of the year before is taken to last: mean = figure a year before the due month +
    d now (half of it for each further year). Variance: see `_variance_of_moves`.
    """
    rows, columns = history.shape
    now = columns - 1
    difference = np.full_like(history, np.nan)
    difference[:, 12:] = history[:, 12:] - history[:, :-12]
    ahead = np.clip(due - now, 1, columns - 1)
    mean, variance = np.full(rows, np.nan), np.full(rows, np.nan)
    for lag in np.unique(ahead):
        chosen = ahead == lag
        years = -(-lag // 12)
        base = history[chosen, now + lag - 12 * years] if now + lag >= 12 * years else np.full(chosen.sum(), np.nan)
        lasting = 2 - 0.5 ** (years - 1)
        mean[chosen] = base + lasting * difference[chosen, now]
        variance[chosen] = _variance_of_moves(difference[chosen], int(lag))
    usable = (due > now) & ~np.isnan(variance)
    return normal_distribution(np.where(usable, mean, np.nan), variance)


def _variance_of_moves(difference: Floats, lag: int) -> Floats:
    """The mean square of how a difference moved over `lag` months in the past, from at least six such moves.

    Where the history is too short for that, from the longest shorter lag that gives six, grown in proportion to time
    as a random walk's variance is; NaN where no lag does.
    """
    found = np.full(len(difference), np.nan)
    for shorter in range(lag, 0, -1):
        moves = difference[:, shorter:] - difference[:, :-shorter]
        count = (~np.isnan(moves)).sum(axis=1)
        squares = _ratio(np.nansum(moves**2, axis=1), np.where(count >= _FEWEST_MOVES, count, 0))
        found = np.where(np.isnan(found), squares * lag / shorter, found)
        if not np.isnan(found).any():
            break
    return found


def last_seen(history: Floats) -> Integers:
    """The column of each row's last figure; 0 for a row without any."""
    columns = np.where(~np.isnan(history), np.arange(history.shape[1]), 0)
    return np.asarray(columns.max(axis=1), dtype=np.int64)


def steps(history: Floats) -> tuple[Floats, Floats]:
    """The change from each figure to the next and the months between them, NaN in all other months."""
    seen = ~np.isnan(history)
    position = np.maximum.accumulate(np.where(seen, np.arange(history.shape[1]), -1), axis=1)
    before = np.concatenate([np.full((len(history), 1), -1), position[:, :-1]], axis=1)
    real = seen & (before >= 0)
    previous = np.take_along_axis(history, before.clip(0), axis=1)
    gap = np.where(real, np.arange(history.shape[1]) - before, np.nan)
    return np.where(real, history - previous, np.nan), gap


def flows(history: Floats) -> Floats:
    """The months alone of year-to-date figures; a January that came with February has half of it."""
    filled = history.copy()
    january = filled[:, 0::12]
    february = np.full_like(january, np.nan)
    second = filled[:, 1::12]
    february[:, : second.shape[1]] = second
    filled[:, 0::12] = np.where(np.isnan(january), february / 2, january)
    months = np.diff(filled, axis=1, prepend=0.0)
    months[:, 0::12] = filled[:, 0::12]
    return months


def _ratio(above: Floats, below: Floats) -> Floats:
    """above / below, NaN where nothing or zero stands below."""
    divisor: Floats = np.asarray(below, dtype=np.float64)
    nothing: Floats = np.full(len(divisor), np.nan)
    return np.divide(above, divisor, out=nothing, where=~np.isnan(divisor) & (divisor != 0))
