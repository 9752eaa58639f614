"""Which organisations a figure or a record belongs to, by the programme's content.

A unit answers for the measures of the forms that it fills in or collects; one that stands for an area (a county's
government, a park's committee), only for the figures of that area and what lies in it.
"""

from __future__ import annotations

from sigai.programme import Programme
from sigai_web.permissions.asking import Subject
from sigai_web.permissions.table import Reach


def measures_of_unit(programme: Programme, unit: str, reach: Reach = Reach.UNIT) -> frozenset[str]:
    """The measures of every form that a unit fills in (`Reach.FORMS`), or fills in or collects (`Reach.UNIT`)."""
    names = _names_of(programme, unit)
    return frozenset(
        measure
        for form in programme.forms
        if names & {*form.units, form.collected_by if reach is Reach.UNIT else None}
        for measure in form.measures
    )


def areas_of_unit(programme: Programme, unit: str) -> tuple[str, ...] | None:
    """The areas that a unit's figures are confined to; None for a department, which has no area of its own."""
    found = programme.unit_by_id.get(unit)
    return programme.areas_under(found.area) if found and found.area else None


def ledgers_of_unit(programme: Programme, unit: str) -> frozenset[str]:
    """The ledgers that a unit keeps."""
    names = _names_of(programme, unit)
    return frozenset(ledger.id for ledger in programme.ledgers if names & set(ledger.keepers))


def figure_subject(programme: Programme, entity: str, area: str, measure: str) -> Subject:
    """Whose figure it is: `area` is where the entity lies, or the entity itself where it is an area."""
    units = _units_with(programme, measure, area, Reach.UNIT)
    return Subject(entity=entity, area=area, units=units, reporters=_units_with(programme, measure, area, Reach.FORMS))


def record_subject(programme: Programme, ledger: str, entity: str, area: str) -> Subject:
    """Whose record it is."""
    units = frozenset(unit.id for unit in programme.units if ledger in ledgers_of_unit(programme, unit.id))
    return Subject(entity=entity, area=area, units=units)


def _units_with(programme: Programme, measure: str, area: str, reach: Reach) -> frozenset[str]:
    found = set()
    for unit in programme.units:
        confined = areas_of_unit(programme, unit.id)
        if (confined is None or area in confined) and measure in measures_of_unit(programme, unit.id, reach):
            found.add(unit.id)
    return frozenset(found)


def _names_of(programme: Programme, unit: str) -> frozenset[str]:
    """A unit and the collectives that it is a member of."""
    return frozenset({unit, *(other.id for other in programme.units if unit in other.members)})
