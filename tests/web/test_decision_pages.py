"""The pages of decisions: readings by unit and kind, forms, a request with what it changes, the target's panel."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from helpers_api import Program
from helpers_decisions import asked_by, given, granted
from helpers_programme import text, write_programme
from helpers_web import browser, person, web_content
from sigai.base import Period
from sigai_web import programme
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.decisions.words import effect_rows
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.runs.calculating import request_run
from sigai_web.runs.computing import carry_out

DAY = "2021-06-01"


def reading(name: str, about: str, **other: Any) -> dict[str, Any]:
    return {
        "id": name,
        "about": about,
        "question": text(f"{name}怎样读"),
        "statements": ["S1", "S2"],
        "adopted": ["S1"],
        "reading": text(f"{name}读作五"),
        "reason": text("从低"),
        "decided_by": "内容组",
        "decided_on": "2021-01-01",
        "confirmed": False,
        **other,
    }


@pytest.fixture(autouse=True)
def own_programme(settings: Any, tmp_path: Path, invented_programme: None, filled: None) -> None:
    content = web_content()
    first = content["targets"][0]
    first["statements"].append({**first["statements"][0], "id": "S2", "value": 6})
    first["decisions"] = [reading("value", "value"), reading("scope", "scope"), reading("old", "date", confirmed=True)]
    track = {**first["tracks"][0], "steps": [{**first["tracks"][0]["steps"][0], "statements": ["S3", "S4"]}]}
    statements = [{**first["statements"][0], "id": name} for name in ("S3", "S4")]
    other = reading("unit", "unit", statements=["S3", "S4"], adopted=["S3"])
    second = {**first, "id": "T2", "name": text("研发"), "lead": "U2", "tracks": [track]}
    content["targets"].append({**second, "statements": statements, "decisions": [other]})
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "git", content)
    settings.SIGAI_HOME = tmp_path / "home"
    settings.SIGAI_HOME.mkdir()


def office(name: str = "one") -> Any:
    return person(Role.OFFICE, name=name)


def listed(page: str) -> list[str]:
    return re.findall(r'name="chosen" value="([^"]+)"', page)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["T/value", "T/scope", "T2/unit"]),
        ("?unit=U2", ["T2/unit"]),
        ("?unit=nobody", ["T/value", "T/scope", "T2/unit"]),
        ("?about=scope", ["T/scope"]),
        ("?unit=U2&about=scope", []),
        ("?q=value怎样", ["T/value"]),
        ("?state=confirmed", []),
        ("?state=all&page=x", ["T/value", "T/scope", "T2/unit"]),
    ],
)
def test_readings_that_wait_by_unit_and_kind(query: str, names: list[str]) -> None:
    page = browser(office()).get(reverse("readings") + query).content.decode()
    assert listed(page) == names


def test_a_reading_is_shown_with_what_else_could_be_read() -> None:
    page = browser(office()).get(reverse("readings") + "?about=value").content.decode()
    assert all(word in page for word in ("value怎样读", "value读作五", "从低", "≥ 5 亿元", "≥ 6 亿元", "数值不同"))
    assert "3 条待确认" in page
    confirmed = browser(office("other")).get(reverse("readings") + "?state=confirmed").content.decode()
    assert "old读作五" in confirmed and "已确认" in confirmed


def test_some_readings_are_confirmed_together(client: Any) -> None:
    data = {"chosen": ["T/value", "T2/unit"], "since": DAY, "reason": "会议", "document": "纪要1"}
    one, other = browser(office()), browser(office("other"))
    assert one.post(reverse("readings"), {**data, "document": ""}).status_code == 422
    asked = one.post(reverse("readings"), data)
    made = ProgrammeDecision.objects.get()
    assert asked["Location"] == reverse("decision", args=[made.pk])
    waiting = one.get(reverse("readings")).content.decode()
    assert waiting.count("已提出，第") == 2
    page = other.get(reverse("decision", args=[made.pk])).content.decode()
    assert "不改变任何结果" in page and "targets › T2 › decisions › unit › confirmed" in page
    other.post(reverse("decide-decision", args=[made.pk]), {"decision": "grant"})
    with programme.pinned() as edition:
        states = [one.confirmed for target in edition.programme.targets for one in target.decisions]
    assert states == [True, False, True, True]
    assert "1 条待确认" in one.get(reverse("readings")).content.decode()


def test_whoever_may_only_read_sees_no_form() -> None:
    client = browser(person(Role.LEADER))
    page = client.get(reverse("readings")).content.decode()
    assert "value怎样读" in page and listed(page) == [] and 'name="document"' not in page
    data = {"chosen": ["T/value"], "since": DAY, "reason": "会议", "document": "纪要1"}
    assert client.post(reverse("readings"), data).status_code == 403
    assert "new-decision" not in page and reverse("new-decision", args=["parameter"]) not in page


@pytest.mark.parametrize("kind", ["parameter", "allocation", "calendar", "threshold", "reading", "lifting"])
def test_a_form_asks_what_it_is_about_first(kind: str) -> None:
    client = browser(office())
    page = client.get(reverse("new-decision", args=[kind])).content.decode()
    assert 'name="reason"' not in page
    subjects = re.findall(r'<option value="([^"]+)"', page)
    assert bool(subjects) is (kind != "lifting")
    if subjects:
        form = client.get(reverse("new-decision", args=[kind]), {"subject": subjects[0]}).content.decode()
        assert 'name="reason"' in form and f'name="subject" value="{subjects[0]}"' in form


def test_what_was_filled_in_stays_when_something_is_wrong() -> None:
    data = {"subject": "power_tce", "since": "2022-01-01", "value": "many", "reason": "新标准", "document": "文1"}
    answer = browser(office()).post(reverse("new-decision", args=["parameter"]), data)
    page = answer.content.decode()
    assert answer.status_code == 422 and "W452" in page
    assert all(f'value="{word}"' in page for word in ("many", "2022-01-01", "文1")) and ">新标准<" in page


def test_a_request_shows_results_side_by_side_once_it_was_tried() -> None:
    carry_out(request_run(SYSTEM, because="start", as_of=Period.parse("2021-09")))
    one = office()
    numbers = {"n_11_2023": "3", "n_12_2023": "2"}
    made = asked_by(one, given(kind="allocation", subject="T/main", since=DAY, values=numbers), tried=False)
    address = reverse("decision", args=[made.pk])
    assert "正在按现在的方案和数据试算" in browser(one).get(address).content.decode()
    other = office("other")
    late = browser(other).post(reverse("decide-decision", args=[made.pk]), {"decision": "grant"})
    assert late.status_code == 409 and "W460" in late.content.decode()
    ProgrammeDecision.objects.all().delete()
    made = granted(one, other, given(kind="allocation", subject="T/main", since=DAY, values=numbers))
    page = browser(one).get(reverse("decision", args=[made.pk])).content.decode()
    assert "与计算" in page and "乙县" in page and '<span class="before">—</span> → <strong>3</strong>' in page
    listing = browser(one).get(reverse("decisions")).content.decode()
    assert "1 个目标的结果变了" in listing and "到第 1 号" in listing


def test_numbers_side_by_side_are_printed_as_elsewhere_and_what_differs_a_little_is_told_apart() -> None:
    old = {"goal": 50.0, "expected": 10.12345, "actual": 3.00001, "status": "behind"}
    new = {**old, "expected": 11.0, "actual": 3.00002}
    row = {"target": "T", "track": "main", "area": "11", "period_end": "2023", "before": old, "after": new}
    shown = next(effect_rows({"rows": [row]}))
    pairs = {name: (before, after) for name, _, before, after, _ in shown["pairs"]}
    assert (pairs["goal"], pairs["expected"]) == (("50", "50"), ("10.1", "11.0"))
    assert pairs["actual"] == ("3.00001", "3.00002")
    assert shown["period_end"] == "2023年底"


def test_a_goal_of_many_digits_is_printed_with_all_of_them() -> None:
    old = {"goal": 1234567.0, "expected": None, "actual": None, "status": "behind"}
    row = {"target": "T", "track": "main", "area": "11", "period_end": "2023"}
    pairs = next(effect_rows({"rows": [{**row, "before": old, "after": {**old, "goal": 1234567.0001}}]}))["pairs"]
    assert pairs[0][2:4] == ("1,234,567", "1,234,567.0001")
    pairs = next(effect_rows({"rows": [{**row, "before": old, "after": {**old, "goal": 1234568.5}}]}))["pairs"]
    assert pairs[0][2:4] == ("1,234,567", "1,234,568.5")


def test_the_page_of_a_target_says_what_was_decided_about_it() -> None:
    one, other = office(), office("other")
    granted(one, other, given(kind="allocation", subject="T/main", since=DAY, values={"n_11_2023": "3"}))
    carry_out(request_run(SYSTEM, because="start", as_of=Period.parse("2021-09")))
    page = browser(one).get(reverse("target", args=["T"])).content.decode()
    assert "2 条读法待确认" in page and "第 1 号" in page
    page = browser(one).get(reverse("target", args=["T2"])).content.decode()
    assert "还没有就它作过决定" in page
    runs = browser(one).get(reverse("runs")).content.decode()
    assert "到第 1 号决定" in runs


def test_the_page_of_a_target_asks_the_database_as_often_however_much_was_decided() -> None:
    one, other = office(), office("other")
    carry_out(request_run(SYSTEM, because="start", as_of=Period.parse("2021-09")))
    client, asked = browser(one), list[int]()
    for number in ("3", "4", "5"):
        granted(one, other, given(kind="allocation", subject="T/main", since=DAY, values={"n_11_2023": number}))
        client.get(reverse("target", args=["T"]))
        with CaptureQueriesContext(connection) as queries:
            assert f"第 {len(asked) + 1} 号" in client.get(reverse("target", args=["T"])).content.decode()
        asked.append(len(queries))
    assert len(set(asked)) == 1


def test_programs_read_the_edition_and_hear_of_decisions_in_the_feed() -> None:
    one, other = office(), office("other")
    program = Program(one)
    before = program.get("/edition").json()
    assert (before["decisions"], before["digest"]) == (0, before["content"])
    start = program.get("/changes?after=0&limit=100").json()["next"]
    made = granted(one, other, given(kind="allocation", subject="T/main", since=DAY, values={"n_11_2023": "3"}))
    after = program.get("/edition").json()
    assert (after["decisions"], after["content"]) == (1, before["content"]) and after["digest"] != before["digest"]
    items = program.get(f"/changes?after={start}&limit=100").json()["items"]
    told = [(item["action"], item["decision"]) for item in items if item["kind"] == "decision"]
    ref = {"id": made.pk, "kind": "allocation", "number": 1, "targets": []}
    assert told == [("decision.ask", ref), ("decision.grant", ref)]
    assert program.get(f"/runs/{carry_out(request_run(SYSTEM, because='x')).pk}").json()["decisions"] == 1
