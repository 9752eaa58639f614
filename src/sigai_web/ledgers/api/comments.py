"""Comments on a record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Cut, Number, Page, Sent, page_by
from sigai_web.journal.writing import Actor
from sigai_web.ledgers.api.scopes import READ_RECORDS, WRITE_RECORDS
from sigai_web.ledgers.comments import LONGEST, comment
from sigai_web.ledgers.models import RecordComment
from sigai_web.ledgers.reaching import reached
from sigai_web.store.operations import RECORD_READ, RECORD_STEP

router = Router(tags=["records"])


class CommentsAsked(Cut):
    """Which comments."""


class CommentOut(Schema):
    """What somebody said about a record."""

    id: int
    by: str
    at: datetime
    text: str


class CommentIn(Sent):
    """What somebody says."""

    text: str = Field(min_length=1, max_length=LONGEST)


@endpoint(
    router,
    "GET",
    "/records/{record}/comments",
    operation=RECORD_READ,
    scope=READ_RECORDS,
    zh="一条记录的留言",
    en="comments on a record",
    about_zh="看得到记录的人都看得到，新的在前。",
    answer=Page[CommentOut],
)
def list_comments(request: HttpRequest, record: Number, asked: Query[CommentsAsked]) -> Any:
    """What was said about a record, the newest first; whoever the record names sees it, no mere reader."""
    of = reached(person(request), record)
    if not of.reaches:
        raise Http404
    return page_by(RecordComment.objects.filter(record=of.current.record), asked, key="id", newest_first=True)


@endpoint(
    router,
    "POST",
    "/records/{record}/comments",
    operation=RECORD_STEP,
    scope=WRITE_RECORDS,
    zh="给记录留言",
    en="comment on a record",
    about_zh="留言不影响计数，不能收回。",
    answer=CommentOut,
    status=201,
)
def create_comment(request: HttpRequest, record: Number, data: CommentIn) -> Any:
    """Say something about a record; nothing counts by it, and it is not taken back."""
    of = reached(person(request), record, RECORD_STEP)
    return Status(201, comment(Actor.of(request), person(request), of.current.pk, data.text))
