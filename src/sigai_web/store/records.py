"""Writing records: rows of the append-only tables, and what is kept beside them about each record as it stands."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

import pyarrow as pa
from django.db.models import Max, Q, QuerySet

from sigai.base import InternalError, digest_bytes
from sigai.ledgers import (
    KeyUse,
    Record,
    RecordKey,
    deadlines_of,
    keys_used,
    link_fields,
    links_in,
    may_mean,
    standing_rows,
)
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.journal.changes import change
from sigai_web.journal.writing import Actor
from sigai_web.permissions import Resource
from sigai_web.store.columns import keyed_fields, sort_keys
from sigai_web.store.models import (
    CurrentRecord,
    Entity,
    HeldKey,
    RecordDeadline,
    RecordEntry,
    RecordLink,
    RecordParty,
    RecordRevision,
    RecordSequence,
    RecordState,
)
from sigai_web.store.openings import opener
from sigai_web.store.owners import parties_of, record_subject
from sigai_web.store.reading import entity_table

Rows = TypeVar("Rows", RecordRevision, RecordState)
_BATCH = 500
_FOLLOWING = [field.name for field in CurrentRecord._meta.concrete_fields if not field.primary_key]
"""What of a record as it stands may change."""


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


def subject_of(record: Record, register: pa.Table | None = None) -> Resource:
    """Whose record it is, as it stands or shall stand; `register` holds the entities that it names, where known."""
    content = programme.current()
    parties = parties_of(content.ledger_by_id[record.ledger], record.entity, record.area, record.fields)
    if register is None:
        lying = set(Entity.objects.filter(pk__in=parties.places).values_list("area", flat=True))
    else:
        rows = zip(register["id"].to_pylist(), register["area"].to_pylist(), strict=True)
        lying = {str(area) for pk, area in rows if pk in parties.places}
    subject = record_subject(content, record.ledger, parties, frozenset(lying))
    own = {(record.ledger, record.id)} if record.id else set()
    return replace(subject, opens=opener(content.ledger_by_id[record.ledger], record), named=subject.named | own)


def named_in(record: Record) -> frozenset[str]:
    """Every entity (and area) that a record names."""
    ledger = programme.current().ledger_by_id[record.ledger]
    return parties_of(ledger, record.entity, record.area, record.fields).places


def register_of(known: Iterable[str], words: Iterable[str], among: QuerySet[Entity]) -> pa.Table:
    """The part of the register with some ids, and of others those `among` that words (ids or names) may mean."""
    wanted = {word.strip() for word in words if word and word.strip()}
    wanted |= {word.upper() for word in wanted}
    meant = among.filter(Q(pk__in=wanted) | Q(name__in=wanted))
    return entity_table(Entity.objects.filter(Q(pk__in=set(known)) | Q(pk__in=meant.values("pk"))))


def new_entries(ledger: str, count: int = 1) -> list[RecordEntry]:
    """New records with the ledger's next numbers: `projects-0194`. The caller has taken its turn to write."""
    if not count:
        return []
    sequence = RecordSequence.objects.select_for_update().filter(pk=ledger).first()
    last = sequence.last if sequence else _last_number(ledger)
    if sequence is None:
        RecordSequence.objects.create(ledger=ledger, last=last + count)
    else:
        sequence.last = last + count
        sequence.save(force_update=True)
    numbers = range(last + 1, last + count + 1)
    return RecordEntry.objects.bulk_create(
        [RecordEntry(ledger=ledger, number=f"{ledger}-{number:04d}") for number in numbers], batch_size=_BATCH
    )


def number_on(ledgers: Iterable[str]) -> None:
    """Let ledgers give numbers beyond those of records that came with numbers of their own."""
    for sequence in RecordSequence.objects.filter(ledger__in=ledgers):
        sequence.last = max(sequence.last, _last_number(sequence.ledger))
        sequence.save(force_update=True)


def _last_number(ledger: str) -> int:
    """The highest number among those of our own form that the ledger was filled with."""
    numbers = RecordEntry.objects.filter(ledger=ledger, number__startswith=f"{ledger}-").values_list(
        "number", flat=True
    )
    own = (re.fullmatch(rf"{re.escape(ledger)}-([0-9]{{1,15}})", number) for number in numbers)
    return max((int(found[1]) for found in own if found), default=0)


@dataclass(frozen=True, slots=True)
class Written:
    """What shall be written of one record: a revision, a state, or both. `by`: whose it is, where somebody else writes
    it."""

    entry: RecordEntry
    record: Record
    revision: bool = True
    state: bool = False
    reason: str = ""
    withdrawn: bool = False
    by: str = ""


def write_records(
    written: Sequence[Written], actor: Actor, at: datetime
) -> tuple[list[RecordRevision], list[RecordState]]:
    """Revisions and states of records from now on, in two queries."""
    revisions = [_revision(one, actor, at) for one in written if one.revision]
    states = [_state(one, actor, at) for one in written if one.state]
    return RecordRevision.objects.bulk_create(revisions, _BATCH), RecordState.objects.bulk_create(states, _BATCH)


