"""What the bench of rules runs on: an invented programme of three rules, and a year's figures of as many enterprises as
are asked for.

Each has seven figures of a year, whole hundredths and heavy-tailed, about 3 in 100 of them missing; industries and the
time since which an enterprise is above scale differ. Of one number nobody is sure, so that some results only advise.
"""

# ruff: noqa: S608 - the SQL is put together from constants of this module
from __future__ import annotations

from pathlib import Path

from sigai.base.periods import Period
from sigai.programme.bench_head import bench_head, in_both
from sigai.programme.common import Reference
from sigai.programme.ledgers import Choice
from sigai.programme.measures import Measure
from sigai.programme.organisation import Area, IndustryGroup
from sigai.programme.parameters import Band, DatedNumber, Parameter, ParameterKey
from sigai.programme.policy_rules import PolicyRule, RuleEdition, RuleStep
from sigai.programme.programme import Programme
from sigai.tables import DuckStore, run_sql

YEAR = Period.parse("2021")
CITY = "99"
MEASURES = {
    "coal": "t",
    "power": "万kWh",
    "energy_sold": "tce",
    "output": "t",
    "sales": "万元",
    "research": "万元",
    "equipment": "万元",
}
NUMBERS = {
    "coal_tce": ("tce/t", 0.7143),
    "power_tce": ("tce/万kWh", 1.229),
    "key_user": ("tce", 10_000),
    "designated_user": ("tce", 5_000),
    "least_research": ("%", 3),
    "most_support": ("万元", 500),
}
LIMITS = {"metals": 8300, "chemicals": 3200, "building": 130}
"""Power of a ton that is allowed, in kWh; that of building materials nobody is sure of."""
RATES = ((0, 500, 0), (500, 2_000, 6), (2_000, 10_000, 8), (10_000, None, 10))
"""Percent of the price of equipment between two prices of 万元, the lower one included."""


def programme() -> Programme:
    """The invented programme: who is a key user of energy, what the punitive price of power comes to, and how much
    support new equipment has."""
    sure = Reference(title="invented", confidence="known")
    groups = {"metals": ("C31", "C32"), "chemicals": ("C26",), "building": ("C30",)}
    return Programme(
        head=bench_head(CITY),
        areas=(Area(code=CITY, name=in_both("city"), kind="city"),),
        industry_groups=tuple(
            IndustryGroup(id=name, name=in_both(name), codes=codes, source=sure) for name, codes in groups.items()
        ),
        measures=tuple(
            Measure(id=name, name=in_both(name), unit=unit, accumulation="flow", frequency="year")
            for name, unit in MEASURES.items()
        ),
        parameters=(*(_number(name, unit, value) for name, (unit, value) in NUMBERS.items()), _limits(), _rates()),
        rules=(_key_user(), _punitive_price(), _support()),
    )


def _number(name: str, unit: str, value: float) -> Parameter:
    dated = DatedNumber(start="2020", value=value, source=Reference(title="invented", confidence="known"))
    return Parameter(id=name, name=in_both(name), unit=unit, values=(dated,))


def _limits() -> Parameter:
    choices = tuple(Choice(id=name, name=in_both(name)) for name in LIMITS)
    return Parameter(
        id="power_limit",
        name=in_both("power_limit"),
        unit="kWh/t",
        keys=(ParameterKey(id="trade", name=in_both("trade"), type="choice", choices=choices),),
        values=tuple(
            DatedNumber(
                start="2020",
                where={"trade": name},
                value=value,
                source=Reference(title="invented", confidence="unsure" if name == "building" else "known"),
            )
            for name, value in LIMITS.items()
        ),
    )


def _rates() -> Parameter:
    return Parameter(
        id="support_rate",
        name=in_both("support_rate"),
        unit="%",
        keys=(ParameterKey(id="price", name=in_both("price"), type="number", unit="万元"),),
        values=tuple(
            DatedNumber(
                start="2020",
                where={"price": Band(at_least=low, below=high)},
                value=rate,
                source=Reference(title="invented", confidence="known"),
            )
            for low, high, rate in RATES
        ),
    )


def _rule(name: str, scope: str, *steps: RuleStep, results: tuple[str, ...] = ()) -> PolicyRule:
    source = Reference(title="invented", confidence="known")
    return PolicyRule(
        id=name,
        name=in_both(name),
        results=tuple(Choice(id=result, name=in_both(result)) for result in results),
        editions=(RuleEdition(start="2020", source=source, scope=scope, steps=steps),),
    )


