"""From data to results: indicators, then progress, kept in a folder of their own and read back as a finished run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sigai.base.periods import Period, month_index
from sigai.indicators import compute
from sigai.pipeline.folder import HEADER, new_folder, write_header
from sigai.pipeline.heading import heading
from sigai.pipeline.words import formula_words
from sigai.programme.programme import Programme
from sigai.progress import judge
from sigai.reports.finished import FinishedRun
from sigai.tables.contracts import INDICATOR_RESULTS, INDICATOR_TERMS, PROGRESS
from sigai.tables.data import Data


@dataclass(frozen=True, slots=True, eq=False)
class Calculation:
    """What a calculation gives, by the contracts INDICATOR_RESULTS, INDICATOR_TERMS and PROGRESS."""

    as_of: Period
    results: pa.Table
    terms: pa.Table
    progress: pa.Table


@dataclass(frozen=True, slots=True, eq=False)
class KeptResults:
    """A calculation read back: what reports render, and the terms under every indicator's number."""

    finished: FinishedRun
    terms: pa.Table


def calculate(programme: Programme, data: Data, *, as_of: Period) -> Calculation:
    """Every indicator for every area and month up to `as_of`, and every target held against them."""
    first = Period.of_index(month_index(programme.head.base_year, 1))
    computed = compute(programme, data, first=first, last=as_of)
    progress = judge(programme, computed.results, as_of=as_of)
    return Calculation(as_of, computed.results, computed.terms, progress)


def keep_results(folder: Path, programme: Programme, data: Data, calculation: Calculation) -> Mapping[str, Any]:
    """Write the tables and their head into a folder, whole or not at all; returns the head."""
    head = heading(programme, data, as_of=calculation.as_of, started=datetime.now(UTC), stages=[], issues=())
    with new_folder(folder) as fresh:
        for name in ("results", "terms", "progress"):
            pq.write_table(getattr(calculation, name), fresh / f"{name}.parquet", compression="zstd")
        write_header(fresh, head)
    return head


def open_results(folder: Path, programme: Programme) -> KeptResults:
    """Read kept results back, for a programme whose content is already loaded."""
    head = json.loads((folder / HEADER).read_text(encoding="utf-8"))
    finished = FinishedRun(
        programme=programme,
        results=pq.read_table(folder / "results.parquet", schema=INDICATOR_RESULTS),
        progress=pq.read_table(folder / "progress.parquet", schema=PROGRESS),
        header=head,
        formula_words=formula_words(programme),
    )
    return KeptResults(finished, pq.read_table(folder / "terms.parquet", schema=INDICATOR_TERMS))
