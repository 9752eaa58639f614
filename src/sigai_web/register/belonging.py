"""Whom things below an enterprise belong to, who may enter them, and which unit confirms what was entered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from sigai.programme import Programme
from sigai_web import programme
from sigai_web.permissions import Resource, allowed
from sigai_web.register.operations import BELOW_KEEP, REGISTER_KEEP
from sigai_web.store.models import Entity
from sigai_web.store.owners import units_named
from sigai_web.store.register import NewFact

NOBODY: Mapping[str, Entity] = MappingProxyType({})
Owners = Mapping[str, tuple[Entity, ...]]
"""Of things below an enterprise, those that they belong to in the end: now, and as somebody asks for it."""


def owners_of(ids: Iterable[str], facts: Iterable[NewFact] = (), known: Mapping[str, Entity] = NOBODY) -> Owners:
    """Whom some entities belong to in the end by their lines, and by facts that are asked for; nobody's is not among
    them. `known` are lines at hand."""
    told: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.fact == "parent" and fact.value and not fact.withdrawn:
            told[fact.entity].add(fact.value)
    ids = list(ids)
    lines: dict[str, Entity] = dict(known)
    above: dict[str, set[str]] = {}
    wanted = set(ids)
    new = wanted - lines.keys() if known else set()
    while wanted:
        lines |= Entity.objects.in_bulk(wanted - lines.keys() - new)
        above |= {one: told[one] | _parent(lines.get(one)) for one in wanted}
        wanted = {parent for one in wanted for parent in above[one]} - above.keys()
    found = {one: tuple(lines[top] for top in sorted(_tops(one, above)) if top in lines) for one in ids if above[one]}
    return {one: owners for one, owners in found.items() if owners}


def _parent(line: Entity | None) -> set[str]:
    return {line.parent} if line is not None and line.parent else set()


def _tops(one: str, above: Mapping[str, set[str]]) -> set[str]:
    parents = above.get(one, set())
    return {top for parent in parents for top in _tops(parent, above)} if parents else {one}


def may_keep(user: Any, entity: str, area: str, owners: Iterable[Entity] = ()) -> bool:
    """Whether somebody may enter and change an entity: of what belongs to others, if they may for each of these."""
    whose = list(owners)
    if allowed(user, REGISTER_KEEP, Resource(entity=entity, area=area)):
        return True
    return bool(whose) and all(allowed(user, BELOW_KEEP, Resource(entity=one.pk, area=one.area)) for one in whose)


def confirming_unit(content: Programme, kind: str, area: str) -> str:
    """The unit that confirms things of a kind in an area: of a collective its member that stands for that area. None
    where the kind names none: then only the office decides."""
    known = content.kind_by_id.get(kind)
    named = units_named(content, [known.confirmed_by]) if known and known.confirmed_by else frozenset()
    places = {unit: content.unit_by_id[unit].area for unit in sorted(named)}
    here = [unit for unit, place in places.items() if place and area in content.areas_under(place)]
    everywhere = [unit for unit, place in places.items() if not place]
    return next(iter((*here, *everywhere)), "")


def kinds_of(kind: str) -> list[str]:
    """The kinds of things that may belong to an entity of a kind, directly or to something that does."""
    content, found = programme.current(), list[str]()
    for one in content.kinds:
        if kind in one.parents or any(parent in found for parent in one.parents):
            found.append(one.id)
    return found
