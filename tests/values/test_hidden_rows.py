"""A row that the sheet does not show is told and not taken, whatever the sheet holds; the rows beside it are taken."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from helpers_ledgers import PROGRAMME as WITH_LEDGER
from helpers_values import PROGRAMME, code, write_folder
from sigai.base.issues import Issue
from sigai.ledgers import Lookups, read_records, read_sheet
from sigai.tables.contracts import ENTITIES
from sigai.values import read_values

HIDDEN = 3


def workbook(*rows: tuple[str, ...]) -> bytes:
    """A workbook whose third row is hidden, as by a filter."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.row_dimensions[HIDDEN].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def told(issues: list[Issue] | tuple[Issue, ...]) -> list[int | None]:
    return [issue.place.row for issue in issues if issue.code == "T132"]


def test_of_a_register(tmp_path: Path) -> None:
    rows = [(code(number), f"企业{number}", "990100", "C26") for number in (1, 2, 3)]
    folder = write_folder(tmp_path, {"entities.xlsx": workbook(("id", "name", "area", "industry"), *rows)})
    (folder / "entities.csv").unlink()
    found = read_values(folder, PROGRAMME)
    assert found.data.entities.column("id").to_pylist() == [code(1), code(3)]
    assert told(found.issues) == [HIDDEN]


def test_of_dated_facts(tmp_path: Path) -> None:
    rows = [(code(number), "tag", "甲类", "2021-01") for number in (1, 2, 3)]
    folder = write_folder(tmp_path, {"facts.xlsx": workbook(("entity", "fact", "value", "since"), *rows)})
    found = read_values(folder, PROGRAMME)
    assert set(found.data.facts.column("entity").to_pylist()) == {code(1), code(3)}
    assert told(found.issues) == [HIDDEN]


def test_of_closed_months(tmp_path: Path) -> None:
    rows = [(f"2022-0{number}", f"2022-0{number + 1}-12") for number in (1, 2, 3)]
    folder = write_folder(tmp_path, {"closed.xlsx": workbook(("month", "closed_at"), *rows)})
    found = read_values(folder, PROGRAMME)
    assert found.data.closed is not None
    assert len(found.data.closed) == 2
    assert told(found.issues) == [HIDDEN]


PROJECTS = [(f"P{number}", code(number), "990100", "planned", "2021-03-01", "1") for number in (1, 2, 3)]
HEADS = ("id", "entity", "area", "state", "state_since", "investment")


def test_of_records(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"records/projects.xlsx": workbook(HEADS, *PROJECTS)})
    found = read_records(folder, WITH_LEDGER, read_values(folder, WITH_LEDGER).data)
    assert told(found.issues) == [HIDDEN]
    assert found.data.records.column("id").to_pylist() == ["P1", "P3"]


def test_of_a_sheet_of_records(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(workbook(HEADS, *PROJECTS))
    register = ENTITIES.empty_table().from_pylist(
        [{"id": code(n), "name": f"企业{n}"} for n in (1, 2, 3)], schema=ENTITIES
    )
    found = read_sheet(path, path.name, WITH_LEDGER.ledger_by_id["projects"], Lookups.of(WITH_LEDGER, register))
    assert told(found.issues) == [HIDDEN]
    assert [row.id for row in found.rows] == ["P1", "P3"]
    assert found.faulty
