"""Which sheets belong to an organisation, by the content: one answer for queries, for columns and for single sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sigai.programme import Form, Programme
from sigai_web import programme
from sigai_web.permissions.asking import Resource
from sigai_web.permissions.table import Reach
from sigai_web.store.owners import areas_of_unit


@dataclass(frozen=True, slots=True)
class Part:
    """The sheets of some forms, in some areas (None: all), of one reporter (None: of everybody)."""

    forms: frozenset[str]
    areas: frozenset[str] | None = None
    reporter: str | None = None


def parts_of(content: Programme, reach: Reach, scope: str) -> tuple[Part, ...]:
    """The parts of all sheets that a permission reaches from its scope."""
    return tuple(_parts(content, reach, scope))


def _parts(content: Programme, reach: Reach, scope: str) -> Iterator[Part]:
    every = frozenset(form.id for form in content.forms)
    by_units = frozenset(form.id for form in content.forms if form.reporter == "unit")
    match reach:
        case Reach.ALL:
            yield Part(every)
        case Reach.AREA:
            yield Part(every, frozenset(content.areas_under(scope)))
        case Reach.ENTITY:
            yield Part(every - by_units, reporter=scope)
        case Reach.PLACE:
            yield Part(every - by_units, reporter=scope)
            yield Part(by_units, frozenset({scope}))
        case Reach.UNIT | Reach.FORMS:
            yield from _of_unit(content, scope, by_units, collected=reach is Reach.UNIT)


def _of_unit(content: Programme, unit: str, by_units: frozenset[str], *, collected: bool) -> Iterator[Part]:
    names = names_of(content, unit)
    filled = frozenset(form.id for form in content.forms if names & set(form.units))
    collects = frozenset(form.id for form in content.forms if collected and form.collected_by in names)
    confined = areas_of_unit(content, unit)
    areas = None if confined is None else frozenset(confined)
    yield Part(filled & by_units, reporter=unit)
    yield Part((filled - by_units) | collects, areas)


def names_of(content: Programme, unit: str) -> frozenset[str]:
    """A unit and the collectives that it is a member of."""
    return frozenset({unit, *(other.id for other in content.units if unit in other.members)})


def reporting_units(content: Programme, form: Form) -> tuple[str, ...]:
    """The units that fill a form in, each by itself; a collective by its members."""
    found = [member for unit in form.units for member in _each(content, unit)]
    return tuple(dict.fromkeys(found))


def _each(content: Programme, unit: str) -> tuple[str, ...]:
    known = content.unit_by_id.get(unit)
    if known is not None and known.kind == "collective":
        return known.members
    return (unit,)


def area_of_unit(content: Programme, unit: str) -> str:
    """The area that a unit stands for; the programme's own for a department."""
    found = content.unit_by_id.get(unit)
    return (found.area if found else None) or content.head.area


def sheet_subject(content: Programme, form: Form, reporter: str, area: str) -> Resource:
    """Whose sheet it is, for the permission table."""
    units, reporters = _answering(content.digest, form.id, area)
    if form.reporter != "unit":
        return Resource(entity=reporter, area=area, units=units, reporters=reporters)
    collects = frozenset(unit for unit in units if form.collected_by in names_of(content, unit))
    own = frozenset({reporter})
    return Resource(entity=area, area=area, units=own | collects, reporters=own)


@lru_cache(maxsize=4096)
def _answering(_digest: str, form_id: str, area: str) -> tuple[frozenset[str], frozenset[str]]:
    """The units that answer for a form's figures of an area, and those that fill it in."""
    content = programme.current()
    form = next(form for form in content.forms if form.id == form_id)
    answering, filling = set(), set()
    for unit in content.units:
        confined = areas_of_unit(content, unit.id)
        if confined is not None and area not in confined:
            continue
        names = names_of(content, unit.id)
        if names & set(form.units):
            filling.add(unit.id)
        if names & {*form.units, form.collected_by}:
            answering.add(unit.id)
    return frozenset(answering), frozenset(filling)
