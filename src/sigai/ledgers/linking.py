"""What the records of a folder have to do with each other, once all of its ledgers are read: links, keys."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.issues import Place
from sigai.ledgers.keys import KeyUse, keys_used
from sigai.ledgers.links import (
    LinkIndex,
    RecordKey,
    leads_round,
    link_fields,
    link_value,
    of_another,
    same_entity,
    way_round,
)
from sigai.ledgers.problems import SAME_KEY, TO_BE_LINKED
from sigai.ledgers.record import Record
from sigai.programme.ledgers import Ledger, LedgerField
from sigai.programme.programme import Programme
from sigai.tables.contracts import RECORDS
from sigai.tables.files import Guesses, RowIssues
from sigai.tables.files.columns import hints


def link_records(records: pa.Table, programme: Programme, issues: RowIssues) -> pa.Table:
    """The records with their links as they are kept. A word that means no record stays as it is, and is told; records
    that lead back to themselves, or to another entity's records where they may not, are told and left out."""
    fields = {ledger.id: found for ledger in programme.ledgers if (found := _Linking.of(ledger)).leads_on}
    if not pc.any(pc.is_in(records["ledger"], pa.array(sorted(fields), pa.string()))).as_py():
        return records
    reading = _FolderLinks(records, fields, issues)
    written = [
        reading.row(row) for row in records.select(["ledger", "id", "entity", "fields", "file", "row"]).to_pylist()
    ]
    at = RECORDS.get_field_index("fields")
    linked = records.set_column(at, RECORDS.field(at), pa.array(written, pa.string()))
    bad = reading.in_a_circle() | reading.of_others
    good = [key not in bad for key in zip(*_keys(records), strict=True)]
    return linked.filter(pa.array(good, pa.bool_()))


def _keys(records: pa.Table) -> tuple[list[str], list[str]]:
    ledgers, numbers = (list(map(str, records[name].to_pylist())) for name in ("ledger", "id"))
    return ledgers, numbers


@dataclass(frozen=True, slots=True)
class _Linking:
    """What of a ledger links: its fields, and by the ids of its tables their columns."""

    fields: tuple[LedgerField, ...]
    columns: Mapping[str, tuple[LedgerField, ...]]

    @classmethod
    def of(cls, ledger: Ledger) -> _Linking:
        columns = {rows.id: tuple(one for one in rows.columns if one.kind == "record") for rows in ledger.rows}
        return cls(link_fields(ledger), {name: found for name, found in columns.items() if found})

    @property
    def leads_on(self) -> bool:
        return bool(self.fields or self.columns)

    @property
    def ledgers(self) -> Iterator[str]:
        return (name for field in (*self.fields, *chain(*self.columns.values())) for name in field.ledgers)


class _FolderLinks:
    """What the words of link fields mean among the records of one folder."""

    def __init__(self, records: pa.Table, fields: Mapping[str, _Linking], issues: RowIssues) -> None:
        self._fields, self._issues = fields, issues
        wanted = {name for found in fields.values() for name in found.ledgers}
        heads = records.select(["ledger", "id", "name", "entity"]).to_pylist()
        self._index = LinkIndex.of(
            Record(str(one["ledger"]), str(one["id"]), one["name"] or "", one["entity"])
            for one in heads
            if one["ledger"] in wanted
        )
        self.of_others: set[RecordKey] = set()
        self._guesses: dict[str, Guesses] = {}
        self._links: dict[RecordKey, set[RecordKey]] = {}
        self._told: dict[RecordKey, tuple[Place, LedgerField, str]] = {}
        self._circle: frozenset[RecordKey] | None = None

    def row(self, row: Mapping[str, Any]) -> str:
        """The fields of a row with its links as they are kept."""
        written = str(row["fields"])
        if row["ledger"] not in self._fields:
            return written
        linking, values = self._fields[row["ledger"]], json.loads(written)
        changed = self._settled(row, linking.fields, values)
        for table, columns in linking.columns.items():
            for inside in values.get(table, ()):
                changed |= self._settled(row, columns, inside["values"])
        return json.dumps(values, ensure_ascii=False) if changed else written

    def _settled(self, row: Mapping[str, Any], fields: Iterable[LedgerField], values: dict[str, Any]) -> bool:
        """Put the links of a record, or of a row inside it, as they are kept; whether one was written otherwise."""
        changed = False
        for field in fields:
            word = values.get(field.id)
            if word in (None, ""):
                continue
            place = Place(row["file"], row=row["row"], column=field.id)
            found = self._index.find(field, word)
            if found is None:
                near = hints(self._near(field, str(word)), "")
                names = {"field": field.name.zh, "field_en": field.name.en}
                self._issues.add(TO_BE_LINKED.at(place, given=word, **names, **near))
                continue
            key, to = (row["ledger"], row["id"]), (found.ledger, found.id)
            if not same_entity(field, Record(*key, entity=row["entity"]), found):
                self.of_others.add(key)
                self._issues.add(of_another(field, found.id, place))
            self._links.setdefault(key, set()).add(to)
            self._told[key] = (place, field, found.id)
            changed |= values[field.id] != link_value(field, to)
            values[field.id] = link_value(field, to)
        return changed

    def _near(self, field: LedgerField, word: str) -> str:
        if field.id not in self._guesses:
            known = [number for ledger, number in self._index.records if ledger in field.ledgers]
            self._guesses[field.id] = Guesses(known)
        return self._guesses[field.id](word)

    def in_a_circle(self) -> frozenset[RecordKey]:
        """The records that lead back to themselves, each told once."""
        if self._circle is None:
            self._circle = frozenset(key for key in self._links if way_round(key, self._linked))
            for key in sorted(self._circle):
                place, field, number = self._told[key]
                self._issues.add(leads_round(field, number, place))
        return self._circle

    def _linked(self, keys: Collection[RecordKey]) -> Mapping[RecordKey, Collection[RecordKey]]:
        return {key: self._links.get(key, ()) for key in keys}


def tell_same_keys(records: pa.Table, programme: Programme, issues: RowIssues) -> None:
    """Say which records of a folder have a key that an earlier one has: they were taken all the same."""
    ledgers = {ledger.id: ledger for ledger in programme.ledgers if ledger.keys}
    keyed = records.filter(pc.is_in(records["ledger"], pa.array(sorted(ledgers), pa.string())))
    held: dict[tuple[str, str], list[tuple[KeyUse, str]]] = {}
    columns = ["ledger", "id", "name", "entity", "area", "state", "fields", "file", "row"]
    for row in keyed.select(columns).to_pylist():
        head = row["name"] or "", row["entity"], row["area"], row["state"]
        record = Record(row["ledger"], row["id"], *head, fields=json.loads(row["fields"]))
        for use in keys_used(ledgers[record.ledger], record):
            others = held.setdefault((use.pool, use.values), [])
            same = [number for one, number in others if use.overlaps(one.since, one.until)]
            if same:
                facts = {"key": use.key.name.zh, "key_en": use.key.name.en, "others": ", ".join(same)}
                issues.add(SAME_KEY.at(Place(row["file"], row=row["row"]), given=record.id, **facts))
            others.append((use, record.id))
