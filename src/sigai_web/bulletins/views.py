"""The pages of bulletins on their way: the list, a draft with its texts, sign-off, publishing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sigai.base import Issue, Place, UserError
from sigai_web.accounts.people import people
from sigai_web.bulletins import drafting, signing
from sigai_web.bulletins.drafting import checked, kind_text, kinds_for, texts_of
from sigai_web.bulletins.models import BulletinDraft, BulletinReceipt, DraftText
from sigai_web.bulletins.operations import BULLETIN_DRAFT, BULLETIN_PUBLISH, BULLETIN_SIGN
from sigai_web.bulletins.publishing import draft_file, next_number, publish
from sigai_web.bulletins.sending import unread
from sigai_web.bulletins.showing import shown_pieces, shown_text
from sigai_web.bulletins.words import state_words
from sigai_web.clock import today
from sigai_web.downloads import Download
from sigai_web.journal.changes import LateError
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.pages.views import not_served
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs, offered_on
from sigai_web.runs.models import Bulletin
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.runs.problems import BAD_NUMBER, NO_RESULTS
from sigai_web.runs.results import newest, of

_MOST_NUMBER = 999
_DIGITS = 9
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOTHING: Mapping[str, str] = MappingProxyType({})
_CLOSED = (BulletinDraft.State.PUBLISHED, BulletinDraft.State.DROPPED)


@needs(PROGRESS_READ)
@require_GET
@never_cache
def bulletin_list(request: HttpRequest) -> HttpResponse:
    """Every published bulletin, and, for the office, what is under way."""
    may_draft = allowed(request.user, BULLETIN_DRAFT)
    run = newest() if may_draft else None
    results = of(run) if run else None
    bulletins = list(Bulletin.objects.select_related("run", "withdrawal__replaced_by"))
    drafts = list(_under_way()) if may_draft else []
    context = {
        "bulletins": bulletins,
        "people": people([*(each.published_by for each in bulletins), *(each.created_by for each in drafts)]),
        "unread": set(unread(request.user.get_username()).values_list("bulletin_id", flat=True)),
        "may_draft": may_draft,
        "run": run,
        "kinds": kinds_for(results.finished.programme, results.finished.as_of.last % 12 + 1) if results else [],
        "drafts": [(draft, kind_text(draft)[language()], state_words(draft.state)) for draft in drafts],
    }
    return render(request, "bulletins/bulletins.html", context)


def _under_way() -> QuerySet[BulletinDraft]:
    return BulletinDraft.objects.exclude(state__in=_CLOSED).select_related("run", "revises")


@needs(BULLETIN_DRAFT)
@offered_on("bulletins")
def new_draft(request: HttpRequest) -> HttpResponse:
    """Begin a draft from the results that count."""
    run = newest()
    try:
        if run is None:
            raise UserError([NO_RESULTS.at(Place())])
        made = drafting.begin_draft(Actor.of(request), run, request.POST.get("kind", ""))
    except UserError as error:
        tell(request, error)
        return redirect("bulletins")
    return redirect("bulletin-draft", made.pk)


@needs(BULLETIN_DRAFT)
@require_GET
@never_cache
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft: what is computed, the office's own text beside it, the check, and what can be done next."""
    return _page(request, _draft(pk))


def _draft(pk: int) -> BulletinDraft:
    return get_object_or_404(BulletinDraft.objects.select_related("run", "revises", "bulletin"), pk=pk)


def _page(
    request: HttpRequest,
    found: BulletinDraft,
    issues: tuple[Issue, ...] = (),
    status: int = 200,
    mine: Mapping[str, str] = _NOTHING,
) -> HttpResponse:
    try:
        done = checked(found, texts_of(found))
    except UserError as error:
        return not_served(request, error, status=501)
    pieces, run = shown_pieces(found, done, mine), newest()
    writers = [shown.own.written_by for shown in pieces if shown.own]
    context = {
        "draft": found,
        "name": kind_text(found)[language()],
        "state": state_words(found.state),
        "pieces": pieces,
        "people": people([found.created_by, found.handed_in_by, found.signed_by, *writers]),
        "untied": done.untied(),
        "reason_issues": [issue for issue in done.issues() if issue.place.column == drafting.REASON],
        "marked": len(done.marked),
        "newer": run if found.open and run and run.pk != found.run_id else None,
        "may_sign": found.may_sign(request.user) and allowed(request.user, BULLETIN_SIGN),
        "may_publish": found.state == BulletinDraft.State.SIGNED and allowed(request.user, BULLETIN_PUBLISH),
        "number": next_number(today().year),
        "issues": issues,
    }
    return render(request, "bulletins/draft.html", context, status=status)


