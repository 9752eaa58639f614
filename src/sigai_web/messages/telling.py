"""Telling people: the one way in which anything that waits for somebody, or comes back to them, reaches them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from sigai.programme import Text
from sigai_web.accounts.models import User
from sigai_web.clock import today
from sigai_web.journal.changes import note
from sigai_web.journal.writing import Actor
from sigai_web.manifests import MessageKind
from sigai_web.messages.models import Message

_NOTHING = Text(zh="", en="")


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something to be told: what in one line, more words where they help, and the page where it is seen to.

    `key` tells it from all else (`sheet:…:return:7`): nobody is told the same twice. Outside of the site only the line
    and the page's address go, so the line holds no figures and no comments.
    """

    kind: MessageKind
    key: str
    subject: Text
    address: str
    words: Text = _NOTHING


@note
def tell(actor: Actor, people: Collection[int], news: News) -> int:
    """Tell some accounts something, as part of the change that it tells of; how many were not told it before.

    Whoever did it is not told of it.
    """
    told = Message.objects.filter(key=news.key).values("user_id")
    users = User.objects.filter(pk__in=people, is_active=True).exclude(username=actor.name).exclude(pk__in=told)
    day, at = today(), timezone.now()
    rows = [
        Message(
            user_id=user,
            kind=news.kind,
            key=news.key,
            subject_zh=news.subject.zh,
            subject_en=news.subject.en,
            words_zh=news.words.zh,
            words_en=news.words.en,
            address=news.address,
            by=actor.name,
            day=day,
            at=at,
        )
        for user in users.order_by("pk").values_list("pk", flat=True)
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def unread(user: Any) -> int:
    """How many messages a person has not read."""
    return Message.objects.filter(user_id=user.pk, read_at__isnull=True).count()


@note
def read(user: Any, message: int | None = None) -> None:
    """A person has read a message, or all of them."""
    mine = Message.objects.filter(user_id=user.pk, read_at__isnull=True)
    (mine if message is None else mine.filter(pk=message)).update(read_at=timezone.now())
