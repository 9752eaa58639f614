"""A template of several subjects: every figure goes to whom its row names, wherever the row stands."""

from __future__ import annotations

import itertools
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from sigai.base import UserError
from sigai_web.exchange import Upload
from sigai_web.reporting.uploads import read_template
from sigai_web.reporting.workbooks import FIGURE, FIRST_ROW, HIDDEN, MARK

COUNTIES = {"11": ("甲县", "County A"), "12": ("乙县", "County B"), "13": ("丙县", "County C")}
MEASURES = {"stations": ("基站", "stations"), "invested": ("投资", "invested")}
KEY = ("form", "2022-06", "U1")
CELLS = [(county, measure) for county in COUNTIES for measure in MEASURES]


class _Name(SimpleNamespace):
    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


def assignment(names: dict[str, tuple[str, str]] = COUNTIES) -> Any:
    measures = {each: SimpleNamespace(name=_Name(zh=zh, en=en)) for each, (zh, en) in MEASURES.items()}
    register = SimpleNamespace(name=lambda entity, language: names[entity][language == "en"])
    return SimpleNamespace(
        key=KEY,
        cells=CELLS,
        name=lambda language: "表",
        content=SimpleNamespace(measure_by_id=measures),
        owed=SimpleNamespace(register=register),
    )


def template(
    folder: Path, order: list[int], names: dict[str, tuple[str, str]] = COUNTIES, english: int = 0, **more: Any
) -> Upload:
    """A filled template whose rows stand in some order; the figure of a cell is its number in the order it was made."""
    book = openpyxl.Workbook()
    sheet, hidden = book.active, book.create_sheet(HIDDEN)
    hidden.append([MARK, *KEY, "3"])
    for at, (entity, measure) in enumerate(CELLS):
        hidden.append([str(FIRST_ROW + at), entity, measure])
    for at, number in enumerate(order, start=FIRST_ROW + 1):
        entity, measure = CELLS[number]
        sheet.cell(at, 1).value, sheet.cell(at, 2).value = names[entity][english], MEASURES[measure][english]
        sheet.cell(at, FIGURE + 1).value = number
    for place, value in more.items():
        sheet[place].value = value
    path = folder / "a.xlsx"
    book.save(path)
    return Upload(path, "a.xlsx", ".xlsx", path.stat().st_size)


def figures(upload: Upload, known: Any) -> dict[tuple[str, str], str]:
    return {key: text for key, (text, _) in read_template(upload, known).cells.items()}


RIGHT = {key: str(number) for number, key in enumerate(CELLS)}


@pytest.mark.parametrize("order", list(itertools.islice(itertools.permutations(range(6)), 0, 720, 97)))
def test_sorted_rows_keep_their_figures(tmp_path: Path, order: tuple[int, ...]) -> None:
    assert figures(template(tmp_path, list(order)), assignment()) == RIGHT


def test_it_may_have_been_made_in_the_other_language(tmp_path: Path) -> None:
    assert figures(template(tmp_path, [5, 4, 3, 2, 1, 0], english=1), assignment()) == RIGHT


@pytest.mark.parametrize(
    ("order", "more"),
    [
        ([0, 1, 2, 3, 4], {}),  # a row is missing
        ([0, 1, 2, 3, 4, 4], {}),  # one is there twice
        ([0, 1, 2, 3, 4, 5], {"A7": "丁县"}),  # a name that is nobody's
        ([0, 1, 2, 3, 4, 5], {"B8": "别的"}),
        ([0, 1, 2, 3, 4, 5], {"A9": "甲县"}),  # now two rows are about one cell
        ([0, 1, 2, 3, 4, 5], {"D12": 77}),  # a figure that stands under the rows, of nobody
    ],
)
def test_rows_that_cannot_be_told_are_refused(tmp_path: Path, order: list[int], more: dict[str, Any]) -> None:
    with pytest.raises(UserError) as refused:
        read_template(template(tmp_path, order, **more), assignment())
    assert [issue.code for issue in refused.value.issues] == ["W113"]


ALIKE = {"11": ("甲县", "A"), "12": ("甲县", "A"), "13": ("丙县", "C")}


def test_of_two_subjects_with_one_name_the_place_decides(tmp_path: Path) -> None:
    assert figures(template(tmp_path, [0, 1, 2, 3, 5, 4], ALIKE), assignment(ALIKE)) == RIGHT


def test_where_their_rows_were_moved_nothing_is_guessed(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        read_template(template(tmp_path, [4, 5, 0, 1, 2, 3], ALIKE), assignment(ALIKE))


@pytest.mark.parametrize("odd", ["=D7+1", "=1/0", "#REF!", "#DIV/0!", "#VALUE!", "=VLOOKUP(A1,B:C,2,0)"])
def test_cells_that_are_not_empty_are_not_read_as_empty(tmp_path: Path, odd: str) -> None:
    with pytest.raises(UserError) as refused:
        read_template(template(tmp_path, [0, 1, 2, 3, 4, 5], D8=odd), assignment())
    (issue,) = refused.value.issues
    assert (issue.code, issue.place.row, issue.place.column) == ("W121", 8, "D")
