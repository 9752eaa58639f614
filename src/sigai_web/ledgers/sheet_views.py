"""Ledgers as Excel sheets: out, the empty template, in, and the copy with its mistakes marked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import Issue, UserError
from sigai.programme import Ledger, Text
from sigai_web.clock import today
from sigai_web.downloads import Download
from sigai_web.exchange import TABLES, XLSX, Upload, checked_upload, marked_copy
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.ledgers import listing
from sigai_web.ledgers.models import MarkedCopy
from sigai_web.ledgers.reaching import ledger_or_404
from sigai_web.ledgers.reading import RecordsReader, readable_fields
from sigai_web.ledgers.rights import start_steps
from sigai_web.ledgers.sheets import sheet_response, template_response
from sigai_web.ledgers.taking import MOST_ROWS, ImportCounts, keep_marked_copy, take_sheet
from sigai_web.permissions.access import needs
from sigai_web.store.operations import RECORD_CONSULT, RECORD_KEEP

_SHOWN = 200
"""So many issues the page lists; the marked copy holds all."""


@needs(RECORD_CONSULT)
@require_GET
def export(request: HttpRequest, ledger: str) -> HttpResponse:
    """The records that the list shows, all pages of it, as a workbook that can be edited and taken back in."""
    of = ledger_or_404(ledger)
    wanted, reader = listing.asked(of, request.GET.dict()), RecordsReader(request.user, of)
    rows = listing.in_state(reader, listing.narrowed(reader, wanted), wanted, today())
    records = reader.read(listing.in_order(reader, rows, wanted))
    names = readable_fields(of, reader.level)
    return sheet_response(of, records, [state.name for state in of.states], names)


@needs(RECORD_KEEP)
@require_GET
def template(request: HttpRequest, ledger: str) -> HttpResponse:
    """An empty sheet of the ledger, with lists to choose from."""
    of = ledger_or_404(ledger)
    return template_response(of, _entered_states(request.user, of))


def _entered_states(user: Any, ledger: Ledger) -> list[Text]:
    entered = {step.to for step in start_steps(user, ledger) if not step.evidence}
    return [state.name for state in ledger.states if state.id in entered]


@needs(RECORD_KEEP)
@require_http_methods(["GET", "POST"])
@never_cache
def take_in(request: HttpRequest, ledger: str) -> HttpResponse:
    """Take a sheet in whole, or say everything that is wrong with it and mark a copy."""
    of = ledger_or_404(ledger)
    if request.method != "POST":
        return _page(request, of, ())
    reason = request.POST.get("reason", "").strip()
    try:
        with checked_upload(request.FILES.get("file"), TABLES) as upload:
            try:
                taken = take_sheet(Actor.of(request), request.user, of, upload, reason)
            except UserError as error:
                return _page(request, of, error.issues, copied=_keep_copy(request, of, upload, error.issues))
    except UserError as error:
        return _page(request, of, error.issues)
    _tell(request, taken)
    return redirect("ledger", of.id)


def _keep_copy(request: HttpRequest, of: Ledger, upload: Upload, issues: tuple[Issue, ...]) -> bool:
    """Keep a copy with marks until the next is refused; only a workbook can be marked, and not every one."""
    if upload.kind != ".xlsx":
        return False
    content = marked_copy(upload.path, issues, language())
    if content is None:
        return False
    keep_marked_copy(Actor.of(request), of, upload.name, content)
    return True


@needs(RECORD_KEEP)
@require_GET
@never_cache
def marked(request: HttpRequest, ledger: str) -> HttpResponse:
    """The marked copy of what this user sent last."""
    of = ledger_or_404(ledger)
    copy = get_object_or_404(MarkedCopy, username=request.user.get_username(), ledger=of.id)
    if not copy.content:
        raise Http404
    return Download(f"{choose('已标注-', 'marked-')}{copy.name}", bytes(copy.content), XLSX)


def _page(request: HttpRequest, of: Ledger, issues: tuple[Issue, ...], *, copied: bool = False) -> HttpResponse:
    context = {
        "ledger": of,
        "issues": issues[:_SHOWN],
        "more_issues": max(len(issues) - _SHOWN, 0),
        "copied": copied,
        "most": MOST_ROWS,
        "states": _entered_states(request.user, of),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "ledgers/import.html", context, status=422 if issues else 200)


def _tell(request: HttpRequest, taken: ImportCounts) -> None:
    zh = f"已导入：新登记 {taken.entered} 条，修改 {taken.edited} 条，未变 {taken.same} 条"
    en = f"Taken in: {taken.entered} entered, {taken.edited} edited, {taken.same} as they were"
    messages.success(request, choose(zh, en))
    for issue in taken.remarks[:_SHOWN]:
        place = issue.place.text(language())
        messages.info(request, f"{place}: {issue.what(language())} → {issue.advice(language())}")
