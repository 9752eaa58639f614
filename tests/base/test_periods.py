"""Periods: read and written alike, ordered by their end, nested in one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigai.base.periods import FIRST_YEAR, LAST_YEAR, Period, month_index, month_name

YEARS = st.integers(FIRST_YEAR, LAST_YEAR)
PARTS = st.sampled_from(["", *(f"H{n}" for n in (1, 2)), *(f"Q{n}" for n in range(1, 5))]) | st.integers(1, 12).map(
    lambda month: f"-{month:02d}"
)
PERIODS = st.builds(lambda year, part: Period.parse(f"{year}{part}"), YEARS, PARTS)


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("2021", "year", "2021-01", "2021-12"),
        ("2021H1", "half", "2021-01", "2021-06"),
        ("2021H2", "half", "2021-07", "2021-12"),
        ("2021Q4", "quarter", "2021-10", "2021-12"),
        ("2021-06", "month", "2021-06", "2021-06"),
        (" 2021Q1 ", "quarter", "2021-01", "2021-03"),
    ],
)
def test_reading(text: str, kind: str, first: str, last: str) -> None:
    period = Period.parse(text)
    assert (period.kind, month_name(period.first), month_name(period.last)) == (kind, first, last)
    assert str(period) == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", "21", "2021-13", "2021-6", "2021Q5", "2021H3", "1899", "2201", "2021-00", "2021/06", "2021-06-01", "٢٠٢١"],
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        Period.parse(text)


@given(PERIODS)
def test_text_and_period_are_one(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(PERIODS)
def test_a_period_contains_its_months_and_no_others(period: Period) -> None:
    months = list(period.months())
    assert len(months) == {"month": 1, "quarter": 3, "half": 6, "year": 12}[period.kind]
    assert all(period.contains(month) and month.year == period.year for month in months)
    assert months[-1] == period.end
    assert not period.contains(Period.of_index(period.last + 1))
    assert not period.contains(Period.of_index(period.first - 1))


@given(PERIODS, PERIODS)
def test_order_is_total_and_by_the_end(one: Period, other: Period) -> None:
    assert (one < other) + (one == other) + (one > other) == 1
    if one.last < other.last:
        assert one < other


@given(PERIODS, PERIODS)
def test_periods_nest_or_stand_apart_unless_equal_in_months(one: Period, other: Period) -> None:
    apart = one.last < other.first or other.last < one.first
    assert apart or one.contains(other) or other.contains(one)


@given(PERIODS, st.integers(-5, 5))
def test_shifting_by_years_keeps_the_part(period: Period, years: int) -> None:
    shifted = period.shift_years(years)
    assert shifted.kind == period.kind
    assert shifted.year == period.year + years
    assert shifted.shift_years(-years) == period


def test_a_year_ends_after_its_last_month_began() -> None:
    assert sorted(map(Period.parse, ["2021", "2021-12", "2021H2", "2021Q4", "2021-11"])) == [
        Period.parse(text) for text in ["2021-11", "2021", "2021H2", "2021Q4", "2021-12"]
    ]


def test_months_are_counted_by_index() -> None:
    assert month_index(2021, 1) == 2021 * 12
    assert Period.month(2021, 6) == Period.parse("2021-06") == Period.of_index(month_index(2021, 6))
    assert month_name(month_index(2021, 6)) == "2021-06"
