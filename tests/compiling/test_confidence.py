"""Confidence: that of the weakest of name, kind and period, with the reason said; nine in ten of the sure are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_plans import compiled
from sigai.compiling.bench import load_judge
from sigai.compiling.bench_confidence import bench_confidence, fit, read_rows
from sigai.compiling.confidence import ASPECTS, LOW, SURE, confidence, sureness
from sigai.compiling.doubts import doubts

JUDGE = Path(__file__).parents[3] / "shared" / "tools" / "score_targets.py"


def test_without_a_doubt_it_is_sure_of_all_and_each_doubt_makes_less_so() -> None:
    assert all(value >= SURE for value in sureness(()).values())
    assert confidence(()) >= SURE
    for weights in ASPECTS.values():
        assert all(weights.sure([flag]) < weights.sure([]) for flag in weights.costs)
    assert confidence(["progress_verb"]) < LOW
    assert confidence(["milestone", "name_bare", "progress_verb"]) == 0.2


@pytest.mark.parametrize(
    ("name", "unit", "quote", "found"),
    [
        ("城乡污水处理率", "%", "城乡污水处理率达到90%", []),
        ("增加值占比", "%", "增加值占比达到12%", ["name_bare"]),
        ("依托现有资源布局科技小院", "个", "依托现有资源布局科技小院8个", ["name_odd"]),
        ("公交正点率", "%", "首年公交正点率达到90%", ["time_unread"]),
    ],
)
def test_what_looks_doubtful(name: str, unit: str, quote: str, found: list[str]) -> None:
    assert doubts(name, unit, quote) == found


def test_the_reason_of_doubt_stands_in_the_draft_and_on_the_page() -> None:
    text = "甲市方案（2024—2026年）\n一、目标\n壮大冷链物流，增加值占比达到12%。\n"
    result = compiled(text)
    (row,) = result.extraction.targets
    assert row.sure_of["name"] < LOW <= row.sure_of["period"]
    assert row.record()["sure_of"] == row.sure_of
    assert "名称缺限定" in result.draft.texts()["targets.yaml"]


@pytest.mark.shared
def test_nine_in_ten_of_the_sure_are_right_on_layouts_and_wordings_left_out_of_the_fit() -> None:
    found = bench_confidence(load_judge(JUDGE), 60, first=3000)
    for tried in ("in_use", "left_out_layouts", "left_out_wordings"):
        for aspect in ASPECTS:
            assert found[tried][aspect]["0.9"]["right"] >= 0.9, (tried, aspect)


@pytest.mark.shared
def test_the_weights_in_use_are_those_of_a_fit() -> None:
    rows = read_rows(load_judge(JUDGE), 60)
    for aspect, weights in ASPECTS.items():
        fitted = fit(rows, aspect)
        assert fitted.base == pytest.approx(weights.base, abs=1)
