"""Reporting as the demonstration finds it under way: some of what was left out is handed in, approved or returned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pyarrow as pa

from sigai.base import Period, UserError
from sigai.programme import Form
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.accounts.services import open_account
from sigai_web.clock import month_now
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.reporting import services
from sigai_web.reporting.arranging import arranged
from sigai_web.reporting.comparison_figures import gather
from sigai_web.reporting.drafts import Edit, save_cells
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.obligations import Assignment
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import find

_CLERK, _APPROVER = Actor("demonstration-clerk", ""), Actor("demonstration-approver", "")
_NAMES = {_CLERK: "褚子 Chu Zi", _APPROVER: "卫丑 Wei Chou"}
_WAYS = ("submitted", "submitted", "returned", "submitted", "approved", "draft", "approved", "approved") * 3
"""How far the sheets of the first enterprises are brought, one after the other."""
_REASON = "与生产台账核对无误"

Figures = Mapping[str, Decimal]
"""By measure."""


def open_invented(people: Mapping[Actor, str]) -> None:
    """Open accounts for invented people, by their names; they have no password, and cannot sign in."""
    for actor, name in people.items():
        if not User.objects.filter(username=actor.name).exists():
            open_account(SYSTEM, username=actor.name, name=name)


def bring_under_way(left_out: pa.Table, enterprises: Sequence[str]) -> None:
    """Bring the monthly sheets of these enterprises some way, with the figures that were left out of the store."""
    month = month_now(programme.current())
    figures: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in left_out.filter(left_out["current"]).to_pylist():
        if row["period"] == str(month):
            figures[row["entity"]][row["measure"]] = row["value"]
    form = _monthly_form()
    if form is None:
        return
    open_invented(_NAMES)
    for enterprise, way in zip(enterprises, _WAYS, strict=False):
        _bring(form, month, enterprise, figures[enterprise], way)


def _monthly_form() -> Form | None:
    forms = programme.current().forms
    return next((form for form in forms if form.reporter == "enterprise" and form.frequency == "month"), None)


def _bring(form: Form, month: Period, enterprise: str, figures: Figures, way: str) -> None:
    assignment = find(register(), form.id, str(month), enterprise)
    if assignment is None or not figures:
        return
    sheet = _drafted(assignment, figures)
    if way == "draft":
        return
    try:
        sheet = services.submit(_CLERK, assignment, seen=sheet.version)
    except UserError:
        return  # the invented figures break a rule of the form: it stays a draft, as it would
    if way == "approved":
        services.approve(_APPROVER, assignment, seen=sheet.version)
    elif way == "returned":
        services.give_back(_APPROVER, assignment, seen=sheet.version, comment="请核对单位是否为万元", stage="submitted")


def _drafted(assignment: Assignment, figures: Figures) -> Sheet:
    """The figures, with a reason where the form asks for one."""
    edits = [
        Edit(entity, measure, f"{figures[measure].normalize():f}", 0)
        for entity, measure in assignment.cells
        if measure in figures
    ]
    sheet = save_cells(_CLERK, assignment, edits, gather(assignment)).sheet
    asked = [line for line in arranged(assignment).lines if line.asks]
    reasons = [Edit(*line.key, line.text, line.seen, _REASON) for line in asked]
    return save_cells(_CLERK, assignment, reasons, gather(assignment)).sheet if reasons else sheet
