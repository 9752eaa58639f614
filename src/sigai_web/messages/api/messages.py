"""One's own messages, and for the office who was reached."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from sigai_web.accounts.operations import TOKEN_HOLD
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.paging import Cut, Page, Sent, page_by
from sigai_web.clock import today
from sigai_web.messages.api.scopes import MESSAGES
from sigai_web.messages.models import Message
from sigai_web.messages.operations import MESSAGE_WATCH
from sigai_web.messages.reached import reached_on
from sigai_web.messages.telling import read, unread

router = Router(tags=["messages"])


class MessageOut(Schema):
    """One thing that the person was told; `address` is the page where they see to it, `by` the user name of who did
    what it tells."""

    id: int
    kind: str
    subject_zh: str
    subject_en: str
    words_zh: str
    words_en: str
    address: str
    by: str
    day: dt.date
    at: dt.datetime
    read_at: dt.datetime | None


class MessagesAsked(Cut):
    """Which messages."""

    unread: bool | None = Field(None, description="未读 · not read yet")


class ReadIn(Sent):
    """Which message was read; all where none is named."""

    message: int | None = Field(None, ge=1, le=10**17)


class UnreadOut(Schema):
    """How many are left."""

    unread: int


class WayOut(Schema):
    """What became of a person's messages of a day by one way; handed over is what the way's server took."""

    way: str
    handed_over: int
    waiting: int
    failed: int
    reasons: list[str]


class ReachedOut(Schema):
    """A person with what became of what they were told on a day."""

    username: str
    name: str
    telephone: str
    messages: int
    read: int
    reached: bool
    ways: list[WayOut]


class ReachedAsked(Schema):
    """The day; today where none is named."""

    day: dt.date | None = None


class ReachedListOut(Schema):
    """Everybody who was told something on a day, those first who were not reached."""

    day: dt.date
    people: list[ReachedOut]


@endpoint(
    router,
    "GET",
    "/messages",
    operation=TOKEN_HOLD,
    scope=MESSAGES,
    zh="我的消息",
    en="one's messages",
    about_zh="本人收到的消息，新的在前。",
    answer=Page[MessageOut],
)
def list_messages(request: HttpRequest, asked: Query[MessagesAsked]) -> Any:
    """What the person was told, the newest first."""
    rows = Message.objects.filter(user_id=person(request).pk)
    if asked.unread is not None:
        rows = rows.filter(read_at__isnull=asked.unread)
    return page_by(rows, asked, key="id", newest_first=True)


@endpoint(
    router,
    "POST",
    "/messages/read",
    operation=TOKEN_HOLD,
    scope=MESSAGES,
    zh="标为已读",
    en="mark messages as read",
    about_zh="把一条或全部消息标为已读；不是自己的不动。",
    answer=UnreadOut,
)
def read_messages(request: HttpRequest, data: ReadIn) -> Any:
    """Mark one of one's messages, or all, as read; those of others stay as they are."""
    user = person(request)
    read(user, data.message)
    return {"unread": unread(user)}


@endpoint(
    router,
    "GET",
    "/messages/reached",
    operation=MESSAGE_WATCH,
    scope=MESSAGES,
    zh="送达情况",
    en="who was reached",
    about_zh="某天的消息送到了谁、没送到谁、走的哪个渠道。",
    answer=ReachedListOut,
)
def list_reached(request: HttpRequest, asked: Query[ReachedAsked]) -> Any:
    """Who was reached by what they were told on a day, by which way, and who was not."""
    day = asked.day or today()
    return {
        "day": day,
        "people": [
            {
                "username": row.user.username,
                "name": row.user.name,
                "telephone": row.telephone,
                "messages": len(row.messages),
                "read": row.read,
                "reached": row.reached,
                "ways": [
                    {
                        "way": str(way.way),
                        "handed_over": way.handed_over,
                        "waiting": way.waiting,
                        "failed": way.failed,
                        "reasons": list(way.reasons),
                    }
                    for way in row.ways
                ],
            }
            for row in reached_on(day)
        ],
    }
