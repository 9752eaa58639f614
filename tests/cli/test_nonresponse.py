"""`sigai bench nonresponse`: what is asked for reaches the bench, and what came out can be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers_runs import Terminal
from sigai.cli.console import Exit
from sigai.pipeline import nonresponse
from sigai.pipeline.nonresponse import CELLS, RIVALS, SETS, TrialPlan
from sigai.pipeline.nonresponse.bars import bars_of
from sigai.pipeline.nonresponse.rivals import UNDISTURBED
from sigai.pipeline.nonresponse.tally import Tally, summary


def outcome() -> dict[str, Any]:
    tally = Tally()
    tally.counts.update({"judged": 1000, "wrong": 30, "held": 100, "intervals": 500, "inside": 400})
    for way in ("ours", *RIVALS):
        tally.error(way, "total", -0.0123)
    tally.error(UNDISTURBED, "total", 0.006)
    sets = {"rough": {"random-15": summary(tally, RIVALS, known=(UNDISTURBED,))}}
    return {
        "name": "nonresponse",
        "seeds": [1],
        "skipped": ["m3"],
        "sets": sets,
        "bars": [bar.as_dict() for bar in bars_of(sets)],
    }


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[TrialPlan]:
    """The plans that reached the bench."""
    plans: list[TrialPlan] = []

    def bench(plan: TrialPlan, told: Callable[[str], None]) -> dict[str, Any]:
        plans.append(plan)
        return outcome()

    monkeypatch.setattr(nonresponse, "bench_nonresponse", bench)
    return plans


def test_what_is_asked_for_reaches_the_bench(sigai: Terminal, asked: list[TrialPlan]) -> None:
    said = sigai(
        *("bench", "nonresponse", "--seeds", "1-3,7", "--set", "m3,rough", "--cells", "county,random-5"),
        *("--months", "2022-02, 2022-06", "--programme", "here", "--series", "there", "--processes", "2"),
    )
    assert said.code == Exit.GOOD
    (plan,) = asked
    assert (plan.programme, plan.series, plan.processes) == (Path("here"), Path("there"), 2)
    assert plan.seeds == (1, 2, 3, 7)
    assert plan.sets == ("rough", "m3")
    assert [cell.name for cell in plan.cells] == ["random-5", "county"]
    assert [str(month) for month in plan.months] == ["2022-02", "2022-06"]


def test_without_options_everything_is_tried_and_quick_is_less(sigai: Terminal, asked: list[TrialPlan]) -> None:
    sigai("bench", "nonresponse")
    sigai("bench", "nonresponse", "--quick")
    whole, quick = asked
    assert (whole.sets, whole.cells, whole.months) == (SETS, CELLS, ())
    assert len(quick.seeds) < len(whole.seeds) and len(quick.cells) < len(whole.cells)


def test_json_is_one_line_with_everything(sigai: Terminal, asked: list[TrialPlan]) -> None:
    said = sigai("bench", "nonresponse", "--json")
    assert json.loads(said.out) == json.loads(json.dumps(outcome()))
    assert len(said.out.splitlines()) == 1


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ("判错", "搁置", "未达到", "跳过 m3")), ("en", ("wrong", "held", "not met", "m3 is skipped"))],
)
def test_tables_say_what_was_reached_and_whether_it_is_enough(
    sigai: Terminal, asked: list[TrialPlan], lang: str, words: tuple[str, ...]
) -> None:
    said = sigai("bench", "nonresponse", lang=lang)
    assert said.code == Exit.GOOD
    for word in (*words, "1,000", "3.0 [2.1–4.3]", "80.0 [76.3–83.3]", "-1.23"):
        assert word in said.out


@pytest.mark.parametrize(
    ("option", "given", "code"),
    [
        ("--set", "smooth,smoother", "X015"),
        ("--set", ",", "X015"),
        ("--seeds", " , ", "X016"),
        ("--cells", "random-16", "X015"),
        ("--seeds", "one", "X016"),
        ("--seeds", "5-1", "X016"),
        ("--seeds", "-3", "X016"),
        ("--seeds", "1-99999999", "X016"),
        ("--months", "2022Q1", "X003"),
        ("--months", "soon", "X003"),
    ],
)
def test_what_is_not_known_is_refused_in_words(
    sigai: Terminal, asked: list[TrialPlan], option: str, given: str, code: str
) -> None:
    said = sigai("bench", "nonresponse", f"{option}={given}")
    assert said.code == Exit.MISUSE
    assert code in said.err
    assert not asked


def test_a_programme_that_is_not_there_is_misuse(sigai: Terminal, tmp_path: Path) -> None:
    assert sigai("bench", "nonresponse", "--programme", tmp_path / "nowhere").code == Exit.MISUSE
