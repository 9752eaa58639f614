"""What a function of the language must say of itself, and whom it is told by.

A function is one file in `sigai.formulas.functions`: a class for its calls (`Applied`), a `Function` that reads them.
Whoever works with formulas (the check, the texts, the stages) asks the call and knows no function by name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal, Protocol, Self

from sigai.base.issues import InternalError, Language, Problem
from sigai.base.units import MeasureUnit
from sigai.formulas.series import SeriesTraits, joined
from sigai.formulas.shapes import Shape, Sized
from sigai.formulas.syntax import Condition, Expression, Word
from sigai.formulas.vocabulary import LedgerType, MeasureType, Subject, Vocabulary

Node = Expression | Condition
Window = Literal["default", "month", "rolling", "programme"]
"""Over which time a total runs. `default`: January to the month for flows, as it stands for stocks. `month`: the month
alone. `rolling`: the twelve months up to the month. `programme`: from the programme's first month."""
Within = Literal["year", "programme", "always"]
"""When a record must have entered a counted state: since January, since the programme's start, at any time."""
NameKind = Literal[
    "measure",
    "ledger",
    "state",
    "field",
    "choice",
    "group",
    "list",
    "parameter",
    "key",
    "kind",
    "attribute",
    "tag",
    "area",
]


class Writing(Protocol):
    """Canonical texts: reading them again gives the same."""

    def number(self, expression: Expression) -> str:
        """The canonical text of a number."""

    def condition(self, condition: Condition) -> str:
        """The canonical text of a condition."""


class Telling(Protocol):
    """Plain words in one language."""

    @property
    def language(self) -> Language:
        """The language that is spoken."""

    def number(self, expression: Expression) -> str:
        """A number in words."""

    def condition(self, condition: Condition) -> str:
        """A condition in words."""

    def where(self, condition: Condition | None, ledger: str | None = None) -> str:
        """A condition as it goes into the sentence of a term; empty where there is none."""

    def window(self, over: Window, measures: Iterable[str]) -> str:
        """Over which months figures of some measures are added up."""

    def name(self, kind: NameKind, *path: str) -> str:
        """How a thing is called."""

    def field(self, ledger: str, name: str) -> str:
        """How a field or attribute of a record is called."""

    def own_field(self, name: str) -> str:
        """How a field of the record at hand is called."""

    def own_book(self, table: str) -> str:
        """The rows of a table inside the record at hand, as a ledger that fields and conditions can be named of."""

    def listed(self, words: Iterable[str]) -> str:
        """Words one after the other."""

    def say(self, zh: str, en: str, **facts: object) -> str:
        """A template filled in, in the language at hand."""


class Typing(Protocol):
    """The check of one formula: the units of its parts, and where issues go."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The names of the programme, with their types."""

    @property
    def subject(self) -> Subject | None:
        """What the part at hand is about; None for an area."""

    def add(self, kind: Problem, /, **facts: object) -> None:
        """Add an issue."""

    def text(self, expression: Expression) -> str:
        """The canonical text, for messages."""

    def unit(self, expression: Expression) -> MeasureUnit | None:
        """The unit of a part about the same as the call itself; None after an issue."""

    def parameter(
        self, name: str, given: tuple[tuple[str, Expression], ...], on: Expression | None
    ) -> MeasureUnit | None:
        """The unit of a parameter for what is given for its keys; None after an issue."""

    def earlier(self, of: Expression, within: Expression) -> MeasureUnit | None:
        """The unit of a part that is taken at an earlier month as well, which cannot happen twice."""

    def value(self, expression: Expression) -> MeasureUnit | None:
        """The unit of a part that may be a text, which has none; None after an issue."""

    def like(self, name: str, parts: Iterable[Expression]) -> MeasureUnit | None:
        """The common unit of parts that must measure the same."""

    def condition(self, condition: Condition) -> None:
        """Check a condition about the same as the call itself."""

    def where(self, condition: Condition | None, subject: Subject) -> None:
        """Check a condition about entities or records."""

    def row(self, expression: Expression, subject: Subject) -> MeasureUnit | None:
        """The unit of a number about one entity."""

    def one_subject(self, node: Expression | Condition, text: str) -> str | None:
        """The kind of subject that reports all measures of a number; an issue where there are several kinds."""

    def measure(self, name: str) -> MeasureType | None:
        """The type of a measure; None after an issue."""

    def ledger(self, name: str) -> LedgerType | None:
        """The type of a ledger; None after an issue."""


