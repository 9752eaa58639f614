"""Lists of reporting: who sees what, the office's counts, several decided at once, reminders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpers_reporting import KEY, OFFICER, accepted, approved, assignment, draft, submitted
from helpers_web import OURS, THEIRS, browser, person, stranger
from sigai.base import Period
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.writing import SYSTEM
from sigai_web.manifests import Rung
from sigai_web.messages.models import Message
from sigai_web.permissions import ROLES, Operation, Reach, Role, allowed, visible
from sigai_web.reporting import reminders
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.obligations import Assignment, owed
from sigai_web.reporting.operations import REPORTING_WATCH
from sigai_web.reporting.overview import listed, overview
from sigai_web.reporting.parts import parts_of
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import all_duties, parts_for, tables
from sigai_web.runs.models import Run
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.models import Entity
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_CORRECT, FIGURE_READ, FIGURE_REPORT

pytestmark = pytest.mark.django_db
DAY = date(2021, 11, 15)
OCTOBER = Period.parse("2021-10")
DEEDS = (
    FIGURE_READ,
    FIGURE_REPORT,
    FIGURE_APPROVE,
    FIGURE_ACCEPT,
    FIGURE_CORRECT,
    REPORTING_WATCH,
)


@pytest.fixture(autouse=True)
def _a_day(settings: Any) -> None:
    settings.SIGAI_TODAY = DAY


def every_sheet() -> list[Assignment]:
    known = register()
    found = [owed(known, form.id, OCTOBER) for form in known.content.forms]
    return [Assignment(each, reporter) for each in found for reporter in each.reporters]


class TestWhoSeesWhat:
    def test_what_there_is(self, filled: None) -> None:
        assert sorted(str(one.key) for one in every_sheet()) == sorted(
            str((form, "2021-10", reporter))
            for form, reporter in (
                ("monthly", OURS),
                ("monthly", THEIRS),
                ("survey", OURS),
                ("survey", THEIRS),
                ("digital_form", "U1"),
                ("research_form", "U2"),
                ("county_form", "U3"),
                ("county_form", "U4"),
            )
        )

    @pytest.mark.parametrize("operation", DEEDS)
    @pytest.mark.parametrize("role", list(Role))
    def test_the_three_ways_to_ask_agree(self, filled: None, role: Role, operation: Operation) -> None:
        """One sheet (`allowed`), rows (`visible`), columns (`tables`)."""
        known, sheets = register(), every_sheet()
        for one in sheets:
            form, period, reporter = one.key
            Sheet.objects.create(
                form=form, period=period, reporter=reporter, month=OCTOBER.last, area=one.area, due=one.owed.due
            )
        people = [person(role)]
        if ROLES[role].scope != "programme":
            people.append(stranger(role))
        if ROLES[role].scope == "unit":
            people += [person(role, scope="U3", name="county"), person(role, scope="U4", name="other-county")]
        for user in people:
            alone = {one.key for one in sheets if allowed(user, operation, one.subject)}
            rows = {(row.form, row.period, row.reporter) for row in visible(user, operation, Sheet.objects.all())}
            pairs = [(form, OCTOBER) for form in known.content.forms]
            columns = {
                duty.key for table in tables(known, pairs, parts_for(user, operation, known)) for duty in table.duties()
            }
            assert alone == rows == columns

    @pytest.mark.parametrize(
        ("role", "scope", "seen"),
        [
            (Role.ENTERPRISE_REPORTER, OURS, {("monthly", OURS), ("survey", OURS)}),
            (Role.AREA_REPORTER, "11", {("county_form", "U3")}),
            (Role.UNIT_REPORTER, "U1", {("digital_form", "U1")}),
            (Role.UNIT_REPORTER, "U4", {("county_form", "U4")}),
        ],
    )
    def test_who_reports_what(self, filled: None, role: Role, scope: str, seen: set[tuple[str, str]]) -> None:
        known = register()
        duties = all_duties(known, parts_for(person(role, scope=scope), FIGURE_REPORT, known))
        assert {(duty.form.id, duty.reporter) for duty in duties} == seen
        assert {str(duty.period) for duty in duties} >= {"2021-01", "2021-09", "2021-10"} - {"2021-01"}

    def test_an_approver_sees_no_draft(self, filled: None) -> None:
        draft({"orders": "4242"})
        page = browser(person(Role.UNIT_APPROVER)).get(f"/reporting/{'/'.join(KEY)}").content.decode()
        assert "4242" not in page
        assert "填报员正在填" in page


class TestMine:
    def test_what_must_be_done_first_stands_first(self, filled: None) -> None:
        page = browser(person(Role.ENTERPRISE_REPORTER)).get("/reporting").content.decode()
        assert page.index("逾期，请尽快填报") < page.index("<h2>待报")
        assert "逾期 5 天" in page

    def test_by_period(self, filled: None) -> None:
        client = browser(person(Role.ENTERPRISE_REPORTER))
        page = client.get("/reporting?period=2021-09").content.decode()
        assert "/reporting/survey/2021-09/" in page
        assert "/reporting/survey/2021-08/" not in page
        assert client.get("/reporting?period='").status_code == 200


class TestOverview:
    def test_counts_by_hand(self, filled: None) -> None:
        accepted()
        submitted(to=assignment("survey", "2021-10", THEIRS))
        known = register()
        every = parts_for(person(Role.OFFICE), REPORTING_WATCH, known)
        found = overview(known, every, OCTOBER, DAY)
        counts = {one.key: (one.owed, one.done, one.under_way, one.waiting, one.overdue) for one in found.forms}
        assert counts == {
            "monthly": (2, 0, 0, 2, 2),
            "digital_form": (1, 0, 0, 1, 1),
            "research_form": (1, 0, 0, 1, 1),
            "survey": (2, 1, 1, 0, 0),
            "county_form": (2, 0, 0, 2, 2),
        }
        assert (found.total.owed, found.total.done, found.total.overdue, found.total.late) == (8, 1, 6, 2)
        assert {one.key: one.owed for one in found.areas} == {"1": 2, "11": 3, "12": 3}
        assert {one.key: one.owed for one in found.units} == {"U1": 5, "U2": 1, "U3": 2}
        waiting = listed(found, area="11", wanted="overdue", content=known.content)
        assert {duty.reporter for duty in waiting} == {OURS, "U3"}

    def test_figures_that_came_by_import_count_as_accepted(self, filled: None) -> None:
        known = register()
        every = parts_for(person(Role.OFFICE), REPORTING_WATCH, known)
        found = overview(known, every, Period.parse("2021-09"), DAY)
        assert {one.key: one.done for one in found.forms} == {
            "monthly": 0,  # output stands, power does not
            "digital_form": 1,
            "research_form": 1,
            "survey": 0,
            "county_form": 2,
        }

    def test_as_many_queries_for_a_city_as_for_two(self, filled: None) -> None:
        client = browser(person(Role.OFFICE))
        client.get("/coverage")
        with CaptureQueriesContext(connection) as few:
            client.get("/coverage")
        Entity.objects.bulk_create(
            Entity(id=f"E{number:04d}", name=f"厂{number}", kind="enterprise", area="12") for number in range(400)
        )
        client.get("/coverage")
        with CaptureQueriesContext(connection) as many:
            page = client.get("/coverage").content.decode()
        assert len(many) <= len(few)
        assert "厂49" not in page or "下一页" in page

    def test_what_was_kept_follows_what_is_written(self, filled: None) -> None:
        """For a whole city the cells that have a figure are kept between requests."""
        register_of = [Entity(id=f"E{number:04d}", name="厂", kind="enterprise", area="12") for number in range(300)]
        Entity.objects.bulk_create(register_of)
        known = register()
        every = parts_of(known.content, Reach.ALL, "")

        def done() -> int:
            return next(one.done for one in overview(known, every, OCTOBER, DAY).forms if one.key == "survey")

        assert done() == 0
        for measure in ("orders", "exports"):
            figures = [NewFigure(one.pk, measure, OCTOBER, Decimal(1), None) for one in register_of[:7]]
            write_figures(OFFICER, figures, action="api", about="x")
        assert done() == 7
        accepted()
        assert done() == 8

    def test_the_workbook_runs_nothing(self, filled: None) -> None:
        Entity.objects.filter(pk=OURS).update(name='=HYPERLINK("http://x")')
        response = browser(person(Role.OFFICE)).get("/coverage.xlsx?state=all")
        assert response.status_code == 200
        assert b"<f>" not in response.content


class TestSeveralAtOnce:
    def test_one_that_is_refused_does_not_stop_the_others(self, filled: None) -> None:
        ours, theirs = submitted(), submitted(to=assignment("survey", "2021-10", THEIRS))
        approver = browser(person(Role.UNIT_APPROVER))
        chosen = [
            f"survey|2021-10|{OURS}|{ours.version - 1}",
            f"survey|2021-10|{THEIRS}|{theirs.version}",
            "x",
            "a|b|c|d",
        ]
        response = approver.post("/approving", {"sheet": chosen})
        assert response.status_code == 422
        assert "W101" in response.content.decode()
        assert dict(Sheet.objects.values_list("reporter", "state")) == {OURS: "submitted", THEIRS: "approved"}
        assert approver.post("/approving", {}).status_code == 422

    def test_nobody_reaches_beyond_their_own(self, filled: None) -> None:
        sheet = submitted()
        other = browser(person(Role.AREA_APPROVER, scope="12"))
        assert "survey" not in other.get("/approving").content.decode().split("<main")[1].split("</select>")[1]
        other.post("/approving", {"sheet": [f"survey|2021-10|{OURS}|{sheet.version}"]})
        assert Sheet.objects.get().state == "submitted"

    def test_the_office_accepts_several(self, filled: None) -> None:
        chosen = []
        for reporter in (OURS, THEIRS):
            sheet = approved(to=assignment("survey", "2021-10", reporter))
            chosen.append(f"survey|2021-10|{reporter}|{sheet.version}")
        response = browser(person(Role.OFFICE)).post("/accepting", {"sheet": chosen})
        assert (response.status_code, response["Location"]) == (302, "/accepting")
        assert set(Sheet.objects.values_list("state", flat=True)) == {"accepted"}
        run = Run.objects.get()
        assert run.because == "; ".join(f"acceptance survey/2021-10/{reporter}" for reporter in (OURS, THEIRS))
        assert JournalEntry.objects.filter(action="run.request", about=f"run:{run.pk}").count() == 2


class TestReminders:
    @pytest.fixture
    def clerk(self, filled: None) -> Any:
        return person(Role.ENTERPRISE_REPORTER)

    def overdue(self) -> list[Any]:
        known = register()
        every = parts_of(known.content, Reach.ALL, "")
        found = overview(known, every, OCTOBER, DAY)
        return list(listed(found, wanted="overdue", content=known.content))

    def test_who_is_late_is_told_once_a_day(self, clerk: Any) -> None:
        duties = self.overdue()
        for _ in range(2):
            asked = reminders.remind(OFFICER, register(), duties)
            assert asked == reminders.ReminderCounts(people=1, unreachable=6)
        told = {one.key: one for one in Message.objects.filter(user=clerk)}
        assert sorted(told) == ["due:form:monthly:2021-10:2021-11-15", "due:form:survey:2021-10:2021-11-15"]
        one = told["due:form:survey:2021-10:2021-11-15"]
        assert one.subject_zh == "订单，2021年10月：2021-11-10 到期，已逾期 5 天"
        assert "5 days late" in one.subject_en
        assert (one.kind, one.words_zh, one.address) == ("form.due", "乙县一厂", f"/reporting/survey/2021-10/{OURS}")
        entry = JournalEntry.objects.filter(action="reminder.send").latest("number")
        assert "clerk" not in entry.after

    def test_the_next_day_is_another_day(self, clerk: Any, settings: Any) -> None:
        reminders.remind(OFFICER, register(), self.overdue())
        settings.SIGAI_TODAY = date(2021, 11, 16)
        reminders.remind(OFFICER, register(), self.overdue())
        assert Message.objects.count() == 4

    def test_who_is_higher_up_is_told_of_all_in_one_message(self, clerk: Any) -> None:
        office = person(Role.OFFICE)
        reminders.remind(SYSTEM, register(), self.overdue(), (Rung.PERSON, Rung.OFFICE))
        told = Message.objects.get(user=office, key__contains="survey")
        assert told.words_zh == "乙县一厂、丙县一厂"
        assert told.address == "/coverage?form=survey"
        assert browser(office).get(told.address).status_code == 200

    def test_who_fills_in_one_and_watches_the_others_is_led_to_the_list_of_all(self, clerk: Any) -> None:
        clerk.memberships.create(role=Role.OFFICE, scope="", granted_at=timezone.now())
        reminders.remind(SYSTEM, register(), self.overdue(), (Rung.PERSON, Rung.OFFICE))
        assert Message.objects.get(user=clerk, key__contains="survey").address == "/coverage?form=survey"

    @pytest.mark.parametrize(
        ("day", "told"),
        [
            (date(2021, 11, 6), 0),
            (date(2021, 11, 7), 2),
            (date(2021, 11, 8), 0),
            (date(2021, 11, 10), 2),
            (date(2021, 11, 11), 2),
            (date(2021, 11, 17), 2),
            (date(2021, 11, 18), 0),
        ],
    )
    def test_by_the_calendar(self, clerk: Any, day: date, told: int, settings: Any) -> None:
        settings.SIGAI_TODAY = day
        reminders.remind_by_calendar()
        assert Message.objects.filter(user=clerk).count() == told

    def test_in_one_step_from_the_page(self, clerk: Any) -> None:
        response = browser(person(Role.OFFICE)).post("/coverage/remind", {"month": "2021-10", "form": "survey"})
        assert response["Location"] == "/coverage?month=2021-10"
        assert list(Message.objects.values_list("user_id", "words_zh")) == [(clerk.pk, "乙县一厂")]
