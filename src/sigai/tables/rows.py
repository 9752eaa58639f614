"""Conditions over columns of rows in memory: of figures being checked, of one record that moves.

Three answers are possible: yes, no, and unknown where something is missing; unknown never counts as either. Numbers are
compared exactly, as fractions of whole numbers, whatever their units. Indicators compile the same conditions to queries
(`sigai.indicators.conditions`); tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Protocol, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from sigai.base.issues import InternalError
from sigai.base.units import NUMBER, Unit
from sigai.formulas.nodes import (
    AllOf,
    AnyOf,
    Attribute,
    Compare,
    Condition,
    Flag,
    InGroup,
    MeasureValue,
    Not,
    OneOf,
    Parameter,
    RowExpression,
    Word,
)
from sigai.formulas.quantities import Named, Quantity, Sides, exactly, quantity, sides
from sigai.formulas.times import COMPARE_SPANS, Span, TimeKind, mirrored, span_of
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
    unit: Unit = NUMBER
    scale: int = SCALE

    @classmethod
    def of(cls, values: Sequence[Fraction | None], unit: Unit = NUMBER) -> Self:
        """Numbers; None is missing."""
        scale = lcm(*(value.denominator for value in values if value is not None))
        wholes = [0 if value is None else int(value * scale) for value in values]
        return cls(np.array(wholes, dtype=object), np.array([value is not None for value in values]), unit, scale)

    def spread(self, codes: npt.NDArray[np.int64]) -> Amounts:
        """The numbers at some places, one for each row."""
        return Amounts(self.wholes[codes], self.known[codes], self.unit, self.scale)


class Rows(Protocol):
    """What conditions may ask of rows."""

    @property
    def size(self) -> int: ...

    def amounts(self, name: str, *, of_entity: bool) -> Amounts | None:
        """The numbers of a measure or field; None where `name` is no number."""

    def texts(self, name: str, *, of_entity: bool) -> Texts | None:
        """The texts of an attribute or field; None where `name` is none."""

    def time(self, name: str, *, of_entity: bool) -> TimeKind | None:
        """Whether the texts of a field are dates or periods."""

    def flags(self, name: str, *, of_entity: bool) -> Flags | None:
        """1, 0 or NaN for a yes-or-no attribute or field."""

    def parameter(self, name: str) -> Amounts:
        """A parameter in force at each row's month."""

    def group(self, name: str) -> tuple[str, ...]:
        """The industry codes of a group."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """Per row: does it hold, and is that known at all."""

    holds: Mask
    known: Mask

    @property
    def broken(self) -> Mask:
        return self.known & ~self.holds


def evaluate(condition: Condition, rows: Rows, *, tolerance: float = 0.0) -> Verdict:
    """The answer of every row. `tolerance` is what both sides of a comparison may differ by, relative to the larger."""
    match condition:
        case Not(inner):
            return _turned(evaluate(inner, rows, tolerance=tolerance))
        case AllOf(parts) | AnyOf(parts):
            verdicts = [evaluate(part, rows, tolerance=tolerance) for part in parts]
            return _joined(verdicts, every=isinstance(condition, AllOf))
        case Compare():
            return _compare(condition, rows, tolerance)
        case OneOf(attribute, words):
            return _among(rows, attribute, words)
        case InGroup(attribute, group):
            return _among(rows, attribute, rows.group(group))
        case Flag(attribute):
            flags = rows.flags(attribute.name, of_entity=attribute.of_entity)
            return _unknown(rows) if flags is None else Verdict(flags == 1, ~np.isnan(flags))
    raise InternalError(f"a condition of an unknown kind: {condition!r}")


def _turned(verdict: Verdict) -> Verdict:
    return Verdict(verdict.known & ~verdict.holds, verdict.known)


def _unknown(rows: Rows) -> Verdict:
    none = np.zeros(rows.size, dtype=np.bool_)
    return Verdict(none, none)


def _joined(verdicts: Sequence[Verdict], *, every: bool) -> Verdict:
    """`and` is known to fail where one part is known to fail; `or` is known to hold where one is known to hold."""
    holds = np.array([verdict.holds for verdict in verdicts])
    known = np.array([verdict.known for verdict in verdicts])
    if every:
        return Verdict((holds & known).all(axis=0), known.all(axis=0) | (known & ~holds).any(axis=0))
    return Verdict((holds & known).any(axis=0), known.all(axis=0) | (known & holds).any(axis=0))


def _compare(condition: Compare, rows: Rows, tolerance: float) -> Verdict:
    left, operator, right = condition.left, condition.operator, condition.right
    if isinstance(left, Word) and isinstance(right, Attribute):
        left, operator, right = right, mirrored(operator), left  # type: ignore[assignment]
    if isinstance(left, Attribute) and isinstance(right, Word | Attribute):
        kind = rows.time(left.name, of_entity=left.of_entity)
        if kind is not None:
            return _compare_times(left, operator, right, rows, kind)
        if isinstance(right, Word):
            return _compare_word(left, operator, right.text, rows)
        if not _is_number(left, rows):
            return _compare_texts(left, operator, right, rows)
    if isinstance(left, Word) or isinstance(right, Word):
        return _unknown(rows)
    return _compare_numbers(left, operator, right, rows, exactly(tolerance))


def _compare_word(left: Attribute, operator: str, word: str, rows: Rows) -> Verdict:
    same = _among(rows, left, (word,)) if operator in ("=", "!=") else _unknown(rows)
    return same if operator == "=" else _turned(same)


def _compare_times(left: Attribute, operator: str, right: Word | Attribute, rows: Rows, kind: TimeKind) -> Verdict:
    """A date or period against another."""
    one, known = _spans(left, rows, kind)
    if isinstance(right, Word):
        other, sound = span_of(kind, right.text), known
    elif rows.time(right.name, of_entity=right.of_entity) == kind:
        other, sound = _spans(right, rows, kind)
    else:
        return _unknown(rows)
    if other is None:
        return _unknown(rows)
    known = known & sound
    return Verdict(COMPARE_SPANS[operator](one, other) & known, known)


def _spans(attribute: Attribute, rows: Rows, kind: TimeKind) -> tuple[Span, Mask]:
    """The spans of a date or period in every row, and where there is one."""
    texts = rows.texts(attribute.name, of_entity=attribute.of_entity) or Texts(np.zeros(rows.size, dtype=np.int64), [])
    spans = [span_of(kind, value) if isinstance(value, str) else None for value in texts.values] or [None]
    first = np.array([0 if span is None else span.first for span in spans], dtype=np.int64)[texts.codes]
    last = np.array([0 if span is None else span.last for span in spans], dtype=np.int64)[texts.codes]
    return Span(first, last), np.array([span is not None for span in spans])[texts.codes]


def _is_number(attribute: Attribute, rows: Rows) -> bool:
    return rows.amounts(attribute.name, of_entity=attribute.of_entity) is not None


def _compare_texts(left: Attribute, operator: str, right: Attribute, rows: Rows) -> Verdict:
    """Two texts: the same or not; a set of words has a text as one of them."""
    columns = [rows.texts(side.name, of_entity=side.of_entity) for side in (left, right)]
    if operator not in ("=", "!=") or any(column is None for column in columns):
        return _unknown(rows)
    pairs = zip(*([column.values[code] for code in column.codes] for column in columns if column), strict=True)
    answers = [None if one is None or other is None else _same(one, other) for one, other in pairs]
    same = _spread(Texts(np.arange(rows.size), ()), answers)
    return same if operator == "=" else _turned(same)


def _same(one: str | frozenset[str], other: str | frozenset[str]) -> bool | None:
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return None
    if isinstance(one, frozenset):
        return other in one
    return one in other if isinstance(other, frozenset) else one == other


def _among(rows: Rows, attribute: Attribute, words: Sequence[str]) -> Verdict:
    """Membership; codes of industries match by prefix, and a bare division (`26`) without its section's letter."""
    texts = rows.texts(attribute.name, of_entity=attribute.of_entity)
    kind = rows.time(attribute.name, of_entity=attribute.of_entity)
    if texts is None:
        return _unknown(rows)
    if kind is not None:
        return _joined([_compare_times(attribute, "=", Word(word), rows, kind) for word in words], every=False)
    if attribute.name == "industry":
        return _spread(texts, [None if value is None else _in_industries(value, words) for value in texts.values])
    wanted = frozenset(words)
    return _spread(
        texts,
        [
            None if value is None else bool(wanted & value) if isinstance(value, frozenset) else value in wanted
            for value in texts.values
        ],
    )


