"""Documents of records: attaching, removing, downloading."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from sigai.base import UserError
from sigai_web.exchange import DOCUMENTS, checked_upload
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.ledgers import documents
from sigai_web.ledgers.documents import RecordDocument
from sigai_web.ledgers.files import keep_file, read_file
from sigai_web.ledgers.models import Attachment
from sigai_web.ledgers.reaching import reached
from sigai_web.pages.views import not_served
from sigai_web.permissions.access import needs
from sigai_web.store.operations import RECORD_KEEP, RECORD_READ

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
@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a document to a record, under a name that the ledger asks for, or another."""
    of = reached(request.user, pk, RECORD_KEEP)
    evidence = request.POST.get("evidence", OTHER)
    try:
        with checked_upload(request.FILES.get("file"), DOCUMENTS) as upload:
            document = RecordDocument("" if evidence == OTHER else evidence, keep_file(upload))
            documents.attach(Actor.of(request), request.user, of.current.pk, [document])
        messages.success(request, choose("已上传", "Attached"))
    except UserError as error:
        _tell_issues(request, error)
    return redirect("record", pk)


@needs(RECORD_KEEP)
@require_POST
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


@needs(RECORD_READ)
@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document as a download, never shown in the page; whoever may read the record may read it."""
    attachment = get_object_or_404(Attachment, pk=pk)
    reached(request.user, attachment.record_id)
    try:
        content = read_file(attachment)
    except FileNotFoundError as error:
        raise Http404 from error
    except UserError as error:
        return not_served(request, error)
    response = HttpResponse(content, content_type=TYPES.get(attachment.kind, "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(True, attachment.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _tell_issues(request: HttpRequest, error: UserError) -> None:
    for issue in error.issues:
        messages.error(request, f"{issue.what(language())} → {issue.advice(language())}")
