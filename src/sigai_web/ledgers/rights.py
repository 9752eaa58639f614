"""Who may make which step of a record: a role that the ledger names, with reach over the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet

from sigai.ledgers import START, Record
from sigai.programme import Ledger, Transition
from sigai_web import programme
from sigai_web.permissions import Part, Reach, Resource, reaches, roles_held, roles_with, visible
from sigai_web.store.models import CurrentRecord, Entity, RecordEntry, RecordParty
from sigai_web.store.operations import RECORD_KEEP, RECORD_READ, RECORD_STEP
from sigai_web.store.owners import ledgers_of_unit
from sigai_web.store.within import readable


def step_of(ledger: Ledger, step: str) -> Transition | None:
    """A step by its id."""
    return next((each for each in ledger.transitions if each.id == step), None)


def roles_for(user: Any, step: Transition, subject: Resource) -> list[str]:
    """The roles in which this user may make the step, in the order in which the ledger names them."""
    held = roles_with(user, RECORD_STEP, subject)
    return [role for role in step.roles if role in held]


def open_steps(user: Any, ledger: Ledger, record: Record, subject: Resource) -> list[Transition]:
    """The steps that lead on from where the record stands and that this user may make."""
    return [step for step in ledger.transitions if record.state in step.origins and roles_for(user, step, subject)]


def start_steps(user: Any, ledger: Ledger) -> list[Transition]:
    """The steps with which this user may enter new records, of whatever lies within their reach."""
    return [step for step in ledger.transitions if START in step.origins and entering_roles(user, step)]


def entering_roles(user: Any, step: Transition) -> frozenset[str]:
    """The roles in which this user may enter new records by a step, of whatever lies within their reach."""
    return roles_held(user) & set(step.roles)


def own_part(ledger: Ledger, record: Record) -> Record:
    """A record as far as it decides who may enter it: whom it is about, the units that it names, and by their own
    record those in a role of the content, of whom nothing else tells what is theirs.

    Whoever else it names, as a partner or a place, sees it; to name oneself is no leave to enter records about others.
    """
    if not record.entity:
        return record
    pools = {role.pool for role in programme.current().roles if role.pool}
    kept = {field.id for field in ledger.fields if field.kind == "unit" or pools.intersection(field.ledgers)}
    kept |= {rows.id for rows in ledger.rows if any(pools.intersection(column.ledgers) for column in rows.columns)}
    return replace(record, fields={name: value for name, value in record.fields.items() if name in kept})


def nameable(user: Any) -> QuerySet[Entity]:
    """The entries of the register that somebody may name in a record; others are to them as if there were none.

    Enterprises: their own. Areas: those within them, and whom records that they read name; roles of the content
    likewise. Units and the office, and who has a part in records of the whole city, work with the whole register.
    """
    held = reaches(user, RECORD_STEP)
    if any(_at_large(reach, scope) for reach, scope in held):
        return Entity.objects.all()
    return _within(user, held)


def _at_large(reach: Reach, scope: str) -> bool:
    own = Part.of(scope).reach if reach is Reach.PART else reach
    return own in (Reach.ALL, Reach.UNIT)


def offered(user: Any) -> QuerySet[Entity]:
    """Those that are offered while somebody types: the enterprises that they may see, what lies within their reach, and
    whom the records of a ledger that their unit keeps are about. A unit finds others by the whole name or code."""
    held = reaches(user, RECORD_KEEP)
    if any(reach is Reach.ALL for reach, _ in held):
        return Entity.objects.all()
    content = programme.current()
    kept = [ledgers_of_unit(content, scope) for reach, scope in held if reach is Reach.UNIT]
    about = CurrentRecord.objects.filter(ledger__in=frozenset().union(*kept), entity__isnull=False)
    found = Q(pk__in=about.order_by().values("entity")) | Q(pk__in=readable(user).order_by().values("pk"))
    for reach, scope in held:
        found |= Entity.within(reach, scope)
    return Entity.objects.filter(found)


def _within(user: Any, held: Sequence[tuple[Reach, str]]) -> QuerySet[Entity]:
    found = Q(pk__in=())
    for reach, scope in held:
        found |= Entity.within(reach, scope)
    if any(reach is not Reach.ENTITY for reach, _ in held):
        read = visible(user, RECORD_READ, RecordEntry.objects.all())
        named = RecordParty.objects.filter(record__in=read, place__isnull=False)
        found |= Q(pk__in=named.values("place"))
    return Entity.objects.filter(found)


def evidence_names(ledger: Ledger) -> dict[str, str]:
    """Every document that a step or a recheck of the ledger asks for: its name in Chinese, and in English."""
    asked = chain((step.evidence for step in ledger.transitions), (recheck.evidence for recheck in ledger.rechecks))
    return {each.zh: each.en for evidence in asked for each in evidence}
