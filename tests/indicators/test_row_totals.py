"""Totals of arithmetic, `total(power * $price)`: month by month with the parameters of each month, then the window."""

from __future__ import annotations

import random
from typing import Any

import pytest

from helpers_indicators import CITY, NORTH, SOUTH, data, entity, measure, month, programme, text, value
from helpers_indicators import MEASURES as PLAIN
from sigai.base.periods import Period
from sigai.indicators import compute, evidence
from sigai.programme.common import Reference
from sigai.programme.parameters import DatedNumber, Parameter
from sigai.tables import Data


def parameter(id_: str, unit: str, **values: float) -> Parameter:
    """A dated number: `parameter("price", "万元/tce", **{"2020": 1, "2022-07": 2})`."""
    dated = (DatedNumber(start=start, value=value, source=Reference(title="x")) for start, value in values.items())
    return Parameter(id=id_, name=text(id_), unit=unit, values=tuple(dated))


PARAMETERS = (
    parameter("price", "元/万元", **{"2020": 0.5, "2022-03": 0.25, "2022-08": 2}),
    parameter("fixed", "元/万元", **{"2020": 0.75, "2022-03": 0.75}),
    parameter("late", "元/万元", **{"2022-04": 1}),
)
MEASURES = (*PLAIN, measure("exports", minimum=0), measure("research_flow", accumulation="flow"))


def run(formulas: dict[str, tuple[str, str]], facts: Data, first: str, last: str) -> list[dict[str, Any]]:
    content = programme(formulas, parameters=PARAMETERS, measures=MEASURES)
    found = compute(content, facts, first=Period.parse(first), last=Period.parse(last), terms=False)
    return [row for row in found.results.to_pylist() if row["area"] == CITY]


def numbers(formula: str, facts: Data, *months: str, unit: str = "元") -> list[float | None]:
    rows = {row["month"]: row["value"] for row in run({"x": (formula, unit)}, facts, min(months), max(months))}
    return [rows[month(name)] for name in months]


def year(who: str, name: str, amounts: list[float | None], of: int = 2022) -> list[dict[str, Any]]:
    """The figures of one entity from January on; None where none was given."""
    return [value(who, name, f"{of}-{m:02d}", given) for m, given in enumerate(amounts, start=1) if given is not None]


def test_each_month_counts_with_the_number_of_that_month():
    flows = [10.0] * 9
    facts = data(
        [entity("a")], [*year("a", "sales_flow", flows), *year("a", "sales", [10.0 * n for n in range(1, 10)])]
    )
    to_date = [5.0, 10.0, 12.5, 15.0, 17.5, 20.0, 22.5, 42.5, 62.5]
    months = [f"2022-{m:02d}" for m in range(1, 10)]
    assert numbers("total(sales_flow * $price)", facts, *months) == to_date
    assert numbers("total(sales * $price)", facts, *months) == to_date
    assert numbers("total($price * sales / 2)", facts, *months) == [number / 2 for number in to_date]
    assert numbers("total(sales * $price, over: month)", facts, *months) == [5.0] * 2 + [2.5] * 5 + [20.0] * 2


def test_what_a_figure_adds_after_a_gap_counts_in_the_month_it_was_given():
    facts = data([entity("a"), entity("b")], [*year("a", "sales", [10, None, None, 40]), *year("b", "sales", [8, 8])])
    months = [f"2022-{m:02d}" for m in range(1, 5)]
    assert numbers("total(sales * $price)", facts, *months) == [9, 4, None, 5 + 30 * 0.25]
    assert numbers("total(sales * $price, over: month)", facts, *months) == [9, 0, None, None]


def test_january_and_february_told_together_take_the_number_of_february():
    facts = data([entity("a")], year("a", "output", [None, 20, 30]))
    assert numbers("total(output * $price)", facts, "2022-01", "2022-02", "2022-03") == [None, 10, 12.5]
    assert numbers("total(output * $price, over: month)", facts, "2022-02", "2022-03") == [10, 2.5]


