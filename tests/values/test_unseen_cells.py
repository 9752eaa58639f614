"""K1, K2, K4 and K19: what a cell shows, what is not blank, marks of notes, signs of decimals."""

from __future__ import annotations

import pytest

from helpers_unseen import Case, Cases, J, X, book, check, csv, unsaved

case = Cases()
CODE, MONTH = "统一社会信用代码", "时期"
OUT, PROFIT, WASTE, SCORE = "工业总产值", "利润总额", "固废产生量", "评分"
O1 = (1, "output", J)
O2 = (2, "output", J)
O3 = (3, "output", J)
P1 = (1, "profit", J)
W1 = (1, "waste_made", J)
S1 = (1, "score", "2022")
AT = {OUT: J, PROFIT: J, WASTE: J, SCORE: "2022"}


def one(head: str, *cells: object) -> bytes:
    """A wide table with one figure for each enterprise."""
    period = next(when for name, when in AT.items() if head.startswith(name))
    return book([CODE, MONTH, head], *([f"E{n}", period, cell] for n, cell in enumerate(cells, 1)))


# K1: the number format of the cell
case(
    "K1",
    "wan-by-condition",
    one(f"{OUT}（元）", X(123456, '[>=10000]0!.0,"万";0'), X(8000, '[>=10000]0!.0,"万";0')),
    {O1: "12.3456", O2: "0.8"},
)
case("K1", "wan-wrongly-scaled", one(f"{OUT}（元）", X(123456, '[>=10000]0.0,"万"')), either={O1: "123.456"})
case(
    "K1",
    "accounting",
    one(PROFIT, X(-1234, '#,##0;(#,##0);"-"'), X(1234.5, '#,##0;(#,##0);"-"')),
    {P1: -1234, (2, "profit", J): 1234.5},
)
case("K1", "accounting-dash", one(PROFIT, X(0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ')), either={P1: 0})
case(
    "K1",
    "percent-of-score",
    one(SCORE, X(0.785, "0.00%"), X(78.5, "0.0"), X(0.785, "General")),
    {S1: "78.5", (2, "score", "2022"): "78.5"},
    [(3, "score", "2022")],
)
case(
    "K1",
    "percent-sign-written",
    one(SCORE, X(78.5, '0.0"%"'), X(78.5, "0.0\\%")),
    {S1: "78.5", (2, "score", "2022"): "78.5"},
)
case("K1", "scientific", one(OUT, X(123456, "0.00E+00"), X(123456, "##0.0E+0")), {O1: 123456, O2: 123456})
case(
    "K1",
    "unit-in-format",
    one(WASTE, X(12, '0"吨"'), X(12, '0"万吨"'), X(12, '0"千克"')),
    {W1: 12, (2, "waste_made", J): 120000, (3, "waste_made", J): "0.012"},
)
case("K1", "hidden-figure", one(OUT, X(55, ";;;"), X(56, "#,##0"), X(57, '"";"";""')), {O2: 56}, asked=[O1, O3])
case("K1", "about", one(OUT, X(55, '"约"0')), either={O1: 55})
case("K1", "fraction", one(OUT, X(0.5, "# ?/?"), X(2.25, "# ??/??")), either={O1: 0.5, O2: 2.25})
case(
    "K1",
    "millions",
    one(f"{OUT}（元）", X(12345678, '0.0,,"百万"'), X(12345678, '0.00,,"百万元"')),
    either={O1: "1234.5678", O2: "1234.5678"},
)
case(
    "K1",
    "sign-lost",
    one(PROFIT, X(-50, "0;[Red]0"), X(-50, "0;[Red]-0"), X(-50, "0_);[Red](0)")),
    {(2, "profit", J): -50, (3, "profit", J): -50},
    either={P1: -50},
)
case(
    "K1",
    "date-as-figure",
    one(OUT, X(44713, "yyyy-mm-dd"), X(44713, 'yyyy"年"m"月"'), X(0.5, "h:mm")),
    asked=[O1, O2, O3],
)
case(
    "K1",
    "words-for-numbers",
    one(OUT, X(1, '[=1]"是";[=0]"否";0'), X(1, '"达标"'), X(3, '0;-0;"无"')),
    {O3: 3},
    asked=[O1, O2],
)
case("K1", "dot-by-letters", one(OUT, X(1234, '0"."00'), X(1234, "0\\.00")), either={O1: "12.34", O2: "12.34"})
case(
    "K1", "money", one(f"{OUT}（元）", X(12340, "¥#,##0.00"), X(12340, "[$￥-804]#,##0.00")), {O1: "1.234", O2: "1.234"}
)
case("K1", "dollars", one(OUT, X(12340, "$#,##0.00"), X(12340, "[$USD] #,##0")), asked=[O1, O2])
case("K1", "yuan-in-format", one(OUT, X(1234, '#,##0.00"元"')), {O1: "0.1234"})
case("K1", "yuan-against-head", one(f"{OUT}（万元）", X(1234, '#,##0.00"元"')), asked=[O1])
case(
    "K1",
    "general-with-unit",
    one(OUT, X(12.5, 'General"万元"'), X(12.5, 'G/通用格式"万元"')),
    {O1: "12.5"},
    either={O2: "12.5"},
)
case("K1", "thousands-comma", one(OUT, X(1234567, "#,##0,")), {O1: "1234.567"})
case(
    "K1",
    "chinese-numerals",
    one(OUT, X(1234, "[DBNum2][$-804]General"), X(1234, "[DBNum1]0")),
    either={O1: 1234, O2: 1234},
)
case(
    "K1",
    "struck-out",
    one(OUT, X(55, looks={"font_strikeout": True}), X("56", looks={"font_strikeout": True}), X(57)),
    {O3: 57},
    asked=[O1, O2],
)
case("K1", "percent-of-amount", one(OUT, X(0.12, "0%"), X("12%")), asked=[O1, O2])
case("K1", "permille", one(SCORE, X(5, "0‰"), X("785‰")), either={S1: "0.5", (2, "score", "2022"): "78.5"})
case(
    "K1",
    "loss-by-condition",
    one(PROFIT, X(-50, '[<0]"亏"0;0'), X(-50, '0;"亏损"0')),
    either={P1: -50, (2, "profit", J): -50},
)
case("K1", "formula-shown", one(SCORE, X(0.8, "0%", "=4/5")), {S1: 80})
case(
    "K1",
    "text-with-percent-format",
    one(SCORE, X("78.5", "0%"), X("0.785", "@")),
    either={S1: "78.5", (2, "score", "2022"): "0.785"},
)
case("K1", "two-percent-signs", one(SCORE, X(0.0785, "0.00%%")), either={S1: 785})
case("K1", "negative-percent", one(PROFIT, X(-0.5, "0.0%;(0.0%)")), asked=[P1])
case(
    "K1",
    "colour-and-condition",
    one(OUT, X(5, "[Red][<10]0.0;[Blue]0"), X(50, "[Red][<10]0.0;[Blue]0")),
    {O1: 5, O2: 50},
)
case("K1", "shown-as-hashes-of-date", one(OUT, X(-5, "yyyy-mm-dd")), asked=[O1])
case("K1", "text-section", one(OUT, X("12", '0;-0;0;"（"@"）"'), X("12", '0;0;0;""')), asked=[O2], either={O1: 12})
case("K1", "fill-star", one(OUT, X(12, "* #,##0"), X(12, "**0"), X(12, "0*-")), {O1: 12}, either={O2: 12, O3: 12})
case("K1", "leading-zeros", one(OUT, X(12, "000000"), X(12, "0,000")), {O1: 12, O2: 12})

# K2: not blank
case(
    "K2",
    "formula-unsaved",
    unsaved(
        book([CODE, MONTH, OUT, WASTE], ["E1", J, X(5, formula="=2+3"), 4], ["E2", J, 6, X(1, formula="=SUM(D2)")])
    ),
    {W1: 4, O2: 6},
    asked=[O1, (2, "waste_made", J)],
)
case(
    "K2",
    "formula-of-period-unsaved",
    unsaved(book([CODE, MONTH, OUT], ["E1", X(J, formula='=TEXT(A1,"yyyy-mm")'), 5], ["E2", J, 6])),
    {O2: 6},
    asked=[O1],
)
case("K2", "formula-empty-text", one(OUT, X("", formula='=IF(A1="","",1)'), 6), {O2: 6})
case(
    "K2",
    "errors",
    one(
        OUT,
        X("#N/A", formula="=NA()"),
        X("#DIV/0!", formula="=1/0"),
        X("#NAME?", formula="=X()"),
        X("#NULL!", formula="=A1 B2"),
        5,
    ),
    {(5, "output", J): 5},
    asked=[O1, O2, O3, (4, "output", J)],
)
case(
    "K2",
    "errors-as-text",
    csv([CODE, MONTH, OUT], ["E1", J, "#REF!"], ["E2", J, "#VALUE!"], ["E3", J, "#N/A"], ["E4", J, "########"]),
    asked=[O1, O2, O3, (4, "output", J)],
)
case(
    "K2",
    "formula-as-text",
    csv([CODE, MONTH, OUT], ["E1", J, "=SUM(A1:A2)"], ["E2", J, "=12"], ["E3", J, "+C3*2"]),
    asked=[O1, O2, O3],
)
case("K2", "words-for-none", one(OUT, "—", "——", "暂无", "未统计", "/"), asked=[(n, "output", J) for n in range(1, 6)])
case(
    "K2",
    "words-of-other-systems",
    csv([CODE, MONTH, OUT], ["E1", J, "NULL"], ["E2", J, "NaN"], ["E3", J, "N/A"], ["E4", J, ".."], ["E5", J, "nil"]),
    asked=[(n, "output", J) for n in range(1, 6)],
)
case(
    "K2",
    "yearbook-signs",
    csv([CODE, MONTH, OUT], ["E1", J, "…"], ["E2", J, "#"], ["E3", J, "x"], ["E4", J, "-"], ["E5", J, "*"]),
    asked=[(n, "output", J) for n in range(1, 6)],
)
case("K2", "spaces", one(OUT, "  ", "　", "\u00a0", "'", 5), {(5, "output", J): 5}, asked=[O1])
case("K2", "booleans", one(OUT, True, False, X(True, formula="=1=1")), asked=[O1, O2, O3])
case(
    "K2",
    "merged-over-two",
    book([CODE, MONTH, OUT], ["E1", J, 5], ["E2", J, None], ["E3", J, 7], merge=["C2:C3"]),
    {O3: 7},
    asked=[O1, O2],
)
case(
    "K2",
    "merged-period",
    book([CODE, MONTH, OUT], ["E1", J, 5], ["E2", None, 6], ["E3", None, 7], merge=["B2:B4"]),
    {O1: 5, O2: 6, O3: 7},
)
case(
    "K2",
    "zero-words",
    one(OUT, "0", "零", "〇", "0.0", "０"),
    {O1: 0, (4, "output", J): 0, (5, "output", J): 0},
    either={O2: 0, O3: 0},
)
case(
    "K2",
    "inherited-marks",
    csv(
        [CODE, MONTH, OUT], ["E1", J, "同上"], ["E2", J, "″"], ["E3", J, "待核实"], ["E4", J, "保密"], ["E5", J, "停产"]
    ),
    asked=[(n, "output", J) for n in range(1, 6)],
)
case(
    "K2",
    "error-in-entity",
    book([CODE, MONTH, OUT], [X("#N/A", formula="=NA()"), J, 5], ["E2", J, 6]),
    {O2: 6},
    asked=[O1],
)
case(
    "K2",
    "long-dashes",
    csv(
        ["entity", "measure", "period", "value"],
        ["E1", "output", J, "－"],
        ["E2", "output", J, "———"],
        ["E3", "output", J, "∕"],
    ),
    asked=[O1, O2, O3],
)

# K4: marks of notes
MARKS = [
    "1234[1]",
    "1234〔1〕",
    "1234（1）",
    "1234(1)",
    "1234*",
    "1234⑴",
    "1234❶",
    "1234ⅰ",
    "1234注1",
    "1234†",
    "1234㈠",
    "1234ⓐ",
    "1234①②",
    "1234 ①",
    "1234,①",
    "1234¹⁾",
    "1234⁽¹⁾",
    "1234₁",
    "1234ᵃ",
    "①1234",
    "1234➀",
    "1234⒈",
    "1234※",
    "1234【1】",
    "1234‡",
    "1234#",
    "1234（注）",
    "1234*1",
]
for number, mark in enumerate(MARKS):
    case("K4", f"mark-{number}", csv([CODE, MONTH, OUT], ["E1", J, mark], ["E2", J, 5]), {O2: 5}, either={O1: 1234})
case(
    "K4",
    "negative-in-brackets",
    csv([CODE, MONTH, PROFIT], ["E1", J, "(1234)"], ["E2", J, "（1，234）"]),
    either={P1: -1234, (2, "profit", J): -1234},
)
case(
    "K4",
    "raised-run",
    one(
        OUT,
        X(rich=("1234", {"font_script": 1}, "1")),
        X(rich=("12", {"font_script": 1}, "2)", "")[:3]),
        X(rich=({"font_script": 1}, "1", "56")),
    ),
    either={O1: 1234, O2: 12, O3: 56},
)
case("K4", "raised-power", one(OUT, X(rich=("1.2×10", {"font_script": 1}, "4"))), either={O1: 12000})
case(
    "K4",
    "powers",
    csv([CODE, MONTH, OUT], ["E1", J, "10⁴"], ["E2", J, "1.2×10⁴"], ["E3", J, "1.2×10^4"], ["E4", J, "1.2E4"]),
    either={O2: 12000, O3: 12000, (4, "output", J): 12000},
    asked=[O1],
)
case(
    "K4",
    "in-format",
    one(OUT, X(1234, '0"①"'), X(1234, '0"*"'), X(1234, '0"¹"'), X(1234, '0"（1）"')),
    either={(n, "output", J): 1234 for n in range(1, 5)},
)
case("K4", "at-heads", book([f"{CODE}①", f"{MONTH}*", f"{OUT}②（元）"], ["E1", J, 50000]), {O1: 5})
case("K4", "at-head-raised", book([CODE, MONTH, X(rich=(OUT, {"font_script": 1}, "1"))], ["E1", J, 50000]), {O1: 50000})
case(
    "K4",
    "at-names",
    csv(["企业名称", MONTH, OUT], ["企业1②", J, 5], ["企业2*", J, 6], ["企业3", J, 7]),
    {O3: 7},
    either={O1: 5, O2: 6},
)
case(
    "K4",
    "at-periods",
    csv(
        [CODE, MONTH, OUT], ["E1", "2022-06①", 5], ["E2", "2022年6月²", 6], ["E3", "2022-06*", 7], ["E4", "2022-0６", 8]
    ),
    {(4, "output", J): 8},
    either={O1: 5, O2: 6, O3: 7},
)
case(
    "K4",
    "unit-squares",
    csv([CODE, MONTH, OUT], ["E1", J, "1234m²"], ["E2", J, "1234㎡"], ["E3", J, "1234m2"], ["E4", J, "1234㎥"]),
    asked=[O1, O2, O3, (4, "output", J)],
)
case(
    "K4",
    "fullwidth",
    csv([CODE, MONTH, OUT], ["E1", J, "１２３４①"], ["E2", J, "１，２３４．５"], ["E3", J, "1234．5"]),
    {O2: 1234.5, O3: 1234.5},
    either={O1: 1234},
)
case(
    "K4",
    "fractions",
    csv([CODE, MONTH, OUT], ["E1", J, "12½"], ["E2", J, "1/2"], ["E3", J, "12 1/2"], ["E4", J, "3⁄4"]),
    either={O1: 12.5, O2: 0.5, O3: 12.5, (4, "output", J): 0.75},
)
case(
    "K4",
    "enclosed-figures",
    csv([CODE, MONTH, OUT], ["E1", J, "⑫"], ["E2", J, "③"], ["E3", J, "²"]),
    asked=[O1, O2, O3],
)

# K19: signs of decimals, with the evidence of the file
L = ["entity", "measure", "period", "value"]


def lines(*cells: str) -> str:
    return csv(L, *([f"E{n}", "output", J, cell] for n, cell in enumerate(cells, 1)), by=";")


case("K19", "european", lines("1.234,56", "12,5", "3,4"), either={O1: "1234.56", O2: "12.5", O3: "3.4"})
case("K19", "one-thousand-beside", lines("1,234", "12,5"), asked=[O1], either={O2: "12.5"})
case("K19", "point-as-thousands", lines("1.234", "1.234.567", "12,5"), asked=[O1], either={O2: 1234567, O3: "12.5"})
case("K19", "spaces", lines("1 234,5", "1 234 567", "12 345"), either={O1: 1234.5, O2: 1234567, O3: 12345})
case("K19", "apostrophes", lines("1'234.5", "12’345", "5"), {O3: 5}, either={O1: 1234.5, O2: 12345})
case("K19", "indian", lines("12,34,567", "1,23,456.5"), either={O1: 1234567, O2: 123456.5})
case("K19", "four-groups", lines("1,2345", "12,3456", "1,0000"), either={O1: 12345, O2: 123456, O3: 10000})
case("K19", "plain-thousands", lines("1,234", "12,345.6", "1,234,567"), {O1: 1234, O2: 12345.6, O3: 1234567})
case("K19", "chinese-commas", lines("1，234", "12。5", "1、234"), either={O1: 1234, O2: 12.5})
case(
    "K19",
    "other-column",
    csv([CODE, MONTH, OUT, PROFIT], ["E1", J, "1,234", "3,5"], ["E2", J, "2,345", "4,25"], by=";"),
    asked=[O1, O2],
    either={P1: 3.5, (2, "profit", J): 4.25},
)
case("K19", "broken-groups", lines("1,23", "12,34,56", "1,234,56"), asked=[], either={O1: "1.23", O2: 123456})
case("K19", "text-in-workbook", one(OUT, "12,5", "1,234", 7), {O3: 7}, asked=[O2], either={O1: 12.5})
case(
    "K19",
    "trailing-sign",
    csv([CODE, MONTH, PROFIT], ["E1", J, "5-"], ["E2", J, "−5"], ["E3", J, "－5"], ["E4", J, "▲5"], ["E5", J, "△5"]),
    {(2, "profit", J): -5, (3, "profit", J): -5},
    either={P1: -5, (4, "profit", J): -5, (5, "profit", J): -5},
)
case(
    "K19",
    "plus-and-points",
    lines("+5", ".5", "5.", "5..2", "--5"),
    {O1: 5},
    asked=[(4, "output", J), (5, "output", J)],
    either={O2: 0.5, O3: 5},
)
case(
    "K19",
    "bounds",
    lines(">5", "<5", "≥5", "约5", "5左右"),
    either={(4, "output", J): 5, (5, "output", J): 5},
    asked=[O1, O2, O3],
)
case("K19", "ranges", lines("5-6", "5~6", "5±1", "5至6", "5、6"), asked=[(n, "output", J) for n in range(1, 6)])
case(
    "K19",
    "units-behind",
    lines("1.2亿元", "12万", "300元", "1千万元", "3百"),
    {O1: 12000, O3: "0.03"},
    asked=[],
    either={O2: 12, (4, "output", J): 1000},
)


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)
