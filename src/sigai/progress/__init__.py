"""Trajectory, status and forecast: targets held against their indicators."""

from sigai.formulas.series import Nature, SeriesKind
from sigai.progress.chasing import Chase, Missing, chase
from sigai.progress.forecast import Forecasts, Requests, forecast
from sigai.progress.judging import judge
from sigai.progress.nature import nature_of
from sigai.progress.reasons import REASONS
from sigai.progress.thresholds import method_at

__all__ = [
    "REASONS",
    "Chase",
    "Forecasts",
    "Missing",
    "Nature",
    "Requests",
    "SeriesKind",
    "chase",
    "forecast",
    "judge",
    "method_at",
    "nature_of",
]
