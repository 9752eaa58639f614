"""A workbook given back with its mistakes marked in their cells: red, with what is wrong as a comment."""

from __future__ import annotations

import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from sigai.base import Issue

_RED = PatternFill("solid", fgColor="FFD6D6")
_SEARCHED = 30
_AUTHOR = "Sigai"


def marked_copy(path: Path, issues: Iterable[Issue], language: str) -> bytes:
    """The workbook at `path` with every issue in the cell of its row and header; one of a whole row in its first cell.

    An issue's place names the sheet behind a `#` where the workbook has several.
    """
    book = openpyxl.load_workbook(path)
    told: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for issue in issues:
        sheet = _sheet_of(book, issue.place.file)
        if sheet is None or issue.place.row is None:
            continue
        column = _column_of(sheet, issue.place.column)
        told[sheet.title, issue.place.row, column].append(f"{issue.what(language)} → {issue.advice(language)}")
    for (title, row, column), texts in told.items():
        cell = book[title].cell(row=row, column=column)
        if isinstance(cell, openpyxl.cell.MergedCell):
            continue
        cell.fill = _RED
        cell.comment = Comment("\n".join(texts), _AUTHOR, width=360, height=30 + 40 * len(texts))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet_of(book: Any, file: str) -> Any:
    title = file.rpartition("#")[2] if "#" in file else ""
    return book[title] if title in book.sheetnames else book.worksheets[0] if book.worksheets else None


def _column_of(sheet: Any, header: str | None) -> int:
    """The column under a header, which stands in one of the first rows; the first column where there is none."""
    for cells in sheet.iter_rows(min_row=1, max_row=_SEARCHED):
        for cell in cells:
            if header is not None and _plain(cell.value) == _plain(header):
                return int(cell.column)
    return 1


def _plain(text: Any) -> str:
    """A header as it is compared: full and half width are the same, spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", str(text or "")).split())
