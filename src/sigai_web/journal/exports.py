"""Files that people and programs take away: each is told in the journal, and nobody takes more than an hour's share.

What cannot be told is not handed out. The share keeps the journal from being flooded: it counts the entries themselves,
so that it holds over all server processes and restarts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sigai.base import InternalError
from sigai_web.downloads import Download
from sigai_web.journal.changes import change
from sigai_web.journal.seldom import WINDOW, recent
from sigai_web.journal.writing import Actor, append
from sigai_web.language import language
from sigai_web.problems import TOO_MANY_EXPORTS

ACTION = "export"
_LOOKED_AT = 5000
"""The last exports of all people that are looked at to count one person's."""
_LONGEST = 150
_LONGEST_PATH = 190


class DownloadMiddleware:
    """Tells every `Download` that goes out; refuses it (429) where its person took their share of the hour."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, Download):
            if "Content-Disposition" in response:
                raise InternalError(f"{request.path} hands a file out that is no Download")
            return response
        told: dict[str, Any] = {"file": response.name[:_LONGEST], "rows": response.rows, "bytes": len(response.content)}
        if query := unquote(request.META.get("QUERY_STRING", ""), errors="replace")[:_LONGEST]:
            told["query"] = query
        return response if _tell(Actor.of(request), request.path, told) else _refused(request)


@change
def _tell(actor: Actor, path: str, told: dict[str, Any]) -> bool:
    """Tell it; False where the person took their share."""
    if [name for name, _ in recent(ACTION, _LOOKED_AT)].count(actor.name) >= settings.SIGAI_EXPORTS:
        return False
    append(actor, ACTION, f"export:{path[:_LONGEST_PATH]}", after=told)
    return True


def _refused(request: HttpRequest) -> HttpResponse:
    issue = TOO_MANY_EXPORTS.at(most=settings.SIGAI_EXPORTS)
    said = [{"what": issue.what(language()), "advice": issue.advice(language())}]
    response = render(request, "pages/wrong.html", {"code": 429, "said": said}, status=429)
    response["Retry-After"] = str(int(WINDOW.total_seconds()))
    response.refusal = issue  # type: ignore[attr-defined] # the API says it in its own shape
    return response
