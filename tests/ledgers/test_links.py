"""Links of the records of a folder: by number or name; texts that lead nowhere stay, circles do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from helpers_ledgers import PROJECTS, UNITS
from helpers_values import code, programme, text, unfilled, write_folder
from sigai.demonstration.links import linked
from sigai.demonstration.records import InventedRecord
from sigai.ledgers import LinkIndex, Record, RecordIntake, may_mean, read_records
from sigai.values import read_values

GRANTS: dict[str, Any] = {
    "id": "grants",
    "keys": [{"id": "once", "name": text("只补一次"), "fields": ["project", "pot"], "states": ["asked"]}],
    "name": text("奖补"),
    "counted_in": "项",
    "fields": [
        {"id": "project", "name": text("项目"), "type": "record", "ledgers": ["projects"]},
        {"id": "pot", "name": text("资金"), "type": "text"},
        {"id": "goal", "name": text("目标"), "type": "target"},
        {"id": "after", "name": text("续于"), "type": "record", "ledgers": ["grants", "projects"]},
    ],
    "states": [{"id": "asked", "name": text("申请")}],
}
CONTENT = programme(ledgers=[GRANTS, PROJECTS], units=UNITS)
PROJECT, _, _, AFTER = CONTENT.ledger_by_id["grants"].fields


def read(folder: Path, *grants: str) -> RecordIntake:
    """Grants (`id,project,after,pot,goal`) and two projects, of which both are called 二号."""
    rows = "".join(f"{row.split(',')[0]},asked,2021-03-01,{row.partition(',')[2]}\n" for row in grants)
    write_folder(
        folder,
        {
            "records/grants.csv": f"id,state,state_since,project,after,pot,goal\n{rows}",
            "records/projects.csv": "id,entity,area,state,state_since,name,investment\n"
            f"P1,{code(1)},990100,planned,2021-01-01,一号,1\n"
            f"P2,{code(1)},990100,planned,2021-01-01,二号,1\n"
            f"P3,{code(1)},990100,planned,2021-01-01,二号,1\n",
            "entities.csv": f"id,name,kind,area\n{code(1)},企业1,enterprise,990100\n",
        },
    )
    return read_records(folder, CONTENT, read_values(folder, CONTENT).data)


def fields(intake: RecordIntake) -> dict[str, Any]:
    return {
        row["id"]: json.loads(row["fields"]) for row in intake.data.records.to_pylist() if row["ledger"] == "grants"
    }


def found(intake: RecordIntake) -> list[tuple[str, int | None, str | None]]:
    assert all(unfilled(issue) == [] for issue in intake.issues)
    return [(one.code, one.place.row, one.place.column) for one in intake.issues if one.code.startswith("L05")]


@pytest.mark.parametrize(
    ("word", "kept", "codes"),
    [
        ("P1", "P1", []),
        ("projects/P1", "P1", []),
        ("一号", "P1", []),
        ("二号", "二号", [("L053", 2, "project")]),
        ("P9", "P9", [("L053", 2, "project")]),
    ],
)
def test_a_word_means_the_record_of_that_number_or_the_only_one_of_that_name(
    tmp_path: Path, word: str, kept: str, codes: list[Any]
) -> None:
    intake = read(tmp_path, f"G1,{word},")
    assert fields(intake) == {"G1": {"project": kept}}
    assert found(intake) == codes


def test_records_that_lead_back_to_themselves_are_left_out_with_their_lives(tmp_path: Path) -> None:
    intake = read(tmp_path, "G1,,G2", "G2,,grants/G1", "G3,,G1", "G4,,projects/P1")
    assert fields(intake) == {"G3": {"after": "grants/G1"}, "G4": {"after": "projects/P1"}}
    assert found(intake) == [("L052", 2, "after"), ("L052", 3, "after")]
    assert {row["id"] for row in intake.data.record_states.to_pylist() if row["ledger"] == "grants"} == {"G3", "G4"}


def test_a_link_to_another_entitys_record_is_left_out_where_it_must_be_the_same(tmp_path: Path) -> None:
    project = {**GRANTS["fields"][0], "same": "entity"}
    held = programme(ledgers=[{**GRANTS, "fields": [project, *GRANTS["fields"][1:]]}, PROJECTS], units=UNITS)
    heads = f"id,entity,area,state,state_since,project\nG1,{code(1)},990100,asked,2021-03-01,P1\n"
    write_folder(
        tmp_path,
        {
            "records/grants.csv": f"{heads}G2,{code(2)},990100,asked,2021-03-01,P1\n",
            "records/projects.csv": f"id,entity,area,state,state_since,name,investment\n"
            f"P1,{code(1)},990100,planned,2021-01-01,一号,1\n",
            "entities.csv": "id,name,kind,area\n"
            + "".join(f"{code(one)},企业{one},enterprise,990100\n" for one in (1, 2)),
        },
    )
    intake = read_records(tmp_path, held, read_values(tmp_path, held).data)
    assert fields(intake) == {"G1": {"project": "P1"}}
    issues = [(one.code, one.place.row, one.place.column) for one in intake.issues]
    assert ("L080", 3, "project") in issues


def test_a_number_is_looked_for_in_the_ledger_that_it_names_first() -> None:
    assert next(iter(may_mean(AFTER, "projects/P1"))) == ("projects", "P1")
    assert list(may_mean(AFTER, "P1")) == [("grants", "P1"), ("projects", "P1")]
    index = LinkIndex.of([Record("grants", "P1"), Record("projects", "P1")])
    assert [record.ledger for word in ("P1", "projects/P1") if (record := index.find(AFTER, word))] == [
        "grants",
        "projects",
    ]
    assert index.find(AFTER, "") is None and index.near(PROJECT, "P2") == ""


def invented(pk: str, entity: str) -> InventedRecord:
    return InventedRecord(pk, pk, entity, "990100", (("asked", None),), {})  # type: ignore[arg-type]


def test_invented_links_lead_to_the_same_subject_and_move_nothing_that_is_counted() -> None:
    records = {
        "projects": [invented("P1", code(1)), invented("P2", code(2))],
        "grants": [invented("G1", code(2)), invented("G2", code(3))],
    }
    kept = linked(CONTENT, records, {"grants"}, 1)["grants"]
    assert [(one.entity, one.cells["project"], one.cells["after"]) for one in kept] == [
        (code(2), "P2", "projects/P2"),
        (code(3), None, None),
    ]
    moved = linked(CONTENT, records, set(), 1)["grants"]
    numbers = {"P1": code(1), "P2": code(2)}
    assert all(one.entity == numbers[str(one.cells["after"]).removeprefix("projects/")] for one in moved)


def test_records_with_one_key_are_taken_and_told(tmp_path: Path) -> None:
    intake = read(tmp_path, "G1,P1,,city", "G2,projects/P1,,city", "G3,P1,,region", "G4,,,city", "G5,一号,,city")
    assert len(fields(intake)) == 5
    told = [(one.place.row, one.facts["others"]) for one in intake.issues if one.code == "L055"]
    assert told == [(3, "G1"), (6, "G1, G2")]


def test_a_word_of_old_that_names_no_target_stays_and_is_told(tmp_path: Path) -> None:
    intake = read(tmp_path, "G1,,,,某个目标")
    assert fields(intake) == {"G1": {"goal": "某个目标"}}
    assert found(intake) == [("L053", 2, "goal")]
