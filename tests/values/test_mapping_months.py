"""Months in heads: 9月 and 1-9月 are two columns; each measure takes the one of its accumulation, never the other."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from helpers_mapping import Rows, applied, codes, figures, proposed, written
from helpers_values import PROGRAMME, code, write_folder
from sigai.base.periods import Period
from sigai.values import read_values
from sigai.values.mapping import GivenWithFile, MappedColumn, MappedFile, Mapping, MappingReaders, mapping_yaml
from sigai.values.mapping.heads import head_key

OUT, WASTE, PROFIT = "工业总产值", "固废产生量", "利润总额"


def table(one: str, since: str, *cells: Any) -> Rows:
    """Output of one month and since January, and waste of the month, under two rows of heads."""
    return [["企业名称", OUT, OUT, WASTE], ["", one, since, one], ["企业1", *(cells or (1, 9, 2))]]


def given(period: str) -> GivenWithFile:
    return GivenWithFile(Period.parse(period))


def taken(found: MappedFile) -> dict[tuple[str, str], Decimal]:
    """The figures of the first enterprise, by measure and period."""
    return {(measure, period): value for (_, measure, period), value in figures(found).items()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9月", "1-9月"),
        ("2022年9月", "2022年1-9月"),
        ("9月份", "1—9月份"),
        ("九月", "一至九月"),
        ("2022年9月", "2022年9月累计"),
        ("2022-09", "2022年前9个月"),
        ("9月", "前9个月"),
        ("9月末", "9月"),
    ],
)
def test_a_month_and_the_months_since_january_have_keys_of_their_own(one: str, other: str) -> None:
    assert head_key((OUT, one)) != head_key((OUT, other))


@pytest.mark.parametrize(
    ("one", "other"), [("9月", "10月"), ("1-9月", "1-10月"), ("2022年1-9月", "1-10月"), ("9月", "2022年10月份")]
)
def test_the_next_month_has_the_key_of_the_last_one(one: str, other: str) -> None:
    assert head_key((OUT, one)) == head_key((OUT, other))


class TestBothStandThere:
    @pytest.fixture
    def mapping(self, tmp_path: Path, readers: MappingReaders) -> Mapping:
        return proposed(written(tmp_path / "first.xlsx", table("8月", "1-8月")), readers)

    def read(self, rows: Rows, mapping: Mapping, readers: MappingReaders, folder: Path) -> MappedFile:
        return applied(written(folder / "next.xlsx", rows), mapping, readers)

    @pytest.mark.parametrize(
        ("heads", "cells"),
        [
            (("9月", "1-9月"), (1, 9, 2)),
            (("2022年9月", "2022年1-9月"), (1, 9, 2)),
            (("9月份", "1—9月份"), (1, 9, 2)),
            (("9月", "2022年9月累计"), (1, 9, 2)),
        ],
    )
    def test_each_measure_takes_the_one_of_its_accumulation(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, heads: tuple[str, str], cells: tuple[int, ...]
    ) -> None:
        found = self.read(table(*heads, *cells), mapping, readers, tmp_path)
        assert not found.asks
        assert taken(found) == {("output", "2022-09"): Decimal(9), ("waste_made", "2022-09"): Decimal(2)}
        assert "V051" not in codes(found)

    @pytest.mark.parametrize("empty", [None, "—", "#N/A", "不适用", "约9"])
    def test_the_month_never_stands_in_for_what_is_missing_since_january(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, empty: Any
    ) -> None:
        found = self.read(table("9月", "1-9月", 1, empty, 2), mapping, readers, tmp_path)
        assert taken(found) == {("waste_made", "2022-09"): Decimal(2)}

    def test_nor_when_its_column_is_gone(self, tmp_path: Path, readers: MappingReaders, mapping: Mapping) -> None:
        rows: Rows = [["企业名称", OUT, WASTE], ["", "9月", "9月"], ["企业1", 1, 2]]
        found = self.read(rows, mapping, readers, tmp_path)
        assert "V113" in {issue.code for issue in found.asks}
        assert ("output", "2022-09") not in taken(found)

    def test_a_column_since_january_that_is_new_is_asked_about(self, tmp_path: Path, readers: MappingReaders) -> None:
        first: Rows = [["企业名称", OUT], ["", "8月"], ["企业1", 8]]
        mapping = proposed(written(tmp_path / "first.xlsx", first), readers)
        found = self.read(table("9月", "1-9月"), mapping, readers, tmp_path)
        assert "V116" in {issue.code for issue in found.asks}

    def test_what_is_left_out_is_told(self, tmp_path: Path, readers: MappingReaders, mapping: Mapping) -> None:
        found = self.read(table("9月", "1-9月"), mapping, readers, tmp_path)
        (left,) = [issue for issue in found.issues if issue.code == "V135"]
        assert f"{OUT} / 9月" in left.what()

    def test_whoever_maps_both_to_one_measure_gets_the_right_one(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        columns = [
            column.model_copy(update={"means": "figure", "measure": "output", "period": "head"})
            if column.head[0] == OUT
            else column
            for column in mapping.columns
        ]
        both = mapping.model_copy(update={"columns": tuple(columns)})
        found = self.read(table("9月", "1-9月"), both, readers, tmp_path)
        assert taken(found) == {("output", "2022-09"): Decimal(9), ("waste_made", "2022-09"): Decimal(2)}
        assert "V136" in codes(found)

    def test_whoever_maps_the_month_to_a_total_is_refused(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        columns = [
            MappedColumn(head=column.head, means="ignored")
            if column.head == (OUT, "1-8月")
            else column.model_copy(update={"means": "figure", "measure": "output", "period": "head"})
            if column.head == (OUT, "8月")
            else column
            for column in mapping.columns
        ]
        found = self.read(
            table("9月", "1-9月"), mapping.model_copy(update={"columns": tuple(columns)}), readers, tmp_path
        )
        assert taken(found) == {("waste_made", "2022-09"): Decimal(2)}
        assert "V037" in codes(found)


LONG_BOTH: Rows = [
    ["企业名称", "指标", "9月", "1-9月"],
    ["企业1", OUT, 1, 9],
    ["企业1", WASTE, 2, 18],
    ["企业2", PROFIT, 3, ""],
    ["企业2", WASTE, "", 27],
]


@pytest.mark.parametrize("heads", [("9月", "1-9月"), ("本月", "累计"), ("本月", "1-本月"), ("当月数", "本年累计")])
def test_a_long_table_reads_each_row_from_its_measure_s_column(
    tmp_path: Path, readers: MappingReaders, heads: tuple[str, str]
) -> None:
    rows = [[*LONG_BOTH[0][:2], *heads], *LONG_BOTH[1:]]
    path = written(tmp_path / "a.csv", rows)
    found = applied(path, proposed(path, readers), readers)
    assert figures(found) == {
        (code(1), "output", "2022-09"): Decimal(9),
        (code(1), "waste_made", "2022-09"): Decimal(2),
    }
    assert not [issue for issue in found.issues if issue.severity == "error"]
    assert "V136" in codes(found)


def test_so_does_a_data_folder(tmp_path: Path, readers: MappingReaders) -> None:
    rows = [[*LONG_BOTH[0][:2], "2022年9月", "2022年1-9月"], *LONG_BOTH[1:]]
    (tmp_path / "values").mkdir()
    path = written(tmp_path / "values" / "a.csv", rows)
    mapping = proposed(path, readers)
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "x.yaml").write_text(mapping_yaml(mapping), encoding="utf-8")
    intake = read_values(write_folder(tmp_path, {}), PROGRAMME)
    got = {(row["entity"], row["measure"]): row["value"] for row in intake.data.values.to_pylist()}
    assert got == {(code(1), "output"): Decimal(9), (code(1), "waste_made"): Decimal(2)}


def test_a_year_beside_months_since_january_stands_for_itself(tmp_path: Path, readers: MappingReaders) -> None:
    rows: Rows = [["企业名称", "指标", "2021年", "2022年1-9月"], ["企业1", "评分", 50, ""], ["企业1", PROFIT, "", 9]]
    path = written(tmp_path / "a.csv", rows)
    found = applied(path, proposed(path, readers), readers)
    assert taken(found) == {("score", "2021"): Decimal(50), ("profit", "2022-09"): Decimal(9)}


class TestJanuary:
    """January's month and its figures since January are the same, however they are written."""

    @pytest.fixture
    def mapping(self, tmp_path: Path, readers: MappingReaders) -> Mapping:
        rows: Rows = [["企业名称", PROFIT, PROFIT, WASTE], ["", "8月", "1-8月", "8月"], ["企业1", 1, 8, 2]]
        return proposed(written(tmp_path / "first.xlsx", rows), readers)

    @pytest.mark.parametrize(
        ("heads", "cells"),
        [
            ((PROFIT, "1月"), (5,)),
            ((PROFIT, "1-1月"), (5,)),
            ((PROFIT, "2023年1月"), (5,)),
            ((PROFIT, "1月份"), (5,)),
        ],
    )
    def test_one_column_is_both(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping, heads: tuple[str, str], cells: tuple[int, ...]
    ) -> None:
        rows: Rows = [["企业名称", heads[0], WASTE], ["", heads[1], heads[1]], ["企业1", *cells, 3]]
        found = applied(written(tmp_path / "b.xlsx", rows), mapping, readers, given("2023-01"))
        assert not found.asks
        assert taken(found) == {("profit", "2023-01"): Decimal(5), ("waste_made", "2023-01"): Decimal(3)}
        assert "V135" not in codes(found)

    def test_where_both_stand_each_is_read_once(
        self, tmp_path: Path, readers: MappingReaders, mapping: Mapping
    ) -> None:
        rows: Rows = [["企业名称", PROFIT, PROFIT, WASTE], ["", "1月", "1-1月", "1月"], ["企业1", 5, 5, 3]]
        found = applied(written(tmp_path / "b.xlsx", rows), mapping, readers, given("2023-01"))
        assert taken(found) == {("profit", "2023-01"): Decimal(5), ("waste_made", "2023-01"): Decimal(3)}

    def test_a_year_of_totals_begins_with_january(self, tmp_path: Path, readers: MappingReaders) -> None:
        rows: Rows = [["企业名称", "指标", "1月", "1-2月", "1-3月"], ["企业1", PROFIT, 1, 3, 6]]
        path = written(tmp_path / "a.csv", rows)
        found = applied(path, proposed(path, readers), readers, given("2022-03"))
        assert taken(found) == {
            ("profit", f"2022-0{month}"): Decimal(value) for month, value in ((1, 1), (2, 3), (3, 6))
        }

    def test_and_a_year_of_months_too(self, tmp_path: Path, readers: MappingReaders) -> None:
        rows: Rows = [["企业名称", "指标", "1月", "2月", "3月"], ["企业1", WASTE, 1, 3, 6]]
        path = written(tmp_path / "a.csv", rows)
        found = applied(path, proposed(path, readers), readers, given("2022-03"))
        assert [value for _, value in sorted(taken(found).items())] == [1, 3, 6]


