"""What belongs to another entity follows it: it lies where that one lies, in every month.

A product or a production line has a parent, which may have one itself (an outlet of a line). Area, park, industry and
being above scale are the parent's of the month, whatever its own line says; it stands on every list and has every tag
that its parent has, beside its own; and it is active only while its parent is.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

BEGINNING, FOREVER = 0, 1_000_000
"""Months before and after all that is ever asked for."""
OF_PARENT = ("area", "park", "industry", "above_scale_since")
"""The columns of ENTITIES that something which belongs to another has from it."""
_BESIDE = ("tags", "lists")
_LATER_BEGINNING, _EARLIER_END = (("active_from", "holds_from"), ("active_until", "holds_until"))
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def followed(spells: pa.Table) -> pa.Table:
    """Spells (SPELLS, in order of entities and months) with those that have a parent cut where its spells are, and with
    what they have of it. What belongs to an entity that is not there, or to itself in a circle, stays as it is."""
    if spells["parent"].null_count == spells.num_rows:
        return spells
    family = _Family(spells)
    spells = spells.append_column("order", pa.array(np.arange(spells.num_rows)))
    done = spells.filter(pa.array(~family.follows))
    waits = family.follows
    while waits.any():
        now = waits & ~family.waiting(waits)[family.parent]
        if not now.any():
            done = pa.concat_tables([done, spells.filter(pa.array(waits))])  # a circle
            break
        done = pa.concat_tables([done, _under(spells.filter(pa.array(now)), done)])
        waits &= ~now
    return done.sort_by([("order", "ascending"), ("holds_from", "ascending")]).drop_columns(["order"]).combine_chunks()


class _Family:
    """Whose spells rows are, and of whom they belong to, as numbers of the entities."""

    def __init__(self, spells: pa.Table) -> None:
        ids = spells["id"].unique()
        self._count = len(ids)
        self._own = np.asarray(pc.index_in(spells["id"], value_set=ids), dtype=np.int64)
        parent = pc.index_in(spells["parent"], value_set=ids)
        self.follows: Flags = np.asarray(pc.is_valid(parent))
        self.parent: Integers = np.asarray(pc.fill_null(cast(Any, parent), 0), dtype=np.int64)

    def waiting(self, rows: Flags) -> Flags:
        """Which entities have one of some rows."""
        found = np.zeros(self._count, dtype=np.bool_)
        found[self._own[rows]] = True
        return found


def _under(rows: pa.Table, above: pa.Table) -> pa.Table:
    """Rows beside each spell of their parent, as they hold then."""
    wanted = above.filter(pc.is_in(above["id"], value_set=rows["parent"].unique()))
    columns: dict[str, Any] = {"id": wanted["id"], "above": np.arange(wanted.num_rows)}
    mine: dict[str, Any] = {"parent": rows["parent"], "row": np.arange(rows.num_rows)}
    pairs = pa.table(mine).join(pa.table(columns), "parent", "id", join_type="inner").combine_chunks()
    own, their = rows.take(pairs["row"]), wanted.take(pairs["above"])
    found: dict[str, Any] = {name: their[name] if name in OF_PARENT else own[name] for name in rows.column_names}
    found |= {name: _both(own[name], their[name]) for name in _BESIDE}
    for name in _LATER_BEGINNING:
        found[name] = pc.max_element_wise(own[name], their[name])
    for name in _EARLIER_END:
        found[name] = pc.min_element_wise(own[name], their[name])
    joined = pa.table(found, schema=rows.schema)
    return joined.filter(pc.less_equal(joined["holds_from"], joined["holds_until"]))


def _both(own: Any, their: Any) -> Any:
    """Lists of the words that one or the other has."""
    pairs = zip(own.to_pylist(), their.to_pylist(), strict=True)
    found = [sorted({*(one or ()), *(other or ())}) for one, other in pairs]
    return pa.array(found, pa.list_(pa.string()))
