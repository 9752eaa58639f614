"""What stands beside a number, in its format, in its cell or around its table, is read or asked about: never dropped.

Each case goes through all doors: a long table, a wide one, and a file that a mapping explains.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers_values import PROGRAMME, code, write_folder
from sigai.base.periods import Period
from sigai.tables.files import read_sheets
from sigai.values import read_values, register_of
from sigai.values.mapping import GivenWithFile, MappingReaders, mapped_file, propose_mapping

E1, P = code(1), "2022-06"
NAMES = {measure.id: measure.name.zh for measure in PROGRAMME.measures}
Rows = list[list[Any]]
Door = Callable[[Path, str, Any, str, Rows], tuple[Decimal | None, set[str]]]
"""From a measure, a cell, its format and the rows above the table to the figure that is taken and what is told."""


def period(measure: str) -> str:
    """The period of a figure: that of employees is of a quarter."""
    return "2022Q2" if measure == "employees" else P


def workbook(path: Path, rows: Rows, cell: Any, shown_as: str, above: Rows) -> Path:
    path.parent.mkdir(exist_ok=True)
    book = openpyxl.Workbook()
    for row in [*above, *rows]:
        book.active.append(row)
    last = book.active.cell(len(above) + len(rows), len(rows[-1]), cell)
    last.number_format = shown_as
    book.save(path)
    return path


def taken(folder: Path, measure: str) -> tuple[Decimal | None, set[str]]:
    intake = read_values(folder, PROGRAMME)
    found = {row["measure"]: row["value"] for row in intake.data.history.to_pylist()}
    return found.get(measure), {issue.code for issue in intake.issues if issue.severity == "error"}


def long(folder: Path, measure: str, cell: Any, shown_as: str, above: Rows) -> tuple[Decimal | None, set[str]]:
    rows = [["主体", "指标", "时期", "数值"], [E1, measure, period(measure), None]]
    workbook(write_folder(folder, {}) / "values" / "a.xlsx", rows, cell, shown_as, above)
    return taken(folder, measure)


def wide(folder: Path, measure: str, cell: Any, shown_as: str, above: Rows) -> tuple[Decimal | None, set[str]]:
    rows = [["单位名称", "月份", NAMES[measure]], ["企业1", period(measure), None]]
    workbook(write_folder(folder, {}) / "values" / "a.xlsx", rows, cell, shown_as, above)
    return taken(folder, measure)


def mapped(folder: Path, measure: str, cell: Any, shown_as: str, above: Rows) -> tuple[Decimal | None, set[str]]:
    entities, _ = register_of(write_folder(folder, {}), PROGRAMME)
    readers = MappingReaders.of(PROGRAMME, entities)
    usual = workbook(folder / "usual.xlsx", [["企业名称", NAMES[measure]], ["企业1", None]], 1, "General", above)
    mapping = propose_mapping(read_sheets(usual, usual.name), readers, name="导出")
    path = workbook(folder / "a.xlsx", [["企业名称", NAMES[measure]], ["企业1", None]], cell, shown_as, above)
    found = mapped_file(read_sheets(path, path.name), mapping, readers, GivenWithFile(Period.parse(period(measure))))
    figures = {figure.key[1]: figure.value for figure in found.figures}
    return figures.get(measure), {issue.code for issue in (*found.changes, *found.issues) if issue.severity == "error"}


def doors(function: Callable[..., None]) -> Callable[..., None]:
    return pytest.mark.parametrize("door", [long, wide, mapped], ids=lambda door: door.__name__)(function)


def expected(figure: str | None) -> tuple[Decimal | None, bool]:
    """The figure that is taken, and whether anything is told: of what is not taken, and of nothing else."""
    return (None, True) if figure is None else (Decimal(figure), False)


def judged(found: tuple[Decimal | None, set[str]]) -> tuple[Decimal | None, bool]:
    value, told = found
    return value, bool(told)


# --- what a number format writes beside the digits ----------


@doors
@pytest.mark.parametrize(
    ("measure", "stored", "shown_as", "figure"),
    [
        ("output", 1234, 'General"元"', "0.1234"),
        ("output", 1234, 'G/通用格式"元"', "0.1234"),
        ("output", 1234, '[DBNum2][$-804]General"元"', "0.1234"),
        ("output", 1234, "[DBNum2][$-804]General", "1234"),
        ("output", 12, 'General"亿元"', "120000"),
        ("output", 12, '0"千万元"', "12000"),
        ("output", 12_345_678, '#,##0.00"元整"', "1234.5678"),
        ("output", 12, '0"亿元(人民币)"', "120000"),
        ("output", 12, '0.00"亿人民币"', "120000"),
        ("output", 12, '"人民币"0"万元"', "12"),
        ("output", 12, '0.00E+00"亿元"', "120000"),
        ("output", 12, '@"亿元"', "120000"),
        ("output", 12, '0.00"bn"', None),
        ("output", 12, '0.00"mn"', None),
        ("output", 12, '0.00"十亿"', None),
        ("output", 12, '0"千"', None),  # a thousand 元, or a thousand 万元
        ("output", 12, '"第"0"批"', None),
        ("output", 12, '"US$"0', None),
        ("output", 12, '0"+"', "12"),
        ("employees", 12, '0"千人"', "12000"),
        ("employees", 12, 'General"千人"', "12000"),
        ("employees", 12, '0"百"', "1200"),
        ("employees", 12, '0"十人"', "120"),
        ("employees", 12, '0"（百人）"', "1200"),
        ("employees", 1.2, '0.0"万"', "12000"),
        ("employees", 1.2, '0.0"w"', None),
        ("employees", 12, '0"×10³"', None),
        ("employees", 12, '0" 人 "', "12"),
        ("coal", 12, '0"kt"', "12000"),
        ("coal", 12, '0"斤"', "0.006"),
        ("coal", 12, '0"升"', None),
        ("energy", 12, '0"万吨标煤"', "120000"),
    ],
)
def test_what_a_format_writes_beside_the_digits(
    tmp_path: Path, door: Door, measure: str, stored: float, shown_as: str, figure: str | None
) -> None:
    assert judged(door(tmp_path, measure, stored, shown_as, [])) == expected(figure)


@doors
@pytest.mark.parametrize(
    ("stored", "shown_as", "figure"),
    [
        (12, '0"000"', "12000"),
        (12, '0",000"', "12000"),
        (12, r"0\0\0", "1200"),
        (12, '"1"0', "112"),
        (5, '"1"00', "105"),
        (12, '0".5"', "12.5"),
        (12.5, '0"000"', None),  # shown as 13000, and nobody wrote that
        (12.55, '0.0"0"', None),
        (1234, '#,##0"000"', "1234000"),
        (12, "-0", "-12"),
        (12, '"-"0', "-12"),
        (12, '"－"0', "-12"),
        (-12, "-0", None),
        (12, '"负"0', None),
        (12, "(0)", None),
        (12, "△0", None),
        (12, '"亏损"0', None),
        (-12, '0;"亏损"0', "-12"),
        (-12, "0;△0", "-12"),
        (-12, "0_);(0)", "-12"),
        (-12, '0;0"-"', "-12"),
        (-12, "0;0", None),
        (-12, '0;"同比"0', None),
        (12, '"增长"0;"下降"0', "12"),
        (-12, '"增长"0;"下降"0', "-12"),
        (12, '0"-"', None),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"),
        (12345, "# ##0", "12345"),
        (12.5, 'yyyy"年"', None),
        (12, "0.0d", None),
        (12, ";;;", None),
    ],
)
def test_digits_and_signs_that_a_format_writes(
    tmp_path: Path, door: Door, stored: float, shown_as: str, figure: str | None
) -> None:
    assert judged(door(tmp_path, "profit", stored, shown_as, [])) == expected(figure)


def test_a_lost_sign_is_told_with_what_is_stored_and_what_is_shown(tmp_path: Path) -> None:
    rows = [["主体", "指标", "时期", "数值"], [E1, "profit", P, None]]
    workbook(write_folder(tmp_path, {}) / "values" / "a.xlsx", rows, -0.05, '"升"0.0%;"平"0.0%', [])
    intake = read_values(tmp_path, PROGRAMME)
    issue = next(issue for issue in intake.issues if issue.code == "V049")
    assert (issue.facts["stored"], issue.facts["given"]) == ("-0.05", "平5%")
    assert "T130" not in {issue.code for issue in intake.issues}, "it was not read as it is shown"


# --- what stands around a table ----------


@doors
@pytest.mark.parametrize(
    "title",
    [
        "规上企业产值表 单位 千元",
        "单位千元",
        "计量单位 千元",
        "(人民币千元)",
        "人民币：千元",
        "金额：千元",
        "计价：千元",
        "数据口径：千元",
        "请按千元填写",
        "表3 千元",
        "本表单位：千元人民币",
        "以人民币千元列示",
        "(Unit: RMB thousand)",
        "单位：RMB'000",
        "in thousand yuan",
        "Unit: 1,000 yuan",
        "单位：人民币 千元",
        "千元",
        "规上企业产值表（人民币千元）",
        "单位：千元、人",
        "单位：千元 人",
    ],
)
def test_a_unit_that_is_stated_around_a_table(tmp_path: Path, door: Door, title: str) -> None:
    assert judged(door(tmp_path, "output", 1234, "General", [[title]])) == expected("123.4")


@doors
@pytest.mark.parametrize("above", [["产值表", None, "千元"], ["单位", "千元"], [None, "(千元)"]], ids=str)
def test_a_unit_stands_in_any_corner(tmp_path: Path, door: Door, above: list[Any]) -> None:
    assert judged(door(tmp_path, "output", 1234, "General", [above])) == expected("123.4")


@doors
@pytest.mark.parametrize("title", ["规上企业产值千元表", "产值（以下数据均用千元口径）", "单位：1000元"])
def test_a_unit_that_may_be_meant_is_asked_about(tmp_path: Path, door: Door, title: str) -> None:
    assert judged(door(tmp_path, "output", 1234, "General", [[title]])) == expected(None)


@doors
@pytest.mark.parametrize(
    "title",
    [
        "亿元以上企业产值表",
        "产值万元表",
        "年主营业务收入2000万元及以上企业",
        "2022年6月 家",
        "按月填报",
        "填报单位：元件厂",
        "千亿产业集群",
    ],
)
def test_words_that_state_no_unit(tmp_path: Path, door: Door, title: str) -> None:
    assert judged(door(tmp_path, "output", 1234, "General", [[title]])) == expected("1234")


@pytest.mark.parametrize("sign", ["/", ",", "，", " ", "-", "_", "：", "\n", "、"])
def test_a_unit_behind_the_name_of_a_measure(tmp_path: Path, sign: str) -> None:
    folder = write_folder(tmp_path, {})
    rows = [["单位名称", "月份", f"工业总产值{sign}千元"], ["企业1", "2022年6月", None]]
    workbook(folder / "values" / "a.xlsx", rows, 1234, "General", [])
    assert judged(taken(folder, "output")) == expected("123.4")


@pytest.mark.parametrize("words", ["（人民币千元）", "千元", "金额：千元", "单位 千元"])
def test_a_unit_between_figures_holds_below_it(tmp_path: Path, words: str) -> None:
    folder = write_folder(tmp_path, {})
    above = [["单位名称", "月份", "工业总产值"], ["企业2", "2022年6月", 7], [words]]
    workbook(folder / "values" / "a.xlsx", [["企业1", "2022年6月", None]], 1234, "General", above)
    found = {row["entity"]: row["value"] for row in read_values(folder, PROGRAMME).data.history.to_pylist()}
    assert found == {code(2): Decimal(7), E1: Decimal("123.4")}


@pytest.mark.parametrize("foot", ["注：金额以人民币千元列示", "(人民币千元)", "in thousand yuan"])
def test_a_unit_under_a_table(tmp_path: Path, foot: str) -> None:
    folder = write_folder(tmp_path, {})
    rows = [["单位名称", "月份", "工业总产值"], ["企业1", "2022年6月", 1234], [None]]
    workbook(folder / "values" / "a.xlsx", rows, foot, "General", [])
    assert judged(taken(folder, "output")) == expected("123.4")


# --- two numbers in one cell ----------


@doors
@pytest.mark.parametrize(
    "cell", ["100\n200", "100\t200", "100 200", "100\r\n200", "1,234 567", "100\n-200", "100 200元"]
)
def test_two_numbers_in_one_cell_are_not_one(tmp_path: Path, door: Door, cell: str) -> None:
    assert judged(door(tmp_path, "output", cell, "General", [])) == expected(None)


@doors
@pytest.mark.parametrize(
    ("cell", "figure"), [("1 234 567", "1234567"), ("1 234.5", "1234.5"), ("1\u00a0234", "1234"), ("100\n", "100")]
)
def test_a_space_that_can_only_be_a_thousands_sign(tmp_path: Path, door: Door, cell: str, figure: str) -> None:
    assert judged(door(tmp_path, "output", cell, "General", [])) == expected(figure)
