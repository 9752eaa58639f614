"""Rows in memory of which conditions are asked: figures being checked, one record that moves.

Numbers are compared exactly, as fractions of whole numbers, whatever their units. What a condition means stands in
`sigai.evaluation.conditions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from math import lcm
from typing import Any, Protocol, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from sigai.base.units import NUMBER, MeasureUnit
from sigai.evaluation.conditions import Kind, amount, ask
from sigai.formulas.function import Applied, texts_of
from sigai.formulas.nodes import Attribute, Condition, Expression, MeasureValue, Parameter
from sigai.formulas.quantities import Named, Quantity, Sides, exactly, sides
from sigai.formulas.textual import numbered
from sigai.formulas.times import COMPARE_SPANS, Span, TimeKind, span_of
from sigai.formulas.vocabulary import Vocabulary
from sigai.tables.files.numbers import SCALE

Mask: TypeAlias = npt.NDArray[np.bool_]
Flags: TypeAlias = npt.NDArray[np.float64]
"""1, 0 or NaN."""

_WITHIN = 2**62
"""Up to which size whole numbers are counted in 64 bits; beyond it, in Python's own, which have no end."""


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """A column of texts: `values[codes]`. A value may be several words (the tags of an entity), or None (missing)."""

    codes: npt.NDArray[np.int64]
    values: Sequence[str | frozenset[str] | None]


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """A column of numbers: `wholes / scale` in a unit, where `known`; ten-thousandths if nothing else is said."""

    wholes: npt.NDArray[Any]
    known: Mask
    unit: MeasureUnit = NUMBER
    scale: int = SCALE

    @classmethod
    def of(cls, values: Sequence[Fraction | None], unit: MeasureUnit = NUMBER) -> Self:
        """Numbers; None is missing."""
        scale = lcm(*(value.denominator for value in values if value is not None))
        wholes = [0 if value is None else int(value * scale) for value in values]
        return cls(np.array(wholes, dtype=object), np.array([value is not None for value in values]), unit, scale)

    def spread(self, codes: npt.NDArray[np.int64]) -> Amounts:
        """The numbers at some places, one for each row."""
        return Amounts(self.wholes[codes], self.known[codes], self.unit, self.scale)


class RowsInMemory(Protocol):
    """Columns of rows, by the names of what conditions ask for."""

    @property
    def size(self) -> int:
        """The number of rows."""

    def amounts(self, name: str, *, of_entity: bool) -> Amounts | None:
        """The numbers of a measure or field; None where `name` is no number."""

    def gathered(self, call: Applied) -> Amounts | None:
        """What hangs on each record: its rows, its links; None where rows are no records."""

    def texts(self, name: str, *, of_entity: bool) -> Texts | None:
        """The texts of an attribute or field; None where `name` is none."""

    def time(self, name: str, *, of_entity: bool) -> TimeKind | None:
        """Whether the texts of a field are dates or periods."""

    def flags(self, name: str, *, of_entity: bool) -> Flags | None:
        """1, 0 or NaN for a yes-or-no attribute or field."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The names of the programme, with their types."""

    def parameter(self, asked: Parameter) -> Amounts:
        """A parameter in force on each row's day, or at the end of its month."""

    def group(self, name: str) -> tuple[str, ...]:
        """The industry codes of a group."""


@dataclass(frozen=True, slots=True, eq=False)
class ConditionAnswer:
    """Per row: does it hold, and is that known at all."""

    holds: Mask
    known: Mask

    @property
    def broken(self) -> Mask:
        """The rows that are known not to hold; unknown rows are left out."""
        return self.known & ~self.holds


def evaluate(condition: Condition, rows: RowsInMemory, *, tolerance: float = 0.0) -> ConditionAnswer:
    """The answer of every row. `tolerance` is what both sides of a comparison may differ by, relative to the larger."""
    return ask(condition, _AskedArrays(rows, exactly(tolerance)))


