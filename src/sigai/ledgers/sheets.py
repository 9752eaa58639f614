"""A sheet of one ledger's records that somebody filled in: new ones without a number, known ones with theirs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sigai.base.issues import Issue, Issues, Severity
from sigai.ledgers.headers import RECORD_COLUMNS, record_aliases
from sigai.ledgers.lookups import Lookups
from sigai.ledgers.row_tables import RowLine, RowTableReader, table_named
from sigai.ledgers.rows import LedgerReader
from sigai.programme.ledgers import Ledger, RecordRows
from sigai.tables.files import RowIssues, header_key, read_tables

EXAMPLE = "编号, 名称, 主体, 地区"


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row: where it stands, and what it says. `id`, `state` and `state_since` are None where it says nothing."""

    file: str
    row: int
    id: str | None
    name: str
    entity: str | None
    area: str | None
    state: str | None
    state_since: dt.date | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FilledTable:
    """The good lines of a sheet of rows inside records, and the headers of its columns by their ids."""

    rows: RecordRows
    lines: Sequence[RowLine] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """The good rows of a sheet, everything that is wrong with the others, the headers of its columns by meaning, and
    how many rows were `found`: where they are more than were asked for, none is read. `tables` are further sheets, of
    the rows inside records.

    A column that the sheet does not have says nothing; an empty cell of one that it has takes a field back.
    """

    rows: Sequence[FilledRow] = ()
    issues: tuple[Issue, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    found: int = 0
    tables: Sequence[FilledTable] = ()

    @property
    def faulty(self) -> bool:
        """Whether anything in the sheet keeps a row out; warnings do not."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)


def read_sheet(
    path: Path, file: str, ledger: Ledger, lookups: Lookups, *, ignored: Collection[str] = (), most: int | None = None
) -> FilledSheet:
    """Read and check a sheet (Excel or CSV) of at most `most` rows; `ignored` are headers of columns that only people
    read."""
    issues = RowIssues()
    reader = LedgerReader(ledger, lookups, issues, record_aliases(ledger), whole=False)
    skipped = {header_key(name) for name in ignored}
    rows: list[FilledRow] = []
    headers: dict[str, str] = {}
    count = 0
    inside = {rows.id: RowTableReader(ledger, rows, lookups, issues) for rows in ledger.rows}
    lines: dict[str, list[RowLine]] = {name: [] for name in inside}

    def known(header: str) -> bool:
        return reader.knows_header(header) or any(one.knows_header(header) for one in inside.values())

    for found in read_tables(path, file, known, EXAMPLE):
        if isinstance(found, Issue):
            issues.add(found)
            continue
        table = table_named(ledger, found.sheet)
        if table is not None:
            count += len(found)
            lines[table.id] += inside[table.id].lines(found) if most is None or count <= most else []
            continue
        count += len(found)
        if most is not None and count > most:
            rows = []
            continue
        records, columns = reader.read_with_columns(found)
        headers |= {_meaning(name): found.names[index] for name, index in columns.items()}
        rows += [_row(record) for record in records.to_pylist()]
    told = [issue for issue in issues if header_key(issue.place.column or "-") not in skipped]
    tables = [FilledTable(each, lines[each.id], inside[each.id].headers) for each in ledger.rows if lines[each.id]]
    return FilledSheet(rows, Issues(told).sorted(), headers, count, tables)


def _meaning(column: str) -> str:
    """`field:name` of a field that is called like what every record has."""
    return column if column in RECORD_COLUMNS or column.startswith("field:") else f"field:{column}"


def _row(record: Mapping[str, Any]) -> FilledRow:
    kept = {name: record[name] for name in ("file", "row", "id", "entity", "area", "state", "state_since")}
    return FilledRow(name=record["name"] or "", fields=json.loads(record["fields"] or "{}"), **kept)
