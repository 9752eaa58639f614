"""`sigai compile` from the outside: what it writes and prints, and how it ends."""

import json
from pathlib import Path

import pytest

from helpers_plans import PLAN
from sigai.cli.main import run_app


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_draft_with_its_review_page(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["compile", str(plan), "--out", str(tmp_path / "draft")]) == 0
    assert (tmp_path / "draft" / "programme.yaml").is_file()
    assert (tmp_path / "draft" / "review.html").is_file()
    assert "F101" in capsys.readouterr().out
    assert run_app(["check", str(tmp_path / "draft")]) == 1, "its contradictions are open"
    assert run_app(["check", str(tmp_path / "draft"), "--format", "json"]) == 1


def test_one_object(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["compile", str(plan), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["document"]["id"] == "plan"


def test_against_the_programme_it_was_drafted_from(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "draft"
    assert run_app(["compile", str(plan), "--out", str(folder), "--review", str(tmp_path / "page.html")]) == 0
    assert (tmp_path / "page.html").is_file() and not (folder / "review.html").exists()
    assert run_app(["compile", str(plan), "--against", str(folder)]) == 0
    plan.write_text(PLAN.replace("强度达到2%", "强度达到3%"), encoding="utf-8")
    capsys.readouterr()
    assert run_app(["compile", str(plan), "--against", str(folder), "--json"]) == 1
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert change["change"] == "raised"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", None], ids=["empty", "no text", "missing"])
def test_what_cannot_be_read_is_said_and_nothing_is_written(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "plan.docx"
    if content is not None:
        path.write_bytes(content)
    assert run_app(["compile", str(path), "--out", str(tmp_path / "draft")]) == 2
    assert not (tmp_path / "draft").exists()


def test_a_folder_in_use_is_refused_before_any_work(plan: Path, tmp_path: Path) -> None:
    assert run_app(["compile", str(plan), "--out", str(tmp_path)]) == 2
