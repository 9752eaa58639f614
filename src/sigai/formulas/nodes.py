"""What a formula means: its parts as frozen values. Parsing makes them, checking types them, indicators compile them.

An expression stands for one number at an area and a month. A condition stands for yes or no about one entity or one
record. A row expression stands for one number about one entity (used in means and identities).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sigai.base.units import NUMBER, Unit

ArithmeticOperator = Literal["+", "-", "*", "/"]
ComparisonOperator = Literal["=", "!=", "<", "<=", ">", ">="]
Window = Literal["default", "month", "rolling", "programme"]
"""Over which time a total runs. `default`: January to the month for flows, as it stands for stocks. `month`: the month
alone. `rolling`: the twelve months up to the month. `programme`: from the programme's first month."""
Within = Literal["year", "programme", "always"]
"""When a record must have entered a counted state: since January, since the programme's start, at any time."""


# --- conditions about one entity or one record ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of an entity, or a field of a record; `of_entity` marks `entity.x` asked of a record's entity."""

    name: str
    of_entity: bool = False


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """The figure of one measure for the entity at hand."""

    measure: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, with its unit."""

    value: float
    unit: Unit = NUMBER


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word, a quoted text or a date: a choice, a code, a state, `2021-06`."""

    text: str


@dataclass(frozen=True, slots=True)
class Compare:
    """`left operator right`; both sides are row expressions, or an attribute against a word."""

    left: RowExpression | Word
    operator: ComparisonOperator
    right: RowExpression | Word


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


Condition = Compare | OneOf | InGroup | Flag | Not | AllOf | AnyOf


# --- numbers about one entity -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter:
    """`$name`: a dated number of the programme; the one in force at the month."""

    name: str


@dataclass(frozen=True, slots=True)
class RowArithmetic:
    """Arithmetic over the figures of one entity."""

    left: RowExpression
    operator: ArithmeticOperator
    right: RowExpression


RowExpression = MeasureValue | Attribute | Number | Parameter | RowArithmetic


# --- numbers at an area and a month -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of a measure over the entities of the area that meet a condition."""

    measure: str
    where: Condition | None = None
    over: Window = "default"


@dataclass(frozen=True, slots=True)
class RowTotal:
    """The sum over entities of a number that is worked out for each entity and month before it is added up.

    `total(power * $price)`: each month's own power at that month's price. A plain measure is a `Total`, never this.
    """

    of: RowExpression
    where: Condition | None = None
    over: Window = "default"


@dataclass(frozen=True, slots=True)
class Mean:
    """The plain mean over entities of a row expression: a mean of ratios, because the formula says so."""

    of: RowExpression
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Entities:
    """How many entities of a kind on the register meet a condition in the month."""

    kind: str = "enterprise"
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Reporting:
    """How many entities that meet a condition gave a figure of a measure."""

    measure: str
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """A number over the records of a ledger that entered one of `states` in the window and still stand in it.

    `aggregate`: `count` of records, `distinct` values of `field`, or `total` of the number in `field`.
    """

    ledger: str
    states: tuple[str, ...]
    aggregate: Literal["count", "distinct", "total"] = "count"
    field: str | None = None
    where: Condition | None = None
    within: Within = "always"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left operator right`; both sides of + and - have the same dimension."""

    left: Expression
    operator: ArithmeticOperator
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative:
    """The number with its sign turned. A negative literal is a `Number`, never this."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Growth:
    """Relative change on the same period of the year before."""

    of: Expression


@dataclass(frozen=True, slots=True)
class AverageGrowth:
    """Mean yearly growth since the same period of a base year: `(now / then) ** (1 / years) - 1`."""

    of: Expression
    since: int


@dataclass(frozen=True, slots=True)
class Change:
    """Relative change since the same period of a base year."""

    of: Expression
    since: int


@dataclass(frozen=True, slots=True)
class PointChange:
    """Change of a share or rate since the same period of a base year, in percentage points."""

    of: Expression
    since: int


Expression = (
    Total
    | RowTotal
    | Mean
    | Entities
    | Reporting
    | Records
    | Number
    | Parameter
    | Arithmetic
    | Negative
    | Growth
    | AverageGrowth
    | Change
    | PointChange
)

Term = Total | RowTotal | Mean | Entities | Reporting | Records
"""The leaves of an expression that take their number from values, entities or records."""

ENTITY_ATTRIBUTES = ("kind", "industry", "above_scale", "tag", "area", "park", "id")
"""What every entity has; another name in a condition about an entity is a measure."""

RECORD_ATTRIBUTES = ("id", "name", "entity", "area")
"""What every record has besides the fields of its ledger; `entity` is the id of the entity it is about."""
