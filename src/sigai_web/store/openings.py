"""To whom ledgers open their records: of many as a condition, of one as an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, reduce
from operator import or_

from django.apps import apps
from django.db.models import Q

from sigai.ledgers import Record
from sigai.programme import Ledger, LedgerReaders, opened_to
from sigai_web import programme
from sigai_web.permissions.table import Reach
from sigai_web.store.owners import names_of_unit, units_of_areas


def opened_records(role: str, scope: str, read: str, ledgers: Iterable[Ledger]) -> Q:
    """The records that some ledgers open to a role with a scope: those that count. `read`: only those of which so much
    is opened."""
    found, places = Q(pk__in=()), cache(lambda: _places_of(role, scope))
    for ledger in ledgers:
        for readers in ledger.readers:
            if opened_to(readers, role, scope) and read in ("", readers.read):
                found |= Q(ledger=ledger.id, withdrawn=False) & _among(readers, places)
    return found


def _among(readers: LedgerReaders, places: Callable[[], list[str]]) -> Q:
    """Of the records of a ledger those in the states of its readers, and that name them where that is asked for: one of
    their places, which are looked up once, and only then."""
    found = Q(state__in=readers.states) if readers.states else Q()
    if readers.named_in is None:
        return found
    column = readers.named_in if readers.named_in in ("area", "entity") else f"fields__{readers.named_in}"
    return found & Q(**{f"{column}__in": places()})


def _places_of(role: str, scope: str) -> list[str]:
    """What may name somebody with a scope: an entity by itself and by the park and the areas in which it lies; of a
    role whose holders are named by their own record, its number. Nothing names who has no scope."""
    if not scope:
        return []
    own = programme.current().role_by_id.get(role)
    if own is not None and own.scope == "named":
        return [scope, f"{own.pool}/{scope}"]
    register = apps.get_model("store", "Entity").objects.filter(pk=scope)
    lying = [place for place in register.values_list("area", "park").first() or () if place]
    above = [code for place in (scope, *lying) for code in programme.current().areas_above(place)]
    return list(dict.fromkeys([scope, *lying, *above]))


def parties_within(reach: Reach, scope: str) -> Q:
    """The parties of records that are an organisation, or lie within it."""
    return reduce(or_, ways_within(reach, scope), Q(pk__in=()))


def ways_within(reach: Reach, scope: str) -> list[Q]:
    """The ways to be an organisation, or to lie within it: each is one look into an index of parties."""
    content = programme.current()
    match reach:
        case Reach.UNIT:
            return [Q(unit__in=names_of_unit(content, scope))]
        case Reach.AREA:
            areas = content.areas_under(scope)
            lying = apps.get_model("store", "Entity").objects.filter(area__in=areas).values("pk")
            return [Q(place__in=areas), Q(place__in=lying), Q(unit__in=units_of_areas(content, areas))]
        case Reach.ENTITY | Reach.PLACE:
            return [Q(place=scope)]
        case _:
            return []


def opener(ledger: Ledger, record: Record) -> Callable[[str, str], frozenset[str]]:
    """How much of a record, as it stands or shall stand, is opened to a role with a scope (`LedgerReaders.read`)."""

    def opens(role: str, scope: str) -> frozenset[str]:
        found = set()
        for readers in ledger.readers:
            if not opened_to(readers, role, scope) or (readers.states and record.state not in readers.states):
                continue
            if readers.named_in is None or _named(record, readers.named_in) in _places_of(role, scope):
                found.add(readers.read)
        return frozenset(found)

    return opens


def _named(record: Record, name: str) -> str:
    head = {"area": record.area, "entity": record.entity}
    return str((head[name] if name in head else record.fields.get(name)) or "")
