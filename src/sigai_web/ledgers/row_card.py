"""What a record's page shows of the tables inside it: their rows with who and when, forms to add and correct them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sigai.base import Issue
from sigai.ledgers import KeptRow, Record, rows_in, standing_rows
from sigai.programme import LedgerField, RecordRows
from sigai_web.accounts.people import Person, people
from sigai_web.ledgers import forms
from sigai_web.ledgers.filling import RecordFiller
from sigai_web.ledgers.row_rights import RowFiller
from sigai_web.ledgers.words import Shown, Wording
from sigai_web.store.models import CurrentRecord


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row as it was sent and refused: of which table, which row (None: a new one), and what stands against it; where
    its correction was asked for (`correcting`), that."""

    table: str
    number: int | None
    given: Mapping[str, str]
    issues: Sequence[Issue]
    correcting: bool = False


@dataclass(frozen=True, slots=True)
class RowForm:
    """A form of one row: its cells, the issues that stand beside none of them, the reason as it was sent."""

    prefix: str
    cells: Sequence[forms.FormField]
    rest: Sequence[Issue] = ()
    reason: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class InsideRow:
    """A row with who wrote it and when; `form` where its reader may correct it, `asking` where they may ask that it be
    corrected, for it is not changed otherwise."""

    row: KeptRow
    cells: Sequence[tuple[LedgerField, Shown]]
    who: str
    at: datetime | None
    form: RowForm | None
    strikes: bool
    asking: RowForm | None = None


@dataclass(frozen=True, slots=True)
class TableCard:
    """A table of a record. `adding` where its reader may add a row, else `closed` says why not."""

    rows: RecordRows
    shown: Sequence[InsideRow]
    count: int
    adding: RowForm | None
    closed: Issue | None


def table_cards(
    current: CurrentRecord,
    record: Record,
    filler: RecordFiller,
    wording: Wording,
    sent: SentRow | None = None,
    *,
    fixed: Collection[str] = (),
) -> list[TableCard]:
    """The tables of a record for one reader; `sent` is a row that was refused, `fixed` are the tables of whose rows
    they may ask for a correction."""
    stands = not current.withdrawn
    fillers = [RowFiller.of(rows, filler) for rows in filler.ledger.rows]
    return [_card(record, one, wording, sent, stands=stands, fixed=one.rows.id in fixed) for one in fillers]


def _card(
    record: Record, filler: RowFiller, wording: Wording, sent: SentRow | None, *, stands: bool, fixed: bool
) -> TableCard:
    rows, kept = filler.rows, rows_in(record.fields, filler.rows.id)
    names = people(row.by for row in kept)
    own = sent if sent is not None and sent.table == rows.id else None
    shown = [_shown(filler, row, wording, names, own, stands=stands, about=record.entity, fixed=fixed) for row in kept]
    standing = standing_rows(record.fields, rows.id)
    may_add = stands and filler.closed is None and len(standing) < rows.maximum
    adding = (
        _form(filler, KeptRow(0), own if own and own.number is None else None, about=record.entity) if may_add else None
    )
    return TableCard(rows, shown, len(standing), adding, filler.closed if stands else None)


def _shown(
    filler: RowFiller,
    row: KeptRow,
    wording: Wording,
    by: Mapping[str, Person],
    sent: SentRow | None,
    *,
    stands: bool,
    about: str | None,
    fixed: bool,
) -> InsideRow:
    cells = [(column, wording.value(column, row.values.get(column.id))) for column in filler.rows.columns]
    open_row = stands and not row.struck
    correctable = [column for column in filler.writable if not filler.against_correcting(row, [column.id])]
    mine = sent if sent and sent.number == row.number else None
    refused, asked = (mine if mine and mine.correcting is asking else None for asking in (False, True))
    form = _form(filler, row, refused, correctable, about=about) if open_row else None
    asking = _form(filler, row, asked, filler.rows.columns, about=about) if open_row and fixed else None
    strikes = open_row and not filler.against_striking(row)
    at = datetime.fromisoformat(row.at) if row.at else None
    who = str(by.get(row.by, ""))
    return InsideRow(row, cells, who, at, form if form and form.cells else None, strikes, asking)


def _form(
    filler: RowFiller,
    row: KeptRow,
    sent: SentRow | None,
    columns: Iterable[LedgerField] | None = None,
    *,
    about: str | None,
) -> RowForm:
    form = filler.ledger.form_of(filler.rows)
    wanted = {column.id for column in (filler.writable if columns is None else columns)}
    given = sent.given if sent else None
    cells = forms.cells(form, Record(form.id, "", entity=about, fields=row.values), given)
    cells = [cell for cell in cells if cell.key.removeprefix(forms.key_of("")) in wanted]
    prefix = f"{filler.rows.id}-{row.number}-"
    if sent is None:
        return RowForm(prefix, cells)
    rest = forms.place_issues(cells, sent.issues)
    return RowForm(prefix, cells, rest, sent.given.get("reason", ""), open=True)
