"""Figures of products and lines roll up as their enterprises stand: naive sums, moves, closings, estimates."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest

from helpers_below import CONTENT, belongs
from helpers_indicators import (
    CITY,
    EMPTY,
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
    value,
    with_facts,
)
from sigai.base.periods import Period
from sigai.evaluation import required_of
from sigai.indicators import compute, evidence
from sigai.tables import Data

FORMULAS = {
    "made": ("total(made)", "吨"),
    "alloy": ("total(made, where: product_class = alloy)", "吨"),
    "month": ("total(made, where: industry in metals, over: month)", "吨"),
    "per_ton": ("total(used, where: product_class = alloy) / total(made, where: product_class = alloy)", "tce/吨"),
    "lines": ("entities(kind: line)", "个"),
    "share": ("entities(kind: line, where: automatic) / entities(kind: line)", "%"),
    "weighted": ("total(controlled) / total(processes)", "%"),
    "each": ("mean(controlled / processes, where: above_scale)", "%"),
}


def results(facts: Data, first: str, last: str, **more: Any) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Indicator, month, area → row."""
    content = programme(FORMULAS, **CONTENT)
    run = compute(content, facts, first=Period.parse(first), last=Period.parse(last), terms=False, **more)
    return {
        (row["indicator"], str(Period.of_index(row["month"])), row["area"]): row
        for row in run.results.to_pylist()
        if row["industry"] is None
    }


def product(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "name": id_, "kind": "product", **more}


def line(id_: str) -> dict[str, Any]:
    return {"id": id_, "name": id_, "kind": "line"}


def test_a_product_counts_where_its_enterprise_lies_whatever_its_own_line_says() -> None:
    facts = with_facts(
        data(
            [
                entity("a", NORTH, park=PARK),
                entity("b", SOUTH, industry="C15"),
                product("a1"),
                product("b1", area=NORTH),
            ],
            [value(one, "made", "2022-01", amount) for one, amount in (("a1", 5), ("b1", 7))],
        ),
        belongs("a1", "a"),
        belongs("b1", "b"),
        fact("a1", "product_class", "alloy"),
    )
    found = results(facts, "2022-01", "2022-01")
    assert {area: found["made", "2022-01", area]["value"] for area in (CITY, NORTH, SOUTH, PARK)} == {
        CITY: 12,
        NORTH: 5,
        SOUTH: 7,
        PARK: 5,
    }
    assert found["alloy", "2022-01", CITY]["value"] == 5
    assert found["month", "2022-01", CITY]["value"] == 5  # b is no metal works
    assert found["made", "2022-01", CITY]["owing"] == 2


def test_what_it_made_goes_with_an_enterprise_that_moves_and_with_a_line_that_is_sold() -> None:
    flows = [value("a1", "made", f"2022-{m:02d}", 10) for m in range(1, 5)]
    facts = with_facts(
        data([entity("a", NORTH), entity("b", EMPTY), product("a1")], flows),
        belongs("a1", "a"),
        fact("a", "area", SOUTH, "2022-02"),
        belongs("a1", "b", "2022-04"),
    )
    found = results(facts, "2022-01", "2022-04")
    where = {
        name: {area: row["value"] for (one, when, area), row in found.items() if one == "made" and when == name}
        for name in ("2022-01", "2022-02", "2022-04")
    }
    assert (where["2022-01"][NORTH], where["2022-01"][SOUTH]) == (10, None)
    assert (where["2022-02"][NORTH], where["2022-02"][SOUTH]) == (None, 20)
    assert (where["2022-04"][SOUTH], where["2022-04"][EMPTY], where["2022-04"][CITY]) == (None, 40, 40)


def test_a_closed_product_owes_nothing_and_a_closed_enterprise_closes_what_it_has() -> None:
    flows = [value(one, "made", "2022-01", 10) for one in ("a1", "a2", "b1")]
    facts = with_facts(
        data([entity("a", NORTH), entity("b", SOUTH), product("a1"), product("a2"), product("b1")], flows),
        *(belongs(one, one[0]) for one in ("a1", "a2", "b1")),
        fact("a2", "closed", "yes", "2022-02"),
        fact("b", "closed", "yes", "2022-03"),
    )
    found = results(facts, "2022-01", "2022-03")
    owing = [found["made", f"2022-0{m}", CITY]["owing"] for m in (1, 2, 3)]
    assert owing == [3, 5, 6]  # since January: three, two, one
    owers = required_of(programme(FORMULAS, **CONTENT), facts.entities, facts.facts)
    measure = next(one for one in CONTENT["measures"] if one.id == "made")
    due = {m: owers.ids[owers.owing(measure, Period.parse(f"2022-0{m}"))].tolist() for m in (1, 2, 3)}
    assert due == {1: ["a1", "a2", "b1"], 2: ["a1", "b1"], 3: ["a1"]}


