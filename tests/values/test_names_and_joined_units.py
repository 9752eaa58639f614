"""K3, K8, K1: units joined to other words, names of files that say what figures are, months under a dated title, shares
with and without their sign; of each both sides."""

from __future__ import annotations

import pytest

from helpers_unseen import Case, Cases, J, X, book, check, csv

case = Cases()
CODE, MONTH, OUT, WASTE = "统一社会信用代码", "时期", "工业总产值", "固废产生量"
H, ROW = [CODE, MONTH, OUT], ["E1", J, 50]
O1, W1 = (1, "output", J), (1, "waste_made", J)

# a unit joined to the words of a title leaves open in which unit the figures are; of a class or a ratio it is none
JOINED = (
    "千元产值表",
    "2022年6月千元产值表",
    "工业企业亿元产值月报",
    "百万元产值汇总",
    "千元产值（2022年6月）",
    "工业产值千元表",
)
FOR_OTHERS = (
    "万元产值表",
    "亿元产值企业情况表",
    "万元产值综合能耗表",
    "亿元投资项目情况表",
    "百亿元产业集群产值表",
    "万元产值用电量情况",
    "千家企业产值",
)
for title in JOINED:
    case("joined", title, book([title], H, ROW), asked=[O1])
    case("joined", f"sheet-{title}", book(H, ROW, name=title), asked=[O1])
for title in FOR_OTHERS:
    case("joined", f"read-{title}", book([title], H, ROW), {O1: 50})
    case("joined", f"read-sheet-{title}", book(H, ROW, name=title), {O1: 50})
for title in ("万吨固废产生量表", "千克固废台账", "固废万吨表"):
    case("joined", title, book([title], [CODE, MONTH, WASTE], ROW), asked=[W1])
for title in ("百万吨级项目固废", "万吨产品固废", "千万吨炼油基地固废", "百度园区固废"):
    case("joined", f"read-{title}", book([title], [CODE, MONTH, WASTE], ROW), {W1: 50})
for head in (f"（千元）{OUT}", f"{OUT}千元", f"{OUT}【千元】", f"[千元]{OUT}"):
    case("head", head, book([CODE, MONTH, head], ROW), {O1: 5})
    case("head", f"cell-{head}", csv([CODE, "指标", MONTH, "数值"], ["E1", head, J, 50]), {O1: 5})
for head in (f"{OUT}年", f"{OUT}吨", f"（上年）{OUT}", f"（试行）{OUT}", f"{OUT}美元"):
    case("head", f"asked-{head}", book([CODE, MONTH, head], ROW), asked=[O1])

# a sheet of labels with a head of its own
case("labels", "unit", book(H, ROW, more={"参数": [["单位名称", "单位"], ["产值", "千元"]]}), asked=[O1])
case("labels", "name", book(H, ROW, more={"参数": [["单位名称", "千元"]]}), asked=[O1])
case("labels", "own", book(H, ROW, more={"参数": [["指标", "单位"], ["产值", "万元"]]}), {O1: 50})
case("labels", "goods", book(H, ROW, more={"产品": [["产品", "单位", "产量"], ["甲", "千元", 7]]}), {O1: 50})

# names that say that figures are others than those of the period
OTHERS = (
    "2021年同期数",
    "产值（2021年同期）",
    "2021同期",
    "产值-上年同期数",
    "上年同期产值",
    "产值-计划数",
    "6月预计数",
    "2022年计划数",
)
BESIDE = (
    "产值及上年同期",
    "产值与2021年同期对比",
    "产值-累计",
    "产值_本月",
    "计划内企业产值",
    "2022年6月产值（审定）",
    "进度表",
    "产值-基期数",
)
for name in OTHERS:
    case("name", f"file-{name}", {f"values/{name}.csv": csv(H, ROW)}, asked=[O1])
    case("name", f"sheet-{name}", book(H, ROW, name=name), asked=[O1])
for name in BESIDE:
    case("name", f"read-file-{name}", {f"values/{name}.csv": csv(H, ROW)}, {O1: 50})
    case("name", f"read-sheet-{name}", book(H, ROW, name=name), {O1: 50})
BOTH = csv(H, ["E1", "2021-06", 40], ROW)
case("name", "of-its-year", {"values/2021年同期数.csv": BOTH}, {(1, "output", "2021-06"): 40}, [O1])
SECTIONS = [H, ["2021年同期"], ["E1", "2021-06", 40], ["2022年"], ROW]
case("name", "sections", book(*SECTIONS), {(1, "output", "2021-06"): 40, O1: 50})
case("name", "section-of-others", book(H, ["2021年同期数"], ROW), asked=[O1])

# several labels with units in one line, a unit behind a total, how often figures are to be taken in a column
E1, BOTH_HEADS = (1, "energy", J), [*H, "综合能耗"]
for line in ("产值：千元 能耗：吨标煤", "产值:千元;能耗:吨标准煤", "金额：千元，能耗：吨标煤"):
    case("line", line, book([line], BOTH_HEADS, [*ROW, 7]), {O1: 5, E1: 7})
    case("line", f"foot-{line}", book(BOTH_HEADS, [*ROW, 7], [], [line]), {O1: 5, E1: 7})
for line in ("填报人：张三 电话：123", "产值：万元 能耗：吨标煤"):
    case("line", f"read-{line}", book([line], BOTH_HEADS, [*ROW, 7]), {O1: 50, E1: 7})
