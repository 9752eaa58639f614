"""What kind of series an indicator's formula gives."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sigai.base.issues import InternalError
from sigai.base.units import MeasureUnit
from sigai.formulas import Vocabulary
from sigai.formulas.nodes import Applied, Arithmetic, Expression, Negative, Number, Parameter, Window
from sigai.formulas.series import LEVEL, Nature, SeriesKind
from sigai.programme.indicators import Indicator
from sigai.programme.programme import Programme

_COUNTED = MeasureUnit.parse("个")


def nature_of(indicator: Indicator, programme: Programme) -> Nature:
    """The nature of an indicator's series. A formula that cannot be read counts as a plain level."""
    expression = programme.parsed.formula(indicator)
    if expression is None:
        return LEVEL
    nature = _Looking(programme.vocabulary).nature(expression)
    return replace(nature, share=nature.share and MeasureUnit.parse(indicator.unit).dimensionless)


@dataclass(frozen=True, slots=True)
class _Looking:
    """Looks at the parts of a formula; functions say themselves what they make of theirs."""

    vocabulary: Vocabulary

    @property
    def base_year(self) -> int:
        return self.vocabulary.base_year

    def nature(self, expression: Expression) -> Nature:
        match expression:
            case Number() | Parameter():
                return LEVEL
            case Negative(of):
                return replace(self.nature(of), keeps=False, whole=False)
            case Arithmetic():
                return self._arithmetic(expression)
            case Applied():
                return expression.nature(self)
        raise InternalError(f"no series of {expression!r}")

    def total(self, measure: str, over: Window) -> Nature:
        known = self.vocabulary.measures.get(measure)
        if known is None:
            return LEVEL
        whole = known.unit.same_dimension(_COUNTED)
        if known.accumulation == "stock" or over in ("month", "rolling"):
            return Nature(SeriesKind.LEVEL, whole=whole, every=known.every)
        keeps = known.never_negative
        if over == "programme":
            return Nature(SeriesKind.TALLY, whole=whole, keeps=keeps, zero_at_base=True, every=known.every)
        kind = SeriesKind.YEARLY_TALLY if whole else SeriesKind.YEARLY_AMOUNT
        return Nature(kind, whole=whole, keeps=keeps, every=known.every)

    def _arithmetic(self, node: Arithmetic) -> Nature:
        left, right = self.nature(node.left), self.nature(node.right)
        scaled_right = isinstance(node.right, Number | Parameter) and node.operator in ("*", "/")
        if scaled_right:
            return replace(left, whole=False)
        if isinstance(node.left, Number | Parameter) and node.operator == "*":
            return replace(right, whole=False)
        every = max(left.every, right.every)
        if node.operator in ("+", "-"):
            return _of_sum(left, right, every, adds=node.operator == "+")
        yearly = left.yearly or right.yearly
        return Nature(SeriesKind.YEARLY_RATE if yearly else SeriesKind.LEVEL, share=node.operator == "/", every=every)


def _of_sum(left: Nature, right: Nature, every: int, *, adds: bool) -> Nature:
    zero = left.zero_at_base and right.zero_at_base
    whole = left.whole and right.whole
    if adds and left.kind == right.kind:
        return Nature(left.kind, whole, left.keeps and right.keeps, zero, every=every)
    if left.kind == right.kind == SeriesKind.YEARLY_AMOUNT:
        return Nature(SeriesKind.YEARLY_AMOUNT, zero_at_base=zero, every=every)
    yearly = left.yearly or right.yearly
    return Nature(SeriesKind.YEARLY_RATE if yearly else SeriesKind.LEVEL, whole, zero_at_base=zero, every=every)
