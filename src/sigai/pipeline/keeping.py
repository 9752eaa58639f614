"""A calculation's folder: its tables, its head, and the content that it was made with, read back as a finished run.

results.parquet  every indicator × area × month
terms.parquet    what each indicator's number was made from
progress.parquet every target × track × step × area × month
estimates.parquet what was put in for figures that are owed and not in
effects.parquet  what each of those who did not report could change
weights.parquet  what those weigh who gave a figure where somebody's is missing
findings.json    what there was to say about the data, by kind, in both languages
run.json         versions and digests, written last: a folder with it is whole
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from sigai.base.issues import Issue
from sigai.base.periods import Period
from sigai.pipeline.calculating import Calculation
from sigai.pipeline.folder import copy_content, new_folder, read_header, read_table_if_there, write_header
from sigai.pipeline.heading import heading
from sigai.pipeline.words import formula_words
from sigai.programme.loading import content_digest
from sigai.programme.programme import Programme
from sigai.reports.finished import FinishedRun, IssueSummary, summarise
from sigai.tables.contracts import (
    ESTIMATES,
    INDICATOR_EFFECTS,
    INDICATOR_RESULTS,
    INDICATOR_TERMS,
    PROGRESS,
    VERSION,
    WEIGHTS,
)
from sigai.tables.data import Data

__all__ = ["KeptResults", "content_digest", "has_present_tables", "keep_content", "keep_results", "open_results"]
_FINDINGS = "findings.json"
_FINDING = tuple(field.name for field in fields(IssueSummary))
_CONTRACTS = {
    "results": INDICATOR_RESULTS,
    "terms": INDICATOR_TERMS,
    "progress": PROGRESS,
    "estimates": ESTIMATES,
    "effects": INDICATOR_EFFECTS,
    "weights": WEIGHTS,
}


@dataclass(frozen=True, slots=True, eq=False)
class KeptResults:
    """A calculation read back: what reports render, and its tables."""

    finished: FinishedRun
    calculation: Calculation


def keep_results(
    folder: Path,
    programme: Programme,
    data: Data,
    calculation: Calculation,
    *,
    started: datetime,
    stages: Sequence[dict[str, Any]] = (),
    issues: Sequence[Issue] = (),
) -> None:
    """Write the tables, what there was to say about the data, and their head into a folder, whole or not at all."""
    head = heading(programme, data, as_of=calculation.as_of, started=started, stages=stages, issues=issues)
    findings = [{name: getattr(row, name) for name in _FINDING} for row in summarise(tuple(issues))]
    with new_folder(folder) as fresh:
        for name in _CONTRACTS:
            pq.write_table(getattr(calculation, name), fresh / f"{name}.parquet", compression="zstd")
        (fresh / _FINDINGS).write_text(json.dumps(findings, ensure_ascii=False), encoding="utf-8")
        write_header(fresh, head)


def open_results(folder: Path, programme: Programme) -> KeptResults:
    """Read kept results back, for the programme that they were made with."""
    head = read_header(folder)
    tables = {name: read_table_if_there(folder / f"{name}.parquet", schema) for name, schema in _CONTRACTS.items()}
    finished = FinishedRun(
        programme=programme,
        results=tables["results"],
        progress=tables["progress"],
        estimates=tables["estimates"],
        effects=tables["effects"],
        weights=tables["weights"],
        header=head,
        issues=_findings(folder / _FINDINGS),
        formula_words=formula_words(programme),
    )
    return KeptResults(finished, Calculation(Period.parse(str(head["as_of"])), **tables))


def _findings(file: Path) -> tuple[IssueSummary, ...]:
    """What there was to say; nothing of a calculation from before it was kept."""
    if not file.is_file():
        return ()
    return tuple(IssueSummary(**row) for row in json.loads(file.read_text(encoding="utf-8")))


def has_present_tables(folder: Path) -> bool:
    """Whether the results in a folder follow the present contracts, so that a later calculation may take them over."""
    return read_header(folder).get("contracts") == VERSION


def keep_content(programme: Programme, folder: Path) -> Path:
    """A copy of the programme's content under its digest, made once: what a later reader of its results needs."""
    target = folder / programme.digest
    if not target.is_dir():
        part = folder / f".{programme.digest}.part"
        shutil.rmtree(part, ignore_errors=True)
        copy_content(programme, part)
        part.rename(target)
    return target
