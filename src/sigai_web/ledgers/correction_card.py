"""What a record's page shows of corrections: the one that waits, with who decides it; the form that asks for one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sigai_web.ledgers import forms
from sigai_web.ledgers.correcting import correctable, may_decide
from sigai_web.ledgers.filling import HEAD
from sigai_web.ledgers.history import FieldChange, HistoryWriter, RecordLife
from sigai_web.ledgers.models import RecordCorrection
from sigai_web.ledgers.reaching import ReachedRecord
from sigai_web.ledgers.words import Wording, mentioned


@dataclass(frozen=True, slots=True)
class CorrectionCard:
    """`asked` waits, with what it would change; `decides`: its reader may. `cells`: what its reader may ask for."""

    asked: RecordCorrection | None
    changes: Sequence[FieldChange]
    decides: bool
    cells: Sequence[forms.FormField]
    reason: str = ""
    open: bool = False


def correction_card(
    user: Any, of: ReachedRecord, life: RecordLife, given: Mapping[str, str] | None = None
) -> CorrectionCard:
    """The corrections of a record for one reader; `given` is the form of one as it was sent and refused."""
    asked, states = life.waiting, life.state_ids
    if asked is not None:
        decides = may_decide(user, asked, of.ledger, states, of.subject)
        return CorrectionCard(asked, _changes(of, life, asked), decides, ())
    readable = {*HEAD, *(field.id for field in of.fields)}
    names = readable.intersection(correctable(user, of.ledger, states, of.subject))
    cells = forms.head_cells(user, of.ledger, of.record, given) if names else []
    cells += forms.cells(of.ledger, of.record, given) if names else []
    kept = [cell for cell in cells if (cell.key.removeprefix(forms.key_of("")) in names)]
    for cell in kept:
        cell.required = False
    return CorrectionCard(None, (), False, kept, (given or {}).get("reason", ""), given is not None)


def _changes(of: ReachedRecord, life: RecordLife, asked: RecordCorrection) -> list[FieldChange]:
    wanted = json.loads(asked.changes)
    stands = life.revisions[-1]
    rows = [(of.current.entity, of.record.fields), (wanted.get("entity"), wanted)]
    return HistoryWriter(of.ledger, of.fields, Wording(mentioned(rows, [of.ledger]))).corrected(stands, wanted)


def fixed_tables(user: Any, of: ReachedRecord, life: RecordLife) -> frozenset[str]:
    """The tables of a record of whose rows its reader may ask for a correction now: one waits at a time."""
    tables = frozenset(rows.id for rows in of.ledger.rows)
    if not tables or life.waiting is not None:
        return frozenset()
    return tables.intersection(correctable(user, of.ledger, life.state_ids, of.subject))
