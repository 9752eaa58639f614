"""Taking a record back, from its page: asking for it, and deciding what somebody else asked."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sigai.base import UserError
from sigai_web.journal.changes import LateError
from sigai_web.journal.writing import Actor
from sigai_web.language import choose
from sigai_web.ledgers import withdrawing
from sigai_web.ledgers.reaching import reached
from sigai_web.ledgers.record_views import record_page, seen_of
from sigai_web.ledgers.services import RecordOvertakenError
from sigai_web.permissions.access import needs, offered_on
from sigai_web.store.models import CurrentRecord
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
    except RecordOvertakenError:
        return record_page(request, reached(request.user, pk), status=409, overtaken=True)
    except UserError as error:
        status = 409 if isinstance(error, LateError) else 422
        return record_page(request, reached(request.user, pk), status=status, issues=error.issues)
    except (PermissionDenied, CurrentRecord.DoesNotExist):
        reached(request.user, pk)
        raise
    return redirect("record", pk)
