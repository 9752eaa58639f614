"""Entities whose facts change: which facts count in which month, worked by hand."""

from __future__ import annotations

import random
from typing import Any

import pytest

from helpers_indicators import (
    CITY,
    NORTH,
    PARK,
    SOUTH,
    data,
    entity,
    estimate,
    estimates,
    fact,
    month,
    programme,
    record,
    text,
    value,
    with_facts,
)
from sigai.base.periods import Period
from sigai.evaluation import required_of
from sigai.indicators import compute, evidence
from sigai.programme.indicators import Indicator
from sigai.tables import Data


def results(facts: Data, *formulas: str | tuple[str, str], first: str, last: str, **more: Any) -> list[dict[str, Any]]:
    """Formula number → (month, area) → row."""
    with_units = [(one, "万元") if isinstance(one, str) else one for one in formulas]
    content = programme({f"f{number}": formula for number, formula in enumerate(with_units)}, **more)
    run = compute(content, facts, first=Period.parse(first), last=Period.parse(last), terms=False)
    found: list[dict[str, Any]] = [{} for _ in formulas]
    for row in run.results.to_pylist():
        found[int(row["indicator"][1:])][str(Period.of_index(row["month"])), row["area"]] = row
    return found


def monthly(who: str, measure: str, year: int, amounts: dict[int, float]) -> list[dict[str, Any]]:
    return [value(who, measure, f"{year}-{m:02d}", amount) for m, amount in amounts.items()]


def test_a_firm_that_moves_takes_its_months_and_its_past_along():
    """It moves from north to south in June 2022: 100 a month until then, 110 after it, each year; another stays."""
    flows = [
        *monthly("mover", "sales_flow", 2021, dict.fromkeys(range(1, 13), 100)),
        *monthly("mover", "sales_flow", 2022, dict.fromkeys(range(1, 9), 110)),
        *monthly("stays", "sales_flow", 2021, dict.fromkeys(range(1, 13), 50)),
        *monthly("stays", "sales_flow", 2022, dict.fromkeys(range(1, 9), 60)),
    ]
    facts = with_facts(
        data([entity("mover", NORTH), entity("stays", NORTH)], flows), fact("mover", "area", SOUTH, "2022-06")
    )
    total, alone, growth = results(
        facts,
        "total(sales_flow)",
        "total(sales_flow, over: month)",
        ("growth(total(sales_flow))", "%"),
        first="2022-05",
        last="2022-06",
    )
    values = {key: row["value"] for key, row in total.items()}
    assert (values["2022-05", NORTH], values["2022-05", SOUTH], values["2022-05", CITY]) == (5 * 170, None, 5 * 170)
    # In June all six months of the firm are the south's.
    assert (values["2022-06", NORTH], values["2022-06", SOUTH], values["2022-06", CITY]) == (6 * 60, 6 * 110, 6 * 170)
    assert (alone["2022-06", NORTH]["value"], alone["2022-06", SOUTH]["value"]) == (60, 110)
    # Growth of June: both terms over who is there in June; of May over who was there in May.
    rates = {key: row["value"] for key, row in growth.items()}
    assert rates["2022-05", NORTH] == pytest.approx((170 / 150 - 1) * 100)
    assert rates["2022-06", NORTH] == pytest.approx((60 / 50 - 1) * 100)
    assert rates["2022-06", SOUTH] == pytest.approx(10)
    assert rates["2022-06", CITY] == pytest.approx((170 / 150 - 1) * 100)
    # Who owes goes with it as well: six months of one firm, all given.
    june = total["2022-06", SOUTH]
    assert (june["reported"], june["owing"], june["coverage"]) == (6, 6, 1.0)


def test_by_each_month_where_the_indicator_says_so():
    facts = with_facts(
        data(
            [entity("mover", NORTH), entity("stays", SOUTH)],
            [
                value(who, "sales", f"{year}-06", amount)
                for who, year, amount in [
                    ("mover", 2021, 100),
                    ("mover", 2022, 110),
                    ("stays", 2021, 50),
                    ("stays", 2022, 60),
                ]
            ],
        ),
        fact("mover", "area", SOUTH, "2022-01"),
    )
    both = [
        Indicator(id="f0", name=text("a"), unit="%", formula="growth(total(sales))"),
        Indicator(id="f1", name=text("b"), unit="%", formula="growth(total(sales))", membership="each_month"),
    ]
    run = compute(
        programme({}, indicators=tuple(both)), facts, first=Period.parse("2022-06"), last=Period.parse("2022-06")
    )
    rates = {(row["indicator"], row["area"]): row["value"] for row in run.results.to_pylist()}
    assert rates["f0", SOUTH] == pytest.approx((170 / 150 - 1) * 100)
    assert rates["f1", SOUTH] == pytest.approx((170 / 50 - 1) * 100)
    assert (rates["f0", NORTH], rates["f1", NORTH]) == (None, None)
    assert rates["f0", CITY] == rates["f1", CITY] == pytest.approx((170 / 150 - 1) * 100)


