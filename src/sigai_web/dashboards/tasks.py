"""Tasks as a road map: one row each, a column a quarter, with owners and how the targets served stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from sigai.base import Period
from sigai.programme import Programme, Task
from sigai.reports import VERDICT, deadline_word
from sigai_web.dashboards.cockpit import no_results
from sigai_web.dashboards.filters import Filter, select
from sigai_web.dashboards.instructions import newest
from sigai_web.dashboards.looking_back import looks_back, shown
from sigai_web.dashboards.operations import INSTRUCTION_WRITE
from sigai_web.dashboards.parts import once
from sigai_web.dashboards.sheets import notes
from sigai_web.exchange import Column, Worksheet, workbook_response
from sigai_web.language import choose, language
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.runs.results import Results

_QUARTER = 3


@dataclass(frozen=True, slots=True)
class QuarterCell:
    """A quarter of one task's row: whether it runs, what falls due in it, whether it is the present one."""

    runs: bool
    due: tuple[Period, ...]
    now: bool


@needs(PROGRESS_READ)
@require_GET
@looks_back
def task_list(request: HttpRequest) -> HttpResponse:
    """The road map, filtered by pillar, unit and the verdict on a target served; `?excel` as a workbook."""
    results = shown(request)
    if results is None:
        return no_results(request)
    content = results.view.programme
    filters = _filters(request, results)
    asked = {one.name: one.chosen for one in filters}
    tasks = [task for task in content.tasks if _fits(results, task, asked)]
    if "excel" in request.GET:
        return _workbook(results, tasks)
    rows = once(results, "task-rows", (), lambda: _rows(results))
    context = {
        "results": results,
        "filters": filters,
        "groups": _groups(content, tasks, rows),
        "shown": len(tasks),
        "total": len(content.tasks),
        "years": _years(content),
        "quarters": _quarters(content),
    }
    return render(request, "dashboards/tasks.html", context)


@needs(PROGRESS_READ)
@require_GET
@looks_back
def task_page(request: HttpRequest, task: str) -> HttpResponse:
    """One task: who does it by when, which targets it serves, what leaders said about it."""
    results = shown(request)
    if results is None:
        return no_results(request)
    content = results.view.programme
    found = next((each for each in content.tasks if each.id == task), None)
    if found is None:
        raise Http404
    context = {
        "results": results,
        "task": found,
        "pillar": next((pillar for pillar in content.pillars if pillar.id == found.pillar), None),
        "roles": [
            (choose("牵头", "Leads"), [found.lead] if found.lead else []),
            (choose("责任", "Responsible"), found.responsible),
            (choose("配合", "Supporting"), found.supporting),
        ],
        "rows": [row for row in results.view.all.standings if row.target.id in found.targets],
        "may_instruct": allowed(request.user, INSTRUCTION_WRITE),
        "instructions": newest(request.user, "task", task),
    }
    return render(request, "dashboards/task.html", context)


def _filters(request: HttpRequest, results: Results) -> list[Filter]:
    content, said = results.view.programme, language()
    with_tasks = {owed.unit.id for owed in results.view.units if owed.tasks}
    verdicts = [(verdict, word[said]) for verdict, word in VERDICT.items()]
    return [
        select(request, "pillar", ("领域", "Pillar"), [(pillar.id, pillar.name[said]) for pillar in content.pillars]),
        select(
            request,
            "unit",
            ("单位", "Unit"),
            [(unit.id, unit.name[said]) for unit in content.units if unit.id in with_tasks],
        ),
        select(request, "verdict", ("所支撑目标的判断", "Verdict on a target served"), verdicts),
    ]


def _fits(results: Results, task: Task, asked: dict[str, str]) -> bool:
    if asked["pillar"] and task.pillar != asked["pillar"]:
        return False
    if asked["unit"] and asked["unit"] not in owners_of(results.view.programme, task):
        return False
    return not asked["verdict"] or asked["verdict"] in _verdicts(results, task)


def owners_of(content: Programme, task: Task) -> set[str]:
    """Every unit that has a part in a task, members of collectives included."""
    named = [unit for unit in (task.lead, *task.responsible, *task.supporting) if unit]
    return {member for unit in named for member in content.members(unit)} | set(named)


def _verdicts(results: Results, task: Task) -> Counter[str]:
    """How the targets that a task serves stand."""
    served = set(task.targets)
    return Counter(row.shown for row in results.view.all.standings if row.target.id in served)


def _quarters(content: Programme) -> list[int]:
    """The first months of the quarters of the programme's time."""
    start = content.head.start.first
    return list(range(start - start % _QUARTER, content.head.end.last + 1, _QUARTER))


def _years(content: Programme) -> list[tuple[int, int]]:
    """Years with their number of quarters."""
    return list(Counter(month // 12 for month in _quarters(content)).items())


def _rows(results: Results) -> dict[str, str]:
    """Every task's row, ready for the page."""
    content = results.view.programme
    now = results.view.run.as_of.last
    return {
        task.id: str(
            render_to_string(
                "dashboards/_task_row.html",
                {
                    "task": task,
                    "counts": {verdict: _verdicts(results, task)[verdict] for verdict in VERDICT},
                    "cells": [_cell(content, task, month, now) for month in _quarters(content)],
                },
            )
        )
        for task in content.tasks
    }


def _cell(content: Programme, task: Task, first: int, now: int) -> QuarterCell:
    months = range(first, first + _QUARTER)
    due = tuple(period for period in task.due if period.last in months)
    end = max((period.last for period in task.due), default=content.head.end.last)
    return QuarterCell(first <= end, due, now in months)


def _groups(content: Programme, tasks: list[Task], rows: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Rows by pillar, in the programme's order; tasks of no pillar last."""
    said = language()
    names = [(pillar.id, pillar.name[said]) for pillar in content.pillars]
    groups = [
        (name, [rows[task.id] for task in tasks if task.pillar == pillar])
        for pillar, name in [*names, (None, choose("综合与保障", "Across pillars"))]
    ]
    return [(name, found) for name, found in groups if found]


def _workbook(results: Results, tasks: list[Task]) -> HttpResponse:
    content, said = results.view.programme, language()
    comma = choose("、", ", ")

    def names(units: Any) -> str:
        return comma.join(content.unit_by_id[unit].name[said] for unit in units if unit in content.unit_by_id)

    pillars = {pillar.id: pillar.name[said] for pillar in content.pillars}
    columns = [
        Column(choose("编号", "Id"), 8),
        Column(choose("任务", "Task"), 50),
        Column(choose("领域", "Pillar"), 14),
        Column(choose("牵头", "Leads"), 20),
        Column(choose("责任", "Responsible"), 40),
        Column(choose("配合", "Supporting"), 30),
        Column(choose("到期", "Due"), 30),
        Column(choose("支撑目标", "Targets served"), 50),
        Column(choose("其中预计完不成、已错过", "Of them missed or unlikely"), 14),
    ]
    rows = [
        (
            task.id,
            task.title,
            pillars.get(task.pillar or "", ""),
            names([task.lead] if task.lead else []),
            names(task.responsible),
            names(task.supporting),
            comma.join(deadline_word(str(due), said) for due in task.due),
            comma.join(content.target_by_id[target].name[said] for target in task.targets),
            sum(_verdicts(results, task)[verdict] for verdict in ("unlikely", "missed")),
        )
        for task in tasks
    ]
    return workbook_response(
        choose("任务", "tasks"), [Worksheet(choose("任务", "Tasks"), columns, rows, notes(results))]
    )
