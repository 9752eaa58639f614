"""`sigai mechanisms` and the levels of `sigai check`: by scenarios that hold, told plainly where none can be tried."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from helpers_programme import write_programme
from helpers_scenarios import begun, write_scenarios
from helpers_web import web_content
from sigai.cli import mechanisms
from sigai.cli.main import run_app


def brought_by(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """Let these modules be what tries scenarios."""
    found: Iterable[EntryPoint] = [EntryPoint("web", module, mechanisms.TRIERS) for module in modules]
    monkeypatch.setattr(mechanisms, "entry_points", lambda group: found)


def told(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, object]], str]:
    code = run_app(["--lang", "en", "mechanisms", str(folder), "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out), said.err


def test_without_scenarios_levels_are_what_content_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows, _ = told(write_programme(tmp_path, web_content()), capsys)
    assert code == 0
    assert rows == [
        {"id": "M1", "name": "工程库", "level": 2, "scenario": None, "missing": "月进度"},
        {"id": "M2", "name": "评价", "level": 0, "scenario": None, "missing": ""},
    ]


@pytest.mark.slow
def test_a_scenario_that_holds_makes_level_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failing = {**begun(), "id": "failing", "mechanisms": ["M2"]}
    failing["result"] = {**failing["result"], "after": {"value": 3}}
    code, rows, said = told(write_scenarios(write_programme(tmp_path, web_content()), begun(), failing), capsys)
    assert [(row["id"], row["level"], row["scenario"]) for row in rows] == [("M1", 3, "begun"), ("M2", 0, None)]
    assert code == 1
    assert "X022" in said and "failing" in said


def test_where_the_web_is_not_installed_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_by(monkeypatch)
    code, rows, said = told(write_scenarios(write_programme(tmp_path, web_content()), begun()), capsys)
    assert code == 1
    assert rows[0]["level"] == 2
    assert "X021" in said and "the web is not installed" in said


def test_where_the_web_cannot_run_its_last_word_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_by(monkeypatch, "no_such_module")
    code, _, said = told(write_scenarios(write_programme(tmp_path, web_content()), begun()), capsys)
    assert code == 1
    assert "X021" in said and "no_such_module" in said


def test_a_faulty_scenario_is_a_fault_of_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_scenarios(write_programme(tmp_path, web_content()), {**begun(), "without": []})
    assert run_app(["mechanisms", str(folder), "--json"]) == 2
    assert "P071" in capsys.readouterr().err
    assert run_app(["check", str(folder), "--format", "json"]) == 1
    assert "P071" in {row.get("code") for row in json.loads(capsys.readouterr().out)}
