"""Areas: the targets held against each, its own figures, the records in it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from sigai.base import MeasureUnit
from sigai.reports import VERDICT, TargetStatusGroup
from sigai_web import programme
from sigai_web.clock import month_now
from sigai_web.dashboards.arranging import months_of_pace, pressing_first
from sigai_web.dashboards.cockpit import no_results
from sigai_web.dashboards.looking_back import looks_back, shown
from sigai_web.dashboards.parts import later, part
from sigai_web.dashboards.sheets import notes, targets_workbook
from sigai_web.dashboards.waiting import forms_owed
from sigai_web.exchange import Column, Worksheet, workbook_response
from sigai_web.language import choose, language
from sigai_web.ledgers.summaries import of_area
from sigai_web.pages.panels import AREA, panels
from sigai_web.permissions import Reach, visible
from sigai_web.permissions.access import needs
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.runs.results import Results
from sigai_web.store.models import CurrentFigure, Entity
from sigai_web.store.operations import FIGURE_READ

_LOOKED_BACK = 24
"""Months: a figure a year stands for at most that long."""


@needs(PROGRESS_READ)
@require_GET
@looks_back
def area_list(request: HttpRequest) -> HttpResponse:
    """Every area that targets are held against; `?excel` as a workbook."""
    results = shown(request)
    if results is None:
        return no_results(request)
    if "excel" in request.GET:
        return _workbook(results)
    body = part(results, "dashboards/areas_body.html", (), lambda: {"verdicts": list(VERDICT)})
    return render(request, "dashboards/areas.html", {"results": results, "body": body})


def _workbook(results: Results) -> HttpResponse:
    columns = [Column(choose("地区", "Area"), 20), Column(choose("目标", "Targets"), 10)]
    columns += [Column(word[language()], 10) for word in VERDICT.values()]
    rows = [
        (group.area.name[language()], group.total, *(group.counts[verdict] for verdict in VERDICT))
        for group in results.view.areas
    ]
    return workbook_response(
        choose("地区", "areas"), [Worksheet(choose("地区", "Areas"), columns, rows, notes(results))]
    )


@needs(PROGRESS_READ)
@require_GET
@looks_back
def area_page(request: HttpRequest, area: str) -> HttpResponse:
    """One area; `?excel` its targets as a workbook."""
    results = shown(request)
    if results is None:
        return no_results(request)
    content = programme.current()
    place = content.area_by_code.get(area)
    if place is None:
        raise Http404
    group = next((group for group in results.view.areas if group.area.code == area), None)
    rows = group.standings if group else ()
    if "excel" in request.GET:
        return targets_workbook(results, rows)
    body = part(results, "dashboards/area_body.html", (area,), lambda: _arranged(results, group))
    context = {
        "results": results,
        "area": place,
        "body": body,
        "panels": panels(request, AREA, place),
        "address": reverse("area-data", args=[area]),
        "words": choose("数值、台账、企业和待报的表", "Figures, records, enterprises and forms owed"),
    }
    return render(request, "dashboards/area.html", context)


def _arranged(results: Results, group: TargetStatusGroup | None) -> dict[str, Any]:
    rows = group.standings if group else ()
    return {
        **pressing_first(rows),
        **months_of_pace(results.finished, rows),
        "counts": group and group.counts,
        "total": len(rows),
        "nothing": choose("没有对它考核的目标", "No target is held against it"),
    }


@needs(PROGRESS_READ)
@require_GET
def area_data(request: HttpRequest, area: str) -> HttpResponse:
    """What lies in one area, within the reader's reach: its figures, records, enterprises, forms owed."""
    content = programme.current()
    place = content.area_by_code.get(area)
    if place is None:
        raise Http404
    enterprises = Entity.objects.filter(kind="enterprise", area__in=content.areas_under(area))
    context = {
        "area": place,
        "figures": newest_figures(request.user, area),
        "ledgers": of_area(request.user, area, most=0),
        "forms": forms_owed(request.user, Reach.PLACE, area),
        "enterprises": visible(request.user, FIGURE_READ, enterprises).count(),
        "below": [each for each in content.areas if each.parent == area],
        "units": [unit for unit in content.units if unit.area == area],
    }
    address = reverse("area", args=[area])
    return later(request, "dashboards/_area_data.html", context, title=place.name[language()], back=address)


def newest_figures(user: Any, entity: str) -> list[dict[str, Any]]:
    """The newest figure of each measure that an entity itself gave, within the reader's reach."""
    content = programme.current()
    recent = CurrentFigure.objects.filter(entity=entity, month__gt=month_now(content).last - _LOOKED_BACK)
    rows = visible(user, FIGURE_READ, recent).order_by("month")
    newest = {row["measure"]: row for row in rows.values("entity", "measure", "period", "value", "state").iterator()}
    return [
        {"measure": measure, "unit": MeasureUnit.parse(measure.unit).symbol, "figure": newest[measure.id]}
        for measure in content.measures
        if measure.id in newest
    ]
