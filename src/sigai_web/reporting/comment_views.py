"""Commenting on a cell, and the conversations that are open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from sigai.base import UserError
from sigai_web.accounts.people import people as people_of
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions import visible
from sigai_web.permissions.access import needs, offered_on
from sigai_web.reporting.models import CellTalk
from sigai_web.reporting.operations import CELL_COMMENT
from sigai_web.reporting.register import register
from sigai_web.reporting.talking import decides, resolve, say, talkers
from sigai_web.reporting.views import assignment_or_404, show, status_of

_PAGE = 50


@needs(CELL_COMMENT)
@offered_on("sheet")
def comment(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """Say something about a cell (`cell`), or end its conversation (`resolve`)."""
    assignment = assignment_or_404(request, (form, period, reporter), CELL_COMMENT)
    ends = "resolve" in request.POST
    name = request.POST.get("resolve" if ends else "cell", "")
    entity, _, measure = name.partition(":")
    actor, key, decider = Actor.of(request), (entity, measure), decides(request.user, assignment)
    try:
        if ends:
            resolve(actor, assignment, key, decider=decider)
        else:
            say(actor, assignment, key, request.POST.get(f"comment:{name}", ""), decider=decider)
    except UserError as error:
        return show(request, assignment, issues=error.issues, status=status_of(error))
    messages.success(request, choose("留言已了结", "Resolved") if ends else choose("留言已发", "Comment sent"))
    back = redirect("sheet", form, period, reporter)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    back["Location"] += f"{query}#talk-{entity}-{measure}"
    return back


@needs(CELL_COMMENT)
@require_GET
def comments(request: HttpRequest) -> HttpResponse:
    """The conversations that are open within reach, the longest waiting first."""
    known = register()
    found = visible(request.user, CELL_COMMENT, CellTalk.objects.filter(resolved=False))
    page = Paginator(found.prefetch_related("comments").order_by("since", "pk"), _PAGE).get_page(
        request.GET.get("page")
    )
    forms = {form.id: form.name[language()] for form in known.content.forms}
    people = people_of(talkers(page))
    context = {"rows": [_row(talk, forms, known) for talk in page], "page": page, "people": people}
    return render(request, "reporting/comments.html", context)


def _row(talk: CellTalk, forms: dict[str, str], known: Any) -> dict[str, Any]:
    measure = known.content.measure_by_id.get(talk.measure)
    return {
        "talk": talk,
        "last": list(talk.comments.all())[-1],
        "form": forms.get(talk.form, talk.form),
        "measure": measure.name[language()] if measure else talk.measure,
        "name": known.name(talk.reporter, language()),
        "key": (talk.form, talk.period, talk.reporter),
    }
