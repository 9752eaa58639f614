"""The ledger, round or record that an address names, where somebody reaches it: 404 for what they may not see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from sigai.ledgers import Record
from sigai.programme import Ledger, LedgerField
from sigai_web import programme
from sigai_web.ledgers.models import Attachment, Round
from sigai_web.ledgers.reading import read_record, readable_documents
from sigai_web.permissions import Operation, ReadLevel, Resource, allowed, read_level
from sigai_web.store.models import CurrentRecord, Entity
from sigai_web.store.operations import RECORD_CONSULT, RECORD_READ
from sigai_web.store.reading import entity_table
from sigai_web.store.records import as_record, named_in, subject_of


@dataclass(frozen=True, slots=True)
class ReachedRecord:
    """A record with whose it is, as one request reads it: with the fields that are for its reader, who is so close to
    it (`level`), and whom it names (`register`)."""

    current: CurrentRecord
    ledger: Ledger
    record: Record
    subject: Resource
    level: ReadLevel
    register: pa.Table

    @property
    def fields(self) -> list[LedgerField]:
        """The fields that its reader reads."""
        return [field for field in self.ledger.fields if self.level.reads(field.read)]

    @property
    def reaches(self) -> bool:
        """Whether its reader reaches it themselves; else it is to them one of a library."""
        return self.level.reads("named")

    def documents(self) -> list[Attachment]:
        """The documents that stand with it and that its reader reads."""
        standing = Attachment.objects.filter(record=self.current.record, removed_at__isnull=True)
        return readable_documents(self.ledger, self.level, standing)


def ledger_or_404(ledger: str) -> Ledger:
    """A ledger of the programme by its id."""
    found = programme.current().ledger_by_id.get(ledger)
    if found is None:
        raise Http404
    return found


def round_or_404(pk: int) -> Round:
    """A round of a ledger of the programme."""
    found = get_object_or_404(Round, pk=pk)
    ledger_or_404(found.ledger)
    return found


def reached(user: Any, pk: int, operation: Operation = RECORD_CONSULT) -> ReachedRecord:
    """A record that somebody may do something to; 404 for any that they may not see, 403 where they may only see. What
    was withdrawn is in no library."""
    current = get_object_or_404(CurrentRecord.every.select_related("record"), pk=pk)
    ledger = ledger_or_404(current.ledger)
    whole = as_record(current)
    register = entity_table(Entity.objects.filter(pk__in=named_in(whole)))
    subject = subject_of(whole, register)
    level = read_level(user, RECORD_READ, RECORD_READ if current.withdrawn else RECORD_CONSULT, subject)
    if level is None:
        raise Http404
    if operation is not RECORD_CONSULT and not allowed(user, operation, subject):
        raise PermissionDenied
    read = read_record(current, ledger, level)
    return ReachedRecord(read, ledger, as_record(read), subject, level, register)
