"""Instructions: what leaders ask of units, and what the units answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Cut, Number, Page, Sent, ShortText, page_by
from sigai_web.dashboards.api.scopes import READ_INSTRUCTIONS, WRITE_INSTRUCTIONS
from sigai_web.dashboards.instructing import close, instruct, reply
from sigai_web.dashboards.instructions import subject_of
from sigai_web.dashboards.models import Instruction, InstructionReply
from sigai_web.dashboards.operations import INSTRUCTION_READ, INSTRUCTION_REPLY, INSTRUCTION_WRITE
from sigai_web.journal.writing import Actor
from sigai_web.permissions import Operation, allowed, visible

router = Router(tags=["instructions"])


class ReplyOut(Schema):
    """An answer."""

    author: str
    at: datetime
    text: str


class InstructionOut(Schema):
    """What a leader asks of a unit about a target, a task, a record (by its id) or the unit itself."""

    id: int
    kind: str
    subject: str
    unit: str
    text: str
    author: str
    at: datetime
    closed_by: str
    closed_at: datetime | None
    replies: list[ReplyOut]


class InstructionsAsked(Cut):
    """Which instructions."""

    unit: ShortText | None = None
    open: bool | None = Field(None, description="在办 · not closed yet")


class InstructionIn(Sent):
    """What is asked of which unit about what."""

    kind: Literal["target", "task", "unit", "record"]
    subject: str = Field(max_length=60, description="目标、任务、单位的编号或记录的 id · the id of what it is about")
    unit: str = Field(max_length=60)
    text: str = Field(max_length=4000)


class ReplyIn(Sent):
    """An answer."""

    text: str = Field(max_length=4000)


def _rows() -> QuerySet[Instruction]:
    return Instruction.objects.prefetch_related(Prefetch("replies", InstructionReply.objects.order_by("pk")))


def _found(request: HttpRequest, pk: int, operation: Operation) -> Instruction:
    """An instruction; 404 where the person may not read it, 403 where they may read it and no more."""
    found = get_object_or_404(_rows(), pk=pk)
    if not allowed(person(request), INSTRUCTION_READ, found.addressed()):
        raise Http404
    if not allowed(person(request), operation, found.addressed()):
        raise PermissionDenied
    return found


@endpoint(
    router,
    "GET",
    "/instructions",
    operation=INSTRUCTION_READ,
    scope=READ_INSTRUCTIONS,
    zh="批示",
    en="instructions",
    about_zh="可见的批示及答复，新的在前。",
    answer=Page[InstructionOut],
)
def list_instructions(request: HttpRequest, asked: Query[InstructionsAsked]) -> Any:
    """The instructions within reach with their answers, the newest first."""
    rows = visible(person(request), INSTRUCTION_READ, _rows())
    if asked.unit is not None:
        rows = rows.filter(unit=asked.unit)
    if asked.open is not None:
        rows = rows.filter(closed_at__isnull=asked.open)
    return page_by(rows, asked, key="id", newest_first=True)


@endpoint(
    router,
    "GET",
    "/instructions/{instruction}",
    operation=INSTRUCTION_READ,
    scope=READ_INSTRUCTIONS,
    zh="一条批示",
    en="one instruction",
    about_zh="一条批示及其答复。",
    answer=InstructionOut,
)
def read_instruction(request: HttpRequest, instruction: Number) -> Any:
    """One instruction with its answers."""
    return _found(request, instruction, INSTRUCTION_READ)


@endpoint(
    router,
    "POST",
    "/instructions",
    operation=INSTRUCTION_WRITE,
    scope=WRITE_INSTRUCTIONS,
    zh="作批示",
    en="write an instruction",
    about_zh="就一个目标、任务、单位或记录向一个单位作批示。",
    answer=InstructionOut,
    status=201,
)
def write_instruction(request: HttpRequest, data: InstructionIn) -> Any:
    """Ask something of a unit about a target, a task, a unit or a record."""
    if subject_of(data.kind, data.subject) is None:
        raise Http404
    kind = Instruction.Kind(data.kind)
    return Status(201, instruct(Actor.of(request), person(request), kind, data.subject, unit=data.unit, text=data.text))


@endpoint(
    router,
    "POST",
    "/instructions/{instruction}/replies",
    operation=INSTRUCTION_REPLY,
    scope=WRITE_INSTRUCTIONS,
    zh="答复批示",
    en="answer an instruction",
    about_zh="答复一条在办的批示。",
    answer=ReplyOut,
    status=201,
)
def reply_to_instruction(request: HttpRequest, instruction: Number, data: ReplyIn) -> Any:
    """Answer an open instruction."""
    found = _found(request, instruction, INSTRUCTION_REPLY)
    return Status(201, reply(Actor.of(request), person(request), found, data.text))


@endpoint(
    router,
    "POST",
    "/instructions/{instruction}/close",
    operation=INSTRUCTION_WRITE,
    scope=WRITE_INSTRUCTIONS,
    zh="办结批示",
    en="close an instruction",
    about_zh="办结一条批示；已办结的保持原样。",
    answer=InstructionOut,
)
def close_instruction(request: HttpRequest, instruction: Number) -> Any:
    """Close an instruction; one that is closed stays as it was."""
    found = _found(request, instruction, INSTRUCTION_WRITE)
    close(Actor.of(request), person(request), found)
    return _rows().get(pk=found.pk)
