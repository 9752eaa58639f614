"""Each formula function against SQL written by hand, on random data with gaps; and the indicators of the bench."""

from __future__ import annotations

import random

import pyarrow as pa
import pytest

from helpers_indicators import CITY, NORTH, PARK, SOUTH, data, entity, month, programme, record, value
from sigai.base.periods import Period, month_name
from sigai.indicators import bench_data, bench_rivals, compute
from sigai.tables import Data, DuckStore, run_sql

FIRST, LAST = Period.parse("2021-01"), Period.parse("2022-12")

YEAR = "month // 12"
ABOVE = "coalesce(above_scale_since <= month, false)"
ROWS = 'SELECT v.*, e.area, e.above_scale_since, e.industry FROM "values" AS v JOIN entities AS e ON v.entity = e.id'
WIDE = f"""SELECT entity, month, above_scale_since, max(value) FILTER (measure = 'sales')::double AS sales,
    max(value) FILTER (measure = 'employees')::double AS employees FROM ({ROWS}) GROUP BY ALL"""
SUMS = f"SELECT month, sum(value)::double AS value FROM ({ROWS}) WHERE measure = '{{measure}}' GROUP BY month"
SALES = SUMS.format(measure="sales")
MONTHS = f"SELECT unnest(range({FIRST.first}, {LAST.first + 1}))::int AS month"
STANDING = f"""SELECT m.month, r.*, s.since FROM ({MONTHS}) AS m JOIN record_states AS s
    ON s.state = 'recognised' AND s.since <= m.month AND coalesce(s.until > m.month, true)
    JOIN records AS r USING (id)"""

CASES = {
    "total(sales)": ("万元", SALES),
    "total(sales, where: industry in metals)": (
        "万元",
        f"""SELECT month, sum(value)::double AS value FROM ({ROWS}) WHERE measure = 'sales'
            AND (industry LIKE 'C31%' OR industry LIKE 'C32%') GROUP BY month""",
    ),
    "total(sales, where: not above_scale)": (
        "万元",
        f"""SELECT month, sum(value)::double AS value FROM ({ROWS}) WHERE measure = 'sales' AND NOT {ABOVE}
            GROUP BY month""",
    ),
    "total(sales_flow)": (
        "万元",
        f"""SELECT month, sum(value) OVER (PARTITION BY {YEAR} ORDER BY month) AS value
            FROM ({SUMS.format(measure="sales_flow")})""",
    ),
    "total(sales_flow, over: month)": ("万元", SUMS.format(measure="sales_flow")),
    "total(sales_flow, over: rolling)": (
        "万元",
        f"""SELECT month, sum(value) OVER (ORDER BY month RANGE BETWEEN 11 PRECEDING AND CURRENT ROW) AS value
            FROM ({SUMS.format(measure="sales_flow")})""",
    ),
    "total(sales_flow, over: programme)": (
        "万元",
        f"""SELECT month, sum(value) FILTER (month >= {FIRST.first}) OVER (ORDER BY month) AS value
            FROM ({SUMS.format(measure="sales_flow")})""",
    ),
    "total(sales, over: month)": (
        "万元",
        f"""SELECT n.month, sum(CASE WHEN n.month % 12 = 0 THEN n.value ELSE n.value - p.value END)::double AS value
            FROM ({ROWS}) AS n LEFT JOIN ({ROWS}) AS p
                ON n.entity = p.entity AND n.measure = p.measure AND n.month = p.month + 1
            WHERE n.measure = 'sales' GROUP BY n.month""",
    ),
    "total(sales, over: rolling)": (
        "万元",
        f"""SELECT n.month, sum(CASE WHEN n.month % 12 = 11 THEN n.value ELSE n.value + y.value - p.value END)::double
                AS value
            FROM ({ROWS}) AS n
            LEFT JOIN ({ROWS}) AS p ON n.entity = p.entity AND n.measure = p.measure AND n.month = p.month + 12
            LEFT JOIN ({ROWS}) AS y
                ON n.entity = y.entity AND n.measure = y.measure AND y.month = n.month - n.month % 12 - 1
            WHERE n.measure = 'sales' GROUP BY n.month""",
    ),
    "total(sales, over: programme)": (
        "万元",
        f"""SELECT n.month, n.value + coalesce((SELECT sum(d.value) FROM ({SALES}) AS d
                WHERE d.month % 12 = 11 AND d.month >= {FIRST.first} AND d.month < n.month - n.month % 12), 0) AS value
            FROM ({SALES}) AS n""",
    ),
    "mean(sales / employees, where: above_scale)": (
        "万元/人",
        f"SELECT month, avg(sales / nullif(employees, 0)) AS value FROM ({WIDE}) WHERE {ABOVE} GROUP BY month",
    ),
    "total(sales, where: employees >= 40)": (
        "万元",
        f"SELECT month, coalesce(sum(sales) FILTER (employees >= 40), 0) AS value FROM ({WIDE}) GROUP BY month",
    ),
    "entities(where: above_scale)": (
        "个",
        f"SELECT month, count(*) FILTER ({ABOVE})::double AS value FROM entities, ({MONTHS}) GROUP BY month",
    ),
    "entities(where: sales > 300)": (
        "个",
        f"SELECT month, count(*) FILTER (sales > 300)::double AS value FROM ({WIDE}) GROUP BY month",
    ),
    "reporting(sales)": (
        "个",
        f"SELECT month, count(*)::double AS value FROM ({ROWS}) WHERE measure = 'sales' GROUP BY month",
    ),
    "count(titles, state: recognised)": (
        "家",
        f"SELECT month, count(*)::double AS value FROM ({STANDING}) GROUP BY month",
    ),
    "count(titles, state: recognised, within: year, where: title = green)": (
        "家",
        f"""SELECT month, count(*) FILTER (since // 12 = {YEAR} AND fields LIKE '%green%')::double AS value
            FROM ({STANDING}) GROUP BY month""",
    ),
    "distinct(titles.entity, state: recognised)": (
        "家",
        f"SELECT month, count(DISTINCT entity)::double AS value FROM ({STANDING}) GROUP BY month",
    ),
    "total(titles.grant, state: recognised)": (
        "万元",
        f"SELECT month, sum((fields::json ->> 'grant')::double) AS value FROM ({STANDING}) GROUP BY month",
    ),
    "growth(total(sales))": (
        "%",
        f"""SELECT n.month, (n.value / p.value - 1) * 100 AS value FROM ({SALES}) AS n
            LEFT JOIN ({SALES}) AS p ON n.month = p.month + 12""",
    ),
    "change(total(sales), since: 2020)": (
        "%",
        f"""SELECT n.month, (n.value / p.value - 1) * 100 AS value FROM ({SALES}) AS n
            JOIN ({SALES}) AS p ON p.month // 12 = 2020 AND n.month % 12 = p.month % 12""",
    ),
    "average_growth(total(sales), since: 2020)": (
        "%",
        f"""SELECT n.month, ((n.value / p.value) ** (1 / (n.month // 12 - 2020)) - 1) * 100 AS value
            FROM ({SALES}) AS n JOIN ({SALES}) AS p ON p.month // 12 = 2020 AND n.month % 12 = p.month % 12
            WHERE n.month // 12 > 2020""",
    ),
    "point_change(total(sales) / total(output), since: 2020)": (
        "个百分点",
        f"""WITH share AS (SELECT s.month, s.value / o.value * 100 AS value FROM ({SALES}) AS s
                JOIN ({SUMS.format(measure="output")}) AS o USING (month))
            SELECT n.month, n.value - p.value AS value FROM share AS n
            JOIN share AS p ON p.month // 12 = 2020 AND n.month % 12 = p.month % 12""",
    ),
    "total(sales) * $coal": (
        "tce",
        f"SELECT month, value * CASE WHEN month >= {month('2022-07')} THEN 0.25 ELSE 0.5 END AS value FROM ({SALES})",
    ),
}


