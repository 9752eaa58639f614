"""The fields of invented records: what a formula wants of them, and something plausible for all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from sigai.base.units import MeasureUnit
from sigai.demonstration.conditions import number_in
from sigai.demonstration.wholes import COUNTS, PERSONS, comes_whole
from sigai.formulas.nodes import AllOf, AnyOf, Attribute, Compare, Condition, Flag, Not, Number, OneOf, Word
from sigai.programme.ledgers import Ledger, LedgerField

Cell = str | float | date | None

_YES, _NO = "是", "否"
_FILLED = 0.85
_MEDIANS = {"[money]": 4.0e7, PERSONS: 25.0, COUNTS: 8.0, "[power]": 5.0e4, "": 0.3, "[time]": 1.0}
"""Typical numbers of a dimension, in base units."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one field must be for a condition to hold."""

    words: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    low: float = -np.inf
    high: float = np.inf


def wanted_of(ledger: Ledger, condition: Condition | None) -> dict[str, Wanted]:
    """What a condition wants of the ledger's own fields; of alternatives, the first."""
    wanted: dict[str, Wanted] = {}
    for part in _parts(condition):
        name = _own_field(part)
        field = ledger.field(name) if name else None
        if field is not None:
            wanted[field.id] = _narrowed(wanted.get(field.id, Wanted()), part, field)
    return wanted


def _parts(condition: Condition | None) -> tuple[Condition, ...]:
    if condition is None:
        return ()
    if isinstance(condition, AllOf):
        return tuple(part for each in condition.conditions for part in _parts(each))
    if isinstance(condition, AnyOf):
        return _parts(condition.conditions[0])
    return (condition,)


def _own_field(condition: Condition) -> str | None:
    inner = condition.condition if isinstance(condition, Not) else condition
    attribute = inner.left if isinstance(inner, Compare) else getattr(inner, "attribute", None)
    return attribute.name if isinstance(attribute, Attribute) and not attribute.of_entity else None


def _narrowed(wanted: Wanted, condition: Condition, field: LedgerField) -> Wanted:
    """What is wanted of a field when one more condition on it shall hold."""
    match condition:
        case Flag():
            wanted = replace(wanted, words=(_YES,))
        case Not(Flag()):
            wanted = replace(wanted, words=(_NO,))
        case OneOf(_, words):
            wanted = replace(wanted, words=words)
        case Not(OneOf(_, words)):
            wanted = replace(wanted, refused=wanted.refused + words)
        case Compare(_, operator, Word(text)):
            word = _as_yes_or_no(text) if field.kind == "yes_no" else text
            refused = operator == "!="
            wanted = replace(wanted, refused=(*wanted.refused, word)) if refused else replace(wanted, words=(word,))
        case Compare(_, operator, Number() as number):
            wanted = _bounded(wanted, operator, number_in(number, MeasureUnit.parse(field.unit)))
    return wanted


def _bounded(wanted: Wanted, operator: str, number: float) -> Wanted:
    if operator in (">", ">=", "="):
        wanted = replace(wanted, low=number * (1.02 if operator == ">" else 1.0))
    if operator in ("<", "<=", "="):
        wanted = replace(wanted, high=number * (0.98 if operator == "<" else 1.0))
    return wanted


def _as_yes_or_no(word: str) -> str:
    return _YES if word.lower() in ("yes", "true", "是") else _NO


