"""The rows that stand, as columns: read alike from both databases, and alike whether to be told or to be compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from sigai.base import digest_bytes
from sigai_web.journal.declaring import Kind, Proven, ProvenColumn, Rows
from sigai_web.journal.proofs import Bulk, plain_json

_AT_ONCE = 20_000
"""Rows that are held as Python's values at one time."""
_TYPES: dict[Kind, Any] = {
    Kind.WHOLE: pa.int64(),
    Kind.YES_NO: pa.bool_(),
    Kind.MOMENT: pa.timestamp("us"),
}


def type_of(column: ProvenColumn) -> Any:
    """The type in which a column is compared; texts for all but numbers, yes or no, and moments."""
    return _TYPES.get(column.kind, pa.string())


def standing(said: Proven, rows: Rows | None = None) -> pa.Table:
    """The proven columns of a table's rows that must have been told (or of `rows`), in the order of their keys."""
    schema = pa.schema([(column.name, type_of(column)) for column in said.columns])
    chunks = [
        pa.Table.from_arrays(arrays, schema=schema) for arrays in _read(said, said.rows() if rows is None else rows)
    ]
    return pa.concat_tables(chunks) if chunks else schema.empty_table()


def bulk(said: Proven, rows: Rows | None = None) -> Iterator[Bulk]:
    """The rows that stand, to be told, so many at once."""
    table = standing(said, rows)
    for start in range(0, table.num_rows, _AT_ONCE):
        part = table.slice(start, _AT_ONCE)
        yield Bulk(said.model, {column.name: _plain(part[column.name]) for column in said.columns})


def as_told(column: ProvenColumn, values: Sequence[Any]) -> pa.Array[Any]:
    """Values that an entry tells, in the type in which they are compared."""
    array = pa.array(values, pa.string() if column.kind is Kind.MOMENT else type_of(column))
    return array.cast(pa.timestamp("us")) if column.kind is Kind.MOMENT else array


def _read(said: Proven, rows: Rows) -> Iterator[list[pa.Array[Any]]]:
    names = [column.field.attname for column in said.columns]
    query, values = rows.order_by("pk").values_list(*names).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        while found := cursor.fetchmany(_AT_ONCE):
            columns = zip(said.columns, zip(*found, strict=True), strict=True)
            yield [_array(column, given) for column, given in columns]


def _array(column: ProvenColumn, values: Sequence[Any]) -> pa.Array[Any]:
    match column.kind:
        case Kind.MOMENT:
            return _moments(values)
        case Kind.DAY:
            return pa.array([None if day is None else str(day)[:10] for day in values], pa.string())
        case Kind.YES_NO:
            return pa.array([None if each is None else bool(each) for each in values], pa.bool_())
        case Kind.JSON:
            return pa.array([None if each is None else plain_json(_loaded(each)) for each in values], pa.string())
        case Kind.SECRET:
            return pa.array(
                [None if each is None else digest_bytes(str(each).encode()) for each in values], pa.string()
            )
        case _:
            plain: pa.Array[Any] = pa.array(values, None if column.kind is Kind.WHOLE else pa.string())
            return plain.cast(type_of(column))  # a fraction in a column of whole numbers is an error, not cut off


def _moments(values: Sequence[Any]) -> pa.Array[Any]:
    """Texts or times without a zone from SQLite, times with one from PostgreSQL: all in UTC."""
    first = next((each for each in values if each is not None), None)
    if first is None or isinstance(first, str):
        return pa.array(values, pa.string()).cast(pa.timestamp("us"))
    if first.tzinfo is None:
        plain: pa.Array[Any] = pa.array(values, pa.timestamp("us"))
        return plain
    zoned: pa.Array[Any] = pa.array(values, pa.timestamp("us", "UTC"))
    return zoned.cast(pa.timestamp("us"))


def _loaded(value: Any) -> Any:
    """A value of a JSON column; one that somebody made none stays the text that it is."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return {"": value}


def _plain(column: Iterable[Any] | pa.ChunkedArray[Any]) -> list[Any]:
    if isinstance(column, pa.ChunkedArray) and pa.types.is_timestamp(column.type):
        return pc.strftime(column, "%Y-%m-%dT%H:%M:%S").to_pylist()
    return list(column.to_pylist())  # type: ignore[union-attr]