def worked_out(expression: Expression, rows: RowsInMemory) -> list[Fraction | str | None]:
    """What a formula gives for every row: a number in the formula's own unit, exactly, or a text; None is missing."""
    texts = texts_of(expression)
    numbers, _ = _numbers(numbered(expression, texts), rows)
    return [texts[int(one)] if texts and one is not None else one for one in numbers]


def amounts_of(expression: Expression, rows: RowsInMemory) -> Amounts:
    """A number that a formula gives for every row, as if it were a field of theirs."""
    numbers, unit = _numbers(expression, rows)
    return Amounts.of(numbers, unit)


def _numbers(expression: Expression, rows: RowsInMemory) -> tuple[list[Fraction | None], MeasureUnit]:
    asked = _AskedArrays(rows, Fraction(0))
    found = amount(expression, asked)
    above, below = found.above or asked.one, found.below or asked.one
    known = above.known & below.known & (below.numbers != 0) & (not found.nothing)
    factor = found.size / found.unit.size
    numbers = [
        factor * int(over) / int(under) if there else None
        for over, under, there in zip(above.numbers, below.numbers, known, strict=True)
    ]
    return numbers, found.unit


@dataclass(frozen=True, slots=True, eq=False)
class _Spans(Span):
    """Spans of rows, those that there are."""

    known: Mask