case("total", "behind", book(H, ROW, ["合计", "", "50千元"]), asked=[O1])
case("total", "own", book(H, ROW, ["合计", "", "50万元"]), {O1: 50})
case("total", "head", book([*H[:2], f"{OUT}（千元）"], ROW, ["合计", "", "50千元"]), {O1: 5})
LONG = [CODE, "指标", MONTH, "数值"]
for head in ("倍率", "金额倍数", "数量级"):
    for times in (1000, "×1000", "千"):
        case("times", f"{head}-{times}", csv([*LONG, head], ["E1", OUT, J, 50, times]), asked=[O1])
        case("times", f"wide-{head}-{times}", csv([*H, head], [*ROW, times]), asked=[O1])
    case("times", f"{head}-once", csv([*LONG, head], ["E1", OUT, J, 50, 1]), {O1: 50})
case("times", "of-a-meter", csv([*LONG, "倍率"], ["E1", OUT, J, 50, 40]), {O1: 50})
case("times", "unit-said", csv([*LONG, "单位", "倍率"], ["E1", OUT, J, 50, "万元", 1000]), {O1: 50})

# months without a year lie in the only one that stands over them
MONTHS = {(1, "waste_made", "2022-01"): 5, (1, "waste_made", "2022-02"): 6}
for heads in (("1月", "2月"), ("一月", "二月"), ("01月", "02月"), ("1月份", "2月份")):
    table = ([CODE, "指标", *heads], ["E1", WASTE, 5, 6])
    case("months", f"{heads}", book(["2022年固废产生量"], *table), MONTHS, says=("V161", "V039"))
    case("months", f"text-{heads}", csv(["2022年度固废表"], *table), MONTHS)
    case("months", f"sheet-{heads}", book(*table, name="2022年"), MONTHS)
    case("months", f"undated-{heads}", book(["固废产生量"], *table), asked=MONTHS)
    case("months", f"two-{heads}", book(["2021年与2022年固废"], *table), asked=MONTHS)
    case("months", f"made-{heads}", book(["2022年7月5日填报"], *table), asked=MONTHS)
    case("months", f"outside-{heads}", book(["2022年2-6月固废"], *table), asked=MONTHS)
SINCE = book(["2022年产值"], [CODE, "指标", "1-2月", "1-3月"], ["E1", OUT, 5, 6])
case("months", "since", SINCE, {(1, "output", "2022-02"): 5, (1, "output", "2022-03"): 6})
case("months", "sum", book(["2022年固废"], [CODE, "指标", "1月", "2月", "合计"], ["E1", WASTE, 5, 6, 11]), MONTHS)

# 0.85 beside 85%: the cell may have lost its format
S1, S2, SCORE = (1, "score", "2022"), (2, "score", "2022"), [CODE, MONTH, "评分"]
SIGNED = ["E1", "2022", X(0.85, "0%")]
case("share", "format", book(SCORE, SIGNED, ["E2", "2022", 0.85]), {S1: 85}, [S2])
case("share", "text", csv(SCORE, ["E1", "2022", "85%"], ["E2", "2022", "0.9"]), {S1: 85}, [S2])
case("share", "one", csv(SCORE, ["E1", "2022", "85%"], ["E2", "2022", "1"]), {S1: 85}, [S2])
case(
    "share",
    "long",
    csv([CODE, "指标", MONTH, "数值"], ["E1", "评分", "2022", "85%"], ["E2", "评分", "2022", 0.9]),
    {S1: 85},
    [S2],
)
case("share", "both-signed", csv(SCORE, ["E1", "2022", "85%"], ["E2", "2022", "0.85%"]), {S1: 85, S2: "0.85"})
case("share", "above-one", csv(SCORE, ["E1", "2022", "85%"], ["E2", "2022", "77"]), {S1: 85, S2: 77})
case("share", "zero", csv(SCORE, ["E1", "2022", "85%"], ["E2", "2022", "0"]), {S1: 85, S2: 0})
case("share", "unsigned", csv(SCORE, ["E1", "2022", "85"], ["E2", "2022", "0.85"]), {S1: 85}, [S2])

# a mark between digits is behind no figure
for figure in ("12³4", "1²3", "12①34", "1,2³4.5"):
    case("mark", figure, csv(H, ["E1", J, figure]), asked=[O1])
for figure in ("1234³", "1234①", "1,234.5②"):
    case("mark", figure, csv(H, ["E1", J, figure]), {O1: figure.rstrip("³①②").replace(",", "")})

# a space before the unit of a figure with thousands
for figure, right in (("1,234 千元", "123.4"), ("1,234.5 万元", "1234.5"), ("12,345,678 元", "1234.5678")):
    case("space", figure, csv(H, ["E1", J, figure]), {O1: right})
for figure in ("1,234 5", "1,23 千元", "1,234 ,5"):
    case("space", f"asked-{figure}", csv(H, ["E1", J, figure]), asked=[O1])
COMMAS = csv([CODE, MONTH, OUT, "利润总额"], ["E1", J, "1234,5", "1.234 千元"], ["E2", J, "12,25", "8,5"], by=";")
case("space", "decimal-commas", COMMAS, asked=[(1, "profit", J)], either={O1: "1234.5"})


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)