def test_an_outlet_of_a_line_follows_the_enterprise_of_its_line() -> None:
    register = data([entity("a", NORTH), line("l"), {"id": "o", "name": "o", "kind": "outlet"}])
    facts = with_facts(register, belongs("l", "a"), belongs("o", "l"), fact("a", "area", SOUTH, "2022-02"))
    content = programme({"outlets": ("entities(kind: outlet)", "个")}, **CONTENT)
    run = compute(content, facts, first=Period.parse("2022-01"), last=Period.parse("2022-02"), terms=False)
    found = {(row["month"], row["area"]): row["value"] for row in run.results.to_pylist()}
    assert (found[month("2022-01"), NORTH], found[month("2022-01"), SOUTH]) == (1, 0)
    assert (found[month("2022-02"), NORTH], found[month("2022-02"), SOUTH]) == (0, 1)


def test_unit_consumption_is_weighted_and_a_missing_product_is_not_zero() -> None:
    given = {"a1": (100, 40), "a2": (300, 60), "b1": (None, None)}
    figures = [
        value(one, name, "2022-01", amount)
        for one, pair in given.items()
        for name, amount in zip(("made", "used"), pair, strict=True)
        if amount is not None
    ]
    facts = with_facts(
        data(
            [
                *(entity(one, NORTH, above_scale_since="2020-01") for one in "ab"),
                *(product(one) for one in given),
            ],
            figures,
        ),
        *(one for name in given for one in (belongs(name, name[0]), fact(name, "product_class", "alloy"))),
    )
    found = results(facts, "2022-01", "2022-01")["per_ton", "2022-01", CITY]
    assert found["value"] == pytest.approx(100 / 400)
    assert (found["reported"], found["owing"]) == (2, 3)


def test_an_estimated_product_is_in_the_number_and_shown_apart() -> None:
    facts = with_facts(
        data([entity("a", NORTH), product("a1"), product("a2")], [value("a1", "made", "2022-01", 10)]),
        *(belongs(one, "a") for one in ("a1", "a2")),
    )
    missing = estimates([estimate("a2", "made", "2022-01", 5, draws=(-1, 1))])
    row = results(facts, "2022-01", "2022-01", estimates=missing)["made", "2022-01", NORTH]
    assert (row["value"], row["reported_value"], row["estimated"], row["reported"], row["owing"]) == (15, 10, 1, 1, 2)
    assert row["spread_up"] == pytest.approx(1)


def test_the_evidence_leads_down_to_the_figures_of_the_products() -> None:
    facts = with_facts(
        data([entity("a", NORTH), product("a1", name="硅铁"), product("a2")], [value("a1", "made", "2022-01", 10)]),
        *(belongs(one, "a") for one in ("a1", "a2")),
    )
    found = evidence(programme(FORMULAS, **CONTENT), facts, "made", NORTH, Period.parse("2022-01"))
    (term,) = found.terms
    assert [(row["entity"], row["amount"]) for row in term.figures.rows.to_pylist()] == [("a1", 10)]
    assert [row["entity"] for row in term.missing.rows.to_pylist()] == ["a2"]
    assert term.figures.rows["name"].to_pylist() == ["a · 硅铁"]


@pytest.mark.parametrize(("at", "owner"), [("2022-01", "甲厂"), ("2022-03", "甲集团"), ("2022-05", "乙厂")])
def test_the_evidence_calls_an_owner_as_it_was_called_then(at: str, owner: str) -> None:
    months = ("2022-01", "2022-03", "2022-05")
    register = [entity("a", NORTH, name="甲厂"), entity("b", NORTH, name="乙厂"), product("a1", name="硅铁")]
    facts = with_facts(
        data(register, [value("a1", "made", each, 10) for each in months]),
        belongs("a1", "a"),
        fact("a", "name", "甲集团", "2022-02"),
        fact("a1", "parent", "b", "2022-04"),
    )
    (term,) = evidence(programme(FORMULAS, **CONTENT), facts, "made", NORTH, Period.parse(at)).terms
    listed = zip(term.figures.rows["month"].to_pylist(), term.figures.rows["name"].to_pylist(), strict=True)
    assert dict(listed)[Period.parse(at).last] == f"{owner} · 硅铁"


