"""Folders that earlier versions of Sigai wrote: where their tables lie, and what their figures did not say yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.tables.contracts import VALUE_HISTORY, VALUES

_KEY = ("entity", "measure", "period")
_PLACES = ("evidence/{name}.parquet", "{other}.parquet")
_OTHER_NAMES = {"indicators": "results"}
"""Until 2026-12 a site called the results of indicators otherwise."""


def earlier_file(folder: Path, name: str) -> Path | None:
    """Where a table lies in a folder whose manifest does not name its tables; None where it has none."""
    places = (folder / place.format(name=name, other=_OTHER_NAMES.get(name, name)) for place in _PLACES)
    return next((place for place in places if place.is_file()), None)


def with_corrections(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Tables of data by contracts version 1 with `corrected` in figures: another value stood before, or `revised`."""
    kept = tables["history"]
    # Texts may be dictionary-encoded, by which rows cannot be sorted.
    plain = kept.cast(pa.schema([VALUE_HISTORY.field(name) for name in kept.column_names]))
    history = plain.sort_by([(name, "ascending") for name in (*_KEY, "revision")]).combine_chunks()
    first = _differs(history, "entity") | _differs(history, "measure") | _differs(history, "period")
    other = np.cumsum(_differs(history, "value") & ~first)
    before = other[first][np.cumsum(first) - 1]
    revised = pc.is_in(history["state"], value_set=pa.array(["revised"])).to_numpy()
    marked = history.append_column("corrected", pa.array((other > before) | revised)).select(VALUE_HISTORY.names)
    current = marked.filter(marked["current"]).select(VALUES.names)
    return {**tables, "history": marked, "values": current}


def _differs(table: pa.Table, name: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Where a column differs from the row above; the first row always does."""
    column = table[name]
    differs = pc.not_equal(column.slice(1), column.slice(0, max(len(column) - 1, 0)))
    return np.append(np.ones(min(len(column), 1), dtype=np.bool_), differs.to_numpy())
