"""Closing a month and opening it again, from the page of who has reported."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sigai.base import UserError
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions.access import needs, offered_on
from sigai_web.reporting.closing import asked_month, close_month, reopen_month
from sigai_web.reporting.months import months_now
from sigai_web.reporting.operations import MONTH_CLOSE


@needs(MONTH_CLOSE)
@offered_on("coverage")
def close(request: HttpRequest) -> HttpResponse:
    """Close the month: what is missing in it is kept with it."""
    given = request.POST.get("month", "")
    try:
        month = asked_month(given)
        follows = months_now().closing_words(month)
        closed = close_month(Actor.of(request), request.user, month)
    except UserError as error:
        return _refused(request, error, given)
    missing = closed.missing.get("missing", 0)
    messages.success(
        request,
        choose(
            f"{closed} 已结账：未核收 {missing} 张表，{len(closed.kept)} 个数按推算计",
            f"{closed} is closed: {missing} forms are not accepted, {len(closed.kept)} figures are estimates",
        ),
    )
    if follows:
        messages.warning(request, follows)
    return _back(given)


@needs(MONTH_CLOSE)
@offered_on("coverage")
def reopen(request: HttpRequest) -> HttpResponse:
    """Open a closed month again, with a reason."""
    given = request.POST.get("month", "")
    try:
        month = asked_month(given)
        follows = months_now().opening_words(month)
        opened = reopen_month(Actor.of(request), request.user, month, request.POST.get("reason", ""))
    except UserError as error:
        return _refused(request, error, given)
    messages.success(request, choose(f"{opened} 已重新打开", f"{opened} is open again"))
    if follows:
        messages.warning(request, follows)
    return _back(given)


def _refused(request: HttpRequest, error: UserError, month: str) -> HttpResponse:
    for issue in error.issues:
        messages.error(request, f"{issue.what(language())}。{issue.advice(language())}")
    return _back(month)


def _back(month: str) -> HttpResponse:
    address = redirect("coverage")
    address["Location"] += f"?month={month}" if month.isascii() and len(month) <= len("2022-09") else ""
    return address
