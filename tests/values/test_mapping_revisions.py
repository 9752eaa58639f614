"""Corrections and withdrawals in mapped files: a mapping names the columns of revision, report time and state."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from helpers_mapping import Rows, applied, codes, figures, proposed, written
from helpers_values import PROGRAMME, code, write_folder
from sigai.values import Intake, read_values
from sigai.values.mapping import MappingReaders, mapping_yaml

LONG = ["企业名称", "指标", "时期", "数值"]
WIDE = ["企业名称", "时期", "工业总产值", "利润总额"]
MONTH = "2022-09"
OUTPUT = (code(1), "output", MONTH)


def long_rows(head: str, *rows: tuple[Any, Any]) -> Rows:
    """A long table of one figure, a row for each figure with what stands under one column more."""
    return [[*LONG, head], *(["企业1", "工业总产值", MONTH, value, order] for value, order in rows)]


def in_folder(folder: Path, readers: MappingReaders, first: Rows, *later: Rows) -> Intake:
    """What a data folder makes of files that are all read by the mapping of the first."""
    (folder / "values").mkdir()
    for number, rows in enumerate((first, *later)):
        written(folder / "values" / f"{number}.csv", rows)
    mapping = proposed(folder / "values" / "0.csv", readers)
    return read_values(write_folder(folder, {"mappings/x.yaml": mapping_yaml(mapping)}), PROGRAMME)


def values(intake: Intake) -> list[int]:
    return [int(row["value"]) for row in intake.data.values.to_pylist()]


def told(intake: Intake) -> set[str]:
    return {issue.code for issue in intake.issues}


@pytest.mark.parametrize(
    ("head", "means"),
    [("修订号", "revision"), ("版本号", "revision"), ("填报时间", "reported_at"), ("上报日期", "reported_at")],
)
def test_columns_are_proposed_as_what_they_are(tmp_path: Path, readers: MappingReaders, head: str, means: str) -> None:
    mapping = proposed(written(tmp_path / "a.csv", long_rows(head, (8, ""))), readers)
    assert mapping.columns[-1].means == means


@pytest.mark.parametrize("head", ["修订号", "填报时间", "状态"])
def test_a_new_one_is_asked_about(tmp_path: Path, readers: MappingReaders, head: str) -> None:
    mapping = proposed(written(tmp_path / "a.csv", [LONG, ["企业1", "工业总产值", MONTH, 8]]), readers)
    assert "V116" in {
        issue.code for issue in applied(written(tmp_path / "b.csv", long_rows(head)), mapping, readers).asks
    }


@pytest.mark.parametrize(
    ("head", "first", "second"), [("修订号", 1, 2), ("填报时间", "2022-10-08", "2022-10-09"), ("修订号", "", 2)]
)
class TestTheLatestCounts:
    def test_in_one_file(self, tmp_path: Path, readers: MappingReaders, head: str, first: Any, second: Any) -> None:
        for rows in (((8, first), (9, second)), ((9, second), (8, first))):
            path = written(tmp_path / "a.csv", long_rows(head, *rows))
            found = applied(path, proposed(path, readers), readers)
            assert figures(found) == {OUTPUT: Decimal(9)}
            assert not found.asks

    def test_in_several_files_of_a_folder(
        self, tmp_path: Path, readers: MappingReaders, head: str, first: Any, second: Any
    ) -> None:
        intake = in_folder(tmp_path, readers, long_rows(head, (9, second)), long_rows(head, (8, first)))
        assert values(intake) == [9]
        assert intake.data.history.num_rows == 2

    def test_and_without_a_figure_it_withdraws(
        self, tmp_path: Path, readers: MappingReaders, head: str, first: Any, second: Any
    ) -> None:
        intake = in_folder(tmp_path, readers, long_rows(head, (8, first)), long_rows(head, ("", second)))
        assert values(intake) == []
        assert "V056" in told(intake)

    def test_which_a_file_read_by_itself_says(
        self, tmp_path: Path, readers: MappingReaders, head: str, first: Any, second: Any
    ) -> None:
        path = written(tmp_path / "a.csv", long_rows(head, (8, first), ("", second)))
        found = applied(path, proposed(path, readers), readers)
        assert not figures(found)
        assert {"V056", "V139"} <= codes(found)


def test_a_wide_file_corrects_and_its_empty_cells_withdraw_nothing(tmp_path: Path, readers: MappingReaders) -> None:
    first: Rows = [[*WIDE, "修订号"], ["企业1", MONTH, 8, 2, 1]]
    second: Rows = [[*WIDE, "修订号"], ["企业1", MONTH, 9, "", 2]]
    intake = in_folder(tmp_path, readers, first, second)
    assert sorted(values(intake)) == [2, 9]
    assert "V057" in told(intake)


@pytest.mark.parametrize("orders", [("", ""), (1, 1)])
def test_two_of_one_revision_contradict_each_other(
    tmp_path: Path, readers: MappingReaders, orders: tuple[Any, Any]
) -> None:
    path = written(tmp_path / "a.csv", long_rows("修订号", (8, orders[0]), (9, orders[1])))
    found = applied(path, proposed(path, readers), readers)
    assert not figures(found)
    assert "V051" in codes(found)


@pytest.mark.parametrize(("cell", "told_"), [("1.5", "V053"), ("第二版", "V053")])
def test_a_revision_that_is_no_whole_number_is_refused(
    tmp_path: Path, readers: MappingReaders, cell: str, told_: str
) -> None:
    path = written(tmp_path / "a.csv", long_rows("修订号", (8, cell)))
    found = applied(path, proposed(path, readers), readers)
    assert not figures(found)
    assert told_ in codes(found)


def test_a_table_without_such_columns_says_nothing_of_its_empty_cells(tmp_path: Path, readers: MappingReaders) -> None:
    path = written(tmp_path / "a.csv", [LONG, ["企业1", "工业总产值", MONTH, 8], ["企业2", "工业总产值", MONTH, ""]])
    found = applied(path, proposed(path, readers), readers)
    assert figures(found) == {OUTPUT: Decimal(8)}
    assert codes(found) == {"V123"}


@pytest.mark.parametrize(
    ("heads", "cells", "reads"),
    [
        (("修订号", "版本号"), (1, 2), False),
        (("修订号", "版本号"), (2, 2), True),
        (("修订号", "版本号"), ("", 2), True),
        (("是否作废", "作废标志"), ("否", "是"), False),
        (("状态", "审核状态"), ("已报", "已审核"), False),
        (("单位", "计量单位"), ("万元", "千元"), False),
    ],
)
def test_two_columns_of_one_meaning_that_differ_are_refused(
    tmp_path: Path, readers: MappingReaders, heads: tuple[str, str], cells: tuple[Any, Any], reads: bool
) -> None:
    path = written(tmp_path / "a.csv", [[*LONG, *heads], ["企业1", "工业总产值", MONTH, 8, *cells]])
    found = applied(path, proposed(path, readers), readers)
    assert figures(found) == ({OUTPUT: Decimal(8)} if reads else {})
    assert ("V038" in codes(found)) != reads
