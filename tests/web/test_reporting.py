"""The way of a sheet: drafts of two people, submission, approval, return, acceptance, correction."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from helpers_reporting import (
    APPROVER,
    CLERK,
    FIGURES,
    KEY,
    OFFICER,
    accepted,
    approved,
    assignment,
    draft,
    submitted,
)
from helpers_web import OURS, THEIRS, browser, person
from sigai.base import Period, UserError
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.journal.writing import Actor
from sigai_web.permissions import Role
from sigai_web.reporting import services
from sigai_web.reporting.comparison_figures import gather
from sigai_web.reporting.drafts import ClashError, Edit, save_cells
from sigai_web.reporting.models import Sheet, SheetCell, SheetStep
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import duty_of, find
from sigai_web.runs.models import Run
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.models import CurrentFigure, FigureRevision

pytestmark = pytest.mark.django_db
OTHER = Actor("colleague", "10.0.0.2")


def refused(act: Callable[[], Any]) -> list[str]:
    with pytest.raises(UserError) as error:
        act()
    return [issue.code for issue in error.value.issues]


def version() -> int:
    return Sheet.objects.get().version


def standing() -> tuple[Any, ...]:
    """Everything of the one sheet and its cells that a correction changes, but for the version."""
    names = ("entity", "measure", "text", "reason", "standing", "by", "at")
    facts = Sheet.objects.values(
        "state", "correction", "submitted_by", "submitted_at", "approved_by", "approved_at"
    ).get()
    return facts, sorted(SheetCell.objects.values_list(*names))


def figure(measure: str) -> CurrentFigure:
    return CurrentFigure.objects.get(entity=OURS, measure=measure, period=KEY[1])


class TestDrafts:
    def test_a_draft_is_no_figure_and_no_entry_of_the_journal(self, filled: None) -> None:
        before = JournalEntry.objects.count()
        draft()
        assert {cell.measure: cell.text for cell in SheetCell.objects.all()} == FIGURES
        assert not FigureRevision.objects.filter(measure="orders").exists()
        assert JournalEntry.objects.count() == before
        assert duty_of(assignment()).standing == "draft"

    def test_of_two_people_the_second_is_told_and_overwrites_nothing(self, filled: None) -> None:
        draft({"orders": "1"})
        with pytest.raises(ClashError) as clash:
            draft({"orders": "2", "exports": "9"}, by=OTHER)
        assert [(cell.text, cell.by) for cell in clash.value.cells] == [("1", "clerk")]
        assert [cell.text for cell in SheetCell.objects.all()] == ["1"]
        draft({"orders": "2"}, by=OTHER, seen=1)
        assert SheetCell.objects.get().text == "2"

    def test_two_who_say_the_same_do_not_clash(self, filled: None) -> None:
        first = draft({"orders": "1"})
        assert draft({"orders": "1"}, by=OTHER).version == first.version
        assert SheetCell.objects.get().by == "clerk"

    def test_the_version_tells_whether_everything_was_seen(self, filled: None) -> None:
        mine = assignment()
        draft({"orders": "1"})
        saved = save_cells(OTHER, mine, [Edit(OURS, "exports", "2", 0)], gather(mine))
        assert (saved.before, saved.sheet.version) == (1, 2)
        assert "W101" in refused(lambda: services.submit(CLERK, mine, seen=1))

    def test_only_cells_of_the_sheet_and_of_some_length(self, filled: None) -> None:
        mine = assignment()
        for edit, code in (
            (Edit(THEIRS, "orders", "1", 0), "W105"),
            (Edit(OURS, "output", "1", 0), "W105"),
            (Edit(OURS, "orders", "1" * 101, 0), "W106"),
            (Edit(OURS, "orders", "1", 0, "x" * 501), "W106"),
        ):
            assert refused(lambda edit=edit: save_cells(CLERK, mine, [edit], gather(mine))) == [code]
        assert not Sheet.objects.exists()

    def test_what_was_handed_in_cannot_be_typed_into(self, filled: None) -> None:
        submitted()
        assert refused(lambda: draft({"orders": "5"}, seen=1)) == ["W100"]


class TestSubmission:
    def test_everything_refused_and_every_reason_lacking_is_told_at_once(self, filled: None) -> None:
        draft({"orders": "viel"})
        codes = refused(lambda: services.submit(CLERK, assignment(), seen=1))
        assert codes == ["W109", "W103"]
        assert Sheet.objects.get().state == "draft"

    def test_a_missing_figure_needs_a_reason_and_stays_missing(self, filled: None) -> None:
        draft({"orders": "1"})
        mine = assignment()
        save_cells(CLERK, mine, [Edit(OURS, "exports", "", 0, "没有出口数据")], gather(mine))
        services.submit(CLERK, mine, seen=2)
        services.approve(APPROVER, mine, seen=3)
        services.accept(OFFICER, mine, seen=4)
        assert not CurrentFigure.objects.filter(measure="exports").exists()
        assert duty_of(mine).standing == "accepted"

    def test_it_is_told_to_the_journal_with_its_figures(self, filled: None) -> None:
        submitted()
        entry = JournalEntry.objects.get(action="sheet.submit")
        assert (entry.actor, entry.about) == ("clerk", f"sheet:survey/2021-10/{OURS}")
        assert json.loads(entry.after)["values"] == {f"{OURS}/orders": "12.5", f"{OURS}/exports": "3"}
        assert json.loads(entry.before) == {"state": "draft", "values": {}}

    @pytest.mark.parametrize(("day", "late"), [(date(2021, 11, 10), False), (date(2021, 11, 11), True)])
    def test_late_is_recorded(self, filled: None, settings: Any, day: date, late: bool) -> None:
        settings.SIGAI_TODAY = day
        assert submitted().late is late
        assert SheetStep.objects.get().late is late
        assert duty_of(assignment()).late is late

    def test_a_sheet_that_was_in_time_stays_so_when_it_comes_again(self, filled: None, settings: Any) -> None:
        settings.SIGAI_TODAY = date(2021, 11, 10)
        sheet = submitted()
        sheet = services.give_back(APPROVER, assignment(), seen=sheet.version, comment="?", stage="submitted")
        settings.SIGAI_TODAY = date(2021, 11, 20)
        assert services.submit(CLERK, assignment(), seen=sheet.version).late is False

    def test_a_figure_that_stands_is_confirmed_or_its_change_explained(self, filled: None) -> None:
        mine = assignment("digital_form", "2021-09", "U1")
        assert refused(lambda: submitted({"digital": "5.5"}, to=mine)) == ["W103"]
        edits = [Edit("1", "digital", "5.5", 1, "漏报一家")]
        save_cells(CLERK, mine, edits, gather(mine))
        services.submit(CLERK, mine, seen=version())
        services.approve(APPROVER, mine, seen=version())
        services.accept(OFFICER, mine, seen=version())
        found = CurrentFigure.objects.get(measure="digital")
        assert (found.value, found.state, found.reason) == (Decimal("5.5"), "revised", "漏报一家")


class TestDecisions:
    def test_nobody_decides_about_their_own(self, filled: None) -> None:
        sheet = submitted()
        assert refused(lambda: services.approve(CLERK, assignment(), seen=sheet.version)) == ["W102"]
        sheet = services.approve(APPROVER, assignment(), seen=sheet.version)
        assert refused(lambda: services.accept(APPROVER, assignment(), seen=sheet.version)) == ["W102"]
        assert refused(lambda: services.accept(CLERK, assignment(), seen=sheet.version)) == ["W102"]

    @pytest.mark.parametrize(
        ("make", "act", "code"),
        [
            (draft, services.approve, "W100"),
            (submitted, services.accept, "W100"),
            (approved, services.approve, "W100"),
            (accepted, services.accept, "W100"),
            (accepted, services.submit, "W100"),
        ],
    )
    def test_each_step_has_its_state(self, filled: None, make: Any, act: Any, code: str) -> None:
        sheet = make()
        assert refused(lambda: act(OFFICER, assignment(), seen=sheet.version)) == [code]
        assert Sheet.objects.get().state == sheet.state

    @pytest.mark.parametrize(("make", "act"), [(submitted, services.approve), (approved, services.accept)])
    def test_nobody_decides_about_what_they_did_not_see(self, filled: None, make: Any, act: Any) -> None:
        sheet = make()
        assert refused(lambda: act(OFFICER, assignment(), seen=sheet.version - 1)) == ["W101"]

    @pytest.mark.parametrize(("make", "stage"), [(submitted, "submitted"), (approved, "approved")])
    def test_it_goes_back_with_a_comment_at_both_stages(self, filled: None, make: Any, stage: str) -> None:
        sheet, mine = make(), assignment()
        for comment in ("", "  "):
            assert refused(
                lambda text=comment: services.give_back(OFFICER, mine, seen=sheet.version, comment=text, stage=stage)
            ) == ["W104"]
        other = {"submitted": "approved", "approved": "submitted"}[stage]
        assert refused(lambda: services.give_back(OFFICER, mine, seen=sheet.version, comment="x", stage=other)) == [
            "W100"
        ]
        sheet = services.give_back(OFFICER, mine, seen=sheet.version, comment="单位不对", stage=stage)
        assert (sheet.state, sheet.steps.last().comment) == ("returned", "单位不对")
        assert json.loads(JournalEntry.objects.get(action="sheet.return").after)["comment"] == "单位不对"
        save_cells(CLERK, mine, [Edit(OURS, "orders", "12.6", 1)], gather(mine))
        assert services.submit(CLERK, mine, seen=version()).state == "submitted"


class TestAcceptance:
    def test_figures_are_those_of_who_handed_them_in_and_when(self, filled: None) -> None:
        sheet = accepted()
        found = figure("orders")
        assert (found.value, found.state, found.reporter) == (Decimal("12.5"), "accepted", "clerk")
        assert found.reported_at == sheet.submitted_at
        assert sheet.accepted_at is not None
        assert sheet.accepted_at > sheet.submitted_at  # type: ignore[operator]
        entry = JournalEntry.objects.get(action="sheet.accept")
        assert entry.actor == "officer"
        assert '"value":"12.5000"' in entry.after

    def test_a_run_of_what_changed_is_asked_for(self, filled: None) -> None:
        accepted()
        run = Run.objects.get()
        assert run.changed == {"measures": ["exports", "orders"], "ledgers": []}
        assert run.requested_by == "officer"

    def test_what_was_typed_is_kept_beside_the_figure(self, filled: None) -> None:
        accepted({"orders": "0.05亿元", "exports": "1,000"})
        assert (figure("orders").value, figure("orders").given_value, figure("orders").given_unit) == (
            Decimal("500"),
            "0.05亿元",
            "亿元",
        )

    def test_what_changed_elsewhere_meanwhile_is_not_overwritten(self, filled: None) -> None:
        sheet = approved()
        mine = assignment()
        elsewhere = NewFigure(OURS, "orders", Period.parse(KEY[1]), Decimal(99), None)
        write_figures(OTHER, [elsewhere], action="api", about="x")
        assert refused(lambda: services.accept(OFFICER, mine, seen=sheet.version)) == ["W107"]
        assert figure("orders").value == Decimal(99)
        assert (Sheet.objects.get().state, Run.objects.count()) == ("approved", 0)
        sheet = services.give_back(OFFICER, mine, seen=sheet.version, comment="核对", stage="approved")
        assert refused(lambda: services.submit(CLERK, mine, seen=sheet.version)) == ["W103"]
        save_cells(CLERK, mine, [Edit(OURS, "orders", "12.5", 1, "接口传错")], gather(mine))
        services.submit(CLERK, mine, seen=version())
        services.approve(APPROVER, mine, seen=version())
        services.accept(OFFICER, mine, seen=version())
        assert (figure("orders").value, figure("orders").reason) == (Decimal("12.5"), "接口传错")

    def test_the_history_of_a_sheet_is_append_only(self, filled: None) -> None:
        accepted()
        for change in ("UPDATE sheet_step SET by = 'x'", "DELETE FROM sheet_step"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change.replace(" by ", ' "by" '))


class TestCorrection:
    def test_only_what_changed_becomes_a_new_revision_with_the_reason(self, filled: None) -> None:
        sheet, mine = accepted(), assignment()
        assert refused(lambda: services.open_correction(CLERK, mine, seen=sheet.version, reason=" ")) == ["W104"]
        sheet = services.open_correction(CLERK, mine, seen=sheet.version, reason="漏报一个车间")
        assert (sheet.state, duty_of(mine).overdue, duty_of(mine).correction) == ("draft", False, True)
        assert figure("orders").value == Decimal("12.5")
        save_cells(CLERK, mine, [Edit(OURS, "orders", "13", 0)], gather(mine))
        services.submit(CLERK, mine, seen=version())
        services.approve(APPROVER, mine, seen=version())
        services.accept(OFFICER, mine, seen=version())
        revisions = FigureRevision.objects.filter(entity=OURS, period=KEY[1])
        assert [one.state for one in revisions.filter(measure="orders").order_by("revision")] == ["accepted", "revised"]
        assert figure("orders").reason == "漏报一个车间"
        assert revisions.filter(measure="exports").count() == 1
        assert Run.objects.first().changed["measures"] == ["orders"]  # type: ignore[union-attr]
        assert [step.action for step in SheetStep.objects.all()] == [
            "submit",
            "approve",
            "accept",
            "correct",
            "submit",
            "approve",
            "accept",
        ]
        assert verify().unbroken

    def test_imported_figures_are_corrected_the_same_way(self, filled: None) -> None:
        mine = assignment("research_form", "2021-09", "U2")
        assert duty_of(mine).standing == "accepted"
        services.open_correction(OFFICER, mine, seen=0, reason="年报核定")
        assert duty_of(mine).standing == "draft"

    def test_what_was_never_accepted_is_not_corrected(self, filled: None) -> None:
        sheet = submitted()
        assert refused(lambda: services.open_correction(CLERK, assignment(), seen=sheet.version, reason="x")) == [
            "W100"
        ]

    def test_one_that_is_dropped_leaves_nothing_behind(self, filled: None) -> None:
        """A figure left out with its reason, a person who handed in, a moment: all as accepted, after a whole round."""
        mine = assignment()
        save_cells(CLERK, mine, [Edit(OURS, "exports", "", 0, "无出口"), Edit(OURS, "orders", "12.5", 0)], gather(mine))
        services.submit(CLERK, mine, seen=version())
        services.approve(APPROVER, mine, seen=version())
        services.accept(OFFICER, mine, seen=version())
        before = standing()
        services.open_correction(CLERK, mine, seen=version(), reason="漏报")
        edits = [Edit(OURS, "orders", "13", 0), Edit(OURS, "exports", "4", 1, "有出口")]
        save_cells(OTHER, mine, edits, gather(mine))
        services.submit(OTHER, mine, seen=version())
        assert refused(lambda: services.drop_correction(CLERK, mine, seen=version(), anybodys=False)) == ["W100"]
        services.give_back(APPROVER, mine, seen=version(), comment="不对", stage="submitted")
        dropped = services.drop_correction(CLERK, mine, seen=version(), anybodys=False)
        assert (dropped.state, standing()) == ("accepted", before)
        assert (figure("orders").value, Run.objects.count()) == (Decimal("12.5"), 1)
        assert SheetStep.objects.last().action == "drop"  # type: ignore[union-attr]
        entry = JournalEntry.objects.get(action="sheet.drop_correction")
        assert (entry.actor, json.loads(entry.before)) == ("clerk", {"state": "returned", "reason": "漏报"})
        services.open_correction(CLERK, mine, seen=version(), reason="再改")
        assert duty_of(mine).standing == "draft"

    def test_an_earlier_correction_stands_when_a_later_one_is_dropped(self, filled: None) -> None:
        sheet, mine = accepted(), assignment()
        services.open_correction(CLERK, mine, seen=sheet.version, reason="第一次")
        services.submit(CLERK, mine, seen=version())
        services.approve(APPROVER, mine, seen=version())
        services.accept(OFFICER, mine, seen=version())
        services.open_correction(OFFICER, mine, seen=version(), reason="第二次")
        services.drop_correction(OFFICER, mine, seen=version(), anybodys=True)
        assert (Sheet.objects.get().correction, Sheet.objects.get().correction_reason) == (True, "第一次")

    def test_one_s_own_is_dropped_and_the_office_s_is_every_one(self, filled: None) -> None:
        sheet, mine = accepted(), assignment()
        sheet = services.open_correction(CLERK, mine, seen=sheet.version, reason="核对")
        assert refused(lambda: services.drop_correction(OTHER, mine, seen=version(), anybodys=False)) == ["W115"]
        old = sheet.version - 1
        assert refused(lambda: services.drop_correction(CLERK, mine, seen=old, anybodys=False)) == ["W101"]
        assert services.drop_correction(OFFICER, mine, seen=version(), anybodys=True).state == "accepted"
        assert refused(lambda: services.drop_correction(CLERK, mine, seen=version(), anybodys=True)) == ["W100"]

    def test_a_first_draft_is_no_correction(self, filled: None) -> None:
        sheet = draft()
        drop = lambda: services.drop_correction(CLERK, assignment(), seen=sheet.version, anybodys=True)  # noqa: E731
        assert refused(drop) == ["W100"]

    def test_imported_figures_stand_again(self, filled: None) -> None:
        mine = assignment("research_form", "2021-09", "U2")
        services.open_correction(OFFICER, mine, seen=0, reason="年报核定")
        services.drop_correction(OFFICER, mine, seen=version(), anybodys=True)
        assert (duty_of(mine).standing, duty_of(mine).correction) == ("accepted", False)

    def test_the_button_is_shown_to_whom_it_answers(self, filled: None) -> None:
        clerk = browser(person(Role.ENTERPRISE_REPORTER, name="clerk"))
        colleague = browser(person(Role.ENTERPRISE_REPORTER, name="colleague"))
        office = browser(person(Role.OFFICE, name="head"))
        page, address = "/reporting/" + "/".join(KEY), "/drop-correction"
        sheet = accepted()
        assert address not in clerk.get(page).content.decode()
        services.open_correction(CLERK, assignment(), seen=sheet.version, reason="核对")
        shown = [address in one.get(page).content.decode() for one in (clerk, colleague, office)]
        assert shown == [True, False, True]
        assert colleague.post(page + address, {"version": version()}).status_code == 422
        assert clerk.post(page + address, {"version": version()}).status_code == 302
        assert duty_of(assignment()).standing == "accepted"

    def test_a_correction_that_changes_nothing_writes_nothing(self, filled: None) -> None:
        sheet, mine = accepted(), assignment()
        before = FigureRevision.objects.count()
        services.open_correction(CLERK, mine, seen=sheet.version, reason="核对")
        services.submit(CLERK, mine, seen=version())
        services.approve(APPROVER, mine, seen=version())
        services.accept(OFFICER, mine, seen=version())
        assert (FigureRevision.objects.count(), Run.objects.count()) == (before, 1)
        assert JournalEntry.objects.filter(action="sheet.accept").count() == 2


class TestDuties:
    def test_addresses_name_a_duty_or_nothing(self, filled: None, settings: Any) -> None:
        settings.SIGAI_TODAY = date(2021, 10, 20)
        known = register()
        assert find(known, "survey", "2021-09", OURS) is not None
        for form, period, reporter in (
            ("survey", "2021-10", OURS),  # has not ended
            ("survey", "2020-12", OURS),  # before the programme
            ("survey", "2021-9", OURS),
            ("survey", "2021Q3", OURS),
            ("none", "2021-09", OURS),
            ("survey", "2021-09", "11"),
            ("monthly", "soon", OURS),
        ):
            assert find(known, form, period, reporter) is None

    def test_a_unit_s_sheet_has_the_figures_of_its_area(self, filled: None) -> None:
        assert assignment("county_form", "2021-10", "U3").cells == (("11", "invested"),)
        assert assignment("digital_form", "2021-10", "U1").cells == (("1", "digital"),)

    def test_january_asks_for_what_january_has(self, filled: None) -> None:
        assert [name for _, name in assignment("monthly", "2022-01", OURS).cells] == ["power"]
        assert [name for _, name in assignment("monthly", "2022-02", OURS).cells] == ["output", "power"]


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """What several threads got, each with its own connection, all starting together; exceptions are results."""
    found: list[Any] = [None] * count
    start = threading.Barrier(count)

    def run(number: int) -> None:
        try:
            start.wait()
            found[number] = work(number)
        except Exception as error:
            found[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_of_people_in_one_cell_one_is_kept_and_the_others_are_told(self, committing: None, filled: None) -> None:
        register()
        found = at_once(6, lambda number: draft({"orders": str(number)}, by=replace(CLERK, name=f"p{number}")))
        assert sum(isinstance(one, Sheet) for one in found) == 1
        assert sum(isinstance(one, ClashError) for one in found) == 5
        assert SheetCell.objects.get().version == 1

    def test_of_submissions_of_one_sheet_one_wins(self, committing: None, filled: None) -> None:
        seen = draft().version
        found = at_once(5, lambda number: services.submit(replace(CLERK, name=f"p{number}"), assignment(), seen=seen))
        assert sum(isinstance(one, Sheet) for one in found) == 1
        assert {issue.code for one in found if isinstance(one, UserError) for issue in one.issues} == {"W100"}
        assert SheetStep.objects.count() == 1

    def test_many_reporters_at_once_lose_nothing(self, committing: None, filled: None) -> None:
        periods = [f"2022-{month:02d}" for month in range(1, 13)]
        register()
        found = at_once(12, lambda number: accepted(to=assignment("survey", periods[number], OURS)))
        assert [repr(one) for one in found if not isinstance(one, Sheet)] == []
        assert [one.state for one in found] == ["accepted"] * 12
        assert CurrentFigure.objects.filter(measure="orders").count() == 12
        assert verify().unbroken
