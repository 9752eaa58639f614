"""Figures that are not in yet go through the same engine: what is computed with them, and how far it may differ."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from helpers_indicators import CITY, EMPTY, NORTH, PARK, SOUTH, data, entity, estimate, estimates, programme, value
from sigai.base.periods import Period
from sigai.indicators import IndicatorRun, compute
from sigai.programme.programme import Programme
from sigai.programme.targets import Step, Target, Track
from sigai.tables import Data, DuckStore, Estimates, no_estimates

FIRST, LAST = Period.parse("2022-03"), Period.parse("2022-06")
ENTITIES = [
    entity("a", NORTH, above_scale_since="2020-01"),
    entity("b", SOUTH, above_scale_since="2022-05", industry="C3240"),
    entity("c", PARK, above_scale_since="2020-01", industry="C1310"),
    entity("d", SOUTH),
    entity("e", NORTH, above_scale_since="2020-01", industry=None),
]
MEASURES = {"sales": 12, "sales_flow": 1, "employees": 0.3}
DRAWS = 4

FORMULAS = {
    "to-date": ("total(sales)", "万元"),
    "flow": ("total(sales_flow)", "万元"),
    "flow-alone": ("total(sales_flow, over: month)", "万元"),
    "flow-rolling": ("total(sales_flow, over: rolling)", "万元"),
    "flow-programme": ("total(sales_flow, over: programme)", "万元"),
    "alone": ("total(sales, over: month)", "万元"),
    "rolling": ("total(sales, over: rolling)", "万元"),
    "programme": ("total(sales, over: programme)", "万元"),
    "above": ("total(sales_flow, where: above_scale)", "万元"),
    "metals": ("total(sales, where: industry in metals)", "万元"),
    "stock": ("total(employees)", "人"),
    "mean": ("mean(sales / employees)", "万元/人"),
    "mean-above": ("mean(sales / employees, where: above_scale and sales > 2000)", "万元/人"),
    "large": ("total(sales, where: employees >= 14)", "万元"),
    "large-flow": ("total(sales_flow, where: sales_flow >= 150)", "万元"),
    "large-alone": ("total(sales, where: employees >= 14, over: month)", "万元"),
    "large-flow-rolling": ("total(sales_flow, where: employees >= 14, over: rolling)", "万元"),
    "how-many": ("entities(where: sales > 3000)", "个"),
    "growth": ("growth(total(sales))", "%"),
    "average": ("average_growth(total(sales_flow), since: 2020)", "%"),
    "share": ("total(sales, where: above_scale) / total(sales)", "%"),
    "intensity": ("total(sales_flow) * $coal / total(sales)", "tce/万元"),
    "points": ("point_change(total(sales_flow) / total(sales), since: 2021)", "个百分点"),
}


def full(dice: random.Random) -> list[dict[str, Any]]:
    """Every figure of every month from 2020 to June 2022."""
    rows = []
    for one in ENTITIES:
        for measure, size in MEASURES.items():
            for year in (2020, 2021, 2022):
                for m in range(1, 13 if year < 2022 else 7):
                    amount = round(size * m ** (measure == "sales") * dice.uniform(20, 90), 2)
                    rows.append(value(one["id"], measure, f"{year}-{m:02d}", amount))
    return rows


FULL = full(random.Random(5))
MISSING = (
    ("a", "sales", "2022-05"),
    ("a", "sales", "2022-06"),
    ("b", "sales_flow", "2022-04"),
    ("b", "sales", "2022-06"),
    ("c", "employees", "2022-06"),
    ("d", "sales_flow", "2022-06"),
)


def key_of(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["entity"], row["measure"], row["period"]


GIVEN = [row for row in FULL if key_of(row) not in MISSING]


def of_missing(dice: random.Random, *, share: float = 1.0) -> list[dict[str, Any]]:
    """Estimates of what is missing, off the truth, with draws wide enough to turn conditions."""
    rows = []
    for row in FULL:
        if key_of(row) in MISSING:
            amount = round(float(row["value"]) * dice.uniform(0.8, 1.2), 2)
            draws = [round(amount * dice.uniform(-0.6, 0.6), 4) for _ in range(DRAWS)]
            part = round(amount * share, 2)
            rows.append(estimate(*key_of(row), amount, part=part, deviation=round(amount / 8, 2), draws=draws))
    return rows


ESTIMATED = of_missing(random.Random(7), share=0.6)


def run(facts: Data, given: Estimates | None = None, formulas: Any = None, **more: Any) -> IndicatorRun:
    return compute(programme(formulas or FORMULAS), facts, first=FIRST, last=LAST, estimates=given, **more)


def by_key(table: pa.Table, column: str = "value") -> dict[tuple[Any, ...], Any]:
    return {(row["indicator"], row["area"], row["month"]): row[column] for row in table.to_pylist()}


def as_if(change: Any) -> dict[tuple[Any, ...], float | None]:
    """The numbers if every estimated figure had been reported, changed in some way: an ordinary run."""
    reported = [
        value(row["entity"], row["measure"], row["period"], row["value"] + Decimal(str(round(change(row), 4))))
        for row in ESTIMATED
    ]
    return by_key(compute(programme(FORMULAS), data(ENTITIES, GIVEN + reported), first=FIRST, last=LAST).results)


@pytest.fixture(scope="module")
def computed() -> IndicatorRun:
    return run(data(ENTITIES, GIVEN), estimates(ESTIMATED))


@pytest.fixture(scope="module")
def plainly() -> dict[tuple[Any, ...], float | None]:
    return as_if(lambda _row: 0)


def approximately(number: float | None) -> Any:
    return None if number is None else pytest.approx(number, rel=1e-9, abs=1e-9)


def test_an_estimated_figure_counts_like_a_reported_one(computed, plainly):
    found = by_key(computed.results)
    assert found == {key: approximately(number) for key, number in plainly.items()}
    assert any(number is not None for number in found.values())


def test_the_spread_is_that_of_ordinary_runs_on_every_draw(computed, plainly):
    drawn = [as_if(lambda row, draw=draw: row["draws"][draw]) for draw in range(DRAWS)]
    for row in computed.results.to_pylist():
        key = (row["indicator"], row["area"], row["month"])
        if row["estimated"] == 0 or row["value"] is None:
            assert (row["spread_down"], row["spread_up"], row["slope"]) == (None, None, None)
            continue
        # A draw that gives no number (a mean over nobody) does not count.
        moved = np.array([one[key] - plainly[key] for one in drawn if one[key] is not None])
        down, up = (sqrt((part**2).sum() / (len(moved) / 2)) for part in (moved[moved < 0], moved[moved > 0]))
        assert (row["spread_down"], row["spread_up"]) == (approximately(down), approximately(up)), key
    touched = {row["indicator"] for row in computed.results.to_pylist() if row["spread_down"] or row["spread_up"]}
    assert touched == set(FORMULAS)


def test_the_slope_is_that_of_a_run_with_a_tenth_more(computed, plainly):
    larger = as_if(lambda row: row["part"] / 10)
    slopes = by_key(computed.results, "slope")
    known = {key for key, slope in slopes.items() if slope is not None}
    assert {key: slopes[key] for key in known} == {key: approximately(larger[key] - plainly[key]) for key in known}
    assert known


@pytest.mark.parametrize("who", ["a", "c"])
def test_an_effect_is_that_of_a_run_with_one_deviation_more(computed, plainly, who):
    larger = as_if(lambda row: row["deviation"] if row["entity"] == who else 0)
    effects = {
        (row["indicator"], row["area"], row["month"]): row["effect"]
        for row in computed.effects.to_pylist()
        if row["entity"] == who
    }
    moved = {
        key: larger[key] - number
        for key, number in plainly.items()
        if number is not None and key[2] == LAST.last and abs(larger[key] - number) > 1e-9
    }
    assert {key: effect for key, effect in effects.items() if abs(effect) > 1e-9} == {
        key: approximately(effect) for key, effect in moved.items()
    }
    assert {key[1] for key in effects} <= {CITY, NORTH, SOUTH, PARK}


def test_draws_against_pandas():
    """Growth, a share and a mean of ratios in one month, from the figures by hand."""
    table = pd.DataFrame(FULL).assign(value=lambda rows: rows.value.astype(float))
    wide = table.pivot(index="entity", columns=["measure", "period"], values="value")
    metals = wide.index.isin(["a", "b", "d"])

    def numbers(draw: int | None) -> np.ndarray:
        seen = wide.copy()
        for row in ESTIMATED:
            delta = 0 if draw is None else row["draws"][draw]
            seen.loc[row["entity"], (row["measure"], row["period"])] = float(row["value"]) + delta
        sales, before = seen["sales", "2022-06"], seen["sales", "2021-06"]
        growth = (sales.sum() / before.sum() - 1) * 100
        flows = seen["sales_flow"][[f"2022-{m:02d}" for m in range(1, 7)]]
        share = sales[metals].sum() / flows.to_numpy().sum()
        return np.array([growth, share, (sales / seen["employees", "2022-06"]).mean()])

    formulas = {
        "growth": ("growth(total(sales))", "%"),
        "share": ("total(sales, where: industry in metals) / total(sales_flow)", ""),
        "mean": ("mean(sales / employees)", "万元/人"),
    }
    found = run(data(ENTITIES, GIVEN), estimates(ESTIMATED), formulas).results.to_pandas()
    city = found[(found.area == CITY) & (found.month == LAST.last)].set_index("indicator").loc[list(formulas)]
    middle = numbers(None)
    moved = np.array([numbers(draw) for draw in range(DRAWS)]) - middle
    np.testing.assert_allclose(city.value, middle, rtol=1e-9)
    np.testing.assert_allclose(city.spread_down, np.sqrt((np.minimum(moved, 0) ** 2).sum(0) / (DRAWS / 2)), rtol=1e-9)
    np.testing.assert_allclose(city.spread_up, np.sqrt((np.maximum(moved, 0) ** 2).sum(0) / (DRAWS / 2)), rtol=1e-9)


def test_what_was_reported_stands_apart():
    """Counts stay those of reported figures; a sum of them is that of a run that knows of no estimates."""
    without = run(data(ENTITIES, GIVEN))
    computed = run(data(ENTITIES, GIVEN), estimates(of_missing(random.Random(7))))
    for column in ("reported", "owing", "coverage", "provisional", "revised", "unit", "period"):
        assert computed.results[column].equals(without.results[column]), column
    # Months alone and twelve months also hold what the missing gave before: see the next test.
    sums = ("to-date", "flow", "above", "metals", "stock")
    rows = ("mean", "mean-above", "large", "large-flow", "large-alone", "large-flow-rolling", "how-many")
    alone, before = by_key(computed.results, "reported_value"), by_key(without.results)
    asked = {key for key in before if key[0] in (*sums, *rows, "programme", "flow-programme")}
    assert {key: alone[key] for key in asked} == {key: before[key] for key in asked}
    terms = {(row["indicator"], row["number"], row["area"], row["month"]): row for row in computed.terms.to_pylist()}
    for row in without.terms.to_pylist():
        found = terms[row["indicator"], row["number"], row["area"], row["month"]]
        if row["indicator"] in ("alone", "rolling", "flow-alone", "flow-rolling"):
            continue
        assert (found["reported_value"], found["reported"]) == (row["value"], row["reported"])


def test_reported_is_what_a_run_on_what_was_given_and_carried_says():
    """Months alone and twelve months as well: where a figure is missing, the entity's last one of the year counts."""
    given, missing = {key_of(row): float(row["value"]) for row in GIVEN}, {key_of(row): row for row in FULL}
    put_in, carried = [], []
    for key in MISSING:
        who, measure, month = key
        before = [given.get((who, measure, f"2022-{m:02d}")) for m in range(1, int(month[-2:]))]
        last = next((number for number in reversed(before) if number is not None), 0.0) if measure == "sales" else 0.0
        amount = round(float(missing[key]["value"]) + 5000, 2)
        put_in.append(estimate(*key, amount, part=round(amount - last, 2), deviation=1.0, draws=[1.0] * DRAWS))
        carried.append(value(*key, round(last, 2)))
    found = by_key(run(data(ENTITIES, GIVEN), estimates(put_in)).results, "reported_value")
    known = by_key(run(data(ENTITIES, [*GIVEN, *carried])).results)
    sums = ("to-date", "flow", "flow-alone", "flow-rolling", "alone", "rolling", "above", "metals", "stock")
    asked = {key for key, number in found.items() if key[0] in sums and number is not None}
    assert {name for name, *_ in asked} == set(sums)
    assert {key: found[key] for key in asked} == {key: pytest.approx(known[key], abs=0.01) for key in asked}


