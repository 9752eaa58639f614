"""What a formula is made of, as frozen values: numbers, names, arithmetic, conditions.

There is one family of numbers, whatever they are about: an area and a month, an entity and a month, or a record. What a
number is about (its *grain*) follows from where it stands, and the check says where something stands wrongly. Functions
(`sigai.formulas.functions`) are expressions too, each a class of its own. Parsing makes all of them, checking types
them, the stages lower them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sigai.base.units import NUMBER, MeasureUnit

ArithmeticOperator = Literal["+", "-", "*", "/"]
ComparisonOperator = Literal["=", "!=", "<", "<=", ">", ">="]


# --- numbers ---------------------------------------------------------------------------------------------------------


class Expression:
    """A number or a text: about an area and a month, about an entity and a month, or about a record."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Number(Expression):
    """A number as written, with its unit."""

    value: float
    unit: MeasureUnit = NUMBER


@dataclass(frozen=True, slots=True)
class Word(Expression):
    """A bare word, a quoted text or a date: a choice, a code, a state, `2021-06`. It is no number."""

    text: str


@dataclass(frozen=True, slots=True)
class AreaAtHand(Expression):
    """`area` as a key of a parameter, where a number is about an area: that area."""


PlaceValue = Number | Word | AreaAtHand
"""What is written for a key of a parameter, where it does not depend on an entity or record."""


@dataclass(frozen=True, slots=True)
class Parameter(Expression):
    """`$name`: a dated number of the programme; the one in force at the month.

    `param(name, key: value, …)`: the one for some values of its keys (`place`); on the day `on` where one is given.
    """

    name: str
    place: tuple[tuple[str, PlaceValue], ...] = ()
    on: str = ""


@dataclass(frozen=True, slots=True)
class MeasureValue(Expression):
    """The figure of one measure for the entity at hand."""

    measure: str


@dataclass(frozen=True, slots=True)
class Attribute(Expression):
    """An attribute of an entity, or a field of a record; `of_entity` marks `entity.x` asked of a record's entity."""

    name: str
    of_entity: bool = False


@dataclass(frozen=True, slots=True)
class Arithmetic(Expression):
    """`left operator right`; both sides of + and - have the same dimension."""

    left: Expression
    operator: ArithmeticOperator
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative(Expression):
    """The number at an area with its sign turned; about an entity it is written `-1 * x`. A literal is a `Number`."""

    of: Expression


# --- conditions ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compare:
    """`left operator right`; both sides are numbers, or an attribute against a word."""

    left: Expression | Word
    operator: ComparisonOperator
    right: Expression | Word


@dataclass(frozen=True, slots=True)
class OneOf:
    """An attribute is one of some words; codes of industries match by prefix."""

    attribute: Attribute
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InGroup:
    """The industry of the entity belongs to a group of the programme."""

    attribute: Attribute
    group: str


@dataclass(frozen=True, slots=True)
class InList:
    """An entity (`id`, or `entity` of a record) stands on a named list of the register in the month."""

    attribute: Attribute
    list: str

    @property
    def whose(self) -> Attribute:
        """The lists that the entity stands on, as an attribute of several words."""
        return Attribute("list", of_entity=self.attribute.of_entity or self.attribute.name == "entity")


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-or-no attribute by itself: `above_scale`."""

    attribute: Attribute


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of two or more conditions holds."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of two or more conditions holds."""

    conditions: tuple[Condition, ...]


Condition = Compare | OneOf | InGroup | InList | Flag | Not | AllOf | AnyOf

ENTITY_ATTRIBUTES = ("kind", "industry", "above_scale", "tag", "area", "park", "id")
"""What every entity has; another name in a condition about an entity is a measure."""

RECORD_ATTRIBUTES = ("id", "name", "entity", "area")
"""What every record has besides the fields of its ledger; `entity` is the id of the entity it is about."""
