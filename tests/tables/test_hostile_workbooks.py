"""A small workbook that asks for gigabytes or hours is refused, within what a refusal may take."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from helpers_hostile import (
    FAR_APART,
    HEAVY,
    ONE_ROW,
    WORKBOOKS,
    book,
    cell,
    filled_down,
    header,
    merged,
    named,
    packed,
    parts_of,
    read_all,
    row,
    sheet,
    texts,
)
from sigai.base import Bounds, Place, confined
from sigai.tables.files import excel_files
from sigai.tables.files.excel_guard import inspect
from sigai.tables.files.excel_weight import LIGHT, refuse_heavy, weigh
from sigai.tables.files.packed import RefusedError

REFUSAL = Bounds(processor=60, clock=600, memory=128)
"""Who takes more gives no answer, and the test fails: megabytes beyond the 70 of the process with its libraries."""


def read(folder: Path, content: bytes, name: str = "a.xlsx") -> tuple[list[tuple[int, int]], list[str]]:
    path = folder / name
    path.write_bytes(content)
    return confined(read_all, path, bounds=REFUSAL)


@pytest.mark.parametrize("way", WORKBOOKS)
def test_it_is_refused_for_little(tmp_path: Path, way: str) -> None:
    content, code = WORKBOOKS[way]
    assert len(content) < 100_000
    tables, codes = read(tmp_path, content)
    assert tables == []
    assert [each[: len(code)] for each in codes] == [code]


@pytest.mark.parametrize("way", HEAVY)
def test_what_costs_only_who_builds_it_all_is_read_but_weighs_too_much(tmp_path: Path, way: str) -> None:
    content = HEAVY[way]
    assert len(content) < 500_000
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    tables, codes = read_all(path)
    assert tables
    assert codes == []
    with pytest.raises(RefusedError) as caught:
        confined(refuse_heavy, path, bounds=REFUSAL)
    assert caught.value.problem.code == "T127"


@pytest.mark.parametrize("way", ["shared texts in pieces", "formats of cells", "a cell again and again"])
def test_a_heavy_workbook_is_not_streamed_either(tmp_path: Path, way: str) -> None:
    """A cell that does not say where it stands has the sheets read by the library that builds it all."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(HEAVY[way])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet0.xml"
    parts[name] = parts[name].replace(b"</sheetData>", b"<row><c><v>1</v></c></row></sheetData>")
    assert read(tmp_path, packed(parts)) == ([], ["T127"])


_TWENTY = "ABCDEFGHIJKLMNOPQRST"


@pytest.mark.parametrize(
    "content",
    [
        book(sheet(header() + filled_down(2_000, 'IF(B2="","",ROUND(C2/$D$1*100,2))'))),
        book(sheet(header() + "".join(row(at, *(cell(f"{c}{at}", "x") for c in _TWENTY)) for at in range(2, 2_002)))),
        book(sheet(ONE_ROW, merged(*(f"A{at}:A{at + 2}" for at in range(9, 3_000, 3))))),
        book(sheet(ONE_ROW, "<rowBreaks>" + '<brk id="3"/>' * 1_000 + "</rowBreaks>")),
        book(sheet(ONE_ROW), more={"xl/media/a.png": b"\x89PNG\r\n" * 99_999, "xl/d.vml": "<xml><br></xml>"}),
    ],
)
def test_what_people_make_is_light(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert inspect(path).placed
    assert weigh(path) <= LIGHT


@pytest.mark.parametrize("way", FAR_APART)
def test_what_lies_far_away_is_left_out(tmp_path: Path, way: str) -> None:
    tables, codes = read(tmp_path, FAR_APART[way])
    assert "T112" in codes
    assert all(rows <= 1 for rows, _ in tables)


def test_a_refusal_says_what_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for content, code in WORKBOOKS.values():
        path.write_bytes(content)
        try:
            inspect(path)
        except RefusedError as error:
            issue = error.at(Place("a.xlsx"))
            assert issue.code.startswith(code)
            for language in ("zh", "en"):
                assert "{" not in issue.text(language)
                assert issue.advice(language)
        except Exception as error:
            assert code == "T102", error


@pytest.mark.parametrize(
    ("content", "table"),
    [
        (book(sheet(ONE_ROW)), (1, 4)),
        (book(sheet(ONE_ROW.replace(' r="1"', "").replace(' r="2"', ""))), (1, 4)),
        (book(sheet("".join(f"<row>{'<c><v>1</v></c>' * 4}</row>" for _ in range(9)).join((header(), "")))), (9, 4)),
        (book(sheet(header() + "".join(row(at, cell(f"A{at}", "x")) for at in range(2, 30_000)))), (29_998, 4)),
        (book(sheet(header() + row(2, cell("A2", "x"), cell("ZZ2", "y")))), (1, 5)),
        (book(sheet(header() + row(2, cell("A2", "甲")) + row(3, cell("D3", "1")), merged("A2:A3", "F9:G9"))), (2, 4)),
        (book(sheet(header() + named(300)), shared=texts("a" * 30_000)), (300, 4)),
        (book(sheet(header() + named(50_000, 1)), shared=texts("a" * 30_000, "b" * 20)), (50_000, 4)),
        (book(sheet(ONE_ROW), more={"xl/media/a.svg": "<!DOCTYPE svg><svg/>", "xl/d.vml": "<xml><br></xml>"}), (1, 4)),
        (book(sheet(ONE_ROW), more={"xl/media/a.bin": b"\0<!DOCTYPE \xff" * 9}), (1, 4)),
        (packed(parts_of([sheet(ONE_ROW)]), 0), (1, 4)),
    ],
)
def test_what_people_make_is_taken(tmp_path: Path, content: bytes, table: tuple[int, int]) -> None:
    assert read(tmp_path, content) == ([table], [])


def test_a_package_with_a_remark_behind_it_is_taken(tmp_path: Path) -> None:
    content = book(sheet(ONE_ROW))
    assert read(tmp_path, content[:-2] + b"\x06\0remark") == ([(1, 4)], [])


def test_the_sum_over_sheets_counts(tmp_path: Path) -> None:
    """Two sheets of nearly half of what may be laid out, and a dozen of them."""
    rows = header() + "".join(row(at, cell(f"A{at}", "x")) for at in (9_000, 18_000))
    few, many = (book(*[sheet(rows)] * count) for count in (2, 12))
    assert read(tmp_path, few)[1] == []
    path = tmp_path / "many.xlsx"
    path.write_bytes(many)
    assert inspect(path).sparse


def test_an_old_workbook_is_read_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    assert read_all(path)[1] in (["T102"], ["T113"])
    monkeypatch.setattr(excel_files, "OLD_FORMAT", Bounds(processor=5, clock=0, memory=64))
    assert read_all(path) == ([], ["T127"])
