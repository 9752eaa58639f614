"""Ranges as people write them."""

from __future__ import annotations

import pytest

from sigai.base.ranges import range_words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, None, "≥ 0"),
        (None, 100, "≤ 100"),
        (0, 1_000_000, "0–1,000,000"),
        (-0.5, 1.25, "-0.5–1.25"),
        (None, None, ""),
    ],
)
def test_an_open_end_is_not_written(low: float | None, high: float | None, words: str) -> None:
    assert range_words(low, high) == words
