"""What holds of every page: it can be asked for its head alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from sigai_web.headers import API


class HeadMiddleware:
    """Answers HEAD as GET, without the content: whoever looks whether a link leads anywhere is told as a reader would
    be. Programs of the API are told what each operation takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD" or request.path_info.startswith(API):
            return self.get_response(request)
        request.method = "GET"
        try:
            return _without_content(self.get_response(request))
        finally:
            request.method = "HEAD"


def _without_content(response: HttpResponse) -> HttpResponse:
    """The same answer with nothing in it, which says how long it would have been."""
    answer: Any = response
    if response.streaming:
        answer.streaming_content = ()
    else:
        length = len(response.content)
        response.content = b""
        response["Content-Length"] = str(length)
    return response
