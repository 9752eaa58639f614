"""What the bench of indicators runs on: an invented programme, and as many figures for it as are asked for.

Figures are those of enterprises over 48 months, 12 measures each, heavy-tailed, about 3 % missing, 1 % provisional, 2 %
revised: either those that count, one Parquet file a month, or as a site keeps them, with corrections apart.
"""

# ruff: noqa: S608 - the SQL is put together from constants of this module
from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sigai.base.periods import Period
from sigai.programme.bench_head import bench_head, in_both
from sigai.programme.common import Reference
from sigai.programme.indicators import Indicator
from sigai.programme.ledgers import Choice, Ledger, LedgerField, State
from sigai.programme.measures import Measure
from sigai.programme.organisation import Area, IndustryGroup
from sigai.programme.programme import Programme
from sigai.tables import ENTITIES, RECORD_STATES, RECORDS, Data, DuckStore, datasets, run_sql

FIRST, LAST = Period.parse("2020-01"), Period.parse("2023-12")
COUNTIES, PARKS_EACH = 12, 2
CITY = "99"
TITLES = ("green", "smart", "expert")

RATIOS = {
    "margin": ("total(profit) / total(revenue)", "%"),
    "margin-above": ("total(profit, where: above_scale) / total(revenue, where: above_scale)", "%"),
    "productivity": ("total(value_added) / total(employees)", "万元/人"),
    "intensity": ("total(energy) / total(output)", "tce/万元"),
    "research-share": ("total(research, where: above_scale) / total(revenue, where: above_scale)", "%"),
    "manufacturing-share": ("total(value_added, where: industry in manufacturing) / total(value_added)", "%"),
    "reuse": ("total(water_reused) / total(water)", "%"),
    "advanced-share": ("total(output, where: industry in advanced) / total(output, where: above_scale)", "%"),
}
GROWTHS = {
    "output-growth": ("growth(total(output))", "%"),
    "revenue-growth": ("growth(total(revenue, where: above_scale))", "%"),
    "added-growth": ("growth(total(value_added, where: industry in manufacturing))", "%"),
    "tax-growth": ("growth(total(tax))", "%"),
    "investment-growth": ("growth(total(investment))", "%"),
    "energy-growth": ("growth(total(energy))", "%"),
}
COUNTS = {
    **{f"{title}-total": (f"count(titles, state: recognised, where: title = {title})", "家") for title in TITLES},
    **{
        f"{title}-year": (f"count(titles, state: recognised, where: title = {title}, within: year)", "家")
        for title in TITLES
    },
}
FLOWS = ("energy", "water", "water_reused")
_UNITS = {
    "output": "万元",
    "value_added": "万元",
    "revenue": "万元",
    "profit": "万元",
    "tax": "万元",
    "investment": "万元",
    "research": "万元",
    "employees": "人",
    "energy": "tce",
    "water": "m3",
    "water_reused": "m3",
    "waste": "t",
}
MEASURES = tuple(_UNITS)


def programme() -> Programme:
    """The invented programme: a city of 12 counties with 2 parks each, 12 measures, one ledger, 20 indicators."""
    counties = [
        Area(code=f"{CITY}{n:02d}", name=in_both("county"), kind="county", parent=CITY) for n in range(COUNTIES)
    ]
    parks = [
        Area(code=f"{county.code}P{n}", name=in_both("park"), kind="park", parent=county.code)
        for county in counties
        for n in range(PARKS_EACH)
    ]
    invented = Reference(title="invented")
    return Programme(
        head=bench_head(CITY),
        areas=(Area(code=CITY, name=in_both("city"), kind="city"), *counties, *parks),
        industry_groups=(
            IndustryGroup(id="manufacturing", name=in_both("manufacturing"), codes=("C",), source=invented),
            IndustryGroup(id="advanced", name=in_both("advanced"), codes=("C27", "C34", "C39"), source=invented),
        ),
        measures=tuple(_measure(name, unit) for name, unit in _UNITS.items()),
        ledgers=(_ledger(),),
        indicators=tuple(
            Indicator(id=id_, name=in_both(id_), formula=formula, unit=unit)
            for id_, (formula, unit) in {**RATIOS, **GROWTHS, **COUNTS}.items()
        ),
    )


def _measure(name: str, unit: str) -> Measure:
    accumulation = "flow" if name in FLOWS else "stock" if name == "employees" else "ytd"
    return Measure(id=name, name=in_both(name), unit=unit, accumulation=accumulation)


