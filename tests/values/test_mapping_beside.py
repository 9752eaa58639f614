"""What stands beside the figures of a mapped sheet and says what they are: titles, the sheet's name, new columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers_mapping import Rows, applied, codes, figures, proposed, written
from helpers_values import PROGRAMME, code, write_folder
from sigai.values import read_values
from sigai.values.mapping import MappedFile, Mapping, MappingReaders, mapping_yaml

HEADS = ["企业名称", "工业总产值", "利润总额"]
UNIT = ["单位：万元", "", ""]
MINE = ["企业1", 10, 1]
FIRST: Rows = [["2022年8月", "", ""], UNIT, HEADS, MINE]
BOTH = {(code(1), "output"): 10, (code(1), "profit"): 1}


@pytest.fixture
def mapping(tmp_path: Path, readers: MappingReaders) -> Mapping:
    return proposed(written(tmp_path / "first.csv", FIRST), readers)


def taken(found: MappedFile) -> dict[tuple[str, str], int]:
    return {(entity, measure): int(value) for (entity, measure, _), value in figures(found).items()}


def named(path: Path, sheet: str, rows: Rows) -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def with_column(head: str, *cells: Any, title: str = "2022年9月") -> Rows:
    """September's file with one column more, a row for each of its cells."""
    lines = [[f"企业{number}", 10 * number, number, cell] for number, cell in enumerate(cells, start=1)]
    return [[title, "", "", ""], [*UNIT, ""], [*HEADS, head], *lines]


