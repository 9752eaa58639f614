"""What stands around the header, as people write it: units spelled apart, rows of forms over the units, months that
are no units, areas beside enterprises, versions of one figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_unseen import Case as Input
from helpers_unseen import Cases, J, X, book, check, csv, judge
from helpers_values import ENTITIES, PROGRAMME, code, codes, only, write_folder
from sigai.values import read_values

case = Cases()
CODE, MONTH = "统一社会信用代码", "时期"
OUT, PROFIT, WASTE = "工业总产值", "利润总额", "固废产生量"
HEAD = [CODE, MONTH, OUT, WASTE]
UNITS = ["", "", "千元", "万吨"]
O1, O2, P1, W1 = (1, "output", J), (2, "output", J), (1, "profit", J), (1, "waste_made", J)
ROW = ["E1", J, 50, 2]
READ = {O1: 5, W1: 20000}

# A number with a calendar word is a time, never a unit.
for month in ("1月", "1 月", "１月", "01月", "一月", "1月份", "2月"):
    period = "2022-02" if "2" in month else "2022-01"
    waste = {(1, "waste_made", period): 5}
    for at, title in enumerate(("2022年 {}", "工业指标 {}", "工业指标（{}）", "2022年工业指标-{}", "{}", "{}工业指标")):
        rows = [title.format(month)], [CODE, MONTH, WASTE], ["E1", period, 5]
        case("month", f"title-{at}-{month}", book(*rows), waste)
    case("month", f"row-above-{month}", book(["", "", month], [CODE, MONTH, WASTE], ["E1", period, 5]), waste)
    case("month", f"head-{month}", book([CODE, MONTH, f"{WASTE}（{month}）"], ["E1", period, 5]), either=waste)
case("month", "year", book(["工业指标（1年）"], [CODE, MONTH, WASTE], ["E1", J, 5]), {W1: 5})
case("month", "day", book(["工业指标 1日"], [CODE, MONTH, WASTE], ["E1", J, 5]), {W1: 5})
case("month", "unit-beside", book(["工业指标 1月", "", "单位：万吨"], [CODE, MONTH, WASTE], ["E1", J, 5]), {W1: 50000})

# Units spelled apart.
for said, value in {
    "单 位：万 元": 5,
    "单　位：亿　元": 50000,
    "单 位 ： 千 元": 0.5,
    "计 量 单 位 ： 万 元": 5,
    "金 额 单 位：千 元": 0.5,
    "（单 位：百 万 元）": 500,
    "单 位 元": 0.0005,
    "工业总产值 单 位：亿 元": 50000,
    "2022年6月工业产值（亿 元）": 50000,
    "产值表 亿 元": 50000,
    "产 值 表 千 元": 0.5,
    "本 表 以 千 元 为 单 位": 0.5,
    "单位：人民币千 元": 0.5,
}.items():
    case("spaced", f"title-{said}", book([said], HEAD[:3], ["E1", J, 5]), {O1: value})
    case("spaced", f"under-titles-{said}", book(["工业主要指标"], [said], HEAD[:3], ["E1", J, 5]), {O1: value})
for head, value in {
    "（亿 元）": 50000,
    "(千 元)": 0.5,
    " 千 元": 0.5,
    "（单 位：千 元）": 0.5,
    "/百 万 元": 500,
}.items():
    case("spaced", f"head-{head}", book([CODE, MONTH, OUT + head], ["E1", J, 5]), {O1: value})
case("spaced", "row", book(HEAD, ["", "", "千 元", "万 吨"], ROW), READ)
case("spaced", "column", csv([CODE, MONTH, OUT, "单 位"], ["E1", J, 5, "千 元"]), {O1: 0.5})
case("spaced", "two-units", book(["单 位：千 元、万 吨"], HEAD, ROW), READ)
case("spaced", "foot", book(HEAD[:3], ["E1", J, 5], [], ["单 位：千 元"]), {O1: 0.5})
case("spaced", "no-unit", book(["制 表 人"], ["填 报 单 位：甲 厂"], HEAD[:3], ["E1", J, 5]), {O1: 5})
case("spaced", "mentioned", book(["以下产值都用千 元的数填"], HEAD[:3], ["E1", J, 5]), either={O1: 0.5})

# Money of other kinds, and words that can only be units nobody knows: asked about, however they are spelled.
FOREIGN = ("千美元", "千 美 元", "港 元", "亿 日 元", "万 美 元", "欧 元", "万 港 币", "英 镑", "美 金", "新 加 坡 元")
for said in (*FOREIGN, "元 角", "仟圆", "仟 圆", "USD", "US$", "kUSD"):
    for at, title in enumerate(("单位：{}", "单 位：{}", "计量单位 {}", "2022年工业产值 {}", "工业产值（{}）", "{}")):
        case("foreign", f"title-{at}-{said}", book([title.format(said)], HEAD[:3], ["E1", J, 50]), asked=[O1])
    case("foreign", f"foot-{said}", book(HEAD[:3], ["E1", J, 50], ["单位：" + said]), asked=[O1])
    case("foreign", f"signed-{said}", book(HEAD[:3], ["E1", J, 50], ["填表人：张三", "单位：" + said]), asked=[O1])
    case("foreign", f"head-{said}", book([*HEAD[:2], f"{OUT}（{said}）"], ["E1", J, 50]), asked=[O1])
    case("foreign", f"row-{said}", book(HEAD[:3], ["", "", said], ["E1", J, 50]), asked=[O1])
    case("foreign", f"row-above-{said}", book(["", "", said], HEAD[:3], ["E1", J, 50]), asked=[O1])
    case("foreign", f"column-{said}", csv([*HEAD[:3], "单位"], ["E1", J, 50, said]), asked=[O1])
for said in ("千桶", "标准箱", "标 准 箱", "人民币", "RMB", "abc", "盎司"):
    case("unknown", said, book([f"单位：{said}"], HEAD[:3], ["E1", J, 50]), asked=[O1])
for said in (
    "币种：人民币",
    "人民币",
    "单位：甲县",
    "单 位：甲 县",
    "单位：宁东",
    "单位：张三",
    "单位：甲县化工厂",
    "单位：A01",
):
    case("no-unit", said, book([said], HEAD[:3], ["E1", J, 5]), {O1: 5})
for said in (
    "币种：人民币 单位：万元",
    "单位：万元 人民币",
    "单位：万元、箱",
    "单位：吨 万 元",
    "单位：万元 制表：张三",
):
    case("beside", said, book([said], HEAD[:3], ["E1", J, 5]), {O1: 5})

# Months in a row under the name of a group, merged or not: as 本月 and 累计 there.
TITLE, LAST = ["2022年9月工业月报"], "2022-09"
ALONE, TOTAL, SINCE = (
    (1, "waste_made", LAST),
    (1, "output", LAST),
    ("累计", "1-9月", "1—9月份", "前三季度", "2022年1-9月"),
)
for since in SINCE:
    for month in ("9月", "9月份", "2022年9月", "本月"):
        for sort, make, merge in (("book", book, ()), ("merged", book, ("B2:C2",)), ("csv", csv, ())):
            extra = {"merge": merge} if merge else {}
            for measure, wanted in ((OUT, {TOTAL: 9}), (WASTE, {ALONE: 1})):
                rows = [[*TITLE, "", ""], ["企业名称", measure, ""], ["", month, since], ["企业1", 1, 9]]
                case("group", f"{sort}-{month}-{since}-{measure}", make(*rows, **extra), wanted)
two = [CODE, MONTH, OUT, "", WASTE, ""], ["", "", "9月", "1-9月", "9月", "1-9月"], ["E1", LAST, 1, 9, 2, 18]
case("group", "two-measures", book(*two), {TOTAL: 9, ALONE: 2})
case("group", "one-month", book(TITLE, ["企业名称", OUT], ["", "9月"], ["企业1", 1]), asked=[TOTAL], says=("V037",))
case("group", "one-total", book(TITLE, ["企业名称", OUT], ["", "1-9月"], ["企业1", 9]), {TOTAL: 9})
case("group", "flow", book(TITLE, ["企业名称", WASTE], ["", "9月"], ["企业1", 1]), {ALONE: 1})
case(
    "group",
    "other-months",
    book(TITLE, ["企业名称", WASTE, ""], ["", "9月", "8月"], ["企业1", 1, 2]),
    {ALONE: 1},
    says=("V102",),
)
case(
    "group",
    "years",
    book(TITLE, ["企业名称", OUT, ""], ["", "2022年", "2021年"], ["企业1", 1, 2]),
    {TOTAL: 1},
    says=("V035",),
)
case(
    "group",
    "period-alone-over",
    book(["2022年9月"], *[r[:3] for r in ([CODE, OUT, ""], ["", "9月", "1-9月"], ["E1", 1, 9])]),
    {TOTAL: 9},
)
case("group", "blank-row", book([CODE, MONTH, OUT], ["", "2022年8月", ""], ["E1", LAST, 9]), {TOTAL: 9})
case(
    "group", "row-of-a-month", csv([CODE, "月份", "年份", OUT], ["", "9月", "", ""], ["E1", "9月", 2022, 9]), {TOTAL: 9}
)

# Rows between the header and its units.
BETWEEN = {
    "empty": [[]],
    "two-empty": [[], []],
    "codes": [["", "", "B101", "B102"]],
    "labelled-codes": [["代码", "", "B101", "B102"]],
    "numbers": [["", "", "01", "02"]],
    "must": [["必填", "必填", "必填", "选填"]],
    "types": [["文本", "日期", "数值", "数值"]],
    "calculation": [["—", "—", "(1)=(2)+(3)", "(2)"]],
    "numbering": [["甲", "乙", "1", "2"]],
    "codes-and-must": [["代码", "", "B101", "B102"], ["", "", "必填", "必填"]],
    "empty-and-codes": [[], ["", "", "B-1", "B-2"]],
}
for name, between in BETWEEN.items():
    even = [row or [""] * 4 for row in between]
    case("between", name, book(HEAD, *between, UNITS, ROW), READ)
    case("between", f"{name}-csv", csv(HEAD, *even, UNITS, ROW), READ)
    spans = [[*HEAD[:3], ""], *between, ["", "", "本月", "累计"], ["E1", J, 50, 300]]
    case("between", f"{name}-spans", book(*spans), {O1: 300})
case("between", "label-of-units", book(HEAD, ["计量单位：", "", "千元", "万吨"], ROW), READ)
for label in ("计算单位", "全市", "单位（产值千元）"):
    case("between", f"label-{label}", book(["企业名称", *HEAD[1:]], [label, *UNITS[1:]], ["企业1", *ROW[1:]]), READ)
case("between", "label-of-one", book(["企业名称", *HEAD[1:3]], ["计算单位", "", "千元"], ["企业1", J, 50]), {O1: 5})
letters = ["A", "B", "C", "1"], ["—", "—", "—", "千元"]
case("between", "letters", book(["序号", "企业名称", MONTH, OUT], *letters, [1, "企业1", J, 50]), {O1: 5})
case("between", "other-words", book(HEAD, ["code", "month", "gross output", "waste"], UNITS, ROW), READ)
case("between", "example", book(HEAD, ["示例", "2022-01", 100, 3], UNITS, ROW), READ)
sections = ["一、产值", "万元", ""], ["工业总产值", "万元", 5]
case("between", "section", csv(["指标", "单位", "数值", MONTH, CODE], *([*r, J, "E1"] for r in sections)), {O1: 5})
case("between", "ditto", book([*HEAD[:2], OUT, PROFIT], ["", "", "千元", "同左"], ["E1", J, 50, 60]), {O1: 5, P1: 6})
for each in ("千元（含税）", "×1000", "千元①"):
    case("between", f"open-{each}", book(HEAD[:3], ["", "", each], ["E1", J, 50]), asked=[O1])
case("between", "ditto-in-figures", book(HEAD, ["", "", "同上", "同上"], ROW), {O1: 50, W1: 2}, says=("V021",))
case("between", "after-a-total", book(HEAD, ["合计", J, 100, 200], UNITS, ROW), READ)
case("between", "units-later", book(HEAD, ["E2", J, 7, 2], UNITS, ROW), READ, either={O2: 7, (2, *W1[1:]): 2})
case("between", "codes-without-units", book(HEAD, ["", "", "B101", "B102"], ROW), {O1: 50, W1: 2})
case(
    "between",
    "a-row-without-a-figure",
    csv(["企业名称", "指标", MONTH, "数值", "单位"], ["企业2", OUT, J, "", "千元"], ["企业1", OUT, J, 5, "千元"]),
    {O1: 0.5},
    says=("V020",),
)

# Units in a foot with signatures, and right of the table.
TABLE = HEAD[:3], ["E1", J, 50], ["E2", J, 60]
SIGNED = "单位负责人：张三", "填表人：李四"
for said, value in {"单位：千元": 5, "单 位：千 元": 5, "计量单位：元": 0.005, "金额单位：百万元": 5000}.items():
    both = {O1: value, O2: value * 6 / 5}
    case("foot", f"signed-{said}", book(*TABLE, [*SIGNED, said]), both)
    case("foot", f"signed-csv-{said}", csv(*TABLE, [*SIGNED, said]), both)
    case("foot", f"unit-first-{said}", book(*TABLE, [said, *SIGNED]), both)
    case("foot", f"right-{said}", book(HEAD[:3], ["E1", J, 50, None, said], ["E2", J, 60]), both)
case("foot", "no-unit", book(*TABLE, ["填报单位：甲元", "填表人：李四", "报出日期：2022-07-01"]), {O1: 50, O2: 60})
case("foot", "title-and-foot", book(["单位：万元"], *TABLE, [*SIGNED, "单位：千元"]), asked=[O1, O2], says=("V033",))
case(
    "foot",
    "unit-in-a-remark",
    book([*HEAD[:3], "备注"], ["E1", J, 50, "单位：千元"], ["E2", J, 60, ""]),
    asked=[O1],
    either={O2: 60},
    says=("V062",),
)
case("foot", "own-unit-in-a-remark", book([*HEAD[:3], "说明"], ["E1", J, 50, "单 位：万 元"]), {O1: 50})
case("foot", "remark", book([*HEAD[:3], "备注"], ["E1", J, 50, "单位已搬迁"]), {O1: 50})

# Where an enterprise lies, beside its name.
for heads, cells in (
    (["企业名称", "地区"], ["企业1", "甲县"]),
    (["地区", "企业名称"], ["甲县", "企业1"]),
    ([CODE, "企业名称", "地区"], ["E1", "企业1", "甲县"]),
    ([CODE, "地区代码"], ["E1", "990100"]),
    (["企业名称", "区划代码"], ["企业1", "990100.0"]),
    (["企业名称", "所在地区", "所属园区"], ["企业1", "甲县", "甲园"]),
    (["主体", "地区"], ["企业1", "样市"]),
    (["entity", "area"], ["E1", "990000"]),
    (["企业名称", "地区"], ["企业1", "高新区"]),
    (["企业名称", "地区"], ["企业1", ""]),
    (["area", "entity_id"], ["990100", "E1"]),
):
    name = "-".join(heads) + "-" + cells[-1]
    case("place", name, csv([*heads, MONTH, OUT], [*cells, J, 5]), {O1: 5})
for heads, cells in (
    (["企业名称", "地区"], ["企业1", "乙县"]),
    ([CODE, "地区代码"], ["E1", "990200"]),
    ([CODE, "所在地区"], ["E1", "样市乙县"]),
):
    name = "-".join(heads) + "-elsewhere"
    case("place", name, csv([*heads, MONTH, OUT], [*cells, J, 5]), asked=[O1], says=("V109",))
COUNTY = ("990100", "investment", J)
case("place", "alone", csv(["地区", MONTH, "工业投资"], ["甲县", J, 5]), {COUNTY: 5})
case("place", "total-of-an-area", csv(["企业名称", "地区", MONTH, "工业投资"], ["", "甲县", J, 5]), {COUNTY: 5})
case("place", "two-areas", csv(["地区", "地区代码", MONTH, "工业投资"], ["甲县", "990200", J, 5]), asked=[COUNTY])

# Versions of one figure.
for word in ("修订", "修正数", "核定", "调整后", "上报", "审核数"):
    heads = [CODE, MONTH, OUT, f"{OUT}（{word}）"]
    case("version", word, book(heads, ["E1", J, 5, 6], ["E2", J, 7, 7]), {O2: 7}, asked=[O1], says=("V036", "V038"))
case("version", "prices", book([CODE, MONTH, OUT, f"{OUT}（不变价）"], ["E1", J, 5, 6]), {O1: 5}, says=("V036",))
case("version", "prices-and-unit", book([CODE, MONTH, f"{OUT}(不变价)(元)"], ["E1", J, 5]), asked=[O1], says=("V036",))
case("version", "no-such-unit", book([CODE, MONTH, f"{OUT}（美元）"], ["E1", J, 5]), asked=[O1], says=("V030",))
LONG = ["entity", "measure", "period"]
case(
    "version",
    "value-month-total",
    csv([*LONG, "value", "本月", "累计"], ["E1", "output", J, 1, 1, 6], ["E2", "output", J, 6, 1, 6]),
    {O2: 6},
    asked=[O1],
)
case("version", "value-and-total", csv([*LONG, "数值", "累计"], ["E1", "waste_made", J, 2, 12]), {W1: 2})
case("version", "value-or-total", csv([*LONG, "数值", "累计"], ["E1", "output", J, 1, 6]), asked=[O1])


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Input) -> None:
    check(each)


@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN)
def test_rows_of_forms_are_not_told_as_rows_of_figures(between: list[list[str]], tmp_path: Path) -> None:
    intake = read_values(write_folder(tmp_path, {"values.xlsx": book(HEAD, *between, UNITS, ROW)}), PROGRAMME)
    assert codes(intake) == []


def test_an_area_that_agrees_is_not_asked_about(tmp_path: Path) -> None:
    table = csv(["企业名称", "地区", "所属园区", MONTH, OUT], ["企业1", "甲县", "甲园", J, 5])
    assert codes(read_values(write_folder(tmp_path, {"values.csv": table}), PROGRAMME)) == []


def test_what_usually_stands_beside_figures_is_not_asked_about(tmp_path: Path) -> None:
    heads = ["序号", "企业名称", "所在地区", "行业代码", MONTH, OUT, "联系电话", "备注"]
    table = csv(heads, [1, "企业1", "甲县", "C3240", J, 5, "0955-1", "好"])
    issue = only(read_values(write_folder(tmp_path, {"values.csv": table}), PROGRAMME), "T135")
    assert issue.facts["names"] == "序号、行业代码、联系电话、备注"
    assert issue.severity == "note"


def test_a_column_that_may_be_one_of_figures_is_asked_about(tmp_path: Path) -> None:
    table = csv(["序号", "企业名称", MONTH, OUT, "工业增加值"], [1, "企业1", J, 5, 6])
    assert set(codes(read_values(write_folder(tmp_path, {"values.csv": table}), PROGRAMME))) == {"T119", "T135"}


def test_a_park_that_the_register_knows_is_held_against_the_table(tmp_path: Path) -> None:
    parks = ENTITIES.replace("industry\n", "industry,park\n", 1).replace("C3240\n", "C3240,990101\n")
    table = csv(["企业名称", "所在园区", MONTH, OUT], ["企业1", "甲园", J, 5], ["企业2", "乙县", J, 5])
    intake = read_values(write_folder(tmp_path, {"values.csv": table}, parks), PROGRAMME)
    issue = only(intake, "V109")
    assert (issue.place.row, issue.place.column) == (3, "所在园区")
    assert issue.facts["place"] == "甲县"


def test_an_enterprise_that_moved_may_lie_in_either_area(tmp_path: Path) -> None:
    facts = f"entity,fact,value,since\n{code(1)},area,990200,2022-03\n"
    table = csv(["企业名称", "地区", MONTH, OUT], ["企业1", "乙县", J, 5])
    intake = read_values(write_folder(tmp_path, {"facts.csv": facts, "values.csv": table}), PROGRAMME)
    assert codes(intake) == []
    assert intake.data.values.num_rows == 1


def test_a_unit_that_a_format_shows_is_held_against_the_head_and_no_column_is_named(tmp_path: Path) -> None:
    content = book([CODE, MONTH, f"{OUT}（元）"], ["E1", J, X(5, '0"千元"')])
    issue = only(read_values(write_folder(tmp_path, {"values.xlsx": content}), PROGRAMME), "V032")
    assert issue.facts == {"given": "千元", "other": "元"}
    assert "“单位”列" not in issue.problem.what["zh"]


def test_the_verdict_of_a_case_is_not_always_right() -> None:
    wrong = Input("", "", {"values.xlsx": book(HEAD, UNITS, ROW)}, {O1: 50}, frozenset(), {})
    assert judge(wrong)[0] == "silent"
