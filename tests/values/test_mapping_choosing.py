"""Several mappings that are for one file: whether they say the same of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from helpers_mapping import Rows, written
from helpers_values import PROGRAMME, code, write_folder
from sigai.values import Intake, read_values
from sigai.values.mapping import MappedColumn, MappedWords, Mapping, mapping_yaml

ROWS: Rows = [["2022年8月", "", "", ""], ["单位详名", "产值", "利润", "审核"], ["企业1", 8, 2, "作废"]]
ENTITY = MappedColumn(head=("单位详名",), means="entity")
OUTPUT = MappedColumn(head=("产值",), means="figure", measure="output", unit="万元")
PROFIT = MappedColumn(head=("利润",), means="figure", measure="profit", unit="万元")
COLUMNS = (ENTITY, OUTPUT, PROFIT)
ONE = Mapping(name="一", period="title", columns=COLUMNS)
BOTH = {(code(1), "output"): 8, (code(1), "profit"): 2}


def with_(column: MappedColumn, **said: Any) -> tuple[MappedColumn, ...]:
    """The columns, one of them said otherwise."""
    return tuple(each.model_copy(update=said) if each == column else each for each in COLUMNS)


def left(column: MappedColumn) -> MappedColumn:
    """A column that is not read."""
    return MappedColumn(head=column.head, means="ignored")


def read(folder: Path, *mappings: Mapping) -> Intake:
    (folder / "values").mkdir()
    written(folder / "values" / "a.csv", ROWS)
    files = {f"mappings/{number}.yaml": mapping_yaml(each) for number, each in enumerate(mappings)}
    return read_values(write_folder(folder, files), PROGRAMME)


def taken(intake: Intake) -> dict[tuple[str, str], int]:
    return {(row["entity"], row["measure"]): int(row["value"]) for row in intake.data.values.to_pylist()}


@pytest.mark.parametrize("names", [("甲", "乙"), ("乙", "甲")])
@pytest.mark.parametrize(
    "other",
    [
        {"columns": with_(OUTPUT, unit="亿元")},
        {"columns": with_(OUTPUT, unit=""), "unit": "千元"},
        {"columns": (*with_(OUTPUT, measure="profit")[:2], left(PROFIT))},
        {"columns": (ENTITY, left(OUTPUT), PROFIT.model_copy(update={"measure": "output"}))},
        {"columns": with_(PROFIT, period="2021-08")},
        {"columns": (*COLUMNS, MappedColumn(head=("审核",), means="state"))},
        {"period": "2021-08"},
        {"entity": code(2)},
        {"words": MappedWords(entity={"企业1": code(2)})},
    ],
)
def test_two_that_say_different_things_are_asked_about(
    tmp_path: Path, names: tuple[str, str], other: dict[str, Any]
) -> None:
    one = ONE.model_copy(update={"name": names[0], "words": MappedWords(entity={"企业1": code(1)})})
    two = ONE.model_copy(update={**other, "name": names[1]})
    intake = read(tmp_path, one, two)
    asked = {issue.code for issue in intake.issues} & {"V138", "V130"}
    assert asked
    assert not taken(intake) or asked == {"V130"}


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"columns": with_(OUTPUT, unit="10000元")},
        {"columns": with_(OUTPUT, unit="")},
        {"columns": (ENTITY, OUTPUT, left(PROFIT))},
        {"period": "given", "columns": (ENTITY, OUTPUT, left(PROFIT))},
        {"columns": (*COLUMNS, MappedColumn(head=("审核",), means="note"))},
        {"columns": (*COLUMNS, MappedColumn(head=("不在",), means="figure", measure="waste_made"))},
    ],
)
def test_those_that_say_the_same_of_it_are_not(tmp_path: Path, other: dict[str, Any]) -> None:
    intake = read(tmp_path, ONE, ONE.model_copy(update={**other, "name": "二"}))
    assert taken(intake) == BOTH
    assert "V138" not in {issue.code for issue in intake.issues}


def test_of_three_any_that_says_otherwise_is_asked_about(tmp_path: Path) -> None:
    third = ONE.model_copy(update={"name": "三", "columns": with_(PROFIT, unit="元")})
    intake = read(tmp_path, ONE, ONE.model_copy(update={"name": "二"}), third)
    assert not taken(intake)
    assert "V138" in {issue.code for issue in intake.issues}
