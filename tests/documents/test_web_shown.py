"""Web pages: what is read is what a browser shows: nothing hidden or struck out; raised figures, fractions, breaks."""

from __future__ import annotations

import pytest

from sigai.base.issues import UserError
from sigai.compiling.extracting import extract
from sigai.documents.reading import read_document

PAGE = """<!doctype html><html><head><meta charset="utf-8">{head}</head>
<body><h1>甲县转型方案（2021—2023年）</h1><h2>一、总体目标</h2>{body}</body></html>"""
BASE = "到2023年，建成电窑{}座。"


def read(tmp_path, body, head=""):
    path = tmp_path / "plan.html"
    path.write_text(PAGE.format(head=head, body=body), encoding="utf-8")
    return read_document(path)


def texts(document):
    return [each.cells or each.text for each in document.paragraphs[2:]]


def stated(document):
    return [f"{one.indicator} {one.comparator} {one.value:g} {one.unit}" for one in extract(document).targets]


def codes(document):
    return [issue.code for issue in document.issues]


@pytest.mark.parametrize(
    "figure",
    [
        "<del>5</del><ins>8</ins>",
        "<s>5</s>8",
        "<strike>5</strike>8",
        "<s><b>5</b></s><b>8</b>",
        '<u style="text-decoration: line-through">5</u>8',
        '<span class="old">5</span>8',
        '<span class="note old">5</span>8',
        '8<span style="display:none">5</span>',
        '8<span style="DISPLAY : NONE !important; color:red">5</span>',
        '8<i class="gone">5</i>',
        '8<i class="gone" style="display:inline !important"></i>',
        '8<span style="visibility:hidden">0</span>',
        '8<span style="visibility:collapse">0</span>',
        '<span style="visibility:hidden">5<b style="visibility:visible">8</b></span>',
        '8<span style="font-size:0">0</span>',
        '8<span style="font-size:1px">0</span>',
        '8<span style="font-size:1pt"><b>0</b></span>',
        '8<span style="font:0/0 a">0</span>',
        '<span style="font-size:0">5<b style="font-size:14px">8</b></span>',
        "8<span hidden>5</span>",
        '8<span style="color:#fff">5</span>',
        '8<span style="color: white">5</span>',
        '8<span style="color:rgb(255, 255, 255)">5</span>',
        '8<span style="color:#fefefe">5</span>',
        '8<span style="color:transparent">5</span>',
        '8<span style="color:rgba(0,0,0,0)">5</span>',
        '8<font color="#FFFFFF">5</font>',
        '8<span style="background:#036;color:#003366">5</span>',
        '8<span style="opacity:0">5</span>',
        '8<span style="position:absolute;left:-9999px">5</span>',
        '8<span style="position:absolute;clip:rect(0,0,0,0)">5</span>',
        '8<span style="overflow:hidden;height:0">5</span>',
        '8<span id="draft">5</span>',
    ],
)
def test_what_a_browser_does_not_show_is_left_out_and_told(tmp_path, figure):
    head = (
        "<style>/* .x{} */ .old { text-decoration: line-through } p > .gone{display:none}\n"
        "@media screen { body #draft { display : none } }</style>"
    )
    document = read(tmp_path, f"<p>{BASE.format(figure)}</p>", head)
    assert texts(document) == [BASE.format(8)] and stated(document) == ["电窑 == 8 座"]
    assert codes(document) == ([] if "></i>" in figure else ["D014"])


