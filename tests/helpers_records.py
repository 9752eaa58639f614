"""Records of the invented ledger of works, for tests of the web."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from helpers_web import OURS
from sigai.base import UserError
from sigai.ledgers import Head
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.exchange import DOCUMENTS, checked_upload
from sigai_web.journal.writing import Actor
from sigai_web.ledgers.documents import RecordDocument
from sigai_web.ledgers.files import keep_file
from sigai_web.ledgers.services import Seen, create
from sigai_web.store.models import CurrentRecord

PDF = b"%PDF-1.4 a permit"
NOTHING: dict[str, Any] = {}


def works() -> Ledger:
    return programme.current().ledger_by_id["works"]


def actor(user: User) -> Actor:
    return Actor(user.username, "10.0.0.1")


def document(evidence: str = "许可证", content: bytes = PDF, name: str = "permit.pdf") -> RecordDocument:
    with checked_upload(SimpleUploadedFile(name, content), DOCUMENTS) as upload:
        return RecordDocument(evidence, keep_file(upload, "maker"))


def work(user: User, *, entity: str = OURS, area: str = "", name: str = "一号工程", **values: Any) -> CurrentRecord:
    """A new record of the ledger, in the state of its first step."""
    given = {"note": "锅炉改造", "kind": "new", **values}
    return create(actor(user), user, works(), "plan", head=Head(name, entity, area), values=given).record


def seen(record: CurrentRecord) -> Seen:
    return Seen(record.revision, record.step)


def told(error: UserError) -> list[tuple[str, str | None]]:
    """The codes of all issues with the fields that they stand beside."""
    return sorted((issue.code, issue.place.column) for issue in error.issues)
