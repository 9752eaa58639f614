"""What people are told about starting data."""

from __future__ import annotations

from django.urls import reverse

from sigai.programme import Text
from sigai_web.accounts.holders import who_may
from sigai_web.journal.writing import Actor
from sigai_web.messages.two_persons import AskedThing, request_kinds, tell_asked, tell_decided
from sigai_web.permissions import Resource
from sigai_web.starting.models import StartingBundle
from sigai_web.starting.operations import START_KEEP

_STARTING = request_kinds("start", "起步数据", "starting data", order=330)
KINDS = (_STARTING.asked, _STARTING.decided)


def tell_bundle_asked(actor: Actor, made: StartingBundle) -> None:
    """Whoever may confirm a folder is told that one was sent."""
    tell_asked(actor, _STARTING, made, who_may(START_KEEP, Resource()), _what(made))


def tell_bundle_decided(actor: Actor, made: StartingBundle) -> None:
    """Whoever sent it is told how it was decided."""
    tell_decided(actor, _STARTING, made, _what(made))


def _what(made: StartingBundle) -> AskedThing:
    what = Text(zh=f"起步数据“{made.name}”", en=f"starting data {made.name}")
    return AskedThing(what, reverse("starting-bundle", args=[made.pk]))
