"""Closing a month and opening it again: what was missing is kept with it, and stands as estimated from then on."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.core.exceptions import PermissionDenied
from django.db.models import Max

from sigai.base import Period, Place, UserError
from sigai_web import clock, programme
from sigai_web.clock import month_now, today
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.proofs import ChangedFields
from sigai_web.journal.writing import Actor, append
from sigai_web.language import language
from sigai_web.permissions import allowed
from sigai_web.reporting.operations import MONTH_CLOSE
from sigai_web.reporting.overview import Overview, overview
from sigai_web.reporting.parts import Part
from sigai_web.reporting.problems import ALREADY_CLOSED, NO_REASON, NOT_A_MONTH, NOT_CLOSED, NOT_COMPUTED_YET
from sigai_web.reporting.register import Register, register
from sigai_web.runs.calculating import request_run
from sigai_web.runs.results import of_month
from sigai_web.store.closed import estimates_of, rows_of
from sigai_web.store.models import ClosedMonth, FigureRevision


def asked_month(text: str) -> Period:
    """A month of the programme that has begun; UserError for anything else."""
    content = programme.current()
    month: Period | None = None
    with suppress(ValueError):
        month = Period.parse(text)
    first = content.head.base_year * 12
    if month is None or month.first != month.last or not first <= month.last <= month_now(content).last:
        raise UserError([NOT_A_MONTH.at(Place(column="month"), given=text)])
    return month


def standing(month: Period) -> ClosedMonth | None:
    """How a month is closed; None while it is open."""
    return ClosedMonth.objects.filter(month=month.last, reopened_at=None).first()


def close_month(actor: Actor, user: Any, month: Period) -> ClosedMonth:
    """Close a month with what is missing in it; a calculation that sees it is asked for.

    LateError where it is closed already, UserError where no calculation of it says what would stand for the
    missing figures, PermissionDenied for who may not. `user` None: a command of the system.
    """
    _check(user)
    return _close(actor, month, _missing(month))


@change
def _close(actor: Actor, month: Period, missing: Mapping[str, Any]) -> ClosedMonth:
    if standing(month) is not None:
        raise LateError([ALREADY_CLOSED.at(Place(column="month"), month=month)])
    found = of_month(month)
    if found is None:
        raise UserError([NOT_COMPUTED_YET.at(Place(column="month"), month=month)])
    estimates = found.finished.estimates
    kept = rows_of(estimates.filter(pc.equal(estimates["month"], pa.scalar(month.last))))
    closed = ClosedMonth.objects.create(
        month=month.last,
        revision=FigureRevision.objects.aggregate(last=Max("revision"))["last"] or 0,
        closed_at=clock.now(),
        closed_by=actor.name,
        missing=dict(missing),
        kept=kept,
    )
    after = {"month": str(month), "missing": dict(missing), "estimated": len(kept), "run": found.run.pk}
    append(actor, "month.close", f"month:{month}", after=after, tells=[closed])
    request_run(actor, because=f"closing {month}")
    return closed


@change
def reopen_month(actor: Actor, user: Any, month: Period, reason: str) -> ClosedMonth:
    """Open a closed month again, for a stated reason; LateError where it is open, UserError without a reason,
    PermissionDenied for who may not. `user` None: a command of the system."""
    _check(user)
    if not reason.strip():
        raise UserError([NO_REASON.at(Place(column="reason"))])
    closed = ClosedMonth.objects.select_for_update().filter(month=month.last, reopened_at=None).first()
    if closed is None:
        raise LateError([NOT_CLOSED.at(Place(column="month"), month=month)])
    closed.reopened_at, closed.reopened_by, closed.reason = clock.now(), actor.name, reason.strip()
    fields = ("reopened_at", "reopened_by", "reason")
    closed.save(update_fields=fields)
    told = {"month": str(month), "reason": closed.reason}
    append(actor, "month.reopen", f"month:{month}", after=told, tells=[ChangedFields(closed, fields)])
    request_run(actor, because=f"reopening {month}")
    return closed


def _check(user: Any) -> None:
    if user is not None and not allowed(user, MONTH_CLOSE):
        raise PermissionDenied


def missing_of(found: Overview) -> dict[str, Any]:
    """How many forms of a month are owed and not accepted, in all and by form.

    Forms of a period that ended before the month (last year's) are not part of its closing: nothing is kept of them.
    """
    counts = [count for count in found.forms if Period.parse(count.period).last == found.month.last]
    lacking = [count for count in counts if count.owed > count.done]
    forms = {
        count.key: {"period": count.period, "owed": count.owed, "missing": count.owed - count.done} for count in lacking
    }
    missing = sum(count.owed - count.done for count in lacking)
    return {"owed": sum(count.owed for count in counts), "missing": missing, "forms": forms}


def _missing(month: Period) -> dict[str, Any]:
    known = register()
    everything = Part(frozenset(form.id for form in known.content.forms))
    return missing_of(overview(known, [everything], month, today()))


def kept_rows(known: Register, closed: ClosedMonth) -> list[dict[str, str]]:
    """What stands for the missing figures of a closed month, as a page shows it: the largest first."""
    content = known.content
    rows = estimates_of(closed.kept).sort_by([("value", "descending")]).to_pylist()
    found = []
    for row in rows:
        measure = content.measure_by_id.get(row["measure"])
        found.append(
            {
                "entity": known.name(row["entity"], language()),
                "measure": measure.name[language()] if measure else row["measure"],
                "value": f"{row['value']:,.2f}",
                "unit": measure.unit if measure else "",
                "deviation": f"{row['deviation']:,.2f}",
            }
        )
    return found
