"""What formulas and conditions mean once they are read."""

from __future__ import annotations

import pytest

from helpers_formulas import PLACE, condition, formula
from sigai.base.issues import Issues
from sigai.base.units import MeasureUnit
from sigai.formulas import nodes as n
from sigai.formulas import read_identity

YI = MeasureUnit.parse("亿元")
ABOVE = n.Flag(n.Attribute("above_scale"))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("total(output)", n.Total("output")),
        ("total(output, over: rolling, where: above_scale)", n.Total("output", ABOVE, "rolling")),
        (
            "total(output * $price, over: month, where: above_scale)",
            n.RowTotal(n.Arithmetic(n.MeasureValue("output"), "*", n.Parameter("price")), ABOVE, "month"),
        ),
        ("total((output))", n.Total("output")),
        ("total(-output)", n.RowTotal(n.Arithmetic(n.Number(-1.0), "*", n.MeasureValue("output")))),
        ("entities()", n.Entities()),
        ("entities(kind: park)", n.Entities("park")),
        ("reporting(rd_expense, where: above_scale)", n.Reporting("rd_expense", ABOVE)),
        (
            "mean(cnc / keys)",
            n.Mean(n.Arithmetic(n.MeasureValue("cnc"), "/", n.MeasureValue("keys"))),
        ),
        ("count(titles, state: recognised)", n.Records("titles", ("recognised",))),
        (
            "count(titles, within: year, state: [recognised, renewed])",
            n.Records("titles", ("recognised", "renewed"), within="year"),
        ),
        ("distinct(cloud.entity, state: adopted)", n.Records("cloud", ("adopted",), "distinct", "entity")),
        ("total(training.attendees, state: held)", n.Records("training", ("held",), "total", "attendees")),
        ("growth(total(output))", n.Growth(n.Total("output"))),
        ("average_growth(entities(), since: 2020)", n.AverageGrowth(n.Entities(), 2020)),
        ("change(entities(), since: 2020)", n.Change(n.Entities(), 2020)),
        ("point_change(entities(), since: 2020)", n.PointChange(n.Entities(), 2020)),
        ("$coal_tce", n.Parameter("coal_tce")),
        ("-total(output)", n.Negative(n.Total("output"))),
        ("-5 %", n.Number(-5.0, MeasureUnit.parse("%"))),
        ("-(5)", n.Negative(n.Number(5.0))),
        ("0.1229 kgce/kWh", n.Number(0.1229, MeasureUnit.parse("kgce/kWh"))),
        ("2 亿元/entities()", n.Arithmetic(n.Number(2.0, YI), "/", n.Entities())),
        ("2 亿元/人", n.Number(2.0, MeasureUnit.parse("亿元/人"))),
    ],
)
def test_formulas(text: str, meaning: n.Expression) -> None:
    assert formula(text) == meaning


