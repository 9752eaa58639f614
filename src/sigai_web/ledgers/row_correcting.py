"""Correcting a row that is not to be changed any more, for its table is sealed or a step settled it: asked for with
reason and document by who makes the step that fixed it, decided by another one (`decide_correction`)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied

from sigai.base import Issue, Place
from sigai.ledgers import KeptRow, against_table, with_rows
from sigai_web import clock
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.writing import Actor, append
from sigai_web.ledgers.correcting import against_others, as_seen, correctable, waiting_correction
from sigai_web.ledgers.documents import RecordDocument, about, attach_rows
from sigai_web.ledgers.documents import words as document_words
from sigai_web.ledgers.models import RecordCorrection
from sigai_web.ledgers.news import tell_correction_asked
from sigai_web.ledgers.operations import RECORD_CORRECT
from sigai_web.ledgers.problems import (
    CORRECTION_DOCUMENT,
    CORRECTION_PENDING,
    CORRECTION_REASON,
    NOTHING_CORRECTED,
)
from sigai_web.ledgers.rows import SeenRow, TableAtHand, row_words
from sigai_web.ledgers.services import Seen, refuse_errors
from sigai_web.permissions import allowed
from sigai_web.store.records import as_record, subject_of


@dataclass(frozen=True, slots=True)
class RowCorrection:
    """What a row of a table shall be: some of its cells, or struck."""

    table: str
    row: SeenRow
    cells: Mapping[str, Any]
    strike: bool = False


@change
def ask_row_correction(
    actor: Actor,
    user: Any,
    pk: int,
    wanted: RowCorrection,
    *,
    seen: Seen,
    reason: str,
    document: RecordDocument | None,
    refused: Sequence[Issue] = (),
) -> RecordCorrection:
    """Ask that a row be corrected, or struck; until decided it stays as it is.

    PermissionDenied where it may be changed without asking, or is not theirs to ask; else as `ask_correction`.
    """
    current, ledger, states = as_seen(pk, seen)
    subject = subject_of(as_record(current))
    if not allowed(user, RECORD_CORRECT, subject) or wanted.table not in correctable(user, ledger, states, subject):
        raise PermissionDenied
    if waiting_correction(current) is not None:
        raise LateError([CORRECTION_PENDING.at(Place(), number=current.number)])
    at = TableAtHand.at(user, current, wanted.table, {} if wanted.strike else wanted.cells)
    stands = at.standing(wanted.row)
    row, issues = at.read(stands, at.cells)
    changed = {name: one for name, one in row.values.items() if stands.values.get(name) != one}
    shall_be = replace(stands, struck=reason.strip() or "-") if wanted.strike else row
    after = with_rows(at.before, wanted.table, [shall_be if one is stands else one for one in at.kept])
    found = [*refused, *issues, *against_table(at.rows, at.before.fields, row, Place())]
    found += against_others(user, current.record, at.before, after, at.register)
    if not changed and not wanted.strike:
        found.append(NOTHING_CORRECTED.at(Place()))
    if not reason.strip():
        found.append(CORRECTION_REASON.at(Place(column="reason")))
    if document is None and not refused:
        found.append(CORRECTION_DOCUMENT.at(Place(column="file")))
    refuse_errors(found)
    (attached,) = attach_rows(current.record, [document] if document else [], actor, clock.now())
    asked = RecordCorrection.objects.create(
        record=current.record,
        changes=json.dumps({wanted.table: _told(stands, changed, wanted)}, ensure_ascii=False),
        reason=reason.strip(),
        document=attached,
        asked_by=actor.name,
        asked_at=attached.at,
    )
    told = {"number": current.number, "table": wanted.table}
    shall = {**told, "row": row_words(shall_be), "reason": asked.reason, "documents": [document_words(attached)]}
    was = {**told, "row": row_words(stands)}
    append(actor, "record.ask_correction", about(current.record), before=was, after=shall, tells=[attached, asked])
    tell_correction_asked(actor, asked, at.before, states)
    return asked


def _told(stands: KeptRow, changed: Mapping[str, Any], wanted: RowCorrection) -> dict[str, Any]:
    return {"row": stands.number, "edition": stands.edition, "values": dict(changed), "struck": wanted.strike}
