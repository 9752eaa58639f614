"""One record as conditions ask for it: its fields in base units, its own attributes, those of its entity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import month_index
from sigai.base.units import Unit
from sigai.programme.ledgers import Ledger
from sigai.programme.programme import Programme
from sigai.tables.content import parameter_in_force
from sigai.tables.rows import Figures, Texts

if TYPE_CHECKING:
    from sigai.ledgers.transitions import Record

_HERE = np.zeros(1, dtype=np.int64)


class RecordRow:
    """A single row for `sigai.tables.rows.evaluate`."""

    size = 1

    def __init__(self, record: Record, ledger: Ledger, programme: Programme, entities: pa.Table, on: dt.date) -> None:
        self._record, self._ledger, self._programme = record, ledger, programme
        self._month = month_index(on.year, on.month)
        own = pc.equal(entities.column("id"), pa.scalar(record.entity or "", pa.string()))
        found = entities.filter(own).slice(0, 1).to_pylist()
        self._entity: Mapping[str, Any] = found[0] if found else {}

    def figures(self, name: str, *, of_entity: bool) -> Figures | None:
        known = None if of_entity else self._ledger.field(name)
        if known is None or known.type != "number":
            return None
        value = self._record.fields.get(name)
        return np.array([np.nan if value is None else float(value) * Unit.parse(known.unit).factor])

    def texts(self, name: str, *, of_entity: bool) -> Texts | None:
        if of_entity:
            value = self._entity.get({"tag": "tags"}.get(name, name))
            words = frozenset(value or ()) if name == "tag" else value
            return Texts(_HERE, [words if self._entity else None])
        if self._ledger.field(name) is not None:
            value = self._record.fields.get(name)
            return Texts(_HERE, [None if value is None else str(value)])
        own = {"id": self._record.id, "name": self._record.name, "entity": self._record.entity}
        return Texts(_HERE, [{**own, "area": self._record.area, "state": self._record.state}.get(name)])

    def flags(self, name: str, *, of_entity: bool) -> Figures | None:
        if of_entity:
            since = self._entity.get("above_scale_since")
            known = name == "above_scale" and bool(self._entity)
            return np.array([float(since is not None and since <= self._month) if known else np.nan])
        value = self._record.fields.get(name)
        return np.array([float(value) if isinstance(value, bool) else np.nan])

    def parameter(self, name: str) -> Figures:
        parameter = self._programme.parameter_by_id.get(name)
        value = parameter_in_force(parameter, self._month) if parameter else None
        return np.array([np.nan if parameter is None or value is None else value * Unit.parse(parameter.unit).factor])

    def group(self, name: str) -> tuple[str, ...]:
        group = self._programme.industry_group_by_id.get(name)
        return group.codes if group else ()
