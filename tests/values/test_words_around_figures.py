"""Words and units around figures: under heads, between rows, in columns of 口径 and in columns without a name."""

from __future__ import annotations

import pytest

from helpers_unseen import Case, Cases, J, book, check, csv

case = Cases()
CODE, NAME, MONTH, MEASURE = "统一社会信用代码", "企业名称", "时期", "指标"
OUT, WASTE, PROFIT, INVESTED = "工业总产值", "固废产生量", "利润总额", "工业投资"
H = [CODE, MONTH, OUT]
O1, O2, W1, W2, P1 = (1, "output", J), (2, "output", J), (1, "waste_made", J), (2, "waste_made", J), (1, "profit", J)
ROW, ROW2 = ["E1", J, 50], ["E2", J, 60]


def waste(month: int) -> tuple[int, str, str]:
    return 1, "waste_made", f"2022-{month:02}"


def output(month: int) -> tuple[int, str, str]:
    return 1, "output", f"2022-{month:02}"


# words under and over heads
LAST_YEAR = (
    "上年同期",
    "去年同期",
    "同比",
    "基期",
    "上一年度",
    "前一年",
    "对比期",
    "往年",
    "YoY",
    "变化率",
    "涨跌",
    "进度",
    "2021",
)
for word in LAST_YEAR:
    rows = [CODE, MONTH, OUT, ""], ["", "", word, "本期"], ["E1", J, 99, 50]
    case("last-year", f"interleaved-{word}", book(*rows), either={O1: 50})
    case("last-year", f"merged-{word}", book(*rows, merge=["C1:D1"]), either={O1: 50})
    case("last-year", f"under-{word}", book(H, ["", "", word], ROW), asked=[O1])
    case("last-year", f"under-csv-{word}", csv(H, ["", "", word], ROW), asked=[O1])
    case("last-year", f"second-{word}", book([CODE, MONTH, word, OUT], ["E1", J, 99, 50]), {O1: 50})
    groups = ["", "", word, "", "本期", ""]
    both = [CODE, MONTH, OUT, WASTE, OUT, WASTE]
    case("last-year", f"groups-{word}", book(groups, both, ["E1", J, 99, 98, 50, 5]), {O1: 50, W1: 5})
for word in ("去向", "核算法", "调整后", "大口径", "甲类", "含下属"):
    case("under", word, book(H, ["", "", word], ROW), asked=[O1], says=("V036",))
    case("under", f"one-of-two-{word}", book([*H, WASTE], ["", "", word], [*ROW, 5]), {W1: 5}, [O1])
for word in ("无", "停产", "-", "必填", "万元", "累计", "（万元）"):
    case("under", f"read-{word}", book(H, ["", "", word], ROW), {O1: 50})

# months since January by other words, in brackets of all kinds
for word in (
    "【本月】",
    "[当月]",
    "〔本月〕",
    "「当月」",
    "《本月》",
    "当月数",
    "月发生数",
    "本月产量",
    "2022年6月当月",
    "MTD",
    "单月",
):
    for shape in ("under", "over"):
        pair = (H, ["", "", word]) if shape == "under" else (["", "", word], H)
        case("month", f"{shape}-{word}", book(*pair, ROW), asked=[O1])
        flow = [[WASTE if cell == OUT else cell for cell in row] for row in pair]
        case("month", f"{shape}-flow-{word}", book(*flow, ROW), {W1: 50})
for word in (
    "一至本月",
    "1—本月",
    "截至本月",
    "至本月止",
    "今年以来",
    "元月至本月",
    "【累计】",
    "累计数",
    "月累",
    "年内累计",
):
    case("total", f"under-{word}", book([CODE, MONTH, WASTE], ["", "", word], ROW), asked=[W1])
    case("total", f"under-ytd-{word}", book(H, ["", "", word], ROW), {O1: 50})
    case("total", f"over-{word}", book(["", "", word], [CODE, MONTH, WASTE], ROW), asked=[W1])
case("total", "denied", book(H, ["", "", "非累计"], ROW), asked=[O1])

