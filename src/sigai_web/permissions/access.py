"""Every view says who may open it; a view that does not say is opened to nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import get_resolver, reverse

from sigai.base import InternalError
from sigai_web.permissions.asking import allowed
from sigai_web.permissions.resuming import resume
from sigai_web.permissions.table import Operation

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a view: anybody (`public`), anybody signed in, or whoever may do the `operation` at all.

    Whether the operation may be done to the thing at hand, the view asks itself, with its subject.
    """

    public: bool = False
    operation: Operation | None = None
    before_second_factor: bool = False


def public(view: View) -> View:
    """Open to anybody."""
    return _declare(view, Access(public=True, before_second_factor=True))


def signed_in(view: View) -> View:
    """Open to anybody signed in."""
    return _declare(view, Access())


def half_signed_in(view: View) -> View:
    """Open after the password, before the second factor: where it is asked for, and the way out."""
    return _declare(view, Access(before_second_factor=True))


def needs(operation: Operation) -> Callable[[View], View]:
    """Open to whoever may do this operation to something."""
    return lambda view: _declare(view, Access(operation=operation))


def by_token(view: View) -> View:
    """The API: its own authentication decides, by token; no session counts there."""
    return _declare(view, Access(public=True, before_second_factor=True))


Page = str | Callable[[Mapping[str, Any]], str]
"""A page by its name, or what says its address from the arguments of another one."""


def offered_on(page: Page) -> Callable[[View], View]:
    """Something that is done by POST, and the page with its button: whoever opens the address otherwise (from the
    history, a bookmark, after signing in again) is led to that page."""

    def led(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
            if request.method == "GET":
                return redirect(page(named) if callable(page) else _address(page, named))
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            return view(request, *given, **named)

        return answered  # type: ignore[return-value]

    return led


def _address(page: str, named: Mapping[str, Any]) -> str:
    """The address of a page about the same thing: it takes of the arguments those that it asks for."""
    known: Any = get_resolver().reverse_dict[page]
    _, asked = known[0][0]
    return reverse(page, kwargs={name: named[name] for name in asked})


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a view declares; static files and the like declare nothing."""
    return getattr(view, "sigai_access", None)


def _declare(view: View, access: Access) -> View:
    view.sigai_access = access  # type: ignore[attr-defined]
    return view


class AccessMiddleware:
    """Enforces what views declare, and the second factor of the roles that need one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _arguments: Any, _named: Any
    ) -> HttpResponseBase | None:
        """None lets the view answer; else a redirection to sign in or to the second factor.

        PermissionDenied where the role does not suffice, InternalError where the view declares nothing.
        """
        access = access_of(view)
        if access is None:
            raise InternalError(f"the view {view!r} does not say who may open it")
        if access.public:
            return None
        user: Any = request.user
        if not user.is_authenticated:
            return _turned_away(request, settings.LOGIN_URL)
        if not access.before_second_factor and not user.wholly_signed_in():
            return _turned_away(request, reverse("second-factor"))
        if access.operation is not None and not allowed(user, access.operation):
            raise PermissionDenied
        return None


def _turned_away(request: HttpRequest, to: str) -> HttpResponseBase:
    """The way to sign in, wholly. A part of a page is told so (its script says it in place); what somebody typed into a
    form comes back to them, to be sent once they have signed in beside."""
    return _told_in_place(request) or resume(request, 401) or redirect_to_login(request.get_full_path(), to)


def _told_in_place(request: HttpRequest) -> HttpResponse | None:
    """The answer to a part of a page whose reader is not signed in, or not wholly: its script says so where it is."""
    return HttpResponse(status=401, headers={"HX-Reswap": "none"}) if request.headers.get("HX-Request") else None
