"""Earlier results by address: `?run=12` shows a page as that calculation found it, and the page's links stay there.

Without it a page shows the results that count (`sigai_web.runs.results.newest`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from sigai_web.runs.models import Run
from sigai_web.runs.results import Results, current, newest, of

View = Callable[..., HttpResponse]
PARAMETER = "run"
_DIGITS = 18
_LINK = re.compile(r'(?<=\s)(href|hx-get)="(/[^"#]*)')
_FILTERS = re.compile(r'<form class="tools" method="get"[^>]*>')
_MARK = "sigai_looks_back"


def shown(request: HttpRequest) -> Results | None:
    """The results that the address asks for; None before the first. 404 for a run that is not there or not finished."""
    given = request.GET.get(PARAMETER, "")
    if not given:
        return current()
    known = given.isascii() and given.isdecimal() and len(given) <= _DIGITS
    run = Run.objects.filter(pk=int(given), state=Run.State.DONE).first() if known else None
    if run is None:
        raise Http404
    if run != newest():
        request.looking_back = run  # type: ignore[attr-defined]
    return of(run)


def looks_back(view: View) -> View:
    """A view that shows results: where it shows earlier ones, its links to other such views lead to the same."""

    @wraps(view)
    def looking(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        response = view(request, *given, **named)
        run: Run | None = getattr(request, "looking_back", None)
        if run is not None and response["Content-Type"].startswith("text/html"):
            response.content = carried(response.content.decode(), run).encode()
        return response

    setattr(looking, _MARK, True)
    return looking


def carried(page: str, run: Run) -> str:
    """A page of ours with the run in every link to a view that shows results, and in the filters of a list."""
    named = f"{PARAMETER}={run.pk}"

    def link(found: re.Match[str]) -> str:
        address = unescape(found[2])
        if not _shows_results(urlsplit(address).path):
            return found[0]
        return f'{found[1]}="{escape(address + ("&" if "?" in address else "?") + named)}'

    hidden = f'<input type="hidden" name="{PARAMETER}" value="{run.pk}">'
    return _FILTERS.sub(lambda found: found[0] + hidden, _LINK.sub(link, page))


def _shows_results(path: str) -> bool:
    try:
        return hasattr(resolve(path).func, _MARK)
    except Resolver404:
        return False
