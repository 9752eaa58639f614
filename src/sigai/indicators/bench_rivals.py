"""The same results by other means: SQL written by hand for DuckDB, and pandas. The measure of our own speed.

The SQL is written for these twenty indicators and nothing else, in the way that was fastest of those tried: one grouped
pass over the figures by place and the few marks that conditions need, the rest on the small sums.
"""

# ruff: noqa: S608 - the SQL is put together from constants of this module
from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa

from sigai.indicators.bench_data import CITY, COUNTS, FIRST, LAST
from sigai.tables import INDICATOR_RESULTS, DuckStore, run_sql

_ALL, _ABOVE, _MAKING, _ADVANCED = "true", "above", "making", "advanced"
# Each term: a name, its measure, its condition, whether it is a flow that accumulates within the year.
_TERMS = {
    "profit": ("profit", _ALL),
    "revenue": ("revenue", _ALL),
    "profit_above": ("profit", _ABOVE),
    "revenue_above": ("revenue", _ABOVE),
    "added": ("value_added", _ALL),
    "employees": ("employees", _ALL),
    "energy": ("energy", _ALL),
    "output": ("output", _ALL),
    "research_above": ("research", _ABOVE),
    "added_making": ("value_added", _MAKING),
    "reused": ("water_reused", _ALL),
    "water": ("water", _ALL),
    "output_advanced": ("output", _ADVANCED),
    "output_above": ("output", _ABOVE),
    "tax": ("tax", _ALL),
    "investment": ("investment", _ALL),
}
_FLOWS = ("energy", "water", "reused")
_RATIOS = {
    "margin": ("profit", "revenue", 100, "%"),
    "margin-above": ("profit_above", "revenue_above", 100, "%"),
    "productivity": ("added", "employees", 1, "万元/人"),
    "intensity": ("energy", "output", 1, "tce/万元"),
    "research-share": ("research_above", "revenue_above", 100, "%"),
    "manufacturing-share": ("added_making", "added", 100, "%"),
    "reuse": ("reused", "water", 100, "%"),
    "advanced-share": ("output_advanced", "output_above", 100, "%"),
}
_GROWTHS = {
    "output-growth": "output",
    "revenue-growth": "revenue_above",
    "added-growth": "added_making",
    "tax-growth": "tax",
    "investment-growth": "investment",
    "energy-growth": "energy",
}


def by_hand(store: DuckStore) -> pa.Table:
    """The results of the bench's indicators from SQL written by hand, by the contract INDICATOR_RESULTS."""
    return run_sql(store, hand_written_sql()).select(INDICATOR_RESULTS.names).cast(INDICATOR_RESULTS)


def hand_written_view(folder: Path) -> str:
    """The figures that count, out of first ones and corrections: an anti-join and a window."""
    firsts, corrections = (f"read_parquet('{folder / kind}/*.parquet')" for kind in ("firsts", "corrections"))
    columns = 'f.entity, f.measure, f.month, f."value", f.state, f.corrected'
    return f"""
        CREATE TEMP VIEW "values" AS
        SELECT {columns} FROM {firsts} AS f WHERE NOT EXISTS (
            FROM {corrections} AS c WHERE c.entity = f.entity AND c.measure = f.measure AND c.month = f.month)
        UNION ALL (SELECT {columns} FROM {corrections} AS f
            QUALIFY row_number() OVER (PARTITION BY f.entity, f.measure, f.month ORDER BY f.revision DESC) = 1)"""


