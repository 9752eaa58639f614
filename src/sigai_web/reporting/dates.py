"""When forms are due, for the calendar: each form and period once, with how many of those that one sees are missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from sigai.base import Period
from sigai.programme import Form, due_on, periods_of_form
from sigai_web.clock import today
from sigai_web.language import choose, language, period_said
from sigai_web.manifests import DatedKind, DatedThing
from sigai_web.permissions import allowed
from sigai_web.reporting.operations import REPORTING_WATCH
from sigai_web.reporting.parts import Part
from sigai_web.reporting.register import Register, register
from sigai_web.reporting.report_status import DutyTable, parts_for, tables
from sigai_web.store.operations import FIGURE_APPROVE, FIGURE_READ, FIGURE_REPORT


def _forms(user: Any, first: date, last: date) -> Iterator[DatedThing]:
    known = register()
    own = parts_for(user, FIGURE_REPORT, known)
    parts = own or parts_for(user, FIGURE_READ, known)
    for table in tables(known, _due_between(known, first, last), parts):
        yield _dated(user, table, own)


def _due_between(known: Register, first: date, last: date) -> list[tuple[Form, Period]]:
    """Every form and period, also those to come, that is due between two days."""
    content, head = known.content, known.content.head
    return [
        (form, period)
        for form in content.forms
        for period in periods_of_form(form, content.measure_by_id, head.start.first, head.end.last)
        if first <= due_on(form, period) <= last
    ]


def _dated(user: Any, table: DutyTable, own: tuple[Part, ...]) -> DatedThing:
    form, period = table.owed.form, table.owed.period
    name = f"{form.name[language()]} {period_said(period)}"
    waiting = sum(1 for one in table.duties() if one.waiting)
    ended = period.last < today().year * 12 + today().month - 1
    if not ended:
        what = choose("到期", "due")
    elif waiting:
        what = choose(f"应报 {len(table)}，未报 {waiting}", f"{waiting} of {len(table)} not handed in")
    else:
        what = choose("已报", "handed in")
    return DatedThing(table.owed.due, name, _address(user, table, own, ended=ended), what, done=ended and not waiting)


def _address(user: Any, table: DutyTable, own: tuple[Part, ...], *, ended: bool) -> str:
    """One's own sheet where there is one; else where somebody sees who has reported."""
    if own and ended and len(table) == 1:
        return reverse("sheet", args=next(iter(table.duties())).key)
    if own:
        return reverse("reporting")
    query = urlencode({"form": table.owed.form.id})
    if allowed(user, REPORTING_WATCH):
        return f"{reverse('coverage')}?{query}"
    return f"{reverse('approving')}?{query}" if allowed(user, FIGURE_APPROVE) else ""


CALENDAR = (DatedKind(operation=FIGURE_READ, name="forms", zh="报表", en="Forms", found=_forms, order=10),)
