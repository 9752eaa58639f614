"""A programme's commitments as plain rows: one row per statement of the plan, in the fields of the target contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Target


def statement_rows(programme: Programme) -> Iterator[dict[str, Any]]:
    """Every statement of every target: what it says as worded, where, of which target, and who answers for it."""
    for target in programme.targets:
        for statement in target.statements:
            yield _row(programme, target, statement)


def _row(programme: Programme, target: Target, statement: Statement) -> dict[str, Any]:
    source = statement.source
    names = [programme.unit_by_id[unit].name.zh for unit in statement.owners if unit in programme.unit_by_id]
    row: dict[str, Any] = {
        "doc": source.document,
        "id": statement.id,
        "target": target.id,
        "pillar": target.pillar,
        "indicator": statement.indicator,
        "comparator": statement.comparator,
        "value": int(statement.value) if statement.value.is_integer() else statement.value,
        "unit": statement.unit,
        "kind": statement.kind,
        "period_start": statement.period_start,
        "period_end": statement.period_end,
        "base_year": statement.base_year,
        "direction": statement.direction,
        "sources": [source.model_dump(mode="json", exclude_defaults=True)],
        "owners": names,
    }
    for mark in ("qualitative", "soft", "milestone"):
        if getattr(statement, mark):
            row[mark] = True
    if statement.readings:
        row["kind_ambiguous"] = list(statement.readings)
    return row