# a column of 口径, and lines that say it
for head in ("口径", "统计口径", "累计口径", "数据口径", "累计标志", "累计/当月"):
    for word in ("滚动", "12个月滚动", "移动平均", "年化", "单季", "M", "其他", "发货", "上年同期", "MTD"):
        rows = [*H, head], [*ROW, word], [*ROW2, "累计"]
        case("scope", f"{head}-{word}", csv(*rows), {O2: 60}, [O1])
    for word in ("法人", "在地", "规上", "快报", "全口径"):
        case("scope", f"{head}-read-{word}", csv([*H, head], [*ROW, word], [*ROW2, "累计"]), {O1: 50, O2: 60})
for head in ("类型", "项目", "数据属性"):
    case("scope", f"{head}-beside", csv([*H, head], [*ROW, "滚动"], [*ROW2, "累计"]), {O2: 60}, [O1])
    case("scope", f"{head}-other", csv([*H, head], [*ROW, "技改"], [*ROW2, "新建"]), {O1: 50, O2: 60})
case("scope", "numbers", csv(["序号", *H], [1, *ROW], ["累计", "", "", 110]), {O1: 50})
SAID = (
    "口径：当月",
    "统计口径：本月",
    "（当月口径）",
    "数据口径：滚动12个月",
    "注：本表为当月数",
    "本表数据为上年同期数",
    "口径: MTD",
)
for line in SAID:
    case("line", f"title-{line}", book([line], H, ROW), asked=[O1])
    case("line", f"foot-{line}", book(H, ROW, ROW2, [], [line]), asked=[O1, O2])
    case("line", f"between-{line}", book(H, ROW2, [line], ROW), either={O2: 60})
for line in ("口径：法人", "数据口径：规上工业", "注：本表由统计科汇总", "统计口径：累计", "本表为月报"):
    case("line", f"read-{line}", book([line], H, ROW), {O1: 50})
    case("line", f"read-foot-{line}", book(H, ROW, ROW2, [], [line]), {O1: 50, O2: 60})

# longer periods beside months: never a month, and of a total since January the months are open
LONGER = (
    "2022年三季度",
    "三季度",
    "Q3",
    "上半年",
    "2022年上半年",
    "一季度合计",
    "1Q22",
    "一至三月",
    "Jan-Mar",
    "2022年",
    "月均",
    "3月末",
)
for head in LONGER:
    heads = [CODE, MEASURE, "2022年1月", "2022年2月", "2022年3月", head]
    case("longer", f"flow-{head}", book(heads, ["E1", WASTE, 1, 2, 3, 6]), {waste(1): 1, waste(2): 2, waste(3): 3})
    case("longer", f"ytd-{head}", book(heads, ["E1", OUT, 1, 2, 3, 6]), asked=[output(2), output(3)])
    first = [CODE, MEASURE, head, "2022年2月", "2022年3月"]
    case("longer", f"first-{head}", book(first, ["E1", WASTE, 6, 2, 3]), {waste(2): 2, waste(3): 3})
    rows = [["E1", "2022年3月", 3], ["E1", head, 6]]
    case("longer", f"row-{head}", book([CODE, MONTH, WASTE], *rows), {waste(3): 3})
case("longer", "total", book([CODE, MEASURE, "2022年9月", "2022年1-9月"], ["E1", OUT, 2, 99]), {output(9): 99})

# units between figures
UNITS = (
    ["单位", "", "千元"],
    ["计量单位", "", "千元"],
    ["", "", "千元"],
    ["", "", "（千元）"],
    ["千元", "千元", "千元"],
)
LINES = (
    "单位：千元",
    "以下为千元",
    "（以下千元）",
    "以下单位为千元",
    "注：以下单位为千元",
    "下列企业以千元计",
    "单位：千元（下同）",
)
for units in (
    *UNITS,
    *([line, "", ""] for line in LINES),
    ["", "", "以下千元"],
    ["", "", "RMB'000"],
    ["", "", "'000元"],
):
    said = "|".join(units)
    for name, head in (("plain", [H]), ("named", [[*H[:2], f"{OUT}（万元）"]]), ("row", [H, ["", "", "万元"]])):
        case("between", f"{name}-{said}", book(*head, ROW, units, ROW2), either={O1: 50, O2: 6})
        case("between", f"{name}-csv-{said}", csv(*head, ROW, units, ROW2), either={O1: 50, O2: 6})
