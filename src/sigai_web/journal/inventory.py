"""What the journal finds when it begins to prove a table or a column: told once, so that nothing stays unsaid.

Rows that were written before have no entry that proves them. The inventory tells them as they stand: from then on they
are proven, and a proof says that what happened to them before is not. A new installation begins with an empty one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sigai.base import Issue, Place
from sigai_web.journal.changes import change
from sigai_web.journal.declaring import Proven, proven
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.problems import NO_PROOF, PROVEN_SINCE
from sigai_web.journal.proofs import Bulk
from sigai_web.journal.standing import bulk
from sigai_web.journal.writing import Actor, append

ACTION = "journal.inventory"


@change
def take_inventory(actor: Actor) -> bool:
    """Tell every row of the tables and columns that the journal proves from now on; True where there were such.

    Set-up calls it after migrating. What an earlier inventory told is not told again: a change that no entry tells of
    stays a difference.
    """
    known = _known()
    counts: dict[str, dict[str, Any]] = {}
    told: list[Bulk] = []
    for said in proven():
        before = known.get(said.table)
        new = [column.name for column in said.columns[1:] if column.name not in (before or ())]
        if not new and before is not None:
            continue
        parts = [Bulk(part.model, _cut(part.columns, said, new), known=before is not None) for part in bulk(said)]
        counts[said.table] = {"columns": new, "rows": sum(len(part.columns[said.key.name]) for part in parts)}
        told += parts
    if counts:
        append(actor, ACTION, "journal", after={"tables": counts}, tells=told)
    return bool(counts)


def since() -> Iterator[Issue]:
    """From which entry on rows are proven that were there before it; NO_PROOF where nothing is proven at all."""
    found = False
    for entry in _inventories():
        found = True
        at = entry.at.isoformat(timespec="minutes")
        for table, rows in _counts(entry).items():
            if rows:
                yield PROVEN_SINCE.at(Place(table), count=rows, entry=entry.number, at=at)
    if not found:
        yield NO_PROOF.at()


def _counts(entry: JournalEntry) -> dict[str, int]:
    """How many rows an inventory told, by table; none where somebody made the entry what no inventory is: the chain
    is broken there, and says so."""
    try:
        return {table: told["rows"] for table, told in _tables(entry).items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _known() -> Mapping[str, set[str]]:
    """The columns that are proven already, by table."""
    known: dict[str, set[str]] = defaultdict(set)
    for entry in _inventories():
        for table, told in _tables(entry).items():
            known[table].update(told["columns"])
    return known


def _inventories() -> Iterator[JournalEntry]:
    yield from JournalEntry.objects.filter(action=ACTION).defer("proof").order_by("number")


def _tables(entry: JournalEntry) -> Mapping[str, Mapping[str, Any]]:
    tables: Mapping[str, Mapping[str, Any]] = json.loads(entry.after)["tables"]
    return tables


def _cut(columns: Mapping[str, list[Any]], said: Proven, names: list[str]) -> dict[str, list[Any]]:
    return {name: columns[name] for name in (said.key.name, *names)}
