"""Calculations and published bulletins."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from sigai.base import Issue, Period, Place, UserError
from sigai_web import programme
from sigai_web.clock import month_now, today
from sigai_web.downloads import Download
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.pages.views import not_served
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs, offered_on
from sigai_web.runs.bulletins import next_number, proved, publish, read_file
from sigai_web.runs.calculating import request_run
from sigai_web.runs.models import Bulletin, Run
from sigai_web.runs.operations import BULLETIN_PUBLISH, PROGRESS_READ, RUN_START
from sigai_web.runs.problems import BAD_NUMBER, NO_RESULTS, NOT_A_MONTH
from sigai_web.runs.results import newest
from sigai_web.runs.working import worker_alive

_PAGE = 50
_MOST_NUMBER = 999
_DIGITS = 9
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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


@needs(PROGRESS_READ)
@require_GET
def bulletin_list(request: HttpRequest) -> HttpResponse:
    """Every published bulletin."""
    return render(request, "runs/bulletins.html", _bulletins(request))


def _bulletins(request: HttpRequest) -> dict[str, Any]:
    may_publish = allowed(request.user, BULLETIN_PUBLISH)
    return {
        "bulletins": Bulletin.objects.select_related("run"),
        "may_publish": may_publish,
        "run": newest() if may_publish else None,
        "number": next_number(today().year) if may_publish else None,
    }


@needs(BULLETIN_PUBLISH)
@offered_on("bulletins")
def publish_bulletin(request: HttpRequest) -> HttpResponse:
    """Publish the circular of the results that count."""
    given = request.POST.get("number", "").strip()
    run = newest()
    if run is None:
        _tell(request, NO_RESULTS.at(Place()))
    elif not given.isdecimal() or len(given) > _DIGITS or not 1 <= int(given) <= _MOST_NUMBER:
        _tell(request, BAD_NUMBER.at(Place(), given=given))
    else:
        try:
            bulletin = publish(Actor.of(request), run, int(given))
            messages.success(
                request, choose(f"已发布第 {bulletin.number} 号", f"Bulletin {bulletin.number} is published")
            )
        except UserError as error:
            for issue in error.issues:
                _tell(request, issue)
    return redirect("bulletins")


@needs(PROGRESS_READ)
@require_GET
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a bulletin as it was published."""
    found = get_object_or_404(Bulletin, pk=pk)
    try:
        content = read_file(found)
    except FileNotFoundError as error:
        raise Http404 from error
    except UserError as error:
        return not_served(request, error)
    return Download(f"{found.title}-{found.year}-{found.number}.docx", content, _WORD)


@needs(PROGRESS_READ)
@offered_on("bulletins")
def prove_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a published bulletin again from what was kept, and say whether it is the same."""
    found = get_object_or_404(Bulletin.objects.select_related("run"), pk=pk)
    context = {**_bulletins(request), "proved": found, "proof": proved(found)}
    return render(request, "runs/bulletins.html", context)


def _tell(request: HttpRequest, issue: Issue) -> None:
    messages.error(request, f"{issue.what(language())} → {issue.advice(language())}")
