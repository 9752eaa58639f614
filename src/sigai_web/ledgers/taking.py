"""A filled-in sheet of records, taken in whole or not at all: new records entered, known ones edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pyarrow as pa
from django.db.models import QuerySet

from sigai.base import Issue, Issues, Place, Severity, UserError
from sigai.ledgers import FilledRow, FilledSheet, Lookups, Record, link_fields, read_sheet, transition
from sigai.programme import Ledger, Transition
from sigai_web import clock, programme
from sigai_web.clock import today
from sigai_web.exchange import Upload, read_apart
from sigai_web.journal.changes import change, note
from sigai_web.journal.writing import Actor, append
from sigai_web.ledgers.around import around
from sigai_web.ledgers.filling import against_closed, changed_names, closed_to
from sigai_web.ledgers.keys import against_keys
from sigai_web.ledgers.links import settle_links
from sigai_web.ledgers.models import MarkedCopy
from sigai_web.ledgers.problems import (
    OUT_OF_REACH,
    SHEET_EMPTY,
    SHEET_START,
    SHEET_STATE,
    SHEET_STRANGER,
    SHEET_TOO_LONG,
)
from sigai_web.ledgers.rights import nameable, own_part, start_steps
from sigai_web.ledgers.rounds import NO_ROUND_ASKED, UnderRound, note_round, open_rounds, under_round
from sigai_web.ledgers.services import (
    FIRST_DAY,
    against_length,
    against_relied_on,
    bad_day,
    in_area_of_subject,
    words,
)
from sigai_web.ledgers.sheets import read_only
from sigai_web.ledgers.taking_rows import RowSheets
from sigai_web.permissions import Resource, allowed, roles_with, visible
from sigai_web.runs.calculating import request_run
from sigai_web.store.models import CurrentRecord, RecordState
from sigai_web.store.operations import RECORD_KEEP, RECORD_STEP
from sigai_web.store.owners import Parties, parties_of, record_subject
from sigai_web.store.reading import entity_table
from sigai_web.store.records import Written, as_record, keep_current, last_change, new_entries, write_records

MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many records a sheet entered, changed, and left as they are; what its writer should know."""

    entered: int
    edited: int
    same: int
    remarks: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class _RecordChange:
    """One row's change: of `current`, or a new record."""

    after: Record
    current: CurrentRecord | None = None
    step: Transition | None = None
    under: UnderRound = NO_ROUND_ASKED


def take_sheet(actor: Actor, user: Any, ledger: Ledger, upload: Upload, reason: str = "") -> ImportCounts:
    """Take every row in, or raise UserError with everything that is wrong, each by its row and column.

    What the rows would change is worked out while others write: of many rows that takes seconds.
    """
    content = programme.current()
    entities = entity_table(nameable(user))
    lookups = Lookups.of(content, entities)
    read = partial(read_sheet, ignored=read_only(ledger), most=MOST_ROWS)
    filled = read_apart(upload.place, read, upload.path, upload.name, ledger, lookups)
    told = {"file": upload.name, **({"reason": reason} if reason else {})}

    def planned() -> _Plan:
        plan = _Plan(user, ledger, filled, entities, reason)
        if plan.faulty:
            raise UserError(Issues(plan.issues).sorted())
        return plan

    return _take(actor, planned(), planned, told)


@change
def _take(actor: Actor, plan: _Plan, plan_anew: Callable[[], _Plan], told: Mapping[str, str]) -> ImportCounts:
    """Write what was planned; where somebody changed one of its records meanwhile, what a new plan finds."""
    if not plan.stands():
        plan = plan_anew()
    changes = plan.changes
    _write(actor, plan, told)
    entered = sum(1 for each in changes if each.current is None)
    same = max(len(plan.filled.rows) - len(changes), 0)
    return ImportCounts(entered, len(changes) - entered, same, tuple(plan.issues))


