"""Rows of the tables inside a record: listed, added, corrected, struck."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from sigai.ledgers import rows_in
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Number, Sent, Whole
from sigai_web.journal.writing import Actor
from sigai_web.ledgers import rows
from sigai_web.ledgers.api.records import FieldValue, OutcomeOut, outcome_of
from sigai_web.ledgers.api.scopes import READ_RECORDS, WRITE_RECORDS
from sigai_web.ledgers.reaching import ReachedRecord, reached
from sigai_web.permissions import Operation
from sigai_web.store.operations import RECORD_KEEP, RECORD_READ

router = Router(tags=["records"])


class RowOut(Schema):
    """A row: its number within the table, its cells by the ids of the columns, who wrote it last and when. `edition` is
    what a change must have seen; a row with `struck` counts no longer."""

    number: int
    values: dict[str, Any]
    by: str
    at: str
    edition: int
    reason: str
    struck: str


class NewRowIn(Sent):
    """The cells of a new row, by the ids of the columns."""

    fields: dict[str, FieldValue] = Field(min_length=1, max_length=200)


class SeenRowIn(Sent):
    """The row as its reader had it before them."""

    edition: Number = Field(description="所见版次 · the edition seen")


class RowEditIn(SeenRowIn):
    """Cells as they shall be; what is not named stays. `reason` where what stood there changes."""

    fields: dict[str, FieldValue] = Field(min_length=1, max_length=200)
    reason: str = Field("", max_length=2000)


class RowStrikeIn(SeenRowIn):
    """Why a row is struck."""

    reason: str = Field(max_length=2000)


@endpoint(
    router,
    "GET",
    "/records/{record}/rows/{table}",
    operation=RECORD_READ,
    scope=READ_RECORDS,
    zh="记录中一张表的各行",
    en="the rows of a table inside a record",
    about_zh="按加入的先后，含已划去的行；谁在何时写的。",
    answer=Whole[RowOut],
)
def list_rows(request: HttpRequest, record: Number, table: str) -> Any:
    """The rows of a table inside a record in the order in which they were added, struck ones too, with who and when."""
    of = _reached(request, record, table, RECORD_READ)
    return {"items": list(rows_in(of.record.fields, table))}


@endpoint(
    router,
    "POST",
    "/records/{record}/rows/{table}",
    operation=RECORD_KEEP,
    scope=WRITE_RECORDS,
    zh="新增一行",
    en="add a row",
    about_zh="在记录的表中新增一行；谁能写、从何时到何时，由台账规定。",
    answer=OutcomeOut,
    status=201,
)
def create_row(request: HttpRequest, record: Number, table: str, data: NewRowIn) -> Any:
    """Add a row to a table inside a record; who may, from when until when, says the ledger."""
    of = _reached(request, record, table, RECORD_KEEP)
    outcome = rows.add_row(Actor.of(request), person(request), of.current.pk, table, data.fields)
    return Status(201, outcome_of(person(request), outcome))


@endpoint(
    router,
    "PATCH",
    "/records/{record}/rows/{table}/{row}",
    operation=RECORD_KEEP,
    scope=WRITE_RECORDS,
    zh="更正一行",
    en="correct a row",
    about_zh="没有写的列照旧；补填空的不用理由，改动已有的要写；别人已先改的返回 409。",
    answer=OutcomeOut,
)
def edit_row(request: HttpRequest, record: Number, table: str, row: Number, data: RowEditIn) -> Any:
    """Change cells of a row: what is empty is filled in, what stood there needs a reason; 409 where somebody else
    changed the row meanwhile."""
    of = _reached(request, record, table, RECORD_KEEP)
    seen = rows.SeenRow(row, data.edition)
    outcome = rows.correct_row(
        Actor.of(request), person(request), of.current.pk, table, seen, cells=data.fields, reason=data.reason
    )
    return outcome_of(person(request), outcome)


@endpoint(
    router,
    "POST",
    "/records/{record}/rows/{table}/{row}/strike",
    operation=RECORD_KEEP,
    scope=WRITE_RECORDS,
    zh="划去一行",
    en="strike a row",
    about_zh="写明理由；行照旧可见，不再计入。",
    answer=OutcomeOut,
)
def strike_row(request: HttpRequest, record: Number, table: str, row: Number, data: RowStrikeIn) -> Any:
    """Strike a row, for a reason: it stays to be seen and counts no longer."""
    of = _reached(request, record, table, RECORD_KEEP)
    seen = rows.SeenRow(row, data.edition)
    outcome = rows.strike_row(Actor.of(request), person(request), of.current.pk, table, seen, reason=data.reason)
    return outcome_of(person(request), outcome)


def _reached(request: HttpRequest, record: int, table: str, operation: Operation) -> ReachedRecord:
    """The record, where it has such a table."""
    of = reached(person(request), record, operation)
    if of.ledger.rows_of(table) is None:
        raise Http404
    return of
