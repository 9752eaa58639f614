"""K2, K3 and CSV from other systems: what stands on other sheets, in blank cells and in what no program calculated."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from helpers_unseen import Case, Cases, J, book, check, csv
from helpers_values import code

case = Cases()
CODE, MONTH, OUT, PROFIT = "统一社会信用代码", "时期", "工业总产值", "利润总额"
O1, O2, O3 = ((number, "output", J) for number in (1, 2, 3))
P1 = (1, "profit", J)
LONG = [CODE, "指标", MONTH, "数值", "单位"]
DATA = {"数据": [[CODE, MONTH, OUT], ["E1", J, 100]]}
OWN = {"数据": [[CODE, MONTH, f"{OUT}（万元）"], ["E1", J, 100]]}


def calculated(value: float | str, *, fresh: bool = False) -> bytes:
    """A workbook with a formula that the program which wrote it did not calculate, or did."""
    out = io.BytesIO()
    made: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, [CODE, MONTH, OUT, PROFIT])
    sheet.write_row(1, 0, [code(1), J])
    sheet.write_formula(1, 2, "=D2*2", None, value)
    sheet.write_number(1, 3, 8)
    if fresh:
        made.calc_on_load = False
    made.close()
    return out.getvalue()


# a sheet without a table says in which unit the others are
case(
    "K3",
    "explained-before",
    book(["填表说明"], ["1. 金额单位为千元，保留两位小数"], more=DATA, name="说明"),
    asked=[O1],
)
case(
    "K3",
    "explained-behind",
    book(DATA["数据"][0], DATA["数据"][1], more={"说明": [["填报说明"], ["1. 产值单位：元"]]}),
    asked=[O1],
)
case("K3", "explained-alike", book(["填表说明"], ["金额单位为万元"], more=DATA, name="说明"), {O1: 100})
case("K3", "explained-and-said", book(["单位：千元"], more=OWN, name="封面"), {O1: 100})
case(
    "K3",
    "who-reports",
    book(["填报单位：某公司"], ["单位：工信局"], ["计量单位见各表"], more=DATA, name="封面"),
    {O1: 100},
)
case("K3", "a-brief", book(["1—6月完成产值12.3亿元，亿元以上企业20家"], more=DATA, name="简报"), {O1: 100})
case(
    "K3",
    "list-of-measures",
    book(["指标", "单位"], [OUT, "万元"], ["工业投资", "亿元"], more=DATA, name="目录"),
    {O1: 100},
)
case(
    "K3",
    "list-of-measures-in-another-unit",
    book(["指标", "单位"], [OUT, "千元"], ["工业投资", "亿元"], more=DATA, name="目录"),
    asked=[O1],
)
# a unit that is left blank in a column of units
case(
    "K3",
    "unit-in-the-first-row-only",
    book(LONG, ["E1", OUT, J, 1000, "千元"], ["E2", OUT, J, 1000, None]),
    {O1: 100, O2: 1000},
    says=("V067",),
)
case(
    "K3",
    "unit-of-another-measure",
    book(LONG, ["E1", PROFIT, J, 1000, "千元"], ["E1", OUT, J, 1000, None]),
    {P1: 100, O1: 1000},
    says=("V067",),
)
# codes that a system wrote as formulas, so that a spreadsheet keeps them
HEAD = f"{CODE},{MONTH},{OUT}\n"
case("K20", "kept-text", HEAD + f'="{code(1)}",="{J}",100\n', {O1: 100})
case("K20", "kept-text-quoted", HEAD + f'"=""{code(1)}""","=""{J}""",100\n', {O1: 100})
case("K20", "kept-text-tabs", f'={chr(34)}{CODE}"\t="{MONTH}"\t="{OUT}"\n="{code(1)}"\t="{J}"\t="1,100"\n', {O1: 1100})
case("K20", "kept-text-among-others", HEAD + f'{code(1)},{J},100\n="{code(2)}",{J},"1,200"\n', {O1: 100, O2: 1200})
case("K20", "no-kept-text", csv([*HEAD.strip().split(","), "备注"], ["E1", J, 100, 'a="b"']), {O1: 100})
# formulas that nobody calculated
case("K2", "formula-of-a-program", calculated(0), {P1: 8}, asked=[O1])
case("K2", "formula-with-its-result", calculated(16), {P1: 8, O1: 16})
case("K2", "formula-calculated-to-nothing", calculated(0, fresh=True), {P1: 8, O1: 0})


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)
