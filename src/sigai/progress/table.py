"""The progress table: every line and month as a row, with the status and verdict that stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from sigai.base.periods import month_name
from sigai.progress.arrays import Flags, Floats, Integers, Words
from sigai.progress.figures import LineFigures
from sigai.progress.status import StatusBasis, met_of
from sigai.progress.target_lines import NEVER, TargetLines
from sigai.progress.thresholds import Thresholds
from sigai.tables.contracts import PROGRESS

Matrix = NDArray[Any]

_NOTHING: Mapping[str, Any] = {"status": "no_data", "reason": "unsettled", "verdict": "unclear", "provisional": False}
"""What a row says where nothing stands; numbers are missing there."""


@dataclass(frozen=True, slots=True)
class StandingRows:
    """Status and verdict of every line and month, and at which column those that stand are found (`NEVER`: none)."""

    case: StatusBasis
    reasons: Words
    statuses: Words
    verdicts: Words
    pace: Floats
    position: Integers

    @property
    def held(self) -> Flags:
        """Whether an earlier month's row stands, or none."""
        return np.asarray(self.position != np.arange(self.position.shape[1]))


def progress_table(
    view: StandingRows, earlier: StandingRows, newest: Flags, *, own: LineFigures, tipping: Floats, keep: slice
) -> pa.Table:
    """The columns `keep` of the matrices as rows, in the order of lines and months.

    `view` says what the `newest` months (one flag a column) show, `earlier` what those before do. `own` are the figures
    that the months themselves show so far, `tipping` the tipping points.
    """
    stands = _stands(view)
    if earlier is not view:
        before = _stands(earlier)
        stands = {name: np.where(newest, stands[name], before[name]) for name in stands}
    held = np.where(newest, view.held, earlier.held)
    matrices = {**stands, **_own(earlier, own, held), "tipping_point": tipping}
    matrices["current"] = _current(view.case.lines, view.case.months)
    kept = {name: matrix[:, keep] for name, matrix in matrices.items()}
    return _rows(view.case.lines, view.case.months[:, keep], kept)


def _stands(view: StandingRows) -> dict[str, Matrix]:
    """Everything that belongs to a status, from the month whose row stands, so that no row contradicts itself."""
    case, figures = view.case, view.case.figures
    begun = case.months >= case.lines.opens[:, None]
    matrices: dict[str, Matrix] = {
        "actual": figures.actual,
        "actual_period": figures.month,
        **_beside(figures, case.thresholds),
        "like_for_like": figures.like_for_like,
        "expected": np.where(begun, case.expected, np.nan),
        "pace": view.pace,
        "status": view.statuses,
        "reason": view.reasons,
        "verdict": view.verdicts,
        "needed_rate": _needed_rate(case),
        "forecast_mean": case.outlook.mean,
        "forecast_low": case.outlook.low,
        "forecast_high": case.outlook.high,
        "probability": case.outlook.probability,
        "provisional": figures.provisional,
        "settled": case.months,
    }
    if not view.held.any():
        return matrices
    none = view.position == NEVER
    place = view.position.clip(0)
    found = {name: np.take_along_axis(matrix, place, axis=1) for name, matrix in matrices.items()}
    return {name: np.where(none, _nothing(name, matrix), matrix) for name, matrix in found.items()}


def _nothing(name: str, matrix: Matrix) -> Any:
    return _NOTHING.get(name, np.nan if matrix.dtype.kind == "f" else NEVER)


def _beside(figures: LineFigures, thresholds: Thresholds) -> dict[str, Floats]:
    """What stands beside a figure: reported, the interval that is shown, coverage by number and by weight."""
    return {
        "reported": figures.reported,
        "estimated_low": figures.actual - thresholds.shown * figures.down,
        "estimated_high": figures.actual + thresholds.shown * figures.up,
        "coverage": figures.coverage,
        "coverage_weight": figures.coverage_weight,
    }


def _own(view: StandingRows, own: LineFigures, held: Flags) -> dict[str, Matrix]:
    """What the month itself shows so far, where an earlier one stands."""
    names = {"estimated_low": "low", "estimated_high": "high"}
    beside = {names.get(name, name): matrix for name, matrix in _beside(own, view.case.thresholds).items()}
    statuses = np.where(view.case.figures.overtaken, "no_data", view.statuses).astype(object)
    return {
        **{f"open_{name}": np.where(held, matrix, np.nan) for name, matrix in beside.items()},
        "open_actual": np.where(held, own.actual, np.nan),
        "open_period": np.where(held, own.month, NEVER),
        "open_status": np.where(held, statuses, np.full(held.shape, None)),
    }


def _needed_rate(case: StatusBasis) -> Floats:
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


def _current(lines: TargetLines, months: Integers) -> Flags:
    """The step that each month works towards: the first that is due then or later; after the last, the last."""
    due = lines.due[:, None]
    return ((months <= due) & (months > lines.previous_due[:, None])) | (lines.last[:, None] & (months > due))


def _rows(lines: TargetLines, months: Integers, matrices: Mapping[str, Matrix]) -> pa.Table:
    frame = lines.names.loc[lines.names.index.repeat(months.shape[1])].reset_index(drop=True)
    columns: dict[str, pa.Array[Any]] = {name: pa.array(frame[name]) for name in lines.names.columns}
    columns |= {name: pa.array(matrix.ravel(), from_pandas=True) for name, matrix in matrices.items()}
    columns["baseline"] = pa.array(frame["baseline"], from_pandas=True)
    columns["as_of"] = _month_names(months)
    columns |= {name: _month_names(matrices[name]) for name in ("actual_period", "settled", "open_period")}
    return pa.table([columns[name] for name in PROGRESS.names], names=PROGRESS.names).cast(PROGRESS)


def _month_names(months: Integers) -> pa.Array[Any]:
    codes, distinct = pd.factorize(months.ravel())
    names = np.array([None if month == NEVER else month_name(int(month)) for month in distinct], dtype=object)
    return pa.array(names[codes], pa.string())
