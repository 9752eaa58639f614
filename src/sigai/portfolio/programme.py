"""A reserve as a mixed-integer programme: columns are a candidate and the year in which it begins, and what is closed.

    most   Σ_t w_t · Σ_k slope_k · y_tk  −  Σ_t w_t · slope_1 · n_t
    where  Σ_k y_tk − n_t = Σ_j e_tj x_j / gap_t         every target: the share closed, in pieces, or lost
           Σ_j need_bj x_j ≤ amount_b                    every budget in every year
           Σ_{j of c} x_j ≤ 1                            a candidate begins once
           begun(c, s) ≤ begun(d, s)                     what c needs has begun by every year s
           chosen(c) + chosen(d) ≤ 1                     what excludes each other
           share between at_least and at_most            of what all take of a budget
           0 ≤ y_tk ≤ length_k, n_t ≥ 0, x binary

The pieces are concave, so that the solver fills them in their order without further binaries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from sigai.portfolio.reserve import Candidate, Reserve

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate beginning in a year."""

    candidate: int
    start: int


@dataclass(frozen=True, slots=True, eq=False)
class RowKind:
    """Where a row comes from: `budget`, `once`, `after`, `excludes`, `share`, `pin` or `gap`, of which things."""

    kind: str
    of: tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MixedProgramme:
    """Columns: the options, then the pieces of every target, then what every target loses. Rows lie between `low` and
    `high`; `rows` says where each comes from. What is most is wanted."""

    reserve: Reserve
    options: tuple[Option, ...]
    objective: Numbers
    upper: Numbers
    matrix: sp.csc_matrix[Any]
    low: Numbers
    high: Numbers
    rows: tuple[RowKind, ...]

    @property
    def binaries(self) -> int:
        """How many columns are yes or no; they are the first."""
        return len(self.options)

    def without(self, dropped: Iterable[int]) -> MixedProgramme:
        """The same with some rows no longer binding."""
        low, high = self.low.copy(), self.high.copy()
        at = list(dropped)
        low[at], high[at] = -np.inf, np.inf
        return replace(self, low=low, high=high)

    def with_high(self, row: int, high: float) -> MixedProgramme:
        """The same with another upper end of one row."""
        changed = self.high.copy()
        changed[row] = high
        return replace(self, high=changed)

    def wanting(self, objective: Numbers) -> MixedProgramme:
        """The same, of which something else is wanted most."""
        return replace(self, objective=objective)

    def begun(self, chosen: npt.NDArray[Any]) -> dict[str, int]:
        """The candidates that a solution takes, with the year in which they begin."""
        taken = np.flatnonzero(np.asarray(chosen[: self.binaries]) > 0.5)
        return {self.reserve.candidates[self.options[at].candidate].id: self.options[at].start for at in taken}


class _ProgrammeRows:
    """Rows as they are found, put together as one sparse matrix at the end."""

    def __init__(self) -> None:
        self.at: list[npt.NDArray[np.int64]] = []
        self.values: list[Numbers] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.kinds: list[RowKind] = []

    def add(self, kind: str, of: tuple[Any, ...], row: Mapping[int, float], low: float, high: float) -> None:
        self.at.append(np.fromiter(row.keys(), np.int64, len(row)))
        self.values.append(np.fromiter(row.values(), np.float64, len(row)))
        self.low.append(low)
        self.high.append(high)
        self.kinds.append(RowKind(kind, of))

    def matrix(self, columns: int) -> sp.csc_matrix[Any]:
        starts = np.concatenate(([0], np.cumsum([len(row) for row in self.at]))).astype(np.int64)
        at = np.concatenate(self.at) if self.at else np.empty(0, np.int64)
        values = np.concatenate(self.values) if self.values else np.empty(0)
        return sp.csr_matrix((values, at, starts), shape=(len(self.at), columns)).tocsc()