def _revision(written: Written, actor: Actor, at: datetime) -> RecordRevision:
    record = written.record
    return RecordRevision(
        record=written.entry,
        name=record.name or None,
        entity=record.entity,
        area=record.area,
        fields=json.dumps(dict(record.fields), ensure_ascii=False),
        reporter=written.by or actor.name,
        at=at,
        reason=written.reason,
        withdrawn=written.withdrawn,
    )


def _state(written: Written, actor: Actor, at: datetime) -> RecordState:
    record = written.record
    day = record.state_since
    if day is None:
        raise InternalError(f"{record.ledger} {record.id} enters {record.state} on no day")
    since = day.year * 12 + day.month - 1
    return RecordState(record=written.entry, state=record.state, since=since, day=day, reporter=actor.name, at=at)


def keep_current(records: Sequence[int] | None = None, register: pa.Table | None = None) -> list[CurrentRecord]:
    """Bring what is kept about some records (None: about all) up to date with their last revisions and states.

    Whoever writes revisions or states calls it in the same change. `register` holds the entities that the records are
    about, where known.
    """
    stand = as_they_stand(records, register)
    CurrentRecord.every.bulk_create(
        stand.records, batch_size=_BATCH, update_conflicts=True, unique_fields=["record"], update_fields=_FOLLOWING
    )
    _follow(RecordDeadline, stand.deadlines, records)
    _follow(RecordParty, stand.parties, records)
    # where a ledger has neither now, what is left of an earlier content goes at set-up, which brings all up to date
    known = programme.current().ledger_by_id
    ledgers = [known[name] for name in {one.ledger for one in stand.records} & known.keys()]
    if records is None or any(link_fields(ledger) or ledger.rows for ledger in ledgers):
        _follow(RecordLink, stand.links, records)
    if records is None or any(ledger.keys for ledger in ledgers):
        _follow(HeldKey, stand.keys, records)
    if records is not None:
        _link_late(stand.records)
    return stand.records


def _link_late(kept: Sequence[CurrentRecord]) -> None:
    """Link the records that named one of these before there was a record of that number."""
    words = {word for one in kept for word in (one.number, f"{one.ledger}/{one.number}")}
    named = list(RecordLink.objects.filter(target=None, text__in=words).values_list("record", flat=True))
    if named:
        _follow(RecordLink, links_between(list(CurrentRecord.every.filter(pk__in=named))), named)


@dataclass(frozen=True, slots=True)
class Stand:
    """Records as they stand, with their deadlines, the parties that they name, the records that they link to and the
    keys that they have."""

    records: list[CurrentRecord]
    deadlines: list[RecordDeadline]
    parties: list[RecordParty]
    links: list[RecordLink]
    keys: list[HeldKey]


def as_they_stand(records: Sequence[int] | None = None, register: pa.Table | None = None) -> Stand:
    """What follows from the last revisions and states of some records (None: of all) and from the content."""
    states = {state.record_id: state for state in _last_of(RecordState.objects.all(), records)}
    revisions = _last_of(RecordRevision.objects.select_related("record"), records)
    kept = [_standing(revision, states[revision.record_id]) for revision in revisions]
    _sort(kept)
    _name_entities(kept, register)
    deadlines = [due for one in kept for due in _deadlines(one)]
    parties = [party for one in kept for party in _parties(one)]
    keys = [key for one in kept for key in _keys(one)]
    return Stand(kept, deadlines, parties, links_between(kept), keys)


def links_between(kept: Sequence[CurrentRecord]) -> list[RecordLink]:
    """The links that some records have by their fields; where a field names no record, its text."""
    content = programme.current()
    ledgers = {ledger.id: ledger for ledger in content.ledgers if link_fields(ledger) or ledger.rows}
    found = [
        (one.pk, *link) for one in kept if one.ledger in ledgers for link in links_in(ledgers[one.ledger], one.fields)
    ]
    known = entries_of({key for _, _, field, value in found for key in may_mean(field, value)})
    links: dict[tuple[int, str, int | None, str], RecordLink] = {}
    for pk, name, field, value in found:
        target = next((known[key] for key in may_mean(field, value) if key in known), None)
        text = "" if target else value
        links[pk, name, target, text] = RecordLink(record_id=pk, field=name, target_id=target, text=text)
    return list(links.values())


def last_change() -> tuple[int, int]:
    """The last revision and the last state of any record: they stay as they are as long as no record changes."""
    found = (model.objects.aggregate(last=Max("revision"))["last"] for model in (RecordRevision, RecordState))
    revision, state = (last or 0 for last in found)
    return revision, state


