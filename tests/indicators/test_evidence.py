"""Evidence adds up to the number it explains, and names who gave nothing."""

from __future__ import annotations

import pytest

from helpers_indicators import CITY, NORTH, PARK, SOUTH, data, entity, estimate, estimates, programme, record, value
from sigai.base.issues import UserError
from sigai.base.periods import Period
from sigai.indicators import Evidence, compute, evidence, evidence_under

MARCH = Period.parse("2022-03")
ENTITIES = [
    entity("a", NORTH, above_scale_since="2022-02"),
    entity("b", SOUTH),
    entity("c", PARK, above_scale_since="2020-01"),
    entity("d", SOUTH, active_until="2021-12"),
]
VALUES = [
    value(who, measure, f"{year}-{m:02d}", n * m * (year - 2019) + 1, file=f"{who}.csv", row=m, reporter="office")
    for n, who in enumerate("abc", start=1)
    for measure in ("sales", "sales_flow", "employees")
    for year in (2020, 2021, 2022)
    for m in range(1, 13)
    if (who, year, m) != ("b", 2022, 2)
] + [value("a", "research", "2021", 5), value("b", "research", "2021", 0)]
RECORDS = [
    record("r1", "titles", [("recognised", "2022-02", None)], entity="a", fields='{"grant": 3}'),
    record("r2", "titles", [("recognised", "2021-02", None)], entity="c", fields='{"grant": 4}'),
]
FACTS = data(ENTITIES, VALUES, RECORDS)


def explained(written: str | tuple[str, str], area: str = CITY, month: Period = MARCH, limit: int = 500) -> Evidence:
    return evidence(programme({"x": written}), FACTS, "x", area, month, limit=limit)


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("total(sales)", "万元"),
        ("total(sales_flow)", "万元"),
        ("total(sales_flow, where: above_scale)", "万元"),
        ("total(sales_flow, over: rolling)", "万元"),
        ("total(sales_flow, over: programme)", "万元"),
        ("total(sales, over: month)", "万元"),
        ("total(sales, over: rolling)", "万元"),
        ("total(sales, over: programme)", "万元"),
        ("total(sales, where: employees > 5)", "万元"),
        ("total(titles.grant, state: recognised)", "万元"),
    ],
)
def test_what_is_listed_adds_up(formula, unit):
    found = explained((formula, unit), NORTH if "rolling" in formula else CITY)
    (term,) = found.terms
    listed = term.records if term.records.count else term.figures
    amounts = [amount for amount in listed.rows["amount"].to_pylist() if amount is not None]
    assert found.value == term.value
    assert term.value is None or sum(amounts) == pytest.approx(term.value)
    assert listed.count == listed.rows.num_rows


def test_evidence_agrees_with_the_run():
    content = programme({"x": ("growth(total(sales)) - total(titles.grant, state: recognised) / 100 万元", "%")})
    (result,) = [
        row for row in compute(content, FACTS, first=MARCH, last=MARCH).results.to_pylist() if row["area"] == NORTH
    ]
    found = evidence(content, FACTS, "x", NORTH, MARCH)
    assert (found.value, found.coverage, found.period) == (result["value"], result["coverage"], result["period"])
    assert [(term.text, str(term.at)) for term in found.terms] == [
        ("total(sales)", "2022-03"),
        ("total(sales)", "2021-03"),
        ("total(titles.grant, state: recognised)", "2022-03"),
    ]


def test_figures_name_their_source_and_come_largest_first():
    (term,) = explained(("total(sales)", "万元"), limit=2).terms
    rows = term.figures.rows.to_pylist()
    assert term.figures.count == 3
    assert [(row["entity"], row["amount"], row["file"], row["row"], row["reporter"]) for row in rows] == [
        ("c", 28, "c.csv", 3, "office"),
        ("b", 19, "b.csv", 3, "office"),
    ]
    assert (rows[0]["measure"], rows[0]["period"], rows[0]["value"], rows[0]["revision"]) == ("sales", "2022-03", 28, 1)


def test_who_owes_and_gave_nothing():
    (term,) = explained(("total(sales_flow)", "万元")).terms
    (missing,) = term.missing.rows.to_pylist()
    assert (missing["entity"], missing["name"], missing["month"]) == ("b", "b", Period.parse("2022-02").last)
    assert missing["amount"] is missing["weight"] is missing["share"] is None
    assert (term.reported, term.owing, term.coverage) == (8, 9, pytest.approx(8 / 9))
    assert [str(month) for month in term.window] == ["2022-01", "2022-02", "2022-03"]
    (research,) = explained(("total(research)", "万元"), month=Period.parse("2021-12")).terms
    assert [row["entity"] for row in research.missing.rows.to_pylist()] == ["c", "d"]


