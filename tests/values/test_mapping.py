"""A mapping says once how a file is read: proposed, written, found again next month, applied, with what changed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from helpers_mapping import Rows, applied, changed, codes, figures, proposed, written
from helpers_values import PROGRAMME, code
from sigai.base.issues import UserError
from sigai.base.periods import Period
from sigai.values.mapping import (
    GivenWithFile,
    MappedColumn,
    MappedFile,
    Mapping,
    MappingReaders,
    mapping_faults,
    mapping_yaml,
    read_mapping,
)

LONG: Rows = [
    ["某系统导出", "导出时间 2022-10-08", "", "", ""],
    ["单位：万元", "", "", "", ""],
    ["单位名称", "年", "月", "项目名称", "本期数"],
    ["企业1", "2022", "9", "工业总产值", "1,234.5"],
    ["企业2", "2022", "9", "利润总额", "-5"],
]
MONTHS: Rows = [
    ["2022年工业总产值", None, None, None, None],
    ["单位：亿元", None, None, None, None],
    ["企业名称", "工业总产值", None, "利润总额（元）", "备注"],
    [None, "1-8月", "1-9月", None, None],
    ["企业1", 1.5, 2, 40000, "注"],
    ["企业2", 0.5, 1, "12万", None],
]
MONTHS_MERGED = ("A1:E1", "A3:A4", "B3:C3", "D3:D4", "E3:E4")


class TestProposing:
    def test_a_long_export(self, tmp_path: Path, readers: MappingReaders) -> None:
        path = written(tmp_path / "a.csv", LONG)
        mapping = proposed(path, readers)
        meant = [column.means for column in mapping.columns]
        assert meant == ["entity", "year", "month", "measure", "figure"]
        assert (mapping.unit, mapping.heads, mapping.period) == ("万元", 1, "")
        assert figures(applied(path, mapping, readers)) == {
            (code(1), "output", "2022-09"): Decimal("1234.5"),
            (code(2), "profit", "2022-09"): Decimal("-5"),
        }

    def test_months_as_columns_under_two_rows_of_heads(self, tmp_path: Path, readers: MappingReaders) -> None:
        path = written(tmp_path / "a.xlsx", MONTHS, MONTHS_MERGED)
        mapping = proposed(path, readers)
        assert [(column.means, column.measure, column.unit, column.period) for column in mapping.columns] == [
            ("entity", "", "", ""),
            ("figure", "output", "", "head"),
            ("figure", "profit", "元", ""),
            ("note", "", "", ""),
        ]
        found = applied(path, mapping.model_copy(update={"period": "given"}), readers)
        assert figures(found) == {
            (code(1), "output", "2022-08"): Decimal(15000),
            (code(1), "output", "2022-09"): Decimal(20000),
            (code(2), "output", "2022-08"): Decimal(5000),
            (code(2), "output", "2022-09"): Decimal(10000),
            (code(1), "profit", "2022-09"): Decimal(4),
            (code(2), "profit", "2022-09"): Decimal(12),
        }
        assert {figure.note for figure in found.figures if figure.entity == code(1)} == {"注"}

    @pytest.mark.parametrize(
        "amounts",
        [(9468921.5, 9699952.1), (75332.041, 75728.88), (51847, 52085.5)],
        ids=["with a month in it", "like days", "like a day"],
    )
    def test_amounts_that_look_like_times_are_amounts(
        self, tmp_path: Path, readers: MappingReaders, amounts: tuple[float, float]
    ) -> None:
        months = ["2022年1-8月", "2022年1-9月"]
        rows: Rows = [["企业名称", "工业总产值", "工业总产值"], [None, *months], ["企业1", *amounts]]
        path = written(tmp_path / "a.xlsx", rows)
        mapping = proposed(path, readers)
        assert (mapping.heads, [column.period for column in mapping.columns]) == (2, ["", "head"])
        assert [float(figure.value) for figure in applied(path, mapping, readers).figures] == list(amounts)

    @pytest.mark.parametrize(
        ("head", "guess"),
        [
            ("工业总产值 上年同期", ""),
            ("工业总产", "output"),
            ("本月工业总产值", "output"),
            ("联系电话", ""),
            ("序号", ""),
            ("同比增长%", ""),
        ],
    )
    def test_what_is_only_near_or_has_two_readings_is_asked(
        self, tmp_path: Path, readers: MappingReaders, head: str, guess: str
    ) -> None:
        path = written(tmp_path / "a.csv", [["企业", "利润总额", head], ["企业1", "3", "4"]])
        column = proposed(path, readers).columns[-1]
        assert (column.means, column.guess) == (("asked", guess) if guess else ("ignored", ""))
        if guess:
            assert [fault.code for fault in mapping_faults(proposed(path, readers), PROGRAMME)] == ["V112"]

    @pytest.mark.parametrize("head", ["产值合计", "收入", "增加值(现价)", "税金（元）", "2022年8月投资"])
    def test_numbers_under_words_that_nobody_knows_are_asked_about(
        self, tmp_path: Path, readers: MappingReaders, head: str
    ) -> None:
        path = written(tmp_path / "a.csv", [["企业", "利润总额", head, "联系人"], ["企业1", "3", "4,000.5", "张三"]])
        mapping = proposed(path, readers)
        assert [column.means for column in mapping.columns] == ["entity", "figure", "asked", "ignored"]
        (asked,) = mapping_faults(mapping, PROGRAMME)
        assert asked.code == "V112"

    def test_of_the_month_and_since_january_the_one_that_is_wanted_is_read(
        self, tmp_path: Path, readers: MappingReaders
    ) -> None:
        rows: Rows = [["企业", "工业总产值", None], [None, "本月", "累计"], ["企业1", 3, 40]]
        path = written(tmp_path / "a.xlsx", rows, ("B1:C1", "A1:A2"))
        found = applied(path, proposed(path, readers), readers)
        assert figures(found) == {(code(1), "output", "2022-09"): Decimal(40)}


WIDE: Rows = [
    ["企业名称", "工业总产值（万元）", "利润总额", "电话"],
    ["企业1", 10, 2, "123"],
    ["企业2", 20, 3, "456"],
]


class TestNextMonth:
    @pytest.fixture
    def mapping(self, tmp_path: Path, readers: MappingReaders) -> Mapping:
        return proposed(written(tmp_path / "first.csv", WIDE), readers)

    def read(self, rows: Rows, mapping: Mapping, readers: MappingReaders, folder: Path) -> MappedFile:
        return applied(written(folder / "next.csv", rows), mapping, readers)

    def test_columns_and_rows_stand_where_they_like(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        moved = [["九月情况", "", "", ""], *([row[3], row[2], row[0], row[1]] for row in [WIDE[0], WIDE[2], WIDE[1]])]
        found = self.read(moved, mapping, readers, tmp_path)
        assert not found.asks
        assert figures(found)[code(2), "output", "2022-09"] == Decimal(20)
        assert len(found.figures) == 4

    @pytest.mark.parametrize(
        ("cells", "told", "asks"),
        [
            ({}, set(), False),
            ({"D1": "手机"}, {"V114", "V115"}, False),
            ({"C1": "利润"}, {"V113", "V116"}, True),
            ({"B1": "工业总产值（亿元）"}, {"V117"}, True),
            ({"B1": "工业总产值"}, {"V117"}, True),
            ({"D1": "利润总额"}, {"V114", "V118", "V051"}, True),
            ({"D1": "计量单位"}, {"V114", "V116"}, True),
            ({"A3": "企业22"}, {"V125"}, True),
            ({"A3": "别的厂"}, {"V124"}, False),
        ],
    )
    def test_what_changed_is_told_and_what_matters_is_asked(
        self,
        tmp_path: Path,
        readers: MappingReaders,
        mapping: Mapping,
        cells: dict[str, str],
        told: set[str],
        asks: bool,
    ) -> None:
        found = self.read(changed(WIDE, **cells), mapping, readers, tmp_path)
        assert codes(found) - {"V123"} == told
        assert bool(found.asks) == asks

    def test_another_month_over_the_table_is_asked(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        found = self.read([["2022年8月情况", "", "", ""], *WIDE], mapping, readers, tmp_path)
        assert [issue.code for issue in found.asks] == ["V130"]
        assert not found.figures

    def test_a_new_unit_over_the_table_is_asked(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        found = self.read([["单位：元", "", "", ""], *WIDE], mapping, readers, tmp_path)
        assert [issue.code for issue in found.asks] == ["V117"]

    @pytest.mark.parametrize(
        ("where", "row", "asks"),
        [
            (1, ["", "元", "元", ""], True),
            (1, ["–", "元", "元", "—"], True),
            (1, ["计量单位", "（千元）", "", ""], True),
            (1, ["单位", "亿元", "亿元", ""], True),
            (1, ["", "万元", "元", ""], True),
            (1, ["单位：元", "", "", ""], True),
            (1, ["甲", "1", "2", "3"], False),
            (1, ["", "本月", "", ""], True),
            (1, ["", "累计", "增长", ""], True),
            (2, ["", "元", "元", ""], True),
            (2, ["", "万元", "万元", ""], False),
            (2, ["金额单位：千元", "", "", ""], True),
            (3, ["", "元", "–", ""], True),
            (0, ["", "元", "元", ""], True),
            (0, ["", "", "", "元"], True),
            (0, ["", "", "单位", "元"], True),
            (0, ["", "", "", "（元）"], True),
        ],
    )
    def test_a_row_that_is_new_and_says_in_what_figures_are_is_asked_about(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, where: int, row: list[str], asks: bool
    ) -> None:
        found = self.read([*WIDE[:where], row, *WIDE[where:]], mapping, readers, tmp_path)
        assert (bool(found.asks), codes(found) & {"V010", "V021"}) == (asks, set())
        if not asks:
            assert len(found.figures) == 4

    @pytest.mark.parametrize("units", [["", "元", "元", ""], ["单位", "亿元", "万元", "–"], ["", "万元", "万元", ""]])
    @pytest.mark.parametrize("where", [0, 1])
    def test_a_row_of_units_is_read_by_the_first_mapping(
        self, tmp_path: Path, readers: MappingReaders, units: list[str], where: int
    ) -> None:
        bare = changed(WIDE, B1="工业总产值")
        path = written(tmp_path / "a.csv", [["九月情况", "", "", ""], *bare[:where], units, *bare[where:]])
        found = applied(path, proposed(path, readers), readers)
        size = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}
        values = figures(found)
        assert values[code(1), "output", "2022-09"] == 10 * size[units[1]]
        assert values[code(1), "profit", "2022-09"] == 2 * size[units[2]]

    @pytest.mark.parametrize(
        ("title", "fits"),
        [
            ("导出表 2022年7月", False),
            ("导出表 2022年6月", True),
            ("2022年1-7月情况", False),
            ("2022年1-6月情况", True),
            ("2022年二季度", True),
            ("2022年三季度", False),
            ("2022年上半年", True),
            ("2022年", True),
            ("2021年6月", False),
            ("七月份情况", False),
            ("6月份情况", True),
            ("2022年7月15日导出", True),
            ("截止7月10日", True),
            ("情况", True),
        ],
    )
    def test_a_period_fixed_in_the_mapping_is_not_taken_for_another_in_the_title(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, title: str, fits: bool
    ) -> None:
        fixed = mapping.model_copy(update={"period": "2022-06"})
        found = self.read([[title, "", "", ""], *WIDE], fixed, readers, tmp_path)
        assert {issue.code for issue in found.asks} == (set() if fits else {"V130"})
        assert len(found.figures) == (4 if fits else 0)

    @pytest.mark.parametrize(("given", "fits"), [("2022-06", True), ("2022-07", False)])
    def test_nor_for_another_in_a_head_or_in_the_name_of_the_sheet(
        self, tmp_path: Path, readers: MappingReaders, given: str, fits: bool
    ) -> None:
        columns = (
            MappedColumn(head=("企业名称",), means="entity"),
            MappedColumn(head=("{period}工业总产值",), means="figure", measure="output"),
        )
        mapping = Mapping(name="x", period=given, columns=columns)
        headed: Rows = [["企业名称", "2022年6月工业总产值"], ["企业1", 10]]
        found = self.read(headed, mapping, readers, tmp_path)
        assert (len(found.figures), "V130" in codes(found)) == (1 if fits else 0, not fits)
        path = written(tmp_path / "b.xlsx", [["企业名称", "工业总产值"], ["企业1", 10]])
        book = openpyxl.load_workbook(path)
        book.active.title = "2022年6月"
        book.save(path)
        bare = Mapping(
            name="x", period=given, columns=(columns[0], columns[1].model_copy(update={"head": ("工业总产值",)}))
        )
        found = applied(path, bare, readers)
        assert (len(found.figures), "V130" in codes(found)) == (1 if fits else 0, not fits)

    @pytest.mark.parametrize(
        ("fixed", "title", "fits"),
        [
            ("2022-06", "2022年7月", False),
            ("2022-06", "2022年6月", True),
            ("2021-06", "2022年6月", True),
            ("2021-06", "2022年7月", False),
        ],
    )
    def test_nor_is_the_period_of_a_column(
        self, tmp_path: Path, readers: MappingReaders, fixed: str, title: str, fits: bool
    ) -> None:
        columns = (
            MappedColumn(head=("企业名称",), means="entity"),
            MappedColumn(head=("工业总产值",), means="figure", measure="output", period=fixed),
        )
        rows: Rows = [[title, ""], ["企业名称", "工业总产值"], ["企业1", 10]]
        found = self.read(rows, Mapping(name="x", columns=columns), readers, tmp_path)
        assert (len(found.figures), "V130" in codes(found)) == (1 if fits else 0, not fits)

    @pytest.mark.parametrize(
        ("title", "given", "told"),
        [
            ("2022年9月 工业报表", "2022-09", ""),
            ("2022年9月 工业报表", "", ""),
            ("2022年1-9月 工业报表", "2022-09", ""),
            ("9月 工业报表", "2022-09", ""),
            ("九月份工业报表", "2022-09", ""),
            ("2022年三季度 工业报表", "2022-09", ""),
            ("三季度工业报表", "2022-09", ""),
            ("2022年 工业报表", "2022-09", ""),
            ("工业报表 2022年10月8日", "2022-09", ""),
            ("工业报表", "2022-09", ""),
            ("2022年8月 工业报表", "2022-09", "V130"),
            ("8月 工业报表", "2022-09", "V130"),
            ("2021年9月 工业报表", "2022-09", "V130"),
            ("2022年1-8月 工业报表", "2022-09", "V130"),
            ("2022年前8个月 工业报表", "2022-09", "V130"),
            ("2022年二季度 工业报表", "2022-09", "V130"),
            ("第二季度 工业报表", "2022-09", "V130"),
            ("2022年上半年 工业报表", "2022-09", "V130"),
            ("8月 工业报表", "", "V121"),
            ("工业报表", "", "V121"),
        ],
    )
    def test_the_period_of_the_title_is_held_against_the_one_given(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, title: str, given: str, told: str
    ) -> None:
        titled = mapping.model_copy(update={"period": "title"})
        path = written(tmp_path / "next.csv", [[title, "", "", ""], *WIDE])
        found = applied(path, titled, readers, GivenWithFile(Period.parse(given) if given else None))
        assert [issue.code for issue in found.asks] == ([told] if told else [])
        assert {figure.period for figure in found.figures} == (set() if told else {"2022-09"})

    def test_a_title_without_its_year_is_said_to_lack_it(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        titled = mapping.model_copy(update={"period": "title"})
        path = written(tmp_path / "next.csv", [["8月 工业报表", "", "", ""], *WIDE])
        (asked,) = applied(path, titled, readers, GivenWithFile()).asks
        assert "没有写年份" in asked.what()

    @pytest.mark.parametrize(
        ("rows", "given", "asks"),
        [
            ([["企业", "时期", "利润总额"], ["企业1", "2022-08", 1]], "2022-09", True),
            ([["企业", "时期", "利润总额"], ["企业1", "2022-08", 1], ["企业1", "2022-09", 2]], "2022-09", False),
            ([["企业", "年", "月", "利润总额"], ["企业1", "2022", "8", 1]], "2022-09", True),
            ([["企业", "8月利润总额"], ["企业1", 1]], "2022-09", True),
            ([["企业", "指标", "7月", "8月"], ["企业1", "利润总额", 1, 2]], "2022-09", True),
            ([["企业", "指标", "7月", "8月"], ["企业1", "利润总额", 1, 2]], "2022-08", False),
            ([["企业", "指标", "8月", "9月"], ["企业1", "利润总额", 1, ""]], "2022-09", False),
            ([["企业", "指标", "7月", "8月"], ["企业1", "利润总额", 1, 2]], "2022", False),
        ],
    )
    def test_so_are_the_periods_of_rows_and_heads(
        self, tmp_path: Path, readers: MappingReaders, rows: Rows, given: str, asks: bool
    ) -> None:
        path = written(tmp_path / "a.csv", rows)
        found = applied(path, proposed(path, readers), readers, GivenWithFile(Period.parse(given)))
        assert ("V130" in {issue.code for issue in found.asks}) == asks

    def test_months_that_follow_are_read_by_the_same_columns(self, tmp_path: Path, readers: MappingReaders) -> None:
        first: Rows = [["企业", "指标", "8月", "9月"], ["企业1", "工业总产值", 8, 9]]
        later: Rows = [["企业", "指标", "8月", "9月", "10月"], ["企业1", "工业总产值", 8, 9, 10]]
        mapping = proposed(written(tmp_path / "a.csv", first), readers)
        found = applied(written(tmp_path / "b.csv", later), mapping, readers, GivenWithFile(Period.parse("2022-10")))
        assert not found.changes
        assert figures(found)[code(1), "output", "2022-10"] == Decimal(10)

    def test_a_figure_twice_with_two_values_is_taken_neither_way(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        found = self.read([*WIDE, ["企业1", 11, 2, ""]], mapping, readers, tmp_path)
        assert "V051" in codes(found)
        assert (code(1), "output", "2022-09") not in figures(found)
        assert figures(found)[code(1), "profit", "2022-09"] == Decimal(2)

    @pytest.mark.parametrize("odd", ["#REF!", "=B3*2", "约10", "1234①x"])
    def test_cells_are_read_by_the_checks_of_every_file(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, odd: str
    ) -> None:
        found = self.read(changed(WIDE, B2=odd), mapping, readers, tmp_path)
        assert any(issue.severity == "error" and issue.place.row == 2 for issue in found.issues)
        assert len(found.figures) == 3

    @pytest.mark.parametrize(("row", "column", "left"), [(3, None, 2), (None, "B", 2)])
    def test_a_figure_that_is_not_shown_is_not_taken(
        self,
        tmp_path: Path,
        readers: MappingReaders,
        mapping: Mapping,
        row: int | None,
        column: str | None,
        left: int,
    ) -> None:
        path = written(tmp_path / "b.xlsx", WIDE)
        book = openpyxl.load_workbook(path)
        if row is not None:
            book.active.row_dimensions[row].hidden = True
        if column is not None:
            book.active.column_dimensions[column].hidden = True
        book.save(path)
        found = applied(path, mapping, readers)
        assert "V058" in codes(found)
        assert len(found.figures) == left

    def test_words_are_explained_once(self, tmp_path: Path, readers: MappingReaders, mapping: Mapping) -> None:
        words = {"entity": {"一厂": code(1), "合计": "ignored"}}
        explained = Mapping.model_validate({**mapping.model_dump(), "words": words})
        rows = [*changed(WIDE, A2="一厂"), ["合计", 30, 5, ""]]
        found = self.read(rows, explained, readers, tmp_path)
        assert codes(found) == {"V123"}
        assert figures(found)[code(1), "output", "2022-09"] == Decimal(10)


class TestWriting:
    def test_what_is_written_is_read_again(self, tmp_path: Path, readers: MappingReaders) -> None:
        for name, rows in (("a.csv", LONG), ("b.csv", WIDE)):
            mapping = proposed(written(tmp_path / name, rows), readers)
            (tmp_path / "m.yaml").write_text(mapping_yaml(mapping), encoding="utf-8")
            again = read_mapping(tmp_path / "m.yaml", tmp_path, PROGRAMME)
            assert again.model_dump() == mapping.model_dump()

    @pytest.mark.parametrize(
        ("change", "code_", "line"),
        [
            ({"unit": "袁"}, "V110", 2),
            ({"entity": ""}, "V111", 1),
            ({"columns": [{"head": ["产值"], "means": "figure", "measure": "outptu"}]}, "V110", 9),
            ({"columns": [{"head": ["产值"], "means": "asked"}]}, "V112", 6),
            ({"columns": [{"head": ["产值"], "means": "figures"}]}, "P", None),
            ({"colums": 1}, "P", None),
        ],
    )
    def test_faults_are_told_at_their_line(
        self, tmp_path: Path, change: dict[str, Any], code_: str, line: int | None
    ) -> None:
        content = {
            "name": "x",
            "unit": "万元",
            "entity": "given",
            "period": "given",
            "columns": [{"head": ["产值"], "means": "figure", "measure": "output"}],
        }
        (tmp_path / "m.yaml").write_text(
            yaml.safe_dump({**content, **change}, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
        with pytest.raises(UserError) as refused:
            read_mapping(tmp_path / "m.yaml", tmp_path, PROGRAMME)
        first = refused.value.issues[0]
        assert first.code.startswith(code_)
        assert first.place.file == "m.yaml"
        assert line is None or first.place.line == line
