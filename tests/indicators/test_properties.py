"""What holds for any figures: areas add up, flows and year-to-date agree, the order of rows does not matter."""

from __future__ import annotations

import random
from decimal import Decimal

import pyarrow as pa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from helpers_indicators import CITY, EMPTY, NORTH, PARK, SOUTH, data, entity, estimate, estimates, programme, value
from sigai.base.periods import Period
from sigai.indicators import compute
from sigai.tables import Data

FIRST, LAST = Period.parse("2022-01"), Period.parse("2022-06")
# A run takes a third of a second, so few examples, and what fails is shown as it was found.
QUICK = settings(
    max_examples=5,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)

amounts = st.decimals(min_value=Decimal("-99999999"), max_value=Decimal("99999999"), places=4)
figures = st.dictionaries(st.tuples(st.integers(0, 7), st.integers(1, 6)), amounts, max_size=40)
ENTITIES = [
    entity(f"e{n}", area, above_scale_since=since)
    for n, (area, since) in enumerate(
        (area, since) for area in (NORTH, SOUTH, PARK, NORTH) for since in (None, "2022-03")
    )
]
FORMULAS = {
    "plain": ("total(sales_flow)", "万元"),
    "above": ("total(sales_flow, where: above_scale)", "万元"),
    "month": ("total(sales, over: month)", "万元"),
    "growing": ("total(sales)", "万元"),
    "above-growing": ("total(sales, where: above_scale)", "万元"),
    "mean": ("mean(sales_flow / sales)", ""),
    "share": ("total(sales, where: above_scale) / total(sales)", "%"),
}


def facts_of(found: dict, measure: str = "sales_flow") -> list[dict]:
    return [value(f"e{who}", measure, f"2022-{m:02d}", amount) for (who, m), amount in found.items()]


def results(facts: Data) -> pa.Table:
    return compute(programme(FORMULAS), facts, first=FIRST, last=LAST, terms=False).results


def by_area(table: pa.Table, indicator: str) -> dict[tuple[str, int], float | None]:
    return {(row["area"], row["month"]): row["value"] for row in table.to_pylist() if row["indicator"] == indicator}


@QUICK
@given(figures, figures)
def test_a_city_total_is_the_sum_over_its_counties(flows, growing):
    table = results(data(ENTITIES, facts_of(flows) + facts_of(growing, "sales")))
    for indicator in ("plain", "above", "month", "growing", "above-growing"):
        found = by_area(table, indicator)
        for month in range(FIRST.first, LAST.last + 1):
            parts = [found[area, month] for area in (NORTH, SOUTH, EMPTY)]
            known = [part for part in parts if part is not None]
            whole = found[CITY, month]
            if whole is None:
                assert all(not part for part in parts)
            elif indicator not in ("plain", "above") or None not in parts[:2]:
                # A county that gave nothing for the month has no sum since January; the city, where others gave,
                # has one, with what that county gave before.
                assert abs(sum(known) - whole) <= 1e-6 * max(1, *map(abs, known))


@QUICK
@given(st.lists(st.lists(amounts, min_size=6, max_size=6), min_size=8, max_size=8))
def test_flows_and_year_to_date_figures_of_the_same_facts_agree(flows):
    rows = []
    for who, months in enumerate(flows):
        for m, amount in enumerate(months, start=1):
            rows.append(value(f"e{who}", "sales_flow", f"2022-{m:02d}", amount))
            rows.append(value(f"e{who}", "sales", f"2022-{m:02d}", sum(months[:m])))
    table = results(data(ENTITIES, rows))
    assert by_area(table, "plain") == by_area(table, "growing")
    assert by_area(table, "above") == by_area(table, "above-growing")


@QUICK
@given(figures, figures, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(flows, growing, dice: random.Random):
    rows = facts_of(flows) + facts_of(growing, "sales")
    entities = list(ENTITIES)
    before = results(data(entities, rows))
    dice.shuffle(rows)
    dice.shuffle(entities)
    assert results(data(entities, rows)).equals(before)


def test_only_current_figures_count():
    current = facts_of({(0, 1): Decimal(7)})
    facts = data(ENTITIES, current)
    superseded = pa.concat_tables([facts.history, facts.history])
    with_history = Data(facts.entities, facts.values, superseded, facts.records, facts.record_states)
    assert by_area(results(with_history), "plain")[CITY, FIRST.first] == 7


@QUICK
@given(figures, figures, st.randoms(use_true_random=False))
def test_estimates_that_are_the_truth_give_the_truth(flows, growing, dice: random.Random):
    rows = facts_of(flows) + facts_of(growing, "sales")
    late = [row for row in rows if dice.random() < 0.3]
    given_rows = [row for row in rows if row not in late]
    guessed = [estimate(*(row[name] for name in ("entity", "measure", "period", "value")), draws=[0]) for row in late]
    truth = results(data(ENTITIES, rows))
    found = compute(
        programme(FORMULAS), data(ENTITIES, given_rows), first=FIRST, last=LAST, estimates=estimates(guessed)
    ).results
    assert found["value"].equals(truth["value"])
    assert all(not row["spread_up"] and not row["spread_down"] for row in found.to_pylist())
    before = results(data(ENTITIES, given_rows))
    for name in ("reported", "owing", "coverage"):
        assert found[name].equals(before[name])