class TestTitleAndSheet:
    @pytest.mark.parametrize(
        ("title", "told"),
        [
            ("2022年9月（上年同期）", "V035"),
            ("2022年9月工业月报（计划数）", "V035"),
            ("2022年9月（本月数）", "V037"),
            ("2022年9月（当月）", "V037"),
            ("2022年9月（累计）", ""),
            ("2022年9月（快报）", ""),
            ("2022年9月（规上工业）", ""),
        ],
    )
    def test_words_in_brackets_in_a_title(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, title: str, told: str
    ) -> None:
        found = applied(written(tmp_path / "next.csv", [[title, "", ""], UNIT, HEADS, MINE]), mapping, readers)
        assert taken(found) == ({} if told else BOTH)
        assert {issue.code for issue in found.issues if issue.place.row == 4} == ({told} if told else set())

    def test_over_a_further_table_they_hold_for_it_alone(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        rows = [["2022年9月", "", ""], UNIT, HEADS, MINE, ["续表（上年同期）", "", ""], HEADS, ["企业2", 20, 2]]
        found = applied(written(tmp_path / "next.csv", rows), mapping, readers)
        assert taken(found) == BOTH
        assert "V035" in codes(found)

    @pytest.mark.parametrize(("sheet", "reads"), [("上年同期", False), ("本月", False), ("累计", True), ("9月", True)])
    def test_the_name_of_the_sheet(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, sheet: str, reads: bool
    ) -> None:
        rows = [["2022年9月"], UNIT, HEADS, MINE]
        found = applied(named(tmp_path / "next.xlsx", sheet, rows), mapping, readers)
        assert taken(found) == (BOTH if reads else {})
        assert bool({"V035", "V037"} & codes(found)) != reads

    @pytest.mark.parametrize(
        ("sheet", "unit", "asks"),
        [("千元", False, True), ("月报（元）", False, True), ("万元", False, False), ("千元", True, False)],
    )
    def test_a_unit_in_the_name_of_the_sheet(
        self, tmp_path: Path, readers: MappingReaders, sheet: str, unit: bool, asks: bool
    ) -> None:
        rows = [["2022年9月"], *([UNIT] if unit else []), HEADS, MINE]
        mapping = proposed(written(tmp_path / "first.csv", rows), readers)
        found = applied(named(tmp_path / "next.xlsx", sheet, rows), mapping, readers)
        assert {issue.code for issue in found.asks} == ({"V117"} if asks else set())

    def test_so_in_a_data_folder(self, tmp_path: Path, mapping: Mapping) -> None:
        (tmp_path / "values").mkdir()
        mapping = mapping.model_copy(update={"period": "title"})
        written(tmp_path / "values" / "a.csv", [["2022年9月（上年同期）", "", ""], UNIT, HEADS, MINE])
        intake = read_values(write_folder(tmp_path, {"mappings/x.yaml": mapping_yaml(mapping)}), PROGRAMME)
        assert not intake.data.values.num_rows
        assert "V035" in {issue.code for issue in intake.issues}


class TestNewColumns:
    @pytest.mark.parametrize(
        ("head", "cell"),
        [
            ("审核状态", "退回"),
            ("状态", "作废"),
            ("deleted", "true"),
            ("是否作废", "是"),
            ("是否有效", "否"),
            ("口径", "上年同期"),
            ("口径", "本月"),
            ("类别", "上年同期"),
            ("计量", "千元"),
            ("本年累计", 90),
        ],
    )
    def test_one_that_says_what_figures_are_is_asked_about(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, head: str, cell: Any
    ) -> None:
        found = applied(written(tmp_path / "next.csv", with_column(head, cell)), mapping, readers)
        assert "V116" in {issue.code for issue in found.asks}

    @pytest.mark.parametrize(
        ("head", "cell"), [("口径", "规上"), ("类别", "制造业"), ("备注", "上年同期有停产"), ("等级", "A")]
    )
    def test_one_that_does_not_is_a_note(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, head: str, cell: str
    ) -> None:
        found = applied(written(tmp_path / "next.csv", with_column(head, cell)), mapping, readers)
        assert not found.asks
        assert taken(found) == BOTH

    @pytest.mark.parametrize(
        ("cell", "asks"),
        [
            ("千元", True),
            ("单位：元", True),
            ("统计局（千元）", True),
            ("万元", False),
            ("吨", False),
            ("见附表", False),
        ],
    )
    @pytest.mark.parametrize("known", [True, False])
    def test_a_unit_in_a_note(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, cell: str, asks: bool, known: bool
    ) -> None:
        if known:
            mapping = proposed(written(tmp_path / "first.csv", with_column("备注", "")), readers)
        found = applied(written(tmp_path / "next.csv", with_column("备注", cell)), mapping, readers)
        assert {issue.code for issue in found.asks} == ({"V137"} if asks else set())


class TestColumnsAsTheyAre:
    @pytest.mark.parametrize(
        ("head", "means", "cells", "told"),
        [
            ("状态", "state", ("已报", "作废"), "V055"),
            ("是否作废", "deleted", ("否", "是"), "V065"),
            ("是否有效", "valid", ("是", "否"), "V065"),
            ("备注", "note", ("已核实", "此行作废"), "V065"),
            ("口径", "span", ("累计", "上年同期"), "V035"),
            ("类别", "span", ("累计", "本月"), "V035"),
            ("计量", "unit", ("万元", "吨"), "V031"),
        ],
    )
    def test_they_are_proposed_and_hold(
        self, tmp_path: Path, readers: MappingReaders, head: str, means: str, cells: tuple[str, ...], told: str
    ) -> None:
        path = written(tmp_path / "a.csv", with_column(head, *cells))
        mapping = proposed(path, readers)
        assert mapping.columns[-1].means == means
        found = applied(path, mapping, readers)
        assert taken(found) == BOTH
        assert told in {issue.code for issue in found.issues if issue.place.row == 5}

    def test_a_row_of_other_figures_goes_for_the_rows_below(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        rows = [["2022年9月", "", ""], UNIT, HEADS, MINE, ["上年同期", 15, 2], ["企业2", 20, 2]]
        found = applied(written(tmp_path / "next.csv", rows), mapping, readers)
        assert taken(found) == BOTH
        assert "V035" in {issue.code for issue in found.issues if issue.place.row == 6}

    @pytest.mark.parametrize(
        ("head", "cell", "told"),
        [
            ("状态", "作废", True),
            ("是否作废", "是", True),
            ("口径", "上年同期", True),
            ("口径", "规上", False),
            ("状态", "", False),
        ],
    )
    def test_where_a_mapping_does_not_read_them_it_is_said(
        self, tmp_path: Path, readers: MappingReaders, head: str, cell: str, told: bool
    ) -> None:
        path = written(tmp_path / "a.csv", with_column(head, cell))
        mapping = proposed(path, readers)
        columns = (*mapping.columns[:-1], mapping.columns[-1].model_copy(update={"means": "ignored"}))
        found = applied(path, mapping.model_copy(update={"columns": columns}), readers)
        assert taken(found) == BOTH
        assert ("V140" in codes(found)) == told
        assert not found.asks
