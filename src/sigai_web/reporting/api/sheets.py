"""One sheet: read, filled in cell by cell, handed in, approved, accepted, returned, corrected, or taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from sigai.base import Issue, Place
from sigai.values import WITHDRAW
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.errors import ApiError, IssueOut, issue_words
from sigai_web.api.paging import Sent, ShortText
from sigai_web.api.problems import DRAFT_OF_ANOTHER
from sigai_web.api.scopes import READ_FIGURES
from sigai_web.journal.snapshots import snapshot
from sigai_web.journal.writing import Actor
from sigai_web.permissions import Operation, allowed
from sigai_web.reporting import services
from sigai_web.reporting.api.scopes import REVIEW_FIGURES, WRITE_FIGURES
from sigai_web.reporting.arranging import Arranged, SheetLine, arranged
from sigai_web.reporting.comparison_figures import gather
from sigai_web.reporting.drafts import ClashError, Edit, save_cells, sheet_of
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.obligations import Assignment
from sigai_web.reporting.recalling import another_did
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import duty_of, find
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_CORRECT, FIGURE_READ, FIGURE_REPORT

router = Router(tags=["reporting"])
_PATH = "/sheets/{form}/{period}/{reporter}"
Version = Field(ge=0, le=2**31 - 1, description="所见版本 · the version seen")


class RemarkOut(Schema):
    """What is said about a cell: it refuses the figure, asks for a reason, or only informs. `decides`: a figure stands
    and the cell is empty, so that a figure or null is asked for."""

    refuses: bool
    asks: bool
    decides: bool
    issue: IssueOut


class CellOut(Schema):
    """One cell: the text as typed, its draft's version, what stood before; `stands` is the figure that counts now."""

    entity: str
    measure: str
    unit: str
    text: str
    version: int
    reason: str
    by: str
    at: datetime | None
    stands: str
    last: str
    year_ago: str
    remarks: list[RemarkOut]


class SheetStepOut(Schema):
    """One step in the life of a sheet."""

    action: str
    by: str
    at: datetime
    comment: str
    late: bool


class SheetOut(Schema):
    """A sheet. `state`: open, draft, returned, submitted, approved, accepted. `version` is what a decision must see."""

    form: str
    period: str
    reporter: str
    area: str
    due: date
    state: str
    version: int
    late: bool
    overdue: bool
    correction: bool
    cells: list[CellOut]
    steps: list[SheetStepOut]


class CellIn(Sent):
    """One cell as it shall be. `seen`: the version of the cell that its writer saw, 0 where it was empty. A `text` of
    null withdraws the figure that stands, for the `reason`; an empty one leaves open what is meant."""

    entity: ShortText
    measure: ShortText
    text: str | None = Field(max_length=100)
    seen: int = Field(0, ge=0, le=2**31 - 1)
    reason: str | None = Field(None, max_length=500)


class CellsIn(Sent):
    """Cells of one sheet."""

    cells: list[CellIn] = Field(min_length=1, max_length=2000)


class DecisionIn(Sent):
    """The version of the sheet that was seen."""

    version: int = Version


class ReturnIn(DecisionIn):
    """Why it goes back."""

    comment: str = Field(max_length=2000)


class CorrectionIn(DecisionIn):
    """Why figures that stand are corrected."""

    reason: str = Field(max_length=2000)


class StandingOut(Schema):
    """A sheet after a decision."""

    form: str
    period: str
    reporter: str
    state: str
    version: int


def _assignment(request: HttpRequest, key: tuple[str, str, str], operation: Operation) -> Assignment:
    """The duty of an address; 404 where the person may not do the operation to it."""
    found = find(register(), *key)
    if found is None or not allowed(person(request), operation, found.subject):
        raise Http404
    return found


def _cell(line: SheetLine) -> dict[str, Any]:
    names = ("text", "version", "reason", "by", "at", "stands", "last", "year_ago")
    shown = {name: getattr(line, "seen" if name == "version" else name) for name in names}
    remarks = [
        {"refuses": one.refuses, "asks": one.asks, "decides": one.decides, "issue": issue_words(one.issue)}
        for one in line.remarks
    ]
    return {"entity": line.key[0], "measure": line.key[1], "unit": line.measure.unit, **shown, "remarks": remarks}


def _read(assignment: Assignment, *, drafts: bool = True) -> dict[str, Any]:
    """State, version, cells and steps of one moment: others decide about the sheet meanwhile."""
    with snapshot():
        return _sheet(assignment, arranged(assignment, drafts=drafts))


