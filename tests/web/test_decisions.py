"""Decisions on the programme: asked for by one, tried, granted by another, used by the next run."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from typer.testing import CliRunner

from helpers_decisions import asked_by, calculated, given, granted, in_force, told
from helpers_waiting import PATIENCE
from helpers_web import person
from sigai.base import UserError
from sigai.pipeline import sound_programme
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.decisions.commands import app
from sigai_web.decisions.deciding import ask_decision, decide_on
from sigai_web.decisions.editions import KeptDecisions
from sigai_web.decisions.models import DecisionTrial
from sigai_web.decisions.trying import try_out, try_waiting
from sigai_web.journal.changes import LateError
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.writing import Actor
from sigai_web.permissions import Role
from sigai_web.runs import results
from sigai_web.runs.computing import carry_out
from sigai_web.runs.models import Run

pytestmark = pytest.mark.usefixtures("decided_programme")
RATE = given(subject="levy", values={"value": "20"})
"""It doubles what is levied."""


def test_a_parameter_changed_by_two_is_used_by_the_next_run_and_exported(
    people: tuple[User, User], tmp_path: Path
) -> None:
    before = calculated()
    assert (before.decisions, before.content_digest) == (0, before.programme_digest)
    made = granted(*people)
    assert (made.number, made.granted, made.decided_by) == (1, True, "other")
    run = Run.objects.filter(state=Run.State.QUEUED).get()
    assert run.because == "decision:1" and "1" in run.why
    carry_out(run)
    run.refresh_from_db()
    assert (run.decisions, run.content_digest) == (1, before.programme_digest)
    assert run.programme_digest == in_force().digest != before.programme_digest
    numbers = in_force().parameter_by_id["power_tce"].values
    assert [(str(one.start), str(one.value)) for one in numbers] == [("2020-01-01", "0.1229"), ("2021-01-01", "0.15")]
    assert numbers[1].source.title == "某工改办〔2021〕3号"
    said = CliRunner().invoke(app, ["export", str(tmp_path / "out")])
    assert said.exit_code == 0 and in_force().digest in said.output
    exported = sound_programme(tmp_path / "out")
    assert exported.digest == in_force().digest
    assert exported.model_dump(exclude={"folder"}) == in_force().model_dump(exclude={"folder"})
    assert sound_programme(before_content(before)).digest == before.programme_digest


def before_content(run: Run) -> Path:
    return Path(results.of(run).finished.programme.folder)


def test_an_earlier_run_opens_with_the_edition_that_it_was_made_with(people: tuple[User, User]) -> None:
    before = calculated()
    granted(*people)
    after = calculated()
    assert [len(results.of(run).finished.programme.parameter_by_id["power_tce"].values) for run in (before, after)] == [
        1,
        2,
    ]


def test_the_trial_shows_which_results_change_before_and_after_it_is_granted(people: tuple[User, User]) -> None:
    run = calculated()
    one, other = people
    made = asked_by(one, RATE)
    trial = made.trial
    rows = trial.effects["rows"]
    assert (trial.effects["run"], trial.effects["more"]) == (run.pk, 0)
    assert {(row["target"], row["track"]) for row in rows} == {("T", "levied")}
    (row,) = rows
    assert (row["area"], row["before"]["actual"], row["after"]["actual"]) == ("1", 0.5, 1)
    decide_on(Actor("other", ""), other, made.pk, grant=True)
    made.refresh_from_db()
    assert made.effects == trial.effects and made.targets == ["T"]
    entry = JournalEntry.objects.get(action="decision.grant")
    assert json.loads(entry.after)["results"] == ["T"]
    after = results.of(calculated()).finished.progress.to_pylist()
    actual = next(
        one["actual"] for one in after if (one["track"], one["area"], one["as_of"]) == ("levied", "1", run.as_of)
    )
    assert actual == row["after"]["actual"]


def test_nothing_is_granted_that_was_not_tried_on_the_programme_as_it_is(people: tuple[User, User]) -> None:
    calculated()
    one, other = people
    made = asked_by(one, tried=False)
    with pytest.raises(LateError) as error:
        decide_on(Actor("other", ""), other, made.pk, grant=True)
    assert told(error) == ["W460"]
    try_waiting.func()
    another = asked_by(one, given(since="2022-01-01"))
    decide_on(Actor("other", ""), other, another.pk, grant=True)
    with pytest.raises(LateError) as error:
        decide_on(Actor("other", ""), other, made.pk, grant=True)
    assert told(error) == ["W460"]
    try_waiting.func()
    assert decide_on(Actor("other", ""), other, made.pk, grant=True).number == 2
    assert len(in_force().parameter_by_id["power_tce"].values) == 3


def test_a_trial_before_there_were_results_is_made_again_when_there_are(people: tuple[User, User]) -> None:
    one, other = people
    made = asked_by(one)
    assert made.trial.effects["run"] is None
    calculated()
    with pytest.raises(LateError) as error:
        decide_on(Actor("other", ""), other, made.pk, grant=True)
    assert told(error) == ["W460"]


def test_a_trial_that_fails_says_so_and_is_not_granted(
    people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    calculated()
    one, other = people
    made = asked_by(one, tried=False)
    monkeypatch.setattr("sigai_web.decisions.trying.calculate", lambda *_given, **_named: 1 / 0)
    try_out(made)
    assert "内部错误" in DecisionTrial.objects.get().fault
    with pytest.raises(UserError) as error:
        decide_on(Actor("other", ""), other, made.pk, grant=True)
    assert told(error) == ["W461"]


def test_who_asked_does_not_decide_and_nothing_is_decided_twice(people: tuple[User, User]) -> None:
    one, other = people
    made = asked_by(one)
    with pytest.raises(UserError) as error:
        decide_on(Actor("one", ""), one, made.pk, grant=True)
    assert told(error) == ["W457"]
    with pytest.raises(UserError) as error:
        decide_on(Actor("other", ""), other, made.pk, grant=False)
    assert told(error) == ["W458"]
    decide_on(Actor("other", ""), other, made.pk, grant=False, comment="先核对")
    with pytest.raises(LateError) as error:
        decide_on(Actor("other", ""), other, made.pk, grant=True)
    assert told(error) == ["W456"]
    made.refresh_from_db()
    assert (made.number, KeptDecisions().latest().number) == (None, 0)
    assert not Run.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICE])
def test_only_the_office_asks_and_decides(role: Role, people: tuple[User, User]) -> None:
    made = asked_by(people[0])
    user = person(role)
    with pytest.raises(PermissionDenied):
        ask_decision(Actor("x", ""), user, given(since="2022-01-01"))
    with pytest.raises(PermissionDenied):
        decide_on(Actor("x", ""), user, made.pk, grant=True)


def test_the_same_is_not_asked_twice(people: tuple[User, User]) -> None:
    asked_by(people[0])
    with pytest.raises(LateError) as error:
        asked_by(people[1])
    assert told(error) == ["W455"]


def test_what_was_changed_since_is_asked_anew(people: tuple[User, User]) -> None:
    one, other = people
    late = asked_by(one, given(values={"value": "0.2"}))
    granted(one, other)
    with pytest.raises(LateError) as error:
        decide_on(Actor("other", ""), other, late.pk, grant=True)
    assert told(error) == ["W459"]


@pytest.fixture
def open_database(committing: None, settings: Any) -> Iterator[tuple[User, User]]:
    yield person(Role.OFFICE, name="one"), person(Role.OFFICE, name="other")


def at_once(*deeds: Any) -> list[str]:
    """What each deed came to, all begun together."""
    start, found = threading.Barrier(len(deeds)), list[str]()

    def run(deed: Any) -> None:
        try:
            start.wait(PATIENCE)
            deed()
            found.append("done")
        except LateError as error:
            found.append(error.issues[0].code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return sorted(found)


def test_who_is_late_by_a_moment_hears_that_it_is_decided(
    people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another grants after the page was sent, before the programme is held: no other decision moved its places."""
    one, other = people
    third = person(Role.OFFICE, name="third")
    made, pinned = asked_by(one), programme.pinned

    @contextmanager
    def a_moment_later(**asked: bool) -> Iterator[programme.Edition]:
        monkeypatch.setattr(programme, "pinned", pinned)
        decide_on(Actor(other.username, ""), other, made.pk, grant=True)
        with pinned(**asked) as edition:
            yield edition

    monkeypatch.setattr(programme, "pinned", a_moment_later)
    with pytest.raises(LateError) as late:
        decide_on(Actor(third.username, ""), third, made.pk, grant=True)
    assert [issue.code for issue in late.value.issues] == ["W456"]
    assert KeptDecisions().latest().number == 1


def test_of_two_who_grant_at_the_same_moment_one_is_late(open_database: tuple[User, User]) -> None:
    one, other = open_database
    third = person(Role.OFFICE, name="third")
    made = asked_by(one)
    deeds = [
        lambda user=user: decide_on(Actor(user.username, ""), user, made.pk, grant=True) for user in (other, third)
    ]
    assert at_once(*deeds) in (["W456", "done"], ["W463", "done"])
    assert KeptDecisions().latest().number == 1


def test_two_decisions_about_one_place_at_the_same_moment_do_not_both_stand(open_database: tuple[User, User]) -> None:
    one, other = open_database
    made = [asked_by(one, given(values={"value": value})) for value in ("0.2", "0.3")]
    deeds = [lambda pk=each.pk: decide_on(Actor("other", ""), other, pk, grant=True) for each in made]
    found = at_once(*deeds)
    assert found[1] == "done" and found[0] in ("W463", "W459", "W460")
    assert KeptDecisions().latest().number == 1
