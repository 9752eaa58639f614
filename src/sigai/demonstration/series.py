"""The invented amounts of one measure."""

from __future__ import annotations

from dataclasses import dataclass

from sigai.demonstration.draws import Numbers
from sigai.programme.measures import Measure


@dataclass(frozen=True, slots=True)
class Series:
    """One measure: `amounts` as they happen, `level` the same at a yearly rate without season and noise."""

    measure: Measure
    amounts: Numbers
    level: Numbers

    @property
    def is_stock(self) -> bool:
        return self.measure.accumulation == "stock"
