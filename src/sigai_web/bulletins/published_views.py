"""The pages of a published bulletin: its files, what it rests on, who opened it, taking it back or revising it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sigai.base import Place, UserError
from sigai.reports import changed_lines
from sigai_web.accounts.people import people
from sigai_web.bulletins import drafting, signing
from sigai_web.bulletins.models import BulletinReceipt
from sigai_web.bulletins.operations import BULLETIN_DRAFT, BULLETIN_PUBLISH
from sigai_web.bulletins.pdf import as_pdf, can_make_pdf
from sigai_web.bulletins.publishing import proved, read_file
from sigai_web.bulletins.sending import opened
from sigai_web.bulletins.views import WORD, tell
from sigai_web.downloads import Download
from sigai_web.journal.writing import Actor
from sigai_web.language import choose
from sigai_web.pages.views import not_served
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs, offered_on
from sigai_web.runs.models import Bulletin
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.runs.problems import NO_RESULTS
from sigai_web.runs.results import newest


@needs(PROGRESS_READ)
@require_GET
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a bulletin as it was published."""
    return _handed_out(request, pk, "docx", WORD)


@needs(PROGRESS_READ)
@require_GET
def bulletin_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF, made from the very file that was published."""
    return _handed_out(request, pk, "pdf", "application/pdf", as_pdf)


def _handed_out(
    request: HttpRequest, pk: int, suffix: str, kind: str, convert: Callable[[bytes], bytes] = bytes
) -> HttpResponse:
    found = get_object_or_404(Bulletin, pk=pk)
    try:
        kept = read_file(found)
    except FileNotFoundError as error:
        raise Http404 from error
    except UserError as error:
        return not_served(request, error)
    try:
        content = convert(kept)
    except UserError as error:
        return not_served(request, error, status=501)
    opened(request.user.get_username(), found)
    return Download(f"{found.title}-{found.year}-{found.number}.{suffix}", content, kind)


@needs(PROGRESS_READ)
@require_GET
@never_cache
def about_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """What a published bulletin rests on, whether it stands, what a revision changed, who opened it."""
    found = _found(pk)
    opened(request.user.get_username(), found)
    return render(request, "bulletins/about.html", _about(request, found))


@needs(PROGRESS_READ)
@offered_on("about-bulletin")
def prove_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a published bulletin again from what was kept, and say whether it is the same."""
    found = _found(pk)
    return render(request, "bulletins/about.html", {**_about(request, found), "proof": proved(found)})


@needs(BULLETIN_PUBLISH)
@offered_on("about-bulletin")
def withdraw_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published bulletin back, for a reason."""
    try:
        signing.withdraw(Actor.of(request), _found(pk), request.POST.get("reason", ""))
        messages.success(request, choose("已撤回；原件和验证留存", "Withdrawn; its file and its proof are kept"))
    except UserError as error:
        tell(request, error)
    return redirect("about-bulletin", pk)


@needs(BULLETIN_DRAFT)
@offered_on("about-bulletin")
def revise_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft that takes the place of a published bulletin, from the results that count now."""
    found, run = _found(pk), newest()
    try:
        if run is None:
            raise UserError([NO_RESULTS.at(Place())])
        earlier = getattr(found, "draft", None)
        kind = earlier.kind if earlier else "monthly"
        made = drafting.begin_draft(Actor.of(request), run, kind, revises=found, reason=request.POST.get("reason", ""))
    except UserError as error:
        tell(request, error)
        return redirect("about-bulletin", pk)
    return redirect("bulletin-draft", made.pk)


def _found(pk: int) -> Bulletin:
    return get_object_or_404(Bulletin.objects.select_related("run", "withdrawal__replaced_by", "draft__revises"), pk=pk)


def _about(request: HttpRequest, found: Bulletin) -> dict[str, Any]:
    draft = getattr(found, "draft", None)
    withdrawal = getattr(found, "withdrawal", None)
    stands, may_draft = drafting.stands(found), allowed(request.user, BULLETIN_DRAFT)
    hands = [draft.created_by, *draft.writers, draft.signed_by] if draft else []
    return {
        "bulletin": found,
        "draft": draft,
        "drafted_by": list(dict.fromkeys([draft.created_by, *draft.writers])) if draft else [],
        "withdrawal": withdrawal,
        "people": people([found.published_by, withdrawal.withdrawn_by if withdrawal else None, *hands]),
        "changes": _changes(found, draft.revises if draft else None),
        "pdf": can_make_pdf(),
        "may_revise": stands and may_draft,
        "may_withdraw": stands and allowed(request.user, BULLETIN_PUBLISH),
        "receipts": _receipts(found) if may_draft else None,
    }


def _receipts(found: Bulletin) -> dict[str, Any]:
    rows = list(BulletinReceipt.objects.filter(bulletin=found))
    names = people(row.username for row in rows)
    told = [(names[row.username], row.opened_at) for row in rows]
    return {"people": told, "opened": sum(at is not None for _, at in told)}


def _changes(found: Bulletin, earlier: Bulletin | None) -> list[tuple[str, str]]:
    """What a revision says otherwise than what it took the place of."""
    if earlier is None or not earlier.path.is_file() or not found.path.is_file():
        return []
    return changed_lines(earlier.path, found.path)
