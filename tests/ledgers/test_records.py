"""Reading records: fields, states, lives, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_ledgers import HEADER, codes, read_projects
from helpers_values import code, unfilled
from sigai.tables.contracts import RECORD_STATES, RECORDS

JUNE = 2021 * 12 + 5


def test_a_record_is_taken_in(tmp_path: Path) -> None:
    intake = read_projects(tmp_path, "P1,E1,990100,building,2021-06-10,一号,1.2")
    assert intake.issues == ()
    (record,) = intake.data.records.to_pylist()
    assert intake.data.records.schema == RECORDS
    assert (record["ledger"], record["id"], record["name"], record["entity"]) == ("projects", "P1", "一号", code(1))
    assert record["state_since"] == dt.date(2021, 6, 10)
    assert json.loads(record["fields"]) == {"investment": 1.2}
    assert (record["file"], record["row"]) == ("records/projects.csv", 2)
    assert intake.data.ledgers == {"projects"}
    assert intake.data.record_states.to_pylist() == [
        {"ledger": "projects", "id": "P1", "state": "building", "since": JUNE, "until": None}
    ]


def test_rows_that_are_only_numbered_have_no_id(tmp_path: Path) -> None:
    """Two files that both begin with 1 would otherwise take each other's records."""
    header = "序号,主体,地区,状态,状态时间,名称,总投资"
    intake = read_projects(tmp_path, "1,E1,990100,在建,2021-06,一号,1", header=header)
    assert codes(intake) == ["T118", "L018"]
    assert unfilled(intake.issues[1]) == []
    assert intake.data.records.num_rows == 0
    rows = ("1,P1,E1,990100,在建,2021-06,一号,1", "2,P2,E2,990100,在建,2021-06,二号,1")
    both = read_projects(tmp_path, *rows, header="序号,编号,主体,地区,状态,状态时间,名称,总投资")
    assert both.issues == ()
    assert both.data.records["id"].to_pylist() == ["P1", "P2"]


def test_a_history_goes_by_ids_not_by_rows(tmp_path: Path) -> None:
    present = "P1,E1,990100,done,2022-03-01,x,1"
    numbered = read_projects(tmp_path, present, history="序号,状态,开始时间\n1,储备,2021-01\n")
    assert codes(numbered) == ["T118", "L018"]
    both = read_projects(tmp_path, present, history="序号,编号,状态,开始时间\n9,P1,在建,2021-01\n")
    assert both.issues == ()
    assert [row["state"] for row in both.data.record_states.to_pylist()] == ["building", "done"]


def test_fields_of_every_type_by_their_chinese_names(tmp_path: Path) -> None:
    header = "编号,主体,地区,状态,状态时间,名称,总投资（万元）,类别,计划完工,绿色,说明,季度,地点,合作方,责任单位"
    row = 'P1,企业1,甲县,在建,2021年6月,一号,12000,技改,2022/1/1,是,"说 ""好""",2021年二季度,甲园,企业2,市工信局'
    intake = read_projects(tmp_path, row, header=header)
    assert intake.issues == ()
    assert json.loads(intake.data.records.to_pylist()[0]["fields"]) == {
        "investment": 1.2,
        "kind": "renovation",
        "due": "2022-01-01",
        "green": True,
        "note": '说 "好"',
        "quarter": "2021Q2",
        "place": "990101",
        "partner": code(2),
        "keeper": "U01",
    }


@pytest.mark.parametrize(
    ("above", "below", "investment"),
    [
        ("项目表,,,,,,单位：万元\n", "", 1.2),
        ("项目表（万元）\n", "", 1.2),
        ("", ",,,,,,万元\n", 1.2),
        ("填报单位：某局\n", "", None),
        ("单位：吨\n", "", None),
    ],
)
def test_units_around_the_header(tmp_path: Path, above: str, below: str, investment: float | None) -> None:
    """12000 万元 are 1.2 亿元; 12000 亿元 are more than there may be."""
    header = f"{above}编号,主体,地区,状态,状态时间,名称,总投资\n{below}".rstrip("\n")
    intake = read_projects(tmp_path, "P1,E1,990100,在建,2021-06,一号,12000", header=header)
    found = [json.loads(record["fields"])["investment"] for record in intake.data.records.to_pylist()]
    assert found == ([] if investment is None else [investment])


@pytest.mark.parametrize(
    ("row", "wanted", "kept"),
    [
        (",E1,990100,planned,2021-06,x,1", "L010", 0),
        ("P1,,990100,planned,2021-06,x,1", "L012", 1),
        ("P1,某企业,990100,planned,2021-06,x,1", "L013", 0),
        ("P1,E1,某县,planned,2021-06,x,1", "L014", 0),
        ("P1,E1,990100,started,2021-06,x,1", "L015", 0),
        ("P1,E1,990100,,2021-06,x,1", "L016", 0),
        ("P1,E1,990100,planned,去年,x,1", "L017", 0),
        ("P1,E1,990100,planned,,x,1", "L017", 0),
        ("P1,E1,990100,planned,2021-06,x,", "L020", 0),
        ("P1,E1,990100,planned,2021-06,x,很多", "L021", 0),
        ("P1,E1,990100,planned,2021-06,x,3吨", "L022", 0),
        ("P1,E1,990100,planned,2021-06,x,-1", "L023", 0),
        ("P1,E1,990100,planned,2021-06,x,901", "L023", 0),
        ("P1,E1,990100,planned,2021-06,x,1.23456", "L024", 1),
    ],
)
def test_faults(tmp_path: Path, row: str, wanted: str, kept: int) -> None:
    intake = read_projects(tmp_path, row, "P9,E2,990100,planned,2021-06,y,2")
    (issue,) = intake.issues
    assert (issue.code, issue.place.row) == (wanted, 2)
    assert unfilled(issue) == []
    assert intake.data.records.num_rows == kept + 1


