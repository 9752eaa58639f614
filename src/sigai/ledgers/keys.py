"""What a record has that no other may have with it: its keys, by what its ledger says of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sigai.ledgers.record import Record
from sigai.programme.ledgers import Ledger, LedgerKey


@dataclass(frozen=True, slots=True)
class KeyUse:
    """A key as one record has it: among which (`pool`), its values, from and until which day; None: without end."""

    key: LedgerKey
    pool: str
    values: str
    since: str | None = None
    until: str | None = None

    def overlaps(self, since: str | None, until: str | None) -> bool:
        """Whether its time overlaps another: a day that both have is enough."""
        return not (_before(self.until, since) or _before(until, self.since))


def _before(last: str | None, first: str | None) -> bool:
    return last is not None and first is not None and last < first


def keys_used(ledger: Ledger, record: Record) -> Iterator[KeyUse]:
    """The keys that a record has in its state."""
    for key in ledger.keys:
        values = [_value(ledger, key, name, record) for name in key.fields]
        if record.state in key.states and "" not in values:
            since, until = (_day(name, record) for name in (key.valid_from, key.valid_until))
            pool = key.pool or f"{ledger.id}.{key.id}"
            yield KeyUse(key, pool, json.dumps(values, ensure_ascii=False), since, until)


def _value(ledger: Ledger, key: LedgerKey, name: str, record: Record) -> str:
    """The value of a field, or of what every record has; of choices that are alike the first."""
    own = record.fields.get(name) if ledger.field(name) else getattr(record, name, "")
    value = str("" if own is None else own).strip()
    alike = (each.choices for each in key.alike if each.field == name and value in each.choices)
    return next(alike, (value,))[0]


def _day(name: str | None, record: Record) -> str | None:
    return str(record.fields.get(name) or "") or None if name else None
