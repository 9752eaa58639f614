"""Instructions: written by leaders, answered by the unit or the office, closed by leaders; each step in the journal.

`user` None: a command of the system."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from sigai.base import Issues, Place, UserError
from sigai_web import clock, programme
from sigai_web.dashboards.models import Instruction, InstructionReply
from sigai_web.dashboards.news import tell_closed, tell_instructed, tell_replied
from sigai_web.dashboards.operations import INSTRUCTION_REPLY, INSTRUCTION_WRITE
from sigai_web.dashboards.problems import IS_CLOSED, NO_TEXT, TEXT_TOO_LONG, UNKNOWN_ADDRESSEE
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.proofs import ChangedFields
from sigai_web.journal.writing import Actor, append
from sigai_web.permissions import Operation, allowed

LONGEST = 2000


@change
def instruct(actor: Actor, user: Any, kind: Instruction.Kind, subject: str, *, unit: str, text: str) -> Instruction:
    """Ask something of a unit; UserError with everything against it, PermissionDenied for who may not."""
    _check(user, INSTRUCTION_WRITE)
    issues = _against_text(text)
    if unit not in programme.current().unit_by_id:
        issues.add(UNKNOWN_ADDRESSEE.at(Place(column="unit")))
    if issues.errors:
        raise UserError(issues)
    written = Instruction.objects.create(
        kind=kind, subject=subject, unit=unit, text=text.strip(), author=actor.name, at=clock.now()
    )
    told = {"about": f"{kind}:{subject}", "unit": unit, "text": written.text}
    append(actor, "instruction.write", f"instruction:{written.pk}", after=told, tells=[written])
    tell_instructed(actor, written)
    return written


@change
def reply(actor: Actor, user: Any, instruction: Instruction, text: str) -> InstructionReply:
    """Answer an open instruction; PermissionDenied for whom it does not reach."""
    _check(user, INSTRUCTION_REPLY, instruction)
    issues = _against_text(text)
    if issues.errors:
        raise UserError(issues)
    current = Instruction.objects.select_for_update().get(pk=instruction.pk)
    if current.closed_at is not None:
        raise LateError([IS_CLOSED.at(Place())])
    answer = InstructionReply.objects.create(instruction=current, text=text.strip(), author=actor.name, at=clock.now())
    append(actor, "instruction.reply", f"instruction:{current.pk}", after={"text": answer.text}, tells=[answer])
    tell_replied(actor, current, answer)
    return answer


@change
def close(actor: Actor, user: Any, instruction: Instruction) -> None:
    """Close an instruction; one that is closed stays as it was. PermissionDenied for who may not."""
    _check(user, INSTRUCTION_WRITE, instruction)
    current = Instruction.objects.select_for_update().get(pk=instruction.pk)
    if current.closed_at is None:
        current.closed_by, current.closed_at = actor.name, clock.now()
        current.save(update_fields=["closed_by", "closed_at"])
        tells = [ChangedFields(current, ("closed_by", "closed_at"))]
        append(actor, "instruction.close", f"instruction:{current.pk}", after={"closed_by": actor.name}, tells=tells)
        tell_closed(actor, current)


def _check(user: Any, operation: Operation, instruction: Instruction | None = None) -> None:
    subject = instruction.addressed() if instruction is not None else None
    if user is not None and not allowed(user, operation, subject):
        raise PermissionDenied


def _against_text(text: str) -> Issues:
    issues = Issues()
    if not text.strip():
        issues.add(NO_TEXT.at(Place(column="text")))
    if len(text) > LONGEST:
        issues.add(TEXT_TOO_LONG.at(Place(column="text"), length=len(text), most=LONGEST))
    return issues
