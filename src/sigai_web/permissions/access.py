"""Every view says who may open it; a view that does not say is opened to nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from sigai.base import InternalError
from sigai_web.permissions.asking import allowed
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
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if not access.before_second_factor and user.needs_second_factor() and not user.is_verified():
            return redirect("second-factor")
        if access.operation is not None and not allowed(user, access.operation):
            raise PermissionDenied
        return None
