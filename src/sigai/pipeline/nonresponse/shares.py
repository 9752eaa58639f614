"""Counts as shares with the interval that their number allows."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.hits / self.of if self.of else None

    def interval(self, z: float = _Z95) -> tuple[float, float]:
        """Wilson's interval, 95 %: it keeps its promise for rare events, too. From 0 to 1 where nothing is known."""
        if not self.of:
            return 0.0, 1.0
        share, size = self.hits / self.of, z * z / self.of
        middle = (share + size / 2) / (1 + size)
        half = z * sqrt(share * (1 - share) / self.of + size / (4 * self.of)) / (1 + size)
        return max(middle - half, 0.0), min(middle + half, 1.0)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        low, high = self.interval()
        return {"share": self.value, "low": low, "high": high, "hits": self.hits, "of": self.of}
