"""How sure an extraction is: one minus what each doubtful step costs. Below `LOW` a person should look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LOW: Final = 0.7
_COSTS: Final[dict[str, float]] = {
    "no_date": 0.06,
    "kind_ambiguous": 0.12,
    "name_restored": 0.08,
    "name_short": 0.15,
    "progress_verb": 0.35,
    "no_unit": 0.15,
    "capacity": 0.1,
    "milestone": 0.45,
    "range": 0.02,
    "scope_differs": 0.1,
}


def confidence(flags: Iterable[str], start: float = 0.97) -> float:
    """The confidence of a statement with these flags, never below 0.2."""
    return round(max(0.2, start - sum(_COSTS.get(flag, 0.05) for flag in flags)), 2)
