"""What people say about a record: whoever has a part in it says it, whoever reads the record reads it. Nothing counts
by it, and nothing is taken back: who was wrong says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from sigai.base import Place, UserError
from sigai_web import clock
from sigai_web.accounts.people import NamedPerson, people
from sigai_web.journal.changes import change
from sigai_web.journal.writing import Actor, append
from sigai_web.ledgers.documents import about
from sigai_web.ledgers.models import RecordComment
from sigai_web.ledgers.problems import COMMENT_LENGTH
from sigai_web.ledgers.services import standing_record
from sigai_web.permissions import allowed
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_STEP
from sigai_web.store.records import as_record, subject_of

LONGEST = 2000
_SHOWN = 50


@change
def comment(actor: Actor, user: Any, pk: int, text: str) -> RecordComment:
    """Say something about a record that stands; PermissionDenied for who has no part in it."""
    current = standing_record(pk)
    if not allowed(user, RECORD_STEP, subject_of(as_record(current))):
        raise PermissionDenied
    said = text.strip()
    if not 0 < len(said) <= LONGEST:
        raise UserError([COMMENT_LENGTH.at(Place(column="text"), most=LONGEST, length=len(said))])
    made = RecordComment.objects.create(record=current.record, text=said, by=actor.name, at=clock.now())
    append(actor, "record.comment", about(current.record), after={"number": current.number, "text": said}, tells=[made])
    return made


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment with the name of who wrote it."""

    who: NamedPerson
    at: datetime
    text: str


def comments_of(current: CurrentRecord) -> Sequence[ShownComment]:
    """The last comments on a record, the newest first."""
    found = list(RecordComment.objects.filter(record=current.record).order_by("-pk")[:_SHOWN])
    names = people(one.by for one in found)
    return [ShownComment(names[one.by], one.at, one.text) for one in found]


def about_comments(request: HttpRequest, current: CurrentRecord) -> dict[str, Any] | None:
    """The panel of a record's comments; None where there are none and its reader writes none, and for
    who only reads it in a library."""
    if current.opened_only:
        return None
    writes = not current.withdrawn and allowed(request.user, RECORD_STEP, subject_of(as_record(current)))
    found = comments_of(current)
    return {"record": current, "comments": found, "writes": writes, "longest": LONGEST} if found or writes else None
