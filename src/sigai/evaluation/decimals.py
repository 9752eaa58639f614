"""Comparisons of numbers in queries, exactly: whole numbers of decimals with 38 digits, multiplied across.

The same quantities as in memory (`sigai.formulas.quantities`). Where products could have more than 38 digits, rows
in which they really might are compared in floating point instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, Literal

import ibis

from sigai.base.units import MeasureUnit
from sigai.formulas.nodes import Parameter
from sigai.formulas.quantities import Quantity, sides
from sigai.programme.in_force import number_or_none
from sigai.programme.programme import Programme

WHOLE = "decimal(38, 0)"
PLACES = 10_000
"""Figures and fields are counted in ten-thousandths."""
_DIGITS = 10**20
"""No figure has so many ten-thousandths, nor has a sum over a year."""
_HELD = 10**37
"""What a whole number of 38 digits holds for certain."""

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True, eq=False)
class Wholes:
    """A column of whole numbers: exact, and the same in floating point; `size` is larger than anything it was made of,
    row by row, and `bound` than any row of it."""

    exact: Any
    float: Any
    size: Any
    bound: int

    @classmethod
    def of(cls, exact: Any, bound: int) -> Wholes:
        """A column of the table at hand."""
        whole = exact.cast(WHOLE)
        return cls(whole, whole.cast("float64"), whole.cast("float64").abs(), bound)

    def times(self, other: Wholes) -> Wholes:
        """The product, row by row."""
        return Wholes(
            self.exact * other.exact, self.float * other.float, self.size * other.size, self.bound * other.bound
        )

    def plus(self, other: Wholes) -> Wholes:
        """The sum, row by row."""
        return Wholes(
            self.exact + other.exact, self.float + other.float, self.size + other.size, self.bound + other.bound
        )

    def scaled(self, number: int) -> Wholes:
        """Every row multiplied by one whole number."""
        if number == 1:
            return self
        return self.times(constant(number))

    def raised(self, number: int) -> Wholes:
        """One whole number added to every row."""
        return self.plus(constant(number))

    def least(self, other: Wholes) -> Wholes:
        """The smaller of two numbers, row by row; missing where either is."""
        both = self.float.notnull() & other.float.notnull()
        return Wholes(
            both.ifelse(ibis.least(self.exact, other.exact), ibis.null(WHOLE)),
            both.ifelse(ibis.least(self.float, other.float), ibis.null("float64")),
            ibis.greatest(self.size, other.size),
            max(self.bound, other.bound),
        )


def undecided(test: Any) -> Any:
    """Whether a test is null, of each row.

    Cast first: of `(~x).isnull()` ibis makes `NOT x IS NULL`, which SQL reads as `NOT (x IS NULL)`.
    """
    return test.cast("int8").isnull()


def first_that_holds(pairs: Sequence[tuple[Any, Any]], otherwise: Any, nothing: Any) -> Any:
    """The column beside the first test that holds, `otherwise` where none does; `nothing` where a test is null before
    that."""
    unknown = [undecided(test) for test, _ in pairs]
    cases = [case for pair, open_ in zip(pairs, unknown, strict=True) for case in ((open_, nothing), pair)]
    return ibis.cases(*cases, else_=otherwise) if cases else otherwise


def chosen(tests: Sequence[Any], columns: Sequence[Wholes | None]) -> Wholes:
    """The column beside the first test that holds; a column more than tests stands for what is left. Missing where a
    test is null before that, and where the column is None or there is none."""

    def part(name: Literal["exact", "float", "size"], kind: str) -> Any:
        nothing = ibis.null(kind)
        of = [nothing if column is None else getattr(column, name) for column in columns]
        left = of[len(tests)] if len(of) > len(tests) else nothing
        return first_that_holds(list(zip(tests, of, strict=False)), left, nothing)

    bound = max((column.bound for column in columns if column is not None), default=1)
    return Wholes(part("exact", WHOLE), part("float", "float64"), part("size", "float64"), bound)


def divided(above: Wholes, below: Wholes) -> Wholes:
    """One column over another as whole numbers, halves away from zero; missing over zero."""
    size, bound = above.size * 2 + below.size, above.bound * 2 + below.bound
    over, under = above.exact.abs(), below.exact.abs().nullif(0)
    found = (over.cast("float64") / under.cast("float64")).cast(WHOLE)
    for _ in range(_CORRECTIONS):
        rest = over - found * under
        found = found + (rest.cast("float64") / under.cast("float64")).cast(WHOLE)
    twice = (over - found * under) * 2
    one = ibis.literal(Decimal(1), type=WHOLE)
    found = ibis.cases((twice >= under, found + one), (twice < -under, found - one), else_=found)
    sign = (above.exact < 0).ifelse(-1, 1) * (below.exact < 0).ifelse(-1, 1)
    whole = ((size < float(_HELD)) & under.notnull()).ifelse((found * sign).cast(WHOLE), ibis.null(WHOLE))
    rough = (above.float / below.float.nullif(0)).round(0)
    return Wholes(whole, rough, size, bound)


_CORRECTIONS = 2
"""How often a quotient found in floating point is mended by what is left over: 16 digits each time, of 38."""


def constant(number: int) -> Wholes:
    """One whole number in every row."""
    exact = ibis.literal(Decimal(number), type=WHOLE) if abs(number) < _HELD else ibis.null(WHOLE)
    return Wholes(exact, ibis.literal(float(number)), ibis.literal(abs(float(number))), max(abs(number), 1))


def figure(column: Any, unit: MeasureUnit) -> Quantity[Wholes]:
    """A column of figures or fields, decimals with four digits after the point."""
    return Quantity(unit.size / PLACES, unit, Wholes.of(column.cast("decimal(38, 4)") * PLACES, _DIGITS))


def parameter(programme: Programme, asked: Parameter, month: Any) -> Quantity[Wholes]:
    """A parameter in force at the end of each month of a column (or on its own day); missing where there is none."""
    months = months_of(programme, asked)
    known = [value for _, value in months if value is not None]
    scale = lcm(*(value.denominator for value in known))
    steps = [(start, None if value is None else Decimal(int(value * scale))) for start, value in months]
    unit = programme.vocabulary.parameters[asked.name]
    column = over_months(steps, month, WHOLE)
    return Quantity(
        unit.size / scale, unit, Wholes.of(column, max(1, *(abs(int(value * scale)) for value in known), 1))
    )


def months_of(
    programme: Programme, asked: Parameter, area: str | None = None
) -> tuple[tuple[int, Fraction | None], ...]:
    """From which month on a parameter has which number at months' ends, for the area at hand; one of a day has it in
    every month."""
    if not asked.on:
        return programme.numbers_of(asked, area).months
    row = number_or_none(programme, asked, dt.date.min, area)
    return ((0, None if row is None else Fraction(row.value)),)


def over_months(steps: Iterable[tuple[int, Any]], month: Any, kind: str) -> Any:
    """What holds from each month on, at a month column; null before the first."""
    column = ibis.null(kind)
    for start, value in steps:
        there = ibis.null(kind) if value is None else ibis.literal(value, type=kind)
        column = (month >= start).ifelse(there, column)
    return column


def compare(left: Quantity[Wholes], operator: str, right: Quantity[Wholes]) -> Any:
    """Whether each row meets a comparison of numbers; null where one is missing or divided by zero."""
    found = sides(left, right, constant(1))
    if found is None:
        return ibis.null("boolean")
    columns = [found.left, found.right, *([found.below] if found.below is not None else [])]
    rough = answer(operator, *(column.float for column in columns))
    if all(column.bound < _HELD for column in columns):
        return answer(operator, *(column.exact for column in columns))
    held = [column.size < float(_HELD) for column in columns]
    exact = answer(operator, *(column.exact for column in columns))
    return ibis.and_(*held).ifelse(exact, rough)


def answer(operator: str, left: Any, right: Any, below: Any | None = None) -> Any:
    """One side against the other; a line below zero turns the signs of both, a line of zero makes them unknown."""
    plain = OPERATORS[operator](left, right)
    if below is None:
        return plain
    turned = OPERATORS[_MIRRORED.get(operator, operator)](left, right)
    return ibis.cases((below > 0, plain), (below < 0, turned), else_=ibis.null("boolean"))
