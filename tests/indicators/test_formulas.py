"""Ratios, growth, means, conditions on figures, registers, parameters, units: against worked examples."""

from __future__ import annotations

import pytest

from helpers_indicators import CITY, EMPTY, NORTH, SOUTH, data, entity, numbers, programme, rows, value
from sigai.base.issues import UserError
from sigai.base.periods import Period
from sigai.indicators import compute
from sigai.tables import DuckStore


def sales(who: str, **by_month: float) -> list[dict]:
    return [value(who, "sales", month.strip("_").replace("_", "-"), amount) for month, amount in by_month.items()]


def test_a_ratio_of_totals_is_no_mean_of_ratios():
    facts = data(
        [entity("a"), entity("b")],
        [
            *sales("a", _2022_03=1),
            *sales("b", _2022_03=30),
            value("a", "output", "2022-03", 10),
            value("b", "output", "2022-03", 100),
        ],
    )
    assert numbers(("total(sales) / total(output)", "%"), facts, "2022-03") == [pytest.approx(100 * 31 / 110)]
    assert numbers(("mean(sales / output)", "%"), facts, "2022-03") == [pytest.approx(20)]


def test_dividing_by_zero_is_no_data():
    facts = data([entity("a")], [*sales("a", _2022_03=0), value("a", "output", "2022-03", 0)])
    assert numbers(("total(sales) / total(output)", "%"), facts, "2022-03") == [None]
    assert numbers(("mean(sales / output)", "%"), facts, "2022-03") == [None]


def test_coverage_of_a_formula_is_that_of_the_worst_covered_term():
    facts = data(
        [entity("a"), entity("b")],
        [*sales("a", _2022_03=1), *sales("b", _2022_03=1), value("a", "output", "2022-03", 2)],
    )
    (row,) = rows(("total(sales) / total(output)", "%"), facts, "2022-03")
    assert (row["reported"], row["owing"], row["coverage"]) == (1, 2, 0.5)


def test_growth_on_the_same_period_of_the_year_before():
    facts = data([entity("a")], sales("a", _2021_03=100, _2022_03=110, _2023_03=99))
    found = numbers(("growth(total(sales))", "%"), facts, "2021-03", "2022-03", "2023-03", "2023-04")
    assert found == [None, pytest.approx(10), pytest.approx(-10), None]


def test_growth_from_zero_or_from_a_loss_is_no_data():
    facts = data([entity("a")], sales("a", _2021_03=0, _2022_03=5, _2021_04=-2, _2022_04=3))
    assert numbers(("growth(total(sales))", "%"), facts, "2022-03", "2022-04") == [None, None]


def test_changes_since_a_base_year():
    facts = data(
        [entity("a")],
        [
            *sales("a", _2020_03=100, _2022_03=121, _2021_03=105),
            *(value("a", "output", f"{year}-03", 200) for year in (2020, 2021, 2022)),
        ],
    )
    at = ("2020-03", "2021-03", "2022-03")
    assert numbers(("change(total(sales), since: 2020)", "%"), facts, *at) == [
        pytest.approx(0),
        pytest.approx(5),
        pytest.approx(21),
    ]
    assert numbers(("average_growth(total(sales), since: 2020)", "%"), facts, *at) == [
        None,
        pytest.approx(5),
        pytest.approx(10),
    ]
    share = "total(sales) / total(output)"
    assert numbers((f"point_change({share}, since: 2020)", "个百分点"), facts, *at) == [
        pytest.approx(0),
        pytest.approx(2.5),
        pytest.approx(10.5),
    ]


def test_shifts_within_shifts():
    facts = data([entity("a")], sales("a", _2020_03=100, _2021_03=110, _2022_03=132))
    assert numbers(("growth(total(sales)) - growth(total(sales))", "%"), facts, "2022-03") == [pytest.approx(0)]
    assert numbers(("point_change(growth(total(sales)), since: 2021)", "个百分点"), facts, "2022-03") == [
        pytest.approx(10)
    ]
    assert numbers(("growth(change(total(sales), since: 2020))", "%"), facts, "2022-03") == [pytest.approx(220)]


