import re
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn

from helpers_reports import finished_run, progress_table, with_tables
from sigai.reports import bulletin_text as say
from sigai.reports.bulletin import write_bulletin
from sigai.reports.official import BODY, CHARACTER_DRAWN, LINE_PITCH
from sigai.reports.view import View

POINT = 12700


def written(tmp_path_factory, run):
    path = tmp_path_factory.mktemp("bulletin") / "bulletin.docx"
    write_bulletin(View(run), path)
    return Document(str(path))


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    return written(tmp_path_factory, finished_run(24))


def lines(document):
    return [paragraph.text for paragraph in document.paragraphs]


def test_the_page_holds_22_lines_of_28_characters(document):
    section = document.sections[0]
    assert (round(section.page_width.mm, 1), round(section.page_height.mm, 1)) == (210.0, 297.0)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm, 1) for margin in margins] == [37.0, 35.0, 28.0, 26.0]
    width = (section.page_width - section.left_margin - section.right_margin) / POINT
    height = (section.page_height - section.top_margin - section.bottom_margin) / POINT
    assert int(width / (BODY / 2 + CHARACTER_DRAWN / 20)) == 28
    assert int(height / (LINE_PITCH / 20)) == 22
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", str(LINE_PITCH))


def test_body_text_is_size_three_fangsong_on_the_exact_pitch(document):
    body = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("方案共有目标"))
    run = body.runs[0]._r
    assert run.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert run.rPr.find(qn("w:sz")).get(qn("w:val")) == "32"
    assert run.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"
    spacing = body._p.pPr.find(qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == (str(LINE_PITCH), "exact")
    assert body._p.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_page_numbers_stand_outside_on_odd_and_even_pages(document):
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        assert footer._element.findall(".//" + qn("w:fldSimple"))[0].get(qn("w:instr")).strip() == "PAGE"
        assert footer._element.find(".//" + qn("w:jc")).get(qn("w:val")) == side


def test_head_sections_and_annexes_stand_in_order(document):
    found = lines(document)
    wanted = ["云河市工业改造工作通报", "云工改办通报〔2022〕9号", "关于全市工业改造推进情况的通报"]
    wanted += [
        "一、总体进展",
        "二、分领域进展",
        "（一）结构改造",
        "三、县区排名",
        "四、报送纪律",
        "五、进展滞后的目标",
        "六、下一步要求",
    ]
    wanted += ["云河市工业改造工作领导小组办公室", "2022年10月12日", "附件1", "附件2"]
    places = [next(rank for rank, line in enumerate(found) if _begins(line, text)) for text in wanted]
    assert places == sorted(places)


def _begins(line, text):
    return line == text or line.startswith(f"{text}。")


def test_demonstration_data_say_so_under_the_title_and_on_every_page(document, tmp_path_factory):
    section = document.sections[0]
    assert "演示数据" in section.header._element.xpath("string()")
    assert "演示数据" in section.even_page_header._element.xpath("string()")
    assert "（演示数据，不反映真实情况）" in lines(document)
    real = written(tmp_path_factory, replace(finished_run(4, demonstration=False)))
    assert "虚构" not in real.element.xpath("string()") + real.sections[0].header._element.xpath("string()")


def test_every_target_stands_in_the_annex_once(document):
    annex = [
        table for table in document.tables if [cell.text for cell in table.rows[0].cells][-2:] == ["把握", "责任单位"]
    ]
    names = [row.cells[0].text for table in annex for row in table.rows[1:]]
    assert sorted(names) == sorted(target.name.zh for target in finished_run(24).programme.targets)


def test_table_heads_repeat_and_rows_stay_whole(document):
    for table in document.tables:
        assert table.rows[0]._tr.find(".//" + qn("w:tblHeader")) is not None
        assert all(row._tr.find(".//" + qn("w:cantSplit")) is not None for row in table.rows)
        widths = [int(width.get(qn("w:w"))) for width in table._tbl.tblGrid]
        assert sum(widths) <= 8860, "tables keep to the type area"


def test_a_picture_is_drawn(document):
    assert len(document.inline_shapes) == 1


def test_numbers_in_the_text_are_those_of_the_view(document):
    view = View(finished_run(24))
    first = next(text for text in lines(document) if text.startswith("方案共有目标"))
    counts = view.all.counts
    assert f"目标{view.all.total}项" in first
    assert f"预计完不成{counts['unlikely']}项" in first
    named = [int(number) for number in re.findall(r"[成念过出](\d+)项[、。]", first)]
    assert sum(named) == view.all.total


def test_a_run_without_figures_says_so_and_draws_no_verdict(tmp_path_factory):
    run = with_tables(finished_run(4), progress=progress_table([]))
    text = "\n".join(lines(written(tmp_path_factory, run)))
    assert "现有数据不足以对任何一项作出判断" in text
    assert "尚不能对期末完成情况作出预测" in text
    assert "看不出的目标，4项" in text


def test_what_is_asked_of_units_is_a_computed_rate():
    view = View(finished_run(24))
    needs = dict(say.unit_needs(view))
    assert needs
    for standings in needs.values():
        for standing in standings:
            assert standing.needed_rate
            said = say.needed(standing)
            assert ("还差" in said and "个月" in said) if standing.unit == "家" else "每月还需" in said


def test_targets_without_an_owner_are_said_to_have_none():
    view = View(finished_run(24))
    nobody = next(target for target in view.programme.targets if target.lead is None and not target.responsible)
    assert say.owners(view.programme, nobody) == "方案未指明"


def test_provisional_and_assumed_figures_are_marked():
    view = View(finished_run(24))
    provisional = next(row for row in view.all.standings if row.provisional and row.actual is not None)
    assert say.table_row(provisional)[1].endswith("（暂）")
    assert say.table_row(provisional)[4].endswith("※")
    assert any("推定" in note for note in say.data_notes(view))


def test_without_a_word_of_its_own_the_issue_is_counted_from_the_start():
    run = finished_run(2)
    words = run.programme.head.bulletin.model_copy(update={"number_word": ""})
    head = run.programme.head.model_copy(update={"bulletin": words})
    view = View(replace(run, programme=run.programme.model_copy(update={"head": head})))
    assert say.issue_number(view) == "第21期"


@pytest.mark.parametrize("texts", [{}, {"next_steps": "第一段。\n第二段。"}])
@pytest.mark.parametrize("kind", ["monthly", "year"])
def test_attachments_and_signature_take_the_last_paragraph_of_text_along(tmp_path, kind, texts):
    path = tmp_path / "bulletin.docx"
    write_bulletin(View(finished_run(4)), path, kind=kind, texts=texts)
    found = Document(str(path)).paragraphs
    annex = next(number for number, line in enumerate(found) if line.paragraph_format.page_break_before)
    day = max(number for number in range(annex) if found[number].text)
    attached = next(number for number, line in enumerate(found) if line.text.startswith("附件："))
    text = max(number for number in range(attached) if found[number].text)
    assert all(line.paragraph_format.keep_with_next for line in found[text:day])
    assert not found[day].paragraph_format.keep_with_next
    assert not found[text - 1].paragraph_format.keep_with_next or found[text - 1].text[1] == "、"


def test_a_text_that_nothing_closes_stays_as_its_template_has_it(tmp_path):
    path = tmp_path / "brief.docx"
    write_bulletin(View(finished_run(4)), path, kind="brief", texts={"attention": "第一段。\n第二段。"})
    kept = [line.text for line in Document(str(path)).paragraphs if line.paragraph_format.keep_with_next]
    assert not any("段。" in text for text in kept)
