"""Filling an empty store with the checked data of a folder: in bulk, in one transaction, with one journal entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.db.models import Model

from sigai.base import Place, UserError
from sigai.tables import Data, in_memory
from sigai_web import clock
from sigai_web.journal.changes import change
from sigai_web.journal.declaring import proven_of
from sigai_web.journal.proofs import Telling
from sigai_web.journal.standing import bulk
from sigai_web.journal.writing import SYSTEM, Actor, append
from sigai_web.problems import STORE_NOT_EMPTY
from sigai_web.store.history import CHINA
from sigai_web.store.lengths import against_data
from sigai_web.store.models import (
    DataSource,
    Entity,
    EntityFact,
    EntityLine,
    FigureRevision,
    RecordEntry,
    RecordRevision,
    RecordState,
)
from sigai_web.store.records import keep_current, number_on
from sigai_web.store.register import NewFact, tell_facts

_FIGURE_COLUMNS = (
    "entity",
    "measure",
    "period",
    "month",
    "value",
    "state",
    "source",
    "reporter",
    "reported_at",
    "given_value",
    "given_unit",
    "reason",
    "file",
    "row",
)
_ENTITY_COLUMNS = (
    "id",
    "name",
    "kind",
    "area",
    "park",
    "industry",
    "above_scale_since",
    "active_from",
    "active_until",
    "tags",
    "file",
    "row",
)

_AT_ONCE = 500
_ADDED: tuple[type[Model], ...] = (FigureRevision, RecordEntry, RecordRevision, RecordState)
_FILLED = (Entity, EntityLine, EntityFact, FigureRevision, RecordEntry, RecordRevision, RecordState, DataSource)


@change
def import_data(data: Data, *, actor: Actor = SYSTEM) -> None:
    """Put entities with their facts, every revision and every record of `data` into the store.

    UserError where the store is not empty (W010), or with every column that holds too long a text (W037).
    """
    if FigureRevision.objects.exists() or RecordEntry.objects.exists():
        raise UserError([STORE_NOT_EMPTY.at(Place())])
    if issues := against_data(data):
        raise UserError(issues)
    _insert("entity", _ENTITY_COLUMNS, _entity_rows(data.entities))
    tell_facts([NewFact(**row) for row in data.facts.to_pylist()])
    _insert("figure_revision", _FIGURE_COLUMNS, _figure_rows(in_memory(data.history)))
    _import_records(data)
    keep_current()
    DataSource.objects.create(
        title=data.title,
        demonstration=data.demonstration,
        ledgers=" ".join(sorted(data.ledgers)),
        digest=data.digest,
    )
    counts = {
        "entities": data.entities.num_rows,
        "figures": data.history.num_rows,
        "records": data.records.num_rows,
        "title": data.title,
        "digest": data.digest,
    }
    told = [part for model in _FILLED for part in bulk(proven_of(model))]
    append(actor, "store.import", "store", after=counts, tells=told)


def add_data(data: Data) -> list[Telling]:
    """Put figures and records beside what stands, and give back every row written, for the journal. The caller has seen
    to it that none of them stands already, and that no text is too long."""
    before = {model: _last(model) for model in _ADDED}
    _insert("figure_revision", _FIGURE_COLUMNS, _figure_rows(in_memory(data.history)))
    _import_records(data)
    number_on({str(ledger) for ledger in data.records["ledger"].unique().to_pylist()})
    new = list(RecordEntry.objects.filter(pk__gt=before[RecordEntry]).values_list("pk", flat=True))
    for start in range(0, len(new), _AT_ONCE):
        keep_current(new[start : start + _AT_ONCE])
    return [
        part for model in _ADDED for part in bulk(proven_of(model), model._default_manager.filter(pk__gt=before[model]))
    ]


def _last(model: type[Model]) -> int:
    return model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0


def _entity_rows(entities: pa.Table) -> Iterable[Sequence[Any]]:
    columns = [
        [";".join(tags or ()) for tags in _list(entities, name)] if name == "tags" else _list(entities, name)
        for name in _ENTITY_COLUMNS
    ]
    return zip(*columns, strict=True)


def _figure_rows(history: pa.Table) -> Iterable[Sequence[Any]]:
    """Earlier revisions first: the store numbers its rows in this order."""
    history = history.take(pc.sort_indices(history, sort_keys=[("revision", "ascending"), ("row", "ascending")]))
    columns = {name: _list(history, name) for name in _FIGURE_COLUMNS if name in history.column_names}
    columns["value"] = _ten_thousandths(history["value"])
    columns["reported_at"] = _times(history["reported_at"])
    columns["reason"] = [""] * history.num_rows
    return zip(*(columns[name] for name in _FIGURE_COLUMNS), strict=True)


def _ten_thousandths(amounts: pa.ChunkedArray[Any]) -> list[int]:
    """The whole numbers behind decimals with four digits after the point: the low half of their 128 bits."""
    array = amounts.combine_chunks()
    halves = np.frombuffer(cast(bytes, array.buffers()[1]), dtype="<i8")
    found: list[int] = halves[2 * array.offset : 2 * (array.offset + len(array)) : 2].tolist()
    return found


def _times(column: pa.ChunkedArray[Any]) -> list[str | None]:
    """Times of the contract (Chinese clock) as texts that both databases take for the same moment in UTC."""
    moments = pc.subtract(column, pa.scalar(timedelta(hours=CHINA), pa.duration("us"))).cast(pa.string())
    zone = "+00:00" if connection.vendor == "postgresql" else ""
    return [None if moment is None else moment + zone for moment in moments.to_pylist()]


def _import_records(data: Data) -> None:
    records = data.records.select(
        ["ledger", "id", "name", "entity", "area", "fields", "reporter", "file", "row"]
    ).to_pylist()
    _insert("record_entry", ("ledger", "number"), ((record["ledger"], record["id"]) for record in records))
    own = RecordEntry.objects.filter(ledger__in={record["ledger"] for record in records})
    keys = {(ledger, number): key for key, ledger, number in own.values_list("pk", "ledger", "number")}
    now = connection.ops.adapt_datetimefield_value(clock.now())
    names = ("name", "entity", "area", "fields", "reporter", "file", "row")
    _insert(
        "record_revision",
        ("record_id", *names, "at", "reason", "withdrawn"),
        (
            (keys[record["ledger"], record["id"]], *(record[name] for name in names), now, "", False)
            for record in records
        ),
    )
    standing = zip(*(_list(data.records, name) for name in ("ledger", "id", "state", "state_since")), strict=True)
    days = {(ledger, number): (state, day) for ledger, number, state, day in standing}
    _insert(
        "record_state",
        ("record_id", "state", "since", "until", "day", "reporter", "at"),
        _state_rows(data.record_states, keys, days, now),
    )


def _state_rows(
    states: pa.Table, keys: dict[tuple[str, str], int], days: dict[tuple[str, str], tuple[str, Any]], now: Any
) -> Iterable[Sequence[Any]]:
    ordered = states.take(pc.sort_indices(states, sort_keys=[("since", "ascending"), ("until", "ascending")]))
    for step in ordered.to_pylist():
        key = step["ledger"], step["id"]
        state, day = days[key]
        standing = step["until"] is None and step["state"] == state
        known = day.isoformat() if standing and day is not None else None
        yield keys[key], step["state"], step["since"], step["until"], known, None, now


def _insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(rows))  # noqa: S608


def _list(table: pa.Table, column: str) -> list[Any]:
    return table[column].to_pylist()
