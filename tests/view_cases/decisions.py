"""The views of `sigai_web.decisions`."""

from __future__ import annotations

from typing import Any

from helpers_decisions import asked_by, given
from helpers_web import person
from sigai_web.accounts.models import Membership, User
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.permissions import Role
from view_cases.case import GOVERNMENT, OFFICE, Case, Programs, Who

BOTH = frozenset({"get", "post"})


def asked() -> ProgrammeDecision:
    """A request that somebody else of the office made."""
    return ProgrammeDecision.objects.first() or asked_by(
        person(Role.OFFICE, name="asking"), given(reason="某人", document="1")
    )


def of_request(_user: User, _membership: Membership) -> list[Any]:
    return [asked().pk]


def parameter() -> dict[str, Any]:
    return {"subject": "power_tce", "since": "2022-01-01", "value": "0.2", "reason": "新标准", "document": "某1号"}


CASES: dict[str, Case] = {
    "decisions": Case(GOVERNMENT, english=True),
    "readings": Case(GOVERNMENT, methods=BOTH, english=True),
    "new-decision": Case(
        OFFICE,
        "post",
        parameter,
        arguments=lambda _user, _membership: ["parameter"],
        status=302,
        queries=30,
        methods=BOTH,
        missing=("nothing",),
        english=True,
    ),
    "decision": Case(GOVERNMENT, arguments=of_request, queries=16, missing=(999,), english=True),
    "decide-decision": Case(
        OFFICE, "post", lambda: {"decision": "grant"}, of_request, status=302, queries=30, missing=(999,)
    ),
}

MENU: dict[str, Who] = {"decisions": GOVERNMENT}

PROGRAMS: Programs = {
    "decisions": ("list_decisions", "read_edition"),
    "readings": ("ask_programme_decision", "read_target"),
    "new-decision": ("ask_programme_decision",),
    "decision": ("list_decisions",),
    "decide-decision": ("decide_programme_decision",),
}

RIGHTS = """
decision.read        *****.*...
decision.ask         *.........
decision.decide      *.........
"""
