"""Rows of the tables inside records: added, corrected, struck. Each is a change of its record, with one journal entry.

Nobody's row is lost to another's: a row is added to what stands by then, and one that was changed meanwhile is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
from django.core.exceptions import PermissionDenied

from sigai.base import Issue, Place, UserError
from sigai.ledgers import (
    KeptRow,
    Lookups,
    Record,
    against_table,
    fill_in,
    rows_in,
    with_rows,
)
from sigai.programme import Ledger, RecordRows
from sigai_web import clock, programme
from sigai_web.journal.changes import change
from sigai_web.journal.writing import Actor
from sigai_web.ledgers.filling import RecordFiller
from sigai_web.ledgers.links import settle_links
from sigai_web.ledgers.problems import NO_SUCH_ROW, ROW_IS_STRUCK, ROW_REASON_NEEDED
from sigai_web.ledgers.row_rights import RowFiller
from sigai_web.ledgers.services import (
    RecordOutcome,
    RecordOvertakenError,
    close_change,
    plain,
    refuse_errors,
    register_for,
    standing_record,
)
from sigai_web.permissions import allowed
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_KEEP
from sigai_web.store.records import Written, as_record, subject_of, write_records

Cells = Mapping[str, Any]
"""What somebody wrote into the cells of a row, by the ids of the columns."""


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row as somebody had it before them: its number, and in which edition."""

    number: int
    edition: int


@change
def add_row(actor: Actor, user: Any, pk: int, table: str, cells: Cells) -> RecordOutcome:
    """Add a row; UserError with everything against it at once."""
    at = TableAtHand.of(user, pk, table, cells)
    number = max((row.number for row in at.kept), default=0) + 1
    row, issues = at.read(KeptRow(number), {column.id: "" for column in at.rows.columns} | dict(at.cells))
    given = [name for name in row.values if name in cells]
    refusals = at.filler.against_adding() or at.filler.against_correcting(KeptRow(number), given)
    issues = [*refusals, *issues, *against_table(at.rows, at.before.fields, row, Place())]
    remarks = refuse_errors(issues)
    return RecordOutcome(_write(at, actor, row), remarks)


@change
def correct_row(
    actor: Actor, user: Any, pk: int, table: str, seen: SeenRow, *, cells: Cells, reason: str = ""
) -> RecordOutcome:
    """Change cells of a row. What is empty is filled in without further words; what stood there needs a reason."""
    at = TableAtHand.of(user, pk, table, cells)
    stands = at.standing(seen)
    row, issues = at.read(stands, at.cells)
    changed = [column.id for column in at.rows.columns if stands.values.get(column.id) != row.values.get(column.id)]
    overwritten = any(stands.values.get(name) not in (None, "") for name in changed)
    issues = [*at.filler.against_correcting(stands, changed), *issues]
    if overwritten and not reason.strip():
        issues.append(ROW_REASON_NEEDED.at(Place(column="reason")))
    remarks = refuse_errors([*issues, *against_table(at.rows, at.before.fields, row, Place())])
    if not changed:
        return RecordOutcome(at.current, remarks)
    row = replace(row, edition=stands.edition + 1, reason=reason.strip())
    return RecordOutcome(_write(at, actor, row, reason=reason.strip()), remarks)


@change
def strike_row(actor: Actor, user: Any, pk: int, table: str, seen: SeenRow, *, reason: str) -> RecordOutcome:
    """Strike a row: it counts no longer, and stays to be seen with the reason."""
    at = TableAtHand.of(user, pk, table, {})
    stands = at.standing(seen)
    issues = at.filler.against_striking(stands)
    issues += [] if reason.strip() else [ROW_REASON_NEEDED.at(Place(column="reason"))]
    refuse_errors(issues)
    row = replace(stands, edition=stands.edition + 1, struck=reason.strip())
    return RecordOutcome(_write(at, actor, row, reason=reason.strip()))


@dataclass(frozen=True, slots=True)
class TableAtHand:
    """A table of a record that somebody is about to change."""

    user: Any
    current: CurrentRecord
    before: Record
    form: Ledger
    rows: RecordRows
    kept: Sequence[KeptRow]
    cells: Cells
    register: pa.Table
    filler: RowFiller

    @classmethod
    def of(cls, user: Any, pk: int, table: str, cells: Cells) -> TableAtHand:
        """The table with what its writer may do to it; PermissionDenied for who may not keep the record at all."""
        current = standing_record(pk)
        if not allowed(user, RECORD_KEEP, subject_of(as_record(current))):
            raise PermissionDenied
        return cls.at(user, current, table, cells)

    @classmethod
    def at(cls, user: Any, current: CurrentRecord, table: str, cells: Cells) -> TableAtHand:
        """The table of a record, whoever may do what to it."""
        before = as_record(current)
        ledger = programme.current().ledger_by_id[before.ledger]
        rows = ledger.rows_of(table)
        if rows is None:
            raise PermissionDenied
        form = ledger.form_of(rows)
        _, given = plain(form, None, cells)
        named = [column.id for column in rows.columns if column.kind == "entity"]
        kept = rows_in(before.fields, table)
        known = [str(row.values[name]) for row in kept for name in named if row.values.get(name)]
        register = register_for(user, before, form, None, given, known=known)
        filler = RowFiller.of(rows, RecordFiller.of(user, ledger, before, current.record))
        return cls(user, current, before, form, rows, kept, given, register, filler)

    def standing(self, seen: SeenRow) -> KeptRow:
        """The row that somebody had before them; RecordOvertakenError where it is not as they saw it."""
        found = next((row for row in self.kept if row.number == seen.number), None)
        if found is None:
            raise UserError([NO_SUCH_ROW.at(Place(), row=seen.number, **self._names())])
        if found.edition != seen.edition:
            raise RecordOvertakenError(self.current)
        if found.struck:
            raise UserError([ROW_IS_STRUCK.at(Place(), row=seen.number, **self._names())])
        return found

    def read(self, row: KeptRow, cells: Cells) -> tuple[KeptRow, list[Issue]]:
        """A row with what somebody wrote into it, its links as they are kept, and what is wrong."""
        before = Record(self.form.id, "", entity=self.before.entity, fields=row.values)
        written, issues = fill_in(before, cells, self.form, Lookups.of(programme.current(), self.register))
        (after,), (unlinked,) = settle_links(self.user, self.form, [(before, written)])
        return replace(row, values=after.fields), [*issues, *unlinked]

    def _names(self) -> dict[str, str]:
        return {"field": self.rows.name.zh, "field_en": self.rows.name.en}


def _write(at: TableAtHand, actor: Actor, row: KeptRow, *, reason: str = "") -> CurrentRecord:
    """Keep a row in its place, with who and when."""
    now = clock.now()
    row = replace(row, by=actor.name, at=now.isoformat(timespec="seconds"))
    was = next((one for one in at.kept if one.number == row.number), None)
    rows = [row if one is was else one for one in at.kept] + ([row] if was is None else [])
    after = with_rows(at.before, at.rows.id, rows)
    revisions, _ = write_records([Written(at.current.record, after, reason=reason)], actor, now)
    told = {"number": at.before.id, "table": at.rows.id}
    before = {**told, "row": row_words(was)} if was is not None else None
    told_after = {**told, "row": row_words(row)}
    return close_change(actor, "record.row", at.current.record, None, revisions, before=before, after=told_after)


def row_words(row: KeptRow) -> dict[str, Any]:
    """A row as the journal tells of it: numbers as texts, for it seals no fractions."""
    values = {name: one if isinstance(one, bool | str) else str(one) for name, one in row.values.items()}
    return row.as_kept() | {"values": values}
