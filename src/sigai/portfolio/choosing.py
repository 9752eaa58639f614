"""The choice and what there is to say about it: why each is in or out, what binds, what stays open, what more would
bring. Everything that is said is worked out from the choice found, or by solving again; nothing from the solver's mood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from sigai.portfolio.conflicts import conflicts_of
from sigai.portfolio.greedy import greedy
from sigai.portfolio.programme import MixedProgramme, programme_of
from sigai.portfolio.reserve import Budget, Candidate, Reserve, TargetGap
from sigai.portfolio.solving import Solved, relax, solve
from sigai.portfolio.valuing import ByCandidate

_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Why:
    """Why a candidate is in or out, as a kind and what it is about.

    In: `pinned`, `brings` (it closes something), `needed` (another chosen cannot be without it). Out: `pinned`,
    `waits` (for one that is out), `excluded` (by one that is in), `too_large` (for a budget even alone), `nothing` (it
    closes nothing in time), `no_room` (what is left of a budget is less than it takes), `outweighed` (it would fit, but
    makes a share or a gap worse)."""

    kind: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A candidate in the list: its rank among those that are in (by what the choice would lose without it), the year
    in which it begins, why, what it closes of each target and what the choice would lose."""

    candidate: Candidate
    why: Why
    start: int | None = None
    rank: int | None = None
    brings: Mapping[str, float] = field(default_factory=dict)
    lost: float = 0.0


@dataclass(frozen=True, slots=True)
class BudgetLeft:
    """A budget in a year: what there is and what is taken. It `binds` where it has no room for a candidate that is out
    and would bring something, and a little more of it would be worth more. `step` more of it was tried: what was found
    brought `gain` more, and nothing can bring more than `gain_at_most`; None: it was not tried."""

    budget: Budget
    year: int
    there: float
    taken: float
    binds: bool
    step: float | None = None
    gain: float | None = None
    gain_at_most: float | None = None


