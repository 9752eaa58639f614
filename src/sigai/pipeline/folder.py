"""The folder of a finished run: written whole or not at all, read back for explanations and pages.

run.json                 versions and digests of programme and data, time, engine, stages, counts
indicators.parquet .csv  every indicator × area × month
progress.parquet .csv    every target × track × step × area × month
report.html              the report
bulletin.docx            the circular
evidence/                what an explanation needs: the programme's content, the data as taken in, issues
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from sigai.base.issues import InternalError, Issue, Place, Severity, UserError, problem
from sigai.programme.loading import programme_or_error
from sigai.programme.programme import Programme
from sigai.tables.contracts import (
    CLOSED_MONTHS,
    ESTIMATES,
    FACTS,
    INDICATOR_EFFECTS,
    INDICATOR_RESULTS,
    PROGRESS,
    VERSION,
    WEIGHTS,
)
from sigai.tables.data import Data

NOT_A_RUN = problem(
    "X001",
    Severity.ERROR,
    zh="{folder} 不是一次运行的结果文件夹（缺少 {missing}）",
    en="{folder} is not the folder of a run ({missing} is missing)",
    advice_zh="给出 sigai run --out 写出的文件夹",
    advice_en="name the folder that sigai run --out wrote",
)
NOT_OURS = problem(
    "X002",
    Severity.ERROR,
    zh="{folder} 里已有别的内容，不能覆盖",
    en="{folder} holds something else already and is not overwritten",
    advice_zh="换一个空的文件夹",
    advice_en="name an empty folder",
)
OTHER_CONTRACTS = problem(
    "X014",
    Severity.ERROR,
    zh="{folder} 是另一版 Sigai 的运行结果（数据表第 {found} 版，现为第 {wanted} 版），不能再读",
    en="{folder} was written by another version of Sigai (tables of version {found}, now {wanted}) and cannot be read",
    advice_zh="用 sigai run 重新运行",
    advice_en="make it anew with sigai run",
)

HEADER = "run.json"
_EVIDENCE = "evidence"
_PROGRAMME = "programme"
_CLOSED = "closed.parquet"
_FACTS = "facts.parquet"
_DATA_TABLES = ("entities", "values", "history", "records", "record_states")


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A finished run as read back from its folder."""

    folder: Path
    header: Mapping[str, Any]
    programme: Programme
    results: pa.Table
    progress: pa.Table
    data: Data
    estimates: pa.Table
    effects: pa.Table
    weights: pa.Table


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to write into that takes the place of `target` at the end, or vanishes when anything fails.

    Replaces an earlier run or an empty folder; UserError where `target` holds something else.
    """
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (target / HEADER).is_file())):
        raise UserError([NOT_OURS.at(Place(str(target)), folder=target)])
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    fresh.chmod(0o755)
    try:
        yield fresh
        old = target.with_name(f".{target.name}-old-{os.getpid()}")
        if target.exists():
            target.rename(old)
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def write_tables(folder: Path, results: pa.Table, progress: pa.Table) -> None:
    """The result tables as Parquet and CSV."""
    for name, table in (("indicators", results), ("progress", progress)):
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
        with (folder / f"{name}.csv").open("wb") as stream:
            stream.write("\ufeff".encode())  # spreadsheets take a CSV for UTF-8 only with this mark
            pa_csv.write_csv(table, stream)


def write_evidence(
    folder: Path, programme: Programme, data: Data, issues: tuple[Issue, ...], added: Mapping[str, pa.Table]
) -> None:
    """What an explanation needs later: the content, the data as taken in, the issues found.

    added: estimates, their effects, weights, by name (contracts ESTIMATES, INDICATOR_EFFECTS, WEIGHTS).
    """
    evidence = folder / _EVIDENCE
    evidence.mkdir()
    copy_content(programme, evidence / _PROGRAMME)
    for name in _DATA_TABLES:
        pq.write_table(getattr(data, name), evidence / f"{name}.parquet", compression="zstd")
    if data.facts.num_rows:
        pq.write_table(data.facts, evidence / _FACTS, compression="zstd")
    for name, table in added.items():
        pq.write_table(table, evidence / f"{name}.parquet", compression="zstd")
    if data.closed is not None:
        pq.write_table(data.closed, evidence / _CLOSED, compression="zstd")
    with (evidence / "issues.jsonl").open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(issue.as_dict(), ensure_ascii=False, default=str) + "\n" for issue in issues)


def copy_content(programme: Programme, target: Path) -> None:
    """The programme's content files, without cases and published figures: enough to load it again."""
    if not programme.folder:
        raise InternalError("a programme that lies in no folder cannot be kept: its digest would name other content")
    source = Path(programme.folder)
    for file in source.rglob("*.yaml"):
        inside = file.relative_to(source)
        if inside.parts[0] not in ("cases", "published"):
            copy = target / inside
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)


def write_header(folder: Path, header: Mapping[str, Any]) -> None:
    """`run.json`, last of all: a folder with it is a whole run."""
    text = json.dumps(header, ensure_ascii=False, indent=2, default=str)
    (folder / HEADER).write_text(text + "\n", encoding="utf-8")


def read_header(folder: Path) -> dict[str, Any]:
    """`run.json` of a whole run."""
    found: dict[str, Any] = json.loads((folder / HEADER).read_text(encoding="utf-8"))
    return found


def open_run(folder: Path) -> RunFolder:
    """Read a run back; UserError where the folder is not one, or one with tables of another version."""
    needed = [HEADER, "indicators.parquet", "progress.parquet", _EVIDENCE]
    missing = [name for name in needed if not (folder / name).exists()]
    if missing:
        raise UserError([NOT_A_RUN.at(Place(str(folder)), folder=folder, missing=", ".join(missing))])
    header = read_header(folder)
    if header.get("contracts") != VERSION:
        found = header.get("contracts", "?")
        raise UserError([OTHER_CONTRACTS.at(Place(str(folder)), folder=folder, found=found, wanted=VERSION)])
    evidence = folder / _EVIDENCE
    tables = {name: pq.read_table(evidence / f"{name}.parquet") for name in _DATA_TABLES}
    described = header["data"]
    closed = evidence / _CLOSED
    data = Data(
        **tables,
        facts=read_table_if_there(evidence / _FACTS, FACTS),
        closed=pq.read_table(closed, schema=CLOSED_MONTHS) if closed.is_file() else None,
        ledgers=frozenset(described["ledgers"]),
        title=described["title"],
        demonstration=described["demonstration"],
        digest=described["digest"],
    )
    return RunFolder(
        folder,
        header,
        programme_or_error(evidence / _PROGRAMME),
        pq.read_table(folder / "indicators.parquet", schema=INDICATOR_RESULTS),
        pq.read_table(folder / "progress.parquet", schema=PROGRESS),
        data,
        read_table_if_there(evidence / "estimates.parquet", ESTIMATES),
        read_table_if_there(evidence / "effects.parquet", INDICATOR_EFFECTS),
        read_table_if_there(evidence / "weights.parquet", WEIGHTS),
    )


def read_table_if_there(file: Path, contract: pa.Schema) -> pa.Table:
    """A table of a run; without rows where the run is older than the table."""
    return pq.read_table(file, schema=contract) if file.is_file() else contract.empty_table()