def _ledger() -> Ledger:
    choices = tuple(Choice(id=title, name=in_both(title)) for title in TITLES)
    return Ledger(
        id="titles",
        name=in_both("titles"),
        counted_in="家",
        fields=(LedgerField(id="title", name=in_both("title"), type="choice", choices=choices),),
        states=(State(id="recognised", name=in_both("recognised")), State(id="withdrawn", name=in_both("withdrawn"))),
    )


def generate(folder: Path, rows: int, seed: int) -> int:
    """Write entities, records and about `rows` figures that count as Parquet into `folder`; how many it made."""
    with DuckStore(memory_limit="2GB") as store:
        entities = _copy_others(store, folder, rows, seed)
        (folder / "values").mkdir()
        for month in range(FIRST.first, LAST.last + 1):
            _copy(store, folder / "values" / f"{month}.parquet", _values_sql(entities, month, seed))
        store.put_parquet("values", str(folder / "values" / "*.parquet"))
        return store.count(store.table("values"))


def generate_at_rest(folder: Path, rows: int, seed: int) -> None:
    """The same with every revision, in the files of `Dataset`: month by month, so that it needs little memory."""
    with DuckStore(memory_limit="2GB") as store:
        entities = _copy_others(store, folder, rows, seed)
        for kind, chosen in (("firsts", "true"), ("corrections", "corrected")):
            (folder / kind).mkdir()
            for month in range(FIRST.first, LAST.last + 1):
                query = _revisions_sql(_values_sql(entities, month, seed), kind, chosen, month)
                _copy(store, folder / kind / f"{month}.parquet", query)


