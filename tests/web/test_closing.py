"""Closing a month and opening it again: what was missing is kept, late figures are corrections that say so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from helpers_estimates import amounts, crowd, estimated, figures, without
from helpers_reporting import approved, assignment
from helpers_web import OURS, browser, person
from sigai.base import Period, UserError
from sigai.tables import DuckStore
from sigai.tables.lateness import late_figures
from sigai.tables.reading import late_keys
from sigai_web import programme
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.permissions import Role
from sigai_web.reporting import services
from sigai_web.reporting.closing import asked_month, close_month, reopen_month, standing
from sigai_web.runs.calculating import carry_out, request_run
from sigai_web.runs.models import Run
from sigai_web.store.closed import closed_months, estimates_of, rows_of
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.models import ClosedMonth, CurrentFigure, FigureRevision
from sigai_web.store.reading import Marks, as_data

MONTH = Period.parse("2021-09")
OFFICER = Actor("office", "")


def computed(because: str = "test") -> Run:
    return carry_out(request_run(SYSTEM, because=because, as_of=Period.parse("2021-12")))


def code_of(month: str) -> str:
    with pytest.raises(UserError) as caught:
        asked_month(month)
    return caught.value.issues[0].code


@pytest.mark.django_db
class TestClosing:
    def test_what_was_missing_is_kept_with_the_month(self, filled: None) -> None:
        computed()
        closed = close_month(OFFICER, None, MONTH)
        assert standing(MONTH) == closed
        assert closed.missing["owed"] >= closed.missing["missing"] >= 0
        entry = JournalEntry.objects.filter(action="month.close").get()
        assert entry.about == "month:2021-09"
        assert Run.objects.filter(state=Run.State.QUEUED, because="closing 2021-09").exists()

    def test_who_may_not_is_refused_by_the_service(self, filled: None) -> None:
        leader = person(Role.LEADER)
        for refused in (lambda: close_month(OFFICER, leader, MONTH), lambda: reopen_month(OFFICER, leader, MONTH, "x")):
            with pytest.raises(PermissionDenied):
                refused()

    def test_a_month_is_closed_once(self, filled: None) -> None:
        computed()
        close_month(OFFICER, None, MONTH)
        with pytest.raises(UserError) as caught:
            close_month(OFFICER, None, MONTH)
        assert [issue.code for issue in caught.value.issues] == ["W117"]
        assert ClosedMonth.objects.count() == 1

    def test_nothing_is_closed_that_no_calculation_knows(self, filled: None) -> None:
        with pytest.raises(UserError) as caught:
            close_month(OFFICER, None, MONTH)
        assert [issue.code for issue in caught.value.issues] == ["W120"]

    def test_only_months_that_have_ended_are_closed(self, filled: None) -> None:
        assert {code_of(month) for month in ("2021", "2021Q3", "soon", "", "2090-01", "1999-01")} == {"W116"}

    def test_opening_again_needs_a_reason_and_leaves_what_was(self, filled: None) -> None:
        computed()
        close_month(OFFICER, None, MONTH)
        with pytest.raises(UserError) as caught:
            reopen_month(OFFICER, None, MONTH, "  ")
        assert [issue.code for issue in caught.value.issues] == ["W119"]
        opened = reopen_month(OFFICER, None, MONTH, "误结")
        assert (opened.reopened_by, opened.reason) == ("office", "误结")
        assert standing(MONTH) is None
        with pytest.raises(UserError) as caught:
            reopen_month(OFFICER, None, MONTH, "again")
        assert [issue.code for issue in caught.value.issues] == ["W118"]
        close_month(OFFICER, None, MONTH)
        assert ClosedMonth.objects.count() == 2, "what was closed before is not overwritten"


@pytest.mark.django_db
class TestWhatARunSees:
    def test_the_data_of_a_run_hold_its_closed_months(self, filled: None) -> None:
        content = programme.current()
        before = as_data(content)
        assert before.closed is None
        run = computed()
        close_month(OFFICER, None, MONTH)
        after = as_data(content)
        assert after.closed is not None
        assert after.closed["month"].to_pylist() == [MONTH.last]
        assert after.digest != before.digest
        then = as_data(content, Marks(**run.marks))
        assert then.closed is None, "a run of before is read as it was"
        assert then.digest == run.data_digest
        reopen_month(OFFICER, None, MONTH, "x")
        assert as_data(content).closed is None

    def test_closing_makes_the_next_run_compute_everything(self, filled: None) -> None:
        first = computed()
        assert computed("again").base == first
        close_month(OFFICER, None, MONTH)
        assert computed("closed").base is None

    def test_kept_estimates_come_back_exactly(self) -> None:
        people = crowd(20)
        lacking = without(figures(people, {"sales": amounts(20, noise=0.2)}), ["e001", "e004"], "2022-06")
        found = estimated(people, lacking).values
        assert found.num_rows == 2
        assert estimates_of(rows_of(found)).equals(found.combine_chunks())

    def test_a_figure_that_comes_later_is_late(self, filled: None) -> None:
        computed()
        close_month(OFFICER, None, MONTH)
        found = CurrentFigure.objects.get(entity=OURS, measure="output", period="2021-09")
        figure = NewFigure(OURS, "output", MONTH, Decimal(123), found.revision, state="revised", reason="漏报")
        write_figures(SYSTEM, [figure], action="figure.correct", about="x")
        data = as_data(programme.current())
        assert data.closed is not None
        with DuckStore.of(data) as store:
            rows = store.run(late_figures(store.table("values"), store.table("closed_months"))).to_pylist()
        assert [(row["entity"], row["month"]) for row in rows] == [(OURS, MONTH.last)]

    def test_a_sheet_handed_in_before_and_accepted_after_the_closing_is_late_everywhere(self, filled: None) -> None:
        month = Period.parse("2021-10")
        sheet = approved()
        computed()
        closed = close_month(OFFICER, None, month)
        services.accept(OFFICER, assignment(), seen=sheet.version)
        data = as_data(programme.current())
        assert data.closed is not None
        assert {key[:2] for key in late_keys(data)} == {(OURS, "orders"), (OURS, "exports")}
        accepted = CurrentFigure.objects.get(entity=OURS, measure="orders", period="2021-10")
        assert accepted.reported_at is not None
        assert accepted.reported_at < closed.closed_at, "by the time of handing in it would not be late"
        with DuckStore.of(data) as store:
            marked = store.run(store.table("values")).to_pylist()
        assert {"orders", "exports"} <= {row["measure"] for row in marked if row["corrected"] and row["entity"] == OURS}
        office = browser(person(Role.OFFICE))
        page = office.get(reverse("figure", args=(OURS, "orders", "2021-10"))).content.decode()
        assert "结账后补报" in page
        assert "更正了已结月份的数" in page
        reopen_month(OFFICER, None, month, "误结")
        page = office.get(reverse("figure", args=(OURS, "orders", "2021-10"))).content.decode()
        assert "结账后补报" not in page

    def test_nothing_is_closed_before_the_first_entry(self, db: Any) -> None:
        assert closed_months(0) == (None, None)


@pytest.mark.django_db
class TestPages:
    def test_the_office_closes_and_opens_with_one_button_each(self, filled: None) -> None:
        computed()
        office = browser(person(Role.OFFICE))
        page = office.post("/month/close", {"month": "2021-09"}, follow=True).content.decode()
        assert "2021年9月已结账" in page
        assert "重新打开" in page
        page = office.post("/month/reopen", {"month": "2021-09", "reason": "误结"}, follow=True).content.decode()
        assert "已重新打开" in page
        assert FigureRevision.objects.exists()

    def test_a_refusal_is_told_in_words(self, filled: None) -> None:
        office = browser(person(Role.OFFICE))
        page = office.post("/month/close", {"month": "2090-01"}, follow=True).content.decode()
        assert "不是方案中已经过完的月份" in page
        page = office.post("/month/reopen", {"month": "2021-09", "reason": ""}, follow=True).content.decode()
        assert "没有写重新打开的原因" in page

    def test_others_see_no_button(self, filled: None) -> None:
        page = browser(person(Role.LEADER)).get("/month").content.decode()
        assert "month-close" not in page
        assert "/month/close" not in page
