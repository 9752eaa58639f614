"""Small tables made from a programme's content, for joining with data: the tree of areas, parameters by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import pyarrow as pa

from sigai.base.periods import Period
from sigai.formulas.quantities import exactly
from sigai.programme.measures import Parameter
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


def parameter_in_force(parameter: Parameter, month: int) -> float | None:
    """The value of a parameter at a month index: the latest that began by then; None before the first."""
    begun = [number for number in parameter.values if number.start.first <= month]
    return max(begun, key=lambda number: number.start.first).value if begun else None


def exact_in_force(parameter: Parameter | None, month: int) -> Fraction | None:
    """The same as the fraction that its decimals say; None where there is no such parameter either."""
    value = None if parameter is None else parameter_in_force(parameter, month)
    return None if value is None else exactly(value)


def parameters_by_month(programme: Programme, first: Period, last: Period) -> pa.Table:
    """Every parameter at every month from `first` to `last` in which it has a value: `parameter`, `month`, `value`."""
    rows = [
        (parameter.id, month, value)
        for parameter in programme.parameters
        for month in range(first.first, last.last + 1)
        if (value := parameter_in_force(parameter, month)) is not None
    ]
    return table_of(rows, parameter=pa.string(), month=pa.int32(), value=pa.float64())