def entries_of(keys: Collection[RecordKey]) -> Mapping[RecordKey, int]:
    """The records of some ledgers and numbers, those that there are."""
    ledgers, numbers = {ledger for ledger, _ in keys}, sorted({number for _, number in keys})
    found: dict[RecordKey, int] = {}
    for start in range(0, len(numbers), _BATCH):
        rows = RecordEntry.objects.filter(ledger__in=ledgers, number__in=numbers[start : start + _BATCH])
        found |= {(ledger, number): pk for pk, ledger, number in rows.values_list("pk", "ledger", "number")}
    return found


@change
def keep_all_current() -> None:
    """Bring what is kept about every record up to date, for set-up: deadlines and texts follow the content."""
    keep_current()


def _follow(
    model: type[RecordDeadline] | type[RecordParty] | type[RecordLink] | type[HeldKey],
    wanted: list[Any],
    records: Sequence[int] | None,
) -> None:
    """Replace the rows beside some records; nothing is written where they are as they should be."""
    rows = model.objects.all() if records is None else model.objects.filter(record__in=records)
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    standing = sorted(rows.values_list(*names), key=repr)
    if standing == sorted((tuple(getattr(one, name) for name in names) for one in wanted), key=repr):
        return
    if standing:
        rows.delete()
    model.objects.bulk_create(wanted, batch_size=_BATCH)


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
        opened_search=_texts(ledger, fields, opened=True),
        revision=revision.revision,
        step=state.revision,
        at=max(revision.at, state.at),
        withdrawn=revision.withdrawn,
    )
    current.due = min((due.due for due in _deadlines(current)), default=None)
    return current


def _sort(kept: Sequence[CurrentRecord]) -> None:
    """Put beside records what their lists are ordered by."""
    known = programme.current().ledger_by_id
    keyed = {name: keyed_fields(known[name]) for name in {one.ledger for one in kept} & known.keys()}
    for one in kept:
        for column, key in sort_keys(keyed.get(one.ledger, ()), one.fields).items():
            setattr(one, column, key)


def _texts(ledger: Ledger | None, fields: Mapping[str, Any], *, opened: bool = False) -> str:
    """The texts that whom a record names reads, or those that all readers of its ledger read: what is the keepers' own
    is found by nobody, for all who are named search the same words."""
    if ledger is None:
        return ""
    read = ("readers",) if opened else ("readers", "named")
    found = [field.id for field in ledger.fields if field.kind == "text" and field.read in read]
    texts = [str(fields[name]) for name in found if fields.get(name)]
    for rows in () if opened else ledger.rows:
        columns = [column.id for column in rows.columns if column.kind == "text"]
        kept = standing_rows(fields, rows.id) if columns else ()
        texts += [str(row.values[name]) for row in kept for name in columns if row.values.get(name)]
    return "\n".join(texts)


def _name_entities(kept: Sequence[CurrentRecord], register: pa.Table | None) -> None:
    """Put number, name and subject in front of the texts that a record is found by."""
    wanted = {one.entity for one in kept if one.entity}
    if register is not None:
        names = dict(zip(register["id"].to_pylist(), register["name"].to_pylist(), strict=True))
    else:
        rows = Entity.objects.all() if len(wanted) > _BATCH else Entity.objects.filter(pk__in=wanted)
        names = dict(rows.values_list("pk", "name"))
    for one in kept:
        head = (one.number, one.name, one.entity, names.get(one.entity or ""))
        one.search, one.opened_search = (
            searchable("\n".join(part for part in (*head, texts) if part)) for texts in (one.search, one.opened_search)
        )


def _parties(current: CurrentRecord) -> Iterable[RecordParty]:
    ledger = programme.current().ledger_by_id.get(current.ledger)
    if ledger is None:
        return
    found = parties_of(ledger, current.entity, current.area, current.fields)
    for unit in sorted(found.units):
        yield RecordParty(record_id=current.pk, ledger=current.ledger, unit=unit)
    for place in sorted(found.places):
        yield RecordParty(record_id=current.pk, ledger=current.ledger, place=place)


def _deadlines(current: CurrentRecord) -> Iterable[RecordDeadline]:
    ledger = None if current.withdrawn else programme.current().ledger_by_id.get(current.ledger)
    found = deadlines_of(ledger, current.state, current.day, current.fields) if ledger else ()
    for each in found:
        names = {"name_zh": each.deadline.zh, "name_en": each.deadline.en}
        yield RecordDeadline(record_id=current.pk, due=each.due, recheck=each.recheck, opens=each.opens, **names)


def _keys(current: CurrentRecord) -> Iterable[HeldKey]:
    ledger = None if current.withdrawn else programme.current().ledger_by_id.get(current.ledger)
    for use in keys_used(ledger, as_record(current)) if ledger else ():
        digest = key_digest(use)
        yield HeldKey(record_id=current.pk, pool=use.pool, digest=digest, since=use.since, until=use.until)


def key_digest(use: KeyUse) -> str:
    """How the values of a key are kept: short, however long they are."""
    return digest_bytes(use.values.encode())
