"""Earlier results by address, and earlier months: the page's links stay there.

`?run=12` shows a page as that calculation found it, `?month=2022-06` as the results look from that month, compared with
the month before or with `&against=2022-03`. Without them a page shows the results that count
(`sigai_web.runs.results.newest`), from their own month.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from html import escape, unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from sigai.base import Period
from sigai_web.runs.models import Run
from sigai_web.runs.results import Results, current, newest, of

View = Callable[..., HttpResponse]
RUN, MONTH, AGAINST = "run", "month", "against"
_DIGITS = 18
_LINK = re.compile(r'(?<=\s)(href|hx-get)="(/[^"#]*)')
_FILTERS = re.compile(r'<form class="tools" method="get"[^>]*>')
_MARK = "sigai_looks_back"
_PLACE = "look_back"
"""Where a request keeps it, for templates too."""


@dataclass(frozen=True, slots=True)
class LookBack:
    """What of the past a page shows: another calculation than the one that counts, an earlier month, one to compare."""

    run: Run | None
    month: Period | None
    against: Period | None

    @property
    def named(self) -> dict[str, str]:
        """As an address says it."""
        asked = {RUN: self.run and self.run.pk, MONTH: self.month, AGAINST: self.against}
        return {name: str(value) for name, value in asked.items() if value is not None}


def look_back(request: HttpRequest) -> LookBack | None:
    """What of the past the page of a request shows; None where it shows what counts."""
    return getattr(request, _PLACE, None)


def shown(request: HttpRequest) -> Results | None:
    """The results that the address asks for; None before the first. 404 for a run that is not there or not finished,
    and for a month that it does not know."""
    run = _asked_run(request)
    results = of(run) if run else current()
    if results is None:
        return None
    own = results.finished.as_of
    month, against = (_month(request, name, results) for name in (MONTH, AGAINST))
    moved = month not in (None, own) or against is not None
    month = month or own
    if against is not None and against.last >= month.last:
        raise Http404
    past = LookBack(run, month if moved else None, against)
    if past.named:
        setattr(request, _PLACE, past)
    return results.seen(month, against) if moved else results


def months_of(results: Results) -> list[str]:
    """The months that somebody may look from, the latest first."""
    own = Period.parse(str(results.run.as_of)).last
    first = results.view.programme.head.start.first
    return [str(Period.of_index(month)) for month in range(own, first - 1, -1)]


def _asked_run(request: HttpRequest) -> Run | None:
    """The run that the address names; None where it names none, or the one that counts."""
    given = request.GET.get(RUN, "")
    if not given:
        return None
    known = given.isascii() and given.isdecimal() and len(given) <= _DIGITS
    run = Run.objects.filter(pk=int(given), state=Run.State.DONE).first() if known else None
    if run is None:
        raise Http404
    return run if run != newest() else None


def _month(request: HttpRequest, name: str, results: Results) -> Period | None:
    given = request.GET.get(name, "")
    if not given:
        return None
    if given not in months_of(results):
        raise Http404
    return Period.parse(given)


def looks_back(view: View) -> View:
    """A view that shows results: where it shows earlier ones, its links to other such views lead to the same."""

    @wraps(view)
    def looking(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        response = view(request, *given, **named)
        past = look_back(request)
        if past and response["Content-Type"].startswith("text/html"):
            response.content = carried(response.content.decode(), past.named).encode()
        return response

    setattr(looking, _MARK, True)
    return looking


def carried(page: str, kept: dict[str, str]) -> str:
    """A page of ours with run and months in every link to a view that shows results, and in the filters of a list."""
    named = urlencode(kept)

    def link(found: re.Match[str]) -> str:
        address = unescape(found[2])
        if not _shows_results(urlsplit(address).path):
            return found[0]
        return f'{found[1]}="{escape(address + ("&" if "?" in address else "?") + named)}'

    hidden = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in kept.items())
    return _FILTERS.sub(lambda found: found[0] + hidden, _LINK.sub(link, page))


def _shows_results(path: str) -> bool:
    try:
        return hasattr(resolve(path).func, _MARK)
    except Resolver404:
        return False
