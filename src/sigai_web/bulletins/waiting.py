"""Of bulletins, what waits for a person: one to sign, one to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from sigai_web.bulletins.models import BulletinDraft
from sigai_web.bulletins.operations import BULLETIN_PUBLISH, BULLETIN_SIGN
from sigai_web.bulletins.sending import unread_of
from sigai_web.language import choose
from sigai_web.manifests import Waiting, WaitingKind
from sigai_web.permissions import allowed
from sigai_web.runs.operations import PROGRESS_READ


def _under_way(user: Any) -> Iterator[Waiting]:
    """Drafts to sign and to publish, for whoever may do either: they are few, and read in one query."""
    signs, publishes = allowed(user, BULLETIN_SIGN), allowed(user, BULLETIN_PUBLISH)
    if not (signs or publishes):
        return
    states = BulletinDraft.State
    drafts = list(BulletinDraft.objects.filter(state__in=[states.HANDED_IN, states.SIGNED]))
    if signs:
        count = sum(draft.may_sign(user) for draft in drafts)
        yield Waiting(count, choose("份通报待签发", "bulletins to sign"), reverse("bulletins"))
    if publishes:
        count = sum(draft.state == states.SIGNED for draft in drafts)
        yield Waiting(count, choose("份已签发的通报待发布", "signed bulletins to publish"), reverse("bulletins"))


def _to_read(user: Any) -> Iterator[Waiting]:
    yield Waiting(unread_of(user), choose("期通报待阅", "bulletins to read"), reverse("bulletins"))


WAITING = (
    WaitingKind(operation=PROGRESS_READ, found=_under_way, order=60),
    WaitingKind(operation=PROGRESS_READ, found=_to_read, order=62),
)
