"""A run's folder read back: of today, of an earlier version of Sigai, of a command or of a site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sigai.base.issues import Place, Severity, UserError, problem
from sigai.explanations import formula_words
from sigai.pipeline.calculating import Calculation
from sigai.pipeline.earlier import earlier_file, with_corrections, with_verdicts
from sigai.pipeline.run_store import (
    CLOSED,
    DATA_TABLES,
    DATED_FACTS,
    EVIDENCE,
    MANIFEST,
    PROGRAMME,
    read_findings,
    read_manifest,
    table_file,
)
from sigai.pipeline.stages import kept_tables
from sigai.programme.loading import programme_or_error
from sigai.programme.programme import Programme
from sigai.reports.finished import FinishedRun
from sigai.tables.contracts import (
    CLOSED_MONTHS,
    ENTITIES,
    FACTS,
    RECORD_STATES,
    RECORDS,
    VALUE_HISTORY,
    VALUES,
    VERSION,
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
OTHER_CONTRACTS = problem(
    "X014",
    Severity.ERROR,
    zh="{folder} 是较新版本的 Sigai 的运行结果（数据表第 {found} 版，现为第 {wanted} 版），不能读",
    en="{folder} was written by a later version of Sigai (tables of version {found}, now {wanted}) and cannot be read",
    advice_zh="用写出它的那一版 Sigai 打开，或用 sigai run 重新运行",
    advice_en="open it with the version that wrote it, or make it anew with sigai run",
)
DATA_ELSEWHERE = problem(
    "X018",
    Severity.ERROR,
    zh="{folder} 是网站的一次计算，它的数据在网站的数据库里，不在这个文件夹里",
    en="{folder} is a calculation of a site: its data lie in the site's database, not in this folder",
    advice_zh="请系统管理员先把网站的结果连同数据写成文件夹（网站的 report --out）",
    advice_en="have the site write its results with their data into a folder first (its report --out)",
)

_FIRST_WITH_VERDICTS = 3
"""The version of the contracts since which progress has its verdict."""
_CONTRACTS = dict(zip(DATA_TABLES, (ENTITIES, VALUES, VALUE_HISTORY, RECORDS, RECORD_STATES), strict=True))


@dataclass(frozen=True, eq=False)
class RunFolder:
    """A run as read back from its folder; `data` are read when somebody asks for them."""

    folder: Path
    finished: FinishedRun

    @property
    def programme(self) -> Programme:
        """The programme that it was made with."""
        return self.finished.programme

    @property
    def header(self) -> Mapping[str, Any]:
        """What its `run.json` says."""
        return self.finished.header

    @property
    def calculation(self) -> Calculation:
        """Its tables as a calculation, for one that takes parts of it over."""
        return Calculation(self.finished.as_of, self.finished.tables)

    @cached_property
    def data(self) -> Data:
        """The data as they were taken in; UserError (X018) where they lie in a site's store."""
        evidence, described = self.folder / EVIDENCE, self.header["data"]
        if not all(table_file(evidence, name).is_file() for name in DATA_TABLES):
            raise UserError([DATA_ELSEWHERE.at(Place(str(self.folder)), folder=self.folder)])
        tables = {name: pq.read_table(table_file(evidence, name)) for name in DATA_TABLES}
        closed, facts = table_file(evidence, CLOSED), table_file(evidence, DATED_FACTS)
        return Data(
            **_of_today(tables, self.header),
            facts=pq.read_table(facts, schema=FACTS) if facts.is_file() else FACTS.empty_table(),
            closed=pq.read_table(closed, schema=CLOSED_MONTHS) if closed.is_file() else None,
            ledgers=frozenset(described["ledgers"]),
            title=described["title"],
            demonstration=described["demonstration"],
            digest=described["digest"],
        )


def open_run(folder: Path, programme: Programme | None = None) -> RunFolder:
    """Read a run back. `programme` is the one that it was made with, for whoever has loaded it already.

    Runs of earlier versions open without the tables and columns that they had not. UserError where the folder is no
    run (X001), or one that a later version wrote (X014).
    """
    missing = _missing(folder)
    if missing:
        raise UserError([NOT_A_RUN.at(Place(str(folder)), folder=folder, missing=", ".join(missing))])
    head = read_manifest(folder)
    found = head.get("contracts", 1)
    if found > VERSION:
        raise UserError([OTHER_CONTRACTS.at(Place(str(folder)), folder=folder, found=found, wanted=VERSION)])
    content = programme or programme_or_error(_content(folder, head), earlier=True)
    tables = {given.name: _table(folder, head, given.name, given.contract) for given in kept_tables()}
    if found < _FIRST_WITH_VERDICTS:
        tables["progress"] = with_verdicts(tables["progress"], content)
    return RunFolder(
        folder, FinishedRun(content, tables, head, issues=read_findings(folder), formula_words=formula_words(content))
    )


def has_present_tables(folder: Path) -> bool:
    """Whether the results in a folder are what a calculation gives today, so that a later one may take them over."""
    if not (folder / MANIFEST).is_file():
        return False
    head = read_manifest(folder)
    return head.get("contracts") == VERSION and {given.name for given in kept_tables()} <= head.get("tables", {}).keys()


def _missing(folder: Path) -> list[str]:
    """What a folder lacks of a run: the manifest, or a table that the manifest names."""
    if not (folder / MANIFEST).is_file():
        return [MANIFEST]
    head = read_manifest(folder)
    named = head.get("tables", ("indicators", "progress"))
    return [f"{name}.parquet" for name in named if _file(folder, head, name) is None]


def _file(folder: Path, head: Mapping[str, Any], name: str) -> Path | None:
    file = table_file(folder, name)
    if file.is_file():
        return file
    return None if "tables" in head else earlier_file(folder, name)


def _table(folder: Path, head: Mapping[str, Any], name: str, contract: pa.Schema) -> pa.Table:
    """A table of a run, without rows where the run is older than the table; columns that it had not are null."""
    file = _file(folder, head, name)
    return pq.read_table(file, schema=contract) if file is not None else contract.empty_table()


def _content(folder: Path, head: Mapping[str, Any]) -> Path:
    """Where the content lies: in the folder, or where a site keeps it for all its runs."""
    own = folder / EVIDENCE / PROGRAMME
    shared = folder.resolve().parent.parent / "content" / str(head.get("programme", {}).get("digest", ""))
    if own.is_dir() or not shared.is_dir():
        return own
    return shared


def _of_today(tables: Mapping[str, pa.Table], head: Mapping[str, Any]) -> dict[str, pa.Table]:
    """Tables of data by the contracts of today."""
    if head.get("contracts", 1) == 1:
        tables = with_corrections(tables)
    return {name: table.select(_CONTRACTS[name].names) for name, table in tables.items()}
