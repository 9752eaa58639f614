"""What stands around the figures of a mapped sheet: further tables, rows over the heads, columns without one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from helpers_mapping import Rows, applied, codes, figures, proposed, written
from helpers_values import PROGRAMME, code, write_folder
from sigai.values import read_values
from sigai.values.mapping import MappedFile, Mapping, MappingReaders, mapping_yaml

HEADS = ["企业名称", "工业总产值", "利润总额", "备注"]
TITLE = ["2022年9月 工业报表", "", "", ""]
UNIT = ["单位：万元", "", "", ""]
FIRST: Rows = [TITLE, UNIT, HEADS, ["企业1", 1, 2, ""]]


@pytest.fixture
def mapping(tmp_path: Path, readers: MappingReaders) -> Mapping:
    return proposed(written(tmp_path / "first.csv", FIRST), readers)


def read(
    rows: Rows, mapping: Mapping, readers: MappingReaders, folder: Path, merged: tuple[str, ...] = ()
) -> MappedFile:
    return applied(written(folder / ("next.xlsx" if merged else "next.csv"), rows, merged), mapping, readers)


def taken(found: MappedFile) -> dict[tuple[str, str], int]:
    return {(entity, measure): int(value) for (entity, measure, _), value in figures(found).items()}


BOTH = {(code(1), "output"): 1, (code(1), "profit"): 2, (code(2), "output"): 30, (code(2), "profit"): 3}


class TestFurtherTables:
    @pytest.mark.parametrize(
        "below",
        [
            [["企业名称", "利润总额", "工业总产值", "备注"], ["企业2", 3, 30, ""]],
            [["利润总额", "企业名称", "备注", "工业总产值"], [3, "企业2", "x", 30]],
            [["", "", "", ""], ["企业名称", "利润总额", "工业总产值", "备注"], ["企业2", 3, 30, ""]],
            [["续表", "", "", ""], ["企业 名称", "利润总额", "工业总产值", "备注"], ["企业2", 3, 30, ""]],
            [HEADS, ["企业2", 30, 3, ""]],
            [["单位：万元", "", "", ""], HEADS, ["甲", 1, 2, 3], ["企业2", 30, 3, ""]],
        ],
    )
    def test_each_is_read_by_its_own_heads(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, below: Rows
    ) -> None:
        found = read([*FIRST, *below], mapping, readers, tmp_path)
        assert not found.asks
        assert taken(found) == BOTH
        assert "企业名称" not in "".join(issue.what() for issue in found.issues)

    def test_two_rows_of_heads_in_another_order(self, tmp_path: Path, readers: MappingReaders) -> None:
        rows: Rows = [["企业名称", "工业总产值", "固废产生量"], ["", "1-9月", "9月"], ["企业1", 9, 2]]
        mapping = proposed(written(tmp_path / "first.csv", rows), readers)
        below: Rows = [["企业名称", "固废产生量", "工业总产值"], ["", "9月", "1-9月"], ["企业2", 4, 90]]
        found = read([*rows, *below], mapping, readers, tmp_path)
        assert figures(found)[code(2), "output", "2022-09"] == Decimal(90)
        assert figures(found)[code(2), "waste_made", "2022-09"] == Decimal(4)

    def test_one_of_other_measures_is_asked_about(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        for heads in (["企业名称", "原煤", "综合能耗", ""], ["单位名称", "原煤", "综合能耗", ""]):
            found = read([*FIRST, heads, ["企业2", 30, 3, ""]], mapping, readers, tmp_path)
            assert [(issue.code, issue.place.row) for issue in found.asks] == [("V132", 5)]
            assert (code(2), "output") not in taken(found)

    def test_one_with_a_column_more_is_asked_about(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        below: Rows = [["企业名称", "利润总额", "工业总产值", "原煤"], ["企业2", 3, 30, 5]]
        found = read([*FIRST, *below], mapping, readers, tmp_path)
        assert [(issue.code, issue.place.row) for issue in found.asks if issue.code == "V116"] == [("V116", None)]

    @pytest.mark.parametrize(("title", "asks"), [("2022年8月 工业报表", True), ("2022年9月 工业报表", False)])
    def test_the_title_of_each_says_its_month(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, title: str, asks: bool
    ) -> None:
        found = read([*FIRST, [title, "", "", ""], HEADS, ["企业2", 30, 3, ""]], mapping, readers, tmp_path)
        assert ("V130" in {issue.code for issue in found.asks}) == asks
        assert ((code(2), "output") in taken(found)) != asks

    @pytest.mark.parametrize("line", [["单位：元", "", "", ""], ["", "", "", "金额单位：千元"], ["", "元", "元", ""]])
    def test_a_line_of_another_unit_is_asked_about_wherever_it_stands(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, line: list[str]
    ) -> None:
        many: Rows = [[f"企业{number}", 5, 5, ""] for number in (2, 3, 4, 5)] * 3
        for heads in ([], [HEADS]):
            found = read([*FIRST, line, *heads, *many], mapping, readers, tmp_path)
            assert ("V117", 5) in {(issue.code, issue.place.row) for issue in found.asks}

    @pytest.mark.parametrize(
        ("line", "code_"),
        [
            ("2022年8月", "V130"),
            ("（二）2022年8月", "V130"),
            ("二、8月", "V130"),
            ("2021年", "V130"),
            ("上年同期", "V133"),
            ("二、2022年计划", "V133"),
            ("2022年9月", ""),
            ("二、续表", ""),
            ("（规上部分）", ""),
        ],
    )
    def test_a_line_that_says_of_what_other_figures_the_rows_below_are_is_asked_about(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, line: str, code_: str
    ) -> None:
        for heads in ([], [HEADS]):
            rows: Rows = [*FIRST, [line, "", "", ""], *heads, ["企业2", 30, 3, ""]]
            found = read(rows, mapping, readers, tmp_path)
            assert {issue.code for issue in found.asks} == ({code_} if code_ else set())
            if not code_:
                assert taken(found) == BOTH

    def test_a_figure_alone_in_its_row_is_no_period(self, tmp_path: Path, readers: MappingReaders) -> None:
        rows: Rows = [["企业名称", "指标", "数值"], ["企业1", "利润总额", 5], [None, None, 2021]]
        path = written(tmp_path / "a.xlsx", rows, ("A2:A3",))
        found = applied(path, proposed(path, readers), readers)
        assert not found.asks
        assert taken(found) == {(code(1), "profit"): 5}

    def test_nor_is_the_period_of_a_row_without_figures_a_line(self, tmp_path: Path, readers: MappingReaders) -> None:
        rows: Rows = [
            ["企业名称", "时期", "利润总额"],
            ["企业1", "2022-09", 5],
            ["", "2022-08", ""],
            ["企业2", "2022-09", 6],
        ]
        path = written(tmp_path / "a.csv", rows)
        found = applied(path, proposed(path, readers), readers)
        assert not found.asks
        assert taken(found) == {(code(1), "profit"): 5, (code(2), "profit"): 6}

    def test_figures_that_look_like_heads_are_figures(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        rows: Rows = [*FIRST, ["企业2", 30, 3, "工业总产值"], ["企业3", "", "", "备注"], ["企业4", "—", 4, "利润总额"]]
        found = read(rows, mapping, readers, tmp_path)
        assert not found.asks
        assert taken(found) == {**BOTH, (code(4), "profit"): 4}

    def test_so_in_a_data_folder(self, tmp_path: Path, mapping: Mapping) -> None:
        (tmp_path / "values").mkdir()
        below: Rows = [["企业名称", "利润总额", "工业总产值", "备注"], ["企业2", 3, 30, ""]]
        written(tmp_path / "values" / "a.csv", [*FIRST, *below])
        intake = read_values(write_folder(tmp_path, {"mappings/x.yaml": mapping_yaml(mapping)}), PROGRAMME)
        got = {(row["entity"], row["measure"]): int(row["value"]) for row in intake.data.values.to_pylist()}
        assert got == BOTH


class TestRowsOverTheHeads:
    @pytest.mark.parametrize(
        ("row", "merged", "asks"),
        [
            (["", "上年同期", "上年同期", ""], (), True),
            (["", "上年同期", None, ""], ("B3:C3",), True),
            (["", "", "上年同期", ""], (), True),
            (["", "本月", "本月", ""], (), True),
            (["", "计划", "", ""], (), True),
            (["", "增长%", "增长%", ""], (), True),
            (["", "2022年", "2021年", ""], (), True),
            (["", "2022年9月", "2021年9月", ""], (), True),
            (["", "固废产生量", "", ""], (), True),
            (["", "国有企业", None, ""], ("B3:C3",), True),
            (["", "国有", "民营", ""], (), True),
            (["上年同期", "", "", ""], (), True),
            (["2022年计划", "", "", ""], (), True),
            (["", "累计", "累计", ""], (), False),
            (["", "本年", "本年", ""], (), False),
            (["", "工业总产值情况", "", ""], (), False),
            (["规上工业", None, None, None], ("A3:D3",), False),
            (["规上工业上年同期比较表", "", "", ""], (), False),
            (["填报单位：某局", "", "2022年9月", ""], (), False),
            (["", "", "", ""], (), False),
        ],
    )
    def test_one_that_changes_what_figures_are_is_asked_about(
        self,
        tmp_path: Path,
        readers: MappingReaders,
        mapping: Mapping,
        row: list[Any],
        merged: tuple[str, ...],
        asks: bool,
    ) -> None:
        found = read([*FIRST[:2], row, *FIRST[2:]], mapping, readers, tmp_path, merged)
        assert bool({"V130", "V133"} & {issue.code for issue in found.asks}) == asks
        if not asks:
            assert taken(found) == {key: BOTH[key] for key in BOTH if key[0] == code(1)}

    def test_over_a_further_table_too(self, tmp_path: Path, readers: MappingReaders, mapping: Mapping) -> None:
        for over in (["", "上年同期", "上年同期", ""], ["", "本年", "上年", ""]):
            found = read([*FIRST, over, HEADS, ["企业2", 30, 3, ""]], mapping, readers, tmp_path)
            assert ("V133", 5) in {(issue.code, issue.place.row) for issue in found.asks}

    @pytest.mark.parametrize("row", [["", "上年同期", "上年同期", ""], ["", "本年", "上年", ""]])
    def test_a_first_mapping_has_it_among_its_heads(
        self, tmp_path: Path, readers: MappingReaders, row: list[str]
    ) -> None:
        path = written(tmp_path / "a.csv", [*FIRST[:2], row, *FIRST[2:]])
        proposal = proposed(path, readers)
        assert proposal.heads == 2
        assert (code(1), "profit") not in taken(applied(path, proposal, readers))


class TestColumnsWithoutAHead:
    @pytest.mark.parametrize(
        ("beside", "asks"),
        [
            ("千元", True),
            ("单位：千元", True),
            ("（元）", True),
            ("万元", False),
            ("单位：万元", False),
            ("已核", False),
            ("5", False),
        ],
    )
    def test_a_unit_beside_figures_is_asked_about_and_anything_told(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, beside: str, asks: bool
    ) -> None:
        rows: Rows = [[*row, ""] for row in FIRST]
        found = read([*rows, ["企业2", 30, 3, "", beside]], mapping, readers, tmp_path)
        assert {"T131"} <= codes(found)
        assert {issue.code for issue in found.asks} == ({"V134"} if asks else set())
        if not asks:
            assert taken(found) == BOTH

    def test_a_note_in_a_row_of_its_own_is_none(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        rows: Rows = [[*row, ""] for row in FIRST]
        found = read([*rows, ["", "", "", "", "审核：张三"]], mapping, readers, tmp_path)
        assert "T131" not in codes(found)


class TestWhereEntitiesLie:
    @pytest.mark.parametrize("head", ["地区", "区划代码", "所属县区"])
    def test_an_area_beside_an_enterprise_is_where_it_lies(
        self, tmp_path: Path, readers: MappingReaders, head: str
    ) -> None:
        area = "990100" if head == "区划代码" else "甲县"
        rows: Rows = [["企业名称", head, "工业总产值"], ["企业1", area, 1], ["企业2", "乙县", 2], ["企业3", "", 3]]
        path = written(tmp_path / "a.csv", rows)
        found = applied(path, proposed(path, readers), readers)
        assert taken(found) == {(code(1), "output"): 1, (code(3), "output"): 3}
        assert "V038" not in codes(found)
        assert [issue.place.row for issue in found.issues if issue.severity == "error"] == [3]

    def test_alone_it_is_whom_figures_are_about(self, tmp_path: Path, readers: MappingReaders) -> None:
        path = written(tmp_path / "a.csv", [["地区", "工业投资"], ["甲县", 1]])
        assert taken(applied(path, proposed(path, readers), readers)) == {("990100", "investment"): 1}
