"""Trajectory, status, forecast and verdict: targets held against their indicators."""

from sigai.formulas.series import SeriesKind, SeriesTraits
from sigai.progress.chasing import Chase, Missing, chase
from sigai.progress.forecast import Forecasts, Requests, forecast
from sigai.progress.judging import judge
from sigai.progress.reasons import REASONS
from sigai.progress.series_traits import series_traits_of
from sigai.progress.thresholds import method_at, thresholds_at
from sigai.progress.verdict import VerdictReasons, verdicts_of

__all__ = [
    "REASONS",
    "Chase",
    "Forecasts",
    "Missing",
    "Requests",
    "SeriesKind",
    "SeriesTraits",
    "VerdictReasons",
    "chase",
    "forecast",
    "judge",
    "method_at",
    "series_traits_of",
    "thresholds_at",
    "verdicts_of",
]