@dataclass(frozen=True, slots=True)
class Inventor:
    """Invents the fields of one ledger's records: typical numbers by field, and what fields may point to."""

    ledger: Ledger
    medians: Mapping[str, float]
    counted: Mapping[str, frozenset[str]]
    """Values that some target counts, by field: records that nobody asked for keep away from them."""
    entities: tuple[str, ...]
    areas: tuple[str, ...]
    units: tuple[str, ...]
    named: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What else of the programme fields may name: what it is, and its ids."""
    later: Mapping[str, np.random.Generator] = field(default_factory=dict)
    """The chance of fields that came to the ledger later, by field."""

    def invent(self, wanted: Mapping[str, Wanted], since: date, random: np.random.Generator) -> dict[str, Cell]:
        """A value for each field of one record; some optional ones stay empty, and what rechecks note."""
        required = {name for transition in self.ledger.transitions for name in transition.requires}
        cells: dict[str, Cell] = {}
        for one in self.ledger.fields:
            if one.id in self.ledger.noted:
                cells[one.id] = None
                continue
            chance = self.later.get(one.id, random)
            filled = chance.random() < _FILLED or one.required or one.id in required or one.id in wanted
            cell = _cell(self, one, wanted.get(one.id, Wanted()), since, chance)
            cells[one.id] = cell if filled else None
        return cells | _in_time_order(cells)


def _in_time_order(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """The dates of a record, one after the other as its fields follow: begun, completed, producing."""
    dates = {name: cell for name, cell in cells.items() if isinstance(cell, date)}
    return dict(zip(dates, sorted(dates.values()), strict=True))


def _cell(inventor: Inventor, field: LedgerField, wanted: Wanted, since: date, random: np.random.Generator) -> Cell:
    """Something plausible for a field."""
    if field.kind == "number":
        return _number(field, wanted, inventor.medians.get(field.id), random)
    if field.kind in ("date", "period"):
        day = since + timedelta(days=int(random.integers(20, 400)))
        return day if field.kind == "date" else f"{day.year}-{day.month:02d}"
    allowed = [word for word in wanted.words or _words(inventor, field) if word not in wanted.refused]
    if wanted == Wanted():
        counted = inventor.counted.get(field.id, frozenset())
        allowed = [word for word in allowed if word not in counted] or allowed
    if allowed:
        return allowed[int(random.integers(len(allowed)))]
    number = int(random.integers(1, 100))
    return field.holds.example(number) or f"演示{field.name.zh}{number:02d}"


def counted_words(ledger: Ledger, conditions: Iterable[Condition | None]) -> dict[str, frozenset[str]]:
    """The choices of each field that some of the conditions are after."""
    counted: dict[str, frozenset[str]] = {}
    for condition in conditions:
        for name, wanted in wanted_of(ledger, condition).items():
            field = ledger.field(name)
            choices = _choices(field) if field is not None else ()
            after = wanted.words or (tuple(set(choices) - set(wanted.refused)) if wanted.refused else ())
            counted[name] = counted.get(name, frozenset()) | frozenset(after)
    return counted


def _choices(field: LedgerField) -> tuple[str, ...]:
    if field.kind == "yes_no":
        return _YES, _NO, _NO
    return tuple(choice.id for choice in field.choices)


def _words(inventor: Inventor, field: LedgerField) -> tuple[str, ...]:
    """The values that a field may take; none for free text."""
    if field.kind in ("choice", "choices", "yes_no"):
        return _choices(field)
    pointed = {"area": inventor.areas, "unit": inventor.units, "entity": inventor.entities}
    return (pointed | dict(inventor.named)).get(field.holds.names or field.kind, ())


def _number(field: LedgerField, wanted: Wanted, median: float | None, random: np.random.Generator) -> float:
    unit = MeasureUnit.parse(field.unit)
    dimension = "·".join(name for name, _ in unit.dimension)
    typical = median if median is not None else _MEDIANS.get(dimension, 1000.0 * unit.factor) / unit.factor
    number = typical * float(np.exp(0.5 * random.standard_normal()))
    low = max(wanted.low, -np.inf if field.minimum is None else field.minimum)
    high = min(wanted.high, np.inf if field.maximum is None else field.maximum)
    if number < low and np.isfinite(low):
        number = low * float(1 + random.exponential(0.4))
    number = min(number, high)
    return float(np.ceil(number)) if comes_whole(unit) else round(number, 2)
