"""Everything that changes a record, each in one transaction with its journal entry and the run that it asks for."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa
from django.core.exceptions import PermissionDenied

from sigai.base import Issue, Place, Severity, UserError
from sigai.ledgers import START, Head, LinkedRecords, Record, amend, transition
from sigai.programme import Ledger, Transition
from sigai_web import clock, programme
from sigai_web.clock import today
from sigai_web.journal.changes import ConflictError, LateError, change
from sigai_web.journal.proofs import ChangedFields, Telling
from sigai_web.journal.writing import Actor, append
from sigai_web.ledgers.around import around, with_ways
from sigai_web.ledgers.documents import (
    RecordDocument,
    about,
    attach_rows,
    bind_evidence,
    free_evidence,
    unknown_evidence,
)
from sigai_web.ledgers.documents import words as document_words
from sigai_web.ledgers.filling import RecordFiller, against_closed, changed_names, closed_to
from sigai_web.ledgers.keys import against_keys
from sigai_web.ledgers.links import settle_links
from sigai_web.ledgers.planned import PlannedStep
from sigai_web.ledgers.problems import (
    BAD_DAY,
    NAME_TOO_LONG,
    NOT_ASKED,
    OUT_OF_REACH,
    REASON_NEEDED,
    RECORD_WITHDRAWN,
    RELIED_ON_EMPTY,
)
from sigai_web.ledgers.rights import nameable, own_part, roles_for, step_of
from sigai_web.ledgers.rounds import note_round, under_round
from sigai_web.ledgers.step_news import MovedRecord, tell_moved
from sigai_web.permissions import allowed
from sigai_web.runs.calculating import request_run
from sigai_web.store.lengths import longest
from sigai_web.store.models import CurrentRecord, RecordEntry, RecordRevision
from sigai_web.store.operations import RECORD_KEEP
from sigai_web.store.records import (
    Written,
    as_record,
    keep_current,
    named_in,
    new_entries,
    register_of,
    subject_of,
    write_records,
)

FIRST_DAY = date(1949, 10, 1)
"""No step of a record that still matters is earlier; a year with two digits, or a slip of the finger, is."""
_BETWEEN = " · "
Values = Mapping[str, Any]
"""What somebody wrote into fields, by the ids of the fields."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The revision and the state of a record that somebody had before them."""

    revision: int
    step: int


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """A record after a change, and what its writer should know although it was taken."""

    record: CurrentRecord
    remarks: tuple[Issue, ...] = ()


class RecordOvertakenError(ConflictError):
    """Somebody else changed this record meanwhile; nothing was written. Show both, let the person choose."""

    def __init__(self, current: CurrentRecord) -> None:
        self.current = current
        super().__init__(f"{current.ledger} {current.number} was changed by somebody else meanwhile")


@change
def create(
    actor: Actor,
    user: Any,
    ledger: Ledger,
    step_id: str,
    *,
    head: Head,
    values: Values,
    on: date | None = None,
    documents: Sequence[RecordDocument] = (),
    refused: Sequence[Issue] = (),
    call: str = "",
) -> RecordOutcome:
    """Enter a new record by one of the ledger's first steps; UserError with everything against it at once.

    `refused` is what was wrong before, with its documents or its day: told together with the rest. `call` is the number
    of the round under which it is handed in.
    """
    step = _step(ledger, step_id)
    written, given = plain(ledger, head, values)
    register = register_for(user, Record(ledger.id, ""), ledger, written, given)
    draft, issues = amended(user, Record(ledger.id, ""), written, _whole(ledger, given), register)
    roles = roles_for(user, step, subject_of(own_part(ledger, draft), register))
    if roles:
        closed = closed_to(roles, ledger, (), making=step)
        issues = (*against_closed(closed, changed_names(Record(ledger.id, ""), draft)), *issues)
    else:
        issues += (OUT_OF_REACH.at(Place(column="entity")),)
    shown = [document.evidence for document in documents]
    role = roles[0] if roles else step.roles[0]
    linked = around(user, step, draft, on or today())
    made, found = _step_made(draft, step, role, on=on, shown=shown, register=register, linked=linked)
    (held,) = against_keys(user, ledger, [(draft, made)], stepped=True)
    under = under_round(ledger, step, made, None, on=on, chosen=call)
    remarks = refuse_errors([*refused, *issues, *found, *unknown_evidence(ledger, documents), *held, *under.issues])
    now = clock.now()
    entry = new_entries(ledger.id)[0]
    revisions, states = write_records([Written(entry, made, state=True)], actor, now)
    attached = attach_rows(entry, documents, actor, now)
    bind_evidence(states[0], step, attached)
    after = {**words(made, entry.number), "step": step.id, "documents": [one.name for one in attached], **under.told}
    tells = [entry, *revisions, *states, *attached, *note_round(under, entry, states[0])]
    current = close_change(actor, "record.create", entry, register, tells, after=after)
    tell_moved(actor, [MovedRecord(current, made, step, role, register)])
    return RecordOutcome(current, remarks)


