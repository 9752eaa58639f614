"""The same form as a workbook: the template, the upload with its preview, the copy with mistakes marked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sigai.base import UserError
from sigai_web.downloads import Download
from sigai_web.exchange import TABLES, XLSX, checked_upload
from sigai_web.journal.writing import Actor
from sigai_web.language import language
from sigai_web.permissions.access import needs, offered_on
from sigai_web.reporting.arranging import Arranged, arranged
from sigai_web.reporting.drafts import ClashError
from sigai_web.reporting.filling import fill, why_not
from sigai_web.reporting.mapping_views import map_upload
from sigai_web.reporting.models import ReturnedCopy
from sigai_web.reporting.obligations import Assignment
from sigai_web.reporting.uploads import keep_returned_copy, read_template, refuse_outdated
from sigai_web.reporting.views import assignment_or_404
from sigai_web.reporting.workbooks import workbook
from sigai_web.store.operations import FIGURE_REPORT


@needs(FIGURE_REPORT)
@require_GET
@never_cache
def template(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """The form as a workbook to fill in."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_REPORT)
    page = arranged(assignment)
    return Download(f"{assignment.name('zh')}.xlsx", workbook(page), XLSX, rows=len(page.lines))


@needs(FIGURE_REPORT)
@offered_on("sheet")
def upload(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """A filled-in template: its mistakes marked in a copy, or the draft filled and shown before it is handed in. Any
    other table is read by a mapping."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_REPORT)
    before = arranged(assignment)
    name = assignment.owed.register.name(assignment.reporter, language())
    context: dict[str, Any] = {"assignment": assignment, "reporter_name": name}
    try:
        with checked_upload(request.FILES.get("file"), TABLES) as file:
            filled = read_template(file, assignment) if file.kind in (".xlsx", ".xls") else None
            if filled is None:
                return map_upload(request, assignment, file)
            refuse_outdated(filled, before.version, assignment, file.name)
        after = arranged(assignment, filled.cells)
        if after.refused:
            _keep_copy(request, assignment, after)
            return render(request, "reporting/uploaded.html", {**context, "page": after, "refused": True}, status=422)
        changes = fill(Actor.of(request), assignment, before, after)
    except (UserError, ClashError) as error:
        refused = {**context, "issues": why_not(error, assignment)}
        return render(request, "reporting/uploaded.html", refused, status=422)
    return render(request, "reporting/uploaded.html", {**context, "page": arranged(assignment), "changes": changes})


def _keep_copy(request: HttpRequest, assignment: Assignment, page: Arranged) -> None:
    keep_returned_copy(request.user, assignment, workbook(page, marked=True))


@needs(FIGURE_REPORT)
@require_GET
@never_cache
def returned_copy(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """One's own last upload with its mistakes marked."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_REPORT)
    user: Any = request.user
    names = dict(zip(("form", "period", "reporter"), assignment.key, strict=True))
    copy = ReturnedCopy.objects.filter(user=user, **names).first()
    if copy is None:
        raise Http404
    return Download(f"{assignment.name('zh')} 已标注.xlsx", bytes(copy.content), XLSX)
