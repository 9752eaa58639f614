"""What is there before the first step of a scenario, laid into the store as starting data are."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from sigai.base import Period
from sigai.programme import Programme, Scenario, ScenarioRecord
from sigai.tables import ENTITIES, RECORD_STATES, RECORDS, VALUE_HISTORY, VALUES, Data
from sigai_web.store.importing import import_data


def lay_in(content: Programme, scenario: Scenario) -> None:
    """Fill the empty store with what a scenario starts from."""
    given = scenario.given
    entities = [
        {
            **one.model_dump(include={"id", "name", "kind", "area", "park", "industry"}),
            **{name: _month(getattr(one, name)) for name in ("above_scale_since", "active_from", "active_until")},
            "tags": list(one.tags),
        }
        for one in given.entities
    ]
    figures = [
        _figure(figures.entity, measure, figures.period, amount)
        for figures in given.values
        for measure, amount in figures.figures.items()
    ]
    history = pa.Table.from_pylist(figures, schema=VALUE_HISTORY)
    lives = [life for one in given.records for life in _lives(one)]
    import_data(
        Data(
            entities=pa.Table.from_pylist(entities, schema=ENTITIES),
            values=history.drop_columns(["current"]).cast(VALUES),
            history=history,
            records=pa.Table.from_pylist([_record(one) for one in given.records], schema=RECORDS),
            record_states=pa.Table.from_pylist(lives, schema=RECORD_STATES),
            ledgers=frozenset(ledger.id for ledger in content.ledgers),
            title=scenario.name.zh,
            demonstration=True,
            digest="",
        )
    )


def _month(period: Period | None) -> int | None:
    return None if period is None else period.first


def _figure(entity: str, measure: str, period: Period, amount: float) -> dict[str, Any]:
    month = period.end
    after = datetime(month.last // 12, month.last % 12 + 1, 28)
    return {
        "entity": entity,
        "measure": measure,
        "month": period.last,
        "period": str(period),
        "value": Decimal(str(amount)),
        "revision": 1,
        "corrected": False,
        "state": "accepted",
        "reported_at": after,
        "current": True,
    }


def _record(one: ScenarioRecord) -> dict[str, Any]:
    state, entered = list(one.states.items())[-1]
    return {
        "ledger": one.ledger,
        "id": one.id,
        "name": one.name,
        "entity": one.entity,
        "area": one.area,
        "state": state,
        "state_since": datetime(entered.first // 12, entered.first % 12 + 1, 1).date(),
        "fields": json.dumps(one.fields, ensure_ascii=False, default=str),
    }


def _lives(one: ScenarioRecord) -> list[dict[str, Any]]:
    entered = [(state, period.first) for state, period in one.states.items()]
    left = [month for _, month in entered[1:]] + [None]
    return [
        {"ledger": one.ledger, "id": one.id, "state": state, "since": since, "until": until}
        for (state, since), until in zip(entered, left, strict=True)
    ]
