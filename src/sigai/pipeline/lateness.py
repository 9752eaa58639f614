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
    """Which figures (contract VALUES) came after their month was closed; false where either time is unknown."""
    reported_at: Any = values["reported_at"]
    place = pc.index_in(values["month"], value_set=closed["month"].combine_chunks())
    closed_at = closed["closed_at"].combine_chunks().take(place)
    return pc.fill_null(pc.greater(reported_at, closed_at), pa.scalar(value=False))
