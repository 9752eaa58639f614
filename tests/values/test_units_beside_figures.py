"""Units that stand beside figures: in rows of totals, remarks, sources and columns of units by other names."""

from __future__ import annotations

import pytest

from helpers_unseen import Case, Cases, J, book, check, csv

case = Cases()
CODE, MONTH = "统一社会信用代码", "时期"
OUT, WASTE = "工业总产值", "固废产生量"
H = [CODE, MONTH, OUT]
O1, O2, W1 = (1, "output", J), (2, "output", J), (1, "waste_made", J)
ROW = ["E1", J, 50]

# a unit that a row of totals or signatures gives
for n, total in enumerate(
    (
        ["合计（千元）", "", 50],
        ["合计（单位：千元）", "", 50],
        ["合 计 （千 元）", "", 50],
        ["合计", "", 50, "千元"],
        ["合计", "千元", 50],
        ["合计", "", 50, "（千元）"],
        ["总计（元）", "", 50],
        ["合计", "", 50, "千美元"],
        ["填表人：张三", "千元", ""],
    )
):
    case("total", f"asked-{n}", book(H, ROW, total), asked=[O1], says=("V062", "V064"))
    case("total", f"stated-{n}", book(["单位：千元"], H, ROW, total), either={O1: 5})
for n, total in enumerate(
    (
        ["合计（万元）", "", 50],
        ["合计", "", 50, "万元"],
        ["合计（3户）", "", 50],
        ["合计（户）", "", 50],
        ["合计", "", 50, "吨"],
        ["合计（以上）", "", 50],
    )
):
    case("total", f"read-{n}", book(H, ROW, total), {O1: 50})
case("total", "unit-in-head", book([CODE, MONTH, f"{OUT}（万元）"], ROW, ["合计（千元）", "", 500]), {O1: 50})
case("total", "subtotal-within", book(H, ROW, ["小计（千元）", "", 50], ["E2", J, 60]), asked=[O1, O2], says=("V062",))

# remarks and sources
for head in ("备注", "说明", "数据来源", "填报人", "其他"):
    for said in ("千元", "（千元）", "统计局（千元）", "单位：千元", "以千元计", "千 元", "千美元"):
        case("remark", f"{head}-{said}", book([*H, head], [*ROW, said]), asked=[O1], says=("V062",))
    for said in ("万元", "比上年增加5万元", "月报", "个", "吨", "甲公司（新）", "一次性入账", "按时报送"):
        case("remark", f"read-{head}-{said}", book([*H, head], [*ROW, said]), {O1: 50})
case("remark", "other-measure", book([CODE, MONTH, WASTE, "备注"], ["E1", J, 5, "千元"]), {W1: 5})

# columns of units by other names
for head in ("金额单位", "货币单位", "计量", "数据单位", "指标单位", "度量单位", "数量单位", "计算单位", "金额 单位"):
    case("column", head, book([*H, head], [*ROW, "千元"]), {O1: 5})
    case("column", f"long-{head}", csv([CODE, "指标", MONTH, "数值", head], ["E1", OUT, J, 50, "千元"]), {O1: 5})
    case("column", f"blank-{head}", book([*H, head], [*ROW, "千元"], ["E2", J, 60, ""]), {O1: 5}, either={O2: 60})
case("column", "of-money", book([*H, WASTE, "金额单位"], [*ROW, 7, "千元"]), {O1: 5, W1: 7})
case("column", "of-money-and-head", book([*H, f"{WASTE}（万吨）", "金额单位"], [*ROW, 7, "千元"]), {O1: 5, W1: 70000})
case("column", "against-the-head", book([*H[:2], f"{OUT}（万元）", "金额单位"], [*ROW, "千元"]), asked=[O1])
case("column", "of-two-names", book([*H, "金额单位", "计量单位"], [*ROW, "千元", "千元"]), {O1: 5})
case("head", "year", book([*H[:2], f"{OUT}（2021年）"], ROW), asked=[O1], says=("V036",))
case("head", "quarter", book([*H[:2], f"{WASTE}（二季度）"], ROW), asked=[W1])
case("head", "month", book([*H[:2], f"{WASTE}（6月）"], ROW), {W1: 50})
case("head", "other-month", book([*H[:2], f"{WASTE}（5月）"], ROW), asked=[W1], says=("V102",))


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)
