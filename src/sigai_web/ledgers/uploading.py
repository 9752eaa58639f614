"""Documents that a form brings for a step."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from django.http import HttpRequest

from sigai.base import Issue, Place, UserError
from sigai_web.exchange import DOCUMENTS, checked_upload
from sigai_web.ledgers.documents import RecordDocument
from sigai_web.ledgers.files import keep_file


def uploads(
    request: HttpRequest, stack: ExitStack, evidence: Sequence[str]
) -> tuple[list[RecordDocument], list[Issue]]:
    """The documents that a form brings, each under its name, and what is wrong with those that were refused."""
    found: list[RecordDocument] = []
    issues: list[Issue] = []
    for number, name in enumerate(evidence):
        for file in request.FILES.getlist(f"evidence_{number}"):
            try:
                upload = stack.enter_context(checked_upload(file, DOCUMENTS))
                found.append(RecordDocument(name, keep_file(upload, request.user.get_username())))
            except UserError as error:
                place = Place(file.name or "", column=name)
                issues.extend(Issue(one.problem, place, one.facts) for one in error.issues)
    return found, issues