def test_the_share_of_lines_counts_those_that_are_known_to_be() -> None:
    register = data(
        [entity("a", NORTH, above_scale_since="2020-01"), *(line(one) for one in ("l1", "l2", "l3"))],
        [
            value(one, name, "2022-01", amount)
            for one, pair in {"l1": (4, 1), "l2": (1, 1)}.items()
            for name, amount in zip(("processes", "controlled"), pair, strict=True)
        ],
    )
    facts = with_facts(
        register,
        *(belongs(one, "a") for one in ("l1", "l2", "l3")),
        fact("l1", "automatic", "true"),
        fact("l2", "automatic", "false"),
        fact("l2", "automatic", "true", "2022-02"),
    )
    found = results(facts, "2022-01", "2022-02")
    assert found["share", "2022-01", CITY]["value"] == pytest.approx(100 / 3)
    assert found["share", "2022-02", CITY]["value"] == pytest.approx(200 / 3)
    assert found["weighted", "2022-01", CITY]["value"] == pytest.approx(40)
    assert found["each", "2022-01", CITY]["value"] == pytest.approx(62.5)


@pytest.mark.parametrize("seed", range(6))
def test_roll_up_equals_the_naive_sum_whatever_moves_closes_and_is_sold(seed: int) -> None:
    draw = random.Random(seed)
    months = [f"2022-{m:02d}" for m in range(1, 7)]
    areas = (NORTH, SOUTH, EMPTY)
    firms = [f"f{n}" for n in range(5)]
    things = [f"p{n}" for n in range(12)]
    home = {firm: _over_time(draw, months, areas) for firm in firms}
    owner = {thing: _over_time(draw, months, firms) for thing in things}
    closed = {one: draw.choice([None, *months[1:]]) for one in (*firms, *things)}
    sort = {thing: draw.choice(["alloy", "carbide"]) for thing in things}
    figures = {(one, when): draw.randint(1, 99) for one in things for when in months if draw.random() < 0.8}
    told = [fact(one, "area", area, when) for one, turns in home.items() for when, area in turns.items()]
    told += [belongs(one, firm, when) for one, turns in owner.items() for when, firm in turns.items()]
    told += [fact(one, "closed", "yes", when) for one, when in closed.items() if when]
    told += [fact(one, "product_class", word) for one, word in sort.items()]
    draw.shuffle(told)
    facts = with_facts(
        data(
            [*(entity(firm, NORTH) for firm in firms), *(product(one) for one in things)],
            [value(one, "made", when, amount) for (one, when), amount in figures.items()],
        ),
        *told,
    )
    found = results(facts, months[0], months[-1])

    def active(one: str, when: str) -> bool:
        return all(end is None or when < end for end in (closed[one], closed[_at(owner[one], when)]))

    for at in months:
        for area in (*areas, CITY):
            here = [one for one in things if area in (CITY, _at(home[_at(owner[one], at)], at))]
            given = {
                (one, when): figures[one, when]
                for one in here
                for when in months
                if when <= at and (one, when) in figures and active(one, when)
            }
            row = found["made", at, area]
            if any(when == at for _, when in given):
                assert row["value"] == sum(given.values()), (at, area)
            assert row["reported"] in (None, len(given))
            alloys = sum(amount for (one, _), amount in given.items() if sort[one] == "alloy")
            if any(when == at and sort[one] == "alloy" for one, when in given):
                assert found["alloy", at, area]["value"] == alloys, (at, area)


def _over_time(draw: random.Random, months: list[str], choices: Any) -> dict[str, str]:
    """From which month on it is what; from the first month on it is something."""
    turns = {months[0]: draw.choice(choices)}
    if draw.random() < 0.5:
        turns[draw.choice(months[1:])] = draw.choice(choices)
    return turns


def _at(turns: Mapping[str, str], when: str) -> str:
    return turns[max(month for month in turns if month <= when)]
