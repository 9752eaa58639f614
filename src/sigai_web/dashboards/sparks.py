"""Small lines beside figures, as SVG without any style of their own."""

from __future__ import annotations

from collections.abc import Sequence

_WIDTH, _HEIGHT, _EDGE = 120.0, 24.0, 2.0
_ENOUGH = 3


def spark(points: Sequence[tuple[int, float]]) -> str:
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
