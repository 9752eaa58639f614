"""The identities of a programme as sums of measures, and figures mended until they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sigai.base.units import MeasureUnit
from sigai.demonstration.conditions import latest_of
from sigai.demonstration.draws import Numbers
from sigai.demonstration.series import InventedSeries
from sigai.formulas.nodes import (
    Arithmetic,
    Compare,
    Expression,
    MeasureValue,
    Number,
    Parameter,
    Word,
)
from sigai.programme.programme import Programme

_MIRRORED = {">=": "<=", ">": "<", "<=": "<=", "<": "<", "=": "="}
_KEPT = 0.98
"""How much of what is allowed the mended figures use: room for rounding."""

Sum = Mapping[str, float]
"""Measures with their coefficients, in base units."""


@dataclass(frozen=True, slots=True)
class Relation:
    """`smaller <= larger` or `smaller = larger`; both sides are sums of measures."""

    smaller: Sum
    operator: str
    larger: Sum
    refuses: bool = True
    """Whether figures that break it are kept out."""

    @property
    def part_and_whole(self) -> tuple[str | None, str | None]:
        """The two measures where the relation is simply `a <= b`."""
        if self.operator == "=" or len(self.smaller) != 1 or len(self.larger) != 1:
            return None, None
        (part, first), (whole, second) = *self.smaller.items(), *self.larger.items()
        return (part, whole) if np.isclose(first, second) else (None, None)

    @property
    def measures(self) -> frozenset[str]:
        """The ids of the measures on both sides."""
        return frozenset(self.smaller) | frozenset(self.larger)


def relations_of(programme: Programme) -> tuple[Relation, ...]:
    """The identities of a programme that compare sums of measures; demonstration passes over what has another form."""
    found = []
    for identity in programme.identities:
        compared = programme.parsed.relation(identity)
        relation = _relation(programme, compared, identity.severity == "error") if compared else None
        if relation is not None:
            found.append(relation)
    return tuple(found)


def _relation(programme: Programme, compared: Compare, refuses: bool) -> Relation | None:
    if compared.operator not in _MIRRORED or isinstance(compared.left, Word) or isinstance(compared.right, Word):
        return None
    left, right = _sum(programme, compared.left), _sum(programme, compared.right)
    if not left or not right:
        return None
    if compared.operator in (">=", ">"):
        left, right = right, left
    return Relation(left, _MIRRORED[compared.operator], right, refuses)


def _sum(programme: Programme, expression: Expression) -> dict[str, float] | None:
    if isinstance(expression, MeasureValue):
        measure = programme.measure_by_id.get(expression.measure)
        return {measure.id: MeasureUnit.parse(measure.unit).factor} if measure else None
    if not isinstance(expression, Arithmetic):
        return None
    return _product(programme, expression) if expression.operator in ("*", "/") else _plain_sum(programme, expression)


def _product(programme: Programme, expression: Arithmetic) -> dict[str, float] | None:
    """A sum times or over a number."""
    first, second = _number(programme, expression.left), _number(programme, expression.right)
    if first is not None and expression.operator == "*":
        return _scaled(_sum(programme, expression.right), first)
    if second:
        return _scaled(_sum(programme, expression.left), second if expression.operator == "*" else 1 / second)
    return None


def _plain_sum(programme: Programme, expression: Arithmetic) -> dict[str, float] | None:
    left, right = _sum(programme, expression.left), _sum(programme, expression.right)
    if left is None or right is None:
        return None
    sign = 1.0 if expression.operator == "+" else -1.0
    return {name: left.get(name, 0.0) + sign * right.get(name, 0.0) for name in {**left, **right}}


def _number(programme: Programme, expression: Expression) -> float | None:
    """A number in base units; of a dated parameter, its latest."""
    if isinstance(expression, Number):
        return expression.value * expression.unit.factor
    latest = latest_of(expression, programme) if isinstance(expression, Parameter) else None
    return None if latest is None else latest.value * latest.unit.factor


def _scaled(of: dict[str, float] | None, number: float) -> dict[str, float] | None:
    return None if of is None else {name: factor * number for name, factor in of.items()}


def mended(
    relations: tuple[Relation, ...], made: Mapping[str, InventedSeries], whole: frozenset[str]
) -> dict[str, InventedSeries]:
    """The figures with every relation between them holding; `whole` are the measures that have no decimals."""
    figures = dict(made)
    for relation in relations:
        if relation.measures <= figures.keys():
            _mend(relation, figures, whole)
    return figures


def _mend(relation: Relation, figures: dict[str, InventedSeries], whole: frozenset[str]) -> None:
    smaller, larger = _evaluate(relation.smaller, figures), _evaluate(relation.larger, figures)
    if relation.operator == "=":
        side, other = (relation.smaller, larger) if len(relation.smaller) == 1 else (relation.larger, smaller)
        if len(side) == 1:
            ((name, factor),) = side.items()
            figures[name] = replace(figures[name], amounts=np.round(other / factor, 4))
        return
    shrink = np.ones_like(smaller)
    np.divide(np.maximum(larger, 0.0) * _KEPT, smaller, out=shrink, where=smaller > larger)
    for name, factor in relation.smaller.items():
        if factor > 0:
            amounts = figures[name].amounts
            less = amounts * shrink
            floored = np.floor(less) if name in whole else np.floor(less * 100) / 100
            figures[name] = replace(figures[name], amounts=np.where(shrink < 1, floored, amounts))


def _evaluate(side: Sum, figures: Mapping[str, InventedSeries]) -> Numbers:
    return np.asarray(sum(factor * figures[name].amounts for name, factor in side.items()))
