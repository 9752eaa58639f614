"""The columns of a query of which conditions are asked: entities, or records with their entity.

Unknown is null there. Only yes counts, so `holds` is never null. `above_scale` is the one attribute that changes with
time; whoever asks hands in the column that answers it. What a condition means stands in `sigai.evaluation.conditions`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis

from sigai.base.issues import InternalError
from sigai.base.units import NUMBER, MeasureUnit
from sigai.evaluation.conditions import Kind, amount, ask
from sigai.evaluation.decimals import OPERATORS, Wholes, chosen, compare, constant, divided, figure, first_that_holds
from sigai.formulas.function import Applied, texts_of
from sigai.formulas.nodes import Attribute, Condition, Conditional, Expression, Word
from sigai.formulas.quantities import Named, Quantity
from sigai.formulas.times import COMPARE_SPANS, Span, TimeKind, span_of
from sigai.formulas.vocabulary import Vocabulary
from sigai.programme.programme import Programme

Boolean = Any
"""An ibis boolean column; ibis builds its column types at run time."""


def _nothing_gathered(_call: Applied) -> Quantity[Wholes]:
    return figure(ibis.null("decimal(18, 4)"), NUMBER)


@dataclass(frozen=True, slots=True)
class Subject:
    """The table that conditions are asked of: where each attribute stands, and how numbers are had.

    `columns` maps an attribute's name (`entity.` before those of a record's entity) to a text column; `tags` are list
    columns by the same names; `above` answers `above_scale`; `numbers` are the attributes that are numbers, `times`
    those that are dates or periods. `named` gives the figures, fields and parameters that numbers about the row are
    made of, `gathered` what hangs on a record: its rows.
    """

    programme: Programme
    columns: Mapping[str, Any]
    tags: Mapping[str, Any]
    above: Mapping[str, Boolean]
    numbers: frozenset[str]
    times: Mapping[str, TimeKind]
    named: Callable[[Named], Quantity[Wholes]]
    gathered: Callable[[Applied], Quantity[Wholes]] = _nothing_gathered

    def kind(self, attribute: Attribute) -> Kind:
        """What an attribute or field holds: a number, a date, a period or text."""
        key = _key(attribute)
        return self.times.get(key, "number" if key in self.numbers else "text")

    def codes(self, group: str) -> tuple[str, ...]:
        """The industry codes of a group of the programme."""
        return self.programme.industry_group_by_id[group].codes

    def quantity(self, named: Named) -> Quantity[Wholes]:
        """A figure, a number field or a parameter as a column of the table."""
        return self.named(named)

    def unknown(self) -> Boolean:
        """Null in every row."""
        return ibis.null("boolean")

    def turned(self, answer: Boolean) -> Boolean:
        """Yes for no and no for yes; null stays null."""
        return ~answer

    def joined(self, answers: list[Boolean], *, every: bool) -> Boolean:
        """All or one of some answers, in three values: null where the others do not decide."""
        return reduce(and_ if every else or_, answers)

    def flag(self, attribute: Attribute) -> Boolean:
        """A yes-or-no attribute: null where the column says neither."""
        key = _key(attribute)
        if key in self.above:
            return self.above[key]
        column = self.columns[key]
        return ibis.cases((column == "true", True), (column == "false", False), else_=self.unknown())

    def among(self, attribute: Attribute, words: tuple[str, ...]) -> Boolean:
        """Whether a text is one of some words, or a list column has one of them."""
        key = _key(attribute)
        if key in self.tags:
            return reduce(or_, [self.tags[key].contains(word) for word in words])
        return self.columns[key].isin(words)

    def begins(self, attribute: Attribute, codes: tuple[str, ...]) -> Boolean:
        """Whether a code of industry begins with one of some codes."""
        industry = self.columns[_key(attribute)]
        return reduce(or_, [_begins(industry, code) for code in codes], ibis.literal(False))

    def same(self, left: Attribute, right: Attribute) -> Boolean:
        """Whether two columns say the same; a list column, whether it has the text of the other."""
        sets = [side for side in (left, right) if _key(side) in self.tags]
        if len(sets) == 2:
            return self.unknown()
        if sets:
            word = right if sets[0] is left else left
            return self.tags[_key(sets[0])].contains(self.columns[_key(word)])
        return OPERATORS["="](self.columns[_key(left)], self.columns[_key(right)])

    def span(self, attribute: Attribute, kind: TimeKind) -> Span:
        """The days of a date, or the months of a period, in every row."""
        text = self.columns[_key(attribute)]
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

    def compare_spans(self, left: Span, operator: str, right: Span) -> Boolean:
        """Whether one span stands so to another, row by row; null where one is missing."""
        return COMPARE_SPANS[operator](left, right)

    @property
    def vocabulary(self) -> Vocabulary:
        """The names of the programme, with their types."""
        return self.programme.vocabulary

    @property
    def one(self) -> Wholes:
        """One in every row."""
        return constant(1)

    def chosen(self, tests: Sequence[Boolean], columns: Sequence[Wholes | None]) -> Wholes:
        """The column beside the first test that holds; null where a test is null before that."""
        return chosen(tests, columns)

    def divided(self, above: Wholes, below: Wholes) -> Wholes:
        """One column over another as whole numbers, halves away from zero; null over zero."""
        return divided(above, below)

    def compare(self, left: Quantity[Wholes], operator: str, right: Quantity[Wholes]) -> Boolean:
        """Whether one number stands so to another, exactly; null where one is missing."""
        return compare(left, operator, right)


def holds(condition: Condition | None, subject: Subject) -> Boolean:
    """Whether each row is known to meet the condition: true or false, never null."""
    if condition is None:
        return ibis.literal(True)
    return ibis.coalesce(ask(condition, subject), ibis.literal(False))


def worked_out(expression: Expression, subject: Subject) -> Any:
    """What a formula gives for every row, as a column: a number in its own unit or a text; null is missing."""
    if texts_of(expression):
        return text_column(expression, subject)
    found = amount(expression, subject)
    return column_in(found, found.unit)


def text_column(expression: Expression, subject: Subject) -> Any:
    """The text that a choice between texts gives for every row; null where a condition is unknown before one holds."""
    if isinstance(expression, Conditional):
        pairs = [(ask(condition, subject), text_column(text, subject)) for condition, text in expression.branches]
        return first_that_holds(pairs, text_column(expression.otherwise, subject), ibis.null("string"))
    if isinstance(expression, Word):
        return ibis.literal(expression.text)
    raise InternalError(f"no choice between texts: {expression!r}")


def column_in(found: Quantity[Wholes], unit: MeasureUnit) -> Any:
    """A quantity as a column of numbers in a unit of its dimension; null is missing."""
    if found.nothing:
        return ibis.null("float64")
    above, below = found.above or constant(1), found.below or constant(1)
    return above.float * float(found.size / unit.size) / below.float.nullif(0)


_FIRST_DAY = dt.date(1, 1, 1)
_PARTS = [
    ((name, span.first % 12), (name, span.last % 12))
    for name in ("", "H1", "H2", "Q1", "Q2", "Q3", "Q4", *(f"-{month:02d}" for month in range(1, 13)))
    if (span := span_of("period", f"2000{name}")) is not None
]
"""The parts of a year as periods write them, with their first and last months."""


def _begins(industry: Any, code: str) -> Boolean:
    return industry.substr(1).startswith(code) if code[:1].isdigit() else industry.startswith(code)


def _key(attribute: Attribute) -> str:
    return f"entity.{attribute.name}" if attribute.of_entity else attribute.name
