"""How far each mechanism of the plan goes: what its content declares, or proven by a scenario that holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigai.programme.programme import Programme
from sigai.programme.targets import Mechanism

WORKS = 3
"""The level of a mechanism that a scenario proves."""


@dataclass(frozen=True, slots=True)
class MechanismLevel:
    """How far a mechanism goes: what content declares, or 3 where a scenario that holds proves that it works."""

    mechanism: Mechanism
    level: int
    scenario: str | None = None


def mechanism_levels(programme: Programme, proven: Mapping[str, str]) -> tuple[MechanismLevel, ...]:
    """Every mechanism with its level; `proven`: by the id of a mechanism, the scenario that holds for it."""
    return tuple(
        MechanismLevel(one, WORKS if one.id in proven else one.level, proven.get(one.id))
        for one in programme.mechanisms
    )
