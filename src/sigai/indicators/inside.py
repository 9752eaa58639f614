"""Rows inside records, for queries: each as a record of its own, or counted and added up beside its record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import ibis

from sigai.evaluation.conditions import ask
from sigai.evaluation.decimals import undecided
from sigai.evaluation.populations import NEVER
from sigai.evaluation.record_book import AMOUNT_COLUMN, TOTAL_COLUMN, RecordBook, column_of, field_text
from sigai.formulas.function import Applied
from sigai.formulas.nodes import Attribute, OwnRows
from sigai.programme.ledgers import ROWS, Ledger, RecordRows
from sigai.programme.programme import Programme
from sigai.tables import ROW_MARK, Store


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is asked of the rows inside each record of a ledger, with the parameters in force in the month `at`."""

    ledger: str
    call: OwnRows
    at: int


def rows_as_records(store: Store, programme: Programme, book: str, names: Iterable[str]) -> ibis.Table:
    """The rows of a table inside records as records of their own, those that were not struck: with their cells and the
    fields of their records as texts. `since`: the month by which a row has become a fact; null where it never has."""
    ledger, table = _table_of(programme, book)
    records = store.table("records")
    held = records.filter(records.ledger == ledger.id)
    listed = held.mutate(inside=held.fields.cast("json")[table.id].array.unnest())
    listed = listed.filter(listed.inside["struck"].str.isnull())
    cells, around = listed.inside["values"], listed.fields.cast("json")
    wanted = dict.fromkeys([*names, *([table.dated] if table.dated else [])])
    columns = {column_of(name): field_text(cells if table.column(name) else around, name) for name in wanted}
    rows = listed.select(
        "name",
        "entity",
        "area",
        ledger=ibis.literal(book),
        record=listed.id,
        id=listed.id.concat(ROW_MARK, listed.inside["no"].cast("string")),
        **columns,
    )
    asked = rows.mutate(counted_area=rows.area)
    return asked.mutate(since=_since(programme, programme.book_by_id[book], table, asked)).drop("counted_area")


def _table_of(programme: Programme, book: str) -> tuple[Ledger, RecordRows]:
    ledger, _, name = book.partition(ROWS)
    found = programme.ledger_by_id[ledger]
    return found, next(rows for rows in found.rows if rows.id == name)


def _since(programme: Programme, book: Ledger, table: RecordRows, rows: ibis.Table) -> Any:
    """The month of the day of a row; one that goes by no day is a fact as soon as its record counts."""
    column = table.column(table.dated or "")
    if column is None:
        return ibis.literal(0, type="int32")
    if column.kind == "date":
        day = rows[column_of(column.id)].try_cast("date")
        return (day.year() * 12 + day.month() - 1).cast("int32")
    subject = RecordBook(programme, book, rows, 0, alone=True).subject(above=None)
    return subject.span(Attribute(column.id), "period").last.cast("int32")


def gathered_columns(store: Store, programme: Programme, records: ibis.Table, asked: Iterable[Gathered]) -> ibis.Table:
    """Records with a column for everything that is asked of the rows inside them. What may count or not, or lacks the
    number that is added up, makes the whole unknown: as of one record by itself."""
    for number, one in enumerate(asked):
        counted = _gathered(store, programme, one)
        joined = records.left_join(counted, [records.ledger == counted.of_ledger, records.id == counted.of_record])
        amount = joined.of_record.isnull().ifelse(ibis.literal(0).cast(TOTAL_COLUMN), joined.gathered)
        own = joined.ledger == one.ledger
        records = joined.mutate(**{gathered_column(number): own.ifelse(amount, ibis.null(TOTAL_COLUMN))}).drop(
            "of_ledger", "of_record", "gathered"
        )
    return records


def gathered_column(number: int) -> str:
    """The column in which the answer to a question of rows is laid out."""
    return f"gathered_{number}"


def _gathered(store: Store, programme: Programme, one: Gathered) -> ibis.Table:
    """For every record that has rows what is asked of them; null where that cannot be known."""
    book = programme.book_by_id[f"{one.ledger}{ROWS}{one.call.table}"]
    names = [field.id for field in book.fields]
    rows = rows_as_records(store, programme, book.id, names)
    rows = rows.filter([rows[column_of(name)].notnull() for name in one.call.given]) if one.call.given else rows
    rows = rows.mutate(counted_area=rows.area)
    counts = _counts(RecordBook(programme, book, rows, one.at, alone=True), one.call)
    number = (
        rows[column_of(one.call.of)].try_cast(AMOUNT_COLUMN) if one.call.of else ibis.literal(1).cast(AMOUNT_COLUMN)
    )
    told = rows.mutate(open=undecided(counts) | (counts & number.isnull()), adds=counts.ifelse(number, 0))
    together = told.group_by(of_record=told.record).agg(open=told.open.any(), amount=told.adds.sum())
    known = together.open.ifelse(ibis.null(TOTAL_COLUMN), together.amount.try_cast(TOTAL_COLUMN))
    return together.select("of_record", of_ledger=ibis.literal(one.ledger), gathered=known)


def _counts(book: RecordBook, call: OwnRows) -> Any:
    return ibis.literal(True) if call.where is None else ask(call.where, book.subject(above=None))


def numbered(asked: tuple[Gathered, ...], ledger: str, at: int) -> Any:
    """Gives for what is asked of rows in a month the number of its column."""

    def number(call: Applied) -> int:
        return next(k for k, one in enumerate(asked) if (one.ledger, one.call, one.at) == (ledger, call, at))

    return number


def stays_of_rows(runs: ibis.Table, stay: int, rows: ibis.Table) -> ibis.Table:
    """The stays of the rows inside records: those of their records, from the day on which a row became a fact."""
    own = runs.filter(runs.stay == stay)
    joined = own.join(rows.select("record", "since", row_id="id"), own.id == rows.record)
    began = joined.filter(joined.since.notnull())
    found = began.select("stay", id=began.row_id, entered=ibis.greatest(began.entered, began.since), left_in="left_in")
    return found.filter(found.entered < found.left_in.fill_null(NEVER))
