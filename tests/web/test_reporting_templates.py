"""A template of several subjects: every figure goes to whom its row names, wherever the row stands."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from sigai.base import UserError
from sigai_web.exchange import Upload
from sigai_web.reporting.uploads import read_template
from sigai_web.reporting.workbooks import FIGURE, FIRST_ROW, HIDDEN, MARK, code_of

COUNTIES = {"11": ("甲县", "County A"), "12": ("乙县", "County B"), "13": ("丙县", "County C")}
MEASURES = {"stations": ("基站", "stations"), "invested": ("投资", "invested")}
UNITS = {"stations": "个", "invested": "万元"}
KEY = ("form", "2022-06", "U1")
CELLS = [(county, measure) for county in COUNTIES for measure in MEASURES]


HEADS = (
    ("主体", "指标项", "单位", "本期 2022-06", "原因（问到时填）", "上期 2022-05"),
    ("Subject", "Measure", "Unit", "This period 2022-06", "Reason (where asked)", "Last period 2022-05"),
)
"""The heads of a template as it was made before its rows had codes."""


class _Name(SimpleNamespace):
    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


def assignment(names: dict[str, tuple[str, str]] = COUNTIES) -> Any:
    measures = {
        each: SimpleNamespace(name=_Name(zh=zh, en=en), unit=UNITS[each]) for each, (zh, en) in MEASURES.items()
    }
    register = SimpleNamespace(name=lambda entity, language: names[entity][language == "en"])
    return SimpleNamespace(
        key=KEY,
        cells=CELLS,
        form=SimpleNamespace(note=""),
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
    for at, head in enumerate(HEADS[english]):
        sheet.cell(FIRST_ROW, at + 1).value = head
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


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4, 5], [4, 5, 0, 1, 2, 3]])
def test_of_two_subjects_with_one_name_the_place_says_nothing(tmp_path: Path, order: list[int]) -> None:
    with pytest.raises(UserError):
        read_template(template(tmp_path, order, ALIKE), assignment(ALIKE))


@pytest.mark.parametrize("odd", ["=D7+1", "=1/0", "#REF!", "#DIV/0!", "#VALUE!", "=VLOOKUP(A1,B:C,2,0)"])
def test_cells_that_are_not_empty_are_not_read_as_empty(tmp_path: Path, odd: str) -> None:
    with pytest.raises(UserError) as refused:
        read_template(template(tmp_path, [0, 1, 2, 3, 4, 5], D8=odd), assignment())
    (issue,) = refused.value.issues
    assert (issue.code, issue.place.row, issue.place.column) == ("W121", 8, "D")


def moved(folder: Path, how: Callable[[Any], None], known: dict[str, tuple[str, str]] = COUNTIES) -> Upload:
    """A template of today, whose hidden column has the codes of its rows, after people have moved things about."""
    upload = template(folder, [0, 1, 2, 3, 4, 5], known)
    book = openpyxl.load_workbook(upload.path)
    sheet = book.worksheets[0]
    sheet.cell(FIRST_ROW, 7).value = "代码"
    for at, key in enumerate(CELLS, start=FIRST_ROW + 1):
        sheet.cell(at, 7).value = code_of(key)
        sheet.cell(at, 6).value = 900 + at
    how(sheet)
    book.save(upload.path)
    return upload


def swapped(sheet: Any) -> None:
    """The columns of this period and of the last change places, heads and all."""
    for row in range(1, sheet.max_row + 1):
        one, other = sheet.cell(row, FIGURE + 1), sheet.cell(row, 6)
        one.value, other.value = other.value, one.value


def in_turn(sheet: Any) -> None:
    """The rows of the two counties of one name change places, codes and all."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST_ROW + 1, max_row=FIRST_ROW + 4)]
    for at, row in enumerate([*rows[2:], *rows[:2]], start=FIRST_ROW + 1):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column).value = value


@pytest.mark.parametrize(
    "how",
    [
        swapped,
        lambda sheet: sheet.insert_rows(1, 3),
        lambda sheet: sheet.insert_rows(8, 2),
        lambda sheet: sheet.delete_rows(1, 2),
        lambda sheet: sheet.insert_cols(1),
        lambda sheet: sheet.insert_cols(4, 2),
        lambda sheet: sheet.delete_cols(6),
        lambda sheet: sheet.delete_cols(7),
    ],
)
def test_columns_and_rows_that_people_moved_come_back_right(tmp_path: Path, how: Callable[[Any], None]) -> None:
    assert figures(moved(tmp_path, how), assignment()) == RIGHT


def test_two_subjects_of_one_name_are_told_apart_by_their_codes(tmp_path: Path) -> None:
    assert figures(moved(tmp_path, in_turn, ALIKE), assignment(ALIKE)) == RIGHT


