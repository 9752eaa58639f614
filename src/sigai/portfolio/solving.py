"""Solving with HiGHS: what is best found, and how much better anything could be at most."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from sigai.portfolio.programme import MixedProgramme, Numbers

THREADS = 2
_NOTHING_POSSIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)


class _QuietSolver(highspy.Highs):
    """It says nothing on the terminal: neither while it works nor, once a process, when its callbacks are set."""

    def enableCallbacks(self) -> None:  # noqa: N802 — the solver's own name
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """The best choice found, what it is worth, and the `bound` that no choice can exceed; None: there is no choice, or
    none was found in time (`proven` tells which)."""

    columns: Numbers | None
    worth: float
    bound: float
    seconds: float
    proven: bool

    @property
    def gap(self) -> float:
        """How much more than what was found something could be worth, as a share of what was found; 0: it is best."""
        if self.columns is None:
            return float("inf")
        return max(0.0, self.bound - self.worth) / max(abs(self.worth), 1e-9)


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """The programme with projects that may be chosen in part: its worth, and what one more of each row's end brings."""

    columns: Numbers
    worth: float
    prices: Numbers


def solve(programme: MixedProgramme, *, gap: float, seconds: float) -> Solved:
    """The best choice within `gap` of the bound, or the best found in so many seconds. It begins from nothing: HiGHS
    1.16 counts part of the worth twice where it is given a choice to begin with."""
    clock = time.perf_counter()
    solver = _loaded(programme, whole=True)
    solver.setOptionValue("mip_rel_gap", gap)
    solver.setOptionValue("mip_abs_gap", 1e-9)
    solver.setOptionValue("time_limit", float(seconds))
    solver.setOptionValue("threads", THREADS)
    solver.setOptionValue("random_seed", 1)
    solver.run()
    spent = time.perf_counter() - clock
    status, info = solver.getModelStatus(), solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solved(None, float("nan"), float("nan"), spent, status in _NOTHING_POSSIBLE)
    columns = np.array(solver.getSolution().col_value)
    columns[: programme.binaries] = np.round(columns[: programme.binaries])
    worth = float(programme.objective @ columns)
    bound = float(info.mip_dual_bound) if np.isfinite(info.mip_dual_bound) else float("inf")
    return Solved(columns, worth, max(bound, worth), spent, status == highspy.HighsModelStatus.kOptimal)


def relax(programme: MixedProgramme) -> Relaxed:
    """The linear programme in which projects may be chosen in part: exact, in moments; it has a solution where the
    mixed-integer one has."""
    solver = _loaded(programme, whole=False)
    solver.run()
    solution = solver.getSolution()
    return Relaxed(
        np.array(solution.col_value),
        float(solver.getInfo().objective_function_value),
        np.array(solution.row_dual),
    )


def possible(programme: MixedProgramme, seconds: float) -> bool:
    """Whether any choice keeps every row; what could not be decided in time counts as possible."""
    found = solve(programme.wanting(np.zeros_like(programme.objective)), gap=1.0, seconds=seconds)
    return found.columns is not None or not found.proven


def _loaded(programme: MixedProgramme, *, whole: bool) -> Any:
    solver = _QuietSolver()  # type: ignore[no-untyped-call]
    model = highspy.HighsLp()
    rows, columns = programme.matrix.shape
    model.num_col_, model.num_row_ = columns, rows
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = programme.objective
    model.col_lower_ = np.zeros(columns)
    model.col_upper_ = _finite(programme.upper)
    model.row_lower_, model.row_upper_ = _finite(programme.low), _finite(programme.high)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = programme.matrix.indptr
    matrix.index_ = programme.matrix.indices
    matrix.value_ = programme.matrix.data
    if whole:
        yes_or_no = [highspy.HighsVarType.kInteger] * programme.binaries
        others = [highspy.HighsVarType.kContinuous] * (columns - programme.binaries)
        model.integrality_ = yes_or_no + others
    solver.passModel(model)
    return solver


def _finite(ends: npt.NDArray[np.float64]) -> Numbers:
    return np.nan_to_num(ends, posinf=highspy.kHighsInf, neginf=-highspy.kHighsInf)
