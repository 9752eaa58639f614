"""The pages of reporters, approvers and the office: what is due, one sheet, its decisions, its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import Issue, UserError
from sigai_web.accounts.people import people
from sigai_web.clock import today
from sigai_web.journal.changes import LateError
from sigai_web.journal.snapshots import snapshot
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions import Operation, allowed
from sigai_web.permissions.access import needs, offered_on
from sigai_web.reporting import services
from sigai_web.reporting.accepted import droppable, opener
from sigai_web.reporting.arranging import Arranged, SheetLine, arranged, asked_lines
from sigai_web.reporting.comparison_figures import gather
from sigai_web.reporting.drafts import ClashError, Edit, save_cells, sheet_of
from sigai_web.reporting.form_data import edits, touched, whole
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.obligations import Assignment
from sigai_web.reporting.queues import ACCEPTING, APPROVING, KINDS, Queue, QueueKind
from sigai_web.reporting.recalling import another_did, may_recall
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import duty_of, find
from sigai_web.reporting.revisions import revisions_of
from sigai_web.reporting.talking import talkers, talks_context
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_CORRECT, FIGURE_READ, FIGURE_REPORT

Deed = Callable[[Actor, Assignment, int], Sheet]
"""Something done to the sheet of a duty, as its doer saw it: its version."""
_CLASH, _REFUSED = 409, 422
_DEEDS = {
    "report": FIGURE_REPORT,
    "approve": FIGURE_APPROVE,
    "accept": FIGURE_ACCEPT,
    "correct": FIGURE_CORRECT,
}


def status_of(error: UserError) -> int:
    """How a page answers what was refused: 409 where somebody else came first."""
    return _CLASH if isinstance(error, LateError) else _REFUSED


def assignment_or_404(request: HttpRequest, key: tuple[str, str, str], operation: Operation) -> Assignment:
    """The duty of an address; refused where the reader may not do the operation to it."""
    found = find(register(), *key)
    if found is None:
        raise Http404
    if not allowed(request.user, operation, found.subject):
        raise PermissionDenied
    return found


@needs(FIGURE_READ)
@require_GET
@never_cache
def sheet(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """One sheet: to be filled in by whom it waits for, to be read and decided by everybody else."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_READ)
    return show(request, assignment)


