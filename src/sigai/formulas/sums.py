"""The rule that both sides of `+`, `-` and comparisons measure the same thing, for formulas and conditions alike."""

from __future__ import annotations

from dataclasses import dataclass

from sigai.base.issues import Issues, Place, Problem, Severity, problem
from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.suggesting import nearest
from sigai.formulas.syntax import Number
from sigai.formulas.vocabulary import Vocabulary

UNLIKE_SUM = problem(
    "E050",
    Severity.ERROR,
    zh="“{operator}”两边不是同一种量：{left} 的单位是{left_zh}，{right} 的单位是{right_zh}",
    en="the two sides of {operator!r} do not measure the same: {left} is in {left_en}, {right} in {right_en}",
    advice_zh="先换算，例如乘以带单位的系数（如 $elec_tce，单位 tce/kWh）；数要写明单位",
    advice_en="convert first, by a coefficient with a unit (such as $elec_tce in tce/kWh); write numbers with units",
)
UNLIKE_COMPARISON = problem(
    "E051",
    Severity.ERROR,
    zh="比较“{operator}”两边不是同一种量：{left} 的单位是{left_zh}，{right} 的单位是{right_zh}",
    en="the two sides of {operator!r} cannot be compared: {left} is in {left_en}, {right} in {right_en}",
    advice_zh="请给数写上单位，例如 2 亿元",
    advice_en="write the number with its unit, such as 2 亿元",
)
UNKNOWN_PARAMETER = problem(
    "E052",
    Severity.ERROR,
    zh="没有名为 {name} 的参数",
    en="there is no parameter called {name}",
    advice_zh="在 parameters 中定义它，或改正名称{hint_zh}",
    advice_en="define it under parameters or correct its name{hint_en}",
)
UNKNOWN_MEASURE = problem(
    "E053",
    Severity.ERROR,
    zh="没有名为 {name} 的指标项",
    en="there is no measure called {name}",
    advice_zh="在 measures 中定义它，或改正名称{hint_zh}",
    advice_en="define it under measures or correct its name{hint_en}",
)


@dataclass(frozen=True, slots=True)
class Check:
    """What a check works with: the vocabulary, where the text stands, and the list that issues go to."""

    vocabulary: Vocabulary
    place: Place
    issues: Issues

    def add(self, kind: Problem, /, **facts: object) -> None:
        """Report a problem at the place of the text."""
        self.issues.add(kind.at(self.place, **facts))

    def parameter(self, name: str) -> MeasureUnit | None:
        """The unit of a dated parameter."""
        unit = self.vocabulary.parameters.get(name)
        if unit is None:
            self.add(UNKNOWN_PARAMETER, name=name, **nearest(name, self.vocabulary.parameters))
        return unit


@dataclass(frozen=True, slots=True)
class Side:
    """One operand: what it is, its text for messages, and its unit (None where that is already known to be wrong)."""

    node: object
    text: str
    unit: MeasureUnit | None


def common_unit(check: Check, kind: Problem, operator: str, left: Side, right: Side) -> MeasureUnit | None:
    """The unit of the left side, if the right side is of the same dimension; an issue of `kind` and None otherwise.

    A bare 0 goes with every unit: `rd_expense > 0`.
    """
    if left.unit is None or right.unit is None:
        return None
    if left.unit.same_dimension(right.unit) or _is_zero(right.node):
        return left.unit
    if _is_zero(left.node):
        return right.unit
    check.add(
        kind,
        operator=operator,
        left=left.text,
        right=right.text,
        **_unit_words("left", left.unit),
        **_unit_words("right", right.unit),
    )
    return None


def combined_unit(check: Check, operator: str, left: Side, right: Side) -> MeasureUnit | None:
    """The unit of `left operator right`."""
    if operator in ("+", "-"):
        return common_unit(check, UNLIKE_SUM, operator, left, right)
    if left.unit is None or right.unit is None:
        return None
    return left.unit.times(right.unit) if operator == "*" else left.unit.per(right.unit)


def _is_zero(node: object) -> bool:
    return isinstance(node, Number) and node.value == 0 and node.unit == NUMBER


def _unit_words(side: str, unit: MeasureUnit) -> dict[str, str]:
    symbol = f" {unit.symbol}" if unit.symbol else ""
    return {f"{side}_zh": symbol or "“无”（纯数）", f"{side}_en": unit.symbol or "no unit (a pure number)"}
