"""The things that an address names, where the person reaches them: 404 for what they may not see."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from sigai.ledgers import Record
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.api.bearer import person
from sigai_web.permissions import Operation, Resource, allowed
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_READ
from sigai_web.store.records import as_record, subject_of


@dataclass(frozen=True, slots=True)
class Reached:
    """A record with whose it is."""

    current: CurrentRecord
    ledger: Ledger
    record: Record
    subject: Resource


def reached(request: HttpRequest, pk: int, operation: Operation = RECORD_READ) -> Reached:
    """A record; 404 for one that the person may not read, 403 where they may read it and no more."""
    current = get_object_or_404(CurrentRecord.objects.select_related("record"), pk=pk)
    ledger = programme.current().ledger_by_id.get(current.ledger)
    if ledger is None:
        raise Http404
    record = as_record(current)
    subject = subject_of(record)
    if not allowed(person(request), RECORD_READ, subject):
        raise Http404
    if not allowed(person(request), operation, subject):
        raise PermissionDenied
    return Reached(current, ledger, record, subject)
