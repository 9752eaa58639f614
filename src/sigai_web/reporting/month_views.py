"""The page of a month: how far everything is, what is to be done next, closing it and opening it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from sigai.base import UserError
from sigai_web.clock import today
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language, month_said
from sigai_web.messages.ways import ways
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs, offered_on
from sigai_web.reporting.chasing import remarks_of, worth_chasing
from sigai_web.reporting.closing import asked_month, close_month, kept_rows, missing_of, reopen_month, standing
from sigai_web.reporting.debts import debts
from sigai_web.reporting.list_views import asked_month_of, asked_overview
from sigai_web.reporting.month_page import month_page, neighbours
from sigai_web.reporting.months import months_now
from sigai_web.reporting.operations import MONTH_CLOSE, REMINDER_SEND, REPORTING_WATCH
from sigai_web.reporting.overview import months
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import parts_for


@needs(REPORTING_WATCH)
@require_GET
def month(request: HttpRequest) -> HttpResponse:
    """One month from opening to closing: counts with their next actions, who is worth chasing, the closing."""
    known = register()
    found, _ = asked_overview(request, known)
    closed, stand, may_remind = standing(found.month), months_now(), allowed(request.user, REMINDER_SEND)
    known_months = months(known, today())
    before, after = neighbours(known_months, found.month)
    context = {
        "found": found,
        "page": month_page(request.user, found),
        "months": [str(each) for each in known_months],
        "before": before,
        "after": after,
        "closed": closed,
        "kept": kept_rows(known, closed) if closed else [],
        "missing": missing_of(found),
        "standing": stand.standing_words(found.month),
        "open_months": stand.all_words(),
        "follows": stand.opening_words(found.month) if closed else stand.closing_words(found.month),
        "may_close": allowed(request.user, MONTH_CLOSE),
        "chasing": worth_chasing(known, found.month) if may_remind else None,
        "remarks": remarks_of(found.month) if may_remind else [],
        "ways": ways() if may_remind else [],
        "may_remind": may_remind,
    }
    return render(request, "reporting/month.html", context)


@needs(REPORTING_WATCH)
@require_GET
def month_debts(request: HttpRequest) -> HttpResponse:
    """What is still owed of earlier months, for the page of a month, which fetches it."""
    known = register()
    asked = asked_month_of(request, known)
    found = debts(known, parts_for(request.user, REPORTING_WATCH, known), asked, today())
    names = {form.id: form.name[language()] for form in known.content.forms}
    rows = [{"debt": debt, "forms": [(names[form], number) for form, number in debt.forms]} for debt in found]
    context = {"rows": rows, "number": sum(debt.number for debt in found), "month": asked}
    return render(request, "reporting/debts.html", context)


@needs(MONTH_CLOSE)
@offered_on("month")
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
    name = month_said(closed.month)
    messages.success(
        request,
        choose(
            f"{name}已结账：未核收 {missing} 张表，{len(closed.kept)} 个数按推算计",
            f"{name} is closed: {missing} forms are not accepted, {len(closed.kept)} figures are estimates",
        ),
    )
    if follows:
        messages.warning(request, follows)
    return _back(given)


@needs(MONTH_CLOSE)
@offered_on("month")
def reopen(request: HttpRequest) -> HttpResponse:
    """Open a closed month again, with a reason."""
    given = request.POST.get("month", "")
    try:
        month = asked_month(given)
        follows = months_now().opening_words(month)
        opened = reopen_month(Actor.of(request), request.user, month, request.POST.get("reason", ""))
    except UserError as error:
        return _refused(request, error, given)
    name = month_said(opened.month)
    messages.success(request, choose(f"{name}已重新打开", f"{name} is open again"))
    if follows:
        messages.warning(request, follows)
    return _back(given)


def _refused(request: HttpRequest, error: UserError, month: str) -> HttpResponse:
    for issue in error.issues:
        messages.error(request, f"{issue.what(language())}。{issue.advice(language())}")
    return _back(month)


def _back(month: str) -> HttpResponse:
    address = redirect("month")
    address["Location"] += f"?month={month}" if month.isascii() and len(month) <= len("2022-09") else ""
    return address
