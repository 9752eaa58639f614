"""Of the running of the system, what waits for a person: whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from sigai_web.language import choose
from sigai_web.maintenance.operations import SYSTEM_WATCH
from sigai_web.maintenance.watching import issues, readings
from sigai_web.manifests import Waiting, WaitingKind


def _wrong(_user: Any) -> Iterator[Waiting]:
    number = len(list(issues(readings())))
    yield Waiting(number, choose("处运行不正常", "things of the system are not well"), reverse("operation"), late=True)


WAITING = (WaitingKind(operation=SYSTEM_WATCH, found=_wrong, order=90),)