@dataclass(frozen=True, slots=True)
class GapLeft:
    """A target's gap: what the choice closes, what all candidates together could at most (bounds: no budget, and all
    budgets for this target alone)."""

    gap: TargetGap
    closed: float
    most_without_budgets: float
    most_alone: float

    @property
    def open_whatever(self) -> bool:
        """Whether it stays open whatever is chosen, all budgets being spent on it."""
        return self.most_alone < self.gap.amount * (1 - _TOLERANCE)


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The whole answer. `solved` says how good it is: what was found, its bound and the gap between them."""

    reserve: Reserve
    solved: Solved
    greedy_worth: float | None
    judged: tuple[Judged, ...]
    budgets: tuple[BudgetLeft, ...]
    gaps: tuple[GapLeft, ...]

    @property
    def begun(self) -> dict[str, int]:
        """The chosen, with the year in which they begin, best first."""
        return {each.candidate.id: each.start for each in self.judged if each.start is not None}


def choose(reserve: Reserve, *, gap: float = 0.01, seconds: float = 30.0, steps: bool = False) -> Selection:
    """The choice worth most, to `gap` or as far as one comes in so many seconds. UserError where nothing keeps all
    that was asked, with what contradicts what. steps: try one more step of every budget that binds, by solving again.
    """
    programme = programme_of(reserve)
    by_hand = greedy(programme)
    pinned = any(row.kind in ("pin", "share") for row in programme.rows)
    solved = solve(programme, gap=gap, seconds=seconds)
    if solved.columns is None:
        raise conflicts_of(programme, seconds=seconds, undecided=not solved.proven)
    ledger = ByCandidate.of(reserve)
    begun = programme.begun(solved.columns)
    closed = ledger.closed(begun)
    judged = _judged(ledger, begun, closed)
    full = {name for each in judged if each.why.kind == "no_room" for name in each.why.of}
    left = _budgets(programme, ledger.taken(begun), full)
    if steps:
        left = tuple(_tried(programme, each, solved, gap=gap, seconds=seconds) for each in left)
    return Selection(
        reserve,
        solved,
        None if pinned else ledger.worth(ledger.closed(programme.begun(by_hand))),
        judged,
        left,
        _gaps(programme, closed),
    )


def _judged(ledger: ByCandidate, begun: Mapping[str, int], closed: Mapping[str, float]) -> tuple[Judged, ...]:
    found = []
    for candidate in ledger.reserve.candidates:
        if candidate.id in begun:
            start = begun[candidate.id]
            lost = ledger.lost_without(begun, candidate.id, closed)
            brings = ledger.brings(candidate.id, start)
            found.append(Judged(candidate, _why_in(ledger, candidate, begun), start, None, brings, lost))
        else:
            brings = ledger.brings(candidate.id, candidate.starts[0])
            found.append(Judged(candidate, _why_out(ledger, candidate, begun), brings=brings))
    chosen = sorted(
        (each for each in found if each.start is not None), key=lambda each: (-each.lost, each.candidate.id)
    )
    ranked = (replace(each, rank=rank) for rank, each in enumerate(chosen, 1))
    return (*ranked, *(each for each in found if each.start is None))


def _why_in(ledger: ByCandidate, candidate: Candidate, begun: Mapping[str, int]) -> Why:
    if candidate.pinned:
        return Why("pinned")
    brings = ledger.brings(candidate.id, begun[candidate.id])
    if any(amount > 0 for amount in brings.values()):
        return Why("brings", tuple(sorted(brings, key=lambda target: -brings[target])))
    return Why("needed", tuple(sorted(ledger.leaning_on(begun, candidate.id))))


def _why_out(ledger: ByCandidate, candidate: Candidate, begun: Mapping[str, int]) -> Why:
    if candidate.pinned is False:
        return Why("pinned")
    others = {each.id for each in ledger.reserve.candidates if candidate.id in each.excludes}
    bonds = (
        ("waits", tuple(other for other in candidate.after if other not in begun)),
        ("excluded", tuple(other for other in (*candidate.excludes, *sorted(others)) if other in begun)),
    )
    for kind, of in bonds:
        if of:
            return Why(kind, of)
    if not any(amount > 0 for start in candidate.starts for amount in ledger.brings(candidate.id, start).values()):
        return Why("nothing")
    for kind, others_begun in (("too_large", {}), ("no_room", begun)):
        if of := _lacking(ledger, candidate, others_begun):
            return Why(kind, of)
    return Why("outweighed")


def _lacking(ledger: ByCandidate, candidate: Candidate, begun: Mapping[str, int]) -> tuple[str, ...]:
    """The budgets that have too little left for a candidate, whenever it begins; none where it fits in some year."""
    there = {(budget.id, year): amount for budget in ledger.reserve.budgets for year, amount in budget.amounts.items()}
    taken = ledger.taken(begun)
    found: tuple[str, ...] = ()
    for start in candidate.starts:
        own = ledger.taken({candidate.id: start})
        short = {key[0] for key, amount in own.items() if taken.get(key, 0.0) + amount > there.get(key, 0.0) + 1e-9}
        if not short:
            return ()
        found = found or tuple(sorted(short))
    return found


def _budgets(
    programme: MixedProgramme, taken: Mapping[tuple[str, int], float], full: set[str]
) -> tuple[BudgetLeft, ...]:
    """What is left of every budget in every year; those that are full bind where a little more would be worth more."""
    prices = relax(programme).prices
    by_id = {budget.id: budget for budget in programme.reserve.budgets}
    found = []
    for row, kind in enumerate(programme.rows):
        if kind.kind == "budget":
            name, year = kind.of
            binds = name in full and bool(abs(prices[row]) > 1e-12)
            there = float(programme.high[row])
            found.append(BudgetLeft(by_id[name], year, there, taken.get((name, year), 0.0), binds))
    return tuple(found)


def _tried(programme: MixedProgramme, left: BudgetLeft, solved: Solved, *, gap: float, seconds: float) -> BudgetLeft:
    """One more step of a budget that binds, by solving again."""
    if not left.binds:
        return left
    row = next(at for at, each in enumerate(programme.rows) if each.of == (left.budget.id, left.year))
    step = step_of(left.there)
    more = programme.with_high(row, left.there + step)
    again = solve(more, gap=gap, seconds=seconds / 5)
    gain, most = (max(0.0, worth - solved.worth) for worth in (again.worth, again.bound))
    return replace(left, step=step, gain=gain, gain_at_most=most)


def step_of(amount: float) -> float:
    """What "one more unit" of a budget is: a tenth of it, on one digit (10,000 of 84,300); 1 of nothing."""
    if amount <= 0:
        return 1.0
    tenth = amount / 10
    digit = 10.0 ** np.floor(np.log10(tenth))
    return float(max(1, round(tenth / digit)) * digit)


def _gaps(programme: MixedProgramme, closed: Mapping[str, float]) -> tuple[GapLeft, ...]:
    """What is closed of every gap, and the bounds of what could be: of programmes in which projects may be chosen in
    part, so that no choice can exceed them."""
    budgets = [at for at, row in enumerate(programme.rows) if row.kind == "budget"]
    rows = {row.of[0]: at for at, row in enumerate(programme.rows) if row.kind == "gap"}
    free = programme.without(budgets)
    found = []
    for gap in programme.reserve.gaps:
        wanted = np.zeros_like(programme.objective)
        row = programme.matrix[[rows[gap.target]]].toarray().ravel()
        wanted[: programme.binaries] = row[: programme.binaries] * gap.amount
        bounds = [relax(each.wanting(wanted)).worth for each in (free, programme)]
        found.append(GapLeft(gap, closed[gap.target], *bounds))
    return tuple(found)