class Lowering(Protocol):
    """Takes a formula apart into terms and a shape over them, at a month."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The names of the programme, with their types."""

    def term(self, term: FormulaTerm) -> Sized:
        """Where the number of a term is put in."""

    def number(self, expression: Expression) -> Sized:
        """The shape of a part of the formula, at the same month."""

    def condition(self, condition: Condition) -> Shape:
        """The shape of a condition, whose answer is yes, no or unknown."""

    def earlier(self, years: int) -> Self:
        """The same so many years before."""

    def since(self, year: int) -> Self:
        """The same in the same month of a year."""

    def years(self, since: int) -> Shape:
        """How many years lie between a year and the month."""


class Counting(Protocol):
    """Works numbers about an entity or record out exactly, as quantities (`sigai.formulas.quantities`)."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The names of the programme, with their types."""

    def number(self, expression: Expression) -> Any:
        """The quantity of a part."""

    def choice(self, branches: Iterable[tuple[Condition, Expression]], otherwise: Expression | None) -> Any:
        """The quantity beside the first condition that holds, else `otherwise`; missing where there is none, or where a
        condition is unknown before one holds."""

    def rounded(self, of: Expression, places: int) -> Any:
        """The quantity of a part rounded to decimal places of its own unit."""

    def gathered(self, call: Applied) -> Any:
        """The quantity of what the record at hand says of its rows, or of its links."""


class Looking(Protocol):
    """What series the parts of a formula give."""

    @property
    def base_year(self) -> int:
        """The year that the programme's targets are held against."""

    def traits(self, expression: Expression) -> SeriesTraits:
        """The nature of a part of the formula."""

    def total(self, measure: str, over: Window) -> SeriesTraits:
        """The nature of a measure added up over its window."""

    def expires(self, ledger: str, states: Iterable[str]) -> bool:
        """Whether a record can stop to count in one of these states by the mere course of time."""


class Goal(Protocol):
    """What a target asks of a formula, for invented data: told on to what the formula is made of.

    The first target that asks is followed.
    """

    def level(self, measure: str) -> None:
        """The figures of a measure are to come to the goal."""

    def ratio(self, part: str, whole: str) -> None:
        """Those of one measure are to come to a share of another's."""

    def share(self, measure: str) -> None:
        """A share of all entities is to have figures above zero of a measure."""

    def records(self, term: FormulaTerm, whole: FormulaTerm | None = None) -> None:
        """So many records are to be counted; or a share of another number."""

    def follow(self, expression: Expression) -> None:
        """A part of the formula is to come to the goal."""


