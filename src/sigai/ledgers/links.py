"""Links from record to record: what the words in a field mean, which records it may lead to, no way round in a circle.

A link is kept as the number of the record that it leads to; where a field may lead into several ledgers, as
`ledger/number`. What leads to no record stays as it was written: it is still to be linked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from sigai.base.issues import Issue, Place
from sigai.evaluation import evaluate
from sigai.ledgers.conditions import RecordRow
from sigai.ledgers.kept_rows import cells_that_link
from sigai.ledgers.problems import LINK_CIRCLE, LINK_OF_ANOTHER, LINK_UNFIT, LINK_WITHDRAWN, NO_SUCH_RECORD
from sigai.ledgers.record import Record
from sigai.programme.ledgers import Ledger, LedgerField
from sigai.programme.programme import Programme
from sigai.tables.files import clean, nearest
from sigai.tables.files.columns import hints

_BETWEEN = "/"
OFFERED = " · "
"""Stands between the name and the number of a record in what a form offers."""
RecordKey = tuple[str, str]
"""A record by its ledger and its number."""


def link_fields(ledger: Ledger) -> tuple[LedgerField, ...]:
    """The fields of a ledger that link to records."""
    return tuple(field for field in ledger.fields if field.kind == "record")


def links_in(ledger: Ledger, fields: Mapping[str, Any]) -> Iterator[tuple[str, LedgerField, str]]:
    """Every link that a record has: the field, or the table in whose rows it stands; its definition; what it says."""
    for field in link_fields(ledger):
        if fields.get(field.id) not in (None, ""):
            yield field.id, field, str(fields[field.id])
    yield from cells_that_link(ledger, fields)


def links_by(ledger: Ledger, fields: Mapping[str, Any], by: str) -> Iterator[tuple[LedgerField, str]]:
    """The links that a record has by one of its fields, or in the rows of one of its tables."""
    return ((field, value) for name, field, value in links_in(ledger, fields) if name == by)


def link_value(field: LedgerField, key: RecordKey) -> str:
    """How a link to a record is kept in a field."""
    ledger, number = key
    return number if len(field.ledgers) == 1 else f"{ledger}{_BETWEEN}{number}"


def may_mean(field: LedgerField, value: Any) -> Iterator[RecordKey]:
    """The records that a value of a field may mean, the likeliest first: `ledger/number`, or a number in a ledger; of
    what a form offers (`name · number`) the number."""
    written = str(value or "")
    yield from _keys(field, written)
    _, offered, number = written.rpartition(OFFERED)
    yield from _keys(field, number) if offered else ()


def _keys(field: LedgerField, word: str) -> Iterator[RecordKey]:
    ledger, between, number = word.partition(_BETWEEN)
    if between and ledger in field.ledgers:
        yield ledger, number
    for name in field.ledgers if word else ():
        yield name, word


def offered_as(record: Record, value: str) -> str:
    """A record as a form offers it."""
    return f"{record.name}{OFFERED}{value}" if record.name else value


@dataclass(frozen=True, slots=True)
class LinkIndex:
    """The records that somebody may link to, by ledger and number; names that one record alone bears mean it, too."""

    records: Mapping[RecordKey, Record]
    names: Mapping[RecordKey, str]

    @classmethod
    def of(cls, records: Iterable[Record]) -> LinkIndex:
        """From the records themselves."""
        known = {(record.ledger, record.id): record for record in records}
        names: dict[RecordKey, str] = {}
        twice: set[RecordKey] = set()
        for key, record in known.items():
            name = (record.ledger, clean(record.name))
            if name[1] and names.setdefault(name, key[1]) != key[1]:
                twice.add(name)
        return cls(known, {name: number for name, number in names.items() if name not in twice})

    def find(self, field: LedgerField, value: Any) -> Record | None:
        """The record that a value or a word of a field means; None where there is none."""
        word = clean(str(value or ""))
        for key in may_mean(field, word):
            if key in self.records:
                return self.records[key]
        found = [(ledger, self.names[ledger, word]) for ledger in field.ledgers if (ledger, word) in self.names]
        return self.records[found[0]] if len(found) == 1 else None

    def near(self, field: LedgerField, word: str) -> str:
        """The number or name most like a word; nothing where none is near."""
        own = [record for (ledger, _), record in self.records.items() if ledger in field.ledgers]
        by_word = {text: record for record in own for text in (record.name, record.id) if text}
        found = nearest(clean(word), list(by_word))
        return offered_as(by_word[found], by_word[found].id) if found else ""


@dataclass(frozen=True, slots=True)
class LinkWorld:
    """What links are judged by: the records that may be linked to, those of them that were withdrawn (`gone`), the
    register, the day."""

    programme: Programme
    index: LinkIndex
    gone: LinkIndex
    entities: pa.Table
    on: dt.date

    def settle(self, before: Record, after: Record) -> tuple[Record, list[Issue]]:
        """`after` with its changed links as they are kept, and what is wrong with them. An unchanged one stays as it
        stands, whatever became of the record that it leads to; where the record is about another entity now, what must
        lead to the same one is judged anew."""
        ledger = self.programme.book_by_id[after.ledger]
        fields, issues = dict(after.fields), []
        for field in link_fields(ledger):
            word = fields.get(field.id)
            if word in (None, "") or not to_settle(field, before, after):
                continue
            found = self.index.find(field, word)
            if found is None:
                issues.append(self._unknown(field, str(word)))
                continue
            fields[field.id] = link_value(field, (found.ledger, found.id))
            issues += self._unfit(field, found)
            issues += [of_another(field, found.id)] if not same_entity(field, after, found) else []
        return replace(after, fields=fields), issues

    def _unknown(self, field: LedgerField, word: str) -> Issue:
        place, names = Place(column=field.id), _names(field)
        if self.gone.find(field, word) is not None:
            return LINK_WITHDRAWN.at(place, given=word, **names)
        return NO_SUCH_RECORD.at(place, given=word, **names, **hints(self.index.near(field, word), ""))

    def _unfit(self, field: LedgerField, found: Record) -> list[Issue]:
        """What a field asks of the records that it links to, where it does not hold."""
        if fits(field, found, programme=self.programme, entities=self.entities, on=self.on):
            return []
        ledger = self.programme.ledger_by_id[found.ledger]
        names = {state.id: state.name for state in ledger.states}
        now, wanted = names.get(found.state), [names[state] for state in field.states if state in names]
        words = {
            "number": found.id,
            "state": now.zh if now else found.state,
            "state_en": now.en if now else found.state,
            "wanted_zh": "、".join(each.zh for each in wanted) or "不限",
            "wanted_en": ", ".join(each.en for each in wanted) or "any",
        }
        return [LINK_UNFIT.at(Place(column=field.id), **_names(field), **words)]


def _names(field: LedgerField) -> dict[str, str]:
    return {"field": field.name.zh, "field_en": field.name.en}


def fits(field: LedgerField, record: Record, *, programme: Programme, entities: pa.Table, on: dt.date) -> bool:
    """Whether a field may link to a record now: it stands in one of the states, and the condition is known to hold."""
    if field.states and record.state not in field.states:
        return False
    condition = programme.parsed.linkable(field)
    if condition is None:
        return True
    ledger = programme.ledger_by_id[record.ledger]
    answer = evaluate(condition, RecordRow(record, ledger, programme, entities, on))
    return bool(answer.holds[0] and answer.known[0])


def to_settle(field: LedgerField, before: Record, after: Record) -> bool:
    """Whether what stands in a link field has to be looked at: it changed, or must lead to the same entity and the
    record is about another one now."""
    changed = after.fields.get(field.id) != before.fields.get(field.id)
    return changed or (field.same is not None and after.entity != before.entity)


def same_entity(field: LedgerField, record: Record, linked: Record) -> bool:
    """Whether a record may link to another by a field as far as their entities go."""
    return field.same is None or (record.entity is not None and record.entity == linked.entity)


def of_another(field: LedgerField, number: str, place: Place | None = None) -> Issue:
    """That a field links to a record of another entity."""
    return LINK_OF_ANOTHER.at(place or Place(column=field.id), number=number, **_names(field))


def leads_round(field: LedgerField, given: str, place: Place) -> Issue:
    """That a link of a field would lead a record back to itself."""
    return LINK_CIRCLE.at(place, given=given, **_names(field))


def way_round(start: Any, links: Callable[[Collection[Any]], Mapping[Any, Collection[Any]]]) -> bool:
    """Whether links lead from a record back to itself; `links` gives for records those that they link to."""
    seen: set[Any] = set()
    ahead: set[Any] = {start}
    while ahead:
        linked = {to for many in links(ahead).values() for to in many}
        if start in linked:
            return True
        seen |= ahead
        ahead = linked - seen
    return False