def _sheet(assignment: Assignment, page: Arranged) -> dict[str, Any]:
    duty = duty_of(assignment)
    form, period, reporter = assignment.key
    return {
        "form": form,
        "period": period,
        "reporter": reporter,
        "area": assignment.area,
        "due": duty.due,
        "state": duty.standing,
        "version": page.version,
        "late": duty.late,
        "overdue": duty.overdue,
        "correction": duty.correction,
        "cells": [_cell(line) for line in page.lines],
        "steps": list(page.sheet.steps.all()) if page.sheet else [],
    }


def _standing(sheet: Sheet) -> dict[str, Any]:
    return {name: getattr(sheet, name) for name in StandingOut.model_fields}


@endpoint(
    router,
    "GET",
    _PATH,
    operation=FIGURE_READ,
    scope=READ_FIGURES,
    zh="一张报表",
    en="one sheet",
    about_zh="每一格的草稿、现行数值、上期和去年同期、校验意见，以及办理过程；他人的草稿在提交前看不到。",
    answer=SheetOut,
)
def read_sheet(request: HttpRequest, form: str, period: str, reporter: str) -> Any:
    """Every cell with its draft, the figure that stands, the period before and a year ago, and what the checks say. A
    draft is its reporter's own until it is handed in."""
    assignment = _assignment(request, (form, period, reporter), FIGURE_READ)
    own = allowed(person(request), FIGURE_REPORT, assignment.subject)
    return _read(assignment, drafts=own)


@endpoint(
    router,
    "PATCH",
    _PATH,
    operation=FIGURE_REPORT,
    scope=WRITE_FIGURES,
    zh="填写报表",
    en="fill in a sheet",
    about_zh="保存几格的草稿，要么全存要么不存；别人已先改的返回 409 并逐格说明。",
    answer=SheetOut,
)
def save_sheet(request: HttpRequest, form: str, period: str, reporter: str, data: CellsIn) -> Any:
    """Keep drafts of some cells, all of them or none; 409 names those that somebody else changed meanwhile."""
    assignment = _assignment(request, (form, period, reporter), FIGURE_REPORT)
    edits = [
        Edit(one.entity, one.measure, WITHDRAW if one.text is None else one.text.strip(), one.seen, one.reason)
        for one in data.cells
    ]
    try:
        save_cells(Actor.of(request), assignment, edits, gather(assignment))
    except ClashError as error:
        rows = {(one.entity, one.measure): row for row, one in enumerate(data.cells, start=1)}
        raise ApiError(409, issues=[_clash(cell, rows[cell.key]) for cell in error.cells]) from error
    return _read(assignment)


def _clash(cell: Any, row: int) -> Issue:
    return DRAFT_OF_ANOTHER.at(Place(row=row, column="seen"), by=cell.by, text=cell.text, version=cell.version)


@endpoint(
    router,
    "POST",
    f"{_PATH}/submit",
    operation=FIGURE_REPORT,
    scope=WRITE_FIGURES,
    zh="提交报表",
    en="hand a sheet in",
    about_zh="不合格的数和缺少的说明一次列全。",
    answer=StandingOut,
)
def submit_sheet(request: HttpRequest, form: str, period: str, reporter: str, data: DecisionIn) -> Any:
    """Hand a sheet in; every figure refused and every reason lacking is named at once."""
    assignment = _assignment(request, (form, period, reporter), FIGURE_REPORT)
    return _standing(services.submit(Actor.of(request), assignment, seen=data.version))


@endpoint(
    router,
    "POST",
    f"{_PATH}/approve",
    operation=FIGURE_APPROVE,
    scope=REVIEW_FIGURES,
    zh="审核报表",
    en="approve a sheet",
    about_zh="单位或地区的审核；不能审核自己提交的。",
    answer=StandingOut,
)
def approve_sheet(request: HttpRequest, form: str, period: str, reporter: str, data: DecisionIn) -> Any:
    """The approval of the unit or the area; nobody approves what they handed in."""
    assignment = _assignment(request, (form, period, reporter), FIGURE_APPROVE)
    return _standing(services.approve(Actor.of(request), assignment, seen=data.version))


