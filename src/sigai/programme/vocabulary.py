"""What formulas of a programme may mention, as the formulas part wants it: names with their units and types."""

from __future__ import annotations

from collections.abc import Iterable

from sigai.base.periods import month_index
from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas import LedgerFieldType, LedgerType, MeasureType, Vocabulary
from sigai.programme.calendar import LENGTH
from sigai.programme.ledgers import Ledger
from sigai.programme.measures import Measure, Parameter
from sigai.programme.organisation import IndustryGroup


def make_vocabulary(
    measures: Iterable[Measure],
    ledgers: Iterable[Ledger],
    parameters: Iterable[Parameter],
    groups: Iterable[IndustryGroup],
    base_year: int,
) -> Vocabulary:
    """The vocabulary of a programme. An unknown unit counts as a pure number here; its own check reports it."""
    parameters = tuple(parameters)
    return Vocabulary(
        measures={measure.id: _measure_type(measure) for measure in measures},
        ledgers={ledger.id: _ledger_type(ledger) for ledger in ledgers},
        parameters={parameter.id: _unit(parameter.unit) for parameter in parameters},
        changes={parameter.id: _changes(parameter, base_year) for parameter in parameters},
        industry_groups=frozenset(group.id for group in groups),
        base_year=base_year,
    )


def _changes(parameter: Parameter, base_year: int) -> frozenset[int]:
    """The months in which a parameter becomes another number, from the first month of results on: the base year's
    first. Before it has a number, it has none."""
    first = month_index(base_year, 1)
    before, found = None, set()
    for dated in parameter.values:
        if dated.start.first > first and dated.value != before:
            found.add(dated.start.first)
        before = dated.value
    return frozenset(found)


def _measure_type(measure: Measure) -> MeasureType:
    return MeasureType(
        _unit(measure.unit),
        measure.accumulation,
        measure.subject,
        LENGTH[measure.frequency],
        never_negative=measure.minimum is not None and measure.minimum >= 0,
    )


def _ledger_type(ledger: Ledger) -> LedgerType:
    return LedgerType(
        counted_in=_unit(ledger.counted_in),
        states=frozenset(state.id for state in ledger.states),
        fields={
            field.id: LedgerFieldType(field.type, _unit(field.unit), frozenset(choice.id for choice in field.choices))
            for field in ledger.fields
        },
        subject=ledger.subject,
    )


def _unit(text: str) -> MeasureUnit:
    try:
        return MeasureUnit.parse(text)
    except ValueError:
        return NUMBER
