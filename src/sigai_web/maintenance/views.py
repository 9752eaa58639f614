"""How the system runs: a page for the system administrator, and the same as JSON for a program that watches."""

from __future__ import annotations

from datetime import datetime
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sigai import __version__
from sigai.base import Issue, Severity
from sigai_web.language import choose, language
from sigai_web.maintenance.operations import SYSTEM_WATCH
from sigai_web.maintenance.watching import Watched, issues, readings
from sigai_web.maintenance.words import figure_words
from sigai_web.permissions.access import needs, public

_BEARER = "Bearer "


@needs(SYSTEM_WATCH)
@require_GET
@never_cache
def operation(request: HttpRequest) -> HttpResponse:
    """What runs, what waits, what failed, and what to do about it; `?format=json` shows what programs read."""
    found = readings()
    if request.GET.get("format") == "json":
        return _as_json(found)[0]
    rows = [
        {
            "name": choose(one.zh, one.en),
            "well": not one.issues,
            "figures": [(label, value) for label, value in figure_words(one.figures)],
            "said": [{"code": i.code, "what": i.what(language()), "advice": i.advice(language())} for i in one.issues],
        }
        for one in found
    ]
    context = {"rows": rows, "wrong": sum(len(one.issues) for one in found), "version": __version__}
    return render(request, "maintenance/operation.html", {**context, "now": timezone.now()})


@public
@require_GET
@never_cache
def monitoring(request: HttpRequest) -> HttpResponse:
    """The same for a program that shows the key of SIGAI_MONITOR, as 503 where something is an error rather than a
    warning; without that setting there is no such address."""
    key: str = settings.SIGAI_MONITOR
    given = request.headers.get("Authorization", "")
    if not key or not compare_digest(given.encode(), f"{_BEARER}{key}".encode()):
        raise Http404
    response, healthy = _as_json(readings())
    response.status_code = 200 if healthy else 503
    return response


def _as_json(found: list[Watched]) -> tuple[JsonResponse, bool]:
    """Everything as JSON, and whether nothing is an error."""
    said = list(issues(found))
    healthy = not any(issue.severity is Severity.ERROR for issue in said)
    page = {
        "healthy": healthy,
        "version": __version__,
        "at": timezone.now().isoformat(timespec="seconds"),
        "issues": [_issue(issue) for issue in said],
        **{one.name: {name: _plain(value) for name, value in one.figures.items()} for one in found},
    }
    return JsonResponse(page, json_dumps_params={"ensure_ascii": False}), healthy


def _issue(issue: Issue) -> dict[str, str]:
    return {
        "code": issue.code,
        "severity": str(issue.severity),
        "zh": f"{issue.what('zh')}。{issue.advice('zh')}",
        "en": f"{issue.what('en')}. {issue.advice('en')}",
    }


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
