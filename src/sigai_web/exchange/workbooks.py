"""Tables as Excel workbooks in which nothing is ever run: a text that looks like a formula stays a text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_SHEET_NAME = 31
_LONGEST_TEXT = 32_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its width in characters, and how its numbers are shown (`#,##0.0`, `0%`)."""

    header: str
    width: float = 14
    number: str = "#,##0.####"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `notes` are lines under the table: sources, what an asterisk means, that the data are invented."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    notes: Sequence[str] = field(default=())


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The workbook's bytes."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#e8edf3", "bottom": 1, "text_wrap": True, "valign": "top"})
        note = book.add_format({"font_color": "#5a6676"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            _write(book, sheet, head, note, day)
    return buffer.getvalue()


def _write(book: Any, sheet: Sheet, head: Any, note: Any, day: Any) -> None:
    page = book.add_worksheet(sheet_name(sheet.name))
    formats = [book.add_format({"num_format": column.number}) for column in sheet.columns]
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(0, at, column.header, head)
    page.freeze_panes(1, 1)
    number = 0
    for number, row in enumerate(sheet.rows, start=1):
        for at, value in enumerate(row):
            _write_cell(page, (number, at), value, number=formats[at], day=day)
    for offset, text in enumerate(sheet.notes, start=2):
        page.write_string(number + offset, 0, text, note)


def _write_cell(page: Any, place: tuple[int, int], value: Any, *, number: Any, day: Any) -> None:
    match value:
        case None | "":
            return
        case bool():
            page.write_boolean(*place, value)
        case int() | float() | Decimal():
            page.write_number(*place, float(value), number)
        case datetime():
            page.write_datetime(*place, value.replace(tzinfo=None), day)
        case date():
            page.write_datetime(*place, datetime(value.year, value.month, value.day), day)
        case _:
            page.write_string(*place, str(value)[:_LONGEST_TEXT])


def sheet_name(name: str) -> str:
    """A name that Excel takes for a sheet."""
    return "".join("·" if each in "[]:*?/\\" else each for each in name)[:_LONGEST_SHEET_NAME].strip("'") or "1"


def workbook_response(file: str, sheets: Sequence[Sheet]) -> HttpResponse:
    """A download named `file` (without an ending)."""
    response = HttpResponse(workbook(sheets), content_type=TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file, safe='')}.xlsx"
    return response
