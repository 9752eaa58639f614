"""By when records must leave their states, and which have stood in one beyond its deadline."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sigai.programme.common import Text
from sigai.programme.ledgers import Deadline, Ledger
from sigai.programme.programme import Programme
from sigai.programme.rechecks import rechecks_of
from sigai.tables.files import read_date


@dataclass(frozen=True, slots=True)
class Due:
    """A record must leave its state, or be rechecked, by `due`; on the day itself it is not yet overdue.

    Of a recheck `recheck` is its id, and `opens` the day from which on it can be recorded.
    """

    deadline: Text
    due: dt.date
    recheck: str = ""
    opens: dt.date | None = None

    def days_over(self, as_of: dt.date) -> int:
        """How many days ago that was: 0 on the day itself, below 0 before it."""
        return (as_of - self.due).days


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


def deadlines_of(ledger: Ledger, state: str, since: dt.date | None, fields: Mapping[str, Any]) -> tuple[Due, ...]:
    """Every deadline of a record in `state`, and every recheck, the earliest first.

    A deadline counts days from the day on which the state began, or is the date in a field of the record; where that
    field is empty, or the day not known, there is no deadline.
    """
    found = [
        Due(deadline.name, due)
        for deadline in ledger.deadlines
        if deadline.state == state and (due := _due(deadline, since, fields)) is not None
    ]
    found += [
        Due(one.recheck.name, one.due, one.recheck.id, one.opens) for one in rechecks_of(ledger, state, since, fields)
    ]
    return tuple(sorted(found, key=lambda each: each.due))


def overdue(records: pa.Table, programme: Programme, as_of: dt.date) -> tuple[Overdue, ...]:
    """The records (of the contract) that missed a deadline by `as_of`, the longest overdue first."""
    found: list[Overdue] = []
    for ledger in programme.ledgers:
        rechecked = {state for recheck in ledger.rechecks for state in recheck.states}
        states = pa.array(sorted({deadline.state for deadline in ledger.deadlines} | rechecked), pa.string())
        here = pc.and_(
            pc.equal(records.column("ledger"), pa.scalar(ledger.id)), pc.is_in(records.column("state"), states)
        )
        for row in records.filter(here).to_pylist():
            for each in deadlines_of(ledger, row["state"], row["state_since"], json.loads(row["fields"] or "{}")):
                late = each.days_over(as_of)
                if late > 0:
                    names = {name: row[name] for name in ("ledger", "id", "entity", "area", "state")}
                    name = row["name"] or ""
                    found.append(Overdue(**names, name=name, deadline=each.deadline, due=each.due, days=late))
    return tuple(sorted(found, key=lambda each: (-each.days, each.ledger, each.id)))


def _due(deadline: Deadline, since: dt.date | None, fields: Mapping[str, Any]) -> dt.date | None:
    if deadline.days is not None:
        return since + dt.timedelta(days=deadline.days) if since else None
    value = fields.get(deadline.field or "")
    return read_date(str(value)) if value else None
