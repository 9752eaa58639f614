"""Documents of records: attached, fetched, removed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Router, Schema, Status, UploadedFile

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Number
from sigai_web.api.serving import served
from sigai_web.exchange import DOCUMENTS, checked_upload
from sigai_web.journal.writing import Actor
from sigai_web.ledgers import documents
from sigai_web.ledgers.api.scopes import READ_RECORDS, WRITE_RECORDS
from sigai_web.ledgers.files import keep_file, read_file
from sigai_web.ledgers.models import Attachment
from sigai_web.ledgers.reaching import reached
from sigai_web.store.operations import RECORD_CONSULT, RECORD_KEEP, RECORD_STEP

router = Router(tags=["records"])
BYTES = "application/octet-stream"


class DocumentOut(Schema):
    """A document; `evidence` is the name under which the ledger asks for it; `step` that a state rests on it."""

    id: int
    name: str
    kind: str
    size: int
    digest: str
    evidence: str
    by: str
    at: datetime
    step_id: int | None


@endpoint(
    router,
    "POST",
    "/records/{record}/documents",
    operation=RECORD_STEP,
    scope=WRITE_RECORDS,
    zh="附上材料",
    en="attach a document",
    about_zh="PDF、图片、xlsx、docx，至多 20 MB；evidence 为台账所列材料的中文名，其他材料留空。",
    answer=DocumentOut,
    status=201,
)
def attach_document(request: HttpRequest, record: Number, file: File[UploadedFile], evidence: Form[str] = "") -> Any:
    """PDF, picture, .xlsx or .docx of at most 20 MB; `evidence` is the ledger's Chinese name of it, or empty."""
    of = reached(person(request), record)
    with checked_upload(file, DOCUMENTS) as upload:
        document = documents.RecordDocument(evidence, keep_file(upload, person(request).username))
        attached = documents.attach(Actor.of(request), person(request), of.current.pk, [document])
    return Status(201, attached[0])


@endpoint(
    router,
    "GET",
    "/documents/{document}/file",
    operation=RECORD_CONSULT,
    scope=READ_RECORDS,
    zh="取材料文件",
    en="the file of a document",
    about_zh="材料的原文件；已移除的只有专班能取。",
    answer=BYTES,
)
def read_document_file(request: HttpRequest, document: Number) -> Any:
    """The file as it was attached; whoever may read the record may read it, of a removed document only the office."""
    found = get_object_or_404(Attachment, pk=document)
    of = reached(person(request), found.record_id)
    if not documents.may_read(person(request), of, found):
        raise Http404
    return served(found.name, lambda: read_file(found), BYTES)


@endpoint(
    router,
    "DELETE",
    "/documents/{document}",
    operation=RECORD_KEEP,
    scope=WRITE_RECORDS,
    zh="移除材料",
    en="remove a document",
    about_zh="已作为流转依据的不能移除。",
    answer=None,
    status=204,
)
def remove_document(request: HttpRequest, document: Number) -> Any:
    """Take a document away from its record; one on which a step rests stays."""
    found = get_object_or_404(Attachment, pk=document, removed_at__isnull=True)
    reached(person(request), found.record_id, RECORD_KEEP)
    documents.remove(Actor.of(request), person(request), found.pk)
    return Status(204, None)
