"""Content and decisions are one programme: exported, installed, replaced, heard of by every process."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings as effort
from hypothesis import strategies as st
from typer.testing import CliRunner

from helpers_decisions import DAY, asked_by, calculated, decided_content, given, granted, in_force, told
from helpers_programme import write_programme
from helpers_web import browser
from sigai.base import UserError
from sigai.pipeline import sound_programme
from sigai.programme import work_in
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.decisions.commands import app
from sigai_web.decisions.editions import KeptDecisions
from sigai_web.decisions.given import GivenDecision
from sigai_web.decisions.sweeping import sweep_editions

pytestmark = pytest.mark.usefixtures("decided_programme")


def test_content_that_changed_under_a_decision_keeps_the_system_from_starting(
    people: tuple[User, User], decided_programme: Path, settings: Any, tmp_path: Path
) -> None:
    granted(*people)
    content = decided_content()
    content["parameters"][0]["values"].append({"start": "2021-01-01", "value": 0.3, "source": {"title": "y"}})
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "new", content)
    with pytest.raises(UserError) as error:
        programme.current()
    assert told(error) == ["P130"]
    said = CliRunner().invoke(app, ["check", str(tmp_path / "new")])
    assert isinstance(said.exception, UserError)
    settings.SIGAI_PROGRAMME = decided_programme
    said = CliRunner().invoke(app, ["check", str(decided_programme)])
    assert said.exit_code == 0 and in_force().digest in said.output


def test_content_replaced_under_a_running_process_is_not_mixed(
    people: tuple[User, User], decided_programme: Path
) -> None:
    in_force()
    file = decided_programme / "forms.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# later\n", encoding="utf-8")
    with pytest.raises(UserError) as error:
        asked_by(people[0])
    assert told(error) == ["P134"]
    assert in_force().forms


def test_of_two_processes_that_work_in_the_same_decision_the_slower_one_goes_on(
    people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    granted(*people)
    digest = in_force().digest
    shutil.rmtree(programme.editions())
    programme.forget()
    rename = Path.rename

    def late(part: Path, target: Path) -> Path:
        shutil.copytree(part, target)
        return rename(part, target)

    monkeypatch.setattr(Path, "rename", late)
    assert in_force().digest == digest
    assert [one.name for one in programme.editions().iterdir()] == [digest]


def test_a_request_is_answered_by_no_programme_where_content_and_decisions_part(
    people: tuple[User, User], settings: Any, tmp_path: Path
) -> None:
    granted(*people)
    content = decided_content()
    content["parameters"][0]["values"].append({"start": "2021-01-01", "value": 0.3, "source": {"title": "y"}})
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "new", content)
    for address in ("/decisions", "/api/v1/edition"):
        answer = browser(people[0]).get(address)
        assert answer.status_code == 503
        assert ("P130" in answer.content.decode()) is not address.startswith("/api")


kinds = st.one_of(
    st.tuples(st.sampled_from(["2021-01-01", "2021-07-01", "2022-01-01"]), st.integers(1, 50)).map(
        lambda drawn: given(since=drawn[0], values={"value": str(drawn[1] / 8)})
    ),
    st.tuples(st.sampled_from(["2021-03", "2022-03"]), st.integers(1, 28)).map(
        lambda drawn: given(
            kind="calendar",
            subject="monthly",
            since=drawn[0],
            values={"due_day": str(drawn[1]), "due_months_after": "1"},
        )
    ),
    st.integers(1, 9).map(
        lambda drawn: given(kind="allocation", subject="T/main", since=DAY, values={"n_11_2023": str(drawn)})
    ),
    st.just(given(kind="reading", chosen=["T/value"], since=DAY)),
    st.integers(1, 3).map(lambda drawn: given(kind="lifting", subject=str(drawn), since=DAY)),
)


def test_what_is_exported_loads_equal_to_the_programme_in_force(people: tuple[User, User], tmp_path: Path) -> None:
    """Whatever was decided in whatever order; installed as content, it is the same programme, and stays it."""
    seen = iter(range(1000))

    @drawn(st.lists(kinds, min_size=1, max_size=4))
    @effort(max_examples=6, deadline=None)
    def check(wanted: list[GivenDecision]) -> None:
        for one in wanted:
            try:
                granted(*people, one)
            except UserError as error:
                assert {issue.code for issue in error.issues} <= {"W454", "W462"}
        place = tmp_path / f"out{next(seen)}"
        said = CliRunner().invoke(app, ["export", str(place / "out")])
        assert said.exit_code == 0
        exported = sound_programme(place / "out")
        assert exported.model_dump(exclude={"folder"}) == in_force().model_dump(exclude={"folder"})
        work_in(place / "out", KeptDecisions().amendments(KeptDecisions().latest().number), place / "again")
        assert sound_programme(place / "again").digest == in_force().digest

    check()


def test_a_calculation_hears_of_a_decision_whose_bell_was_missed(people: tuple[User, User]) -> None:
    calculated()
    kept = programme._KEPT.copy()
    granted(*people)
    bell = programme._bell()
    programme._KEPT.update({folder: (edition, bell) for folder, (edition, _) in kept.items()})
    assert programme.freshen().upto.number == 0
    assert calculated().decisions == 1
    assert programme._bell() != bell


def folder_now() -> Path:
    """Where the edition in force lies."""
    with programme.pinned(surely=True) as edition:
        return edition.folder


def test_editions_that_nothing_uses_are_swept(people: tuple[User, User]) -> None:
    first = granted(*people)
    used = calculated()
    old = folder_now()
    granted(*people, given(values={"value": "0.16"}, since="2022-01-01"))
    between = folder_now()
    granted(*people, given(values={"value": "0.17"}, since="2022-02-01"))
    now = folder_now()
    assert first.number and used.programme_digest == old.name and len({old, between, now}) == 3
    assert sweep_editions() == 0, "something was decided just now"
    assert sweep_editions(timedelta(0)) >= 1
    assert old.is_dir() and now.is_dir(), "a run names the one, the other is in force"
    assert not between.exists() and programme.last_decided() > 0
    assert in_force().parameters


def test_an_edition_that_is_asked_for_again_is_young_again(people: tuple[User, User]) -> None:
    """A trial made it long ago; now it is tried, or decided, once more, while another process sweeps."""
    granted(*people)
    tried = folder_now()
    granted(*people, given(values={"value": "0.16"}, since="2022-01-01"))
    now = folder_now()
    aged(tried, now, programme.editions() / programme._BELL)
    assert programme.keep_edition(programme._content(), KeptDecisions().amendments(1)) == tried
    assert sweep_editions() == 0
    aged(tried)
    assert sweep_editions() == 1
    assert not tried.exists() and now.is_dir()


def test_whoever_sweeps_and_finds_that_a_bell_was_missed_waits(people: tuple[User, User]) -> None:
    granted(*people)
    before, kept = folder_now(), programme._KEPT.copy()
    granted(*people, given(values={"value": "0.16"}, since="2022-01-01"))
    aged(before, programme.editions() / programme._BELL)
    bell = programme._bell()
    programme._KEPT.update({folder: (edition, bell) for folder, (edition, _) in kept.items()})
    assert sweep_editions() == 0 and before.is_dir(), "others may still work with it"


def aged(*paths: Path) -> None:
    """As if nobody had touched them for days."""
    for path in paths:
        long_ago = path.stat().st_mtime - 3 * 24 * 3600
        os.utime(path, (long_ago, long_ago))


def test_an_edition_that_was_swept_is_made_again(people: tuple[User, User]) -> None:
    granted(*people)
    folder = folder_now()
    shutil.rmtree(folder)
    programme.forget()
    assert folder_now() == folder and folder.is_dir()
