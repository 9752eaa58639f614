"""How fast figures are taken in, beside reading them row by row as one would first write it.

Both read the same file and make the same elementary checks; the row-by-row reader gets a sample of the CSV, because it
would need minutes for all. Its rows a second against ours are the ratio.
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import xlsxwriter

from sigai.base.periods import Period, month_name
from sigai.programme.programme import Programme
from sigai.values.credit_codes import check_digit
from sigai.values.reading import read_values

SAMPLE = 100_000
"""So many rows of the CSV are read row by row."""

_BATCH = 1_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """One reading: `peak_mb` is the peak memory of the whole process so far, Python and its libraries included."""

    name: str
    rows: int
    seconds: float
    rows_per_second: int
    peak_mb: int


def bench_intake(
    *, parquet_rows: int = 10_000_000, csv_rows: int = 1_000_000, excel_rows: int = 100_000, seed: int = 1
) -> dict[str, Any]:
    """Seconds and rows a second for CSV, Excel and Parquet, all checks included, and the ratio to row-by-row reading.

    The smallest file comes first, so that the peak memory after each is its own.
    """
    programme = _programme()
    with tempfile.TemporaryDirectory(prefix="sigai-bench-") as work:
        folder = Path(work)
        _make(folder / "excel", excel_rows, seed, _write_excel)
        excel = _timed("excel", excel_rows, lambda: _ours(folder / "excel", programme))
        _make(folder / "csv", csv_rows, seed, _write_csv)
        ours = _timed("csv", csv_rows, lambda: _ours(folder / "csv", programme))
        sample = min(csv_rows, SAMPLE)
        naive = _timed("row by row", sample, lambda: _row_by_row(folder / "csv", programme, sample))
        _make(folder / "parquet", parquet_rows, seed, _write_parquet)
        parquet = _timed("parquet", parquet_rows, lambda: _ours(folder / "parquet", programme))
    return {
        "name": "intake",
        "ours": ours.rows_per_second,
        "theirs": naive.rows_per_second,
        "unit": "rows of CSV a second",
        "ratio": round(ours.rows_per_second / max(naive.rows_per_second, 1), 1),
        "readings": [asdict(each) for each in (excel, ours, parquet, naive)],
    }


def _timed(name: str, rows: int, read: Callable[[], int]) -> Measured:
    start = time.perf_counter()
    taken = read()
    seconds = time.perf_counter() - start
    if taken != rows:
        raise AssertionError(f"{name}: {taken} of {rows} rows were taken in")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform != "darwin" else 1 << 20)
    return Measured(name, rows, round(seconds, 3), round(rows / seconds), peak)


def _ours(folder: Path, programme: Programme) -> int:
    return read_values(folder, programme).counts.taken


# --- invented material ----------------------------------------------------------------------------------------------

_MEASURES = ("output", "profit", "energy", "water", "waste")
_MONTHS = 36
_START = Period.parse("2021-01").first


def _programme() -> Programme:
    def text(words: str) -> dict[str, str]:
        return {"zh": words, "en": words}

    head = {
        "id": "bench",
        "title": text("bench"),
        "short_title": text("bench"),
        "version": "1",
        "start": "2021",
        "end": "2023",
        "base_year": 2020,
        "area": "990000",
        "office": "U01",
        "documents": [],
        "bulletin": {name: text("bench") for name in ("mark", "issuer", "addressed_to", "title")},
    }
    measures = [
        {"id": name, "name": text(name), "unit": "万元", "accumulation": "flow", "minimum": 0} for name in _MEASURES
    ]
    areas = [
        {"code": "990000", "name": text("city"), "kind": "city"},
        {"code": "990100", "name": text("county"), "kind": "county", "parent": "990000"},
    ]
    identities = [{"id": "profit_in_output", "condition": "profit <= output", "name": text("profit <= output")}]
    content = {"head": head, "areas": areas, "measures": measures, "identities": identities}
    return Programme.model_validate(content)


def _make(folder: Path, rows: int, seed: int, write: Callable[[Path, Iterator[pa.Table]], None]) -> None:
    """A register and a file of figures: every enterprise reports five measures in 36 months."""
    enterprises = -(-rows // (_MONTHS * len(_MEASURES)))
    firsts = [f"91000000MA{number:07d}" for number in range(enterprises)]
    ids = [first + check_digit(first) for first in firsts]
    (folder / "values").mkdir(parents=True)
    lines = ["id,name,kind,area,industry", *(f"{code},{code},enterprise,990100,C3240" for code in ids)]
    (folder / "entities.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write(folder / "values" / "figures", _figures(pa.array(ids), rows, seed))


def _figures(ids: pa.StringArray, rows: int, seed: int) -> Iterator[pa.Table]:
    random = np.random.default_rng(seed)
    months = pa.array([month_name(_START + month) for month in range(_MONTHS)])
    measures = pa.array(_MEASURES)
    for first in range(0, rows, _BATCH):
        row = np.arange(first, min(first + _BATCH, rows))
        measure = row % len(_MEASURES)
        share = np.where(measure == 1, 0.1, 1.0)
        value = np.round((500 + 400 * random.random(len(row))) * share, 2)
        yield pa.table(
            {
                "entity": ids.take(row // (_MONTHS * len(_MEASURES))),
                "measure": measures.take(measure),
                "period": months.take(row // len(_MEASURES) % _MONTHS),
                "value": pa.array(value),
            }
        )


def _write_csv(path: Path, tables: Iterator[pa.Table]) -> None:
    pa_csv.write_csv(pa.concat_tables(tables), path.with_suffix(".csv"))


def _write_parquet(path: Path, tables: Iterator[pa.Table]) -> None:
    first = next(tables)
    with pq.ParquetWriter(path.with_suffix(".parquet"), first.schema, compression="zstd") as writer:
        writer.write_table(first)
        for table in tables:
            writer.write_table(table)


def _write_excel(path: Path, tables: Iterator[pa.Table]) -> None:
    table = pa.concat_tables(tables)
    with xlsxwriter.Workbook(path.with_suffix(".xlsx"), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, table.column_names)
        for number, row in enumerate(zip(*(column.to_pylist() for column in table.columns), strict=True), start=1):
            sheet.write_row(number, 0, row)


# --- the way one would first write it -------------------------------------------------------------------------------


def _row_by_row(folder: Path, programme: Programme, rows: int) -> int:
    """The csv module, dictionaries and a Decimal per row: known entity, measure and period, a number, its range,
    twice, and the identity at the end."""
    with (folder / "entities.csv").open(encoding="utf-8", newline="") as stream:
        entities = {row["id"] for row in csv.DictReader(stream)}
    values: dict[tuple[str, str, Period], Decimal] = {}
    issues: list[str] = []
    with (folder / "values" / "figures.csv").open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(islice(csv.DictReader(stream), rows), start=2):
            measure = programme.measure_by_id.get(row["measure"])
            try:
                period, value = Period.parse(row["period"]), Decimal(row["value"])
            except (ValueError, InvalidOperation):
                issues.append(f"row {number}: period or value")
                continue
            key = (row["entity"], row["measure"], period)
            if row["entity"] not in entities or measure is None or period.kind != measure.frequency or key in values:
                issues.append(f"row {number}: unknown or twice")
            elif measure.minimum is not None and value < measure.minimum:
                issues.append(f"row {number}: out of range")
            else:
                values[key] = value
    for (entity, name, period), value in values.items():
        if name == "profit" and value > values.get((entity, "output", period), value):
            issues.append(f"{entity} {period}: profit above output")
    return len(values)
