"""Decisions on the invented programme, asked for and granted as people do."""

from __future__ import annotations

from typing import Any

from sigai_web.accounts.models import User
from sigai_web.decisions.deciding import ask_decision, decide_on
from sigai_web.decisions.given import GivenDecision
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.decisions.trying import try_out
from sigai_web.journal.writing import Actor


def given(**other: Any) -> GivenDecision:
    """The power coefficient is 0.15 from 2021 on; or as said otherwise."""
    usual: dict[str, Any] = {
        "kind": "parameter",
        "subject": "power_tce",
        "since": "2021-01-01",
        "reason": "新标准",
        "document": "某工改办〔2021〕3号",
        "values": {"value": "0.15"},
    }
    return GivenDecision(**{**usual, **other})


def asked_by(user: User, wanted: GivenDecision | None = None, *, tried: bool = True) -> ProgrammeDecision:
    """A request of somebody of the office, tried as the worker does it."""
    made = ask_decision(Actor(user.username, ""), user, wanted or given())
    if tried:
        try_out(made)
    return made


def granted(one: User, other: User, wanted: GivenDecision | None = None) -> ProgrammeDecision:
    """A decision asked for by one and granted by the other."""
    made = asked_by(one, wanted)
    return decide_on(Actor(other.username, ""), other, made.pk, grant=True)
