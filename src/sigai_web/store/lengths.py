"""Texts that are longer than their column: told before they are written. SQLite would take them, PostgreSQL fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Model

from sigai.base import Issue, Place
from sigai.tables import Data
from sigai_web.problems import TEXT_TOO_LONG
from sigai_web.store.models import Entity, FigureRevision, RecordEntry, RecordRevision, RecordState

_COLUMNS: dict[str, tuple[tuple[str, type[Model], str], ...]] = {
    "entities": tuple((name, Entity, name) for name in ("id", "name", "kind", "area", "park", "industry")),
    "history": tuple((name, FigureRevision, name) for name in ("entity", "measure", "period", "state")),
    "records": (
        ("ledger", RecordEntry, "ledger"),
        ("id", RecordEntry, "number"),
        *((name, RecordRevision, name) for name in ("name", "entity", "area")),
    ),
    "record_states": (("state", RecordState, "state"),),
}
"""Of every table of data its texts of limited length, with where they go."""


def longest(model: type[Model], column: str) -> int:
    """So many characters a column holds."""
    found: int = model._meta.get_field(column).max_length  # type: ignore[union-attr, assignment]
    return found


def against_data(data: Data) -> list[Issue]:
    """One issue for every column with texts that are too long, at the first of them."""
    return [
        issue
        for name, columns in _COLUMNS.items()
        for column, model, kept in columns
        for issue in _too_long(getattr(data, name), column, longest(model, kept))
    ]


def _too_long(table: pa.Table, column: str, most: int) -> Iterator[Issue]:
    texts: Any = table[column].cast(pa.string())
    lengths = pc.utf8_length(texts)
    over = pc.greater(lengths, pa.scalar(most))
    count = pc.sum(over).as_py() or 0
    if not count:
        return
    first = table.filter(over).slice(0, 1).to_pylist()[0]
    place = Place(first.get("file") or "", row=first.get("row"), column=column)
    yield TEXT_TOO_LONG.at(place, column=column, count=count, length=pc.max(lengths).as_py(), most=most)
