"""Correcting what a step settled, from the record's page: asking for it, and deciding what somebody else asked."""

from __future__ import annotations

from contextlib import ExitStack

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sigai.base import Issue, Place, UserError
from sigai_web.exchange import DOCUMENTS, checked_upload
from sigai_web.journal.writing import Actor
from sigai_web.language import choose
from sigai_web.ledgers import correcting, forms
from sigai_web.ledgers.documents import RecordDocument
from sigai_web.ledgers.files import keep_file
from sigai_web.ledgers.filling import HEAD
from sigai_web.ledgers.operations import RECORD_CORRECT
from sigai_web.ledgers.reaching import reached
from sigai_web.ledgers.record_views import REFUSALS, refused_record, seen_of
from sigai_web.permissions.access import needs, offered_on


@needs(RECORD_CORRECT)
@offered_on("record")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that settled fields be corrected, for a reason and with a document."""
    reached(request.user, pk, RECORD_CORRECT)
    values = {name: request.POST[name] for name in HEAD if name in request.POST} | forms.sent_values(request.POST)
    with ExitStack() as stack:
        try:
            document, refused = _document(request, stack)
            correcting.ask_correction(
                Actor.of(request),
                request.user,
                pk,
                seen=seen_of(request),
                values=values,
                reason=request.POST.get("reason", ""),
                document=document,
                refused=refused,
            )
        except REFUSALS as error:
            return refused_record(request, pk, error, wrong_correction=request.POST)
    messages.success(request, choose("已申请更正，等待另一位决定", "Asked for; somebody else decides"))
    return redirect("record", pk)


@needs(RECORD_CORRECT)
@offered_on("record")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or decline the correction that somebody else asked for."""
    grant = request.POST.get("decision") == "grant"
    comment = request.POST.get("comment", "")
    try:
        correcting.decide_correction(
            Actor.of(request), request.user, pk, seen=seen_of(request), grant=grant, comment=comment
        )
    except REFUSALS as error:
        return refused_record(request, pk, error)
    granted = choose("已更正", "Corrected")
    messages.success(request, granted if grant else choose("没有同意更正，记录照旧", "Declined: it stays as it was"))
    return redirect("record", pk)


def _document(request: HttpRequest, stack: ExitStack) -> tuple[RecordDocument | None, list[Issue]]:
    """The document that the form brings, and what is wrong with it."""
    file = request.FILES.get("file")
    if file is None:
        return None, []
    try:
        upload = stack.enter_context(checked_upload(file, DOCUMENTS))
        return RecordDocument("", keep_file(upload, request.user.get_username())), []
    except UserError as error:
        place = Place(file.name or "", column="file")
        return None, [Issue(one.problem, place, one.facts) for one in error.issues]
