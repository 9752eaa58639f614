"""Every command: what it says, its exit code, and that no failure is a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers_programme import small_content, write_programme
from helpers_repository import ROOT
from helpers_runs import Terminal, small_programme, write_data
from sigai.cli.console import Exit
from sigai.cli.main import app

COMMANDS = sorted(command.name or command.callback.__name__ for command in app.registered_commands)  # type: ignore[union-attr]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented_and_has_help_in_both_languages(sigai: Terminal, command: str) -> None:
    said = sigai(command, "--help")
    assert said.code == Exit.GOOD
    assert any("一" <= character <= "鿿" for character in said.out)
    assert any(word in said.out for word in ("the ", "a ", "to "))
    assert f"sigai {command}" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "nowhere"),
        ("run", "nowhere", "--data", "x", "--as-of", "2022-09", "--out", "y"),
        ("export", "nowhere", "--targets-jsonl"),
        ("explain", "nowhere", "T"),
        ("rivals", "nowhere"),
        ("demo-data", "nowhere", "--out", "y"),
        ("bench", "nothing"),
        ("export", "nowhere"),
        ("--lang", "fr", "check", "nowhere"),
        ("check", "a" * 300),
        ("check",),
        ("frobnicate",),
        ("check", "nowhere", "--frobnicate"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_misuse_ends_with_words_and_code_2(
    sigai: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], lang: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = sigai(*arguments, lang=lang)
    assert said.code == Exit.MISUSE
    assert said.err.strip()
    assert list(tmp_path.iterdir()) == []


def test_check_is_good_for_sound_content_and_counts_it(sigai: Terminal, tmp_path: Path) -> None:
    said = sigai("check", small_programme(tmp_path / "p"))
    assert said.code == Exit.GOOD
    assert "1 targets" in said.out


def test_check_finds_with_file_and_line(sigai: Terminal, tmp_path: Path) -> None:
    content = small_content()
    content["indicators"][0]["formula"] = "total(power) + 1 tce"
    said = sigai("check", write_programme(tmp_path / "p", content))
    assert said.code == Exit.FINDINGS
    assert "indicators.yaml:" in said.out


def test_export_writes_one_line_per_statement(sigai: Terminal, tmp_path: Path) -> None:
    said = sigai("export", small_programme(tmp_path / "p"), "--targets-jsonl")
    assert said.code == Exit.GOOD
    (row,) = (json.loads(line) for line in said.out.splitlines())
    assert row["value"] == 5


def test_a_run_names_what_it_wrote(sigai: Terminal, tmp_path: Path) -> None:
    programme, data, out = small_programme(tmp_path / "p"), write_data(tmp_path / "d"), tmp_path / "run"
    said = sigai("run", programme, "--data", data, "--as-of", "2022-09", "--out", out)
    assert said.code == Exit.GOOD, said.out + said.err
    assert str(out / "report.html") in said.out
    assert str(out / "bulletin.docx") in said.out
    assert (out / "report.html").is_file()


def test_a_run_on_faulty_data_finishes_with_findings(sigai: Terminal, tmp_path: Path) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d", faulty=True)
    said = sigai("run", programme, "--data", data, "--as-of", "2022-09", "--out", tmp_path / "run")
    assert said.code == Exit.FINDINGS
    assert "outputt" in said.out
    assert (tmp_path / "run" / "report.html").is_file()


@pytest.mark.parametrize(
    ("month", "said_as"), [("2022", "2022"), ("2022-13", "2022-13"), ("soon", "soon"), ("2031-01", "Jan 2031")]
)
def test_a_month_that_cannot_be_is_refused(sigai: Terminal, tmp_path: Path, month: str, said_as: str) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d")
    said = sigai("run", programme, "--data", data, "--as-of", month, "--out", tmp_path / "run")
    assert said.code == Exit.MISUSE
    assert said_as in said.err
    assert not (tmp_path / "run").exists()


def test_a_run_never_overwrites_what_is_not_a_run(sigai: Terminal, tmp_path: Path) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep", encoding="utf-8")
    said = sigai("run", programme, "--data", data, "--as-of", "2022-09", "--out", tmp_path / "mine")
    assert said.code == Exit.MISUSE
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "keep"


def test_a_fault_of_ours_is_told_without_a_traceback(
    sigai: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> int:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("sigai.cli.checking.check_command", fail)
    said = sigai("check", small_programme(tmp_path / "p"))
    assert said.code == Exit.INTERNAL
    assert "secret detail" not in said.out + said.err
    (path,) = (word.rstrip(":") for word in said.err.split() if "sigai-fault-" in word)
    assert "ZeroDivisionError" in Path(path).read_text(encoding="utf-8")
    Path(path).unlink()


def test_explain_leads_from_the_figure_to_file_row_and_place(sigai: Terminal, tmp_path: Path) -> None:
    programme, data, out = small_programme(tmp_path / "p"), write_data(tmp_path / "d"), tmp_path / "run"
    sigai("run", programme, "--data", data, "--as-of", "2022-09", "--out", out)
    said = sigai("explain", out, "T", "--rows", 5)
    assert said.code == Exit.GOOD
    assert "total(output)" in said.out
    assert "values/all.csv" in said.out
    assert "P1" in said.out


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [(("Tt",), "T"), (("T", "--area", "9"), "11"), (("T", "--period", "2029-01"), "Jan 2029")],
)
def test_explain_says_what_there_is_instead(
    sigai: Terminal, tmp_path: Path, arguments: tuple[str, ...], wanted: str
) -> None:
    programme, data, out = small_programme(tmp_path / "p"), write_data(tmp_path / "d"), tmp_path / "run"
    sigai("run", programme, "--data", data, "--as-of", "2022-09", "--out", out)
    said = sigai("explain", out, *arguments)
    assert said.code == Exit.MISUSE
    assert wanted in said.err


def test_rivals_stand_beside_our_status(sigai: Terminal, tmp_path: Path) -> None:
    programme, data, out = small_programme(tmp_path / "p"), write_data(tmp_path / "d"), tmp_path / "run"
    sigai("run", programme, "--data", data, "--as-of", "2022-09", "--out", out)
    everything, one, chinese = sigai("rivals", out), sigai("rivals", out, "T"), sigai("rivals", out, "T", lang="zh")
    assert everything.code == one.code == Exit.GOOD
    for said in (everything, one):
        for method in ("Sigai", "Open SDG", "UN chart", "ESCAP", "PILOTE-2", "demonstration data"):
            assert method in said.out
    assert "联合国进展图" in chinese.out
    assert sigai("rivals", out, "Tt").code == Exit.MISUSE
    assert sigai("rivals", out, "T", "--area", "9").code == Exit.MISUSE


def test_a_missing_data_folder_is_misuse_and_writes_nothing(sigai: Terminal, tmp_path: Path) -> None:
    programme, file = small_programme(tmp_path / "p"), tmp_path / "file.csv"
    file.write_text("x", encoding="utf-8")
    for data in (tmp_path / "nowhere", file):
        said = sigai("run", programme, "--data", data, "--as-of", "2022-09", "--out", tmp_path / "run")
        assert said.code == Exit.MISUSE
        assert str(data) in said.err
        assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_the_system_refuses_is_told_in_words(sigai: Terminal, tmp_path: Path, lang: str) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for out in (tmp_path / "file" / "run", tmp_path / ("long" * 80)):
        said = sigai("run", programme, "--data", data, "--as-of", "2022-09", "--out", out, lang=lang)
        assert said.code == Exit.MISUSE
        assert "X011" in said.err


def test_chinese_findings_name_rows_in_chinese(sigai: Terminal, tmp_path: Path) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d", faulty=True)
    said = sigai("run", programme, "--data", data, "--as-of", "2022-09", "--out", tmp_path / "run", lang="zh")
    assert "values/all.csv 第 2 行" in said.out
    assert " row " not in said.out


def test_explanations_name_the_states_of_records_in_words(sigai: Terminal, tmp_path: Path) -> None:
    content = small_content()
    content["targets"][0]["tracks"][0].update(indicator="title", unit="家", trajectory="linear")
    programme, data, out = write_programme(tmp_path / "p", content), write_data(tmp_path / "d"), tmp_path / "run"
    sigai("run", programme, "--data", data, "--as-of", "2022-09", "--out", out)
    said = sigai("explain", out, "T", lang="zh")
    assert said.code == Exit.GOOD
    assert "R1" in said.out
    state = next(state for state in content["ledgers"][0]["states"] if state["id"] == "recognised")
    assert f"{state['name']['zh']}  2021-05" in said.out
