"""Lists of reporting: who sees what, the office's counts, several decided at once, reminders."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import json
import smtplib
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from helpers_reporting import KEY, OFFICER, accepted, approved, assignment, draft, submitted
from helpers_web import OURS, THEIRS, browser, person, stranger
from sigai.base import Period
from sigai_web.journal.models import JournalEntry
from sigai_web.permissions import ROLES, Operation, Reach, Role, allowed, visible
from sigai_web.reporting import reminders
from sigai_web.reporting.models import Reminder, Sheet
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


class Hook(http.server.BaseHTTPRequestHandler):
    """A webhook that keeps what it is sent, or sends away."""

    answer = 200
    got: list[dict[str, Any]]
    bodies: list[bytes]
    headers_got: list[dict[str, str]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got.append(json.loads(body))
        type(self).bodies.append(body)
        type(self).headers_got.append(dict(self.headers.items()))
        self.send_response(self.answer)
        if self.answer == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def hook(settings: Any) -> Iterator[type[Hook]]:
    kind = type("OwnHook", (Hook,), {"got": [], "bodies": [], "headers_got": [], "answer": 200})
    server = http.server.HTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SIGAI_WEBHOOK = f"http://127.0.0.1:{server.server_port}/hook"
    yield kind
    server.shutdown()
    server.server_close()
    thread.join()


class TestReminders:
    @pytest.fixture
    def clerk(self, filled: None, settings: Any) -> Any:
        settings.EMAIL_HOST = "mail.example.cn"
        user = person(Role.ENTERPRISE_REPORTER)
        user.email = "clerk@example.cn"
        user.save()
        return user

    def overdue(self) -> list[Any]:
        known = register()
        every = parts_of(known.content, Reach.ALL, "")
        found = overview(known, every, OCTOBER, DAY)
        return list(listed(found, wanted="overdue", content=known.content))

    def test_who_is_late_is_told_once_a_day_in_one_letter(self, clerk: Any) -> None:
        duties = self.overdue()
        asked = reminders.remind(OFFICER, register(), duties)
        assert asked == reminders.ReminderCounts(people=1, unreachable=6)
        reminders.send_queued.call()
        reminders.remind(OFFICER, register(), duties)
        reminders.send_queued.call()
        assert [letter.to for letter in mail.outbox] == [["clerk@example.cn"]]
        assert "2021-10" in mail.outbox[0].body
        assert "已逾期 5 天" in mail.outbox[0].body
        assert set(Reminder.objects.values_list("form", "state")) == {("monthly", "sent"), ("survey", "sent")}
        entry = JournalEntry.objects.filter(action="reminder.send").latest("number")
        assert "clerk" not in entry.after

    def test_the_next_day_is_another_day(self, clerk: Any, settings: Any) -> None:
        reminders.remind(OFFICER, register(), self.overdue())
        settings.SIGAI_TODAY = date(2021, 11, 16)
        reminders.remind(OFFICER, register(), self.overdue())
        assert Reminder.objects.count() == 4

    def test_without_a_way_nothing_is_put_out(self, filled: None, settings: Any) -> None:
        settings.EMAIL_HOST = settings.SIGAI_WEBHOOK = ""
        person(Role.ENTERPRISE_REPORTER)
        reminders.remind(OFFICER, register(), self.overdue())
        assert not Reminder.objects.exists()

    def test_a_failure_is_kept_without_its_words(self, clerk: Any, settings: Any) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
        reminders.remind(OFFICER, register(), self.overdue())
        reminders.send_queued.call()
        assert set(Reminder.objects.values_list("state", "outcome")) == {("queued", "ConnectionRefusedError")}

    def waits(self, letters: timedelta) -> list[int]:
        """After how many minutes the outbox is looked at again, when its letters have waited for so long."""
        Reminder.objects.update(at=timezone.now() - letters)
        DBTaskResult.objects.all().delete()
        begun = timezone.now()
        reminders.send_queued.call()
        later = DBTaskResult.objects.filter(run_after__gt=begun).values_list("run_after", flat=True)
        return [round((at - begun).total_seconds() / 60) for at in later]

    def test_a_way_that_is_down_for_a_moment_is_tried_again_with_growing_pauses(
        self, clerk: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        other = person(Role.ENTERPRISE_REPORTER, name="other")
        other.email = "other@example.cn"
        other.save()
        reminders.remind(OFFICER, register(), self.overdue())
        tried: list[str] = []

        def refuse(letter: Any) -> None:
            tried.append(letter.to[0])
            raise ConnectionRefusedError(letter.to[0])

        with monkeypatch.context() as broken:
            broken.setattr(reminders.EmailMessage, "send", refuse)
            minutes = [(0, [1]), (3, [3]), (50, [50]), (300, [120]), (590, [120])]
            assert [self.waits(timedelta(minutes=waited)) for waited, _ in minutes] == [again for _, again in minutes]
            assert len(tried) == len(minutes), "nobody else waits for a server that is away"
            assert "ConnectionRefusedError" in caplog.text and "example.cn" not in caplog.text
        assert set(Reminder.objects.values_list("state", flat=True)) == {"queued"}
        reminders.send_queued.call()
        assert set(Reminder.objects.values_list("state", "outcome")) == {("sent", "accepted")}
        assert {letter.to[0] for letter in mail.outbox} == {"clerk@example.cn", "other@example.cn"}

    @pytest.mark.parametrize("where", ["address", "subject"])
    def test_a_line_break_gets_into_no_letter(self, clerk: Any, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Into an address or a subject that holds one goes nothing: no header of somebody else's."""
        if where == "address":
            clerk.email = "clerk@example.cn\nBcc: x@example.cn"
            clerk.save()
        else:
            monkeypatch.setattr(reminders, "message", lambda _: ("提醒\nBcc: x@example.cn", "text"))
        reminders.remind(OFFICER, register(), self.overdue())
        reminders.send_queued.call()
        assert mail.outbox == []
        assert set(Reminder.objects.values_list("state", flat=True)) == {"failed"}

    @pytest.mark.parametrize(
        ("error", "again"),
        [
            (TimeoutError(), True),
            (smtplib.SMTPServerDisconnected(), True),
            (smtplib.SMTPResponseException(421, b"busy"), True),
            (smtplib.SMTPRecipientsRefused({"x": (450, b"later")}), True),
            (smtplib.SMTPRecipientsRefused({"x": (550, b"no")}), False),
            (smtplib.SMTPAuthenticationError(535, b"no"), False),
            (ValueError(), False),
        ],
    )
    def test_what_will_not_pass_is_not_tried_again(
        self, clerk: Any, monkeypatch: pytest.MonkeyPatch, error: Exception, again: bool
    ) -> None:
        def refuse(_: Any) -> None:
            raise error

        monkeypatch.setattr(reminders.EmailMessage, "send", refuse)
        reminders.remind(OFFICER, register(), self.overdue())
        assert self.waits(timedelta()) == ([1] if again else [])
        assert set(Reminder.objects.values_list("state", "outcome")) == {
            ("queued" if again else "failed", type(error).__name__)
        }
        assert self.waits(timedelta(hours=13)) == []
        assert set(Reminder.objects.values_list("state", flat=True)) == {"failed"}

    def test_by_webhook(self, clerk: Any, settings: Any, hook: type[Hook]) -> None:
        settings.EMAIL_HOST = ""
        reminders.remind(OFFICER, register(), self.overdue())
        reminders.send_queued.call()
        assert [(one["kind"], one["to"], len(one["forms"])) for one in hook.got] == [("reminder", clerk.username, 2)]
        assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}

    def test_a_webhook_is_signed(self, clerk: Any, settings: Any, hook: type[Hook]) -> None:
        """A receiver that knows the key tells our message, of now, from anybody's."""
        settings.EMAIL_HOST, settings.SIGAI_WEBHOOK_KEY = "", "k" * 32
        reminders.remind(OFFICER, register(), self.overdue())
        reminders.send_queued.call()
        (body,), (headers,) = hook.bodies, hook.headers_got
        at = headers["X-Sigai-Time"]
        assert abs(int(at) - time.time()) < 600
        own = hmac.new(b"k" * 32, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        assert headers["X-Sigai-Signature"] == f"sha256={own}"

    @pytest.mark.parametrize(
        ("answer", "state"), [(302, "failed"), (404, "failed"), (429, "queued"), (500, "queued"), (503, "queued")]
    )
    def test_a_webhook_that_sends_away_or_fails_is_told(
        self, clerk: Any, settings: Any, hook: type[Hook], answer: int, state: str
    ) -> None:
        settings.EMAIL_HOST, hook.answer = "", answer
        reminders.remind(OFFICER, register(), self.overdue())
        reminders.send_queued.call()
        assert set(Reminder.objects.values_list("state", "outcome")) == {(state, f"HTTP {answer}")}

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
        assert Reminder.objects.filter(channel="mail").count() == told

    def test_in_one_step_from_the_page(self, clerk: Any) -> None:
        response = browser(person(Role.OFFICE)).post("/coverage/remind", {"month": "2021-10", "form": "survey"})
        assert response["Location"] == "/coverage?month=2021-10"
        assert list(Reminder.objects.values_list("form", "reporters")) == [("survey", [OURS])]
