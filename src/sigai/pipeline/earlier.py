"""Folders that earlier versions of Sigai wrote: where their tables lie, and what their figures did not say yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from sigai.tables.contracts import VALUE_HISTORY, VALUES
from sigai.tables.revisions import corrected_of, in_order

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
    history = in_order(plain)
    marked = history.append_column("corrected", pa.array(corrected_of(history))).select(VALUE_HISTORY.names)
    current = marked.filter(marked["current"]).select(VALUES.names)
    return {**tables, "history": marked, "values": current}
