"""Figures for months in which their entity is not active: they are kept, and count nowhere, which is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.issues import Issue
from sigai.base.periods import month_name
from sigai.tables.following import BEGINNING, FOREVER
from sigai.tables.spells import spells_of
from sigai.values.entity_problems import NOT_ACTIVE
from sigai.values.figures import Figures, Mask, Vocabularies

Months = npt.NDArray[np.int64]
_PERIOD = 16
"""A period's code divided by it is the period's last month."""


def inactive_figures(
    figures: Figures, current: Mask, entities: pa.Table, facts: pa.Table, words: Vocabularies
) -> Iterator[Issue]:
    """Every figure that counts by its revision and is of a month in which its entity (ENTITIES, by FACTS) is not
    active: before its beginning, after its end, or while it is closed."""
    if not entities.num_rows:
        return
    of, start, end = _active_stretches(entities, facts)
    month, known = figures.period.astype(np.int64) // _PERIOD, figures.entity < entities.num_rows
    first, last = np.full(entities.num_rows, FOREVER), np.full(entities.num_rows, BEGINNING - 1)
    np.minimum.at(first, of, start)
    np.maximum.at(last, of, end)
    entity = np.where(known, figures.entity, 0)
    inactive = current & known & ((month < first[entity]) | (month > last[entity]))
    for several in np.flatnonzero(np.bincount(of, minlength=entities.num_rows) > 1).tolist():
        rows, mine = np.flatnonzero(current & known & (entity == several)), of == several
        within = (start[mine] <= month[rows, None]) & (month[rows, None] <= end[mine])
        inactive[rows[~within.any(axis=1)]] = True
    for row in np.flatnonzero(inactive).tolist():
        facts_of_row = {"period": month_name(int(month[row])), **_named(entities, int(entity[row]), of, start, end)}
        yield NOT_ACTIVE.at(figures.place(row, words), **facts_of_row)


def _active_stretches(entities: pa.Table, facts: pa.Table) -> tuple[Months, Months, Months]:
    """From when to when which entity (by its place in the register) is active; several stretches of some."""
    if not facts.num_rows:
        rows = np.arange(entities.num_rows, dtype=np.int64)
        return rows, _filled(entities["active_from"], BEGINNING), _filled(entities["active_until"], FOREVER)
    spells = spells_of(entities, facts)
    at: Any = pc.index_in(spells["id"], value_set=entities["id"].combine_chunks())
    start = np.maximum(_filled(spells["active_from"], BEGINNING), _filled(spells["holds_from"], BEGINNING))
    end = np.minimum(_filled(spells["active_until"], FOREVER), _filled(spells["holds_until"], FOREVER))
    active = start <= end
    return np.asarray(at, dtype=np.int64)[active], start[active], end[active]


def _named(entities: pa.Table, entity: int, of: Months, start: Months, end: Months) -> dict[str, str]:
    """The entity, and when it is active, in words."""
    mine = np.flatnonzero(of == entity)
    stretches = [_stretch(int(start[at]), int(end[at])) for at in mine]
    return {
        "entity": str(entities["name"][entity].as_py()),
        "active_zh": "、".join(zh for zh, _ in stretches) or "一直没有经营",
        "active": ", ".join(en for _, en in stretches) or "it never was active",
    }


def _stretch(start: int, end: int) -> tuple[str, str]:
    since, until = month_name(start), month_name(end) if end < FOREVER else ""
    if start <= BEGINNING:
        return f"到 {until} 为止", f"it ended in {until}"
    if not until:
        return f"从 {since} 起", f"it began in {since}"
    return f"{since} 至 {until}", f"it was active from {since} to {until}"


def _filled(months: Any, nothing: int) -> Months:
    return np.asarray(pc.fill_null(months, nothing), dtype=np.int64)
