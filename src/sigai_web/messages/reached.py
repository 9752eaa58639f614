"""Who was reached by what they were told on a day, by which way, and who was not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from sigai_web.accounts.models import User
from sigai_web.messages.models import Delivery, Message
from sigai_web.messages.telling import contact_of
from sigai_web.messages.ways import WORDS, Way

_State = Delivery.State
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class ToldCounts:
    """How many people were told something on a day, how many of them have read all of it, and how many messages are how
    far on the ways outside of the site."""

    people: int
    read: int
    handed_over: int
    waiting: int
    failed: int


def told_on(day: date, kinds: Collection[str]) -> ToldCounts:
    """Of some kinds of message, what became of those of a day; two queries."""
    told = Message.objects.filter(day=day, kind__in=kinds)
    unread = Count("user", distinct=True, filter=Q(read_at__isnull=True))
    people = told.aggregate(people=Count("user", distinct=True), unread=unread)
    out = Delivery.objects.filter(message__day=day, message__kind__in=kinds).values_list("state")
    states: dict[str, int] = defaultdict(int, out.annotate(number=Count("pk")).order_by())
    waiting = states[_State.WAITING] + states[_State.TAKEN]
    read = people["people"] - people["unread"]
    return ToldCounts(people["people"], read, states[_State.HANDED_OVER], waiting, states[_State.FAILED])


@dataclass(frozen=True, slots=True)
class ByWay:
    """What became of a person's messages of a day by one way."""

    way: Way
    handed_over: int
    waiting: int
    failed: int
    reasons: tuple[str, ...]

    @property
    def zh(self) -> str:
        """The way's Chinese name."""
        return WORDS[self.way].zh

    @property
    def en(self) -> str:
        """The way's English name."""
        return WORDS[self.way].en


@dataclass(frozen=True, slots=True)
class PersonReached:
    """A person with what they were told on a day."""

    user: User
    telephone: str
    messages: tuple[Message, ...]
    ways: tuple[ByWay, ...] = field(default=())

    @property
    def read(self) -> int:
        """How many of the messages were read on the site."""
        return sum(one.read_at is not None for one in self.messages)

    @property
    def reached(self) -> bool:
        """Whether each message was read, or taken by the server of a way: whether it was seen there nobody knows."""
        return self.read == len(self.messages) or any(way.handed_over == len(self.messages) for way in self.ways)


def reached_on(day: date) -> list[PersonReached]:
    """Everybody who was told something on a day, those first who were not reached; three queries."""
    told = Message.objects.filter(day=day).order_by("pk").prefetch_related("deliveries")
    by_user: dict[int, list[Message]] = defaultdict(list)
    for one in told:
        by_user[one.user_id].append(one)
    users = User.objects.filter(pk__in=Message.objects.filter(day=day).values("user_id")).select_related("contact")
    rows = [
        PersonReached(user, contact_of(user).telephone, tuple(mine), tuple(_by_way(mine)))
        for user in users
        for mine in [by_user[user.pk]]
    ]
    return sorted(rows, key=lambda row: (row.reached, row.user.name, row.user.username))


def _by_way(messages: Iterable[Message]) -> Iterable[ByWay]:
    states: dict[str, list[Delivery]] = defaultdict(list)
    for one in messages:
        for delivery in one.deliveries.all():
            states[delivery.way].append(delivery)
    for way in Way:
        if mine := states.get(way):
            yield ByWay(
                way,
                sum(one.state == _State.HANDED_OVER for one in mine),
                sum(one.state in (_State.WAITING, _State.TAKEN) for one in mine),
                sum(one.state == _State.FAILED for one in mine),
                tuple(dict.fromkeys(one.outcome for one in mine if one.outcome)),
            )


def days() -> list[date]:
    """The last days on which anybody was told anything, the latest first."""
    found = Message.objects.order_by("-day").values_list("day", flat=True).distinct()
    return list(found[:60])


def for_the_group(rows: Sequence[PersonReached], *, said: str) -> str:
    """The list as plain text, for a group: a name and what waits for whom; no telephones."""
    lines = []
    for row in rows:
        subjects = [one.subject_en if said == "en" else one.subject_zh for one in row.messages]
        more = len(subjects) - _MOST_LINES
        tail = (f" … +{more}" if said == "en" else f" 等 {len(subjects)} 件") if more > 0 else ""
        joined = ("; " if said == "en" else "；").join(subjects[:_MOST_LINES])
        lines.append(f"{row.user.name}{': ' if said == 'en' else '：'}{joined}{tail}")
    return "\n".join(lines)
