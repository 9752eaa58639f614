"""Hostile uploads end in a sentence, and never in the way of others."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from helpers_hostile import (
    FAR_APART,
    HEAVY,
    WORKBOOKS,
    book,
    cell,
    filled_down,
    header,
    merged,
    packed,
    parts_of,
    read_all,
    row,
    sheet,
)
from helpers_waiting import PATIENCE
from helpers_web import browser, person
from sigai.base import Bounds, Issue, Place, UserError
from sigai.tables.files.problems import BAD_ENCODING
from sigai_web import serving
from sigai_web.accounts.importing import LARGEST as LARGEST_ACCOUNTS
from sigai_web.exchange import DOCUMENTS, apart, checked_upload, marked_copy, marking, read_apart
from sigai_web.exchange.uploads import LARGEST
from sigai_web.permissions import Role

IMPORT = "/ledgers/of/works/import"
HEAD = row(1, *(cell(f"{letter}1", name) for letter, name in zip("ABC", ("名称", "主体", "说明"), strict=True)))
WRONG = HEAD + row(2, cell("A2", "n"), cell("B2", "没有这家"), cell("C2", "x"))


@pytest.fixture
def clerk(filled: None) -> Client:
    return browser(person(Role.ENTERPRISE_REPORTER))


def sent(client: Client, content: bytes, name: str = "a.xlsx") -> tuple[int, str]:
    response = client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})
    return response.status_code, response.content.decode()


ON_PAGES = (
    "tags that never end",
    "one merged range over the sheet",
    "ten thousand merged ranges",
    "100 sheets with two cells far apart",
    "one part as a hundred sheets",
    "merged ranges in one part as many sheets",
    "a long text in a thousand cells",
    "an entity from outside",
    "billion laughs in a sheet",
    "billion laughs in the texts",
    "a second directory behind the first",
)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ON_PAGES)
def test_every_way_is_refused_on_a_page(clerk: Client, way: str) -> None:
    content, code = WORKBOOKS.get(way, (FAR_APART.get(way, b""), ""))
    status, page = sent(clerk, content)
    assert status == 422
    assert code.replace("T102", "W031") in page


@pytest.mark.parametrize("way", WORKBOOKS)
def test_no_evidence_swells(way: str) -> None:
    """The looks into a document are those into a workbook: what is laid out only by readers of tables may pass."""
    content, code = WORKBOOKS[way]
    file = SimpleUploadedFile("a.xlsx", content)
    try:
        with checked_upload(file, DOCUMENTS) as upload:
            assert code.startswith("T12")
            assert upload.size == len(content)
    except UserError as error:
        assert error.issues[0].code.startswith((code, "W031"))


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"a," * (LARGEST // 2 - 9), b'"' + b"a" * (LARGEST - 9)])
def test_a_line_without_end_is_refused_on_a_page(clerk: Client, content: bytes) -> None:
    status, page = sent(clerk, content, "a.csv")
    assert (status, "T125" in page) == (422, True)


@pytest.mark.django_db
def test_more_rows_than_are_taken_are_not_even_read(clerk: Client) -> None:
    status, page = sent(clerk, "名称,主体\n".encode() + b"x,y\n" * 100_000, "a.csv")
    assert status == 422
    assert "W161" in page
    assert "100000" in page
    assert "L013" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "marked"),
    [
        (book(sheet(WRONG)), True),
        (book(sheet(WRONG, merged("A9:C9"))), True),
        (
            book(sheet(WRONG), more={"xl/styles.xml": "<styleSheet><cellXfs><xf fontId='9'/></cellXfs></styleSheet>"}),
            True,
        ),
        (packed(parts_of([sheet(WRONG)]) | {"[Content_Types].xml": "<Types/>"}), False),
        (packed(parts_of([sheet(WRONG.replace("没有这家", "没有&#8;这家"))])), False),
    ],
)
def test_a_copy_is_marked_where_one_can_be_made(clerk: Client, content: bytes, marked: bool) -> None:
    status, page = sent(clerk, content)
    assert status == 422
    assert ("/ledgers/of/works/marked" in page) is marked


def one_issue(row: int = 2) -> list[Issue]:
    return [BAD_ENCODING.at(Place("a.xlsx", row=row, column="value"), encoding="GBK")]


@pytest.mark.parametrize("way", HEAVY)
def test_no_copy_is_begun_of_what_weighs_too_much(tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(HEAVY[way])
    monkeypatch.setattr(marking, "read_apart", lambda _, function, *arguments, **__: function(*arguments))
    monkeypatch.setattr(marking.openpyxl, "load_workbook", lambda *_, **__: pytest.fail("it was opened"))
    monkeypatch.setattr(marking.tempfile, "tempdir", None)
    assert marked_copy(path, one_issue(), "zh") is None


@pytest.mark.django_db
def test_what_is_wrong_with_a_heavy_sheet_is_told_without_a_copy(clerk: Client) -> None:
    breaks = "<rowBreaks>" + '<brk id="3"/>' * 100_000 + "</rowBreaks>"
    status, page = sent(clerk, book(sheet(WRONG, breaks)))
    assert (status, "没有这家" in page, "/ledgers/of/works/marked" in page) == (422, True, False)


def test_a_column_filled_down_is_read_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(book(sheet(header() + filled_down(2_000, 'IF(B2="","",ROUND(C2/$D$1*100,2))'))))
    assert read_all(path) == ([(2_000, 4)], [])
    copy = marked_copy(path, one_issue(2_001), "zh")
    assert copy is not None
    cell = openpyxl.load_workbook(io.BytesIO(copy)).worksheets[0]["D2001"]
    assert cell.value == '=IF(B2001="","",ROUND(C2001/$D$1*100,2))'
    assert cell.comment is not None


def test_marking_makes_no_cells_up_to_the_last_column(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(book(sheet(header() + row(2, cell("XFD2", "x")))))
    opened = openpyxl.load_workbook(path)
    marking._mark(opened, one_issue(), "zh")
    assert len(opened.worksheets[0]._cells) == 6
    assert opened.worksheets[0]["D2"].comment is not None


def test_a_package_that_does_not_say_what_its_parts_are_is_no_workbook() -> None:
    parts = parts_of([sheet(WRONG)])
    del parts["[Content_Types].xml"]
    with pytest.raises(UserError) as caught, checked_upload(SimpleUploadedFile("a.xlsx", packed(parts)), DOCUMENTS):
        pass
    assert caught.value.issues[0].code == "W031"


@pytest.mark.django_db
def test_a_file_that_keeps_its_reader_busy_is_refused(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "BOUNDS", Bounds(processor=5, clock=0, memory=64))
    status, page = sent(clerk, book(sheet(WRONG)))
    assert (status, "W035" in page) == (422, True)


def test_who_comes_while_many_wait_is_sent_away_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()

    def busy(*_: Any, **__: Any) -> str:
        begun.release()
        assert go_on.wait(PATIENCE)
        return "read"

    monkeypatch.setattr(apart, "confined", busy)
    monkeypatch.setattr(apart, "_PATIENCE", 60)
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda: answers.append(read_apart(Place("a"), str))) for _ in range(apart.AT_MOST)
    ]
    for thread in threads:
        thread.start()
    assert begun.acquire(timeout=PATIENCE)
    while apart._waiting.acquire(blocking=False):  # until all of them stand in line
        apart._waiting.release()
    with pytest.raises(UserError) as caught:
        read_apart(Place("a"), str)
    assert caught.value.issues[0].code == "W036"
    assert not begun.acquire(blocking=False)  # one at a time
    go_on.set()
    for thread in threads:
        thread.join()
    assert answers == ["read"] * apart.AT_MOST
    assert read_apart(Place("a"), str) == "read"


def test_a_thread_is_left_for_pages() -> None:
    assert apart.AT_ONCE <= apart.AT_MOST < serving.threads


@pytest.mark.django_db
def test_a_file_of_accounts_is_short(filled: None) -> None:
    content = b"username,name,email,role,scope\n" + b"a,b,c,d,e\n" * (LARGEST_ACCOUNTS // 10)
    response = browser(person(Role.SYSTEM_ADMINISTRATOR)).post(
        "/accounts/import", {"file": SimpleUploadedFile("a.csv", content)}
    )
    assert response.status_code == 422
    assert "W033" in response.content.decode()
