"""Further kinds of fault that people's files have (../shared/facts/intake-kinds.md, from K5 on): what is evidence of
another meaning is asked about, or taken as a person reads it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from helpers_intake import E1, E2, excel, figures, from_excel
from helpers_values import PROGRAMME, code, codes, only, read, values_of, write_folder
from sigai.values import read_values

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
