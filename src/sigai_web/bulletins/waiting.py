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
from sigai_web.runs.operations import PROGRESS_READ


def _to_sign(user: Any) -> Iterator[Waiting]:
    drafts = BulletinDraft.objects.filter(state=BulletinDraft.State.HANDED_IN)
    count = sum(draft.may_sign(user) for draft in drafts)
    yield Waiting(count, choose("份通报待签发", "bulletins to sign"), reverse("bulletins"))


def _to_publish(_user: Any) -> Iterator[Waiting]:
    count = BulletinDraft.objects.filter(state=BulletinDraft.State.SIGNED).count()
    yield Waiting(count, choose("份已签发的通报待发布", "signed bulletins to publish"), reverse("bulletins"))


def _to_read(user: Any) -> Iterator[Waiting]:
    yield Waiting(unread_of(user), choose("期通报待阅", "bulletins to read"), reverse("bulletins"))


WAITING = (
    WaitingKind(operation=BULLETIN_SIGN, found=_to_sign, order=60),
    WaitingKind(operation=BULLETIN_PUBLISH, found=_to_publish, order=61),
    WaitingKind(operation=PROGRESS_READ, found=_to_read, order=62),
)