def programme_of(reserve: Reserve) -> MixedProgramme:
    """The mixed-integer programme of a reserve."""
    options = tuple(Option(at, start) for at, each in enumerate(reserve.candidates) for start in each.starts)
    of: dict[str, list[tuple[int, int]]] = {each.id: [] for each in reserve.candidates}
    for at, option in enumerate(options):
        of[reserve.candidates[option.candidate].id].append((at, option.start))
    rows = _ProgrammeRows()
    _add_budgets(rows, reserve, of)
    for candidate in reserve.candidates:
        _add_bonds(rows, candidate, of)
    _add_shares(rows, reserve, of)
    pieces = len(reserve.returns)
    columns = len(options) + len(reserve.gaps) * (pieces + 1)
    objective, upper = np.zeros(columns), np.ones(columns)
    ends = np.array([0.0, *(until for until, _ in reserve.returns)])
    for number, gap in enumerate(reserve.gaps):
        first = len(options) + number * (pieces + 1)
        closed = {first + piece: -1.0 for piece in range(pieces)} | {first + pieces: 1.0}
        objective[first : first + pieces] = [gap.weight * slope for _, slope in reserve.returns]
        objective[first + pieces] = -gap.weight * reserve.returns[0][1]
        upper[first : first + pieces] = np.diff(ends)
        upper[first + pieces] = np.inf
        for effect in reserve.effects:
            if effect.target == gap.target:
                for at, start in of[effect.candidate]:
                    if start + effect.offset <= gap.due:
                        closed[at] = closed.get(at, 0.0) + effect.counted / gap.amount
        # More may be closed than the pieces count: what lies beyond the last is worth nothing.
        rows.add("gap", (gap.target,), closed, 0.0, np.inf)
    return MixedProgramme(
        reserve,
        options,
        objective,
        upper,
        rows.matrix(columns),
        np.array(rows.low, dtype=np.float64),
        np.array(rows.high, dtype=np.float64),
        tuple(rows.kinds),
    )


def _add_budgets(rows: _ProgrammeRows, reserve: Reserve, of: Mapping[str, list[tuple[int, int]]]) -> None:
    """A row for every budget and year, with what each option takes of it then."""
    area = {each.id: each.area for each in reserve.candidates}
    taken: dict[tuple[str, int], dict[int, float]] = {}
    for need in reserve.needs:
        for at, start in of[need.candidate]:
            row = taken.setdefault((need.budget, start + need.offset), {})
            row[at] = row.get(at, 0.0) + need.amount
    for budget in reserve.budgets:
        for year in sorted({*budget.amounts, *(year for name, year in taken if name == budget.id)}):
            row = taken.get((budget.id, year), {})
            if budget.area:
                inside = {at for name, place in area.items() if place == budget.area for at, _ in of[name]}
                row = {at: amount for at, amount in row.items() if at in inside}
            if row:
                rows.add("budget", (budget.id, year), row, -np.inf, budget.amounts.get(year, 0.0))


def _add_bonds(rows: _ProgrammeRows, candidate: Candidate, of: Mapping[str, list[tuple[int, int]]]) -> None:
    """What binds one candidate: it begins once, after others, beside none that it excludes, as it is pinned."""
    own = of[candidate.id]
    if len(own) > 1:
        rows.add("once", (candidate.id,), {at: 1.0 for at, _ in own}, -np.inf, 1.0)
    for other in candidate.after:
        for start in candidate.starts:
            begun = {at: 1.0 for at, when in own if when <= start}
            row = begun | {at: -1.0 for at, when in of[other] if when <= start}
            rows.add("after", (candidate.id, other), row, -np.inf, 0.0)
    for other in candidate.excludes:
        rows.add("excludes", (candidate.id, other), {at: 1.0 for at, _ in [*own, *of[other]]}, -np.inf, 1.0)
    if candidate.pinned is not None:
        wanted = float(candidate.pinned)
        rows.add("pin", (candidate.id, candidate.pinned), {at: 1.0 for at, _ in own}, wanted, wanted)


def _add_shares(rows: _ProgrammeRows, reserve: Reserve, of: Mapping[str, list[tuple[int, int]]]) -> None:
    """Shares of areas in what is taken of a budget over all years: linear, because both sides are sums of needs."""
    area = {each.id: each.area for each in reserve.candidates}
    for share in reserve.shares:
        total: dict[int, float] = {}
        inside: dict[int, float] = {}
        for need in reserve.needs:
            if need.budget == share.budget:
                for at, _ in of[need.candidate]:
                    total[at] = total.get(at, 0.0) + need.amount
                    if area[need.candidate] == share.area:
                        inside[at] = inside.get(at, 0.0) + need.amount
        if share.at_least > 0.0:
            row = {at: inside.get(at, 0.0) - share.at_least * amount for at, amount in total.items()}
            rows.add("share", (share.area, share.budget, "at least"), row, 0.0, np.inf)
        if share.at_most < 1.0:
            row = {at: inside.get(at, 0.0) - share.at_most * amount for at, amount in total.items()}
            rows.add("share", (share.area, share.budget, "at most"), row, -np.inf, 0.0)
