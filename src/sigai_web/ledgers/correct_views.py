"""Correcting what a step settled, from the record's page: asking for it, and deciding what somebody else asked."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

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
from sigai_web.ledgers.row_card import SentRow
from sigai_web.ledgers.row_correcting import RowCorrection, ask_row_correction
from sigai_web.ledgers.rows import SeenRow
from sigai_web.permissions.access import needs, offered_on


@needs(RECORD_CORRECT)
@offered_on("record")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that settled fields, or a row of a table that is fixed, be corrected, for a reason and with a document."""
    reached(request.user, pk, RECORD_CORRECT)
    sent = forms.sent_values(request.POST)
    with ExitStack() as stack:
        try:
            document, refused = _document(request, stack)
            given: dict[str, Any] = {"seen": seen_of(request), "document": document, "refused": refused}
            given["reason"] = request.POST.get("reason", "")
            if "table" in request.POST:
                ask_row_correction(Actor.of(request), request.user, pk, _of_row(request, sent), **given)
            else:
                values = {name: request.POST[name] for name in HEAD if name in request.POST} | sent
                correcting.ask_correction(Actor.of(request), request.user, pk, values=values, **given)
        except REFUSALS as error:
            return refused_record(request, pk, error, **_sent(request, error))
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


def _of_row(request: HttpRequest, cells: dict[str, str]) -> RowCorrection:
    """The row that a form would correct, or strike, as its button says."""
    row = SeenRow(forms.sent_number(request.POST, "row"), forms.sent_number(request.POST, "edition"))
    return RowCorrection(request.POST["table"], row, cells, strike=request.POST.get("do") == "strike")


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


def _sent(request: HttpRequest, error: Exception) -> dict[str, Any]:
    """The form that was refused, as it was sent: that of a row below its row, with what stands against it there."""
    if "table" not in request.POST:
        return {"wrong_correction": request.POST}
    issues = error.issues if isinstance(error, UserError) else ()
    number = forms.sent_number(request.POST, "row")
    return {"issues": (), "sent_row": SentRow(request.POST["table"], number, request.POST, issues, correcting=True)}
