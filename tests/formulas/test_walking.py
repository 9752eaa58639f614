"""What an expression mentions."""

from __future__ import annotations

import pytest
from hypothesis import given

from helpers_formulas import condition, expressions, formula
from sigai.formulas import compares, groups_of, ledgers_of, measures_of, parameters_of, terms_of, walk
from sigai.formulas import nodes as n

LONG = formula(
    "growth((total(coal, where: industry in manufacturing) * $coal_tce + mean(waste_used / waste_made))"
    " / total(output))"
    " - count(titles, state: recognised, where: investment > $least) * -entities(where: rd_expense > 0)"
    " + total(output) + reporting(profit) + 1"
)


def test_measures_are_found_in_conditions_and_means_too() -> None:
    assert measures_of(LONG) == {"coal", "waste_used", "waste_made", "output", "rd_expense", "profit"}


def test_ledgers_parameters_and_groups() -> None:
    assert ledgers_of(LONG) == {"titles"}
    assert parameters_of(LONG) == {"coal_tce", "least"}
    assert groups_of(LONG) == {"manufacturing"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("total(output)", False),
        ("total(output) + total(profit) * 2", False),
        ("total(coal) * $coal_tce", False),
        ("total(output) / $coal_tce", False),
        ("mean(output / profit)", False),
        ("-total(output) - 5 万元", False),
        ("total(output) / count(titles, state: recognised)", False),
        ("count(titles, state: recognised) / count(titles, state: [recognised, withdrawn])", False),
        ("growth(count(titles, state: recognised))", False),
        ("growth(reporting(output))", False),
        ("entities(where: above_scale) / entities()", False),
        ("growth(total(output))", True),
        ("growth(total(output * $coal_tce))", True),
        ("if(total(output) > total(profit), 1, 2)", True),
        ("max(total(output), total(profit))", False),
        ("change(mean(output / profit), since: 2020)", True),
        ("average_growth(entities(where: output > 0), since: 2020)", True),
        ("-point_change(total(output) / total(profit), since: 2020)", True),
        ("total(output) / total(profit) + 1", True),
        ("total(output) - total(profit)", True),
        ("total(output) * total(profit)", True),
        ("total(output) / entities()", True),
        ("1 - total(output, where: above_scale) / total(output)", True),
    ],
)
def test_what_sets_figures_against_figures(text: str, expected: bool) -> None:
    assert compares(formula(text)) == expected


def test_terms_stand_once_in_the_order_written() -> None:
    assert [type(term).__name__ for term in terms_of(LONG)] == [
        "Total",
        "Mean",
        "Total",
        "Records",
        "Entities",
        "Reporting",
    ]
    assert terms_of(formula("total(output) / total(output) + 1")) == (n.Total("output"),)


def test_conditions_can_be_walked() -> None:
    assert measures_of(condition("not (a > 1 or b > 2)")) == {"a", "b"}


@given(expressions())
def test_every_term_is_a_part(expression: n.Expression) -> None:
    parts = list(walk(expression))
    assert parts[0] == expression
    assert all(term in parts for term in terms_of(expression))
    assert len(set(terms_of(expression))) == len(terms_of(expression))
