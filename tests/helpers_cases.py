"""The tables of the contracts from a programme's own case, and what the engine makes of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pyarrow as pa

from helpers_indicators import data, entity, record, value
from sigai.indicators import compute
from sigai.programme.cases import Case, CaseExpectation, CaseRecord, RuleExpectation
from sigai.programme.programme import Programme
from sigai.rules import outcomes, put_estimated
from sigai.tables import ESTIMATES, FACTS, Data, DuckStore


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
    made = case_data(case, programme)
    return [*_indicator_misses(case, programme, made), *_rule_misses(case, programme, made)]


def _indicator_misses(case: Case, programme: Programme, made: Data) -> list[str]:
    if not case.indicators:
        return []
    months = [expected.period for expected in case.indicators]
    run = compute(
        programme,
        made,
        first=min(months),
        last=max(months),
        indicators=sorted({expected.indicator for expected in case.indicators}),
        terms=False,
    )
    rows = {(row["indicator"], row["area"], row["month"]): row for row in run.results.to_pylist()}
    return [miss for expected in case.indicators if (miss := _miss(expected, rows, programme))]


def _rule_misses(case: Case, programme: Programme, made: Data) -> list[str]:
    found = []
    with DuckStore.of(made) as store:
        put_estimated(store, ESTIMATES.empty_table())
        for expected in case.rules:
            rule = programme.rule_by_id[expected.rule]
            rows = outcomes(store, programme, [rule], expected.period.last).to_pylist()
            mine = next((row for row in rows if row["entity"] == expected.entity), None)
            if miss := _rule_miss(expected, mine):
                found.append(f"{expected.rule} {expected.entity} {expected.period}: {miss}")
    return found


def _rule_miss(expected: RuleExpectation, row: dict[str, object] | None) -> str:
    if row is None:
        return "" if expected.state == "out_of_scope" else "the rule says nothing of it"
    wanted = {"state": expected.state, "text": expected.text, "because": sorted(expected.because)}
    because = sorted(filter(None, str(row["because"]).split(";")))
    given = {"state": row["state"], "text": row["text"], "because": because}
    number = row["number"]
    same = number is None if expected.number is None else _near(number, expected.number, expected.tolerance)
    return "" if wanted == given and same else f"{given} {number}, expected {wanted} {expected.number}"


def _near(found: object, wanted: float, tolerance: float) -> bool:
    return isinstance(found, float) and abs(found - wanted) <= tolerance


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