def test_growth_of_a_yearly_measure_compares_years():
    facts = data([entity("a")], [value("a", "research", "2020", 10), value("a", "research", "2021", 15)])
    assert numbers(("growth(total(research))", "%"), facts, "2021-12", "2022-05") == [pytest.approx(50)] * 2


def test_units_are_converted_within_and_at_the_end():
    facts = data([entity("a")], [*sales("a", _2022_03=20_000), value(NORTH, "investment", "2022Q1", 3)])
    assert numbers(("total(sales)", "亿元"), facts, "2022-03") == [2]
    assert numbers(("total(investment) + total(sales)", "亿元"), facts, "2022-03") == [5]
    assert numbers(("total(sales) + total(investment) - 1 亿元", "万元"), facts, "2022-03") == [40_000]
    assert numbers(("-total(sales) * 2", "亿元"), facts, "2022-03") == [-4]


def test_the_parameter_in_force_in_the_month():
    facts = data([entity("a")], sales("a", _2022_06=10, _2022_07=10))
    assert numbers(("total(sales) * $coal", "tce"), facts, "2022-06", "2022-07") == [5, 2.5]
    assert numbers(("mean(sales * $coal)", "tce"), facts, "2022-06", "2022-07") == [5, 2.5]


def test_conditions_on_figures_of_the_entity_itself():
    facts = data(
        [entity("does", above_scale_since="2020-01"), entity("does_not"), entity("silent")],
        [
            *sales("does", _2021_12=100),
            *sales("does_not", _2021_12=40),
            *sales("silent", _2021_12=7),
            value("does", "research", "2021", 20_000),
            value("does_not", "research", "2021", 0),
        ],
    )
    cases = {
        ("total(sales, where: research > 0)", "万元"): (100, 2, 3),
        ("total(sales, where: research >= 1 亿元)", "万元"): (100, 2, 3),
        ("total(sales, where: research > 3 亿元)", "万元"): (0, 2, 3),
        ("total(sales, where: research = 0)", "万元"): (40, 2, 3),
        ("total(sales, where: above_scale and research > 0)", "万元"): (100, 1, 1),
        ("total(sales, where: above_scale or research = 0)", "万元"): (140, 2, 3),
        ("entities(where: research > 0)", "个"): (1, 2, 3),
        ("entities(where: research > sales)", "个"): (1, 2, 3),
        ("reporting(research)", "个"): (2, 2, 3),
        ("reporting(research, where: above_scale)", "个"): (1, 1, 1),
    }
    december = Period.parse("2021-12")
    formulas = {f"f{n}": formula for n, formula in enumerate(cases)}
    run = compute(programme(formulas), facts, first=december, last=december)
    city = {row["indicator"]: row for row in run.results.to_pylist() if row["area"] == CITY}
    found = {formula: city[id_] for id_, formula in formulas.items()}
    assert {key: (row["value"], row["reported"], row["owing"]) for key, row in found.items()} == cases


def test_figures_in_conditions_are_year_to_date():
    facts = data(
        [entity("a"), entity("b")],
        [value(who, "sales_flow", f"2022-0{m}", n) for who, n in (("a", 4), ("b", 6)) for m in (1, 2)],
    )
    assert numbers(("entities(where: sales_flow >= 10 万元)", "个"), facts, "2022-01", "2022-02") == [0, 1]
    assert numbers(("total(sales_flow, where: sales_flow > 10)", "万元"), facts, "2022-02") == [12]
    over_month = ("total(sales_flow, where: sales_flow > 10, over: month)", "万元")
    assert numbers(over_month, facts, "2022-02") == [6]