def test_several_measures_are_worked_out_for_one_entity_and_only_where_it_gave_all():
    facts = data(
        [entity("a"), entity("b")],
        [
            *year("a", "sales", [10, 30, 60]),
            *year("a", "exports", [1, 2, 3]),
            *year("b", "sales", [5, 5, 5]),
            *year("b", "exports", [None, 5, 5]),
        ],
    )
    formula = "total((sales - exports) * $price)"
    rows = run({"x": (formula, "元")}, facts, "2022-01", "2022-03")
    assert [(row["value"], row["reported"], row["owing"]) for row in rows] == [
        (4.5, 1, 2),
        (4.5 + 9.5, 2, 2),
        (14 + 29 * 0.25, 2, 2),
    ]


def test_a_stock_counts_as_it_stands_and_a_flow_by_the_month():
    given = [*year("a", "employees", [2, 2, 3]), *year("a", "sales_flow", [10, 20, 30])]
    facts = data([entity("a")], given)
    months = ("2022-01", "2022-02", "2022-03")
    assert numbers("total(employees * 2)", facts, *months, unit="人") == [4, 4, 6]
    assert numbers("total(employees * sales_flow)", facts, *months, unit="人·万元") == [20, 60, 150]


def test_measures_of_different_rhythms_meet_at_the_end_of_the_longer():
    plan = (*MEASURES, measure("taxes", accumulation="flow", frequency="quarter"))
    facts = data(
        [entity("a")],
        [
            *year("a", "sales_flow", [1, 2, 3, 4, 5, 6]),
            value("a", "taxes", "2022Q1", 10),
            value("a", "taxes", "2022Q2", 30),
        ],
    )
    content = programme({"x": ("total((sales_flow + taxes) * $price)", "元")}, parameters=PARAMETERS, measures=plan)
    found = compute(content, facts, first=Period.parse("2022-03"), last=Period.parse("2022-06"), terms=False)
    by_month = {row["month"]: row["value"] for row in found.results.to_pylist() if row["area"] == CITY}
    assert by_month[month("2022-03")] == 16 * 0.25
    assert by_month[month("2022-06")] == (16 + 45) * 0.25


def test_dividing_by_zero_adds_nothing_and_a_parameter_without_a_number_is_no_data():
    given = [*year("a", "sales_flow", [10, 10, 10, 10]), *year("a", "research_flow", [2, 0, 2, 2])]
    facts = data([entity("a")], given)
    months = [f"2022-{m:02d}" for m in range(1, 5)]
    assert numbers("total(sales_flow / research_flow)", facts, *months, unit="") == [5, 5, 10, 15]
    assert numbers("total(sales_flow * $late)", facts, *months) == [None, None, None, 10]
    rows = run({"x": ("total(sales_flow * $late)", "元")}, facts, "2022-04", "2022-04")
    assert (rows[0]["reported"], rows[0]["owing"]) == (1, 4)
    ytd = data([entity("a")], year("a", "sales", [10, 20, 30, 40]))
    assert numbers("total(sales * $late)", ytd, *months) == [None] * 4  # nobody knows what January cost


def test_marks_of_any_month_under_the_sum_reach_it():
    given = year("a", "sales", [10, 20, 30])
    given[0]["corrected"], given[1]["state"] = True, "provisional"
    rows = run({"x": ("total(sales * $price)", "元")}, data([entity("a")], given), "2022-01", "2022-03")
    assert [(row["revised"], row["provisional"]) for row in rows] == [(True, False), (True, True), (True, True)]


