"""Writes an invented data folder, in the mixed formats that a city office receives. The same data, the same bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import xlsxwriter
import yaml

from sigai.base.periods import month_name
from sigai.demonstration.draws import Mask
from sigai.demonstration.faults import FaultyRow, miscopied
from sigai.demonstration.records import InventedRecord
from sigai.demonstration.register import NEVER, Subjects
from sigai.demonstration.reporting import ReportedFigures
from sigai.programme.ledgers import Ledger, RecordRows
from sigai.programme.programme import Programme

MARK = "演示数据/demonstration"
ABOUT_FILE = "data.yaml"
ENTITIES_FILE = "entities.csv"
BELOW_FILE = "entities/below.csv"
FAULTS_FILE = "values/faults.csv"
_EXCEL_EVERY = 6
_EPOCH = datetime(2020, 1, 1)


def write_about(folder: Path, title: str, note: str) -> None:
    """`data.yaml`, which says that all of it is invented."""
    about = {"title": title, "demonstration": True, "note": note, "source": MARK}
    (folder / ABOUT_FILE).write_text(yaml.safe_dump(about, allow_unicode=True, sort_keys=False), encoding="utf-8")


def write_entities(folder: Path, registers: Sequence[Subjects]) -> int:
    """`entities.csv`: all subjects that are not areas of the programme, and the first once more under a miscopied code.

    Returns the row of that mistake.
    """
    header = ["id", "name", "kind", "area", "park", "industry"]
    header += ["above_scale_since", "active_from", "active_until", "tags"]
    rows = []
    for register in registers:
        for index in range(len(register)):
            tags = ";".join(tag for tag, carried in register.tagged.items() if carried[index])
            rows.append(
                [
                    register.ids[index],
                    register.names[index],
                    register.kind,
                    register.areas[index],
                    register.parks[index],
                    register.industry_codes[index],
                    _month(register.above_scale_since[index]),
                    _month(register.active_from[index]),
                    _month(register.active_until[index]),
                    tags,
                ]
            )
    rows.append([miscopied(rows[0][0]), f"{rows[0][1]}（误录）", *rows[0][2:]])
    _write_csv(folder / ENTITIES_FILE, header, rows)
    return len(rows) + 1


def write_below(folder: Path, things: Sequence[Mapping[str, str]]) -> None:
    """`entities/below.csv`: what belongs to enterprises, with its parent and attributes; no file without any."""
    if not things:
        return
    (folder / BELOW_FILE).parent.mkdir(exist_ok=True)
    header = list(dict.fromkeys(name for told in things for name in told))
    _write_csv(folder / BELOW_FILE, header, [[told.get(name, "") for name in header] for told in things])


def write_values(folder: Path, programme: Programme, rows: ReportedFigures, county: Mask) -> list[str]:
    """Years that are over as Parquet, the current one as CSV, and one county's last monthly report as an Excel sheet.

    `county` marks the rows of that sheet.
    """
    target = folder / "values"
    target.mkdir(exist_ok=True)
    written = []
    years = rows.month // 12
    for year in np.unique(years).tolist():
        part = rows.where((years == year) & ~county)
        if year == int(years.max()):
            pyarrow.csv.write_csv(_table(part, pa.timestamp("s")), target / f"{year}.csv")
            written.append(f"values/{year}.csv")
        else:
            pyarrow.parquet.write_table(
                _table(part, pa.timestamp("us")), target / f"{year}.parquet", compression="zstd"
            )
            written.append(f"values/{year}.parquet")
    if county.any():
        written.append(_write_county(target, programme, rows.where(county)))
    return written


def _table(rows: ReportedFigures, clock: pa.DataType) -> pa.Table:
    marks = pa.array([MARK] * len(rows), type=pa.string())
    return pa.table(
        {
            "entity": pa.array(rows.entity, type=pa.string()),
            "measure": pa.array(rows.measure, type=pa.string()),
            "period": pa.array(rows.period, type=pa.string()),
            "value": pa.array(rows.value, type=pa.float64()),
            "source": marks,
            "reporter": pa.array(rows.reporter, type=pa.string()),
            "reported_at": pa.array(rows.reported_at, type=pa.timestamp("s")).cast(clock),
            "revision": pa.array(rows.revision, type=pa.int64()),
            "state": pa.array(rows.state, type=pa.string()),
        }
    )


def _write_county(target: Path, programme: Programme, rows: ReportedFigures) -> str:
    """One row per enterprise, one column per measure under its Chinese name: as a county's office sends it."""
    measures = [measure for measure in programme.measures if (rows.measure == measure.id).any()]
    column = {measure.id: number for number, measure in enumerate(measures)}
    period = str(rows.period[0])
    table: dict[str, list[Any]] = {}
    for entity, measure, value in zip(rows.entity, rows.measure, rows.value.tolist(), strict=True):
        table.setdefault(entity, [entity, period, *[None] * len(measures)])[2 + column[measure]] = value
    name = f"county-{period}.xlsx"
    header = ["entity", "period", *(measure.name.zh for measure in measures)]
    _write_excel(target / name, header, [table[entity] for entity in sorted(table)])
    return f"values/{name}"


