"""Duties, sheets and figures in bulk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api_cases.case import AREAS, ENTERPRISES, LEADER, OFFICE, READERS, Case
from helpers_web import OURS
from sigai.base import Period
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.permissions import Role
from sigai_web.reporting import services
from sigai_web.reporting.closing import close_month
from sigai_web.reporting.comparison_figures import gather
from sigai_web.reporting.drafts import Edit, save_cells, sheet_of
from sigai_web.reporting.obligations import Assignment
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import find
from sigai_web.runs.calculating import carry_out, request_run

CLERK, CHECKER, HEAD = Actor("clerk", ""), Actor("checker", ""), Actor("head", "")
PERIOD = "2022-03"
SHEET = f"/sheets/monthly/{PERIOD}/{OURS}"
ROW = {"entity": OURS, "measure": "power", "period": PERIOD, "value": "5.5"}
REPORTERS = frozenset({Role.UNIT_REPORTER, Role.AREA_REPORTER, Role.ENTERPRISE_REPORTER})
APPROVERS = frozenset({Role.UNIT_APPROVER, Role.AREA_APPROVER})
_SEEING = OFFICE | LEADER | AREAS | ENTERPRISES


def assignment() -> Assignment:
    """What the first enterprise owes."""
    found = find(register(), "monthly", PERIOD, OURS)
    assert found is not None
    return found


def version() -> int:
    """Of its sheet, as it is now."""
    sheet = sheet_of(assignment())
    return sheet.version if sheet else 0


def drafted() -> None:
    """Filled in by a clerk."""
    of = assignment()
    save_cells(CLERK, of, [Edit(OURS, "output", "100", 0), Edit(OURS, "power", "5", 0)], gather(of))


def submitted() -> None:
    """And handed in."""
    drafted()
    services.submit(CLERK, assignment(), seen=version())


def approved() -> None:
    """And approved."""
    submitted()
    services.approve(CHECKER, assignment(), seen=version())


def accepted() -> None:
    """And accepted."""
    approved()
    services.accept(HEAD, assignment(), seen=version())


def correcting() -> None:
    """And opened again by the enterprise's own reporter."""
    accepted()
    own = Actor(f"{Role.ENTERPRISE_REPORTER}-{OURS}".lower(), "")
    services.open_correction(own, assignment(), seen=version(), reason="?")


def handed_in() -> None:
    """Handed in by the enterprise's own reporter, who can take it back."""
    drafted()
    services.submit(Actor(f"{Role.ENTERPRISE_REPORTER}-{OURS}".lower(), ""), assignment(), seen=version())


def computed() -> None:
    """A calculation knows the month."""
    carry_out(request_run(SYSTEM, because="test", as_of=Period.parse(PERIOD)))


def closed() -> None:
    """And the office closed it."""
    computed()
    close_month(SYSTEM, None, Period.parse(PERIOD))


def _seen(**more: str) -> Callable[[], dict[str, Any]]:
    return lambda: {"version": version(), **more}


CASES: dict[str, Case] = {
    "list_duties": Case(READERS, f"/duties?period={PERIOD}", apart=True),
    "read_reporting": Case(OFFICE | LEADER | APPROVERS, "/reporting?month=2022-03", missing="/reporting?month=1999-01"),
    "send_reminders": Case(OFFICE, "/reminders", body={"month": "2022-03", "form": "monthly"}, status=202, queries=16),
    "list_closed_months": Case(OFFICE | LEADER | APPROVERS, "/closed-months"),
    "close_month": Case(OFFICE, "/closed-months/2022-03", body=dict, before=computed, status=201, queries=30),
    "reopen_month": Case(OFFICE, "/closed-months/2022-03/reopen", body={"reason": "?"}, before=closed, queries=30),
    "list_worth_chasing": Case(OFFICE, "/worth-chasing?month=2022-03", missing="/worth-chasing?month=1999-01"),
    "read_sheet": Case(
        READERS, SHEET, before=drafted, missing=f"/sheets/monthly/2030-01/{OURS}", within=_SEEING, queries=16
    ),
    "save_sheet": Case(
        REPORTERS,
        SHEET,
        body={"cells": [{"entity": OURS, "measure": "power", "text": "7"}]},
        within=ENTERPRISES,
        queries=26,
    ),
    "submit_sheet": Case(REPORTERS, f"{SHEET}/submit", body=_seen(), before=drafted, within=ENTERPRISES, queries=26),
    "approve_sheet": Case(
        APPROVERS,
        f"{SHEET}/approve",
        body=_seen(),
        before=submitted,
        within=frozenset({Role.AREA_APPROVER}),
        queries=20,
    ),
    "return_sheet": Case(
        APPROVERS,
        f"{SHEET}/return",
        body=_seen(comment="?"),
        before=submitted,
        within=frozenset({Role.AREA_APPROVER}),
        queries=20,
    ),
    "accept_sheet": Case(OFFICE, f"{SHEET}/accept", body=_seen(), before=approved, queries=30),
    "send_back_sheet": Case(OFFICE, f"{SHEET}/send-back", body=_seen(comment="?"), before=approved, queries=20),
    "correct_sheet": Case(
        OFFICE | REPORTERS,
        f"{SHEET}/correct",
        body=_seen(reason="?"),
        before=accepted,
        within=OFFICE | ENTERPRISES,
        queries=20,
    ),
    "drop_correction": Case(
        OFFICE | REPORTERS,
        f"{SHEET}/drop-correction",
        body=_seen(),
        before=correcting,
        within=OFFICE | ENTERPRISES,
        queries=26,
    ),
    "recall_sheet": Case(READERS, f"{SHEET}/recall", body=_seen(), before=handed_in, within=ENTERPRISES, queries=20),
    "list_cell_comments": Case(OFFICE | REPORTERS | APPROVERS, "/comments"),
    "comment_on_cell": Case(
        OFFICE | REPORTERS | APPROVERS,
        f"{SHEET}/comments",
        body={"entity": OURS, "measure": "power", "text": "?"},
        within=OFFICE | ENTERPRISES | frozenset({Role.AREA_APPROVER}),
        queries=20,
    ),
    "upload_figures": Case(
        REPORTERS,
        "/uploads/figures",
        body=[ROW],
        headers={"idempotency-key": "one"},
        within=ENTERPRISES,
        outside=422,
        queries=30,
    ),
    "list_changes": Case(READERS, "/changes?limit=1000"),
}