def test_what_the_missing_gave_earlier_in_the_year_is_reported():
    """Of 52 by June, 40 were given by May: 12 are estimated, of the month alone all of it."""
    facts = data([entity("a"), entity("b")], [value("a", "sales", "2022-05", 40), value("b", "sales", "2022-06", 100)])
    facts = replace(
        facts, values=pa.concat_tables([facts.values, data([], [value("b", "sales", "2022-05", 80)]).values])
    )
    formulas = {
        "to-date": ("total(sales)", "万元"),
        "alone": ("total(sales, over: month)", "万元"),
        "rolling": ("total(sales, over: rolling)", "万元"),
        "mean": ("mean(sales)", "万元"),
    }
    year = [value(who, "sales", month, 60) for who in "ab" for month in ("2021-06", "2021-12")]
    facts = replace(facts, values=pa.concat_tables([facts.values, data([], year).values]))
    given = estimates([estimate("a", "sales", "2022-06", 52, part=12)])
    found = run(facts, given, formulas).results
    city = {
        name: (by_key(found)[name, CITY, LAST.last], by_key(found, "reported_value")[name, CITY, LAST.last])
        for name in formulas
    }
    assert city == {"to-date": (152, 140), "alone": (32, 20), "rolling": (152, 140), "mean": (76, 100)}


