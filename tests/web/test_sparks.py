"""Small pictures: months of their own under totals since January, bars of a hundred, columns of months."""

from __future__ import annotations

import pytest

from sigai.base import Period
from sigai.reports import PACES, TrendMonth
from sigai_web.dashboards.sparks import columns, own_months, pieces


def at(name: str) -> int:
    return Period.parse(name).last


def test_totals_since_january_are_drawn_as_what_each_month_added() -> None:
    points = [("2021-11", 110.0), ("2021-12", 120.0), ("2022-02", 24.0), ("2022-03", 40.0), ("2022-06", 70.0)]
    found = own_months([(at(month), value) for month, value in points])
    assert [value for _, value in found] == [10.0, 10.0, 12.0, 16.0, 10.0], "January comes with February"
    assert own_months([]) == []


def test_a_bar_is_a_hundred_wide_and_leaves_nothing_out() -> None:
    found = pieces({"achieved": 1, "likely": 0, "unlikely": 2})
    assert [(name, number) for name, number, _, _ in found] == [("achieved", 1), ("unlikely", 2)]
    assert sum(width for *_, width in found) == pytest.approx(100, abs=0.02)
    assert pieces({"achieved": 0}) == []


def test_columns_stand_on_the_ground_and_share_a_scale() -> None:
    months = [TrendMonth("2021-01", (1, 1, 0, 0, 0)), TrendMonth("2021-02", (0, 0, 0, 0, 4))]
    found = columns(months)
    assert found == [(PACES[0], 0, 75.0, 25.0), (PACES[1], 0, 50.0, 25.0), (PACES[4], 1, 0.0, 100.0)]
    assert columns([]) == []
