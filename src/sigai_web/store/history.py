"""Every revision of every figure as a column table; a process that read it once reads only what came since."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.db import connection

from sigai.tables import AMOUNT, VALUE_HISTORY, VALUES

CHINA = 8
"""Hours before UTC of the clock in which the contract's times are written; China has one, without summer time."""

_READ_COLUMNS = pa.schema([field for field in VALUES if field.name != "corrected"])
_COLUMNS = """
SELECT entity, measure, month, period, value, revision, state, source, reporter, reported_at,
       given_value, given_unit, file, "row"
FROM figure_revision"""
_UP_TO = f"{_COLUMNS} WHERE revision <= %s ORDER BY entity, measure, period, revision"
_SINCE = f"{_COLUMNS} WHERE revision > %s AND revision <= %s ORDER BY entity, measure, period, revision"
_ORDER: list[tuple[str, Literal["ascending", "descending"]]] = [
    (name, "ascending") for name in ("entity", "measure", "period", "revision")
]
_COUNT = "SELECT count(*) FROM figure_revision WHERE revision <= %s"


@dataclass(frozen=True, slots=True)
class _Read:
    """What this process read last, of which database: the table and the mark up to which it goes."""

    database: str
    mark: int
    history: pa.Table


_LOCK = Lock()
_READ: list[_Read] = []


def figure_history(cursor: Any, mark: int) -> pa.Table:
    """Every revision up to a mark, by the contract VALUE_HISTORY, in the order of entities, measures and periods.

    What the process read before is not read again: only later revisions are, and what they replace stops counting. A
    process that reads further back, or finds that the number of earlier rows changed (a transaction with lower numbers
    that ended later), reads everything.
    """
    with _LOCK:
        read = _READ[0] if _READ else None
    if read is None or not _stands(cursor, read, mark):
        found = _whole(_read(cursor, _UP_TO, (mark,)))
    elif read.mark == mark:
        return read.history
    else:
        found = _continued(cursor, read, mark)
    with _LOCK:
        if not _READ or _READ[0].database != _database() or _READ[0].mark <= mark:
            _READ[:] = [_Read(_database(), mark, found)]
    return found


def figures_of(cursor: Any, mark: int, measures: Collection[str], months: range) -> pa.Table:
    """The figures of some measures and months that counted at a mark, by the contract VALUES: read to explain, not
    kept."""
    if not measures:
        return VALUES.empty_table()
    places = ", ".join(["%s"] * len(measures))
    asked = f"measure IN ({places}) AND month BETWEEN %s AND %s AND revision <= %s"
    arguments: tuple[int | str, ...] = (*sorted(measures), months.start, months.stop - 1, mark)
    query = f"{_COLUMNS} WHERE {asked} ORDER BY entity, measure, period, revision"
    history = _whole(_read(cursor, query, arguments))
    return history.filter(history["current"]).drop_columns(["current"])


def forget() -> None:
    """Read everything anew next time: for whoever puts another database in this one's place."""
    with _LOCK:
        _READ.clear()


def _stands(cursor: Any, read: _Read, mark: int) -> bool:
    """Whether what was read is still the beginning of what is there."""
    if read.database != _database() or read.mark > mark:
        return False
    cursor.execute(_COUNT, (read.mark,))
    return bool(cursor.fetchone()[0] == read.history.num_rows)


def _database() -> str:
    """Which database it is: tests have several in one process, and one may be put in another's place."""
    described = connection.settings_dict
    return f"{settings.SIGAI_HOME} {described['HOST']} {described['PORT']} {described['NAME']}"


def _continued(cursor: Any, read: _Read, mark: int) -> pa.Table:
    later = _read(cursor, _SINCE, (read.mark, mark))
    table = pa.concat_tables([read.history.select(later.column_names), later])
    return _whole(table.take(pc.sort_indices(table, sort_keys=_ORDER)).combine_chunks())


def _whole(table: pa.Table) -> pa.Table:
    """Rows come ordered by entity, measure, period and revision. The last of each key counts; a row is corrected if
    any of its key before it had another value, or if its state says so."""
    first = _changes(table, "entity") | _changes(table, "measure") | _changes(table, "period")
    other = np.cumsum(_changes(table, "value") & ~first)
    before = other[first][np.cumsum(first) - 1]
    corrected = (other > before) | pc.equal(table["state"], pa.scalar("revised")).to_numpy()
    current = np.append(first[1:], np.ones(min(len(first), 1), dtype=np.bool_))
    marked = table.append_column("corrected", pa.array(corrected)).append_column("current", pa.array(current))
    return marked.select(VALUE_HISTORY.names)


def _changes(table: pa.Table, name: str) -> npt.NDArray[np.bool_]:
    """Where a column differs from the row above; the first row always does."""
    column = table[name]
    differs = pc.not_equal(column.slice(1), column.slice(0, max(len(column) - 1, 0)))
    return np.append(np.ones(min(len(column), 1), dtype=np.bool_), differs.to_numpy())


def columns_of(cursor: Any, query: str, arguments: tuple[int | str, ...], count: int) -> Sequence[Sequence[Any]]:
    """The answer to a query, by the column; `count` empty columns where it has no rows."""
    cursor.execute(query, arguments)
    rows = cursor.fetchall()
    return list(zip(*rows, strict=True)) if rows else [()] * count


def _read(cursor: Any, query: str, arguments: tuple[int | str, ...]) -> pa.Table:
    columns = columns_of(cursor, query, arguments, len(_READ_COLUMNS))
    arrays: list[pa.Array[Any]] = []
    for field, column in zip(_READ_COLUMNS, columns, strict=True):
        if field.name == "value":
            arrays.append(amounts_of(column))
        elif field.name == "reported_at":
            arrays.append(_clock(column))
        else:
            arrays.append(pa.array(column, field.type))
    return pa.Table.from_arrays(arrays, schema=_READ_COLUMNS)


def amounts_of(column: Sequence[int]) -> pa.Array[Any]:
    """Ten-thousandths to decimals: the 64-bit number, extended by its sign to 128 bits, is the decimal."""
    low = np.asarray(column, dtype=np.int64)
    pairs = np.column_stack((low, low >> 63)).astype("<i8") if len(low) else low
    return pa.Array.from_buffers(AMOUNT, len(low), [None, pa.py_buffer(np.ascontiguousarray(pairs).tobytes())])


def _clock(column: Sequence[Any]) -> pa.Array[Any]:
    """Moments in UTC (texts from SQLite, times from PostgreSQL) to the contract's clock."""
    texts = any(isinstance(moment, str) for moment in column)
    given: pa.Array[Any] = pa.array(column, pa.string()) if texts else pa.array(column)
    moments = given.cast(pa.timestamp("us"))
    numbers = pc.add(moments.cast(pa.int64()), pa.scalar(CHINA * 3_600_000_000, pa.int64()))
    return numbers.cast(pa.timestamp("us"))
