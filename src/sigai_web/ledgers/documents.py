"""Documents shown with records: attached and removed, each in one transaction with its journal entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from sigai.base import Issue, Place, UserError
from sigai.programme import Ledger, Transition
from sigai_web import clock, programme
from sigai_web.accounts.scopes import colleagues
from sigai_web.journal.changes import change
from sigai_web.journal.proofs import ChangedFields
from sigai_web.journal.writing import Actor, append
from sigai_web.ledgers.files import KeptFile
from sigai_web.ledgers.models import Attachment, RecheckDocument, RecordCorrection
from sigai_web.ledgers.operations import DOCUMENT_ERASE
from sigai_web.ledgers.problems import (
    ERASE_REASON,
    EVIDENCE_BOUND,
    EVIDENCE_STANDS,
    NOT_YOUR_DOCUMENT,
    RECORD_WITHDRAWN,
    UNKNOWN_EVIDENCE,
)
from sigai_web.ledgers.reaching import ReachedRecord
from sigai_web.ledgers.reading import readable_documents
from sigai_web.ledgers.rights import evidence_names, open_steps
from sigai_web.permissions import allowed
from sigai_web.store.models import CurrentRecord, RecordEntry, RecordState
from sigai_web.store.operations import RECORD_KEEP
from sigai_web.store.records import as_record, subject_of


@dataclass(frozen=True, slots=True)
class RecordDocument:
    """A file for a record, under the name by which its ledger asks for it (in Chinese), or none."""

    evidence: str
    file: KeptFile


@change
def attach(actor: Actor, user: Any, pk: int, documents: Sequence[RecordDocument]) -> list[Attachment]:
    """Add documents to a record; UserError where the ledger names no such evidence."""
    current = CurrentRecord.every.select_related("record").get(pk=pk)
    if current.withdrawn:
        raise UserError([RECORD_WITHDRAWN.at(Place(), number=current.number)])
    ledger = programme.current().ledger_by_id[current.ledger]
    _refuse_strangers(user, ledger, current, documents)
    if issues := unknown_evidence(ledger, documents):
        raise UserError(issues)
    attached = attach_rows(current.record, documents, actor, clock.now())
    told = [words(one) for one in attached]
    append(actor, "document.attach", about(current.record), after=told, tells=attached)
    return attached


@change
def remove(actor: Actor, user: Any, pk: int) -> Attachment:
    """Take a document away from its record: row and file stay, for the journal's sake.

    UserError where a step rests on it.
    """
    attachment = Attachment.objects.select_related("record__current").get(pk=pk, removed_at__isnull=True)
    if not allowed(user, RECORD_KEEP, subject_of(as_record(attachment.record.current))):
        raise PermissionDenied
    if attachment.record.current.withdrawn:
        raise UserError([RECORD_WITHDRAWN.at(Place(), number=attachment.record.number)])
    if attachment.pk not in theirs(user, [attachment]):
        raise UserError([NOT_YOUR_DOCUMENT.at(Place(attachment.name), name=attachment.name)])
    if attachment.pk in bound([attachment]):
        raise UserError([EVIDENCE_BOUND.at(Place(attachment.name), name=attachment.name)])
    attachment.removed_by, attachment.removed_at = actor.name, clock.now()
    attachment.save(update_fields=["removed_by", "removed_at"])
    tells = [ChangedFields(attachment, ("removed_by", "removed_at"))]
    append(actor, "document.remove", about(attachment.record), before=words(attachment), tells=tells)
    return attachment


@change
def erase(actor: Actor, user: Any, pk: int, reason: str) -> Attachment:
    """Take the bytes and the name of a document away for good, uploaded by mistake; the row stays for the journal.

    UserError where it was not removed before, or no reason is given. Backups from before hold it still.
    """
    attachment = Attachment.objects.select_related("record__current").get(pk=pk, erased_at=None)
    if not allowed(user, DOCUMENT_ERASE, subject_of(as_record(attachment.record.current))):
        raise PermissionDenied
    if attachment.removed_at is None:
        raise UserError([EVIDENCE_STANDS.at(Place(attachment.name), name=attachment.name)])
    if not reason:
        raise UserError([ERASE_REASON.at(Place(column="reason"))])
    before = {**words(attachment), "name": ""}
    attachment.name, attachment.erased_at = "", clock.now()
    attachment.save(update_fields=["name", "erased_at"])
    tells = [ChangedFields(attachment, ("name", "erased_at"))]
    append(actor, "document.erase", about(attachment.record), before=before, after={"reason": reason}, tells=tells)
    return attachment


def bound(attachments: Iterable[Attachment]) -> frozenset[int]:
    """Those among some documents on which a step, a correction or a recheck rests: they stay."""
    keys = {one.pk: one.step_id for one in attachments}
    corrections = RecordCorrection.objects.filter(document__in=keys).values_list("document", flat=True)
    rechecks = RecheckDocument.objects.filter(document__in=keys).values_list("document", flat=True)
    return frozenset({*corrections, *rechecks, *(pk for pk, step in keys.items() if step is not None)})


def theirs(user: Any, attachments: Iterable[Attachment]) -> frozenset[int]:
    """Those among some documents that somebody attached, or one of their organisation: nobody else takes them away."""
    by = {one.pk: one.by for one in attachments}
    own = {user.get_username(), *colleagues(user, by.values())}
    return frozenset(pk for pk, name in by.items() if name in own)


def may_read(user: Any, of: ReachedRecord, attachment: Attachment) -> bool:
    """Whether somebody who may read the record may read this document: of a removed one the office alone."""
    if attachment.erased_at is not None or not readable_documents(of.ledger, of.level, [attachment]):
        return False
    return attachment.removed_at is None or allowed(user, DOCUMENT_ERASE)


def attach_rows(
    entry: RecordEntry, documents: Sequence[RecordDocument], actor: Actor, at: datetime
) -> list[Attachment]:
    """The rows of new documents, within the transaction of a change."""
    return [
        Attachment.objects.create(
            record=entry,
            evidence=document.evidence,
            name=document.file.name,
            kind=document.file.kind,
            size=document.file.size,
            digest=document.file.digest,
            by=actor.name,
            at=at,
        )
        for document in documents
    ]


def free_evidence(entry: RecordEntry) -> list[Attachment]:
    """The documents of a record on which no step and no recheck rests yet."""
    free = Attachment.objects.filter(record=entry, removed_at__isnull=True, step__isnull=True, recheck__isnull=True)
    return list(free.exclude(evidence=""))


def bind_evidence(state: RecordState, step: Transition, evidence: Iterable[Attachment]) -> list[Attachment]:
    """Let a step rest on the documents that it asks for, each serves one step; those that it rests on."""
    wanted = {name for each in step.evidence for name in (each.zh, each.en)}
    used = [one for one in evidence if one.evidence in wanted]
    if used:
        Attachment.objects.filter(pk__in=[one.pk for one in used]).update(step=state)
    for one in used:
        one.step = state
    return used


def words(attachment: Attachment) -> dict[str, Any]:
    """A document as the journal tells of it."""
    return {
        "document": attachment.pk,
        "name": attachment.name,
        "evidence": attachment.evidence,
        "size": attachment.size,
        "sm3": attachment.digest,
    }


def about(entry: RecordEntry) -> str:
    """A record as the journal names it."""
    return f"record:{entry.ledger}/{entry.number}"


def _refuse_strangers(user: Any, ledger: Ledger, current: CurrentRecord, documents: Sequence[RecordDocument]) -> None:
    """Whoever keeps the record may add any document; whoever may make a step, the evidence of that step."""
    record = as_record(current)
    subject = subject_of(record)
    if allowed(user, RECORD_KEEP, subject):
        return
    wanted = {each.zh for step in open_steps(user, ledger, record, subject) for each in step.evidence}
    if not documents or not {document.evidence for document in documents} <= wanted:
        raise PermissionDenied


def unknown_evidence(ledger: Ledger, documents: Sequence[RecordDocument]) -> list[Issue]:
    """An issue for every document under a name by which the ledger asks for none."""
    known = {"", *evidence_names(ledger)}
    return [
        UNKNOWN_EVIDENCE.at(Place(document.file.name), given=document.evidence)
        for document in documents
        if document.evidence not in known
    ]
