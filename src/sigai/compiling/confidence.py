"""How sure an extraction is of name, kind and period, and of all together. Below `LOW` a person should look.

The weights are log odds, fitted on 400 invented plans that are badly written (`bench_confidence.fit`, seeds 0 to 399);
`sigai bench compile --generated N` prints what they come to on layouts and wordings left out of the fit. Whether a
number is wanted at all no invented plan says: those costs are set by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from typing import Final

from sigai.compiling.model import Flag

LOW: Final = 0.7
SURE: Final = 0.9
"""Nine in ten of those that are as sure as this are right."""
_LEAST: Final = 0.2
_WANTED: Final[dict[str, float]] = {"progress_verb": 0.3, "milestone": 0.45, "no_unit": 0.1, "capacity": 0.05}


@dataclass(frozen=True, slots=True)
class Weights:
    """The log odds that one aspect of a statement is right, and what each doubt takes from them."""

    base: float
    costs: Mapping[str, float]

    def sure(self, flags: Iterable[str]) -> float:
        """How likely the aspect is right with these doubts."""
        return 1 / (1 + exp(-self.base - sum(self.costs.get(flag, 0.0) for flag in flags)))


ASPECTS: Final[Mapping[str, Weights]] = {
    "name": Weights(3.05, {"kind_ambiguous": -0.46, "name_bare": -5.56, "name_odd": -1.99, "time_unread": -3.25}),
    "kind": Weights(
        3.13,
        {"kind_ambiguous": -1.43, "name_odd": -1.3, "name_restored": -1.25, "name_short": -0.1, "progress_verb": -1.04},
    ),
    "period": Weights(5.0, {"name_odd": -1.86, "name_restored": -1.61, "time_unread": -1.28}),
}


def sureness(flags: Iterable[Flag]) -> dict[str, float]:
    """How sure it is of name, kind and period."""
    listed = tuple(flags)
    return {aspect: round(weights.sure(listed), 2) for aspect, weights in ASPECTS.items()}


def confidence(flags: Iterable[Flag], start: float = 0.97) -> float:
    """The confidence of a statement with these doubts: that of its weakest aspect, at most `start`, never below 0.2."""
    listed = tuple(flags)
    weakest = min(start, *(weights.sure(listed) for weights in ASPECTS.values()))
    return round(max(_LEAST, weakest - sum(_WANTED.get(flag, 0.0) for flag in listed)), 2)
