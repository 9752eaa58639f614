"""The views of `sigai_web.maintenance`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sigai_web.accounts.models import Membership, User
from sigai_web.runs.models import WorkerBeat
from view_cases.case import EVERY, OF_ADMINISTRATORS, OF_THE_BROWSER, SYSTEM, Case, Programs, Who


def with_worker(_user: User, _membership: Membership) -> list[Any]:
    WorkerBeat.objects.create(at=timezone.now())
    return []


CASES: dict[str, Case] = {
    "health": Case(EVERY, arguments=with_worker, public=True, queries=20),
    "monitoring": Case(EVERY, status=404, public=True),  # no key is set
    "operation": Case(SYSTEM, arguments=with_worker, queries=30, english=True),
}

MENU: dict[str, Who] = {"operation": SYSTEM}

PROGRAMS: Programs = {"health": OF_THE_BROWSER, "monitoring": OF_THE_BROWSER, "operation": OF_ADMINISTRATORS}

RIGHTS = """
system.watch         .......*..
"""
