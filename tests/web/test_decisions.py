"""Decisions on the programme: asked for by one, granted by another, in force with the content as one programme."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from hypothesis import given as drawn
from hypothesis import settings as effort
from hypothesis import strategies as st
from typer.testing import CliRunner

from helpers_decisions import asked_by, given, granted
from helpers_programme import text, write_programme
from helpers_waiting import PATIENCE
from helpers_web import browser, person, web_content
from sigai.base import Period, UserError
from sigai.pipeline import sound_programme
from sigai.programme import ContentFiles, due_on, work_in
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.decisions.commands import app
from sigai_web.decisions.deciding import ask_decision, decide_on
from sigai_web.decisions.editions import KeptDecisions
from sigai_web.decisions.given import GivenDecision, PlaceChange, number_in
from sigai_web.decisions.kinds.all import KINDS
from sigai_web.decisions.models import DecisionTrial, ProgrammeDecision
from sigai_web.decisions.trying import try_out, try_waiting
from sigai_web.journal.changes import LateError
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.permissions import Role
from sigai_web.runs import results
from sigai_web.runs.calculating import request_run
from sigai_web.runs.computing import carry_out
from sigai_web.runs.models import Run

DAY = "2021-06-01"
RATE = given(subject="levy", values={"value": "20"})
"""It doubles what is levied."""


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


@pytest.fixture(autouse=True)
def own_programme(settings: Any, tmp_path: Path, invented_programme: None) -> Path:
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "git", decided_content())
    settings.SIGAI_HOME = tmp_path / "home"
    settings.SIGAI_HOME.mkdir()
    return Path(settings.SIGAI_PROGRAMME)


@pytest.fixture
def people(filled: None) -> tuple[User, User]:
    return person(Role.OFFICE, name="one"), person(Role.OFFICE, name="other")


def calculated() -> Run:
    return carry_out(request_run(SYSTEM, because="start", as_of=Period.parse("2021-09")))


def told(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [issue.code for issue in error.value.issues]


def wanted(kind: str, subject: str, values: dict[str, str]) -> list[PlaceChange]:
    with programme.pinned() as edition:
        asked = given(kind=kind, subject=subject, since=DAY, values=values)
        return KINDS[kind].changes(ContentFiles(edition.folder), edition.programme, asked)


def in_force() -> Any:
    with programme.pinned() as edition:
        return edition.programme


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


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({"reason": " ", "document": ""}, ["W450", "W451"]),
        ({"values": {"value": "many"}}, ["W452"]),
        ({"values": {"value": "NaN"}}, ["W452"]),
        ({"values": {"value": "0.12345678901234567890"}}, ["W452"]),
        ({"since": "then"}, ["W452"]),
        ({"subject": "nothing"}, ["W453"]),
        ({"kind": "nothing"}, ["W453"]),
        ({"since": "2020-01-01", "values": {"value": "0.1229"}, "document": "GB/T 2589-2020"}, ["W454"]),
        ({"kind": "reading", "chosen": ["T/value"], "since": "2999-01-01"}, ["W452"]),
        ({"kind": "reading", "subject": "", "since": DAY}, ["W452"]),
        ({"kind": "reading", "chosen": ["T/other"], "since": DAY}, ["W453"]),
        ({"kind": "calendar", "subject": "monthly", "since": "2022", "values": {"due_day": "9"}}, ["W452"]),
        (
            {
                "kind": "calendar",
                "subject": "monthly",
                "since": "2022-01",
                "values": {"due_day": "31", "due_months_after": "1"},
            },
            ["P007"],
        ),
        ({"kind": "allocation", "subject": "T/main", "since": DAY, "values": {}}, ["W452"]),
        ({"kind": "threshold", "subject": "progress", "since": "2022-01", "values": {"on_track": "x"}}, ["W452"]),
        ({"kind": "lifting", "subject": "1", "since": DAY}, ["W462"]),
        ({"subject": "limit", "values": {"value": "1", "where": "x"}}, ["W453"]),
    ],
)
def test_what_cannot_be_decided_is_told(wanted: dict[str, Any], codes: list[str], people: tuple[User, User]) -> None:
    with pytest.raises(UserError) as error:
        asked_by(people[0], given(**wanted))
    assert told(error) == codes
    assert not ProgrammeDecision.objects.exists()


def test_a_reading_is_confirmed_as_it_stands_and_no_result_changes(people: tuple[User, User]) -> None:
    made = granted(*people, given(kind="reading", chosen=["T/value"], since=DAY))
    (reading,) = in_force().target_by_id["T"].decisions
    assert (reading.confirmed, reading.decided_on, reading.reading.zh) == (True, DAY, "五亿")
    assert reading.decided_by == "工信局（某工改办〔2021〕3号）"
    assert made.effects == {"run": None, "as_of": "", "rows": [], "more": 0}
    assert not DecisionTrial.objects.exists()


def test_a_reading_is_read_otherwise_with_the_number_that_it_asks_for(people: tuple[User, User]) -> None:
    values = {"reading_zh": "六亿", "reading_en": "six", "a_S2": "on", "s_main_2023": "6", "c_main_2023": ">="}
    values |= {"s_levied_2023": "5", "c_levied_2023": ">="}
    granted(*people, given(kind="reading", subject="T/value", since=DAY, values=values))
    target = in_force().target_by_id["T"]
    (reading,) = target.decisions
    assert (reading.reading.zh, reading.adopted, reading.reason.zh) == ("六亿", ("S2",), "新标准")
    assert [track.steps[0].value for track in target.tracks] == [6, 5]


def test_numbers_of_counties(people: tuple[User, User]) -> None:
    values = {"n_11_2023": "3", "n_12_2023": "２．５"}
    granted(*people, given(kind="allocation", subject="T/main", since=DAY, values=values))
    areas = in_force().target_by_id["T"].tracks[0].areas
    assert (areas.policy, areas.numbers) == ("allocated", {"11": {"2023": 3}, "12": {"2023": 2.5}})


def test_a_parameter_by_product_and_a_number_that_is_corrected(people: tuple[User, User]) -> None:
    lead = '{"product": "lead"}'
    granted(*people, given(subject="limit", since="2022-03-15", values={"value": "90", "where": lead}))
    granted(*people, given(subject="limit", since="2022-03-15", values={"value": "91", "where": lead}))
    granted(*people, given(subject="limit", since="2020-01-01", values={"value": "99", "where": lead}))
    found = in_force().parameter_by_id["limit"].values
    assert [(one.where["product"], str(one.start), int(one.value)) for one in found] == [
        ("zinc", "2020-01-01", 100),
        ("lead", "2020-01-01", 99),
        ("lead", "2022-03-15", 91),
    ]


def test_thresholds_of_the_method_and_of_a_soft_rule(people: tuple[User, User]) -> None:
    names = ("on_track", "at_risk", "about_tolerance", "doubt_below", "minimum_coverage", "provisional_below")
    values = {**dict.fromkeys(names, "0.5"), "at_risk": "0.4", "about_tolerance": "0.05", "stale_after": "2"}
    granted(*people, given(kind="threshold", subject="progress", since="2022-01", values=values))
    granted(*people, given(kind="threshold", subject="jump", since="2022-01", values={"factor": "5"}))
    first, second = in_force().progress
    assert (first.on_track, second.on_track, second.stale_after, str(second.start)) == (0.95, 0.5, 2, "2022-01")
    rule = in_force().plausibility[0]
    assert [(str(one.start), one.factor, one.assumption) for one in rule.thresholds] == [
        ("2020-01", 3, "常用"),
        ("2022-01", 5, ""),
    ]


def test_a_form_is_due_on_another_day_from_a_period_on(people: tuple[User, User]) -> None:
    wanted = [("2022-03", "20", "1"), ("2022-05", "5", "2"), ("2022-02", "8", "1")]
    for since, day, months in wanted:
        values = {"due_day": day, "due_months_after": months}
        granted(*people, given(kind="calendar", subject="monthly", since=since, values=values))
    form = next(one for one in in_force().forms if one.id == "monthly")
    due = [str(due_on(form, Period.parse(f"2022-0{month}"))) for month in range(1, 7)]
    assert due == ["2022-02-10", "2022-03-08", "2022-04-08", "2022-05-08", "2022-06-08", "2022-07-08"]


@pytest.mark.parametrize("number", [1234567, 1234567.25, 1.0000125, 123456789012345, 1100])
def test_a_form_sent_as_it_is_offered_changes_no_number(
    number: float, people: tuple[User, User], settings: Any, tmp_path: Path
) -> None:
    """A field has all digits of its number, however many."""
    content = decided_content()
    content["plausibility"][0]["thresholds"][0]["factor"] = number
    content["parameters"][0]["values"][0]["value"] = number
    track = content["targets"][0]["tracks"][0]
    track["steps"][0]["value"] = number
    track["areas"] = {"policy": "allocated", "numbers": {"11": {"2023": number}}}
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "many-digits", content)
    subjects = {"threshold": "jump", "parameter": "power_tce", "reading": "T/value", "allocation": "T/main"}
    offered = {kind: KINDS[kind].fields(in_force(), subject) for kind, subject in subjects.items()}
    values = {kind: {field.name: field.value for field in fields} for kind, fields in offered.items()}
    for kind, subject in subjects.items():
        assert str(number) in {
            str(number_in(text, "", ("", ""))) for text in values[kind].values() if text[:1].isdigit()
        }
        if kind in ("reading", "allocation"):
            found = wanted(kind, subject, values[kind])
            assert not [one for one in found if "decisions" not in one.place]


def test_a_decision_is_lifted_and_the_content_holds_again(people: tuple[User, User]) -> None:
    before = in_force()
    granted(*people)
    granted(*people, given(kind="calendar", subject="monthly", since="2022-03", values=DUE))
    granted(*people, given(kind="lifting", subject="1", since=DAY))
    assert in_force().parameters == before.parameters
    assert in_force().forms != before.forms
    with pytest.raises(UserError) as error:
        asked_by(people[0], given(kind="lifting", subject="1", since=DAY))
    assert told(error) == ["W462"]


DUE = {"due_day": "20", "due_months_after": "1"}


def test_content_that_changed_under_a_decision_keeps_the_system_from_starting(
    people: tuple[User, User], own_programme: Path, settings: Any, tmp_path: Path
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
    settings.SIGAI_PROGRAMME = own_programme
    said = CliRunner().invoke(app, ["check", str(own_programme)])
    assert said.exit_code == 0 and in_force().digest in said.output


def test_content_replaced_under_a_running_process_is_not_mixed(people: tuple[User, User], own_programme: Path) -> None:
    in_force()
    file = own_programme / "forms.yaml"
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


def test_a_calculation_hears_of_a_decision_whose_bell_was_missed(people: tuple[User, User]) -> None:
    calculated()
    kept = programme._KEPT.copy()
    granted(*people)
    bell = programme._bell()
    programme._KEPT.update({folder: (edition, bell) for folder, (edition, _) in kept.items()})
    assert programme.freshen().upto.number == 0
    assert calculated().decisions == 1
    assert programme._bell() != bell
