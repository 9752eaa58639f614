"""Changes of the register as requests: what waits, what was decided, and deciding what somebody else asked."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sigai.base import Issue, UserError
from sigai_web.accounts.people import people
from sigai_web.journal.changes import LateError
from sigai_web.journal.writing import Actor
from sigai_web.language import choose
from sigai_web.permissions import visible
from sigai_web.permissions.access import needs, offered_on
from sigai_web.register.changing import decide, may_decide
from sigai_web.register.models import RegisterChange
from sigai_web.register.operations import BELOW_CONFIRM, REGISTER_FOLLOW
from sigai_web.register.succession import follows, successions, words_of
from sigai_web.register.words import change_lines, names_of

_PAGE = 50
_LINES = 200
"""So many entities of a change its page shows."""


@needs(REGISTER_FOLLOW)
@require_GET
@never_cache
def register_changes(request: HttpRequest) -> HttpResponse:
    """The requests within reach: what waits first, then the newest."""
    rows = visible(request.user, REGISTER_FOLLOW, RegisterChange.objects.order_by("-pk"))
    waiting = rows.filter(decided_at=None)
    page = Paginator(rows.exclude(decided_at=None), _PAGE).get_page(request.GET.get("page"))
    names = people(name for one in (*waiting, *page) for name in one.people)
    return render(request, "register/changes.html", {"waiting": waiting, "page": page, "people": names})


@needs(REGISTER_FOLLOW)
@require_GET
@never_cache
def register_change(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what it would change, why, and how it was decided."""
    return _page(request, _reached(request, pk))


@needs(BELOW_CONFIRM)
@offered_on("register-change")
def decide_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or decline what somebody else asked."""
    of = _reached(request, pk)
    grant = request.POST.get("decision") == "grant"
    try:
        decide(Actor.of(request), request.user, of.pk, grant=grant, comment=request.POST.get("comment", ""))
    except UserError as error:
        status = 409 if isinstance(error, LateError) else 422
        return _page(request, _reached(request, pk), error.issues, status=status)
    granted = choose("已同意，名录已变更", "Granted: the register is changed")
    messages.success(request, granted if grant else choose("没有同意，名录不变", "Declined: nothing changes"))
    return redirect("register-change", pk)


def _reached(request: HttpRequest, pk: int) -> RegisterChange:
    return get_object_or_404(visible(request.user, REGISTER_FOLLOW, RegisterChange.objects.all()), pk=pk)


def _page(
    request: HttpRequest, of: RegisterChange, issues: tuple[Issue, ...] = (), *, status: int = 200
) -> HttpResponse:
    names, told = names_of(of), successions(of.what)
    lines = change_lines(of, names)
    context = {
        "succession": [words_of(one, names) for one in told],
        "follows": [line for one in told for line in follows(request.user, one, names)],
        "change": of,
        "people": people(of.people),
        "lines": lines[:_LINES],
        "more": max(len(lines) - _LINES, 0),
        "may_decide": of.waits_for(request.user) and may_decide(request.user, of),
        "issues": issues,
    }
    return render(request, "register/change.html", context, status=status)
