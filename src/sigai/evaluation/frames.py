"""Figures of entities side by side: one row per entity and month, a group of columns for each series."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

import ibis

from sigai.evaluation.decimals import months_of, over_months
from sigai.formulas.nodes import AreaAtHand, Parameter
from sigai.programme.programme import Programme

EXACT = "decimal(38, 10)"
"""Sums of derived figures are decimals as well, so that they do not depend on the order of rows."""


def frame_of(figures: ibis.Table, slots: Sequence[str]) -> ibis.Table:
    """One row per entity and month with columns `a0`, `n0`, `p0`, `r0`, `a1` …: amount, amount on what was reported
    alone, and marks of each slot."""
    columns = {}
    for number, slot in enumerate(slots):
        chosen = figures.series == slot
        columns[f"a{number}"] = figures.amount.max(where=chosen)
        columns[f"n{number}"] = figures.reported.max(where=chosen)
        columns[f"p{number}"] = figures.provisional.max(where=chosen)
        columns[f"r{number}"] = figures.revised.max(where=chosen)
    return figures.group_by("entity", "month").agg(**columns)


def parameter_at(programme: Programme, asked: Parameter, month: Any) -> Any:
    """The number of a parameter in force at a month column; null where there is none."""
    steps = [(start, None if value is None else float(value)) for start, value in months_of(programme, asked)]
    return over_months(steps, month, "float64")


def by_area(asked: Parameter) -> bool:
    """Whether a parameter is asked for by the area at hand."""
    return any(isinstance(value, AreaAtHand) for _, value in asked.place)


def numbers_at(programme: Programme, asked: Parameter, area: str | None = None) -> Callable[[int], float | None]:
    """The number of a parameter at the end of a month, or on its own day, for the area at hand, as a function of the
    month (its index); None where there is none."""
    steps = months_of(programme, asked, area if by_area(asked) else None)
    starts = [start for start, _ in steps]
    values = [None, *(None if value is None else float(value) for _, value in steps)]
    return lambda month: values[bisect_right(starts, month)]