def hand_written_sql() -> str:
    """One statement for all twenty indicators."""
    figures = ", ".join(_term_columns(name) for name in _TERMS)
    owing = ", ".join(
        f"coalesce(sum(n) FILTER ({condition}), 0)::bigint AS owing_{name}"
        for name, condition in (("true", _ALL), ("above", _ABOVE), ("making", _MAKING), ("advanced", _ADVANCED))
    )
    since_january = "OVER (PARTITION BY area, month // 12 ORDER BY month ROWS UNBOUNDED PRECEDING)"
    columns = []
    for name, (_, condition) in _TERMS.items():
        if name in _FLOWS:
            columns += [
                f"CASE WHEN n_{name} > 0 THEN sum(s_{name}) {since_january} END AS s_{name}",
                f"coalesce(sum(n_{name}) {since_january}, 0)::bigint AS n_{name}",
            ]
            columns += [f"coalesce(max({mark}_{name}) {since_january}, false) AS {mark}_{name}" for mark in "pr"]
            columns.append(f"sum(owing_{condition}) {since_january}::bigint AS o_{name}")
        else:
            columns.append(f"CASE WHEN owing_{condition} = 0 THEN 0 ELSE s_{name} END AS s_{name}")
            columns.append(f"coalesce(n_{name}, 0) AS n_{name}")
            columns += [f"coalesce({mark}_{name}, false) AS {mark}_{name}" for mark in "pr"]
            columns.append(f"owing_{condition} AS o_{name}")
    results = [_ratio(id_, *parts) for id_, parts in _RATIOS.items()]
    results += [_growth(id_, name) for id_, name in _GROWTHS.items()]
    return f"""
        WITH subject AS (
            SELECT id, area, park, coalesce(industry LIKE 'C%', false) AS making,
                coalesce(left(industry, 3) IN ('C27', 'C34', 'C39'), false) AS advanced, above_scale_since
            FROM entities),
        sums AS (
            SELECT area, park, making, advanced, coalesce(above_scale_since <= month, false) AS above, measure, month,
                sum(value) AS s, count(*) AS n, bool_or(state = 'provisional') AS p,
                bool_or(corrected) AS r
            FROM "values" JOIN subject ON entity = subject.id GROUP BY ALL),
        figures AS (
            SELECT place AS area, month, {figures}
            FROM (SELECT *, unnest(['{CITY}', area, park]) AS place FROM sums) WHERE place IS NOT NULL
            GROUP BY ALL),
        months AS (SELECT unnest(range({FIRST.first - 12}, {LAST.last + 1}))::int AS month),
        cohorts AS (
            SELECT area, park, making, advanced, above_scale_since, count(*) AS n FROM subject GROUP BY ALL),
        owing AS (
            SELECT place AS area, month, {owing}
            FROM (
                SELECT *, coalesce(above_scale_since <= month, false) AS above, unnest(['{CITY}', area, park]) AS place
                FROM cohorts, months)
            WHERE place IS NOT NULL GROUP BY ALL),
        terms AS (SELECT area, month, {", ".join(columns)} FROM owing LEFT JOIN figures USING (area, month)),
        titled AS (
            SELECT unnest(['{CITY}', e.area, e.park]) AS area, fields::json ->> 'title' AS title, s.since, s.until
            FROM records AS r JOIN record_states AS s USING (ledger, id) JOIN subject AS e ON r.entity = e.id
            WHERE r.ledger = 'titles' AND s.state = 'recognised'),
        counts AS (
            SELECT t.area, t.title, m.month, count(*) AS total,
                count(*) FILTER (t.since >= m.month - m.month % 12) AS this_year
            FROM titled AS t JOIN months AS m ON t.since <= m.month AND (t.until IS NULL OR t.until > m.month)
            WHERE t.area IS NOT NULL GROUP BY ALL),
        answers AS ({" UNION ALL ".join(results)} UNION ALL {_counts()})
        SELECT * REPLACE (CASE WHEN owing > 0 THEN reported END AS reported), NULL::varchar AS industry,
            reported / nullif(owing, 0) AS coverage, coverage AS coverage_weight,
            CASE WHEN coalesce(reported = owing, true) THEN value END AS reported_value, 0::bigint AS estimated,
            NULL::double AS like_for_like, NULL::double AS spread_down, NULL::double AS spread_up,
            NULL::double AS slope,
            printf('%d-%02d', month // 12, month % 12 + 1) AS period
        FROM answers WHERE month >= {FIRST.first} ORDER BY indicator, area, month"""


def _term_columns(name: str) -> str:
    measure, condition = _TERMS[name]
    chosen = f"FILTER (measure = '{measure}' AND {condition})"
    return (
        f"sum(s) {chosen}::double AS s_{name}, sum(n) {chosen}::bigint AS n_{name}, "
        f"bool_or(p) {chosen} AS p_{name}, bool_or(r) {chosen} AS r_{name}"
    )


def _ratio(id_: str, above: str, below: str, factor: int, unit: str) -> str:
    first = _less_covered(f"n_{above}", f"o_{above}", f"n_{below}", f"o_{below}")
    return f"""
        SELECT '{id_}' AS indicator, area, month, s_{above} / nullif(s_{below}, 0) * {factor} AS value,
            '{unit}' AS unit,
            CASE WHEN {first} THEN n_{above} ELSE n_{below} END AS reported,
            nullif(CASE WHEN {first} THEN o_{above} ELSE o_{below} END, 0) AS owing,
            p_{above} OR p_{below} AS provisional, r_{above} OR r_{below} AS revised
        FROM terms"""