@dataclass(frozen=True, slots=True, eq=False)
class _AskedArrays:
    """How rows in memory answer."""

    rows: RowsInMemory
    tolerance: Fraction

    def kind(self, attribute: Attribute) -> Kind:
        time = self.rows.time(attribute.name, of_entity=attribute.of_entity)
        if time is not None:
            return time
        number = self.rows.amounts(attribute.name, of_entity=attribute.of_entity) is not None
        return "number" if number else "text"

    def codes(self, group: str) -> tuple[str, ...]:
        return self.rows.group(group)

    def quantity(self, named: Named) -> Quantity[_Wholes]:
        """The column of a measure, field or parameter; where it is no number, one that is missing everywhere."""
        match named:
            case Parameter():
                amounts: Amounts | None = self.rows.parameter(named)
            case MeasureValue(name):
                amounts = self.rows.amounts(name, of_entity=False)
            case Attribute(name, of_entity):
                amounts = self.rows.amounts(name, of_entity=of_entity)
        return self._column(amounts)

    def gathered(self, call: Applied) -> Quantity[_Wholes]:
        return self._column(self.rows.gathered(call))

    def _column(self, amounts: Amounts | None) -> Quantity[_Wholes]:
        if amounts is None:
            nowhere = np.zeros(self.rows.size, dtype=np.bool_)
            amounts = Amounts(np.zeros(self.rows.size, dtype=np.int64), nowhere)
        wholes = _Wholes.of(amounts.wholes, amounts.known)
        return Quantity(amounts.unit.size / amounts.scale, amounts.unit, wholes)

    def unknown(self) -> ConditionAnswer:
        none = np.zeros(self.rows.size, dtype=np.bool_)
        return ConditionAnswer(none, none)

    def turned(self, answer: ConditionAnswer) -> ConditionAnswer:
        return ConditionAnswer(answer.known & ~answer.holds, answer.known)

    def joined(self, answers: list[ConditionAnswer], *, every: bool) -> ConditionAnswer:
        holds = np.array([answer.holds for answer in answers])
        known = np.array([answer.known for answer in answers])
        if every:
            return ConditionAnswer((holds & known).all(axis=0), known.all(axis=0) | (known & ~holds).any(axis=0))
        return ConditionAnswer((holds & known).any(axis=0), known.all(axis=0) | (known & holds).any(axis=0))

    def flag(self, attribute: Attribute) -> ConditionAnswer:
        flags = self.rows.flags(attribute.name, of_entity=attribute.of_entity)
        return self.unknown() if flags is None else ConditionAnswer(flags == 1, ~np.isnan(flags))

    def among(self, attribute: Attribute, words: tuple[str, ...]) -> ConditionAnswer:
        wanted = frozenset(words)

        def among(value: str | frozenset[str]) -> bool:
            return bool(wanted & value) if isinstance(value, frozenset) else value in wanted

        return self._each(attribute, among)

    def begins(self, attribute: Attribute, codes: tuple[str, ...]) -> ConditionAnswer:
        def begins(value: str | frozenset[str]) -> bool:
            if not isinstance(value, str):
                return False
            return any((value[1:] if code[:1].isdigit() else value).startswith(code) for code in codes)

        return self._each(attribute, begins)

    def same(self, left: Attribute, right: Attribute) -> ConditionAnswer:
        one, other = self._texts(left), self._texts(right)
        if one is None or other is None:
            return self.unknown()
        pairs = zip(*([column.values[code] for code in column.codes] for column in (one, other)), strict=True)
        answers = [None if first is None or second is None else _same(first, second) for first, second in pairs]
        return _spread(Texts(np.arange(self.rows.size), ()), answers)

    def span(self, attribute: Attribute, kind: TimeKind) -> _Spans:
        texts = self._texts(attribute) or Texts(np.zeros(self.rows.size, dtype=np.int64), [])
        spans = [span_of(kind, value) if isinstance(value, str) else None for value in texts.values] or [None]
        first = np.array([0 if span is None else span.first for span in spans], dtype=np.int64)[texts.codes]
        last = np.array([0 if span is None else span.last for span in spans], dtype=np.int64)[texts.codes]
        return _Spans(first, last, np.array([span is not None for span in spans])[texts.codes])

    def compare_spans(self, left: Span, operator: str, right: Span) -> ConditionAnswer:
        known = np.ones(self.rows.size, dtype=np.bool_)
        for side in (left, right):
            known = known & side.known if isinstance(side, _Spans) else known
        return ConditionAnswer(COMPARE_SPANS[operator](left, right) & known, known)

    @property
    def vocabulary(self) -> Vocabulary:
        return self.rows.vocabulary

    @property
    def one(self) -> _Wholes:
        return _Wholes(np.ones(self.rows.size, dtype=np.int64), np.ones(self.rows.size, dtype=np.bool_), 1)

    def chosen(self, tests: Sequence[ConditionAnswer], columns: Sequence[_Wholes | None]) -> _Wholes:
        nowhere = np.zeros(self.rows.size, dtype=np.bool_)
        bound = max((column.bound for column in columns if column is not None), default=0)
        found = _Wholes(np.zeros(self.rows.size, dtype=np.int64), nowhere, bound)
        left = ~nowhere
        for test, column in zip_longest(tests, columns):
            taken = left if test is None else left & test.known & test.holds
            if column is not None:
                numbers = np.where(taken, column._fit(bound), found._fit(bound))
                found = _Wholes(numbers, np.where(taken, column.known, found.known), bound)
            left = left & ~taken if test is None else left & test.known & ~test.holds
        return found

    def divided(self, above: _Wholes, below: _Wholes) -> _Wholes:
        known = above.known & below.known & (below.numbers != 0)
        bound = 2 * above.bound + below.bound
        over, under = abs(above._fit(bound)), np.where(known, abs(below._fit(bound)), 1)
        sign = np.sign(above.numbers) * np.sign(below.numbers)
        return _Wholes(sign * ((2 * over + under) // (2 * under)), known, bound)

    def compare(self, left: Quantity[_Wholes], operator: str, right: Quantity[_Wholes]) -> ConditionAnswer:
        found = sides(left, right, self.one)
        if found is None:
            return self.unknown()
        apart = found.left.plus(found.right.scaled(-1))
        known = apart.known
        if found.below is not None:
            known = known & found.below.known & (found.below.numbers != 0)
            apart = apart.times(_Wholes(np.sign(found.below.numbers).astype(np.int64), known, 1))
        difference, allowed = apart.scaled(self.tolerance.denominator).numbers, _slack(found, self.tolerance)
        holds: Mask = _HOLDS[operator](difference, allowed).astype(np.bool_)
        return ConditionAnswer(holds & known, known)

    def _texts(self, attribute: Attribute) -> Texts | None:
        return self.rows.texts(attribute.name, of_entity=attribute.of_entity)

    def _each(self, attribute: Attribute, answer: Callable[[str | frozenset[str]], bool]) -> ConditionAnswer:
        """The answer for each text, worked out once for each of the values that occur."""
        texts = self._texts(attribute)
        if texts is None:
            return self.unknown()
        return _spread(texts, [None if value is None else answer(value) for value in texts.values])


def _same(one: str | frozenset[str], other: str | frozenset[str]) -> bool | None:
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return None
    if isinstance(one, frozenset):
        return other in one
    return one in other if isinstance(other, frozenset) else one == other


def _spread(texts: Texts, answers: Sequence[bool | None]) -> ConditionAnswer:
    holds = np.array([answer is True for answer in answers] or [False], dtype=np.bool_)
    known = np.array([answer is not None for answer in answers] or [False], dtype=np.bool_)
    return ConditionAnswer(holds[texts.codes], known[texts.codes])


# --- numbers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Wholes:
    """Whole numbers of rows, none of them larger than `bound`; what is not `known` is any number."""

    numbers: npt.NDArray[Any]
    known: Mask
    bound: int

    @classmethod
    def of(cls, numbers: npt.NDArray[Any], known: Mask) -> _Wholes:
        numbers = np.where(known, numbers, 0)
        bound = max(abs(int(numbers.max())), abs(int(numbers.min()))) if len(numbers) else 0
        return cls(numbers, known, bound)

    def times(self, other: _Wholes) -> _Wholes:
        bound = self.bound * other.bound
        return _Wholes(self._fit(bound) * other._fit(bound), self.known & other.known, bound)

    def plus(self, other: _Wholes) -> _Wholes:
        bound = self.bound + other.bound
        return _Wholes(self._fit(bound) + other._fit(bound), self.known & other.known, bound)

    def scaled(self, number: int) -> _Wholes:
        bound = self.bound * max(abs(number), 1)
        return _Wholes(self._fit(max(bound, abs(number))) * number, self.known, bound)

    def raised(self, number: int) -> _Wholes:
        bound = self.bound + abs(number)
        return _Wholes(self._fit(bound) + number, self.known, bound)

    def least(self, other: _Wholes) -> _Wholes:
        bound = max(self.bound, other.bound)
        return _Wholes(np.minimum(self._fit(bound), other._fit(bound)), self.known & other.known, bound)

    def _fit(self, bound: int) -> npt.NDArray[Any]:
        """The numbers in a form that holds numbers up to a bound."""
        return self.numbers.astype(object) if bound >= _WITHIN else self.numbers.astype(np.int64)


_HOLDS: dict[str, Callable[[npt.NDArray[Any], npt.NDArray[Any]], npt.NDArray[Any]]] = {
    "=": lambda difference, allowed: abs(difference) <= allowed,
    "!=": lambda difference, allowed: abs(difference) > allowed,
    "<=": lambda difference, allowed: difference <= allowed,
    ">=": lambda difference, allowed: difference >= -allowed,
    "<": lambda difference, allowed: difference < allowed,
    ">": lambda difference, allowed: difference > -allowed,
}
"""Whether a difference meets a comparison, where both sides may be apart by what is allowed."""


def _slack(found: Sides[_Wholes], tolerance: Fraction) -> npt.NDArray[Any]:
    """What both sides may differ by, times the denominator of the tolerance."""
    larger = np.maximum(abs(found.left.numbers), abs(found.right.numbers))
    both = _Wholes(larger, found.left.known & found.right.known, max(found.left.bound, found.right.bound))
    return both.scaled(tolerance.numerator).numbers
