"""What a given choice is worth, takes and closes: worked out from the reserve alone, without a solver."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sigai.portfolio.reserve import Effect, Need, Reserve, worth_of

Begun = Mapping[str, int]
"""The candidates that are chosen, with the year in which they begin."""


@dataclass(frozen=True, slots=True, eq=False)
class ByCandidate:
    """The needs and effects of a reserve by candidate: looked up again and again."""

    reserve: Reserve
    needs: Mapping[str, tuple[Need, ...]]
    effects: Mapping[str, tuple[Effect, ...]]

    @classmethod
    def of(cls, reserve: Reserve) -> ByCandidate:
        """The same reserve, by candidate."""
        needs, effects = defaultdict(list), defaultdict(list)
        for need in reserve.needs:
            needs[need.candidate].append(need)
        for effect in reserve.effects:
            effects[effect.candidate].append(effect)
        return cls(
            reserve,
            {name: tuple(rows) for name, rows in needs.items()},
            {name: tuple(rows) for name, rows in effects.items()},
        )

    def taken(self, begun: Begun) -> dict[tuple[str, int], float]:
        """How much of every budget the chosen take in every year."""
        area = {each.id: each.area for each in self.reserve.candidates}
        only = {budget.id: budget.area for budget in self.reserve.budgets}
        found: dict[tuple[str, int], float] = defaultdict(float)
        for name, start in begun.items():
            for need in self.needs.get(name, ()):
                if only[need.budget] in ("", area[name]):
                    found[need.budget, start + need.offset] += need.amount
        return dict(found)

    def brings(self, name: str, start: int) -> dict[str, float]:
        """What one candidate closes of every target in time, if it begins in a year."""
        due = {gap.target: gap.due for gap in self.reserve.gaps}
        found: dict[str, float] = defaultdict(float)
        for effect in self.effects.get(name, ()):
            if effect.target in due and start + effect.offset <= due[effect.target]:
                found[effect.target] += effect.counted
        return dict(found)

    def closed(self, begun: Begun) -> dict[str, float]:
        """What the chosen close of every target in time, in its unit."""
        found = {gap.target: 0.0 for gap in self.reserve.gaps}
        for name, start in begun.items():
            for target, amount in self.brings(name, start).items():
                found[target] += amount
        return found

    def worth(self, closed: Mapping[str, float]) -> float:
        """What it is worth to close so much of every target."""
        return sum(
            gap.weight * worth_of(closed.get(gap.target, 0.0) / gap.amount, self.reserve.returns)
            for gap in self.reserve.gaps
        )

    def lost_without(self, begun: Begun, name: str, closed: Mapping[str, float]) -> float:
        """How much less the choice would be worth without one of the chosen and those that need it."""
        gone = {name, *self.leaning_on(begun, name)}
        left = dict(closed)
        for each in gone:
            for target, amount in self.brings(each, begun[each]).items():
                left[target] -= amount
        return self.worth(closed) - self.worth(left)

    def leaning_on(self, begun: Iterable[str], name: str) -> set[str]:
        """The chosen that cannot be without this one, at one or more removes."""
        after = {each.id: set(each.after) for each in self.reserve.candidates}
        found: set[str] = set()
        fresh = {name}
        while fresh:
            fresh = {each for each in begun if after[each] & fresh} - found
            found |= fresh
        return found
