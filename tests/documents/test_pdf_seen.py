"""PDFs: what is read is what a person sees: nothing struck out, white or tiny; raised figures as marks and powers."""

from __future__ import annotations

import pytest

from helpers_documents import grid, pdf
from sigai.compiling.extracting import extract
from sigai.documents.reading import read_document

TITLE = "甲县转型方案（2021—2023年）"
FILLER = "各乡镇、各部门要加强组织领导，落实工作责任，按时报送进展。"
Y = 600.0


def piece(x: float, text: str, size: float = 12, rise: float = 0, before: str = "0 g 0 Tr") -> str:
    return f"{before}\nBT /F1 {size} Tf 1 0 0 1 {x} {Y + rise} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def read(tmp_path, *drawn: str, extra: str = "", under: str = ""):
    """A page with a title, a line of prose, and a line of which each piece is drawn by itself."""
    texts = [piece(80, TITLE, rise=100), piece(80, FILLER, rise=60), *drawn]
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf([[]], rules=under + "".join(texts), extra=extra))
    return read_document(path)


def last(document) -> str:
    return list(document.content())[-1].text


def stated(document):
    return [f"{one.indicator} {one.comparator} {one.value:g} {one.unit}" for one in extract(document).targets]


def codes(document):
    return [issue.code for issue in document.issues]


BEGIN = "到2023年，建成电窑"


def width(text: str, size: float = 12) -> float:
    """Chinese characters and m are as wide as high, other Latin letters and figures half as wide."""
    return sum(size / 2 if letter.isascii() and letter != "m" else size for letter in text)


def line(*pieces: tuple[str, float, float, str]) -> list[str]:
    """Pieces (text, size, rise, operators before it) one beside the other."""
    drawn, x = [], 80.0
    for text, size, rise, before in pieces:
        drawn.append(piece(x, text, size, rise, before or "0 g 0 Tr"))
        x += width(text, size)
    return drawn


START = 80 + width(BEGIN)


@pytest.mark.parametrize(
    "stroke",
    [
        f"0.7 w {START} {Y + 3.6} m {START + 6} {Y + 3.6} l S\n",
        f"{START} {Y + 3.2} 6 0.8 re f\n",
        f"0.5 w {START} {Y + 3} m {START + 6} {Y + 3} l S {START} {Y + 5} m {START + 6} {Y + 5} l S\n",
        f"1 w {START - 2} {Y + 4} m {START + 8} {Y + 4} l S\n",
    ],
)
def test_what_a_line_goes_through_is_left_out_and_told(tmp_path, stroke):
    document = read(tmp_path, *line((BEGIN, 12, 0, ""), ("5", 12, 0, ""), ("8座。", 12, 0, "")), under=stroke)
    assert last(document) == "到2023年，建成电窑8座。"
    assert stated(document) == ["电窑 == 8 座"] and codes(document) == ["D014"]
    assert "（5）" in document.issues[0].text("zh")


@pytest.mark.parametrize("height", [-2.0, -1.0, 11.0, 14.0])
def test_lines_under_and_over_a_text_strike_nothing_out(tmp_path, height):
    under = f"0.7 w {START} {Y + height} m {START + 12} {Y + height} l S\n"
    document = read(tmp_path, *line((f"{BEGIN}58座。", 12, 0, "")), under=under)
    assert stated(document) == ["电窑 == 58 座"] and codes(document) == []


def test_a_line_that_goes_on_beside_the_text_strikes_nothing_out(tmp_path):
    under = f"0.7 w 60 {Y + 4} m 540 {Y + 4} l S\n"
    document = read(tmp_path, *line((f"{BEGIN}58座。", 12, 0, "")), under=under)
    assert stated(document) == ["电窑 == 58 座"] and codes(document) == []


def test_a_remark_of_a_pdf_program_strikes_out(tmp_path):
    left, right, low, high = START, START + 6, Y - 2, Y + 10
    quad = f"{left} {high} {right} {high} {left} {low} {right} {low}"
    extra = (
        f"/Annots [<< /Type /Annot /Subtype /StrikeOut /Rect [{left} {low} {right} {high}] /QuadPoints [{quad}] >> "
        f"<< /Type /Annot /Subtype /Highlight /Rect [80 {low} 200 {high}] "
        f"/QuadPoints [80 {high} 200 {high} 80 {low} 200 {low}] >>]"
    )
    document = read(tmp_path, *line((BEGIN, 12, 0, ""), ("58座。", 12, 0, "")), extra=extra)
    assert stated(document) == ["电窑 == 8 座"] and codes(document) == ["D014"]


