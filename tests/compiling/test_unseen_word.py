"""K13: what Word shows and what its text says are not the same."""

from __future__ import annotations

import pytest

from helpers_unseen_plans import EIGHT, RATE, G, Plan, Plans, judge, p, r, table

case = Plans()
doc = case.doc

# K13: Word shows something else than its text
doc(
    "K13",
    "hidden-style",
    p("到2023年，建成绿色工厂", r("5", '<w:rStyle w:val="Hid"/>'), "8家。"),
    G,
    styles='<w:style w:type="character" w:styleId="Hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr></w:style>',
)
doc(
    "K13",
    "hidden-paragraph-style",
    ['<w:p><w:pPr><w:pStyle w:val="HidP"/></w:pPr>' + r("到2023年，建成节水型企业20家。") + "</w:p>", p(EIGHT)],
    G,
    styles='<w:style w:type="paragraph" w:styleId="HidP"><w:name w:val="HidP"/><w:rPr><w:vanish/></w:rPr></w:style>',
)
doc("K13", "hidden-off-again", p("到2023年，建成绿色工厂", r("8", '<w:vanish w:val="0"/>'), "家。"), G)
doc("K13", "struck-out", p("到2023年，建成绿色工厂", r("1", "<w:strike/>"), "8家。"), G)
doc("K13", "struck-out-double", p("到2023年，建成绿色工厂", r("1", "<w:dstrike/>"), "8家。"), G)
doc(
    "K13",
    "deleted-run",
    "<w:p>"
    + r("到2023年，建成绿色工厂")
    + '<w:del w:id="1" w:author="a"><w:r><w:delText>1</w:delText></w:r></w:del><w:ins w:id="2" w:author="a">'
    + r("8")
    + "</w:ins>"
    + r("家。")
    + "</w:p>",
    G,
)
doc(
    "K13",
    "moved",
    [
        '<w:p><w:moveFrom w:id="1" w:author="a">' + r("到2023年，建成节水型企业20家。") + "</w:moveFrom></w:p>",
        p(EIGHT),
        '<w:p><w:moveTo w:id="2" w:author="a">' + r("到2023年，建成节水型企业20家。") + "</w:moveTo></w:p>",
    ],
    G,
    ("节水型企业", "==", 20.0, "家"),
)
doc(
    "K13",
    "symbol-sign",
    p("到2023年，规模以上工业用水重复利用率", '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "90%。"),
    RATE,
)
doc(
    "K13",
    "symbol-less",
    p("到2023年，单位工业增加值能耗", '<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>', "0.5吨标准煤/万元。"),
    ("能耗", "<=", 0.5, "吨标准煤/万元"),
)
doc(
    "K13",
    "symbol-font-letters",
    p("到2023年，规模以上工业用水重复利用率", r("\uf0b3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'), "90%。"),
    RATE,
)
doc("K13", "wingdings-tick", p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', EIGHT), G)
doc("K13", "fraction-character", p("到2023年，建成绿色工厂8½家。"), maybe=(("绿色工厂", "==", 8.5, "家"),))
doc(
    "K13",
    "fraction-formula",
    "<w:p>"
    + r("到2023年，规上企业研发覆盖面达到")
    + "<m:oMath><m:f><m:num><m:r><m:t>2</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>"
    + r("。")
    + "</w:p>",
)
doc(
    "K13",
    "fraction-field",
    "<w:p>"
    + r("到2023年，绿色工厂占比达到")
    + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \\f(1,2)</w:instrText></w:r>'
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    + r("。")
    + "</w:p>",
)
doc(
    "K13",
    "field-result",
    "<w:p>"
    + r("到2023年，建成绿色工厂")
    + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x 99</w:instrText></w:r>'
    + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    + r("8")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    + r("家。")
    + "</w:p>",
    G,
)
doc("K13", "superscript-number", p("到2023年，建成绿色工厂8", r("1", '<w:vertAlign w:val="superscript"/>'), "家。"), G)
doc(
    "K13",
    "superscript-by-position",
    p("到2023年，建成绿色工厂8", r("1", '<w:position w:val="10"/><w:sz w:val="12"/>'), "家。"),
    G,
)
doc(
    "K13",
    "power",
    p("到2023年，光缆芯数达到10", r("4", '<w:vertAlign w:val="superscript"/>'), "芯。"),
    maybe=(("光缆", "==", 10000.0, "芯"),),
)
doc(
    "K13",
    "ruby",
    "<w:p>"
    + r("到2023年，建成")
    + "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>2</w:t></w:r></w:rt>"
    + "<w:rubyBase><w:r><w:t>绿色工厂</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    + r("8家。")
    + "</w:p>",
    G,
)
doc("K13", "white-text", p("到2023年，建成绿色工厂", r("5", '<w:color w:val="FFFFFF"/>'), "8家。"), G)
doc(
    "K13",
    "soft-hyphen",
    p(
        "到2023年，建成绿色工厂1<w:softHyphen/>".replace("<w:softHyphen/>", ""),
        "<w:r><w:softHyphen/><w:t>8家。</w:t></w:r>",
    ),
    ("绿色工厂", "==", 18.0, "家"),
)
doc(
    "K13",
    "no-break-hyphen",
    p("到2023年，建成绿色工厂8", "<w:r><w:noBreakHyphen/><w:t>10家。</w:t></w:r>"),
    ("绿色工厂", ">=", 8.0, "家"),
    ("绿色工厂", "<=", 10.0, "家"),
)
doc("K13", "comment", '<w:p><w:commentRangeStart w:id="0"/>' + r(EIGHT) + '<w:commentRangeEnd w:id="0"/></w:p>', G)
doc(
    "K13",
    "hidden-row",
    table(["指标", "2023年"], ["绿色工厂（家）", "8"]).replace("<w:tr><w:tc>", "<w:tr><w:tc>") + "",
    ("绿色工厂", "==", 8.0, "家"),
)
doc(
    "K13",
    "deleted-row",
    table(["指标", "2023年"], ["节水型企业（家）", "20"], ["绿色工厂（家）", "8"]).replace(
        '<w:tr><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t xml:space="preserve">节水',
        '<w:tr><w:trPr><w:del w:id="9" w:author="a"/></w:trPr>'
        '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t xml:space="preserve">节水',
    ),
    ("绿色工厂", "==", 8.0, "家"),
)


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_finds(each: Plan) -> None:
    verdict, reason = judge(each)
    assert verdict == "right", f"{verdict}: {reason}"
