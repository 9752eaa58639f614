"""Writing records: rows of the append-only tables, and what is kept beside them about each record as it stands."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

import pyarrow as pa
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from sigai.base import InternalError
from sigai.ledgers import Record, deadlines_of
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.journal.writing import Actor
from sigai_web.permissions import Subject
from sigai_web.store.models import (
    CurrentRecord,
    Entity,
    RecordDeadline,
    RecordEntry,
    RecordParty,
    RecordRevision,
    RecordSequence,
    RecordState,
)
from sigai_web.store.owners import parties_of, record_subject
from sigai_web.store.reading import entity_table

Rows = TypeVar("Rows", RecordRevision, RecordState)
_BATCH = 500


def as_record(current: CurrentRecord) -> Record:
    """A record of the store as the engine takes steps with it."""
    return Record(
        ledger=current.ledger,
        id=current.number,
        name=current.name or "",
        entity=current.entity,
        area=current.area,
        state=current.state,
        state_since=current.day,
        fields=current.fields,
    )


def subject_of(record: Record) -> Subject:
    """Whose record it is, as it stands or shall stand."""
    content = programme.current()
    parties = parties_of(content.ledger_by_id[record.ledger], record.entity, record.area, record.fields)
    lying = Entity.objects.filter(pk__in=parties.places).values_list("area", flat=True)
    return record_subject(content, record.ledger, parties, frozenset(lying))


def register_of(words: Iterable[str]) -> pa.Table:
    """The part of the register that some words (ids or names of entities) may mean."""
    wanted = {word.strip() for word in words if word and word.strip()}
    wanted |= {word.upper() for word in wanted}
    return entity_table(Entity.objects.filter(Q(pk__in=wanted) | Q(name__in=wanted)))


def new_entry(ledger: str) -> RecordEntry:
    """A new record with the ledger's next number: `projects-0194`. The caller has taken its turn to write."""
    sequence = RecordSequence.objects.select_for_update().filter(pk=ledger).first()
    if sequence is None:
        sequence = RecordSequence(ledger=ledger, last=_last_number(ledger))
    sequence.last += 1
    sequence.save()
    return RecordEntry.objects.create(ledger=ledger, number=f"{ledger}-{sequence.last:04d}")


def _last_number(ledger: str) -> int:
    """The highest number among those of our own form that the ledger was filled with."""
    numbers = RecordEntry.objects.filter(ledger=ledger, number__startswith=f"{ledger}-").values_list(
        "number", flat=True
    )
    own = (re.fullmatch(rf"{re.escape(ledger)}-([0-9]{{1,15}})", number) for number in numbers)
    return max((int(found[1]) for found in own if found), default=0)


def write_revision(entry: RecordEntry, record: Record, actor: Actor, at: datetime, reason: str = "") -> RecordRevision:
    """Name, subject and fields of a record from now on."""
    return RecordRevision.objects.create(
        record=entry,
        name=record.name or None,
        entity=record.entity,
        area=record.area,
        fields=json.dumps(dict(record.fields), ensure_ascii=False),
        reporter=actor.name,
        at=at,
        reason=reason,
    )


def write_state(entry: RecordEntry, record: Record, actor: Actor, at: datetime) -> RecordState:
    """The record's state from `state_since` on."""
    if record.state_since is None:
        raise InternalError(f"{record.ledger} {record.id} enters {record.state} on no day")
    day = record.state_since
    since = day.year * 12 + day.month - 1
    return RecordState.objects.create(
        record=entry, state=record.state, since=since, day=day, reporter=actor.name, at=at
    )


def keep_current(records: Sequence[int] | None = None) -> int:
    """Bring what is kept about some records (None: about all) up to date with their last revisions and states.

    Whoever writes revisions or states calls it in the same transaction; set-up calls it for all, since deadlines and
    texts follow the programme's content. How many records there are.
    """
    with transaction.atomic():
        states = {state.record_id: state for state in _last_of(RecordState.objects.all(), records)}
        revisions = _last_of(RecordRevision.objects.select_related("record"), records)
        kept = [_standing(revision, states[revision.record_id]) for revision in revisions]
        _name_entities(kept)
        for model in (RecordDeadline, RecordParty, CurrentRecord):
            old = model.objects.all() if records is None else model.objects.filter(record__in=records)
            old.delete()
        CurrentRecord.objects.bulk_create(kept, batch_size=_BATCH)
        RecordParty.objects.bulk_create((party for one in kept for party in _parties(one)), batch_size=_BATCH)
        RecordDeadline.objects.bulk_create((due for one in kept for due in _deadlines(one)), batch_size=_BATCH)
    return len(kept)


def searchable(text: str) -> str:
    """A text in the one form in which it is found: full and half width, capitals and small letters are the same."""
    return unicodedata.normalize("NFKC", text).lower()


def _last_of(rows: QuerySet[Rows], records: Sequence[int] | None) -> list[Rows]:
    within = rows if records is None else rows.filter(record__in=records)
    last = within.order_by().values("record").annotate(last=Max("revision")).values("last")
    return list(rows.filter(revision__in=last))


def _standing(revision: RecordRevision, state: RecordState) -> CurrentRecord:
    entry = revision.record
    fields = json.loads(revision.fields or "{}")
    ledger = programme.current().ledger_by_id.get(entry.ledger)
    current = CurrentRecord(
        record=entry,
        ledger=entry.ledger,
        number=entry.number,
        name=revision.name,
        entity=revision.entity,
        area=revision.area,
        state=state.state,
        since=state.since,
        day=state.day,
        fields=fields,
        search=_texts(ledger, fields),
        revision=revision.revision,
        step=state.revision,
        at=max(revision.at, state.at),
    )
    current.due = min((due.due for due in _deadlines(current)), default=None)
    return current


def _texts(ledger: Ledger | None, fields: dict[str, object]) -> str:
    texts = [field.id for field in ledger.fields if field.type == "text"] if ledger else []
    return "\n".join(str(fields[name]) for name in texts if fields.get(name))


def _name_entities(kept: Sequence[CurrentRecord]) -> None:
    """Put number, name and subject in front of the texts that a record is found by."""
    wanted = {one.entity for one in kept if one.entity}
    names = (
        dict(Entity.objects.filter(pk__in=wanted).values_list("pk", "name"))
        if len(wanted) < _BATCH
        else dict(Entity.objects.values_list("pk", "name"))
    )
    for one in kept:
        parts = (one.number, one.name, one.entity, names.get(one.entity or ""), one.search)
        one.search = searchable("\n".join(part for part in parts if part))


def _parties(current: CurrentRecord) -> Iterable[RecordParty]:
    ledger = programme.current().ledger_by_id.get(current.ledger)
    if ledger is None:
        return
    found = parties_of(ledger, current.entity, current.area, current.fields)
    for unit in sorted(found.units):
        yield RecordParty(record_id=current.pk, unit=unit)
    for place in sorted(found.places):
        yield RecordParty(record_id=current.pk, place=place)


def _deadlines(current: CurrentRecord) -> Iterable[RecordDeadline]:
    ledger = programme.current().ledger_by_id.get(current.ledger)
    found = deadlines_of(ledger, current.state, current.day, current.fields) if ledger else ()
    for each in found:
        names = {"name_zh": each.deadline.zh, "name_en": each.deadline.en}
        yield RecordDeadline(record_id=current.pk, due=each.due, **names)
