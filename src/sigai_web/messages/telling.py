"""Telling people: the one way in which anything that waits for somebody, or comes back to them, reaches them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone

from sigai.programme import Text
from sigai_web.accounts.models import User
from sigai_web.clock import today
from sigai_web.journal.changes import note
from sigai_web.journal.writing import Actor
from sigai_web.manifests import MessageKind
from sigai_web.messages.models import Contact, Delivery, Message
from sigai_web.messages.sending import wake
from sigai_web.messages.timing import goes_at
from sigai_web.messages.ways import GROUPS, Way, ways

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


def tell(actor: Actor, people: Collection[int], news: News) -> int:
    """Tell some accounts something, as part of the change that it tells of; how many were not told it before.

    Whoever did it is not told of it.
    """
    return tell_each(actor, [(user, news) for user in dict.fromkeys(people)])


@note
def tell_each(actor: Actor, pairs: Sequence[tuple[int, News]]) -> int:
    """Tell each account its own, as `tell` does; how many messages are new."""
    if not pairs:
        return 0
    found = User.objects.filter(pk__in={user for user, _ in pairs}, is_active=True).exclude(username=actor.name)
    users = {user.pk: user for user in found.select_related("contact")}
    mine = Message.objects.filter(user_id__in=users, key__in={news.key for _, news in pairs})
    before = set(mine.values_list("user_id", "key"))
    wanted = {(user, news.key): news for user, news in pairs if user in users and (user, news.key) not in before}
    day, at = today(), timezone.now()
    rows = [_message(user, news, actor, day, at) for (user, _), news in sorted(wanted.items(), key=lambda one: one[0])]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and (here := ways()):
        kept = [one for one in mine.order_by("pk") if (one.user_id, one.key) in wanted]
        _put_out(kept, users, wanted, here, at)
    return len(rows)


def _message(user: int, news: News, actor: Actor, day: Any, at: datetime) -> Message:
    return Message(
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


def _put_out(
    messages: Sequence[Message],
    users: Mapping[int, User],
    wanted: Mapping[tuple[int, str], News],
    here: Sequence[Way],
    now: datetime,
) -> None:
    """Lay new messages out for every way by which their people want to be reached."""
    rows = [
        Delivery(message=one, way=way, goes_at=goes_at(contact, now, urgent=wanted[one.user_id, one.key].kind.urgent))
        for one in messages
        for contact in [contact_of(users[one.user_id])]
        for way in _wanted_ways(users[one.user_id], contact, here)
    ]
    if rows:
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
        first = min(row.goes_at for row in rows)
        transaction.on_commit(lambda: wake(first))


def contact_of(user: User) -> Contact:
    """How somebody wants to be reached: as they said, or as nobody said otherwise."""
    try:
        kept: Contact = user.contact
    except ObjectDoesNotExist:
        return Contact(user=user)
    return kept


def _wanted_ways(user: User, contact: Contact, here: Sequence[Way]) -> Iterator[Way]:
    for way in here:
        if way is Way.MAIL:
            if user.email and contact.by_mail:
                yield way
        elif way not in GROUPS or contact.by_group:
            yield way


def unread(user: Any) -> int:
    """How many messages a person has not read."""
    return Message.objects.filter(user_id=user.pk, read_at__isnull=True).count()


@note
def read(user: Any, message: int | None = None) -> None:
    """A person has read a message, or all of them."""
    mine = Message.objects.filter(user_id=user.pk, read_at__isnull=True)
    (mine if message is None else mine.filter(pk=message)).update(read_at=timezone.now())
