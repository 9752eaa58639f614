"""Which figures come in whole numbers."""

from __future__ import annotations

from sigai.base.units import MeasureUnit

PERSONS, COUNTS = "[person]", "[count]"


def comes_whole(unit: MeasureUnit) -> bool:
    """Whether figures of a unit have no decimals: persons and things, unless counted in ten thousands."""
    return unit.factor == 1.0 and unit.dimension in (((PERSONS, 1),), ((COUNTS, 1),))
