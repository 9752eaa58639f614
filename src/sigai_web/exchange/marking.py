"""A workbook given back with its mistakes marked in their cells: red, with what is wrong as a comment."""

from __future__ import annotations

import io
import logging
import tempfile
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from sigai.base import Bounds, Issue, Place, UserError
from sigai.tables import NOTE_AUTHOR, RefusedError, refuse_heavy_workbook
from sigai_web.exchange.apart import read_apart

BOUNDS = Bounds(processor=2, clock=50, memory=200)
"""Of one copy, which nobody's figures wait for: more than it takes of a workbook that is not refused for its weight."""

_RED = PatternFill("solid", fgColor="FFD6D6")
_SEARCHED = 30
_LOG = logging.getLogger("sigai_web.exchange")


def marked_copy(path: Path, issues: Iterable[Issue], language: str) -> bytes | None:
    """The workbook at `path` with every issue in the cell of its row and header; one of a whole row in its first cell.

    An issue's place names the sheet behind a `#` where the workbook has several. None where no issue stands in a row,
    a workbook that could be read cannot be written again (the log says why), or it would take too much.
    """
    placed = tuple(issue for issue in issues if issue.place.row is not None)
    if not placed:
        return None
    try:
        return read_apart(Place(path.name), _marked, path, placed, language, bounds=BOUNDS)
    except (UserError, RefusedError):
        return None
    except Exception:  # whatever a strange package makes of its reader or writer: the issues are told without a copy
        _LOG.warning("a workbook cannot be marked", exc_info=True)
        return None


def _marked(path: Path, issues: Sequence[Issue], language: str) -> bytes:
    tempfile.tempdir = str(path.parent)  # what is left of a copy that is broken off goes with the upload
    refuse_heavy_workbook(path)
    warnings.simplefilter("ignore")  # one for each strange cell, and a copy leaves out what it says
    book = openpyxl.load_workbook(path, keep_links=False)
    _mark(book, issues, language)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _mark(book: Any, issues: Sequence[Issue], language: str) -> None:
    told: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    headers: dict[str, dict[str, int]] = {}
    for issue in issues:
        sheet = _sheet_of(book, issue.place.file)
        if sheet is None or issue.place.row is None:
            continue
        if sheet.title not in headers:
            headers[sheet.title] = _columns(sheet)
        column = headers[sheet.title].get(_plain(issue.place.column), 1)
        told[sheet.title, issue.place.row, column].append(f"{issue.what(language)} → {issue.advice(language)}")
    for (title, row, column), texts in told.items():
        cell = book[title].cell(row=row, column=column)
        if isinstance(cell, openpyxl.cell.MergedCell):
            continue
        cell.fill = _RED
        cell.comment = Comment("\n".join(texts), NOTE_AUTHOR, width=360, height=30 + 40 * len(texts))


def _sheet_of(book: Any, file: str) -> Any:
    title = file.rpartition("#")[2] if "#" in file else ""
    return book[title] if title in book.sheetnames else book.worksheets[0] if book.worksheets else None


def _columns(sheet: Any) -> dict[str, int]:
    """The column under each header, which stands in one of the first rows."""
    found: dict[str, int] = {}
    there = sheet._cells  # iter_rows would make every cell up to the last column
    for row, column in sorted(place for place in there if place[0] <= _SEARCHED):
        if text := _plain(there[row, column].value):
            found.setdefault(text, column)
    return found


def _plain(text: Any) -> str:
    """A header as it is compared: full and half width are the same, spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", str(text or "")).split())