@change
def edit(actor: Actor, user: Any, pk: int, *, seen: int, head: Head, values: Values, reason: str = "") -> RecordOutcome:
    """Change name, subject and fields of a record; RecordOvertakenError where it is not as its writer saw it."""
    current = standing_record(pk)
    before = as_record(current)
    ledger = programme.current().ledger_by_id[before.ledger]
    written, given = plain(ledger, head, values)
    register = register_for(user, before, ledger, written, given)
    if not allowed(user, RECORD_KEEP, subject_of(before, register)):
        raise PermissionDenied
    if current.revision != seen:
        raise RecordOvertakenError(current)
    after, issues = amended(user, before, written, given, register)
    moved = own_part(ledger, after) if after.entity != before.entity else after
    if not allowed(user, RECORD_KEEP, subject_of(moved, register)):
        issues += (OUT_OF_REACH.at(Place(column="entity")),)
    filler = RecordFiller.of(user, ledger, before, current.record, register)
    closed = filler.closed()
    issues = (*against_closed(closed, changed_names(in_area_of_subject(before, register), after)), *issues)
    issues += tuple(against_relied_on(ledger, filler.states, before, after, reason=reason, closed=closed))
    issues += tuple(against_keys(user, ledger, [(before, after)])[0])
    remarks = refuse_errors(issues)
    if after == before:
        return RecordOutcome(current, remarks)
    revisions, _ = write_records([Written(current.record, after, reason=reason)], actor, clock.now())
    told = {**changed(after, before), **({"reason": reason} if reason else {})}
    was = changed(before, after)
    current = close_change(actor, "record.edit", current.record, register, revisions, before=was, after=told)
    return RecordOutcome(current, remarks)


@change
def take_step(
    actor: Actor,
    user: Any,
    pk: int,
    step_id: str,
    *,
    seen: Seen,
    values: Values,
    on: date | None = None,
    refused: Sequence[Issue] = (),
    call: str = "",
) -> RecordOutcome:
    """Make a step with the documents that lie with the record; UserError with everything against it at once.

    `values` are fields that the step requires. RecordOvertakenError where the record is not as its writer saw it: a
    second click makes no second step. `refused` is what was wrong before, told together with the rest; `call` the
    number of the round under which it is handed in.
    """
    current = standing_record(pk)
    plan = plan_step(user, current, step_id, seen=seen, values=values, on=on, refused=refused, call=call)
    current = write_step(actor, current, plan)
    tell_moved(actor, [plan.moved(current)])
    request_run(actor, because=about(current.record), ledgers=frozenset({current.ledger}))
    return RecordOutcome(current, plan.remarks)


def write_step(actor: Actor, current: CurrentRecord, plan: PlannedStep) -> CurrentRecord:
    """Write a planned step with its journal entry, within a change that asks for a run."""
    before, made, step = plan.before, plan.after, plan.step
    filled_in = made.fields != before.fields
    written = [Written(current.record, made, revision=filled_in, state=True)]
    revisions, states = write_records(written, actor, clock.now())
    bound = bind_evidence(states[0], step, plan.evidence)
    documents = [document_words(one) for one in bound]
    told = {**changed(made, before), "step": step.id, "role": str(plan.role), "documents": documents, **plan.under.told}
    tells: list[Telling] = [*revisions, *states, *(ChangedFields(one, ("step",)) for one in bound)]
    tells += note_round(plan.under, current.record, states[0])
    kept = keep_current([current.pk], plan.register)[0]
    append(actor, "record.step", about(current.record), before=changed(before, made), after=told, tells=tells)
    return kept


def plan_step(
    user: Any,
    current: CurrentRecord,
    step_id: str,
    *,
    seen: Seen,
    values: Values,
    on: date | None = None,
    refused: Sequence[Issue] = (),
    brought: Sequence[str] = (),
    call: str = "",
) -> PlannedStep:
    """What a step would make of a record; refused as `take_step` refuses it. `brought`: documents that will lie with
    the record by then."""
    before = as_record(current)
    ledger = programme.current().ledger_by_id[before.ledger]
    step = _step(ledger, step_id)
    _, given = plain(ledger, None, values)
    register = register_for(user, before, ledger, None, given)
    roles = roles_for(user, step, subject_of(before, register))
    if not roles:
        raise PermissionDenied
    if Seen(current.revision, current.step) != seen:
        raise RecordOvertakenError(current)
    filled, issues = amended(user, before, None, given, register)
    issues += tuple(_not_asked(ledger, step, values))
    closed = RecordFiller.of(user, ledger, before, current.record, register).closed(step, roles)
    issues = (*against_closed(closed, changed_names(before, filled)), *issues)
    evidence = free_evidence(current.record)
    shown = [*(one.evidence for one in evidence), *brought]
    linked = around(user, step, filled, on or today())
    made, found = _step_made(filled, step, roles[0], on=on, shown=shown, register=register, linked=linked)
    (held,) = against_keys(user, ledger, [(before, made)], stepped=True)
    under = under_round(ledger, step, made, current.record, on=on, chosen=call)
    remarks = refuse_errors([*refused, *issues, *found, *held, *under.issues])
    return PlannedStep(step, roles[0], before, made, evidence, register, remarks, under)