@pytest.mark.parametrize(
    ("head", "figure"),
    [
        ("<style>@media print { b {display:none} }</style>", "<b>8</b>"),
        ("<style>@media (max-width: 600px) { b {display:none} }</style>", "<b>8</b>"),
        ("<style media='print'>b {display:none}</style>", "<b>8</b>"),
        ("<style>b:hover{display:none} div b{display:none} .x>b{display:none}</style>", "<b>8</b>"),
        ("<style>b{display:none} p b{display:inline}</style>", "<b>8</b>"),
        ("<style>.a{display:none} .a{display:inline}</style>", '<b class="a">8</b>'),
        ("<style>del{text-decoration:none}</style>", "<del>8</del>"),
        ("<style>.k{background:#036} .k b{color:#fff}</style>", '<span class="k"><b>8</b></span>'),
        ("", '<span style="background-image:url(x.png);color:#fff">8</span>'),
        ("", '<span style="color:#eee8">8</span>'),
        ("", '<span style="font-size:80%">8</span>'),
        ("", '<span style="text-indent:-2em;font-size:9pt">8</span>'),
        ("<style>b{display:none</style>", "8"),
    ],
)
def test_what_a_browser_shows_is_read(tmp_path, head, figure):
    document = read(tmp_path, f"<p>{BASE.format(figure)}</p>", head)
    assert texts(document) == [BASE.format(8)] and codes(document) == []


def test_white_blocks_of_a_page_whose_style_sheets_are_elsewhere_may_lie_on_colour(tmp_path):
    linked = '<link rel="stylesheet" href="site.css">'
    body = f'<p style="color:#fff">{BASE.format(8)}</p>'
    assert stated(read(tmp_path, body, linked)) == ["电窑 == 8 座"]
    assert stated(read(tmp_path, body)) == []
    inline = BASE.format('8<span style="color:#fff">5</span>')
    assert stated(read(tmp_path, f"<p>{inline}</p>", linked)) == ["电窑 == 8 座"]


def test_what_is_kept_from_screen_readers_only_is_shown(tmp_path):
    document = read(tmp_path, f"<p>{BASE.format('<span aria-hidden=true>5</span>8')}</p>")
    assert texts(document) == [BASE.format(58)] and codes(document) == []


@pytest.mark.parametrize("looks", ["hidden", 'style="display:none"', 'class="x"'])
@pytest.mark.parametrize("tag", ["p", "div", "li", "h3", "table"])
def test_hidden_blocks_hold_no_targets(tmp_path, tag, looks):
    inner = BASE.format(90)
    inner = f"<tr><td>1</td><td>{inner}</td></tr><tr><td>2</td><td>{inner}</td></tr>" if tag == "table" else inner
    body = f"<p>{BASE.format(8)}</p><{tag} {looks}>{inner}</{tag}>"
    document = read(tmp_path, body, "<style>.x{display:none}</style>")
    assert texts(document) == [BASE.format(8)] and codes(document) == ["D014"]


def test_rows_and_cells_that_are_hidden_are_none(tmp_path):
    body = (
        "<table><tr><th>指标<th hidden>草案<th>2020年<th>2023年</tr>"
        "<tr><td>电窑（座）<td hidden>7<td>3<td><s>5</s>8</tr>"
        "<tr style='display:none'><td>水厂（座）<td hidden>7<td>1<td>2</tr></table>"
    )
    document = read(tmp_path, body)
    assert texts(document) == [("指标", "2020年", "2023年"), ("电窑（座）", "3", "8")]
    assert stated(document) == ["电窑 == 8 座"]


@pytest.mark.parametrize(
    ("figure", "text", "targets"),
    [
        ("8<sup>1</sup>", "8¹", ["电窑 == 8 座"]),
        ("8<sup>[12]</sup>", "8¹²", ["电窑 == 8 座"]),
        ("8<sup><a href='#n1'>[1]</a></sup>", "8¹", ["电窑 == 8 座"]),
        ("8<sup>注1</sup>", "8[注1]", ["电窑 == 8 座"]),
        ('8<span style="vertical-align:super">1</span>', "8¹", ["电窑 == 8 座"]),
        ("8<sub>1</sub>", "8¹", ["电窑 == 8 座"]),
        ("<ruby>8<rp>(</rp><rt>bā</rt><rp>)</rp></ruby>", "8", ["电窑 == 8 座"]),
        ("8&#8203;0", "80", ["电窑 == 80 座"]),
        ("8&zwnj;0&#xFEFF;", "80", ["电窑 == 80 座"]),
        ("8&shy;0", "80", ["电窑 == 80 座"]),
        ("1&nbsp;200", "1 200", ["电窑 == 1200 座"]),
        ("&ge;8", "≥8", ["电窑 >= 8 座"]),
        ("8<wbr>0", "80", ["电窑 == 80 座"]),
        ("8<br>0", "80", ["电窑 == 80 座"]),
        ("8<br/>\n", "8", ["电窑 == 8 座"]),
    ],
)
def test_notes_spaces_and_breaks_in_figures(tmp_path, figure, text, targets):
    document = read(tmp_path, f"<p>{BASE.format(figure)}</p>")
    assert texts(document) == [BASE.format(text)] and stated(document) == targets and codes(document) == []