def write_faults(folder: Path, rows: Sequence[FaultyRow]) -> list[str]:
    """The file of mistakes."""
    if not rows:
        return []
    header = ["entity", "measure", "period", "value", "unit", "source"]
    lines = [[*(row.cells[name] for name in header[:-1]), MARK] for row in rows]
    _write_csv(folder / FAULTS_FILE, header, lines)
    return [FAULTS_FILE]


def write_records(folder: Path, programme: Programme, records: Mapping[str, list[InventedRecord]]) -> list[str]:
    """A file for each ledger, every sixth as Excel, and the earlier states of its records beside it."""
    target = folder / "records"
    target.mkdir(exist_ok=True)
    written = []
    for number, ledger in enumerate(programme.ledgers):
        drafts = records[ledger.id]
        header, lines = _ledger_table(ledger, drafts)
        suffix = "xlsx" if number % _EXCEL_EVERY == _EXCEL_EVERY - 1 else "csv"
        write = _write_excel if suffix == "xlsx" else _write_csv
        write(target / f"{ledger.id}.{suffix}", header, lines)
        written.append(f"records/{ledger.id}.{suffix}")
        earlier = [
            [draft.id, state, since, until]
            for draft in drafts
            for (state, since), (_, until) in zip(draft.life, draft.life[1:], strict=False)
        ]
        if earlier:
            _write_csv(target / f"{ledger.id}.history.csv", ["id", "state", "since", "until"], earlier)
            written.append(f"records/{ledger.id}.history.csv")
        written += [name for rows in ledger.rows if (name := _write_rows(target, ledger, rows, drafts))]
    return written


def _write_rows(target: Path, ledger: Ledger, rows: RecordRows, drafts: Sequence[InventedRecord]) -> str:
    """The rows of a table inside the records of a ledger, in a file of their own; empty where there are none."""
    columns = [column.id for column in rows.columns]
    lines = [
        [draft.id, number, *(_whole(row[name]) for name in columns), MARK]
        for draft in drafts
        for number, row in enumerate(draft.rows.get(rows.id, ()), start=1)
    ]
    if not lines:
        return ""
    name = f"{ledger.id}.{rows.id}.csv"
    _write_csv(target / name, ["id", "row_no", *columns, "row_by"], lines)
    return f"records/{name}"


def _ledger_table(ledger: Ledger, drafts: list[InventedRecord]) -> tuple[list[str], list[list[Any]]]:
    fields = [field.id for field in ledger.fields]
    header = ["id", "entity", "area", "state", "state_since", "name", "reporter", *fields]
    keeper = ledger.keepers[0] if ledger.keepers else ""
    lines = [
        [
            draft.id,
            draft.entity,
            draft.area,
            *draft.life[-1],
            draft.name,
            keeper,
            *(_whole(draft.cells[name]) for name in fields),
        ]
        for draft in drafts
    ]
    return header, lines


def _whole(cell: Any) -> Any:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _month(index: int) -> str:
    return "" if index == NEVER else month_name(int(index))


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _write_excel(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"created": _EPOCH})
        sheet = book.add_worksheet("Sheet1")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)
                elif cell is not None and cell != "":
                    sheet.write(number, column, cell)