@pytest.fixture(scope="module")
def facts() -> Data:
    dice = random.Random(7)
    entities = [
        entity(
            f"e{n:02d}",
            dice.choice([NORTH, SOUTH, PARK]),
            industry=dice.choice(["C3110", "C3240", "D4411", None]),
            above_scale_since=dice.choice([None, None, month("2019-01"), month("2021-09"), month("2022-04")]),
        )
        for n in range(25)
    ]
    values = [
        value(
            row["id"],
            measure,
            month_name(at),
            dice.randint(1, 50) * (at % 12 + 1 if measure in ("sales", "output") else 1),
        )
        for row in entities
        for measure in ("sales", "sales_flow", "employees", "output")
        for at in range(month("2020-01"), month("2022-12") + 1)
        if dice.random() > 0.1 and (measure != "output" or at % 12)
    ]
    records = []
    for n in range(40):
        since = dice.randint(month("2020-06"), month("2022-06"))
        left = since + dice.randint(1, 12) if dice.random() < 0.4 else None
        lives = [("recognised", month_name(since), month_name(left) if left else None)]
        lives += [("withdrawn", month_name(left), None)] if left else []
        fields = f'{{"title": "{dice.choice(["green", "smart"])}", "grant": {dice.randint(1, 9)}}}'
        records.append(record(f"r{n}", "titles", lives, entity=dice.choice(entities)["id"], fields=fields))
    return data(entities, values, records)


@pytest.fixture(scope="module")
def computed(facts: Data) -> dict[str, dict[int, float | None]]:
    ids = {f"i{n}": (formula, unit) for n, (formula, (unit, _)) in enumerate(CASES.items())}
    results = compute(programme(ids), facts, first=FIRST, last=LAST).results.to_pylist()
    found: dict[str, dict[int, float | None]] = {formula: {} for formula in CASES}
    for row in results:
        if row["area"] == CITY:
            found[ids[row["indicator"]][0]][row["month"]] = row["value"]
    return found


@pytest.mark.parametrize("formula", CASES)
def test_against_sql_written_by_hand(formula: str, facts: Data, computed: dict[str, dict[int, float | None]]) -> None:
    with DuckStore.of(facts) as store:
        answer = run_sql(store, CASES[formula][1]).to_pylist()
    expected = {row["month"]: row["value"] for row in answer if FIRST.first <= row["month"] <= LAST.last}
    ours = {at: number for at, number in computed[formula].items() if number is not None}
    assert ours == pytest.approx({at: number for at, number in expected.items() if number is not None})
    assert len(ours) >= 10


def test_the_bench_computes_the_same_as_its_rivals(tmp_path):
    bench_data.generate(tmp_path / "data", 300_000, seed=3)
    with bench_data.open_store(tmp_path / "data") as store:
        ours = compute(bench_data.programme(), store, first=bench_data.FIRST, last=bench_data.LAST).results
        theirs = bench_rivals.by_hand(store)
    assert ours.num_rows == theirs.num_rows == 20 * 37 * 48
    for name in ours.schema.names:
        if pa.types.is_floating(ours.schema.field(name).type):
            assert ours[name].to_pylist() == pytest.approx(theirs[name].to_pylist(), nan_ok=True), name
        else:
            assert ours[name].to_pylist() == theirs[name].to_pylist(), name
