"""K3 and K6: what stands around the header, and two columns of one meaning."""

from __future__ import annotations

import pytest

from helpers_unseen import Case, Cases, J, X, book, check, csv

case = Cases()
CODE, MONTH = "统一社会信用代码", "时期"
OUT, PROFIT, WASTE = "工业总产值", "利润总额", "固废产生量"
O1 = (1, "output", J)
O2 = (2, "output", J)
O3 = (3, "output", J)
P1 = (1, "profit", J)
P2 = (2, "profit", J)
W1 = (1, "waste_made", J)
W2 = (2, "waste_made", J)
HEAD = [CODE, MONTH, OUT, WASTE]

# K3: around the header
case("K3", "unit-in-title", book(["2022年6月全市工业（单位：亿元）"], HEAD[:3], ["E1", J, 1.5]), {O1: 15000})
case(
    "K3",
    "unit-right-of-title",
    book(["全市工业主要指标"], [None, None, None, "计量单位：千元"], HEAD[:3], ["E1", J, 15]),
    {O1: 1.5},
)
case(
    "K3",
    "two-units-in-title",
    book(["金额单位：元；数量单位：万吨"], HEAD, ["E1", J, 50000, 2]),
    {O1: 5},
    either={W1: 20000},
)
case("K3", "units-with-comma", book(["单位：元、吨"], HEAD, ["E1", J, 50000, 2]), {O1: 5, W1: 2})
case("K3", "unit-row", book(HEAD, [None, None, "亿元", "万吨"], ["E1", J, 1.5, 2]), {O1: 15000, W1: 20000})
case(
    "K3",
    "unit-row-merged",
    book([*HEAD[:2], OUT, PROFIT], [None, None, "亿元", None], ["E1", J, 1.5, 0.5], merge=["C2:D2"]),
    {O1: 15000, P1: 5000},
)
case("K3", "unit-row-bracketed", book(HEAD, ["", "", "（千元）", "(吨)"], ["E1", J, 15, 2]), {O1: 1.5, W1: 2})
case("K3", "unit-row-above", book([None, None, "千元", "万吨"], HEAD, ["E1", J, 15, 2]), {O1: 1.5, W1: 20000})
case(
    "K3",
    "unit-below-as-note",
    book(HEAD[:3], ["E1", J, 50000], ["E2", J, 60000], ["注：本表产值单位为元。"]),
    either={O1: 5, O2: 6},
)
case("K3", "unit-below-plain", book(HEAD[:3], ["E1", J, 50000], [None], ["单位：元"]), {O1: 5})
case(
    "K3",
    "unit-in-head-slash",
    book([CODE, MONTH, f"{OUT}/元", f"{WASTE}/万吨"], ["E1", J, 50000, 2]),
    either={O1: 5, W1: 20000},
)
case("K3", "unit-in-head-underscore", book([CODE, MONTH, f"{OUT}_元"], ["E1", J, 50000]), either={O1: 5})
case(
    "K3",
    "unit-in-head-colon",
    book([CODE, MONTH, f"{OUT}（单位：元）", f"{PROFIT}：元"], ["E1", J, 50000, 60000]),
    {O1: 5},
    either={P1: 6},
)
case(
    "K3",
    "unit-in-head-newline",
    book([CODE, MONTH, f"{OUT}\n（千元）", f"{PROFIT}\n千元"], ["E1", J, 50, 60]),
    {O1: 5},
    either={P1: 6},
)
case(
    "K3",
    "unit-in-head-with-price",
    book([CODE, MONTH, f"{OUT}（当年价格，千元）", f"{PROFIT}(亿元，税前)"], ["E1", J, 50, 2]),
    either={O1: 5, P1: 20000},
)
case(
    "K3",
    "unit-in-head-english",
    csv(["entity", "period", "output (yuan)", "profit [千元]"], ["E1", J, 50000, 60]),
    either={O1: 5, P1: 6},
)
case(
    "K3",
    "unit-in-head-and-title",
    book(["单位：元"], [CODE, MONTH, f"{OUT}（亿元）", PROFIT], ["E1", J, 1.5, 60000]),
    {O1: 15000, P1: 6},
)
case(
    "K3",
    "unit-twice-contradicting",
    book([CODE, MONTH, f"{OUT}（亿元）"], [None, None, "元"], ["E1", J, 1.5]),
    asked=[O1],
)
case(
    "K3",
    "month-and-total-above",
    book(
        [CODE, MONTH, "本月", None, "累计", None],
        [None, None, OUT, WASTE, OUT, WASTE],
        ["E1", J, 1, 2, 6, 12],
        merge=["C1:D1", "E1:F1"],
    ),
    {O1: 6, W1: 2},
)
case(
    "K3",
    "month-and-total-below",
    book(
        [CODE, MONTH, OUT, None, None, WASTE, None, None],
        [None, None, "本月", "1-本月", "增减%", "本月", "1-本月", "增减%"],
        ["E1", J, 1, 6, 5.5, 2, 12, 3.3],
        ["E2", J, 10, 60, -5.5, 20, 120, -3.3],
        merge=["C1:E1", "F1:H1"],
    ),
    {O1: 6, W1: 2, O2: 60, W2: 20},
)
case(
    "K3",
    "last-year-first",
    book(
        [CODE, MONTH, OUT, None, None],
        [None, None, "上年同期", "本期累计", "增减（%）"],
        ["E1", J, 5, 6, 20],
        merge=["C1:E1"],
    ),
    {O1: 6},
)
case(
    "K3",
    "growth-heads",
    csv([CODE, MONTH, f"{OUT}同比增长(%)", f"{OUT}增速", f"{OUT}比上年增减（%）", OUT], ["E1", J, 5, 6, 7, 100]),
    {O1: 100},
)
case("K3", "growth-only", csv([CODE, MONTH, f"{OUT}比上年同期增长（%）"], ["E1", J, 5]), asked=[O1])
case(
    "K3",
    "contribution-and-share",
    csv([CODE, MONTH, f"{OUT}占比", f"{OUT}排名", f"{OUT}贡献率", f"{OUT}增加额"], ["E1", J, 5, 1, 3, 4]),
    asked=[O1],
)
case(
    "K3",
    "plan-and-done",
    csv([CODE, MONTH, f"{OUT}计划", f"{OUT}完成", f"{OUT}完成率%"], ["E1", J, 100, 90, 90]),
    either={O1: 90},
)
case(
    "K3",
    "plan-only",
    csv([CODE, MONTH, f"{OUT}计划数", f"{PROFIT}目标", f"{WASTE}预计"], ["E1", J, 100, 90, 80]),
    asked=[O1, P1, W1],
)
case(
    "K3",
    "years-as-heads",
    book([CODE, MONTH, OUT, None], [None, None, "2022年1-6月", "2021年1-6月"], ["E1", J, 6, 5], merge=["C1:D1"]),
    {O1: 6},
)
case("K3", "years-in-heads", csv([CODE, MONTH, f"2021年{OUT}", f"2022年{OUT}"], ["E1", J, 5, 6]), either={O1: 6})
case(
    "K3", "yesteryear-in-heads", csv([CODE, MONTH, f"{OUT}（去年）", f"{OUT}（今年）"], ["E1", J, 5, 6]), either={O1: 6}
)
case(
    "K3",
    "same-month-head",
    csv(
        [CODE, MONTH, f"{OUT}_上年同期", f"上年{OUT}", f"同期{OUT}", f"上月{OUT}", f"{OUT}（上年）"],
        ["E1", J, 5, 6, 7, 8, 9],
    ),
    asked=[O1],
)
case("K3", "quarter-heads", csv([CODE, MONTH, f"二季度{OUT}", f"6月{OUT}"], ["E1", J, 5, 6]), asked=[O1])
case(
    "K3",
    "total-row",
    book(HEAD[:3], ["合计", J, 30], ["E1", J, 10], ["E2", J, 20], ["合　计", J, 30]),
    {O1: 10, O2: 20},
)
case(
    "K3",
    "total-row-blank-code",
    book([CODE, "企业名称", MONTH, OUT], [None, "合计", J, 30], ["E1", "企业1", J, 10], [None, "其中：国有", J, 5]),
    {O1: 10},
)
case(
    "K3",
    "of-which-under-firm",
    book([CODE, "企业名称", MONTH, OUT], ["E1", "企业1", J, 10], [None, "其中：一分厂", J, 4], [None, "二分厂", J, 6]),
    {O1: 10},
)
case(
    "K3",
    "of-which-with-merged-code",
    book([CODE, "项目", MONTH, OUT], ["E1", "总计", J, 10], [None, "其中：一分厂", J, 4], merge=["A2:A3"]),
    asked=[O1],
)
case(
    "K3",
    "notes-below",
    book(
        HEAD[:3],
        ["E1", J, 10],
        [None],
        ["注：1.本表数据为初步数"],
        ["2.E1 数据含 3 家分厂"],
        ["填表人：王五", None, "审核：赵六", "2022年7月5日"],
    ),
    {O1: 10},
)
case(
    "K3",
    "second-table-other-unit",
    book(HEAD[:3], ["E1", J, 10], [None], ["单位：元"], HEAD[:3], ["E2", J, 50000]),
    {O1: 10},
    either={O2: 5},
)
case(
    "K3",
    "second-table-other-columns",
    book([CODE, MONTH, OUT], ["E1", J, 10], [None], [CODE, MONTH, PROFIT], ["E2", J, 3]),
    {O1: 10},
    either={P2: 3},
)
case(
    "K3",
    "second-table-head-unit",
    book([CODE, MONTH, f"{OUT}（万元）"], ["E1", J, 10], [None], [CODE, MONTH, f"{OUT}（元）"], ["E2", J, 50000]),
    {O1: 10},
    either={O2: 5},
)
case(
    "K3",
    "second-table-swapped",
    book([CODE, MONTH, OUT, PROFIT], ["E1", J, 10, 1], [None], [CODE, MONTH, PROFIT, OUT], ["E2", J, 3, 30]),
    {O1: 10, P1: 1},
    either={P2: 3, O2: 30},
)
case(
    "K3",
    "second-table-titled",
    book(
        ["一、总产值（万元）"],
        [CODE, MONTH, OUT],
        ["E1", J, 10],
        ["二、总产值（千元）"],
        [CODE, MONTH, OUT],
        ["E2", J, 100],
    ),
    {O1: 10},
    either={O2: 10},
)
case(
    "K3",
    "unit-changes-midway",
    book(["单位：万元"], HEAD[:3], ["E1", J, 10], ["单位：元"], ["E2", J, 50000]),
    {},
    either={O1: 10, O2: 5},
)
case(
    "K3",
    "side-by-side",
    book([CODE, MONTH, OUT, None, CODE, MONTH, OUT], ["E1", J, 10, None, "E2", J, 20], ["E3", J, 30]),
    {},
    either={O1: 10, O2: 20, O3: 30},
)
case(
    "K3",
    "side-by-side-long",
    csv(
        ["entity", "measure", "period", "value", "", "entity", "measure", "period", "value"],
        ["E1", "output", J, 10, "", "E2", "output", J, 20],
    ),
    {},
    either={O1: 10, O2: 20},
)
case("K3", "unnamed-column", book([CODE, MONTH, OUT, None], ["E1", J, 10, 99]), {O1: 10}, says=("T131",))
case("K3", "figures-under-unnamed", book([CODE, MONTH, OUT, None], ["E1", J, None, 99]), asked=[O1])
case(
    "K3",
    "hidden-row",
    book(HEAD[:3], ["E1", J, 10], ["E2", J, 20], ["E3", J, 30], hidden_rows=[3]),
    {O1: 10, O3: 30},
    asked=[O2],
)
case(
    "K3",
    "hidden-column",
    book([CODE, MONTH, OUT, PROFIT], ["E1", J, 10, 1], hidden_columns=["D"]),
    {O1: 10},
    asked=[P1],
)
case(
    "K3",
    "hidden-value-of-two",
    book([CODE, MONTH, "本期数", OUT, OUT], ["E1", J, 0, 10, 12], hidden_columns=["E"]),
    {},
    either={O1: 10},
)
case(
    "K3",
    "white-figures",
    book(
        HEAD[:3],
        ["E1", J, X(10, looks={"font_color": "white"})],
        ["E2", J, X(20, looks={"font_color": "#FFFFFF", "bg_color": "#000080"})],
    ),
    {O2: 20},
    asked=[O1],
)
case("K3", "unit-column-of-firms", csv(["单位", MONTH, OUT], ["企业1", J, 5]), either={O1: 5})
case(
    "K3",
    "unit-column",
    csv(
        ["entity", "measure", "period", "计量单位", "value"], ["E1", "output", J, "亿元", 1], ["E2", "output", J, "", 5]
    ),
    {O1: 10000, O2: 5},
)
case(
    "K3",
    "head-in-two-lines-of-words",
    book([CODE, MONTH, "工业总", "固废产"], [None, None, "产值", "生量"], ["E1", J, 5, 6]),
    either={O1: 5, W1: 6},
)
case("K3", "number-row", book(HEAD, ["甲", "乙", 1, 2], ["E1", J, 5, 6]), {O1: 5, W1: 6})
case("K3", "number-row-of-ids", book(HEAD[:3], ["1", "2", "3"], ["E1", J, 5]), {O1: 5})
case("K3", "repeated-head", csv(HEAD[:3], ["E1", J, 5], HEAD[:3], ["E2", J, 6]), {O1: 5, O2: 6})
case("K3", "period-in-title", book(["2022年6月工业指标"], [CODE, OUT], ["E1", 5]), either={O1: 5})
case("K3", "period-of-title-differs", book(["2022年5月工业指标"], HEAD[:3], ["E1", J, 5]), either={O1: 5})
case("K3", "measures-as-rows", book([CODE, "E1"], [MONTH, J], [OUT, 5], [PROFIT, 3]), either={O1: 5, P1: 3})
case(
    "K3",
    "per-head-units",
    csv([CODE, MONTH, f"{OUT}（万元/人）", f"{WASTE}（吨/万元）"], ["E1", J, 5, 6]),
    asked=[O1, W1],
)
case("K3", "growth-unit", csv([CODE, MONTH, f"{OUT}（%）"], ["E1", J, 5]), asked=[O1])
case(
    "K3",
    "months-as-columns",
    csv([CODE, OUT + "指标", "2022年5月", "2022年6月"], ["E1", OUT, 5, 6]),
    either={O1: 6, (1, "output", "2022-05"): 5},
)
case(
    "K3",
    "months-as-columns-growth",
    csv([CODE, "指标", "2022年5月", "2022年6月", "同比%"], ["E1", OUT, 5, 6, 3.3]),
    {O1: 6, (1, "output", "2022-05"): 5},
)
case(
    "K3",
    "months-and-totals-as-columns",
    book(
        [CODE, "指标", "2022年6月", None],
        [None, None, "当月", "累计"],
        ["E1", OUT, 1, 6],
        ["E1", WASTE, 2, 12],
        merge=["C1:D1"],
    ),
    {},
    either={O1: 6, W1: 2},
)
case(
    "K3",
    "merged-firm",
    book([CODE, MONTH, OUT], ["E1", "2022-05", 5], [None, J, 6], merge=["A2:A3"]),
    {(1, "output", "2022-05"): 5, O1: 6},
)
case(
    "K3",
    "blank-firm-below",
    csv([CODE, MONTH, OUT], ["E1", "2022-05", 5], ["", J, 6]),
    {(1, "output", "2022-05"): 5},
    either={O1: 6},
)

