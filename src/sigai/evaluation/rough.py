"""Comparisons of numbers in queries, fast: floating point with what it may be wrong by, and a mark where that matters.

The same quantities as in `sigai.evaluation.decimals`, without their whole numbers of 38 digits, which take an engine
ten times as long. Whole numbers below 2**53 are exact in floating point. Above it an answer is doubtful where both
sides are as good as equal: whoever asks works out the few rows of `doubts` once more, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import ibis

from sigai.base.units import MeasureUnit
from sigai.evaluation import decimals
from sigai.evaluation.decimals import PLACES, Wholes, first_that_holds
from sigai.evaluation.queries import Boolean, Subject
from sigai.formulas.nodes import Parameter
from sigai.formulas.quantities import Quantity, sides
from sigai.programme.programme import Programme

_EXACT = float(2**53)
_TOLERANCE = 1e-9
"""What a result may be wrong by, of all that it was made of; a hundred operations are wrong by less."""


class Rough(Wholes):
    """A column of whole numbers in floating point alone; it has no `exact` one."""

    def times(self, other: Wholes) -> Rough:
        """The product, row by row."""
        return _rough(self.float * other.float, self.size * other.size, self.bound * other.bound)

    def plus(self, other: Wholes) -> Rough:
        """The sum, row by row."""
        return _rough(self.float + other.float, self.size + other.size, self.bound + other.bound)

    def scaled(self, number: int) -> Rough:
        """Every row multiplied by one whole number."""
        if number == 1:
            return self
        return _rough(self.float * float(number), self.size * abs(float(number)), self.bound * max(abs(number), 1))

    def raised(self, number: int) -> Rough:
        """One whole number added to every row."""
        return _rough(self.float + float(number), self.size + abs(float(number)), self.bound + abs(number))

    def least(self, other: Wholes) -> Rough:
        """The smaller of two numbers, row by row; missing where either is."""
        smaller = ibis.cases(
            (self.float <= other.float, self.float), (self.float > other.float, other.float), else_=_NOTHING
        )
        return _rough(smaller, self.size + other.size, self.bound + other.bound)


_NOTHING = ibis.null("float64")


def _rough(column: Any, size: Any, bound: int) -> Rough:
    return Rough(None, column, size, bound)


def whole(number: int) -> Rough:
    """One whole number in every row."""
    return _rough(ibis.literal(float(number)), ibis.literal(abs(float(number))), max(abs(number), 1))


def held(column: Any, size: Any, bound: int) -> Rough:
    """Whole numbers that stand in columns; none of them is larger than `bound`."""
    return _rough(column, size, max(bound, 1))


def figure(column: Any, unit: MeasureUnit, bound: int) -> Quantity[Wholes]:
    """A column of figures in ten-thousandths of their unit, of which none is larger than `bound`."""
    return Quantity(unit.size / PLACES, unit, held(column, column.abs(), bound))


def parameter(programme: Programme, asked: Parameter, month: int) -> Quantity[Wholes]:
    """The number of a parameter in force at the end of a month (its index) or on its own day."""
    steps = decimals.months_of(programme, asked)
    known = next((value for start, value in reversed(steps) if start <= month), None)
    unit = programme.vocabulary.parameters[asked.name]
    if known is None:
        return Quantity(unit.size, unit, _rough(_NOTHING, _NOTHING, 1))
    return Quantity(unit.size / known.denominator, unit, whole(known.numerator))


@dataclass(frozen=True, slots=True)
class RoughSubject(Subject):
    """A table of which conditions are asked in floating point; `doubts` gathers where an answer may be wrong."""

    doubts: list[Boolean] = field(default_factory=list)

    @property
    def one(self) -> Wholes:
        """One in every row."""
        return whole(1)

    def chosen(self, tests: Sequence[Boolean], columns: Sequence[Wholes | None]) -> Wholes:
        """The column beside the first test that holds; null where a test is null before that."""
        known = [column for column in columns if column is not None]

        def part(name: str) -> Any:
            of = [_NOTHING if column is None else getattr(column, name) for column in columns]
            left = of[len(tests)] if len(of) > len(tests) else _NOTHING
            return first_that_holds(list(zip(tests, of, strict=False)), left, _NOTHING)

        return _rough(part("float"), part("size"), max((column.bound for column in known), default=1))

    def divided(self, above: Wholes, below: Wholes) -> Wholes:
        """One column over another as whole numbers, halves away from zero; null over zero."""
        under = below.float.nullif(0)
        ratio, size = above.float / under, above.size / under.abs()
        self.doubts.append(((ratio - ratio.floor()) - 0.5).abs() <= (size + 1) * _TOLERANCE)
        self._doubt(below.float, below.size, below.bound)
        return _rough(ratio.round(0).cast("float64"), size + 1, above.bound + 1)

    def compare(self, left: Quantity[Wholes], operator: str, right: Quantity[Wholes]) -> Boolean:
        """Whether one number stands so to another; null where one is missing."""
        found = sides(left, right, self.one)
        if found is None:
            return self.unknown()
        one, other = found.left, found.right
        self._doubt(one.float - other.float, one.size + other.size, one.bound + other.bound)
        if found.below is not None:
            self._doubt(found.below.float, found.below.size, found.below.bound)
        columns = [one, other, *([found.below] if found.below is not None else [])]
        return decimals.answer(operator, *(column.float for column in columns))

    def _doubt(self, column: Any, size: Any, bound: int) -> None:
        if bound >= _EXACT:
            self.doubts.append((size >= _EXACT) & (column.abs() <= size * _TOLERANCE))


def rough_subject(subject: Subject, doubts: list[Boolean]) -> RoughSubject:
    """The same table asked in floating point; its doubts are added to those given."""
    return RoughSubject(**{each.name: getattr(subject, each.name) for each in fields(Subject)}, doubts=doubts)
