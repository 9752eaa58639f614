"""What waits: forms that an organisation still owes, and everything that waits for one person, with the way there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sigai.programme import Programme
from sigai_web import programme
from sigai_web.language import choose
from sigai_web.ledgers.summaries import overdue_count
from sigai_web.permissions import Reach, Resource, allowed, visible
from sigai_web.reporting.duties import ReportingDuty, all_duties, parts_for
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.parts import parts_of, sheet_subject
from sigai_web.reporting.register import register
from sigai_web.seeing.models import Instruction
from sigai_web.seeing.operations import INSTRUCTION_REPLY
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_READ, FIGURE_REPORT, RECORD_KEEP


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person: how many, in words, and where they see to it."""

    number: int
    words: str
    address: str
    late: bool = False


def forms_owed(user: Any, reach: Reach, scope: str) -> list[ReportingDuty]:
    """The forms that an organisation itself has in hand, the earliest due first: those that the reader may open."""
    known, content = register(), programme.current()
    duties = (duty for duty in all_duties(known, parts_of(content, reach, scope)) if duty.waiting)
    return _first_due(duty for duty in duties if allowed(user, FIGURE_READ, _subject(content, duty)))


def _subject(content: Programme, duty: ReportingDuty) -> Resource:
    return sheet_subject(content, duty.form, duty.reporter, duty.area)


def _first_due(duties: Iterator[ReportingDuty]) -> list[ReportingDuty]:
    return sorted(duties, key=lambda duty: (duty.due, duty.form.id, duty.reporter))


def waits_for(user: Any) -> list[Waiting]:
    """What waits for a person; nothing that counts zero."""
    return [one for one in (*_forms(user), *_sheets(user), *_instructions(user), *_records(user)) if one.number]


def _forms(user: Any) -> Sequence[Waiting]:
    if not allowed(user, FIGURE_REPORT):
        return ()
    known = register()
    duties = all_duties(known, parts_for(user, FIGURE_REPORT, known))
    waiting = [duty for duty in duties if duty.waiting]
    late = sum(duty.overdue for duty in waiting)
    address = reverse("reporting")
    return (
        Waiting(late, choose("张报表逾期", "forms overdue"), address, late=True),
        Waiting(len(waiting) - late, choose("张报表待报", "forms due"), address),
    )


def _sheets(user: Any) -> Iterator[Waiting]:
    for operation, state, view, words in (
        (FIGURE_APPROVE, Sheet.State.SUBMITTED, "approving", ("张报表待审核", "forms to approve")),
        (FIGURE_ACCEPT, Sheet.State.APPROVED, "accepting", ("张报表待核收", "forms to accept")),
    ):
        if allowed(user, operation):
            number = visible(user, operation, Sheet.objects.filter(state=state)).count()
            yield Waiting(number, choose(*words), reverse(view))


def _instructions(user: Any) -> Iterator[Waiting]:
    if allowed(user, INSTRUCTION_REPLY):
        found = visible(user, INSTRUCTION_REPLY, Instruction.objects.filter(closed_at__isnull=True))
        number = found.filter(replies__isnull=True).count()
        yield Waiting(number, choose("条批示待答复", "instructions to answer"), f"{reverse('instructions')}?state=open")


def _records(user: Any) -> Iterator[Waiting]:
    if allowed(user, RECORD_KEEP):
        yield Waiting(
            overdue_count(user), choose("条台账逾期", "records overdue"), reverse("ledger-calendar"), late=True
        )
