"""From a checked formula to what is computed: distinct terms, the months they are taken at, a shape over them.

A *term* is what looks at data: a total, a mean, a count, a parameter. Growth and change ask for the same terms at
another month; that *shift* is pushed down to the terms (`growth(a / b)` needs a and b now and a year ago), so that
everything above the terms is plain arithmetic within one row. Arithmetic about one entity is lowered the same way, to a
shape over the names of its figures.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce

from sigai.base.issues import InternalError
from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.checking import term_unit
from sigai.formulas.function import Applied, FormulaTerm
from sigai.formulas.shapes import (
    AND,
    COMPARISONS,
    NOT,
    OR,
    Apply,
    Asked,
    Literally,
    Shape,
    Sized,
    Slot,
    Years,
    alike,
    combine,
    negative,
    number,
)
from sigai.formulas.syntax import (
    AllOf,
    AnyOf,
    Arithmetic,
    Attribute,
    Compare,
    Condition,
    Expression,
    MeasureValue,
    Negative,
    Not,
    Number,
    Parameter,
    Word,
)
from sigai.formulas.vocabulary import Vocabulary

Leaf = FormulaTerm | Parameter
"""What is computed for every area and month."""


@dataclass(frozen=True, slots=True)
class Shift:
    """At which month a term is taken: `back` years before the month at hand, or in the year `year`, same month."""

    back: int = 0
    year: int | None = None

    def earlier(self, years: int) -> Shift:
        """The shift to the month `years` years before the one that this shift leads to."""
        if self.year is not None:
            return Shift(year=self.year - years)
        return Shift(back=self.back + years)

    def since(self, year: int) -> Shift:
        """The shift to the same month of the base year `year`."""
        return Shift(year=year)


NOW = Shift()


@dataclass(frozen=True, slots=True)
class Use:
    """A term of one formula, by the number under which its shape asks for it."""

    number: int
    term: Leaf
    shift: Shift


@dataclass(frozen=True, slots=True)
class Lowered:
    """A formula as a shape over its uses, and the unit its number is in."""

    shape: Shape
    unit: MeasureUnit
    uses: tuple[Use, ...]


def lower_formula(formula: Expression, vocabulary: Vocabulary) -> Lowered:
    """What is computed for a formula; it must have passed its check."""
    at = _AtArea(vocabulary)
    sized = at.number(formula)
    return Lowered(sized.shape, sized.unit, tuple(at.uses))


def lower_row(expression: Expression, vocabulary: Vocabulary) -> Sized:
    """A number about one entity as a shape over measure ids and parameters; it must have passed its check."""
    return _AtEntity(vocabulary).number(expression)


def _number(expression: Expression, at: _AtArea | _AtEntity) -> Sized:
    match expression:
        case Number(value, unit):
            return number(value, unit)
        case Arithmetic(left, operator, right):
            return combine(at.number(left), operator, at.number(right))
        case Negative(of):
            return negative(at.number(of))
        case Applied():
            return expression.lower(at)
    return at.leaf(expression)


@dataclass(frozen=True, slots=True)
class _AtArea:
    """Walks one formula, numbering its terms as it meets them."""

    vocabulary: Vocabulary
    shift: Shift = NOW
    uses: dict[Use, None] = field(default_factory=dict)
    numbers: dict[tuple[Leaf, Shift], int] = field(default_factory=dict)

    def number(self, expression: Expression) -> Sized:
        return _number(expression, self)

    def leaf(self, expression: Expression) -> Sized:
        if not isinstance(expression, Parameter):
            raise InternalError(f"no number about an area: {expression!r}")
        return self._slot(expression, self.vocabulary.parameters[expression.name])

    def term(self, term: FormulaTerm) -> Sized:
        unit = term_unit(term, self.vocabulary)
        if unit is None:
            raise InternalError(f"not checked: {term!r}")
        return self._slot(term, unit)

    def condition(self, condition: Condition) -> Shape:
        match condition:
            case AllOf(parts) | AnyOf(parts):
                joined = AND if isinstance(condition, AllOf) else OR
                shapes = [self.condition(part) for part in parts]
                return reduce(lambda left, right: Apply(joined, (left, right)), shapes)
            case Not(part):
                return Apply(NOT, (self.condition(part),))
            case Compare(left, operator, right) if not isinstance(left, Word) and not isinstance(right, Word):
                sides, _ = alike([self.number(left), self.number(right)])
                return Apply(COMPARISONS[operator], tuple(sides))
        raise InternalError(f"a condition about an area asks no attribute: {condition}")

    def earlier(self, years: int) -> _AtArea:
        return replace(self, shift=self.shift.earlier(years))

    def since(self, year: int) -> _AtArea:
        return replace(self, shift=self.shift.since(year))

    def years(self, since: int) -> Shape:
        if self.shift.year is None:
            return Years(self.shift.back, since)
        return Literally(float(self.shift.year - since))

    def _slot(self, term: Leaf, unit: MeasureUnit) -> Sized:
        found = self.numbers.setdefault((term, self.shift), len(self.numbers) + 1)
        self.uses[Use(found, term, self.shift)] = None
        return Sized(Slot(found), unit)


@dataclass(frozen=True, slots=True)
class _AtEntity:
    """Walks a number about one entity."""

    vocabulary: Vocabulary

    def number(self, expression: Expression) -> Sized:
        return _number(expression, self)

    def leaf(self, expression: Expression) -> Sized:
        match expression:
            case Parameter(name):
                return Sized(Slot(expression), self.vocabulary.parameters[name])
            case MeasureValue(name) | Attribute(name):
                measure = self.vocabulary.measures.get(name)
                return Sized(Slot(name), measure.unit if measure else NUMBER)
        raise InternalError(f"no number about one entity: {expression!r}")

    def term(self, term: FormulaTerm) -> Sized:
        raise InternalError(f"a term is a number about an area: {term!r}")

    def condition(self, condition: Condition) -> Shape:
        return Asked(condition)

    def earlier(self, years: int) -> _AtEntity:
        raise InternalError(f"a number about one entity is of its month, not of {years} years before")

    def since(self, year: int) -> _AtEntity:
        raise InternalError(f"a number about one entity is of its month, not of {year}")

    def years(self, since: int) -> Shape:
        raise InternalError(f"a number about one entity is of its month, not of {since}")