# K6: two columns of one meaning
LONG = ["entity", "measure", "period"]
case(
    "K6",
    "value-and-number-same",
    csv([*LONG, "value", "数值"], ["E1", "output", J, 5, 5], ["E2", "output", J, 6, "6.0"]),
    {O1: 5, O2: 6},
)
case("K6", "value-and-number-differ", csv([*LONG, "value", "数值"], ["E1", "output", J, 5, 50]), asked=[O1])
case(
    "K6",
    "value-one-blank",
    csv([*LONG, "value", "数值"], ["E1", "output", J, 5, ""], ["E2", "output", J, "", 6]),
    either={O1: 5, O2: 6},
)
case("K6", "measure-twice-wide", csv([CODE, MONTH, OUT, OUT], ["E1", J, 5, 6], ["E2", J, 7, 7]), {O2: 7}, asked=[O1])
case(
    "K6",
    "measure-by-id-and-name",
    csv([CODE, MONTH, OUT, "output"], ["E1", J, 5, 6], ["E2", J, 7, 7]),
    {O2: 7},
    asked=[O1],
)
case(
    "K6",
    "two-units-agree",
    csv([CODE, MONTH, f"{OUT}（万元）", f"{OUT}（亿元）"], ["E1", J, 12345, 1.2345]),
    either={O1: 12345},
)
case("K6", "two-units-differ", csv([CODE, MONTH, f"{OUT}（万元）", f"{OUT}（亿元）"], ["E1", J, 12345, 5]), asked=[O1])
case(
    "K6",
    "code-and-name-differ",
    csv([CODE, "企业名称", MONTH, OUT], ["E1", "企业2", J, 5], ["E3", "企业3", J, 6]),
    {O3: 6},
    asked=[O1, O2],
)
case(
    "K6",
    "two-codes",
    csv(["entity", CODE, MONTH, OUT], ["E1", "E2", J, 5], ["E3", "E3", J, 6]),
    {O3: 6},
    asked=[O1, O2],
)
case(
    "K6",
    "period-and-month",
    csv([*LONG, "年", "月", "value"], ["E1", "output", J, 2022, 5, 5], ["E2", "output", J, 2022, 6, 6]),
    {O2: 6},
    asked=[O1, (1, "output", "2022-05")],
)
case(
    "K6",
    "two-periods",
    csv([CODE, "时期", "月份", OUT], ["E1", J, "2022-05", 5], ["E2", J, "2022年6月", 6]),
    {O2: 6},
    asked=[O1, (1, "output", "2022-05")],
)
case(
    "K6",
    "unit-column-and-head",
    csv([*LONG, "value（亿元）", "unit"], ["E1", "output", J, 1, "万元"], ["E2", "output", J, 1, "亿元"]),
    {O2: 10000},
    asked=[O1],
)
case(
    "K6",
    "two-unit-columns",
    csv(
        [*LONG, "value", "unit", "计量单位"],
        ["E1", "output", J, 1, "万元", "亿元"],
        ["E2", "output", J, 1, "亿元", "亿元"],
    ),
    {O2: 10000},
    asked=[O1],
)
case(
    "K6",
    "two-revisions",
    csv([*LONG, "value", "revision", "修订号"], ["E1", "output", J, 1, 1, 3], ["E1", "output", J, 2, 2, 2]),
    either={O1: 2},
    says=("V038",),
)
case(
    "K6",
    "three-columns",
    csv([*LONG, "value", "数值", "数据"], ["E1", "output", J, 5, 5, 6], ["E2", "output", J, 5, 5, 5]),
    {O2: 5},
    asked=[O1],
)
case(
    "K6",
    "month-and-total-values",
    csv([*LONG, "本月", "累计"], ["E1", "output", J, 1, 6], ["E1", "waste_made", J, 2, 12]),
    {O1: 6, W1: 2},
)
case("K6", "this-and-last-values", csv([*LONG, "本年累计", "上年累计"], ["E1", "output", J, 6, 5]), {O1: 6})
case(
    "K6",
    "checked-and-reported",
    csv([CODE, MONTH, f"{OUT}（上报）", f"{OUT}（核定）"], ["E1", J, 5, 6], ["E2", J, 7, 7]),
    asked=[O1],
    either={O2: 7},
)


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)
