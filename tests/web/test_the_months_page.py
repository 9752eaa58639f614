"""The month as the office and the approvers finish it: doubts in queues, several decided at once, from one form to the
next, taking back, conversations about cells, debts of earlier months, what waits."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpers_reporting import APPROVER, CLERK, KEY, OFFICER, approved, assignment, draft, submitted
from helpers_web import OURS, THEIRS, browser, person
from sigai.base import Period, UserError
from sigai_web.journal.verifying import verify
from sigai_web.journal.writing import Actor
from sigai_web.messages.models import Message
from sigai_web.pages.waiting import counts_for
from sigai_web.permissions import Role
from sigai_web.reporting import services, talking
from sigai_web.reporting.debts import debts
from sigai_web.reporting.deciding import chosen, let_through, name_of
from sigai_web.reporting.models import CellComment, Sheet, SheetStep
from sigai_web.reporting.operations import REPORTING_WATCH
from sigai_web.reporting.overview import pairs_of
from sigai_web.reporting.queues import APPROVING, Queue
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import all_duties, parts_for

pytestmark = pytest.mark.django_db
DAY, OCTOBER = date(2021, 11, 15), Period.parse("2021-10")
CELL = (OURS, "orders")
THEIR_KEY = ("survey", "2021-10", THEIRS)


@pytest.fixture(autouse=True)
def _a_day(settings: Any) -> None:
    settings.SIGAI_TODAY = DAY


def explained() -> Sheet:
    """Their sheet with a reason that nobody asked for."""
    mine = assignment(*THEIR_KEY)
    return services.submit(CLERK, mine, seen=draft(to=mine, reason="新订单").version)


def states() -> dict[str, str]:
    return dict(Sheet.objects.values_list("reporter", "state"))


def refused(act: Any) -> list[str]:
    with pytest.raises(UserError) as error:
        act()
    return [issue.code for issue in error.value.issues]


class TestDoubts:
    def test_are_counted_when_a_sheet_is_handed_in(self, filled: None) -> None:
        ours, theirs = submitted(), explained()
        assert (ours.doubts, ours.reasons, ours.doubtful) == (0, 0, False)
        assert (theirs.doubts, theirs.reasons, theirs.doubtful) == (0, 2, True)
        assert ours.outline[0][:2] == ["orders", "12.5"]

    def test_a_figure_that_is_left_out_is_one(self, filled: None) -> None:
        mine = assignment()
        sheet = draft({"orders": "5", "exports": ""}, to=mine, reason="没有出口")
        assert services.submit(CLERK, mine, seen=sheet.version).doubts == 1

    def test_what_nobody_counted_is_looked_at(self, filled: None) -> None:
        sheet = submitted()
        Sheet.objects.update(doubts=None, reasons=None)
        sheet.refresh_from_db()
        queue = Queue.asked(APPROVING, person(Role.UNIT_APPROVER), register(), {"look": "yes"})
        assert (sheet.doubtful, list(queue.rows)) == (True, [sheet])

    def test_stand_in_the_queue_and_filter_it(self, filled: None) -> None:
        submitted(), explained()
        client = browser(person(Role.UNIT_APPROVER))
        rows = {look: client.get(f"/approving?look={look}").content.decode() for look in ("", "yes", "no")}
        assert "2 说明" in rows[""]
        assert [THEIRS in rows[look] for look in ("", "yes", "no")] == [True, True, False]
        assert [f"|{OURS}|" in rows[look] for look in ("", "yes", "no")] == [True, False, True]


class TestSeveralAtOnce:
    def test_what_must_be_looked_at_goes_through_on_its_own_page_only(self, filled: None) -> None:
        ours, theirs = submitted(), explained()
        approver = browser(person(Role.UNIT_APPROVER))
        page = approver.post("/approving", {"sheet": [name_of(ours), name_of(theirs)], "deed": "approve"})
        assert (page.status_code, states()) == (422, {OURS: "approved", THEIRS: "submitted"})
        assert page.content.decode().count("W570") == 1
        approver.post(f"/reporting/{'/'.join(THEIR_KEY)}/approve", {"version": theirs.version})
        assert states()[THEIRS] == "approved"

    def test_nor_does_the_office_accept_it_unseen(self, filled: None) -> None:
        mine = assignment(*THEIR_KEY)
        sheet = services.approve(APPROVER, mine, seen=explained().version)
        page = browser(person(Role.OFFICE)).post("/accepting", {"sheet": [name_of(sheet)], "deed": "accept"})
        assert (page.status_code, states()[THEIRS]) == (422, "approved")

    def test_are_returned_with_a_comment_for_all_or_one_each(self, filled: None) -> None:
        ours, theirs = submitted(), explained()
        names = [name_of(ours), name_of(theirs)]
        sent = {"sheet": names, "deed": "return", "comment": "请核对单位", f"comment:{names[1]}": "请附订单"}
        response = browser(person(Role.UNIT_APPROVER)).post("/approving?look=", sent)
        assert (response.status_code, set(states().values())) == (302, {"returned"})
        said = SheetStep.objects.filter(action="return").values_list("sheet__reporter", "comment")
        assert dict(said) == {OURS: "请核对单位", THEIRS: "请附订单"}
        assert verify().unbroken

    def test_the_row_that_is_wrong_alone_says_so(self, filled: None) -> None:
        ours, theirs = submitted(), explained()
        names = [name_of(ours), name_of(theirs)]
        sent = {"sheet": names, "deed": "return", "comment": "", f"comment:{names[0]}": "请核对"}
        page = browser(person(Role.UNIT_APPROVER)).post("/approving", sent)
        assert (page.status_code, states()) == (422, {OURS: "returned", THEIRS: "submitted"})
        text = page.content.decode()
        assert (text.count("W104"), text.count('class="refused"')) == (1, 1)

    def test_what_was_written_stays_where_nothing_was_chosen_or_something_was_refused(self, filled: None) -> None:
        name, approver = name_of(submitted()), browser(person(Role.UNIT_APPROVER))
        before = f"{name.rpartition('|')[0]}|0"
        sent = {"deed": "return", "comment": "给所有人的", f"comment:{before}": "给这一张的"}
        for chosen_names in ([], [before]):
            page = approver.post("/approving", {**sent, "sheet": chosen_names})
            text = page.content.decode()
            assert (page.status_code, states()) == (422, {OURS: "submitted"})
            assert f'name="comment:{name}" value="给这一张的"' in text
            assert ">给所有人的</textarea>" in text

    def test_of_two_approvers_the_second_is_told(self, filled: None) -> None:
        sheet = submitted()
        queue = Queue.asked(APPROVING, person(Role.UNIT_APPROVER), register(), {})
        sheets = chosen(queue, [name_of(sheet)])
        assert len(let_through(APPROVER, queue, sheets).done) == 1
        late = let_through(Actor("another", ""), queue, sheets)
        assert [issue.code for issue in late.refused[name_of(sheet)]] == ["W100"]
        assert SheetStep.objects.filter(action="approve").count() == 1


class TestFromOneToTheNext:
    def test_a_decision_leads_to_the_next_and_at_last_to_the_list(self, filled: None) -> None:
        ours, theirs = submitted(), submitted(to=assignment(*THEIR_KEY))
        approver = browser(person(Role.UNIT_APPROVER))
        page = approver.get(f"/reporting/{'/'.join(KEY)}?form=survey").content.decode()
        assert f'href="/reporting/{"/".join(THEIR_KEY)}?form=survey"' in page
        first = approver.post(f"/reporting/{'/'.join(KEY)}/approve?form=survey", {"version": ours.version})
        assert first["Location"] == f"/reporting/{'/'.join(THEIR_KEY)}?form=survey"
        sent = {"version": theirs.version, "comment": "?"}
        last = approver.post(f"/reporting/{'/'.join(THEIR_KEY)}/return?form=survey", sent)
        assert last["Location"] == "/approving?form=survey"
        assert "已退回，意见已记" in approver.get("/approving").content.decode()


class TestTakingBack:
    def test_a_step_of_ones_own_until_somebody_goes_on(self, filled: None) -> None:
        mine = assignment()
        sheet = submitted()
        assert refused(lambda: services.recall(APPROVER, mine, seen=sheet.version)) == ["W571"]
        sheet = services.recall(CLERK, mine, seen=sheet.version)
        assert (sheet.state, sheet.cells.get(measure="orders").text) == ("draft", "12.5")
        sheet = services.approve(APPROVER, mine, seen=services.submit(CLERK, mine, seen=sheet.version).version)
        assert refused(lambda: services.recall(CLERK, mine, seen=sheet.version)) == ["W571"]
        sheet = services.recall(APPROVER, mine, seen=sheet.version)
        assert (sheet.state, sheet.approved_by, sheet.approved_at) == ("submitted", "", None)
        sheet = services.accept(OFFICER, mine, seen=services.approve(APPROVER, mine, seen=sheet.version).version)
        assert refused(lambda: services.recall(OFFICER, mine, seen=sheet.version)) == ["W100"]
        assert verify().unbroken

    def test_makes_nobody_punctual(self, filled: None, settings: Any) -> None:
        settings.SIGAI_TODAY = date(2021, 11, 5)
        sheet, mine = submitted(), assignment()
        assert not sheet.late
        sheet = services.recall(CLERK, mine, seen=sheet.version)
        settings.SIGAI_TODAY = DAY
        assert services.submit(CLERK, mine, seen=sheet.version).late


class TestTalking:
    def test_waits_for_the_other_side_and_keeps_the_sheet_out_of_the_many(self, filled: None) -> None:
        sheet, clerk, approver = submitted(), person(Role.ENTERPRISE_REPORTER), person(Role.UNIT_APPROVER)
        path = f"/reporting/{'/'.join(KEY)}/comment"
        cell = ":".join(CELL)
        response = browser(approver).post(path, {"cell": cell, f"comment:{cell}": "单位对吗？"})
        assert (response.status_code, response["Location"].partition("#")[2]) == (302, f"talk-{OURS}-orders")
        assert counts_for(clerk)["/comments"] == 1
        assert "/comments" not in counts_for(approver)
        assert "单位对吗？" in browser(clerk).get(f"/reporting/{'/'.join(KEY)}").content.decode()
        bulk = browser(approver).post("/approving", {"sheet": [name_of(sheet)], "deed": "approve"})
        assert "W570" in bulk.content.decode()
        assert browser(clerk).post(path, {"resolve": cell}).status_code == 422
        browser(clerk).post(path, {"cell": cell, f"comment:{cell}": "是万元"})
        assert (counts_for(approver)["/comments"], "/comments" in counts_for(clerk)) == (1, False)
        browser(approver).post(path, {"resolve": cell})
        assert "/comments" not in counts_for(approver)
        assert browser(approver).post("/approving", {"sheet": [name_of(sheet)]}).status_code == 302
        assert [one.text for one in CellComment.objects.all()] == ["单位对吗？", "是万元", ""]
        assert verify().unbroken

    def test_an_answer_reaches_the_office_where_the_office_asked(self, filled: None) -> None:
        submitted()
        asking, another = person(Role.OFFICE, name="asks"), person(Role.OFFICE, name="another")
        talking.say(Actor(asking.username, ""), assignment(), CELL, "单位？", decider=True)
        talking.say(CLERK, assignment(), CELL, "万元", decider=False)
        assert list(Message.objects.filter(kind="cell.commented").values_list("user__username", "words_zh")) == [
            (asking.username, "万元")
        ]
        assert (counts_for(asking)["/comments"], "/comments" in counts_for(another)) == (1, False)

    def test_of_others_is_not_seen(self, filled: None) -> None:
        talking.say(APPROVER, assignment(), CELL, "单位？", decider=True)
        for who in (person(Role.ENTERPRISE_REPORTER, scope=THEIRS), person(Role.AREA_APPROVER, scope="12")):
            assert "单位？" not in browser(who).get("/comments").content.decode()
        assert "单位？" in browser(person(Role.AREA_APPROVER, scope="11")).get("/comments").content.decode()

    @pytest.mark.parametrize(
        ("key", "text", "code"),
        [(CELL, " ", "W572"), ((OURS, "nothing"), "?", "W105"), (CELL, "?" * 501, "W106")],
    )
    def test_what_cannot_be_said(self, key: tuple[str, str], text: str, code: str, filled: None) -> None:
        assert refused(lambda: talking.say(CLERK, assignment(), key, text, decider=False)) == [code]

    def test_nobody_ends_what_nobody_began(self, filled: None) -> None:
        assert refused(lambda: talking.resolve(CLERK, assignment(), CELL, decider=True)) == ["W573"]


class TestPage:
    def test_counts_and_next_steps(self, filled: None) -> None:
        approved(), explained()
        office = browser(person(Role.OFFICE)).get("/month?month=2021-10").content.decode()
        assert "accepting?form=survey&amp;period=2021-10&amp;look=no" in office
        assert "approving?" not in office
        unit = browser(person(Role.UNIT_APPROVER)).get("/month?month=2021-10").content.decode()
        assert "approving?form=survey&amp;period=2021-10&amp;look=yes" in unit
        assert "accepting?" not in unit

    def test_a_county_sees_its_own(self, filled: None) -> None:
        pages = {
            code: browser(person(Role.AREA_APPROVER, scope=code)).get("/month?month=2021-10").content.decode()
            for code in ("11", "12")
        }
        assert [("area=11" in pages[code], "area=12" in pages[code]) for code in ("11", "12")] == [
            (True, False),
            (False, True),
        ]

    def test_asks_as_little_for_many_sheets_as_for_few(self, filled: None) -> None:
        client = browser(person(Role.OFFICE))
        client.get("/month")
        asked = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get("/month")
            asked.append(len(queries))
            if not Sheet.objects.exists():
                submitted(), explained()
        assert asked[0] == asked[1]


class TestDebts:
    def test_are_what_is_overdue_of_earlier_periods(self, filled: None) -> None:
        """Against every duty one by one."""
        late = assignment(period="2021-09")
        services.accept(OFFICER, late, seen=approved(to=late).version)
        draft(to=assignment("survey", "2021-08", THEIRS))
        known = register()
        for user in (person(Role.OFFICE), person(Role.AREA_APPROVER, scope="12"), person(Role.UNIT_APPROVER)):
            parts = parts_for(user, REPORTING_WATCH, known)
            shown = {(form.id, str(period)) for form, period in pairs_of(known, OCTOBER, DAY)}
            every = [duty for duty in all_duties(known, parts, day=DAY) if duty.overdue]
            wanted = Counter(duty.period.end for duty in every if (duty.form.id, str(duty.period)) not in shown)
            found = debts(known, parts, OCTOBER, DAY)
            assert {debt.month: debt.number for debt in found} == wanted
            assert all(debt.number == sum(number for _, number in debt.forms) for debt in found)

    def test_stand_beside_the_month(self, filled: None) -> None:
        client = browser(person(Role.OFFICE))
        assert "month/debts?month=2021-10" in client.get("/month?month=2021-10").content.decode()
        assert "/month?month=2021-09" in client.get("/month/debts?month=2021-10").content.decode()


class TestWaiting:
    def test_is_where_people_of_an_organisation_begin(self, filled: None) -> None:
        for role in (Role.UNIT_APPROVER, Role.AREA_REPORTER, Role.ENTERPRISE_REPORTER):
            assert browser(person(role)).get("/")["Location"] == "/today"

    def test_says_the_oldest_day_and_counts_for_the_menu(self, filled: None) -> None:
        submitted()
        approver = person(Role.AREA_APPROVER)
        page = browser(approver).get("/today").content.decode()
        assert "张报表待审核" in page
        assert f"最早 {assignment().owed.due:%Y-%m-%d}" in " ".join(page.split())
        counts = browser(approver).get("/today/counts").json()
        assert (counts["/approving"], counts["/today"] >= 1) == (1, True)

    def test_is_counted_anew_once_somebody_did_something(self, filled: None) -> None:
        sheet, approver = submitted(), person(Role.AREA_APPROVER)
        assert counts_for(approver)["/approving"] == 1
        services.approve(APPROVER, assignment(), seen=sheet.version)
        assert "/approving" not in counts_for(approver)
