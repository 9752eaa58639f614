"""What the cells of an old workbook (.xls) show, where that is not the value that a reader of values gives."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import xlrd

from sigai.base.letters import RAISED
from sigai.tables.files.excel_look import Looks, formatted
from sigai.tables.files.excel_notes import Position
from sigai.tables.files.number_formats import text_beside

_RAISED, _LOWERED = 1, 2


def old_looks(path: Path) -> Looks:
    """What cells show that values do not say; whatever xlrd raises where it cannot read the file.

    It takes as long as a file asks for: to be called in a process apart.
    """
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=nowhere)
    found = Looks(system_1904=bool(book.datemode))
    for sheet in book.sheets():
        _look_at(book, sheet, found)
    return found


def _look_at(book: Any, sheet: Any, found: Looks) -> None:
    texts: dict[Position, str] = {}
    unread: dict[Position, str] = {}
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            at = row, column
            if kind == xlrd.XL_CELL_ERROR:
                texts[at] = unread[at] = xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#VALUE!")
            elif kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                style = book.xf_list[sheet.cell_xf_index(row, column)]
                code = book.format_map[style.format_key].format_str
                number = float(sheet.cell_value(row, column))
                struck = bool(book.font_list[style.font_index].struck_out)
                if text := f"〔划去：{number:.15g}〕" if struck else formatted(number, code, at, found):
                    texts[at] = text
            elif kind == xlrd.XL_CELL_TEXT and (beside := _beside(book, sheet, at)) != ("", ""):
                texts[at] = f"{beside[0]}{sheet.cell_value(row, column)}{beside[1]}"
            elif kind == xlrd.XL_CELL_TEXT and (runs := sheet.rich_text_runlist_map.get(at)):
                given = sheet.cell_value(row, column)
                texts |= {at: text} if (text := _raised(book, given, runs)) != given else {}
    rows = frozenset(row for row, manner in sheet.rowinfo_map.items() if manner.hidden)
    columns = frozenset(column for column, manner in sheet.colinfo_map.items() if manner.hidden)
    found.hidden[sheet.name] = rows, columns
    found.sheets[sheet.name] = texts
    found.unread[sheet.name] = unread


def _beside(book: Any, sheet: Any, at: Position) -> tuple[str, str]:
    """What the format of a cell writes around its text."""
    return text_beside(book.format_map[book.xf_list[sheet.cell_xf_index(*at)].format_key].format_str)


def _raised(book: Any, text: str, runs: list[tuple[int, int]]) -> str:
    """A text with its raised and lowered digits as raised characters."""
    ends = [start for start, _ in runs[1:]] + [len(text)]
    found = text[: runs[0][0]]
    for (start, font), end in zip(runs, ends, strict=True):
        part = text[start:end]
        found += part.translate(RAISED) if book.font_list[font].escapement in (_RAISED, _LOWERED) else part
    return found
