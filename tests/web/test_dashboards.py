"""What pages of progress say is what the run says; what lies beyond a reader's reach is only counted."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from helpers_runs_web import finished_run, ready_run
from helpers_web import OURS, THEIRS, as_read, browser, person
from sigai.base import Period, UserError
from sigai.explanations import asked_by
from sigai.indicators import evidence_under
from sigai.reports import STATUS, VERDICT, headline
from sigai_web import programme
from sigai_web.dashboards.instructing import LONGEST, close, instruct, reply
from sigai_web.dashboards.models import Instruction
from sigai_web.dashboards.sparks import spark
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.permissions import Role
from sigai_web.runs.results import current
from sigai_web.store.reading import as_data, data_under

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]

OUR_NAME, THEIR_NAME = "乙县一厂", "丙县一厂"
EVIDENCE = ["out", "1", "2021-09", 1]


def page(client: Client, name: str, *arguments: Any, **asked: str) -> str:
    response = client.get(reverse(name, args=arguments), asked)
    assert response.status_code == 200
    return as_read(response.content.decode())


def sheet(client: Client, name: str, *arguments: Any) -> list[tuple[Any, ...]]:
    response = client.get(reverse(name, args=arguments), {"excel": "1"})
    return list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)


def test_before_the_first_calculation_every_page_says_so() -> None:
    client = browser(person(Role.LEADER))
    for name, arguments in (("cockpit", []), ("targets", []), ("target", ["T"]), ("tasks", []), ("unit", ["U1"])):
        assert "还没有计算结果" in page(client, name, *arguments)


def test_the_cockpit_says_what_the_report_of_the_same_run_says() -> None:
    ready_run()
    results = current()
    assert results is not None
    shown = page(browser(person(Role.LEADER)), "cockpit")
    assert headline(results.view, "zh") in shown
    for verdict, number in results.view.all.counts.items():
        assert (f'?verdict={verdict}">' in shown) == bool(number)


def test_figures_of_the_target_page_are_those_of_the_run() -> None:
    ready_run()
    results = current()
    assert results is not None
    (row,) = results.view.all.standings
    shown = page(browser(person(Role.LEADER)), "target", "T")
    assert VERDICT[row.shown].zh in shown and STATUS[row.status].zh in shown
    assert "5 亿元" in shown
    assert results.view.programme.indicator_by_id["out"].formula in shown
    rows = sheet(browser(person(Role.OFFICE)), "targets")
    assert rows[1][0] == "T"
    assert rows[1][rows[0].index("实际")] == (None if row.actual is None else pytest.approx(row.actual))


def test_the_plans_sentence_stands_beside_its_statement_where_the_document_is_there(
    tmp_path: Path, settings: Any
) -> None:
    ready_run()
    target = programme.current().targets[0]
    client = browser(person(Role.LEADER))
    for address in (reverse("target", args=[target.id]), reverse("explain", args=[target.id, "1", "2021-12"])):
        caches["parts"].clear()
        settings.SIGAI_PLAN = None
        assert "<q " not in client.get(address).content.decode()
        caches["parts"].clear()
        settings.SIGAI_PLAN = tmp_path / "plan.txt"
        settings.SIGAI_PLAN.write_text("到二〇二三年产值五亿元以上。另一句。", encoding="utf-8")
        assert "到二〇二三年产值五亿元以上。</q>" in client.get(address).content.decode()


def test_a_term_leads_to_the_figures_and_the_person_who_gave_them() -> None:
    ready_run()
    client = browser(person(Role.OFFICE))
    explained = page(client, "explain-indicator", "out", "1", "2021-09")
    address = reverse("evidence", args=EVIDENCE)
    assert f'hx-get="{address}" hx-trigger="load"' in explained
    evidence = page(client, "evidence", *EVIDENCE)
    figure = reverse("figure", args=[OURS, "output", "2021-09"])
    assert OUR_NAME in evidence
    assert THEIR_NAME in evidence
    assert f'href="{figure}"' in evidence
    history = client.get(figure).content.decode()
    assert history.count("<tr>") == 3  # the head and both revisions
    assert "100.5" in history


@pytest.mark.parametrize("role", [Role.AREA_REPORTER, Role.AREA_APPROVER, Role.UNIT_REPORTER, Role.UNIT_APPROVER])
def test_names_beyond_reach_are_counted_never_named(role: Role) -> None:
    ready_run()
    page(browser(person(Role.LEADER)), "evidence", *EVIDENCE)  # who may see all was here before
    shown = page(browser(person(role)), "evidence", *EVIDENCE)
    assert THEIR_NAME not in shown
    assert THEIRS not in shown
    assert (OUR_NAME in shown) is role.startswith("area")
    assert "不在您的可见范围内" in shown


def test_records_under_a_count_follow_the_reach_too() -> None:
    ready_run()
    asked = ["title", "1", "2021-12", 1]
    everything = page(browser(person(Role.LEADER)), "evidence", *asked)
    own = page(browser(person(Role.AREA_REPORTER)), "evidence", *asked)
    # whole words: a token of the page may well hold the two letters
    assert [re.findall(rf"\bR{number}\b", everything) != [] for number in (1, 2)] == [True, True]
    assert [re.findall(rf"\bR{number}\b", own) != [] for number in (1, 2)] == [True, False]


@pytest.mark.parametrize(
    ("role", "seen"), [(Role.LEADER, True), (Role.AREA_REPORTER, False), (Role.UNIT_REPORTER, False)]
)
def test_forms_that_others_owe_are_shown_to_whom_may_open_them(role: Role, seen: bool) -> None:
    ready_run()
    client = browser(person(role))
    for name, scope in (("area-data", "12"), ("unit-owes", "U4")):
        assert ("/reporting/county_form/" in page(client, name, scope)) is seen
    assert ("/reporting/county_form/" in page(client, "unit-owes", "U3")) is (role is not Role.UNIT_REPORTER)


def test_an_enterprise_sees_itself_and_no_progress() -> None:
    ready_run()
    client = browser(person(Role.ENTERPRISE_REPORTER))
    shown = page(client, "enterprises")
    assert OUR_NAME in shown
    assert THEIR_NAME not in shown
    assert client.get(reverse("enterprise", args=[THEIRS])).status_code == 403
    assert client.get(reverse("cockpit")).status_code == 403
    assert client.get("/")["Location"] == reverse("today")
    assert "哪些目标靠它" not in page(client, "figure", OURS, "output", "2021-09")


def test_the_register_found_by_name_area_and_size() -> None:
    client = browser(person(Role.OFFICE))
    assert THEIR_NAME not in page(client, "enterprises", q="乙")
    assert OUR_NAME not in page(client, "enterprises", area="12")
    assert "没有符合条件" in page(client, "enterprises", scale="above")
    assert {row[1] for row in sheet(client, "enterprises")[1:3]} == {OUR_NAME, THEIR_NAME}


def test_parts_kept_are_never_shown_in_another_language_or_for_another_run() -> None:
    ready_run()
    client = browser(person(Role.LEADER))
    assert "全部目标的判断" in page(client, "cockpit")
    client.cookies["language"] = "en"
    english = page(client, "cockpit")
    assert "Verdicts on all targets" in english
    assert "全部目标的判断" not in english
    client.cookies["language"] = "zh-hans"
    newer = finished_run("newer")
    assert f"第 {newer.pk} 次计算" in page(client, "cockpit")


def test_nothing_personal_is_kept() -> None:
    ready_run()
    author = person(Role.LEADER, name="author")
    instruct(Actor("author", ""), None, Instruction.Kind.UNIT, "U1", unit="U1", text="only for them")
    leader = browser(author)
    assert "only for them" in page(leader, "cockpit")
    elsewhere = page(browser(person(Role.AREA_REPORTER)), "cockpit")
    assert "only for them" not in elsewhere
    assert not any("only for them" in str(value) for value in caches["parts"]._cache.values())


def test_no_page_carries_style_or_script_of_its_own() -> None:
    ready_run()
    client = browser(person(Role.LEADER))
    for name, arguments in (
        ("cockpit", []), ("targets", []), ("target", ["T"]), ("tasks", []), ("unit", ["U1"]), ("area", ["11"]),
        ("enterprise", [OURS]), ("evidence", EVIDENCE),
    ):  # fmt: skip
        shown = page(client, name, *arguments)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", shown), name
        assert not re.search(r"<script(?![^>]* src=\"/static/)", shown), name


def test_targets_are_filtered_and_sorted() -> None:
    ready_run()
    client = browser(person(Role.LEADER))
    address = reverse("target", args=["T"])
    assert address in page(client, "targets", q="产值", pillar="green", unit="U1")
    assert address not in page(client, "targets", q="别的")
    assert address in page(client, "targets", status="unknown", sort="chance", area="nowhere")


def test_tasks_run_until_their_last_date() -> None:
    ready_run()
    shown = page(browser(person(Role.LEADER)), "tasks")
    row = shown[shown.index('id="K1"') : shown.index("</tr>", shown.index('id="K1"'))]
    assert row.count('class="q runs') == 6  # six quarters from 2021-01 to 2022-06
    assert row.count('class="diamond"') == 2
    assert '<td class="q runs now">' in row


@pytest.mark.parametrize("name", ["targets", "tasks", "units", "areas", "enterprises", "instructions"])
def test_every_list_goes_out_as_a_workbook(name: str) -> None:
    ready_run()
    instruct(SYSTEM, None, Instruction.Kind.TARGET, "T", unit="U1", text="=1+1")
    rows = sheet(browser(person(Role.LEADER)), name)
    assert len(rows) > 1
    assert all(rows[0])


def test_people_begin_where_their_work_is() -> None:
    begin = {
        Role.LEADER: reverse("cockpit"),
        Role.OFFICE: reverse("cockpit"),
        Role.UNIT_REPORTER: reverse("today"),
        Role.AREA_APPROVER: reverse("today"),
        Role.AUDITOR: reverse("journal"),
    }
    assert {role: browser(person(role)).get("/")["Location"] for role in begin} == begin
    nobody = person(Role.LEADER, name="nobody", granted=False)
    assert browser(nobody).get("/")["Location"] == reverse("own-account")


def test_an_instruction_from_writing_to_closing() -> None:
    actor = Actor("a.leader", "127.0.0.1")
    written = instruct(actor, None, Instruction.Kind.TARGET, "T", unit="U1", text=" what is asked ")
    reply(Actor("u1", ""), None, written, "what was done")
    close(actor, None, written)
    close(actor, None, written)
    written.refresh_from_db()
    assert (written.text, written.closed_by) == ("what is asked", "a.leader")
    with pytest.raises(UserError, match="W203"):
        reply(actor, None, written, "too late")
    told = JournalEntry.objects.filter(about=f"instruction:{written.pk}").order_by("number")
    assert [entry.action for entry in told] == ["instruction.write", "instruction.reply", "instruction.close"]


def test_the_services_ask_who_may() -> None:
    leader, clerk, other = (
        person(Role.LEADER),
        person(Role.UNIT_REPORTER),
        person(Role.UNIT_REPORTER, scope="U2", name="o"),
    )
    with pytest.raises(PermissionDenied):
        instruct(Actor("c", ""), clerk, Instruction.Kind.UNIT, "U1", unit="U1", text="?")
    written = instruct(Actor("l", ""), leader, Instruction.Kind.UNIT, "U1", unit="U1", text="?")
    for refused in (lambda: reply(Actor("o", ""), other, written, "!"), lambda: close(Actor("c", ""), clerk, written)):
        with pytest.raises(PermissionDenied):
            refused()
    assert reply(Actor("c", ""), clerk, written, "!").author == "c"


@pytest.mark.parametrize(
    ("text", "unit", "codes"), [(" ", "U1", {"W200"}), ("x" * (LONGEST + 1), "U9", {"W201", "W202"})]
)
def test_an_instruction_is_refused_whole(text: str, unit: str, codes: set[str]) -> None:
    with pytest.raises(UserError) as caught:
        instruct(SYSTEM, None, Instruction.Kind.UNIT, "U1", unit=unit, text=text)
    assert {issue.code for issue in caught.value.issues} == codes
    assert not Instruction.objects.exists()


def test_a_refused_instruction_comes_back_with_its_text() -> None:
    client = browser(person(Role.LEADER))
    response = client.post(reverse("new-instruction", args=["target", "T"]), {"unit": "U9", "text": "keep me"})
    assert response.status_code == 422
    assert "keep me" in response.content.decode()


def test_units_see_the_instructions_to_them_only() -> None:
    for unit in ("U1", "U2"):
        instruct(SYSTEM, None, Instruction.Kind.UNIT, unit, unit=unit, text=f"for {unit}")
    shown = page(browser(person(Role.UNIT_REPORTER)), "instructions")
    assert "for U1" in shown
    assert "for U2" not in shown


def test_a_small_line_needs_three_points() -> None:
    assert spark([(1, 1.0), (2, 2.0)]) == ""
    assert spark([(1, 1.0), (2, 2.0), (3, 1.0)]) == "2.0,22.0 60.0,2.0 118.0,22.0"
    assert spark([(1, 5.0), (2, 5.0), (3, 5.0)]).count(",22.0") == 3


def test_a_month_that_is_none_is_missing() -> None:
    ready_run()
    client = browser(person(Role.LEADER))
    for month in ("2021-13", "soon"):
        assert client.get(reverse("explain", args=["T", "1", month])).status_code == 404
    assert client.get(reverse("evidence", args=["out", "1", "2021-09", 99])).status_code == 404
    assert str(Period.parse("2021-09")) in page(client, "evidence", *EVIDENCE)


@pytest.mark.parametrize(("indicator", "month"), [("out", "2021-09"), ("title", "2021-12")])
def test_what_an_explanation_reads_is_enough(indicator: str, month: str) -> None:
    """The same rows as from all of the store's data."""
    ready_run()
    results = current()
    assert results is not None
    content, at = results.view.programme, Period.parse(month)
    rows = results.finished.terms.to_pylist()
    (term,) = [row for row in rows if (row["indicator"], row["area"], row["month"]) == (indicator, "1", at.last)]
    few = data_under(content, results.marks, asked_by(content, term))
    whole = as_data(content, results.marks)
    found, expected = (evidence_under(content, data, (indicator, 1), "1", at) for data in (few, whole))
    for name in ("figures", "missing", "records"):
        assert getattr(found, name).rows.equals(getattr(expected, name).rows)
    assert found.figures.count + found.records.count > 0
