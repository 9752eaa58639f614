"""What people are told about instructions."""

from __future__ import annotations

from django.urls import reverse

from sigai.programme import Text
from sigai_web.accounts.holders import who_may
from sigai_web.dashboards.models import Instruction, InstructionReply
from sigai_web.dashboards.operations import INSTRUCTION_REPLY
from sigai_web.journal.writing import Actor
from sigai_web.manifests import MessageKind
from sigai_web.messages.telling import News, tell, tell_named

_WRITTEN = MessageKind("instruction.written", "批示", "instructions", order=100, urgent=True)
_REPLY = MessageKind("instruction.reply", "批示的答复", "replies to instructions", order=110)
_CLOSED = MessageKind("instruction.closed", "批示办结", "instructions that were closed", order=120)
KINDS = (_WRITTEN, _REPLY, _CLOSED)


def tell_instructed(actor: Actor, written: Instruction) -> None:
    """Whoever answers for the unit is told."""
    number = written.pk
    words = Text(zh=f"有批示待答复（第 {number} 号）", en=f"Instruction {number} waits for an answer")
    _tell_unit(actor, written, _WRITTEN, words)


def tell_closed(actor: Actor, instruction: Instruction) -> None:
    """Whoever answers for the unit is told that no more is asked."""
    number = instruction.pk
    _tell_unit(actor, instruction, _CLOSED, Text(zh=f"批示已办结（第 {number} 号）", en=f"Instruction {number} closed"))


def tell_replied(actor: Actor, instruction: Instruction, answer: InstructionReply) -> None:
    """Whoever wrote the instruction is told, with the answer."""
    number = instruction.pk
    news = News(
        kind=_REPLY,
        key=f"instruction:{number}:reply:{answer.pk}",
        subject=Text(zh=f"批示有答复（第 {number} 号）", en=f"Instruction {number} was answered"),
        words=Text(zh=answer.text, en=answer.text),
        address=reverse("instruction", args=[number]),
    )
    tell_named(actor, [instruction.author], news)


def _tell_unit(actor: Actor, instruction: Instruction, kind: MessageKind, subject: Text) -> None:
    news = News(
        kind=kind,
        key=f"instruction:{instruction.pk}:{kind}",
        subject=subject,
        words=Text(zh=instruction.text, en=instruction.text),
        address=reverse("instruction", args=[instruction.pk]),
    )
    tell(actor, who_may(INSTRUCTION_REPLY, instruction.addressed()), news)