def test_who_becomes_above_scale_brings_last_year_into_growth():
    """升规 in March 2022, as a dated fact: in totals from March on with all its months, in growth on both sides."""
    rows = [
        value(who, "sales", f"{year}-{m:02d}", amount * m)
        for who, year, amount in [("old", 2021, 100), ("old", 2022, 110), ("new", 2021, 10), ("new", 2022, 30)]
        for m in (2, 3)
    ]
    facts = with_facts(
        data([entity("old", above_scale_since="2019-01"), entity("new")], rows),
        fact("new", "above_scale", "yes", "2022-03"),
    )
    total, growth, below = results(
        facts,
        "total(sales, where: above_scale)",
        ("growth(total(sales, where: above_scale))", "%"),
        "total(sales, where: not above_scale)",
        first="2022-02",
        last="2022-03",
    )
    assert [total[name, CITY]["value"] for name in ("2022-02", "2022-03")] == [220, 3 * 140]
    assert [below[name, CITY]["value"] for name in ("2022-02", "2022-03")] == [60, 0]
    assert growth["2022-02", CITY]["value"] == pytest.approx(10)
    assert growth["2022-03", CITY]["value"] == pytest.approx((140 / 110 - 1) * 100)


def test_who_leaves_the_list_counts_and_owes_until_then():
    """退库 in July 2022: only above-scale enterprises owe energy; months before stay owed and given."""
    flows = [
        *monthly("stays", "energy", 2022, dict.fromkeys(range(1, 9), 5)),
        *monthly("leaves", "energy", 2022, dict.fromkeys(range(1, 7), 7)),
    ]
    facts = with_facts(
        data([entity(who, above_scale_since="2019-01") for who in ("stays", "leaves")], flows),
        fact("leaves", "above_scale", "no", "2022-07"),
    )
    total, everybody, count, alone = results(
        facts,
        ("total(energy, where: above_scale)", "tce"),
        ("total(energy)", "tce"),
        ("entities(where: above_scale)", "个"),
        ("total(energy, over: month)", "tce"),
        first="2022-06",
        last="2022-08",
    )
    assert [total[name, CITY]["value"] for name in ("2022-06", "2022-07")] == [6 * 12, 7 * 5]
    assert [count[name, CITY]["value"] for name in ("2022-06", "2022-07")] == [2, 1]
    july = everybody["2022-07", CITY]
    # Six months of two, owed and given, and July of the one that still owes it.
    assert (july["value"], july["reported"], july["owing"]) == (6 * 12 + 5, 13, 13)
    assert (alone["2022-07", CITY]["reported"], alone["2022-07", CITY]["owing"]) == (1, 1)
    owers = required_of(programme({}), facts.entities, facts.facts)
    energy = programme({}).measure_by_id["energy"]
    owing = {name: owers.ids[owers.owing(energy, Period.parse(name))].tolist() for name in ("2022-06", "2022-07")}
    assert owing == {"2022-06": ["leaves", "stays"], "2022-07": ["stays"]}


def test_who_closes_in_mid_year_keeps_its_months_and_owes_no_more():
    flows = [
        *monthly("stays", "sales_flow", 2022, dict.fromkeys(range(1, 9), 5)),
        *monthly("closes", "sales_flow", 2022, dict.fromkeys(range(1, 9), 7)),
    ]
    facts = with_facts(data([entity("stays"), entity("closes")], flows), fact("closes", "closed", "yes", "2022-07"))
    column = data([entity("stays"), entity("closes", active_until="2022-06")], flows)
    formulas = ("total(sales_flow)", ("entities()", "个"), ("growth(total(sales_flow))", "%"))
    for found in (results(each, *formulas, first="2022-06", last="2022-08") for each in (facts, column)):
        total, count, _ = found
        assert total["2022-08", CITY]["value"] == 8 * 5 + 6 * 7
        assert (total["2022-08", CITY]["reported"], total["2022-08", CITY]["owing"]) == (14, 14)
        assert [count[name, CITY]["value"] for name in ("2022-06", "2022-07")] == [2, 1]


