"""Taking a record back: somebody who keeps it asks, with a reason; another one, who approves, decides.

A record that is withdrawn counts as if it had never been entered, in every month; its revisions, states and documents
stay, and its page says who withdrew it and why. Services are one transaction with one journal entry each.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from sigai.base import Place, UserError
from sigai_web import clock
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.writing import Actor, append
from sigai_web.ledgers.documents import about
from sigai_web.ledgers.models import RecordWithdrawal
from sigai_web.ledgers.news import tell_withdrawal_asked, tell_withdrawal_decided
from sigai_web.ledgers.problems import (
    NO_WITHDRAWAL,
    OWN_WITHDRAWAL,
    WITHDRAWAL_PENDING,
    WITHDRAWAL_REASON,
)
from sigai_web.ledgers.services import RecordOvertakenError, Seen, standing_record
from sigai_web.permissions import allowed, visible
from sigai_web.runs.calculating import request_run
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_KEEP, RECORD_WITHDRAW
from sigai_web.store.records import Written, as_record, keep_current, subject_of, write_records


def pending(record: CurrentRecord) -> RecordWithdrawal | None:
    """The request that waits for a decision."""
    return RecordWithdrawal.waiting().filter(record=record.record).first()


def to_decide(user: Any) -> QuerySet[CurrentRecord]:
    """The records whose withdrawal waits for a person: somebody else asked, and they may decide."""
    asked = RecordWithdrawal.waiting_for(user)
    return visible(user, RECORD_WITHDRAW, CurrentRecord.objects.filter(pk__in=asked.values("record")))


@change
def ask_withdrawal(actor: Actor, user: Any, pk: int, *, seen: Seen, reason: str) -> RecordWithdrawal:
    """Ask that a record be withdrawn; until that is decided it counts as before.

    UserError without a reason, LateError where it is asked for already; RecordOvertakenError where the record is not
    as seen.
    """
    current = _as_seen(pk, seen)
    if not allowed(user, RECORD_KEEP, subject_of(as_record(current))):
        raise PermissionDenied
    if not reason.strip():
        raise UserError([WITHDRAWAL_REASON.at(Place(column="reason"))])
    if pending(current) is not None:
        raise LateError([WITHDRAWAL_PENDING.at(Place(), number=current.number)])
    asked = RecordWithdrawal.objects.create(record=current.record, reason=reason.strip(), asked_by=actor.name)
    after = {"number": current.number, "reason": asked.reason}
    append(actor, "record.ask_withdrawal", about(current.record), after=after, tells=[asked])
    tell_withdrawal_asked(actor, asked, as_record(current))
    return asked


@change
def decide_withdrawal(
    actor: Actor, user: Any, pk: int, *, seen: Seen, grant: bool, comment: str = ""
) -> RecordWithdrawal:
    """Grant what was asked, so that the record counts no longer, or decline it with a comment; never one's own.

    LateError where nobody asks any more, UserError where oneself did; RecordOvertakenError where the record is not as
    seen.
    """
    current = _as_seen(pk, seen)
    if not allowed(user, RECORD_WITHDRAW, subject_of(as_record(current))):
        raise PermissionDenied
    asked = pending(current)
    none = NO_WITHDRAWAL.at(Place(), number=current.number)
    if asked is None:
        raise LateError([none])
    asked.check_decider(actor, decided=none, own=OWN_WITHDRAWAL.at(Place(), number=current.number))
    tells: list[Any] = [asked.settle(actor, grant=grant, comment=comment, why=WITHDRAWAL_REASON)]
    told: dict[str, Any] = {"number": current.number, "reason": asked.reason, "asked_by": asked.asked_by}
    if grant:
        written = Written(current.record, as_record(current), reason=asked.reason, withdrawn=True, by=asked.asked_by)
        revisions, _ = write_records([written], actor, asked.decided_at or clock.now())
        tells += revisions
        keep_current([current.pk])
        request_run(actor, because=f"withdrawal {about(current.record)}", ledgers=frozenset({current.ledger}))
    else:
        told["comment"] = asked.comment
    action = "record.withdraw" if grant else "record.decline_withdrawal"
    append(actor, action, about(current.record), before={"withdrawn": False}, after=told, tells=tells)
    tell_withdrawal_decided(actor, asked, as_record(current))
    return asked


def _as_seen(pk: int, seen: Seen) -> CurrentRecord:
    current = standing_record(pk)
    if Seen(current.revision, current.step) != seen:
        raise RecordOvertakenError(current)
    return current
