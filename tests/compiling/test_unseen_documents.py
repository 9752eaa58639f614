"""K4, K14 to K18: what a reader of a plan sees, written as Word, PDF, web page or text, is what is compiled."""

from __future__ import annotations

from math import cos, radians, sin

import pytest

from helpers_documents import grid
from helpers_unseen_plans import EIGHT, NINETY, RATE, G, Plan, Plans, judge, p, table

case = Plans()
doc, txt, page, pdf = case.doc, case.txt, case.page, case.pdf

# K14: look-alikes
txt("K14", "kangxi", "到2023年，建成绿⾊⼯⼚8家，规上⼯业⽤⽔重复利⽤率达到90%以上。", G, RATE)
txt("K14", "supplement", "到2023年，规上工业增加值年均增⻓8%。", ("增加值", "==", 8.0, "%"))
doc("K14", "word", p("到2023年，建成绿⾊⼯⼚8家。"), G)
page("K14", "web", "<p>到2023年，建成绿⾊⼯⼚8家。</p>", G)
doc("K14", "table", table(["指标", "2023年"], ["绿⾊⼯⼚（家）", "8"], ["⼯业⽤⽔重复利⽤率（%）", "≥90"]), G, RATE)
txt("K14", "fullwidth", "到２０２３年，建成绿色工厂８家，工业用水重复利用率达到９０％以上。", G, RATE)
txt(
    "K14",
    "compatibility-ideographs",
    "到2023年，建成綠色工廠8家，工業用水重複利用率達到90%以上。",
    ("工", "==", 8.0, "家"),
    ("利用率", ">=", 90.0, "%"),
)
txt("K14", "zero-width", "到2023年，建成绿色\u200b工厂8\u200b家。", G)
txt("K14", "radical-owner-year", "到2023年末，建成绿⾊⼯⼚⼋家。", maybe=(G,))

# K15: turned text
ROW = [(80.0, 700.0, EIGHT), (80.0, 660.0, NINETY)]


def turned(text: str, angle: float, x: float, y: float, size: int = 30) -> str:
    c, s = cos(radians(angle)), sin(radians(angle))
    return f"BT /F1 {size} Tf {c:.4f} {s:.4f} {-s:.4f} {c:.4f} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


for angle in (30, 45, 60, 90, 270, 315, 180, 10):
    pdf(
        "K15",
        f"watermark-{angle}",
        ROW,
        G,
        RATE,
        extra=turned("内部资料2022", angle, 250, 690 if angle == 180 else 620),
    )
pdf("K15", "margin-upright", ROW, G, RATE, extra=turned("装订线 请勿超出", 90, 40, 640, 12))
pdf("K15", "watermark-digits-across", ROW, G, RATE, extra=turned("99", 90, 218, 695, 12))
pdf(
    "K15",
    "watermark-many",
    ROW,
    G,
    RATE,
    extra="".join(turned("草稿5", 45, x, y, 20) for x in (100, 200, 300) for y in (640, 680)),
)
TABLE = grid([70, 300, 420], [600, 630, 660])
pdf(
    "K15",
    "watermark-over-table",
    [(80, 640, "指标"), (310, 640, "2023年"), (80, 610, "绿色工厂（家）"), (310, 610, "8")],
    G,
    extra=TABLE + turned("初稿7", 45, 290, 590, 20),
)
pdf(
    "K15",
    "upright-over-table",
    [(80, 640, "指标"), (310, 640, "2023年"), (80, 610, "绿色工厂（家）"), (310, 610, "8")],
    G,
    extra=TABLE + turned("初稿7", 90, 335, 600, 12),
)

# K16: signs in sentences
for name, sign, meant in (
    ("at-least", "≥", ">="),
    ("at-least-double", "≧", ">="),
    ("at-least-slanted", "⩾", ">="),
    ("more-wide", "＞", ">"),
    ("ascii-at-least", ">=", ">="),
    ("not-less", "≮", ">="),
    ("equal-wide", "＝", "=="),
    ("more", "> ", ">"),
    ("wide-equal", "＞=", ">="),
):
    txt("K16", name, f"到2023年，规模以上工业用水重复利用率{sign}90%。", ("重复利用率", meant, 90.0, "%"))
for name, sign, meant in (
    ("at-most", "≤", "<="),
    ("at-most-double", "≦", "<="),
    ("less-wide", "＜", "<"),
    ("not-more", "≯", "<="),
    ("ascii", "<=", "<="),
):
    txt("K16", name, f"到2023年，单位工业增加值能耗{sign}0.5吨标准煤/万元。", ("能耗", meant, 0.5, "吨标准煤/万元"))
txt(
    "K16",
    "two-signs",
    "到2023年，研发投入强度≥1.5%，工业用水重复利用率＞90%，建成绿色工厂≥8家。",
    ("研发", ">=", 1.5, "%"),
    ("利用率", ">", 90.0, "%"),
    ("绿色工厂", ">=", 8.0, "家"),
)
txt("K16", "about", "到2023年，建成绿色工厂≈8家。", maybe=(("绿色工厂", "~", 8.0, "家"),))
txt("K16", "in-brackets", "到2023年，工业用水重复利用率（≥90%）达标。", maybe=(RATE,))

