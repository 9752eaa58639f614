"""Which organisations a figure or a record belongs to, by the programme's content.

A unit answers for the measures of the forms that it fills in or collects; one that stands for an area (a county's
government, a park's committee), only for the figures of that area and what lies in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sigai.ledgers import RecordKey, links_in, may_mean
from sigai.programme import Ledger, Programme
from sigai_web.permissions.asking import Resource
from sigai_web.permissions.table import Reach


def measures_of_unit(programme: Programme, unit: str, reach: Reach = Reach.UNIT) -> frozenset[str]:
    """The measures of every form that a unit fills in (`Reach.FORMS`), or fills in or collects (`Reach.UNIT`)."""
    names = names_of_unit(programme, unit)
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
    names = names_of_unit(programme, unit)
    return frozenset(ledger.id for ledger in programme.ledgers if names & set(ledger.keepers))


def figure_subject(programme: Programme, entity: str, area: str, measure: str, owners: Iterable[str] = ()) -> Resource:
    """Whose figure it is: `area` is where the entity lies, or the entity itself where it is an area; `owners` are those
    that it belongs to."""
    units = _units_with(programme, measure, area, Reach.UNIT)
    reporters = _units_with(programme, measure, area, Reach.FORMS)
    return Resource(entity=entity, area=area, units=units, reporters=reporters, places=frozenset(owners))


@dataclass(frozen=True, slots=True)
class Parties:
    """Whom a record names in its head and its fields: units, entities and areas (`places`), and, by links of its fields
    and rows, `records`: those that stand for people in a role of the content are among them."""

    units: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    records: frozenset[RecordKey] = frozenset()


def parties_of(ledger: Ledger, entity: str | None, area: str | None, fields: Mapping[str, Any]) -> Parties:
    """The parties of a record as it stands or shall stand."""
    named = [(field.kind, fields.get(field.id)) for field in ledger.fields]
    units = {str(value) for kind, value in named if kind == "unit" and value}
    places = {str(value) for kind, value in named if kind in ("entity", "area") and value}
    places |= {each for each in (entity, area) if each}
    links = (tuple(may_mean(field, value)) for _, field, value in links_in(ledger, fields))
    return Parties(frozenset(units), frozenset(places), frozenset(keys[0] for keys in links if keys))


def record_subject(
    programme: Programme, ledger: str, parties: Parties, lying: frozenset[str] = frozenset()
) -> Resource:
    """Whose record it is: of the units that keep the ledger, and of every unit, entity and area that it names.

    `lying` are the areas in which the entities among its places lie. What names a unit that stands for an area
    belongs to that area, too.
    """
    kept = programme.ledger_by_id.get(ledger)
    named = units_named(programme, parties.units)
    around = {area for unit in named if (area := programme.unit_by_id[unit].area)}
    keepers = units_named(programme, kept.keepers if kept else ())
    return Resource(
        units=named | keepers,
        places=parties.places,
        around=lying | around,
        keepers=keepers,
        ledger=ledger,
        named=parties.records,
    )


def _units_with(programme: Programme, measure: str, area: str, reach: Reach) -> frozenset[str]:
    found = set()
    for unit in programme.units:
        confined = areas_of_unit(programme, unit.id)
        if (confined is None or area in confined) and measure in measures_of_unit(programme, unit.id, reach):
            found.add(unit.id)
    return frozenset(found)


def units_of_areas(programme: Programme, areas: tuple[str, ...]) -> frozenset[str]:
    """The units that stand for some areas, and the collectives that such a unit is a member of."""
    own = [unit.id for unit in programme.units if unit.area in areas]
    return frozenset(name for unit in own for name in names_of_unit(programme, unit))


def units_named(programme: Programme, names: Iterable[str]) -> frozenset[str]:
    """The units that some names mean: each unit itself and, of a collective, its members. The other way round than
    `names_of_unit`, and quick: it is asked of every record."""
    known = programme.unit_by_id
    named = [known[name] for name in names if name in known]
    return frozenset(one for unit in named for one in (unit.id, *unit.members) if one in known)


def names_of_unit(programme: Programme, unit: str) -> frozenset[str]:
    """A unit and the collectives that it is a member of."""
    return frozenset({unit, *(other.id for other in programme.units if unit in other.members)})