def _in_industries(value: str | frozenset[str], codes: Sequence[str]) -> bool:
    """Whether a code begins with one of these; those without a section's letter are held against what follows it."""
    if not isinstance(value, str):
        return False
    return any((value[1:] if code[:1].isdigit() else value).startswith(code) for code in codes)


def _spread(texts: Texts, answers: Sequence[bool | None]) -> Verdict:
    holds = np.array([answer is True for answer in answers] or [False], dtype=np.bool_)
    known = np.array([answer is not None for answer in answers] or [False], dtype=np.bool_)
    return Verdict(holds[texts.codes], known[texts.codes])


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

    def _fit(self, bound: int) -> npt.NDArray[Any]:
        """The numbers in a form that holds numbers up to a bound."""
        return self.numbers.astype(object) if bound >= _WITHIN else self.numbers.astype(np.int64)


def _compare_numbers(
    left: RowExpression, operator: str, right: RowExpression, rows: Rows, tolerance: Fraction
) -> Verdict:
    def named(asked: Named) -> Quantity[_Wholes]:
        return _quantity(rows, asked)

    everywhere = np.ones(rows.size, dtype=np.bool_)
    found = sides(quantity(left, named), quantity(right, named), _Wholes(everywhere.astype(np.int64), everywhere, 1))
    if found is None:
        return _unknown(rows)
    apart = found.left.plus(found.right.scaled(-1))
    known = apart.known
    if found.below is not None:
        known = known & found.below.known & (found.below.numbers != 0)
        apart = apart.times(_Wholes(np.sign(found.below.numbers).astype(np.int64), known, 1))
    difference, allowed = apart.scaled(tolerance.denominator).numbers, _slack(found, tolerance)
    holds: Mask = _HOLDS[operator](difference, allowed).astype(np.bool_)
    return Verdict(holds & known, known)


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


def _quantity(rows: Rows, asked: Named) -> Quantity[_Wholes]:
    """The column of a measure, field or parameter; where it is no number, one that is missing everywhere."""
    match asked:
        case Parameter(name):
            amounts: Amounts | None = rows.parameter(name)
        case MeasureValue(name):
            amounts = rows.amounts(name, of_entity=False)
        case Attribute(name, of_entity):
            amounts = rows.amounts(name, of_entity=of_entity)
    if amounts is None:
        nowhere = np.zeros(rows.size, dtype=np.bool_)
        amounts = Amounts(np.zeros(rows.size, dtype=np.int64), nowhere)
    wholes = _Wholes.of(amounts.wholes, amounts.known)
    return Quantity(amounts.unit.size / amounts.scale, amounts.unit, wholes)
