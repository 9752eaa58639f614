"""PDFs: lines by place, paragraphs over pages, ruled tables, turned pages; no character lost."""

from __future__ import annotations

import math

import pytest

from helpers_documents import PLAN, grid, pdf, pdf_pages, squeezed, whole
from sigai.base.issues import UserError
from sigai.documents.reading import document_from_text, read_document


def written(tmp_path, content):
    path = tmp_path / "plan.pdf"
    path.write_bytes(content)
    return path


def test_paragraphs_go_on_over_lines_and_pages(tmp_path):
    read = read_document(written(tmp_path, pdf(pdf_pages(PLAN, lines=9, head="甲县公报"))))
    plain = document_from_text("\n".join(PLAN), "plan")
    assert [item.text for item in read.content()] == [item.text for item in plain.paragraphs]
    assert [item.anchor.path for item in read.content()] == [item.anchor.path for item in plain.paragraphs]
    assert {item.text for item in read.paragraphs if item.kind == "furniture"} == {
        "甲县公报",
        "- 1 -",
        "- 2 -",
        "- 3 -",
    }
    assert [item.page for item in read.content()][-1] == 3


def test_no_character_is_lost(tmp_path):
    pages = pdf_pages(PLAN, head="甲县公报")
    read = read_document(written(tmp_path, pdf(pages)))
    assert sorted(whole(read)) == sorted(squeezed("".join(text for page in pages for _, _, text in page)))


TABLE = [
    (80.0, 760.0, "以下为任务表，请各单位认真落实。"),
    (85.0, 680.0, "任务"),
    (165.0, 680.0, "时间"),
    (305.0, 680.0, "单位"),
    (85.0, 630.0, "甲项"),
    (165.0, 650.0, "到 2024 年底"),
    (165.0, 634.0, "全部完成"),
    (305.0, 650.0, "县工信局"),
    (165.0, 610.0, "2025 年"),
    (305.0, 610.0, "县发改局"),
    (80.0, 560.0, "表后的话。"),
]
MERGED = "0.5 w\n80 700 m 440 700 l S\n80 670 m 440 670 l S\n160 630 m 440 630 l S\n80 600 m 440 600 l S\n" + "".join(
    f"{x} 600 m {x} 700 l S\n" for x in (80, 160, 300, 440)
)


def test_a_ruled_table_has_rows_and_merged_cells(tmp_path):
    read = read_document(written(tmp_path, pdf([TABLE], rules=MERGED)))
    assert [item.cells or item.text for item in read.paragraphs] == [
        "以下为任务表，请各单位认真落实。",
        ("任务", "时间", "单位"),
        ("甲项", "到 2024 年底全部完成", "县工信局"),
        ("", "2025 年", "县发改局"),
        "表后的话。",
    ]


def test_the_head_of_a_table_that_goes_on_is_furniture(tmp_path):
    rows = [
        [(85.0, 680.0, "任务"), (165.0, 680.0, "时间"), (85.0, 650.0, f"第{n}项"), (165.0, 650.0, "2024 年")]
        for n in "一二"
    ]
    read = read_document(written(tmp_path, pdf(rows, rules=grid([80, 160, 300], [700, 670, 640]))))
    assert [item.kind for item in read.paragraphs] == ["row", "row", "furniture", "row"]


@pytest.mark.parametrize("turn", [b"0 1 -1 0 300 100 Tm  ", b"0 -1 1 0 300 400 Tm  ", b"-1 0 0 -1 400 400 Tm "])
def test_a_turned_page_is_read_upright(tmp_path, turn):
    content = pdf([[(80.0, 700.0, "横排 ABC 页面。")]]).replace(b"1 0 0 1 80.0 700.0 Tm", turn)
    assert [item.characters for item in read_document(written(tmp_path, content)).paragraphs] == ["横排ABC页面。"]


LINES = [(80.0, 700.0 - 30 * number, text) for number, text in enumerate(PLAN[:7])]


def stamped(tmp_path, degrees, text="内部征求意见稿", pages=1, size=40, spots=((120, 480),)):
    """The plan with a text over the lines of every page, turned by some degrees."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    drawn = "".join(
        f"BT /F1 {size} Tf {cosine:.4f} {sine:.4f} {-sine:.4f} {cosine:.4f} {x} {y} Tm "
        f"<{text.encode('utf-16-be').hex()}> Tj ET\n"
        for x, y in spots
    )
    return read_document(written(tmp_path, pdf([LINES] * pages, rules=drawn)))


@pytest.mark.parametrize("degrees", [15, 30, 45, 60, 120, 200, 315, 340])
def test_text_at_an_angle_stays_out_of_the_lines_that_it_crosses(tmp_path, degrees):
    bare = read_document(written(tmp_path, pdf([LINES])))
    read = stamped(tmp_path, degrees)
    assert [item.text for item in read.content()] == [item.text for item in bare.content()]
    assert [item.text for item in read.paragraphs if item.kind == "furniture"] == ["内部征求意见稿"]


def test_a_watermark_of_every_page_is_kept_once_and_its_repetitions_apart(tmp_path):
    read = stamped(tmp_path, 45, text="甲县2023", pages=3, spots=((80, 500), (300, 600)))
    assert ["甲县2023" in item.text for item in read.content()] == [False] * len(list(read.content()))
    furniture = [squeezed(item.text) for item in read.paragraphs if item.kind == "furniture"]
    assert furniture.count("甲县2023甲县2023") == 1


def test_figures_of_a_watermark_are_no_figures_of_the_plan(tmp_path):
    read = stamped(tmp_path, 40, text="2024年99家", size=14, spots=((90, 510), (90, 530), (140, 690)))
    assert "99" not in "".join(item.text for item in read.content())


def test_text_a_little_askew_is_read_and_a_page_of_nothing_but_a_watermark_has_none(tmp_path):
    assert "略斜的一行" in [
        item.text for item in stamped(tmp_path, 3, text="略斜的一行", size=12, spots=((80, 450),)).content()
    ]
    drawn = "BT /F1 40 Tf 0.7 0.7 -0.7 0.7 100 300 Tm <" + "样本样本样本".encode("utf-16-be").hex() + "> Tj ET\n"
    with pytest.raises(UserError, match="D003"):
        read_document(written(tmp_path, pdf([[]], rules=drawn)))
