"""What is left of a formula when its terms are taken out: a *shape* over numbered slots, with units worked out.

`total(a) / total(b)` and `total(c) / total(d)` have one shape, `slot 1 / slot 2`; a run evaluates each shape once over
a table of terms, however many indicators share it. Numbers keep the unit they are in; a factor is put in only where
two units of one dimension meet, so that a ratio in one unit is not touched by conversions.

An operation says what it does to columns of numbers by the little that `NumberColumns` offers, and so does not know
whether they are columns of a query or arrays in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.syntax import ArithmeticOperator, Condition, Parameter

PERCENT = MeasureUnit.parse("%")
POINT = MeasureUnit.parse("个百分点")


class NumberColumns(Protocol):
    """What operations may do with columns of numbers and of answers besides `+ - * / < <= > >= & | ~`."""

    @property
    def nothing(self) -> Any:
        """A number that is missing everywhere."""

    def literal(self, value: float) -> Any:
        """A number that is the same everywhere."""

    def chosen(self, pairs: Sequence[tuple[Any, Any]], otherwise: Any) -> Any:
        """The number beside the first test that holds, `otherwise` where none does; missing where one is unknown before
        any holds."""

    def known(self, number: Any) -> Any:
        """Whether there is a number."""

    def nonzero(self, number: Any) -> Any:
        """The number, missing where it is zero: what may be divided by."""

    def least(self, *numbers: Any) -> Any:
        """The smallest of some numbers, missing where one of them is."""

    def rounded(self, number: Any, places: int) -> Any:
        """Rounded to decimal places, halves away from zero."""

    def power(self, number: Any, exponent: Any) -> Any:
        """Raised to a power."""


@dataclass(frozen=True, slots=True)
class NumberOperation:
    """Something done with numbers: its name and what it makes of columns of them."""

    name: str
    work: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a number is put in: a term's number, the name of a measure or field, or a parameter."""

    key: int | str | Parameter


@dataclass(frozen=True, slots=True)
class Literally:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Years:
    """How many years lie between the month at hand, `back` years earlier, and the year `since`."""

    back: int
    since: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Yes, no or unknown: what a condition says of the entity or record at hand."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation on other shapes."""

    operation: NumberOperation
    arguments: tuple[Shape, ...]


Shape = Slot | Literally | Years | Asked | Apply


@dataclass(frozen=True, slots=True)
class Sized:
    """A shape and the unit its number is in."""

    shape: Shape
    unit: MeasureUnit


ADDED = NumberOperation("+", lambda _, left, right: left + right)
SUBTRACTED = NumberOperation("-", lambda _, left, right: left - right)
MULTIPLIED = NumberOperation("*", lambda _, left, right: left * right)
DIVIDED = NumberOperation("/", lambda columns, left, right: left / columns.nonzero(right))
NEGATIVE = NumberOperation("negative", lambda _, of: -of)
AND = NumberOperation("and", lambda _, left, right: left & right)
OR = NumberOperation("or", lambda _, left, right: left | right)
NOT = NumberOperation("not", lambda _, of: ~of)
COMPARISONS = {
    "=": NumberOperation("=", lambda _, left, right: left == right),
    "!=": NumberOperation("!=", lambda _, left, right: left != right),
    "<": NumberOperation("<", lambda _, left, right: left < right),
    "<=": NumberOperation("<=", lambda _, left, right: left <= right),
    ">": NumberOperation(">", lambda _, left, right: left > right),
    ">=": NumberOperation(">=", lambda _, left, right: left >= right),
}
"""Comparisons of numbers at an area, as they come out of the arithmetic."""


def _chosen(columns: NumberColumns, *parts: Any) -> Any:
    pairs = list(zip(parts[0::2], parts[1::2], strict=False))
    return columns.chosen(pairs, parts[-1] if len(parts) % 2 else columns.nothing)


CHOSEN = NumberOperation("chosen", _chosen)
"""Tests and numbers by turns, then the number for what is left; without one, that is missing."""
_ARITHMETIC = {operation.name: operation for operation in (ADDED, SUBTRACTED, MULTIPLIED, DIVIDED)}


def number(value: float, unit: MeasureUnit = NUMBER) -> Sized:
    """A number as written, in its unit."""
    return Sized(Literally(value), unit)


def scaled(sized: Sized, unit: MeasureUnit) -> Sized:
    """The same quantity in another unit of its dimension; a bare number takes the unit it is held against."""
    if sized.unit == NUMBER and isinstance(sized.shape, Literally) and not unit.dimensionless:
        return Sized(sized.shape, unit)
    factor = conversion(sized.unit, unit)
    if factor == 1.0:
        return Sized(sized.shape, unit)
    if isinstance(sized.shape, Literally):
        return Sized(Literally(sized.shape.value * factor), unit)
    return Sized(Apply(MULTIPLIED, (sized.shape, Literally(factor))), unit)


def alike(parts: list[Sized]) -> tuple[list[Shape], MeasureUnit]:
    """Numbers of one dimension in the unit of the first that is no bare number, and that unit."""
    unit = next((part.unit for part in parts if part.unit != NUMBER or not isinstance(part.shape, Literally)), NUMBER)
    return [scaled(part, unit).shape for part in parts], unit


def conversion(unit: MeasureUnit, other: MeasureUnit) -> float:
    """The factor from one unit to another, without the last-digit dust of `1e4 / 1e8`."""
    factor = unit.factor_to(other)
    return float(f"{factor:.14g}")


def combine(left: Sized, operator: ArithmeticOperator, right: Sized) -> Sized:
    """Arithmetic with units: sums in the left side's unit, products and ratios in the combined one."""
    operation = _ARITHMETIC[operator]
    if operator in "+-":
        if left.unit == NUMBER and isinstance(left.shape, Literally):
            left = scaled(left, right.unit)
        return Sized(Apply(operation, (left.shape, scaled(right, left.unit).shape)), left.unit)
    unit = left.unit.times(right.unit) if operator == "*" else left.unit.per(right.unit)
    return Sized(Apply(operation, (left.shape, right.shape)), unit)


def negative(of: Sized) -> Sized:
    """The same quantity with the other sign."""
    return Sized(Apply(NEGATIVE, (of.shape,)), of.unit)


def evaluate(
    shape: Shape,
    columns: NumberColumns,
    slot: Callable[[Any], Any],
    *,
    year: Any = None,
    ask: Callable[[Condition], Any] | None = None,
) -> Any:
    """The number of a shape. `slot` gives the number for a key, `year` that of the month at hand, `ask` the answer to a
    condition about the row; the last two only where the shape asks for them.

    Dividing by zero, and growth from zero or from a negative number, give nothing.
    """
    match shape:
        case Slot(key):
            return slot(key)
        case Literally(value):
            return columns.literal(value)
        case Years(back, since):
            return year - (back + since)
        case Asked(condition):
            if ask is None:
                raise TypeError(f"nobody to ask: {condition}")
            return ask(condition)
        case Apply(operation, arguments):
            parts = (evaluate(argument, columns, slot, year=year, ask=ask) for argument in arguments)
            return operation.work(columns, *parts)
