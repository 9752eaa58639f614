"""What stands in a step while places differ: the order of the text never decides, a person does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sigai.base.units import MeasureUnit
from sigai.compiling.model import ExtractedTarget

_COUNTS = ("annual_count", "cumulative_count")
_EQUAL = 1e-9


def known_unit(row: ExtractedTarget, others: Iterable[ExtractedTarget] = ()) -> str:
    """The unit as written where it is a known one; else a count of pieces, or a pure number for anything else.

    The `others` of a target that are written with the same unknown unit count the same.
    """
    if _parsed(row.unit) is not None:
        return row.unit
    alike = [row, *(one for one in others if one.unit == row.unit)]
    return "个" if any(one.kind in _COUNTS for one in alike) else ""


def track_unit(rows: Sequence[ExtractedTarget], others: Iterable[ExtractedTarget] = ()) -> str:
    """The unit in which most places state the target."""
    listed = tuple(others)
    often = Counter(known_unit(row, listed) for row in rows)
    return max(often, key=lambda unit: (often[unit], unit))


def value_in(row: ExtractedTarget, unit: str, others: Iterable[ExtractedTarget] = ()) -> float | None:
    """The number of a statement in the unit of its track (12 亿元 in 万元); None where the units do not compare."""
    own = known_unit(row, others)
    if own == unit:
        return row.value
    try:
        return round(row.value * MeasureUnit.parse(own).factor_to(MeasureUnit.parse(unit)), 9)
    except ValueError:
        return None


def adopted(rows: Sequence[tuple[ExtractedTarget, float]]) -> tuple[ExtractedTarget, float]:
    """The statement whose number stands in a step until a person decides, with that number.

    The number that most places state; where there is none, the one that every place asks for at the least.
    """
    places = {(row.document, row.paragraph, value): value for row, value in rows}
    often = Counter(places.values())
    most = max(often.values())
    stated = [(row, value) for row, value in rows if often[value] == most]
    falls = any(row.direction == "down" and row.kind in ("level", "share") for row, _ in stated)
    return min(stated, key=lambda one: (-one[1] if falls else one[1], one[0].comparator))


def agree(one: float, other: float) -> bool:
    """Equal but for rounding in the last digit."""
    return abs(one - other) <= _EQUAL * max(1.0, abs(one), abs(other))


def _parsed(unit: str) -> MeasureUnit | None:
    try:
        return MeasureUnit.parse(unit)
    except ValueError:
        return None
