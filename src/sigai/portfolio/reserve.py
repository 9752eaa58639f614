"""What a choice of projects is made from: candidates, what they need and bring, budgets, gaps, and what binds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sigai.base.issues import NOWHERE, Place

DIMINISHING = ((0.5, 1.0), (1.0, 0.6), (1.2, 0.1))
"""How much closing a gap is worth, piece by piece: (up to this share of the gap, worth of a further share). The first
half of a gap counts full, the rest less, a reserve of a fifth beyond it a little, more nothing. It is concave, so that
two half-closed gaps are worth more than one closed and one open."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project that may be chosen, to begin in one of the years `starts`; `after` names candidates without which it
    cannot be (chosen too, begun no later), `excludes` those that cannot stand beside it. `pinned`: must it be in (True)
    or stay out (False)?"""

    id: str
    name: str
    area: str
    starts: tuple[int, ...]
    after: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    pinned: bool | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Need:
    """What a candidate takes of a budget, `offset` years after it begins, in the budget's unit."""

    candidate: str
    budget: str
    offset: int
    amount: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What a candidate brings towards a target from `offset` years after it begins, in the target's unit: the amount
    times how certain it is (0 to 1) is counted. Below zero it widens the gap."""

    candidate: str
    target: str
    offset: int
    amount: float
    certainty: float = 1.0

    @property
    def counted(self) -> float:
        """The amount that is counted on."""
        return self.amount * self.certainty


@dataclass(frozen=True, slots=True)
class Budget:
    """So much of something (money, energy, water, land) there is in every year, for one area or (no area) for all.
    A year that it does not name has nothing."""

    id: str
    unit: str
    amounts: Mapping[int, float]
    area: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class TargetGap:
    """How far a target's forecast is from its goal in the year in which it is due, above zero, in the target's unit."""

    target: str
    unit: str
    amount: float
    due: int
    weight: float = 1.0
    name: str = ""

    @property
    def called(self) -> str:
        """Its name, or else its id."""
        return self.name or self.target


@dataclass(frozen=True, slots=True)
class AreaShare:
    """Of what all chosen projects take of a budget, over all years, the projects of an area take at least and at most
    these shares (0 to 1)."""

    area: str
    budget: str
    at_least: float = 0.0
    at_most: float = 1.0
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Reserve:
    """All that a choice is made from. Ids are unique and every id that is named is there: `read_reserve` sees to it."""

    candidates: tuple[Candidate, ...]
    needs: tuple[Need, ...]
    effects: tuple[Effect, ...]
    budgets: tuple[Budget, ...]
    gaps: tuple[TargetGap, ...]
    shares: tuple[AreaShare, ...] = ()
    returns: tuple[tuple[float, float], ...] = field(default=DIMINISHING)


def worth_of(share: float, returns: tuple[tuple[float, float], ...] = DIMINISHING) -> float:
    """What closing a share of a gap is worth; below zero (the gap widens) it costs what the first share brings."""
    if share <= 0:
        return share * returns[0][1]
    worth, before = 0.0, 0.0
    for until, slope in returns:
        worth += slope * max(0.0, min(share, until) - before)
        before = until
    return worth