def words(record: Record, number: str = "") -> dict[str, Any]:
    """A record as the journal tells of it."""
    return {
        "number": number or record.id,
        "name": record.name,
        "entity": record.entity,
        "area": record.area,
        "state": record.state,
        "since": record.state_since.isoformat() if record.state_since else None,
        "fields": {name: _told(value) for name, value in record.fields.items()},
    }


def _told(value: Any) -> Any:
    """A value as the journal takes it: numbers as texts, for it seals no fractions. Rows come as lists."""
    if isinstance(value, list):
        return [_told(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _told(one) for name, one in value.items()}
    return value if isinstance(value, bool | str) or value is None else str(value)


def relied_on(ledger: Ledger, record: Record, states: Iterable[str]) -> frozenset[str]:
    """The fields on which steps rest that the record has made: all that any step into one of its states requires.

    None while the record is but entered, without documents: until somebody has acted on it, it is corrected freely.
    """
    passed = list(states)
    into = [step for step in ledger.transitions if step.to in passed]
    entered = any(START in step.origins and not step.evidence for step in into)
    if len(passed) <= 1 and entered and not is_final(ledger, record.state):
        return frozenset()
    return frozenset(name for step in into for name in step.requires)


def is_final(ledger: Ledger, state: str) -> bool:
    """Whether no step leads out of a state."""
    return any(each.final for each in ledger.states if each.id == state)


def against_relied_on(
    ledger: Ledger,
    states: Iterable[str],
    before: Record,
    after: Record,
    *,
    reason: str,
    closed: Container[str],
) -> list[Issue]:
    """What an edit changes of that on which earlier steps rest, without saying why; `states` are those it was in.

    Of what is `closed`, that it is has been said.
    """
    names = {field.id: field.name for field in ledger.fields}
    required = {field.id for field in ledger.fields if field.required}
    differing = {name for name in names if name not in closed and before.fields.get(name) != after.fields.get(name)}
    resting = relied_on(ledger, before, states) & differing
    issues = [
        RELIED_ON_EMPTY.at(Place(column=name), field=names[name].zh, field_en=names[name].en)
        for name in sorted(resting - required)
        if after.fields.get(name) in (None, "")
    ]
    touched = sorted(differing if is_final(ledger, before.state) else resting)
    if touched and not reason.strip():
        zh, en = "、".join(names[name].zh for name in touched), ", ".join(names[name].en for name in touched)
        issues.append(REASON_NEEDED.at(Place(column="reason"), fields=zh, fields_en=en))
    return issues


def _whole(ledger: Ledger, values: Values) -> dict[str, Any]:
    """Every field of a new record, empty where nothing was given: so that what is required is asked for."""
    return {field.id: "" for field in ledger.fields} | dict(values)


def chosen(name: str, pk: str) -> str:
    """An entity as a form offers it: `Name · id`. What comes back may as well be a name or an id alone."""
    return f"{name}{_BETWEEN}{pk}"


def id_of(word: str) -> str:
    """The id in what a form offered (`chosen`), or what stands there alone."""
    return word.rpartition(_BETWEEN)[2].strip()


def plain(ledger: Ledger, head: Head | None, values: Values) -> tuple[Head | None, dict[str, Any]]:
    """What was written, with the ids of entities that were chosen from an offer."""
    kinds = {field.id: field.kind for field in ledger.fields}
    found = {
        name: id_of(value) if kinds.get(name) == "entity" and isinstance(value, str) else value
        for name, value in values.items()
    }
    return replace(head, entity=id_of(head.entity)) if head else None, found


def register_for(
    user: Any, record: Record, ledger: Ledger, head: Head | None, values: Values, *, known: Iterable[str] = ()
) -> pa.Table:
    """The part of the register that a change is about: what the record names (`known`: in its rows), and what its
    writer named and may name.

    What they may not name is as unknown as what does not exist: nobody finds out whom the register holds.
    """
    kinds = {field.id: field.kind for field in ledger.fields}
    named = [str(value or "") for name, value in values.items() if kinds.get(name) == "entity"]
    return register_of({*named_in(record), *known}, [*named, *([head.entity] if head else [])], nameable(user))


def amended(
    user: Any, record: Record, head: Head | None, values: Values, register: pa.Table
) -> tuple[Record, tuple[Issue, ...]]:
    """A record with what somebody wrote, its links as they are kept, in the area of its subject, and what is wrong."""
    content = programme.current()
    written, issues = amend(record, values, programme=content, head=head, entities=register)
    (after,), (unlinked,) = settle_links(user, content.ledger_by_id[record.ledger], [(record, written)])
    issues = (*issues, *unlinked, *against_length(after))
    return (after if head is None else in_area_of_subject(after, register)), issues


def against_length(record: Record) -> list[Issue]:
    """A name that is longer than the database keeps: SQLite would take it, PostgreSQL fails."""
    most = longest(RecordRevision, "name")
    if len(record.name) <= most:
        return []
    return [NAME_TOO_LONG.at(Place(column="name"), length=len(record.name), most=most)]


def in_area_of_subject(record: Record, register: pa.Table) -> Record:
    """A record without an area lies where its subject lies, or is the area that is its subject."""
    if not record.entity or record.area:
        return record
    if record.entity in programme.current().area_by_code:
        return replace(record, area=record.entity)
    areas = dict(zip(register["id"].to_pylist(), register["area"].to_pylist(), strict=True))
    return replace(record, area=areas.get(record.entity))


def _step_made(
    record: Record,
    step: Transition,
    role: Any,
    *,
    on: date | None,
    shown: Sequence[str],
    register: pa.Table,
    linked: LinkedRecords,
) -> tuple[Record, tuple[Issue, ...]]:
    """The record after a step, or as it was with what stands against the step."""
    now, content = today(), programme.current()
    day = on or now
    sound = FIRST_DAY <= day <= now
    late = () if sound else (bad_day(Place(column="on"), day.isoformat()),)
    made = transition(
        record,
        step.id,
        role,
        {},
        programme=content,
        on=day if sound else now,
        evidence=shown,
        entities=register,
        linked=linked,
    )
    return (made, late) if isinstance(made, Record) else (record, (*late, *with_ways(made)))


def bad_day(place: Place, given: str) -> Issue:
    """That a step cannot have been made on such a day."""
    return BAD_DAY.at(place, given=given, first=FIRST_DAY.year)


def _not_asked(ledger: Ledger, step: Transition, values: Values) -> list[Issue]:
    names = {field.id: field.name for field in ledger.fields}
    others = [name for name in values if name in names and name not in step.requires]
    facts = {"step": step.name.zh, "step_en": step.name.en}
    return [NOT_ASKED.at(Place(column=name), field=names[name].zh, field_en=names[name].en, **facts) for name in others]


def refuse_errors(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """UserError with all issues where any is an error; else those that are none. One word about a field is enough."""
    found: dict[tuple[str | None, str], Issue] = {}
    said: set[str] = set()
    for issue in issues:
        column = issue.place.column
        if column is not None and column in said and issue.severity is Severity.ERROR:
            continue
        if column is not None and issue.severity is Severity.ERROR:
            said.add(column)
        found.setdefault((column, issue.what()), issue)
    kept = tuple(found.values())
    if any(issue.severity is Severity.ERROR for issue in kept):
        raise UserError(kept)
    return kept


def changed(record: Record, other: Record) -> dict[str, Any]:
    """What of a record differs from another, and its number."""
    one, two = words(record), words(other)
    kept = {key: value for key, value in one.items() if key == "number" or (key != "fields" and value != two[key])}
    names = sorted({*record.fields, *other.fields})
    differing = [name for name in names if record.fields.get(name) != other.fields.get(name)]
    fields = {name: _told(record.fields.get(name)) for name in differing}
    return {**kept, **({"fields": fields} if fields else {})}


def close_change(
    actor: Actor,
    action: str,
    entry: RecordEntry,
    register: pa.Table | None,
    tells: Iterable[Telling],
    *,
    before: Any = None,
    after: Any = None,
) -> CurrentRecord:
    """What ends every change of a record: what is kept beside it, the journal, the run."""
    current = keep_current([entry.pk], register)[0]
    append(actor, action, about(entry), before=before, after=after, tells=tells)
    request_run(actor, because=about(entry), ledgers=frozenset({entry.ledger}))
    return current


def standing_record(pk: int) -> CurrentRecord:
    """A record that may be changed; LateError for one that was withdrawn."""
    current = CurrentRecord.every.select_related("record").get(pk=pk)
    if current.withdrawn:
        raise LateError([RECORD_WITHDRAWN.at(Place(), number=current.number)])
    return current


def _step(ledger: Ledger, step_id: str) -> Transition:
    step = step_of(ledger, step_id)
    if step is None:
        raise PermissionDenied
    return step


def fields_of(revision: RecordRevision) -> dict[str, Any]:
    """The fields of one revision."""
    found: dict[str, Any] = json.loads(revision.fields or "{}")
    return found