# K17: tables of indicators
doc(
    "K17",
    "years-without-year",
    table(["指标", "单位", "2020", "2023"], ["绿色工厂", "家", "2", "8"], ["工业用水重复利用率", "%", "80", "≥90"]),
    G,
    RATE,
)
doc(
    "K17",
    "numbered",
    table(
        ["序号", "指标名称", "2020年", "2023年目标"],
        ["1", "绿色工厂（家）", "2", "8"],
        ["2", "工业用水重复利用率（%）", "80", "90以上"],
    ),
    G,
    RATE,
)
doc(
    "K17",
    "bracketed-sums",
    table(["指标", "2020年", "2023年"], ["绿色工厂（家）", "2", "〔8〕"], ["工业用水重复利用率（%）", "80", "≥90"]),
    G,
    RATE,
)
doc(
    "K17",
    "bracketed-square",
    table(["指标", "2020年", "2023年"], ["绿色工厂（家）", "2", "[8]"], ["工业用水重复利用率（%）", "80", "≥90"]),
    G,
    RATE,
)
doc(
    "K17",
    "notes-at-figures",
    table(["指标", "2020年", "2023年"], ["绿色工厂（家）", "2", "8[1]"], ["工业用水重复利用率（%）", "80", "≥90②"]),
    G,
    RATE,
)
doc(
    "K17",
    "kinds-of-target",
    table(
        ["指标", "单位", "2020年基期值", "2023年目标值", "属性"],
        ["绿色工厂", "家", "2", "8", "预期性"],
        ["工业用水重复利用率", "%", "80", "≥90", "约束性"],
    ),
    G,
    RATE,
)
doc(
    "K17",
    "average-growth",
    table(
        ["指标", "2020年", "2023年", "年均增长（%）"],
        ["绿色工厂（家）", "2", "8", "—"],
        ["工业增加值（亿元）", "100", "130", "9"],
    ),
    G,
    ("增加值", "==", 130.0, "亿元"),
    maybe=(("增加值", "==", 9.0, "%"),),
)
doc(
    "K17",
    "empty-row-group",
    table(["类别", "指标", "2023年"], ["绿色", "绿色工厂（家）", "8"], ["", "工业用水重复利用率（%）", "≥90"]),
    G,
    RATE,
)
page(
    "K17",
    "web-two-heads",
    "<table><tr><th rowspan=2>指标</th><th rowspan=2>单位</th><th colspan=2>年份</th></tr>"
    "<tr><th>2020年</th><th>2023年</th></tr>"
    "<tr><td>绿色工厂</td><td>家</td><td>2</td><td>8</td></tr>"
    "<tr><td>工业用水重复利用率</td><td>%</td><td>80</td><td>≥90</td></tr></table>",
    G,
    RATE,
)
page(
    "K17",
    "web-total-row",
    "<table><tr><th>指标</th><th>单位</th><th>2023年</th></tr><tr><td>绿色工厂</td><td>家</td><td>8</td></tr><tr><td>责任单位</td><td></td><td></td></tr></table>",
    G,
)
doc(
    "K17",
    "fullwidth",
    table(["指标", "２０２３年"], ["绿色工厂（家）", "８"], ["工业用水重复利用率（％）", "≥９０"]),
    G,
    RATE,
)
doc("K17", "done-and-goal", table(["指标", "2020年完成", "“十四五”目标"], ["绿色工厂（家）", "2", "8"]), maybe=(G,))

# K18: remarks in brackets
txt("K18", "of-which", "到2023年，建成绿色工厂8家（其中国家级3家）。", G)
txt("K18", "level", "到2023年，建成绿色工厂8家（自治区级以上）。", G)
txt("K18", "owner", "到2023年，建成绿色工厂8家（县工信局牵头）。", G)
txt(
    "K18",
    "before-number",
    "到2023年，绿色工厂（县级）达到8家，建成节水型企业20家（含在建）。",
    G,
    ("节水型企业", "==", 20.0, "家"),
)
txt("K18", "square", "到2023年，建成绿色工厂8家［含在建］。", G)
txt("K18", "yearly", "到2023年，建成绿色工厂8家（每年2家）。", G)
txt("K18", "two", "到2023年，绿色工厂8家（国家级）、节水型企业20家（自治区级）。", G, ("节水型企业", "==", 20.0, "家"))
txt("K18", "remark-with-base", "到2023年，工业用水重复利用率达到90%以上（2020年为80%）。", RATE)
txt("K18", "half-width", "到2023年，建成绿色工厂8家(其中国家级3家)，工业用水重复利用率达到90%以上(规上)。", G, RATE)

# K4: marks of notes in plans
for name, mark in (
    ("circle", "①"),
    ("brackets", "（1）"),
    ("square", "[1]"),
    ("raised", "¹"),
    ("black", "❶"),
    ("tortoise", "〔1〕"),
    ("star", "*"),
    ("zhu", "（注1）"),
):
    txt("K4", f"mark-{name}", f"到2023年，建成绿色工厂8家{mark}，工业用水重复利用率{mark}达到90%以上。", G, RATE)


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_finds(each: Plan) -> None:
    verdict, reason = judge(each)
    assert verdict == "right", f"{verdict}: {reason}"
