"""What kind of series a formula gives: read from the formula itself, never guessed from the figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from sigai.base.issues import NOWHERE, Issues
from sigai.base.units import Unit
from sigai.formulas import read_formula
from sigai.formulas.nodes import (
    Arithmetic,
    AverageGrowth,
    Change,
    Entities,
    Expression,
    Growth,
    Mean,
    MeasureValue,
    Negative,
    Number,
    Parameter,
    PointChange,
    Records,
    Reporting,
    RowArithmetic,
    RowExpression,
    RowTotal,
    Total,
)
from sigai.programme.indicators import Indicator
from sigai.programme.programme import Programme

_EVERY = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class SeriesKind(StrEnum):
    """How the months of a series hang together; the forecast picks its model by it.

    tally: grows by records or flows and keeps what it has. yearly_tally: the same, from zero every January.
    yearly_amount: a flow added up since January. yearly_rate: a ratio of such amounts, which settles within the year.
    level: everything else (stocks, growth, shares of stocks).
    """

    TALLY = "tally"
    YEARLY_TALLY = "yearly_tally"
    YEARLY_AMOUNT = "yearly_amount"
    YEARLY_RATE = "yearly_rate"
    LEVEL = "level"


_YEARLY = (SeriesKind.YEARLY_TALLY, SeriesKind.YEARLY_AMOUNT, SeriesKind.YEARLY_RATE)


@dataclass(frozen=True, slots=True)
class Nature:
    """The kind of a series and what follows from its formula.

    whole: counts things, of which there are no halves. keeps: does not fall within its time (the year, or for good), so
    that what is met stays met. zero_at_base: zero at the end of the base year by definition. share: a ratio of the same
    dimension, which the forecast keeps within 0-100 % where history does. every: months between figures.
    """

    kind: SeriesKind
    whole: bool = False
    keeps: bool = False
    zero_at_base: bool = False
    share: bool = False
    every: int = 1


_PLAIN = Nature(SeriesKind.LEVEL)


def nature_of(indicator: Indicator, programme: Programme) -> Nature:
    """The nature of an indicator's series. A formula that cannot be read counts as a plain level."""
    expression = read_formula(indicator.formula, NOWHERE, Issues())
    if expression is None:
        return _PLAIN
    nature = _nature(expression, programme)
    return replace(nature, share=nature.share and Unit.parse(indicator.unit).dimensionless)


def _nature(node: Expression, programme: Programme) -> Nature:  # noqa: PLR0911 (one return per kind of node)
    match node:
        case Records():
            return _of_records(node)
        case Total():
            return _of_total(node, programme)
        case RowTotal():
            return _nature(_of_totals(node.of, node), programme)
        case Entities() | Reporting():
            return Nature(SeriesKind.LEVEL, whole=True)
        case Mean():
            return _of_mean(node.of, programme)
        case Growth() | AverageGrowth():
            return Nature(SeriesKind.LEVEL, every=_nature(node.of, programme).every)
        case Change() | PointChange():
            every = _nature(node.of, programme).every
            return Nature(SeriesKind.LEVEL, zero_at_base=node.since == programme.head.base_year, every=every)
        case Negative():
            return replace(_nature(node.of, programme), keeps=False, whole=False)
        case Arithmetic():
            return _of_arithmetic(node, programme)
        case Number() | Parameter():
            return _PLAIN


def _of_records(node: Records) -> Nature:
    whole = node.aggregate != "total"
    kind = SeriesKind.YEARLY_TALLY if node.within == "year" else SeriesKind.TALLY
    return Nature(kind, whole=whole, keeps=True, zero_at_base=node.within == "programme")


def _of_total(node: Total, programme: Programme) -> Nature:
    measure = programme.measure_by_id.get(node.measure)
    if measure is None:
        return _PLAIN
    every = _EVERY[measure.frequency]
    whole = Unit.parse(measure.unit).same_dimension(Unit.parse("个"))
    if measure.accumulation == "stock" or node.over in ("month", "rolling"):
        return Nature(SeriesKind.LEVEL, whole=whole, every=every)
    never_negative = measure.minimum is not None and measure.minimum >= 0
    if node.over == "programme":
        return Nature(SeriesKind.TALLY, whole=whole, keeps=never_negative, zero_at_base=True, every=every)
    kind = SeriesKind.YEARLY_TALLY if whole else SeriesKind.YEARLY_AMOUNT
    return Nature(kind, whole=whole, keeps=never_negative, every=every)


def _of_totals(node: RowExpression, total: RowTotal) -> Expression:
    """The arithmetic of a row total over totals of its measures: it goes on in time as they do."""
    match node:
        case RowArithmetic(left, operator, right):
            return Arithmetic(_of_totals(left, total), operator, _of_totals(right, total))
        case MeasureValue(measure):
            return Total(measure, total.where, total.over)
        case Number() | Parameter():
            return node
        case _:
            return Number(1.0)


def _of_mean(node: RowExpression, programme: Programme) -> Nature:
    """A mean over entities; of yearly flows it settles within the year like a ratio of totals."""
    parts = [_of_total(Total(measure), programme) for measure in _measures(node)]
    every = max((part.every for part in parts), default=1)
    yearly = any(part.kind in _YEARLY for part in parts)
    kind = SeriesKind.YEARLY_RATE if yearly and every == 1 else SeriesKind.LEVEL
    return Nature(kind, share=True, every=every)


def _measures(node: RowExpression) -> tuple[str, ...]:
    match node:
        case MeasureValue():
            return (node.measure,)
        case RowArithmetic():
            return (*_measures(node.left), *_measures(node.right))
        case _:
            return ()


def _of_arithmetic(node: Arithmetic, programme: Programme) -> Nature:
    left, right = _nature(node.left, programme), _nature(node.right, programme)
    scaled_right = isinstance(node.right, Number | Parameter) and node.operator in ("*", "/")
    if scaled_right:
        return replace(left, whole=False)
    if isinstance(node.left, Number | Parameter) and node.operator == "*":
        return replace(right, whole=False)
    every = max(left.every, right.every)
    if node.operator in ("+", "-"):
        return _of_sum(left, right, every, adds=node.operator == "+")
    yearly = left.kind in _YEARLY or right.kind in _YEARLY
    return Nature(SeriesKind.YEARLY_RATE if yearly else SeriesKind.LEVEL, share=node.operator == "/", every=every)


def _of_sum(left: Nature, right: Nature, every: int, *, adds: bool) -> Nature:
    zero = left.zero_at_base and right.zero_at_base
    whole = left.whole and right.whole
    if adds and left.kind == right.kind:
        return Nature(left.kind, whole, left.keeps and right.keeps, zero, every=every)
    if left.kind == right.kind == SeriesKind.YEARLY_AMOUNT:
        return Nature(SeriesKind.YEARLY_AMOUNT, zero_at_base=zero, every=every)
    yearly = left.kind in _YEARLY or right.kind in _YEARLY
    return Nature(SeriesKind.YEARLY_RATE if yearly else SeriesKind.LEVEL, whole, zero_at_base=zero, every=every)