def test_conditions_on_the_entity_and_on_its_figures():
    given = [*year("a", "sales", [10, 20, 40]), *year("b", "sales", [1, 2, 4])]
    facts = data([entity("a", above_scale_since="2022-02"), entity("b", SOUTH, above_scale_since="2020-01")], given)
    months = ("2022-01", "2022-02", "2022-03")
    whole = [5.5, 11, 11 + 22 * 0.25]
    assert numbers("total(sales * $price)", facts, *months) == whole
    assert numbers("total(sales * $price, where: above_scale)", facts, *months) == [0.5, *whole[1:]]
    assert numbers("total(sales * $price, where: sales >= 20)", facts, *months) == [0, 10, 15]
    assert numbers("total(sales * $price, where: sales >= 20, over: month)", facts, *months) == [0, 5, 5]
    flows = [*year("a", "sales_flow", [10, 10, 20]), *year("b", "sales_flow", [1, 1, 2])]
    facts = data([entity("a", above_scale_since="2022-02"), entity("b", SOUTH, above_scale_since="2020-01")], flows)
    assert numbers("total(sales_flow * $price, where: above_scale)", facts, *months) == [0.5, *whole[1:]]
    assert numbers("total(sales_flow * $price, where: sales_flow >= 20)", facts, *months) == [0, 10, 15]


def test_growth_takes_both_years_month_by_month():
    given = [*year("a", "sales", [10, 20, 30], 2021), *year("a", "sales", [10, 20, 30])]
    facts = data([entity("a")], given)
    assert numbers("growth(total(sales * $price))", facts, "2022-02", "2022-03", unit="%") == [
        0,
        pytest.approx((12.5 / 15 - 1) * 100),
    ]


def test_evidence_adds_up_to_the_number():
    given = [*year("a", "sales", [10, 20, 40]), *year("b", "sales", [1, 2, None])]
    facts = data([entity("a"), entity("b")], given)
    for formula in ("total(sales * $price)", "total(sales * $price, over: month)"):
        content = programme({"x": (formula, "元")}, parameters=PARAMETERS, measures=MEASURES)
        found = evidence(content, facts, "x", CITY, Period.parse("2022-03"))
        (term,) = found.terms
        assert sum(row["amount"] for row in term.figures.rows.to_pylist()) == term.value == found.value
        assert [row["entity"] for row in term.missing.rows.to_pylist()] == ["b"]
        assert term.text == formula


WINDOWS = ("", ", over: month", ", over: rolling", ", over: programme")
CONDITIONS = ("", ", where: above_scale", ", where: sales > 400")


def test_with_a_number_that_never_changes_the_order_makes_no_difference():
    """`total(x * $fixed)` is `total(x) * $fixed`, with gaps, for every window and every kind of measure."""
    dice = random.Random(5)
    entities = [
        entity(f"e{n}", dice.choice([NORTH, SOUTH]), above_scale_since=dice.choice([None, "2021-05", "2022-04"]))
        for n in range(12)
    ]
    rows = []
    for n in range(12):
        for name in ("sales", "sales_flow", "output", "together", "employees"):
            for of in (2021, 2022):
                together = name in ("output", "together")
                amounts = [
                    None if dice.random() < 0.2 or (together and m == 1) else dice.randint(1, 90) for m in range(1, 13)
                ]
                rows += year(f"e{n}", name, amounts, of)
    facts = data(entities, rows)
    terms = [
        (name, window + where)
        for name in ("sales", "sales_flow", "output", "together")
        for window in WINDOWS
        for where in CONDITIONS
    ]
    formulas = {"plain_stock": ("total(employees) * $fixed", "人·元/万元")}
    formulas["row_stock"] = "total(employees * $fixed)", "人·元/万元"
    for number, (name, more) in enumerate(terms):
        formulas[f"plain_{number}"] = f"total({name}{more}) * $fixed", "元"
        formulas[f"row_{number}"] = f"total({name} * $fixed{more})", "元"
    found: dict[tuple[str, int], Any] = {}
    for row in run(formulas, facts, "2021-01", "2022-12"):
        found[row["indicator"], row["month"]] = row["value"], row["reported"], row["owing"]
    compared = 0
    for (id_, at), (amount, *coverage) in found.items():
        if id_.startswith("plain"):
            other, *others = found[f"row{id_.removeprefix('plain')}", at]
            assert others == coverage, (id_, at)
            assert other == (None if amount is None else pytest.approx(amount, abs=1e-6)), (id_, at)
            compared += amount is not None
    assert compared > 700
