"""Calculations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from sigai.base import Issue, Period, Place
from sigai_web import programme
from sigai_web.clock import month_now
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs, offered_on
from sigai_web.runs.calculating import request_run
from sigai_web.runs.models import Run
from sigai_web.runs.operations import PROGRESS_READ, RUN_START
from sigai_web.runs.problems import NOT_A_MONTH
from sigai_web.runs.results import newest
from sigai_web.runs.working import worker_alive

_PAGE = 50


@needs(PROGRESS_READ)
@require_GET
def run_list(request: HttpRequest) -> HttpResponse:
    """Every calculation, the latest first, and what is under way."""
    page: Page[Run] = Paginator(Run.objects.select_related("into"), _PAGE).get_page(request.GET.get("page"))
    may_start = allowed(request.user, RUN_START)
    return render(
        request, "runs/runs.html", {"page": page, "may_start": may_start, "months": _months(), **_under_way()}
    )


@needs(PROGRESS_READ)
@require_GET
def run_progress(request: HttpRequest) -> HttpResponse:
    """What is under way: the part of a page that asks for itself again while something is."""
    return render(request, "runs/_under_way.html", _under_way())


def _under_way() -> dict[str, Any]:
    waiting = list(Run.objects.filter(state__in=[Run.State.QUEUED, Run.State.RUNNING]))
    latest = Run.objects.filter(state__in=[Run.State.DONE, Run.State.FAILED]).first()
    failed = latest if latest and latest.state == Run.State.FAILED else None
    return {"waiting": waiting, "failed": failed, "now": newest(), "worker": worker_alive() if waiting else True}


def _months() -> list[str]:
    """The months that results may look from: of the programme, up to the present one, the latest first."""
    content = programme.current()
    last = month_now(content).last
    return [str(Period.of_index(month)) for month in range(last, content.head.start.first - 1, -1)]


@needs(RUN_START)
@offered_on("runs")
def start_run(request: HttpRequest) -> HttpResponse:
    """Ask for a calculation at a month."""
    given = request.POST.get("as_of", "")
    months = _months()
    if given not in months:
        _tell(request, NOT_A_MONTH.at(Place(), given=given, last=months[0]))
    else:
        because = choose("专班启动", "started by the office")
        request_run(Actor.of(request), because=because, as_of=Period.parse(given))
    return redirect("runs")


def _tell(request: HttpRequest, issue: Issue) -> None:
    messages.error(request, f"{issue.what(language())} → {issue.advice(language())}")
