"""How a unit or an area went from month to month: its targets by pace, on the same basis in every month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from sigai.reports.finished import FinishedRun

PACES = ("achieved", "on_track", "at_risk", "behind", "missed")
"""What is counted of a month, from good to bad; what was not judged then is left out."""

_BY_FORECAST = {"forecast_doubts": "on_track", "forecast_likely": "no_data", "forecast_unlikely": "no_data"}
"""Only the last months are forecast: what a forecast alone changed is taken back, so that months compare."""


@dataclass(frozen=True, slots=True)
class TrendMonth:
    """One month: how many targets had each of PACES."""

    month: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many were judged."""
        return sum(self.counts)


def trend(run: FinishedRun, held: Collection[tuple[str, str]]) -> tuple[TrendMonth, ...]:
    """Month by month, the targets `held` (target, area) on their main track at the step each month worked towards."""
    table = run.progress
    areas, targets = ({pair[at] for pair in held} for at in (1, 0))
    keep = pc.field("current") & pc.field("main") & (pc.field("as_of") <= str(run.as_of))
    for name, wanted in (("area", areas), ("target", targets)):
        keep &= pc.field(name).isin(pa.array(sorted(wanted), pa.string()))
    columns = table.filter(keep).select(["target", "area", "as_of", "status", "reason"])
    pairs = set(held)
    found: dict[str, dict[str, int]] = {}
    for row in columns.to_pylist():
        if (row["target"], row["area"]) in pairs:
            counts = found.setdefault(row["as_of"], dict.fromkeys(PACES, 0))
            pace = _BY_FORECAST.get(row["reason"], row["status"])
            if pace in counts:
                counts[pace] += 1
    return tuple(TrendMonth(month, tuple(found[month].values())) for month in sorted(found))
