"""Data folders whose files are read by the mappings beside them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from helpers_mapping import Rows, changed, written
from helpers_values import PROGRAMME, code, write_folder
from sigai.tables.files import read_sheets
from sigai.values import read_values, reading
from sigai.values.mapping import (
    MappedColumn,
    Mapping,
    MappingReaders,
    mapping_yaml,
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


class TestFolder:
    def test_a_data_folder_reads_by_its_mappings(self, tmp_path: Path, readers: MappingReaders) -> None:
        rows: Rows = [["2022年9月", ""], ["企业", "规上产值"], ["企业1", "2亿元"]]
        mapping = Mapping(
            name="x",
            period="title",
            columns=(
                MappedColumn(head=("企业",), means="entity"),
                MappedColumn(head=("规上产值",), means="figure", measure="output"),
            ),
        )
        (tmp_path / "values").mkdir()
        written(tmp_path / "values" / "a.csv", rows)
        write_folder(tmp_path, {"mappings/x.yaml": mapping_yaml(mapping)})
        intake = read_values(tmp_path, PROGRAMME)
        (row,) = intake.data.values.to_pylist()  # type: ignore[union-attr]
        assert (row["entity"], row["period"], row["value"]) == (code(1), "2022-09", Decimal(20000))
        assert [issue.code for issue in intake.issues] == ["V123"]
        written(tmp_path / "values" / "a.csv", changed(rows, B2="规上产值（万元）"))
        intake = read_values(tmp_path, PROGRAMME)
        assert intake.data.values.num_rows == 0
        assert "V117" in {issue.code for issue in intake.issues}

    @pytest.mark.parametrize("mapped", [True, False])
    def test_a_large_file_is_held_against_mappings_by_its_first_lines(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, mapped: bool
    ) -> None:
        """One that a mapping is for is refused in words, any other is read as ever, and neither is held as texts."""
        monkeypatch.setattr(reading, "MOST_MAPPED", 100_000)
        held: list[int] = []
        monkeypatch.setattr(
            reading, "read_sheets", lambda path, name: held.append(path.stat().st_size) or read_sheets(path, name)
        )
        heads = ["企业", "规上产值", "时期"] if mapped else ["entity", "output", "period"]
        columns = [
            MappedColumn(head=("企业",), means="entity"),
            MappedColumn(head=("规上产值",), means="figure", measure="output"),
            MappedColumn(head=("时期",), means="period"),
        ]
        (tmp_path / "values").mkdir()
        rows = [["企业1", "5", "2022-09"]] * 8000
        written(tmp_path / "values" / "a.csv", [heads, *rows])
        mapping = Mapping(name="x", columns=tuple(columns))
        write_folder(tmp_path, {"mappings/x.yaml": mapping_yaml(mapping)})
        intake = read_values(tmp_path, PROGRAMME)
        assert held
        assert max(held) <= 64 * 2**10
        assert ("V131" in {issue.code for issue in intake.issues}) == mapped
        assert intake.data.values.num_rows == (0 if mapped else 1)


# --- whatever the layout, the figures that stand in it come back ------------------------------------------------------
