"""Small tables made from a programme's content, for joining with data: the tree of areas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from sigai.programme.programme import Programme


def table_of(rows: Iterable[Sequence[Any]], **columns: pa.DataType) -> pa.Table:
    """A small table from rows of values, with named and typed columns."""
    listed = list(rows)
    arrays = [pa.array([row[place] for row in listed], kind) for place, kind in enumerate(columns.values())]
    return pa.table(arrays, names=list(columns))


def area_closure(programme: Programme) -> pa.Table:
    """Every area with every area it lies in, itself included: columns `area`, `ancestor`.

    Stands in for a recursive query, which not every engine has. Only areas at or below the programme's own area are
    ancestors; what lies in none of them is not in the table.
    """
    wanted = set(programme.areas_under(programme.head.area))
    rows = [(area.code, ancestor) for area in programme.areas for ancestor in _way_up(programme, area.code) & wanted]
    return table_of(sorted(rows), area=pa.string(), ancestor=pa.string())


def _way_up(programme: Programme, code: str) -> set[str]:
    way: set[str] = set()
    current: str | None = code
    while current is not None and current not in way:
        way.add(current)
        found = programme.area_by_code.get(current)
        current = found.parent if found else None
    return way
