"""Conditions and row expressions over columns of rows in memory: of figures being checked, of one record that moves.

Three answers are possible: yes, no, and unknown where a figure is missing; unknown never counts as either. Numbers are
compared in base units, so that `2 亿元` meets figures in 万元. Indicators compile the same conditions to queries; this
evaluation is for material that has not been taken in yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from sigai.base.issues import InternalError
from sigai.expressions.nodes import (
    AllOf,
    AnyOf,
    Attribute,
    Compare,
    Condition,
    Flag,
    InGroup,
    MeasureValue,
    Not,
    Number,
    OneOf,
    Parameter,
    RowArithmetic,
    RowExpression,
    Word,
)

Mask: TypeAlias = npt.NDArray[np.bool_]
Figures: TypeAlias = npt.NDArray[np.float64]

_EPSILON = 1e-9
"""What binary fractions may be off by, relative."""


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """A column of texts: `values[codes]`. A value may be several words (the tags of an entity), or None (missing)."""

    codes: npt.NDArray[np.int64]
    values: Sequence[str | frozenset[str] | None]


class Rows(Protocol):
    """What conditions may ask of rows. Figures are in base units of their dimension; NaN is missing."""

    @property
    def size(self) -> int: ...

    def figures(self, name: str, *, of_entity: bool) -> Figures | None:
        """The numbers of a measure or field; None where `name` is no number."""

    def texts(self, name: str, *, of_entity: bool) -> Texts | None:
        """The texts of an attribute or field; None where `name` is none."""

    def flags(self, name: str, *, of_entity: bool) -> Figures | None:
        """1, 0 or NaN for a yes-or-no attribute or field."""

    def parameter(self, name: str) -> Figures:
        """A parameter in force at each row's month, in base units."""

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
            verdict = evaluate(inner, rows, tolerance=tolerance)
            return Verdict(verdict.known & ~verdict.holds, verdict.known)
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


def figures_of(expression: RowExpression, rows: Rows) -> Figures:
    """The numbers of a row expression, in base units; NaN where one of its parts is missing or a division by zero."""
    match expression:
        case Number(value, unit):
            return np.full(rows.size, value * unit.factor)
        case Parameter(name):
            return rows.parameter(name)
        case MeasureValue(name):
            return _figures_or_missing(rows, name, of_entity=False)
        case Attribute(name, of_entity):
            return _figures_or_missing(rows, name, of_entity=of_entity)
        case RowArithmetic(left, operator, right):
            return _arithmetic(figures_of(left, rows), operator, figures_of(right, rows))
    raise InternalError(f"a row expression of an unknown kind: {expression!r}")


def _arithmetic(one: Figures, operator: str, other: Figures) -> Figures:
    if operator == "+":
        return one + other
    if operator == "-":
        return one - other
    if operator == "*":
        return one * other
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(other == 0, np.nan, one / other)


def _figures_or_missing(rows: Rows, name: str, *, of_entity: bool) -> Figures:
    found = rows.figures(name, of_entity=of_entity)
    return np.full(rows.size, np.nan) if found is None else found


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
    left, right = condition.left, condition.right
    if isinstance(left, Word) and not isinstance(right, Word):
        turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(condition.operator, condition.operator)
        return _compare(Compare(right, turned, left), rows, tolerance)  # type: ignore[arg-type]
    if isinstance(right, Word):
        return _compare_text(left, condition.operator, right.text, rows)
    if isinstance(left, Word):
        return _unknown(rows)
    one, other = figures_of(left, rows), figures_of(right, rows)
    known = ~(np.isnan(one) | np.isnan(other))
    larger = np.fmax(np.abs(one), np.abs(other))
    slack, epsilon = tolerance * larger, _EPSILON * larger
    apart = np.abs(one - other)
    with np.errstate(invalid="ignore"):
        holds = {
            "=": apart <= slack + epsilon,
            "!=": apart > slack + epsilon,
            "<=": one <= other + slack + epsilon,
            ">=": one >= other - slack - epsilon,
            "<": one < other + slack - epsilon,
            ">": one > other - slack + epsilon,
        }[condition.operator]
    return Verdict(holds & known, known)


def _compare_text(left: RowExpression | Word, operator: str, word: str, rows: Rows) -> Verdict:
    texts = rows.texts(left.name, of_entity=left.of_entity) if isinstance(left, Attribute) else None
    if texts is None:
        return _unknown(rows)
    return _spread(texts, [_text_holds(value, operator, word) for value in texts.values])


def _text_holds(value: str | frozenset[str] | None, operator: str, word: str) -> bool | None:
    if value is None:
        return None
    if isinstance(value, frozenset):
        return (word in value) == (operator == "=")
    return {
        "=": value == word,
        "!=": value != word,
        "<": value < word,
        "<=": value <= word,
        ">": value > word,
        ">=": value >= word,
    }[operator]


def _among(rows: Rows, attribute: Attribute, words: Sequence[str]) -> Verdict:
    """Membership; codes of industries match by prefix, and a bare division (`26`) without its section's letter."""
    texts = rows.texts(attribute.name, of_entity=attribute.of_entity)
    if texts is None:
        return _unknown(rows)
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
    return isinstance(value, str) and any(
        value.startswith(code) or (code[:1].isdigit() and value[1:].startswith(code)) for code in codes
    )


def _spread(texts: Texts, answers: Sequence[bool | None]) -> Verdict:
    holds = np.array([answer is True for answer in answers] or [False], dtype=np.bool_)
    known = np.array([answer is not None for answer in answers] or [False], dtype=np.bool_)
    return Verdict(holds[texts.codes], known[texts.codes])
