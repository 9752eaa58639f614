"""Who may take the last step of a sheet back: whoever took it, while they may take it at all."""

from __future__ import annotations

from typing import Any

from sigai_web.permissions import allowed
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.obligations import Assignment
from sigai_web.reporting.services import last_doer
from sigai_web.store.operations import FIGURE_APPROVE, FIGURE_REPORT


def may_recall(user: Any, assignment: Assignment, sheet: Sheet | None) -> bool:
    """Whether the last step was theirs and nobody went on from it."""
    if sheet is None or last_doer(sheet) != user.get_username():
        return False
    operation = FIGURE_APPROVE if sheet.state == Sheet.State.APPROVED else FIGURE_REPORT
    return allowed(user, operation, assignment.subject)


def another_did(user: Any, assignment: Assignment, sheet: Sheet | None) -> bool:
    """Whether the last step can be taken back, and by somebody else only."""
    return sheet is not None and bool(last_doer(sheet)) and not may_recall(user, assignment, sheet)
