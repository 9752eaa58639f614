"""Enterprises within the reader's reach: the register, and all that is known of one."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from sigai.base import MeasureUnit, Period
from sigai.programme import Measure, Programme
from sigai_web import programme
from sigai_web.accounts.people import people
from sigai_web.dashboards.filters import Filter, select
from sigai_web.dashboards.sparks import own_months, spark
from sigai_web.dashboards.waiting import forms_owed
from sigai_web.exchange import Column, Worksheet, workbook_response
from sigai_web.language import choose, language, month_said
from sigai_web.ledgers.summaries import of_entity
from sigai_web.manifests import PanelSlot
from sigai_web.pages.panels import ENTERPRISE, panels
from sigai_web.permissions import Reach, reaches, visible
from sigai_web.permissions.access import needs
from sigai_web.store.finding import holding
from sigai_web.store.models import CurrentFigure, DataSource, Entity
from sigai_web.store.operations import FIGURE_READ
from sigai_web.store.within import readable

_PAGE = 50
_MONTHS = 13
_SPARK = 36
_KEPT_SECONDS = 300


@needs(FIGURE_READ)
@require_GET
def enterprise_list(request: HttpRequest) -> HttpResponse:
    """The register within reach, found by name, area, industry and size; `?excel` as a workbook. People of one
    enterprise see its page."""
    filters = _filters(request)
    asked = {"q": request.GET.get("q", "").strip()[:60], **{one.name: one.chosen for one in filters}}
    reachable = readable(request.user)
    if not request.GET and _of_one(request.user) and len(own := reachable.values_list("pk", flat=True)[:2]) == 1:
        return enterprise_page(request, own[0])
    found = _chosen(reachable, asked).order_by("name", "pk")
    if "excel" in request.GET:
        return _workbook(found)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    areas = programme.current().area_by_code
    context = {
        "page": page,
        "rows": [(entity, areas.get(entity.park or entity.area)) for entity in page],
        "filters": filters,
        "text": asked["q"],
        "query": urlencode(asked),
    }
    return render(request, "dashboards/enterprises.html", context)


def _of_one(user: Any) -> bool:
    """Whether somebody belongs to enterprises alone: a list of one is no use to them."""
    return all(reach is Reach.ENTITY for reach, _ in reaches(user, FIGURE_READ))


def _filters(request: HttpRequest) -> list[Filter]:
    said = language()
    divisions = cache.get_or_set("divisions", _divisions, _KEPT_SECONDS) or []
    areas = [(area.code, area.name[said]) for area in programme.current().areas]
    scales = [("above", choose("规模以上", "above scale")), ("below", choose("规模以下", "below scale"))]
    return [
        select(request, "area", ("地区", "Area"), areas),
        select(request, "industry", ("行业大类", "Division of industry"), [(code, code) for code in divisions]),
        select(request, "scale", ("规模", "Size"), scales),
    ]


def _divisions() -> list[str]:
    """The divisions of industry that the register has; it seldom changes."""
    industries = Entity.objects.filter(kind="enterprise", industry__isnull=False).values_list("industry", flat=True)
    return sorted({str(industry)[:3] for industry in industries.distinct()})


def _chosen(rows: QuerySet[Entity], asked: dict[str, str]) -> QuerySet[Entity]:
    content = programme.current()
    rows = rows.filter(holding(asked["q"]))
    if asked["area"]:
        inside = content.areas_under(asked["area"])
        rows = rows.filter(Q(area__in=inside) | Q(park__in=inside))
    if asked["industry"]:
        rows = rows.filter(industry__startswith=asked["industry"])
    if asked["scale"] == "above":
        rows = rows.filter(above_scale_since__isnull=False)
    elif asked["scale"] == "below":
        rows = rows.filter(above_scale_since__isnull=True)
    return rows


def _workbook(rows: QuerySet[Entity]) -> HttpResponse:
    content = programme.current()
    columns = [
        Column(choose("统一社会信用代码", "Credit code"), 22),
        Column(choose("名称", "Name"), 36),
        Column(choose("地区", "Area"), 16),
        Column(choose("园区", "Park"), 16),
        Column(choose("行业", "Industry"), 10),
        Column(choose("规上起始月", "Above scale since"), 12),
    ]

    def name(code: str | None) -> str:
        area = content.area_by_code.get(code or "")
        return area.name[language()] if area else code or ""

    cells = [
        (row.pk, row.name, name(row.area), name(row.park), row.industry, _month(row.above_scale_since)) for row in rows
    ]
    source = DataSource.objects.first()
    notes = (
        [choose("演示数据，全部虚构", "Demonstration data, all invented")] if source and source.demonstration else []
    )
    return workbook_response(
        choose("企业", "enterprises"), [Worksheet(choose("企业", "Enterprises"), columns, cells, notes)]
    )


def _list_name(content: Programme, tag: str) -> str:
    known = content.list_by_id.get(tag)
    return known.name[language()] if known else tag


def _month(index: int | None) -> str:
    return month_said(index) if index is not None else ""


@needs(FIGURE_READ)
@require_GET
def enterprise_page(request: HttpRequest, enterprise: str) -> HttpResponse:
    """One enterprise: register, figures over time, titles and projects; `?excel` its figures as a workbook."""
    entity = get_object_or_404(Entity, pk=enterprise, kind="enterprise")
    if not readable(request.user).filter(pk=enterprise).exists():
        raise PermissionDenied
    content = programme.current()
    figures = _figures(request.user, entity)
    if "excel" in request.GET:
        return _figure_workbook(entity, figures)
    context = {
        "entity": entity,
        "area": content.area_by_code.get(entity.area),
        "park": content.area_by_code.get(entity.park or ""),
        "above_scale": _month(entity.above_scale_since),
        "tags": [_list_name(content, tag) for tag in entity.tags.split(";") if tag],
        "figures": figures,
        "people": people(one["newest"].reporter for one in figures if one["newest"].reporter != entity.pk),
        "ledgers": of_entity(request.user, entity.pk),
        "forms": forms_owed(request.user, Reach.ENTITY, entity.pk),
        "buttons": panels(request, ENTERPRISE, entity, PanelSlot.BUTTONS),
        "panels": panels(request, ENTERPRISE, entity),
    }
    return render(request, "dashboards/enterprise.html", context)


class Given(NamedTuple):
    """A figure that an enterprise gave."""

    measure: str
    month: int
    period: str
    value: Decimal
    state: str
    reporter: str | None
    reported_at: datetime | None


def _figures(user: Any, entity: Entity) -> list[dict[str, Any]]:
    """Every measure that the enterprise gave: its newest figure, that of a year earlier, and the way there."""
    content = programme.current()
    rows = visible(user, FIGURE_READ, CurrentFigure.objects.filter(entity=entity.pk)).order_by("month")
    series: dict[str, list[Given]] = {}
    for row in rows.values_list(*Given._fields).iterator():
        series.setdefault(row[0], []).append(Given(*row))
    found = []
    for measure in content.measures:
        given = series.get(measure.id)
        if not given:
            continue
        year_ago = str(Period.parse(given[-1].period).shift_years(-1))
        found.append(
            {
                "measure": measure,
                "unit": MeasureUnit.parse(measure.unit).symbol,
                "newest": given[-1],
                "year_ago": next((figure for figure in given if figure.period == year_ago), None),
                "given": given[-_MONTHS:],
                "spark": spark(_points(measure, given)),
            }
        )
    return found


def _points(measure: Measure, given: list[Given]) -> list[tuple[int, float]]:
    """The newest months of a measure; of totals since January what each month added."""
    points = [(figure.month, float(figure.value)) for figure in given]
    return (own_months(points) if measure.accumulation == "ytd" else points)[-_SPARK:]


def _figure_workbook(entity: Entity, figures: list[dict[str, Any]]) -> HttpResponse:
    columns = [
        Column(choose("指标项", "Measure"), 36),
        Column(choose("单位", "MeasureUnit"), 12),
        Column(choose("期", "Period"), 10),
        Column(choose("数值", "Value"), 16),
        Column(choose("状态", "State"), 12),
        Column(choose("报送人", "Given by"), 18),
        Column(choose("时间", "At"), 14),
    ]
    rows = [
        (
            one["measure"].name[language()],
            one["unit"],
            figure.period,
            figure.value,
            figure.state,
            figure.reporter,
            figure.reported_at,
        )
        for one in figures
        for figure in one["given"]
    ]
    return workbook_response(entity.name, [Worksheet(entity.name, columns, rows)])
