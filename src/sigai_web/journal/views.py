"""The auditor's pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sigai.base import Issue
from sigai_web.journal.models import JournalEntry, JournalHead
from sigai_web.journal.operations import JOURNAL_READ, JOURNAL_VERIFY
from sigai_web.journal.verifying import prove
from sigai_web.language import language
from sigai_web.permissions.access import needs, offered_on

_PAGE = 50
_FILTERS = {"actor": "actor", "action": "action__startswith", "about": "about__startswith"}


@needs(JOURNAL_READ)
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Every change, the latest first; filtered by who, what was done, and to what."""
    return render(request, "journal/journal.html", _entries(request))


@needs(JOURNAL_VERIFY)
@offered_on("journal")
def check(request: HttpRequest) -> HttpResponse:
    """Prove the journal unbroken and the data what it says, or name what is not; also against a printed digest."""
    digest = request.POST.get("digest", "").strip()
    proof = prove(digest or None)
    said = {name: [_said(issue) for issue in getattr(proof, name)] for name in ("faults", "remarks")}
    context = {**_entries(request), "verification": proof.chain, "proof": proof, "said": said, "digest": digest}
    return render(request, "journal/journal.html", context)


def _said(issue: Issue) -> dict[str, str]:
    words = {"where": issue.place.text(language()), "code": issue.code}
    return {**words, "what": issue.what(language()), "advice": issue.advice(language())}


def _entries(request: HttpRequest) -> dict[str, Any]:
    asked = {name: request.GET.get(name, "").strip() for name in _FILTERS}
    wanted = {_FILTERS[name]: text for name, text in asked.items() if text}
    entries = JournalEntry.objects.filter(**wanted).defer("proof")
    page: Page[JournalEntry] = Paginator(entries, _PAGE).get_page(request.GET.get("page"))
    return {"page": page, "asked": asked, "head": JournalHead.objects.first()}
