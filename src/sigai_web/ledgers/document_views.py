"""Documents of records: attaching, removing, downloading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from sigai.base import UserError
from sigai_web.accounts.confirming import asks_again
from sigai_web.downloads import Download
from sigai_web.exchange import DOCUMENTS, checked_upload
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.ledgers import documents
from sigai_web.ledgers.documents import RecordDocument
from sigai_web.ledgers.files import erase_file, keep_file, read_file
from sigai_web.ledgers.models import Attachment
from sigai_web.ledgers.operations import DOCUMENT_ERASE
from sigai_web.ledgers.reaching import reached
from sigai_web.pages.views import not_served
from sigai_web.permissions.access import needs, offered_on
from sigai_web.store.operations import RECORD_CONSULT, RECORD_KEEP

TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
OTHER = "-"
"""Stands in forms for a document that the ledger does not ask for by name."""


@needs(RECORD_KEEP)
@offered_on("record")
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a document to a record, under a name that the ledger asks for, or another."""
    of = reached(request.user, pk, RECORD_KEEP)
    evidence = request.POST.get("evidence", OTHER)
    try:
        with checked_upload(request.FILES.get("file"), DOCUMENTS) as upload:
            document = RecordDocument(
                "" if evidence == OTHER else evidence, keep_file(upload, request.user.get_username())
            )
            documents.attach(Actor.of(request), request.user, of.current.pk, [document])
        messages.success(request, choose("已上传", "Attached"))
    except UserError as error:
        _tell_issues(request, error)
    return redirect("record", pk)


def _of_document(names: Mapping[str, Any]) -> str:
    """The page of the record that a document lies with."""
    return reverse("record", args=(get_object_or_404(Attachment, pk=names["pk"]).record_id,))


@needs(RECORD_KEEP)
@offered_on(_of_document)
def remove_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a document away from its record."""
    attachment = get_object_or_404(Attachment, pk=pk, removed_at__isnull=True)
    reached(request.user, attachment.record_id, RECORD_KEEP)
    try:
        documents.remove(Actor.of(request), request.user, pk)
        messages.success(request, choose("已移除", "Removed"))
    except UserError as error:
        _tell_issues(request, error)
    return redirect("record", attachment.record_id)


@needs(DOCUMENT_ERASE)
@offered_on(_of_document)
@asks_again
def erase_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a removed document away for good."""
    attachment = get_object_or_404(Attachment, pk=pk, erased_at=None)
    reached(request.user, attachment.record_id)
    try:
        erased = documents.erase(Actor.of(request), request.user, pk, request.POST.get("reason", "").strip())
        erase_file(erased.digest)
        messages.success(request, choose("已抹掉；此前的备份里还有", "Erased; backups from before hold it still"))
    except UserError as error:
        _tell_issues(request, error)
    return redirect("record", attachment.record_id)


@needs(RECORD_CONSULT)
@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document as a download, never shown in the page; whoever may read the record may read it, a removed one only
    the office."""
    attachment = get_object_or_404(Attachment, pk=pk)
    of = reached(request.user, attachment.record_id)
    if not documents.may_read(request.user, of, attachment):
        raise Http404
    try:
        content = read_file(attachment)
    except FileNotFoundError as error:
        raise Http404 from error
    except UserError as error:
        return not_served(request, error)
    return Download(attachment.name, content, TYPES.get(attachment.kind, "application/octet-stream"))


def _tell_issues(request: HttpRequest, error: UserError) -> None:
    for issue in error.issues:
        messages.error(request, f"{issue.what(language())} → {issue.advice(language())}")
