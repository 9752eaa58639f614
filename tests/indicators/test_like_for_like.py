"""Like for like: both sides of what is compared over the same subjects, those that gave all that is needed of them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pandas as pd
import pytest

from helpers_indicators import CITY, NORTH, SOUTH, data, entity, estimate, estimates, programme, value
from sigai.base.periods import Period
from sigai.indicators import compute, evidence
from sigai.tables import Data, Estimates, no_estimates

JUNE = Period.parse("2022-06")
GROWTH = ("growth(total(sales))", "%")
TWENTY = [f"e{number:02d}" for number in range(20)]


def compared(
    facts: Data, *written: tuple[str, str], month: str = "2022-06", given: Estimates | None = None
) -> list[dict[str, dict[str, Any]]]:
    """For every formula the rows of a month by area; `declared` in each is the number where it is so defined.

    One run answers all.
    """
    at = Period.parse(month)
    ids = {f"{kind}{number}": one for number, one in enumerate(written) for kind in ("plain", "alike")}
    content = programme(ids, like_for_like=[id_ for id_ in ids if id_.startswith("alike")])
    table = compute(content, facts, first=at, last=at, estimates=given or no_estimates()).results
    rows = {(row["indicator"], row["area"]): row for row in table.to_pylist()}
    return [
        {
            area: {**rows[f"plain{number}", area], "declared": rows[f"alike{number}", area]["value"]}
            for area in (CITY, NORTH, SOUTH)
        }
        for number in range(len(written))
    ]


def declared(facts: Data, *written: tuple[str, str], month: str = "2022-06") -> Any:
    """The numbers of the city where the formulas are defined like for like: one, or a list of them."""
    numbers = [rows[CITY]["declared"] for rows in compared(facts, *written, month=month)]
    return numbers if len(numbers) > 1 else numbers[0]


def growing(
    now: Iterable[str], then: Iterable[str], rate: float = 1.08, measure: str = "sales"
) -> list[dict[str, Any]]:
    """Figures of June: 100 a year ago, and now."""
    return [value(who, measure, "2021-06", 100) for who in then] + [
        value(who, measure, "2022-06", round(100 * rate, 4)) for who in now
    ]


@pytest.mark.parametrize("reported", [1, 10, 19, 20])
def test_growth_is_over_those_that_gave_both(reported):
    """Twenty enterprises, each + 8 %: however many have not reported yet, those that have grew by 8 %."""
    facts = data(map(entity, TWENTY), growing(TWENTY[:reported], TWENTY))
    since = [(f"{name}(total(sales), since: 2021)", "%") for name in ("change", "average_growth")]
    for rows in compared(facts, GROWTH, *since):
        row = rows[CITY]
        assert (row["declared"], row["like_for_like"], row["reported_value"]) == (pytest.approx(8),) * 3
        assert row["value"] == pytest.approx((reported * 108 / 2000 - 1) * 100)


def test_with_estimates_the_number_holds_everybody_and_like_for_like_stands_beside():
    facts = data(map(entity, TWENTY), growing(TWENTY[:19], TWENTY))
    given = estimates([estimate("e19", "sales", "2022-06", 98, draws=[-10, 10])])
    row = compared(facts, GROWTH, given=given)[0][CITY]
    assert row["value"] == pytest.approx(7.5)
    assert (row["like_for_like"], row["reported_value"]) == (pytest.approx(8), pytest.approx(8))
    assert (row["reported"], row["owing"], row["estimated"]) == (19, 20, 1)
    assert row["spread_down"] == pytest.approx(0.5)


def test_a_ratio_is_over_those_that_gave_both_sides():
    """One gave 50 of 100; the other only what is divided by."""
    facts = data(
        [entity("a"), entity("b")],
        [
            value("a", "sales_flow", "2022-01", 50),
            value("a", "sales", "2022-01", 100),
            value("b", "sales", "2022-01", 100),
        ],
    )
    assert declared(facts, ("total(sales_flow) / total(sales)", "%"), month="2022-01") == pytest.approx(50)


def test_who_came_or_went_is_in_neither_period():
    entities = [
        entity("stays"),
        entity("comes", active_from="2022-01"),
        entity("goes", active_until="2021-12"),
        entity("grows", above_scale_since="2022-05"),
    ]
    facts = data(entities, growing(["stays", "comes", "grows"], ["stays", "goes", "grows"]))
    row = compared(facts, GROWTH)[0][CITY]
    assert (row["declared"], row["value"]) == (pytest.approx(8), pytest.approx((324 / 300 - 1) * 100))
    above = ("growth(total(sales, where: above_scale))", "%")
    large = [entity("stays", above_scale_since="2020-01"), *entities[1:]]
    more = data(large, [*growing(["grows"], ["grows"], 3), *growing(["stays"], ["stays"])])
    assert declared(more, above) == pytest.approx(8)


def test_real_entry_stays_in_the_number_where_everybody_reported():
    """Nothing is missing: what was reported is the number itself; like for like leaves out who came."""
    facts = data([entity("stays"), entity("comes", active_from="2022-01")], growing(["stays", "comes"], ["stays"]))
    row = compared(facts, GROWTH)[0][CITY]
    assert row["value"] == row["reported_value"] == pytest.approx(116)
    assert row["like_for_like"] == pytest.approx(8)


def test_over_several_months_every_month_owed_is_needed():
    flows = [
        value(who, "sales_flow", f"{year}-{m:02d}", 10) for who in "ab" for year in (2021, 2022) for m in range(1, 7)
    ]
    flows += [value("new", "sales_flow", f"{year}-{m:02d}", 30) for year in (2021, 2022) for m in range(4, 7)]
    more = [
        row if row["entity"] != "a" or row["period"] < "2022" else {**row, "value": row["value"] * 2} for row in flows
    ]
    with_gap = [row for row in more if (row["entity"], row["period"]) != ("b", "2022-03")]
    entities = [entity("a"), entity("b"), entity("new", active_from="2021-04")]
    growth = ("growth(total(sales_flow))", "%")
    # `new` owed nothing before April 2021 and gave all of that; of 2022 it lacks January to March. `b` lacks a month.
    alone = ("growth(total(sales_flow, over: month))", "%")
    assert declared(data(entities, with_gap), growth, alone) == [pytest.approx(100), pytest.approx(20)]
    assert declared(data(entities[:2], more), growth) == pytest.approx(50)


def test_what_is_not_owed_is_not_lacking():
    """Only above-scale enterprises owe energy: a small one that gave its sales takes part with no energy."""
    facts = data(
        [entity("large", above_scale_since="2020-01"), entity("late", above_scale_since="2020-01"), entity("small")],
        [
            value("large", "energy", "2022-01", 30),
            *(value(who, "sales", "2022-01", 100) for who in ("large", "late", "small")),
        ],
    )
    assert declared(facts, ("total(energy) / total(sales)", "tce/万元"), month="2022-01") == pytest.approx(0.15)


def test_of_terms_with_conditions_only_those_are_needed_whom_they_ask():
    """The share of metals: an enterprise of another industry is needed for the whole alone."""
    facts = data(
        [entity("metal"), entity("late"), entity("other", industry="C1310")],
        [value("metal", "sales", "2022-06", 30), value("other", "sales", "2022-06", 10)],
    )
    share = ("total(sales, where: industry in metals) / total(sales)", "%")
    large = ("total(sales, where: employees > 5) / total(sales)", "%")
    assert declared(facts, share, large) == [pytest.approx(75), None]


def test_means_and_counts_are_over_the_same():
    facts = data(
        [entity("a"), entity("b"), entity("c")],
        [
            *(value(who, "sales", "2022-06", amount) for who, amount in (("a", 100), ("b", 300))),
            *(value(who, "employees", "2022-06", amount) for who, amount in (("a", 10), ("c", 90))),
        ],
    )
    per_head = ("mean(sales / employees) / (total(sales) / total(employees))", "")
    each = ("total(sales) / entities()", "万元/个")
    assert declared(facts, per_head, each) == [pytest.approx(1), pytest.approx(200)]


def test_nobody_takes_part():
    facts = data([entity("a"), entity("b", SOUTH)], growing(["a"], ["b"]))
    for row in compared(facts, GROWTH)[0].values():
        assert (row["declared"], row["like_for_like"]) == (None, None)


def test_areas_have_their_own():
    figures = [*growing(["a"], ["a"], 1.2), *growing(["b"], ["b", "late"], 1.5)]
    rows = compared(data([entity("a"), entity("b", SOUTH), entity("late", SOUTH)], figures), GROWTH)[0]
    assert {area: row["declared"] for area, row in rows.items()} == {
        NORTH: pytest.approx(20),
        SOUTH: pytest.approx(50),
        CITY: pytest.approx(35),
    }


def test_a_number_defined_like_for_like_rests_on_no_estimate():
    facts = data(map(entity, TWENTY), growing(TWENTY[:19], TWENTY))
    given = estimates([estimate("e19", "sales", "2022-06", 500, deviation=5, draws=[-10, 10])])
    content = programme({"x": GROWTH, "y": GROWTH}, like_for_like=["x"])
    run = compute(content, facts, first=Period.parse("2022-05"), last=JUNE, estimates=given)
    found = {
        row["indicator"]: row for row in run.results.to_pylist() if (row["area"], row["month"]) == (CITY, JUNE.last)
    }
    assert found["x"]["value"] == found["x"]["reported_value"] == found["y"]["like_for_like"] == pytest.approx(8)
    assert (found["x"]["estimated"], found["x"]["spread_up"], found["x"]["slope"]) == (0, None, None)
    assert found["y"]["spread_up"] > 0
    assert {row["indicator"] for row in run.effects.to_pylist()} == {"y"}


def test_every_month_where_it_is_defined_so_and_else_the_last_and_late_ones_with_estimates():
    facts = data(
        [entity("a"), entity("b")],
        [
            value(who, "sales", f"{year}-{m:02d}", 10 * m)
            for who in "ab"
            for year in (2021, 2022)
            for m in range(1, 7)
            if (who, year) != ("b", 2022) or m in (2, 3, 4)
        ],
    )
    content = programme({"x": GROWTH, "y": GROWTH}, like_for_like=["x"])
    # January is further back than results are looked into; May is not.
    given = estimates([estimate("b", "sales", "2022-01", 10), estimate("b", "sales", "2022-05", 55)])
    found = compute(content, facts, first=Period.parse("2022-01"), last=JUNE, estimates=given).results.to_pylist()
    known = {
        (row["indicator"], row["month"] - JUNE.last)
        for row in found
        if row["area"] == CITY and row["like_for_like"] is not None
    }
    assert known == {("x", month) for month in range(-5, 1)} | {("y", -1), ("y", 0)}
    without = compute(content, facts, first=JUNE, last=JUNE).results.to_pylist()
    assert [row["like_for_like"] for row in without if row["area"] == CITY] == [pytest.approx(0), None]


def test_sums_have_none():
    facts = data([entity("a")], growing(["a"], ["a"]))
    sums = [("total(sales)", "万元"), ("total(sales) * 2 + 3 万元", "万元"), ("mean(sales / employees)", "万元/人")]
    assert [rows[CITY]["like_for_like"] for rows in compared(facts, *sums)] == [None] * 3


def test_evidence_says_both_numbers():
    facts = data(map(entity, TWENTY), growing(TWENTY[:10], TWENTY))
    found = evidence(programme({"x": GROWTH}, like_for_like=["x"]), facts, "x", CITY, JUNE)
    assert (found.value, found.like_for_like) == (pytest.approx(8), pytest.approx(8))
    assert [(term.reported, term.owing) for term in found.terms] == [(10, 20), (20, 20)]


def test_against_pandas():
    """Random gaps: growth, a share and an intensity over those that gave all, worked out by hand."""
    dice = random.Random(11)
    entities = [entity(f"e{n}", (NORTH, SOUTH)[n % 2], industry=("C3110", "C1310")[n // 2 % 2]) for n in range(12)]
    rows = [
        value(one["id"], measure, period, round(dice.uniform(10, 90), 2))
        for one in entities
        for measure in ("sales", "employees")
        for period in ("2021-06", "2022-06")
        if dice.random() < 0.8
    ]
    facts = data(entities, rows)
    wide = pd.DataFrame(rows).assign(value=lambda table: table.value.astype(float))
    wide = wide.pivot(index="entity", columns=["measure", "period"], values="value").reindex(
        [e["id"] for e in entities]
    )
    now, then, heads = wide["sales", "2022-06"], wide["sales", "2021-06"], wide["employees", "2022-06"]
    metals = pd.Series([one["industry"] == "C3110" for one in entities], index=wide.index)
    share = ("total(sales, where: industry in metals) / total(sales)", "%")
    growths, shares, intensities = compared(facts, GROWTH, share, ("total(employees) / total(sales)", "人/万元"))
    for area in (NORTH, SOUTH, CITY):
        here = pd.Series([area in (CITY, one["area"]) for one in entities], index=wide.index)
        both, sides = here & now.notna() & then.notna(), here & now.notna() & heads.notna()
        growth = (now[both].sum() / then[both].sum() - 1) * 100
        assert growths[area]["declared"] == growths[area]["like_for_like"] == pytest.approx(growth)
        assert shares[area]["declared"] == pytest.approx(now[here & metals].sum() / now[here].sum() * 100)
        assert intensities[area]["declared"] == pytest.approx(heads[sides].sum() / now[sides].sum())
