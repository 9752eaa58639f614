"""The same entities under other numbers: for whom a rule gives something else, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sigai.programme.parameters import Parameter
from sigai.programme.policy_rules import PolicyRule
from sigai.programme.programme import Programme
from sigai.rules.outcomes import outcomes
from sigai.tables import Store


@dataclass(frozen=True, slots=True)
class ChangedOutcome:
    """An entity of which a rule makes something else: rows of RULE_OUTCOMES before and after; None: it says nothing."""

    entity: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def difference(self) -> float | None:
        """How much more, where both are numbers."""
        sides = [row["number"] for row in (self.before, self.after) if row is not None]
        return sides[1] - sides[0] if len(sides) == 2 and None not in sides else None


@dataclass(frozen=True, slots=True)
class RuleWhatIf:
    """A rule under both sets of numbers: who changes of the `entities` that it is about under either, and the sums of
    what it gives (None where it gives no numbers); `unknown`: how many are undecided before and after, and stand in
    neither sum."""

    rule: PolicyRule
    changed: tuple[ChangedOutcome, ...]
    entities: int
    before: float | None
    after: float | None
    unknown: tuple[int, int]


def what_if(
    store: Store, programme: Programme, overlay: Iterable[Parameter], rules: Iterable[PolicyRule], as_of: int
) -> tuple[RuleWhatIf, ...]:
    """Every rule of which some outcome changes in a month (its index), where some parameters have other numbers.
    InternalError for a parameter that the programme does not have. The store holds the data and which figures are
    estimated."""
    other = programme.with_parameters(overlay)
    compared = (_compared(store, programme, other, rule, as_of) for rule in rules)
    return tuple(each for each in compared if each.changed)


def _compared(store: Store, programme: Programme, other: Programme, rule: PolicyRule, as_of: int) -> RuleWhatIf:
    sides = [
        {row["entity"]: row for row in outcomes(store, content, [content.rule_by_id[rule.id]], as_of).to_pylist()}
        for content in (programme, other)
    ]
    entities = sorted(sides[0].keys() | sides[1].keys())
    changed = [
        ChangedOutcome(entity, *pair)
        for entity in entities
        if _said(*(pair := (sides[0].get(entity), sides[1].get(entity))))
    ]
    numbers = [[row["number"] for row in side.values() if row["number"] is not None] for side in sides]
    sums = [sum(side) if side else None for side in numbers]
    unknown = tuple(sum(row["state"] == "undecided" for row in side.values()) for side in sides)
    return RuleWhatIf(rule, tuple(changed), len(entities), sums[0], sums[1], (unknown[0], unknown[1]))


def _said(before: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    """Whether both say something different."""
    told = [None if row is None else (row["state"], row["text"], row["number"]) for row in (before, after)]
    return told[0] != told[1]
