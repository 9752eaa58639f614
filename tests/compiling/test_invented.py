"""Invented plans: drawn from a seed, with all that stands in them; the reader finds it, by layout and by wording."""

import re
from pathlib import Path

import pytest

from sigai.compiling.bench_generated import bench_generated
from sigai.compiling.invented import LAYOUTS, invented

SHARED = Path(__file__).parents[3] / "shared"


def test_a_seed_is_one_plan_and_every_layout_takes_its_turn() -> None:
    assert invented(7).clauses == invented(7).clauses
    assert {invented(seed).layout for seed in range(len(LAYOUTS))} == set(LAYOUTS)


@pytest.mark.parametrize("seed", range(10))
def test_what_is_put_in_stands_in_the_document(seed: int) -> None:
    plan = invented(seed)
    if plan.ending == "docx":
        assert plan.content[:2] == b"PK"
        return
    text = "".join(re.sub(r"<[^>]+>", "", plan.content.decode()).split())
    assert plan.clauses
    for clause in plan.clauses:
        assert "".join(clause.text.split()) in text
    for task in plan.tasks:
        assert task.title in text and all(unit in text for unit in (*task.owners, *task.supporting))


@pytest.mark.shared
def test_the_bed_is_measured_by_layout_and_wording() -> None:
    found = bench_generated(SHARED, 10, first=40)
    assert set(found["layouts"]) == set(LAYOUTS)
    assert {"respectively", "past", "flattened row", "row of years"} & set(found["wordings"])
    assert found["all"]["detected"] >= 0.95 and found["all"]["exact"] >= 0.9
    assert found["tasks"]["with_a_task"] >= 0.9 and found["tasks"]["owners_right"] >= 0.95
