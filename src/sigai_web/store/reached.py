"""The records that an organisation reaches, or a role of the content, as a condition."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db.models import Q

from sigai_web import programme
from sigai_web.permissions.asking import RolePart
from sigai_web.permissions.table import Reach
from sigai_web.store.openings import ways_within
from sigai_web.store.owners import ledgers_of_unit


def records_of(reach: Reach, scope: str) -> Q:
    """By the ledgers that an organisation keeps, or by whom the record names now (`RecordParty`)."""
    if reach is Reach.PART:
        return _records_with_part(RolePart.of(scope))
    party = apps.get_model("store", "RecordParty")
    named = Q(pk__in=party.objects.order_by().filter(party.within(reach, scope)).values("record"))
    if reach is Reach.UNIT:
        return Q(ledger__in=ledgers_of_unit(programme.current(), scope)) | named
    return named


def records_in_ledger(ledger: str, found: Iterable[tuple[Reach, str]]) -> Q:
    """What some reaches with their scopes hold of the records of one ledger: the same as `records_of`, by the parties
    of that ledger alone."""
    whole, parties = Q(pk__in=()), []
    for reach, scope in found:
        if reach in (Reach.PART, Reach.ALL) or (
            reach is Reach.UNIT and ledger in ledgers_of_unit(programme.current(), scope)
        ):
            whole |= records_of(reach, scope)
        else:
            parties += ways_within(reach, scope)
    if not parties:
        return whole
    rows = apps.get_model("store", "RecordParty").objects.order_by().filter(ledger=ledger)
    first, *others = [rows.filter(party).values("record") for party in parties]
    return whole | Q(pk__in=first.union(*others, all=True) if others else first)


def _records_with_part(part: RolePart) -> Q:
    """The records in which a role of the content has a part: of the ledgers that say so, as far as its scope goes."""
    of_them = Q(ledger__in=part.ledgers)
    if part.named is not None:
        entries, links = apps.get_model("store", "RecordEntry"), apps.get_model("store", "RecordLink")
        own = entries.objects.filter(ledger=part.named[0], number=part.named[1]).values("pk")
        return of_them & (Q(pk__in=own) | Q(pk__in=links.objects.order_by().filter(target__in=own).values("record")))
    if part.reach is Reach.ALL or part.reach is None:
        return of_them
    return of_them & records_of(part.reach, part.scope)
