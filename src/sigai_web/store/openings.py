"""To whom a ledger opens one of its records: what `CurrentRecord.opened` says of many, of one."""

from __future__ import annotations

from collections.abc import Callable

from sigai.ledgers import Record
from sigai.programme import Ledger, opened_to
from sigai_web.store.models import places_of


def opener(ledger: Ledger, record: Record) -> Callable[[str, str], frozenset[str]]:
    """How much of a record, as it stands or shall stand, is opened to a role with a scope (`LedgerReaders.read`)."""

    def opens(role: str, scope: str) -> frozenset[str]:
        found = set()
        for readers in ledger.readers:
            if not opened_to(readers, role, scope) or (readers.states and record.state not in readers.states):
                continue
            if readers.named_in is None or _named(record, readers.named_in) in places_of(scope):
                found.add(readers.read)
        return frozenset(found)

    return opens


def _named(record: Record, name: str) -> str:
    head = {"area": record.area, "entity": record.entity}
    return str((head[name] if name in head else record.fields.get(name)) or "")
