"""Of starting data, what waits for a person: folders that somebody else asked to take in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from sigai_web.language import choose
from sigai_web.manifests import Waiting, WaitingKind
from sigai_web.starting.changing import to_confirm
from sigai_web.starting.operations import START_KEEP


def _bundles(user: Any) -> Iterator[Waiting]:
    words = choose("份起步数据待确认", "folders of starting data to confirm")
    yield Waiting(to_confirm(user).count(), words, reverse("starting"))


WAITING = (WaitingKind(operation=START_KEEP, found=_bundles, order=55),)
