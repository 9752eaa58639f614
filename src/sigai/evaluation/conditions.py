"""What a condition says, once for all: of one row, of arrays in memory, of the columns of a query.

Three answers are possible: yes, no, and unknown where something is missing. What is unknown stays unknown when it is
turned round. A condition is taken apart here into the few questions of `Rows`; whoever holds the rows answers these and
nothing else. So the meaning of the language stands in one place, and a way of holding rows cannot have its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar, cast

from sigai.base.issues import InternalError
from sigai.formulas.function import Applied, texts_of
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
    Word,
)
from sigai.formulas.quantities import Named, Quantity, Wholes, chosen, quantity, rounded
from sigai.formulas.textual import numbered
from sigai.formulas.times import Span, TimeKind, mirrored, span_of
from sigai.formulas.vocabulary import Vocabulary

Kind = Literal["number", "text", "date", "period"]
Answer = TypeVar("Answer")
Numbers = TypeVar("Numbers", bound=Wholes)


class Rows(Protocol[Answer, Numbers]):
    """Rows of which conditions can be asked."""

    def kind(self, attribute: Attribute) -> Kind:
        """What an attribute or field holds."""

    def codes(self, group: str) -> tuple[str, ...]:
        """The industry codes of a group."""

    def quantity(self, named: Named) -> Quantity[Numbers]:
        """A figure, a number field or a parameter in force at the month of each row."""

    def gathered(self, call: Applied) -> Quantity[Numbers]:
        """What hangs on each record: how many rows inside it or linked records, or how much in them; missing where rows
        are no records."""

    def unknown(self) -> Answer:
        """The answer of every row where nothing can be known."""

    def turned(self, answer: Answer) -> Answer:
        """Yes for no and no for yes."""

    def joined(self, answers: list[Answer], *, every: bool) -> Answer:
        """`and` is known to fail where one part is known to fail; `or` is known to hold where one is known to hold."""

    def flag(self, attribute: Attribute) -> Answer:
        """A yes-or-no attribute by itself."""

    def among(self, attribute: Attribute, words: tuple[str, ...]) -> Answer:
        """Whether a text is one of some words, or a set of words has one of them."""

    def begins(self, attribute: Attribute, codes: tuple[str, ...]) -> Answer:
        """Whether a code of industry begins with one of some codes; those without a section's letter (`26`) are held
        against what follows it."""

    def same(self, left: Attribute, right: Attribute) -> Answer:
        """Whether two texts are the same, or a set of words has a text; unknown of two sets."""

    def span(self, attribute: Attribute, kind: TimeKind) -> Span:
        """The days of a date, or the months of a period."""

    def compare_spans(self, left: Span, operator: str, right: Span) -> Answer:
        """Whether one span stands so to another."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The names of the programme, with their types."""

    @property
    def one(self) -> Numbers:
        """One in every row."""

    def chosen(self, tests: Sequence[Answer], columns: Sequence[Numbers | None]) -> Numbers:
        """The column beside the first test that holds; a column more than tests stands for what is left. Missing where
        a test is unknown before one holds, and where the column is None or there is none."""

    def divided(self, above: Numbers, below: Numbers) -> Numbers:
        """One column over another as whole numbers, halves away from zero; missing over zero."""

    def compare(self, left: Quantity[Numbers], operator: str, right: Quantity[Numbers]) -> Answer:
        """Whether one number stands so to another, exactly."""


def ask(condition: Condition, rows: Rows[Answer, Numbers]) -> Answer:  # noqa: PLR0911 - one for each kind of node
    """What the rows answer to a condition: yes, no or unknown, in the form in which they hold answers."""
    match condition:
        case Not(inner):
            return rows.turned(ask(inner, rows))
        case AllOf(parts) | AnyOf(parts):
            return rows.joined([ask(part, rows) for part in parts], every=isinstance(condition, AllOf))
        case Flag(attribute):
            return rows.flag(attribute)
        case InGroup(attribute, group):
            return rows.begins(attribute, rows.codes(group))
        case InList(_, name):
            return rows.among(condition.whose, (name,))
        case OneOf(attribute, words):
            return _among(attribute, words, rows)
        case Compare():
            return _compare(condition, rows)
    raise InternalError(f"a condition of an unknown kind: {condition!r}")


