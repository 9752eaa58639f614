"""Rows of void states and deleted rows are never counted; totals and signatures are nobody's figures, and no fault;
cells that are struck out or not shown are called that."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from helpers_unseen import J, X, book, taken
from helpers_values import PROGRAMME, code, write_folder
from sigai.values import Intake, read_values

CODE, NAME, MONTH, OUT = "统一社会信用代码", "企业名称", "时期", "工业总产值"
H = [CODE, MONTH, OUT]
FIVE = {(1, "output", J): Decimal(5)}


def read(tmp_path: Path, *rows: list[Any], files: dict[str, Any] | None = None, **manners: Any) -> Intake:
    return read_values(write_folder(tmp_path, files or {"values.xlsx": book(*rows, **manners)}), PROGRAMME)


def more_than_notes(intake: Intake) -> list[str]:
    return sorted(issue.code for issue in intake.issues if issue.severity != "note")


@pytest.mark.parametrize("word", ["作废", "退回", "草稿", "已删除", "暂存", "VOID", "不知道"])
def test_a_state_that_is_void_or_unknown_is_asked_about(tmp_path: Path, word: str) -> None:
    intake = read(tmp_path, [*H, "状态"], ["E1", J, 5, "已报"], ["E2", J, 6, word])
    assert taken(intake) == FIVE
    (issue,) = intake.issues
    assert (issue.code, issue.severity, issue.place.row) == ("V055", "error", 3)


@pytest.mark.parametrize(
    ("head", "gone", "there", "code"),
    [
        ("status", "void", "ok", "V055"),
        ("Order Status", "Rejected", "Approved", "V055"),
        ("审批状态", "驳回", "审批通过", "V055"),
        ("上报状态", "未上报", "已上报", "V055"),
        ("流程状态", "已退回重报", "办结", "V055"),
        ("审核结果", "不通过", "通过", "V055"),
        ("审核意见", "审核未通过", "同意", "V055"),
        ("是否上报", "否", "是", "V065"),
        ("是否已提交", "N", "Y", "V065"),
        ("有效", "否", "是", "V065"),
        ("有效", 0, 1, "V065"),
        ("已提交", "未提交", "已提交", "V065"),
        ("是否审核通过", "×", "√", "V065"),
        ("isdel", 1, 0, "V065"),
        ("is_void", "true", "", "V065"),
        ("是否撤回", "是", "未撤回", "V065"),
        ("已退回", "√", "", "V065"),
    ],
)
def test_columns_called_nearly_so_are_asked_about(tmp_path: Path, head: str, gone: Any, there: Any, code: str) -> None:
    intake = read(tmp_path, [*H, head], ["E1", J, 5, there], ["E2", J, 6, gone])
    assert (taken(intake), more_than_notes(intake)) == (FIVE, [code])
    (issue,) = [issue for issue in intake.issues if issue.code == code]
    assert (issue.place.row, issue.place.column) == (3, head)


@pytest.mark.parametrize(
    ("head", "word"),
    [
        ("经营状态", "停产"),
        ("审批状态", "审批通过"),
        ("status", "active"),
        ("是否规上", "否"),
        ("是否审核", "否"),
        ("有效发明专利数", 0),
        ("退回金额", 1),
        ("上报时间", "2022-07-01"),
        ("提交人", "未央"),
        ("是否上报", ""),
        ("作废说明", "否"),
    ],
)
def test_what_does_not_say_that_a_row_is_void_counts(tmp_path: Path, head: str, word: Any) -> None:
    assert taken(read(tmp_path, [*H, head], ["E1", J, 5, word])) == FIVE


def test_void_columns_hold_in_every_layout(tmp_path: Path) -> None:
    long = book([CODE, "指标", MONTH, "数值", "上报状态"], ["E1", OUT, J, 5, "已上报"], ["E2", OUT, J, 6, "未上报"])
    months = book([CODE, "指标", "2022年6月", "是否上报"], ["E1", OUT, 5, "是"], ["E2", OUT, 6, "否"])
    for each in (long, months):
        assert taken(read(tmp_path, files={"values.xlsx": each})) == FIVE


@pytest.mark.parametrize("word", ["", "已提交", "审核通过", "正常", "Approved", "修订", "初步", "快报数", "正式"])
def test_states_in_use_count(tmp_path: Path, word: str) -> None:
    intake = read(tmp_path, [*H, "状态"], ["E1", J, 5, word])
    assert (taken(intake), more_than_notes(intake)) == (FIVE, [])


@pytest.mark.parametrize(
    ("head", "gone", "there"),
    [
        ("deleted", "true", "false"),
        ("Deleted", True, False),
        ("deleted", 1, 0),
        ("del_flag", "2", "0"),
        ("is_deleted", "Y", "N"),
        ("deleted_at", "2022-07-01", ""),
        ("是否作废", "是", "否"),
        ("作废", "√", ""),
        ("删除标记", "已删除", "正常"),
        ("是否有效", "否", "是"),
        ("is_valid", "FALSE", "TRUE"),
    ],
)
def test_deleted_rows_are_not_counted(tmp_path: Path, head: str, gone: Any, there: Any) -> None:
    intake = read(tmp_path, [*H, head], ["E1", J, 5, there], ["E2", J, 6, gone])
    assert (taken(intake), more_than_notes(intake)) == (FIVE, ["V065"])


@pytest.mark.parametrize(
    "last",
    [
        ["合计", J, 11],
        ["合  计", "", 11],
        ["全市合计", J, 11],
        ["总计：", J, 11],
        ["小计（万元）", J, 11],
        ["Total", J, 11],
        ["", "合计", 11],
        ["单位负责人：张三", "填表人：李四", "报出日期：2022-07-08"],
        ["", "填表人：李四", "电话：123"],
        ["注：含税", "", "2022"],
    ],
)
def test_a_total_or_signature_is_nobodys_figure_and_no_fault(tmp_path: Path, last: list[Any]) -> None:
    intake = read(tmp_path, H, ["E1", J, 5], last)
    assert (taken(intake), more_than_notes(intake)) == (FIVE, [])


def test_totals_are_left_out_of_every_layout(tmp_path: Path) -> None:
    long = f"entity,measure,period,value\n{code(1)},output,{J},5\n合计,output,{J},5\n,output,{J},9\n"
    months = f"{CODE},指标,2022-05,{J}\n{code(1)},output,,5\n合计,output,4,5\n"
    for number, text in enumerate((long, months)):
        intake = read(tmp_path / str(number), files={"values.csv": text})
        assert taken(intake) == FIVE
    assert more_than_notes(intake) == []


def test_a_row_without_a_name_is_still_asked_about(tmp_path: Path) -> None:
    intake = read(tmp_path, H, ["E1", J, 5], ["", J, 6])
    assert more_than_notes(intake) == ["V010"]


def test_codes_beside_their_names_are_a_note(tmp_path: Path) -> None:
    intake = read(tmp_path, [CODE, NAME, MONTH, OUT], ["E1", "企业1", J, 5], ["合计", "", "", 5])
    assert (taken(intake), more_than_notes(intake)) == (FIVE, [])
    assert "T134" in {issue.code for issue in intake.issues}


@pytest.mark.parametrize(
    "looks",
    [{"font_strikeout": True}, {"font_color": "#FFFFFF"}, {"font_color": "#FEFEFE"}],
    ids=["struck", "w", "near"],
)
@pytest.mark.parametrize("cell", range(3))
def test_what_is_struck_out_or_not_seen_is_called_that(tmp_path: Path, cell: int, looks: dict[str, Any]) -> None:
    row: list[Any] = ["E2", J, 6]
    row[cell] = X(row[cell], looks=looks)
    intake = read(tmp_path, H, ["E1", J, 5], row)
    assert (taken(intake), more_than_notes(intake)) == (FIVE, ["T133"])


def test_a_code_struck_out_of_the_register_is_called_that(tmp_path: Path) -> None:
    register = book(["id", "name", "kind", "area", "industry"], [X("E1", looks={"font_strikeout": True}), "企业1"])
    intake = read_values(write_folder(tmp_path, {}, "id\n"), PROGRAMME)
    (tmp_path / "entities.csv").unlink()
    (tmp_path / "entities.xlsx").write_bytes(register)
    intake = read_values(tmp_path, PROGRAMME)
    assert "T133" in more_than_notes(intake)
    assert "V071" not in more_than_notes(intake)


def reshaped(content: bytes, was: bytes, now: bytes) -> bytes:
    """A workbook with something else in the text of its sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(was, now) if "worksheets" in name else text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("shape", "right", "said"),
    [
        ((b'<row r="3"', b'<row r="3" ht="0" customHeight="1"'), FIVE, "V058"),
        ((b"<sheetData", b'<cols><col min="3" max="3" width="0" customWidth="1"/></cols><sheetData'), {}, "V058"),
        ((b'<row r="3"', b'<row r="3" ht="15" customHeight="1"'), FIVE | {(2, "output", J): Decimal(6)}, ""),
    ],
)
def test_what_has_no_height_or_width_is_not_seen(tmp_path: Path, shape: Any, right: Any, said: str) -> None:
    intake = read(tmp_path, files={"values.xlsx": reshaped(book(H, ["E1", J, 5], ["E2", J, 6]), *shape)})
    assert taken(intake) == right
    assert set(more_than_notes(intake)) == set(filter(None, [said]))


def test_a_figure_in_the_colour_of_its_cell_is_not_seen(tmp_path: Path) -> None:
    red = {"font_color": "#FF0000", "bg_color": "#FF0000"}
    intake = read(tmp_path, H, ["E1", J, 5], ["E2", J, X(6, looks=red)])
    assert (taken(intake), more_than_notes(intake)) == (FIVE, ["T133"])


@pytest.mark.parametrize("word", ["作废", "此行作废", "本条数据作废。", "无效", "退回重报"])
def test_a_remark_that_says_a_row_is_void_is_believed(tmp_path: Path, word: str) -> None:
    intake = read(tmp_path, [*H, "备注"], ["E1", J, 5, "已核实"], ["E2", J, 6, word])
    assert (taken(intake), more_than_notes(intake)) == (FIVE, ["V065"])


@pytest.mark.parametrize("word", ["未作废", "作废设备已处置", "产品退回", "合同取消后减产", "正常"])
def test_other_remarks_leave_the_row(tmp_path: Path, word: str) -> None:
    assert taken(read(tmp_path, [*H, "备注"], ["E1", J, 5, word])) == FIVE
