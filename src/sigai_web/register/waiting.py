"""Of the register, what waits for a person: changes that somebody else asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from sigai_web.language import choose
from sigai_web.manifests import Waiting, WaitingKind
from sigai_web.register.changing import to_decide
from sigai_web.register.operations import BELOW_CONFIRM


def _changes(user: Any) -> Iterator[Waiting]:
    words = choose("件名录变更待决定", "changes of the register to decide")
    yield Waiting(to_decide(user).count(), words, reverse("register-changes"))


WAITING = (WaitingKind(operation=BELOW_CONFIRM, found=_changes, order=50),)