def _among(attribute: Attribute, words: tuple[str, ...], rows: Rows[Answer, Numbers]) -> Answer:
    kind = rows.kind(attribute)
    if kind in ("date", "period"):
        return rows.joined([_compare_times(attribute, "=", Word(word), rows) for word in words], every=False)
    return rows.begins(attribute, words) if attribute.name == "industry" else rows.among(attribute, words)


def _compare(condition: Compare, rows: Rows[Answer, Numbers]) -> Answer:
    left, operator, right = condition.left, str(condition.operator), condition.right
    if isinstance(left, Word) and isinstance(right, Attribute):
        left, operator, right = right, mirrored(operator), left
    if isinstance(left, Attribute) and isinstance(right, Word | Attribute):
        kind = rows.kind(left)
        if kind in ("date", "period"):
            return _compare_times(left, operator, right, rows)
        if isinstance(right, Word) or kind == "text":
            return _compare_texts(left, operator, right, rows)
    if isinstance(left, Word) and texts_of(right):
        left, right = right, left
    if isinstance(right, Word) and texts_of(left):
        return _compare_worked_out(left, operator, right, rows)
    if isinstance(left, Word) or isinstance(right, Word):
        return rows.unknown()
    return _compare_numbers(left, operator, right, rows)


def amount(expression: Expression, rows: Rows[Answer, Numbers]) -> Quantity[Numbers]:
    """What a number about each of the rows amounts to, exactly."""
    return quantity(expression, rows.quantity, _Counted(rows))


@dataclass(frozen=True, slots=True)
class _Counted(Generic[Answer, Numbers]):
    """How functions work out their numbers from those of their parts."""

    rows: Rows[Answer, Numbers]

    @property
    def vocabulary(self) -> Vocabulary:
        return self.rows.vocabulary

    def number(self, expression: Expression) -> Quantity[Numbers]:
        return amount(expression, self.rows)

    def choice(
        self, branches: Iterable[tuple[Condition, Expression]], otherwise: Expression | None
    ) -> Quantity[Numbers]:
        pairs = tuple(branches)
        tests = [ask(condition, self.rows) for condition, _ in pairs]
        parts = [number for _, number in pairs] + ([] if otherwise is None else [otherwise])
        quantities = [amount(part, self.rows) for part in parts]
        return chosen(quantities, lambda columns: self.rows.chosen(tests, columns), self.rows.one)

    def rounded(self, of: Expression, places: int) -> Quantity[Numbers]:
        return rounded(amount(of, self.rows), places, self.rows.divided, self.rows.one)

    def gathered(self, call: Applied) -> Quantity[Numbers]:
        return self.rows.gathered(call)


def _compare_numbers(left: Expression, operator: str, right: Expression, rows: Rows[Answer, Numbers]) -> Answer:
    return rows.compare(amount(left, rows), operator, amount(right, rows))


def _compare_worked_out(left: Expression, operator: str, right: Word, rows: Rows[Answer, Numbers]) -> Answer:
    """A text that is worked out against a word; one that it never is lies behind all that it may be."""
    texts = (*texts_of(left), right.text)
    place = Number(float(texts.index(right.text)))
    return _compare_numbers(numbered(left, texts), operator, place, rows)


def _compare_texts(left: Attribute, operator: str, right: Word | Attribute, rows: Rows[Answer, Numbers]) -> Answer:
    """Texts have no order: they are the same or not."""
    if operator not in ("=", "!="):
        return rows.unknown()
    same = _among(left, (right.text,), rows) if isinstance(right, Word) else rows.same(left, right)
    return same if operator == "=" else rows.turned(same)


def _compare_times(left: Attribute, operator: str, right: Word | Attribute, rows: Rows[Answer, Numbers]) -> Answer:
    """A date or period against another, which must be of the same kind where it is a field."""
    kind = cast(TimeKind, rows.kind(left))
    if isinstance(right, Word):
        other = span_of(kind, right.text)
    else:
        other = rows.span(right, kind) if rows.kind(right) == kind else None
    return rows.unknown() if other is None else rows.compare_spans(rows.span(left, kind), operator, other)
