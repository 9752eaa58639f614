"""The rows that stand beside those that the journal says: every difference named by table, key and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base import Issue, Place
from sigai_web.journal.declaring import Proven, ProvenColumn
from sigai_web.journal.problems import ROW_CHANGED, ROW_GONE, ROW_UNTOLD
from sigai_web.journal.replaying import Expected
from sigai_web.journal.standing import standing

_LONGEST = 200
"""Characters of a row or a value that a message shows."""
_AT_ONCE = 500


def differences(said: Proven, expected: Expected, stands: pa.Table, *, all_told: bool) -> Iterator[Issue]:
    """What of a table is not as the journal says; `all_told`: a row in no entry is a difference, too."""
    keys = stands[said.key.name].combine_chunks()
    known = pc.is_in(keys, expected.keys)
    if all_told:
        yield from _untold(said, stands.filter(pc.invert(known)))
    yield from _changed(said, expected, stands.filter(known))
    missing = expected.keys.filter(pc.invert(pc.is_in(expected.keys, keys))).to_pylist()
    for start in range(0, len(missing), _AT_ONCE):
        yield from _taken_back(said, expected, missing[start : start + _AT_ONCE])


def _untold(said: Proven, rows: pa.Table) -> Iterator[Issue]:
    for row in rows.to_pylist():
        facts = {"key": named(said, row[said.key.name]), "stands": shown(said.columns[1:], row)}
        yield ROW_UNTOLD.at(Place(said.table), **facts)


def _taken_back(said: Proven, expected: Expected, keys: list[Any]) -> Iterator[Issue]:
    """Rows that are not among those that must have been told: somebody made them what need not be, or removed them."""
    rows = standing(said, said.model._default_manager.filter(pk__in=keys))
    yield from _changed(said, expected, rows)
    there = set(rows[said.key.name].to_pylist())
    for key in keys:
        if key not in there:
            at = pc.index(expected.keys, key).as_py()
            row = {column.name: expected.columns[column.name].values[at].as_py() for column in said.columns[1:]}
            facts = {"entry": expected.entries[at].as_py(), "told": shown(said.columns[1:], row)}
            yield ROW_GONE.at(Place(said.table), key=named(said, key), **facts)


def _changed(said: Proven, expected: Expected, rows: pa.Table) -> Iterator[Issue]:
    """Rows that the journal knows, column by column."""
    keys = rows[said.key.name].combine_chunks()
    at = pc.index_in(keys, expected.keys)
    for column in said.columns[1:]:
        word = expected.columns[column.name]
        told, entries, stands = word.values.take(at), word.entries.take(at), rows[column.name].combine_chunks()
        unlike = pc.and_(differ(told, stands), pc.is_valid(entries))
        found = (part.filter(unlike).to_pylist() for part in (keys, entries, told, stands))
        for key, entry, was, now in zip(*found, strict=True):
            facts = {"told": short(column.shown(was)), "stands": short(column.shown(now))}
            yield ROW_CHANGED.at(Place(said.table), key=named(said, key), column=column.name, entry=entry, **facts)


def differ(one: pa.Array[Any], other: pa.Array[Any]) -> pa.Array[Any]:
    """Where two columns differ; something and nothing do, nothing and nothing do not."""
    return pc.coalesce(pc.not_equal(one, other), pc.xor(pc.is_null(one), pc.is_null(other)))


def named(said: Proven, key: Any) -> str:
    """A row as a message names it."""
    return f"{said.table} {said.key.name}={key}"


def shown(columns: Iterable[ProvenColumn], row: dict[str, Any]) -> str:
    """A row's columns as a message shows them."""
    return short(" ".join(f"{column.name}={column.shown(row[column.name])}" for column in columns))


def short(text: str) -> str:
    """A text as long as a message bears."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
