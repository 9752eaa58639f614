"""Conversations about cells of forms: those that are open, saying something, ending one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Cut, Page, Sent, ShortText, page_by
from sigai_web.api.scopes import READ_FIGURES
from sigai_web.journal.writing import Actor
from sigai_web.permissions import allowed, visible
from sigai_web.reporting import talking
from sigai_web.reporting.api.scopes import WRITE_FIGURES
from sigai_web.reporting.models import CellTalk
from sigai_web.reporting.operations import CELL_COMMENT
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import find

router = Router(tags=["reporting"])


class CellCommentOut(Schema):
    """What one person said; `resolves`: they ended the conversation."""

    by: str
    at: datetime
    text: str
    resolves: bool


class CellTalkOut(Schema):
    """The conversation about one cell. `asks_reporter`: it waits for the reporter, else for those who decide."""

    form: str
    period: str
    reporter: str
    entity: str
    measure: str
    resolved: bool
    asks_reporter: bool
    comments: list[CellCommentOut]


class CellCommentIn(Sent):
    """Something to say about a cell; a `text` of null ends its conversation."""

    entity: ShortText
    measure: ShortText
    text: str | None = Field(max_length=500)


def _talk(talk: CellTalk) -> dict[str, Any]:
    names = ("form", "period", "reporter", "entity", "measure", "resolved", "asks_reporter")
    return {**{name: getattr(talk, name) for name in names}, "comments": list(talk.comments.all())}


@endpoint(
    router,
    "GET",
    "/comments",
    operation=CELL_COMMENT,
    scope=READ_FIGURES,
    zh="未了结的留言",
    en="open conversations",
    about_zh="职权内各格上还没有了结的留言。",
    answer=Page[CellTalkOut],
)
def list_cell_comments(request: HttpRequest, cut: Query[Cut]) -> Any:
    """The conversations about cells that are open within reach."""
    found = visible(person(request), CELL_COMMENT, CellTalk.objects.filter(resolved=False))
    page = page_by(found.prefetch_related("comments"), cut, key="id")
    return {**page, "items": [_talk(talk) for talk in page["items"]]}


@endpoint(
    router,
    "POST",
    "/sheets/{form}/{period}/{reporter}/comments",
    operation=CELL_COMMENT,
    scope=WRITE_FIGURES,
    zh="在格子上留言",
    en="comment on a cell",
    about_zh="填报员与审核、专班之间的对话，按格保存；text 为 null 表示了结。",
    answer=CellTalkOut,
)
def comment_on_cell(request: HttpRequest, form: str, period: str, reporter: str, data: CellCommentIn) -> Any:
    """Say something about a cell, or end its conversation. Reporters and those who decide talk to each other."""
    found = find(register(), form, period, reporter)
    if found is None or not allowed(person(request), CELL_COMMENT, found.subject):
        raise Http404
    actor, key, decider = Actor.of(request), (data.entity, data.measure), talking.decides(person(request), found)
    if data.text is None:
        return _talk(talking.resolve(actor, found, key, decider=decider))
    return _talk(talking.say(actor, found, key, data.text, decider=decider))
