"""Workbooks with what stands around the cells: printed heads, text boxes, prompts."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from helpers_unseen import coded

ANY_NUMBER = {"validate": "decimal", "criteria": ">", "value": -1e9}


def around(
    *rows: Sequence[Any],
    head: str = "",
    foot: str = "",
    boxes: Sequence[str] = (),
    prompts: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """A workbook of rows; `prompts` are what comes up at ranges, as options of a validation."""
    out = io.BytesIO()
    made: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, [coded(cell) for cell in row])
    if head:
        sheet.set_header(head)
    if foot:
        sheet.set_footer(foot)
    for at, text in enumerate(boxes):
        sheet.insert_textbox(2 + 8 * at, 6, text)
    for cells, options in (prompts or {}).items():
        sheet.data_validation(cells, {**ANY_NUMBER, **options})
    made.close()
    return out.getvalue()
