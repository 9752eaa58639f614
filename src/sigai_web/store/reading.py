"""The store as the engine's tables: a few queries over whole tables, then columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.db.models import QuerySet

from sigai.base import digest_bytes
from sigai.programme import Programme
from sigai.tables import ENTITIES, RECORD_STATES, RECORDS, Data, DataQuery
from sigai_web.journal.snapshots import snapshot
from sigai_web.store.closed import closed_months, words_of
from sigai_web.store.history import columns_of, figures_of, figures_up_to
from sigai_web.store.models import DataSource, Entity
from sigai_web.store.register import facts_at, lines_at, table_of_lines

_RECORDS = """
SELECT e.ledger, e.number, r.name, r.entity, r.area, s.state, s.day, r.fields, r.reporter, r.file, r."row"
FROM record_entry e
JOIN record_revision r ON r.revision =
     (SELECT max(x.revision) FROM record_revision x WHERE x.record_id = e.id AND x.revision <= %s)
JOIN record_state s ON s.revision =
     (SELECT max(x.revision) FROM record_state x WHERE x.record_id = e.id AND x.revision <= %s)
WHERE NOT r.withdrawn
ORDER BY e.ledger, e.number
"""
_MARKS = """
SELECT (SELECT max(revision) FROM figure_revision), (SELECT max(revision) FROM record_revision),
       (SELECT max(revision) FROM record_state), (SELECT max(number) FROM journal_entry),
       (SELECT max(revision) FROM entity_line), (SELECT max(revision) FROM entity_fact)
"""
_STATES = """
SELECT e.ledger, e.number, s.state, s.since,
       coalesce(s.until, lead(s.since) OVER (PARTITION BY s.record_id ORDER BY s.revision))
FROM record_state s
JOIN record_entry e ON e.id = s.record_id
JOIN record_revision r ON r.revision =
     (SELECT max(x.revision) FROM record_revision x WHERE x.record_id = e.id AND x.revision <= %s)
WHERE s.revision <= %s AND NOT r.withdrawn
ORDER BY e.ledger, e.number, s.revision
"""


@dataclass(frozen=True, slots=True)
class Marks:
    """How far the store had come at a moment: the last revision of figures, records and states, the last journal entry,
    the last line and fact of the register.

    Everything up to them is in the store for good, so that the data of that moment can be read again. Marks that were
    kept before the register had a history name no line: they mean the lines that were carried over.
    """

    figure: int
    record: int
    state: int
    journal: int
    line: int | None = None
    fact: int = 0


def marks_now(cursor: Any) -> Marks:
    """The marks of the moment that a snapshot sees."""
    cursor.execute(_MARKS)
    return Marks(*(number or 0 for number in cursor.fetchone()))


def as_data(programme: Programme, until: Marks | None = None) -> Data:
    """Everything in the store as one moment's tables, for a run: now, or as it stood at earlier marks.

    A store that was not filled from a folder supplies every ledger
    of the programme: one without records counts zero.
    """
    with snapshot() as cursor:
        return read_data(programme, cursor, until or marks_now(cursor))


def data_under(programme: Programme, marks: Marks, asked: DataQuery) -> Data:
    """What stood at earlier marks of what is asked for, with the whole register: enough to explain a term that asks
    for nothing else, in a city of any size."""
    with snapshot() as cursor:
        values = figures_of(cursor, marks.figure, asked.measures, asked.months)
        entities, facts = lines_at(cursor, marks.line), facts_at(cursor, marks.fact)
        none = RECORDS.empty_table(), RECORD_STATES.empty_table()
        records, states = _records(cursor, marks) if asked.ledgers else none
        closed, _ = closed_months(marks.journal)
    return Data(
        entities=entities,
        facts=facts,
        values=values,
        history=values.append_column("current", pa.repeat(True, values.num_rows)),
        records=records,
        record_states=states,
        ledgers=frozenset(ledger.id for ledger in programme.ledgers),
        closed=closed,
        title="",
        demonstration=False,
        digest="",
    )


def _records(cursor: Any, marks: Marks) -> tuple[pa.Table, pa.Table]:
    records = _table(columns_of(cursor, _RECORDS, (marks.record, marks.state), len(RECORDS)), RECORDS)
    return records, _table(columns_of(cursor, _STATES, (marks.record, marks.state), len(RECORD_STATES)), RECORD_STATES)


def read_data(programme: Programme, cursor: Any, marks: Marks) -> Data:
    """The tables of a snapshot up to its marks."""
    values, history = figures_up_to(cursor, marks.figure)
    entities, facts = lines_at(cursor, marks.line), facts_at(cursor, marks.fact)
    records, states = _records(cursor, marks)
    source = DataSource.objects.order_by("pk").first()
    known: tuple[object, ...] = (
        source.digest if source else "",
        marks.figure,
        marks.record,
        marks.state,
        entities.to_pylist(),
    )
    closed, kept = closed_months(marks.journal)
    # Data of which no month was closed, and without dated facts, have the digest that they always had.
    known += (facts.to_pylist(),) if facts.num_rows else ()
    known += (words_of(closed, kept),) if closed is not None else ()
    supplied = frozenset(source.ledgers.split()) if source else frozenset(ledger.id for ledger in programme.ledgers)
    return Data(
        entities=entities,
        facts=facts,
        values=values,
        history=history,
        records=records,
        record_states=states,
        ledgers=supplied | frozenset(map(str, records["ledger"].unique().to_pylist())),
        closed=closed,
        kept=kept,
        title=source.title if source else programme.head.title.zh,
        demonstration=source.demonstration if source else False,
        digest=digest_bytes(repr(known).encode()),
    )


def entity_table(rows: QuerySet[Entity]) -> pa.Table:
    """A part of the register as the engine's table."""
    found = list(rows.order_by("pk").values_list(*ENTITIES.names))
    return table_of_lines(list(zip(*found, strict=True)) if found else [()] * len(ENTITIES))


def _table(columns: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    dates = {field.name for field in schema if pa.types.is_date(field.type)}
    arrays = []
    for field, column in zip(schema, columns, strict=True):
        if field.name in dates and any(isinstance(day, str) for day in column):
            arrays.append(pa.array(column, pa.string()).cast(field.type))
        else:
            arrays.append(pa.array(column, field.type))
    return pa.Table.from_arrays(arrays, schema=schema)
