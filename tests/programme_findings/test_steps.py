"""Steps that fall back or stand still."""

from hypothesis import given
from hypothesis import strategies as st

from helpers_findings import found_by, said
from sigai.programme.findings.steps import steps_back


def test_a_later_step_behind_an_earlier_one() -> None:
    (found,) = found_by(steps_back, said("S1", period_end=2021, value=8), said("S2", period_end=2023, value=5))
    assert (found.code, found.weight) == ("F607", "high")
    assert found.arithmetic.zh == "8亿元（2021） → 5亿元（2023）"


def test_falling_is_right_where_down_is_better() -> None:
    down = {"direction": "down", "comparator": "<="}
    assert not found_by(steps_back, said("S1", period_end=2021, value=8, **down), said("S2", value=5, **down))
    assert found_by(steps_back, said("S1", period_end=2021, value=5, **down), said("S2", value=8, **down))


def test_a_growing_decline_is_no_step_back() -> None:
    change = {"kind": "cumulative_change", "unit": "%", "base_year": 2020, "direction": "down"}
    assert not found_by(steps_back, said("S1", period_end=2021, value=4, **change), said("S2", value=7, **change))


def test_a_total_that_stands_still_weighs_little() -> None:
    total = {"kind": "cumulative_count", "unit": "个", "value": 2}
    (found,) = found_by(steps_back, said("S1", period_end=2022, **total), said("S2", period_end=2023, **total))
    assert (found.code, found.weight) == ("F608", "low")


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=5, unique=True))
def test_rising_steps_are_never_a_finding(values: list[int]) -> None:
    steps = [said(f"S{i}", period_end=2019 + i, value=value) for i, value in enumerate(sorted(values))]
    assert not found_by(steps_back, *steps)
