"""Totals, their windows and their missing figures, each against a worked example."""

from __future__ import annotations

import pytest

from helpers_indicators import (
    CITY,
    EMPTY,
    NORTH,
    PARK,
    SOUTH,
    data,
    entity,
    numbers,
    numbers_of,
    rows,
    value,
)

SALES = ("total(sales)", "万元")


def test_a_total_adds_the_figures_of_the_area_and_of_the_areas_below():
    facts = data(
        [entity("a", NORTH), entity("b", NORTH, park=PARK), entity("c", PARK), entity("d", SOUTH)],
        [value(who, "sales", "2022-03", amount) for who, amount in {"a": 1, "b": 2, "c": 4, "d": 8}.items()],
    )
    totals = {area: numbers(SALES, facts, "2022-03", area=area)[0] for area in (CITY, NORTH, SOUTH, PARK)}
    assert totals == {CITY: 15, NORTH: 7, SOUTH: 8, PARK: 6}


def test_coverage_counts_those_who_gave_of_those_who_owe():
    facts = data([entity("a"), entity("b"), entity("c")], [value("a", "sales", "2022-03", 1)])
    (row,) = rows(SALES, facts, "2022-03")
    assert (row["value"], row["reported"], row["owing"], row["coverage"]) == (1, 1, 3, pytest.approx(1 / 3))


def test_nothing_given_of_what_is_owed_is_no_data():
    (row,) = rows(SALES, data([entity("a")]), "2022-03")
    assert (row["value"], row["reported"], row["owing"], row["coverage"]) == (None, 0, 1, 0.0)


def test_nobody_meets_the_condition_is_zero_where_somebody_owes_the_measure():
    facts = data([entity("a", NORTH)], [value("a", "sales", "2022-03", 5)])
    formula = ("total(sales, where: above_scale)", "万元")
    assert numbers(formula, facts, "2022-03") == [0]
    assert numbers(formula, facts, "2022-03", area=NORTH) == [0]
    assert numbers(formula, facts, "2022-03", area=EMPTY) == [None]


def test_an_area_without_entities_is_no_data_without_coverage():
    (row,) = rows(SALES, data([entity("a")], [value("a", "sales", "2022-03", 5)]), "2022-03", area=EMPTY)
    assert (row["value"], row["reported"], row["owing"], row["coverage"]) == (None, None, None, None)


def test_january_of_first_two_together_is_owed_by_nobody():
    facts = data([entity("a")], [value("a", "output", "2022-02", 8), value("a", "output", "2022-03", 12)])
    january, february, march = rows(("total(output)", "万元"), facts, "2022-01", "2022-02", "2022-03")
    assert (january["value"], january["owing"]) == (None, None)
    assert (february["value"], march["value"]) == (8, 12)
    assert numbers(("total(output, over: month)", "万元"), facts, "2022-01", "2022-02", "2022-03") == [None, 8, 4]


def test_a_flow_counts_from_january_and_every_month_is_owed_by_itself():
    facts = data([entity("a")], [value("a", "sales_flow", f"2022-0{m}", m) for m in (1, 2, 4)])
    found = rows(("total(sales_flow)", "万元"), facts, *(f"2022-0{m}" for m in range(1, 6)))
    assert [row["value"] for row in found] == [1, 3, None, 7, None]
    assert [(row["reported"], row["owing"]) for row in found] == [(1, 1), (2, 2), (2, 3), (3, 4), (3, 5)]


def test_windows_of_a_flow():
    months = [f"{year}-{m:02d}" for year in (2020, 2021, 2022) for m in range(1, 13)]
    facts = data([entity("a")], [value("a", "sales_flow", month, 1) for month in months])
    at = ("2020-06", "2021-03", "2022-06")
    expected = {
        "total(sales_flow)": [6, 3, 6],
        "total(sales_flow, over: month)": [1, 1, 1],
        "total(sales_flow, over: rolling)": [6, 12, 12],
        "total(sales_flow, over: programme)": [None, 3, 18],
    }
    assert numbers_of(expected, "万元", facts, *at) == expected