class Applied(Expression, ABC):
    """A function applied to its arguments."""

    __slots__ = ()

    @property
    @abstractmethod
    def name(self) -> str:
        """The name of the function, as it is written."""

    @property
    @abstractmethod
    def parts(self) -> tuple[Node, ...]:
        """What the call is made of, in the order written."""

    @abstractmethod
    def arguments(self, write: Writing) -> Iterable[str]:
        """The arguments as they are written."""

    @abstractmethod
    def words(self, tell: Telling) -> str:
        """The call in plain words."""

    @abstractmethod
    def unit(self, check: Typing) -> MeasureUnit | None:
        """The unit of the number; None after adding everything that is wrong with the call."""

    @abstractmethod
    def lower(self, at: Lowering) -> Sized:
        """The shape over terms. Only asked of calls that passed the check."""

    @property
    def comparable(self) -> bool:
        """Whether it can be worked out exactly, to be compared in a condition about an entity or record."""
        return False

    def exact(self, counting: Counting) -> Any:
        """The quantity (`sigai.formulas.quantities`) from those of its parts. Only asked of what is `comparable`."""
        raise InternalError(f"{self.name} is not worked out exactly: {counting}")

    @property
    def numbers(self) -> tuple[Expression, ...]:
        """The numbers among the parts."""
        return tuple(part for part in self.parts if isinstance(part, Expression))

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that it may give; none where it gives a number."""
        return ()

    @property
    def gathers(self) -> bool:
        """Whether it is about what hangs on the record at hand: its rows, its links."""
        return False

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that it looks up by itself."""
        return frozenset()

    @property
    def attributes(self) -> frozenset[str]:
        """The fields of the record at hand that it asks for by itself."""
        return frozenset()

    @property
    def takes_over(self) -> bool:
        """Whether it is as much in a month as its parts, so that what multiplies it multiplies them."""
        return True

    def compares(self) -> bool | None:
        """Whether it sets its parts against each other; None: as its parts do themselves."""
        return None

    def traits(self, look: Looking) -> SeriesTraits:
        """What kind of series it gives."""
        return joined([look.traits(part) for part in self.numbers])

    def steer(self, goal: Goal) -> None:
        """Hand a goal on to what the number is made of. By itself nothing is steered."""

    def steer_share(self, whole: Expression, goal: Goal) -> None:
        """The same where the goal is asked of this number's share of another."""


def texts_of(node: Node) -> tuple[str, ...]:
    """The texts that an expression may give, in the order written; none of a number."""
    if isinstance(node, Word):
        return (node.text,)
    return node.texts if isinstance(node, Applied) else ()


class FormulaTerm(Applied):
    """A leaf of a formula at an area and a month: takes its number from values, entities or records."""

    __slots__ = ()
    where: Condition | None

    @property
    def measured(self) -> bool:
        """Whether it adds up or averages figures, more than counts who gave them or is on the register."""
        return False

    @property
    def takes_over(self) -> bool:
        """No: what multiplies a term cannot go into it."""
        return False

    def lower(self, at: Lowering) -> Sized:
        """The place where its number is put in."""
        return at.term(self)


class EntityTerm(FormulaTerm):
    """A term over the entities of the area that meet a condition, by their figures or by being on the register."""

    __slots__ = ()

    @property
    @abstractmethod
    def method(self) -> Literal["total", "mean", "reporting", "entities"]:
        """`total`: the sum of what entities add. `mean`: by how many they are. `reporting`: how many gave a figure.
        `entities`: how many there are."""

    @property
    def adds(self) -> Expression | None:
        """The number of each entity that is added up; None where each counts as one."""
        return None

    def adding(self, of: Expression) -> EntityTerm:
        """The same over another number of each entity."""
        raise InternalError(f"{self.name} adds no numbers of entities: {of}")

    def of_everyone(self) -> Self:
        """The same over everybody, whoever meets its condition."""
        return replace(self, where=None)  # type: ignore[type-var]

    @property
    def over(self) -> Window:
        """Over which months it runs."""
        return "default"

    @property
    def kind(self) -> str | None:
        """The kind of entities, where it is not that of the measures named."""
        return None


class RecordTerm(FormulaTerm):
    """A number over the records of a ledger, or the rows inside them, that entered one of `states` in the window and
    still stand in it.

    `aggregate`: `count` of records, `distinct` values of `field`, or `total` of the number in `field`.
    """

    __slots__ = ()
    ledger: str
    states: tuple[str, ...]
    aggregate: Literal["count", "distinct", "total"]
    field: str | None
    within: Within

    @property
    def kept_in(self) -> str:
        """The ledger itself, where rows inside its records are counted."""
        return self.ledger.partition(".")[0]
