"""Months as columns with units, words and periods since January; the year in one column and the month in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_unseen import Case, Cases, J, X, book, check, csv
from helpers_values import codes, only, read, values_of

case = Cases()
CODE, NAME = "统一社会信用代码", "指标"
OUT, PROFIT, WASTE, PEOPLE = "工业总产值", "利润总额", "固废产生量", "从业人员"
M = "2022-05"
O1, O2, OM = (1, "output", J), (2, "output", J), (1, "output", M)
W1, WM = (1, "waste_made", J), (1, "waste_made", M)
TWO = [CODE, NAME, "2022年5月", "2022年6月"]

# one month as a column
for head in ("2022年1月", "2022-01", "202201", "2022年1月份", "Jan 2022", "二〇二二年一月"):
    case("one", head, book([CODE, NAME, head], ["E1", WASTE, 5]), {(1, "waste_made", "2022-01"): 5}, says=("V039",))
case("one", "year", book([CODE, NAME, "2022年"], ["E1", "评分", 50]), {(1, "score", "2022"): 50})
case("one", "total", csv([CODE, NAME, "2022年1-6月"], ["E1", OUT, 5], ["E1", WASTE, 6]), {O1: 5}, asked=[W1])
case("one", "unit", csv([CODE, NAME, "2022年6月（亿元）"], ["E1", OUT, 5]), {O1: 50000})
case("one", "plan", csv([CODE, NAME, "2022年6月（计划）"], ["E1", OUT, 5]), asked=[O1], says=("V103",))
case("one", "with-a-note", csv([CODE, NAME, J, "备注"], ["E1", OUT, 5, "x"]), {O1: 5})
case("one", "day-number", book([CODE, NAME, 44713], ["E1", OUT, 5]), asked=[O1])
case("one", "without-measure", csv([CODE, "2022年6月"], ["E1", 5]), asked=[O1], says=("V046",))
case("one", "only-words", csv([CODE, NAME, "2022年6月增减"], ["E1", OUT, 5]), asked=[O1])

# units and words of the columns
UNITS = [["", "", "亿元", "万元"], [None, None, "（亿元）", "(万元)"], ["单位", "", "亿元", "万元"]]
for n, row in enumerate(UNITS):
    case("unit", f"row-{n}", book(TWO, row, ["E1", OUT, 5, 60000]), {OM: 50000, O1: 60000})
case("unit", "row-above", book([None, None, "亿元", "千元"], TWO, ["E1", OUT, 5, 6e6]), {OM: 50000, O1: 600000})
case(
    "unit", "heads", book([*TWO[:2], "2022年5月（亿元）", "2022年6月 亿元"], ["E1", OUT, 5, 6]), {OM: 50000, O1: 60000}
)
case("unit", "of-another-kind", book(TWO, ["", "", "亿元", "亿元"], ["E1", WASTE, 5, 6]), asked=[W1, WM])
case("unit", "against-the-name", csv([*TWO[:3]], ["", "", "亿元"], ["E1", f"{OUT}（万元）", 5]), asked=[OM])
case("unit", "against-the-head", book([*TWO[:2], "2022年5月（亿元）"], ["", "", "万元"], ["E1", OUT, 5]), asked=[OM])
case(
    "unit",
    "against-the-column",
    csv([*TWO, "单位"], ["", "", "亿元", "亿元", ""], ["E1", OUT, 5, 6, "万元"]),
    asked=[O1],
)
case("unit", "of-the-title", book(["单位：千元"], TWO, ["", "", "亿元", ""], ["E1", OUT, 5, 60]), {OM: 50000, O1: 6})

for words in ("计划", "预计", "上年同期", "同比", "预测数", "目标"):
    case(
        "words", f"under-{words}", book(TWO, ["", "", "实际", words], ["E1", OUT, 5, 6]), {OM: 5}, [O1], says=("V103",)
    )
    behind = book([*TWO[:2], "2022年5月", f"2022年6月（{words}）"], ["E1", OUT, 5, 6])
    case("words", f"behind-{words}", behind, {OM: 5}, [O1], says=("V103",))
case(
    "words",
    "month",
    book(TWO, ["", "", "本月", "本月"], ["E1", OUT, 5, 6], ["E1", WASTE, 5, 6]),
    {WM: 5, W1: 6},
    [O1, OM],
)
case(
    "words",
    "total",
    book(TWO, ["", "", "累计", "累计"], ["E1", OUT, 5, 6], ["E1", WASTE, 5, 6]),
    {OM: 5, O1: 6},
    [W1, WM],
)
case(
    "words",
    "over",
    book(["", "", "本月", "累计"], [*TWO[:2], J, "2022.06"], ["E1", OUT, 1, 6], ["E1", WASTE, 1, 6]),
    {O1: 6, W1: 1},
)
case(
    "words",
    "both-under-each",
    book(
        [CODE, NAME, "2022年5月", "", "2022年6月", ""],
        ["", "", "本月", "累计", "本月", "累计"],
        ["E1", OUT, 1, 5, 1, 6],
        ["E1", WASTE, 2, 10, 2, 12],
        ["E2", OUT, 1, 5, 1, None],
        merge=["C1:D1", "E1:F1"],
    ),
    {OM: 5, O1: 6, WM: 2, W1: 2, (2, "output", M): 5},
)

# single months beside periods since January
MIXED = [CODE, NAME, "2022年5月", "2022年6月", "2022年1-6月"]
case("since", "filled", book(MIXED, ["E1", OUT, 1, 2, 9]), {O1: 9}, [OM], says=("V035",))
case("since", "blank", book(MIXED, ["E1", OUT, 1, 2, None], ["E2", OUT, 1, 2, "—"]), asked=[OM, O1, O2], says=("V035",))
case("since", "of-flows", book(MIXED, ["E1", WASTE, 1, 2, 9]), {WM: 1, W1: 2})
case(
    "since",
    "of-stocks",
    book([*MIXED[:2], "2022Q1", "2022Q2", "2022年1-6月"], ["E1", PEOPLE, 1, 2, 9]),
    {(1, "employees", "2022Q2"): 2, (1, "employees", "2022Q1"): 1},
)
case("since", "of-flows-blank", book(MIXED, ["E1", WASTE, 1, None, 9]), {WM: 1})
case(
    "since",
    "two",
    csv([*MIXED, "2022年1-5月"], ["E1", OUT, 1, 2, 9, 7], ["E1", PROFIT, 1, 1, 6, 5]),
    {O1: 9, OM: 7, (1, "profit", J): 6, (1, "profit", M): 5},
)
case(
    "since",
    "february",
    csv([CODE, NAME, "2022年1-2月", "2022年3月"], ["E1", PROFIT, 1, 2]),
    {(1, "profit", "2022-02"): 1},
    [(1, "profit", "2022-03")],
    says=("V035",),
)
case(
    "since",
    "january",
    csv([CODE, NAME, "2022年1月", "2022年1-2月"], ["E1", PROFIT, 1, 2]),
    {(1, "profit", "2022-01"): 1, (1, "profit", "2022-02"): 2},
)
SEPTEMBER = (1, "output", "2022-09")
for head in (
    "累计",
    "本年累计",
    "1-9月",
    "2022年前三季度",
    "前三季度",
    "前3季度",
    "1—9月累计",
    "累计数",
    "9月累计",
    "年初至今累计",
):
    rows = [[CODE, NAME, "2022年9月", head], ["E1", OUT, 1, 9], ["E1", WASTE, 1, 9]]
    case("beside", head, book(*rows), {SEPTEMBER: 9, (1, "waste_made", "2022-09"): 1})
for head in ("1-9月", "前三季度", "1至9月累计"):
    rows = [[CODE, NAME, "2022年8月", "2022年9月", head], ["E1", OUT, 1, 2, 9], ["E1", WASTE, 1, 2, 9]]
    wanted = {SEPTEMBER: 9, (1, "waste_made", "2022-09"): 2, (1, "waste_made", "2022-08"): 1}
    case("beside", f"two-{head}", book(*rows), wanted, [(1, "output", "2022-08")], says=("V035",))
for head in ("累计", "本年累计", "合计", "全年", "总计数"):  # up to which month, nobody knows
    rows = [[CODE, NAME, "2022年5月", "2022年6月", head], ["E1", OUT, 1, 2, 9], ["E1", WASTE, 1, 2, 3]]
    case("beside", f"open-{head}", book(*rows), {WM: 1, W1: 2}, [OM, O1], says=("V036", "V037"))
case("beside", "unit", book([*TWO[:2], J, "累计（亿元）"], ["E1", OUT, 1, 9]), {O1: 90000})
case("beside", "unit-below", book([*TWO[:2], J, "累计"], ["", "", "万元", "亿元"], ["E1", OUT, 1, 9]), {O1: 90000})
case("beside", "other-years", book([*TWO[:2], "2021年6月", J, "1-6月"], ["E1", OUT, 1, 2, 9]), asked=[O1])
case("beside", "growth", book([*TWO[:2], J, "累计同比"], ["E1", OUT, 5, 9], ["E1", WASTE, 5, 9]), {O1: 5, W1: 5})
case("beside", "blank", book([*TWO[:2], J, "累计"], ["E1", OUT, 1, None]), asked=[O1])
case("since", "none", book(TWO, ["E1", OUT, 1, 2]), {OM: 1, O1: 2})

# the year in one column, the month in another
YM = [CODE, "年", "月", OUT]
GOOD = [["E1", 2022, 6, 5], ["E2", "2022年", "6月", 6]]
for odd in ("13", "合计", "0", "-", "6-8", "2021-06", "1-13月", "六十月"):
    case("year", f"odd-month-{odd}", book(YM, *GOOD, ["E3", 2022, odd, 7]), {O1: 5, O2: 6}, [(3, "output", J)])
for odd in (22, "去年", "2022-06", "20222", "合计"):
    case("year", f"odd-year-{odd}", book(YM, *GOOD, ["E3", odd, 6, 7]), {O1: 5, O2: 6}, [(3, "output", J)])
for month in ("六月", "1-6月", "6月份", "06", "1—6月", "2022-06", "2022年6月", "1月至6月"):
    case(
        "year", f"month-{month}", csv(YM, *GOOD, ["E3", "2022", month, 7]), {O1: 5, O2: 6}, either={(3, "output", J): 7}
    )
case("year", "only-odd-months", csv([CODE, "年份", "月份", OUT], ["E1", "2022年度", "六月", 5]), {O1: 5})
case(
    "year",
    "in-words",
    csv([CODE, "年份", "月份", OUT], ["E1", "2022", "6", 4], ["E2", "二〇二二年", "6", 5]),
    {O1: 4, O2: 5},
)
case(
    "year",
    "flow",
    csv([CODE, "年", "月", WASTE], ["E1", 2022, 6, 5], ["E2", 2022, "1-6月", 5]),
    {W1: 5},
    [(2, "waste_made", J)],
)
case(
    "year",
    "quarter",
    csv([CODE, "年", "月", PEOPLE], ["E1", 2022, 6, 5], ["E2", 2022, "二季度", 5]),
    {(2, "employees", "2022Q2"): 5},
    [(1, "employees", "2022Q2")],
)
case("year", "blank", csv(YM, *GOOD, ["E3", "", 6, 7], ["E4", 2022, "", 7]), {O1: 5, O2: 6}, [(3, "output", J)])
case(
    "year",
    "whole-months",
    csv([CODE, "年份", "月份", OUT], ["E1", 2022, J, 5], ["E2", 2021, J, 6]),
    {O1: 5},
    [O2],
    says=("V038",),
)

# day numbers of the second system
LATER = 44713 - 1462
case("1904", "period", book([CODE, "时期", OUT], ["E1", X(LATER), 1], later=True), {O1: 1})
case("1904", "first-system", book([CODE, "时期", OUT], ["E1", X(44713), 1]), {O1: 1})
case(
    "1904",
    "beside-text",
    book([CODE, "时期", OUT], ["E1", X(LATER), 1], ["E2", "2022年6月", 2], later=True),
    {O1: 1, O2: 2},
)
case("1904", "shown-as-date", book([CODE, "时期", OUT], ["E1", X(LATER, "yyyy-mm-dd"), 1], later=True), {O1: 1})
case("1904", "as-text", book([CODE, "时期", OUT], ["E1", str(LATER), 1], later=True), {O1: 1})
case("1904", "heads", book([CODE, NAME, LATER - 31, LATER], ["E1", OUT, 1, 2], later=True), {OM: 1, O1: 2})
case("1904", "figures-stay", book([CODE, "时期", OUT], ["E1", J, LATER], later=True), {O1: LATER})
case(
    "1904",
    "times",
    book([CODE, "时期", OUT, "填报时间"], ["E1", J, 1, X(LATER + 40)], ["E1", J, 2, "2022-07-20"], later=True),
    {O1: 2},
)


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)


def test_a_month_and_its_year_are_not_called_the_same(tmp_path: Path) -> None:
    intake = read(tmp_path, "E1,profit,2022,6,5", "E2,profit,2022,13,5", header="entity,measure,年,月,value")
    assert codes(intake) == ["V040"]
    assert only(intake, "V040").place.row == 3
    assert "2022年13" in only(intake, "V040").what("zh")


def test_what_a_column_holds_otherwise_is_said_once(tmp_path: Path) -> None:
    rows = [f"E{n},output,1,9" for n in range(1, 6)]
    intake = read(tmp_path, *rows, header="entity,measure,2022年5月,2022年1-6月")
    assert codes(intake) == ["V039", "V035"] or codes(intake) == ["V035", "V039"]
    assert len(values_of(intake)) == 5
