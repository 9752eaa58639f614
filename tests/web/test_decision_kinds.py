"""What can be decided about the programme, kind by kind, and what cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from helpers_decisions import DAY, asked_by, decided_content, given, granted, in_force, told
from helpers_programme import write_programme
from sigai.base import Period, UserError
from sigai.programme import ContentFiles, due_on
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.decisions.given import PlaceChange, number_in
from sigai_web.decisions.kinds.all import KINDS
from sigai_web.decisions.models import DecisionTrial, ProgrammeDecision

pytestmark = pytest.mark.usefixtures("decided_programme")
DUE = {"due_day": "20", "due_months_after": "1"}


def wanted(kind: str, subject: str, values: dict[str, str]) -> list[PlaceChange]:
    with programme.pinned() as edition:
        asked = given(kind=kind, subject=subject, since=DAY, values=values)
        return KINDS[kind].changes(ContentFiles(edition.folder), edition.programme, asked)


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