def test_a_mean_counts_those_that_have_the_number():
    facts = data(
        [entity("a"), entity("b"), entity("c", SOUTH)],
        [
            *sales("a", _2022_03=10),
            *sales("b", _2022_03=20),
            *sales("c", _2022_03=60),
            *(value(who, "employees", "2022-03", n) for who, n in {"a": 5, "b": 0, "c": 10}.items()),
        ],
    )
    found = {
        area: numbers(("mean(sales / employees)", "万元/人"), facts, "2022-03", area=area)[0]
        for area in (CITY, NORTH, SOUTH)
    }
    assert found == {CITY: 4, NORTH: 2, SOUTH: 6}


def test_entities_on_the_register():
    facts = data(
        [
            entity("a", above_scale_since="2022-02"),
            entity("b", active_from="2022-03"),
            entity("c", active_until="2022-02"),
        ]
    )
    at = ("2022-01", "2022-02", "2022-03")
    assert numbers(("entities()", "个"), facts, *at) == [2, 2, 2]
    assert numbers(("entities(where: above_scale)", "个"), facts, *at) == [0, 1, 1]
    assert numbers(("entities()", "个"), facts, *at, area=EMPTY) == [0, 0, 0]
    assert numbers(("entities(kind: project)", "个"), facts, *at) == [None, None, None]


def test_results_by_industry_have_a_row_for_every_division():
    facts = data(
        [entity("a", industry="C3110"), entity("b", industry="C3240"), entity("c", industry=None)],
        [*sales("a", _2022_03=1), *sales("b", _2022_03=2), *sales("c", _2022_03=4)],
    )
    march = Period.parse("2022-03")
    run = compute(programme({"x": ("total(sales)", "万元")}), facts, first=march, last=march, by_industry=True)
    city = {row["industry"]: row["value"] for row in run.results.to_pylist() if row["area"] == CITY}
    assert city == {None: 7, "C31": 1, "C32": 2}


def test_terms_say_what_a_number_was_made_from():
    facts = data([entity("a")], sales("a", _2021_03=100, _2022_03=110))
    march = Period.parse("2022-03")
    run = compute(programme({"x": ("growth(total(sales))", "%")}), facts, first=march, last=march)
    terms = [row for row in run.terms.to_pylist() if row["area"] == CITY]
    assert [(row["number"], row["term"], row["value"], row["unit"]) for row in terms] == [
        (1, "total(sales)", 110, "万元"),
        (2, "total(sales)", 100, "万元"),
    ]
    assert [row["month"] - row["at"] for row in terms] == [0, 12]


def test_every_indicator_has_a_row_for_every_area_and_month():
    run = compute(
        programme({"x": ("total(sales)", "万元"), "y": ("entities()", "个")}),
        data(),
        first=Period.parse("2022-01"),
        last=Period.parse("2022-03"),
    )
    assert run.results.num_rows == 2 * 5 * 3
    assert set(run.results["value"].to_pylist()) == {None}


def test_faults_of_all_formulas_are_reported_together():
    content = programme({"x": "total(", "y": ("total(sales)", "万元"), "z": "1 +"})
    with pytest.raises(UserError) as raised:
        compute(content, data(), first=Period.parse("2022-01"), last=Period.parse("2022-01"))
    assert len(raised.value.issues) == 2
    with pytest.raises(UserError, match="I001"):
        compute(content, data(), first=Period.parse("2022-01"), last=Period.parse("2022-01"), indicators=["none"])


def test_runs_in_one_store_do_not_disturb_each_other():
    content = programme(
        {"x": ("total(sales)", "万元"), "y": ("entities()", "个"), "z": ("count(titles, state: renewed)", "家")}
    )
    facts = data([entity("a")], sales("a", _2022_03=7), ledgers=["titles"])
    march = Period.parse("2022-03")
    with DuckStore.of(facts) as store:
        for asked, expected in (("xyz", {"x": 7, "y": 1, "z": 0}), ("zy", {"y": 1, "z": 0}), ("x", {"x": 7})):
            run = compute(content, store, first=march, last=march, indicators=list(asked))
            city = {row["indicator"]: row["value"] for row in run.results.to_pylist() if row["area"] == CITY}
            assert city == expected
