"""What each unit owes: targets by role, tasks, and what is overdue."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from sigai.reports import VERDICT, UnitDuties
from sigai_web import programme
from sigai_web.dashboards.arranging import months_of_pace, pressing_first
from sigai_web.dashboards.cockpit import no_results
from sigai_web.dashboards.looking_back import looks_back, shown
from sigai_web.dashboards.operations import INSTRUCTION_WRITE
from sigai_web.dashboards.parts import later, part
from sigai_web.dashboards.sheets import notes, targets_workbook
from sigai_web.dashboards.waiting import forms_owed
from sigai_web.exchange import Column, Worksheet, workbook_response
from sigai_web.language import choose, language
from sigai_web.ledgers.summaries import overdue_count, overdue_of
from sigai_web.pages.panels import UNIT, panels
from sigai_web.pages.waiting import waits_for
from sigai_web.permissions import Reach, allowed, role_info
from sigai_web.permissions.access import needs
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.runs.results import Results
from sigai_web.store.models import CurrentRecord

_SHOWN_TASKS = 10
_SHOWN_OVERDUE = 5
_ROLES = (("lead", "牵头", "Leads"), ("responsible", "责任", "Responsible"), ("supporting", "配合", "Supporting"))


@needs(PROGRESS_READ)
@require_GET
@looks_back
def unit_list(request: HttpRequest) -> HttpResponse:
    """Every unit with the targets it answers for, most trouble first; `?excel` as a workbook."""
    results = shown(request)
    if results is None:
        return no_results(request)
    if "excel" in request.GET:
        return _workbook(results)
    body = part(results, "dashboards/units_body.html", (), lambda: {"verdicts": list(VERDICT)})
    return render(request, "dashboards/units.html", {"results": results, "body": body})


def _workbook(results: Results) -> HttpResponse:
    columns = [Column(choose("单位", "Unit"), 30), Column(choose("负责的目标", "Targets answered for"), 12)]
    columns += [Column(word[language()], 10) for word in VERDICT.values()]
    columns += [Column(choose("其他参与的目标", "Other targets"), 12), Column(choose("任务", "Tasks"), 8)]
    rows = [
        (
            owed.unit.name[language()],
            owed.answered.total,
            *(owed.answered.counts[verdict] for verdict in VERDICT),
            len(owed.duties) - owed.answered.total,
            len(owed.tasks),
        )
        for owed in results.view.units
    ]
    return workbook_response(
        choose("单位", "units"), [Worksheet(choose("单位", "Units"), columns, rows, notes(results))]
    )


@needs(PROGRESS_READ)
@require_GET
@looks_back
def unit_page(request: HttpRequest, unit: str) -> HttpResponse:
    """What one unit owes; `?excel` its targets as a workbook."""
    results = shown(request)
    if results is None:
        return no_results(request)
    content = programme.current()
    if unit not in content.unit_by_id:
        raise Http404
    owed = duties_of(results, unit)
    if "excel" in request.GET:
        return targets_workbook(results, [duty.standing for duty in owed.duties])
    body = part(results, "dashboards/unit_body.html", (unit,), lambda: _arranged(results, owed))
    context = {
        "results": results,
        "unit": content.unit_by_id[unit],
        "body": body,
        "may_instruct": allowed(request.user, INSTRUCTION_WRITE),
        "panels": panels(request, UNIT, content.unit_by_id[unit]),
        "waiting": waits_for(request.user) if _is_of(request.user, unit) else [],
        "address": reverse("unit-owes", args=[unit]),
        "words": choose("待报的表、逾期的台账和督办", "Forms owed, records and notices overdue"),
    }
    return render(request, "dashboards/unit.html", context)


@needs(PROGRESS_READ)
@require_GET
def unit_owes(request: HttpRequest, unit: str) -> HttpResponse:
    """The forms that one unit has in hand, and the records beyond a deadline within the reader's reach."""
    found = programme.current().unit_by_id.get(unit)
    if found is None:
        raise Http404
    records = CurrentRecord.within(Reach.UNIT, unit)
    context = {
        "forms": forms_owed(request.user, Reach.FORMS, unit),
        "overdue": overdue_of(request.user, records, most=_SHOWN_OVERDUE),
        "overdue_count": overdue_count(request.user, records),
    }
    address = reverse("unit", args=[unit])
    return later(request, "dashboards/_unit_owes.html", context, title=found.name[language()], back=address)


def _is_of(user: Any, unit: str) -> bool:
    return any(role_info(member.role).scope == "unit" and member.scope == unit for member in user.granted())


def duties_of(results: Results, unit: str) -> UnitDuties:
    """What a unit owes; nothing where the plan names it nowhere."""
    found = next((owed for owed in results.view.units if owed.unit.id == unit), None)
    return found or UnitDuties(results.view.programme.unit_by_id[unit], (), ())


def _arranged(results: Results, owed: UnitDuties) -> dict[str, Any]:
    roles = {role: choose(zh, en) for role, zh, en in _ROLES}
    shared = [
        (choose("与别的单位共同负责", "Shared with other units"), owed.shared("responsible")),
        (choose("配合", "Supporting"), owed.shared("supporting")),
    ]
    tasks = [(task, roles[role]) for task, role in owed.tasks]
    return {
        "owed": owed,
        "nothing": choose("没有", "None"),
        **pressing_first(owed.answered.standings),
        **months_of_pace(results.finished, owed.answered.standings),
        "shared": shared,
        "tasks": tasks[:_SHOWN_TASKS],
        "other_tasks": tasks[_SHOWN_TASKS:],
    }
