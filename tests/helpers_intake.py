"""Data folders with one workbook of figures, cell by cell as a person's file has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from helpers_values import PROGRAMME, code, values_of, write_folder
from sigai.values import Intake, read_values

E1, E2, E3 = code(1), code(2), code(3)
Cells = Sequence[Sequence[Any]]
"""Rows of cells; a pair is a number with its number format."""


def excel(
    folder: Path, rows: Cells, *, merged: Sequence[tuple[str, str]] = (), name: str = "a", **options: Any
) -> Path:
    """A data folder whose one file of figures holds these rows."""
    write_folder(folder, {})
    path = folder / "values" / f"{name}.xlsx"
    path.parent.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, **options}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    sheet.write_number(row, column, cell[0], book.add_format({"num_format": cell[1]}))
                elif callable(cell):
                    cell(book, sheet, row, column)
                elif cell is not None:
                    sheet.write(row, column, cell)
        for where, text in merged:
            sheet.merge_range(where, text)
    return folder


def from_excel(folder: Path, rows: Cells, **more: Any) -> Intake:
    return read_values(excel(folder, rows, **more), PROGRAMME)


def formula(text: str, result: Any = "") -> Callable[..., None]:
    return lambda _book, sheet, row, column: sheet.write_formula(row, column, text, None, result)


def figures(intake: Intake) -> dict[str, str]:
    """Figures by measure and month: the tests here mostly have one enterprise."""
    return {f"{measure} {period}": value for (_, measure, period), value in values_of(intake).items()}
