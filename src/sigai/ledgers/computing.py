"""The computed fields of one record: worked out whenever they are asked for, kept nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

import pyarrow as pa

from sigai.ledgers.conditions import RecordRow
from sigai.ledgers.linked import LinkAnswers, LinkedRecords, linkages_of
from sigai.ledgers.record import Record
from sigai.programme.programme import Programme


def computed_values(
    record: Record, *, programme: Programme, on: dt.date, entities: pa.Table, linked: LinkedRecords | None = None
) -> Mapping[str, Fraction | str | None]:
    """Every computed field of a record by its id: a number in its own unit, the id of a choice; None where it cannot be
    known. `linked` are the records around it, as far as they are asked for."""
    ledger = programme.ledger_by_id[record.ledger]
    formulas = [formula for one in ledger.computed if (formula := programme.parsed.computed(one)) is not None]
    asked = [one for formula in formulas for one in linkages_of(formula, ledger, programme)]
    answers = LinkAnswers(record, linked or LinkedRecords(), programme, on).amounts(asked)
    row = RecordRow(record, ledger, programme, entities, on, linked=answers)
    return {one.id: row.chosen(one) if one.choices else _number(row, one.id) for one in ledger.computed}


def _number(row: RecordRow, name: str) -> Fraction | None:
    amounts = row.amounts(name, of_entity=False)
    return Fraction(int(amounts.wholes[0]), amounts.scale) if amounts is not None and amounts.known[0] else None
