"""What waits: forms that an organisation still owes, and instructions that wait for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from sigai.programme import Programme
from sigai_web import programme
from sigai_web.dashboards.models import Instruction
from sigai_web.dashboards.operations import INSTRUCTION_REPLY, INSTRUCTION_WRITE
from sigai_web.language import choose
from sigai_web.manifests import Waiting, WaitingKind
from sigai_web.permissions import Operation, Reach, Resource, allowed, visible
from sigai_web.reporting.parts import parts_of, sheet_subject
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import ReportingDuty, all_duties
from sigai_web.store.operations import FIGURE_READ


def forms_owed(user: Any, reach: Reach, scope: str) -> list[ReportingDuty]:
    """The forms that an organisation itself has in hand, the earliest due first: those that the reader may open."""
    known, content = register(), programme.current()
    duties = (duty for duty in all_duties(known, parts_of(content, reach, scope)) if duty.waiting)
    return _first_due(duty for duty in duties if allowed(user, FIGURE_READ, _subject(content, duty)))


def _subject(content: Programme, duty: ReportingDuty) -> Resource:
    return sheet_subject(content, duty.form, duty.reporter, duty.area)


def _first_due(duties: Iterator[ReportingDuty]) -> list[ReportingDuty]:
    return sorted(duties, key=lambda duty: (duty.due, duty.form.id, duty.reporter))


def _to_answer(user: Any) -> Iterator[Waiting]:
    yield _open(user, INSTRUCTION_REPLY, choose("条批示待答复", "instructions to answer"), answered=False)


def _to_close(user: Any) -> Iterator[Waiting]:
    words = choose("条批示已答复，待办结", "instructions answered, to close")
    yield _open(user, INSTRUCTION_WRITE, words, answered=True)


def _open(user: Any, operation: Operation, words: str, *, answered: bool) -> Waiting:
    found = visible(user, operation, Instruction.objects.filter(closed_at__isnull=True))
    asked = found.filter(replies__isnull=not answered).aggregate(number=Count("pk", distinct=True), oldest=Min("at"))
    oldest = timezone.localdate(asked["oldest"]) if asked["oldest"] else None
    return Waiting(asked["number"], words, f"{reverse('instructions')}?state=open", oldest=oldest)


WAITING = (
    WaitingKind(operation=INSTRUCTION_REPLY, found=_to_answer, order=40),
    WaitingKind(operation=INSTRUCTION_WRITE, found=_to_close, order=50),
)
