"""What is counted in a cell, and what follows from the counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sigai.pipeline.nonresponse.shares import Share

OURS = "ours"


@dataclass(slots=True)
class Tally:
    """Counts of events and sums of errors; tallies of different seeds add up."""

    counts: Counter[str] = field(default_factory=Counter)
    sums: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    examples: list[dict[str, Any]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in what another tally counted."""
        self.counts.update(other.counts)
        for name, number in other.sums.items():
            self.sums[name] += number
        self.examples += other.examples

    def error(self, way: str, what: str, number: float) -> None:
        """Note one error: of a total (relative) or of growth (percentage points)."""
        self.counts[f"{what}/{way}"] += 1
        self.sums[f"{what}/{way}"] += abs(number)
        self.sums[f"{what}/{way}/bias"] += number

    def share(self, event: str, of: str = "judged") -> Share:
        """How often something happened."""
        return Share(self.counts[event], self.counts[of])

    def mean(self, name: str, of: str | None = None) -> float | None:
        """The mean of what was summed."""
        number = self.counts[of or name]
        return self.sums[name] / number if number else None


def summary(tally: Tally, ways: Sequence[str], known: Sequence[str] = ()) -> dict[str, Any]:
    """A cell as one object: shares with their intervals, errors beside those of the rivals, intervals, bias.

    ways: the names under which rivals were counted; known: those of which only errors were.
    """
    shares = tuple(f"{of}{event}" for of in ("", "verdict_") for event in ("wrong", "better", "held", "held_wrong"))
    errors = {
        what: {way: tally.mean(f"{what}/{way}") for way in (OURS, *ways, *known)}
        | {"bias": tally.mean(f"{what}/{OURS}/bias", f"{what}/{OURS}")}
        for what in ("total", "growth")
    }
    return {
        "judged": tally.counts["judged"],
        **{name: tally.share(name).as_dict() for name in (*shares, "verdict_turned")},
        "held_wrong_of_held": tally.share("held_wrong", "held").as_dict(),
        "rivals": {
            way: {event: tally.share(f"{event}/{way}").as_dict() for event in ("wrong", "better")} for way in ways
        },
        "errors": errors,
        "interval": tally.share("inside", "intervals").as_dict(),
        "interval_below": tally.share("below", "intervals").as_dict(),
        "interval_of_totals": tally.share("total_inside", "total_intervals").as_dict(),
        "examples": tally.examples,
    }