@pytest.mark.parametrize(
    ("shown", "text", "told"),
    [
        ("10<sup>8</sup>", "10⁸", ["D015"]),
        ("3×10<sup>4</sup>", "3×10⁴", ["D015"]),
        ("10<sup>-2</sup>", "10⁻²", ["D015"]),
        ("<math><msup><mn>10</mn><mn>8</mn></msup></math>", "10⁸", ["D015"]),
        ("10^8", "10^8", ["D015"]),
        ("<sup>1</sup>&frasl;<sub>2</sub>", "1⁄2", ["D013"]),
        ("<sup>1</sup>/<sub>2</sub>", "1/2", ["D013"]),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2", ["D013"]),
        ("1<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1 1/2", ["D013"]),
    ],
)
def test_powers_and_fractions_are_no_whole_figures(tmp_path, shown, text, told):
    document = read(tmp_path, f"<p>到2023年，用水量控制在{shown}立方米以内。</p>")
    assert texts(document) == [f"到2023年，用水量控制在{text}立方米以内。"]
    assert stated(document) == [] and codes(document) == told


def test_units_and_formulas_stay_as_they_are(tmp_path):
    body = "<p>厂房5万m<sup>2</sup>，CO<sub>2</sub>、H<sub>2</sub>O，甲<sup>®</sup>。</p>"
    assert texts(read(tmp_path, body)) == ["厂房5万m2，CO2、H2O，甲®。"]


def test_breaks_between_lines_stay(tmp_path):
    body = "<p>二、重点任务<br>（一）建设电窑8座<br>（二）改造水厂3座。<br>电话：0955-123<br>2023年5月</p>"
    assert texts(read(tmp_path, body)) == [
        "二、重点任务",
        "（一）建设电窑8座",
        "（二）改造水厂3座。",
        "电话：0955-123",
        "2023年5月",
    ]


def test_what_the_page_around_an_article_hides_is_not_told(tmp_path):
    article = "".join(f"<p>{BASE.format(number)}</p>" for number in range(8, 30))
    body = f'<div style="display:none">登录</div><article>{article}</article><div hidden>分享</div>'
    assert codes(read(tmp_path, body)) == []


def test_style_sheets_without_end_are_refused(tmp_path):
    rules = "".join(f".x{number} b{{color:red}}" for number in range(1000))
    body = "<b>" * 300 + "</b>" * 300
    assert texts(read(tmp_path, f"<p>{BASE.format(8)}</p>", f"<style>{rules}</style>")) == [BASE.format(8)]
    with pytest.raises(UserError, match="D011"):
        read(tmp_path, f"<p>{BASE.format(8)}</p>{body * 20}", f"<style>{rules}</style>")


@pytest.mark.parametrize("reference", ["&#1;", "&#11;", "&#12;", "&#31;", "&#xFFFE;", "&#xFFFF;", "\v"])
@pytest.mark.parametrize("figure", ["8{}", "<b>8</b>{}", "8<b>{}</b>", "8<sup>{}1</sup>"])
def test_characters_that_nobody_sees_end_nothing(tmp_path, reference, figure):
    """References bring into a page what no page may hold."""
    document = read(tmp_path, f"<p>{BASE.format(figure.format(reference))}</p>")
    assert stated(document) == ["电窑 == 8 座"]
