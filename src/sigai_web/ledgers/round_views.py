"""Rounds: those that there are, opening one, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import Issue, UserError
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.accounts.once import writes_anew
from sigai_web.accounts.people import people
from sigai_web.clock import today
from sigai_web.downloads import Download
from sigai_web.exchange import DOCUMENTS, checked_upload
from sigai_web.journal.changes import LateError
from sigai_web.journal.writing import Actor
from sigai_web.language import choose
from sigai_web.ledgers import calling
from sigai_web.ledgers.document_views import TYPES
from sigai_web.ledgers.files import KeptFile, keep_file, read_file
from sigai_web.ledgers.forms import read_day
from sigai_web.ledgers.models import Round, RoundApplication, RoundDocument
from sigai_web.ledgers.operations import ROUND_KEEP, ROUND_READ
from sigai_web.ledgers.reaching import round_or_404
from sigai_web.ledgers.round_words import EVENTS, round_lines
from sigai_web.ledgers.rounds import may_keep, open_rounds, with_rounds
from sigai_web.ledgers.words import badge
from sigai_web.pages.views import not_served
from sigai_web.permissions import visible
from sigai_web.permissions.access import needs, offered_on
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_READ

_PAGE = 50


@needs(ROUND_READ)
@require_GET
@never_cache
def rounds(request: HttpRequest) -> HttpResponse:
    """The open rounds, those to come, then the others by their last day."""
    now = open_rounds()
    coming = Round.objects.filter(ended=Round.Ended.NOT, first_day__gt=today()).order_by("first_day")
    rest = Round.objects.exclude(pk__in=now.values("pk")).exclude(pk__in=coming.values("pk"))
    page = Paginator(rest, _PAGE).get_page(request.GET.get("page"))
    context = {
        "groups": [
            (choose("开放中", "Open"), round_lines(now)),
            (choose("即将开放", "To come"), round_lines(coming)),
            (choose("以往", "Earlier"), round_lines(page)),
        ],
        "page": page,
        "ledgers": _mine(request.user),
    }
    return render(request, "ledgers/rounds.html", context)


def _mine(user: Any) -> list[Ledger]:
    """The ledgers of which somebody opens rounds."""
    known = programme.current().ledger_by_id
    return [known[name] for name in with_rounds() if may_keep(user, ROUND_KEEP, known[name])]


@writes_anew
@needs(ROUND_KEEP)
@require_http_methods(["GET", "POST"])
@never_cache
def new_round(request: HttpRequest, ledger: str) -> HttpResponse:
    """Open a round of a ledger."""
    of = next((one for one in _mine(request.user) if one.id == ledger), None)
    if of is None:
        raise PermissionDenied
    if request.method != "POST":
        return _form(request, of)
    try:
        with ExitStack() as stack:
            call = calling.open_round(Actor.of(request), request.user, of, _draft(request, of), _files(request, stack))
    except UserError as error:
        return _form(request, of, error.issues)
    messages.success(request, choose(f"已开放“{call.title}”", f"Opened: {call.title}"))
    return redirect("round", call.pk)


def _draft(request: HttpRequest, ledger: Ledger) -> calling.RoundDraft:
    given = request.POST
    return calling.RoundDraft(
        title=given.get("title", ""),
        year=_whole(given.get("year", "")),
        first_day=read_day(given.get("first_day", "")),
        last_day=read_day(given.get("last_day", "")),
        quota=_quota(given.get("quota", "")),
        choices={name: given.get(f"f_{name}", "") for name in ledger.rounds.by} if ledger.rounds else {},
    )


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _quota(text: str) -> int | None:
    """None where nothing was given: no limit. What is no whole number is told as one that is none."""
    found = _whole(text)
    return 0 if found is None and text.strip() else found


def _files(request: HttpRequest, stack: ExitStack) -> list[KeptFile]:
    uploads = [stack.enter_context(checked_upload(one, DOCUMENTS)) for one in request.FILES.getlist("file")]
    return [keep_file(upload, request.user.get_username()) for upload in uploads]


def _form(request: HttpRequest, of: Ledger, issues: Sequence[Issue] = ()) -> HttpResponse:
    given = request.POST
    names = of.rounds.by if of.rounds else ()
    fields = [field for field in of.fields if field.id in names]
    context = {
        "ledger": of,
        "given": given,
        "year": given.get("year", str(today().year)),
        "first_day": given.get("first_day", today().isoformat()),
        "choices": [(one, given.get(f"f_{one.id}", "")) for one in fields],
        "issues": issues,
    }
    return render(request, "ledgers/new_round.html", context, status=422 if issues else 200)


@needs(ROUND_READ)
@require_GET
@never_cache
def one_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one round, and what was handed in under it of what the reader may see."""
    return _page(request, round_or_404(pk))


def _page(request: HttpRequest, call: Round, issues: Sequence[Issue] = (), *, status: int = 200) -> HttpResponse:
    ledger = programme.current().ledger_by_id[call.ledger]
    handed_in = RoundApplication.objects.filter(round=call)
    seen = visible(request.user, RECORD_READ, CurrentRecord.objects.filter(pk__in=handed_in.values("record")))
    page = Paginator(seen.order_by("number"), _PAGE).get_page(request.GET.get("page"))
    events = list(call.events.all())
    context = {
        "line": round_lines([call])[0],
        "ledger": ledger,
        "documents": call.documents.all(),
        "events": [(one, choose(*EVENTS[one.what])) for one in events],
        "people": people(one.by for one in events),
        "handed_in": handed_in.values("record").distinct().count(),
        "page": page,
        "records": [(one, badge(ledger, one.state)) for one in page],
        "may_keep": may_keep(request.user, ROUND_KEEP, ledger),
        "today": today().isoformat(),
        "issues": issues,
    }
    return render(request, "ledgers/round.html", context, status=status)


@needs(ROUND_KEEP)
@offered_on("round")
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a round last longer."""

    def act(reason: str) -> str:
        last_day = read_day(request.POST.get("last_day", ""))
        calling.extend_round(Actor.of(request), request.user, pk, last_day=last_day, reason=reason)
        return choose("已延长", "Extended")

    return _done(request, pk, act)


@needs(ROUND_KEEP)
@offered_on("round")
def quota(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a round another quota."""

    def act(reason: str) -> str:
        given = _quota(request.POST.get("quota", ""))
        calling.change_quota(Actor.of(request), request.user, pk, quota=given, reason=reason)
        return choose("名额已改", "The quota was changed")

    return _done(request, pk, act)


@needs(ROUND_KEEP)
@offered_on("round")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a round before its last day, or withdraw it."""

    def act(reason: str) -> str:
        withdraw = request.POST.get("decision") == "withdraw"
        calling.end_round(Actor.of(request), request.user, pk, withdraw=withdraw, reason=reason)
        return choose("已取消", "Withdrawn") if withdraw else choose("已关闭", "Closed")

    return _done(request, pk, act)


def _done(request: HttpRequest, pk: int, act: Callable[[str], str]) -> HttpResponse:
    call = round_or_404(pk)
    try:
        messages.success(request, act(request.POST.get("reason", "")))
    except UserError as error:
        return _page(request, call, error.issues, status=409 if isinstance(error, LateError) else 422)
    return redirect("round", pk)


@needs(ROUND_READ)
@require_GET
def round_document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document of a round as a download, never shown in the page."""
    document = get_object_or_404(RoundDocument, pk=pk)
    try:
        content = read_file(document)
    except FileNotFoundError as error:
        raise Http404 from error
    except UserError as error:
        return not_served(request, error)
    return Download(document.name, content, TYPES.get(document.kind, "application/octet-stream"))
