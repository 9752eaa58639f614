"""How much is expected by when: every line's trajectory at the month that its figure is of."""

from __future__ import annotations

import numpy as np

from sigai.formulas.series import SeriesKind
from sigai.progress.arrays import Floats, Integers
from sigai.progress.result_matrix import ResultMatrix
from sigai.progress.target_lines import TargetLines

LEAST_EVENTS = 12
"""A season of counted things is believed from this many on in the complete years before: one a month."""


def year_shares(values: Floats) -> Floats:
    """Which part of its December figure a year-to-date series had reached by each month, from complete years before.

    values: series × months from a January on. Returns series × years × 12: for each year the shares that the years
    *before* it give (all of them together, larger years weighing more), so that a month's status never changes later.
    A year is complete when February to December are there and never fall; January may be missing (reported with
    February) and counts half of it. Without a complete year before, time itself: month / 12.
    """
    series, months = values.shape
    years = -(-months // 12)
    whole = np.full((series, years * 12), np.nan)
    whole[:, :months] = values
    table = whole.reshape(series, years, 12).copy()
    january = table[:, :, 0]
    table[:, :, 0] = np.where(np.isnan(january), table[:, :, 1] / 2, january)
    with np.errstate(invalid="ignore"):
        complete = (np.diff(table, axis=2) >= 0).all(axis=2) & (table[:, :, 0] >= 0) & (table[:, :, 11] > 0)
    known = np.where(complete[:, :, None], table, 0.0).cumsum(axis=1)
    before = np.concatenate([np.zeros((series, 1, 12)), known[:, :-1]], axis=1)
    time = np.broadcast_to(np.arange(1, 13) / 12, before.shape)
    shares: Floats = time.copy()
    np.divide(before, before[:, :, 11:], out=shares, where=before[:, :, 11:] > 0)
    return shares


def seasonal_shares(lines: TargetLines, panel: ResultMatrix) -> Floats:
    """The part of its year that each line should have behind it, lines × years × 12; its own season where known."""
    shares = year_shares(panel.value)[lines.row]
    things = _decembers_before(panel.value)[lines.row] * (lines.factor / lines.one)[:, None]
    few = ~np.isnan(lines.one)[:, None] & ~(things >= LEAST_EVENTS)
    return np.where(few[:, :, None], np.arange(1, 13) / 12, shares)


def shares_at(shares: Floats, lines: TargetLines, month: Integers, first: int) -> Floats:
    """The part of the way from January to the line's due month that lies behind at `month`, lines × months."""
    line = np.arange(len(lines))[:, None]
    year = (month - first) // 12
    return np.asarray(shares[line, year, month % 12] / shares[line, year, (lines.due % 12)[:, None]], dtype=np.float64)


def expected_at(lines: TargetLines, figure: Integers, shares: Floats) -> tuple[Floats, Floats]:
    """The expected number and the baseline to measure from, lines × months.

    figure: the month that each actual is of: like is compared with like, so a late figure is not a slow one.
    shares: the part of the way from January to the due month that lies behind by then (see `shares_at`). `expected` is
    NaN where nothing is: before a due period (`at_due`), or on the first stretch of a line without a baseline.
    """
    goal, due = lines.goal[:, None], lines.due[:, None]
    baseline = np.broadcast_to(lines.baseline[:, None], figure.shape)
    resets = np.isin(lines.kind, (SeriesKind.YEARLY_TALLY, SeriesKind.YEARLY_AMOUNT))[:, None]
    linear = _along_the_line(lines, np.where(resets, figure // 12 * 12 + 11, figure))
    trajectory = lines.trajectory[:, None]
    # A line between year-end totals: by June, the line's number for December times June's part of the year.
    part = np.where(resets & (trajectory == "linear"), shares, 1.0)
    within_year = goal * np.where(figure >= due, 1.0, shares)
    begun = np.where(figure >= lines.opens[:, None], goal, np.nan)
    expected = np.select(
        [trajectory == "linear", trajectory == "within_year", trajectory == "at_due"],
        [linear * part, within_year, begun],
        default=np.broadcast_to(goal, figure.shape),
    )
    return expected, baseline * part


def _along_the_line(lines: TargetLines, month: Integers) -> Floats:
    """From a step's origin to its goal in proportion to time. Where the origin is as good already, the goal itself."""
    origin, due, goal, start = (column[:, None] for column in (lines.origin, lines.due, lines.goal, lines.start))
    elapsed = np.clip((month - origin) / np.maximum(due - origin, 1), 0.0, 1.0)
    way = goal - start
    hold = (lines.sign[:, None] * way <= 0) | (elapsed >= 1)
    return np.where(hold, goal, start + elapsed * way)


def _decembers_before(values: Floats) -> Floats:
    """The sum of the December figures of all earlier years, series × years."""
    sums = np.nan_to_num(values[:, 11::12]).cumsum(axis=1)
    years = -(-values.shape[1] // 12)
    return np.concatenate([np.zeros((len(values), 1)), sums], axis=1)[:, :years]
