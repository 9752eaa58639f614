"""From figure, expected number and thresholds to a status with its reason. All arrays are lines × months."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sigai.formulas.series import SeriesKind
from sigai.progress.arrays import Flags, Floats, Integers, Words
from sigai.progress.figures import LineFigures
from sigai.progress.forecast import Forecasts
from sigai.progress.target_lines import NEVER, TargetLines
from sigai.progress.thresholds import Thresholds

_YEARLY = (SeriesKind.YEARLY_TALLY, SeriesKind.YEARLY_AMOUNT, SeriesKind.YEARLY_RATE)
_ROUNDING = 1e-9
"""Relative: a sum of decimals may miss its number by the last binary digit, and has reached it all the same."""

STATUS_OF = {
    "met": "achieved",
    "met_early": "achieved",
    "already_met": "on_track",
    "holds": "on_track",
    "on_pace": "on_track",
    "near_line": "on_track",
    "within_one": "on_track",
    "forecast_likely": "on_track",
    "slow": "at_risk",
    "off_line": "at_risk",
    "due_soon": "at_risk",
    "forecast_doubts": "at_risk",
    "forecast_unlikely": "at_risk",
    "too_slow": "behind",
    "far_off_line": "behind",
    "slow_but_likely": "behind",
    "missed": "missed",
    "met_late": "missed",
    "not_begun": "not_due",
    "before_due_period": "not_due",
    "figure_not_due": "not_due",
    "no_actual": "no_data",
    "low_coverage": "no_data",
    "due_figure_missing": "no_data",
    "no_baseline": "no_data",
    "no_method": "no_data",
    "unsettled": "no_data",
}

_GREEN = tuple(name for name, status in STATUS_OF.items() if status == "on_track")
_NO_LINE = ("no_baseline", "due_soon")
DECIDED_BY_FORECAST = (*_GREEN, *_NO_LINE, "forecast_doubts", "forecast_unlikely")
"""The reasons that stand where another probability might give another status."""


@dataclass(frozen=True, slots=True)
class StatusBasis:
    """All that statuses and verdicts rest on. `figures` are those that count at the month or, after the due month, at
    it; `later` those of the month itself. `outlook` is NaN where no forecast was made, `probability` before a step's
    time as well."""

    lines: TargetLines
    months: Integers
    thresholds: Thresholds
    figures: LineFigures
    later: LineFigures
    expected: Floats
    measured_from: Floats
    probability: Floats
    outlook: Forecasts

    @property
    def shape(self) -> tuple[int, int]:
        """Lines × months."""
        return self.figures.actual.shape[0], self.figures.actual.shape[1]

    def with_outlook(self, outlook: Forecasts) -> StatusBasis:
        """The case with forecasts."""
        return replace(self.with_probability(outlook.probability), outlook=outlook)

    def with_probability(self, probability: Floats) -> StatusBasis:
        """The case with the probability of steps whose time has begun; the pace of later years is not judged by one."""
        begun = self.months >= self.lines.opens[:, None]
        return replace(self, probability=np.where(begun, probability, np.nan))

    def entries(self, line: Integers, column: Integers) -> StatusBasis:
        """The months `column` of the lines `line` as lines of their own, with one month each."""
        return StatusBasis(
            self.lines.at(line),
            self.months[line, column][:, None],
            self.thresholds.at(column),
            self.figures.at(line, column),
            self.later.at(line, column),
            self.expected[line, column][:, None],
            self.measured_from[line, column][:, None],
            self.probability[line, column][:, None],
            self.outlook.at(line, column),
        )

    def moved(self, shift: Floats, probability: Floats) -> StatusBasis:
        """Were the figures larger by `shift` (lines × shifts), each with its own probability.

        What a figure after the due month says is only a word of its reason, and stays.
        """
        figures = replace(self.figures, actual=self.figures.actual + shift)
        return replace(self, figures=figures).with_probability(probability)


def meets(actual: Floats, comparator: Words, goal: Floats, sign: Floats, about: Floats) -> Flags:
    """Whether a figure meets a number; NaN never does.

    `==` is a bare number, which better also meets. `~` (左右) allows `about`, relative to the number, short of it;
    better than the number always meets it.
    """
    edge = _ROUNDING * np.maximum(np.abs(goal), np.abs(actual))
    # The strict comparisons keep their edge on the other side: 2 % exactly is not more than 2 %.
    with np.errstate(invalid="ignore"):
        return np.select(
            [comparator == ">=", comparator == ">", comparator == "<=", comparator == "<", comparator == "~"],
            [
                actual >= goal - edge,
                actual > goal + edge,
                actual <= goal + edge,
                actual < goal - edge,
                sign * (actual - goal) >= -(about * np.abs(goal) + edge),
            ],
            default=sign * (actual - goal) >= -edge,
        ).astype(np.bool_)


def pace_of(case: StatusBasis) -> tuple[Floats, Flags]:
    """How much of the expected way is gone, and whether that is a closeness instead.

    pace = (actual - baseline) / (expected - baseline). Where the way is shorter than `flat_below` of the number, leads
    the wrong way, is unknown, or has no meaning (`constant`, `at_due`), closeness to the expected number:
    1 + sign * (actual - expected) / |expected|, which is 1 at it and more
    beyond. NaN     where nothing is expected, and short of an expected zero (no distance is small relative to zero).
    """
    sign, actual, expected = case.lines.sign[:, None], case.figures.actual, case.expected
    way = sign * (expected - case.measured_from)
    size = np.maximum(np.abs(expected), np.abs(case.measured_from))
    walked = np.isin(case.lines.trajectory, ("linear", "within_year"))[:, None]
    long_enough = walked & (way > np.maximum(case.thresholds.flat_below * size, 0))
    distance = sign * (actual - expected)
    at_zero = np.where(distance >= 0, 0.0, np.nan)
    closeness = 1 + np.divide(distance, np.abs(expected), out=at_zero, where=expected != 0)
    pace = np.divide(
        sign * (actual - case.measured_from), way, out=np.full_like(distance, np.nan), where=np.asarray(long_enough)
    )
    return np.where(long_enough, pace, closeness), ~long_enough


def reasons_of(case: StatusBasis) -> tuple[Words, Floats]:
    """The reason of each status and the pace it rests on, lines × months."""
    pace, close = pace_of(case)
    months, due = case.months, case.lines.due[:, None]
    reason = np.where(months >= due, _after_due(case), _before_due(case, pace, close))
    reason = np.where(case.thresholds.known, reason, "no_method")
    judged = np.isin(reason, [name for name, status in STATUS_OF.items() if status not in ("not_due", "no_data")])
    return reason, np.where(judged, pace, np.nan)


def statuses_of(reasons: Words) -> Words:
    """The status that each reason stands for."""
    names, positions = np.unique(reasons, return_inverse=True)
    return np.array([STATUS_OF[name] for name in names])[positions].reshape(reasons.shape)


def met_of(case: StatusBasis, figures: LineFigures) -> Flags:
    """Whether usable figures meet the goals."""
    lines = case.lines
    comparator, goal, sign = lines.comparator[:, None], lines.goal[:, None], lines.sign[:, None]
    return meets(figures.actual, comparator, goal, sign, case.thresholds.about_tolerance) & figures.usable


def _kept(case: StatusBasis) -> Flags:
    """Whether what is met now is met for good: it cannot fall until the due month."""
    lines = case.lines
    resets = np.isin(lines.kind, _YEARLY)[:, None]
    in_due_year = case.figures.month >= (lines.due // 12 * 12)[:, None]
    at_most = np.isin(lines.comparator, ("<=", "<")) | (lines.sign < 0)
    return (lines.monotone & ~at_most)[:, None] & (~resets | in_due_year)


def _after_due(case: StatusBasis) -> Words:
    figures, met = case.figures, met_of(case, case.figures)
    due = case.lines.due[:, None]
    within_year = (case.lines.trajectory == "within_year")[:, None]
    return np.select(
        [
            met & ((figures.month >= due) | _kept(case)),
            (figures.month >= due) & ~figures.usable,
            figures.month < due,
            met_of(case, case.later) & ~within_year,
        ],
        ["met", "low_coverage", "due_figure_missing", "met_late"],
        default="missed",
    )


def _before_due(case: StatusBasis, pace: Floats, close: Flags) -> Words:
    lines, figures, months = case.lines, case.figures, case.months
    met = met_of(case, figures)
    trajectory = lines.trajectory[:, None]
    opens = lines.opens[:, None]
    waiting = ~(figures.usable & (figures.month >= lines.track_opens[:, None]))
    yearly = (trajectory == "within_year") | np.isin(lines.kind, _YEARLY)[:, None]
    # January's figures come with February's, quarterly and yearly ones at the end of their time.
    months_behind = months - np.where(trajectory == "within_year", opens, lines.track_opens[:, None]) + 1
    not_yet = (months_behind < lines.every[:, None]) | (yearly & (months % 12 == 0))
    reason = np.select(
        [
            met & _kept(case) & (figures.month >= lines.track_opens[:, None]),
            (months < opens) & (trajectory == "at_due"),
            months < opens,
            waiting & (figures.month > NEVER) & ~figures.usable,
            waiting & not_yet,
            waiting,
            met & (trajectory == "constant"),
            met,
            trajectory == "at_due",
        ],
        [
            "met_early",
            "before_due_period",
            "not_begun",
            "low_coverage",
            "figure_not_due",
            "no_actual",
            "holds",
            "already_met",
            "due_soon",
        ],
        default=_by_pace(case, pace, close),
    )
    return _with_forecast(case, reason)


def _by_pace(case: StatusBasis, pace: Floats, close: Flags) -> Words:
    limits = case.thresholds
    least = np.where(close, 1 - limits.flat_tolerance, limits.on_track) - _ROUNDING
    lacking = case.lines.sign[:, None] * (case.expected - case.figures.actual)
    walked = np.isin(case.lines.trajectory, ("linear", "within_year"))[:, None]
    return np.select(
        [
            np.isnan(case.expected),
            pace >= least,
            walked & (lacking < case.lines.one[:, None]),
            pace >= limits.at_risk - _ROUNDING,
        ],
        [
            "no_baseline",
            np.where(close, "near_line", "on_pace"),
            "within_one",
            np.where(close, "off_line", "slow"),
        ],
        default=np.where(close, "far_off_line", "too_slow"),
    )


def _with_forecast(case: StatusBasis, reason: Words) -> Words:
    """What the probability to hit changes: it can cast doubt on green and light up what has no line, but never turns
    red to green; a hopeful forecast for a slow line is only said."""
    chance, doubt = case.probability, case.thresholds.doubt_below
    known = ~np.isnan(chance)
    likely, doubtful = known & (chance >= doubt), known & (chance < doubt)
    green, no_line = np.isin(reason, _GREEN), np.isin(reason, _NO_LINE)
    return np.select(
        [
            green & doubtful,
            no_line & likely,
            no_line & doubtful,
            np.isin(reason, ("too_slow", "far_off_line")) & known & (chance >= np.maximum(1 - doubt, 0.5)),
        ],
        ["forecast_doubts", "forecast_likely", "forecast_unlikely", "slow_but_likely"],
        default=reason,
    )
