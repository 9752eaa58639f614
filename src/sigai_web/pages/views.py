"""The home page, the language, and what is shown when something is wrong."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from sigai import __version__
from sigai.base import UserError
from sigai_web import programme
from sigai_web.language import language
from sigai_web.logs import request_number
from sigai_web.outages import RETRY_AFTER, passing
from sigai_web.pages.context import menu
from sigai_web.permissions import ROLES, Role
from sigai_web.permissions.access import public, signed_in
from sigai_web.store.models import DataSource

_YEAR = 365 * 24 * 3600
_LICENCE = "Apache-2.0"
_OWN_PAGE = {"unit": "unit", "area": "area"}
"""Where people of one organisation begin: its own page. Enterprises begin with what they owe, everybody else with the
first page of their menu."""


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """On to the page that concerns a person most; who has no role yet learns so on their own account's page."""
    user: Any = request.user
    for member in user.granted():
        scope = ROLES[Role(member.role)].scope
        if scope in _OWN_PAGE:
            return redirect(_OWN_PAGE[scope], member.scope)
        if scope == "entity":
            return redirect("reporting")
    entries = menu(request)
    return redirect(entries[0]["address"] if entries else "own-account")


@signed_in
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What runs here: version, programme, data, licence."""
    source = DataSource.objects.order_by("pk").values_list("title", flat=True).first()
    context = {"version": __version__, "head": programme.current().head, "source": source, "licence": _LICENCE}
    return render(request, "pages/about.html", context)


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice of language for a year, and return to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our own page."""
    return render(request, "pages/wrong.html", {"code": 403, "forged": True}, status=403)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this role."""
    return render(request, "pages/wrong.html", {"code": 403}, status=403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    return render(request, "pages/wrong.html", {"code": 404}, status=404)


def not_served(request: HttpRequest, error: UserError) -> HttpResponse:
    """A file that is not what was kept: why it is not handed out, and what to do."""
    said = [{"what": issue.what(language()), "advice": issue.advice(language())} for issue in error.issues]
    return render(request, "pages/wrong.html", {"code": 500, "said": said}, status=500)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or a database that is away: Django calls this while it handles the exception.

    The page needs nothing that may be broken, and names the number under which the fault was logged.
    """
    code = 503 if passing(sys.exception()) else 500
    page = render_to_string("pages/500.html", {"number": request_number(), "code": code})
    return HttpResponse(page, status=code, headers={"Retry-After": RETRY_AFTER} if code == 503 else None)
