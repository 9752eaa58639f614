"""One request sees one programme."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sigai.base import UserError
from sigai_web import programme

_WORDS = (
    "方案内容与网上的决定不一致，系统暂停使用；请系统管理员运行 python -m sigai_web decisions check\n"
    "The content does not go with what was decided; whoever runs the system tries it by: sigai_web decisions check\n"
)
_LOG = logging.getLogger("sigai_web.decisions")


class EditionMiddleware:
    """Looks once, as a request comes in, whether something was decided; what it sees stays until the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            programme.freshen()
        except UserError as error:
            return _refused(error)
        with programme.pinned():
            return self.get_response(request)


def _refused(error: UserError) -> HttpResponse:
    """Content and decisions do not go together: nothing is shown or taken by either alone."""
    codes = ", ".join(sorted({issue.code for issue in error.issues}))
    _LOG.error("content and decisions do not go together: %s", [issue.text("en") for issue in error.issues])
    return HttpResponse(f"{_WORDS} {codes}\n", status=503, content_type="text/plain; charset=utf-8")