def test_windows_of_a_year_to_date_measure():
    months = [(year, m) for year in (2020, 2021, 2022) for m in range(1, 13)]
    facts = data([entity("a")], [value("a", "sales", f"{year}-{m:02d}", m) for year, m in months])
    at = ("2020-06", "2021-03", "2021-12", "2022-06")
    expected = {
        "total(sales)": [6, 3, 12, 6],
        "total(sales, over: month)": [1, 1, 1, 1],
        "total(sales, over: rolling)": [None, 12, 12, 12],
        "total(sales, over: programme)": [None, 3, 12, 18],
    }
    assert numbers_of(expected, "万元", facts, *at) == expected


def test_the_month_alone_leaves_out_whoever_missed_the_month_before():
    facts = data(
        [entity("a"), entity("b")],
        [
            value("a", "sales", "2022-04", 40),
            value("a", "sales", "2022-05", 50),
            value("b", "sales", "2022-05", 1000),
        ],
    )
    (row,) = rows(("total(sales, over: month)", "万元"), facts, "2022-05")
    assert (row["value"], row["reported"], row["owing"]) == (10, 1, 2)


def test_rolling_of_first_two_together():
    given = [(2021, m) for m in range(2, 13)] + [(2022, 2), (2022, 3)]
    facts = data([entity("a")], [value("a", "output", f"{year}-{m:02d}", 10 * m) for year, m in given])
    assert numbers(("total(output, over: rolling)", "万元"), facts, "2021-12", "2022-01", "2022-03") == [120, None, 120]


def test_a_stock_is_as_it_stands_and_never_carried_forward():
    facts = data([entity("a")], [value("a", "employees", "2022-03", 50)])
    assert numbers(("total(employees)", "人"), facts, "2022-03", "2022-04") == [50, None]


def test_a_yearly_figure_stands_until_the_next_is_due():
    facts = data([entity("a")], [value("a", "research", "2021", 9)])
    found = rows(("total(research)", "万元"), facts, "2021-11", "2021-12", "2022-11", "2022-12")
    assert [(row["value"], row["period"]) for row in found] == [
        (None, "2020"),
        (9, "2021"),
        (9, "2021"),
        (None, "2022"),
    ]


def test_terms_of_different_frequency_meet_at_the_end_of_the_coarsest_period():
    facts = data(
        [entity("a")],
        [value("a", "research", "2021", 9), value("a", "sales", "2021-12", 90), value("a", "sales", "2022-05", 10)],
    )
    found = rows(("total(research) / total(sales)", "%"), facts, "2022-05")
    assert [(row["value"], row["period"]) for row in found] == [(pytest.approx(10.0), "2021")]


def test_figures_of_counties_and_of_the_city_add_up_from_where_they_are_reported():
    facts = data(
        values=[
            value(NORTH, "investment", "2022Q1", 3),
            value(SOUTH, "investment", "2022Q1", 4),
            value(CITY, "stations", "2022-03", 7),
        ]
    )
    (row,) = rows(("total(investment)", "亿元"), facts, "2022-04")
    assert (row["value"], row["period"], row["reported"], row["owing"]) == (7, "2022Q1", 2, 3)
    assert numbers(("total(stations)", "座"), facts, "2022-03") == [7]
    assert numbers(("total(stations)", "座"), facts, "2022-03", area=NORTH) == [None]


def test_figures_of_parks_roll_up_and_a_park_on_the_register_keeps_its_row():
    park = entity(PARK, PARK, kind="park", tags=["leading"])
    facts = data([park], [value(PARK, "land", "2021", 6)])
    assert numbers(("total(land)", "亩"), facts, "2021-12", area=NORTH) == [6]
    assert numbers(("total(land, where: tag = leading)", "亩"), facts, "2021-12") == [6]
    assert numbers(("entities(kind: park)", "个"), facts, "2021-12") == [1]


def test_a_figure_of_another_kind_of_subject_is_left_out():
    facts = data([entity("a")], [value("a", "investment", "2022Q1", 3), value(NORTH, "sales", "2022-03", 5)])
    assert numbers(("total(investment)", "亿元"), facts, "2022-03") == [None]
    assert numbers(SALES, facts, "2022-03") == [None]


