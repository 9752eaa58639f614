"""K2, K3 and CSV from other systems: what stands on other sheets, in blank cells and in what no program calculated."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from helpers_mapping import applied, proposed, readers_in
from helpers_unseen import Case, Cases, J, book, check, csv
from helpers_values import code
from sigai.values.mapping import MappedFile

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


# the heads of statements say how losses are written; the row of totals that a spreadsheet's table adds
case("K18", "losses", book([CODE, MONTH, "利润总额（亏损以“-”号填列）"], ["E1", J, -5]), {P1: -5})
case("K18", "losses-and-unit", book([CODE, MONTH, "利润总额（净亏损以“－”号填列）（千元）"], ["E1", J, -50]), {P1: -5})
case("K18", "losses-shown", book([CODE, MONTH, '利润总额(亏损以"-"表示)'], ["E1", J, -5]), {P1: -5})
case("K18", "another-remark", book([CODE, MONTH, "利润总额（扣除亏损企业）"], ["E1", J, 5]), asked=[P1])
case("K3", "total-of-a-table", book([CODE, MONTH, OUT], ["E1", J, 5], ["E2", J, 6], ["汇总", None, 11]), {O1: 5, O2: 6})


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)


class TestByMapping:
    """A file of any layout, in which other sheets than the one that is read stand."""

    HEAD, LINE = ["企业编号", "项目", "数量"], [code(1), "output", 5000]

    def read(self, folder: Path, sheets: dict[str, list[list[Any]]], **said: Any) -> tuple[MappedFile, set[str]]:
        made = openpyxl.Workbook()
        for name, rows in sheets.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(row)
        del made["Sheet"]
        path = folder / "导出.xlsx"
        made.save(path)
        readers = readers_in(folder / "data")
        mapping = proposed(path, readers).model_copy(update=said)
        found = applied(path, mapping, readers)
        return found, {issue.code for issue in (*found.changes, *found.issues)}

    @pytest.mark.parametrize(
        ("text", "unit", "figures", "asked"),
        [
            ("金额单位为元", "", 0, True),
            ("金额单位为万元", "", 1, False),
            ("填报单位：某公司", "", 1, False),
            ("金额单位为元", "万元", 1, False),
        ],
    )
    def test_a_unit_on_another_sheet(self, tmp_path: Path, text: str, unit: str, figures: int, asked: bool) -> None:
        sheets = {"说明": [[text]], "数据": [self.HEAD, self.LINE]}
        found, codes = self.read(tmp_path, sheets, unit=unit)
        assert (len(found.figures), "V062" in codes) == (figures, asked)

    def test_a_sheet_with_the_same_heads_that_is_not_read_is_told(self, tmp_path: Path) -> None:
        sheets = {"一厂": [self.HEAD, self.LINE], "二厂": [self.HEAD, [code(2), "output", 6000]]}
        found, codes = self.read(tmp_path, sheets, sheet="一厂")
        assert ([each.text for each in found.figures], "V142" in codes, found.asks) == (["5000"], True, ())

    def test_a_sheet_with_other_heads_is_not(self, tmp_path: Path) -> None:
        sheets = {"一厂": [self.HEAD, self.LINE], "名单": [["联系人", "电话"], ["张三", "123"]]}
        _, codes = self.read(tmp_path, sheets)
        assert "V142" not in codes