LATE = estimates(
    [
        estimate("a", "sales", "2022-03", 50, deviation=4, weight=30, last_period="2022-02", respondents=12, draws=[2]),
        estimate("c", "sales", "2022-03", 20, weight=60, basis="own_history", draws=[1]),
    ],
    {("b", "sales", "2022-03"): 10},
)
WITHOUT = data(ENTITIES, [row for row in VALUES if (row["measure"], row["period"]) != ("sales", "2022-03")], RECORDS)


def test_who_is_missing_with_what_is_estimated_and_what_it_weighs():
    given = [row for row in VALUES if (row["entity"], row["measure"], row["period"]) == ("b", "sales", "2022-03")]
    facts = data(ENTITIES, WITHOUT.values.to_pylist() + given, RECORDS)
    content = programme({"x": ("total(sales)", "万元")})
    found = evidence(content, facts, "x", CITY, MARCH, estimates=LATE)
    (term,) = found.terms
    assert (found.value, found.reported_value, found.estimated) == (term.value, 19, 2)
    assert (found.spread_up, found.spread_down) == (pytest.approx(3 * 2**0.5), 0)
    assert (term.value, term.reported_value, term.estimated) == (89, 19, 2)
    assert (term.reported, term.owing, term.coverage_weight) == (1, 3, pytest.approx(0.1))
    assert [(row["entity"], row["amount"]) for row in term.figures.rows.to_pylist()] == [("b", 19)]
    columns = ("entity", "amount", "deviation", "weight", "share", "last_period", "basis", "respondents")
    assert [tuple(row[name] for name in columns) for row in term.missing.rows.to_pylist()] == [
        ("c", 20, 0, 60, pytest.approx(0.6), None, "own_history", None),
        ("a", 50, 4, 30, pytest.approx(0.3), "2022-02", "movement", 12),
    ]
    north = evidence(content, facts, "x", PARK, MARCH, estimates=LATE).terms[0].missing.rows.to_pylist()
    assert [(row["entity"], row["share"]) for row in north] == [("c", 1)]


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("total(sales)", "万元"),
        ("total(sales, over: month)", "万元"),
        ("total(sales, over: rolling)", "万元"),
        ("total(sales, where: employees > 5)", "万元"),
        ("total(sales, where: above_scale)", "万元"),
    ],
)
def test_figures_and_estimates_add_up(formula, unit):
    content = programme({"x": (formula, unit)})
    found = evidence(content, WITHOUT, "x", CITY, MARCH, estimates=LATE, limit=500)
    (term,) = found.terms
    alone = evidence_under(content, WITHOUT, ("x", 1), CITY, MARCH, estimates=LATE, limit=500)
    assert alone.missing.rows.equals(term.missing.rows)
    amounts = term.figures.rows["amount"].to_pylist() + term.missing.rows["amount"].to_pylist()
    assert found.estimated > 0
    assert sum(amount for amount in amounts if amount is not None) == pytest.approx(found.value)


def test_a_mean_a_register_and_records():
    (mean,) = explained(("mean(sales / employees)", "万元/人")).terms
    assert sum(mean.figures.rows["amount"].to_pylist()) / mean.figures.count == pytest.approx(mean.value)
    (register,) = explained(("entities(where: above_scale)", "个")).terms
    assert (register.value, register.figures.count, register.missing.count) == (2, 2, 0)
    (count,) = explained(("count(titles, state: recognised)", "家")).terms
    assert [row["id"] for row in count.records.rows.to_pylist()] == ["r1", "r2"]
    parameter = explained(("total(sales) * $coal", "tce")).terms[1]
    assert (parameter.text, parameter.value, parameter.unit) == ("$coal", 0.5, "tce/万元")


def test_no_data_still_says_who_is_missing():
    found = explained(("total(land)", "亩"), month=Period.parse("2021-12"))
    assert found.value is None
    assert [row["entity"] for row in found.terms[0].missing.rows.to_pylist()] == [PARK]


def test_an_unknown_area_is_a_users_mistake():
    with pytest.raises(UserError, match="I002"):
        explained(("total(sales)", "万元"), area="nowhere")


@pytest.mark.parametrize(
    "written",
    [
        ("total(sales) / total(employees)", "万元/人"),
        ("growth(total(sales_flow))", "%"),
        ("count(titles, state: recognised)", "家"),
    ],
)
def test_one_term_by_itself_is_explained_as_with_the_whole_number(written: tuple[str, str]) -> None:
    content = programme({"x": written})
    whole = evidence(content, FACTS, "x", CITY, MARCH, limit=500)
    for term in whole.terms:
        alone = evidence_under(content, FACTS, ("x", term.number), CITY, MARCH, limit=500)
        assert (alone.at, alone.window) == (term.at, term.window)
        for name in ("figures", "missing", "records"):
            assert getattr(alone, name).count == getattr(term, name).count
            assert getattr(alone, name).rows.equals(getattr(term, name).rows)


def test_a_term_that_the_formula_has_not() -> None:
    with pytest.raises(KeyError):
        evidence_under(programme({"x": ("total(sales)", "万元")}), FACTS, ("x", 9), CITY, MARCH)
