"""Small pictures beside figures, as SVG without any style of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sigai.reports import PACES, TrendMonth

_WIDTH, _HEIGHT, _EDGE = 120.0, 24.0, 2.0
_ENOUGH = 3

Point = tuple[int, float]
"""A month index and a number."""


def spark(points: Sequence[Point]) -> str:
    """The points of a polyline through (month, value) in a box of 120 × 24; empty where there are too few."""
    if len(points) < _ENOUGH:
        return ""
    months, values = [month for month, _ in points], [value for _, value in points]
    low, high = min(values), max(values)
    across = (_WIDTH - 2 * _EDGE) / max(months[-1] - months[0], 1)
    up = (_HEIGHT - 2 * _EDGE) / (high - low) if high > low else 0.0
    return " ".join(
        f"{_EDGE + (month - months[0]) * across:.1f},{_HEIGHT - _EDGE - (value - low) * up:.1f}"
        for month, value in points
    )


def own_months(points: Sequence[Point]) -> list[Point]:
    """What each month added to a total that begins every January: drawn as they are, totals are a saw.

    Where months lie between two figures of a year, what came in them is shared out evenly.
    """
    found: list[Point] = []
    before: Point | None = None
    for month, value in points:
        since, had = before if before and before[0] // 12 == month // 12 else (month // 12 * 12 - 1, 0.0)
        found.append((month, (value - had) / (month - since)))
        before = (month, value)
    return found


def pieces(counts: Mapping[str, int]) -> list[tuple[str, int, float, float]]:
    """A bar of a hundred: of each kind that occurs its name, its number, where its piece begins, how long it is."""
    total = sum(counts.values())
    found, at = [], 0.0
    for name, number in counts.items():
        if number:
            width = 100 * number / total
            found.append((name, number, round(at, 2), round(width, 2)))
            at += width
    return found


def columns(months: Sequence[TrendMonth]) -> list[tuple[str, int, float, float]]:
    """Stacked columns, one a month, in a box as wide as there are months and 100 high: of each piece its pace, the
    number of the month, where it begins from above, how high it is. All months share the scale of the fullest."""
    most = max((month.total for month in months), default=0)
    found = []
    for number, month in enumerate(months):
        below = 100.0
        for pace, count in zip(PACES, month.counts, strict=True):
            if count:
                height = 100 * count / most
                below -= height
                found.append((pace, number, round(below, 2), round(height, 2)))
    return found
