"""What is left of a formula when its terms are taken out: a *shape* over numbered slots, with units worked out.

`total(a) / total(b)` and `total(c) / total(d)` have one shape, `slot 1 / slot 2`; a run evaluates each shape once over
a table of terms, however many indicators share it. Numbers keep the unit they are in; a factor is put in only where
two units of one dimension meet, so that a ratio in one unit is not touched by conversions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import ibis

from sigai.base.units import NUMBER, Unit

Function = Literal["+", "-", "*", "/", "negative", "growth", "average_growth"]
PERCENT = Unit.parse("%")
POINT = Unit.parse("个百分点")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a number is put in: a term's number, or the name of a measure or field."""

    key: int | str


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
class Apply:
    """A function of other shapes."""

    function: Function
    arguments: tuple[Shape, ...]


Shape = Slot | Literally | Years | Apply


@dataclass(frozen=True, slots=True)
class Sized:
    """A shape and the unit its number is in."""

    shape: Shape
    unit: Unit


def number(value: float, unit: Unit = NUMBER) -> Sized:
    """A number as written, in its unit."""
    return Sized(Literally(value), unit)


def scaled(sized: Sized, unit: Unit) -> Sized:
    """The same quantity in another unit of its dimension; a bare number takes the unit it is held against."""
    if sized.unit == NUMBER and isinstance(sized.shape, Literally) and not unit.dimensionless:
        return Sized(sized.shape, unit)
    factor = conversion(sized.unit, unit)
    if factor == 1.0:
        return Sized(sized.shape, unit)
    if isinstance(sized.shape, Literally):
        return Sized(Literally(sized.shape.value * factor), unit)
    return Sized(Apply("*", (sized.shape, Literally(factor))), unit)


def conversion(unit: Unit, other: Unit) -> float:
    """The factor from one unit to another, without the last-digit dust of `1e4 / 1e8`."""
    factor = unit.factor_to(other)
    return float(f"{factor:.14g}")


def combine(left: Sized, operator: Literal["+", "-", "*", "/"], right: Sized) -> Sized:
    """Arithmetic with units: sums in the left side's unit, products and ratios in the combined one."""
    if operator in "+-":
        if left.unit == NUMBER and isinstance(left.shape, Literally):
            left = scaled(left, right.unit)
        return Sized(Apply(operator, (left.shape, scaled(right, left.unit).shape)), left.unit)
    unit = left.unit.times(right.unit) if operator == "*" else left.unit.per(right.unit)
    return Sized(Apply(operator, (left.shape, right.shape)), unit)


def negative(of: Sized) -> Sized:
    """The same quantity with the other sign."""
    return Sized(Apply("negative", (of.shape,)), of.unit)


def growth(now: Sized, then: Sized) -> Sized:
    """Relative change: `now / then - 1`, a pure number."""
    return Sized(Apply("growth", (now.shape, then.shape)), NUMBER)


def average_growth(now: Sized, then: Sized, years: Shape) -> Sized:
    """Mean yearly growth: `(now / then) ** (1 / years) - 1`, a pure number."""
    return Sized(Apply("average_growth", (now.shape, then.shape, years)), NUMBER)


def point_change(now: Sized, then: Sized) -> Sized:
    """A difference of two shares, in percentage points."""
    difference = Sized(Apply("-", (now.shape, then.shape)), now.unit)
    return Sized(scaled(difference, PERCENT).shape, POINT)


def evaluate(shape: Shape, slot: Callable[[int | str], Any], year: Any) -> Any:
    """The shape as an ibis number. `slot` gives the number for a key, `year` that of the month at hand.

    Dividing by zero, and growth from zero or from a negative number, give null.
    """
    if isinstance(shape, Slot):
        return slot(shape.key)
    if isinstance(shape, Literally):
        return ibis.literal(shape.value, type="float64")
    if isinstance(shape, Years):
        return year - (shape.back + shape.since)
    return _FUNCTIONS[shape.function](*(evaluate(argument, slot, year) for argument in shape.arguments))


def _growth(now: Any, then: Any) -> Any:
    return (then > 0).ifelse(now / then.nullif(0) - 1, ibis.null("float64"))


def _average_growth(now: Any, then: Any, years: Any) -> Any:
    meaningful = (then > 0) & (now >= 0) & (years > 0)
    safe_years = (years > 0).ifelse(years, 1).cast("float64")
    ratio = meaningful.ifelse(now / then.nullif(0), ibis.null("float64"))
    return ratio.pow(ibis.literal(1.0) / safe_years) - 1


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right.nullif(0),
    "negative": lambda of: -of,
    "growth": _growth,
    "average_growth": _average_growth,
}