case(
    "between",
    "two",
    book([*H, WASTE], [*ROW, 5], ["单位", "", "千元", "吨"], [*ROW2, 8]),
    {O1: 50, W1: 5, O2: 6, W2: 8},
)
case("between", "same", book(H, ROW, ["单位", "", "万元"], ROW2), {O1: 50, O2: 60})
case("between", "text", book(H, ROW, ["亿元以上企业"], ROW2), {O1: 50, O2: 60})

# words and units beside figures in a column without a name
for unit in ("吨", "千元/月", "千", "%", "美元", "×1000", "thousand", "RMB'000", "千元", "元"):
    value = {"RMB'000": 5, "千元": 5, "元": "0.005"}.get(unit)
    told = {"either": {O1: value}} if value else {"asked": [O1]}
    case("nameless", f"behind-{unit}", book([*H, ""], [*ROW, unit]), **told)
    case("nameless", f"first-{unit}", book(["", *H], [unit, *ROW]), **told)
    case("nameless", f"months-{unit}", book([CODE, MEASURE, J, ""], ["E1", OUT, 50, unit]), **told)
    both = {**told.get("either", {}), O2: 60}
    rows = [*H, ""], [*ROW, unit], [*ROW2, "万元"]
    case("nameless", f"each-{unit}", book(*rows), asked=told.get("asked", ()), either=both)
    amid = [CODE, MONTH, OUT, "", WASTE], ["E1", J, 50, unit, 5]
    case("nameless", f"amid-{unit}", book(*amid), asked=told.get("asked", ()), either={**told.get("either", {}), W1: 5})
for word in ("万元", "已核", "户", "累计", "张三", "同比增长", "1"):
    case("nameless", f"read-{word}", book([*H, ""], [*ROW, word], [*ROW2, ""]), {O1: 50, O2: 60})
case("nameless", "for-the-other", book([*H, WASTE, ""], [*ROW, 5, "吨"]), {O1: 50, W1: 5})
for word in ("上年同期", "预计", "上年", "本月", "计划数", "去年同期数"):
    case("nameless", f"span-{word}", book([*H, ""], [*ROW, word], [*ROW2, ""]), {O2: 60}, [O1])

# the row of an area among enterprises
A1, A0 = ("990100", "investment", J), ("990000", "investment", J)
FIRMS = ["企业1", J, 5], ["企业2", J, 6]
for total in ("甲县", "990100"):
    case("area", f"last-{total}", book([NAME, MONTH, INVESTED], *FIRMS, [total, J, 11]), asked=[A1], says=("V141",))
    case("area", f"first-{total}", book([NAME, MONTH, INVESTED], [total, J, 11], *FIRMS), asked=[A1], says=("V141",))
    rows = [[NAME, MEASURE, MONTH, "数值"], *([name, INVESTED, J, value] for name, _, value in FIRMS)]
    case("area", f"long-{total}", csv(*rows, [total, INVESTED, J, 11]), asked=[A1], says=("V141",))
    months = [[NAME, MEASURE, J], *([name, INVESTED, value] for name, _, value in FIRMS)]
    case("area", f"months-{total}", book(*months, [total, INVESTED, 11]), asked=[A1], says=("V141",))
placed = [["甲县", "企业1", J, 5], ["甲县", "企业2", J, 6], ["甲县", "", J, 11]]
case("area", "column", book(["地区", NAME, MONTH, INVESTED], *placed), asked=[A1], says=("V141",))
for total in ("全市", "合计", "样市合计", "甲县合计", "两县合计", "小计", "总 计"):
    areas = [["甲县", J, 5], ["乙县", J, 6], [total, J, 11]]
    read = {A1: 5, ("990200", "investment", J): 6}
    case("area", f"of-areas-{total}", book(["地区", MONTH, INVESTED], *areas), read)
    case("area", f"of-firms-{total}", book([NAME, MONTH, OUT], *FIRMS, [total, J, 11]), {O1: 5, O2: 6})
other = [["企业1", J, 5, ""], ["企业2", J, 6, ""], ["甲县", J, "", 3]]
case("area", "own-figure", book([NAME, MONTH, OUT, INVESTED], *other), {O1: 5, O2: 6, A1: 3})
later = [["企业1", "2022-05", 5], ["甲县", J, 11]]
case("area", "other-month", book([NAME, MONTH, INVESTED], *later), {A1: 11})


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)
