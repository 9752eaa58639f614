"""Reading the records of a data folder: one table per ledger, with an optional history beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.digests import digest_bytes, digest_files
from sigai.base.issues import Issue, Issues, Place
from sigai.ledgers.headers import HISTORY_ALIASES, record_aliases
from sigai.ledgers.linking import link_records, tell_same_keys
from sigai.ledgers.lookups import Lookups
from sigai.ledgers.problems import UNKNOWN_LEDGER
from sigai.ledgers.row_tables import EXAMPLE as ROWS_EXAMPLE
from sigai.ledgers.row_tables import RowLine, RowTableReader, put_rows
from sigai.ledgers.rows import EXAMPLE, LedgerReader
from sigai.ledgers.state_history import EXAMPLE as HISTORY_EXAMPLE
from sigai.ledgers.state_history import StateHistories
from sigai.programme.ledgers import ROWS, Ledger
from sigai.programme.programme import Programme
from sigai.tables.contracts import RECORD_STATES, RECORDS
from sigai.tables.data import Data
from sigai.tables.files import RowIssues, find_files, header_key, nearest, read_tables
from sigai.tables.files.columns import hints

FOLDER = "records"
_HISTORY = ".history"

Progress = Callable[[str, int, int | None], None]
"""Told what is being read (a file), how much is done and how much there is, in bytes of files."""


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """How much was read: files, rows of records, records taken in."""

    files: int = 0
    rows: int = 0
    taken: int = 0

    @property
    def refused(self) -> int:
        """Rows that were kept out because of an error."""
        return self.rows - self.taken


@dataclass(frozen=True, slots=True, eq=False)
class RecordIntake:
    """The data with its records, what was wrong with them, and how many there were."""

    data: Data
    issues: tuple[Issue, ...] = ()
    counts: RecordCounts = field(default_factory=RecordCounts)


def read_records(folder: Path, programme: Programme, data: Data, *, progress: Progress | None = None) -> RecordIntake:
    """`data` with the records that `folder/records` holds, checked against the ledgers of a programme.

    `data.entities` is the register that records refer to. A ledger whose file is there was supplied, even where the
    file has no rows: it counts zero. Nothing in the folder makes this fail.
    """
    issues = RowIssues()
    files, found = find_files(folder, FOLDER)
    issues.extend(found)
    lookups = Lookups.of(programme, data.entities)
    by_ledger, found = _sort_by_ledger(folder, files, programme)
    issues.extend(found)
    read, tables, rows, supplied = [], [RECORDS.empty_table()], 0, set()
    ledgers = {name: files for name, files in by_ledger.items() if name in programme.ledger_by_id}
    for done, (ledger, (plain, history)) in enumerate(ledgers.items()):
        if progress:
            progress(f"{FOLDER}/{ledger}", done, len(ledgers))
        one = _OneLedger(folder, programme.ledger_by_id[ledger], lookups, issues)
        inside = {name: by_ledger.get(f"{ledger}{ROWS}{name}", ([], []))[0] for name in one.tables}
        tables.append(one.with_rows(one.records(plain), inside))
        read.append((one, history))
        rows += one.rows
        if plain:
            supplied.add(ledger)
    if progress and ledgers:
        progress("", len(ledgers), len(ledgers))
    records = link_records(pa.concat_tables(tables).combine_chunks(), programme, issues)
    tell_same_keys(records, programme, issues)
    lives = [RECORD_STATES.empty_table(), *(one.lives(one.of_ledger(records), history) for one, history in read)]
    digest = data.digest
    if files:
        digest = digest_bytes(f"{data.digest} {digest_files(folder, files)}".encode())
    complete = replace(
        data,
        records=records,
        record_states=pa.concat_tables(lives).combine_chunks(),
        ledgers=frozenset(supplied),
        digest=digest,
    )
    return RecordIntake(complete, Issues(issues).sorted(), RecordCounts(len(files), rows, records.num_rows))


def _sort_by_ledger(
    folder: Path, files: list[Path], programme: Programme
) -> tuple[dict[str, tuple[list[Path], list[Path]]], list[Issue]]:
    """The files of every ledger and of its history, by the names of the files: ids or Chinese names of ledgers. Those
    of tables inside records bear both ids (`diagnoses.measures`)."""
    names = {header_key(ledger.name.zh): ledger.id for ledger in programme.ledgers}
    names |= {header_key(ledger.id): ledger.id for ledger in programme.ledgers}
    names |= {header_key(book): book for book in programme.book_by_id.keys() - programme.ledger_by_id.keys()}
    found: dict[str, tuple[list[Path], list[Path]]] = {}
    issues: list[Issue] = []
    for path in files:
        is_history = path.stem.endswith(_HISTORY)
        stem = path.stem.removesuffix(_HISTORY)
        ledger = names.get(header_key(stem))
        if ledger is None:
            near = hints(nearest(stem, [each.id for each in programme.ledgers]), "")
            issues.append(UNKNOWN_LEDGER.at(Place(path.relative_to(folder).as_posix()), given=stem, **near))
        else:
            found.setdefault(ledger, ([], []))[int(is_history)].append(path)
    return found, issues


class _OneLedger:
    """Reads the files of one ledger."""

    def __init__(self, folder: Path, ledger: Ledger, lookups: Lookups, issues: RowIssues) -> None:
        self._folder, self._ledger, self._lookups, self._issues = folder, ledger, lookups, issues
        self._reader = LedgerReader(ledger, lookups, issues, record_aliases(ledger))
        self.rows = 0

    def records(self, files: list[Path]) -> pa.Table:
        """The good records of all files of the ledger."""
        tables = [RECORDS.empty_table()]
        for path in files:
            for found in read_tables(path, self._name(path), self._reader.knows_header, EXAMPLE):
                if isinstance(found, Issue):
                    self._issues.add(found)
                else:
                    self.rows += len(found)
                    tables.append(self._reader.read(found))
        return pa.concat_tables(tables)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables inside its records."""
        return tuple(rows.id for rows in self._ledger.rows)

    def with_rows(self, records: pa.Table, files: Mapping[str, list[Path]]) -> pa.Table:
        """Its records with the rows that files hold of the tables inside them."""
        for about in self._ledger.rows:
            reader = RowTableReader(self._ledger, about, self._lookups, self._issues)
            lines: list[RowLine] = []
            for path in files[about.id]:
                for found in read_tables(path, self._name(path), reader.knows_header, ROWS_EXAMPLE):
                    if isinstance(found, Issue):
                        self._issues.add(found)
                    else:
                        lines += reader.lines(found)
            records = put_rows(records, about, lines, self._issues)
        return records

    def of_ledger(self, records: pa.Table) -> pa.Table:
        """Its own among the records of all ledgers."""
        return records.filter(pc.equal(records["ledger"], pa.scalar(self._ledger.id)))

    def lives(self, records: pa.Table, files: list[Path]) -> pa.Table:
        """In which months every record stood in which state."""
        numbers = {str(identifier): number for number, identifier in enumerate(records.column("id").to_pylist())}
        lives = StateHistories(self._ledger, numbers, self._issues)
        for path in files:
            known = read_tables(
                path, self._name(path), lambda header: header_key(header) in HISTORY_ALIASES, HISTORY_EXAMPLE
            )
            for found in known:
                if isinstance(found, Issue):
                    self._issues.add(found)
                else:
                    lives.add_history(found)
        return lives.table(records)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()