def test_records_count_where_their_entity_is_in_the_month():
    lives = [("recognised", "2021-05", None)]
    facts = with_facts(
        data(
            [entity("mover", NORTH, park=PARK)],
            records=[record("t1", "titles", lives, entity="mover", fields='{"grant": 5}')],
        ),
        fact("mover", "area", SOUTH, "2022-06"),
        fact("mover", "park", "", "2022-06"),
    )
    counted, granted, different = results(
        facts,
        ("count(titles, state: recognised)", "家"),
        ("total(titles.grant, state: recognised)", "万元"),
        ("distinct(titles.entity, state: recognised)", "个"),
        first="2022-05",
        last="2022-06",
    )
    for found, amount in ((counted, 1), (granted, 5), (different, 1)):
        assert [found["2022-05", area]["value"] for area in (NORTH, PARK, CITY)] == [amount] * 3
        assert found["2022-05", SOUTH]["value"] in (0, None)
        assert found["2022-06", SOUTH]["value"] == found["2022-06", CITY]["value"] == amount
        assert found["2022-06", NORTH]["value"] in (0, None)


def test_evidence_adds_up_to_the_number_where_the_firm_is():
    flows = [*monthly("mover", "sales_flow", 2022, dict.fromkeys(range(1, 7), 100))]
    facts = with_facts(
        data([entity("mover", NORTH), entity("late", SOUTH)], flows), fact("mover", "area", SOUTH, "2022-06")
    )
    content = programme({"x": ("total(sales_flow)", "万元")})
    south = evidence(content, facts, "x", SOUTH, Period.parse("2022-06"))
    (term,) = south.terms
    assert south.value == sum(row["amount"] for row in term.figures.rows.to_pylist()) == 600
    assert {row["entity"] for row in term.missing.rows.to_pylist()} == {"late"}
    assert (term.reported, term.owing, term.missing.count) == (6, 12, 6)
    (north,) = evidence(content, facts, "x", NORTH, Period.parse("2022-06")).terms
    assert (north.value, north.figures.count, north.missing.count) == (None, 0, 0)


@pytest.mark.parametrize("seed", range(6))
def test_against_the_rule_as_it_is_written_one_entity_at_a_time(seed):
    """Random facts and figures, worked out again by loops: sums since January, who owes, growth."""
    dice = random.Random(seed)
    whos = [f"e{number}" for number in range(6)]
    columns = [entity(who, dice.choice([NORTH, SOUTH])) for who in whos]
    changes = [
        fact(
            dice.choice(whos), "area", dice.choice([NORTH, SOUTH, PARK]), dice.choice(["2021-04", "2022-02", "2022-05"])
        )
        for _ in range(4)
    ]
    for who in whos:
        if dice.random() < 0.7:
            changes.append(fact(who, "above_scale", "yes", "2020-12", dice.choice([None, "2022-01", "2022-04"])))
        if dice.random() < 0.3:
            changes.append(fact(who, "closed", "yes", dice.choice(["2022-03", "2022-06"])))
    flows = [
        value(who, "energy", f"{year}-{m:02d}", dice.randint(1, 9))
        for who in whos
        for year in (2021, 2022)
        for m in range(1, 7)
        if dice.random() < 0.9
    ]
    facts = with_facts(data(columns, flows), *changes)
    total, growth = results(
        facts,
        ("total(energy, where: above_scale)", "tce"),
        ("growth(total(energy, where: above_scale))", "%"),
        first="2022-01",
        last="2022-06",
    )
    hand = _ByHand({row["id"]: row["area"] for row in columns}, changes, flows)
    for at in range(month("2022-01"), month("2022-06") + 1):
        for place in (NORTH, SOUTH, PARK, CITY):
            row = total[str(Period.of_index(at)), place]
            amount, given, owing = hand.sum(place, at, at)
            assert (row["reported"] or 0, row["owing"] or 0) == (given, owing), (seed, at, place)
            if row["value"]:
                assert row["value"] == amount, (seed, at, place)
            rate, before = growth[str(Period.of_index(at)), place]["value"], hand.sum(place, at - 12, at)[0]
            if rate is not None:
                assert rate == pytest.approx((amount / before - 1) * 100), (seed, at, place)


class _ByHand:
    """Sums since January of above-scale energy, and who owes it, by the facts of a month."""

    def __init__(self, areas: dict[str, str], changes: list[dict[str, Any]], flows: list[dict[str, Any]]) -> None:
        self._areas, self._changes = areas, changes
        self._given = {(row["entity"], row["month"]): float(row["value"]) for row in flows}

    def sum(self, place: str, at: int, standing: int) -> tuple[float, int, int]:
        """The amount to a month, how many figures were given, how many were owed or given unasked."""
        amount, given, owing = 0.0, 0, 0
        for who, area in self._areas.items():
            here = self._at(who, "area", standing) or area
            inside = place in (here, CITY) or (place == NORTH and here == PARK)
            if not inside or self._at(who, "above_scale", standing) != "yes":
                continue
            for each in range(at - at % 12, at + 1):
                if self._at(who, "closed", each) == "yes":
                    continue
                gave, owes = (who, each) in self._given, self._at(who, "above_scale", each) == "yes"
                amount, given, owing = amount + self._given.get((who, each), 0), given + gave, owing + (owes or gave)
        return amount, given, owing

    def _at(self, who: str, kind: str, at: int) -> str | None:
        own = [one for one in self._changes if (one["entity"], one["fact"]) == (who, kind) and one["since"] <= at]
        holding = [one for one in own if one["until"] is None or at <= one["until"]]
        return max(holding, key=lambda one: one["since"])["value"] if holding else None


