"""What an expression mentions."""

from __future__ import annotations

from hypothesis import given

from helpers_expressions import condition, expressions, formula
from sigai.expressions import groups_of, ledgers_of, measures_of, parameters_of, terms_of, walk
from sigai.expressions import nodes as n

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
