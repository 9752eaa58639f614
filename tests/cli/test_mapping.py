"""`sigai mapping`: a file of any layout is explained once in YAML and read by it; what has to be said first is told."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import yaml

from helpers_runs import Terminal, credit_code, small_programme, write_data
from sigai.cli.console import Exit

LONG = f"导出时间 2022-10-08\n单位代码,项目,数量\n{credit_code(1)},产值,12.5\n{credit_code(2)},用电量,3万kWh\n"
WRITTEN = [
    {"entity": credit_code(1), "measure": "output", "period": "2022-09", "value": "12.5"},
    {"entity": credit_code(2), "measure": "power", "period": "2022-09", "value": "3万kWh"},
]


class Folder:
    """A programme, its data and an exported file, with the options that name them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self.export = folder / "export.csv"
        self.mapping = folder / "mapping.yaml"
        self.named = ("--programme", small_programme(folder / "p"), "--data", write_data(folder / "d"))
        self.with_mapping = (*self.named, "--mapping", self.mapping)

    def writes(self, text: str) -> Path:
        self.export.write_text(text, encoding="utf-8")
        return self.export


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    made.writes(LONG)
    return made


def rows(text: str) -> list[dict[str, str]]:
    names = ("entity", "measure", "period", "value")
    return [{name: row[name] for name in names} for row in csv.DictReader(io.StringIO(text))]


def test_a_file_is_explained_once_and_read_by_it(sigai: Terminal, folder: Folder) -> None:
    proposed = sigai("mapping", "propose", folder.export, *folder.named, "--out", folder.mapping)
    assert (proposed.code, proposed.out) == (Exit.GOOD, "")
    assert str(folder.mapping) in proposed.err.replace("\n", "")
    read = sigai("mapping", "apply", folder.export, *folder.with_mapping, "--period", "2022-09")
    assert read.code == Exit.GOOD, read.err
    assert rows(read.out) == WRITTEN


def test_what_is_written_to_a_file_is_what_is_printed(sigai: Terminal, folder: Folder) -> None:
    printed = sigai("mapping", "propose", folder.export, *folder.named, "--name", "导出")
    sigai("mapping", "propose", folder.export, *folder.named, "--name", "导出", "--out", folder.mapping)
    assert folder.mapping.read_text(encoding="utf-8") == printed.out
    target, arguments = folder.path / "figures.csv", ("--period", "2022-09")
    read = sigai("mapping", "apply", folder.export, *folder.with_mapping, *arguments)
    assert sigai("mapping", "apply", folder.export, *folder.with_mapping, *arguments, "--out", target).code == Exit.GOOD
    assert target.read_text(encoding="utf-8") == read.out


def test_a_column_that_is_only_near_is_asked_and_nothing_is_written_until_it_is_said(
    sigai: Terminal, folder: Folder
) -> None:
    folder.writes(f"单位代码,产值,用电\n{credit_code(1)},3,4\n")
    proposed = sigai("mapping", "propose", folder.export, *folder.named, "--out", folder.mapping)
    assert (proposed.code, "V112" in proposed.err + proposed.out) == (Exit.FINDINGS, True)
    arguments = ("mapping", "apply", folder.export, *folder.with_mapping, "--period", "2022-09")
    refused = sigai(*arguments)
    assert refused.code != Exit.GOOD
    assert credit_code(1) not in refused.out
    said = yaml.safe_load(folder.mapping.read_text(encoding="utf-8"))
    (asked,) = (column for column in said["columns"] if column["means"] == "asked")
    asked |= {"means": "figure", "measure": "power"}
    asked.pop("guess", None)
    folder.mapping.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    assert [row["value"] for row in rows(sigai(*arguments).out)] == ["3", "4"]


def test_without_a_period_it_is_asked_for(sigai: Terminal, folder: Folder) -> None:
    sigai("mapping", "propose", folder.export, *folder.named, "--out", folder.mapping)
    refused = sigai("mapping", "apply", folder.export, *folder.with_mapping)
    assert (refused.code, refused.out) == (Exit.FINDINGS, "")
    assert "nothing was written" in refused.err


def test_last_month_s_file_is_not_taken_for_this_month_s(sigai: Terminal, folder: Folder) -> None:
    titled = LONG.replace("导出时间 2022-10-08", "2022年9月报表")
    sigai("mapping", "propose", folder.writes(titled), *folder.named, "--out", folder.mapping)
    assert "period: title" in folder.mapping.read_text(encoding="utf-8")
    read = sigai("mapping", "apply", folder.export, *folder.with_mapping, "--period", "2022-10")
    assert (read.code, read.out, "V130" in read.err) == (Exit.FINDINGS, "", True)
    assert rows(sigai("mapping", "apply", folder.export, *folder.with_mapping).out) == WRITTEN


def test_a_row_that_cannot_be_read_is_told_and_loses_none_of_the_others(sigai: Terminal, folder: Folder) -> None:
    sigai("mapping", "propose", folder.export, *folder.named, "--out", folder.mapping)
    folder.writes(LONG + f"{credit_code(1)},用电量,#REF!\n")
    read = sigai("mapping", "apply", folder.export, *folder.with_mapping, "--period", "2022-09")
    assert read.code == Exit.FINDINGS
    assert rows(read.out) == WRITTEN
    assert "export.csv" in read.err + read.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("propose", "export.csv", "--form", "nothing"), "X019"),
        (("apply", "export.csv", "--mapping", "mapping.yaml", "--period", "soon"), "X020"),
        (("propose", "nowhere.csv"), ""),
        (("apply", "export.csv", "--mapping", "nowhere.yaml"), ""),
        (("apply", "export.csv", "--mapping", "export.csv"), ""),
        (("propose", "p/programme.yaml"), ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_misuse_is_told_in_words(
    sigai: Terminal, folder: Folder, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: str, lang: str
) -> None:
    monkeypatch.chdir(folder.path)
    sigai("mapping", "propose", "export.csv", *folder.named, "--out", folder.mapping)
    said = sigai("mapping", *arguments, *folder.named, lang=lang)
    assert said.code != Exit.GOOD
    assert (said.err + said.out).strip()
    assert code in said.err + said.out
