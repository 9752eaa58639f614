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


def computed_amounts(
    record: Record, *, programme: Programme, on: dt.date, entities: pa.Table, linked: LinkedRecords | None = None
) -> Mapping[str, Fraction | None]:
    """Every computed field of a record by its id, in its own unit; None where it cannot be known. `linked` are the
    records around it, as far as they are asked for."""
    ledger = programme.ledger_by_id[record.ledger]
    formulas = [formula for one in ledger.computed if (formula := programme.parsed.computed(one)) is not None]
    asked = [one for formula in formulas for one in linkages_of(formula, ledger, programme)]
    answers = LinkAnswers(record, linked or LinkedRecords(), programme, on).amounts(asked)
    row = RecordRow(record, ledger, programme, entities, on, linked=answers)
    found: dict[str, Fraction | None] = {}
    for one in ledger.computed:
        amounts = row.amounts(one.id, of_entity=False)
        known = amounts is not None and bool(amounts.known[0])
        found[one.id] = Fraction(int(amounts.wholes[0]), amounts.scale) if amounts is not None and known else None
    return found
