"""The ledger or record that an address names, where somebody reaches it: 404 for what they may not see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from sigai.ledgers import Record
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.permissions import Operation, Resource, allowed
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_READ
from sigai_web.store.records import as_record, subject_of


@dataclass(frozen=True, slots=True)
class ReachedRecord:
    """A record with whose it is, as one request reads it."""

    current: CurrentRecord
    ledger: Ledger
    record: Record
    subject: Resource


def ledger_or_404(ledger: str) -> Ledger:
    """A ledger of the programme by its id."""
    found = programme.current().ledger_by_id.get(ledger)
    if found is None:
        raise Http404
    return found


def reached(user: Any, pk: int, operation: Operation = RECORD_READ) -> ReachedRecord:
    """A record that somebody may do something to; 404 for any that they may not see, 403 where they may only see."""
    current = get_object_or_404(CurrentRecord.every.select_related("record"), pk=pk)
    ledger = ledger_or_404(current.ledger)
    record = as_record(current)
    subject = subject_of(record)
    if not allowed(user, RECORD_READ, subject):
        raise Http404
    if not allowed(user, operation, subject):
        raise PermissionDenied
    return ReachedRecord(current, ledger, record, subject)