def test_how_many_are_estimated():
    formulas = {
        "to-date": ("total(sales)", "万元"),
        "growth": ("growth(total(sales))", "%"),
        "gave": ("reporting(sales)", "个"),
    }
    found = run(data(ENTITIES, GIVEN), estimates(ESTIMATED), formulas)
    counts = {key: number for key, number in by_key(found.results, "estimated").items() if key[1] == CITY}
    assert [counts["to-date", CITY, month] for month in range(FIRST.first, LAST.last + 1)] == [0, 0, 1, 2]
    assert [counts["growth", CITY, month] for month in range(FIRST.first, LAST.last + 1)] == [0, 0, 1, 2]
    assert by_key(found.results)["gave", CITY, LAST.last] == 3
    assert by_key(found.results, "estimated")["gave", CITY, LAST.last] == 0


def test_an_area_in_which_nobody_gave_has_a_number_where_it_is_estimated():
    facts = data([entity("n", NORTH), entity("s", SOUTH)], [value("s", "sales", "2022-06", 5)])
    formulas = {"x": ("total(sales)", "万元")}
    found = run(facts, estimates([estimate("n", "sales", "2022-06", 7)]), formulas).results
    assert by_key(run(facts, None, formulas).results)["x", NORTH, LAST.last] is None
    assert [by_key(found)["x", area, LAST.last] for area in (CITY, NORTH, SOUTH, EMPTY)] == [12, 7, 5, None]
    alone = by_key(found, "reported_value")
    assert [alone["x", area, LAST.last] for area in (CITY, NORTH, SOUTH, EMPTY)] == [5, None, 5, None]


