"""What waits for a leader's word: what turned bad and nobody was asked about, and what is long without an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from helpers_reports import progress_row, progress_table
from helpers_runs_web import AS_OF, put_progress
from helpers_web import person
from sigai_web.dashboards.awaited import awaited_words
from sigai_web.dashboards.instructing import instruct
from sigai_web.dashboards.models import Instruction
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.permissions import Role
from sigai_web.runs.calculating import carry_out, request_run
from sigai_web.runs.results import Results, current

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]
COMMON = {"target": "T", "track": "main", "indicator": "out", "unit": "亿元", "area": "1", "period_end": "2023"}


def seen(before: str, now: str) -> Results:
    run = carry_out(request_run(SYSTEM, because="test", as_of=AS_OF))
    rows = [progress_row(**COMMON, verdict=said, as_of=at) for said, at in ((before, "2021-11"), (now, "2021-12"))]
    put_progress(run, progress_table(rows))
    results = current()
    assert results is not None
    return results


@pytest.mark.parametrize(
    ("before", "now", "waits"),
    [
        ("likely", "unlikely", True),
        ("unlikely", "unlikely", False),
        ("unlikely", "likely", False),
        ("missed", "missed", True),
        ("likely", "doubtful", False),
    ],
)
def test_what_turned_unlikely_and_what_was_missed_wait_until_somebody_is_asked(
    before: str, now: str, waits: bool
) -> None:
    results, leader = seen(before, now), person(Role.LEADER)
    found = awaited_words(leader, results)
    assert bool(found) == waits
    if waits:
        assert found[0].address.endswith("/instructions/about/target/T")
    instruct(Actor(leader.username, ""), None, Instruction.Kind.TARGET, "T", unit="U1", text="why?")
    assert awaited_words(leader, results) == []


def test_an_instruction_that_nobody_answers_comes_back() -> None:
    results, leader = seen("likely", "likely"), person(Role.LEADER)
    instruct(Actor(leader.username, ""), None, Instruction.Kind.UNIT, "U1", unit="U1", text="when?")
    assert awaited_words(leader, results) == []
    Instruction.objects.update(at=timezone.now() - timedelta(days=16))
    (late,) = awaited_words(leader, results)
    assert "15" in late.why


def test_nothing_waits_for_whoever_may_give_no_instruction() -> None:
    assert awaited_words(person(Role.AREA_REPORTER), seen("likely", "missed")) == []
