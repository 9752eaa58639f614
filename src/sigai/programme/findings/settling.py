"""What settles a finding: a decision on record of its class that covers its statements."""

from __future__ import annotations

from dataclasses import replace

from sigai.programme.findings.model import Finding, FindingClass
from sigai.programme.programme import Programme
from sigai.programme.targets import Decision

_ALSO: dict[FindingClass, tuple[FindingClass, ...]] = {
    "value": ("scope",),
    "comparator": ("value", "scope"),
    "scope": ("value", "naming"),
    "naming": ("scope", "unit"),
    "arithmetic": ("value",),
    "ambiguity": ("arithmetic",),
}
"""Choosing between numbers settles the sums made with them; choosing a scope settles the names that express it."""


def settle(programme: Programme, found: Finding) -> Finding:
    """The finding with the decision that settles it, if one does."""
    if found.settled:
        return found
    return replace(found, decision=_decision(programme, found))


def _decision(programme: Programme, found: Finding) -> Decision | None:
    """Of one of its targets: a decision of its class, or of one that implies it, over all its statements there."""
    for name in found.targets:
        target = programme.target_by_id.get(name)
        mine = found.statements & {one.id for one in target.statements} if target else frozenset()
        if not target or not mine:
            continue
        for about in (found.kind.about, *_ALSO.get(found.kind.about, ())):
            for decision in target.decisions:
                if decision.about == about and mine <= set(decision.statements):
                    return decision
    return None
