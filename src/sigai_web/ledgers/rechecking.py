"""Rechecks: what is due, and recording what came of one: kept, to be put right by a day, withdrawn.

A recheck opens by the day of the clock; nothing is written until somebody records its result. Kept and put right are
noted in the record's own fields, from which the next day follows; withdrawn is the ledger's own step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from sigai.base import Issue, Place, UserError
from sigai.ledgers import Record
from sigai.programme import Ledger, Recheck, RecheckDue, rechecks_of
from sigai_web import clock, programme
from sigai_web.clock import today
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.proofs import Telling
from sigai_web.journal.writing import Actor, append
from sigai_web.ledgers.documents import about, free_evidence
from sigai_web.ledgers.models import Attachment, RecheckDocument, RecordRecheck
from sigai_web.ledgers.round_problems import (
    LAPSED_ALREADY,
    NO_RECHECK_RESULT,
    NOT_DUE_YET,
    PUT_RIGHT_BY,
    RECHECK_EVIDENCE,
)
from sigai_web.ledgers.services import (
    RecordOutcome,
    RecordOvertakenError,
    Seen,
    changed,
    close_change,
    standing_record,
    take_step,
)
from sigai_web.permissions import roles_held, roles_with, visible
from sigai_web.store.models import CurrentRecord, Entity, RecordDeadline
from sigai_web.store.operations import RECORD_STEP
from sigai_web.store.records import Written, as_record, named_in, register_of, subject_of, write_records

Result = RecordRecheck.Result
RESULTS: Mapping[str, tuple[str, str]] = {
    Result.KEPT: ("保持", "kept"),
    Result.PUT_RIGHT: ("限期整改", "to be put right"),
    Result.WITHDRAWN: ("撤销", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class RecheckResult:
    """What came of a recheck: `until` is by when something is to be put right, and nothing where nothing is."""

    result: str
    until: date | None = None
    comment: str = ""


def due_for(user: Any) -> QuerySet[RecordDeadline] | None:
    """The rechecks that are open now and that somebody may record, in one of their roles; None where their roles record
    none."""
    held = roles_held(user)
    mine = Q()
    for ledger in programme.current().ledgers:
        names = [recheck.id for recheck in ledger.rechecks if held & set(recheck.roles)]
        if names:
            mine |= Q(record__ledger=ledger.id, recheck__in=names)
    if not mine:
        return None
    found = RecordDeadline.objects.filter(mine, opens__lte=today())
    return found.filter(record__in=visible(user, RECORD_STEP, CurrentRecord.objects.all()))


def open_rechecks(user: Any, ledger: Ledger, record: Record) -> list[RecheckDue]:
    """The rechecks of a record that are open now and that somebody may record."""
    found = rechecks_of(ledger, record.state, record.state_since, record.fields)
    mine = roles_with(user, RECORD_STEP, subject_of(record)) if found else frozenset()
    return [one for one in found if one.opens <= today() and mine.intersection(one.recheck.roles)]


def results_of(due: RecheckDue) -> list[str]:
    """What can come of a recheck today: what its content has a field or a step for; of what lapsed nothing is kept."""
    stands = not due.lapsed(today())
    found = {
        Result.KEPT: stands,
        Result.PUT_RIGHT: stands and due.recheck.put_right is not None,
        Result.WITHDRAWN: due.recheck.withdrawn is not None,
    }
    return [str(result) for result, there in found.items() if there]


@change
def record_recheck(
    actor: Actor, user: Any, pk: int, recheck_id: str, *, seen: Seen, of: date, given: RecheckResult
) -> RecordOutcome:
    """Record what came of the recheck of a record that was due on the day `of`, with the documents that lie with the
    record; UserError with everything against it, RecordOvertakenError where the record is not as seen."""
    current = standing_record(pk)
    before = as_record(current)
    ledger = programme.current().ledger_by_id[before.ledger]
    recheck = next((one for one in ledger.rechecks if one.id == recheck_id), None)
    roles = roles_with(user, RECORD_STEP, subject_of(before))
    if recheck is None or not roles.intersection(recheck.roles):
        raise PermissionDenied
    if Seen(current.revision, current.step) != seen:
        raise RecordOvertakenError(current)
    found = rechecks_of(ledger, before.state, before.state_since, before.fields)
    due = next((one for one in found if one.recheck is recheck), None)
    if due is None or due.opens > today() or due.of != of:
        raise LateError([_not_due(recheck, due)])
    evidence = free_evidence(current.record)
    issues = [*_against(due, given), *_missing(due, given, evidence)]
    if issues:
        raise UserError(issues)
    if given.result != Result.PUT_RIGHT:
        given = replace(given, until=None)
    if given.result == Result.WITHDRAWN:
        return _withdrawn(actor, user, current, due, given)
    return _noted(actor, current, due, given, evidence)


def _noted(
    actor: Actor, current: CurrentRecord, due: RecheckDue, given: RecheckResult, evidence: Sequence[Attachment]
) -> RecordOutcome:
    """Kept, or to be put right: noted in the record's fields."""
    before, recheck = as_record(current), due.recheck
    noted: dict[str, Any] = {}
    if given.result == Result.KEPT:
        noted[recheck.noted] = due.done_on(today()).isoformat()
    if recheck.put_right is not None:
        noted[recheck.put_right] = given.until.isoformat() if given.until else None
    after = replace(before, fields={**before.fields, **noted})
    zh, _ = RESULTS[given.result]
    reason = "：".join(part for part in (f"{recheck.name.zh} {zh}", given.comment.strip()) if part)
    written = Written(current.record, after, reason=reason)
    revisions, _ = write_records([written], actor, clock.now())
    rows = _rows(actor, current, due, given, evidence)
    register = register_of(named_in(after), (), Entity.objects.none())
    told = {**changed(after, before), **_told(due, given)}
    was = changed(before, after)
    tells = [*revisions, *rows]
    return RecordOutcome(close_change(actor, "record.recheck", current.record, register, tells, before=was, after=told))


