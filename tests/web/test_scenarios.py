"""Scenarios are carried out through the services, leave nothing behind, and fail where anything is not as written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from helpers_scenarios import begun, instructed, moved, write_scenarios
from helpers_web import OURS, THEIRS, browser, person, web_programme
from sigai.base import UserError
from sigai.pipeline import sound_scenarios
from sigai.programme.scenarios import DEEDS
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.models import JournalEntry
from sigai_web.permissions import Role
from sigai_web.scenarios.deeds import _DEEDS
from sigai_web.scenarios.outcomes import as_row, keep, kept
from sigai_web.scenarios.trying import Tried, try_all
from sigai_web.scenarios.words import _KINDS, serving_words
from sigai_web.store.models import Entity, RecordEntry

pytestmark = pytest.mark.django_db

Change = Callable[[dict[str, Any]], object]
REPORTED = {
    "id": "reported",
    "name": {"zh": "填报", "en": "reported"},
    "mechanisms": ["M1"],
    "people": {
        "clerk": {"role": "unit_reporter", "scope": "U1"},
        "chief": {"role": "unit_approver", "scope": "U1"},
        "other": {"role": "unit_reporter", "scope": "U2"},
        "office": {"role": "office"},
    },
    "steps": [
        {"id": "foreign", "by": "other", "day": "2021-04-05", "report": {}, "refused": "forbidden"},
        {"id": "report", "by": "clerk", "day": "2021-04-05", "report": {}},
        {"id": "approve", "by": "chief", "day": "2021-04-06", "approve": {}},
        {"id": "accept", "by": "office", "day": "2021-04-07", "accept": {}},
    ],
    "result": {"indicator": "digital", "period": "2021-03", "before": {"value": None}, "after": {"value": 12}},
    "without": [{"step": "approve", "refused": "W100"}, {"step": "accept", "gives": {"value": None}}],
}
"""A figure goes its way: reported, approved, accepted. Its steps lack the sheet, which `reported` puts in."""


def reported() -> dict[str, Any]:
    sheet = {"form": "digital_form", "period": "2021-03", "reporter": "U1"}
    figures = {"figures": {"1": {"digital": 12}}, "reason": "第一次填报"}
    steps = []
    for step in REPORTED["steps"]:  # type: ignore[attr-defined]
        name = next(name for name in ("report", "approve", "accept") if name in step)
        steps.append({**step, name: {**sheet, **(figures if name == "report" else {})}})
    return {**REPORTED, "steps": steps}


def tried(folder: Path, settings: Any, *scenarios: dict[str, Any]) -> list[Tried]:
    settings.SIGAI_PROGRAMME = write_scenarios(web_programme(folder), *scenarios)
    return list(try_all(sound_scenarios(programme.current())))


def codes(outcome: Tried) -> list[str]:
    return [issue.code for issue in outcome.issues]


def test_records_and_figures_prove_what_they_do_and_leave_nothing_behind(tmp_path: Path, settings: Any) -> None:
    entries = JournalEntry.objects.count()
    work, figure = tried(tmp_path, settings, begun(), reported())
    assert [issue.text("en") for issue in (*work.issues, *figure.issues)] == []
    assert work.trail == ("works works-0001 building",)
    assert figure.trail == ("1 digital 2021-03 12.0",)
    assert not User.objects.exists() and not Entity.objects.exists() and not RecordEntry.objects.exists()
    assert JournalEntry.objects.count() == entries


def with_rows() -> dict[str, Any]:
    """The same with a grant whose measures are written row by row, one of them the work."""
    aid = {"record": "aid", "ledger": "grants", "step": "ask", "name": "补助", "entity": OURS}
    row = {"record": "aid", "table": "measures"}
    one, clerk = begun(), {"by": "clerk", "day": "2021-05-02"}
    steps = [
        {"id": "ask", **clerk, "create": aid},
        {"id": "measure", **clerk, "add_row": {**row, "fields": {"what": "锅炉", "works": "一号"}}},
        {"id": "twice", **clerk, "add_row": {**row, "fields": {"what": "锅炉"}}, "refused": "L074"},
        {"id": "outlay", **clerk, "correct_row": {**row, "row": 1, "fields": {"outlay": 12}}},
        {"id": "less", **clerk, "correct_row": {**row, "row": 1, "fields": {"outlay": 9}}, "refused": "W325"},
    ]
    return {**one, "steps": [one["steps"][0], *steps, *one["steps"][1:]]}


def test_rows_are_written_by_deeds_of_their_own(tmp_path: Path, settings: Any) -> None:
    (outcome,) = tried(tmp_path, settings, with_rows())
    assert [issue.text("en") for issue in outcome.issues] == []


def test_months_register_corrections_and_instructions_are_deeds_too(tmp_path: Path, settings: Any) -> None:
    move, word = tried(tmp_path, settings, moved(), instructed())
    assert [issue.text("en") for issue in (*move.issues, *word.issues)] == []
    assert move.trail == (f"{OURS} output 2021-03 50000.0",)
    settings.SIGAI_HOME = tmp_path / "home"
    keep([as_row(move), as_row(word)], settings.SIGAI_HOME)
    page = browser(person(Role.LEADER)).get(reverse("mechanism", args=["M1"])).content.decode()
    assert "结账" in page and "2021-03" in page and "地区 丙县（2021-03）" in page
    assert "抓紧开工" in page and "申请更正" in page and "决定名录变更" in page


def test_what_a_deed_of_the_register_does_not_name_is_not_its_doing(tmp_path: Path, settings: Any) -> None:
    scenario = moved()
    theirs = {"id": THEIRS, "name": "丙县一厂", "area": "11"}
    scenario["given"]["entities"].append(theirs)
    scenario["steps"][2]["register_change"]["facts"][0]["entity"] = THEIRS
    (outcome,) = tried(tmp_path, settings, scenario)
    assert codes(outcome) == ["W374", "W375"]


FAILURES: dict[str, tuple[str, Change]] = {
    "a step is refused": ("W372", lambda one: one["steps"][4]["step"]["fields"].update(cost=99)),
    "a step is not refused": ("W373", lambda one: one["steps"][2].update(refused="L044")),
    "refused with another code": ("W372", lambda one: one["steps"][1].update(refused="L045")),
    "another number before": ("W374", lambda one: one["result"].update(before={"value": 0})),
    "another number after": ("W374", lambda one: one["result"].update(after={"value": 3})),
    "no refusal without it": ("W376", lambda one: one.update(without=[{"step": "early", "refused": "L044"}])),
    "another refusal without it": ("W376", lambda one: one["without"][0].update(refused="L045")),
    "refused instead of another number": (
        "W377",
        lambda one: one.update(without=[{"step": "show", "gives": {"value": 1}}]),
    ),
    "another number without it": ("W374", lambda one: one["without"][2].update(gives={"value": 0})),
}


@pytest.mark.parametrize(("code", "change"), FAILURES.values(), ids=FAILURES)
def test_a_scenario_that_is_not_as_written_fails(code: str, change: Change, tmp_path: Path, settings: Any) -> None:
    scenario = begun()
    change(scenario)
    (outcome,) = tried(tmp_path, settings, scenario)
    assert codes(outcome) == [code]
    assert not outcome.holds


def test_a_number_that_the_steps_do_not_lead_to_proves_nothing(tmp_path: Path, settings: Any) -> None:
    scenario = begun()
    scenario["result"] = {"indicator": "title", "period": "2021-06", "before": {"value": 0}, "after": {"value": 2}}
    (outcome,) = tried(tmp_path, settings, scenario)
    assert codes(outcome) == ["W374", "W375"]


def test_every_deed_has_its_service_and_its_words() -> None:
    assert set(DEEDS) == set(_KINDS) == set(_DEEDS)


def test_no_scenario_plays_where_there_are_data(tmp_path: Path, settings: Any, filled: None) -> None:
    with pytest.raises(UserError) as told:
        tried(tmp_path, settings, begun())
    assert [issue.code for issue in told.value.issues] == ["W370"]


def test_the_page_shows_what_is_kept_of_this_edition(tmp_path: Path, settings: Any) -> None:
    outcomes = [as_row(one) for one in tried(tmp_path / "one", settings, begun(), reported())]
    settings.SIGAI_HOME = tmp_path / "home"
    client = browser(person(Role.LEADER))
    assert kept() is None
    before = client.get(reverse("mechanisms")).content.decode()
    assert "还没有演练" in before and "有情景证明</small>" not in before
    keep(outcomes, settings.SIGAI_HOME)
    page = client.get(reverse("mechanisms"), {"level": "3"}).content.decode()
    assert "有情景证明</small>" in page and "还没有演练" not in page
    one = client.get(reverse("mechanism", args=["M1"])).content.decode()
    assert "演练成立" in one and "许可证" in one and "L044" in one
    assert "数字 2021-03" in one and "科技局 单位填报员" in one and "forbidden" in one
    settings.SIGAI_PROGRAMME = write_scenarios(web_programme(tmp_path / "two"), {**begun(), "id": "other"})
    assert kept() is None


def test_what_serves_a_mechanism_is_called_by_its_name() -> None:
    content = programme.current()
    said = serving_words(content, ["ledger:works", "unit:U1", "report:bulletin", "ledger:gone"])
    assert said == ["台账 工程", f"责任单位 {content.unit_by_id['U1'].name.zh}", "通报", "ledger:gone"]
