"""Parquet from other systems: whatever type a column has, a row is read or refused, and nothing ends the run."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers_values import PROGRAMME, code, codes, values_of, write_folder
from sigai.values import Intake, read_values

J = "2022-06"


def read_columns(folder: Path, value: Any, **more: Any) -> Intake:
    """The intake of a file with a figure of one enterprise after the other."""
    rows = len(value)
    columns = {
        "entity": [code(at + 1) for at in range(rows)],
        "measure": ["profit"] * rows,
        "period": [J] * rows,
        "value": value,
        **more,
    }
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return read_values(write_folder(folder, {"values.parquet": out.getvalue()}), PROGRAMME)


def figures(intake: Intake) -> list[str]:
    return list(values_of(intake).values())


@pytest.mark.parametrize(
    "value",
    [
        pa.array([2**53 + 1, 5], pa.int64()),
        pa.array([-(2**63), 5], pa.int64()),
        pa.array([2**63 - 1, 5], pa.int64()),
        pa.array([2**63 + 5, 5], pa.uint64()),
        pa.array([2**64 - 1, 5], pa.uint64()),
        pa.array([10**13, 5], pa.int64()),
        pa.array([Decimal("1e30"), Decimal(5)], pa.decimal128(38, 2)),
        pa.array([Decimal("1e50"), Decimal(5)], pa.decimal256(60, 8)),
        pa.array([1e300, 5.0]),
    ],
)
def test_a_number_that_is_too_large_refuses_its_row(tmp_path: Path, value: Any) -> None:
    intake = read_columns(tmp_path, value)
    assert (codes(intake), figures(intake)) == (["V022"], ["5"])


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("measure", ["profit", "employees"])
def test_a_duration_is_no_figure(tmp_path: Path, unit: str, measure: str) -> None:
    value = pa.array([86400, None, 5], pa.duration(unit))  # type: ignore[arg-type]
    intake = read_columns(tmp_path, value, measure=[measure] * 3, period=[J if measure == "profit" else "2022Q2"] * 3)
    assert (codes(intake), figures(intake)) == (["V021", "V020", "V021"], [])


@pytest.mark.parametrize(
    "value",
    [
        pa.array([True]),
        pa.array([dt.date(2022, 6, 1)]),
        pa.array([dt.time(1)]),
        pa.array([dt.datetime(2022, 6, 1)]),
        pa.array([pa.MonthDayNano([1, 2, 3])]),  # type: ignore[call-overload]
        pa.array([[5]]),
        pa.array([{"a": 5}]),
        pa.array([b"\xff"]),
        pa.array([b"\xff5"], pa.binary(2)),
    ],
)
def test_what_is_no_number_is_no_figure(tmp_path: Path, value: Any) -> None:
    try:
        intake = read_columns(tmp_path, value)
    except pa.ArrowNotImplementedError:  # Parquet cannot hold every type
        return
    assert figures(intake) == []
    assert codes(intake)


@pytest.mark.parametrize(
    "revision",
    [
        pa.array([2**60, 1], pa.int64()),
        pa.array([2**63 + 5, 1], pa.uint64()),
        pa.array([-1, 1], pa.int64()),
        pa.array([1.5, 1.0]),
        pa.array([86400, None], pa.duration("s")),
        pa.array([Decimal("1e30"), Decimal(1)], pa.decimal128(38, 2)),
    ],
)
def test_a_revision_that_is_none_refuses_its_row(tmp_path: Path, revision: Any) -> None:
    intake = read_columns(tmp_path, pa.array([7, 5], pa.int64()), revision=revision)
    assert (codes(intake), figures(intake)) == (["V053"], ["5"])


@pytest.mark.parametrize("period", [pa.array([1654041600000000000]), pa.array([1], pa.duration("s")), pa.array([True])])
def test_a_period_of_an_odd_type_refuses_its_row(tmp_path: Path, period: Any) -> None:
    assert codes(read_columns(tmp_path, pa.array([5]), period=period)) == ["V040"]
