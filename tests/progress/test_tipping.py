"""Tipping points: how far what is estimated would have to differ to change a verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_progress import programme_with, results_of, series, unsure
from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.progress import judge

LINE: dict[str, Any] = {
    "indicator": "level",
    "baselines": [{"period": "2020-12", "value": 40, "assumed": "case"}],
    "steps": [{"due": "2023", "value": 76}],
}
"""From 40 at the end of 2020, one more each month: by December 2021 52, on track from 51.4, at risk from 49.6."""
NEAR = 2e-5
"""How near a tipping point is looked for."""


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    return programme_with(tmp_path_factory.mktemp("p"), LINE, forecast={"model": "drift", "minimum_months": 6})


def row_of(programme: Programme, *rows: dict[str, Any], as_of: str = "2021-12", forecasts: bool = False) -> Any:
    return judge(programme, results_of(rows), as_of=Period.parse(as_of), forecasts=forecasts).to_pylist()[-1]


@pytest.mark.parametrize(
    ("value", "slope", "point"),
    [
        (53.0, 0.5, -0.32),  # 1.6 above 51.4; a tenth more or less is 0.5
        (53.0, -0.5, 0.32),  # what is missing makes the figure smaller
        (50.0, 0.5, -0.08),  # 0.4 above 49.6, 1.4 below 51.4: the nearer one
        (51.0, 0.5, 0.08),
        (53.0, 0.161, -0.99379),
        (53.0, 0.15, None),  # not even were nothing missing
        (53.0, 0.0, None),
        (53.0, None, None),
    ],
)
def test_the_nearest_share_that_changes_the_verdict(
    programme: Programme, value: float, slope: float | None, point: float | None
) -> None:
    row = row_of(programme, unsure("level", "2021-12", value, 0.1, slope=slope))
    assert row["tipping_point"] == (None if point is None else pytest.approx(point, abs=NEAR))


def test_an_open_verdict_has_its_own_tipping_point(programme: Programme) -> None:
    held = row_of(programme, *series("level", "2021-11", [48.0]), unsure("level", "2021-12", 51.5, 1.0, slope=0.5))
    assert (held["status"], held["open_status"]) == ("behind", "on_track")
    assert held["tipping_point"] == pytest.approx(-0.02, abs=NEAR)


def test_only_what_is_estimated_can_tip_a_verdict(programme: Programme) -> None:
    assert row_of(programme, *series("level", "2021-12", [53.0], slope=0.5))["tipping_point"] is None
    thin = unsure("level", "2021-12", 53.0, 0.1, slope=0.5, coverage_weight=0.3)
    assert row_of(programme, thin)["tipping_point"] is None


def test_tipping_points_are_given_for_the_months_that_are_forecast(programme: Programme) -> None:
    rows = [unsure("level", name, 53.0, 0.1, slope=1.0) for name in ("2021-10", "2021-11", "2021-12")]
    table = judge(programme, results_of(rows), as_of=Period.parse("2021-12"), forecasts=False).to_pylist()
    assert [row["as_of"] for row in table if row["tipping_point"] is not None] == ["2021-11", "2021-12"]


@given(value=st.floats(40, 60), slope=st.floats(0.05, 3))
@settings(max_examples=15, deadline=None)
def test_beyond_the_point_the_verdict_is_another_and_short_of_it_it_is_not(
    programme: Programme, value: float, slope: float
) -> None:
    def status(share: float) -> str:
        return str(row_of(programme, *series("level", "2021-12", [value + share / 0.1 * slope]))["status"])

    point = row_of(programme, unsure("level", "2021-12", value, 0.0, slope=slope))["tipping_point"]
    middle = status(0)
    if point is None:
        assert {status(share / 4) for share in range(-4, 5)} == {middle}
        return
    assert status(point) != middle
    shorter = abs(point) - NEAR
    assert shorter < 0 or {status(-shorter), status(shorter)} == {middle}


def test_the_forecast_takes_part(programme: Programme) -> None:
    # 72 by August 2023, and on pace down to 70.4; but the drift reaches 76 only from higher up.
    history = series("level", "2020-12", [40 + number + 0.2 * (number % 2) for number in range(32)])
    last = unsure("level", "2023-08", 73.5, 0.4, slope=0.5)
    paced = row_of(programme, *history, last, as_of="2023-08")
    assert paced["tipping_point"] == pytest.approx(-0.62, abs=NEAR)
    row = row_of(programme, *history, last, as_of="2023-08", forecasts=True)
    assert -0.62 < row["tipping_point"] < 0

    def status(share: float) -> str:
        there = series("level", "2023-08", [73.5 + share / 0.1 * 0.5])
        return str(row_of(programme, *history, *there, as_of="2023-08", forecasts=True)["status"])

    # Worked out by the response of the forecast; held against a full run a little to either side.
    assert (status(row["tipping_point"] * 1.02), status(row["tipping_point"] * 0.98)) == ("at_risk", "on_track")


def test_the_point_lies_within_the_interval_that_leaves_a_verdict_open(tmp_path: Path, programme: Programme) -> None:
    # 51.5 ± 1.96 deviations reach 51.4 where the deviation is 0.051; a tenth of what is missing is one deviation here.
    for deviation, is_open in ((0.050, False), (0.052, True)):
        row = row_of(programme, unsure("level", "2021-12", 51.5, deviation, slope=deviation))
        assert (row["open_status"] is not None) == is_open
        assert (abs(row["tipping_point"]) < 0.196) == is_open
