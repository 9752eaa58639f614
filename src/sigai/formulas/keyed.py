"""Keyed parameters as formulas see them: by what their numbers differ, and for which values there is one.

A *place* is what a number belongs to: a word or an area for each such key, a stretch of numbers for each band. The
places of a parameter are cut so that no two of them overlap: at most one is right for any values of the keys.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.syntax import (
    AllOf,
    AreaAtHand,
    Attribute,
    Compare,
    Condition,
    Expression,
    Number,
    Parameter,
    PlaceValue,
    Word,
)

KeyKind = Literal["choice", "area", "number"]


@dataclass(frozen=True, slots=True)
class KeyType:
    """By what numbers of a parameter differ: one of some words (`choices`), an area, or a number in `unit`."""

    id: str
    type: KeyKind
    unit: MeasureUnit = NUMBER
    choices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class BandEnd:
    """An end of a band: just before a number, or just after it."""

    number: Fraction
    after: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """The numbers between two cuts, in a unit; None: without an end."""

    low: BandEnd | None
    high: BandEnd | None
    unit: MeasureUnit = NUMBER

    def holds(self, number: Number) -> bool:
        """Whether a number lies in it; a bare number counts as one in its unit."""
        bare = number.unit == NUMBER and not self.unit.dimensionless
        size = Fraction(repr(number.value)) * (self.unit if bare else number.unit).size / self.unit.size
        at = BandEnd(size, after=False)
        return (self.low is None or self.low <= at) and (self.high is None or at < self.high)

    def asked(self, of: Expression) -> list[Condition]:
        """The comparisons that say that a number lies in it."""
        found: list[Condition] = []
        if self.low is not None:
            found.append(Compare(of, ">" if self.low.after else ">=", self._number(self.low)))
        if self.high is not None:
            found.append(Compare(of, "<=" if self.high.after else "<", self._number(self.high)))
        return found

    @property
    def within(self) -> Number:
        """A number that lies in it, to name it by."""
        low, high = self.low, self.high
        if low is not None and not low.after:
            return self._number(low)
        if high is not None and high.after:
            return self._number(high)
        if low is not None and high is not None:
            return Number(float((low.number + high.number) / 2), self.unit)
        return Number(float(low.number + 1 if low is not None else high.number - 1 if high else 0), self.unit)

    def __str__(self) -> str:
        """As mathematicians write it: `[45, 50) %`."""
        low = "(-∞" if self.low is None else f"{'(' if self.low.after else '['}{_digits(self.low)}"
        high = "∞)" if self.high is None else f"{_digits(self.high)}{']' if self.high.after else ')'}"
        return f"{low}, {high} {self.unit.symbol}".rstrip()

    def _number(self, cut: BandEnd) -> Number:
        return Number(float(cut.number), self.unit)


def _digits(cut: BandEnd) -> str:
    return format((Decimal(cut.number.numerator) / cut.number.denominator).normalize(), "f")


@dataclass(frozen=True, slots=True)
class KeyedPlace:
    """One place of a parameter, by its keys, and from which day to which there is a number (None: without an end)."""

    parts: tuple[tuple[str, str | Stretch], ...]
    spans: tuple[tuple[dt.date, dt.date | None], ...]


@dataclass(frozen=True)
class KeyedType:
    """A parameter with keys."""

    keys: tuple[KeyType, ...]
    places: tuple[KeyedPlace, ...]

    @cached_property
    def key_by_id(self) -> Mapping[str, KeyType]:
        """Every key by its id."""
        return {key.id: key for key in self.keys}


def fits(value: PlaceValue, part: str | Stretch) -> bool:
    """Whether what is written for a key means a part of a place; the area at hand may be any."""
    if isinstance(value, AreaAtHand):
        return isinstance(part, str)
    if isinstance(part, Stretch):
        return isinstance(value, Number) and part.holds(value)
    return isinstance(value, Word) and value.text == part


Given = tuple[tuple[str, Expression], ...]


def looked_up(
    name: str, keyed: KeyedType, given: Given, on: Attribute | None
) -> tuple[tuple[tuple[Condition, ...], Parameter], ...]:
    """Under which conditions on what is `given` for the keys, and on the date `on`, which number of a parameter holds;
    no two of them hold together."""
    found: dict[tuple[tuple[Condition, ...], Parameter], None] = {}
    for place in keyed.places:
        parts = dict(place.parts)
        asked = [_asked(value, parts[key]) for key, value in given if key in parts]
        conditions = tuple(condition for each in asked if each is not None for condition in each)
        if any(each is None for each in asked):
            continue
        named = tuple((key, _named(value, parts[key])) for key, value in given if key in parts)
        if on is None:
            found[conditions, Parameter(name, named)] = None
            continue
        for first, last in place.spans:
            dated = (*conditions, *_between(on, first, last))
            found[dated, Parameter(name, named, first.isoformat())] = None
    return tuple(found)


def joined(conditions: Iterable[Condition]) -> Condition:
    """All of one or more conditions as one."""
    parts = tuple(conditions)
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _asked(value: Expression, part: str | Stretch) -> list[Condition] | None:
    """What must hold for a value to mean a part of a place; None where it never does."""
    if isinstance(value, Word | Number | AreaAtHand):
        return [] if fits(value, part) else None
    return [Compare(value, "=", Word(part))] if isinstance(part, str) else part.asked(value)


def _named(value: Expression, part: str | Stretch) -> PlaceValue:
    if isinstance(value, Word | Number | AreaAtHand):
        return value
    return Word(part) if isinstance(part, str) else part.within


def _between(on: Attribute, first: dt.date, last: dt.date | None) -> list[Condition]:
    ends: list[Condition] = [Compare(on, ">=", Word(first.isoformat()))]
    return ends if last is None else [*ends, Compare(on, "<=", Word(last.isoformat()))]