def growing_pair() -> Data:
    """A mover to the south in May 2022 that gave 100 and 108, and one there that gave 50 and is missing now."""
    given = [("mover", 2021, 100), ("mover", 2022, 108), ("late", 2021, 50)]
    rows = [value(who, "sales", f"{year}-06", amount) for who, year, amount in given]
    facts = [fact("mover", "area", SOUTH, "2022-05"), fact("mover", "list", "key_energy", "2022-05")]
    return with_facts(data([entity("mover", NORTH), entity("late", SOUTH)], rows), *facts)


def test_estimates_weights_draws_and_like_for_like_follow_the_facts():
    june = Period.parse("2022-06")
    missing = estimates(
        [estimate("late", "sales", "2022-06", 42, draws=(-10, 10), weight=50, deviation=5)],
        {("mover", "sales", "2022-06"): 100},
    )
    run = compute(
        programme({"x": ("growth(total(sales))", "%")}), growing_pair(), first=june, last=june, estimates=missing
    )
    found = {row["area"]: row for row in run.results.to_pylist()}
    south = found[SOUTH]
    assert south["value"] == pytest.approx((150 / 150 - 1) * 100)
    assert south["like_for_like"] == south["reported_value"] == pytest.approx(8)
    assert (south["reported"], south["owing"], south["estimated"]) == (1, 2, 1)
    assert south["coverage_weight"] == pytest.approx(100 / 150)
    assert south["spread_down"] == south["spread_up"] == pytest.approx(10 / 150 * 100)
    assert found[CITY]["value"] == pytest.approx(0)
    assert found[NORTH]["value"] is None
    effects = {(row["area"], row["entity"]): row["effect"] for row in run.effects.to_pylist()}
    assert effects[SOUTH, "late"] == pytest.approx(5 / 150 * 100)
    assert (NORTH, "late") not in effects


def test_evidence_of_the_earlier_term_lists_who_is_there_in_the_later_month():
    south = evidence(
        programme({"x": ("growth(total(sales))", "%")}), growing_pair(), "x", SOUTH, Period.parse("2022-06")
    )
    under = {str(term.at): {row["entity"] for row in term.figures.rows.to_pylist()} for term in south.terms}
    assert under == {"2022-06": {"mover"}, "2021-06": {"mover", "late"}}
    assert [term.value for term in south.terms] == [108, 150]


def test_areas_and_industries_of_respondents_are_those_of_the_month_asked_for():
    facts = growing_pair()
    for name, area in (("2022-04", NORTH), ("2022-05", SOUTH)):
        owers = required_of(programme({}), facts.entities, facts.facts, at=month(name))
        assert dict(zip(owers.ids, owers.areas, strict=True))["mover"] == area
    last = required_of(programme({}), facts.entities, facts.facts)
    assert dict(zip(last.ids, last.areas, strict=True))["mover"] == SOUTH


def test_conditions_within_a_total_ask_for_the_facts_of_each_figure_s_month():
    """10 a month of a firm that leaves the metals in February and is above scale from March on."""
    facts = with_facts(
        data(
            [entity("firm", industry="C3110")],
            [
                *monthly("firm", "sales_flow", 2022, dict.fromkeys(range(1, 5), 10)),
                *monthly("firm", "sales", 2022, {m: 10 * m for m in range(1, 5)}),
            ],
        ),
        fact("firm", "industry", "D4411", "2022-02"),
        fact("firm", "above_scale", "yes", "2022-03"),
    )
    by_industry, by_scale = [10, 10, 10, 10], [0, 0, 10, 20]
    wanted = {
        "total(if(industry in metals, sales_flow, 0 万元))": by_industry,
        "total(if(industry in metals, sales, 0 万元))": by_industry,
        "total(if(above_scale, sales_flow, 0 万元))": by_scale,
        "total(if(above_scale, sales, 0 万元))": by_scale,
        "total(case(above_scale, sales_flow, industry in metals, sales_flow * 2, 0 万元))": [20, 20, 30, 40],
    }
    found = results(facts, *wanted, first="2022-01", last="2022-04")
    for (formula, amounts), rows in zip(wanted.items(), found, strict=True):
        city = [rows[f"2022-0{m}", CITY] for m in range(1, 5)]
        assert [row["value"] for row in city] == amounts, formula
        assert all(row["reported"] == row["owing"] for row in city), formula
