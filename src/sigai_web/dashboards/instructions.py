"""Pages of instructions: what leaders ask of units, and what the units answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import UserError
from sigai_web import programme
from sigai_web.accounts.once import writes_anew
from sigai_web.accounts.people import people
from sigai_web.dashboards.filters import select
from sigai_web.dashboards.instructing import LONGEST, close, instruct, reply
from sigai_web.dashboards.models import Instruction
from sigai_web.dashboards.operations import INSTRUCTION_READ, INSTRUCTION_REPLY, INSTRUCTION_WRITE
from sigai_web.exchange import Column, Worksheet, workbook_response
from sigai_web.journal.changes import LateError
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions import Operation, allowed, visible
from sigai_web.permissions.access import needs, offered_on
from sigai_web.store.models import CurrentRecord

_PAGE = 30
_NEWEST = 5
_DIGITS = 18
"""So many the key of a record has at most, that every database can hold."""
_STATES = (("open", ("在办", "open")), ("closed", ("已办结", "closed")))


@dataclass(frozen=True, slots=True)
class InstructionTopic:
    """What an instruction is about: its name, its page, and the unit that would deal with it."""

    name: str
    address: str
    unit: str


@needs(INSTRUCTION_READ)
@require_GET
def instruction_list(request: HttpRequest) -> HttpResponse:
    """The instructions within reach, newest first; `?excel` as a workbook."""
    states = [(state, choose(*words)) for state, words in _STATES]
    wanted = select(request, "state", ("状态", "State"), states)
    found = _readable(request.user)
    if wanted.chosen:
        found = found.filter(closed_at__isnull=wanted.chosen == "open")
    if "excel" in request.GET:
        return _workbook(found)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": described(page), "filters": [wanted], "state": wanted.chosen}
    return render(request, "dashboards/instructions.html", context)


def _readable(user: Any) -> Any:
    found = visible(user, INSTRUCTION_READ, Instruction.objects.all())
    return found.annotate(answers=Count("replies")).order_by("-pk")


def newest(user: Any, kind: str = "", subject: str = "") -> list[dict[str, Any]]:
    """The newest instructions within reach, about one thing where it is named."""
    found = _readable(user)
    if kind:
        found = found.filter(kind=kind, subject=subject)
    return described(found[:_NEWEST])


def to_unit(user: Any, unit: str) -> list[dict[str, Any]]:
    """The open instructions to a unit within reach."""
    return described(_readable(user).filter(unit=unit, closed_at__isnull=True)[:_PAGE])


def described(instructions: Iterable[Any]) -> list[dict[str, Any]]:
    """Instructions with the names of what they are about and of who wrote them: two queries at most."""
    rows = list(instructions)
    authors = people(row.author for row in rows)
    wanted = [int(row.subject) for row in rows if row.kind == Instruction.Kind.RECORD]
    records = {str(record.pk): record for record in CurrentRecord.every.filter(pk__in=wanted)} if wanted else {}
    return [
        {
            "one": row,
            "about": subject_of(row.kind, row.subject, records.get(row.subject)),
            "author": authors[row.author],
        }
        for row in rows
    ]


def subject_of(kind: str, subject: str, record: CurrentRecord | None = None) -> InstructionTopic | None:
    """What an instruction of this kind is about; None where there is no such thing."""
    content, said = programme.current(), language()
    if kind == Instruction.Kind.TARGET and subject in content.target_by_id:
        target = content.target_by_id[subject]
        unit = target.lead or next(iter(target.responsible), "")
        return InstructionTopic(target.name[said], reverse("target", args=[subject]), unit)
    if kind == Instruction.Kind.TASK:
        task = next((task for task in content.tasks if task.id == subject), None)
        unit = (task.lead or next(iter(task.responsible), "")) if task else ""
        return InstructionTopic(task.title, reverse("task", args=[subject]), unit) if task else None
    if kind == Instruction.Kind.UNIT and subject in content.unit_by_id:
        return InstructionTopic(content.unit_by_id[subject].name[said], reverse("unit", args=[subject]), subject)
    if kind == Instruction.Kind.RECORD:
        key = int(subject) if subject.isdecimal() and len(subject) <= _DIGITS else 0
        found = record or CurrentRecord.every.filter(pk=key).first()
        if found is not None:
            keepers = content.ledger_by_id[found.ledger].keepers
            return InstructionTopic(found.name or found.number, _record_address(found), next(iter(keepers), ""))
    return None


def _record_address(record: CurrentRecord) -> str:
    return reverse("record", args=[record.pk])


@writes_anew
@needs(INSTRUCTION_WRITE)
@require_http_methods(["GET", "POST"])
def new_instruction(request: HttpRequest, kind: str, subject: str) -> HttpResponse:
    """Write an instruction about a target, a task, a unit or a record."""
    about = subject_of(kind, subject)
    if about is None:
        raise Http404
    content, said = programme.current(), language()
    unit, text = request.POST.get("unit", about.unit), request.POST.get("text", "")
    context = {
        "about": about,
        "units": [(unit.id, unit.name[said]) for unit in content.units],
        "unit": unit,
        "text": text,
        "longest": LONGEST,
    }
    if request.method != "POST":
        return render(request, "dashboards/new_instruction.html", context)
    try:
        written = instruct(Actor.of(request), request.user, Instruction.Kind(kind), subject, unit=unit, text=text)
    except UserError as error:
        return render(request, "dashboards/new_instruction.html", {**context, "issues": error.issues}, status=422)
    return redirect("instruction", written.pk)


@needs(INSTRUCTION_READ)
@require_GET
def instruction_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One instruction with its answers."""
    return _page(request, _found(request, pk, INSTRUCTION_READ))


