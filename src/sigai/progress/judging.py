"""Targets held against their indicators: status and verdict of every line and month, forecasts, what is settled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.progress.ahead import Ahead, look_ahead
from sigai.progress.arrays import Integers
from sigai.progress.figures import figures_at, newest_at
from sigai.progress.forecast import no_forecasts
from sigai.progress.result_matrix import ResultMatrix, result_matrix_of
from sigai.progress.settling import Certainty, certainty_by_pace, close_calls, standing
from sigai.progress.status import StatusBasis, reasons_of, statuses_of
from sigai.progress.table import StandingRows, progress_table
from sigai.progress.target_lines import NEVER, TargetLines, target_lines_of
from sigai.progress.thresholds import Thresholds, thresholds_at
from sigai.progress.tipping import tipping_points
from sigai.progress.trajectory import expected_at, seasonal_shares, shares_at
from sigai.progress.verdict import reasons_behind, verdicts_of


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
    then, so that what has moved since is a movement of the same kind; earlier months rest on pace.
    `targets` names those to judge (default: all); a target is judged the same whatever stands beside it.

    UserError (G001) where the programme has no method of judging.
    """
    last = as_of.last
    chosen = months if months is not None else range(programme.head.start.first, last + 1)
    panel = result_matrix_of(results, first=min(chosen.start, programme.head.base_year * 12), last=last)
    lines = target_lines_of(programme, panel, targets)
    # What stands in a month depends on all before it, whichever are asked for.
    start = min(chosen.start, programme.head.start.first) if panel.estimated.any() else chosen.start
    scanned = np.arange(start, chosen.stop, dtype=np.int64)
    at = np.broadcast_to(scanned, (len(lines), len(scanned)))
    by_column = thresholds_at(programme.progress, panel.months)
    case = _case(lines, panel, at, by_column, thresholds_at(programme.progress, scanned))
    newest = scanned >= max(chosen.start, last - 1)
    columns = np.flatnonzero(newest).tolist() if len(lines) else []
    looks = _by_pace(case)
    if forecasts:
        for column in columns:
            looks = looks.with_forecasts(column, look_ahead(programme, panel, case, column=column))
    view = earlier = looks.view()
    further = _looked_back(looks, programme, panel, columns[0]) if forecasts and columns else looks
    if further is not looks:
        view = further.view()
    tipping = np.full(at.shape, np.nan)
    for column in columns:
        tipping[:, column] = tipping_points(looks.case, column, looks.ahead.get(column))
    own = case.figures
    if own.overtaken.any():
        own = own.or_where(own.overtaken, newest_at(lines, panel, _until_due(lines, at), by_column))
    keep = slice(chosen.start - start, None)
    return progress_table(view, earlier, newest, own=own, tipping=tipping, keep=keep)


@dataclass(frozen=True, slots=True)
class _Looks:
    """A case with the forecasts of some of its months (by column), and what is certain."""

    case: StatusBasis
    certainty: Certainty
    ahead: Mapping[int, Ahead]

    def with_forecasts(self, column: int, ahead: Ahead | None) -> _Looks:
        """With those of one more month."""
        if ahead is None:
            return self
        case = self.case.with_outlook(self.case.outlook.laid(ahead.forecasts, ahead.asked, column))
        certainty = self.certainty.with_forecasts(case, column, ahead)
        close = close_calls(case, column, ahead, certainty)
        if close.any():
            ahead = ahead.fitted_anew(close)
            certainty = certainty.with_forecasts(case, column, ahead)
        return _Looks(case, certainty, {**self.ahead, column: ahead})

    def view(self) -> StandingRows:
        """What stands in each month."""
        reasons, pace = reasons_of(self.case)
        statuses = statuses_of(reasons)
        return StandingRows(
            self.case,
            reasons,
            statuses,
            np.where(self.certainty.clear, verdicts_of(reasons_behind(self.case, statuses)), "doubtful"),
            pace,
            standing(statuses, self.certainty, self.case.thresholds.stale_after),
        )


def _by_pace(case: StatusBasis) -> _Looks:
    return _Looks(case, certainty_by_pace(case), {})


def _looked_back(looks: _Looks, programme: Programme, panel: ResultMatrix, column: int) -> _Looks:
    """With forecasts of the months before `column` for the lines whose status there is open, down to a settled one:
    what stands in for it must be of the same kind."""
    unsure = ~looks.certainty.sure[:, column]
    while column > 0 and unsure.any():
        column -= 1
        looks = looks.with_forecasts(column, look_ahead(programme, panel, looks.case, column=column, among=unsure))
        unsure = unsure & ~looks.certainty.sure[:, column]
    return looks


def _case(
    lines: TargetLines, panel: ResultMatrix, at: Integers, by_column: Thresholds, thresholds: Thresholds
) -> StatusBasis:
    """Figures and expected numbers of every line and month, without a forecast yet."""
    figures = figures_at(lines, panel, _until_due(lines, at), by_column)
    later = figures_at(lines, panel, at, by_column)
    # Where there is no figure, the expected number is that of the month itself.
    compared = np.where(figures.month == NEVER, _until_due(lines, at), figures.month)
    shares = shares_at(seasonal_shares(lines, panel), lines, compared, panel.first)
    expected, measured_from = expected_at(lines, compared, shares)
    nothing = np.full(at.shape, np.nan)
    return StatusBasis(lines, at, thresholds, figures, later, expected, measured_from, nothing, no_forecasts(at.shape))


def _until_due(lines: TargetLines, at: Integers) -> Integers:
    """A step that is over keeps the figure of its due month."""
    return np.minimum(at, lines.due[:, None])
