"""The whole bench in its quick size: its mechanics, not its numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from helpers_nonresponse import nonresponse_folder
from helpers_repository import SHARED
from sigai.base.issues import UserError
from sigai.base.periods import Period
from sigai.pipeline.nonresponse import CELLS, TrialPlan, bench_nonresponse, quick_plan

SERIES = SHARED / "data" / "m3-forecast"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> TrialPlan:
    place = tmp_path_factory.mktemp("bench")
    return quick_plan(nonresponse_folder(place / "programme"), place / "no series")


def test_the_quick_look_is_the_same_each_time_and_says_what_it_skipped(plan: TrialPlan) -> None:
    heard: list[str] = []
    plan = replace(plan, sets=("rough", "m3"))
    found = bench_nonresponse(plan, told=heard.append)
    assert heard == ["rough 1"]
    assert found["skipped"] == ["m3"]
    assert list(found["sets"]) == ["rough"]
    assert list(found["sets"]["rough"]) == ["random-15", "largest-15"]
    for cell in found["sets"]["rough"].values():
        assert cell["judged"] > 0
        assert cell["errors"]["total"]["ours"] > 0
        assert cell["interval"]["of"] > 0
    assert found["bars"]
    assert json.loads(json.dumps(found)) == json.loads(json.dumps(bench_nonresponse(plan)))


def test_several_processes_find_the_same(plan: TrialPlan) -> None:
    plan = replace(plan, seeds=(1, 2), of_year=(5,), cells=plan.cells[:1])
    assert bench_nonresponse(replace(plan, processes=2)) == bench_nonresponse(plan)


def test_a_month_outside_the_programme_is_refused(plan: TrialPlan) -> None:
    with pytest.raises(UserError) as refused:
        bench_nonresponse(replace(plan, months=(Period.parse("2022-06"), Period.parse("2024-06"))))
    assert [issue.code for issue in refused.value.issues] == ["X017"]


@pytest.mark.shared
def test_real_series_are_a_world_of_their_own(plan: TrialPlan) -> None:
    if not SERIES.is_dir():
        pytest.skip("../shared is not there: the M3 series cannot be read")
    cells = tuple(replace(cell, times=1) for cell in CELLS if cell.name == "random-15")
    found = bench_nonresponse(replace(plan, series=SERIES, sets=("m3",), cells=cells, of_year=(6,)))
    cell = found["sets"]["m3"]["random-15"]
    assert cell["judged"] > 20
    assert cell["errors"]["total"]["ours"] < cell["errors"]["total"]["today"]
    assert found["bars"] == [], "real series are shown, nothing is asked of them"


def test_the_folder_without_series_is_no_fault(tmp_path: Path, plan: TrialPlan) -> None:
    found = bench_nonresponse(replace(plan, sets=("m3",), series=tmp_path))
    assert (found["sets"], found["bars"], found["skipped"]) == ({}, [], ["m3"])