class TestProposing:
    @pytest.mark.parametrize(
        ("measure", "heads", "means"),
        [
            (OUT, ["9月", "1-9月"], ["ignored", "figure"]),
            (WASTE, ["9月", "1-9月"], ["figure", "ignored"]),
            (WASTE, ["1-9月"], ["asked"]),
            (OUT, ["1-9月"], ["figure"]),
            (OUT, ["9月"], ["figure"]),
            (OUT, ["8月", "9月"], ["figure"]),
            (OUT, ["本月", "累计"], ["ignored", "figure"]),
        ],
    )
    def test_what_is_read_of_one_measure(
        self, tmp_path: Path, readers: MappingReaders, measure: str, heads: list[str], means: list[str]
    ) -> None:
        rows: Rows = [["企业名称", *[measure] * len(heads)], ["", *heads], ["企业1", *range(1, len(heads) + 1)]]
        mapping = proposed(written(tmp_path / "a.xlsx", rows), readers)
        assert [column.means for column in mapping.columns[1:]] == means

    def test_a_month_alone_where_others_run_since_january_is_asked_about(
        self, tmp_path: Path, readers: MappingReaders
    ) -> None:
        rows: Rows = [["企业名称", f"9月{OUT}", f"1-9月{PROFIT}"], ["企业1", 1, 9]]
        mapping = proposed(written(tmp_path / "a.xlsx", rows), readers)
        assert [(column.means, column.guess) for column in mapping.columns[1:]] == [("asked", "output"), ("figure", "")]
