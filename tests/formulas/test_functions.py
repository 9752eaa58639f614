"""A function is one file: whoever works with formulas asks it and knows none by name."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from helpers_formulas import VOCABULARY, checked, formula
from helpers_indicators import NORTH, data, entity, programme, value
from sigai.base.periods import Period
from sigai.base.units import MeasureUnit
from sigai.formulas import compares, describe, formula_text, functions, lower_formula, measures_of, terms_of
from sigai.formulas import nodes as n
from sigai.formulas.calls import Arguments, Function, Signature
from sigai.formulas.function import Lowering, Node, Telling, Typing, Writing
from sigai.formulas.functions import FUNCTIONS
from sigai.formulas.shapes import Apply, NumberOperation, Sized
from sigai.indicators import compute
from sigai.progress import SeriesKind, series_traits_of

DOCS = Path(__file__).parents[2] / "docs/formulas.md"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_a_file_an_example_and_a_line_in_the_documents(name: str) -> None:
    function = FUNCTIONS[name]
    assert function.name == name
    assert f"`{name}(" in DOCS.read_text(encoding="utf-8"), f"docs/formulas.md has no line with `{name}(…)`"
    examples = [signature.example for signature in (function.signature, function.of_field) if signature]
    for example in examples:
        found = formula(example)
        assert isinstance(found, n.Applied)
        assert found.name == name
        assert formula(formula_text(found)) == found


def test_every_file_with_a_function_is_listed() -> None:
    found = {module.name for module in pkgutil.iter_modules(functions.__path__)}
    shared = {"choices", "extremes", "linkages", "over_time", "own_rows", "records", "rows"}
    with_a_function = {name.removesuffix("_") for name in found - shared}
    assert with_a_function - set(FUNCTIONS) == set(), (
        "these files are not in FUNCTIONS of functions/__init__.py; a file that holds what several functions share is "
        "listed as shared in this test"
    )
    assert set(FUNCTIONS) - with_a_function == set(), "a function stands in the file of its name"


# --- a function that only this test has: nothing else in the engine is touched ---------------------------------------


@dataclass(frozen=True, slots=True)
class Doubled(n.Applied):
    of: n.Expression

    @property
    def name(self) -> str:
        return "doubled"

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.of,)

    def arguments(self, write: Writing) -> Iterable[str]:
        return (write.number(self.of),)

    def words(self, tell: Telling) -> str:
        return tell.say("两倍“{of}”", "twice [{of}]", of=tell.number(self.of))

    def unit(self, check: Typing) -> MeasureUnit | None:
        return check.unit(self.of)

    def lower(self, at: Lowering) -> Sized:
        of = at.number(self.of)
        return Sized(Apply(NumberOperation("doubled", lambda _, number: number * 2), (of.shape,)), of.unit)


def _read(call: Arguments) -> n.Expression | None:
    of = call.number()
    return None if of is None else Doubled(of)


DOUBLED = Function("doubled", Signature("公式", "a formula", "doubled(total(output))"), _read)


class _Names:
    def name(self, kind: n.NameKind, path: tuple[str, ...], language: str) -> str:
        return path[-1]

    def accumulation(self, measure: str) -> str:
        return "stock"


@pytest.fixture
def _doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FUNCTIONS, "doubled", DOUBLED)


@pytest.mark.usefixtures("_doubled")
def test_a_new_function_is_read_written_worded_checked_and_walked() -> None:
    text = "doubled(total(output) + 1 万元) / total(employees)"
    found = formula(text)
    assert formula_text(found) == text
    assert describe(found, _Names(), "en") == (
        "twice [total output (as it stands) + 1 万元] ÷ total employees (as it stands)"
    )
    assert describe(found, _Names(), "zh") == "两倍“output（时点数）合计 + 1 万元” ÷ employees（时点数）合计"
    result, codes = checked(text)
    assert result is not None
    assert (str(result.unit), codes) == ("万元/人", [])
    assert checked("doubled(total(output) + total(coal))")[1] == ["E050"]
    assert measures_of(found) == {"output", "employees"}
    assert [formula_text(term) for term in terms_of(found)] == ["total(output)", "total(employees)"]
    assert compares(formula("doubled(growth(total(output)))"))
    assert not compares(formula("doubled(total(output))"))
    assert len(lower_formula(found, VOCABULARY).uses) == 2


@pytest.mark.usefixtures("_doubled")
def test_a_new_function_is_computed_and_its_series_is_known() -> None:
    content = programme({"twice": ("doubled(total(sales))", "万元"), "rate": ("growth(doubled(total(sales)))", "%")})
    at = Period.parse("2022-03")
    facts = data([entity("a")], [value("a", "sales", "2022-03", 6), value("a", "sales", "2021-03", 4)])
    rows = compute(content, facts, first=at, last=at).results.to_pylist()
    found = {row["indicator"]: row["value"] for row in rows if row["area"] == NORTH}
    assert found == {"twice": 12, "rate": pytest.approx(50)}
    several = {one.id: series_traits_of(one, content) for one in content.indicators}
    assert several["twice"].kind == SeriesKind.YEARLY_AMOUNT
    assert several["rate"].kind == SeriesKind.LEVEL


def test_what_is_not_worked_out_exactly_is_not_compared_in_conditions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FUNCTIONS, "doubled", replace(DOUBLED, everywhere=True))
    assert checked("entities(where: doubled(output) > 3 万元)")[1] == ["E095"]
    assert checked("total(doubled(output))")[1] == []
