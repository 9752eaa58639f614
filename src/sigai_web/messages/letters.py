"""What a letter says: one line of each message, in both languages to a person, in Chinese to a group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.conf import settings

from sigai_web import programme
from sigai_web.messages.models import Delivery
from sigai_web.messages.ways import GROUPS, Letter, Way

_MOST = 1900
"""Bytes of a letter to a group: a robot of WeCom takes 2048."""
_MOST_LINE = 600


def letters(way: Way, deliveries: Sequence[Delivery]) -> Iterator[list[Delivery]]:
    """What goes in one letter: all of one person; to a group, of as many people as a robot takes."""
    if way not in GROUPS:
        for _, mine in groupby(deliveries, key=lambda one: one.message.user_id):
            yield list(mine)
        return
    batch: list[Delivery] = []
    for one in deliveries:
        if batch and len(_group_text([*batch, one]).encode()) > _MOST:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def letter(way: Way, batch: Sequence[Delivery]) -> Letter:
    """The letter of some deliveries by one way."""
    title = programme.current().head.short_title
    subject = f"【{title.zh}】通知 · messages"
    user = batch[0].message.user
    if way in GROUPS:
        people = {one.message.user_id: telephone_of(one) for one in batch}
        telephones = tuple(dict.fromkeys(filter(None, people.values())))
        return Letter(subject, _group_text(batch), telephones=telephones)
    opening = "以下事项请登录系统查看、办理：\nPlease sign in and see to the following:\n"
    text = opening + "".join(f"- {line}\n" for line in map(_line, batch))
    things = [
        {
            "kind": one.message.kind,
            "key": one.message.key,
            "zh": one.message.subject_zh,
            "en": one.message.subject_en,
            "address": one.message.address,
            "day": one.message.day.isoformat(),
        }
        for one in batch
    ]
    return Letter(subject, text, to=user.email if way is Way.MAIL else user.username, things=things)


def telephone_of(delivery: Delivery) -> str:
    """The telephone of whom a delivery is for; empty where none is known."""
    contact = getattr(delivery.message.user, "contact", None)
    return contact.telephone if contact else ""


def _line(one: Delivery) -> str:
    told, site = one.message, _site()
    words = f"{told.subject_zh} · {told.subject_en}"
    return f"{words}\n  {site}{told.address}" if site else words


def _group_text(batch: Iterable[Delivery]) -> str:
    """A robot's letter: each person's name, and one line of each message below."""
    title, site = programme.current().head.short_title, _site()
    lines = [f"【{title.zh}】以下事项请登录系统办理 {site}".strip()]
    for _, mine in groupby(batch, key=lambda one: one.message.user_id):
        told = list(mine)
        lines.append(f"{told[0].message.user.name}：")
        lines += [f"- {_cut(one.message.subject_zh)}" for one in told]
    return "\n".join(lines)


def _cut(line: str) -> str:
    kept = line.encode()[:_MOST_LINE].decode(errors="ignore")
    return kept if kept == line else f"{kept}…"


def _site() -> str:
    """Where the site is reached, for a link that works: known where it is served by HTTPS under a name of its own."""
    host = next((host for host in settings.ALLOWED_HOSTS if not host.startswith(".")), "")
    return f"https://{host}" if settings.SESSION_COOKIE_SECURE and host else ""
