"""Settled verdicts: what figures that are not in yet can change, and what stands until they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_progress import programme_with, results_of, series
from sigai.base.periods import Period
from sigai.progress import judge
from sigai.tables.contracts import PROGRESS

LINE: dict[str, Any] = {
    "indicator": "level",
    "baselines": [{"period": "2020-12", "value": 40, "assumed": "case"}],
    "steps": [{"due": "2023", "value": 76}],
}
"""From 40 at the end of 2020, one more each month."""
OPEN = [name for name in PROGRESS.names if name.startswith("open_")]
BESIDE = ["estimated_low", "estimated_high", "tipping_point", *OPEN]


@given(values=st.lists(st.floats(-100, 200), min_size=14, max_size=14))
@settings(max_examples=20, deadline=None)
def test_where_nothing_is_missing_every_verdict_is_settled_in_its_own_month(
    tmp_path_factory: pytest.TempPathFactory, values: list[float]
) -> None:
    programme = programme_with(tmp_path_factory.mktemp("p"), LINE)
    results = results_of(series("level", "2020-12", values))
    table = judge(programme, results, as_of=Period.parse("2022-01"), forecasts=False)
    assert table["settled"].equals(table["as_of"])
    assert {name: table[name].null_count for name in BESIDE} == dict.fromkeys(BESIDE, table.num_rows)


def test_what_stands_beside_the_figure_is_in_the_unit_of_the_track(tmp_path: Path) -> None:
    programme = programme_with(tmp_path, {**LINE, "unit": "万元"})
    rows = series("level", "2021-12", [52.0], reported_value=41.0, like_for_like=50.0, coverage_weight=0.9)
    table = judge(programme, results_of(rows), as_of=Period.parse("2021-12"), forecasts=False).to_pylist()
    found = {name: table[-1][name] for name in ("actual", "reported", "like_for_like", "coverage", "coverage_weight")}
    assert found == {
        "actual": 520000,
        "reported": 410000,
        "like_for_like": 500000,
        "coverage": 1,
        "coverage_weight": 0.9,
    }


@pytest.mark.parametrize(("coverage", "weight", "reason"), [(0.5, 0.9, "on_pace"), (0.9, 0.5, "low_coverage")])
def test_what_those_that_gave_weigh_decides_whether_there_is_enough(
    tmp_path: Path, coverage: float, weight: float, reason: str
) -> None:
    rows = series("level", "2021-12", [52.0], coverage=coverage, coverage_weight=weight)
    table = judge(programme_with(tmp_path, LINE), results_of(rows), as_of=Period.parse("2021-12"), forecasts=False)
    assert table["reason"].to_pylist()[-1] == reason
