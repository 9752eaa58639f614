"""Starting data for programs: sending an archive, confirming one."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Query, Router, Schema, UploadedFile

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.errors import IssueOut, issue_words
from sigai_web.api.paging import Cut, Number, Page, page_by
from sigai_web.api.requests import RequestDecisionIn, RequestOut
from sigai_web.exchange import ARCHIVES, checked_upload
from sigai_web.journal.writing import Actor
from sigai_web.permissions import visible
from sigai_web.starting import changing
from sigai_web.starting.api.scopes import START
from sigai_web.starting.models import StartingBundle
from sigai_web.starting.operations import START_KEEP

router = Router(tags=["starting"])


class StartingBundleOut(RequestOut):
    """An archive that was sent; `granted` null: another person has not confirmed yet."""

    id: int
    name: str
    digest: str
    counts: dict[str, int]


class StartOutcomeOut(Schema):
    """How much of an archive is new and how much stands already; the request, if there is any."""

    counts: dict[str, int]
    bundle: StartingBundleOut | None
    issues: list[IssueOut]


class StartDecisionIn(RequestDecisionIn):
    """Whether an archive is taken in; declining it needs a comment."""


@endpoint(
    router,
    "GET",
    "/starting",
    operation=START_KEEP,
    scope=START,
    zh="起步数据",
    en="starting data",
    about_zh="已提出和已装入的压缩包，新的在前。",
    answer=Page[StartingBundleOut],
)
def list_starting_bundles(request: HttpRequest, cut: Annotated[Cut, Query()]) -> Any:
    """Archives that were asked for and taken in, the newest first."""
    rows = visible(person(request), START_KEEP, StartingBundle.objects.defer("content"))
    return page_by(rows, cut, key="id", newest_first=True)


@endpoint(
    router,
    "POST",
    "/starting",
    operation=START_KEEP,
    scope=START,
    zh="提出装入起步数据",
    en="ask that starting data be taken in",
    about_zh="数据文件夹的 zip，至多 20 MB；有一处不对就什么也不收，逐文件、行、格说明；经专班另一位确认后装入。",
    answer=StartOutcomeOut,
)
def ask_starting_data(
    request: HttpRequest, file: File[UploadedFile], reason: Form[str] = "", distinct: Form[bool] = False
) -> Any:
    """A data folder as a zip of at most 20 MB. With anything wrong nothing is kept, and all of it is told by file, row
    and cell; another member of the office confirms before it is taken in."""
    with checked_upload(file, ARCHIVES) as upload:
        read = changing.read_archive(upload.path.read_bytes(), upload.name)
    taken = changing.ask(Actor.of(request), person(request), read, reason=reason[:1000], distinct=distinct)
    remarks = [issue_words(issue) for issue in taken.remarks]
    return {"counts": dict(taken.counts), "bundle": taken.bundle, "issues": remarks}


@endpoint(
    router,
    "POST",
    "/starting/{bundle}/decision",
    operation=START_KEEP,
    scope=START,
    zh="确认起步数据",
    en="confirm starting data",
    about_zh="同意后装入；不同意须写意见；自己提出的不能自己确认。",
    answer=StartingBundleOut,
)
def confirm_starting_data(request: HttpRequest, bundle: Number, data: StartDecisionIn) -> Any:
    """Take it in, or decline it with a comment; never what oneself asked for."""
    found = get_object_or_404(visible(person(request), START_KEEP, StartingBundle.objects.all()), pk=bundle)
    return changing.confirm(Actor.of(request), person(request), found.pk, grant=data.grant, comment=data.comment)
