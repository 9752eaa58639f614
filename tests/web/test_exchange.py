"""Hostile uploads are refused in words; workbooks run nothing."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from helpers_web import browser, person
from sigai.base import UserError
from sigai_web.exchange import DOCUMENTS, TABLES, Column, Worksheet, checked_upload, workbook_response
from sigai_web.exchange.size import SizeMiddleware
from sigai_web.exchange.uploads import LARGEST, safe_name
from sigai_web.exchange.workbooks import sheet_name, workbook
from sigai_web.permissions import Role

PDF = b"%PDF-1.7\n%..."


def package(*parts: str, body: bytes = b"<x/>") -> bytes:
    """A zip with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part, body)
    return buffer.getvalue()


def good_workbook() -> bytes:
    return workbook([Worksheet("表", [Column("a")], [[1]])])


def refused(name: str, content: bytes, kinds: frozenset[str] = DOCUMENTS | TABLES) -> str:
    """The code with which an upload is refused; empty where it is taken."""
    try:
        with checked_upload(SimpleUploadedFile(name, content), kinds) as upload:
            assert upload.path.read_bytes() == content
            assert upload.size == len(content)
    except UserError as error:
        return error.issues[0].code
    return ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("报表.xlsx", good_workbook()),
        ("a.csv", "甲,乙\n1,2\n".encode()),
        ("证明.PDF", PDF),
        ("p.png", b"\x89PNG\r\n\x1a\n..."),
        ("p.jpg", b"\xff\xd8\xff..."),
        ("说明.docx", package("[Content_Types].xml", "word/document.xml")),
    ],
)
def test_what_is_what_it_says_is_taken(name: str, content: bytes) -> None:
    assert refused(name, content) == ""


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsm", good_workbook(), "W031"),
        ("a.exe", b"MZ...", "W031"),
        ("page.html", b"<script>", "W031"),
        ("picture.svg", b"<svg onload=x>", "W031"),
        ("noending", b"x", "W031"),
        ("a.xlsx", b"not a zip", "W031"),
        ("a.xlsx", PDF, "W031"),
        ("a.pdf", good_workbook(), "W031"),
        ("a.png", b"<svg>", "W031"),
        ("a.csv", good_workbook(), "W031"),
        ("a.csv", b"a\0b", "W031"),
        ("a.csv", b"1,2\n" * 2000 + b"\0", "W031"),
        ("a.xlsx", package("other.xml"), "W031"),
        ("a.docx", package("xl/workbook.xml"), "W031"),
        ("a.xlsx", good_workbook()[:60], "W031"),
        ("a.xlsx", b"", "W032"),
        ("a.xlsx", package("xl/workbook.xml", "xl/vbaProject.bin"), "W034"),
        ("a.xlsx", package("xl/workbook.xml", "xl/activeX/activeX1.bin"), "W034"),
        ("a.xlsx", package("xl/workbook.xml", "xl/externalLinks/externalLink1.xml"), "W034"),
        ("a.xlsx", package("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "W034"),
        ("a.docx", package("word/document.xml", "word/embeddings/oleObject1.bin"), "W034"),
    ],
)
def test_what_is_not_is_refused(name: str, content: bytes, code: str) -> None:
    assert refused(name, content) == code


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = package("xl/workbook.xml", "xl/worksheets/sheet1.xml", body=b"0" * 60_000_000)
    assert len(bomb) < 200_000
    assert refused("a.xlsx", bomb) == "W033"


def test_a_file_over_the_limit_is_refused() -> None:
    assert refused("a.csv", b"1,2\n" * (LARGEST // 4 + 1)) == "W033"


def test_no_file_is_said_so() -> None:
    with pytest.raises(UserError) as caught, checked_upload(None, TABLES):
        pass
    assert caught.value.issues[0].code == "W030"


def test_the_temporary_file_is_gone_afterwards() -> None:
    with checked_upload(SimpleUploadedFile("a.pdf", PDF), DOCUMENTS) as upload:
        kept = upload.path
    assert not kept.parent.exists()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.xlsx", "passwd.xlsx"),
        ("..\\..\\windows\\a.xlsx", "a.xlsx"),
        ("/abs/证明 1.pdf", "证明 1.pdf"),
        (".htaccess", "htaccess"),
        ("a\u202excod.exe", "axcod.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("", "file"),
        ("..", "file"),
    ],
)
def test_a_name_leads_nowhere(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=400))
def test_any_name_is_one_short_safe_part(name: str) -> None:
    kept = safe_name(name)
    assert 0 < len(kept) <= 120
    assert "/" not in kept and "\\" not in kept and "\0" not in kept and not kept.startswith(".")


@pytest.mark.django_db
def test_a_gigabyte_is_refused_before_it_is_read() -> None:
    class Unread(io.RawIOBase):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("a byte of it was read")

    client = browser(person(Role.SYSTEM_ADMINISTRATOR))
    response = client.post(
        "/accounts/import",
        **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(2**30), "CONTENT_TYPE": "multipart/form-data"},
    )
    assert response.status_code == 413
    assert "文件太大" in response.content.decode()


class TestWorkbooks:
    DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "{=1}", "http://x.example")

    def test_a_text_that_looks_like_a_formula_stays_a_text(self) -> None:
        rows = [[text] for text in self.DANGEROUS]
        read = openpyxl.load_workbook(io.BytesIO(workbook([Worksheet("x", [Column("=1")], rows)])))["x"]
        assert [read.cell(row, 1).value for row in range(1, len(rows) + 2)] == ["=1", *self.DANGEROUS]
        assert {read.cell(row, 1).data_type for row in range(1, len(rows) + 2)} == {"s"}
        assert not any(read.cell(row, 1).hyperlink for row in range(1, len(rows) + 2))

    def test_numbers_dates_and_nothing(self) -> None:
        row = [Decimal("1.5"), 2, True, date(2022, 1, 2), datetime(2022, 1, 2, 3, 4), None, ""]
        columns = [Column(str(number)) for number in range(len(row))]
        read = openpyxl.load_workbook(io.BytesIO(workbook([Worksheet("x", columns, [row])])))["x"]
        found = [cell.value for cell in read[2]]
        assert found[:4] == [1.5, 2, True, datetime(2022, 1, 2)]
        assert found[5:] == [None, None]

    def test_notes_stand_under_the_table(self) -> None:
        read = openpyxl.load_workbook(io.BytesIO(workbook([Worksheet("x", [Column("a")], [[1]], notes=["演示数据"])])))[
            "x"
        ]
        assert read.cell(4, 1).value == "演示数据"

    @pytest.mark.parametrize("name", ["a/b:c*?[]\\", "长" * 50, "'x'", "", "''"])
    def test_any_name_of_a_sheet_is_taken(self, name: str) -> None:
        assert 0 < len(sheet_name(name)) <= 31
        assert workbook([Worksheet(name, [Column("a")], [])])

    def test_the_name_of_a_download_cannot_break_its_header(self) -> None:
        response = workbook_response('目标"\r\nX: y/..', [Worksheet("x", [Column("a")], [])])
        assert "\r" not in response["Content-Disposition"]
        assert '"' not in response["Content-Disposition"]


def test_a_request_without_a_length_is_answered() -> None:
    request = RequestFactory().get("/", CONTENT_LENGTH="not a number")
    assert SizeMiddleware(lambda _request: "answered")(request) == "answered"  # type: ignore[arg-type, return-value]
