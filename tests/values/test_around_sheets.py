"""K3: what stands around a sheet's cells (printed heads, text boxes, prompts, sheets of labels), and units that stand
behind some figures only."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_around import around
from helpers_notes import rewritten
from helpers_unseen import Case, Cases, J, book, check, csv
from helpers_values import PROGRAMME, code, codes, only, write_folder
from sigai.tables.files import read_sheets
from sigai.values import read_values

case = Cases()
CODE, MONTH, OUT, PROFIT, WASTE = "统一社会信用代码", "时期", "工业总产值", "利润总额", "固废产生量"
H, ROW, TWO = [CODE, MONTH, OUT], ["E1", J, 50], ["E2", J, 60]
O1, O2, P1 = (1, "output", J), (2, "output", J), (1, "profit", J)

# what only printed pages show is not certain to be for all figures
for text in (
    "&C单位：千元",
    '&L&"宋体,常规"&10产值月报&R金额单位：千元',
    "&C&14产值月报（千元）",
    "&R&K00B050计量单位:千元",
    "&C产值以千元计",
    "&C本表数据为上年同期数",
    "&C（上年同期）",
):
    case("page", f"head-{text}", around(H, ROW, head=text), asked=[O1])
    case("page", f"foot-{text}", around(H, ROW, foot=text), asked=[O1])
for text in (
    "&R单位：万元",
    "&C第&P页 共&N页",
    "&L&D &T&R&F",
    "&C&&",
    "&C2022年5月",
    "&C填报单位：甲公司",
    "&C&12000&A",
):
    case("page", f"read-{text}", around(H, ROW, head=text), {O1: 50})
case("page", "head-of-its-own", around([*H[:2], f"{OUT}（万元）"], ROW, head="&C单位：千元"), {O1: 50})
FIRST = (
    around(H, ROW, head="&C表"),
    lambda xml: xml.replace(b"oddHeader", b"firstHeader").replace("&amp;C表".encode(), "&amp;C单位：千元".encode()),
)
case("page", "first-page", rewritten(*FIRST), asked=[O1])

# a text box is read as a title is
for text in ("单位：千元", "千元", "注：金额单位为千元", "填表说明\n1.按月填报\n2.单位：千元"):
    case("box", text, around(H, ROW, boxes=[text]), {O1: 5}, says=("V048",))
case("box", "against", around([*H[:2], f"{OUT}（万元）"], ROW, boxes=["单位：千元"]), asked=[O1])
case("box", "title-against", around(["单位：万元"], H, ROW, boxes=["单位：千元"]), asked=[O1])
case("box", "span", around(H, ROW, boxes=["本表数据为上年同期数"]), asked=[O1])
case("box", "second", around(H, ROW, boxes=["填报人：张三", "单位：千元"]), {O1: 5})
for text in ("单位：万元", "请于每月5日前报送", "亿元以上企业填报", "张三 13900000000", "2022年7月5日"):
    case("box", f"read-{text}", around(H, ROW, boxes=[text]), {O1: 50})
case("box", "period", around([CODE, OUT], ["E1", 50], boxes=["2022年6月工业产值月报"]), {O1: 50})

# what comes up at a figure is said of it
for text in ("请输入千元", "单位：千元", "请以千元为单位填写", "千元 · 累计", "金额，千元"):
    for key in ("input_message", "input_title", "error_message"):
        options = {"input_message": "见说明", key: text} if key == "input_title" else {key: text}
        case("prompt", f"{key}-{text}", around(H, ROW, TWO, prompts={"C2:C9": options}), {O1: 5, O2: 6}, says=("T139",))
SAYS = {"input_message": "单位：千元"}
case("prompt", "one", around(H, ROW, TWO, prompts={"C2": SAYS}), {O1: 5}, [O2])
case("prompt", "other-column", around([*H, PROFIT], [*ROW, 7], prompts={"C2:C9": SAYS}), {O1: 5}, [P1])
case("prompt", "own-unit", around([*H, f"{PROFIT}（万元）"], [*ROW, 7], prompts={"C2:C9": SAYS}), {O1: 5, P1: 7})
case("prompt", "against", around([*H[:2], f"{OUT}（万元）"], ROW, prompts={"C2:C9": SAYS}), asked=[O1])
case("prompt", "last-year", around(H, ROW, prompts={"C2:C9": {"input_message": "上年同期数"}}), asked=[O1])
case("prompt", "two", around(H, ROW, prompts={"C2:C9": {"input_message": "单位：千元；金额以万元计"}}), asked=[O1])
for text in ("请输入大于0的数", "单位：万元", "亿元以上企业填报", "填写累计数", "不超过100万元", "万元 · 累计"):
    case("prompt", f"read-{text}", around(H, ROW, prompts={"C2:C9": {"input_message": text}}), {O1: 50})

# a label in one cell, what it says in the next: on the sheet itself, and on one without a table
for row in (
    ["金额单位", "千元"],
    ["单位：", "千元"],
    ["", "", "单位", "千元"],
    ["", "", "", "单位：", "千元"],
    ["单位", "千元", "", "报告期", "2022年6月"],
    ["计 量 单 位", "千元"],
):
    case("label", f"over-{row}", book(["产值月报"], row, H, ROW), {O1: 5})
    case("label", f"under-{row}", book(H, ROW, [], row), {O1: 5})
    case("label", f"text-{row}", csv(["产值月报"], row, H, ROW), {O1: 5})
    case("label", f"text-under-{row}", csv(H, ROW, row), {O1: 5})
case("label", "unit-row", book(["单位", "", "千元", "吨"], [*H, WASTE], [*ROW, 8]), {O1: 5, (1, "waste_made", J): 8})
case("label", "period", book(["报告期", "2022年6月"], [CODE, OUT], ["E1", 50]), {O1: 50})
for label, value in (("填报单位", "甲公司"), ("表号", "B203"), ("报送日期", "2022年7月5日"), ("填表人：", "张三")):
    case("label", f"form-{label}", book(["产值月报"], [label, value], H, ROW), {O1: 50})
    case("label", f"form-behind-{label}", csv(["", "", label, value], H, ROW), {O1: 50})
case(
    "label",
    "form",
    book(["表号", "B203", "单位", "千元"], ["制定机关", "统计局", "有效期至", "2023年1月"], H, ROW),
    {O1: 5},
)
for rows in (
    [["参数", "值"], ["金额单位", "千元"]],
    [["金额单位：", "千元"]],
    [["数据单位", "千", "元"]],
    [["金额单位", "产量单位"], ["千元", "吨"]],
    [["单位", "千元"]],
    [["参数名称", "参数值"], ["报告期", "2022-06"], ["金额单位", "千元"], ["电量单位", "万千瓦时"]],
    [["金额（千元）"]],
    [["币种", "人民币"], ["数量级", "千元"]],
    [["计量单位", ""], ["金额", "千元"], ["数量", "吨"]],
    [["倍率", 1000]],
    [["金额倍数", "1,000"]],
    [["单位换算", "1:1000"]],
    [["数据口径", "上年同期"]],
):
    case("sheet", f"{rows}", book(H, ROW, more={"参数": rows}), asked=[O1])
    case("sheet", f"first-{rows}", book(*rows, more={"数据": [H, ROW]}, name="参数"), asked=[O1])
for rows in (
    [["金额单位", "万元"]],
    [["电量单位", "万千瓦时"]],
    [["报告期", "2022-06"]],
    [["电表倍率", 40]],
    [["版本", "3"]],
):
    case("sheet", f"read-{rows}", book(H, ROW, more={"参数": rows}), {O1: 50})

# a sheet without a table that says of all tables what their figures are
for text in (
    "数据为上年同期数",
    "本套报表数据均为上年同期数",
    "说明：各表数据为2021年同期数",
    "本报表数据为计划数",
    "口径：当月",
    "注：表中数据为预计数",
    "以下数据均系上年同期数",
):
    case("cover", text, book(["工业月报"], [text], more={"数据": [H, ROW]}, name="封面"), asked=[O1])
for text in (
    "以下数据为累计数",
    "数据来源：统计局",
    "上年同期",
    "数据真实准确",
    "报送累计数和上年同期数",
    "数据为2022年数据",
):
    case("cover", f"read-{text}", book(["工业月报"], [text], more={"数据": [H, ROW]}, name="封面"), {O1: 50})

# names of files and sheets settle nothing, and are not passed over
for name in ("产值（千元）", "6月千元", "产值月报-千元", "单位：千元"):
    case("name", f"sheet-{name}", book(H, ROW, name=name.replace("：", " ")), asked=[O1])
    case("name", f"file-{name}", {f"values/{name}.csv": csv(H, ROW)}, asked=[O1])
for name in ("上年同期", "产值（上年同期）", "上年同期数"):
    case("name", f"file-{name}", {f"values/{name}.xlsx": book(H, ROW)}, asked=[O1])
for name in ("产值（万元）", "亿元以上企业", "2022年6月", "甲公司", "累计", "产值6", "1000"):
    case("name", f"read-{name}", {f"values/{name}.csv": csv(H, ROW)}, {O1: 50})

# a unit behind some figures leaves open in which the others are
BEHIND = (
    ("1000千元", "1000", 100),
    ("1000 千元", 1000, 100),
    ("1000元", "1000", 0.1),
    ("1,000千元", "1,000", 100),
    ("0.1亿元", "1000", 1000),
)
LONG = [CODE, "指标", MONTH, "数值"]
for one, other, read in BEHIND:
    case("behind", f"{one}-{other}", book(H, ["E1", J, one], ["E2", J, other]), {O1: read}, [O2])
    case("behind", f"beside-{one}-{other}", csv([*H, PROFIT], ["E1", J, one, other]), {O1: read}, [P1])
    case("behind", f"long-{one}-{other}", csv(LONG, ["E1", OUT, J, one], ["E2", OUT, J, other]), {O1: read}, [O2])
case("behind", "own", book(H, ["E1", J, "1000万元"], ["E2", J, 1000]), {O1: 1000, O2: 1000})
case(
    "behind",
    "said-in-head",
    book([*H[:2], f"{OUT}（万元）"], ["E1", J, "1000万元"], ["E2", J, 1000]),
    {O1: 1000, O2: 1000},
)
case("behind", "said-in-title", book(["单位：万元"], H, ["E1", J, "1000千元"], ["E2", J, 1000]), {O2: 1000}, [O1])
case(
    "behind",
    "of-another-kind",
    book([*H, WASTE], ["E1", J, 1000, "5千克"], ["E2", J, 1000, None]),
    {O1: 1000, O2: 1000, (1, "waste_made", J): 0.005},
)
CONTRADICTED = book([*H[:2], f"{OUT}（万元）", PROFIT], ["E1", J, "1000千元", 7], ["E2", J, 1000, None])
case("behind", "against-its-head", CONTRADICTED, {O2: 1000, P1: 7}, [O1])
case("behind", "all", book(H, ["E1", J, "1000千元"], ["E2", J, "500千元"]), {O1: 100, O2: 50})


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)


def test_a_sheet_of_labels_is_no_table_that_lacks_columns(tmp_path: Path) -> None:
    content = book(H, ROW, more={"参数": [["金额单位", "万元"], ["报告期", "2022-06"]]})
    assert codes(read_values(write_folder(tmp_path, {"values.xlsx": content}), PROGRAMME)) == []


def test_a_table_without_columns_for_whom_is_no_sheet_of_labels(tmp_path: Path) -> None:
    """Figures in it would be lost without a word."""
    for figure in (100, "100万元", "-5", "（3）"):
        for rows in ([["月份", "产值情况"], ["6月", figure]], [["填报单位", "甲公司"], [OUT, figure]]):
            content = book(H, ROW, more={"产值": rows})
            assert "T118" in codes(read_values(write_folder(tmp_path, {"values.xlsx": content}), PROGRAMME))


def test_a_sheet_of_a_mapping_says_what_stands_around_it(tmp_path: Path) -> None:
    path = tmp_path / "values.xlsx"
    path.write_bytes(around(H, ROW, head="&C单位：千元", boxes=["本表为快报"], prompts={"C2:C9": SAYS}))
    (sheet,) = read_sheets(path, "values.xlsx").sheets
    assert sheet.around == ("本表为快报", "单位:千元")
    assert sheet.prompted == ("千元",)
    assert sheet.text(1, 2) == "50 千元"


def test_the_year_of_a_title_goes_with_months_of_rows(tmp_path: Path) -> None:
    content = book(["2022年工业产值月报"], [CODE, "月份", OUT], ["E1", 6, 50], ["E1", "5月", 40])
    intake = read_values(write_folder(tmp_path, {"values.xlsx": content}), PROGRAMME)
    assert sorted(row["period"] for row in intake.data.values.to_pylist()) == ["2022-05", J]
    assert only(intake, "V161").facts["year"] == 2022


years = Cases()
for title in ("2022年工业产值月报", "2022年1-6月产值", "2022年上半年产值", "产值表（2022年度）"):
    for name, month in (("月份", 6), ("月份", "6月"), ("月", "06"), ("时期", "1-6月"), ("月份", "６月份")):
        years("year", f"{title}-{name}-{month}", book([title], [CODE, name, OUT], ["E1", month, 50]), {O1: 50})
        years("year", f"text-{title}-{name}-{month}", csv([title], [CODE, name, OUT], ["E1", month, 50]), {O1: 50})
for title in ("产值月报", "2021年与2022年产值", "2022年5月产值", "2022年6月5日填报"):
    years("year", f"asked-{title}", book([title], [CODE, "月份", OUT], ["E1", 6, 50]), asked=[O1])
years("year", "sheet", book([CODE, "月份", OUT], ["E1", 6, 50], name="2022年"), {O1: 50})
years("year", "beyond", book(["2022年1-5月"], [CODE, "月份", OUT], ["E1", 6, 50]), asked=[O1])
years("year", "odd", book(["2022年产值"], [CODE, "月份", OUT], ["E1", 6, 50], ["E1", 13, 50]), asked=[O1])

# prices of the year are what is meant where nothing else is said
for said in ("现价", "当年价格", "按现行价格计算", "现价，万元", "现行价"):
    years("prices", said, book([CODE, MONTH, f"{OUT}（{said}）"], ROW), {O1: 50})
    years("prices", f"long-{said}", csv([CODE, "指标", MONTH, "数值"], ["E1", f"{OUT}（{said}）", J, 50]), {O1: 50})
years("prices", "unit", book([CODE, MONTH, f"{OUT}（现价、千元）"], ROW), {O1: 5})
for said in ("不变价", "2020年价", "可比价格", "含税"):
    years("prices", f"asked-{said}", book([CODE, MONTH, f"{OUT}（{said}）"], ROW), asked=[O1])
years("prices", "both", book([CODE, MONTH, f"{OUT}（现价）", f"{OUT}（不变价）"], [*ROW, 45]), {O1: 50})


@pytest.mark.parametrize("each", years.all, ids=str)
def test_what_is_no_longer_asked_in_vain(each: Case) -> None:
    check(each)


def test_a_unit_of_another_kind_says_what_is_the_matter(tmp_path: Path) -> None:
    content = book([CODE, MONTH, "原煤（立方米）"], [code(1), J, 5])
    issue = only(read_values(write_folder(tmp_path, {"values.xlsx": content}), PROGRAMME), "V031")
    assert "另一种量" in issue.problem.what["zh"]
    assert "水 1 吨约合 1 立方米" in issue.problem.advice["zh"]