@pytest.mark.parametrize("look", ["1 g", "1 1 1 rg", "0.99 g", "0 0 0 0 k", "3 Tr"])
def test_text_that_is_white_or_not_drawn_is_left_out_and_told(tmp_path, look):
    document = read(tmp_path, *line((f"{BEGIN}8", 12, 0, ""), ("5", 12, 0, look), ("座。", 12, 0, "")))
    assert last(document) == "到2023年，建成电窑8座。"
    assert stated(document) == ["电窑 == 8 座"] and codes(document) == ["D014"]


def test_tiny_text_is_left_out_and_told(tmp_path):
    document = read(tmp_path, *line((f"{BEGIN}8", 12, 0, ""), ("5", 1, 0, ""), ("座。", 12, 0, "")))
    assert stated(document) == ["电窑 == 8 座"] and codes(document) == ["D014"]


def test_white_on_colour_is_seen(tmp_path):
    under = f"0.1 0.2 0.6 rg 70 {Y - 5} 400 22 re f\n"
    document = read(tmp_path, *line((f"{BEGIN}8座。", 12, 0, "1 g")), under=under)
    assert stated(document) == ["电窑 == 8 座"] and codes(document) == []


def test_a_page_all_of_whose_text_is_of_a_look_that_nobody_sees_is_read(tmp_path):
    path = tmp_path / "plan.pdf"
    texts = [piece(80, TITLE, rise=100, before="3 Tr"), piece(80, f"{BEGIN}8座。", before="3 Tr")]
    path.write_bytes(pdf([[]], rules="".join(texts)))
    assert stated(read_document(path)) == ["电窑 == 8 座"]


@pytest.mark.parametrize(
    ("pieces", "text", "targets", "told"),
    [
        ((("建成电窑8", 12, 0), ("1", 7, 5), ("座。", 12, 0)), "建成电窑8¹座。", ["电窑 == 8 座"], []),
        ((("建成电窑20", 12, 0), ("[2]", 8, 4), ("座。", 12, 0)), "建成电窑20²座。", ["电窑 == 20 座"], []),
        ((("建成电窑20", 12, 0), ("12", 6, 6), ("座。", 12, 0)), "建成电窑20¹²座。", ["电窑 == 20 座"], []),
        ((("用水量控制在10", 12, 0), ("8", 7, 5), ("吨以内。", 12, 0)), "用水量控制在10⁸吨以内。", [], ["D015"]),
        ((("厂房面积5万m", 12, 0), ("2", 7, 5), ("以上。", 12, 0)), "厂房面积5万m2以上。", None, []),
        ((("降低CO", 12, 0), ("2", 7, -2), ("排放。", 12, 0)), "降低CO2排放。", [], []),
        ((("建成电窑8", 12, 0), ("1", 7, -2), ("座。", 12, 0)), "建成电窑8¹座。", ["电窑 == 8 座"], []),
    ],
)  # fmt: skip
def test_small_raised_figures_are_marks_and_powers(tmp_path, pieces, text, targets, told):
    document = read(tmp_path, *line(("到2023年，", 12, 0, ""), *((*each, "") for each in pieces)))
    assert last(document) == f"到2023年，{text}"
    assert (targets is None or stated(document) == targets) and codes(document) == told


def test_figures_of_another_line_are_no_marks(tmp_path):
    small = piece(80 + width("到2023年，建成电窑8座。"), "3", 8, -16)
    document = read(tmp_path, *line(("到2023年，建成电窑8座。", 12, 0, "")), small)
    assert stated(document) == ["电窑 == 8 座"] and "3" in [item.text for item in document.content()]


def test_the_rules_of_a_table_strike_nothing_out(tmp_path):
    cells = [piece(85, "指标", rise=20), piece(165, "2023年", rise=20), piece(85, "电窑（座）"), piece(165, "58")]
    rules = grid([80, 160, 300], [Y + 40, Y + 15, Y - 8])
    document = read(tmp_path, *cells, under=rules)
    assert [item.cells for item in document.content() if item.kind == "row"] == [
        ("指标", "2023年"),
        ("电窑（座）", "58"),
    ]
    assert codes(document) == []
