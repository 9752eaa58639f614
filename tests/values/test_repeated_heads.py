"""A header row that comes again, continuations and further sheets: the unit, period and heads over the first table hold
for it, or its figures are asked about; never are they read as if nothing had been said."""

from __future__ import annotations

from typing import Any

import pytest

from helpers_unseen import J, Key, book, csv, taken
from helpers_values import PROGRAMME, write_folder
from sigai.values import Intake, read_values

CODE, MONTH, OUT, PROFIT = "统一社会信用代码", "时期", "工业总产值", "利润总额"
H = [CODE, MONTH, OUT]
LONG = [CODE, "指标", MONTH, "数值"]
FIVE, SIX = {(1, "output", J): "5"}, {(2, "output", J): "6"}
Rows = list[list[Any]]


def read(tmp_path: Any, *rows: list[Any], more: dict[str, Rows] | None = None, text: bool = False) -> Intake:
    content: Any = csv(*rows) if text else book(*rows, more=more)
    name = "values.csv" if text else "values.xlsx"
    return read_values(write_folder(tmp_path, {name: content}), PROGRAMME)


def figures(intake: Intake) -> dict[Key, str]:
    return {key: f"{value.normalize():f}" for key, value in taken(intake).items()}


SAME: dict[str, Rows] = {
    "at once": [["单位：千元"], H, ["E1", J, 50], H, ["E2", J, 60]],
    "after a blank row": [["单位：千元"], H, ["E1", J, 50], [], H, ["E2", J, 60]],
    "after the page": [["单位：千元"], H, ["E1", J, 50], ["第1页"], H, ["E2", J, 60]],
    "after a note": [["单位：千元"], H, ["E1", J, 50], ["注：含税"], [], H, ["E2", J, 60]],
    "under the same title": [["产值表"], ["单位：千元"], H, ["E1", J, 50], [], ["产值表"], H, ["E2", J, 60]],
    "with a row of units under the first": [H, ["", "", "千元"], ["E1", J, 50], H, ["E2", J, 60]],
    "with a row of units under both": [H, ["", "", "千元"], ["E1", J, 50], H, ["", "", "千元"], ["E2", J, 60]],
    "with 本月 and 累计 under the first": [
        *(["单位：千元"], [*H, ""], ["", "", "本月", "累计"], ["E1", J, 1, 50]),
        *([*H, ""], ["E2", J, 1, 60]),
    ],
    "with groups over the first": [
        *(["单位：千元"], ["", "", "上年同期", "本年"], [*H, OUT], ["E1", J, 1, 50]),
        *([*H, OUT], ["E2", J, 1, 60]),
    ],
    "with groups over both": [
        *(["单位：千元"], ["", "", "上年同期", "本年"], [*H, OUT], ["E1", J, 1, 50]),
        *(["", "", "上年同期", "本年"], [*H, OUT], ["E2", J, 1, 60]),
    ],
    "a unit in the header": [[*H[:2], OUT + "（千元）"], ["E1", J, 50], [*H[:2], OUT + "（千元）"], ["E2", J, 60]],
    "a unit of its own": [["单位：千元"], H, ["E1", J, 50], ["单位：元"], H, ["E2", J, 60000]],
    "a title with a unit": [["单位：千元"], H, ["E1", J, 50], ["续表", "", "单位：元"], H, ["E2", J, 60000]],
    "long": [["单位：千元"], LONG, ["E1", OUT, J, 50], LONG, ["E2", OUT, J, 60]],
}


@pytest.mark.parametrize("rows", SAME.values(), ids=SAME)
@pytest.mark.parametrize("text", [False, True], ids=["workbook", "text"])
def test_a_repeated_header_goes_on(tmp_path: Any, rows: Rows, text: bool) -> None:
    assert figures(read(tmp_path, *rows, text=text)) == FIVE | SIX


def test_months_as_columns_go_on_with_the_unit(tmp_path: Any) -> None:
    head = [CODE, "指标", "2022-05", "2022-06"]
    intake = read(tmp_path, ["单位：千元"], head, ["E1", OUT, 40, 50], head, ["E2", OUT, 50, 60])
    assert figures(intake).items() >= (FIVE | SIX).items()


def test_a_header_of_years_that_comes_again_is_no_row(tmp_path: Any) -> None:
    head = [CODE, "指标", "2021", "2022"]
    intake = read(tmp_path, head, ["E1", "评分", 10, 20], head, ["E2", "评分", 30, 40])
    assert len(figures(intake)) == 4
    assert {issue.code for issue in intake.issues} == {"V039"}


def test_the_period_goes_on_and_changes_with_a_title_apart(tmp_path: Any) -> None:
    head = [CODE, OUT]
    rows: Rows = [["2022年5月"], head, ["E1", 5], head, ["E2", 6], [], ["2022年6月"], [], head, ["E3", 7]]
    assert figures(read(tmp_path, *rows)) == {
        (1, "output", "2022-05"): "5",
        (2, "output", "2022-05"): "6",
        (3, "output", "2022-06"): "7",
    }


