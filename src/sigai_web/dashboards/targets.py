"""The list of targets, and everything about one of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from sigai.explanations import formula_lines
from sigai.programme import Programme
from sigai.reports import MOVES, MOVES_RULE, STATUS, VERDICT, TargetStatus, area_rows, trajectory_rows, trouble
from sigai_web.dashboards.cockpit import no_results
from sigai_web.dashboards.filters import Filter, always, select
from sigai_web.dashboards.looking_back import looks_back, shown
from sigai_web.dashboards.operations import INSTRUCTION_WRITE
from sigai_web.dashboards.parts import once, part
from sigai_web.dashboards.sheets import targets_workbook
from sigai_web.filters.keeping import keeps_filters
from sigai_web.filters.offering import offered_filters
from sigai_web.language import choose, language
from sigai_web.pages.panels import TARGET, panels
from sigai_web.permissions import allowed
from sigai_web.permissions.access import needs
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.runs.results import Results

SORTS: Mapping[str, tuple[str, str]] = {
    "": ("方案顺序", "as in the plan"),
    "trouble": ("先看问题", "trouble first"),
    "chance": ("把握从低到高", "least likely first"),
    "coverage": ("报送率从低到高", "lowest response rate first"),
    "due": ("到期先后", "by due date"),
}
_KEYS: Mapping[str, Callable[[TargetStatus], Any]] = {
    "trouble": trouble,
    "chance": lambda row: 2.0 if row.probability is None else row.probability,
    "coverage": lambda row: 2.0 if row.coverage is None else row.coverage,
    "due": lambda row: row.due.last,
}


@dataclass(frozen=True, slots=True)
class TargetQuery:
    """What somebody chose in the list."""

    pillar: str = ""
    unit: str = ""
    verdict: str = ""
    status: str = ""
    area: str = ""
    text: str = ""
    sort: str = ""
    move: str = ""


@keeps_filters
@needs(PROGRESS_READ)
@require_GET
@looks_back
def target_list(request: HttpRequest) -> HttpResponse:
    """All targets in one area, filtered and sorted; `?excel` as a workbook."""
    results = shown(request)
    if results is None:
        return no_results(request)
    filters = _filters(request, results)
    text = request.GET.get("q", "").strip()[:60]
    asked = TargetQuery(text=text, **{one.name: one.chosen for one in filters})
    standings = chosen_targets(results, asked)
    if "excel" in request.GET:
        return targets_workbook(results, standings)
    rows = once(results, "target-rows", (asked.area,), lambda: _rows(results, asked.area))
    context = {
        "results": results,
        "filters": filters,
        "text": text,
        "rows": [rows[row.target.id] for row in standings],
        "total": len(rows),
        "moves_rule": MOVES_RULE,
        "saved": offered_filters(request),
    }
    return render(request, "dashboards/targets.html", context)


def _filters(request: HttpRequest, results: Results) -> list[Filter]:
    content, said = results.view.programme, language()
    owing = {owed.unit.id for owed in results.view.units}
    pillars = [(pillar.id, pillar.name[said]) for pillar in content.pillars]
    units = [(unit.id, unit.name[said]) for unit in content.units if unit.id in owing]
    areas = [(group.area.code, group.area.name[said]) for group in results.view.areas]
    return [
        select(request, "pillar", ("领域", "Pillar"), pillars),
        select(request, "unit", ("单位", "Unit"), units),
        select(request, "verdict", ("判断", "Verdict"), [(verdict, word[said]) for verdict, word in VERDICT.items()]),
        select(request, "status", ("进度", "Pace"), [(status, word[said]) for status, word in STATUS.items()]),
        select(
            request, "move", ("与上月相比", "Since last month"), [(kind, word[said]) for kind, word in MOVES.items()]
        ),
        always(request, "area", ("地区", "Area"), areas),
        always(request, "sort", ("排序", "Order"), [(sort, choose(*words)) for sort, words in SORTS.items()]),
    ]


def _in_area(results: Results, area: str) -> tuple[TargetStatus, ...]:
    return next(group.standings for group in results.view.areas if group.area.code == area)


def _rows(results: Results, area: str) -> dict[str, str]:
    """Every row of the list, ready for the page, by target."""
    view = results.view
    return {
        row.target.id: str(render_to_string("dashboards/_target_row.html", {"row": row, "move": view.move(row)}))
        for row in _in_area(results, area)
    }


def chosen_targets(results: Results, asked: TargetQuery) -> list[TargetStatus]:
    """The targets that somebody asked for, in the order asked for."""
    view = results.view
    wanted = [row for row in _in_area(results, asked.area) if _fits(view.programme, row, asked)]
    if asked.move:
        wanted = [row for row in wanted if (move := view.move(row)) is not None and move.kind == asked.move]
    key = _KEYS.get(asked.sort)
    return sorted(wanted, key=key) if key else wanted


def _fits(content: Programme, row: TargetStatus, asked: TargetQuery) -> bool:
    target = row.target
    if asked.pillar and target.pillar != asked.pillar:
        return False
    if asked.verdict not in ("", row.shown) or asked.status not in ("", row.status):
        return False
    named = [unit for unit in (target.lead, *target.responsible, *target.supporting) if unit]
    if asked.unit and asked.unit not in {member for unit in named for member in content.members(unit)} | set(named):
        return False
    owners = " ".join(content.unit_by_id[unit].name[language()] for unit in named if unit in content.unit_by_id)
    text = f"{target.id} {target.name.zh} {target.name.en} {owners}".lower()
    return all(word in text for word in asked.text.lower().split())


@needs(PROGRESS_READ)
@require_GET
@looks_back
def target_page(request: HttpRequest, target: str) -> HttpResponse:
    """One target: its way, its steps, where the plan states it, how it is computed, who and what serves it."""
    results = shown(request)
    if results is None:
        return no_results(request)
    if target not in results.view.programme.target_by_id:
        raise Http404
    body = part(results, "dashboards/target_body.html", (target,), lambda: _about(results, target))
    found = results.view.programme.target_by_id[target]
    context = {
        "results": results,
        "target": found,
        "body": body,
        "may_instruct": allowed(request.user, INSTRUCTION_WRITE),
        "panels": panels(request, TARGET, found),
    }
    return render(request, "dashboards/target.html", context)


def _about(results: Results, target_id: str) -> dict[str, Any]:
    view, content = results.view, results.view.programme
    target = content.target_by_id[target_id]
    row = next(row for row in view.all.standings if row.target.id == target_id)
    tracks = []
    for detail in view.detail(target):
        indicator = content.indicator_by_id.get(detail.track.indicator)
        tracks.append(
            {
                "detail": detail,
                "indicator": indicator,
                "name": indicator.name if indicator else target.name,
                "lines": formula_lines(content, indicator) if indicator else (),
                "way": json.dumps(trajectory_rows(detail.trajectory), separators=(",", ":")),
                "elsewhere": [(row, view.move(row)) for row in detail.areas],
                "areas": json.dumps(area_rows(detail.areas, language()), ensure_ascii=False),
            }
        )
    return {
        "row": row,
        "move": view.move(row),
        "compared": view.before is not None,
        "moves_rule": MOVES_RULE,
        "target": target,
        "pillar": next(pillar for pillar in content.pillars if pillar.id == target.pillar),
        "tracks": tracks,
        "tasks": [task for task in content.tasks if target_id in task.targets],
        "roles": [
            (choose("牵头", "Leads"), [target.lead] if target.lead else []),
            (choose("责任", "Responsible"), target.responsible),
            (choose("配合", "Supporting"), target.supporting),
        ],
    }