def show(
    request: HttpRequest,
    assignment: Assignment,
    *,
    issues: tuple[Issue, ...] = (),
    typed: Sequence[Edit] = (),
    clashes: ClashError | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a sheet as its reader may use it; `typed` is what they sent and what was not kept. State, version,
    cells and steps are of one moment: others decide about the sheet meanwhile."""
    may = {name: allowed(request.user, operation, assignment.subject) for name, operation in _DEEDS.items()}
    with snapshot():
        duty, page = duty_of(assignment), _as_written(assignment, typed, drafts=may["report"])
        steps = list(page.sheet.steps.all()) if page.sheet else []
        may_drop = may["correct"] and _may_drop(request, page.sheet, office=may["accept"])
    talks = talks_context(request.user, assignment)
    names = [*(step.by for step in steps), *(line.by for line in page.lines), *talkers(talks["talks"].values())]
    context: dict[str, Any] = {
        "page": page,
        "assignment": assignment,
        "duty": duty,
        "may": may,
        "steps": steps,
        "people": people(names),
        "reporter_name": assignment.owed.register.name(assignment.reporter, language()),
        "asked": asked_lines(page.lines),
        "issues": issues,
        "clashes": {cell.key: cell for cell in clashes.cells} if clashes else {},
        "own": bool(page.sheet and page.sheet.submitted_by == request.user.get_username()),
        "may_drop": may_drop,
        "may_recall": may_recall(request.user, assignment, page.sheet),
        **_way(request, assignment, page.sheet),
        **talks,
    }
    filling = may["report"] and duty.waiting
    return render(request, "reporting/form.html" if filling else "reporting/review.html", context, status=status)


def _way(request: HttpRequest, assignment: Assignment, sheet: Sheet | None) -> dict[str, Any]:
    """The queue in which the sheet waits for the reader's decision, and its neighbours there."""
    kind = KINDS.get(sheet.state) if sheet else None
    if kind is None or not allowed(request.user, kind.operation, assignment.subject):
        return {}
    queue = Queue.asked(kind, request.user, assignment.owed.register, request.GET)
    return {"queue": queue, "beside": queue.beside(assignment)}


def _may_drop(request: HttpRequest, sheet: Sheet | None, *, office: bool) -> bool:
    """Whether the reader may give up the correction that is open: their own, and the office every one."""
    if sheet is None or not droppable(sheet):
        return False
    return office or opener(sheet) == request.user.get_username()


@needs(FIGURE_REPORT)
@offered_on("sheet")
def save_cell(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """Keep one cell while its writer types on; 409 with the other's figure where somebody else was there."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_REPORT)
    status, clash = 200, None
    issues: tuple[Issue, ...] = ()
    seen, written = whole(request.POST.get("version")), touched(request.POST)
    try:
        saved = save_cells(Actor.of(request), assignment, written, gather(assignment, with_peers=False))
        seen = saved.sheet.version if saved.before == seen else seen
    except ClashError as error:
        status, clash = _CLASH, error
    except UserError as error:
        status, issues = status_of(error), error.issues
    with snapshot():
        page = _as_written(assignment, written)
    mine = {edit.key for edit in written}
    line = next((line for line in page.lines if line.key in mine), None)
    if line is None:
        raise Http404
    context: dict[str, Any] = {
        "page": page,
        "line": line,
        "assignment": assignment,
        "issues": issues,
        "cell_issues": issues,
        "seen_version": seen,
        "reason_only": request.headers.get("HX-Trigger-Name", "").startswith("reason:"),
        "saved": status == 200,
        "begun": page.sheet is not None and page.sheet.state == Sheet.State.DRAFT and page.sheet.due >= today(),
        **_notice(request, page, issues),
        **_clash_facts(clash, line),
    }
    return render(request, "reporting/_saved.html", context, status=status)


def _notice(request: HttpRequest, page: Arranged, issues: tuple[Issue, ...]) -> dict[str, Any]:
    """What hinders now, where the page says what hindered when the sheet was to be handed in."""
    if "noticed" not in request.POST:
        return {}
    reasons = {line.key: line.reason for line in page.lines}
    hindering = tuple(services.hindrances(page.assignment, page.checked, reasons))
    return {"noticed": True, "notice": issues or hindering}


def _clash_facts(clash: ClashError | None, line: SheetLine) -> dict[str, Any]:
    cell = next((cell for cell in clash.cells if cell.key == line.key), None) if clash else None
    return {"clash": cell, "people": people([cell.by if cell else line.by])}


def _as_written(assignment: Assignment, written: Sequence[Edit], *, drafts: bool = True) -> Arranged:
    """The sheet as it is now, with what its writer wrote in it: of each cell they have seen what they saw before."""
    typed = {edit.key: (edit.text, edit.reason or "") for edit in written}
    return arranged(assignment, typed, seen={edit.key: edit.seen for edit in written}, drafts=drafts)


@needs(FIGURE_REPORT)
@offered_on("sheet")
def save(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """Keep the whole page, for who has no JavaScript; and hand the sheet in where that was asked."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_REPORT)
    actor, seen = Actor.of(request), whole(request.POST.get("version"))
    changed = edits(request.POST)
    try:
        if changed:
            saved = save_cells(actor, assignment, changed, gather(assignment, with_peers=False))
            seen = saved.sheet.version if saved.before == seen else seen
        if request.POST.get("action") != "submit":
            messages.success(request, choose("草稿已保存", "Draft saved"))
            return redirect(request.path.removesuffix("/save"))
        services.submit(actor, assignment, seen=seen)
    except ClashError as error:
        return show(request, assignment, typed=changed, clashes=error, status=_CLASH)
    except UserError as error:
        return show(request, assignment, typed=changed, issues=error.issues, status=status_of(error))
    messages.success(
        request,
        choose(f"已提交：{assignment.name('zh')}，待审核", f"Handed in: {assignment.name('en')}, to be approved"),
    )
    return redirect("reporting")


def _decide(
    request: HttpRequest,
    key: tuple[str, str, str],
    operation: Operation,
    act: Deed,
    said: tuple[str, str],
    *,
    going: QueueKind | None = None,
) -> HttpResponse:
    """Do something to one sheet, say so, and go on: to the next of the queue, or back to the sheet; with what is wrong
    where it was refused."""
    assignment = assignment_or_404(request, key, operation)
    try:
        act(Actor.of(request), assignment, whole(request.POST.get("version")))
    except UserError as error:
        return show(request, assignment, issues=error.issues, status=status_of(error))
    zh, en = said
    messages.success(request, choose(f"{zh}：{assignment.name('zh')}", f"{en}: {assignment.name('en')}"))
    if going is None:
        return redirect("sheet", *key)
    return redirect(Queue.asked(going, request.user, assignment.owed.register, request.GET).next_address(assignment))


@needs(FIGURE_APPROVE)
@offered_on("sheet")
def approve(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """The approval of the unit or the area."""
    return _decide(
        request,
        (form, period, reporter),
        FIGURE_APPROVE,
        lambda actor, assignment, seen: services.approve(actor, assignment, seen=seen),
        ("已审核通过", "Approved"),
        going=APPROVING,
    )


@needs(FIGURE_ACCEPT)
@offered_on("sheet")
def accept(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """The office's acceptance: the sheet is locked and its figures count."""
    return _decide(
        request,
        (form, period, reporter),
        FIGURE_ACCEPT,
        lambda actor, assignment, seen: services.accept(actor, assignment, seen=seen, join=True),
        ("已核收", "Accepted"),
        going=ACCEPTING,
    )


def _return(request: HttpRequest, key: tuple[str, str, str], kind: QueueKind) -> HttpResponse:
    comment = request.POST.get("comment", "")
    return _decide(
        request,
        key,
        kind.operation,
        lambda actor, assignment, seen: services.give_back(
            actor, assignment, seen=seen, comment=comment, stage=kind.state
        ),
        ("已退回，意见已记", "Given back with your comment"),
        going=kind,
    )


@needs(FIGURE_APPROVE)
@offered_on("sheet")
def give_back(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """The approver returns what was handed in."""
    return _return(request, (form, period, reporter), APPROVING)


@needs(FIGURE_ACCEPT)
@offered_on("sheet")
def send_back(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """The office returns what was approved."""
    return _return(request, (form, period, reporter), ACCEPTING)


@needs(FIGURE_READ)
@offered_on("sheet")
def recall(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """Take one's own last step back, before anybody went on from it."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_READ)
    if another_did(request.user, assignment, sheet_of(assignment)):
        raise PermissionDenied
    return _decide(
        request,
        (form, period, reporter),
        FIGURE_READ,
        lambda actor, assignment, seen: services.recall(actor, assignment, seen=seen),
        ("已撤回", "Taken back"),
    )


@needs(FIGURE_CORRECT)
@require_http_methods(["GET", "POST"])
@never_cache
def correct(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """Open a locked sheet for correction, with the reason."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_CORRECT)
    duty = duty_of(assignment)
    context: dict[str, Any] = {
        "assignment": assignment,
        "duty": duty,
        "version": duty.version,
        "reporter_name": assignment.owed.register.name(assignment.reporter, language()),
    }
    if request.method != "POST":
        return render(request, "reporting/correct.html", context, status=200)
    reason = request.POST.get("reason", "")
    try:
        services.open_correction(Actor.of(request), assignment, seen=whole(request.POST.get("version")), reason=reason)
    except UserError as error:
        return render(
            request,
            "reporting/correct.html",
            {**context, "issues": error.issues, "reason": reason},
            status=status_of(error),
        )
    messages.success(request, choose("已打开更正", "Open for correction"))
    return redirect("sheet", form, period, reporter)


@needs(FIGURE_CORRECT)
@offered_on("sheet")
def drop_correction(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """Give up a correction: whoever opened it, or the office."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_CORRECT)
    office = allowed(request.user, FIGURE_ACCEPT, assignment.subject)
    return _decide(
        request,
        assignment.key,
        FIGURE_CORRECT,
        lambda actor, assignment, seen: services.drop_correction(actor, assignment, seen=seen, anybodys=office),
        ("更正已放弃", "The correction was dropped"),
    )


@needs(FIGURE_READ)
@require_GET
def history(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """Every step of a sheet, and every revision of its figures."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_READ)
    with snapshot():
        found = sheet_of(assignment)
        steps = list(found.steps.all()) if found else []
        revisions = revisions_of(assignment)
    names = [step.by for step in steps] + [one.reporter for one in revisions]
    context = {
        "assignment": assignment,
        "steps": steps,
        "revisions": revisions,
        "people": people(names),
        "reporter_name": assignment.owed.register.name(assignment.reporter, language()),
    }
    return render(request, "reporting/history.html", context)
