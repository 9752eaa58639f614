"""Requests that are too long are refused before a byte of them is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from sigai_web.exchange.uploads import LARGEST

_ROOM = 1024 * 1024
"""Bytes for the other fields of a form."""


class SizeMiddleware:
    """Answers 413 to any request longer than the largest upload and the fields around it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > LARGEST + _ROOM:
            # Rendered without the request: nobody is known yet, so that the frame of pages cannot be made.
            page = render_to_string("pages/413.html", {"largest": LARGEST // 1024 // 1024})
            response = HttpResponse(page, status=413)
            response["Connection"] = "close"
            return response
        return self.get_response(request)
