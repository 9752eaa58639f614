"""What the cells of an old workbook show: formats, errors, notes and struck-out figures are seen as in a new one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
import xlrd

from helpers_repository import SHARED
from sigai.tables.files.excel_old import old_looks

FORMATS = ["General", "0.0%", "#,##0,", '0!.0,"万"', "yyyy-mm", ";;;", "0000"]


class _Sheet(SimpleNamespace):
    """A sheet of one column, each cell with its kind, value and style."""

    name = "表"
    rowinfo_map: ClassVar[dict[int, Any]] = {0: SimpleNamespace(hidden=0), 3: SimpleNamespace(hidden=1)}
    colinfo_map: ClassVar[dict[int, Any]] = {1: SimpleNamespace(hidden=1)}

    @property
    def nrows(self) -> int:
        return len(self.cells)

    def row_types(self, row: int) -> list[int]:
        return [self.cells[row][0]]

    def cell_value(self, row: int, _column: int) -> Any:
        return self.cells[row][1]

    def cell_xf_index(self, row: int, _column: int) -> int:
        return int(self.cells[row][2])


def looks_of(monkeypatch: pytest.MonkeyPatch, *cells: tuple[int, Any, int], runs: Any = None, later: int = 0) -> Any:
    """Styles count the formats; the style after the last is struck out. Font 2 raises, font 1 strikes."""
    styles = [SimpleNamespace(format_key=at, font_index=0) for at in range(len(FORMATS))]
    book = SimpleNamespace(
        datemode=later,
        xf_list=[*styles, SimpleNamespace(format_key=0, font_index=1)],
        format_map={at: SimpleNamespace(format_str=code) for at, code in enumerate(FORMATS)},
        font_list=[
            SimpleNamespace(struck_out=0, escapement=0),
            SimpleNamespace(struck_out=1, escapement=0),
            SimpleNamespace(struck_out=0, escapement=1),
        ],
        sheets=lambda: [_Sheet(cells=cells, rich_text_runlist_map=runs or {})],
    )
    monkeypatch.setattr(xlrd, "open_workbook", lambda *_, **__: book)
    return old_looks(Path("a.xls"))


NUMBER, DATE, TEXT, ERROR = xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE, xlrd.XL_CELL_TEXT, xlrd.XL_CELL_ERROR


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ((NUMBER, 0.078, 1), "7.8%"),
        ((NUMBER, 12_345_678.0, 2), "12345.678"),
        ((NUMBER, 123_456.0, 3), "12.3456万"),
        ((NUMBER, 610.0, 6), "0610"),
        ((NUMBER, 5.0, 5), "〔格式显示“”，存的是 5〕"),
        ((NUMBER, 5.0, len(FORMATS)), "〔划去：5〕"),
        ((NUMBER, 5.0, 0), None),
        ((DATE, 44_727.0, 4), "2022-06"),
        ((ERROR, 23, 0), "#REF!"),
        ((ERROR, 42, 0), "#N/A"),
        ((TEXT, "甲", 0), None),
    ],
)
def test_a_cell_as_it_shows(monkeypatch: pytest.MonkeyPatch, cell: tuple[int, Any, int], text: str | None) -> None:
    found = looks_of(monkeypatch, cell)
    assert found.sheets["表"] == ({} if text is None else {(0, 0): text})
    assert bool(found.unread["表"]) == (cell[0] == ERROR)


def test_raised_digits_are_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    found = looks_of(monkeypatch, (TEXT, "12342", 0), runs={(0, 0): [(4, 2)]})
    assert found.sheets["表"] == {(0, 0): "1234²"}


def test_hidden_rows_and_columns_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert looks_of(monkeypatch).hidden == {"表": ({3}, {1})}


def test_days_from_1904(monkeypatch: pytest.MonkeyPatch) -> None:
    found = looks_of(monkeypatch, (DATE, 44_727.0 - 1462, 4), later=1)
    assert (found.system_1904, found.sheets["表"]) == (True, {(0, 0): "2022-06"})


@pytest.mark.shared
def test_a_real_one_shows_what_it_holds() -> None:
    found = old_looks(SHARED / "data" / "m3-forecast" / "M3C.xls")
    assert (found.formats, len(found.sheets)) == (0, 5)
