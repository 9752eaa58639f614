"""What kind of series an indicator's formula gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sigai.base.issues import InternalError
from sigai.base.units import MeasureUnit
from sigai.formulas import Vocabulary
from sigai.formulas.nodes import Applied, Arithmetic, Expression, Negative, Number, Parameter, Window
from sigai.formulas.series import LEVEL, SeriesKind, SeriesTraits
from sigai.programme.indicators import Indicator
from sigai.programme.programme import Programme

_COUNTED = MeasureUnit.parse("个")


def series_traits_of(indicator: Indicator, programme: Programme) -> SeriesTraits:
    """The nature of an indicator's series. A formula that cannot be read counts as a plain level."""
    expression = programme.parsed.formula(indicator)
    if expression is None:
        return LEVEL
    traits = _Looking(programme.vocabulary).traits(expression)
    return replace(traits, share=traits.share and MeasureUnit.parse(indicator.unit).dimensionless)


@dataclass(frozen=True, slots=True)
class _Looking:
    """Looks at the parts of a formula; functions say themselves what they make of theirs."""

    vocabulary: Vocabulary

    @property
    def base_year(self) -> int:
        return self.vocabulary.base_year

    def traits(self, expression: Expression) -> SeriesTraits:
        match expression:
            case Number() | Parameter():
                return LEVEL
            case Negative(of):
                return replace(self.traits(of), monotone=False, whole=False)
            case Arithmetic():
                return self._arithmetic(expression)
            case Applied():
                return expression.traits(self)
        raise InternalError(f"no series of {expression!r}")

    def total(self, measure: str, over: Window) -> SeriesTraits:
        known = self.vocabulary.measures.get(measure)
        if known is None:
            return LEVEL
        whole = known.unit.same_dimension(_COUNTED)
        if known.accumulation == "stock" or over in ("month", "rolling"):
            return SeriesTraits(SeriesKind.LEVEL, whole=whole, every=known.every)
        monotone = known.never_negative
        if over == "programme":
            return SeriesTraits(SeriesKind.TALLY, whole=whole, monotone=monotone, zero_at_base=True, every=known.every)
        kind = SeriesKind.YEARLY_TALLY if whole else SeriesKind.YEARLY_AMOUNT
        return SeriesTraits(kind, whole=whole, monotone=monotone, every=known.every)

    def expires(self, ledger: str, states: Iterable[str]) -> bool:
        known = self.vocabulary.ledgers.get(ledger)
        return known is not None and not known.expiring.isdisjoint(states)

    def _arithmetic(self, node: Arithmetic) -> SeriesTraits:
        left, right = self.traits(node.left), self.traits(node.right)
        scaled_right = isinstance(node.right, Number | Parameter) and node.operator in ("*", "/")
        if scaled_right:
            return replace(left, whole=False)
        if isinstance(node.left, Number | Parameter) and node.operator == "*":
            return replace(right, whole=False)
        every = max(left.every, right.every)
        if node.operator in ("+", "-"):
            return _of_sum(left, right, every, adds=node.operator == "+")
        yearly = left.yearly or right.yearly
        return SeriesTraits(
            SeriesKind.YEARLY_RATE if yearly else SeriesKind.LEVEL, share=node.operator == "/", every=every
        )


def _of_sum(left: SeriesTraits, right: SeriesTraits, every: int, *, adds: bool) -> SeriesTraits:
    zero = left.zero_at_base and right.zero_at_base
    whole = left.whole and right.whole
    if adds and left.kind == right.kind:
        return SeriesTraits(left.kind, whole, left.monotone and right.monotone, zero, every=every)
    if left.kind == right.kind == SeriesKind.YEARLY_AMOUNT:
        return SeriesTraits(SeriesKind.YEARLY_AMOUNT, zero_at_base=zero, every=every)
    yearly = left.yearly or right.yearly
    return SeriesTraits(SeriesKind.YEARLY_RATE if yearly else SeriesKind.LEVEL, whole, zero_at_base=zero, every=every)
