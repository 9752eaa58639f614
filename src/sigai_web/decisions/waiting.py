"""Of decisions on the programme, what waits for a person: what somebody else asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from sigai_web.decisions.deciding import to_decide
from sigai_web.decisions.operations import DECISION_DECIDE
from sigai_web.language import choose
from sigai_web.manifests import Waiting, WaitingKind


def _asked(user: Any) -> Iterator[Waiting]:
    words = choose("件方案决定待决定", "decisions on the programme to make")
    yield Waiting(to_decide(user).count(), words, reverse("decisions"))


WAITING = (WaitingKind(operation=DECISION_DECIDE, found=_asked, order=55),)
