"""A formula for the eye: a fraction of named terms; what a name stands for is a line of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigai.base.issues import Language
from sigai.formulas import describe, walk
from sigai.formulas.nodes import Arithmetic, Expression
from sigai.programme.common import Text
from sigai.programme.indicators import Indicator
from sigai.programme.names import ProgrammeNames
from sigai.programme.programme import Programme


@dataclass(frozen=True, slots=True)
class FormulaLine:
    """`name` = `over` ÷ `under`, in words; without `under` it is no fraction."""

    name: Text
    over: Mapping[Language, str]
    under: Mapping[Language, str] | None


def formula_lines(programme: Programme, indicator: Indicator) -> tuple[FormulaLine, ...]:
    """The formula of an indicator, then those of the indicators that are parts of it, each once, in their order.

    A part that is another indicator's whole formula is called by that one's name: energy used ÷ value added, and in
    the next line what energy used is. Nothing where the formula cannot be read.
    """
    known = {formula: one for one in programme.indicators if (formula := programme.parsed.formula(one)) is not None}
    lines: dict[str, FormulaLine] = {}
    waiting = [indicator]
    while waiting:
        one = waiting.pop(0)
        formula = programme.parsed.formula(one)
        if formula is None or one.id in lines:
            continue
        inside = {node for node in walk(formula) if node != formula}
        parts = {node: part for node, part in known.items() if node in inside}
        lines[one.id] = _line(programme, one, formula, {node: part.name for node, part in parts.items()})
        inner = {node for part in parts for node in walk(part) if node != part}
        waiting += (part for node, part in parts.items() if node not in inner)
    return tuple(lines.values())


def _line(
    programme: Programme, indicator: Indicator, formula: Expression, called: Mapping[Expression, Text]
) -> FormulaLine:
    names = ProgrammeNames(programme)

    def words(part: Expression) -> Mapping[Language, str]:
        languages: tuple[Language, Language] = ("zh", "en")
        return {
            language: describe(part, names, language, {node: name[language] for node, name in called.items()})
            for language in languages
        }

    match formula:
        case Arithmetic(over, "/", under):
            return FormulaLine(indicator.name, words(over), words(under))
    return FormulaLine(indicator.name, words(formula), None)
