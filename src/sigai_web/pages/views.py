"""The home page, the language, and what is shown when something is wrong."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from sigai_web.accounts.scopes import scope_names
from sigai_web.language import language
from sigai_web.logs import request_number
from sigai_web.permissions import ROLES, Operation, Role, allowed, visible
from sigai_web.permissions.access import public, signed_in
from sigai_web.store.models import CurrentFigure, Entity, RecordEntry

_YEAR = 365 * 24 * 3600


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Who one is here, what one may open, and how much lies within one's reach."""
    user: Any = request.user
    members = [(member.role, member.scope) for member in user.granted()]
    names = scope_names(members, language())
    roles = [{"role": ROLES[Role(role)], "scope": names[role, scope]} for role, scope in members]
    return render(request, "pages/home.html", {"roles": roles, "reach": _within_reach(user)})


def _within_reach(user: Any) -> dict[str, int] | None:
    """How many entities, figures and records one may see; None for who may see none."""
    if not allowed(user, Operation.FIGURE_READ):
        return None
    return {
        "entities": visible(user, Operation.FIGURE_READ, Entity.objects.all()).count(),
        "figures": visible(user, Operation.FIGURE_READ, CurrentFigure.objects.all()).count(),
        "records": visible(user, Operation.RECORD_READ, RecordEntry.objects.all()).count(),
    }


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice of language for a year, and return to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
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


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours: a page that needs nothing which may be broken, with the number under which it was logged."""
    return HttpResponse(render_to_string("500.html", {"number": request_number()}), status=500)
