"""Which records have stood in a state beyond its deadline."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from sigai.programme.common import Text
from sigai.programme.ledgers import Deadline
from sigai.programme.programme import Programme
from sigai.tables.files import read_date


@dataclass(frozen=True, slots=True)
class Overdue:
    """A record that should have left its state on `due`; `days` is how long ago that was."""

    ledger: str
    id: str
    name: str
    entity: str | None
    area: str | None
    state: str
    deadline: Text
    due: dt.date
    days: int


def overdue(records: pa.Table, programme: Programme, as_of: dt.date) -> tuple[Overdue, ...]:
    """The records (of the contract) that missed a deadline by `as_of`, the longest overdue first.

    A deadline counts days from the day on which the state began, or is the date in a field of the record; where that
    field is empty there is no deadline. On the day itself a record is not yet overdue.
    """
    found: list[Overdue] = []
    for ledger in programme.ledgers:
        for deadline in ledger.deadlines:
            here = pc.and_(
                pc.equal(records.column("ledger"), pa.scalar(ledger.id)),
                pc.equal(records.column("state"), pa.scalar(deadline.state)),
            )
            for row in records.filter(here).to_pylist():
                due = _due(deadline, row)
                if due is not None and due < as_of:
                    names = {name: row[name] for name in ("ledger", "id", "entity", "area", "state")}
                    late = (as_of - due).days
                    found.append(Overdue(name=row["name"] or "", deadline=deadline.name, due=due, days=late, **names))
    return tuple(sorted(found, key=lambda each: (-each.days, each.ledger, each.id)))


def _due(deadline: Deadline, row: dict[str, object]) -> dt.date | None:
    if deadline.days is not None:
        since = row["state_since"]
        return since + dt.timedelta(days=deadline.days) if isinstance(since, dt.date) else None
    value = json.loads(str(row["fields"] or "{}")).get(deadline.field)
    return read_date(str(value)) if value else None
