"""A folder that keeps every revision of figures as Parquet by period, and takes in what is new.

    manifest.json                  up to which revision, what it was read from, every file with rows, size and digest
    2022-06/firsts-….parquet       the first figures of their entity, measure and period
    2022-06/corrections-….parquet  later figures of the same

A file that the manifest names never changes; the manifest is replaced in one step, last. Whatever dies before that
leaves the folder as it was, with files that nobody names: they are removed a day later, when nobody reads them any
more. The folder is made from something else, which stays the truth: where it is not as its manifest says, it is made
anew.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pds
import pyarrow.parquet as pq

from sigai.base.digests import digest_file
from sigai.base.periods import month_name
from sigai.tables.contracts import VALUE_HISTORY, VALUES
from sigai.tables.datasets import KEY, Dataset
from sigai.tables.duckdb_store import DuckStore
from sigai.tables.reading import rows_by_measure
from sigai.tables.revisions import corrected_of, first_of_key, in_order

MANIFEST = "manifest.json"
FIRSTS, CORRECTIONS = "firsts", "corrections"
FORMAT = 1
MOST_FILES = 8
"""So many files of one kind and period are written before they become one."""
_GIVEN = pa.schema([field for field in VALUES if field.name != "corrected"])
_ROWS_TOGETHER = 200_000
_UNREAD_AFTER = 24 * 3600
"""Seconds after which a file that the manifest does not name is removed."""
_ASKED = ("value", "state", "revision", *KEY)


@dataclass(frozen=True, slots=True)
class RestingFile:
    """A file of the folder: `name` is its path within, `kind` FIRSTS or CORRECTIONS, `month` an index."""

    name: str
    kind: str
    month: int
    rows: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class HeldFigures:
    """What a folder holds: all revisions up to `mark`; `origin` says what they were read from, in words of the caller.

    `measures` says of each measure how many first figures and corrections there are, and the last revision.
    """

    mark: int
    origin: Mapping[str, Any]
    files: tuple[RestingFile, ...]
    measures: Mapping[str, tuple[int, int, int]]

    @property
    def rows(self) -> int:
        """How many revisions it holds."""
        return sum(file.rows for file in self.files)

    def of(self, kind: str, month: int | None = None) -> tuple[RestingFile, ...]:
        """The files of one kind, of one month or of all."""
        return tuple(file for file in self.files if file.kind == kind and month in (None, file.month))


_NOTHING = HeldFigures(0, {}, (), {})


@dataclass(frozen=True, slots=True)
class FigureFolder:
    """The folder, wherever it lies. That one at a time writes into it is the caller's business."""

    path: Path

    def held(self) -> HeldFigures | None:
        """What it holds; None where it has no manifest of this format, or a file is not as the manifest says."""
        try:
            page = json.loads((self.path / MANIFEST).read_bytes())
            if page["format"] != FORMAT:
                return None
            files = tuple(RestingFile(**file) for file in page["files"])
            measures = {name: (first, later, last) for name, (first, later, last) in page["measures"].items()}
            found = HeldFigures(page["mark"], page["origin"], files, measures)
            sound = all(_as_written(self.path / file.name, file) for file in found.files)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if sound else None

    def add(
        self, held: HeldFigures | None, batches: Iterable[tuple[int, pa.Table]], *, mark: int, origin: Mapping[str, Any]
    ) -> HeldFigures:
        """Take in the figures that came after what is held up to `mark`: one table for each month (an index), with the
        columns of VALUES but for `corrected`. None begins anew.

        What the folder holds afterwards; before, where anything fails.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        before = held or _NOTHING
        files, measures = list(before.files), dict(before.measures)
        for month, given in batches:
            for kind, new in _parted(self.path, before, month, given.select(_GIVEN.names)):
                rows, earlier = new, before.of(kind, month)
                if len(earlier) >= MOST_FILES:
                    files = [file for file in files if file not in earlier]
                    rows = pa.concat_tables([*(pq.read_table(self.path / file.name) for file in earlier), new])
                files.append(_written(self.path, kind, month, mark, rows))
                _count(measures, rows_by_measure(new), kind)
        made = HeldFigures(mark, origin, tuple(files), measures)
        _replace(self.path, made)
        _sweep(self.path, named=made, before=before)
        return made

    def figures(self, held: HeldFigures, mark: int) -> tuple[Dataset, Dataset]:
        """The figures that count at a revision up to the one held (contract VALUES), and every revision up to it
        (VALUE_HISTORY)."""
        firsts, corrections = (tuple(self.path / file.name for file in held.of(kind)) for kind in (FIRSTS, CORRECTIONS))
        return datasets(firsts, corrections, mark, held.measures if mark == held.mark else None)


def datasets(
    firsts: tuple[Path, ...],
    corrections: tuple[Path, ...],
    mark: int,
    measures: Mapping[str, tuple[int, int, int]] | None = None,
) -> tuple[Dataset, Dataset]:
    """The figures of some files that count at a mark (contract VALUES), and every revision up to it (VALUE_HISTORY).

    `measures` as in a manifest, where they are known.
    """
    if measures is None:
        found: dict[str, tuple[int, int, int]] = {}
        for kind, paths in ((FIRSTS, firsts), (CORRECTIONS, corrections)):
            _count(found, _in_files(paths, mark), kind)
        measures = found
    every = {name: (first + later, last) for name, (first, later, last) in measures.items()}
    current = {name: (first, last) for name, (first, _, last) in measures.items()}
    whole = Dataset(VALUE_HISTORY, firsts, corrections, mark, every)
    return replace(whole, contract=VALUES, measures=current), whole


def _in_files(paths: tuple[Path, ...], mark: int) -> dict[str, tuple[int, int]]:
    """How many rows of each measure some files have up to a mark, and the last revision of them."""
    if not paths:
        return {}
    with DuckStore() as store:
        rows = store.put_parquet("rows", paths)
        rows = rows.filter(rows.revision <= mark)
        found = store.run(rows.group_by("measure").agg(count=rows.count(), last=rows.revision.max())).to_pylist()
    return {str(row["measure"]): (row["count"], row["last"]) for row in found}


def _count(measures: dict[str, tuple[int, int, int]], more: Mapping[str, tuple[int, int]], kind: str) -> None:
    """Add rows of one kind to what is known of their measures."""
    for name, (count, newest) in more.items():
        first, later, last = measures.get(name, (0, 0, 0))
        first, later = (first + count, later) if kind == FIRSTS else (first, later + count)
        measures[name] = first, later, max(last, newest)


def _parted(folder: Path, held: HeldFigures, month: int, given: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """New figures of a month as first ones and corrections, by the contract VALUES; kinds without rows are left out."""
    known = _known(folder, [*held.of(FIRSTS, month), *held.of(CORRECTIONS, month)], given)
    place = pa.concat_arrays([pa.nulls(known.num_rows, pa.int64()), pa.array(range(given.num_rows), pa.int64())])
    both = pa.concat_tables([known, given.select(_ASKED)]).append_column("place", place)
    ordered = in_order(both)
    new = ordered["place"].is_valid().to_numpy()
    places = ordered["place"].filter(pa.array(new))
    corrected, first = corrected_of(ordered)[new], pa.array(first_of_key(ordered)[new])
    figures = given.take(places).append_column("corrected", pa.array(corrected)).select(VALUES.names)
    for kind, rows in ((FIRSTS, figures.filter(first)), (CORRECTIONS, figures.filter(pc.invert(first)))):
        if rows.num_rows:
            yield kind, rows


def _known(folder: Path, files: list[RestingFile], given: pa.Table) -> pa.Table:
    """What the folder holds of the keys of new figures, and possibly more."""
    nothing = _GIVEN.empty_table().select(_ASKED)
    if not files:
        return nothing
    wanted = pc.field("entity").isin(pc.unique(given["entity"])) & pc.field("measure").isin(pc.unique(given["measure"]))
    kept = pds.dataset([str(folder / file.name) for file in files], schema=VALUES)
    return kept.to_table(columns=list(_ASKED), filter=wanted).cast(nothing.schema)


def _written(folder: Path, kind: str, month: int, mark: int, rows: pa.Table) -> RestingFile:
    """One file, on the disk for good before its name is; sorted so that a question for a measure reads a part of it."""
    name = f"{month_name(month)}/{kind}-{mark:012d}-{token_hex(4)}.parquet"
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".tmp")
    ordered = rows.sort_by([(column, "ascending") for column in ("measure", "entity", "period", "revision")])
    pq.write_table(ordered, unfinished, compression="zstd", row_group_size=_ROWS_TOGETHER)
    digest, size = digest_file(unfinished), unfinished.stat().st_size
    _settle(unfinished, path)
    return RestingFile(name, kind, month, rows.num_rows, size, digest)


def _replace(folder: Path, made: HeldFigures) -> None:
    page = {"format": FORMAT, **asdict(made)}
    unfinished = folder / f"{MANIFEST}.tmp"
    unfinished.write_text(json.dumps(page, ensure_ascii=False, indent=1), encoding="utf-8")
    _settle(unfinished, folder / MANIFEST)


def _settle(unfinished: Path, path: Path) -> None:
    with unfinished.open("rb") as stream:
        os.fsync(stream.fileno())
    unfinished.replace(path)
    parent = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)


def _sweep(folder: Path, *, named: HeldFigures, before: HeldFigures) -> None:
    """Remove files that nobody has named for a day; a reader may still be at those that were named till now."""
    for retired in {file.name for file in before.files} - {file.name for file in named.files}:
        (folder / retired).touch()
    kept, long_ago = {file.name for file in named.files}, time.time() - _UNREAD_AFTER
    for path in folder.glob("[0-9]*/*.parquet"):
        if path.relative_to(folder).as_posix() not in kept and path.stat().st_mtime < long_ago:
            path.unlink()


def _as_written(path: Path, file: RestingFile) -> bool:
    now = path.stat()
    # The time of the last change of any kind: unlike that of the content, nobody can set it back.
    return now.st_size == file.size and _digest(path, now.st_ctime_ns) == file.digest


@lru_cache(maxsize=100_000)
def _digest(path: Path, _changed: int) -> str:
    """Measured once in a process, and again when the file was written since."""
    return digest_file(path)
