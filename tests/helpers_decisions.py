"""Decisions on the invented programme, asked for and granted as people do."""

from __future__ import annotations

from typing import Any

import pytest

from helpers_programme import text
from helpers_web import web_content
from sigai.base import Period, UserError
from sigai.programme import Programme
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.decisions.deciding import ask_decision, decide_on
from sigai_web.decisions.given import GivenDecision
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.decisions.trying import try_out
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.runs.calculating import request_run
from sigai_web.runs.computing import carry_out
from sigai_web.runs.models import Run

DAY = "2021-06-01"


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


def decided_content() -> dict[str, Any]:
    """The invented programme with a reading that waits, a parameter by product, a soft rule, a target on a
    rate."""
    content = web_content()
    content["parameters"].append(
        {
            "id": "levy",
            "name": text("费率"),
            "unit": "%",
            "values": [{"start": "2020-01", "value": 10, "source": {"title": "x"}}],
        }
    )
    content["parameters"].append(
        {
            "id": "limit",
            "name": text("限额"),
            "unit": "kWh",
            "keys": [
                {
                    "id": "product",
                    "name": text("产品"),
                    "type": "choice",
                    "choices": [{"id": one, "name": text(one)} for one in ("zinc", "lead")],
                }
            ],
            "values": [
                {"start": 2020, "where": {"product": one}, "value": 100, "source": {"title": "x"}}
                for one in ("zinc", "lead")
            ],
        }
    )
    content["plausibility"] = [
        {
            "id": "jump",
            "name": text("突变"),
            "kind": "history",
            "thresholds": [{"start": "2020-01", "factor": 3, "assumption": "常用"}],
        }
    ]
    content["indicators"].append(
        {"id": "levied", "name": text("征收"), "unit": "万元", "formula": "total(digital * $levy)"}
    )
    target = content["targets"][0]
    target["tracks"].append({**target["tracks"][0], "id": "levied", "indicator": "levied", "unit": "万元"})
    target["statements"].append({**target["statements"][0], "id": "S2", "value": 6})
    target["tracks"][0]["areas"] = {"policy": "each", "kinds": ["county"]}
    target["decisions"] = [
        {
            "id": "value",
            "about": "value",
            "question": text("五亿还是六亿"),
            "statements": ["S1", "S2"],
            "adopted": ["S1"],
            "reading": text("五亿"),
            "reason": text("从低"),
            "decided_by": "内容组",
            "decided_on": "2021-01-01",
            "confirmed": False,
        }
    ]
    return content


def calculated() -> Run:
    """The results of September 2021, as the worker makes them."""
    return carry_out(request_run(SYSTEM, because="start", as_of=Period.parse("2021-09")))


def told(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    """The codes of what somebody was told."""
    return [issue.code for issue in error.value.issues]


def in_force() -> Programme:
    """The programme with what was decided up to now."""
    with programme.pinned() as edition:
        return edition.programme