def test_multiplication_binds_tighter_and_operators_bind_to_the_left() -> None:
    one, two, three = (n.Number(float(value)) for value in (1, 2, 3))
    assert formula("1 - 2 - 3") == n.Arithmetic(n.Arithmetic(one, "-", two), "-", three)
    assert formula("1 - 2 * 3") == n.Arithmetic(one, "-", n.Arithmetic(two, "*", three))
    assert formula("(1 - 2) * 3") == n.Arithmetic(n.Arithmetic(one, "-", two), "*", three)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("above_scale", ABOVE),
        ("industry in manufacturing", n.InGroup(n.Attribute("industry"), "manufacturing")),
        ("industry in [C26, C32]", n.OneOf(n.Attribute("industry"), ("C26", "C32"))),
        ("tag not in [a]", n.Not(n.OneOf(n.Attribute("tag"), ("a",)))),
        ("tag = strategic", n.Compare(n.Attribute("tag"), "=", n.Word("strategic"))),
        ("area = 110101", n.Compare(n.Attribute("area"), "=", n.Word("110101"))),
        ("110101 = area", n.Compare(n.Word("110101"), "=", n.Attribute("area"))),
        ("area in [110101, 110102]", n.OneOf(n.Attribute("area"), ("110101", "110102"))),
        ("rd_expense > 0", n.Compare(n.MeasureValue("rd_expense"), ">", n.Number(0.0))),
        ("used = made", n.Compare(n.MeasureValue("used"), "=", n.MeasureValue("made"))),
        ("used ≤ -3", n.Compare(n.MeasureValue("used"), "<=", n.Number(-3.0))),
        (
            "-used < made",
            n.Compare(n.Arithmetic(n.Number(-1.0), "*", n.MeasureValue("used")), "<", n.MeasureValue("made")),
        ),
        ("not above_scale and not tag = a", n.AllOf((n.Not(ABOVE), n.Not(condition("tag = a"))))),
        ("above_scale or above_scale and above_scale", n.AnyOf((ABOVE, n.AllOf((ABOVE, ABOVE))))),
        ("and_more > 1", n.Compare(n.MeasureValue("and_more"), ">", n.Number(1.0))),
        ("x > 1 and above_scale", n.AllOf((n.Compare(n.MeasureValue("x"), ">", n.Number(1.0)), ABOVE))),
    ],
)
def test_conditions_about_entities(text: str, meaning: n.Condition) -> None:
    assert condition(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("title = green_factory", n.Compare(n.Attribute("title"), "=", n.Word("green_factory"))),
        ("planned = (spent)", n.Compare(n.Attribute("planned"), "=", n.Attribute("spent"))),
        ("planned >= spent", n.Compare(n.Attribute("planned"), ">=", n.Attribute("spent"))),
        ("investment >= 2 亿元", n.Compare(n.Attribute("investment"), ">=", n.Number(2.0, YI))),
        ("decided >= 2021-06", n.Compare(n.Attribute("decided"), ">=", n.Word("2021-06"))),
        ("decided < 2021-06-30", n.Compare(n.Attribute("decided"), "<", n.Word("2021-06-30"))),
        ("name = “某（集团）公司”", n.Compare(n.Attribute("name"), "=", n.Word("某（集团）公司"))),
        ('name = "a ""b"" c"', n.Compare(n.Attribute("name"), "=", n.Word('a "b" c'))),
        ("entity.above_scale", n.Flag(n.Attribute("above_scale", of_entity=True))),
        ("entity.industry in [C]", n.OneOf(n.Attribute("industry", of_entity=True), ("C",))),
        ("listed", n.Flag(n.Attribute("listed"))),
    ],
)
def test_conditions_about_records(text: str, meaning: n.Condition) -> None:
    assert condition(text, about_record=True) == meaning


def test_a_condition_within_count_is_about_records_and_within_total_about_entities() -> None:
    records, total = formula("count(a, state: b, where: x > 1)"), formula("total(a, where: x > 1)")
    assert isinstance(records, n.Records)
    assert isinstance(total, n.Total)
    assert records.where == n.Compare(n.Attribute("x"), ">", n.Number(1.0))
    assert total.where == n.Compare(n.MeasureValue("x"), ">", n.Number(1.0))


def test_names_of_functions_and_arguments_are_not_reserved() -> None:
    assert formula("total(total, where: over > 1)") == n.Total(
        "total", n.Compare(n.MeasureValue("over"), ">", n.Number(1.0))
    )


def test_formulas_may_run_over_lines() -> None:
    assert formula("total(output)\n  / entities()\n") == formula("total(output) / entities()")


def test_an_identity_is_one_comparison() -> None:
    issues = Issues()
    assert read_identity("waste_used <= waste_made", PLACE, issues) == n.Compare(
        n.MeasureValue("waste_used"), "<=", n.MeasureValue("waste_made")
    )
    assert not list(issues)
    assert read_identity("a > b and c > d", PLACE, issues) is None
    assert read_identity("a >", PLACE, issues) is None
    assert [issue.code for issue in issues] == ["E024", "E006"]
