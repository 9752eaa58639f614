"""What formulas of a programme may mention, as the formulas part wants it: names with their units and types."""

from __future__ import annotations

from collections.abc import Iterable

from sigai.base.periods import month_index
from sigai.formulas import LedgerFieldType, LedgerType, MeasureType, Vocabulary
from sigai.formulas.vocabulary import KINDS
from sigai.programme.calendar import LENGTH
from sigai.programme.dated import NumbersOverTime
from sigai.programme.kinds import EntityKind
from sigai.programme.ledgers import ComputedField, Ledger, RecordRows
from sigai.programme.measures import Measure
from sigai.programme.organisation import IndustryGroup
from sigai.programme.parameters import Parameter
from sigai.programme.places import keyed_type, numbers_by_place, unit_or_none


def make_vocabulary(
    measures: Iterable[Measure],
    ledgers: Iterable[Ledger],
    parameters: Iterable[Parameter],
    groups: Iterable[IndustryGroup],
    *,
    lists: frozenset[str],
    kinds: Iterable[EntityKind],
    areas: frozenset[str],
    base_year: int,
) -> Vocabulary:
    """The vocabulary of a programme; rows inside records are ledgers, too. `lists`, `areas`: ids and codes;
    `kinds`: those it declares. An unknown unit counts as a pure number here; its own check reports it."""
    parameters, kinds = tuple(parameters), tuple(kinds)
    return Vocabulary(
        measures={measure.id: _measure_type(measure) for measure in measures},
        ledgers={ledger.id: _ledger_type(ledger) for ledger in ledgers},
        parameters={parameter.id: unit_or_none(parameter.unit) for parameter in parameters},
        keyed={parameter.id: keyed_type(parameter, areas) for parameter in parameters if parameter.keys},
        changes={parameter.id: _changes(parameter, base_year) for parameter in parameters},
        industry_groups=frozenset(group.id for group in groups),
        lists=lists,
        kinds=KINDS | {kind.id for kind in kinds},
        attributes={
            kind.id: {
                one.id: LedgerFieldType(one.type, choices=frozenset(choice.id for choice in one.choices))
                for one in kind.attributes
            }
            for kind in kinds
        },
        base_year=base_year,
    )


def _changes(parameter: Parameter, base_year: int) -> frozenset[int]:
    """The months in which a parameter becomes another number somewhere, from the first month of results on: the base
    year's first. Before it has a number, it has none."""
    first, found = month_index(base_year, 1), set()
    for numbers in numbers_by_place(parameter).values():
        before = None
        for month, value in NumbersOverTime.of(numbers).months:
            if month > first and value != before:
                found.add(month)
            before = value
    return frozenset(found)


def _measure_type(measure: Measure) -> MeasureType:
    return MeasureType(
        unit_or_none(measure.unit),
        measure.accumulation,
        measure.subject,
        LENGTH[measure.frequency],
        never_negative=measure.minimum is not None and measure.minimum >= 0,
    )


def _ledger_type(ledger: Ledger) -> LedgerType:
    return LedgerType(
        counted_in=unit_or_none(ledger.counted_in),
        states=frozenset(state.id for state in ledger.states),
        fields={
            field.id: LedgerFieldType(
                field.kind,
                unit_or_none(field.unit),
                frozenset(choice.id for choice in field.choices),
                frozenset(field.ledgers),
            )
            for field in ledger.fields
        }
        | {each.id: _computed_type(each) for each in ledger.computed},
        links={rows.id: _linked_by(rows) for rows in ledger.rows},
        subject=ledger.subject,
        expiring=frozenset(state.id for state in ledger.states if state.expires is not None).union(
            *(recheck.states for recheck in ledger.rechecks if recheck.lapses is not None)
        ),
    )


def _computed_type(field: ComputedField) -> LedgerFieldType:
    choices = frozenset(choice.id for choice in field.choices)
    return LedgerFieldType("choice" if choices else "number", unit_or_none(field.unit), choices)


def _linked_by(rows: RecordRows) -> frozenset[str]:
    return frozenset(name for column in rows.columns for name in column.ledgers)
