"""Links between invented records: each leads to a record that there is, about the same subject where one is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sigai.demonstration.draws import stream
from sigai.demonstration.records import InventedRecord
from sigai.programme.ledgers import LedgerField
from sigai.programme.programme import Programme

Invented = Mapping[str, Sequence[InventedRecord]]


def linked(
    programme: Programme, records: Invented, counted: Collection[str], seed: int
) -> dict[str, list[InventedRecord]]:
    """The records with their links. Those of ledgers that some formula has `counted` stay whose they are, and link to
    records of the same subject or of none (a pool of experts); others, and those that must have a link, become records
    of whom the linked one is about. Where a key lets a record be linked to once, it is.

    Chance of its own: whatever else was invented stays as it was. No links lead round in a circle.
    """
    found = {name: list(drafts) for name, drafts in records.items()}
    for ledger in programme.ledgers:
        for field in ledger.fields:
            if field.kind != "record":
                continue
            onward = [name for name in field.ledgers if name != ledger.id and ledger.id not in _ahead(programme, name)]
            targets = [
                (name, draft)
                for name in onward
                for draft in found.get(name, ())
                if not field.states or draft.life[-1][0] in field.states
            ]
            random = stream(seed, "links", ledger.id, field.id)
            fixed = ledger.id in counted and not field.required
            once = any(tuple(key.fields) == (field.id,) for key in ledger.keys)
            drafts, taken = found[ledger.id], set[str]()
            for at, draft in enumerate(drafts):
                free = [target for target in targets if target[1].id not in taken] if once else targets
                drafts[at] = _linked(draft, field, free, fixed, random)
                taken.add(str(drafts[at].cells[field.id]).rpartition("/")[2])
    return found


def _ahead(programme: Programme, ledger: str) -> set[str]:
    """The ledgers that links lead to from one, over however many others."""
    seen: set[str] = set()
    ahead = {ledger}
    while ahead:
        known = [programme.ledger_by_id[name] for name in ahead if name in programme.ledger_by_id]
        ahead = {name for one in known for field in one.fields for name in field.ledgers} - seen
        seen |= ahead
    return seen


def _linked(
    draft: InventedRecord,
    field: LedgerField,
    targets: Sequence[tuple[str, InventedRecord]],
    fixed: bool,
    random: np.random.Generator,
) -> InventedRecord:
    own = [target for target in targets if target[1].entity in ("", draft.entity)]
    chosen = own or ([] if fixed else targets)
    if not chosen:
        return replace(draft, cells=draft.cells | {field.id: None})
    ledger, target = chosen[int(random.integers(len(chosen)))]
    cells = draft.cells | {field.id: target.id if len(field.ledgers) == 1 else f"{ledger}/{target.id}"}
    if fixed or not target.entity:
        return replace(draft, cells=cells)
    return replace(draft, cells=cells, entity=target.entity, area=target.area)
