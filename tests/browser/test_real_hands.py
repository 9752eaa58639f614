"""The site under real hands: a session over while somebody types, a double click, two tabs, the way back, no net."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from helpers_browser import Visit, Visitor
from helpers_records import work
from helpers_web import OURS, PASSWORD, person
from sigai_web.journal.models import JournalEntry
from sigai_web.permissions import Role
from sigai_web.reporting.models import Sheet, SheetCell
from sigai_web.store.models import CurrentRecord, RecordEntry

FORM = f"/reporting/monthly/2021-10/{OURS}"


@pytest.fixture(autouse=True)
def _november(settings: Any) -> None:
    settings.SIGAI_TODAY = date(2021, 11, 8)


def signs_in_beside(visitor: Visitor, page: Page, user: Any) -> None:
    """By the link of the notice, which opens another tab; then back to the first one."""
    with visitor.context.expect_page() as opened:
        page.get_by_role("link", name="在新标签页登录").first.click()
    beside = opened.value
    beside.locator("input[name=username]").fill(user.username)
    beside.locator("input[name=password]").fill(PASSWORD)
    beside.locator("main button").click()
    expect(beside.get_by_role("heading", name="已登录")).to_be_visible()
    beside.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_a_session_that_ends_while_typing_loses_nothing(visit: Visit) -> None:
    user = person(Role.ENTERPRISE_REPORTER)
    clerk = visit(user)
    clerk.opens(FORM)
    entry = clerk.page.locator("input.entry").first
    Session.objects.all().delete()
    entry.fill("50000")
    entry.press("Enter")
    notice = clerk.page.locator(".unsent").first
    expect(notice).to_contain_text("登录已过期，没有存上；您填的还在这里")
    assert entry.input_value() == "50000"
    assert not SheetCell.objects.exists()
    kept = clerk.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert "50000" not in kept, "others may use this machine"
    signs_in_beside(clerk, clerk.page, user)
    expect(clerk.page.locator(".kept").first).to_be_visible()
    expect(clerk.page.locator(".unsent")).to_have_count(0)
    assert [cell.text for cell in SheetCell.objects.all()] == ["50000"]


def test_somebody_else_who_signs_in_beside_sends_nothing_of_it(visit: Visit) -> None:
    user, other = person(Role.ENTERPRISE_REPORTER), person(Role.LEADER, name="other")
    clerk = visit(user)
    clerk.opens(FORM)
    Session.objects.all().delete()
    clerk.page.locator("input.entry").first.fill("50000")
    clerk.page.locator("input.entry").first.press("Enter")
    expect(clerk.page.locator(".unsent").first).to_be_visible()
    signs_in_beside(clerk, clerk.page, other)
    expect(clerk.page.locator(".unsent").first).to_contain_text("现在登录的是另一个账号")
    assert not SheetCell.objects.exists()


def test_a_form_of_its_own_says_so_in_place_and_goes_on(visit: Visit) -> None:
    user = person(Role.ENTERPRISE_REPORTER)
    record = work(user, entity=OURS, area="11", name="Works", note="n")
    clerk = visit(user)
    clerk.opens(reverse("edit-record", args=(record.pk,)))
    name = clerk.page.locator("input[name=name]")
    name.fill("一个想了很久的名字")
    Session.objects.all().delete()
    clerk.page.locator("main form button.main").first.click()
    expect(clerk.page.locator(".unsent")).to_contain_text("登录已过期")
    assert name.input_value() == "一个想了很久的名字"
    signs_in_beside(clerk, clerk.page, user)
    clerk.page.locator("main form button.main").first.click()
    clerk.page.wait_for_url(f"**{reverse('record', args=(record.pk,))}")
    assert CurrentRecord.objects.get(pk=record.pk).name == "一个想了很久的名字"


def test_without_a_script_the_text_comes_back_on_a_page_that_can_send_it(visit: Visit, chromium: Any) -> None:
    user = person(Role.ENTERPRISE_REPORTER)
    record = work(user, entity=OURS, area="11", name="Works", note="n")
    clerk = visit(user)
    clerk.context.route("**/site.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    clerk.opens(reverse("edit-record", args=(record.pk,)))
    clerk.page.locator("input[name=name]").fill("一个想了很久的名字")
    Session.objects.all().delete()
    clerk.page.locator("main form button.main").first.click()
    expect(clerk.page.get_by_role("heading", name="还没有办理，您填的都在这里")).to_be_visible()
    expect(clerk.page.locator("main")).to_contain_text("一个想了很久的名字")
    assert clerk.accessibility_faults() == []
    signs_in_beside(clerk, clerk.page, user)
    clerk.page.get_by_role("button", name="再次提交").click()
    clerk.page.wait_for_url(f"**{reverse('record', args=(record.pk,))}")
    assert CurrentRecord.objects.get(pk=record.pk).name == "一个想了很久的名字"


@pytest.mark.parametrize("script", [True, False])
def test_a_double_click_makes_one_thing(visit: Visit, script: bool) -> None:
    clerk = visit(person(Role.OFFICE))
    if not script:
        clerk.context.route("**/site.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    clerk.opens(reverse("new-record", args=("works",)))
    page = clerk.page
    page.locator("input[name=name]").fill("新工程")
    page.locator("[name=entity]").fill(OURS)
    page.locator("[name=f_note]").fill("n")
    page.locator("[name=f_kind]").select_option("new")
    before = RecordEntry.objects.count()
    page.locator("main form button.main").first.dblclick()
    page.wait_for_url("**/ledgers/records/*")
    assert RecordEntry.objects.count() == before + 1, page.inner_text("main")
    assert JournalEntry.objects.filter(action="record.create").count() == 1


def test_the_way_back_after_handing_in_shows_how_it_stands(visit: Visit) -> None:
    clerk = visit(person(Role.ENTERPRISE_REPORTER))
    clerk.opens(f"/reporting/survey/2021-10/{OURS}")
    page = clerk.page
    for entry in page.locator("input.entry").all():
        entry.fill("5")
        entry.press("Enter")
    expect(page.locator(".kept")).to_have_count(2)
    page.get_by_role("button", name="提交审核").click()
    page.wait_for_url("**/reporting")
    assert Sheet.objects.get().state == "submitted"
    page.go_back()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".sheet-facts")).to_contain_text("待审核")
    expect(page.locator("input.entry")).to_have_count(0)


def test_two_tabs_with_one_sheet_overwrite_nothing_silently(visit: Visit) -> None:
    clerk = visit(person(Role.ENTERPRISE_REPORTER))
    clerk.opens(FORM)
    second = clerk.context.new_page()
    second.goto(clerk.site + FORM)
    first = clerk.page
    first.locator("input.entry").first.fill("50000")
    first.locator("input.entry").first.press("Enter")
    expect(first.locator(".kept").first).to_be_visible()
    second.locator("input.entry").first.fill("60000")
    second.locator("input.entry").first.press("Enter")
    expect(second.locator(".clash").first).to_contain_text("50000")
    assert [cell.text for cell in SheetCell.objects.all()] == ["50000"]
    for button in ("提交审核", "保存草稿"):
        second.get_by_role("button", name=button).click()
        expect(second.locator(".message.error")).to_contain_text("请逐格选定")
        expect(second.locator("input.entry").first).to_have_value("60000")
        assert [cell.text for cell in SheetCell.objects.all()] == ["50000"]
    second.wait_for_load_state("load")  # a button that a script makes work does nothing before it runs
    second.get_by_role("button", name="用我的").click()
    expect(second.locator(".kept").first).to_be_visible()
    assert [cell.text for cell in SheetCell.objects.all()] == ["60000"]


def test_without_a_net_the_text_stays_and_is_sent_when_it_is_back(visit: Visit) -> None:
    clerk = visit(person(Role.ENTERPRISE_REPORTER))
    clerk.opens(FORM)
    page = clerk.page
    page.route("**/cell", lambda route: route.abort())
    page.route("**/session", lambda route: route.abort())
    page.locator("input.entry").first.fill("50000")
    page.locator("input.entry").first.press("Enter")
    expect(page.locator(".unsent").first).to_contain_text("连接中断，没有存上")
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator("form.sheet > .unsent")).to_contain_text("连接中断")
    assert page.locator("input.entry").first.input_value() == "50000"
    clerk.faults.clear()  # htmx tells the console that it had no connection
    page.unroute("**/cell")
    page.unroute("**/session")
    page.get_by_role("button", name="再试").first.click()
    expect(page.locator(".kept").first).to_be_visible()
    expect(page.locator(".unsent")).to_have_count(0)
    assert [cell.text for cell in SheetCell.objects.all()] == ["50000"]


def test_a_slow_answer_shows_that_it_works(visit: Visit) -> None:
    clerk = visit(person(Role.ENTERPRISE_REPORTER))
    clerk.opens(FORM)
    page = clerk.page
    held: list[Any] = []
    page.route("**/session", lambda route: held.append(route))  # noqa: PLW0108 - playwright wraps no built-in
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("button", name="正在办理…")).to_be_visible()
    held[0].continue_()
    expect(page.get_by_role("button", name="保存草稿")).to_be_visible()


def test_what_is_said_of_a_sheet_follows_the_sheet(visit: Visit) -> None:
    """The refusal on top, the marks of cells and the word of a clash go with what they speak of, without a new page."""
    clerk = visit(person(Role.ENTERPRISE_REPORTER))
    clerk.opens(FORM)
    page, entries = clerk.page, clerk.page.locator("input.entry")
    entries.nth(0).fill("abc")
    entries.nth(1).fill("xyz")
    page.get_by_role("button", name="提交审核").click()
    clerk.settles()
    refusal = page.locator("#issues li")
    expect(refusal.filter(has_text="abc")).to_have_count(1)
    expect(refusal.filter(has_text="xyz")).to_have_count(1)
    expect(entries.nth(0)).to_have_attribute("aria-invalid", "true")
    entries.nth(0).fill("50000")
    entries.nth(0).press("Enter")
    expect(refusal.filter(has_text="abc")).to_have_count(0)
    expect(refusal.filter(has_text="xyz")).to_have_count(1)
    expect(entries.nth(0)).not_to_have_attribute("aria-invalid", "true")
    expect(entries.nth(1)).to_have_attribute("aria-invalid", "true")
    entries.nth(1).fill("1200")
    entries.nth(1).press("Enter")
    expect(refusal.filter(has_text="xyz")).to_have_count(0)
    for row in page.locator("tr:has(.remark.asks) input[name^='reason:']").all():
        row.fill("新投产")
        row.press("Tab")
    expect(page.locator("#issues *")).to_have_count(0)
    expect(page.locator(".remark.asks .kind").filter(has_text="请说明")).to_have_count(0)
    entries.nth(0).fill("def")
    expect(page.locator(".remark.refuses")).to_be_visible()
    expect(page.locator("#issues *"), "nothing was asked for anew").to_have_count(0)
    expect(entries.nth(0)).to_have_attribute("aria-invalid", "true")


def test_the_word_of_a_clash_goes_with_the_last_choice(visit: Visit) -> None:
    clerk = visit(person(Role.ENTERPRISE_REPORTER))
    clerk.opens(FORM)
    second = clerk.context.new_page()
    second.goto(clerk.site + FORM)
    clerk.page.locator("input.entry").first.fill("50000")
    clerk.page.locator("input.entry").first.press("Enter")
    expect(clerk.page.locator(".kept").first).to_be_visible()
    second.locator("input.entry").first.fill("60000")
    second.get_by_role("button", name="保存草稿").click()
    expect(second.locator(".message.error")).to_contain_text("请逐格选定")
    second.get_by_role("button", name="用对方的").click()
    expect(second.locator(".clash")).to_have_count(0)
    expect(second.locator(".message.error")).to_have_count(0)


def test_a_choice_for_one_cell_leaves_the_clash_of_another(visit: Visit) -> None:
    """The word on top and the other cell's two figures stay until that, too, is chosen, by whichever button."""
    clerk = visit(person(Role.ENTERPRISE_REPORTER))
    clerk.opens(FORM)
    second = clerk.context.new_page()
    second.goto(clerk.site + FORM)
    for at, figure in enumerate(("50000", "1200")):
        clerk.page.locator("input.entry").nth(at).fill(figure)
        clerk.page.locator("input.entry").nth(at).press("Enter")
        expect(clerk.page.locator("tr:has(input.entry)").nth(at).locator(".kept")).to_be_visible()
    for at, figure in enumerate(("60000", "1300")):
        second.locator("input.entry").nth(at).evaluate(f"entry => {{ entry.value = '{figure}'; }}")
    second.get_by_role("button", name="保存草稿").click()
    expect(second.locator(".clash")).to_have_count(2)
    second.get_by_role("button", name="用我的").first.click()
    expect(second.locator(".clash")).to_have_count(1)
    expect(second.locator(".message.error")).to_contain_text("请逐格选定")
    second.get_by_role("button", name="用对方的").click()
    expect(second.locator(".clash")).to_have_count(0)
    expect(second.locator(".message.error")).to_have_count(0)


