"""The tables of the contracts from a programme's own case, and what the engine makes of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pyarrow as pa

from helpers_indicators import data, entity, record, value
from sigai.indicators import compute
from sigai.programme.cases import Case, CaseExpectation, CaseRecord
from sigai.programme.programme import Programme
from sigai.tables import FACTS, Data


def case_data(case: Case, programme: Programme) -> Data:
    """The data of a case; records without a place belong to the whole programme's area."""
    given = case.given
    made = data(
        entities=[entity(one.id, **_known(one.model_dump(exclude={"id"}))) for one in given.entities],
        values=[
            value(figures.entity, measure, str(figures.period), amount)
            for figures in given.values
            for measure, amount in figures.figures.items()
        ],
        records=[_record(number, one, programme) for number, one in enumerate(given.records)],
        ledgers=given.ledgers,
    )
    facts = [
        {
            **one.model_dump(include={"entity", "fact", "value"}),
            "since": one.since.first if one.since else None,
            "until": one.until.last if one.until else None,
        }
        for one in given.facts
    ]
    return replace(made, facts=pa.Table.from_pylist(facts, schema=FACTS))


def case_misses(case: Case, programme: Programme) -> list[str]:
    """What a case expects and the engine does not give, in words."""
    months = [expected.period for expected in case.expect]
    run = compute(
        programme,
        case_data(case, programme),
        first=min(months),
        last=max(months),
        indicators=sorted({expected.indicator for expected in case.expect}),
        terms=False,
    )
    rows = {(row["indicator"], row["area"], row["month"]): row for row in run.results.to_pylist()}
    return [miss for expected in case.expect if (miss := _miss(expected, rows, programme))]


def _miss(expected: CaseExpectation, rows: dict[tuple[str, str, int], dict[str, object]], programme: Programme) -> str:
    area = expected.area or programme.head.area
    row = rows[expected.indicator, area, expected.period.last]
    where = f"{expected.indicator} {area} {expected.period}"
    for name, wanted in (("value", expected.value), ("coverage", expected.coverage)):
        found = row[name]
        if name == "coverage" and wanted is None:
            continue
        same = found is None if wanted is None else found is not None and abs(found - wanted) <= expected.tolerance
        if not same:
            return f"{where}: {name} {found}, expected {wanted}"
    return ""


def _record(number: int, one: CaseRecord, programme: Programme) -> dict[str, object]:
    entered = [(state, str(since)) for state, since in one.states.items()]
    lives = [
        (state, since, entered[place + 1][1] if place + 1 < len(entered) else None)
        for place, (state, since) in enumerate(entered)
    ]
    home = None if one.entity else programme.head.area
    return record(
        f"r{number}",
        one.ledger,
        lives,
        entity=one.entity,
        area=one.area or home,
        state=entered[-1][0],
        **({"name": one.name} if one.name else {}),
        fields=json.dumps(one.fields, ensure_ascii=False),
    )


def _known(row: dict[str, object]) -> dict[str, object]:
    known = {name: item for name, item in row.items() if item is not None}
    for name in ("above_scale_since", "active_from", "active_until"):
        if name in known:
            known[name] = str(known[name])
    return {**known, "tags": list(row["tags"])}  # type: ignore[call-overload]