@note
def keep_marked_copy(actor: Actor, ledger: Ledger, name: str, content: bytes) -> None:
    """Keep a refused sheet with its mistakes marked until somebody's next one is refused."""
    MarkedCopy.objects.update_or_create(
        username=actor.name,
        ledger=ledger.id,
        defaults={"name": name, "content": content, "at": clock.now()},
    )


class _Plan:
    """What a sheet would change (`changes`: the rows that change something), and what stands against it."""

    def __init__(self, user: Any, ledger: Ledger, filled: FilledSheet, entities: pa.Table, reason: str) -> None:
        self._user, self.ledger, self.filled, self.entities = user, ledger, filled, entities
        self._reason = reason
        self._areas = dict(zip(entities["id"].to_pylist(), entities["area"].to_pylist(), strict=True))
        self._places = {entity: place for place, entity in enumerate(self._areas)}
        self._steps = [step for step in start_steps(user, ledger) if not step.evidence]
        self.issues: list[Issue] = list(filled.issues)
        self._numbers = {row.id for row in filled.rows if row.id}
        self._numbers |= {line.record for table in filled.tables for line in table.lines}
        self._marks = self._marks_now()
        self._linked: dict[tuple[str, int], Record] = {}
        self.changes = self._changes()

    @property
    def faulty(self) -> bool:
        return any(issue.severity is Severity.ERROR for issue in self.issues)

    def stands(self) -> bool:
        """Whether the records that the sheet names, and all that it may link to or meet, are still as when it was
        planned."""
        return self._marks == self._marks_now()

    def _marks_now(self) -> set[tuple[int, int, int]]:
        named = set(self._named().values_list("pk", "revision", "step")) if self._numbers else set()
        calls = open_rounds().filter(ledger=self.ledger.id) if self.ledger.rounds else ()
        named |= {(-call.pk, call.first_day.toordinal(), call.last_day.toordinal()) for call in calls}
        others = link_fields(self.ledger) or self.ledger.rows or self.ledger.keys
        return named | ({(0, *last_change())} if others else set())

    def _changes(self) -> list[_RecordChange]:
        rows = self.filled.rows
        if self.filled.found > MOST_ROWS:
            self.issues.append(SHEET_TOO_LONG.at(Place(), most=MOST_ROWS, rows=self.filled.found))
            return []
        if not rows and not self.filled.tables and not self.filled.faulty:
            self.issues.append(SHEET_EMPTY.at(Place()))
        known = {one.number: one for one in self._named().select_related("record")}
        states = self._states(known.values())
        self._linked = self._links(rows, known)
        found, changed = [], []
        for row in rows:
            wanted = self._edited(row, known.get(row.id), states) if row.id else self._entered(row)
            if wanted is not None:
                found.append(wanted)
                changed.append(row)
        self._say_keys(changed, found)
        return self._with_tables(found, known)

    def _with_tables(self, changes: list[_RecordChange], known: Mapping[str, CurrentRecord]) -> list[_RecordChange]:
        """The changes with those of the rows inside records, which further sheets say."""
        if not self.filled.tables:
            return changes
        own = {one.current.number: one.after for one in changes if one.current}
        sheets = RowSheets(self._user, self.ledger, self.entities, self._user.username, self._reason, self._say)
        taken = sheets.taken(self.filled.tables, known, own)
        kept = [replace(one, after=taken.pop(one.after.id, one.after)) for one in changes]
        return kept + [_RecordChange(after, known[number]) for number, after in taken.items()]

    def _say_keys(self, rows: Sequence[FilledRow], changes: Sequence[_RecordChange]) -> None:
        new = Record(self.ledger.id, "")
        pairs = [(as_record(one.current) if one.current else new, one.after) for one in changes]
        for row, issues in zip(rows, against_keys(self._user, self.ledger, pairs), strict=True):
            for issue in issues:
                self._say(Issue(issue.problem, self._at(row, self._column_of(issue.place.column)), issue.facts))

    def _column_of(self, name: str | None) -> str:
        return f"field:{name}" if self.ledger.field(name or "") else str(name)

    def _links(self, rows: Sequence[FilledRow], known: Mapping[str, CurrentRecord]) -> dict[tuple[str, int], Record]:
        """Every row's record with its links as they are kept; what is wrong with them is said."""
        before = [
            as_record(known[row.id]) if row.id and row.id in known else Record(self.ledger.id, "") for row in rows
        ]
        merged = [self._merged(row, record) for row, record in zip(rows, before, strict=True)]
        settled, wrong = settle_links(self._user, self.ledger, list(zip(before, merged, strict=True)))
        for row, issues in zip(rows, wrong, strict=True):
            for issue in issues:
                self._say(Issue(issue.problem, self._at(row, f"field:{issue.place.column}"), issue.facts))
        return {(row.file, row.row): record for row, record in zip(rows, settled, strict=True)}

    def _named(self) -> QuerySet[CurrentRecord]:
        """The records that the sheet names and its writer may change."""
        rows = CurrentRecord.objects.filter(ledger=self.ledger.id, number__in=self._numbers)
        return visible(self._user, RECORD_KEEP, rows)

    def _states(self, known: Iterable[CurrentRecord]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        rows = RecordState.objects.filter(record__in=[one.pk for one in known]).order_by("revision")
        for record, state in rows.values_list("record", "state"):
            found.setdefault(record, []).append(state)
        return found

    def _edited(
        self, row: FilledRow, current: CurrentRecord | None, states: Mapping[int, Sequence[str]]
    ) -> _RecordChange | None:
        if current is None:
            self._say(SHEET_STRANGER.at(self._at(row, "id"), given=row.id))
            return None
        before = as_record(current)
        led_on = (row.state or before.state) != before.state
        if led_on or (row.state_since or before.state_since) != before.state_since:
            name = next(state.name for state in self.ledger.states if state.id == before.state)
            column = "state" if led_on else "state_since"
            self._say(SHEET_STATE.at(self._at(row, column), state=name.zh, state_en=name.en))
        after = self._merged(row, before)
        after = in_area_of_subject(after, self._register(after.entity)) if before.area else after
        self._say_too_long(row, after)
        if after == before:
            return None
        held = own_part(self.ledger, after) if after.entity != before.entity else after
        moved = self._parties(after) != self._parties(before)
        if moved and not allowed(self._user, RECORD_KEEP, self._subject(held)):
            self._say(OUT_OF_REACH.at(self._at(row, "entity")))
        roles = roles_with(self._user, RECORD_KEEP, self._subject(own_part(self.ledger, before)))
        passed = states.get(current.pk, ())
        closed = closed_to(roles, self.ledger, passed)
        self._say_closed(row, closed, before, after)
        relied = against_relied_on(self.ledger, passed, before, after, reason=self._reason, closed=closed)
        for issue in relied:
            self._say(Issue(issue.problem, self._at(row, f"field:{issue.place.column}"), issue.facts))
        return _RecordChange(after, current)

    def _entered(self, row: FilledRow) -> _RecordChange | None:
        draft = in_area_of_subject(self._merged(row, Record(self.ledger.id, "")), self._register(row.entity))
        self._say_too_long(row, draft)
        step = next((each for each in self._steps if row.state in (None, each.to)), None)
        if step is None:
            self._say(self._no_start(row))
            return None
        roles = roles_with(self._user, RECORD_STEP, self._subject(own_part(self.ledger, draft))) & set(step.roles)
        if not roles:
            self._say(OUT_OF_REACH.at(self._at(row, "entity")))
            return None
        self._say_closed(row, closed_to(roles, self.ledger, (), making=step), Record(self.ledger.id, ""), draft)
        on = row.state_since or today()
        if not FIRST_DAY <= on <= today():
            self._say(bad_day(self._at(row, "state_since"), on.isoformat()))
            return None
        return self._stepped(row, draft, step, min(roles), on)

    def _stepped(self, row: FilledRow, draft: Record, step: Transition, role: Any, on: date) -> _RecordChange | None:
        content = programme.current()
        register = self._register(draft.entity)
        linked = around(self._user, step, draft, on)
        made = transition(draft, step.id, role, {}, programme=content, on=on, entities=register, linked=linked)
        under = under_round(self.ledger, step, draft, None, on=on)
        for issue in under.issues:
            self._say(Issue(issue.problem, self._at(row, "state"), issue.facts))
        if isinstance(made, Record):
            return _RecordChange(made, step=step, under=under)
        for issue in made:
            self._say(Issue(issue.problem, self._at(row, f"field:{issue.place.column}"), issue.facts))
        return None

    def _register(self, entity: str | None) -> pa.Table:
        at = self._places.get(entity or "")
        return self.entities.slice(at, 1) if at is not None else self.entities.slice(0, 0)

    def _merged(self, row: FilledRow, before: Record) -> Record:
        """What stands, with what the sheet's columns say; columns that it does not have leave it as it is."""
        if (row.file, row.row) in self._linked:
            return self._linked[row.file, row.row]
        headers = self.filled.headers
        head = {name: getattr(row, name) for name in ("name", "entity", "area") if name in headers}
        named = [field.id for field in self.ledger.fields if f"field:{field.id}" in headers]
        kept = {name: value for name, value in before.fields.items() if name not in named}
        return replace(before, **head, fields=kept | dict(row.fields))

    def _parties(self, record: Record) -> Parties:
        return parties_of(self.ledger, record.entity, record.area, record.fields)

    def _subject(self, record: Record) -> Resource:
        parties = self._parties(record)
        lying = {area for place in parties.places if (area := self._areas.get(place))}
        return record_subject(programme.current(), self.ledger.id, parties, frozenset(lying))

    def _no_start(self, row: FilledRow) -> Issue:
        names = {state.id: state.name for state in self.ledger.states}
        may = [names[step.to] for step in self._steps]
        facts = {"choices_zh": "、".join(name.zh for name in may) or "（无）"}
        facts["choices_en"] = ", ".join(name.en for name in may) or "none"
        given = names.get(row.state or "")
        shown = {"state": given.zh if given else "", "state_en": given.en if given else ""}
        return SHEET_START.at(self._at(row, "state"), **shown, **facts)

    def _say_too_long(self, row: FilledRow, record: Record) -> None:
        for issue in against_length(record):
            self._say(Issue(issue.problem, self._at(row, "name"), issue.facts))

    def _say_closed(self, row: FilledRow, closed: Mapping[str, Issue], before: Record, after: Record) -> None:
        """What a row writes that its writer may not."""
        for issue in against_closed(closed, changed_names(before, after)):
            column = issue.place.column or ""
            at = f"field:{column}" if self.ledger.field(column) else column
            self._say(Issue(issue.problem, self._at(row, at), issue.facts))

    def _at(self, row: FilledRow, column: str) -> Place:
        return Place(row.file, row=row.row, column=self.filled.headers.get(column))

    def _say(self, issue: Issue) -> None:
        self.issues.append(issue)


def _write(actor: Actor, plan: _Plan, told: Mapping[str, str]) -> None:
    ledger, changes = plan.ledger, plan.changes
    if not changes:
        return
    reason = told.get("reason", "")
    entries = new_entries(ledger.id, sum(1 for each in changes if each.current is None))
    new = iter(entries)
    written = [
        Written(each.current.record, each.after, reason=reason)
        if each.current
        else Written(next(new), each.after, state=True)
        for each in changes
    ]
    revisions, states = write_records(written, actor, clock.now())
    entered = (each.under for each in changes if each.current is None)
    handed_in = [
        row for under, state in zip(entered, states, strict=True) for row in note_round(under, state.record, state)
    ]
    before = [words(as_record(each.current)) for each in changes if each.current]
    after = [words(one.record, one.entry.number) for one in written]
    records = [one.entry.pk for one in written]
    keep_current(records, plan.entities)
    append(
        actor,
        "record.import",
        f"ledger:{ledger.id}",
        before=before or None,
        after={**told, "records": after},
        tells=[*entries, *revisions, *states, *handed_in],
    )
    request_run(actor, because=f"ledger:{ledger.id}", ledgers=frozenset({ledger.id}))
