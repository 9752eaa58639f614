"""Figures out of the database: those that an explanation asks for, and all of them, kept beside it as Parquet.

The database is the truth. `SIGAI_HOME/figures` is what runs read instead of it: it takes in what is new, and is made
anew where it is missing, damaged, of another database (`sigai.tables.FigureFolder`), or not sealed by this
installation: who can write the folder can write its digests, too.
"""

from __future__ import annotations

import fcntl
import json
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from sigai.tables import AMOUNT, VALUES, Dataset, FigureFolder, HeldFigures, with_history

CHINA = 8
"""Hours before UTC of the clock in which the contract's times are written; China has one, without summer time."""

_READ_COLUMNS = pa.schema([field for field in VALUES if field.name != "corrected"])
_COLUMNS = """
SELECT entity, measure, month, period, value, revision, state, source, reporter, reported_at,
       given_value, given_unit, file, "row"
FROM figure_revision"""
_NEXT = f"{_COLUMNS} WHERE revision > %s AND revision <= %s ORDER BY revision LIMIT %s"
_COUNT = "SELECT count(*) FROM figure_revision WHERE revision <= %s"
_HEAD = "SELECT number, digest FROM journal_entry ORDER BY number DESC LIMIT 1"
_ENTRY = "SELECT digest FROM journal_entry WHERE number = %s"
_SEAL = "seal"
_AT_ONCE = 100_000
"""So many revisions are Python objects at a time."""


def folder() -> FigureFolder:
    """Where this installation keeps its figures as Parquet."""
    return FigureFolder(Path(settings.SIGAI_HOME) / "figures")


def figures_up_to(cursor: Any, mark: int) -> tuple[Dataset, Dataset]:
    """The figures that counted at a mark (contract VALUES) and every revision up to it (VALUE_HISTORY), as the cursor
    sees them.

    Only what the folder does not hold yet is read from the database.
    """
    ours = folder()
    with _alone(ours.path):
        held = ours.held()
        if held is not None and not (_is_sealed(ours, held) and _continues(cursor, ours, held, mark)):
            held = None
        if held is None or held.mark < mark:
            with tempfile.TemporaryDirectory(prefix=".new-", dir=ours.path) as place:
                since = held.mark if held is not None else 0
                new = _by_month(cursor, since, mark, Path(place))
                held = ours.add(held, new, mark=mark, origin=_head(cursor))
                (ours.path / _SEAL).write_text(_seal_of(held), encoding="ascii")
    return ours.figures(held, mark)


def are_as_kept() -> bool:
    """Whether the folder's figures are those that were written into it, or there are none; where not, the next
    calculation makes them anew."""
    ours = folder()
    if not (ours.path / _SEAL).exists():
        return True
    with _alone(ours.path):
        held = ours.held()
        return held is not None and _is_sealed(ours, held)


def _is_sealed(ours: FigureFolder, held: HeldFigures) -> bool:
    try:
        given = (ours.path / _SEAL).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return False
    return constant_time_compare(given, _seal_of(held))


def _seal_of(held: HeldFigures) -> str:
    """What vouches for all that a folder says of its files, made with the secret of the installation."""
    said = json.dumps(asdict(held), sort_keys=True)
    return salted_hmac("sigai.figures", said, algorithm="sha256").hexdigest()


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Be the one process that looks what the folder holds and writes into it; the system frees the lock however the
    process ends."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _continues(cursor: Any, ours: FigureFolder, held: HeldFigures, mark: int) -> bool:
    """Whether the database is still the one that was read, with more at the end: it has the journal's entry of then, by
    its digest, and as many revisions up to then (a transaction with lower numbers may have ended later)."""
    cursor.execute(_ENTRY, (held.origin.get("journal"),))
    if (held.origin.get("digest"),) != cursor.fetchone():
        return False
    upto = min(mark, held.mark)
    cursor.execute(_COUNT, (upto,))
    return bool(cursor.fetchone()[0] == ours.figures(held, upto)[1].num_rows)


def _head(cursor: Any) -> dict[str, Any]:
    """The journal's last entry: what tells this database, as it is now, from every other."""
    cursor.execute(_HEAD)
    found = cursor.fetchone()
    return dict(zip(("journal", "digest"), found, strict=True)) if found else {}


def _by_month(cursor: Any, since: int, mark: int, place: Path) -> Iterator[tuple[int, pa.Table]]:
    """Later revisions, a table a month. They come in the order of their numbers and are laid down by month first, so
    that no more than one month is ever in memory."""
    writers: dict[int, pq.ParquetWriter] = {}
    while (rows := _read(cursor, _NEXT, (since, mark, _AT_ONCE))).num_rows:
        since = int(rows["revision"][-1].as_py())
        for month in np.unique(rows["month"].to_numpy()).tolist():
            if month not in writers:
                writers[month] = pq.ParquetWriter(place / f"{month}.parquet", rows.schema)
            writers[month].write_table(rows.filter(pc.equal(rows["month"], pa.scalar(month, pa.int32()))))
    for writer in writers.values():
        writer.close()
    for month in sorted(writers):
        yield month, pq.read_table(place / f"{month}.parquet")


def figures_of(cursor: Any, mark: int, measures: Collection[str], months: range) -> pa.Table:
    """The figures of some measures and months that counted at a mark, by the contract VALUES: read to explain, not
    kept."""
    if not measures:
        return VALUES.empty_table()
    places = ", ".join(["%s"] * len(measures))
    asked = f"measure IN ({places}) AND month BETWEEN %s AND %s AND revision <= %s"
    arguments: tuple[int | str, ...] = (*sorted(measures), months.start, months.stop - 1, mark)
    query = f"{_COLUMNS} WHERE {asked} ORDER BY entity, measure, period, revision"
    history = with_history(_read(cursor, query, arguments))
    return history.filter(history["current"]).drop_columns(["current"])


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


def amounts_of(column: Sequence[int | None]) -> pa.Array[Any]:
    """Ten-thousandths to decimals: the 64-bit number, extended by its sign to 128 bits, is the decimal. A figure that
    was withdrawn has none."""
    whole: Any = pa.array(column, pa.int64())
    low = np.asarray(whole.fill_null(0), dtype=np.int64)
    pairs = np.column_stack((low, low >> 63)).astype("<i8") if len(low) else low
    amounts: pa.Array[Any] = pa.Array.from_buffers(
        AMOUNT, len(low), [None, pa.py_buffer(np.ascontiguousarray(pairs).tobytes())]
    )
    if not whole.null_count:
        return amounts
    withdrawn: pa.Array[Any] = pc.if_else(whole.is_valid(), amounts, pa.scalar(None, AMOUNT))
    return withdrawn


def _clock(column: Sequence[Any]) -> pa.Array[Any]:
    """Moments in UTC (texts from SQLite, times from PostgreSQL) to the contract's clock."""
    texts = any(isinstance(moment, str) for moment in column)
    given: pa.Array[Any] = pa.array(column, pa.string()) if texts else pa.array(column)
    moments = given.cast(pa.timestamp("us"))
    numbers = pc.add(moments.cast(pa.int64()), pa.scalar(CHINA * 3_600_000_000, pa.int64()))
    return numbers.cast(pa.timestamp("us"))