def _copy_others(store: DuckStore, folder: Path, rows: int, seed: int) -> int:
    """Entities and records for so many figures; how many entities."""
    months = LAST.last - FIRST.first + 1
    entities = max(rows // (len(MEASURES) * months * 97 // 100), 40)
    folder.mkdir(parents=True, exist_ok=True)
    _copy(store, folder / "entities.parquet", _entities_sql(entities, seed))
    _copy(store, folder / "records.parquet", _records_sql(entities, seed))
    _copy(store, folder / "record_states.parquet", _states_sql(entities, seed))
    return entities


def open_store(folder: Path) -> DuckStore:
    """A store over generated data, as a run over data in files opens it."""
    store = DuckStore(memory_limit="3GB")
    for name in ("entities", "records", "record_states"):
        store.put_parquet(name, folder / f"{name}.parquet")
    store.put_parquet("values", str(folder / "values" / "*.parquet"))
    store.ledgers = frozenset({"titles"})
    return store


def data_at_rest(folder: Path) -> Data:
    """Generated data as a site hands them to a run: the register and records in memory, figures in their files."""
    firsts, corrections = (tuple(sorted((folder / kind).iterdir())) for kind in ("firsts", "corrections"))
    values, history = datasets(firsts, corrections, 1 << 62)
    entities, records, states = (
        _of_contract(pq.read_table(folder / f"{name}.parquet"), contract)
        for name, contract in (("entities", ENTITIES), ("records", RECORDS), ("record_states", RECORD_STATES))
    )
    return Data(entities, values, history, records, states, ledgers=frozenset({"titles"}))


def _of_contract(table: pa.Table, contract: pa.Schema) -> pa.Table:
    """A generated table with the columns that nobody needs here."""
    for field in contract:
        if field.name not in table.column_names:
            table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    return table.select(contract.names).cast(contract)


def _copy(store: DuckStore, path: Path, query: str) -> None:
    run_sql(store, f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 200000)")


def _dice(name: str, *keys: str) -> str:
    """A number from 0 to 1 that depends on the keys alone."""
    return f"((hash({', '.join((repr(name), *keys))}) % 1000003) / 1000003.0)"


_ID = "printf('9199%012dXX', i)"


def _entities_sql(entities: int, seed: int) -> str:
    county = f"(hash('county', i, {seed}) % {COUNTIES})::int"
    industries = ", ".join(
        f"'{code}'" for code in ("B0610", "C1310", "C2710", "C3110", "C3240", "C3411", "C3910", "D4411")
    )
    since = _dice("since", "i", str(seed))
    return f"""
        SELECT {_ID} AS id, 'Enterprise ' || i AS name, 'enterprise' AS kind,
            printf('{CITY}%02d', {county}) AS area,
            CASE WHEN {_dice("park", "i", str(seed))} < 0.4
                THEN printf('{CITY}%02dP%d', {county}, (hash('which', i) % {PARKS_EACH})::int) END AS park,
            [{industries}][1 + (hash('industry', i, {seed}) % 8)::int] AS industry,
            CASE WHEN {since} < 0.2 THEN {FIRST.first - 24}
                WHEN {since} < 0.26 THEN {FIRST.first} + (hash('month', i) % 48)::int END::int AS above_scale_since,
            NULL::int AS active_from, NULL::int AS active_until, NULL::varchar[] AS tags
        FROM range({entities}) AS r(i)"""


def _values_sql(entities: int, month: int, seed: int) -> str:
    measures = ", ".join(f"({number}, '{name}')" for number, name in enumerate(MEASURES))
    accumulated = f"CASE WHEN measure IN {(*FLOWS, 'employees')} THEN 1 ELSE {month % 12 + 1} END"
    amount = f"exp(2 + 4 * {_dice('size', 'i', str(seed))}) * (0.5 + {_dice('now', 'i', 'k', str(month))})"
    return f"""
        SELECT {_ID} AS entity, measure, {month}::int AS month, ({amount} * {accumulated})::decimal(18, 4) AS "value",
            {_dice("rev", "i", "k", str(month))} < 0.02 AS corrected,
            CASE WHEN corrected THEN 2 ELSE 1 END::bigint AS revision,
            CASE WHEN {_dice("state", "i", "k", str(month))} < 0.01 THEN 'provisional' ELSE 'reported' END AS state
        FROM (VALUES {measures}) AS m(k, measure), range({entities}) AS r(i)
        WHERE {_dice("gave", "i", "k", str(month), str(seed))} > 0.03
        ORDER BY k, i"""


def _revisions_sql(values: str, kind: str, chosen: str, month: int) -> str:
    """First figures (of corrected ones another value) or corrections, with all columns of VALUES and numbers of their
    own."""
    first = kind == "firsts"
    value = "CASE WHEN corrected THEN (value / 2)::decimal(18, 4) ELSE value END" if first else "value"
    columns = {
        "entity": "entity",
        "measure": "measure",
        "month": "month",
        "period": f"'{Period.of_index(month)}'",
        "value": value,
        "revision": f"{(month if first else month + 1_000_000) * 100_000_000}::bigint + row_number() OVER ()",
        "corrected": str(not first).lower(),
        "state": "state",
        "source": "NULL::varchar",
        "reporter": "'reporter-' || right(entity, 6)",
        "reported_at": "TIMESTAMP '2024-01-01' + INTERVAL (hash(entity) % 1000000) SECOND",
        **dict.fromkeys(("given_value", "given_unit", "file"), "NULL::varchar"),
        "row": "NULL::bigint",
    }
    listed = ", ".join(f'{text} AS "{name}"' for name, text in columns.items())
    return f"SELECT {listed} FROM ({values}) WHERE {chosen}"


def _records_sql(entities: int, seed: int) -> str:
    title = f"['green', 'smart', 'expert'][1 + (hash('title', i, {seed}) % 3)::int]"
    return f"""
        SELECT 'titles' AS ledger, 'R' || i AS id, 'Title ' || i AS name, {_ID} AS entity, NULL::varchar AS area,
            'recognised' AS state, '{{"title": "' || {title} || '"}}' AS fields
        FROM range({entities}) AS r(i) WHERE {_dice("has", "i", str(seed))} < 0.3"""


def _states_sql(entities: int, seed: int) -> str:
    since = f"({FIRST.first} + (hash('entered', i, {seed}) % 48)::int)"
    lost = f"{_dice('lost', 'i', str(seed))} < 0.1"
    return f"""
        SELECT 'titles' AS ledger, 'R' || i AS id, 'recognised' AS state, {since}::int AS since,
            CASE WHEN {lost} THEN {since} + 6 END::int AS "until"
        FROM range({entities}) AS r(i) WHERE {_dice("has", "i", str(seed))} < 0.3
        UNION ALL
        SELECT 'titles', 'R' || i, 'withdrawn', ({since} + 6)::int, NULL::int
        FROM range({entities}) AS r(i) WHERE {_dice("has", "i", str(seed))} < 0.3 AND {lost}"""
