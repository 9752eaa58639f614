"""Links from record to record as somebody writes them: what their words mean, what is wrong with them, what is offered.

A record that somebody may not see is to them as if there were none: it is not offered, not found, not shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pyarrow as pa
from django.db.models import Q, QuerySet

from sigai.base import Issue, Place
from sigai.ledgers import (
    LinkIndex,
    LinkWorld,
    Record,
    fits,
    leads_round,
    link_fields,
    link_value,
    may_mean,
    offered_as,
    to_settle,
    way_round,
)
from sigai.programme import Ledger, LedgerField
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.ledgers.reading import found_in, readable_records
from sigai_web.store.models import CurrentRecord, Entity, RecordLink
from sigai_web.store.reading import entity_table
from sigai_web.store.records import as_record, entries_of, searchable

_NEAR, _BATCH, _OFFERED, _GUESSED = 200, 400, 100, 20
Changed = Sequence[tuple[Record, Record]]
"""Records of one ledger as they stood and as they shall be."""


def linkable(user: Any, field: LedgerField) -> QuerySet[CurrentRecord]:
    """The records that somebody sees in the ledgers that a field leads to, with those that were withdrawn."""
    return readable_records(user, CurrentRecord.every.filter(ledger__in=field.ledgers))


def settle_links(user: Any, ledger: Ledger, changed: Changed) -> tuple[list[Record], list[list[Issue]]]:
    """The changed records with their links as they are kept, and what is wrong with those that changed, each at the
    column of its field. All at once, so that no two changes lead round in a circle together."""
    fields = link_fields(ledger)
    words = {field.id: _new_words(field, changed) for field in fields}
    if not any(words.values()):
        return [after for _, after in changed], [[] for _ in changed]
    met = {one.pk: one for field in fields for one in _meant(user, field, words[field.id])}.values()
    standing, gone = (LinkIndex.of(as_record(one) for one in met if one.withdrawn is out) for out in (False, True))
    world = LinkWorld(programme.current(), standing, gone, _register_of(fields, met), today())
    settled = [world.settle(before, after) for before, after in changed]
    records, issues = [record for record, _ in settled], [found for _, found in settled]
    for number, issue in _circles(ledger, records):
        issues[number].append(issue)
    return records, issues


def _register_of(fields: Sequence[LedgerField], met: Collection[CurrentRecord]) -> pa.Table:
    """The entities that records to be linked are about, where a condition of a field may ask for them."""
    about = [one.entity for one in met] if any(field.where for field in fields) else []
    return entity_table(Entity.objects.filter(pk__in=[pk for pk in about if pk]))


def _new_words(field: LedgerField, changed: Changed) -> set[str]:
    return {
        str(word).strip()
        for before, after in changed
        if (word := after.fields.get(field.id)) not in (None, "") and to_settle(field, before, after)
    }


def _meant(user: Any, field: LedgerField, words: Collection[str]) -> list[CurrentRecord]:
    """The records that words may mean, and those near to a word that means none."""
    asked = sorted({*words, *(number for word in words for _, number in may_mean(field, word))})
    found: list[CurrentRecord] = []
    for start in range(0, len(asked), _BATCH):
        part = asked[start : start + _BATCH]
        found += linkable(user, field).filter(Q(number__in=part) | Q(name__in=part))
    known = {text for one in found for text in (one.number, one.name)}
    strange = [word for word in sorted(words) if not known & {word, *(number for _, number in may_mean(field, word))}]
    return [*found, *(one for word in strange[:_GUESSED] for one in near(user, field, word))]


def near(user: Any, field: LedgerField, word: str) -> QuerySet[CurrentRecord]:
    """Standing records whose number begins, or whose texts go on, like a word that means none."""
    text = searchable(word)
    alike = Q(number__istartswith=word[: max(4, len(word) - 2)])
    alike |= found_in(user, field.ledgers, text[: max(2, len(text) - 2)])
    return linkable(user, field).filter(alike, withdrawn=False).order_by("-pk")[:_NEAR]


def worded(user: Any, field: LedgerField, word: str, about: str = "") -> list[str]:
    """The records that somebody may link to now and whose texts hold a word, as a form offers them; by a field that
    leads to the same entity, those `about` it."""
    content = programme.current()
    rows = linkable(user, field).filter(found_in(user, field.ledgers, searchable(word)), withdrawn=False)
    rows = rows.filter(state__in=field.states) if field.states else rows
    rows = rows.filter(entity=about) if field.same and about else rows
    met = list(rows.order_by("-at")[: _OFFERED if field.where else _GUESSED])
    register = _register_of([field], met)
    kept = [one for one in met if fits(field, as_record(one), programme=content, entities=register, on=today())]
    return [offered_as(as_record(one), link_value(field, (one.ledger, one.number))) for one in kept]


def _circles(ledger: Ledger, records: Sequence[Record]) -> list[tuple[int, Issue]]:
    """Which of some changed records would lead back to themselves, with all the changes made."""
    fields = link_fields(ledger)
    own = entries_of({(ledger.id, record.id) for record in records if record.id})
    wanted = {
        key
        for record in records
        if record.id
        for field in fields
        for key in may_mean(field, record.fields.get(field.id))
    }
    targets = entries_of(wanted)
    tables = {rows.id for each in programme.current().ledgers for rows in each.rows}
    new: dict[int, dict[str, int]] = {}
    for record in records:
        if (pk := own.get((ledger.id, record.id))) is not None:
            found = ((field.id, _first(targets, field, record)) for field in fields)
            new[pk] = {name: target for name, target in found if target is not None}

    def linked(keys: Collection[int]) -> Mapping[int, Collection[int]]:
        # rows lead where work came from or went to; what a record itself rests on are its fields
        rows = RecordLink.objects.filter(record__in=[key for key in keys if key not in new], target__isnull=False)
        rows = rows.exclude(field__in=tables)
        links = {key: set(new.get(key, {}).values()) for key in keys}
        for record, target in rows.values_list("record", "target"):
            links[record].add(target)
        return links

    told = []
    for number, record in enumerate(records):
        pk = own.get((ledger.id, record.id))
        if pk is not None and new[pk] and way_round(pk, linked):
            field = next(one for one in fields if one.id in new[pk])
            told.append((number, leads_round(field, str(record.fields[field.id]), Place(column=field.id))))
    return told


def _first(targets: Mapping[tuple[str, str], int], field: LedgerField, record: Record) -> int | None:
    keys = may_mean(field, record.fields.get(field.id))
    return next((targets[key] for key in keys if key in targets), None)