@writes_anew
@needs(INSTRUCTION_REPLY)
@offered_on("instruction")
def reply_instruction(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an instruction."""
    instruction = _found(request, pk, INSTRUCTION_REPLY)
    try:
        reply(Actor.of(request), request.user, instruction, request.POST.get("text", ""))
    except UserError as error:
        return _page(request, instruction, error.issues, status=409 if isinstance(error, LateError) else 422)
    return redirect("instruction", pk)


@needs(INSTRUCTION_WRITE)
@offered_on("instruction")
def close_instruction(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an instruction."""
    close(Actor.of(request), request.user, _found(request, pk, INSTRUCTION_WRITE))
    return redirect("instruction", pk)


def _found(request: HttpRequest, pk: int, operation: Operation) -> Instruction:
    instruction = get_object_or_404(Instruction, pk=pk)
    if not allowed(request.user, operation, instruction.addressed()):
        raise PermissionDenied
    return instruction


def _page(request: HttpRequest, instruction: Instruction, issues: Any = (), *, status: int = 200) -> HttpResponse:
    replies = list(instruction.replies.all())
    names = {instruction.author, instruction.closed_by, *(one.author for one in replies)}
    is_open = instruction.closed_at is None
    context = {
        "one": instruction,
        "about": subject_of(instruction.kind, instruction.subject),
        "replies": replies,
        "people": people(names),
        "may_reply": is_open and allowed(request.user, INSTRUCTION_REPLY, instruction.addressed()),
        "may_close": is_open and allowed(request.user, INSTRUCTION_WRITE, instruction.addressed()),
        "issues": issues,
        "longest": LONGEST,
        "text": request.POST.get("text", ""),
    }
    return render(request, "dashboards/instruction.html", context, status=status)


def _workbook(found: Any) -> HttpResponse:
    content, said = programme.current(), language()
    columns = [
        Column(choose("编号", "Number"), 8),
        Column(choose("关于", "About"), 40),
        Column(choose("办理单位", "Unit"), 24),
        Column(choose("批示", "Instruction"), 60),
        Column(choose("批示人", "Written by"), 14),
        Column(choose("时间", "At"), 12),
        Column(choose("答复", "Answers"), 8),
        Column(choose("办结", "Closed"), 12),
    ]
    rows = [
        (
            row["one"].pk,
            row["about"].name if row["about"] else row["one"].subject,
            content.unit_by_id[row["one"].unit].name[said] if row["one"].unit in content.unit_by_id else "",
            row["one"].text,
            row["author"],
            row["one"].at,
            row["one"].answers,
            row["one"].closed_at,
        )
        for row in described(found)
    ]
    return workbook_response(choose("批示", "instructions"), [Worksheet(choose("批示", "Instructions"), columns, rows)])
