"""Word files: automatic numbers, tables with merged cells, boxes, notes, tracked changes; no character lost."""

from __future__ import annotations

import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from helpers_documents import PLAN, repacked, squeezed, whole
from sigai.documents.reading import document_from_text, read_document

NS = nsdecls("w")


def saved(tmp_path, word):
    out = io.BytesIO()
    word.save(out)
    path = tmp_path / "plan.docx"
    path.write_bytes(out.getvalue())
    return path


def test_paragraphs_have_the_anchors_of_the_plain_text(tmp_path):
    word = docx.Document()
    for text in PLAN:
        word.add_paragraph(text)
    read = read_document(saved(tmp_path, word))
    plain = document_from_text("\n".join(PLAN), "plan")
    assert [item.anchor for item in read.paragraphs] == [item.anchor for item in plain.paragraphs]


def test_styles_give_headings_and_the_title(tmp_path):
    word = docx.Document()
    word.add_paragraph("甲县方案", style="Title")
    word.add_paragraph("总体目标", style="Heading 1")
    word.add_paragraph("增长目标", style="Heading 2")
    word.add_paragraph("到 2026 年增长 7%。")
    read = read_document(saved(tmp_path, word))
    assert read.title == "甲县方案"
    assert [(item.kind, item.level) for item in read.paragraphs] == [
        ("title", 0),
        ("heading", 1),
        ("heading", 2),
        ("body", 0),
    ]
    assert read.paragraphs[-1].anchor.path == ("总体目标", "增长目标")


NUMBERING = f"""<w:numbering {NS}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def test_automatic_numbers_are_written_out(tmp_path):
    word = docx.Document()
    for level, text in [
        (0, "总体要求"),
        (1, "指导思想"),
        (1, "主要目标"),
        (2, "2026年目标"),
        (0, "保障措施"),
        (1, "组织领导"),
    ]:
        paragraph = word.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {NS}><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')
        )
    path = saved(tmp_path, word)
    path.write_bytes(repacked(path.read_bytes(), {"word/numbering.xml": NUMBERING.encode()}))
    assert [(item.text, item.level) for item in read_document(path).paragraphs] == [
        ("一、总体要求", 1),
        ("（一）指导思想", 2),
        ("（二）主要目标", 2),
        ("1. 2026年目标", 3),
        ("二、保障措施", 1),
        ("（一）组织领导", 2),
    ]


def test_merged_cells_have_their_text_once(tmp_path):
    word = docx.Document()
    table = word.add_table(4, 3)
    for place, text in enumerate(
        ["任务", "时间", "单位", "甲", "2024 年", "县局", "", "2025 年", "县委", "一、小计", "", ""]
    ):
        table.cell(place // 3, place % 3).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 2))
    read = read_document(saved(tmp_path, word))
    assert [item.cells or item.text for item in read.paragraphs] == [
        ("任务", "时间", "单位"),
        ("甲", "2024 年", "县局"),
        ("", "2025 年", "县委"),
        "一、小计",
    ]


def test_a_table_of_one_cell_is_a_box_of_paragraphs(tmp_path):
    word = docx.Document()
    cell = word.add_table(1, 1).cell(0, 0)
    cell.text = "专栏 1 重点工程"
    cell.add_paragraph("建设标准厂房 10 万平方米。")
    assert [item.kind for item in read_document(saved(tmp_path, word)).paragraphs] == ["heading", "body"]


def test_tracked_changes_boxes_notes_and_heads(tmp_path):
    word = docx.Document()
    paragraph = word.add_paragraph("增长")
    for xml in (
        f'<w:ins {NS} w:id="1" w:author="x"><w:r><w:t>百分之七</w:t></w:r></w:ins>',
        f'<w:del {NS} w:id="2" w:author="x"><w:r><w:delText>百分之六</w:delText></w:r></w:del>',
        f"<w:r {NS}><w:instrText>PAGE</w:instrText></w:r>",
        f"<w:r {NS}><w:pict><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
        f'<w:r {NS}><w:footnoteReference w:id="5"/></w:r>',
        f"<w:r {NS}><w:t>以上。</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(xml))
    word.sections[0].header.paragraphs[0].text = "甲县人民政府文件"
    path = saved(tmp_path, word)
    note = "<w:p><w:r><w:t>口径见统计制度。</w:t></w:r></w:p>"
    notes = f'<w:footnotes {NS}><w:footnote w:id="5">{note}</w:footnote></w:footnotes>'
    path.write_bytes(repacked(path.read_bytes(), {"word/footnotes.xml": notes.encode()}))
    assert [(item.kind, item.text) for item in read_document(path).paragraphs] == [
        ("body", "增长百分之七以上。"),
        ("body", "框内文字"),
        ("body", "口径见统计制度。"),
        ("furniture", "甲县人民政府文件"),
    ]


def test_no_character_of_a_mixed_document_is_lost(tmp_path):
    word = docx.Document()
    expected = []
    for number, text in enumerate(PLAN):
        word.add_paragraph(text)
        expected.append(text)
        if number % 5 == 0:
            table = word.add_table(2, 2)
            for place, cell in enumerate([cell for row in table.rows for cell in row.cells]):
                cell.text = f"{text[:6]}第{place}格"
                expected.append(cell.text)
    assert whole(read_document(saved(tmp_path, word))) == squeezed("".join(expected))