ASKED: dict[str, tuple[Rows, dict[str, Rows]]] = {
    "continued": ([["单位：千元"], H, ["E1", J, 50], [], ["续表"], H, ["E2", J, 60]], {}),
    "continued, said in a title": ([["单位：千元"], H, ["E1", J, 50], ["产值表（续）"], H, ["E2", J, 60]], {}),
    "another title": ([["单位：千元"], H, ["E1", J, 50], [], ["乙县"], H, ["E2", J, 60]], {}),
    "a unit under the first": (
        [H, ["E1", J, 50], ["单位：千元"], [], H, *([f"E{number}", J, 60] for number in range(2, 9))],
        {},
    ),
    "a second sheet": ([["单位：千元"], H, ["E1", J, 50]], {"续": [["续表"], H, ["E2", J, 60]]}),
    "a second sheet without title": ([["单位：千元"], H, ["E1", J, 50]], {"b": [H, ["E2", J, 60]]}),
    "a unit in the first sheet's header": ([[*H[:2], OUT + "（千元）"], ["E1", J, 50]], {"b": [H, ["E2", J, 60]]}),
    "a column of units": ([[*H, "单位"], ["E1", J, 50, "千元"]], {"b": [H, ["E2", J, 60]]}),
    "long sheets": ([["单位：千元"], LONG, ["E1", OUT, J, 50]], {"b": [LONG, ["E2", OUT, J, 60]]}),
    "said on the last sheet": ([H, ["E2", J, 60]], {"b": [["单位：千元"], H, ["E1", J, 50]]}),
}


@pytest.mark.parametrize(("rows", "more"), ASKED.values(), ids=ASKED)
def test_without_a_unit_beside_another_table_figures_are_asked_about(
    tmp_path: Any, rows: Rows, more: dict[str, Rows]
) -> None:
    intake = read(tmp_path, *rows, more=more)
    assert figures(intake) == FIVE
    assert "V062" in {issue.code for issue in intake.issues}


@pytest.mark.parametrize("head", [[CODE, MONTH, PROFIT], [CODE, MONTH, PROFIT, "备注"]])
@pytest.mark.parametrize("above", [[["续表"]], []])
def test_other_columns_below_a_stated_unit_are_asked_about(tmp_path: Any, head: list[Any], above: Rows) -> None:
    intake = read(tmp_path, ["单位：千元"], H, ["E1", J, 50], *above, head, ["E1", J, 60])
    assert figures(intake) == FIVE
    assert "V062" in {issue.code for issue in intake.issues}


def test_sheets_that_agree_are_not_asked_about(tmp_path: Any) -> None:
    intake = read(
        tmp_path,
        ["单位：万元"],
        H,
        ["E1", J, 5],
        more={"b": [H, ["E2", J, 6]], "c": [[CODE, MONTH, "固废产生量"], ["E1", J, 7]]},
    )
    assert figures(intake) == FIVE | SIX | {(1, "waste_made", J): "7"}
    assert all(issue.severity == "note" for issue in intake.issues)


def test_a_unit_of_another_measure_asks_nothing(tmp_path: Any) -> None:
    intake = read(tmp_path, ["单位：千元"], H, ["E1", J, 50], more={"b": [[CODE, MONTH, PROFIT], ["E1", J, 60]]})
    assert figures(intake) == FIVE | {(1, "profit", J): "60"}


WIDER: dict[str, Rows] = {
    "at once": [H, ["E1", J, 5], [*H, PROFIT], ["E2", J, 6, 7]],
    "after a blank row": [H, ["E1", J, 5], [], [*H, PROFIT], ["E2", J, 6, 7]],
    "under a title": [["表一"], H, ["E1", J, 5], ["表二"], [*H, PROFIT], ["E2", J, 6, 7]],
    "with a unit each": [["单位：千元"], H, ["E1", J, 50], ["单位：万元"], [*H, PROFIT], ["E2", J, 6, 7]],
    "of more codes": [H, ["E1", J, 5], [CODE, "企业名称", *H[1:], PROFIT], ["E2", "企业2", J, 6, 7]],
    "in the middle of thirty rows": [H, *(["E1", J, 5] for _ in range(20)), [*H, PROFIT], ["E2", J, 6, 7]],
}


@pytest.mark.parametrize("rows", WIDER.values(), ids=WIDER)
@pytest.mark.parametrize("text", [False, True], ids=["workbook", "text"])
def test_a_wider_header_below_is_not_that_of_the_rows_above(tmp_path: Any, rows: Rows, text: bool) -> None:
    intake = read(tmp_path, *rows, text=text)
    assert figures(intake) == FIVE | SIX | {(2, "profit", J): "7"}


@pytest.mark.parametrize("text", [False, True], ids=["workbook", "text"])
def test_a_unit_right_between_two_tables_is_asked_about_in_the_first(tmp_path: Any, text: bool) -> None:
    rows: Rows = [H, ["E1", J, 50], ["单位：千元", "", ""], H, ["E2", J, 60]]
    assert figures(read(tmp_path, *rows, text=text)) == SIX
    (tmp_path / "both").mkdir()
    assert figures(read(tmp_path / "both", *rows, ["单位：元", "", ""], text=text)) == {}


BETWEEN: dict[str, Rows] = {
    "under a unit of its own": [["单位：万元"], H, ["E1", J, 5], ["单位：千元"], H, ["E2", J, 60]],
    "with a unit in its header": [[*H[:2], f"{OUT}（万元）"], ["E1", J, 5], ["单位：千元"], H, ["E2", J, 60]],
    "apart from it": [H, ["E1", J, 5], [], ["单位：千元"], H, ["E2", J, 60]],
    "under a title": [H, ["E1", J, 5], ["表二"], ["单位：千元"], H, ["E2", J, 60]],
    "the programme's own": [H, ["E1", J, 5], ["单位：万元"], H, ["E2", J, 6]],
}


@pytest.mark.parametrize("rows", BETWEEN.values(), ids=BETWEEN)
def test_a_unit_between_two_tables_is_not_asked_about(tmp_path: Any, rows: Rows) -> None:
    assert figures(read(tmp_path, *rows)) == FIVE | SIX
