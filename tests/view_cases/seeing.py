"""The views of `sigai_web.seeing`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpers_runs_web import ready_run
from helpers_web import OURS
from sigai_web.accounts.models import Membership, User
from view_cases.case import GOVERNMENT, READERS, UNITS, Case


def after_a_run(*arguments: Any) -> Callable[[User, Membership], list[Any]]:
    """The arguments of an address, once a run is done."""

    def made(_user: User, _membership: Membership) -> list[Any]:
        ready_run()
        return list(arguments)

    return made


CASES: dict[str, Case] = {
    "cockpit": Case(GOVERNMENT, arguments=after_a_run(), english=True),
    "targets": Case(GOVERNMENT, arguments=after_a_run(), english=True),
    "target": Case(GOVERNMENT, arguments=after_a_run("T"), english=True),
    "explain": Case(GOVERNMENT, arguments=after_a_run("T", "1", "2021-12"), english=True),
    "explain-indicator": Case(GOVERNMENT, arguments=after_a_run("title", "11", "2021-12"), english=True),
    "evidence": Case(GOVERNMENT, arguments=after_a_run("out", "1", "2021-09", 1), english=True),
    "tasks": Case(GOVERNMENT, arguments=after_a_run(), english=True),
    "units": Case(GOVERNMENT, arguments=after_a_run(), english=True),
    "unit": Case(GOVERNMENT, arguments=after_a_run("U1"), english=True),
    "areas": Case(GOVERNMENT, arguments=after_a_run(), english=True),
    "area": Case(GOVERNMENT, arguments=after_a_run("11"), english=True),
    "enterprises": Case(READERS, english=True),
    "enterprise": Case(
        READERS - UNITS,
        arguments=lambda _user, _membership: [OURS],
        missing=("91000000MA000000XX",),
        foreign=403,
        english=True,
    ),
    "figure": Case(
        READERS - UNITS,
        arguments=lambda _user, _membership: [OURS, "output", "2021-09"],
        missing=(OURS, "output", "2020-01"),
        foreign=403,
        english=True,
    ),
}
"""No unit collects the invented enterprises' form: so no unit's people see the enterprises."""
