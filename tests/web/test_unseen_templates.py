"""K9: a template comes back from people who moved things in it; every figure goes to whom its row names, or none does.

Each input says what a careful person sees in the sheet: the figures as they were filled in (`RIGHT`), other figures, or
nothing that can be told (`REFUSED`). Several answers are right where a person could read on as well as ask.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from sigai.base import Period, UserError
from sigai_web.exchange import Upload
from sigai_web.reporting.uploads import read_template
from sigai_web.reporting.workbooks import FIRST_ROW, HIDDEN, MARK, code_of

KEY = ("form", "2022-06", "U1")
COUNTIES = {"11": "甲县", "12": "乙县", "13": "丙县"}
ALIKE = {"11": "甲县", "12": "甲县", "13": "丙县"}
MEASURES = {"stations": ("基站", "stations", "个"), "invested": ("投资", "invested", "万元")}
CELLS = [(county, measure) for county in COUNTIES for measure in MEASURES]
HEADS = (
    "主体",
    "指标项",
    "单位",
    "本期 2022-06",
    "原因（问到时填）",
    "上期 2022-05",
    "上年同期 2021-06",
    "口径",
    "说明",
    "代码",
)
TOP = FIRST_ROW + 1
"""The first row of cells, as spreadsheets count."""
SUBJECT, MEASURE, UNIT, FIGURE, REASON, LAST, CODE = 1, 2, 3, 4, 5, 6, 10
Figures = dict[tuple[str, str], str]
RIGHT: Figures = {key: str(10 + number) for number, key in enumerate(CELLS)}
REFUSED = "refused"
NO_TEMPLATE = "no template"


def known(names: dict[str, str] = COUNTIES) -> Any:
    """The assignment, as far as a template is read by it."""
    measures = {each: SimpleNamespace(name=_Name(zh=zh, en=en), unit=unit) for each, (zh, en, unit) in MEASURES.items()}
    return SimpleNamespace(
        key=KEY,
        period=KEY[1],
        cells=CELLS,
        form=SimpleNamespace(note=""),
        name=lambda language: "表",
        content=SimpleNamespace(measure_by_id=measures),
        owed=SimpleNamespace(register=_Register(names)),
    )


class _Register:
    """The register, as far as a template is read by it: names, and no form that anybody owes."""

    content = SimpleNamespace(
        forms=(),
        measure_by_id={},
        head=SimpleNamespace(start=Period.parse("2021-01"), end=Period.parse("2023-12")),
    )

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def name(self, entity: str, language: str) -> str:
        return self._names[entity]


class _Name(SimpleNamespace):
    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


def filled_in(names: dict[str, str] = COUNTIES) -> Any:
    """A template as it is downloaded, with a figure in every row."""
    book = openpyxl.Workbook()
    sheet, hidden = book.active, book.create_sheet(HIDDEN)
    sheet.title = "填报"
    sheet["A1"], sheet["A2"], sheet["A3"] = (
        "表",
        "截止 2022-07-10。",
        "只填黄色格子；没有的数留空并写原因，不要填 0 代替。",
    )
    for column, head in enumerate(HEADS, start=1):
        sheet.cell(FIRST_ROW, column).value = head
    hidden.append([MARK, *KEY, "3"])
    for number, (entity, measure) in enumerate(CELLS):
        zh, _, unit = MEASURES[measure]
        row = [
            names[entity],
            zh,
            unit,
            10 + number,
            "",
            900 + number,
            800 + number,
            "本期数",
            "",
            code_of((entity, measure)),
        ]
        for column, value in enumerate(row, start=1):
            sheet.cell(TOP + number, column).value = value
        hidden.append([str(FIRST_ROW + number), entity, measure])
    hidden.sheet_state = "veryHidden"
    return book


def read(folder: Path, change: Callable[[Any], Any], names: dict[str, str]) -> Figures | str:
    """What is taken of a template after somebody changed it."""
    book = filled_in(names)
    change(book)
    path = folder / "a.xlsx"
    book.save(path)
    try:
        found = read_template(Upload(path, "a.xlsx", ".xlsx", path.stat().st_size), known(names))
    except UserError as refused:
        assert all(issue.what("zh") and issue.what("en") for issue in refused.issues)
        return REFUSED
    return NO_TEMPLATE if found is None else {key: text for key, (text, _) in found.cells.items()}


def sheet_of(book: Any) -> Any:
    return next(sheet for sheet in book.worksheets if sheet.title != HIDDEN)


def rows_of(book: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet_of(book).iter_rows(min_row=TOP, max_col=CODE)]


def put(book: Any, rows: list[list[Any]], columns: int = CODE) -> None:
    """Rows in the place of those that are there; of the first columns only where somebody marked no more."""
    for at, row in enumerate(rows, start=TOP):
        for column, value in enumerate(row[:columns], start=1):
            sheet_of(book).cell(at, column).value = value


def ordered(key: Callable[[list[Any]], Any], columns: int = CODE) -> Callable[[Any], None]:
    """Rows sorted by somebody who marked the first columns."""
    return lambda book: put(book, sorted(rows_of(book), key=key), columns)


def cell(row: int, column: int, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        sheet_of(book).cell(row, column).value = value

    return change


def added(*rows: list[Any]) -> Callable[[Any], None]:
    """Rows under the others."""
    return lambda book: [sheet_of(book).append(row) for row in rows] and None


def again(figure: int) -> Callable[[Any], None]:
    """The first row copied to the end, with a figure."""
    return lambda book: sheet_of(book).append([*rows_of(book)[0][:3], figure, *rows_of(book)[0][4:]])


def merged(area: str, *also: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for each in (area, *also):
            sheet_of(book).merge_cells(each)

    return change


def both(*changes: Callable[[Any], Any]) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for each in changes:
            each(book)

    return change


def on_sheet(name: str, *given: Any) -> Callable[[Any], None]:
    return lambda book: getattr(sheet_of(book), name)(*given)


def moved_to_the_front(book: Any) -> None:
    """The column of figures before all others."""
    sheet = sheet_of(book)
    figures = [row[0].value for row in sheet.iter_rows(min_col=FIGURE, max_col=FIGURE)]
    sheet.delete_cols(FIGURE)
    sheet.insert_cols(1)
    for at, value in enumerate(figures, start=1):
        sheet.cell(at, 1).value = value


def without_the_hidden_sheet(book: Any) -> None:
    del book[HIDDEN]


def of_another(column: int, value: str) -> Callable[[Any], None]:
    """What the template says that it is for."""
    return lambda book: setattr(book[HIDDEN].cell(1, column), "value", value)


def with_a_copy(book: Any) -> None:
    book.copy_worksheet(sheet_of(book))


def hidden_rows(book: Any) -> None:
    for row in (TOP, TOP + 3):
        sheet_of(book).row_dimensions[row].hidden = True


def names_of(names: list[str]) -> Callable[[Any], None]:
    """Other names in the first column."""
    return lambda book: put(book, [[name] for name in names], 1)


def swapped(*pairs: tuple[int, int]) -> Figures:
    """The figures where pairs of cells have those of each other."""
    found = dict(RIGHT)
    for one, other in pairs:
        found[CELLS[one]], found[CELLS[other]] = RIGHT[CELLS[other]], RIGHT[CELLS[one]]
    return found


PART = {**RIGHT, CELLS[0]: ""}
INPUTS: dict[str, tuple[Callable[[Any], Any], list[Figures | str]]] = {
    "sorted-by-figure": (ordered(lambda row: -row[FIGURE - 1]), [RIGHT]),
    "sorted-by-measure": (ordered(lambda row: (row[MEASURE - 1], row[0])), [RIGHT]),
    "sorted-without-the-hidden-column": (ordered(lambda row: -row[FIGURE - 1], columns=9), [RIGHT, REFUSED]),
    "row-deleted": (on_sheet("delete_rows", TOP + 2), [REFUSED]),
    "rows-of-one-county-deleted": (on_sheet("delete_rows", TOP + 4, 2), [REFUSED]),
    "row-emptied": (lambda book: put(book, [[None] * CODE]), [REFUSED]),
    "row-twice-with-the-same": (again(10), [RIGHT, REFUSED]),
    "row-twice-with-another-figure": (again(99), [REFUSED]),
    "row-twice-without-a-figure": (lambda book: sheet_of(book).append([*rows_of(book)[0][:3]]), [RIGHT, REFUSED]),
    "row-of-another-county": (added(["丁县", "基站", "个", 77]), [REFUSED]),
    "row-of-another-measure": (added(["甲县", "产值", "万元", 77]), [REFUSED]),
    "name-of-another-typed-over": (cell(TOP, SUBJECT, "丁县"), [REFUSED]),
    "name-of-another-here-typed-over": (cell(TOP, SUBJECT, "乙县"), [REFUSED]),
    "names-of-two-exchanged": (
        names_of(["乙县", "乙县", "甲县", "甲县", "丙县", "丙县"]),
        [swapped((0, 2), (1, 3)), REFUSED],
    ),
    "measures-of-two-exchanged": (
        both(
            cell(TOP, MEASURE, "投资"),
            cell(TOP + 1, MEASURE, "基站"),
            cell(TOP, UNIT, "万元"),
            cell(TOP + 1, UNIT, "个"),
        ),
        [swapped((0, 1)), REFUSED],
    ),
    "figures-moved-to-the-front": (moved_to_the_front, [RIGHT]),
    "column-inserted": (on_sheet("insert_cols", 2), [RIGHT]),
    "column-inserted-with-a-head": (
        both(on_sheet("insert_cols", 4), cell(FIRST_ROW, 4, "备注"), cell(TOP, 4, "核对过")),
        [RIGHT],
    ),
    "second-column-of-this-period": (
        both(cell(FIRST_ROW, 11, "本期 2022-06（修正）"), cell(TOP, 11, 55)),
        [REFUSED],
    ),
    "column-of-next-period": (both(cell(FIRST_ROW, 11, "下期 2022-07"), cell(TOP, 11, 55)), [RIGHT]),
    "heads-of-figures-exchanged": (
        both(cell(FIRST_ROW, FIGURE, "上期 2022-05"), cell(FIRST_ROW, LAST, "本期 2022-06")),
        [{key: str(900 + number) for number, key in enumerate(CELLS)}],
    ),
    "head-of-another-month": (cell(FIRST_ROW, FIGURE, "本期 2022-05"), [REFUSED]),
    "head-of-another-year": (cell(FIRST_ROW, FIGURE, "This period 2021-06"), [REFUSED]),
    "head-of-another-month-in-words": (cell(FIRST_ROW, FIGURE, "本期（2022年5月）"), [REFUSED]),
    "head-of-this-month-in-words": (cell(FIRST_ROW, FIGURE, "本期（2022年6月）"), [RIGHT, REFUSED]),
    "head-without-month": (cell(FIRST_ROW, FIGURE, "本期"), [RIGHT, REFUSED]),
    "head-with-unit": (cell(FIRST_ROW, FIGURE, "本期 2022-06（万元）"), [REFUSED]),
    "template-of-another-month": (of_another(3, "2022-05"), [REFUSED]),
    "template-of-another-form": (of_another(2, "other"), [REFUSED]),
    "template-of-another-reporter": (of_another(4, "U2"), [REFUSED]),
    "figures-merged": (merged(f"D{TOP}:D{TOP + 1}"), [REFUSED]),
    "figures-merged-across": (merged(f"C{TOP}:D{TOP}"), [REFUSED]),
    "head-merged-over-figure-and-reason": (merged(f"D{FIRST_ROW}:E{FIRST_ROW}"), [REFUSED]),
    "head-merged-over-two-rows": (
        both(on_sheet("insert_rows", TOP), merged(f"D{FIRST_ROW}:D{TOP}", f"A{FIRST_ROW}:A{TOP}")),
        [RIGHT],
    ),
    "names-merged": (merged(f"A{TOP}:A{TOP + 1}", f"A{TOP + 2}:A{TOP + 3}"), [RIGHT, REFUSED]),
    "titles-merged": (merged("A1:F1", "A3:F3"), [RIGHT]),
    "title-row-more": (both(on_sheet("insert_rows", 1), cell(1, 1, "本期报表（2022年6月）")), [RIGHT]),
    "title-with-words-of-heads": (both(on_sheet("insert_rows", 1), cell(1, 1, "主体"), cell(1, 2, "甲县")), [RIGHT]),
    "heads-again-in-the-middle": (
        lambda book: put(book, [*rows_of(book)[:3], list(HEADS), *rows_of(book)[3:]]),
        [RIGHT, REFUSED],
    ),
    "rows-hidden-by-a-filter": (hidden_rows, [RIGHT, REFUSED]),
    "total-at-the-end": (added(["合计", "", "", 75]), [RIGHT, REFUSED]),
    "name-of-who-filled-it-in": (added([], ["填表人：张三"]), [RIGHT, REFUSED]),
    "figure-beside-the-rows": (added([], [None, None, None, 77]), [REFUSED]),
    "spaces-in-names": (names_of(["甲县 ", " 甲县", "乙县", "乙县", "丙县", "丙县\u3000"]), [RIGHT, REFUSED]),
    "units-changed": (cell(TOP + 1, UNIT, "亿元"), [REFUSED]),
    "unit-in-other-words": (cell(TOP + 1, UNIT, "元"), [REFUSED]),
    "units-emptied": (cell(TOP + 1, UNIT, None), [RIGHT, REFUSED]),
    "unit-column-deleted": (on_sheet("delete_cols", UNIT), [RIGHT]),
    "unit-written-otherwise": (cell(TOP + 1, UNIT, " 万元 "), [RIGHT]),
    "unit-in-brackets": (cell(TOP + 1, UNIT, "（万元）"), [RIGHT]),
    "another-unit-in-brackets": (cell(TOP + 1, UNIT, "（亿元）"), [REFUSED]),
    "unit-in-the-head-of-units": (cell(FIRST_ROW, UNIT, "单位（元）"), [REFUSED]),
    "unit-after-the-head-of-units": (cell(FIRST_ROW, UNIT, "单位：亿元"), [REFUSED]),
    "the-unit-in-the-head-of-units": (cell(FIRST_ROW, UNIT, "单位（万元）"), [RIGHT, REFUSED]),
    "head-in-two-lines": (cell(FIRST_ROW, FIGURE, "本期\n2022-06"), [RIGHT]),
    "head-with-wide-spaces": (cell(FIRST_ROW, FIGURE, "本期\u3000 2022-06"), [RIGHT]),
    "figure-deleted": (cell(TOP, FIGURE, None), [PART]),
    "sheet-renamed": (lambda book: setattr(sheet_of(book), "title", "6月"), [RIGHT]),
    "sheet-copied": (with_a_copy, [REFUSED]),
    "hidden-sheet-first": (lambda book: book.move_sheet(HIDDEN, -1), [RIGHT]),
    "hidden-sheet-lost": (without_the_hidden_sheet, [NO_TEMPLATE]),
    "code-of-another": (cell(TOP, CODE, "12/stations"), [RIGHT, REFUSED]),
}


@pytest.mark.parametrize(("change", "wanted"), INPUTS.values(), ids=INPUTS)
def test_a_template_that_people_changed(
    tmp_path: Path, change: Callable[[Any], Any], wanted: list[Figures | str]
) -> None:
    assert read(tmp_path, change, COUNTIES) in wanted


OF_ONE_NAME: dict[str, tuple[Callable[[Any], Any], list[Figures | str]]] = {
    "sorted": (ordered(lambda row: -row[FIGURE - 1]), [RIGHT]),
    "sorted-without-the-hidden-column": (ordered(lambda row: -row[FIGURE - 1], columns=9), [REFUSED]),
    "code-column-deleted": (on_sheet("delete_cols", CODE), [REFUSED]),
    "sorted-and-code-column-deleted": (
        both(ordered(lambda row: -row[FIGURE - 1]), on_sheet("delete_cols", CODE)),
        [REFUSED],
    ),
    "a-code-lost": (cell(TOP, CODE, None), [REFUSED]),
}


@pytest.mark.parametrize(("change", "wanted"), OF_ONE_NAME.values(), ids=OF_ONE_NAME)
def test_two_counties_of_one_name(tmp_path: Path, change: Callable[[Any], Any], wanted: list[Figures | str]) -> None:
    assert read(tmp_path, change, ALIKE) in wanted
