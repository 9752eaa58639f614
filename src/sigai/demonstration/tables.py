"""Invented data as the tables of the contracts, for those who need no files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from sigai.demonstration.draws import Texts, Whole
from sigai.demonstration.register import NEVER, Subjects
from sigai.demonstration.reporting import ReportedFigures
from sigai.demonstration.writing import MARK
from sigai.programme.programme import Programme
from sigai.tables import AMOUNT, ENTITIES, RECORD_STATES, RECORDS, VALUE_HISTORY, VALUES, Data


def as_data(programme: Programme, registers: Sequence[Subjects], rows: ReportedFigures) -> Data:
    """A register and figures that were each given once."""
    values = _values(rows)
    history = values.append_column(VALUE_HISTORY.field("current"), pa.array(np.ones(len(rows), dtype=np.bool_)))
    return Data(
        entities=pa.concat_tables([ENTITIES.empty_table(), *map(_entities, registers)]),
        values=values,
        history=history,
        records=RECORDS.empty_table(),
        record_states=RECORD_STATES.empty_table(),
        title=programme.head.short_title.zh,
        demonstration=True,
    )


def _entities(register: Subjects) -> pa.Table:
    count = len(register)
    tags = [[tag for tag, carried in register.tagged.items() if carried[index]] for index in range(count)]
    columns: dict[str, Any] = {
        "id": _texts(register.ids),
        "name": _texts(register.names),
        "kind": pa.array([register.kind] * count, pa.string()),
        "area": _texts(register.areas),
        "park": _texts(register.parks),
        "industry": _texts(register.industry_codes),
        "above_scale_since": _months(register.above_scale_since),
        "active_from": _months(register.active_from),
        "active_until": _months(register.active_until),
        "tags": pa.array(tags, ENTITIES.field("tags").type),
    }
    return _table(columns, ENTITIES, count)


def _values(rows: ReportedFigures) -> pa.Table:
    count = len(rows)
    columns: dict[str, Any] = {
        "entity": _texts(rows.entity),
        "measure": _texts(rows.measure),
        "month": pa.array(rows.month, pa.int32()),
        "period": _texts(rows.period),
        "value": pa.array(rows.value).cast(AMOUNT, safe=False),
        "revision": pa.array(rows.revision),
        "corrected": pa.array(np.zeros(count, dtype=np.bool_)),
        "state": pa.array(["accepted"] * count, pa.string()),
        "source": pa.array([MARK] * count, pa.string()),
        "reporter": _texts(rows.reporter),
        "reported_at": pa.array(rows.reported_at.astype("datetime64[us]")),
    }
    return _table(columns, VALUES, count)


def _table(columns: dict[str, Any], schema: pa.Schema, count: int) -> pa.Table:
    """A table of a contract; columns that invented data have nothing for are null."""
    listed = [columns.get(field.name, pa.nulls(count, field.type)) for field in schema]
    return pa.table(listed, schema=schema)


def _texts(texts: Texts) -> pa.Array[Any]:
    """Texts; an empty one is none."""
    return pa.array([str(text) or None for text in texts], pa.string())


def _months(months: Whole) -> pa.Array[Any]:
    return pa.array(months, pa.int32(), mask=months == NEVER)