@needs(BULLETIN_DRAFT)
@offered_on("bulletin-draft")
def keep_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep one text while it is written; a page asks for the part that says how it went, a browser without scripts for
    the whole page."""
    found, place, mine = _draft(pk), request.POST.get("place", ""), request.POST.get("text", "")
    issues: tuple[Issue, ...] = ()
    seen = request.POST.get("seen", "")
    late, status = False, 200
    try:
        number = int(seen) if seen.isdecimal() and len(seen) < _DIGITS else -1
        drafting.write_text(Actor.of(request), pk, place, mine, number)
    except UserError as error:
        issues, late = error.issues, isinstance(error, LateError)
        status = 409 if late else 422
    if not request.headers.get("HX-Request"):
        return _page(request, _draft(pk), issues, status, {place: mine}) if issues else redirect("bulletin-draft", pk)
    done = checked(found, texts_of(found))
    rows = {row.place: row for row in DraftText.objects.filter(draft=found)}
    piece = next((each for each in done.pieces if each.block.place == place), None)
    own = shown_text(piece, "", rows, mine if late else None) if piece is not None else None
    context = {
        "draft": found,
        "own": own,
        "people": people([own.written_by] if own else []),
        "issues": issues,
        "untied": done.untied(),
    }
    return render(request, "bulletins/_kept.html", context, status=status)


@needs(BULLETIN_DRAFT)
@offered_on("bulletin-draft")
def step_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a draft in, take newer results, or give it up."""
    found, actor, step = _draft(pk), Actor.of(request), request.POST.get("step", "")
    try:
        if step == "renew":
            drafting.renew(actor, pk, newest() or found.run)
            said = ("已换成最新的计算结果", "It is drafted from the newest results now")
        elif step == "drop":
            drafting.drop(actor, pk)
            said = ("草稿已作废", "The draft is dropped")
        else:
            drafting.hand_in(actor, pk)
            said = ("已送签，等没有参与起草的另一位签发", "Handed in; somebody who wrote none of it signs it")
    except UserError as error:
        return _page(request, _draft(pk), error.issues, 409 if isinstance(error, LateError) else 422)
    messages.success(request, choose(*said))
    return redirect("bulletins") if step == "drop" else redirect("bulletin-draft", pk)


@needs(BULLETIN_SIGN)
@offered_on("bulletin-draft")
def sign_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign what others drafted, or return it with what is to be changed."""
    _draft(pk)
    try:
        if request.POST.get("decision") == "sign":
            signing.sign(Actor.of(request), pk)
            said = ("已签发，可以发布", "Signed: it can be published")
        else:
            signing.give_back(Actor.of(request), pk, request.POST.get("reason", ""))
            said = ("已退回起草", "Returned to those who write it")
    except UserError as error:
        return _page(request, _draft(pk), error.issues, 409 if isinstance(error, LateError) else 422)
    messages.success(request, choose(*said))
    return redirect("bulletin-draft", pk)


@needs(BULLETIN_PUBLISH)
@offered_on("bulletin-draft")
def publish_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a signed draft under a number, and send it."""
    _draft(pk)
    given = request.POST.get("number", "").strip()
    try:
        if not given.isdecimal() or len(given) > _DIGITS or not 1 <= int(given) <= _MOST_NUMBER:
            raise UserError([BAD_NUMBER.at(Place(column="number"), given=given[:_DIGITS])])
        made = publish(Actor.of(request), pk, int(given))
    except UserError as error:
        return _page(request, _draft(pk), error.issues, 409 if isinstance(error, LateError) else 422)
    sent = BulletinReceipt.objects.filter(bulletin=made).count()
    zh, en = (
        f"已发布第 {made.number} 号，送 {sent} 人",
        f"Bulletin {made.number} is published and sent to {sent} people",
    )
    messages.success(request, choose(zh, en))
    return redirect("about-bulletin", made.pk)


@needs(BULLETIN_DRAFT)
@require_GET
def draft_document(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft as a Word document, to be looked at page by page."""
    found = _draft(pk)
    try:
        content = draft_file(found, texts_of(found))
    except UserError as error:
        return not_served(request, error, status=501)
    return Download(f"{kind_text(found)[language()]}-{choose('草稿', 'draft')}-{pk}.docx", content, WORD)


def tell(request: HttpRequest, error: UserError) -> None:
    """Say on the next page what is wrong."""
    for issue in error.issues:
        messages.error(request, f"{issue.what(language())} → {issue.advice(language())}")
