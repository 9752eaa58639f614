"""What holds of every page: it can be asked for its head alone, and is sent compressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from sigai_web.headers import API

_COMPRESSED = frozenset(("text/html", "application/json", "text/csv"))
_WITH_SECRETS = ("/account", "/sign-in", "/second-factor", "/invitation")


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


class CompressMiddleware(GZipMiddleware):
    """Compresses pages and answers of the API; never those that show secrets, nor files, which are compressed already.

    From how long a compressed answer is, one could guess at a secret in it beside words of one's own choice (BREACH).
    The token of a page's forms is another in every answer, and `GZipMiddleware` adds bytes by chance; pages of
    accounts, which show keys, invitations and tokens once, are left as they are. No proxy may compress them instead.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where that is safe and of use."""
        kind = response.get("Content-Type", "").partition(";")[0]
        if kind not in _COMPRESSED or request.path_info.startswith(_WITH_SECRETS):
            return response
        return super().process_response(request, response)


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