def _less_covered(given: str, owing: str, other_given: str, other_owing: str) -> str:
    return f"coalesce({given} / nullif({owing}, 0), 2) <= coalesce({other_given} / nullif({other_owing}, 0), 2)"


def _growth(id_: str, name: str) -> str:
    first = _less_covered(f"n.n_{name}", f"n.o_{name}", f"t.n_{name}", f"t.o_{name}")
    return f"""
        SELECT '{id_}', n.area, n.month,
            CASE WHEN t.s_{name} > 0 THEN (n.s_{name} / t.s_{name} - 1) * 100 END, '%',
            CASE WHEN {first} THEN n.n_{name} ELSE t.n_{name} END,
            nullif(CASE WHEN {first} THEN n.o_{name} ELSE t.o_{name} END, 0),
            n.p_{name} OR coalesce(t.p_{name}, false), n.r_{name} OR coalesce(t.r_{name}, false)
        FROM terms AS n LEFT JOIN terms AS t ON n.area = t.area AND n.month = t.month + 12"""


def _counts() -> str:
    wanted = ", ".join(f"('{id_}', '{id_.split('-')[0]}', {str(id_.endswith('year')).lower()})" for id_ in COUNTS)
    return f"""
        SELECT w.indicator, o.area, o.month, coalesce(CASE WHEN w.yearly THEN c.this_year ELSE c.total END, 0), '家',
            NULL, NULL, false, false
        FROM (VALUES {wanted}) AS w(indicator, title, yearly) CROSS JOIN owing AS o
        LEFT JOIN counts AS c ON c.area = o.area AND c.month = o.month AND c.title = w.title"""


def by_pandas(folder: Path) -> int:
    """The values (without coverage and marks) of the bench's indicators with pandas; how many it made."""
    entities = pd.read_parquet(
        folder / "entities.parquet", columns=["id", "area", "park", "industry", "above_scale_since"]
    )
    values = pd.read_parquet(folder / "values", columns=["entity", "measure", "month", "value"])
    values["value"] = values["value"].astype("float64")
    entities["making"] = entities["industry"].str.startswith("C")
    entities["advanced"] = entities["industry"].str[:3].isin(["C27", "C34", "C39"])
    frame = values.merge(entities, left_on="entity", right_on="id")
    frame["above"] = frame["above_scale_since"] <= frame["month"]
    frame["true"] = True
    keys = ["area", "park", "making", "advanced", "above", "true", "measure", "month"]
    sums = frame.groupby(keys, dropna=False, observed=True)["value"].sum().reset_index()
    placed = pd.concat([sums.assign(place=CITY), sums.assign(place=sums["area"]), sums.assign(place=sums["park"])])
    terms = pd.DataFrame(
        {
            name: placed[(placed["measure"] == measure) & placed[condition]].groupby(["place", "month"])["value"].sum()
            for name, (measure, condition) in _TERMS.items()
        }
    )
    for name in _FLOWS:
        terms[name] = (
            terms[name].groupby([terms.index.get_level_values(0), terms.index.get_level_values(1) // 12]).cumsum()
        )
    results = {id_: terms[above] / terms[below] * factor for id_, (above, below, factor, _) in _RATIOS.items()}
    results |= {id_: terms[name].groupby(level=0).pct_change(12) * 100 for id_, name in _GROWTHS.items()}
    return sum(len(result) for result in results.values()) + _count_by_pandas(folder, entities)


def _count_by_pandas(folder: Path, entities: pd.DataFrame) -> int:
    records = pd.read_parquet(folder / "records.parquet")
    states = pd.read_parquet(folder / "record_states.parquet")
    records["title"] = records["fields"].str.extract(r'"title": "(\w+)"', expand=False)
    lives = states[states["state"] == "recognised"].merge(records[["id", "entity", "title"]], on="id")
    lives = lives.merge(entities[["id", "area", "park"]], left_on="entity", right_on="id")
    placed = pd.concat([lives.assign(place=CITY), lives.assign(place=lives["area"]), lives.assign(place=lives["park"])])
    made = 0
    for month in range(FIRST.first, LAST.last + 1):
        standing = placed[(placed["since"] <= month) & ~(placed["until"] <= month)]
        made += len(standing.groupby(["place", "title"]).size())
        made += len(standing[standing["since"] >= month - month % 12].groupby(["place", "title"]).size())
    return made
