"""Taking a record back, from its page: asking for it, and deciding what somebody else asked."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sigai_web.journal.writing import Actor
from sigai_web.language import choose
from sigai_web.ledgers import withdrawing
from sigai_web.ledgers.record_views import REFUSALS, refused_record, seen_of
from sigai_web.permissions.access import needs, offered_on
from sigai_web.store.operations import RECORD_KEEP, RECORD_WITHDRAW


@needs(RECORD_KEEP)
@offered_on("record")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that the record be withdrawn, for a reason."""

    def asked() -> str:
        reason = request.POST.get("reason", "")
        withdrawing.ask_withdrawal(Actor.of(request), request.user, pk, seen=seen_of(request), reason=reason)
        return choose("已申请撤回，等待另一位审核", "Asked to be withdrawn; somebody else decides")

    return _done(request, pk, asked)


@needs(RECORD_WITHDRAW)
@offered_on("record")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or decline what somebody else asked."""

    def decided() -> str:
        grant = request.POST.get("decision") == "grant"
        withdrawing.decide_withdrawal(
            Actor.of(request),
            request.user,
            pk,
            seen=seen_of(request),
            grant=grant,
            comment=request.POST.get("comment", ""),
        )
        granted = choose("已撤回，不再计入", "Withdrawn: it counts no longer")
        return granted if grant else choose("没有同意撤回，记录照旧", "Declined: the record stays as it was")

    return _done(request, pk, decided)


def _done(request: HttpRequest, pk: int, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except REFUSALS as error:
        return refused_record(request, pk, error)
    return redirect("record", pk)