def _step(name: str, formula: str = "", *, unit: str = "", condition: str = "") -> RuleStep:
    return RuleStep(id=name, name=in_both(name), formula=formula, condition=condition, unit=unit)


def _key_user() -> PolicyRule:
    return _rule(
        "key_user",
        "above_scale",
        _step("used", "coal * $coal_tce + power * $power_tce - energy_sold", unit="tce"),
        _step("class", 'case(used >= $key_user, "key", used >= $designated_user, "designated", "other")'),
        results=("key", "designated", "other"),
    )


def _punitive_price() -> PolicyRule:
    trade = 'case(industry in metals, "metals", industry in chemicals, "chemicals", "building")'
    return _rule(
        "punitive_price",
        "industry in metals or industry in chemicals or industry in building",
        _step("taken", "power / output", unit="kWh/t"),
        _step("trade", trade),
        _step("limit", "param(power_limit, trade: trade)", unit="kWh/t"),
        _step("excess", "taken / limit - 1", unit="%"),
        _step(
            "rate",
            "case(excess <= 0, 0 元/kWh, excess <= 50 %, 0.05 元/kWh, excess <= 100 %, 0.1 元/kWh, 0.3 元/kWh)",
            unit="元/kWh",
        ),
        _step("surcharge", "power * rate", unit="万元"),
    )


def _support() -> PolicyRule:
    return _rule(
        "support",
        "",
        _step("eligible", condition="above_scale and research >= sales * $least_research"),
        _step("rate", "param(support_rate, price: equipment)", unit="%"),
        _step("amount", "if(eligible, min(equipment * rate, $most_support), 0 万元)", unit="万元"),
    )


def generate(folder: Path, enterprises: int, seed: int) -> None:
    """Write entities and the figures of the year as Parquet into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with DuckStore(memory_limit="2GB") as store:
        for name, query in (("entities", _entities_sql(enterprises, seed)), ("values", _values_sql(enterprises, seed))):
            place = folder / f"{name}.parquet"
            run_sql(store, f"COPY ({query}) TO '{place}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 200000)")


def open_store(folder: Path, memory_limit: str = "3GB") -> DuckStore:
    """A store over generated data."""
    store = DuckStore(memory_limit=memory_limit)
    for name in ("entities", "values"):
        store.put_parquet(name, folder / f"{name}.parquet")
    return store


def _dice(name: str, *keys: str) -> str:
    """A number from 0 to 1 that depends on the keys alone."""
    return f"((hash({', '.join((repr(name), *keys))}) % 1000003) / 1000003.0)"


_ID = "printf('9199%012dXX', i)"


def _entities_sql(enterprises: int, seed: int) -> str:
    industries = ", ".join(f"'{code}'" for code in ("B0610", "C1310", "C2610", "C3010", "C3140", "C3210"))
    since = _dice("since", "i", str(seed))
    return f"""
        SELECT {_ID} AS id, 'Enterprise ' || i AS name, 'enterprise' AS kind, '{CITY}' AS area, NULL::varchar AS park,
            CASE WHEN {_dice("known", "i", str(seed))} > 0.02
                THEN [{industries}][1 + (hash('industry', i, {seed}) % 6)::int] END AS industry,
            CASE WHEN {since} < 0.5 THEN {YEAR.first - 24} WHEN {since} < 0.55 THEN {YEAR.last + 1} END::int
                AS above_scale_since,
            NULL::int AS active_from, NULL::int AS active_until, NULL::varchar[] AS tags
        FROM range({enterprises}) AS r(i)"""


def _values_sql(enterprises: int, seed: int) -> str:
    measures = ", ".join(f"({number}, '{name}')" for number, name in enumerate(MEASURES))
    size = _dice("size", "i", str(seed))
    amount = f"exp(1 + 7 * {size}) * (0.3 + 1.4 * {_dice('one', 'i', 'k', str(seed))})"
    factor = (
        "CASE measure WHEN 'output' THEN 4 WHEN 'energy_sold' THEN 0.02 WHEN 'research' THEN 0.04 "
        "WHEN 'equipment' THEN 2 WHEN 'coal' THEN 8 ELSE 1 END"
    )
    return f"""
        SELECT {_ID} AS entity, measure, {YEAR.last}::int AS month, round({amount} * {factor}, 2)::decimal(18, 4)
            AS "value", 'reported' AS state, false AS corrected
        FROM (VALUES {measures}) AS m(k, measure), range({enterprises}) AS r(i)
        WHERE {_dice("gave", "i", "k", str(seed))} > 0.03
        ORDER BY k, i"""
