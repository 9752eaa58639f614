"""Numbers about one entity or record, exactly: what a row expression amounts to before it is compared.

A quantity is a fraction of columns of whole numbers. Sums, products and ratios stay whole numbers above and below the
line, and a comparison multiplies across, so that nothing is rounded: `grant * 3 = 0.3 万元` holds for 0.1. Whoever has
the columns (arrays in memory, columns of a query) says how whole numbers are added and multiplied there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import gcd
from typing import Generic, Protocol, Self, TypeVar

from sigai.base.issues import InternalError
from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.function import Applied, Counting
from sigai.formulas.syntax import (
    Arithmetic,
    ArithmeticOperator,
    Attribute,
    Expression,
    MeasureValue,
    Number,
    Parameter,
)


class Wholes(Protocol):
    """A column of whole numbers, missing in some rows; what is missing in one stays missing in every result."""

    def times(self, other: Self) -> Self:
        """Row by row, the product."""

    def plus(self, other: Self) -> Self:
        """Row by row, the sum."""

    def scaled(self, number: int) -> Self:
        """Every row times a number."""

    def raised(self, number: int) -> Self:
        """Every row plus a number."""

    def least(self, other: Self) -> Self:
        """Row by row, the smaller of two."""


Column = TypeVar("Column", bound=Wholes)
Named = MeasureValue | Attribute | Parameter
"""What a row expression asks of its row."""


@dataclass(frozen=True, slots=True, eq=False)
class Quantity(Generic[Column]):
    """`size * above / below` in base units of its dimension; None above or below the line is one.

    `nothing`: it divides by a zero as written, and is unknown in every row.
    """

    size: Fraction
    unit: MeasureUnit
    above: Column | None = None
    below: Column | None = None
    nothing: bool = False

    @classmethod
    def written(cls, value: float, unit: MeasureUnit) -> Self:
        """A number as written, with its unit."""
        return cls(exactly(value) * unit.size, unit)

    @property
    def bare(self) -> bool:
        """Whether this is a number without a unit, which takes that of what it is held against."""
        return self.above is None and self.below is None and self.unit == NUMBER


def exactly(value: float) -> Fraction:
    """A number as it is written in decimals: 0.1 is a tenth."""
    return Fraction(repr(float(value)))


def quantity(
    expression: Expression, named: Callable[[Named], Quantity[Column]], counting: Counting
) -> Quantity[Column]:
    """What a row expression amounts to; `named` gives the figures, fields and parameters it asks for, `counting` works
    out what functions are made of."""
    match expression:
        case Number(value, unit):
            return Quantity.written(value, unit)
        case Arithmetic(left, operator, right):
            return _combined(quantity(left, named, counting), operator, quantity(right, named, counting))
        case Applied():
            found: Quantity[Column] = expression.exact(counting)
            return found
        case MeasureValue() | Attribute() | Parameter():
            return named(expression)
    raise InternalError(f"no number about one entity: {expression!r}")


def chosen(
    quantities: Sequence[Quantity[Column]], pick: Callable[[list[Column | None]], Column], one: Column
) -> Quantity[Column]:
    """In every row one of some quantities of one dimension. `pick` chooses among columns given in their order, None for
    one that is missing everywhere; `one`: a column of ones."""
    unit = next((each.unit for each in quantities if not each.bare), NUMBER)
    alike = [
        replace(each, size=each.size * unit.size) if each.bare and not unit.dimensionless else each
        for each in quantities
    ]
    size = reduce(lambda common, each: _shares(common, each.size)[2] if each.size else common, alike, Fraction(0))
    size = size or Fraction(1)
    aboves = [None if each.nothing else (each.above or one).scaled(int(each.size / size)) for each in alike]
    whole = all(each.below is None for each in alike)
    below = None if whole else pick([None if each.nothing else each.below or one for each in alike])
    return Quantity(size, unit, pick(aboves), below)


def rounded(
    of: Quantity[Column], places: int, divide: Callable[[Column, Column], Column], one: Column
) -> Quantity[Column]:
    """Rounded to decimal places of its own unit. `divide` gives one column over another as whole numbers, halves away
    from zero; `one`: a column of ones."""
    if of.nothing:
        return of
    factor = of.size / of.unit.size * 10**places
    above, below = (of.above or one).scaled(factor.numerator), (of.below or one).scaled(factor.denominator)
    return Quantity(of.unit.size / 10**places, of.unit, divide(above, below))


def extreme(quantities: Sequence[Quantity[Column]], *, largest: bool) -> Quantity[Column]:
    """The smallest or largest of some quantities of one dimension; unknown where one of them is."""
    if not largest:
        return reduce(_smaller, quantities)
    turned = [replace(one, size=-one.size) for one in quantities]
    found = reduce(_smaller, turned)
    return replace(found, size=-found.size)


def _smaller(left: Quantity[Column], right: Quantity[Column]) -> Quantity[Column]:
    if left.nothing or right.nothing:
        return replace(left, nothing=True)
    left, right = map(_above_zero, _alike(left, right))
    one, other = _product(left.above, right.below), _product(right.above, left.below)
    below = _product(left.below, right.below)
    of_one, of_other, size = _shares(left.size, right.size)
    if one is not None:
        one = one.scaled(of_one)
    if other is not None:
        other = other.scaled(of_other)
    if one is None and other is None:
        return left if left.size <= right.size else right
    if one is None:
        one = other.scaled(0).raised(of_one)  # type: ignore[union-attr]
    if other is None:
        other = one.scaled(0).raised(of_other)
    return replace(left, size=size, above=one.least(other), below=below)


def _above_zero(of: Quantity[Column]) -> Quantity[Column]:
    """The same over a line that is not below zero: a sign below it would turn the smaller into the larger."""
    if of.below is None:
        return of
    return replace(of, above=of.below if of.above is None else of.above.times(of.below), below=of.below.times(of.below))


@dataclass(frozen=True, slots=True, eq=False)
class Sides(Generic[Column]):
    """Both sides of a comparison over one line: `left / below` against `right / below`; None below is one."""

    left: Column
    right: Column
    below: Column | None


def sides(left: Quantity[Column], right: Quantity[Column], one: Column) -> Sides[Column] | None:
    """Two quantities made comparable; None where one of them is unknown in every row. `one`: a column of ones."""
    if left.nothing or right.nothing:
        return None
    left, right = _alike(left, right)
    of_left, of_right, _ = _shares(left.size, right.size)
    return Sides(
        (_product(left.above, right.below) or one).scaled(of_left),
        (_product(right.above, left.below) or one).scaled(of_right),
        _product(left.below, right.below),
    )


def _combined(left: Quantity[Column], operator: ArithmeticOperator, right: Quantity[Column]) -> Quantity[Column]:
    if left.nothing or right.nothing or (operator == "/" and right.size == 0):
        return replace(left, nothing=True)
    if operator == "*":
        above, below = _product(left.above, right.above), _product(left.below, right.below)
        return Quantity(left.size * right.size, left.unit.times(right.unit), above, below)
    if operator == "/":
        above, below = _product(left.above, right.below), _product(left.below, right.above)
        return Quantity(left.size / right.size, left.unit.per(right.unit), above, below)
    left, right = _alike(left, right)
    return _sum(left, right if operator == "+" else replace(right, size=-right.size))


def _sum(left: Quantity[Column], right: Quantity[Column]) -> Quantity[Column]:
    one, other = _product(left.above, right.below), _product(right.above, left.below)
    below = _product(left.below, right.below)
    of_one, of_other, size = _shares(left.size, right.size)
    if one is None and other is None:
        return replace(left, size=left.size + right.size, below=below)
    if one is None or other is None:
        column, times, number = (one, of_one, of_other) if other is None else (other, of_other, of_one)
        above = column.scaled(times).raised(number)  # type: ignore[union-attr]
    else:
        above = one.scaled(of_one).plus(other.scaled(of_other))
    return replace(left, size=size, above=above, below=below)


def _alike(left: Quantity[Column], right: Quantity[Column]) -> tuple[Quantity[Column], Quantity[Column]]:
    """Two quantities of one dimension; a bare number takes the unit of the other."""
    if left.bare and not right.unit.dimensionless:
        return replace(left, size=left.size * right.unit.size, unit=right.unit), right
    if right.bare and not left.unit.dimensionless:
        return left, replace(right, size=right.size * left.unit.size, unit=left.unit)
    return left, right


def _shares(one: Fraction, other: Fraction) -> tuple[int, int, Fraction]:
    """Two fractions as whole multiples of their greatest common part."""
    first, second = one.numerator * other.denominator, other.numerator * one.denominator
    common = gcd(first, second) or 1
    return first // common, second // common, Fraction(common, one.denominator * other.denominator)


def _product(one: Column | None, other: Column | None) -> Column | None:
    if one is None or other is None:
        return other if one is None else one
    return one.times(other)
