"""Tables as Excel workbooks in which nothing is ever run: a text that looks like a formula stays a text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from sigai.tables import NOTE_AUTHOR
from sigai_web.downloads import Download

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_SHEET_NAME = 31
_LONGEST_TEXT = 32_000
_LISTS = "_lists"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its width in characters, and how its numbers are shown (`#,##0.0`, `0%`; `@`: as text).

    `choices` are what its cells may be; `note` is a comment on its header.
    """

    header: str
    width: float = 14
    number: str = "#,##0.####"
    choices: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One sheet. `notes` are lines under the table: sources, what an asterisk means, that the data are invented.

    `blank` rows below the table are made ready for people to fill in.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    notes: Sequence[str] = field(default=())
    blank: int = 0


def workbook(sheets: Sequence[Worksheet]) -> bytes:
    """The workbook's bytes."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#e8edf3", "bottom": 1, "text_wrap": True, "valign": "top"})
        note = book.add_format({"font_color": "#5a6676"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, sheet in enumerate(sheets):
            _write(book, sheet, head, note, day, lists=_lists_of(number))
        _write_lists(book, sheets)
    return buffer.getvalue()


def _lists_of(number: int) -> str:
    """The hidden sheet with the lists of a sheet, by its place."""
    return f"{_LISTS}{number or ''}"


def _write(book: Any, sheet: Worksheet, head: Any, note: Any, day: Any, *, lists: str) -> None:
    page = book.add_worksheet(sheet_name(sheet.name))
    page.set_comments_author(NOTE_AUTHOR)
    formats = [book.add_format({"num_format": column.number}) for column in sheet.columns]
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width, formats[at] if sheet.blank else None)
        page.write_string(0, at, column.header, head)
        if column.note:
            page.write_comment(0, at, column.note, {"x_scale": 2})
    page.freeze_panes(1, 1)
    number = 0
    for number, row in enumerate(sheet.rows, start=1):
        for at, value in enumerate(row):
            _write_cell(page, (number, at), value, number=formats[at], day=day)
    for offset, text in enumerate(sheet.notes, start=2):
        page.write_string(number + offset, 0, text, note)
    for at, column in enumerate(sheet.columns):
        if column.choices and number + sheet.blank:
            source = f"={lists}!${_letters(at)}$1:${_letters(at)}${len(column.choices)}"
            page.data_validation(1, at, number + sheet.blank, at, {"validate": "list", "source": source})


def _write_lists(book: Any, sheets: Sequence[Worksheet]) -> None:
    """What cells may be, on a hidden sheet under the same column as the cells: long lists do not fit into a rule."""
    for number, sheet in enumerate(sheets):
        if not any(column.choices for column in sheet.columns):
            continue
        lists = book.add_worksheet(_lists_of(number))
        lists.hide()
        for at, column in enumerate(sheet.columns):
            for row, word in enumerate(column.choices):
                lists.write_string(row, at, word)


def _letters(column: int) -> str:
    return str(xl_col_to_name(column))


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


def workbook_response(file: str, sheets: Sequence[Worksheet]) -> Download:
    """A download named `file` (without an ending)."""
    rows = [list(sheet.rows) for sheet in sheets]
    content = workbook([replace(sheet, rows=each) for sheet, each in zip(sheets, rows, strict=True)])
    return Download(f"{file}.xlsx", content, TYPE, rows=sum(map(len, rows)))
