"""Forecasts of the lines at one month: what they need, what they give, and how they answer to another figure."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sigai.programme.method import ForecastMethod
from sigai.programme.programme import Programme
from sigai.progress.arrays import Flags, Floats, Integers
from sigai.progress.forecast import Forecasts, Requests, fits, fitted_anew, forecast_and_response
from sigai.progress.response import Response
from sigai.progress.result_matrix import ResultMatrix
from sigai.progress.status import StatusBasis
from sigai.progress.target_lines import TargetLines
from sigai.progress.thresholds import method_at

_LEAST = 1e-9
"""Relative: a figure that may be off by less is as it is."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """Forecasts of one month. asked: the lines that are forecast; all else has one entry for each of them."""

    asked: Flags
    requests: Requests
    method: ForecastMethod
    forecasts: Forecasts
    response: Response

    def chance(self, line: Integers, shift: Floats) -> Floats:
        """The probability of these lines with figures larger by `shift` (lines × shifts); NaN where none is made."""
        chance = np.full(shift.shape, np.nan)
        forecast = self.asked[line]
        place = np.cumsum(self.asked) - 1
        chance[forecast] = self.response.at(place[line[forecast]]).chance(shift[forecast])
        return chance

    def rough(self) -> Flags:
        """The lines whose model was fitted to the figure as it is alone, though that may be off."""
        rough = np.zeros(len(self.asked), dtype=np.bool_)
        rough[self.asked] = fits(self.requests, self.method) & (self.response.reach > 0)
        return rough

    def fitted_anew(self, among: Flags) -> Ahead:
        """With the models of these lines fitted at both ends, too."""
        response = fitted_anew(self.response, self.requests, self.method, among[self.asked])
        return replace(self, response=response)


def look_ahead(
    programme: Programme, panel: ResultMatrix, case: StatusBasis, *, column: int, among: Flags | None = None
) -> Ahead | None:
    """Forecast the steps that are still open at a month, of all lines or those `among`; None where there are none."""
    lines = case.lines
    month = int(case.months[0, column])
    method = method_at(programme.progress, month)
    asked = (lines.due > month) & case.figures.usable[:, column] & ~np.isnan(lines.factor)
    asked = asked if among is None else asked & among
    if method is None or not asked.any():
        return None
    line = np.flatnonzero(asked)
    chosen = case.entries(line, np.full(len(line), column))
    requests = _requests(chosen, panel)
    made, response = forecast_and_response(
        requests, method.forecast, about=method.about_tolerance, reach=_reach(chosen, panel, requests)
    )
    made = made.without_figures(chosen.lines.yes_or_no)
    return Ahead(asked, requests, method.forecast, made, response)


def _reach(case: StatusBasis, panel: ResultMatrix, requests: Requests) -> Floats:
    """How far the last figure of each history may be off; zero where nothing under it is estimated or nobody knows.

    At least by one hundredth of what is estimated: from places nearer than that no tipping point could be told.
    """
    figures = case.figures
    off = case.thresholds.decision * np.maximum(figures.down, figures.up)
    hundredth = np.where(np.isfinite(figures.slope), np.abs(figures.slope) / 10, 0.0)
    column = np.clip(figures.month[:, 0] - panel.first, 0, requests.history.shape[1] - 1)
    there = ~np.isnan(np.take_along_axis(requests.history, column[:, None], axis=1))
    reach = np.where(figures.estimated & figures.spread_known & there, np.fmax(off, hundredth), 0.0)
    return np.where(reach > _LEAST * np.abs(figures.actual), reach, 0.0)[:, 0]


def _requests(case: StatusBasis, panel: ResultMatrix) -> Requests:
    """Histories in the track's unit: figures of their own month, none after the one that counts now."""
    lines: TargetLines = case.lines
    figure, actual = case.figures.month[:, 0], case.figures.actual[:, 0]
    own = panel.figure[lines.row] == panel.months
    recent = panel.months <= figure[:, None]
    history = np.where(own & recent, panel.value[lines.row] * lines.factor[:, None], np.nan)
    whole = ~np.isnan(lines.one)
    resets = lines.due // 12 > figure // 12
    zero = lines.share | whole
    floor = np.where(lines.monotone & ~resets, actual, np.where(zero | lines.monotone, 0.0, -np.inf))
    ceiling = np.where(lines.share & ~(np.nanmax(history, axis=1, initial=-np.inf) > lines.full), lines.full, np.inf)
    return Requests(
        history=history,
        due=lines.due - panel.first,
        kind=lines.kind,
        every=lines.every,
        whole=whole,
        careful=lines.root,
        floor=floor,
        ceiling=ceiling,
        comparator=lines.comparator,
        goal=lines.goal,
        sign=lines.sign,
    )
