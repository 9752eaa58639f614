"""The worked example of docs/progress.md, and the thresholds that its examples use."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from helpers_repository import PROGRAMMES
from sigai.estimates.movement import Groups, movement_of_others
from sigai.programme.loading import programme_or_error

PAGE = Path(__file__).parents[2] / "docs" / "progress.md"
A = (0.06, 0.10, 0.07, 0.09, 0.05, 0.11, 0.08, 0.08)
B = (-0.12, -0.08, -0.11, -0.09)


def test_the_worked_example_says_what_the_code_does() -> None:
    signal = np.array([*A, *B, np.nan])[:, None]
    industry = np.array([0] * 8 + [1] * 5)
    groups = Groups.of(industry, np.zeros(13, dtype=np.int64), np.ones(13))
    moved = movement_of_others(signal, ~np.isnan(signal), groups, least=10, largest_share=1 / 3)[12, 0]
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert np.mean([*A, *B]) == pytest.approx(0.020)
    assert "The city's mean is +0.020, B's is -0.100" in page
    assert f"the firm is given {moved:.3f}" in page
    assert f"100 · e^{moved:.3f} = {100 * math.exp(round(moved, 3)):.1f}" in page


def test_the_examples_use_the_thresholds_of_the_programme() -> None:
    (method,) = programme_or_error(PROGRAMMES / "zhongwei-2021-2023").progress
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"on track from a pace of {method.on_track:.2f}, at risk from {method.at_risk:.2f}" in page
    assert f"左右 {method.about_tolerance:.0%}, doubt below".replace("%", " %") in page
    assert f"a probability of {method.doubt_below:.2f}" in page
    assert f"likely from {method.likely_from:.2f}" in page
    assert f"unlikely below {method.unlikely_below:.2f}" in page
    assert f"no verdict below {method.minimum_coverage:.0%} coverage".replace("%", " %") in page
    assert f"70 左右 is met by {70 * (1 - method.about_tolerance):.1f}, not" in page
