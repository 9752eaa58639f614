"""Excel workbooks as people make them: titles, merged cells, dates, hidden sheets, stray cells, bombs."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from sigai.base.issues import Issue
from sigai.tables.files import RawTable, header_key, read_tables

KNOWN = {"entity", "measure", "period", "value"}
HEADER = ["entity", "measure", "period", "value"]


def workbook(folder: Path, fill: Callable[[Any], None]) -> Path:
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        fill(book)
    return path


def read(path: Path) -> tuple[list[RawTable], list[Issue]]:
    found = list(read_tables(path, path.name, lambda header: header_key(header) in KNOWN, "entity, measure"))
    return [each for each in found if isinstance(each, RawTable)], [each for each in found if isinstance(each, Issue)]


def rows_of(table: RawTable) -> list[tuple[object, ...]]:
    return list(zip(table.rows.tolist(), *(column.to_pylist() for column in table.columns), strict=True))


def test_titles_empty_rows_dates_and_numbers(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:D1", "2021年报表")
        sheet.write_row("B3", HEADER)
        day = book.add_format({"num_format": "yyyy-mm"})
        sheet.write_row("B4", ["甲", "output"])
        sheet.write_datetime("D4", dt.datetime(2021, 6, 1), day)
        sheet.write("E4", 0.1 + 0.2)
        sheet.write_row("B6", ["乙", "output", 202106, "１２"])

    (table,), issues = read(workbook(tmp_path, fill))
    assert issues == []
    assert table.names == ("entity", "measure", "period", "value")
    assert rows_of(table) == [(4, "甲", "output", "2021-06", "0.3"), (6, "乙", "output", "202106", "１２")]


def test_formulas_are_never_evaluated(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", HEADER)
        sheet.write_row("A2", ["甲", "output", "2021-06"])
        sheet.write_formula("D2", "=1+1", None, 7)

    (table,), _ = read(workbook(tmp_path, fill))
    assert rows_of(table) == [(2, "甲", "output", "2021-06", 7.0)]


def test_a_merged_cell_speaks_for_its_rows_and_is_marked(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", HEADER)
        sheet.merge_range("A2:A3", "甲")
        sheet.write_row("B2", ["output", "2021-02", 1])
        sheet.write_row("B3", ["profit", "2021-02", 2])

    (table,), _ = read(workbook(tmp_path, fill))
    assert [row[1] for row in rows_of(table)] == ["甲", "甲"]
    assert table.spread[0].tolist() == [0, 1]


def test_a_header_merged_over_two_rows(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A2", "entity")
        sheet.merge_range("B1:D1", "figures")
        sheet.write_row("B2", HEADER[1:])
        sheet.write_row("A3", ["甲", "output", "2021-02", 1])

    (table,), _ = read(workbook(tmp_path, fill))
    assert table.names == tuple(HEADER)
    assert rows_of(table) == [(3, "甲", "output", "2021-02", 1.0)]


def test_every_visible_sheet_is_read_and_hidden_ones_are_named(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        for name in ("一", "二", "藏", "说明"):
            sheet = book.add_worksheet(name)
            sheet.write_row("A1", HEADER if name != "说明" else ["请勿改动"])
            sheet.write_row("A2", ["甲", "output", "2021-02", 1] if name != "说明" else [])
            if name == "藏":
                sheet.hide()

    tables, issues = read(workbook(tmp_path, fill))
    assert [table.file for table in tables] == ["a.xlsx#一", "a.xlsx#二"]
    assert [issue.code for issue in issues] == ["T110"]


def test_a_stray_cell_in_the_last_corner_does_no_harm(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", HEADER)
        sheet.write_row("A2", ["甲", "output", "2021-02", 1])
        sheet.write("XFD1048576", "x")

    (table,), issues = read(workbook(tmp_path, fill))
    assert [row[:3] for row in rows_of(table)] == [(2, "甲", "output")]
    assert [issue.code for issue in issues] == ["T112"]
    assert "XFD" in issues[0].what("zh")


def test_a_cell_that_claims_a_row_beyond_every_sheet_does_no_harm(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", HEADER)
        sheet.write_row("A2", ["甲", "output", "2021-02", 1])

    plain = workbook(tmp_path, fill)
    path = tmp_path / "far.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<c r="D2"', b'<c r="D3533333326"'))
    tables, issues = read(path)
    assert len(tables) + len(issues) > 0


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    _, (issue,) = read(path)
    assert issue.code == "T111"


def test_a_bomb_that_lies_about_its_size_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    real, claimed = (30_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(real, claimed))
    _, (issue,) = read(path)
    assert issue.code == "T111"


def test_an_encrypted_workbook_asks_for_its_password_to_be_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000)
    _, (issue,) = read(path)
    assert issue.code == "T113"
