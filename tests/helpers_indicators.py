"""A small invented programme with data, for tests of indicators and of what builds on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyarrow as pa

from sigai.base.periods import Period
from sigai.indicators import compute
from sigai.programme.common import Reference, Text
from sigai.programme.indicators import Indicator
from sigai.programme.ledgers import Choice, Ledger, LedgerField, State
from sigai.programme.measures import Measure
from sigai.programme.organisation import Area, IndustryGroup, Unit
from sigai.programme.parameters import DatedNumber, Parameter
from sigai.programme.programme import BulletinHeading, Programme, ProgrammeHead
from sigai.tables import (
    ENTITIES,
    ESTIMATE_DRAWS,
    ESTIMATES,
    FACTS,
    RECORD_STATES,
    RECORDS,
    VALUE_HISTORY,
    VALUES,
    WEIGHTS,
    Data,
    Estimates,
)

CITY, NORTH, SOUTH, EMPTY, PARK = "9100", "9101", "9102", "9103", "9101P1"


def text(words: str) -> Text:
    return Text(zh=words, en=words)


def month(name: str) -> int:
    return Period.parse(name).last


def measure(name: str, unit: str = "万元", accumulation: str = "ytd", **more: Any) -> Measure:
    return Measure(id=name, name=text(name), unit=unit, accumulation=accumulation, **more)


MEASURES = (
    measure("output", first_two_together=True),
    measure("sales"),
    measure("sales_flow", accumulation="flow"),
    measure("together", accumulation="flow", first_two_together=True),
    measure("employees", unit="人", accumulation="stock"),
    measure("energy", unit="tce", accumulation="flow", owed_by="above_scale"),
    measure("research", frequency="year"),
    measure("land", unit="亩", accumulation="stock", frequency="year", subject="park"),
    measure("investment", unit="亿元", accumulation="ytd", frequency="quarter", subject="county"),
    measure("stations", unit="座", accumulation="stock", subject="city"),
)

TITLES = Ledger(
    id="titles",
    name=text("titles"),
    counted_in="家",
    fields=(
        LedgerField(
            id="title",
            name=text("title"),
            type="choice",
            choices=(Choice(id="green", name=text("green")), Choice(id="smart", name=text("smart"))),
        ),
        LedgerField(id="grant", name=text("grant"), type="number", unit="万元"),
        LedgerField(id="national", name=text("national"), type="yes_no"),
    ),
    states=tuple(State(id=name, name=text(name)) for name in ("proposed", "recognised", "renewed", "withdrawn")),
)

COURSES = Ledger(
    id="courses",
    name=text("courses"),
    counted_in="次",
    subject="none",
    fields=(LedgerField(id="attendees", name=text("attendees"), type="number", unit="人"),),
    states=(State(id="held", name=text("held")),),
)


def programme(
    formulas: Mapping[str, str | tuple[str, str]], *, like_for_like: Iterable[str] = (), **changes: Any
) -> Programme:
    """The invented programme with these indicators: id → formula, or (formula, unit); some defined like for like."""
    indicators = []
    for id_, written in formulas.items():
        formula, unit = written if isinstance(written, tuple) else (written, "")
        alike = id_ in like_for_like
        indicators.append(Indicator(id=id_, name=text(id_), unit=unit, formula=formula, like_for_like=alike))
    parts: dict[str, Any] = {
        "head": ProgrammeHead(
            id="invented",
            title=text("Invented plan"),
            short_title=text("Invented"),
            version="1",
            start=Period.parse("2021-01"),
            end=Period.parse("2023-12"),
            base_year=2020,
            area=CITY,
            office="office",
            documents=(),
            bulletin=BulletinHeading(mark=text("m"), issuer=text("i"), addressed_to=text("a"), title=text("t")),
        ),
        "areas": (
            Area(code=CITY, name=text("City"), kind="city"),
            Area(code=NORTH, name=text("North"), kind="county", parent=CITY),
            Area(code=SOUTH, name=text("South"), kind="county", parent=CITY),
            Area(code=EMPTY, name=text("Empty"), kind="county", parent=CITY),
            Area(code=PARK, name=text("Park"), kind="park", parent=NORTH),
        ),
        "units": (Unit(id="office", name=text("Office"), kind="department"),),
        "industry_groups": (IndustryGroup(id="metals", name=text("Metals"), codes=("C31", "32")),),
        "parameters": (
            Parameter(
                id="coal",
                name=text("coal"),
                unit="tce/万元",
                values=(
                    DatedNumber(start="2020", value=0.5, source=Reference(title="invented")),
                    DatedNumber(start="2022-07", value=0.25, source=Reference(title="invented")),
                ),
            ),
        ),
        "measures": MEASURES,
        "ledgers": (TITLES, COURSES),
        "indicators": tuple(indicators),
    }
    return Programme(**{**parts, **changes})


def fact(who: str, kind: str, told: str, since: str | None = None, until: str | None = None) -> dict[str, Any]:
    """What is so of an entity from a month to a month."""
    ends = [None if name is None else month(name) for name in (since, until)]
    return {"entity": who, "fact": kind, "value": told, "since": ends[0], "until": ends[1]}


def with_facts(plain: Data, *facts: dict[str, Any]) -> Data:
    """Data with dated facts."""
    return replace(plain, facts=pa.Table.from_pylist(list(facts), schema=FACTS))


def entity(id_: str, area: str = NORTH, **more: Any) -> dict[str, Any]:
    """An enterprise; months may be given by their names."""
    row: dict[str, Any] = {"id": id_, "name": id_, "kind": "enterprise", "area": area, "industry": "C3110", **more}
    for name in ("above_scale_since", "active_from", "active_until"):
        if isinstance(row.get(name), str):
            row[name] = month(row[name])
    return row


def value(entity_id: str, measure_id: str, period: str, amount: float | str, **more: Any) -> dict[str, Any]:
    """A reported figure."""
    return {
        "entity": entity_id,
        "measure": measure_id,
        "period": period,
        "month": month(period),
        "value": Decimal(str(amount)),
        "revision": 1,
        "corrected": False,
        "state": "reported",
        **more,
    }


def record(id_: str, ledger: str, lives: Iterable[tuple[str, str, str | None]], **more: Any) -> dict[str, Any]:
    """A record with its life: (state, since, until)."""
    return {"id": id_, "ledger": ledger, "lives": list(lives), "name": id_, "fields": "{}", **more}


def data(
    entities: Iterable[dict[str, Any]] = (),
    values: Iterable[dict[str, Any]] = (),
    records: Iterable[dict[str, Any]] = (),
    ledgers: Iterable[str] = (),
) -> Data:
    """The tables of the contracts from such rows; whatever is not given is null."""
    record_rows, lives = [], []
    for row in records:
        record_rows.append({key: item for key, item in row.items() if key != "lives"})
        for state, since, until in row["lives"]:
            lives.append(
                {
                    "ledger": row["ledger"],
                    "id": row["id"],
                    "state": state,
                    "since": month(since),
                    "until": month(until) if until else None,
                }
            )
    value_rows = list(values)
    return Data(
        entities=_table(entities, ENTITIES),
        values=_table(value_rows, VALUES),
        history=_table([{**row, "current": True} for row in value_rows], VALUE_HISTORY),
        records=_table(record_rows, RECORDS),
        record_states=_table(lives, RECORD_STATES),
        ledgers=frozenset(ledgers) | {row["ledger"] for row in record_rows},
    )


def estimate(entity_id: str, measure_id: str, period: str, amount: float | str, **more: Any) -> dict[str, Any]:
    """A figure as estimated. `part`: how much of it is; `draws`: how it may differ, one after the other."""
    return {
        "entity": entity_id,
        "measure": measure_id,
        "month": month(period),
        "period": period,
        "value": Decimal(str(amount)),
        "part": float(amount),
        "deviation": 0.0,
        "weight": 1.0,
        "basis": "movement",
        "draws": (),
        **more,
    }


def estimates(rows: Iterable[dict[str, Any]], weights: Mapping[tuple[str, str, str], float] | None = None) -> Estimates:
    """Estimates from such rows; `weights` of those that gave, by entity, measure and period."""
    made = list(rows)
    draws = [
        {
            **{name: row[name] for name in ("entity", "measure", "month")},
            "deltas": [float(delta) for delta in row["draws"]],
        }
        for row in made
        if row["draws"]
    ]
    known = [
        {"entity": who, "measure": name, "month": month(period), "weight": float(weight)}
        for (who, name, period), weight in (weights or {}).items()
    ]
    without_draws = [{name: item for name, item in row.items() if name != "draws"} for row in made]
    return Estimates(_table(without_draws, ESTIMATES), _table(draws, ESTIMATE_DRAWS), _table(known, WEIGHTS))


def _table(rows: Iterable[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema)


_RESULTS: dict[tuple[Any, ...], tuple[Data, list[dict[str, Any]]]] = {}
"""The last run, with its data: as long as that is held, no other data can have its identity."""


def rows(written: str | tuple[str, str], facts: Data, *months: str, area: str = CITY) -> list[dict[str, Any]]:
    """The results of one formula at an area in some months. Asking again for another area takes no new run."""
    periods = [Period.parse(name) for name in months]
    first, last = min(periods), max(periods)
    key = (written, id(facts), first, last)
    if key not in _RESULTS:
        run = compute(programme({"x": written}), facts, first=first, last=last, terms=False)
        _RESULTS.clear()
        _RESULTS[key] = facts, run.results.to_pylist()
    found = {row["month"]: row for row in _RESULTS[key][1] if row["area"] == area}
    return [found[period.last] for period in periods]


def numbers(written: str | tuple[str, str], facts: Data, *months: str, area: str = CITY) -> list[float | None]:
    """The values of one formula at an area in some months."""
    return [row["value"] for row in rows(written, facts, *months, area=area)]


def numbers_of(formulas: Iterable[str], unit: str, facts: Data, *months: str) -> dict[str, list[float | None]]:
    """The values of several formulas at the city, in one run."""
    periods = [Period.parse(name) for name in months]
    ids = {f"f{number}": formula for number, formula in enumerate(formulas)}
    content = programme({id_: (formula, unit) for id_, formula in ids.items()})
    run = compute(content, facts, first=min(periods), last=max(periods), terms=False)
    city = {(row["indicator"], row["month"]): row["value"] for row in run.results.to_pylist() if row["area"] == CITY}
    return {formula: [city[id_, period.last] for period in periods] for id_, formula in ids.items()}
