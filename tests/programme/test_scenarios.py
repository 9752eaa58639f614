"""Scenarios: one fault for each rule about them, and none where they are sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers_programme import load
from helpers_scenarios import begun, instructed, moved, write_scenarios
from helpers_web import web_content
from sigai.base.issues import Issues
from sigai.programme.checks.scenarios import scenarios_make_sense
from sigai.programme.loading import load_programme
from sigai.programme.scenarios import read_scenarios

Change = Callable[[dict[str, Any]], object]


def faults(folder: Path, *scenarios: dict[str, Any]) -> list[str]:
    """The codes of all that is wrong, of form and of sense."""
    programme = load(folder, web_content())
    write_scenarios(folder, *scenarios)
    issues = Issues()
    found = read_scenarios(folder, issues)
    issues.extend(scenarios_make_sense(programme, found))
    return sorted({issue.code for issue in issues})


def in_step(number: int, **values: Any) -> Change:
    return lambda scenario: scenario["steps"][number].update(values)


def in_deed(number: int, **values: Any) -> Change:
    def change(scenario: dict[str, Any]) -> None:
        step = scenario["steps"][number]
        next(step[name] for name in ("create", "step", "attach") if name in step).update(values)

    return change


def left_out(**values: Any) -> Change:
    return lambda scenario: scenario.update(without=[values])


def result(**values: Any) -> Change:
    return lambda scenario: scenario["result"].update(values)


SHEET = {"form": "none", "period": "2021-03", "reporter": "U1"}
FAULTS: dict[str, tuple[str, Change]] = {
    "nothing moves": ("P070", result(before={"value": 2})),
    "nothing is left out": ("P071", lambda scenario: scenario.update(without=[])),
    "without what enters the record": ("P072", left_out(step="plan", gives={"value": 1})),
    "the same without": ("P073", left_out(step="show", gives={"value": 2})),
    "days go back": ("P074", in_step(4, day="2021-05-01")),
    "no result": ("P005", lambda scenario: scenario.pop("result")),
    "no number before": ("P005", lambda scenario: scenario["result"].pop("before")),
    "no mechanism": ("P007", lambda scenario: scenario.update(mechanisms=[])),
    "an indicator and a target": ("P007", result(target="T")),
    "a refusal and a number": ("P007", left_out(step="show", refused="L044", gives={"value": 1})),
    "two deeds in a step": ("P007", in_step(0, attach={"record": "work", "documents": ["许可证"]})),
    "unknown mechanism": ("P011", lambda scenario: scenario.update(mechanisms=["M9"])),
    "unknown indicator": ("P011", result(indicator="none")),
    "unknown area": ("P011", result(area="99")),
    "unknown person": ("P011", in_step(0, by="nobody")),
    "unknown role": ("P011", lambda scenario: scenario["people"]["chief"].update(role="king")),
    "unknown ledger": ("P011", in_deed(0, ledger="none")),
    "unknown step of a ledger": ("P011", in_deed(4, step="none")),
    "unknown field": ("P011", in_deed(4, fields={"none": 1})),
    "unknown document": ("P011", in_deed(2, documents=["照片"])),
    "a record that nobody entered": ("P011", in_deed(4, record="other")),
    "unknown form": (
        "P011",
        lambda scenario: scenario["steps"].append({"id": "a", "by": "chief", "day": "2021-06-01", "approve": SHEET}),
    ),
    "an unknown step left out": ("P011", left_out(step="none", gives={"value": 1})),
    "an unknown document left out": ("P011", left_out(step="show", document="照片", refused="L044")),
    "a field that is not filled in": ("P011", left_out(step="begin", instead={"key": True}, refused="L045")),
    "two steps of a name": ("P010", in_step(1, id="plan")),
}


def other_deed(number: int, **values: Any) -> Change:
    def change(scenario: dict[str, Any]) -> None:
        step = scenario["steps"][number]
        next(each for each in step.values() if isinstance(each, dict)).update(values)

    return change


OTHERS: dict[str, tuple[str, Callable[[], dict[str, Any]], Change]] = {
    "a fact of an entity that is not there": (
        "P011",
        moved,
        lambda one: one["steps"][2]["register_change"]["facts"][0].update(entity="91000000MA00000037"),
    ),
    "an unknown list": (
        "P011",
        moved,
        lambda one: one["steps"][2]["register_change"]["facts"][0].update(fact="list", value="none"),
    ),
    "a change that changes nothing": ("P007", moved, other_deed(2, facts=[])),
    "a change that nobody asked for": ("P011", moved, other_deed(5, change="other")),
    "a change of the register left out": ("P072", moved, left_out(step="move", gives={"value": 1})),
    "an unknown unit": ("P011", instructed, other_deed(7, unit="U9")),
    "an unknown record": ("P011", instructed, other_deed(7, subject="other")),
    "an instruction that nobody gave": ("P011", instructed, other_deed(8, instruction="other")),
    "an instruction left out": ("P072", instructed, left_out(step="word", gives={"value": 1})),
    "an unknown field to correct": ("P011", instructed, other_deed(10, fields={"none": 1})),
}


@pytest.mark.parametrize(("code", "of", "change"), OTHERS.values(), ids=OTHERS)
def test_a_fault_of_other_deeds_is_named(
    code: str, of: Callable[[], dict[str, Any]], change: Change, tmp_path: Path
) -> None:
    scenario = of()
    assert faults(tmp_path / "sound", scenario) == []
    change(scenario)
    assert faults(tmp_path / "faulty", scenario) == [code]


def test_a_sound_scenario_has_no_fault_and_is_no_stranger_in_the_folder(tmp_path: Path) -> None:
    assert faults(tmp_path, begun()) == []
    assert load_programme(tmp_path).issues == ()


@pytest.mark.parametrize(("code", "change"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named(code: str, change: Change, tmp_path: Path) -> None:
    scenario = begun()
    change(scenario)
    assert faults(tmp_path, scenario) == [code]


def test_two_scenarios_of_a_name(tmp_path: Path) -> None:
    assert faults(tmp_path, begun(), begun()) == ["P010"]


def test_a_fault_names_its_file_and_line(tmp_path: Path) -> None:
    scenario = begun()
    scenario["steps"][4]["by"] = "nobody"
    programme = load(tmp_path, web_content())
    issues = Issues()
    (issue,) = scenarios_make_sense(programme, read_scenarios(write_scenarios(tmp_path, scenario), issues))
    lines = (tmp_path / issue.place.file).read_text(encoding="utf-8").splitlines()
    assert "by: nobody" in lines[(issue.place.line or 0) - 1]