def test_a_figure_that_came_after_all_wins():
    late = estimates([*ESTIMATED, estimate("e", "sales", "2022-06", 1e6, draws=[1e6] * DRAWS)])
    found = run(data(ENTITIES, GIVEN), late)
    assert found.results.equals(run(data(ENTITIES, GIVEN), estimates(ESTIMATED)).results)


def test_estimates_of_entities_that_are_not_active_or_unknown_add_nothing():
    gone = [*ENTITIES, entity("gone", active_until="2022-05")]
    more = [estimate(who, "sales", "2022-06", 1000, draws=[5] * DRAWS) for who in ("gone", "nobody")]
    found = run(data(gone, GIVEN), estimates([*ESTIMATED, *more]))
    assert by_key(found.results) == by_key(run(data(gone, GIVEN), estimates(ESTIMATED)).results)
    assert {row["entity"] for row in found.effects.to_pylist()} == {"a", "b", "c", "d"}


def test_the_order_of_rows_changes_nothing(computed):
    dice = random.Random(3)

    def shuffled(table: pa.Table) -> pa.Table:
        places = list(range(table.num_rows))
        dice.shuffle(places)
        return table.take(places)

    given = estimates(ESTIMATED)
    mixed = replace(given, values=shuffled(given.values), draws=shuffled(given.draws))
    facts = data(ENTITIES, GIVEN)
    again = run(replace(facts, values=shuffled(facts.values)), mixed)
    assert again.results.equals(computed.results)
    assert again.effects.equals(computed.effects)


def test_a_store_forgets_the_estimates_of_an_earlier_run(computed):
    with DuckStore.of(data(ENTITIES, GIVEN)) as store:
        before = run(store)
        assert run(store, estimates(ESTIMATED)).results.equals(computed.results)
        after = run(store)
    assert after.results.equals(before.results)
    assert after.effects.num_rows == 0


