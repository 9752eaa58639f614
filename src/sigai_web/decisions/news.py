"""What people are told about decisions on the programme."""

from __future__ import annotations

from django.urls import reverse

from sigai.programme import Text
from sigai_web.accounts.holders import who_may
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.decisions.operations import DECISION_DECIDE
from sigai_web.journal.writing import Actor
from sigai_web.messages.two_persons import AskedThing, request_kinds, tell_asked, tell_decided
from sigai_web.permissions import Resource

_DECISION = request_kinds("decision", "方案决定", "decisions on the programme", order=300)
KINDS = (_DECISION.asked, _DECISION.decided)


def tell_decision_asked(actor: Actor, made: ProgrammeDecision) -> None:
    """Whoever may decide on the programme is told that something was asked."""
    tell_asked(actor, _DECISION, made, who_may(DECISION_DECIDE, Resource()), _what(made))


def tell_decision_made(actor: Actor, made: ProgrammeDecision) -> None:
    """Whoever asked is told how it was decided."""
    tell_decided(actor, _DECISION, made, _what(made))


def _what(made: ProgrammeDecision) -> AskedThing:
    what = Text(zh=f"方案决定第 {made.pk} 号", en=f"decision {made.pk} on the programme")
    return AskedThing(what, reverse("decision", args=[made.pk]))
