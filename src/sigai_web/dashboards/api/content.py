"""The programme's content: what is reported, kept, computed and committed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from sigai_web import programme
from sigai_web.api.declaring import View, endpoint
from sigai_web.api.paging import ShortText, Whole
from sigai_web.dashboards.api.content_shapes import (
    AreaOut,
    FormOut,
    HeadOut,
    IndicatorOut,
    LedgerOut,
    MeasureOut,
    PillarOut,
    TargetOut,
    TargetWithStatementsOut,
    TaskOut,
    UnitOut,
)
from sigai_web.dashboards.api.scopes import READ_CONTENT
from sigai_web.permissions import Operation
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.store.operations import FIGURE_READ, RECORD_READ

router = Router(tags=["content"])


def _list(path: str, operation: Operation, item: Any, *, zh: str, en: str, about_zh: str) -> Callable[[View], View]:
    """A list of content, which comes whole."""
    return endpoint(
        router,
        "GET",
        path,
        operation=operation,
        scope=READ_CONTENT,
        zh=zh,
        en=en,
        about_zh=about_zh,
        answer=Whole[item],
    )


def _of_this_edition(response: HttpResponse) -> None:
    """Content changes with its edition only: clients may keep it and ask whether it still stands."""
    response["ETag"] = f'"{programme.current().digest[:32]}"'


@endpoint(
    router,
    "GET",
    "/programme",
    operation=FIGURE_READ,
    scope=READ_CONTENT,
    zh="方案",
    en="the programme",
    about_zh="方案的名称、时间和内容摘要值。",
    answer=HeadOut,
)
def read_programme(request: HttpRequest, response: HttpResponse) -> Any:
    """What the programme is called, its time and the digest of its content."""
    _of_this_edition(response)
    content = programme.current()
    named = {name: getattr(content.head, name) for name in HeadOut.model_fields if name != "digest"}
    return {**named, "digest": content.digest}


@_list("/areas", FIGURE_READ, AreaOut, zh="地区", en="areas", about_zh="地区树。")
def list_areas(request: HttpRequest, response: HttpResponse) -> Any:
    """The tree of areas."""
    _of_this_edition(response)
    return {"items": programme.current().areas}


@_list("/units", FIGURE_READ, UnitOut, zh="责任单位", en="units", about_zh="部门、县区、园区和运营单位。")
def list_units(request: HttpRequest, response: HttpResponse) -> Any:
    """Departments, counties, parks and operators that answer for something."""
    _of_this_edition(response)
    return {"items": programme.current().units}


@_list("/pillars", FIGURE_READ, PillarOut, zh="改造领域", en="pillars", about_zh="改造领域及其工作方向。")
def list_pillars(request: HttpRequest, response: HttpResponse) -> Any:
    """The fields of the transformation."""
    _of_this_edition(response)
    return {"items": programme.current().pillars}


@_list("/measures", FIGURE_READ, MeasureOut, zh="指标项", en="measures", about_zh="单位和累计方式。")
def list_measures(request: HttpRequest, response: HttpResponse) -> Any:
    """What figures are reported, in which unit, how accumulated."""
    _of_this_edition(response)
    return {"items": programme.current().measures}


@_list("/forms", FIGURE_READ, FormOut, zh="报表", en="forms", about_zh="谁在什么时候填报哪些指标项。")
def list_forms(request: HttpRequest, response: HttpResponse) -> Any:
    """Who reports which measures by when."""
    _of_this_edition(response)
    return {"items": programme.current().forms}


@_list(
    "/ledgers",
    RECORD_READ,
    LedgerOut,
    zh="台账定义",
    en="ledgers",
    about_zh="字段、状态、流转、期限。",
)
def list_ledgers(request: HttpRequest, response: HttpResponse) -> Any:
    """Kinds of record: fields, states, steps, deadlines."""
    _of_this_edition(response)
    return {"items": programme.current().ledgers}


@_list(
    "/indicators",
    PROGRESS_READ,
    IndicatorOut,
    zh="指标",
    en="indicators",
    about_zh="数值和台账的公式。",
)
def list_indicators(request: HttpRequest, response: HttpResponse) -> Any:
    """Formulas over figures and records."""
    _of_this_edition(response)
    return {"items": programme.current().indicators}


@_list("/targets", PROGRESS_READ, TargetOut, zh="目标", en="targets", about_zh="可按领域或单位筛选。")
def list_targets(
    request: HttpRequest, response: HttpResponse, pillar: ShortText | None = None, unit: ShortText | None = None
) -> Any:
    """What the plan commits to; of one pillar, or of one unit that leads, answers or supports."""
    _of_this_edition(response)
    return {
        "items": [
            target
            for target in programme.current().targets
            if pillar in (None, target.pillar) and unit in (None, target.lead, *target.responsible, *target.supporting)
        ]
    }


@endpoint(
    router,
    "GET",
    "/targets/{target}",
    operation=PROGRESS_READ,
    scope=READ_CONTENT,
    zh="一个目标",
    en="one target",
    about_zh="一个目标及方案中对它的每一处表述。",
    answer=TargetWithStatementsOut,
)
def read_target(request: HttpRequest, response: HttpResponse, target: str) -> Any:
    """A target with every statement of it in the plan."""
    found = programme.current().target_by_id.get(target)
    if found is None:
        raise Http404
    _of_this_edition(response)
    return found


@_list(
    "/tasks",
    PROGRESS_READ,
    TaskOut,
    zh="任务",
    en="tasks",
    about_zh="可按领域或单位筛选。",
)
def list_tasks(
    request: HttpRequest, response: HttpResponse, pillar: ShortText | None = None, unit: ShortText | None = None
) -> Any:
    """What units must do by when; of one pillar, or of one unit."""
    _of_this_edition(response)
    return {
        "items": [
            task
            for task in programme.current().tasks
            if pillar in (None, task.pillar) and unit in (None, task.lead, *task.responsible, *task.supporting)
        ]
    }
