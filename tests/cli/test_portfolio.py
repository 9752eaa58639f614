"""`sigai portfolio`: the choice in words and as JSON, and every fault of the folder in words."""

import json
from pathlib import Path

import pytest

from helpers_runs import Terminal
from sigai.cli.console import Exit

FOLDER = {
    "candidates": "id,name,area,first_start,excludes\nP1,余热发电,x,2022,\nP2,数字车间,y,2022,P3\nP3,搬迁,y,2022,\n",
    "needs": "candidate,budget,amount\nP1,资金,30\nP2,资金,8\nP3,资金,90\n",
    "effects": "candidate,target,amount,unit\nP1,节能量,2,万tce\nP2,节能量,300,tce\nP3,节能量,1,tce\n",
    "budgets": "budget,year,amount,unit\n资金,2022,40,万元\n",
    "gaps": "target,name,amount,unit,due\n节能量,规上节能量,6,万tce,2023\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for stem, text in FOLDER.items():
        (tmp_path / f"{stem}.csv").write_text(text, encoding="utf-8")
    return tmp_path


SAID = {
    "zh": (
        "候选 3 个，选出 2 个",
        "1  2022  P1 余热发电  缩小差额：规上节能量 2 万tce",
        "P3 搬迁  与已入选的 P2 互斥",
        "怎么选都补不齐",
    ),
    "en": (
        "2 of 3 candidates",
        "closes 规上节能量 2 万tce",
        "excluded by P2, which is in",
        "open whatever is chosen",
    ),
}


@pytest.mark.parametrize("lang", SAID)
def test_the_choice_in_words(sigai: Terminal, folder: Path, lang: str) -> None:
    told = sigai("portfolio", folder, "--steps", lang=lang)
    assert (told.code, told.err) == (Exit.GOOD, "")
    assert [words for words in SAID[lang] if words not in told.out] == []


def test_the_choice_as_json(sigai: Terminal, folder: Path) -> None:
    told = sigai("portfolio", folder, "--json")
    found = json.loads(told.out)  # the solver's own banner would not be JSON
    assert told.code == Exit.GOOD
    assert [each["id"] for each in found["candidates"] if each["chosen"]] == ["P1", "P2"]
    assert found["gap"] <= 0.01
    assert found["budgets"][0]["taken"] == 38
    assert found["gaps"][0]["closed"] == 2.03


def test_faults_of_the_folder_are_told_in_words(sigai: Terminal, folder: Path) -> None:
    (folder / "needs.csv").write_text("candidate,budget,amount\nP1,资金,-30\nP7,资金,8\n", encoding="utf-8")
    told = sigai("portfolio", folder)
    assert (told.code, told.out) == (Exit.MISUSE, "")
    assert "F006" in told.err
    assert "F005" in told.err
