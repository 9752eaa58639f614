"""Word files: what is read is what Word shows: hidden and deleted text, symbols, fractions, embedded documents."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from helpers_documents import repacked
from sigai.compiling.extracting import extract
from sigai.documents.reading import read_document

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = "<w:p><w:r><w:t>甲县转型方案（2021—2023年）</w:t></w:r></w:p><w:p><w:r><w:t>一、总体目标</w:t></w:r></w:p>"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, mark: str = "", style: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}<w:rPr>{mark}</w:rPr></w:pPr>{''.join(runs)}</w:p>"


def packed(body: str, **others: str | bytes) -> bytes:
    """A .docx of a body; other entries by name, `__` for a slash."""
    out = io.BytesIO()
    entries = {"word/document.xml": f"<w:document {NS}><w:body>{HEAD}{body}<w:sectPr/></w:body></w:document>"}
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (entries | {name.replace("__", "/"): each for name, each in others.items()}).items():
            archive.writestr(name, content)
    return out.getvalue()


def read(tmp_path, body, entries=None):
    path = tmp_path / "plan.docx"
    path.write_bytes(repacked(packed(body), entries) if entries else packed(body))
    return read_document(path)


def texts(document):
    return [each.text for each in document.paragraphs[2:]]


def stated(document):
    return [f"{one.indicator} {one.comparator} {one.value:g} {one.unit}" for one in extract(document).targets]


INNER = "到2023年，建成电窑8座。"
HIDE = "<w:vanish/>"
HIDDEN_ROW = f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{paragraph(run('底稿'))}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    "body",
    [
        paragraph(run("到2023年，建成电窑"), run("5", HIDE), run("8座。")),
        paragraph(run("到2023年，建成电窑8座。"), run("到2023年，建成窑炉90座。", HIDE)),
        paragraph(run("到2023年，建成电窑8座。")) + paragraph(run("此句作废。", HIDE), mark=HIDE),
        paragraph(run("到2023年，建成电窑"), run("9", '<w:rStyle w:val="secret"/>'), run("8座。")),
        paragraph(run("内部测算", ""), style="secretly") + paragraph(run("到2023年，建成电窑8座。")),
        paragraph(run("到2023年，建成电窑"), run("8座。", '<w:vanish w:val="0"/>')),
        paragraph(run("到2023年，", '<w:rStyle w:val="secret"/><w:vanish w:val="false"/>'), run("建成电窑8座。")),
        paragraph(run("到2023年，建成电窑8座。")) + HIDDEN_ROW,
    ],
)  # fmt: skip
def test_hidden_text_is_no_part_of_the_plan(tmp_path, body):
    styles = (
        f'<w:styles {NS}><w:style w:type="character" w:styleId="base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="secret"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="secretly"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    document = read(tmp_path, body, {"word/styles.xml": styles.encode()})
    assert texts(document) == ["到2023年，建成电窑8座。"]
    assert stated(document) == ["电窑 == 8 座"]
    assert [issue.code for issue in document.issues] == ["D014"] * ('w:val="0"' not in body and "false" not in body)


@pytest.mark.parametrize("mark", ['<w:del w:id="1" w:author="x"/>', '<w:moveFrom w:id="1" w:author="x"/>', HIDE])
def test_a_paragraph_whose_mark_is_gone_goes_on_in_the_next(tmp_path, mark):
    body = paragraph(run("到2023年，建成"), mark=mark) + paragraph(run("电窑1"), mark=mark) + paragraph(run("0座。"))
    assert texts(read(tmp_path, body)) == ["到2023年，建成电窑10座。"]
    last = paragraph(run("到2023年，建成电窑10座。"), mark=mark)
    assert texts(read(tmp_path, last)) == ["到2023年，建成电窑10座。"]


def symbol(code: str, font: str = "Symbol") -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


SYMBOL = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'


@pytest.mark.parametrize(
    ("sign", "want"),
    [
        (symbol("F0B3"), ">="),
        (symbol("F0A3"), "<="),
        (symbol("00B3"), ">="),
        (symbol("F03E"), ">"),
        (symbol("F0BB"), "~"),
        (symbol("F0B3", "Symbol MT"), ">="),
        (symbol("2265", "Segoe UI Symbol"), ">="),
        (run("\uf0b3", SYMBOL), ">="),
        (run("³", SYMBOL), ">="),
        (run("≥", '<w:rFonts w:ascii="Noto Sans Symbols"/>'), ">="),
        (run("&lt;", SYMBOL), "<"),
        (symbol("F0B3", "Wingdings"), "=="),
        (run("n", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "=="),
    ],
)
def test_symbols_are_read_as_their_font_shows_them(tmp_path, sign, want):
    document = read(tmp_path, paragraph(run("到2023年，窑厂循环水利用率"), sign, run("90%。")))
    assert stated(document) == [f"窑厂循环水利用率 {want} 90 %"]


@pytest.mark.parametrize(("font", "shown"), [("Symbol", "ΓΔ2021-2023"), ("Noto Sans Symbols", "GD2021-2023")])
def test_letters_in_the_font_symbol_are_greek_and_in_fonts_of_unicode_themselves(tmp_path, font, shown):
    document = read(tmp_path, paragraph(run("GD2021-2023", f'<w:rFonts w:ascii="{font}"/>')))
    assert texts(document) == [shown]


def fraction(above: str, below: str) -> str:
    return (
        f"<m:oMath><m:f><m:num><m:r><m:t>{above}</m:t></m:r></m:num>"
        f"<m:den><m:r><m:t>{below}</m:t></m:r></m:den></m:f></m:oMath>"
    )


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (fraction("1", "2"), "1/2"),
        (fraction("3", "10"), "3/10"),
        (run("1") + fraction("1", "2"), "1 1/2"),
        ("<w:r><w:instrText> EQ \\f(1,3) </w:instrText></w:r>", "1/3"),
        (run("½"), "½"),
        (run("1/2"), "1/2"),
    ],
)
def test_a_fraction_is_no_whole_figure_and_is_told(tmp_path, shown, text):
    document = read(tmp_path, paragraph(run("到2023年，木炭消费占比不超过"), shown, run("。")))
    assert texts(document) == [f"到2023年，木炭消费占比不超过{text}。"]
    assert stated(document) == []
    assert [issue.code for issue in document.issues] == ["D013"]


def test_a_fraction_of_words_and_a_power_are_written_in_one_line(tmp_path):
    power = (
        "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>4</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )
    document = read(
        tmp_path, paragraph(run("利用率＝"), fraction("利用量", "产生量"), run("；储量达到"), power, run("吨。"))
    )
    assert texts(document) == ["利用率＝利用量/产生量；储量达到10⁴吨。"]
    assert stated(document) == [] and [issue.code for issue in document.issues] == ["D015"]


def test_formulas_of_drawings_are_no_fractions(tmp_path):
    drawn = '<w:r><w:pict><v:formulas xmlns:v="urn:v"><v:f eqn="sum @0 1 0"/></v:formulas></w:pict></w:r>'
    assert texts(read(tmp_path, paragraph(run(INNER[:7]), drawn, run(INNER[7:])))) == [INNER]


def test_fractions_within_fractions_come_to_an_end(tmp_path):
    deep = "<m:r><m:t>7</m:t></m:r>"
    for _ in range(100):
        deep = f"<m:f><m:num>{deep}</m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    (text,) = texts(read(tmp_path, paragraph(f"<m:oMath>{deep}</m:oMath>")))
    assert text.startswith("7") and text.count("2") == 100


RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize("note", ["1", "[1]", "1,2", "12"])
def test_raised_marks_of_notes_are_no_digits(tmp_path, note):
    document = read(tmp_path, paragraph(run("到2023年，建成电窑20"), run(note, RAISED), run("座。")))
    assert stated(document) == ["电窑 == 20 座"]


def test_a_raised_figure_of_a_unit_stays_with_it(tmp_path):
    assert texts(read(tmp_path, paragraph(run("厂房5万m"), run("2", RAISED), run("。")))) == ["厂房5万m2。"]


LOOKS = (
    f"<w:styles {NS}>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="usual"/>'
    f'<w:style w:type="character" w:styleId="up"><w:rPr>{RAISED}</w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="upper"><w:basedOn w:val="up"/><w:rPr><w:b/></w:rPr></w:style>'
    f'<w:style w:type="character" w:styleId="level"><w:basedOn w:val="up"/>'
    '<w:rPr><w:vertAlign w:val="baseline"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="high"><w:rPr><w:position w:val="10"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="struck"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="twice"><w:basedOn w:val="plain"/><w:rPr><w:dstrike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="pale"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="paler"><w:basedOn w:val="pale"/></w:style>'
    '<w:style w:type="character" w:styleId="small"><w:rPr><w:sz w:val="2"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="large"><w:rPr><w:sz w:val="28"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="dark"><w:rPr><w:color w:val="000000"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="note"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="notes"><w:basedOn w:val="note"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="tiny"><w:rPr><w:sz w:val="2"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="white"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="round"><w:basedOn w:val="about"/></w:style>'
    f'<w:style w:type="character" w:styleId="about"><w:basedOn w:val="round"/><w:rPr>{RAISED}</w:rPr></w:style>'
    "</w:styles>"
).encode()


def styled(text: str, style: str, more: str = "") -> str:
    return run(text, f'<w:rStyle w:val="{style}"/>{more}')


@pytest.mark.parametrize("style", ["up", "upper", "high", "about", "round"])
def test_marks_of_notes_may_be_raised_by_style(tmp_path, style):
    body = paragraph(run("到2023年，建成电窑8"), styled("1", style), run("座。"))
    document = read(tmp_path, body, {"word/styles.xml": LOOKS})
    assert texts(document) == ["到2023年，建成电窑8¹座。"] and stated(document) == ["电窑 == 8 座"]


@pytest.mark.parametrize("part", [styled("0", "level"), styled("0", "up", '<w:vertAlign w:val="baseline"/>')])
def test_what_stands_in_the_line_against_its_style_is_a_figure(tmp_path, part):
    body = paragraph(run("到2023年，建成电窑8"), part, run("座。"))
    assert stated(read(tmp_path, body, {"word/styles.xml": LOOKS})) == ["电窑 == 80 座"]


@pytest.mark.parametrize("style", ["struck", "twice", "pale", "paler", "small"])
def test_text_that_its_style_makes_unseen_is_left_out_and_told(tmp_path, style):
    body = paragraph(run("到2023年，建成电窑8"), styled("5", style), run("座。"))
    document = read(tmp_path, body, {"word/styles.xml": LOOKS})
    assert texts(document) == [INNER]
    assert [issue.code for issue in document.issues] == ["D014"] and "（5）" in document.issues[0].text("zh")


@pytest.mark.parametrize(
    ("style", "shows"),
    [
        ("note", styled("8", "struck")),
        ("notes", run("8", '<w:strike w:val="0"/>')),
        ("tiny", styled("8", "large")),
        ("tiny", run("8", '<w:sz w:val="24"/>')),
        ("white", styled("8", "dark")),
        ("white", run("8", '<w:color w:val="auto"/>')),
        ("white", run("8", '<w:highlight w:val="blue"/>')),
    ],
)
def test_a_paragraph_is_unseen_by_its_style_but_for_the_runs_that_are_shown(tmp_path, style, shows):
    body = paragraph(run("作废的话"), shows, style=style) + paragraph(run(INNER))
    document = read(tmp_path, body, {"word/styles.xml": LOOKS})
    assert texts(document) == ["8", INNER] and [issue.code for issue in document.issues] == ["D014"]


@pytest.mark.parametrize(("size", "seen"), [("1", False), ("2", False), ("5", False), ("10", True), ("21", True)])
def test_letters_of_a_size_that_nobody_sees_are_not_read(tmp_path, size, seen):
    body = paragraph(run("到2023年，建成电窑8"), run("5", f'<w:sz w:val="{size}"/>'), run("座。"))
    document = read(tmp_path, body)
    assert stated(document) == [f"电窑 == {85 if seen else 8} 座"]
    assert [issue.code for issue in document.issues] == ["D014"] * (not seen)


def power(base: str, raised: str) -> str:
    return (
        f"<m:oMath><m:sSup><m:e><m:r><m:t>{base}</m:t></m:r></m:e>"
        f"<m:sup><m:r><m:t>{raised}</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (power("10", "4"), "10⁴"),
        (run("10") + power("10", "4"), "10 10^4"),
        (run("3×") + power("10", "8"), "3×10⁸"),
        (run("2") + power("5", "3"), "2 5^3"),
        (run("10") + run("8", RAISED), "10⁸"),
        (run("10") + styled("8", "upper"), "10⁸"),
        (power("10", "-2"), "10^-2"),
    ],
)
def test_powers_are_no_figures_and_are_told(tmp_path, shown, text):
    body = paragraph(run("到2023年，废水排放量降至"), shown, run("吨。"))
    document = read(tmp_path, body, {"word/styles.xml": LOOKS})
    assert texts(document) == [f"到2023年，废水排放量降至{text}吨。"]
    assert stated(document) == [] and [issue.code for issue in document.issues] == ["D015"]


def test_lowered_figures_are_marks_behind_figures_only(tmp_path):
    low = '<w:vertAlign w:val="subscript"/>'
    body = paragraph(run("到2023年，CO"), run("2", low), run("捕集装置8"), run("1", low), run("套。"))
    assert texts(read(tmp_path, body)) == ["到2023年，CO2捕集装置8¹套。"]


def embedding(target: str) -> str:
    return RELATIONS.format(f'<Relationship Id="rId9" Type="…/aFChunk" Target="{target}"/>')


CHUNK = '<w:altChunk r:id="rId9"/>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("chunk.docx", packed(paragraph(run(INNER)))),
        ("chunk.html", f"<html><meta charset='utf-8'><body><p>{INNER}</p></body></html>".encode()),
        ("chunk.xhtml", f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{INNER}</p></body></html>".encode()),
        ("chunk.txt", INNER.encode()),
        ("chunk.txt", INNER.encode("gb18030")),
    ],
)
def test_embedded_documents_are_read_in_their_place(tmp_path, name, content):
    entries = {f"word/{name}": content, "word/_rels/document.xml.rels": embedding(name).encode()}
    document = read(tmp_path, CHUNK + paragraph(run("以上为目标。")), entries)
    assert [text for text in texts(document) if "方案" not in text and "一、" not in text] == [INNER, "以上为目标。"]
    assert stated(document) == ["电窑 == 8 座"] and document.issues == ()


@pytest.mark.parametrize(
    ("body", "entries"),
    [
        (CHUNK, {"word/chunk.rtf": b"{\\rtf1 x}", "word/_rels/document.xml.rels": embedding("chunk.rtf").encode()}),
        (CHUNK, {"word/_rels/document.xml.rels": embedding("missing.docx").encode()}),
        (CHUNK, {"word/bad.docx": b"PK\3\4 x", "word/_rels/document.xml.rels": embedding("bad.docx").encode()}),
        (CHUNK, {}),
        (CHUNK, {"word/chunk.docx": packed(CHUNK), "word/_rels/document.xml.rels": embedding("chunk.docx").encode()}),
        ('<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:o"/></w:object></w:r></w:p>', {}),
        ('<w:p><w:r><w:drawing><d:relIds xmlns:d="urn:d"/></w:drawing></w:r></w:p>', {}),
    ],
)  # fmt: skip
def test_what_is_embedded_and_not_read_is_told(tmp_path, body, entries):
    document = read(tmp_path, body + paragraph(run(INNER)), entries)
    assert [issue.code for issue in document.issues] == ["D012"]
    assert stated(document) == ["电窑 == 8 座"]


def test_embedded_documents_are_read_once_and_not_without_end(tmp_path):
    names = [f"chunk{number}.txt" for number in range(30)]
    related = "".join(f'<Relationship Id="r{place}" Target="{name}"/>' for place, name in enumerate(names))
    entries = {f"word/{name}": f"第{place}段。".encode() for place, name in enumerate(names)}
    entries["word/_rels/document.xml.rels"] = RELATIONS.format(related).encode()
    same = read(tmp_path, '<w:altChunk r:id="r1"/>' * 3000, entries)
    assert texts(same) == ["第1段。"] and same.issues[0].code == "D012"
    many = read(tmp_path, "".join(f'<w:altChunk r:id="r{place}"/>' for place in range(30)), entries)
    assert len(texts(many)) == 20 and "10" in many.issues[0].text("zh")


def test_a_document_of_python_docx_has_no_warnings(tmp_path):
    word = docx.Document()
    word.add_paragraph(INNER)
    word.save(tmp_path / "plan.docx")
    assert read_document(tmp_path / "plan.docx").issues == ()
