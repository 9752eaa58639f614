"""The life of one record as people read it: every revision, state and document, with who, when and what changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sigai.ledgers import START, KeptRow, corrected_row, rows_in
from sigai.programme import Ledger, LedgerField, RecordRows, Text
from sigai_web.accounts.people import people
from sigai_web.language import choose, language, month_said
from sigai_web.ledgers.filling import HEAD
from sigai_web.ledgers.models import Attachment, RecordCorrection
from sigai_web.ledgers.words import Badge, Shown, Wording, badge, mentioned
from sigai_web.store.models import RecordEntry, RecordRevision, RecordState


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field was and became."""

    label: str
    before: Shown
    after: Shown


@dataclass(slots=True)
class Event:
    """One thing that happened to a record. `on` is the day that the record names, `at` when it was written."""

    at: datetime
    who: str
    step: str = ""
    state: Badge | None = None
    on: str = ""
    reason: str = ""
    first: bool = False
    changes: list[FieldChange] = field(default_factory=list)
    documents: list[Attachment] = field(default_factory=list)
    removed: bool = False
    withdrawn: bool = False
    correction: Literal["", "asked", "granted", "declined"] = ""


@dataclass(frozen=True, slots=True)
class RecordLife:
    """What is kept of the life of a record, each in its order."""

    revisions: Sequence[RecordRevision]
    states: Sequence[RecordState]
    corrections: Sequence[RecordCorrection]

    @classmethod
    def of(cls, entry: RecordEntry) -> RecordLife:
        """The life of a record. Three queries."""
        return cls(
            list(RecordRevision.objects.filter(record=entry).order_by("revision")),
            list(RecordState.objects.filter(record=entry).order_by("revision")),
            list(RecordCorrection.objects.filter(record=entry).select_related("document")),
        )

    @property
    def state_ids(self) -> list[str]:
        """The states that it was in."""
        return [one.state for one in self.states]

    @property
    def waiting(self) -> RecordCorrection | None:
        """The correction that waits for a decision."""
        return next((one for one in self.corrections if one.decided_at is None), None)

    def mentioned(self, ledger: Ledger) -> set[str]:
        """The ids of entities that any revision mentions."""
        return mentioned(((one.entity, json.loads(one.fields or "{}")) for one in self.revisions), [ledger])


def events_of(
    life: RecordLife,
    ledger: Ledger,
    fields: Sequence[LedgerField],
    attachments: Sequence[Attachment],
    wording: Wording,
) -> list[Event]:
    """Everything that happened, the newest first, told of some fields and documents."""
    writer = HistoryWriter(ledger, fields, wording)
    events = _of_revisions(life.revisions, writer)
    _join_states(events, life.states, ledger, attachments)
    events += _of_corrections(life, events, writer, attachments)
    moments = {event.at for event in events}
    events += _of_documents([one for one in attachments if one.at not in moments])
    names = people(event.who for event in events)
    for event in events:
        event.who = str(names.get(event.who, ""))
    newest_first = sorted(enumerate(events), key=lambda pair: (pair[1].at, pair[0]), reverse=True)
    return [event for _, event in newest_first]


