"""The function that CONTRIBUTING shows how to add, added as it stands there."""

from __future__ import annotations

import re
import sys
from types import ModuleType

import pytest

from helpers_formulas import checked, condition_codes, formula
from helpers_indicators import data, entity, numbers, value
from helpers_repository import ROOT
from sigai.formulas import describe, formula_text
from sigai.formulas import nodes as n
from sigai.formulas.functions import FUNCTIONS


class _Names:
    def name(self, kind: n.NameKind, path: tuple[str, ...], language: str) -> str:
        return path[-1]

    def accumulation(self, measure: str) -> str:
        return "stock"


@pytest.fixture(autouse=True)
def _added(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of the recipe as a module, its function among those of the language."""
    recipe = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Add a formula function")[1]
    code = re.findall(r"```python\n(.*?)```", recipe, flags=re.DOTALL)[0]
    module = ModuleType("recipe_abs")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(code, "CONTRIBUTING.md", "exec"), module.__dict__)
    monkeypatch.setitem(FUNCTIONS, "abs", module.FUNCTION)


def test_it_is_read_written_worded_and_typed() -> None:
    written = "abs(total(output) - total(profit)) * 2"
    assert formula_text(formula(written)) == written
    assert checked(written)[1] == []
    assert checked("abs(total(output)) + total(employees)")[1] == ["E050"]
    assert condition_codes("abs(investment - spent) > 3 万元", ledger="titles") == []
    assert describe(formula("abs(total(output))"), _Names(), "en") == "[total output (as it stands)] without its sign"
    assert describe(formula("abs(total(output))"), _Names(), "zh") == "“output（时点数）合计”的绝对值"


def test_it_is_computed_at_an_area_within_totals_and_in_conditions() -> None:
    facts = data([entity("a"), entity("b")], [value("a", "sales", "2022-03", -6), value("b", "sales", "2022-03", 4)])
    assert numbers(("abs(total(sales))", "万元"), facts, "2022-03") == [2]
    assert numbers(("total(abs(sales))", "万元"), facts, "2022-03") == [10]
    assert numbers(("entities(where: abs(sales) >= 5 万元)", "家"), facts, "2022-03") == [1]
