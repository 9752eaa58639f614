"""Telling people: the one way in which anything that waits for somebody, or comes back to them, reaches them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
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


@note
def tell(actor: Actor, people: Collection[int], news: News) -> int:
    """Tell some accounts something, as part of the change that it tells of; how many were not told it before.

    Whoever did it is not told of it.
    """
    return _tell(actor, User.objects.filter(pk__in=people), {news.key}, lambda _: [news])


@note
def tell_named(actor: Actor, names: Collection[str], news: News) -> int:
    """The same to accounts by user name; to none for a name that is no person's."""
    return _tell(actor, User.objects.filter(username__in=names), {news.key}, lambda _: [news])


@note
def tell_each(actor: Actor, pairs: Collection[tuple[int, News]]) -> int:
    """The same, to each account its own; how many messages are new."""
    by_user: dict[int, list[News]] = defaultdict(list)
    for user, news in pairs:
        by_user[user].append(news)
    keys = {news.key for _, news in pairs}
    return _tell(actor, User.objects.filter(pk__in=list(by_user)), keys, lambda user: by_user[user])


def _tell(actor: Actor, people: QuerySet[User], keys: Collection[str], news_of: Callable[[int], Sequence[News]]) -> int:
    mine = Message.objects.filter(key__in=keys)
    found = people.filter(is_active=True).exclude(username=actor.name).select_related("contact").order_by("pk")
    users = {user.pk: user for user in found.annotate(told=Exists(mine.filter(user=OuterRef("pk"))))}
    pairs = {(user, one.key): one for user in users for one in news_of(user)}
    if any(getattr(user, "told", False) for user in users.values()):
        for pair in mine.filter(user_id__in=users).values_list("user_id", "key"):
            pairs.pop(pair, None)
    day, at = today(), timezone.now()
    rows = [_message(user, news, actor, day, at) for (user, _), news in pairs.items()]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and (here := ways()):
        kept = [one for one in mine.filter(user_id__in=users) if (one.user_id, one.key) in pairs]
        _put_out(kept, users, pairs, here, at)
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
