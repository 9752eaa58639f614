"""Decisions on the programme: asked for by one, granted by another, in force with the content as one programme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers_story import member
from sigai_web import programme
from sigai_web.decisions.deciding import ask_decision, decide_on
from sigai_web.decisions.given import GivenDecision
from sigai_web.decisions.trying import try_out
from sigai_web.journal.writing import Actor
from sigai_web.permissions import Role
from sigai_web.runs.calculating import request_run
from sigai_web.runs.computing import carry_out

ONE, OTHER = Actor("one", ""), Actor("two", "")


def people() -> tuple[Any, Any]:
    return member(Role.OFFICE, username="one"), member(Role.OFFICE, username="two")


def given(**other: Any) -> GivenDecision:
    usual: dict[str, Any] = {
        "kind": "parameter",
        "subject": "power_tce",
        "since": "2021-01-01",
        "reason": "新标准",
        "document": "某工改办〔2021〕3号",
        "values": {"value": "0.15"},
    }
    return GivenDecision(**{**usual, **other})


def granted(wanted: GivenDecision) -> Any:
    one, two = people()
    made = ask_decision(ONE, one, wanted)
    try_out(made)
    return decide_on(OTHER, two, made.pk, grant=True)


def test_a_parameter_changed_by_two_is_used_by_the_next_run_and_exported(filled: None, tmp_path: Path) -> None:
    before = carry_out(request_run(ONE, because="start"))
    assert before.decisions == 0
    made = granted(given())
    assert made.number == 1
    run = carry_out(request_run(ONE, because="again"))
    assert run.decisions == 1 and run.programme_digest != before.programme_digest
    assert run.content_digest == before.programme_digest
    with programme.pinned() as edition:
        numbers = edition.programme.parameter_by_id["power_tce"].values
        assert [(str(one.start), str(one.value)) for one in numbers] == [
            ("2020-01-01", "0.1229"),
            ("2021-01-01", "0.15"),
        ]
