"""Figures and whom they are about, within the person's reach."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field, PlainSerializer

from sigai.base import Period, Place
from sigai_web import programme
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.errors import ApiError
from sigai_web.api.paging import Cut, Page, ShortText, Whole, page_by
from sigai_web.api.problems import BAD_FIELD
from sigai_web.api.scopes import READ_FIGURES
from sigai_web.permissions import visible
from sigai_web.store.finding import holding
from sigai_web.store.models import CurrentFigure, Entity, FigureRevision
from sigai_web.store.operations import FIGURE_READ

router = Router(tags=["figures"])

Amount = Annotated[Decimal, PlainSerializer(lambda amount: f"{amount:.4f}", return_type=str)]
"""An exact decimal as a text with four digits after the point, in the measure's unit."""


class EntityOut(Schema):
    """Whom figures are about."""

    id: str
    name: str
    kind: str
    area: str
    park: str | None
    industry: str | None
    above_scale_since: str | None
    active_from: str | None
    active_until: str | None
    tags: list[str]

    @staticmethod
    def resolve_tags(entity: Entity) -> list[str]:
        """The free marks."""
        return entity.tags.split(";") if entity.tags else []

    @staticmethod
    def resolve_above_scale_since(entity: Entity) -> str | None:
        """The month index of the row as `2021-06`; None where the enterprise is not above scale."""
        return _month(entity.above_scale_since)

    @staticmethod
    def resolve_active_from(entity: Entity) -> str | None:
        """The month index of the row as `2021-06`; None where it is not known."""
        return _month(entity.active_from)

    @staticmethod
    def resolve_active_until(entity: Entity) -> str | None:
        """The month index of the row as `2021-06`; None while the entity is active."""
        return _month(entity.active_until)


class FigureOut(Schema):
    """One figure. `revision` is one number, monotone over the whole system: what is higher was written later."""

    revision: int
    entity: str
    measure: str
    period: str
    value: Amount | None = Field(description="in the measure's unit, four digits after the point; null: withdrawn")
    state: str
    source: str | None
    reporter: str | None
    reported_at: datetime | None
    given_value: str | None
    given_unit: str | None
    reason: str


class EntitiesAsked(Cut):
    """Which entities."""

    kind: ShortText | None = None
    area: ShortText | None = Field(None, description="含下级 · with all below it")
    q: ShortText | None = Field(None, description="名称或编号的一部分 · part of the name or id")


class FiguresAsked(Cut):
    """Which figures."""

    entity: ShortText | None = None
    measure: ShortText | None = None
    period: ShortText | None = Field(None, description="如 2022-06 · such as 2022-06")
    since: ShortText | None = Field(None, description="这个期间及以后 · a period: its figures and later ones")
    until: ShortText | None = Field(None, description="这个期间及以前 · a period: its figures and earlier ones")
    area: ShortText | None = Field(None, description="含下级 · with all below it")
    state: ShortText | None = Field(None, description="reported, provisional, accepted, revised")


def _month(index: int | None) -> str | None:
    return None if index is None else str(Period.of_index(index))


def period_of(text: str | None, column: str) -> Period | None:
    """A period in a query; ApiError 422 where it is none."""
    if text is None:
        return None
    try:
        return Period.parse(text)
    except ValueError:
        reasons = {"reason_zh": "应为期间，如 2022-06", "reason_en": "a period is asked for, such as 2022-06"}
        raise ApiError(422, issues=[BAD_FIELD.at(Place(column=column), column=column, **reasons)]) from None


def areas_in(code: str) -> tuple[str, ...]:
    """An area and all below it; 404 for one that is not in the programme."""
    if code not in programme.current().area_by_code:
        raise Http404
    return programme.current().areas_under(code)


@endpoint(
    router,
    "GET",
    "/entities",
    operation=FIGURE_READ,
    scope=READ_FIGURES,
    zh="主体",
    en="entities",
    about_zh="可见的企业、园区、项目、设备，可按类型、地区（含下级）、名称筛选。",
    answer=Page[EntityOut],
)
def list_entities(request: HttpRequest, asked: Query[EntitiesAsked]) -> Any:
    """Enterprises, parks, projects and devices within reach, by kind, area (with all below it) and name."""
    rows = visible(person(request), FIGURE_READ, Entity.objects.all())
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind)
    if asked.area is not None:
        rows = rows.filter(area__in=areas_in(asked.area))
    if asked.q:
        rows = rows.filter(holding(asked.q))
    return page_by(rows, asked, key="id")


@endpoint(
    router,
    "GET",
    "/entities/{entity}",
    operation=FIGURE_READ,
    scope=READ_FIGURES,
    zh="一个主体",
    en="one entity",
    about_zh="名录中的一行。",
    answer=EntityOut,
)
def read_entity(request: HttpRequest, entity: str) -> Any:
    """One line of the register."""
    return get_object_or_404(visible(person(request), FIGURE_READ, Entity.objects.all()), pk=entity)


@endpoint(
    router,
    "GET",
    "/figures",
    operation=FIGURE_READ,
    scope=READ_FIGURES,
    zh="数值",
    en="figures",
    about_zh="现行数值，按版本号排列；after 给一个版本号，得到此后变动的数值。",
    answer=Page[FigureOut],
)
def list_figures(request: HttpRequest, asked: Query[FiguresAsked]) -> Any:
    """The figures that count, in the order of their revisions: `after` a revision, what changed since."""
    rows = visible(person(request), FIGURE_READ, CurrentFigure.objects.all())
    return page_by(rows.filter(_wanted(asked)), asked, key="revision")


def _wanted(asked: FiguresAsked) -> Q:
    exact = {name: getattr(asked, name) for name in ("entity", "measure", "state")}
    wanted = Q(**{name: given for name, given in exact.items() if given is not None})
    period, since, until = (period_of(getattr(asked, name), name) for name in ("period", "since", "until"))
    if period is not None:
        wanted &= Q(period=str(period))
    if since is not None:
        wanted &= Q(month__gte=since.first)
    if until is not None:
        wanted &= Q(month__lte=until.last)
    if asked.area is not None:
        inside = areas_in(asked.area)
        wanted &= Q(entity__in=inside) | Q(entity__in=Entity.objects.filter(area__in=inside).values("pk"))
    return wanted


@endpoint(
    router,
    "GET",
    "/figures/{entity}/{measure}/{period}",
    operation=FIGURE_READ,
    scope=READ_FIGURES,
    zh="一个数值的历次版本",
    en="every revision of one figure",
    about_zh="一个数值的每个版本，先到的在前。",
    answer=Whole[FigureOut],
)
def read_figure(request: HttpRequest, entity: str, measure: str, period: str) -> Any:
    """Every revision of one figure, the first one first."""
    asked = period_of(period, "period")
    rows = visible(person(request), FIGURE_READ, FigureRevision.objects.all())
    found = list(rows.filter(entity=entity, measure=measure, period=str(asked)).order_by("revision"))
    if not found:
        raise Http404
    return {"items": found}
