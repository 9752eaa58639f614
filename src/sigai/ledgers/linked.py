"""What a record's links amount to for a condition: how many, how much, and which records those are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import pyarrow as pa

from sigai.base.units import NUMBER, MeasureUnit
from sigai.evaluation import Amounts, evaluate
from sigai.formulas import formula_text
from sigai.formulas.function import Node
from sigai.formulas.nodes import Linkage
from sigai.ledgers.conditions import RecordRow, number_of
from sigai.ledgers.links import LinkIndex, RecordKey, links_by, may_mean
from sigai.ledgers.record import Record
from sigai.programme.ledgers import Ledger
from sigai.programme.opened import opened
from sigai.programme.programme import Programme
from sigai.tables.contracts import ENTITIES

_ITEM = MeasureUnit.parse("个")
_NAMED = 3


@dataclass(frozen=True, slots=True)
class LinkedRecords:
    """The records around one: those that it links to (`targets`), and by ledger and field those that link to it. Their
    entities stand in `entities`. Only those in `nameable` may be told of by name.

    Of the entity that it is about: the `lists` that it stands on in the month of the step (None: not looked up), and by
    the texts of what is asked its `figures`; those in `told` may be told with their values.
    """

    targets: LinkIndex = field(default_factory=lambda: LinkIndex.of(()))
    linking: Mapping[tuple[str, str], Sequence[Record]] = field(default_factory=dict)
    entities: pa.Table = field(default_factory=ENTITIES.empty_table)
    nameable: Collection[RecordKey] = frozenset()
    lists: frozenset[str] | None = None
    figures: Mapping[str, Amounts] = field(default_factory=dict)
    told: Collection[str] = frozenset()


def linkages_of(node: Node, ledger: Ledger, programme: Programme) -> tuple[Linkage, ...]:
    """What a condition or number about a record of a ledger asks of links, each once; its computed fields as well."""
    parts = opened(node, ledger, programme.parsed)
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, Linkage)))


@dataclass(frozen=True, slots=True)
class LinkAnswers:
    """How the links of a record answer what is asked of them on a day."""

    record: Record
    around: LinkedRecords
    programme: Programme
    on: dt.date

    def amounts(self, asked: Iterable[Linkage]) -> dict[str, Amounts]:
        """The numbers by the texts of what is asked; missing where one cannot be known."""
        return {formula_text(one): self._amount(one) for one in asked}

    def in_the_way(self, asked: Iterable[Linkage]) -> tuple[Record, ...]:
        """The linked records that may be named and do not count: for their state, or for what a condition says."""
        found = {
            (record.ledger, record.id): record
            for one in asked
            for record in self._linked(one) or ()
            if not self._counts(one, record) and (record.ledger, record.id) in self.around.nameable
        }
        return tuple(found.values())[:_NAMED]

    def _amount(self, asked: Linkage) -> Amounts:
        records = self._linked(asked)
        sure = None if records is None else [(record, self._counts(asked, record)) for record in records]
        if sure is None or any(counts is None for _, counts in sure):
            return Amounts.of([None], self._unit(asked))
        counted = [record for record, counts in sure if counts]
        if asked.of is None:
            return Amounts.of([Fraction(len(counted))], _ITEM)
        numbers = [number_of(record.fields.get(asked.of)) for record in counted]
        known = [number for number in numbers if number is not None]
        return Amounts.of([sum(known, Fraction(0)) if len(known) == len(numbers) else None], self._unit(asked))

    def _unit(self, asked: Linkage) -> MeasureUnit:
        ledger = self.programme.ledger_by_id.get(asked.ledger)
        known = ledger.field(asked.of) if ledger and asked.of else None
        return MeasureUnit.parse(known.unit) if known else _ITEM if asked.of is None else NUMBER

    def _linked(self, asked: Linkage) -> Sequence[Record] | None:
        """The records of the ledger that are linked; None where a text leads to none that is known."""
        if asked.direction != "linked":
            return self.around.linking.get((asked.ledger, asked.by), ())
        found: dict[RecordKey, Record] = {}
        for own, value in links_by(self.programme.ledger_by_id[self.record.ledger], self.record.fields, asked.by):
            key = next((key for key in may_mean(own, value) if key in self.around.targets.records), None)
            if key is None:
                return None
            found |= {key: self.around.targets.records[key]} if key[0] == asked.ledger else {}
        return tuple(found.values())

    def _counts(self, asked: Linkage, record: Record) -> bool | None:
        """Whether a linked record counts; None where that cannot be known."""
        if record.state not in asked.states:
            return False
        if asked.where is None:
            return True
        ledger = self.programme.ledger_by_id[record.ledger]
        answer = evaluate(asked.where, RecordRow(record, ledger, self.programme, self.around.entities, self.on))
        return bool(answer.holds[0]) if answer.known[0] else None


def told_of(records: Iterable[Record], programme: Programme, language: str) -> Iterator[str]:
    """Records by number, name and state, as a sentence tells of them."""
    for record in records:
        ledger = programme.ledger_by_id[record.ledger]
        state = next((each.name[language] for each in ledger.states if each.id == record.state), record.state)
        named = f"{record.id} {record.name}".rstrip()
        yield f"{named}（{state}）" if language == "zh" else f"{named} ({state})"