def _withdrawn(actor: Actor, user: Any, current: CurrentRecord, due: RecheckDue, given: RecheckResult) -> RecordOutcome:
    """Withdrawn: by the step that the ledger has for it, with all that the step asks for."""
    seen = Seen(current.revision, current.step)
    rows = _rows(actor, current, due, given, ())
    outcome = take_step(actor, user, current.pk, due.recheck.withdrawn or "", seen=seen, values={})
    append(actor, "record.recheck", about(current.record), after=_told(due, given), tells=rows)
    return outcome


def _rows(
    actor: Actor, current: CurrentRecord, due: RecheckDue, given: RecheckResult, evidence: Sequence[Attachment]
) -> list[Telling]:
    row = RecordRecheck.objects.create(
        record=current.record,
        recheck=due.recheck.id,
        of=due.of,
        result=given.result,
        until=given.until,
        comment=given.comment.strip(),
        day=today(),
        by=actor.name,
    )
    wanted = {name for each in due.recheck.evidence for name in (each.zh, each.en)}
    used = [one for one in evidence if one.evidence in wanted]
    bound = [RecheckDocument.objects.create(recheck=row, document=one) for one in used]
    return [row, *bound]


def _told(due: RecheckDue, given: RecheckResult) -> dict[str, Any]:
    until = {"until": given.until.isoformat()} if given.until else {}
    told = {"recheck": due.recheck.id, "of": due.of.isoformat(), "result": str(given.result), **until}
    return {**told, **({"comment": given.comment.strip()} if given.comment.strip() else {})}


def _against(due: RecheckDue, given: RecheckResult) -> list[Issue]:
    recheck, possible = due.recheck, results_of(due)
    name = {"recheck": recheck.name.zh, "recheck_en": recheck.name.en}
    if due.lapsed(today()) and given.result in (Result.KEPT, Result.PUT_RIGHT):
        return [LAPSED_ALREADY.at(Place(column="result"), until=due.valid_until, **name)]
    if given.result not in possible:
        choices = [RESULTS[result] for result in possible]
        words = {"choices": "、".join(zh for zh, _ in choices), "choices_en": ", ".join(en for _, en in choices)}
        return [NO_RECHECK_RESULT.at(Place(column="result"), **name, **words)]
    if given.result == Result.PUT_RIGHT and not _can_be_put_off(due, given):
        return [PUT_RIGHT_BY.at(Place(column="until"))]
    return []


def _can_be_put_off(due: RecheckDue, given: RecheckResult) -> bool:
    return given.until is not None and given.until > max(today(), due.due) and bool(given.comment.strip())


def _missing(due: RecheckDue, given: RecheckResult, evidence: list[Attachment]) -> list[Issue]:
    there = {one.evidence for one in evidence}
    wanted = due.recheck.evidence if given.result == Result.KEPT else ()
    return [
        RECHECK_EVIDENCE.at(Place(column="evidence"), evidence=each.zh, evidence_en=each.en)
        for each in wanted
        if not {each.zh, each.en} & there
    ]


def _not_due(recheck: Recheck, due: RecheckDue | None) -> Issue:
    facts = {"recheck": recheck.name.zh, "recheck_en": recheck.name.en, "days": recheck.opens}
    opens = (f"，{due.opens} 起登记", f": it opens on {due.opens}") if due is not None else ("", "")
    return NOT_DUE_YET.at(Place(), opens=opens[0], opens_en=opens[1], **facts)
