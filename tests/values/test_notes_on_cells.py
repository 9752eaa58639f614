"""What a workbook says of figures in notes on its cells and in number formats of texts and of conditions."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_notes import noted, on_condition, rewritten, with_default, with_row
from helpers_unseen import Case, Cases, J, X, book, check
from helpers_values import PROGRAMME, codes, only, write_folder
from sigai.tables.files import read_sheets
from sigai.values import read_values

case = Cases()
CODE, MONTH = "统一社会信用代码", "时期"
OUT, WASTE, PROFIT = "工业总产值", "固废产生量", "利润总额"
H = [CODE, MONTH, OUT]
O1, O2, W1, P1 = (1, "output", J), (2, "output", J), (1, "waste_made", J), (1, "profit", J)
ROW = ["E1", J, 50]
TWO = book(H, ROW, ["E2", J, 60])

# a unit in the note of a head is the column's
for text in (
    "单位：千元",
    "千元",
    "以千元为单位",
    "张三:\n单位：千元",
    "金额单位：千元\n已核对",
    "RMB'000",
    "此处为千元口径",
):
    case("head", text, noted(book(H, ROW), ("C1", text)), {O1: 5})
    case("head", f"other-{text}", noted(book([*H, PROFIT], [*ROW, 70]), ("C1", text)), {O1: 5}, [P1], says=("V062",))
    case("head", f"against-{text}", noted(book([*H[:2], f"{OUT}（万元）"], ROW), ("C1", text)), asked=[O1])
    case("head", f"long-{text}", noted(book([CODE, "指标", MONTH, "数值"], ["E1", OUT, J, 50]), ("D1", text)), {O1: 5})
for text in ("单位：万元", "已核对", "2022年7月5日填报", "必填", "见统计制度第3页"):
    case("head", f"read-{text}", noted(book(H, ROW), ("C1", text)), {O1: 50})
case("head", "of-key", noted(book(H, ROW), ("A1", "金额单位：千元")), asked=[O1], says=("V062",))
case("head", "two", noted(book(H, ROW), ("C1", "原为千元，已换算成万元")), asked=[O1])
case("head", "last-year", noted(book(H, ROW), ("C1", "上年同期")), asked=[O1])
case("head", "month", noted(book(H, ROW), ("C1", "本月数")), asked=[O1], says=("V037",))
case("head", "kept", noted(book([CODE, MONTH, WASTE], ROW), ("C1", "本月数")), {W1: 50})
case("head", "second-row", noted(book([*H, ""], ["", "", "累计", "上年同期"], [*ROW, 9]), ("C1", "千元")), {O1: 5})
case("head", "months", noted(book([CODE, "指标", J], ["E1", OUT, 50]), ("C1", "千元")), {O1: 5})

# a note that gives another figure, or says that it is of some year, leaves open which is meant
for text in ("实际为70", "更正：60", "应为 55", "原报40", "2021年数", "2021年6月数据", "Should be 70"):
    case("figure", text, noted(TWO, ("C2", text)), {O2: 60}, [O1], says=("T138",))
for text in ("已更正", "正确", "2022年6月5日核实", "电话 13900000000", "增长10%", "实际数"):
    case("figure", f"read-{text}", noted(TWO, ("C2", text)), {O1: 50, O2: 60})

# of a title the table's
for text in ("单位：千元", "千元", "本表金额单位为：千元"):
    case("title", text, noted(book(["产值表"], H, ROW), ("A1", text)), {O1: 5})
case("title", "span", noted(book(["产值表"], H, ROW), ("A1", "本表数据为上年同期数")), asked=[O1])

# of a figure that figure's
for text in ("千元", "单位：千元", "（千元）"):
    case("figure", text, noted(TWO, ("C2", text)), {O1: 5, O2: 60})
for text in ("此数为千元口径", "上年同期数", "预计数", "千元\n元", "按千元填的", "本月数"):
    case("figure", f"asked-{text}", noted(TWO, ("C2", text)), {O2: 60}, [O1], says=("T138",))
for text in ("已核对", "同比增长因新项目投产", "含两个月", "王五 2022-07-05"):
    case("figure", f"read-{text}", noted(TWO, ("C2", text)), {O1: 50, O2: 60}, says=("T136",))
case("figure", "same", noted(TWO, ("C2", "万元")), {O1: 50, O2: 60})
case("figure", "against", noted(book([*H[:2], f"{OUT}（万元）"], ROW), ("C2", "千元")), asked=[O1], says=("V032",))
case("figure", "name", noted(TWO, ("A2", "已迁入")), {O1: 50, O2: 60}, says=("T136",))
case("figure", "own-mark", noted(TWO, ("C2", "“千元”不是数 → 单位：千元"), author="Sigai"), {O1: 50, O2: 60})

# formats of texts
for form in (
    '@"（千元）"',
    'General;General;General;@"（千元）"',
    '@" (千元)"',
    '@"/千元"',
    '@"(RMB\'000)"',
    '@"（单位：千元）"',
):
    case("format", form, book([*H[:2], X(OUT, form=form)], ROW), {O1: 5})
case("format", "title", book([X("产值表", form='@"  单位：千元"')], H, ROW), {O1: 5})
case("format", "before", book([X("产值表", form='"单位：千元 "@')], H, ROW), asked=[], either={O1: 5})
case("format", "span", book([*H[:2], X(WASTE, form='@"（上年同期）"')], ["E1", J, 5]), asked=[W1])
for form in ("@", "General", "0.00", '0"千元"', "_ * #,##0_ ;_ @_ "):
    case("format", f"read-{form}", book([*H[:2], X(OUT, form=form)], ROW), {O1: 50})

# formats of conditions: nobody knows whether the condition holds
for form in ('0"千元"', "0.0,", "0%", "0!.0,", ";;;", '0"元"', '0"万"'):
    case("condition", form, on_condition(TWO, "C2:C2", form), {O2: 60}, [O1], says=("V049",))
    case("condition", f"column-{form}", on_condition(TWO, "C2:C1048576", form), asked=[O1, O2])
for form in ("0.00", "General", "#,##0;[Red]-#,##0", '"约"0', "0_ "):
    case("condition", f"read-{form}", on_condition(TWO, "C2:C10", form), {O1: 50, O2: 60})
case("condition", "head", on_condition(TWO, "C1:C1", '@"（千元）"'), asked=[O1, O2])
case("condition", "elsewhere", on_condition(TWO, "F2:G9", '0"千元"'), {O1: 50, O2: 60})

# rows that are hidden by default, or are as good as hidden
for attributes in ('zeroHeight="1"', 'zeroHeight="true"'):
    case("hidden", attributes, rewritten(TWO, with_default(attributes)), {O1: 50, O2: 60}, says=("T137",))
for attributes in ('ht="0.75" customHeight="1"', 'hidden="1"', 'hidden="TRUE"', 'ht="0" customHeight="1"'):
    case("hidden", attributes, rewritten(TWO, with_row(2, attributes)), {O2: 60}, [O1], says=("V058",))
narrow = b'<cols><col min="3" max="3" width="0.1" customWidth="1"/></cols><sheetData>'
case("hidden", "narrow", rewritten(TWO, lambda xml: xml.replace(b"<sheetData>", narrow)), asked=[O1, O2])
case("hidden", "low", rewritten(TWO, with_row(2, 'ht="6" customHeight="1"')), {O1: 50, O2: 60})


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)


def test_an_unread_note_is_shown_with_its_cell(tmp_path: Path) -> None:
    content = noted(TWO, ("C2", "含两个月"), ("C3", "已核对"))
    issue = only(read_values(write_folder(tmp_path, {"values.xlsx": content}), PROGRAMME), "T136")
    assert (issue.facts["count"], issue.facts["cell"], issue.facts["text"]) == (2, "C2", "含两个月")


def test_a_sheet_of_a_mapping_shows_the_unit_of_a_note_behind_its_figure(tmp_path: Path) -> None:
    path = tmp_path / "values.xlsx"
    path.write_bytes(noted(TWO, ("C2", "千元"), ("C3", "上年同期")))
    (sheet,) = read_sheets(path, "values.xlsx").sheets
    assert sheet.text(1, 2) == "50 千元"
    assert "上年同期" in sheet.text(2, 2)


def test_marks_of_a_copy_that_was_given_back_say_nothing(tmp_path: Path) -> None:
    content = noted(TWO, ("C1", "单位：千元"), author="Sigai")
    assert codes(read_values(write_folder(tmp_path, {"values.xlsx": content}), PROGRAMME)) == []


def test_rules_without_end_for_all_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sigai.tables.files.excel_files._MOST_CONDITIONED", 3)
    content = on_condition(TWO, "A1:XFD1048576", '0"千元"')
    assert "T127" in codes(read_values(write_folder(tmp_path, {"values.xlsx": content}), PROGRAMME))
