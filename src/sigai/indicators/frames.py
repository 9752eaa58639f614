"""Figures of entities side by side: one row per entity and month, a group of columns for each series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis

from sigai.programme.measures import Parameter

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


def parameter_at(parameter: Parameter, month: Any) -> Any:
    """The value of a parameter in force at a month column; null before its first."""
    value = ibis.null("float64")
    for number in sorted(parameter.values, key=lambda number: number.start.first):
        value = (month >= number.start.first).ifelse(number.value, value)
    return value
