"""Which records an indicator counts: of which ledger, in which states, under which condition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa

from sigai.evaluation import evaluate
from sigai.formulas import terms_of
from sigai.formulas.function import RecordTerm
from sigai.formulas.nodes import Condition
from sigai.ledgers.conditions import RecordRow
from sigai.ledgers.record import Record
from sigai.programme.indicators import Indicator
from sigai.programme.ledgers import Ledger
from sigai.programme.programme import Programme


@dataclass(frozen=True, slots=True)
class CountedRecords:
    """Records that one term of an indicator counts: those of `ledger` in `states` that meet its condition."""

    programme: Programme
    ledger: Ledger
    states: tuple[str, ...]
    where: Condition | None

    @property
    def expire(self) -> bool:
        """Whether a record may count until a day only, in one of the states."""
        return not self.programme.vocabulary.ledgers[self.ledger.id].expiring.isdisjoint(self.states)

    def holds(self, record: Record, *, entities: pa.Table, on: dt.date) -> bool:
        """Whether the condition is known to hold of a record of the ledger on a day; `entities` is the part of the
        register that it is about."""
        if self.where is None:
            return True
        verdict = evaluate(self.where, RecordRow(record, self.ledger, self.programme, entities, on))
        return bool(verdict.holds[0] and verdict.known[0])


def counted_records(programme: Programme, indicator: Indicator) -> tuple[CountedRecords, ...]:
    """What an indicator counts of ledgers, term by term."""
    formula = programme.parsed.formula(indicator)
    terms = terms_of(formula) if formula is not None else ()
    ledgers = programme.ledger_by_id
    return tuple(
        CountedRecords(programme, ledgers[term.ledger], term.states, term.where)
        for term in terms
        if isinstance(term, RecordTerm) and term.ledger in ledgers
    )
