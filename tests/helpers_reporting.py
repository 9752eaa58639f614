"""Sheets of the invented programme in every state, and the people who deal with them."""

from __future__ import annotations

from collections.abc import Mapping

from helpers_web import OURS
from sigai_web.journal.writing import Actor
from sigai_web.reporting import services
from sigai_web.reporting.comparison_figures import gather
from sigai_web.reporting.drafts import Edit, save_cells
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.obligations import Assignment
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import find

CLERK, APPROVER, OFFICER = (Actor(name, "10.0.0.1") for name in ("clerk", "approver", "officer"))
KEY = ("survey", "2021-10", OURS)
FIGURES = {"orders": "12.5", "exports": "3"}


def assignment(form: str = KEY[0], period: str = KEY[1], reporter: str = KEY[2]) -> Assignment:
    found = find(register(), form, period, reporter)
    if found is None:
        raise LookupError(f"no such duty: {form} {period} {reporter}")
    return found


def draft(
    given: Mapping[str, str] = FIGURES,
    *,
    by: Actor = CLERK,
    to: Assignment | None = None,
    seen: int = 0,
    reason: str | None = None,
) -> Sheet:
    mine = to or assignment()
    edits = [Edit(entity, name, given[name], seen, reason) for entity, name in mine.cells if name in given]
    return save_cells(by, mine, edits, gather(mine)).sheet


def submitted(given: Mapping[str, str] = FIGURES, *, to: Assignment | None = None, by: Actor = CLERK) -> Sheet:
    mine = to or assignment()
    return services.submit(by, mine, seen=draft(given, to=mine, by=by).version)


def approved(given: Mapping[str, str] = FIGURES, *, to: Assignment | None = None) -> Sheet:
    mine = to or assignment()
    return services.approve(APPROVER, mine, seen=submitted(given, to=mine).version)


def accepted(given: Mapping[str, str] = FIGURES, *, to: Assignment | None = None) -> Sheet:
    mine = to or assignment()
    return services.accept(OFFICER, mine, seen=approved(given, to=mine).version)