def test_who_becomes_above_scale_brings_the_whole_year():
    late = entity("late", above_scale_since="2022-03")
    facts = data(
        [late, entity("old", above_scale_since="2019-01")],
        [
            value(who, measure, f"2022-0{m}", m if measure == "sales" else 1)
            for who in ("late", "old")
            for measure in ("sales", "sales_flow")
            for m in range(1, 5)
        ],
    )
    months = [f"2022-0{m}" for m in range(1, 5)]
    expected = {}
    for measure in ("sales", "sales_flow"):
        expected[f"total({measure}, where: above_scale)"] = [1, 2, 6, 8]
        expected[f"total({measure}, where: not above_scale)"] = [1, 2, 0, 0]
    assert numbers_of(expected, "万元", facts, *months) == expected
    flow = rows(("total(sales_flow, where: above_scale)", "万元"), facts, *months)
    assert [(row["reported"], row["owing"]) for row in flow] == [(1, 1), (2, 2), (6, 6), (8, 8)]


def test_above_scale_over_the_programme_reaches_back_over_years():
    late = entity("late", above_scale_since="2023-02")
    facts = data(
        [late], [value("late", "sales_flow", f"{y}-{m:02d}", 1) for y in (2021, 2022, 2023) for m in range(1, 13)]
    )
    formula = ("total(sales_flow, where: above_scale, over: programme)", "万元")
    assert numbers(formula, facts, "2023-01", "2023-02") == [0, 26]


def test_who_is_not_active_owes_nothing_and_adds_nothing():
    closed = entity("closed", active_until="2022-03")
    facts = data(
        [closed, entity("open")],
        [
            value("closed", "sales", "2022-03", 5),
            value("closed", "sales", "2022-04", 99),
            value("open", "sales", "2022-04", 1),
        ],
    )
    march, april = rows(SALES, facts, "2022-03", "2022-04")
    assert (march["value"], march["owing"]) == (5, 2)
    assert (april["value"], april["reported"], april["owing"]) == (1, 1, 1)


def test_owed_by_limits_who_owes_and_a_gift_counts_on_both_sides():
    facts = data(
        [entity("big", above_scale_since="2020-01"), entity("other", above_scale_since="2020-01"), entity("small")],
        [value("big", "energy", "2022-01", 10), value("small", "energy", "2022-01", 1)],
    )
    (row,) = rows(("total(energy)", "tce"), facts, "2022-01")
    assert (row["value"], row["reported"], row["owing"]) == (11, 2, 3)


def test_an_entity_that_is_not_on_the_register_adds_nothing():
    facts = data([entity("a")], [value("a", "sales", "2022-03", 1), value("ghost", "sales", "2022-03", 9)])
    assert numbers(SALES, facts, "2022-03") == [1]


def test_marks_of_provisional_and_revised_figures_reach_the_result():
    facts = data(
        [entity("a"), entity("b", SOUTH)],
        [value("a", "sales", "2022-03", 1, state="provisional"), value("b", "sales", "2022-03", 1, corrected=True)],
    )
    marks = {
        area: tuple(rows(SALES, facts, "2022-03", area=area)[0][mark] for mark in ("provisional", "revised"))
        for area in (CITY, NORTH, SOUTH)
    }
    assert marks == {CITY: (True, True), NORTH: (True, False), SOUTH: (False, True)}


def test_conditions_on_attributes():
    facts = data(
        [
            entity("a", industry="C3110", tags=["star", "x"]),
            entity("b", industry="C3240"),
            entity("c", SOUTH, industry="D4411"),
            entity("d", industry=None),
        ],
        [value(who, "sales", "2022-03", 10**power) for power, who in enumerate("abcd")],
    )
    cases = {
        "industry in metals": 11,
        "industry not in metals": 100,
        "industry in [C31, D]": 101,
        "industry = C3240": 10,
        "tag = star": 1,
        "tag in [star, y]": 1,
        "not tag = star": 1110,
        'area = "9102"': 100,
        "id in [a, d]": 1001,
        "industry in metals or id = d": 1011,
        "industry in metals and tag = x": 1,
    }
    expected = {f"total(sales, where: {case})": [total] for case, total in cases.items()}
    assert numbers_of(expected, "万元", facts, "2022-03") == expected
