"""One step of many records: what it would do, and the doing, in one transaction; rights and conditions are those of
each record by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from sigai.base import Issue, Place, UserError
from sigai.programme import Ledger, Transition
from sigai_web import clock
from sigai_web.journal.changes import change
from sigai_web.journal.writing import Actor, append
from sigai_web.ledgers.documents import RecordDocument, about, attach_rows, unknown_evidence
from sigai_web.ledgers.documents import words as document_words
from sigai_web.ledgers.filling import roles_words
from sigai_web.ledgers.planned import PlannedStep
from sigai_web.ledgers.problems import (
    CHANGED_MEANWHILE,
    NONE_STEPPED,
    NOT_YOUR_STEP,
    NOTHING_CHOSEN,
    RECORD_WITHDRAWN,
    TOO_MANY_STEPS,
)
from sigai_web.ledgers.reading import RecordsReader
from sigai_web.ledgers.rights import step_of
from sigai_web.ledgers.services import RecordOvertakenError, Seen, Values, plan_step, write_step
from sigai_web.ledgers.step_news import MovedRecord, tell_moved
from sigai_web.permissions import visible
from sigai_web.runs.calculating import request_run
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_READ

MOST = 500
"""So many records make a step at once: all others who write wait for them."""


@dataclass(frozen=True, slots=True)
class StepWanted:
    """A step that many records shall make: the fields that it requires, its day, its documents, the same for all."""

    ledger: Ledger
    step: Transition
    values: Values
    on: date | None = None
    documents: Sequence[RecordDocument] = ()


@dataclass(frozen=True, slots=True)
class StepTry:
    """One of many records before or after a step: what stands against it; nothing where it can make, or made, it."""

    record: CurrentRecord
    issues: tuple[Issue, ...] = ()
    moved: MovedRecord | None = None


def step_wanted(ledger: Ledger, step: str, values: Values, on: date | None = None) -> StepWanted:
    """A step of a ledger by its id; PermissionDenied where it has none such."""
    found = step_of(ledger, step)
    if found is None:
        raise PermissionDenied
    return StepWanted(ledger, found, values, on)


def foreseen(user: Any, wanted: StepWanted, records: Iterable[CurrentRecord]) -> list[StepTry]:
    """What would become of each record, as it stands now; what is still to be filled in or attached stands against
    none. Nothing is written."""
    open_fields = {name for name in wanted.step.requires if not wanted.values.get(name)}
    brought = [each.zh for each in wanted.step.evidence]
    found = []
    for record in records:
        try:
            seen = Seen(record.revision, record.step)
            _plan(user, wanted, record, seen, brought)
        except UserError as error:
            against = tuple(issue for issue in error.issues if issue.place.column not in open_fields)
            found.append(StepTry(record, against))
        else:
            found.append(StepTry(record))
    return found


@change
def take_steps(
    actor: Actor, user: Any, wanted: StepWanted, chosen: Mapping[int, Seen], *, whole: bool
) -> list[StepTry]:
    """Make a step with each of the chosen records that can, and say of the others why not; `whole`: with all or none.

    UserError where none was chosen, too many were, or, of a whole, one cannot. `chosen` are the records as they were
    seen. One entry of the journal for each record and one for the go, one run for all.
    """
    if not chosen:
        raise UserError([NOTHING_CHOSEN.at(Place())])
    if len(chosen) > MOST:
        raise UserError([TOO_MANY_STEPS.at(Place(), most=MOST, chosen=len(chosen))])
    if issues := unknown_evidence(wanted.ledger, wanted.documents):
        raise UserError(issues)
    tried = [_taken(actor, user, wanted, record, chosen[record.pk]) for record in _reached(user, wanted, chosen)]
    refused = [one for one in tried if one.issues]
    if whole and refused:
        raise BulkRefusedError(refused)
    done = [one.record.number for one in tried if not one.issues]
    if done:
        told = {"step": wanted.step.id, "done": done, "refused": [one.record.number for one in refused]}
        append(actor, "record.steps", f"ledger:{wanted.ledger.id}", after=told)
        tell_moved(actor, [one.moved for one in tried if one.moved is not None])
        request_run(actor, because=f"ledger:{wanted.ledger.id}", ledgers=frozenset({wanted.ledger.id}))
    return tried


class BulkRefusedError(UserError):
    """Of a whole that shall make a step together, some cannot: none made it. `refused` are these."""

    def __init__(self, refused: Sequence[StepTry]) -> None:
        self.refused = tuple(refused)
        super().__init__([NONE_STEPPED.at(Place(), refused=len(refused))])


def _reached(user: Any, wanted: StepWanted, chosen: Mapping[int, Seen]) -> list[CurrentRecord]:
    """The chosen records by their numbers; PermissionDenied where one is none that the person reads. Of those that
    reach them themselves also what was withdrawn meanwhile."""
    rows = CurrentRecord.every.filter(ledger=wanted.ledger.id, pk__in=chosen)
    read = {one.pk for one in RecordsReader(user, wanted.ledger).rows.filter(pk__in=chosen)}
    read |= {one.pk for one in visible(user, RECORD_READ, rows)}
    if not read.issuperset(chosen):
        raise PermissionDenied
    return list(rows.select_related("record").order_by("number"))


def _taken(actor: Actor, user: Any, wanted: StepWanted, record: CurrentRecord, seen: Seen) -> StepTry:
    """The step of one record, with the documents of all; they lie with it only where it makes the step."""
    try:
        plan = _plan(user, wanted, record, seen, [document.evidence for document in wanted.documents])
    except UserError as error:
        return StepTry(record, tuple(error.issues))
    attached = attach_rows(record.record, wanted.documents, actor, clock.now())
    if attached:
        told = [document_words(one) for one in attached]
        append(actor, "document.attach", about(record.record), after=told, tells=attached)
    kept = write_step(actor, record, plan.with_evidence(attached))
    return StepTry(kept, moved=plan.moved(kept))


def _plan(user: Any, wanted: StepWanted, record: CurrentRecord, seen: Seen, brought: Sequence[str]) -> PlannedStep:
    """What a step would make of one record; UserError with all that stands against it, whatever it is."""
    step = wanted.step
    if record.withdrawn:
        raise UserError([RECORD_WITHDRAWN.at(Place(), number=record.number)])
    try:
        return plan_step(user, record, step.id, seen=seen, values=wanted.values, on=wanted.on, brought=brought)
    except PermissionDenied:
        roles = roles_words(step.roles)
        facts = {"step": step.name.zh, "step_en": step.name.en, "roles": roles.zh, "roles_en": roles.en}
        raise UserError([NOT_YOUR_STEP.at(Place(), **facts)]) from None
    except RecordOvertakenError:
        raise UserError([CHANGED_MEANWHILE.at(Place())]) from None
