"""The home page, the language, and what is shown when something is wrong."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sigai import __version__
from sigai.base import UserError
from sigai_web import clock, programme
from sigai_web.language import language
from sigai_web.logs import request_number
from sigai_web.outages import RETRY_AFTER, status_of
from sigai_web.pages.menu import menu
from sigai_web.pages.searching import LONGEST, search
from sigai_web.pages.waiting import counts_for, waits_for
from sigai_web.permissions import ROLES, Role, role_info
from sigai_web.permissions.access import offered_on, public, signed_in
from sigai_web.permissions.resuming import from_our_page, resume, resume_for_another
from sigai_web.sections import TODAY
from sigai_web.store.models import DataSource

_YEAR = 365 * 24 * 3600
_LICENCE = "Apache-2.0"
_BEGIN_ANEW = ("sign-in", "sign-out", "language", "second-factor")
"""Forms that hold nothing worth giving back: their page is opened anew."""
_OWN_PAGE = {"unit": "unit", "area": "area"}
"""The page of an organisation itself, which its people reach from what waits for them."""
_ORGANISATIONS = ("unit", "area", "entity")
"""People of one organisation begin with what waits for it, everybody else, in roles of the content too, with the first
page of their menu after that."""


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """On to the page that concerns a person most; who has no role yet learns so on their own account's page."""
    user: Any = request.user
    roles = (Role(member.role) for member in user.granted() if member.role in set(Role))
    if any(ROLES[role].scope in _ORGANISATIONS for role in roles):
        return redirect("today")
    begin = next((entry.address for entry in menu(request) if entry.section is not TODAY), "own-account")
    return redirect(begin)


@signed_in
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What waits for a person today, then every page of their menu with what it is for."""
    context = {"waiting": waits_for(request.user), "day": clock.today(), "own": _own_pages(request.user)}
    return render(request, "pages/today.html", context)


def _own_pages(user: Any) -> list[str]:
    """The pages of the organisations that a person belongs to."""
    scopes = ((role_info(member.role).scope, member.scope) for member in user.granted())
    return list(dict.fromkeys(reverse(_OWN_PAGE[kind], args=[scope]) for kind, scope in scopes if kind in _OWN_PAGE))


@signed_in
@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """Everything within reach that holds some words, by kind."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    return render(request, "pages/search.html", {"text": text, "kinds": search(request.user, text)})


@signed_in
@require_GET
@never_cache
def waiting_counts(request: HttpRequest) -> HttpResponse:
    """How much waits for a person, for the menu: by the address of the page where they see to it."""
    return JsonResponse(counts_for(request.user))


@signed_in
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What runs here: version, programme, data, licence."""
    source = DataSource.objects.order_by("pk").values_list("title", flat=True).first()
    context = {"version": __version__, "head": programme.current().head, "source": source, "licence": _LICENCE}
    return render(request, "pages/about.html", context)


@public
@offered_on("home")
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


@public
@require_GET
@never_cache
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in now, and a token for the forms of a page that was there before they signed in."""
    user: Any = request.user
    whole = user.is_authenticated and user.wholly_signed_in()
    return JsonResponse({"user": user.get_username() if whole else "", "token": get_token(request)})


@signed_in
@require_GET
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Where somebody comes who signed in beside a page that they had not finished."""
    return render(request, "pages/signed_in.html")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our own page, or from one older than the last sign-in: that one is given back."""
    if from_our_page(request):
        if request.resolver_match and request.resolver_match.url_name in _BEGIN_ANEW:
            return redirect(request.get_full_path())
        found = resume(request, 403)
        if found is not None:
            return found
    return render(request, "pages/wrong.html", {"code": 403, "forged": True}, status=403)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this role. A form that was given back stays: who fetched it signed in as somebody else."""
    return resume_for_another(request, 403) or render(request, "pages/wrong.html", {"code": 403}, status=403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page, or one that this person may not know of."""
    return resume_for_another(request, 404) or render(request, "pages/wrong.html", {"code": 404}, status=404)


def not_served(request: HttpRequest, error: UserError, status: int = 500) -> HttpResponse:
    """A file that is not what was kept, or, under another status, what cannot be made: why, and what to do."""
    said = [{"what": issue.what(language()), "advice": issue.advice(language())} for issue in error.issues]
    return render(request, "pages/wrong.html", {"code": status, "said": said}, status=status)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours, a database that is away or a full disk: Django calls this while it handles the exception.

    The page needs nothing that may be broken, and names the number under which the fault was logged.
    """
    code = status_of(sys.exception())
    page = render_to_string("pages/500.html", {"number": request_number(), "code": code})
    return HttpResponse(page, status=code, headers=None if code == 500 else {"Retry-After": RETRY_AFTER})
