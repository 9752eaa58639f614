"""The queues of approval and acceptance: what waits for my decision, and deciding about several at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sigai.base import Issue, Place
from sigai_web.accounts.people import people
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language, period_said
from sigai_web.permissions.access import needs
from sigai_web.reporting.deciding import MOST_AT_ONCE, Decided, chosen, give_back, let_through, name_of
from sigai_web.reporting.doubts import main_figures
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.problems import NOTHING_CHOSEN
from sigai_web.reporting.queues import ACCEPTING, APPROVING, Queue, QueueKind
from sigai_web.reporting.register import register
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE


@needs(FIGURE_APPROVE)
@require_http_methods(["GET", "POST"])
def approving(request: HttpRequest) -> HttpResponse:
    """What waits for my approval; several can be approved or returned at once."""
    return _queue(request, APPROVING)


@needs(FIGURE_ACCEPT)
@require_http_methods(["GET", "POST"])
def accepting(request: HttpRequest) -> HttpResponse:
    """What waits for the office's acceptance; several can be accepted or returned at once."""
    return _queue(request, ACCEPTING)


def _queue(request: HttpRequest, kind: QueueKind) -> HttpResponse:
    queue = Queue.asked(kind, request.user, register(), request.GET)
    issues, decided = list[Issue](), Decided()
    if request.method == "POST":
        if names := request.POST.getlist("sheet"):
            decided = _decide(request, queue, names)
        else:
            issues = [NOTHING_CHOSEN.at(Place())]
        if not issues and not decided.refused:
            return redirect(queue.address)
    page = Paginator(queue.rows, MOST_AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "rows": _rows(queue, page, decided, _own_comments(request)),
        "people": people(name for sheet in page for name in (sheet.submitted_by, sheet.approved_by)),
        "page": page,
        "issues": issues,
        "refused": len(decided.refused),
        "queue": queue,
        "asked": queue.filters,
        "choices": _choices(queue),
        "accepting": kind is ACCEPTING,
        "returning": request.POST.get("deed") == "return",
        "comment": request.POST.get("comment", ""),
        "ticked": set(request.POST.getlist("sheet")) if decided.refused else set(),
    }
    return render(request, "reporting/queue.html", context, status=422 if issues or decided.refused else 200)


def _decide(request: HttpRequest, queue: Queue, names: list[str]) -> Decided:
    """Do what was asked with those that were chosen, and say how many it was done with."""
    actor, sheets = Actor.of(request), chosen(queue, names)
    if request.POST.get("deed") == "return":
        own = {one.name: request.POST.get(f"comment:{one.name}", "") for one in sheets}
        decided = give_back(actor, queue, sheets, comment=request.POST.get("comment", ""), comments=own)
        said = choose(f"已退回 {len(decided.done)} 张，意见已记", f"Given back with a comment: {len(decided.done)}")
    else:
        decided = let_through(actor, queue, sheets)
        through = choose("核收", "Accepted") if queue.kind is ACCEPTING else choose("审核通过", "Approved")
        said = choose(f"已{through} {len(decided.done)} 张", f"{through}: {len(decided.done)}")
    if decided.done:
        messages.success(request, said)
    return decided


def _own_comments(request: HttpRequest) -> dict[str, str]:
    """The comments that were written beside sheets, by their names without the version: it may be another by now."""
    written = ((name.partition(":"), text) for name, text in request.POST.items())
    return {_unversioned(of): str(text) for (begin, _, of), text in written if begin == "comment" and of}


def _unversioned(name: str) -> str:
    return name.rpartition("|")[0]


def _rows(queue: Queue, page: Any, decided: Decided, comments: Mapping[str, str]) -> list[dict[str, Any]]:
    """The sheets of a page, each with what there is to look at in it, what was wrong with it just now, and what was
    written beside it."""
    known, own = queue.known, queue.user.get_username()
    forms = {form.id: form for form in known.content.forms}
    refused = {_unversioned(name): issues for name, issues in decided.refused.items()}
    return [
        {
            "sheet": sheet,
            "key": (sheet.form, sheet.period, sheet.reporter),
            "value": name_of(sheet),
            "form": forms.get(sheet.form),
            "name": known.name(sheet.reporter, language()),
            "own": own in _doers(queue.kind, sheet),
            "look": sheet.doubtful or sheet.talks,
            "figures": main_figures(known.content, sheet),
            "issues": refused.get(_unversioned(name_of(sheet)), ()),
            "comment": comments.get(_unversioned(name_of(sheet)), ""),
        }
        for sheet in page
    ]


def _doers(kind: QueueKind, sheet: Sheet) -> tuple[str, ...]:
    """Who has done a step of a sheet already, and does not take the next."""
    return (sheet.submitted_by, sheet.approved_by) if kind is ACCEPTING else (sheet.submitted_by,)


def _choices(queue: Queue) -> dict[str, list[tuple[str, str, int]]]:
    """What the lists of the filters offer: value, words, how many wait."""
    content, counted = queue.known.content, queue.choices()
    forms = {form.id: form.name[language()] for form in content.forms}
    areas = {area.code: area.name[language()] for area in content.areas}
    return {
        "forms": [(key, forms[key], number) for key, number in counted["forms"]],
        "areas": [(key, areas[key], number) for key, number in counted["areas"]],
        "periods": [(key, period_said(key), number) for key, number in counted["periods"]],
    }
