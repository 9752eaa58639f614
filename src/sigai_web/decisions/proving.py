"""What the journal proves of decisions on the programme."""

from __future__ import annotations

from sigai_web.decisions.models import DecisionTrial, ProgrammeDecision
from sigai_web.journal.declaring import declare, declare_left_out


def say() -> None:
    """Say it; called when the app is ready."""
    declare(ProgrammeDecision)
    declare_left_out(DecisionTrial, "a calculation to look at; what it gave is told with the decision")
