"""Rechecks that open by themselves: when a record is to be looked at again, and when it lapses where nobody did."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sigai.programme.field_types import several
from sigai.programme.ledgers import Ledger, Recheck


@dataclass(frozen=True, slots=True)
class RecheckDue:
    """A recheck of a record that is not done yet: the day `of` which it is, and `due`, later where something is to be
    put right by then. `opens`: from when on it can be recorded. The record counts through the day `valid_until`, if
    the recheck is missed; None: it counts on."""

    recheck: Recheck
    of: dt.date
    due: dt.date
    opens: dt.date
    valid_until: dt.date | None

    def lapsed(self, day: dt.date) -> bool:
        """Whether the record counts no longer on a day, for the recheck was missed."""
        return self.valid_until is not None and self.valid_until < day

    def done_on(self, day: dt.date) -> dt.date:
        """Up to which due day it is done by a recheck of that day: what was missed before is done with it."""
        done = self.of
        while not self.recheck.once and (following := months_on(done, self.recheck.months)) <= day:
            done = following
        return done


def rechecks_of(ledger: Ledger, state: str, since: dt.date | None, fields: Mapping[str, Any]) -> tuple[RecheckDue, ...]:
    """Every recheck that a record in `state` has before it, the earliest first."""
    found = (
        _due(recheck, since, fields)
        for recheck in ledger.rechecks
        if state in recheck.states and _concerns(recheck, fields)
    )
    return tuple(sorted((due for due in found if due is not None), key=lambda each: (each.due, each.recheck.id)))


def lapse_of(ledger: Ledger, state: str, fields: Mapping[str, Any]) -> dt.date | None:
    """The last day on which a record counts in `state`, where a recheck that ends it is not done any more."""
    due = rechecks_of(ledger, state, None, fields)
    return min((one.valid_until for one in due if one.valid_until is not None), default=None)


def expiry_of(ledger: Ledger, state: str, fields: Mapping[str, Any]) -> dt.date | None:
    """The last day on which a record counts in `state` as things stand: its validity ends, or a recheck is missed."""
    here = next((each for each in ledger.states if each.id == state), None)
    known = _day(fields, here.expires) if here is not None else None
    return min((day for day in (known, lapse_of(ledger, state, fields)) if day is not None), default=None)


def months_on(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month where it has no such day."""
    at = day.year * 12 + day.month - 1 + months
    year, month = at // 12, at % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _concerns(recheck: Recheck, fields: Mapping[str, Any]) -> bool:
    return all(set(several(str(fields.get(name) or ""))) & set(ids) for name, ids in recheck.only.items())


def _due(recheck: Recheck, since: dt.date | None, fields: Mapping[str, Any]) -> RecheckDue | None:
    done = _day(fields, recheck.noted)
    begun = _day(fields, recheck.after) if recheck.after else since
    if done is not None:
        of = None if recheck.once else months_on(done, recheck.months)
    else:
        of = _first(recheck, begun) if begun else None
    if of is None:
        return None
    put_right = _day(fields, recheck.put_right)
    due = max(of, put_right) if put_right else of
    valid_until = months_on(due, recheck.lapses) if recheck.lapses is not None else None
    return RecheckDue(recheck, of, due, of - dt.timedelta(days=recheck.opens), valid_until)


def _first(recheck: Recheck, begun: dt.date) -> dt.date:
    if recheck.day is None:
        return months_on(begun, recheck.months)
    here = dt.date.fromisoformat(f"{begun.year}-{recheck.day}")
    return here if here > begun else here.replace(year=begun.year + 1)


def _day(fields: Mapping[str, Any], name: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(fields.get(name) if name else ""))
    except ValueError:
        return None
