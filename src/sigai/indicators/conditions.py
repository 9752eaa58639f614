"""Conditions of formulas as yes-or-no columns over a table of subjects: entities, or records with their entity.

Three answers are possible: yes, no, and unknown where something is missing (null). What is unknown stays unknown when
it is turned round: an entity without an industry is neither in a group nor `not in` it. Only yes counts, so `holds` is
never null. `above_scale` is the one attribute that changes with time; whoever asks hands in the column that answers it.

Rows in memory are asked the same by `sigai.tables.rows`; tests hold the two together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis

from sigai.formulas.nodes import (
    AllOf,
    AnyOf,
    Attribute,
    Compare,
    Condition,
    Flag,
    InGroup,
    Not,
    OneOf,
    Word,
)
from sigai.formulas.quantities import Named, Quantity
from sigai.formulas.times import COMPARE_SPANS, Span, TimeKind, mirrored, span_of
from sigai.indicators.comparing import OPERATORS, Wholes, compare
from sigai.programme.programme import Programme

Boolean = Any
"""An ibis boolean column; ibis builds its column types at run time."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The table that conditions are asked of: where each attribute stands, and how numbers are had.

    `columns` maps an attribute's name (`entity.` before those of a record's entity) to a text column; `tags` are list
    columns by the same names; `above` answers `above_scale`; `numbers` are the attributes that are numbers, `times`
    those that are dates or periods. `named` gives the figures, fields and parameters that numbers about the row are
    made of.
    """

    programme: Programme
    columns: Mapping[str, Any]
    tags: Mapping[str, Any]
    above: Mapping[str, Boolean]
    numbers: frozenset[str]
    times: Mapping[str, TimeKind]
    named: Callable[[Named], Quantity[Wholes]]

    def text(self, attribute: Attribute) -> Any:
        return self.columns[_key(attribute)]


def holds(condition: Condition | None, subject: Subject) -> Boolean:
    """Whether each row is known to meet the condition: true or false, never null."""
    if condition is None:
        return ibis.literal(True)
    return ibis.coalesce(_answer(condition, subject), ibis.literal(False))


def _answer(condition: Condition, subject: Subject) -> Boolean:
    """Yes, no, or null where it is not known."""
    if isinstance(condition, Not):
        return ~_answer(condition.condition, subject)
    if isinstance(condition, AllOf | AnyOf):
        joined = and_ if isinstance(condition, AllOf) else or_
        return reduce(joined, [_answer(part, subject) for part in condition.conditions])
    return _ask(condition, subject)


def _ask(atom: Compare | OneOf | InGroup | Flag, subject: Subject) -> Boolean:
    if isinstance(atom, Flag):
        key = _key(atom.attribute)
        return subject.above[key] if key in subject.above else _yes(subject.columns[key])
    if isinstance(atom, InGroup):
        codes = subject.programme.industry_group_by_id[atom.group].codes
        return _in_industries(subject.text(atom.attribute), codes)
    if isinstance(atom, OneOf):
        return _one_of(atom.attribute, atom.words, subject)
    return _compare(atom, subject)


def _yes(column: Any) -> Boolean:
    return ibis.cases((column == "true", True), (column == "false", False), else_=ibis.null("boolean"))


def _one_of(attribute: Attribute, words: tuple[str, ...], subject: Subject) -> Boolean:
    key = _key(attribute)
    if key in subject.times:
        return reduce(or_, [_compare_times(attribute, "=", Word(word), subject) for word in words])
    if key in subject.tags:
        return reduce(or_, [subject.tags[key].contains(word) for word in words])
    if attribute.name == "industry":
        return _in_industries(subject.text(attribute), words)
    return subject.text(attribute).isin(words)


def _compare(atom: Compare, subject: Subject) -> Boolean:
    left, operator, right = atom.left, atom.operator, atom.right
    if isinstance(left, Word) and isinstance(right, Attribute):
        left, operator, right = right, mirrored(operator), left  # type: ignore[assignment]
    if isinstance(left, Attribute) and isinstance(right, Word | Attribute) and _key(left) in subject.times:
        return _compare_times(left, operator, right, subject)
    if isinstance(left, Attribute) and isinstance(right, Word) and operator in ("=", "!="):
        same = _one_of(left, (right.text,), subject)
        return same if operator == "=" else ~same
    if isinstance(left, Word) or isinstance(right, Word):
        return _NOT_KNOWN
    if isinstance(left, Attribute) and isinstance(right, Attribute) and _key(left) not in subject.numbers:
        return _compare_texts(left, operator, right, subject)
    return compare(left, operator, right, subject.named)


_NOT_KNOWN = ibis.null("boolean")


def _compare_times(left: Attribute, operator: str, right: Word | Attribute, subject: Subject) -> Boolean:
    """A date or period against another."""
    kind = subject.times[_key(left)]
    if isinstance(right, Word):
        other = span_of(kind, right.text)
    else:
        other = _span(right, subject, kind) if subject.times.get(_key(right)) == kind else None
    return _NOT_KNOWN if other is None else COMPARE_SPANS[operator](_span(left, subject, kind), other)


def _span(attribute: Attribute, subject: Subject, kind: TimeKind) -> Span:
    """The days of a date, or the months of a period, in every row."""
    text = subject.text(attribute)
    if kind == "date":
        day = (text.length() == len("2021-06-30")).ifelse(text.try_cast("date"), ibis.null("date"))
        days = day.delta(ibis.literal(_FIRST_DAY), unit="day") + _FIRST_DAY.toordinal()
        return Span(days, days)
    year, part = text.substr(0, 4).try_cast("int32"), text.substr(4)
    first, last = (
        year * 12 + ibis.cases(*((part == name, month) for name, month in ends), else_=ibis.null("int32"))
        for ends in zip(*_PARTS, strict=True)
    )
    return Span(first, last)


_FIRST_DAY = dt.date(1, 1, 1)
_PARTS = [
    ((name, span.first % 12), (name, span.last % 12))
    for name in ("", "H1", "H2", "Q1", "Q2", "Q3", "Q4", *(f"-{month:02d}" for month in range(1, 13)))
    if (span := span_of("period", f"2000{name}")) is not None
]
"""The parts of a year as periods write them, with their first and last months."""


def _compare_texts(left: Attribute, operator: str, right: Attribute, subject: Subject) -> Boolean:
    """Two texts: the same or not; a set of words has a text as one of them."""
    sets = [side for side in (left, right) if _key(side) in subject.tags]
    if operator not in ("=", "!=") or len(sets) == 2:
        return _NOT_KNOWN
    if sets:
        word = right if sets[0] is left else left
        same = subject.tags[_key(sets[0])].contains(subject.text(word))
        return OPERATORS[operator](same, True)
    return OPERATORS[operator](subject.text(left), subject.text(right))


def _in_industries(industry: Any, codes: tuple[str, ...]) -> Boolean:
    """Codes match by prefix, with the letter of the section (`C26`) or without it (`26`)."""
    return reduce(or_, [_begins(industry, code) for code in codes], ibis.literal(False))


def _begins(industry: Any, code: str) -> Boolean:
    return industry.substr(1).startswith(code) if code[:1].isdigit() else industry.startswith(code)


def _key(attribute: Attribute) -> str:
    return f"entity.{attribute.name}" if attribute.of_entity else attribute.name