class HistoryWriter:
    """Compares two revisions in words, by some fields of their ledger."""

    def __init__(self, ledger: Ledger, fields: Sequence[LedgerField], wording: Wording) -> None:
        self._ledger, self._fields, self.wording = ledger, fields, wording

    def changes(self, before: RecordRevision | None, after: RecordRevision) -> list[FieldChange]:
        """What differs between two revisions."""
        old: dict[str, Any] = json.loads(before.fields or "{}") if before else {}
        new: dict[str, Any] = json.loads(after.fields or "{}")
        found = []
        if before is not None:
            found += self._of_head(before, after)
        for one in self._fields:
            if old.get(one.id) != new.get(one.id):
                shown = (self.wording.value(one, values.get(one.id)) for values in (old, new))
                found.append(FieldChange(one.name[language()], *shown))
        return found + [change for rows in self._ledger.rows for change in self._of_rows(rows, old, new)]

    def _of_rows(self, rows: RecordRows, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldChange]:
        """The rows of a table that were added, corrected or struck between two revisions."""
        before = {row.number: row for row in rows_in(old, rows.id)}
        changed = [row for row in rows_in(new, rows.id) if before.get(row.number) != row]
        label = rows.name[language()]
        return [
            FieldChange(
                choose(f"{label} 第 {row.number} 行", f"{label}, row {row.number}"),
                self._row(rows, before.get(row.number)),
                self._row(rows, row),
            )
            for row in changed
        ]

    def _row(self, rows: RecordRows, row: KeptRow | None) -> Shown:
        if row is None:
            return Shown("")
        if row.struck:
            return Shown(choose("已划去", "struck"))
        cells = [(column, self.wording.value(column, row.values.get(column.id))) for column in rows.columns]
        told = [
            f"{column.name[language()]} {shown.text} {shown.unit}".rstrip() for column, shown in cells if shown.text
        ]
        return Shown(choose("；", "; ").join(told))

    def corrected(self, before: RecordRevision, wanted: Mapping[str, Any]) -> list[FieldChange]:
        """What a correction would change of a revision."""
        fields = json.loads(before.fields or "{}")
        head = {name: getattr(before, name) or "" for name in HEAD}
        after = RecordRevision(**{**head, **{name: wanted[name] for name in HEAD if name in wanted}})
        named = {name: value for name, value in wanted.items() if self._ledger.field(name)}
        after.fields = json.dumps(fields | named | self._corrected_rows(fields, wanted))
        return self.changes(before, after)

    def _corrected_rows(self, fields: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        """The tables with a row as a correction says; as they stand where it was changed since."""
        found = {}
        for table in (rows.id for rows in self._ledger.rows if rows.id in wanted):
            row = corrected_row(fields, table, wanted[table], by="", at="", reason="-")
            if row is not None:
                kept = (row if one.number == row.number else one for one in rows_in(fields, table))
                found[table] = [one.as_kept() for one in kept]
        return found

    def _of_head(self, before: RecordRevision, after: RecordRevision) -> list[FieldChange]:
        pairs = (
            (choose("名称", "Name"), before.name or "", after.name or ""),
            (choose("主体", "Entity"), self.wording.entity(before.entity), self.wording.entity(after.entity)),
            (choose("地区", "Area"), self.wording.area(before.area), self.wording.area(after.area)),
        )
        return [FieldChange(label, Shown(old), Shown(new)) for label, old, new in pairs if old != new]


def _of_revisions(revisions: Sequence[RecordRevision], writer: HistoryWriter) -> list[Event]:
    before = None
    events = []
    for one in revisions:
        changes = writer.changes(before, one)
        event = Event(one.at, one.reporter or "", reason=one.reason, first=before is None, changes=changes)
        event.withdrawn = one.withdrawn
        events.append(event)
        before = one
    return events


def _of_corrections(
    life: RecordLife,
    events: Sequence[Event],
    writer: HistoryWriter,
    attachments: Sequence[Attachment],
) -> list[Event]:
    """Corrections asked for and declined; one that was granted is marked among the events of the revisions."""
    written = {event.at: event for event in events}
    found = []
    for one in life.corrections:
        before = max((each for each in life.revisions if each.at <= one.asked_at), key=lambda each: each.revision)
        changes = writer.corrected(before, json.loads(one.changes))
        asked = Event(one.asked_at, one.asked_by, reason=one.reason, changes=changes, correction="asked")
        asked.documents = [each for each in attachments if each.pk == one.document_id]
        found.append(asked)
        if one.decided_at is not None and one.decided_at in written:
            written[one.decided_at].correction, written[one.decided_at].who = "granted", one.decided_by
        elif one.decided_at is not None:
            found.append(Event(one.decided_at, one.decided_by, reason=one.comment, correction="declined"))
    return found


def _of_documents(attachments: Sequence[Attachment]) -> list[Event]:
    """Documents attached or removed by themselves."""
    events: dict[tuple[datetime, str], Event] = {}
    for one in attachments:
        events.setdefault((one.at, one.by), Event(one.at, one.by)).documents.append(one)
        if one.removed_at:
            key = one.removed_at, one.removed_by
            events.setdefault(key, Event(*key, removed=True)).documents.append(one)
    return list(events.values())


def _join_states(
    events: list[Event], states: Sequence[RecordState], ledger: Ledger, attachments: Sequence[Attachment]
) -> None:
    """Tell each state with the revision that was written with it, or by itself; with the documents it rests on."""
    written = {event.at: event for event in events}
    before = START
    for one in states:
        event = written.pop(one.at, None)
        if event is None:
            event = Event(one.at, one.reporter or "")
            events.append(event)
        event.state, event.step = badge(ledger, one.state), _step_name(ledger, before, one.state)
        event.on = one.day.isoformat() if one.day else month_said(one.since)
        event.documents = [each for each in attachments if each.step_id == one.revision]
        before = one.state


def _step_name(ledger: Ledger, origin: str, state: str) -> str:
    """The step that leads from one state to another, where only one does."""
    found: list[Text] = [step.name for step in ledger.transitions if origin in step.origins and step.to == state]
    return found[0][language()] if len(found) == 1 else ""
