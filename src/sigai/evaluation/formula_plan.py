"""From formulas to a plan: the distinct terms that must be computed, and how each indicator is made from them.

A formula says itself which terms it takes at which months and what is made of them (`sigai.formulas.lowering`). Terms
are shared: a run computes each distinct one once.

An indicator is worked out at the ends of the coarsest period of its measures, and that number stands until the next
end: a yearly figure of 2021 stands from 2021-12 to 2022-11. It never stands in for a period that is itself due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigai.base.issues import InternalError
from sigai.base.units import MeasureUnit
from sigai.formulas import compares, lower_formula, ordered_measures, term_unit, walk
from sigai.formulas.lowering import Leaf, Use
from sigai.formulas.nodes import Attribute, Condition, Expression, Parameter
from sigai.formulas.shapes import Shape, conversion
from sigai.programme.programme import Programme

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class IndicatorPlan:
    """How one indicator is made: the shape over its uses, `factor` to its own unit, the months of its period.

    `like_for_like`: it is defined as the number over those that gave every figure needed. `by_each_month`: entities
    count by the facts of each term's own month, not by those of the latest."""

    id: str
    unit: str
    formula: Expression
    shape: Shape
    factor: float
    uses: tuple[Use, ...]
    step: int
    like_for_like: bool = False
    by_each_month: bool = False

    @property
    def compares(self) -> bool:
        """Whether it sets figures against figures, not merely adds them up."""
        return compares(self.formula)


@dataclass(frozen=True, slots=True)
class Plan:
    """All indicators of a run and their distinct terms; a term's place in `terms` is its number in the tables."""

    indicators: tuple[IndicatorPlan, ...]
    terms: tuple[Leaf, ...]

    def number_of(self, term: Leaf) -> int:
        """The number of a term in the tables; ValueError where no indicator of the run has it."""
        return self.terms.index(term)


def make_plan(programme: Programme, formulas: Mapping[str, Expression]) -> Plan:
    """The plan for these formulas, by indicator id; they must have passed the programme's checks."""
    indicators = tuple(_plan_indicator(programme, id_, formula) for id_, formula in formulas.items())
    terms = dict.fromkeys(use.term for indicator in indicators for use in indicator.uses)
    return Plan(indicators, tuple(terms))


def _plan_indicator(programme: Programme, id_: str, formula: Expression) -> IndicatorPlan:
    lowered = lower_formula(formula, programme.vocabulary)
    unit = MeasureUnit.parse(programme.indicator_by_id[id_].unit)
    measures = {measure for use in lowered.uses for measure in ordered_measures(use.term)}
    steps = [MONTHS[programme.measure_by_id[measure].frequency] for measure in measures]
    return IndicatorPlan(
        id_,
        unit.symbol,
        formula,
        lowered.shape,
        conversion(lowered.unit, unit),
        lowered.uses,
        max(steps, default=1),
        programme.indicator_by_id[id_].like_for_like,
        programme.indicator_by_id[id_].membership == "each_month",
    )


def unit_of(programme: Programme, term: Leaf) -> MeasureUnit:
    """The unit that the number of a term is in."""
    if isinstance(term, Parameter):
        return programme.vocabulary.parameters[term.name]
    unit = term_unit(term, programme.vocabulary)
    if unit is None:
        raise InternalError(f"a term of a formula that was not checked: {term!r}")
    return unit


def asks_above_scale(condition: Condition | None) -> bool:
    """Whether the answer may differ from month to month, because it asks for above scale."""
    if condition is None:
        return False
    return any(isinstance(part, Attribute) and part.name == "above_scale" for part in walk(condition))
