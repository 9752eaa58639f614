"""The invented amounts of one measure."""

from __future__ import annotations

from dataclasses import dataclass

from sigai.demonstration.draws import Numbers
from sigai.programme.measures import Measure


@dataclass(frozen=True, slots=True)
class InventedSeries:
    """One measure, subjects × months: `amounts` as they happen, `level` the same by the year without season and noise.

    `is_stock` says that amounts stand as they are, and are not added up over months.
    """

    measure: Measure
    amounts: Numbers
    level: Numbers
    is_stock: bool
