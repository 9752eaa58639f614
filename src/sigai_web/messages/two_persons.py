"""Telling of what takes two persons: who may decide hears that something was asked, who asked hears how it was decided.

An app declares the two kinds of each thing that it lets be asked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sigai.programme import Text
from sigai_web.journal.requests import TwoPersonRequest
from sigai_web.journal.writing import Actor
from sigai_web.manifests import MessageKind
from sigai_web.messages.telling import News, tell, tell_named


@dataclass(frozen=True, slots=True)
class RequestKinds:
    """What people are told of one kind of request: that it waits for them, and how theirs was decided."""

    asked: MessageKind
    decided: MessageKind


def request_kinds(name: str, zh: str, en: str, *, order: int) -> RequestKinds:
    """The two kinds of a request, by its name and what it is called: what waits goes with the digest, the answer at
    once."""
    return RequestKinds(
        MessageKind(f"{name}.asked", f"{zh}待决定", f"{en}: to decide", order=order),
        MessageKind(f"{name}.decided", f"{zh}已决定", f"{en}: decided", order=order + 1, urgent=True),
    )


@dataclass(frozen=True, slots=True)
class AskedThing:
    """What a request is called in a message, and the page on which it is decided."""

    what: Text
    address: str


def tell_asked(
    actor: Actor, kinds: RequestKinds, made: TwoPersonRequest, deciders: Collection[int], thing: AskedThing
) -> None:
    """Somebody asked for something: whoever may decide it is told."""
    news = News(
        kind=kinds.asked,
        key=f"{made._meta.db_table}:{made.pk}:asked",
        subject=Text(zh=f"待您决定：{thing.what.zh}", en=f"For you to decide: {thing.what.en}"),
        address=thing.address,
    )
    tell(actor, deciders, news)


def tell_decided(actor: Actor, kinds: RequestKinds, made: TwoPersonRequest, thing: AskedThing) -> None:
    """It was decided: whoever asked is told, with the comment."""
    zh, en = ("已同意", "Granted") if made.granted else ("未同意", "Declined")
    news = News(
        kind=kinds.decided,
        key=f"{made._meta.db_table}:{made.pk}:decided",
        subject=Text(zh=f"{zh}：{thing.what.zh}", en=f"{en}: {thing.what.en}"),
        words=Text(zh=made.comment, en=made.comment),
        address=thing.address,
    )
    tell_named(actor, [made.asked_by], news)
