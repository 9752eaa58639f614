"""The published rival methods as their authors state them, on the cases in which they go wrong."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from helpers_programme import load
from helpers_progress import content_with, results_of
from sigai.base.periods import Period
from sigai.progress import judge
from sigai.progress.rivals import (
    COMPARISON,
    RIVALS,
    Cases,
    anticipated_gap,
    cagr_ratio,
    compare,
    extrapolated_ratio,
    linear_rate,
    open_sdg_word,
)

UP, DOWN = 1.0, -1.0


def case(*numbers: float) -> Cases:
    """base, actual, target, years elapsed, years planned, sign."""
    return Cases(*(np.array([number], dtype=np.float64) for number in numbers))


@pytest.mark.parametrize(
    ("base", "goal", "now", "sign", "ratio", "word"),
    [
        (0, 10, 1, UP, 48.6, "on_track"),
        (100, 0, 66.7, DOWN, 0.34, "limited"),
        (40, 70, 45, UP, 0.61, "accelerate"),
        (100, 100, 99.9, UP, -math.inf, "deterioration"),
        (40, 70, 45, DOWN, -0.61, "target_achieved"),
    ],
)
def test_compound_growth_misjudges_the_known_cases(
    base: float, goal: float, now: float, sign: float, ratio: float, word: str
) -> None:
    known = case(base, now, goal, 1, 3, sign)
    found = cagr_ratio(known)
    assert found[0] == pytest.approx(ratio, abs=0.05 if ratio > 10 else 0.006)
    assert open_sdg_word(found, known)[0] == word


def test_compound_growth_does_not_assess_a_change_of_sign() -> None:
    known = case(-5, 2, 10, 1, 3, UP)
    assert open_sdg_word(cagr_ratio(known), known)[0] == "not_assessed"


def test_compound_growth_flips_the_sign_of_negative_figures() -> None:
    assert cagr_ratio(case(-30, -24, -12, 1, 3, UP))[0] > 0


def test_the_un_chart_extrapolates_the_compound_rate() -> None:
    grown = 45 * (45 / 40) ** 2
    assert extrapolated_ratio(case(40, 45, 70, 1, 3, UP))[0] == pytest.approx((grown - 40) / 30)


def test_escap_measures_what_will_be_left_of_the_way() -> None:
    assert anticipated_gap(case(40, 45, 70, 1, 3, UP))[0] == pytest.approx(0.5)
    assert anticipated_gap(case(100, 66.7, 0, 1, 3, DOWN))[0] == pytest.approx(0.001)


def test_the_linear_rate_ignores_time_and_stays_between_0_and_100() -> None:
    assert linear_rate(case(40, 45, 70, 1, 3, UP))[0] == pytest.approx(100 / 6)
    assert linear_rate(case(100, 95, 80, 1, 3, DOWN))[0] == pytest.approx(25)
    assert linear_rate(case(40, 30, 70, 1, 3, UP))[0] == 0
    assert linear_rate(case(100, 99.9, 100, 1, 3, UP))[0] == 0
    assert linear_rate(case(100, 100, 100, 1, 3, UP))[0] == 100


def test_all_methods_stand_beside_ours(tmp_path: Path) -> None:
    track = {
        "indicator": "level",
        "steps": [{"due": "2023", "value": 70}],
        "baselines": [{"period": "2020-12", "value": 40, "assumed": "case"}],
    }
    programme = load(tmp_path, content_with(track))
    results = results_of([{"indicator": "level", "month": "2021-12", "value": 45}])
    month = Period.parse("2021-12")
    progress = judge(programme, results, as_of=month, months=range(month.last, month.last + 1), forecasts=False)
    table = compare(progress, programme)
    assert table.schema.equals(COMPARISON)
    words = {row["method"]: row["word"] for row in table.to_pylist()}
    assert words == {
        "sigai": "behind",
        "open_sdg": "accelerate",
        "un_chart": "some_progress",
        "escap": "accelerate",
        "pilote": "17%",
    }


def test_a_missing_figure_is_assessed_by_nobody(tmp_path: Path) -> None:
    programme = load(tmp_path, content_with({"indicator": "level", "steps": [{"due": "2023", "value": 70}]}))
    month = Period.parse("2021-12")
    progress = judge(programme, results_of([]), as_of=month, months=range(month.last, month.last + 1))
    words = {row["method"]: row["word"] for row in compare(progress, programme).to_pylist()}
    assert words == {"sigai": "no_data", **dict.fromkeys(RIVALS, "not_assessed")}


def test_the_rivals_are_told_when_the_year_began_and_which_way_is_better(tmp_path: Path) -> None:
    """5 of 10 a year at the end of June is half the way in half the year; of the year before nothing is to be seen."""
    track = {
        "indicator": "level",
        "trajectory": "within_year",
        "steps": [{"due": "2022", "value": 10, "comparator": ">="}],
    }
    programme = load(tmp_path, content_with(track))
    results = results_of([{"indicator": "level", "month": "2022-06", "value": 5}])
    month = Period.parse("2022-06")
    progress = judge(programme, results, as_of=month, months=range(month.last, month.last + 1), forecasts=False)
    found = {row["method"]: row for row in compare(progress, programme).to_pylist()}
    assert found["escap"]["measure"] == pytest.approx(0)
    assert found["escap"]["word"] == "maintain"
    assert found["pilote"]["word"] == "50%"
