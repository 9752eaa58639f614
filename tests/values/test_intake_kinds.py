"""The kinds of fault that people's files have (../shared/facts/intake-kinds.md): of each at least six own inputs.

A figure is taken as a person reads it, or its row is asked about; never anything else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers_intake import E1, E2, Cells, figures, formula, from_excel
from helpers_values import PROGRAMME, codes, only, read, values_of, write_folder
from sigai.values import read_values

# --- K1: what a number format makes of a number ----------


@pytest.mark.parametrize(
    ("measure", "period", "stored", "shown_as", "figure"),
    [
        ("评分", "2021", 0.785, "0.0%", "78.5"),
        ("评分", "2021", 0.785, "0%", "78.5"),  # hidden decimals round nothing
        ("评分", "2021", 78.5, '0.0"%"', "78.5"),
        ("评分", "2021", 785, '0"‰"', "78.5"),
        ("评分", "2021", 0.00785, "[>=0.5]0%;[<0.5]0.00%;0", "0.785"),
        ("利润总额", "2021-02", 12_345_678, "#,##0,", "12345.678"),
        ("利润总额", "2021-02", 12_345_678, "#,##0.00,,", "12.3457"),
        ("利润总额", "2021-02", 123_456, "0!.0,", "12.3456"),
        ("利润总额", "2021-02", 123_456, r"0\.0000", "12.3456"),
        ("利润总额", "2021-02", 1_234_567, '0!.0,"万元"', "123.4567"),
        ("利润总额（元）", "2021-02", 1_234_567, '0!.0,"万"', "123.4567"),
        ("利润总额", "2021-02", 3, '0.0"亿元"', "30000"),
        ("利润总额", "2021-02", 1234.5678, "#,##0", "1234.5678"),
        ("利润总额", "2021-02", 0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"),
        ("利润总额", "2021-02", -12.5, "#,##0.0_);(#,##0.0)", "-12.5"),
        ("利润总额", "2021-02", -12.5, "0.0;[Red]0.0", "-12.5"),
        ("利润总额", "2021-02", -12.5, '"¥"#,##0.00;"¥"-#,##0.00', None),
        ("利润总额（万元）", "2021-02", -12.5, '"¥"#,##0.00;"¥"-#,##0.00', "-12.5"),
        ("利润总额", "2021-02", -12.5, "0.0;0.0", None),
        ("利润总额", "2021-02", 12.5, ";;;", None),
        ("利润总额", "2021-02", 12.5, "0.0%", None),  # a share where money is asked for
        ("利润总额", "2021-02", 12.5, '"$"0.0', None),
        ("利润总额", "2021-02", 1_234_567, '0!.0,"万"', None),  # of 元, or of 万元
        ("利润总额", "2021-02", 1_234_567, '0.0,,"M"', None),
        ("利润总额", "2021-02", 202202, '0000"年"00"月"', None),
    ],
)
def test_a_number_format_is_read(
    tmp_path: Path, measure: str, period: str, stored: float, shown_as: str, figure: str | None
) -> None:
    intake = from_excel(tmp_path, [["entity", "period", measure], [E1, period, (stored, shown_as)]])
    assert list(figures(intake).values()) == ([] if figure is None else [figure])
    if figure is None:
        assert any(issue.place.row == 2 and issue.severity == "error" for issue in intake.issues)


def test_what_was_read_by_its_format_stands_in_the_report(tmp_path: Path) -> None:
    rows = [["entity", "period", "评分"], [E1, "2021", (0.5, "0%")], [E2, "2021", (0.25, "0%")]]
    issue = only(from_excel(tmp_path, rows), "T130")
    assert (issue.facts["count"], issue.facts["cell"], issue.facts["shown"]) == (2, "C2", "50%")


@pytest.mark.parametrize(
    ("stored", "shown_as"), [(44_713.25, '#,##0.000\\ "t"'), (44_713.25, '0.00"左右"'), (44_713.25, "General")]
)
def test_letters_in_a_format_make_no_date(tmp_path: Path, stored: float, shown_as: str) -> None:
    rows = [["entity", "period", "固废产生量（吨）"], [E1, "2022-06", (stored, shown_as)]]
    assert figures(from_excel(tmp_path, rows)) == {"waste_made 2022-06": "44713.25"}


# --- K2: what is not blank ----------


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (formula("=A1*2"), "V026"),
        (formula("=SUM(A1:A9)"), "V026"),
        (formula("=1/0", "#DIV/0!"), "V027"),
        (formula("=Sheet9!A1", "#REF!"), "V027"),
        (formula("=VLOOKUP(1,A:B,2,0)", "#N/A"), "V027"),
        (formula("=foo()", "#NAME?"), "V027"),
        ("#VALUE!", "V027"),
        ("—", "V029"),
        ("不适用", "V029"),
        ("无", "V029"),
        ("暂无", "V029"),
        ("见附表", "V021"),
    ],
)
def test_a_cell_that_is_not_blank_is_not_passed_over(tmp_path: Path, cell: Any, told: str) -> None:
    rows = [["entity", "period", "利润总额", "固废产生量"], [E1, "2021-02", cell, 5], [E2, "2021-02", 7, None]]
    intake = from_excel(tmp_path, rows)
    assert codes(intake) == [told]
    assert only(intake, told).place.row == 2
    assert sorted(figures(intake).values()) == ["5", "7"]


@pytest.mark.parametrize("cell", [None, "", "  ", "　", formula('=""', None)])
def test_what_looks_blank_is_blank(tmp_path: Path, cell: Any) -> None:
    if callable(cell):
        cell = lambda _book, sheet, row, column: sheet.write_string(row, column, " ")  # noqa: E731
    rows = [["entity", "period", "利润总额", "固废产生量"], [E1, "2021-02", cell, 5]]
    assert codes(from_excel(tmp_path, rows)) == []


def test_a_saved_result_is_the_figure(tmp_path: Path) -> None:
    rows = [["entity", "period", "利润总额"], [E1, "2021-02", formula("=6*7", 42)]]
    assert figures(from_excel(tmp_path, rows)) == {"profit 2021-02": "42"}


def test_a_formula_in_the_last_cell_of_a_sheet_is_seen(tmp_path: Path) -> None:
    """A reader of values ends the sheet before it."""
    book = openpyxl.Workbook()
    book.active.append(["entity", "period", "利润总额"])
    book.active.append([E1, "2021-02", "=A1"])
    folder = write_folder(tmp_path, {})
    (folder / "values").mkdir()
    book.save(folder / "values" / "a.xlsx")
    assert codes(read_values(folder, PROGRAMME)) == ["V026"]


# --- K3: what stands around the header ----------


HEAD = ["企业名称", "时期", "工业总产值"]


@pytest.mark.parametrize(
    ("rows", "merged", "expected"),
    [
        ([["产值表"], ["", "", "单位：元"], HEAD, ["企业1", "2022-06", 12_345_678]], [], "1234.5678"),
        ([["产值表（千元）"], HEAD, ["企业1", "2022-06", 12_345_678]], [], "1234567.8"),
        ([["计量单位:亿元"], HEAD, ["企业1", "2022-06", 1.5]], [], "15000"),
        ([HEAD, ["", "", "元"], ["企业1", "2022-06", 12_345_678]], [], "1234.5678"),
        ([HEAD, ["企业1", "2022-06", 12_345_678], [], ["注：金额单位：元"]], [], "1234.5678"),
        ([HEAD, ["甲", "乙", 1], ["企业1", "2022-06", 5]], [], "5"),
        ([[*HEAD, "利润总额"], ["甲", "乙", 1, 2], ["企业1", "2022-06", 5, ""]], [], "5"),
        ([["填报单位：元件厂"], HEAD, ["企业1", "2022-06", 5]], [], "5"),
        ([HEAD, ["", "", "本年累计"], ["企业1", "2022-06", 600]], [], "600"),
        ([[*HEAD, ""], ["", "", "本月", "累计"], ["企业1", "2022-06", 100, 600]], [], "600"),
        ([[*HEAD, "", ""], ["", "", "累计", "上年同期", "增速%"], ["企业1", "2022-06", 600, 500, 20]], [], "600"),
        ([["", "", "本月", "累计"], [*HEAD, "工业总产值"], ["企业1", "2022-06", 100, 600]], [], "600"),
        ([["", "", "", ""], [*HEAD, "工业总产值"], ["企业1", "2022-06", 100, 600]], [("C1:D1", "累计")], None),
        ([HEAD, ["", "", "本月"], ["企业1", "2022-06", 100]], [], None),
        ([[*HEAD, "单位：元"], ["企业1", "2022-06", 12_345_678, ""]], [], "1234.5678"),
        ([["", "", "2022年", "2021年"], [*HEAD, "工业总产值"], ["企业1", "2022-06", 600, 500]], [], "600"),
        ([["", "", "2022年", "2021年"], [*HEAD, "工业总产值"], ["企业1", "2023-06", 600, 500]], [], None),
        ([["单位：百元"], HEAD, ["企业1", "2022-06", 100]], [], "1"),
        ([["单位：日元"], HEAD, ["企业1", "2022-06", 100]], [], None),
        ([["单位：吨"], HEAD, ["企业1", "2022-06", 100]], [], None),
        ([["单位：元"], [*HEAD[:2], "工业总产值（万元）"], ["企业1", "2022-06", 100]], [], None),
        ([[*HEAD[:2], "工业总产值（万元）"], ["", "", "元"], ["企业1", "2022-06", 100]], [], None),
        ([["单位：万元"], [*HEAD[:2], "工业总产值（元）", "利润总额"], ["企业1", "2022-06", 50_000, ""]], [], "5"),
    ],
)
def test_heads_and_units_around_the_header(
    tmp_path: Path, rows: Cells, merged: list[tuple[str, str]], expected: str | None
) -> None:
    intake = from_excel(tmp_path, rows, merged=merged)
    assert figures(intake) == ({} if expected is None else {"output 2022-06": expected})
    if expected is None:
        assert any(issue.severity == "error" for issue in intake.issues)


@pytest.mark.parametrize(
    ("header", "row", "figure"),
    [
        ("entity,measure,period,数值（元）", "12345678", "1234.5678"),
        ("entity,measure,period,value [亿元]", "1.5", "15000"),
        ("entity,measure,period,数值（元）,unit", "12345678,元", "1234.5678"),
        ("entity,measure,period,数值（元）,unit", "12345678,万元", None),
        ("entity,measure,period,数值（吨）", "5", None),
        ("entity,measure,period,数值（元）", "1.5万", "1.5"),
    ],
)
def test_the_unit_of_a_column_of_figures(tmp_path: Path, header: str, row: str, figure: str | None) -> None:
    intake = read(tmp_path, f"{E1},profit,2022-06,{row}", header=header)
    assert list(values_of(intake).values()) == ([] if figure is None else [figure])


def test_a_csv_has_the_same_heads(tmp_path: Path) -> None:
    heads = "产值表,,,\n,,,单位：元\n企业名称,时期,工业总产值,\n,,本月,本年累计\n"
    text = f"{heads}企业1,2022-06,10000,60000\n{E2},2022-06,1,20000\n"
    assert list(figures(read_values(write_folder(tmp_path, {"values.csv": text}), PROGRAMME)).values()) == ["2"]
    assert sorted(values_of(read_values(tmp_path, PROGRAMME)).values()) == ["2", "6"]


def test_a_column_without_a_name_is_told(tmp_path: Path) -> None:
    rows = [["entity", "period", "利润总额", None], [E1, "2021-02", 1, 99]]
    assert codes(from_excel(tmp_path, rows)) == ["T131"]


@pytest.mark.parametrize("months", [("2022年3月", "2022年4月"), ("202203", "2022-04"), ("2022/3", "2022.04")])
def test_months_as_columns_are_read(tmp_path: Path, months: tuple[str, str]) -> None:
    rows = [["企业名称", "指标", *months], ["企业1", "利润总额(亿元)", 1.5, 2], ["企业2", "原煤", 7, None]]
    intake = from_excel(tmp_path, rows)
    assert codes(intake) == ["V039"]
    assert sorted(figures(intake).items()) == [
        ("coal 2022-03", "7"),
        ("profit 2022-03", "15000"),
        ("profit 2022-04", "20000"),
    ]


# --- K4: marks of notes, characters that hold digits ----------


@pytest.mark.parametrize("mark", "①②⑳㉑㊿⓪¹²³⁴⁵⁹⑴₂")
def test_a_mark_is_no_digit(tmp_path: Path, mark: str) -> None:
    intake = read(tmp_path, f"E1,profit,2021-02,1234{mark}", f"E2,profit,2021-02,12{mark}万元")
    assert list(values_of(intake).values()) == ["1234", "12"]
    assert codes(intake) == ["V028", "V028"]


@pytest.mark.parametrize(("text", "figure"), [("110²", "110"), ("3.10¹", "3.1"), ("1,010③", "1010")])
def test_a_number_that_ends_in_ten_is_no_power(tmp_path: Path, text: str, figure: str) -> None:
    assert list(values_of(read(tmp_path, f'E1,profit,2021-02,"{text}"')).values()) == [figure]


@pytest.mark.parametrize("text", ["12½", "½", "10²", "2×10³", "1234⒈", "5⁻¹", "¼万元", "①1234"])
def test_what_may_be_a_power_or_a_fraction_is_asked_about(tmp_path: Path, text: str) -> None:
    intake = read(tmp_path, f"E1,profit,2021-02,{text}")
    assert values_of(intake) == {}
    assert [issue.place.row for issue in intake.issues] == [2]


@pytest.mark.parametrize("name", ["企业1①", "企业①", "企业1²", "企业¹", "企业1⑴", "企业₁"])
def test_a_mark_makes_no_other_name(tmp_path: Path, name: str) -> None:
    """企业¹ is not 企业1."""
    intake = read(tmp_path, f"{name},profit,2021-02,1")
    assert values_of(intake) == {} or name == "企业₁"


def test_a_raised_digit_in_a_cell_is_no_digit(tmp_path: Path) -> None:
    def raised(book: Any, sheet: Any, row: int, column: int) -> None:
        sheet.write_rich_string(row, column, "1234", book.add_format({"font_script": 1}), "2")

    intake = from_excel(tmp_path, [["entity", "period", "利润总额"], [E1, "2021-02", raised]])
    assert (figures(intake), codes(intake)) == ({"profit 2021-02": "1234"}, ["V028"])