@pytest.mark.parametrize(
    ("field", "cell"), [("kind", "其他"), ("due", "某日"), ("green", "也许"), ("quarter", "x"), ("keeper", "某局")]
)
def test_a_field_that_cannot_be_read_says_what_it_should_hold(tmp_path: Path, field: str, cell: str) -> None:
    intake = read_projects(tmp_path, f"P1,E1,990100,planned,2021-06,x,1,{cell}", header=f"{HEADER},{field}")
    (issue,) = intake.issues
    assert (issue.code, issue.place.column) == ("L025", field)
    assert issue.advice("zh")


def test_all_faults_of_one_row_are_told_at_once(tmp_path: Path) -> None:
    intake = read_projects(tmp_path, ",某企业,某县,某状态,某日,x,很多")
    assert sorted(codes(intake)) == ["L010", "L013", "L014", "L015", "L017", "L021"]


def test_a_record_without_an_id_is_told_above_others_and_below(tmp_path: Path) -> None:
    """Right under the header, too: it is no further row of the header, whatever words it is of."""
    good, lost = "P1,E1,,planned,2021-06,x,1", ",某企业,某县,某状态,某日,x,很多"
    for rows in ((lost, good), (good, lost)):
        intake = read_projects(tmp_path, *rows)
        assert sorted(codes(intake)) == ["L010", "L013", "L014", "L015", "L017", "L021"]
        assert intake.counts.rows == 2
        assert intake.data.records.column("id").to_pylist() == ["P1"]


def test_one_id_twice_keeps_the_first(tmp_path: Path) -> None:
    intake = read_projects(tmp_path, "P1,E1,,planned,2021-06,x,1", "P1,E2,,planned,2021-06,y,1")
    assert codes(intake) == ["L011"]
    assert intake.data.records.column("name").to_pylist() == ["x"]


def test_a_required_field_without_a_column_refuses_every_row(tmp_path: Path) -> None:
    intake = read_projects(tmp_path, "P1,E1,planned,2021-06", header="id,entity,state,state_since")
    assert codes(intake) == ["L020"]
    assert intake.data.records.num_rows == 0
    assert intake.data.ledgers == {"projects"}


def test_a_file_of_no_ledger_is_named_with_the_nearest(tmp_path: Path) -> None:
    intake = read_projects(tmp_path, files={"records/project.csv": "id,state,state_since\n"})
    assert codes(intake) == ["L001"]
    assert "projects" in intake.issues[0].advice("en")


def test_no_records_at_all_supply_no_ledger(tmp_path: Path) -> None:
    intake = read_projects(tmp_path)
    assert intake.data.ledgers == {"projects"}
    (tmp_path / "records" / "projects.csv").unlink()


def test_history_and_present_make_a_life(tmp_path: Path) -> None:
    history = "id,state,since,until\nP1,储备,2021-01-05,2021-06-10\nP1,building,2021-06-10,\n"
    intake = read_projects(tmp_path, "P1,E1,990100,done,2022-03-01,x,1", history=history)
    assert intake.issues == ()
    lives = [(row["state"], row["since"], row["until"]) for row in intake.data.record_states.to_pylist()]
    assert lives == [
        ("planned", 2021 * 12, JUNE),
        ("building", JUNE, 2022 * 12 + 2),
        ("done", 2022 * 12 + 2, None),
    ]
    assert intake.data.record_states.schema == RECORD_STATES


def test_a_history_may_repeat_the_present(tmp_path: Path) -> None:
    history = "id,state,since\nP1,planned,2021-06\n"
    intake = read_projects(tmp_path, "P1,E1,990100,planned,2021-06,x,1", history=history)
    assert intake.data.record_states.num_rows == 1


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ("P2,planned,2021-01,", "L030"),
        ("P1,planned,2021-03,2021-02", "L031"),
        ("P1,planned,2021-01,", "L032"),
        ("P1,building,2022-01,", "L033"),
        ("P1,somewhere,2021-01,", "L015"),
        ("P1,planned,某日,", "L017"),
        ("P1,planned,2021-01,某日", "L017"),
    ],
)
def test_faults_of_a_history(tmp_path: Path, row: str, wanted: str) -> None:
    history = f"id,state,since,until\n{row}\n"
    intake = read_projects(tmp_path, "P1,E1,990100,done,2021-06,x,1", history=history)
    assert wanted in codes(intake)
    assert intake.data.records.num_rows == 1


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.text(max_size=12), min_size=7, max_size=7))
def test_any_text_in_any_cell_is_an_issue_at_most(tmp_path: Path, cells: list[str]) -> None:
    quoted = ",".join('"' + cell.replace('"', '""').encode("utf-8", "replace").decode() + '"' for cell in cells)
    intake = read_projects(tmp_path, quoted, "P9,E2,990100,planned,2021-06,y,2")
    # A row of one sign of money, as "£", speaks for the whole table: the next row is asked about, never taken as 亿元.
    assert "P9" in intake.data.records.column("id").to_pylist() or "L022" in codes(intake)
