"""A range as people write it."""

from __future__ import annotations


def range_words(low: float | None, high: float | None) -> str:
    """`≥ 0`, `≤ 100`, `0–100`; an end that is open is not written."""
    if low is None:
        return "" if high is None else f"≤ {high:,.10g}"
    return f"≥ {low:,.10g}" if high is None else f"{low:,.10g}–{high:,.10g}"
