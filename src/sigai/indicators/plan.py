"""From formulas to a plan: the distinct terms that must be computed, and how each indicator is made from them.

A *term* is what looks at data: a total, a mean, a count, a parameter. Growth and change ask for the same terms at
another month; that *shift* is pushed down to the terms (`growth(a / b)` needs a and b now and a year ago), so that
everything above the terms is plain arithmetic within one row. Terms are shared: a run computes each distinct one once.

An indicator is worked out at the ends of the coarsest period of its measures, and that number stands until the next
end: a yearly figure of 2021 stands from 2021-12 to 2022-11. It never stands in for a period that is itself due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigai.base.units import NUMBER, Unit
from sigai.formulas.nodes import (
    Arithmetic,
    Attribute,
    AverageGrowth,
    Change,
    Condition,
    Entities,
    Expression,
    Growth,
    Mean,
    MeasureValue,
    Negative,
    Number,
    Parameter,
    PointChange,
    Records,
    Reporting,
    RowArithmetic,
    RowExpression,
    RowTotal,
    Total,
)
from sigai.formulas.walking import compares, walk
from sigai.indicators import algebra
from sigai.indicators.algebra import Sized, Slot, Years
from sigai.programme.programme import Programme

Term = Total | RowTotal | Mean | Entities | Reporting | Records | Parameter
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
COUNT = Unit.parse("个")


@dataclass(frozen=True, slots=True)
class Shift:
    """At which month a term is taken: `back` years before the month at hand, or in the year `year`, same month."""

    back: int = 0
    year: int | None = None

    def earlier(self, years: int) -> Shift:
        if self.year is not None:
            return Shift(year=self.year - years)
        return Shift(back=self.back + years)

    def since(self, year: int) -> Shift:
        return Shift(year=year)


NOW = Shift()


@dataclass(frozen=True, slots=True)
class Use:
    """A term of one indicator, by the number under which its shape asks for it."""

    number: int
    term: Term
    shift: Shift


@dataclass(frozen=True, slots=True)
class IndicatorPlan:
    """How one indicator is made: the shape over its uses, `factor` to its own unit, the months of its period.

    `like_for_like`: it is defined as the number over those that gave every figure needed."""

    id: str
    unit: str
    formula: Expression
    shape: algebra.Shape
    factor: float
    uses: tuple[Use, ...]
    step: int
    like_for_like: bool = False

    @property
    def compares(self) -> bool:
        """Whether it sets figures against figures, not merely adds them up."""
        return compares(self.formula)


@dataclass(frozen=True, slots=True)
class Plan:
    """All indicators of a run and their distinct terms; a term's place in `terms` is its number in the tables."""

    indicators: tuple[IndicatorPlan, ...]
    terms: tuple[Term, ...]

    def number_of(self, term: Term) -> int:
        return self.terms.index(term)


def make_plan(programme: Programme, formulas: Mapping[str, Expression]) -> Plan:
    """The plan for these formulas, by indicator id; they must have passed the programme's checks."""
    indicators = tuple(_plan_indicator(programme, id_, formula) for id_, formula in formulas.items())
    terms = dict.fromkeys(use.term for indicator in indicators for use in indicator.uses)
    return Plan(indicators, tuple(terms))


def _plan_indicator(programme: Programme, id_: str, formula: Expression) -> IndicatorPlan:
    planner = _Planner(programme)
    sized = planner.sized(formula, NOW)
    unit = Unit.parse(programme.indicator_by_id[id_].unit)
    measures = {measure for use in planner.uses for measure in ordered_measures(use.term)}
    steps = [MONTHS[programme.measure_by_id[measure].frequency] for measure in measures]
    factor = algebra.conversion(sized.unit, unit)
    return IndicatorPlan(
        id_,
        unit.symbol,
        formula,
        sized.shape,
        factor,
        tuple(planner.uses),
        max(steps, default=1),
        programme.indicator_by_id[id_].like_for_like,
    )


class _Planner:
    """Walks one formula, numbering its terms as it meets them."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self.uses: dict[Use, None] = {}
        self._numbers: dict[tuple[Term, Shift], int] = {}

    def sized(self, node: Expression, shift: Shift) -> Sized:
        if isinstance(node, Number):
            return algebra.number(node.value, node.unit)
        if isinstance(node, Arithmetic):
            return algebra.combine(self.sized(node.left, shift), node.operator, self.sized(node.right, shift))
        if isinstance(node, Negative):
            return algebra.negative(self.sized(node.of, shift))
        if isinstance(node, Growth):
            return algebra.growth(self.sized(node.of, shift), self.sized(node.of, shift.earlier(1)))
        if isinstance(node, AverageGrowth | Change | PointChange):
            return self._since(node, shift)
        return Sized(Slot(self._number(node, shift)), term_unit(self._programme, node))

    def _since(self, node: AverageGrowth | Change | PointChange, shift: Shift) -> Sized:
        now, then = self.sized(node.of, shift), self.sized(node.of, shift.since(node.since))
        if isinstance(node, Change):
            return algebra.growth(now, then)
        if isinstance(node, PointChange):
            return algebra.point_change(now, then)
        if shift.year is None:
            return algebra.average_growth(now, then, Years(shift.back, node.since))
        return algebra.average_growth(now, then, algebra.Literally(float(shift.year - node.since)))

    def _number(self, term: Term, shift: Shift) -> int:
        found = self._numbers.setdefault((term, shift), len(self._numbers) + 1)
        self.uses[Use(found, term, shift)] = None
        return found


def term_unit(programme: Programme, term: Term) -> Unit:
    """The unit that the number of a term is in."""
    if isinstance(term, Total):
        return Unit.parse(programme.measure_by_id[term.measure].unit)
    if isinstance(term, Mean | RowTotal):
        return sized_row(programme, term.of).unit
    if isinstance(term, Parameter):
        return Unit.parse(programme.parameter_by_id[term.name].unit)
    if isinstance(term, Records):
        ledger = programme.ledger_by_id[term.ledger]
        field = ledger.field(term.field) if term.field and term.aggregate == "total" else None
        return Unit.parse(field.unit if field else ledger.counted_in)
    return COUNT


def sized_row(programme: Programme, node: RowExpression) -> Sized:
    """A number about one entity as a shape over measure ids and `$parameters`."""
    if isinstance(node, Number):
        return algebra.number(node.value, node.unit)
    if isinstance(node, Parameter):
        return Sized(Slot(f"${node.name}"), Unit.parse(programme.parameter_by_id[node.name].unit))
    if isinstance(node, RowArithmetic):
        return algebra.combine(sized_row(programme, node.left), node.operator, sized_row(programme, node.right))
    name = node.measure if isinstance(node, MeasureValue) else node.name
    measure = programme.measure_by_id.get(name)
    return Sized(Slot(name), Unit.parse(measure.unit) if measure else NUMBER)


def ordered_measures(node: Term | Condition) -> tuple[str, ...]:
    """The measures whose figures a term or condition looks at, in the order in which it names them."""
    if isinstance(node, Records | Parameter):
        return ()
    mentioned = (part.measure for part in walk(node) if isinstance(part, Total | Reporting | MeasureValue))
    return tuple(dict.fromkeys(mentioned))


def asks_above_scale(condition: Condition | None) -> bool:
    """Whether the answer may differ from month to month, because it asks for above scale."""
    if condition is None:
        return False
    return any(isinstance(part, Attribute) and part.name == "above_scale" for part in walk(condition))
