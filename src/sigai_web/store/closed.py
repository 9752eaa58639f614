"""Closed months as the engine reads them: which were closed at a moment, when, and the estimates that they keep."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.db.models import Q

from sigai.tables import CLOSED_MONTHS, ESTIMATES
from sigai_web.journal.models import JournalEntry
from sigai_web.store.history import CHINA
from sigai_web.store.models import ClosedMonth

_HERE = dt.timezone(dt.timedelta(hours=CHINA))
_VALUE = ESTIMATES.get_field_index("value")


def closed_months(journal: int) -> tuple[pa.Table | None, pa.Table | None]:
    """The months that were closed when the journal had so many entries, and what they keep (contracts CLOSED_MONTHS,
    ESTIMATES); None where none was."""
    entry = JournalEntry.objects.filter(number=journal).values_list("at", flat=True).first()
    if entry is None:
        return None, None
    standing = Q(reopened_at=None) | Q(reopened_at__gt=entry)
    found = list(ClosedMonth.objects.filter(standing, closed_at__lte=entry))
    if not found:
        return None, None
    columns: dict[str, list[Any]] = {
        "month": [one.month for one in found],
        "closed_at": [one.closed_at.astimezone(_HERE).replace(tzinfo=None) for one in found],
        "revision": [one.revision for one in found],
    }
    closed = pa.table(columns, schema=CLOSED_MONTHS)
    return closed, estimates_of([row for one in found for row in one.kept])


def rows_of(estimates: pa.Table) -> list[list[Any]]:
    """Estimates (contract ESTIMATES) as rows that the database keeps: amounts as texts, so that they stay exact."""
    rows = [list(row.values()) for row in estimates.select(ESTIMATES.names).to_pylist()]
    return [[str(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in rows]


def estimates_of(rows: Sequence[Sequence[Any]]) -> pa.Table:
    """The table of the contract ESTIMATES from kept rows."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(ESTIMATES)
    columns[_VALUE] = [Decimal(cell) for cell in columns[_VALUE]]
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, ESTIMATES, strict=True)], schema=ESTIMATES
    )


def words_of(closed: pa.Table | None, kept: pa.Table | None) -> str:
    """All that closed months change in the data of a run, as one text; empty where no month was closed."""
    if closed is None:
        return ""
    return json.dumps([closed.to_pylist(), rows_of(kept) if kept is not None else []], default=_said)


def _said(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.datetime) else str(value)
