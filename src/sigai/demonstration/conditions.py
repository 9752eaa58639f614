"""Conditions of formulas, answered for whole columns: about the subjects of a register or about invented records."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sigai.base.units import NUMBER, MeasureUnit
from sigai.demonstration.draws import Mask, Whole
from sigai.demonstration.register import Subjects
from sigai.formulas.nodes import (
    AllOf,
    AnyOf,
    Attribute,
    Compare,
    Condition,
    Expression,
    Flag,
    InGroup,
    InList,
    Not,
    Number,
    OneOf,
    Parameter,
    Word,
)
from sigai.programme.ledgers import Ledger
from sigai.programme.programme import Programme

_OPERATORS: dict[str, Callable[..., Mask]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Columns:
    """What conditions may ask of some rows. What a row does not have counts as met: demonstration only narrows down."""

    programme: Programme
    count: int
    words: Mapping[str, np.ndarray]
    flags: Mapping[str, Mask]
    tagged: Mapping[str, Mask]
    entity: Columns | None = None
    ledger: Ledger | None = None


def columns_of(programme: Programme, register: Subjects, month: int) -> Columns:
    """A register as it stands in a month."""
    months: Whole = np.array([month])
    kinds = np.full(len(register), register.kind, dtype=object)
    return Columns(
        programme,
        len(register),
        words={
            "id": register.ids,
            "name": register.names,
            "area": register.areas,
            "park": register.parks,
            "industry": register.industry_codes,
            "kind": kinds,
        },
        flags={"above_scale": register.above_scale(months)[:, 0]},
        tagged=register.tagged,
    )


def holds(condition: Condition | None, columns: Columns) -> Mask:
    """For which rows a condition holds."""
    everyone = np.ones(columns.count, dtype=bool)
    answer = everyone
    if isinstance(condition, AllOf):
        answer = np.logical_and.reduce([everyone, *(holds(part, columns) for part in condition.conditions)])
    elif isinstance(condition, AnyOf):
        answer = np.logical_or.reduce([holds(part, columns) for part in condition.conditions])
    elif isinstance(condition, Not):
        answer = ~holds(condition.condition, columns)
    elif isinstance(condition, Compare):
        answer = _compares(condition, columns)
    elif condition is not None and not isinstance(condition, InList):
        rows = _rows_asked(condition.attribute, columns)
        answer = everyone if rows is None else _about_attribute(condition, rows)
    return np.asarray(answer)


def _about_attribute(condition: Flag | InGroup | OneOf, columns: Columns) -> Mask:
    name = condition.attribute.name
    if isinstance(condition, Flag):
        return np.asarray(columns.flags.get(name, np.ones(columns.count, dtype=bool)))
    if isinstance(condition, InGroup):
        group = columns.programme.industry_group_by_id.get(condition.group)
        return _by_prefix(columns, name, group.codes if group else ())
    if name == "tag":
        return np.asarray(np.logical_or.reduce([_tagged(columns, word) for word in condition.words]))
    if name == "industry":
        return _by_prefix(columns, name, condition.words)
    given = columns.words.get(name)
    return np.ones(columns.count, dtype=bool) if given is None else np.isin(given.astype(str), condition.words)


def _rows_asked(attribute: Attribute, columns: Columns) -> Columns | None:
    return columns.entity if attribute.of_entity else columns


def _compares(condition: Compare, columns: Columns) -> Mask:
    everyone = np.ones(columns.count, dtype=bool)
    if not isinstance(condition.left, Attribute):
        return everyone
    rows = _rows_asked(condition.left, columns)
    if rows is None:
        return everyone
    name, right = condition.left.name, condition.right
    if isinstance(right, Word):
        if name == "tag":
            same = _tagged(rows, right.text)
        elif name == "industry":
            same = _by_prefix(rows, name, (right.text,))
        elif name in rows.flags:
            same = rows.flags[name] == (right.text in ("yes", "true", "是"))
        elif name in rows.words:
            same = rows.words[name].astype(str) == right.text
        else:
            return everyone
        return ~same if condition.operator == "!=" else same
    return _compares_number(condition.operator, name, right, rows)


def _compares_number(sign: str, name: str, right: Expression, columns: Columns) -> Mask:
    field = columns.ledger.field(name) if columns.ledger else None
    if field is None or not isinstance(right, Number) or name not in columns.words:
        return np.ones(columns.count, dtype=bool)
    figures = columns.words[name].astype(float)
    return np.asarray(_OPERATORS[sign](figures, number_in(right, MeasureUnit.parse(field.unit))))


def with_numbers(condition: Condition | None, programme: Programme) -> Condition | None:
    """A condition with its dated parameters as the numbers they are now."""
    if isinstance(condition, AllOf | AnyOf):
        parts = (with_numbers(part, programme) for part in condition.conditions)
        return replace(condition, conditions=tuple(part for part in parts if part is not None))
    if isinstance(condition, Not):
        inner = with_numbers(condition.condition, programme)
        return Not(inner) if inner is not None else None
    if isinstance(condition, Compare) and isinstance(condition.right, Parameter):
        latest = latest_of(condition.right, programme)
        return condition if latest is None else replace(condition, right=latest)
    return condition


def latest_of(parameter: Parameter, programme: Programme) -> Number | None:
    """The last number of a parameter that begins; None where there is none for what is given for its keys."""
    rows = [row for row in programme.numbers_of(parameter).rows if row is not None]
    return Number(float(rows[-1].value), programme.vocabulary.parameters[parameter.name]) if rows else None


def number_in(number: Number, unit: MeasureUnit) -> float:
    """A number of a condition in the unit of the field it is held against; a bare number is in that unit already."""
    bare = number.unit is NUMBER or not number.unit.symbol
    return number.value if bare else number.value * number.unit.factor / unit.factor


def _by_prefix(columns: Columns, name: str, prefixes: tuple[str, ...]) -> Mask:
    codes = columns.words.get(name)
    if codes is None:
        return np.ones(columns.count, dtype=bool)
    both = tuple(prefixes) + tuple(f"C{prefix}" for prefix in prefixes if prefix[:1].isdigit())
    return np.fromiter((bool(code) and code.startswith(both) for code in codes), dtype=bool, count=columns.count)


def _tagged(columns: Columns, tag: str) -> Mask:
    return np.asarray(columns.tagged.get(tag, np.zeros(columns.count, dtype=bool)))