def test_who_types_and_hands_in_at_once_is_not_told_of_another(visit: Visit) -> None:
    """The last cell is on its way still when the button is pressed: that is no change by somebody else."""
    clerk = visit(person(Role.ENTERPRISE_REPORTER))
    clerk.opens(f"/reporting/survey/2021-10/{OURS}")
    for entry in clerk.page.locator("input.entry").all():
        entry.fill("5")
    clerk.page.get_by_role("button", name="提交审核").click()
    clerk.page.wait_for_url("**/reporting")
    assert Sheet.objects.get().state == "submitted"


def test_a_form_that_found_no_net_is_sent_by_trying_again(visit: Visit) -> None:
    clerk = visit(person(Role.ENTERPRISE_REPORTER))
    clerk.opens(f"/reporting/survey/2021-10/{OURS}")
    page = clerk.page
    for entry in page.locator("input.entry").all():
        entry.fill("5")
        entry.press("Enter")
    expect(page.locator(".kept")).to_have_count(2)
    page.route("**/session", lambda route: route.abort())
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator("form.sheet > .unsent")).to_contain_text("连接中断")
    clerk.faults.clear()
    page.unroute("**/session")
    page.get_by_role("button", name="再试").click()
    page.wait_for_url("**/reporting")
    assert Sheet.objects.get().state == "submitted"
