"""Conditions of formulas as yes-or-no columns over a table of subjects: entities, or records with their entity.

What is not known meets no question: an entity without an industry is in no group (and therefore `not in` every group).
The answer is never null. `above_scale` is the one attribute that changes with time; whoever asks hands in the column
that answers it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis

from sigai.expressions.nodes import (
    AllOf,
    AnyOf,
    Attribute,
    Compare,
    Condition,
    Flag,
    InGroup,
    Not,
    OneOf,
    RowExpression,
    Word,
)
from sigai.indicators import algebra
from sigai.indicators.algebra import Sized
from sigai.programme.programme import Programme

Boolean = Any
"""An ibis boolean column; ibis builds its column types at run time."""

_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_YES = ("true", "yes", "1", "是")


@dataclass(frozen=True, slots=True)
class Subject:
    """The table that conditions are asked of: where each attribute stands, and how numbers are had.

    `columns` maps an attribute's name (`entity.` before those of a record's entity) to a text column; `tags` are list
    columns by the same names; `above` answers `above_scale`; `numbers` are the attributes that are numbers. `sized`
    turns a number about the row into a shape, `slot` gives the numbers it names.
    """

    programme: Programme
    columns: Mapping[str, Any]
    tags: Mapping[str, Any]
    above: Mapping[str, Boolean]
    numbers: frozenset[str]
    sized: Callable[[RowExpression], Sized]
    slot: Callable[[int | str], Any]

    def text(self, attribute: Attribute) -> Any:
        return self.columns[_key(attribute)]


def holds(condition: Condition | None, subject: Subject) -> Boolean:
    """Whether each row meets the condition: true or false, never null."""
    if condition is None:
        return ibis.literal(True)
    if isinstance(condition, Not):
        return ~holds(condition.condition, subject)
    if isinstance(condition, AllOf | AnyOf):
        joined = and_ if isinstance(condition, AllOf) else or_
        return reduce(joined, [holds(part, subject) for part in condition.conditions])
    return ibis.coalesce(_ask(condition, subject), ibis.literal(False))


def _ask(atom: Compare | OneOf | InGroup | Flag, subject: Subject) -> Boolean:
    if isinstance(atom, Flag):
        key = _key(atom.attribute)
        return subject.above[key] if key in subject.above else subject.columns[key].lower().isin(_YES)
    if isinstance(atom, InGroup):
        codes = subject.programme.industry_group_by_id[atom.group].codes
        return _in_industries(subject.text(atom.attribute), codes)
    if isinstance(atom, OneOf):
        return _one_of(atom.attribute, atom.words, subject)
    return _compare(atom, subject)


def _one_of(attribute: Attribute, words: tuple[str, ...], subject: Subject) -> Boolean:
    key = _key(attribute)
    if key in subject.tags:
        return reduce(or_, [subject.tags[key].contains(word) for word in words])
    if attribute.name == "industry":
        return _in_industries(subject.text(attribute), words)
    return subject.text(attribute).isin(words)


def _compare(atom: Compare, subject: Subject) -> Boolean:
    left, operator, right = atom.left, atom.operator, atom.right
    if isinstance(left, Word) and isinstance(right, Attribute):
        left, right, operator = right, left, _MIRRORED.get(operator, operator)  # type: ignore[assignment]
    if isinstance(left, Attribute) and isinstance(right, Word):
        if operator in ("=", "!="):
            same = _one_of(left, (right.text,), subject)
            return same if operator == "=" else ~same
        return _operators[operator](subject.text(left), right.text)
    if isinstance(left, Attribute) and isinstance(right, Attribute) and _key(left) not in subject.numbers:
        return _operators[operator](subject.text(left), subject.text(right))
    if isinstance(left, Word) or isinstance(right, Word):
        raise TypeError(f"a word cannot be compared with a number: {atom}")
    return _compare_numbers(subject.sized(left), operator, subject.sized(right), subject)


def _compare_numbers(left: Sized, operator: str, right: Sized, subject: Subject) -> Boolean:
    if isinstance(left.shape, algebra.Literally):
        left = algebra.scaled(left, right.unit)
    right = algebra.scaled(right, left.unit)
    sides = [algebra.evaluate(side.shape, subject.slot, None) for side in (left, right)]
    return _operators[operator](*sides)


_operators: dict[str, Callable[[Any, Any], Boolean]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def _in_industries(industry: Any, codes: tuple[str, ...]) -> Boolean:
    """Codes match by prefix, with the letter of the section (`C26`) or without it (`26`)."""
    return reduce(or_, [_begins(industry, code) for code in codes], ibis.literal(False))


def _begins(industry: Any, code: str) -> Boolean:
    return industry.substr(1).startswith(code) if code[:1].isdigit() else industry.startswith(code)


def _key(attribute: Attribute) -> str:
    return f"entity.{attribute.name}" if attribute.of_entity else attribute.name
