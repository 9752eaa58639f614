"""What formulas of a programme may mention, as the formulas part wants it: names with their units and types."""

from __future__ import annotations

from sigai.base.periods import month_index
from sigai.base.units import NUMBER, Unit
from sigai.formulas import LedgerFieldType, LedgerType, MeasureType, Vocabulary
from sigai.programme.calendar import LENGTH
from sigai.programme.ledgers import Ledger
from sigai.programme.measures import Parameter
from sigai.programme.programme import Programme


def vocabulary_of(programme: Programme) -> Vocabulary:
    """The vocabulary of a programme. An unknown unit counts as a pure number here; its own check reports it."""
    return Vocabulary(
        measures={
            measure.id: MeasureType(
                _unit(measure.unit), measure.accumulation, measure.subject, LENGTH[measure.frequency]
            )
            for measure in programme.measures
        },
        ledgers={ledger.id: _ledger_type(ledger) for ledger in programme.ledgers},
        parameters={parameter.id: _unit(parameter.unit) for parameter in programme.parameters},
        changes={parameter.id: _changes(parameter, programme) for parameter in programme.parameters},
        industry_groups=frozenset(group.id for group in programme.industry_groups),
    )


def _changes(parameter: Parameter, programme: Programme) -> frozenset[int]:
    """The months in which a parameter becomes another number, from the first month of results on: the base year's
    first. Before it has a number, it has none."""
    first = month_index(programme.head.base_year, 1)
    before, found = None, set()
    for dated in parameter.values:
        if dated.start.first > first and dated.value != before:
            found.add(dated.start.first)
        before = dated.value
    return frozenset(found)


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


def _unit(text: str) -> Unit:
    try:
        return Unit.parse(text)
    except ValueError:
        return NUMBER
