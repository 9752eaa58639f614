"""Calculations: which there were, how far one is, starting one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sigai.base import Place
from sigai_web import programme
from sigai_web.api.declaring import endpoint
from sigai_web.api.errors import ApiError
from sigai_web.api.operations.figures import period_of
from sigai_web.api.paging import Cut, Number, Page, Sent, ShortText, page_by
from sigai_web.clock import month_now
from sigai_web.journal.writing import Actor
from sigai_web.runs.api.scopes import READ_PROGRESS, RUN
from sigai_web.runs.calculating import request_run
from sigai_web.runs.models import Run
from sigai_web.runs.operations import PROGRESS_READ, RUN_START
from sigai_web.runs.problems import NOT_A_MONTH

router = Router(tags=["runs"])


class RunOut(Schema):
    """One calculation. `state`: queued, running, done, failed, merged (`into_id`: the later run that did its work).
    `programme_digest`: the programme it was made with, the content of `content_digest` with `decisions` decisions."""

    id: int
    as_of: str
    state: str
    because: str
    changed: dict[str, list[str]]
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    stage: str
    into_id: int | None
    data_digest: str
    programme_digest: str
    content_digest: str
    decisions: int


class RunIn(Sent):
    """At which month results shall be looked at, and why."""

    as_of: ShortText | None = Field(None, description="不写为当前月份 · a month; the present one where none is named")
    because: str = Field("", max_length=200)


@endpoint(
    router,
    "GET",
    "/runs",
    operation=PROGRESS_READ,
    scope=READ_PROGRESS,
    zh="计算列表",
    en="runs",
    about_zh="历次计算，新的在前。",
    answer=Page[RunOut],
)
def list_runs(request: HttpRequest, cut: Query[Cut]) -> Any:
    """The calculations, the newest first."""
    return page_by(Run.objects.all(), cut, key="id", newest_first=True)


@endpoint(
    router,
    "GET",
    "/runs/{run}",
    operation=PROGRESS_READ,
    scope=READ_PROGRESS,
    zh="一次计算",
    en="one run",
    about_zh="计算到了哪一步，由什么算出。",
    answer=RunOut,
)
def read_run(request: HttpRequest, run: Number) -> Any:
    """How far it is, and what it was made from."""
    return get_object_or_404(Run, pk=run)


@endpoint(
    router,
    "POST",
    "/runs",
    operation=RUN_START,
    scope=RUN,
    zh="启动计算",
    en="start a run",
    about_zh="申请一次计算；再读这次计算可知进度。",
    answer=RunOut,
    status=202,
)
def start_run(request: HttpRequest, data: RunIn) -> Any:
    """Ask for a calculation; read the run again to see how far it is."""
    month = period_of(data.as_of, "as_of")
    content = programme.current()
    last = month_now(content)
    if month is not None and not (month.kind == "month" and content.head.start.first <= month.last <= last.last):
        raise ApiError(422, issues=[NOT_A_MONTH.at(Place(column="as_of"), given=data.as_of, last=str(last))])
    return Status(202, request_run(Actor.of(request), because=data.because or "api", as_of=month))