def test_with_nothing_estimated_everything_is_as_without():
    facts = data(ENTITIES, GIVEN)
    without, nothing = run(facts), run(facts, no_estimates())
    assert nothing.terms.equals(without.terms)
    columns = [name for name in without.results.column_names if name not in ("like_for_like", "reported_value")]
    assert nothing.results.select(columns).equals(without.results.select(columns))
    assert set(without.results["estimated"].to_pylist()) == {0}


def test_by_industry_the_parts_are_told_apart():
    found = run(data(ENTITIES, GIVEN), estimates(ESTIMATED), {"x": ("total(sales)", "万元")}, by_industry=True)
    city = [row for row in found.results.to_pylist() if row["area"] == CITY and row["month"] == LAST.last]
    estimated = {row["industry"]: row["estimated"] for row in city}
    assert estimated == {None: 2, "C13": 0, "C31": 1, "C32": 1}
    assert all((row["spread_up"] is None) == (row["estimated"] == 0) for row in city)
    assert len({(row["indicator"], row["area"], row["entity"]) for row in found.effects.to_pylist()}) == len(
        found.effects
    )


def weights_of(rows: Iterable[tuple[str, str, str]], weight: float = 10) -> dict[tuple[str, str, str], float]:
    return dict.fromkeys(rows, weight)


class TestCoverageByWeight:
    FACTS = data(
        [entity("big"), entity("mid", SOUTH), entity("small", SOUTH)],
        [value(who, name, "2022-06", 10) for who in ("mid", "small") for name in ("sales", "employees")]
        + [value("big", "employees", "2022-06", 10)],
    )
    GIVEN = estimates(
        [estimate("big", "sales", "2022-06", 90, weight=80)],
        {("mid", "sales", "2022-06"): 15, ("small", "sales", "2022-06"): 5},
    )

    def found(self, formula: str, unit: str) -> dict[str, float | None]:
        table = run(self.FACTS, self.GIVEN, {"x": (formula, unit)}).results
        return {key[1]: number for key, number in by_key(table, "coverage_weight").items() if key[2] == LAST.last}

    def test_of_a_total(self):
        assert self.found("total(sales)", "万元") == {CITY: 0.2, NORTH: 0, SOUTH: 1, EMPTY: None, PARK: None}

    def test_of_the_worst_side_of_a_ratio(self):
        assert self.found("total(employees) / total(sales)", "人/万元")[CITY] == pytest.approx(0.2)

    def test_of_a_row_the_first_measure_weighs(self):
        assert self.found("mean(sales / employees)", "万元/人")[CITY] == pytest.approx(0.2)

    def test_without_weights_it_is_the_count(self):
        assert self.found("total(employees)", "人")[CITY] == 1
        assert self.found("growth(total(sales))", "%")[CITY] == 0

    def test_in_a_sum_terms_count_by_their_size(self):
        """Of sales 110 a fifth by weight was given, of employees 30 all: (0.2 × 110 + 1 × 30 × 2) / 170."""
        found = self.found("total(sales) / 1 万元 + total(employees) * 2 / 1 人", "")
        assert found[CITY] == pytest.approx((0.2 * 110 + 60) / 170)

    def test_without_estimates_it_is_coverage(self):
        table = run(data(ENTITIES, GIVEN)).results
        sums = [row for row in table.to_pylist() if row["indicator"] in ("to-date", "growth", "mean")]
        assert all(row["coverage_weight"] == row["coverage"] for row in sums)


def test_the_month_by_which_a_step_was_due_keeps_its_spread():
    step = Step(due="2022-05", comparator=">=", value=1.0)
    track = Track(id="T1", indicator="x", unit="万元", direction="up", trajectory="linear", steps=(step,))
    plain = programme({"x": ("total(sales)", "万元")})
    target = Target.model_construct(id="G1", tracks=(track,), statements=())
    asked = {"first": FIRST, "last": Period.parse("2022-11"), "estimates": estimates(ESTIMATED)}

    def spreads(one: Programme) -> dict[str, float | None]:
        rows = compute(one, data(ENTITIES, GIVEN), **asked).results.to_pylist()
        return {row["period"]: row["spread_up"] for row in rows if row["area"] == CITY and row["estimated"]}

    without, kept = spreads(plain), spreads(plain.model_copy(update={"targets": (target,)}))
    assert without == {"2022-05": None, "2022-06": None}
    assert kept["2022-05"] > 0
    assert kept["2022-06"] is None
