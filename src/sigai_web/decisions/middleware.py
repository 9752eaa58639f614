"""One request sees one programme."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sigai_web import programme


class EditionMiddleware:
    """Looks once, as a request comes in, whether something was decided; what it sees stays until the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with programme.pinned():
            return self.get_response(request)
