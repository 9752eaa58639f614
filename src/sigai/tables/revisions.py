"""What revisions in their order say of one another: which corrects another, which counts, which takes one back."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sigai.tables.contracts import VALUE_HISTORY
from sigai.tables.datasets import KEY

_ORDER: list[tuple[str, Literal["ascending", "descending"]]] = [(name, "ascending") for name in (*KEY, "revision")]


def in_order(figures: pa.Table) -> pa.Table:
    """Figures by entity, measure, period and revision."""
    return figures.sort_by(_ORDER).combine_chunks()


def with_history(figures: pa.Table) -> pa.Table:
    """Every revision of some keys, in order and without these two columns, with `corrected` and `current`: a table of
    the contract VALUE_HISTORY. Where the last revision is without a value, the figure is withdrawn and none counts."""
    first = first_of_key(figures)
    last = np.append(first[1:], np.ones(min(len(first), 1), dtype=np.bool_))
    current = last & figures["value"].is_valid().to_numpy()
    marked = figures.append_column("corrected", pa.array(corrected_of(figures)))
    return marked.append_column("current", pa.array(current)).select(VALUE_HISTORY.names)


def corrected_of(figures: pa.Table) -> npt.NDArray[np.bool_]:
    """Which rows, in order, are corrected: any of the key before had another value, or the state says `revised`."""
    first = first_of_key(figures)
    other = np.cumsum(_changes(figures, "value") & ~first)
    before = other[first][np.cumsum(first) - 1]
    revised: Any = pc.is_in(figures["state"], value_set=pa.array(["revised"]))
    marked: npt.NDArray[np.bool_] = (other > before) | revised.to_numpy()
    return marked


def first_of_key(figures: pa.Table) -> npt.NDArray[np.bool_]:
    """Which rows, in order, are the first of their key."""
    entity, measure, period = (_changes(figures, name) for name in KEY)
    return entity | measure | period


def _changes(table: pa.Table, name: str) -> npt.NDArray[np.bool_]:
    """Where a column differs from the row above; the first row always does."""
    column = table[name]
    after, before = column.slice(1), column.slice(0, max(len(column) - 1, 0))
    # What is there beside nothing differs from it, and nothing from nothing does not.
    differs = pc.fill_null(pc.not_equal(after, before), pc.xor(pc.is_valid(after), pc.is_valid(before)))
    return np.append(np.ones(min(len(column), 1), dtype=np.bool_), differs.to_numpy())
