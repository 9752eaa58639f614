"""Figures in bulk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.errors import IssueOut
from sigai_web.api.once import PARAMETER, once
from sigai_web.api.rows import BODY, read_rows, sent_body
from sigai_web.journal.writing import Actor
from sigai_web.reporting.api.scopes import WRITE_FIGURES
from sigai_web.reporting.api.uploading import Uploads
from sigai_web.store.operations import FIGURE_REPORT

router = Router(tags=["reporting"])


class UploadAsked(Schema):
    """What shall become of the drafts."""

    submit: bool = Field(False, description="同时提交各表 · hand the sheets in, too")


class SheetKept(Schema):
    """A sheet after the upload."""

    form: str
    period: str
    reporter: str
    state: str
    version: int


class UploadOut(Schema):
    """How many rows were kept, in which sheets, and what wants a reason before they are handed in."""

    rows: int
    sheets: list[SheetKept]
    issues: list[IssueOut]


@endpoint(
    router,
    "PUT",
    "/uploads/figures",
    operation=FIGURE_REPORT,
    scope=WRITE_FIGURES,
    zh="批量填报数值",
    en="figures in bulk",
    about_zh=(
        "至多一万行，JSON 数组、JSON Lines 或 CSV；填入各表草稿，submit=true 时一并提交。"
        "有一处不对就什么也不写，逐行说明。同一 Idempotency-Key 和正文得到同一答复，不重复写入。"
    ),
    answer=UploadOut,
    body=BODY,
    parameters=[PARAMETER],
)
def upload_figures(request: HttpRequest, asked: Query[UploadAsked]) -> Any:
    """Up to ten thousand rows as a JSON array, JSON lines or CSV, into the drafts of their sheets, which `submit=true`
    hands in. With anything wrong nothing is written, and every fault is named by its row. The same Idempotency-Key and
    body get the same answer without writing again."""
    body = sent_body(request)
    rows = read_rows(request.content_type, body)
    uploads = Uploads(Actor.of(request), person(request), rows, submit=asked.submit)
    return once(request, body, uploads.prepare)
