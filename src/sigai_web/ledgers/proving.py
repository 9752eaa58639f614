"""What the journal proves of documents: their rows, and through the digests in them the files."""

from __future__ import annotations

from collections.abc import Iterable

from sigai_web.journal.declaring import NamedFile, declare, declare_files, declare_left_out
from sigai_web.ledgers.files import is_digest, named_file
from sigai_web.ledgers.models import (
    Attachment,
    MarkedCopy,
    RecheckDocument,
    RecordComment,
    RecordCorrection,
    RecordRecheck,
    RecordWithdrawal,
    Round,
    RoundApplication,
    RoundDocument,
    RoundEvent,
    UploadShare,
)


def say() -> None:
    """Say it; called when the app is ready."""
    declare(Attachment)
    declare(RecordComment)
    declare(RecordWithdrawal)
    declare(RecordCorrection)
    for model in (Round, RoundEvent, RoundDocument, RoundApplication, RecordRecheck, RecheckDocument):
        declare(model)
    declare_files(Attachment, _files)
    declare_files(RoundDocument, _files_of_rounds)
    declare_left_out(UploadShare, "counts what somebody sent on a day; nothing of it counts")
    declare_left_out(MarkedCopy, "a refused upload, marked, for whoever sent it: nothing of it counts")


def _files_of_rounds() -> Iterable[NamedFile]:
    for document in RoundDocument.objects.order_by("pk"):
        if is_digest(document.digest):
            yield named_file(document)


def _files() -> Iterable[NamedFile]:
    """Each file once, however many rows name it; none that was erased, unless another row keeps the same."""
    known: set[str] = set()
    for attachment in Attachment.objects.filter(erased_at=None).order_by("pk"):
        if attachment.digest not in known and is_digest(attachment.digest):
            known.add(attachment.digest)
            yield named_file(attachment)
