"""Targets held against their indicators: the progress table."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from sigai.base.periods import Period, month_name
from sigai.programme.programme import Programme
from sigai.progress.arrays import Flags, Floats, Integers
from sigai.progress.figures import Figures, figures_at
from sigai.progress.forecast import Forecasts, Requests, forecast
from sigai.progress.lines import NEVER, Lines, lines_of
from sigai.progress.panel import Panel, panel_of
from sigai.progress.thresholds import Thresholds, method_at, thresholds_at
from sigai.progress.trajectory import expected_at, seasonal_shares, shares_at
from sigai.progress.verdict import Case, met_of, reasons_of, statuses_of
from sigai.tables.contracts import PROGRESS


def judge(
    programme: Programme,
    results: pa.Table,
    *,
    as_of: Period,
    months: range | None = None,
    forecasts: bool = True,
    targets: Collection[str] | None = None,
) -> pa.Table:
    """Judge every target of a programme: a table of the contract `PROGRESS`.

    results: indicators by area and month (contract `INDICATOR_RESULTS`), also of the years before the programme, which
    baselines, seasons and forecasts rest on. One row per target, track, step, area and month of `months` (default: from
    the programme's start to `as_of`). Forecasts are made for `as_of` and for the month before, from what was known
    then, so that what has moved since is a movement of the same kind of verdict; earlier verdicts rest on pace.
    `targets` names those to judge (default: all); a target is judged the same whatever stands beside it.

    UserError (G001) where the programme has no method of judging.
    """
    last = as_of.last
    chosen = months if months is not None else range(programme.head.start.first, last + 1)
    panel = panel_of(results, first=min(chosen.start, programme.head.base_year * 12), last=last)
    lines = lines_of(programme, panel, targets)
    by_column = thresholds_at(programme.progress, panel.months)
    judged = np.array(chosen, dtype=np.int64)
    at = np.broadcast_to(judged, (len(lines), len(chosen)))
    case = _case(lines, panel, at, by_column, thresholds_at(programme.progress, judged))
    outlook = _empty_outlook(at.shape)
    if forecasts and len(lines):
        for month in (last - 1, last):
            if month in chosen:
                _forecast(programme, case, panel, outlook, column=chosen.index(month), month=month)
        case = _with_probability(case, outlook.probability)
    return _table(case, outlook)


def _case(lines: Lines, panel: Panel, at: Integers, by_column: Thresholds, thresholds: Thresholds) -> Case:
    """Figures and expected numbers of every line and month, without a forecast yet."""
    figures = figures_at(lines, panel, np.minimum(at, lines.due[:, None]), by_column)
    later = figures_at(lines, panel, at, by_column)
    # Where there is no figure, the expected number is that of the month itself.
    compared = np.where(figures.month == NEVER, np.minimum(at, lines.due[:, None]), figures.month)
    shares = shares_at(seasonal_shares(lines, panel), lines, compared, panel.first)
    expected, measured_from = expected_at(lines, compared, shares)
    nothing = np.full(at.shape, np.nan)
    return Case(lines, at, thresholds, figures, later, expected, measured_from, nothing)


def _with_probability(case: Case, probability: Floats) -> Case:
    """The case with the probability of steps whose time has begun; a step of later years is not judged by one."""
    begun = case.months >= case.lines.opens[:, None]
    return Case(
        case.lines,
        case.months,
        case.thresholds,
        case.figures,
        case.later,
        case.expected,
        case.measured_from,
        np.where(begun, probability, np.nan),
    )


def _empty_outlook(shape: tuple[int, ...]) -> Forecasts:
    return Forecasts(*(np.full(shape, np.nan) for _ in range(4)))


def _forecast(programme: Programme, case: Case, panel: Panel, laid: Forecasts, *, column: int, month: int) -> None:
    """Forecast all steps that are still open at `month` and lay them into their column of lines × months."""
    lines, figures = case.lines, case.figures
    method = method_at(programme.progress, month)
    asked = (lines.due > month) & figures.usable[:, column] & ~np.isnan(lines.factor)
    if method is None or not asked.any():
        return
    made = forecast(_requests(lines, panel, figures, asked, column), method.forecast, about=method.about_tolerance)
    for name in ("mean", "low", "high", "probability"):
        getattr(laid, name)[asked, column] = getattr(made, name)


def _requests(lines: Lines, panel: Panel, figures: Figures, asked: Flags, column: int) -> Requests:
    """Histories in the track's unit: figures of their own month, none after the one that counts now."""
    rows, factor = lines.row[asked], lines.factor[asked][:, None]
    own = panel.figure[rows] == panel.months
    recent = panel.months <= figures.month[asked, column][:, None]
    history = np.where(own & recent, panel.value[rows] * factor, np.nan)
    whole, keeps = ~np.isnan(lines.one[asked]), lines.keeps[asked]
    resets = lines.due[asked] // 12 > figures.month[asked, column] // 12
    zero = lines.share[asked] | whole
    floor = np.where(keeps & ~resets, figures.actual[asked, column], np.where(zero | keeps, 0.0, -np.inf))
    full = lines.full[asked]
    ceiling = np.where(lines.share[asked] & ~(np.nanmax(history, axis=1, initial=-np.inf) > full), full, np.inf)
    return Requests(
        history=history,
        due=lines.due[asked] - panel.first,
        kind=lines.kind[asked],
        every=lines.every[asked],
        whole=whole,
        careful=lines.root[asked],
        floor=floor,
        ceiling=ceiling,
        comparator=lines.comparator[asked],
        goal=lines.goal[asked],
        sign=lines.sign[asked],
    )


def _needed_rate(case: Case) -> Floats:
    """(goal - actual) / months from the figure to the due month: what must still be gained each month.

    NaN when met, before the step's time, after it, and for `constant` tracks, where the level itself is what is needed.
    """
    lines, figures = case.lines, case.figures
    left = lines.due[:, None] - figures.month
    open_now = (case.months >= lines.opens[:, None]) & (case.months < lines.due[:, None]) & (figures.month != NEVER)
    needed = open_now & ~met_of(case, figures) & (lines.trajectory != "constant")[:, None] & (left > 0)
    rate: Floats = np.full(left.shape, np.nan)
    np.divide(lines.goal[:, None] - figures.actual, left, out=rate, where=needed)
    return rate


def _current(lines: Lines, months: Integers) -> Flags:
    """The step that each month works towards: the first that is due then or later; after the last, the last."""
    due = lines.due[:, None]
    return ((months <= due) & (months > lines.previous_due[:, None])) | (lines.last[:, None] & (months > due))


def _table(case: Case, outlook: Forecasts) -> pa.Table:
    """The matrices as rows, in the order of lines and months."""
    lines, figures = case.lines, case.figures
    reasons, pace = reasons_of(case)
    size = case.months.shape[1]
    frame = lines.names.loc[lines.names.index.repeat(size)].reset_index(drop=True)
    begun = case.months >= lines.opens[:, None]
    numbers = {
        "actual": figures.actual,
        "expected": np.where(begun, case.expected, np.nan),
        "pace": pace,
        "needed_rate": _needed_rate(case),
        "reported": figures.reported,
        "estimated_low": figures.actual - case.thresholds.shown * figures.down,
        "estimated_high": figures.actual + case.thresholds.shown * figures.up,
        "like_for_like": figures.like_for_like,
        "coverage": figures.coverage,
        "coverage_weight": figures.coverage_weight,
        "forecast_mean": outlook.mean,
        "forecast_low": outlook.low,
        "forecast_high": outlook.high,
        "probability": outlook.probability,
    }
    columns: dict[str, pa.Array[Any]] = {name: pa.array(frame[name]) for name in lines.names.columns}
    columns |= {name: pa.array(matrix.ravel(), from_pandas=True) for name, matrix in numbers.items()}
    columns["baseline"] = pa.array(frame["baseline"], from_pandas=True)
    columns["as_of"] = _month_names(case.months)
    columns["actual_period"] = _month_names(figures.month)
    columns["current"] = pa.array(_current(lines, case.months).ravel())
    columns["status"] = pa.array(statuses_of(reasons).ravel())
    columns["reason"] = pa.array(reasons.ravel())
    columns["provisional"] = pa.array(figures.provisional.ravel())
    columns["settled"] = columns["as_of"]
    for name in ("tipping_point", *(name for name in PROGRESS.names if name.startswith("open_"))):
        columns[name] = pa.nulls(len(frame), PROGRESS.field(name).type)
    return pa.table([columns[name] for name in PROGRESS.names], names=PROGRESS.names).cast(PROGRESS)


def _month_names(months: Integers) -> pa.Array[Any]:
    codes, distinct = pd.factorize(months.ravel())
    names = np.array([None if month == NEVER else month_name(int(month)) for month in distinct], dtype=object)
    return pa.array(names[codes], pa.string())
