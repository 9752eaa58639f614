"""Formulas as text: reading what was written gives the same expression again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_formulas import condition, conditions, expressions, formula
from sigai.base.issues import Issues, Place
from sigai.formulas import condition_text, formula_text, read_condition, read_formula
from sigai.formulas import nodes as n
from sigai.formulas.texts import number_text


@settings(max_examples=400)
@given(expressions())
def test_every_formula_can_be_read_again(expression: n.Expression) -> None:
    issues = Issues()
    again = read_formula(formula_text(expression), Place(), issues)
    assert not list(issues), formula_text(expression)
    assert again == expression


@settings(max_examples=200)
@given(st.data(), st.booleans())
def test_every_condition_can_be_read_again(data: st.DataObject, about_record: bool) -> None:
    wanted = data.draw(conditions(about_record))
    issues = Issues()
    again = read_condition(condition_text(wanted), Place(), issues, about_record=about_record)
    assert not list(issues), condition_text(wanted)
    assert again == wanted


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("total( output )/total(employees)", "total(output) / total(employees)"),
        ("total(output)-(total(profit)-1 亿元)", "total(output) - (total(profit) - 1 亿元)"),
        ("(total(output)*2)*3", "total(output) * 2 * 3"),
        ("-(total(output)+1 元)", "-(total(output) + 1 元)"),
        ("entities(kind: enterprise, where:above_scale)", "entities(where: above_scale)"),
        ("count(titles,within:year,state:[a,a,b])", "count(titles, state: [a, b], within: year)"),
        ("total（output，where：employees ≥ 20 人）× 100％", "total(output, where: employees >= 20 人) * 100 %"),
    ],
)
def test_canonical_text(written: str, canonical: str) -> None:
    assert formula_text(formula(written)) == canonical


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("area = 110101", 'area = "110101"'),
        ("not tag in [a, b]", "tag not in [a, b]"),
        ("not (above_scale or employees > 3 人)", "not (above_scale or employees > 3 人)"),
        ("above_scale and (tag = a or tag == b)", "above_scale and (tag = a or tag = b)"),
        ('id in ["9164", 01]', "id in [9164, 01]"),
    ],
)
def test_canonical_conditions(written: str, canonical: str) -> None:
    assert condition_text(condition(written)) == canonical


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1229, "0.1229"), (15000.0, "15000"), (-3.5, "-3.5"), (1e-7, "0.0000001"), (1e20, "1" + "0" * 20)],
)
def test_numbers_are_written_without_exponents(value: float, text: str) -> None:
    assert number_text(value) == text
