"""Figures that came in after their month was closed: they correct it, and results say so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sigai.tables.contracts import VALUES
from sigai.tables.data import Data


def with_late_marked(data: Data) -> Data:
    """The data with late figures marked as corrections of their closed month."""
    if data.closed is None or not data.closed.num_rows:
        return data
    late = late_figures(data.values, data.closed)
    corrected = pc.or_(data.values["corrected"], late)
    place = VALUES.get_field_index("corrected")
    return replace(data, values=data.values.set_column(place, VALUES.field("corrected"), corrected))


def late_figures(values: pa.Table, closed: pa.Table) -> Any:
    """Which figures (contract VALUES) came after their month was closed; false where that is unknown.

    A store knows the last revision that counted at the closing: what was handed in before and accepted after it is
    late, for it was missing then. Files know only when a figure was reported.
    """
    place = pc.index_in(values["month"], value_set=closed["month"].combine_chunks())
    closed_at, revision = (closed[name].combine_chunks().take(place) for name in ("closed_at", "revision"))
    reported_at: Any = values["reported_at"]
    accepted_later: Any = pc.greater(values["revision"], revision)
    return pc.fill_null(pc.coalesce(accepted_later, pc.greater(reported_at, closed_at)), pa.scalar(value=False))


def late_keys(data: Data) -> frozenset[tuple[str, str, str]]:
    """Entity, measure and period of every figure that came after its month was closed."""
    if data.closed is None or not data.closed.num_rows:
        return frozenset()
    late = data.values.filter(late_figures(data.values, data.closed))
    return frozenset((str(row["entity"]), str(row["measure"]), str(row["period"])) for row in late.to_pylist())
