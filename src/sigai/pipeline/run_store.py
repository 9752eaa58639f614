"""The folder of a run, the same wherever the run was made: written whole or not at all, read back for explanations,
pages and later runs.

run.json               the manifest: versions and digests of programme and data, time, engine, stages, counts, and under
                       `tables` how many rows each table has; written last: a folder with it is whole
indicators.parquet     every indicator × area × month, and so on: every table that a stage gives, by its name
findings.json          what there was to say about the data, by kind, in both languages
indicators.csv         the tables that people open in a spreadsheet
report.html            the report
bulletin.docx          the circular
evidence/              what an explanation needs: the programme's content, the data as taken in, issues

A site keeps the content of its runs once for all (`content/<digest>`, beside the folder of its runs) and their data in
its store; its runs have no report and no data in their folders.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from sigai.base.issues import InternalError, Issue, Place, Severity, UserError, problem
from sigai.pipeline.stages import kept_tables
from sigai.programme.bulletins import template_files
from sigai.programme.programme import Programme
from sigai.reports.finished import IssueSummary
from sigai.tables.data import Data
from sigai.tables.reading import write_table_parquet

NOT_OURS = problem(
    "X002",
    Severity.ERROR,
    zh="{folder} 里已有别的内容，不能覆盖",
    en="{folder} holds something else already and is not overwritten",
    advice_zh="换一个空的文件夹",
    advice_en="name an empty folder",
)

MANIFEST = "run.json"
_FINDINGS = "findings.json"
_FINDING = tuple(field.name for field in fields(IssueSummary))
EVIDENCE = "evidence"
PROGRAMME = "programme"
CLOSED = "closed"
DATED_FACTS = "facts"
DATA_TABLES = ("entities", "values", "history", "records", "record_states")


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to write into that takes the place of `target` at the end, or vanishes when anything fails.

    Replaces an earlier run or an empty folder; UserError where `target` holds something else.
    """
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (target / MANIFEST).is_file())):
        raise UserError([NOT_OURS.at(Place(str(target)), folder=target)])
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield fresh
        _for_the_owner(fresh)
        old = target.with_name(f".{target.name}-old-{os.getpid()}")
        if target.exists():
            target.rename(old)
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _for_the_owner(folder: Path) -> None:
    """Results name enterprises with their figures: nobody else on the machine reads them."""
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def write_tables(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """The tables of a run as Parquet."""
    for given in kept_tables():
        pq.write_table(tables[given.name], table_file(folder, given.name), compression="zstd")


def write_lists(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """The tables that people open in a spreadsheet, as CSV."""
    for given in kept_tables():
        if given.listed:
            with (folder / f"{given.name}.csv").open("wb") as stream:
                stream.write("\ufeff".encode())  # spreadsheets take a CSV for UTF-8 only with this mark
                pa_csv.write_csv(tables[given.name], stream)


def write_evidence(folder: Path, programme: Programme, data: Data, issues: tuple[Issue, ...]) -> None:
    """What an explanation needs later: the content, the data as taken in, the issues found."""
    evidence = folder / EVIDENCE
    evidence.mkdir()
    copy_content(programme, evidence / PROGRAMME)
    for name in DATA_TABLES:
        write_table_parquet(getattr(data, name), table_file(evidence, name))
    if data.facts.num_rows:
        pq.write_table(data.facts, table_file(evidence, DATED_FACTS), compression="zstd")
    if data.closed is not None:
        pq.write_table(data.closed, table_file(evidence, CLOSED), compression="zstd")
    with (evidence / "issues.jsonl").open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(issue.as_dict(), ensure_ascii=False, default=str) + "\n" for issue in issues)


def copy_content(programme: Programme, target: Path) -> None:
    """The programme's content files, without cases and published figures: enough to load it again."""
    if not programme.folder:
        raise InternalError("a programme that lies in no folder cannot be kept: its digest would name other content")
    source = Path(programme.folder)
    for file in (*source.rglob("*.yaml"), *template_files(source)):
        inside = file.relative_to(source)
        if inside.parts[0] not in ("cases", "scenarios", "published"):
            copy = target / inside
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)


def keep_content(programme: Programme, folder: Path) -> Path:
    """A copy of the programme's content under its digest, made once: what a later reader of its results needs."""
    target = folder / programme.digest
    if not target.is_dir():
        part = folder / f".{programme.digest}.part"
        shutil.rmtree(part, ignore_errors=True)
        copy_content(programme, part)
        part.rename(target)
    return target


def write_manifest(folder: Path, head: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> None:
    """`run.json`, last of all: a folder with it is a whole run."""
    rows = {given.name: tables[given.name].num_rows for given in kept_tables()}
    text = json.dumps({**head, "tables": rows}, ensure_ascii=False, indent=2, default=str)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """`run.json` of a whole run."""
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return found


def write_findings(folder: Path, findings: Sequence[IssueSummary]) -> None:
    """What there was to say about the data, by kind, in both languages."""
    rows = [{name: getattr(row, name) for name in _FINDING} for row in findings]
    (folder / _FINDINGS).write_text(json.dumps(rows, ensure_ascii=False, default=dict), encoding="utf-8")


def read_findings(folder: Path) -> tuple[IssueSummary, ...]:
    """What there was to say; nothing of a run from before it was kept."""
    file = folder / _FINDINGS
    if not file.is_file():
        return ()
    rows = json.loads(file.read_text(encoding="utf-8"))
    return tuple(
        IssueSummary(**{**row, "places": {language: tuple(named) for language, named in row["places"].items()}})
        for row in rows
    )


def table_file(folder: Path, name: str) -> Path:
    """Where a table lies in a folder."""
    return folder / f"{name}.parquet"
