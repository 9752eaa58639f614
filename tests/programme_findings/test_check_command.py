"""`sigai check`: what it prints of contradictions and how it ends."""

import json
from pathlib import Path

import pytest

from helpers_findings import decision, said
from helpers_programme import Content, small_content, write_programme
from sigai.cli.main import run_app


def two_numbers() -> Content:
    content = small_content()
    content["targets"][0]["statements"] = [said("S1", "正文"), said("S2", "附件", value=9)]
    content["targets"][0]["tracks"][0]["steps"][0]["statements"] = ["S1", "S2"]
    return content


def test_an_open_contradiction_ends_with_one_and_a_settled_one_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = two_numbers()
    assert run_app(["--lang", "en", "check", str(write_programme(tmp_path / "open", content))]) == 1
    printed = capsys.readouterr().out
    assert "high F101" in printed and "附件 S2" in printed
    content["targets"][0]["decisions"] = [decision("value", "S1", "S2")]
    folder = str(write_programme(tmp_path / "settled", content))
    assert run_app(["--lang", "en", "check", folder]) == 0
    assert "F101" not in capsys.readouterr().out
    assert run_app(["--lang", "en", "check", folder, "--all"]) == 0
    printed = capsys.readouterr().out
    assert "F101" in printed and "as in A" in printed


def test_as_json_faults_and_contradictions_are_one_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = two_numbers()
    content["measures"][0]["unit"] = "万圆"
    assert run_app(["check", str(write_programme(tmp_path, content)), "--format", "json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    contract = {"code", "class", "severity", "settled", "statements", "explanation", "arithmetic"}
    assert all(contract <= row.keys() for row in rows)
    assert all(row["severity"] in ("high", "medium", "low") for row in rows)
    fault = next(row for row in rows if row["code"] == "P012")
    assert fault["class"] == "content" and fault["statements"][0]["document"] == "measures.yaml"
    assert {row["code"] for row in rows if row["class"] == "value"} == {"F101"}
