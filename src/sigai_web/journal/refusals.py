"""What somebody was refused is told in the journal: an auditor sees who tries doors that are not theirs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sigai_web.journal.seldom import tell_seldom
from sigai_web.journal.writing import Actor

MOST = 10
"""Refusals that are told within an hour, of one person at one address."""
_LONGEST = 150


class RefusalMiddleware:
    """Tells every answer 403 that somebody signed in gets, on a page or by a token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 403 and request.user.is_authenticated:
            after = {"method": request.method, "path": request.path[:_LONGEST]}
            name = request.user.get_username()
            tell_seldom(Actor.of(request), "access.refuse", f"account:{name}", most=MOST, after=after)
        return response