@endpoint(
    router,
    "POST",
    f"{_PATH}/return",
    operation=FIGURE_APPROVE,
    scope=REVIEW_FIGURES,
    zh="审核退回",
    en="return a sheet",
    about_zh="审核员退回已提交的报表，须写意见。",
    answer=StandingOut,
)
def return_sheet(request: HttpRequest, form: str, period: str, reporter: str, data: ReturnIn) -> Any:
    """The approver returns what was handed in, with a comment."""
    assignment = _assignment(request, (form, period, reporter), FIGURE_APPROVE)
    seen, stage = data.version, Sheet.State.SUBMITTED
    return _standing(services.give_back(Actor.of(request), assignment, seen=seen, comment=data.comment, stage=stage))


@endpoint(
    router,
    "POST",
    f"{_PATH}/accept",
    operation=FIGURE_ACCEPT,
    scope=REVIEW_FIGURES,
    zh="核收报表",
    en="accept a sheet",
    about_zh="专班核收并锁定，数值自此计入，结果随之更新。",
    answer=StandingOut,
)
def accept_sheet(request: HttpRequest, form: str, period: str, reporter: str, data: DecisionIn) -> Any:
    """The office's acceptance: the sheet is locked, its figures count, results follow."""
    assignment = _assignment(request, (form, period, reporter), FIGURE_ACCEPT)
    return _standing(services.accept(Actor.of(request), assignment, seen=data.version))


@endpoint(
    router,
    "POST",
    f"{_PATH}/send-back",
    operation=FIGURE_ACCEPT,
    scope=REVIEW_FIGURES,
    zh="专班退回",
    en="send a sheet back",
    about_zh="专班退回已审核的报表，须写意见。",
    answer=StandingOut,
)
def send_back_sheet(request: HttpRequest, form: str, period: str, reporter: str, data: ReturnIn) -> Any:
    """The office returns what was approved, with a comment."""
    assignment = _assignment(request, (form, period, reporter), FIGURE_ACCEPT)
    seen, stage = data.version, Sheet.State.APPROVED
    return _standing(services.give_back(Actor.of(request), assignment, seen=seen, comment=data.comment, stage=stage))


@endpoint(
    router,
    "POST",
    f"{_PATH}/correct",
    operation=FIGURE_CORRECT,
    scope=WRITE_FIGURES,
    zh="更正报表",
    en="correct a sheet",
    about_zh="说明原因后打开已锁定的报表；原数值在更正核收前仍然有效。",
    answer=StandingOut,
)
def correct_sheet(request: HttpRequest, form: str, period: str, reporter: str, data: CorrectionIn) -> Any:
    """Open a locked sheet again, with the reason; its figures stand until the correction is accepted."""
    assignment = _assignment(request, (form, period, reporter), FIGURE_CORRECT)
    return _standing(services.open_correction(Actor.of(request), assignment, seen=data.version, reason=data.reason))


@endpoint(
    router,
    "POST",
    f"{_PATH}/drop-correction",
    operation=FIGURE_CORRECT,
    scope=WRITE_FIGURES,
    zh="放弃更正",
    en="drop a correction",
    about_zh="打开更正的人或专班可以放弃：报表恢复到核收时的样子并重新锁定。",
    answer=StandingOut,
)
def drop_correction(request: HttpRequest, form: str, period: str, reporter: str, data: DecisionIn) -> Any:
    """Give up an open correction, one's own or, as the office, anybody's: the sheet is locked again as accepted."""
    assignment = _assignment(request, (form, period, reporter), FIGURE_CORRECT)
    office = allowed(person(request), FIGURE_ACCEPT, assignment.subject)
    seen = data.version
    return _standing(services.drop_correction(Actor.of(request), assignment, seen=seen, anybodys=office))


@endpoint(
    router,
    "POST",
    f"{_PATH}/recall",
    operation=FIGURE_READ,
    scope=WRITE_FIGURES,
    zh="撤回自己的上一步",
    en="take one's own last step back",
    about_zh="别人还没有接着办的，提交的人可以撤回提交，审核的人可以撤回审核。",
    answer=StandingOut,
)
def recall_sheet(request: HttpRequest, form: str, period: str, reporter: str, data: DecisionIn) -> Any:
    """Take one's own handing in or approval back, before anybody went on from it."""
    assignment = _assignment(request, (form, period, reporter), FIGURE_READ)
    if another_did(person(request), assignment, sheet_of(assignment)):
        raise Http404
    return _standing(services.recall(Actor.of(request), assignment, seen=data.version))
