"""A sheet that people fill in: new records without a number, known ones with theirs, columns left out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from helpers_ledgers import PROGRAMME
from helpers_values import code
from sigai.ledgers import FilledSheet, Lookups, read_sheet
from sigai.tables.contracts import ENTITIES

REGISTER = ENTITIES.empty_table().from_pylist([{"id": code(1), "name": "企业1"}], schema=ENTITIES)


def read(folder: Path, *lines: str) -> FilledSheet:
    path = folder / "sheet.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ledger = PROGRAMME.ledger_by_id["projects"]
    return read_sheet(path, "sheet.csv", ledger, Lookups.of(PROGRAMME, REGISTER), ignored=("主体名称",))


def test_new_and_known_rows(tmp_path: Path) -> None:
    filled = read(
        tmp_path,
        "编号,名称,主体,主体名称,状态,进入状态时间,总投资(万元),绿色",
        ",一号,企业1,x,,,12000,是",
        f"P7,二号,{code(1)},x,在建,2021-03-01,,",
    )
    assert [issue.code for issue in filled.issues] == ["L020"]
    assert [(row.row, row.id, row.name, row.entity, row.state, row.fields) for row in filled.rows] == [
        (2, None, "一号", code(1), None, {"investment": 1.2, "green": True}),
    ]
    assert filled.headers["field:investment"] == "总投资(万元)"
    assert filled.faulty


def test_a_column_left_out_is_missed_in_new_rows_only(tmp_path: Path) -> None:
    filled = read(tmp_path, "编号,名称,主体,状态,进入状态时间", f"P7,二号,{code(1)},在建,2021-03-01", ",三号,企业1,,")
    assert [(issue.code, issue.place.row) for issue in filled.issues] == [("L020", 3)]
    row = filled.rows[0]
    assert (row.id, row.state, row.state_since, row.fields) == ("P7", "building", dt.date(2021, 3, 1), {})
    assert "field:investment" not in filled.headers


@pytest.mark.parametrize("header", ["序号", "行号", "顺序号", " 序 号 "])
def test_the_running_number_of_a_row_is_no_id(tmp_path: Path, header: str) -> None:
    """A clerk's rows 1 and 2 are new records, and a known one keeps its number whatever row it stands in."""
    filled = read(tmp_path, f"{header},名称,主体,总投资", "1,一号,企业1,1", "2,二号,企业1,2")
    assert filled.issues == ()
    assert [(row.id, row.name) for row in filled.rows] == [(None, "一号"), (None, "二号")]
    both = read(tmp_path, f"{header},编号,名称,主体,总投资", "1,P7,一号,企业1,1", "2,,二号,企业1,2")
    assert both.issues == ()
    assert [row.id for row in both.rows] == ["P7", None]


def test_one_number_twice_and_a_wrong_state(tmp_path: Path) -> None:
    filled = read(tmp_path, "编号,主体,状态,总投资", "P1,企业1,在建,1", "P1,企业1,在建,1", "P2,企业1,睡着,1")
    assert [(issue.code, issue.place.row) for issue in filled.issues] == [("L011", 3), ("L015", 4)]
    assert [row.id for row in filled.rows] == ["P1"]
