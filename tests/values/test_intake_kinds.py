"""The kinds of fault that people's files have (../shared/facts/intake-kinds.md): of each at least six own inputs.

A figure is taken as a person reads it, or its row is asked about; never anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from helpers_values import PROGRAMME, code, codes, only, read, values_of, write_folder
from sigai.values import Intake, read_values

E1, E2, E3 = code(1), code(2), code(3)
Cells = Sequence[Sequence[Any]]
"""Rows of cells; a pair is a number with its number format."""


def excel(
    folder: Path, rows: Cells, *, merged: Sequence[tuple[str, str]] = (), name: str = "a", **options: Any
) -> Path:
    """A data folder whose one file of figures holds these rows."""
    write_folder(folder, {})
    path = folder / "values" / f"{name}.xlsx"
    path.parent.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, **options}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    sheet.write_number(row, column, cell[0], book.add_format({"num_format": cell[1]}))
                elif callable(cell):
                    cell(book, sheet, row, column)
                elif cell is not None:
                    sheet.write(row, column, cell)
        for where, text in merged:
            sheet.merge_range(where, text)
    return folder


def from_excel(folder: Path, rows: Cells, **more: Any) -> Intake:
    return read_values(excel(folder, rows, **more), PROGRAMME)


def formula(text: str, result: Any = "") -> Callable[..., None]:
    return lambda _book, sheet, row, column: sheet.write_formula(row, column, text, None, result)


def figures(intake: Intake) -> dict[str, str]:
    """Figures by measure and month: the tests here mostly have one enterprise."""
    return {f"{measure} {period}": value for (_, measure, period), value in values_of(intake).items()}


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


# --- K5: all of a date ----------

TIMES = "entity,measure,period,value,reported_at"


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2022/7/12 上午 9:30:00", "2022/7/12 下午 1:05:00"),
        ("2022-07-12 11:59 AM", "2022-07-12 12:01 PM"),
        ("2022-07-12 12:01 AM", "2022-07-12 01:00"),
        ("2022-07-12T10:00:00+08:00", "2022-07-12T03:00:00Z"),
        ("2022-07-12T23:00:00Z", "2022-07-13 07:30"),
        ("2022-07-12 08:00:00.250", "2022-07-12 08:00:00.750"),
        ("2022年7月12日上午8时", "2022年7月12日下午1时5分"),
        ("44754.25", "44754.75"),
    ],
)
def test_the_later_report_counts(tmp_path: Path, earlier: str, later: str) -> None:
    intake = read(tmp_path, f"E1,profit,2022-06,200,{later}", f"E1,profit,2022-06,100,{earlier}", header=TIMES)
    assert (list(values_of(intake).values()), codes(intake)) == (["200"], [])


@pytest.mark.parametrize(
    "time", ["2022-07-12 25:00", "2022-07-12 上午13:00", "2022-07-12 晚上12:00", "2022-07-12 午后", "2022-07-12 8:61"]
)
def test_a_time_of_which_a_part_is_unclear_is_not_read(tmp_path: Path, time: str) -> None:
    assert codes(read(tmp_path, f"E1,profit,2022-06,200,{time}", header=TIMES)) == ["V054"]


@pytest.mark.parametrize(
    ("period", "month"),
    [
        ("2022-11-30T16:00:00.000Z", "2022-12"),
        ("2022-12-01T00:00:00+08:00", "2022-12"),
        ("2022-12-31", "2022-12"),
        ("2022-12-01 00:00:00", "2022-12"),
        ("2022-12-31 23:59:59", "2022-12"),
        ("44896", "2022-12"),
        ("2022-11-30 23:59:17", None),  # 43 seconds before December, or the end of November
        ("44895.9995", None),
        ("2022-12-15", None),
        ("2022-12-15 08:00", None),
        ("2022-12-31 08:00", None),
        ("2022-12-31 24:00", None),
        ("20221215", None),
    ],
)
def test_a_stamp_is_a_month_only_where_it_can_be_nothing_else(tmp_path: Path, period: str, month: str | None) -> None:
    intake = read(tmp_path, f"E1,profit,{period},13")
    assert [key[2] for key in values_of(intake)] == ([] if month is None else [month])
    assert codes(intake) == ([] if month else ["V047"])


def test_daily_figures_are_no_figures_of_months(tmp_path: Path) -> None:
    rows = [f"E1,profit,2022-06-{day:02d},{day}" for day in (1, 2, 3, 30)]
    assert codes(read(tmp_path, *rows)) == ["V047"] * 4


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("shown_as", ["yyyy-mm", "yyyy-mm-dd", 'yyyy"年"m"月"', "m/d/yyyy"])
def test_days_are_counted_from_where_the_workbook_says(tmp_path: Path, later: bool, shown_as: str) -> None:
    serial = 44_742 - (1462 if later else 0)
    intake = from_excel(tmp_path, [["entity", "period", "利润总额"], [E1, (serial, shown_as), 5]], date_1904=later)
    assert figures(intake) == {"profit 2022-06": "5"}


def test_a_month_that_a_format_shows_is_the_month(tmp_path: Path) -> None:
    rows = [["entity", "period", "利润总额"], [E1, (44_727, "yyyy-mm"), 5], [E2, (44_727, "yyyy-mm-dd"), 6]]
    intake = from_excel(tmp_path, rows)
    assert (figures(intake), codes(intake)) == ({"profit 2022-06": "5"}, ["V047"])


# --- K6: columns of one meaning ----------


@pytest.mark.parametrize(
    ("header", "row", "figure"),
    [
        ("entity,measure,period,value,value", f"{E1},profit,2022-06,1,2", None),
        ("entity,measure,period,value,数值", f"{E1},profit,2022-06,1,1", "1"),
        ("entity,measure,period,value,数值", f"{E1},profit,2022-06,,7", "7"),
        ("entity,measure,period,本期数,累计值", f"{E1},profit,2022-06,1,6", "6"),  # runs from January
        ("entity,measure,period,本期数,累计值", f"{E1},coal,2022-06,1,6", "1"),
        ("企业名称,信用代码,measure,period,value", f"企业1,{E1},profit,2022-06,1", "1"),
        ("企业名称,信用代码,measure,period,value", f"企业2,{E1},profit,2022-06,1", None),
        ("entity,指标代码,指标名称,period,value", f"{E1},profit,利润总额,2022-06,1", "1"),
        ("entity,指标代码,指标名称,period,value", f"{E1},profit,原煤,2022-06,1", None),
        ("entity,measure,年度,月份,value", f"{E1},profit,2022,6,1", "1"),
        ("entity,measure,年度,period,value", f"{E1},profit,2022,2022-06,1", "1"),
        ("entity,measure,年度,period,value", f"{E1},profit,2021,2022-06,1", None),
        ("entity,measure,period,月份,value", f"{E1},profit,2022-06,2022-07,1", None),
        ("entity,measure,period,value,单位,计量单位", f"{E1},profit,2022-06,1,元,万元", None),
        ("entity,measure,period,value,修订号,版本", f"{E1},profit,2022-06,1,1,2", None),
    ],
)
def test_two_columns_of_one_meaning(tmp_path: Path, header: str, row: str, figure: str | None) -> None:
    intake = read(tmp_path, row, header=header)
    assert list(values_of(intake).values()) == ([] if figure is None else [figure])
    makes_a_month = "年度" in header and "月份" in header
    assert bool({"T116", "T134"} & set(codes(intake))) == (not makes_a_month)
    assert ("V038" in codes(intake)) == (figure is None)


def test_the_column_that_was_read_is_named_by_its_number(tmp_path: Path) -> None:
    issue = only(read(tmp_path, f"{E1},profit,2022-06,1,1", header="entity,measure,period,value,value"), "T116")
    assert (issue.facts["at"], issue.facts["read"]) == (5, 4)


# --- K7: a figure is taken back ----------

REVISED = "entity,measure,period,value,revision,reported_at"


@pytest.mark.parametrize(
    ("rows", "counts", "told"),
    [
        (("100,1,", ",2,"), None, {"V020", "V056"}),
        (("100,,2022-07-01", ",,2022-07-05"), None, {"V020", "V056"}),
        (("100,1,", "无,2,"), None, {"V020", "V056"}),
        (("100,1,", ",2,", "300,3,"), "300", {"V020"}),
        ((",1,", "100,2,"), "100", {"V020"}),
        (("100,2,", ",2,"), None, {"V020", "V051"}),
        (("100,,", ",,"), "100", {"V020", "V057"}),
        (("100,1,", "100,2,", ",3,"), None, {"V020", "V056"}),
    ],
)
def test_a_later_row_without_a_figure_takes_it_back(
    tmp_path: Path, rows: Sequence[str], counts: str | None, told: set[str]
) -> None:
    intake = read(tmp_path, *(f"E1,profit,2022-06,{row}" for row in rows), header=REVISED)
    assert list(values_of(intake).values()) == ([] if counts is None else [counts])
    assert set(codes(intake)) == told


@pytest.mark.parametrize("word", ["撤回", " withdraw ", "Withdrawn"])
@pytest.mark.parametrize("order", ["revision", "reported_at"])
def test_the_word_takes_back_in_the_cell_of_any_table(tmp_path: Path, word: str, order: str) -> None:
    first, second = ("1", "2") if order == "revision" else ("2022-07-01", "2022-07-05")
    rows = (f"E1,2022-06,{first},100,5", f"E1,2022-06,{second},{word},7")
    intake = read(tmp_path, *rows, header=f"entity,period,{order},profit,coal")
    assert figures(intake) == {"coal 2022-06": "7"}
    assert sorted(codes(intake)) == ["V056", "V066"]
    (tmp_path / "long").mkdir()
    long = (f"E1,profit,2022-06,100,{first}", f"E1,profit,2022-06,{word},{second}")
    intake = read(tmp_path / "long", *long, header=f"entity,measure,period,value,{order}")
    assert figures(intake) == {}
    assert sorted(codes(intake)) == ["V056", "V066"]


@pytest.mark.parametrize(
    ("header", "rows", "told"),
    [
        ("entity,period,profit,coal", ("E1,2022-06,100,5", "E1,2022-07,撤回,7"), {"V066"}),
        ("entity,period,profit,coal", ("E1,2022-06,100,5", "E1,2022-06,撤回,5"), {"V066", "V057"}),
        ("entity,period,revision,profit,coal", ("E1,2022-06,2,100,5", "E1,2022-06,1,撤回,5"), {"V066"}),
        (
            "entity,period,revision,profit,coal,状态",
            ("E1,2022-06,1,100,5,已报", "E1,2022-06,2,撤回,5,作废"),
            {"V066", "V055"},
        ),
    ],
)
def test_the_word_takes_nothing_back_that_it_does_not_follow(
    tmp_path: Path, header: str, rows: Sequence[str], told: set[str]
) -> None:
    """Of another period, without an order, before the figure, or in a row that is void itself."""
    intake = read(tmp_path, *rows, header=header)
    assert figures(intake)["profit 2022-06"] == "100"
    assert told <= set(codes(intake)), codes(intake)


def test_an_empty_cell_of_a_wide_revision_takes_nothing_back_and_says_so(tmp_path: Path) -> None:
    rows = ("E1,2022-06,1,100,5", "E1,2022-06,2,,7")
    intake = read(tmp_path, *rows, header="entity,period,revision,profit,coal")
    assert figures(intake) == {"profit 2022-06": "100", "coal 2022-06": "7"}
    assert codes(intake) == ["V057"]


# --- K8: names of files and sheets decide nothing ----------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.csv", "b.csv"),
        ("9号.csv", "10号.csv"),
        ("2022-06.csv", "2022-06更正.csv"),
        ("新.csv", "旧.csv"),
        ("1.csv", "2/1.csv"),
        ("z.csv", "a.csv"),
    ],
)
def test_names_of_files_decide_nothing(tmp_path: Path, first: str, second: str) -> None:
    head = "entity,measure,period,value\n"
    files = {f"values/{name}": f"{head}{E1},profit,2022-06,{n}\n" for n, name in enumerate((first, second), start=1)}
    intake = read_values(write_folder(tmp_path, files), PROGRAMME)
    assert (values_of(intake), codes(intake)) == ({}, ["V051", "V051"])


def test_names_of_sheets_decide_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number, sheet in enumerate((book.active, book.create_sheet("更正")), start=1):
        sheet.append(["entity", "measure", "period", "value"])
        sheet.append([E1, "profit", "2022-06", number])
    folder = write_folder(tmp_path, {})
    (folder / "values").mkdir()
    book.save(folder / "values" / "a.xlsx")
    intake = read_values(folder, PROGRAMME)
    assert (values_of(intake), codes(intake)) == ({}, ["V051", "V051"])


# --- K11: the cause and not a symptom ----------


@pytest.mark.parametrize(
    "written",
    ["9.11405E+17", "9.114050071501235e+17", "9.1E17", "911405007150123000", 9.114050071501235e17, "9.1140500715E+17"],
)
def test_a_code_that_became_a_number_is_told_as_such(tmp_path: Path, written: Any) -> None:
    path = tmp_path / "entities.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["统一社会信用代码", "企业名称", "地区"])
    book.active.append([written, "甲公司", "990100"])
    write_folder(tmp_path, {"values.csv": "entity,measure,period,value\n"})
    (tmp_path / "entities.csv").unlink()
    book.save(path)
    found = [issue.code for issue in read_values(tmp_path, PROGRAMME).issues if issue.place.row]
    assert found == ["V106"]


# --- K19: the whole file is evidence ----------


@pytest.mark.parametrize(
    ("cells", "taken"),
    [
        (("1,234", "2,345.5"), ["1234", "2345.5"]),
        (("1,234", "12,5"), []),
        (("1,234", "1.234,56"), []),
        (("1.234", "12,5", "0,75"), []),
        (("1,234", "12,5", "3.25", "7.5"), ["1234", "3.25", "7.5"]),
        (("1,234,567", "12,5"), ["1234567"]),
        (("1234", "12,5"), ["1234"]),
        (("1.5", "2,345"), ["1.5", "2345"]),
    ],
)
def test_decimal_commas_of_a_file_are_evidence(tmp_path: Path, cells: Sequence[str], taken: list[str]) -> None:
    rows = [f'E{number},profit,2022-06,"{cell}"' for number, cell in enumerate(cells, start=1)]
    assert sorted(values_of(read(tmp_path, *rows)).values()) == sorted(taken)


@pytest.mark.parametrize(
    ("cells", "taken"),
    [
        (("1,234", "2,345"), []),
        (("1,234", "56"), ["56"]),
        (("1,234", "1.234"), []),
        (("1,234", "2,5"), []),
        (("1,234", "12.5"), ["1234", "12.5"]),
        (("1,234", "1,234.5"), ["1234", "1234.5"]),
        (("1,234", "1,234,567"), ["1234", "1234567"]),
        (("1.234", "2.345"), ["1.234", "2.345"]),
        (("1234", "12.5"), ["1234", "12.5"]),
        (("-1,234", "5"), ["5"]),
        (("1,234万元", "5"), ["5"]),
    ],
)
@pytest.mark.parametrize("mapped", [False, True])
def test_semicolons_do_not_settle_what_a_comma_is(
    tmp_path: Path, cells: Sequence[str], taken: list[str], mapped: bool
) -> None:
    """A file that parts its cells by semicolons may write decimals with commas."""
    rows = [f"{code(number)};profit;2022-06;{cell}" for number, cell in enumerate(cells, start=1)]
    files = {"values/a.csv": "\n".join(["entity;measure;period;value", *rows]) + "\n"}
    if mapped:
        columns = "".join(f"- {{head: [{each}], means: {each}}}\n" for each in ("entity", "measure", "period"))
        figures = "- {head: [value], means: figure}\n"
        files["mappings/a.yaml"] = f"name: a\nheads: 1\ncolumns:\n{columns}{figures}"
    intake = read_values(write_folder(tmp_path, dict(files)), PROGRAMME)
    assert ("V123" in codes(intake)) == mapped
    assert sorted(values_of(intake).values()) == sorted(taken)
    assert ("V021" in codes(intake)) == (len(taken) < len(cells))


# --- K20: a lost zero ----------


@pytest.mark.parametrize(
    ("written", "industry"),
    [
        ("610", None),
        ("810", None),
        ("112", None),
        ("324", None),
        ("0610", "B0610"),
        ("3240", "C3240"),
        ("061", "B061"),
        ("32", "C32"),
        ("H610", "H610"),
        ("7", None),
    ],
)
def test_a_lost_zero_is_asked_about(tmp_path: Path, written: str, industry: str | None) -> None:
    register = f"id,name,kind,area,industry\n{E1},甲公司,enterprise,990100,{written}\n"
    intake = read(tmp_path, "E1,profit,2022-06,1", entities=register)
    assert intake.data.entities["industry"].to_pylist() == [industry]
    if industry is None:
        assert {"V107", "V078"} & set(codes(intake))


def test_a_code_shown_with_its_zero_has_it(tmp_path: Path) -> None:
    folder = excel(tmp_path, [["entity", "period", "利润总额"], [E1, "2022-06", 1]])
    (folder / "entities.csv").unlink()
    with xlsxwriter.Workbook(str(folder / "entities.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "name", "area", "industry"])
        sheet.write_row(1, 0, [E1, "甲公司", "990100"])
        sheet.write_number(1, 3, 610, book.add_format({"num_format": "0000"}))
    assert read_values(folder, PROGRAMME).data.entities["industry"].to_pylist() == ["B0610"]
