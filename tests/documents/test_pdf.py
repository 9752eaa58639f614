"""PDFs: lines by place, paragraphs over pages, ruled tables, turned pages; no character lost."""

from __future__ import annotations

import pytest

from helpers_documents import PLAN, grid, pdf, pdf_pages, squeezed, whole
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
