"""The rows of a table inside a record: how they are kept in its fields, and a row as a record of its own.

A row never vanishes: it is corrected, or struck with a reason. Struck rows count for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sigai.ledgers.record import Record
from sigai.programme.ledgers import Ledger, LedgerField
from sigai.tables.contracts import ROW_MARK


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row by its number within the table: its cells by the ids of the columns, who wrote it last and when (`at`, in
    ISO form), in which `edition`; why it was corrected, and why it was `struck`: empty while it stands."""

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    at: str = ""
    edition: int = 1
    reason: str = ""
    struck: str = ""

    def as_kept(self) -> dict[str, Any]:
        """The row as the fields of its record keep it."""
        told = {"no": self.number, "values": dict(self.values), "by": self.by, "at": self.at, "edition": self.edition}
        return told | {name: text for name in ("reason", "struck") if (text := getattr(self, name))}


def rows_in(fields: Mapping[str, Any], table: str) -> tuple[KeptRow, ...]:
    """All rows of a table, struck ones too, in the order in which they were added."""
    kept = fields.get(table)
    return tuple(_read(one) for one in kept) if isinstance(kept, list) else ()


def _read(kept: Mapping[str, Any]) -> KeptRow:
    return KeptRow(
        number=int(kept["no"]),
        values=kept.get("values") or {},
        by=str(kept.get("by") or ""),
        at=str(kept.get("at") or ""),
        edition=int(kept.get("edition") or 1),
        reason=str(kept.get("reason") or ""),
        struck=str(kept.get("struck") or ""),
    )


def standing_rows(fields: Mapping[str, Any], table: str) -> tuple[KeptRow, ...]:
    """The rows of a table that count."""
    return tuple(row for row in rows_in(fields, table) if not row.struck)


def with_rows(record: Record, table: str, rows: Iterable[KeptRow]) -> Record:
    """The record with other rows in a table."""
    return replace(record, fields={**record.fields, table: [row.as_kept() for row in rows]})


def corrected_row(
    fields: Mapping[str, Any], table: str, wanted: Mapping[str, Any], *, by: str, at: str, reason: str
) -> KeptRow | None:
    """A row as a correction says that it shall be (`row`, `edition`, `values`, `struck`); None where it is not any more
    as who asked had it before them."""
    stands = next((row for row in rows_in(fields, table) if row.number == wanted["row"]), None)
    if stands is None or stands.struck or stands.edition != wanted["edition"]:
        return None
    struck = reason if wanted["struck"] else ""
    values = {**stands.values, **wanted["values"]}
    return KeptRow(stands.number, values, by, at, stands.edition + 1, reason, struck)


def row_record(record: Record, book: Ledger, row: KeptRow) -> Record:
    """A row as a record of its own: its cells and the fields of its record, in the state of its record."""
    number = f"{record.id}{ROW_MARK}{row.number}"
    return replace(record, ledger=book.id, id=number, fields={**record.fields, **row.values})


def cells_that_link(ledger: Ledger, fields: Mapping[str, Any]) -> Iterator[tuple[str, LedgerField, str]]:
    """Every link that a record has within its rows: table, column, what stands in it."""
    for rows in ledger.rows:
        columns = [column for column in rows.columns if column.kind == "record"]
        for row in standing_rows(fields, rows.id) if columns else ():
            for column in columns:
                if row.values.get(column.id) not in (None, ""):
                    yield rows.id, column, str(row.values[column.id])