@pytest.mark.parametrize(
    "how",
    [
        lambda sheet: sheet.delete_rows(8),
        lambda sheet: sheet.delete_cols(FIGURE + 1),
        lambda sheet: setattr(sheet.cell(FIRST_ROW, FIGURE + 1), "value", "数"),
        lambda sheet: setattr(sheet.cell(FIRST_ROW, 6), "value", "本期"),
        lambda sheet: setattr(sheet.cell(FIRST_ROW + 1, 1), "value", "丁县"),
    ],
)
def test_what_cannot_be_told_is_reported(tmp_path: Path, how: Callable[[Any], None]) -> None:
    with pytest.raises(UserError) as refused:
        read_template(moved(tmp_path, how), assignment())
    assert [issue.code for issue in refused.value.issues] == ["W113"]


def refused(upload: Upload, known: Any = None) -> Any:
    """The one issue for which a template is refused."""
    with pytest.raises(UserError) as error:
        read_template(upload, known or assignment())
    (issue,) = error.value.issues
    return issue


def put(**cells: Any) -> Callable[[Any], None]:
    def how(sheet: Any) -> None:
        for place, value in cells.items():
            sheet[place].value = value

    return how


@pytest.mark.parametrize(
    ("how", "zh", "en"),
    [
        (put(A7="丁县"), "第 7 行写的主体“丁县”不在这张表里；少了“甲县”的“投资”这一行", 'row 7 names "丁县"'),
        (put(B8="别的"), "第 8 行写的指标项“别的”不在这张表里", 'row 8 names "别的"'),
        (put(A9="甲县"), "第 7 行与第 9 行都是“甲县”的“投资”", "rows 7 and 9"),
        (put(D12=77), "第 12 行有内容，却没有写主体和指标项", "row 12 holds something"),
        (lambda sheet: sheet.delete_rows(8), "少了“乙县”的“基站”这一行", 'the row "stations" of "County B" is missing'),
        (put(H5="本期 2022-06 核定"), "D（本期 2022-06）、H（本期 2022-06 核定）", "several columns"),
        (put(E5=""), "找不到表头“原因”那一列", 'no column has the head "Reason"'),
    ],
)
def test_it_is_said_which_row_or_column_and_why(tmp_path: Path, how: Callable[[Any], None], zh: str, en: str) -> None:
    issue = refused(moved(tmp_path, how))
    assert issue.code == "W113"
    assert zh in issue.what("zh")
    assert en in issue.what("en")


def test_of_many_rows_some_are_named(tmp_path: Path) -> None:
    said = refused(moved(tmp_path, lambda sheet: sheet.delete_rows(FIRST_ROW + 1, 6))).what("zh")
    assert (said.count("少了"), "另有 1 处" in said) == (5, True)


@pytest.mark.parametrize(
    ("place", "text", "stated"),
    [
        ("A4", "单位：元", "元"),
        ("A1", "金额单位:千元", "千元"),
        ("C3", "（元）", "元"),
        ("C3", "亿元", "亿元"),
        ("B2", "计量单位：个、亿元", "亿元"),
        ("A2", "以元计", "元"),
        ("A15", "单位：元", "元"),
        ("I8", "单位：吨", "吨"),
        ("I8", "数据单位：百万元", "百万元"),
        ("A1", "单位：万元", None),
        ("A1", "计量单位：个、万元", None),
        ("C3", "万元", None),
        ("C3", "月", None),
        ("A2", "填报单位：甲局", None),
        ("I8", "核对过", None),
        ("I8", "与上期的单位：元 相比 → 请核对", None),
    ],
)
def test_a_unit_in_a_free_cell_is_asked_about(tmp_path: Path, place: str, text: str, stated: str | None) -> None:
    upload = moved(tmp_path, put(**{place: text}))
    if stated is None:
        assert figures(upload, assignment()) == RIGHT
        return
    if place.startswith("A15"):  # under the rows, where the subject stands
        assert refused(upload).code == "W113"
        return
    issue = refused(upload)
    assert (issue.code, issue.facts["given"]) == ("W133", stated)
    assert f"{issue.place.column}{issue.place.row}" == place


def hide(row: int = 0, column: str = "", **cells: Any) -> Callable[[Any], None]:
    def how(sheet: Any) -> None:
        put(**cells)(sheet)
        if row:
            sheet.row_dimensions[row].hidden = True
        if column:
            sheet.column_dimensions[column].hidden = True

    return how


@pytest.mark.parametrize(
    ("how", "places"),
    [
        (hide(row=8), ["D8"]),
        (hide(column="D"), [f"D{row}" for row in range(FIRST_ROW + 1, FIRST_ROW + 7)]),
        (hide(row=8, E8="停产"), ["D8", "E8"]),
        (hide(column="E", E9="停产"), ["E9"]),
        (hide(row=8, D8=None), []),
        (hide(column="E"), []),
        (hide(column="F"), []),
        (hide(row=3), []),
    ],
)
def test_what_is_entered_where_nobody_sees_it_is_refused(
    tmp_path: Path, how: Callable[[Any], None], places: list[str]
) -> None:
    upload = moved(tmp_path, how)
    if not places:
        assert read_template(upload, assignment()) is not None
        return
    with pytest.raises(UserError) as error:
        read_template(upload, assignment())
    assert {issue.code for issue in error.value.issues} == {"W134"}
    assert [f"{issue.place.column}{issue.place.row}" for issue in error.value.issues] == places
