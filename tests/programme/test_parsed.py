"""Formulas are read when content is loaded, once, and by nobody else; what if parameters were others."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from helpers_indicators import CITY, data, entity, programme, value
from sigai.base.issues import InternalError
from sigai.base.periods import Period
from sigai.formulas import formula_text
from sigai.formulas import nodes as n
from sigai.indicators import compute
from sigai.programme.common import Reference, Text
from sigai.programme.parameters import DatedNumber, Parameter

SOURCE = Path(__file__).parents[2] / "src"
TAX = "total(sales) * $tax"


def tax(value: float, unit: str = "%") -> Parameter:
    dated = DatedNumber(start="2020", value=value, source=Reference(title="x"))
    return Parameter(id="tax", name=Text(zh="税率", en="tax"), unit=unit, values=(dated,))


def test_nobody_reads_formulas_but_whoever_loads_them() -> None:
    reads = re.compile(r"\bread_(?:formula|condition|identity)\(")
    found = {str(file.relative_to(SOURCE)) for file in SOURCE.rglob("*.py") if reads.search(file.read_text("utf-8"))}
    assert found == {"sigai/programme/parsed.py", "sigai/formulas/reading.py"}


def test_a_formula_and_its_terms_are_known_by_their_texts() -> None:
    content = programme({"x": ("growth(total(sales) / entities())", "%")})
    (indicator,) = content.indicators
    formula = content.parsed.formula(indicator)
    assert formula is not None
    assert formula_text(formula) == indicator.formula
    assert content.parsed.text("total(sales)") == n.Total("sales")
    assert content.parsed.formula(indicator) is formula


def test_a_text_that_the_programme_no_longer_has_is_read_all_the_same() -> None:
    content = programme({})
    assert content.parsed.text("total(other)") == n.Total("other")
    assert content.parsed.text("total(") is None


def test_what_cannot_be_read_is_told_at_its_place() -> None:
    content = programme(
        {"good": ("total(sales)", "万元"), "bad": ("total(sales", "万元"), "same": ("total(sales", "万元")}
    )
    assert [issue.code for issue in content.parsed.faults] == ["E004", "E004"]
    assert content.parsed.formula(content.indicator_by_id["bad"]) is None


def test_what_if_a_parameter_were_another_number() -> None:
    content = programme({"x": (TAX, "万元")}, parameters=(tax(10),))
    changed = content.with_parameters([tax(20)])
    assert changed.digest != content.digest
    assert changed.digest == content.with_parameters([tax(20)]).digest != content.with_parameters([tax(30)]).digest
    assert content.with_parameters([tax(10)]).digest == content.digest
    assert changed.parsed is content.parsed
    at = Period.parse("2022-03")
    facts = data([entity("a")], [value("a", "sales", "2022-03", 100)])
    found = [
        {row["area"]: row["value"] for row in compute(one, facts, first=at, last=at).results.to_pylist()}[CITY]
        for one in (content, changed)
    ]
    assert found == [10, 20]


@pytest.mark.parametrize("other", [tax(1, "万元"), tax(1).model_copy(update={"id": "toll"})])
def test_no_parameter_takes_the_place_of_one_that_is_not_there(other: Parameter) -> None:
    with pytest.raises(InternalError):
        programme({"x": (TAX, "万元")}, parameters=(tax(10),)).with_parameters([other])


def test_other_formulas_are_read_anew() -> None:
    content = programme({"x": (TAX, "万元")}, parameters=(tax(10),))
    assert content.parsed.faults == ()
    (indicator,) = content.indicators
    other = content.model_copy(update={"indicators": (indicator.model_copy(update={"formula": "total(sales)"}),)})
    assert other.parsed.formula(other.indicators[0]) == n.Total("sales")


def test_a_programme_goes_to_another_process_with_what_it_has_read() -> None:
    content = programme({"x": (TAX, "万元")}, parameters=(tax(10),))
    formula = content.parsed.formula(content.indicators[0])
    sent = pickle.loads(pickle.dumps(content))
    assert sent.parsed.formula(sent.indicators[0]) == formula
