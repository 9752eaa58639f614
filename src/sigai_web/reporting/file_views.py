"""The same form as a workbook: the template, the upload with its preview, the copy with mistakes marked."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sigai.base import Place, UserError
from sigai_web.exchange import XLSX, checked_upload
from sigai_web.journal.writing import Actor
from sigai_web.language import language
from sigai_web.permissions.access import needs
from sigai_web.reporting.arranging import Arranged, arranged
from sigai_web.reporting.drafts import ClashError, Edit, save_cells
from sigai_web.reporting.models import ReturnedCopy
from sigai_web.reporting.owed import Assignment
from sigai_web.reporting.problems import OUTDATED
from sigai_web.reporting.uploads import keep_returned_copy, read_template, refuse_outdated
from sigai_web.reporting.views import assignment_or_404
from sigai_web.reporting.words import DEEDS, sheet_name
from sigai_web.reporting.workbooks import workbook
from sigai_web.store.operations import FIGURE_REPORT

_WORKBOOKS = frozenset({".xlsx"})


@needs(FIGURE_REPORT)
@require_GET
@never_cache
def template(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """The form as a workbook to fill in."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_REPORT)
    return _download(f"{assignment.name('zh')}.xlsx", workbook(arranged(assignment)))


def _download(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


@needs(FIGURE_REPORT)
@require_POST
def upload(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """A filled-in template: its mistakes marked in a copy, or the draft filled and shown before it is handed in."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_REPORT)
    before = arranged(assignment)
    name = assignment.owed.register.name(assignment.reporter, language())
    context: dict[str, Any] = {"assignment": assignment, "reporter_name": name}
    try:
        with checked_upload(request.FILES.get("file"), _WORKBOOKS) as file:
            filled = read_template(file, assignment)
            refuse_outdated(filled, before.version, assignment, file.name)
        after = arranged(assignment, filled.cells)
        if after.refused:
            _keep_copy(request, assignment, after)
            return render(request, "reporting/uploaded.html", {**context, "page": after, "refused": True}, status=422)
        _fill(request, assignment, before, after)
    except (UserError, ClashError) as error:
        overtaken = OUTDATED.at(Place(), **sheet_name(assignment), **DEEDS["save"])
        issues = error.issues if isinstance(error, UserError) else (overtaken,)
        return render(request, "reporting/uploaded.html", {**context, "issues": issues}, status=422)
    page = arranged(assignment)
    typed = {line.key: line.text for line in before.lines}
    changes = [
        {"line": line, "entity": group.name, "before": typed[line.key]}
        for group in page.groups
        for line in group.lines
        if line.text != typed[line.key]
    ]
    return render(request, "reporting/uploaded.html", {**context, "page": page, "changes": changes})


def _fill(request: HttpRequest, assignment: Assignment, before: Arranged, after: Arranged) -> None:
    """Every cell that the template changes, in one transaction."""
    kept = {line.key: line for line in before.lines}
    changed = [
        Edit(*line.key, line.text, kept[line.key].seen, line.reason)
        for line in after.lines
        if (line.text, line.reason) != (kept[line.key].text, kept[line.key].reason)
    ]
    if changed:
        save_cells(Actor.of(request), assignment, changed, after.past)


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
    return _download(f"{assignment.name('zh')} 已标注.xlsx", bytes(copy.content))
