"""Signing in, as people do it: password, second factor, mistakes, languages."""

from __future__ import annotations

from binascii import unhexlify

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from helpers_browser import Visit, Visitor
from helpers_web import PASSWORD, person
from sigai_web.permissions import Role


def sign_in(visitor: Visitor, username: str, password: str = PASSWORD) -> None:
    visitor.opens("/sign-in")
    visitor.page.get_by_label("用户名").fill(username)
    visitor.page.get_by_label("密码").fill(password)
    visitor.page.get_by_role("button", name="登录").click()
    visitor.page.wait_for_load_state("networkidle")


def test_a_password_is_enough_for_a_reporter(visit: Visit) -> None:
    user = person(Role.UNIT_REPORTER)
    visitor = visit()
    sign_in(visitor, user.username)
    expect(visitor.page.get_by_role("link", name=user.name)).to_be_visible()
    visitor.page.get_by_role("button", name="退出").click()
    expect(visitor.page).to_have_url(f"{visitor.site}/sign-in")


def test_a_password_is_pasted_and_kept_by_managers(visit: Visit) -> None:
    """No script of ours keeps a paste from a password's field; the field says to managers what it is."""
    user = person(Role.UNIT_REPORTER)
    visitor = visit()
    visitor.opens("/sign-in")
    page, field = visitor.page, visitor.page.locator("input[type=password]")
    paste = "field => field.dispatchEvent(new ClipboardEvent('paste', {bubbles: true, cancelable: true}))"
    assert field.evaluate(paste), "nothing says no"
    assert field.get_attribute("autocomplete") == "current-password"
    field.focus()
    page.keyboard.insert_text(PASSWORD)
    page.get_by_label("用户名").fill(user.username)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("link", name=user.name)).to_be_visible()


def test_the_office_gives_a_code_of_its_telephone_too(visit: Visit) -> None:
    user = person(Role.OFFICE)
    device = TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    visitor = visit()
    sign_in(visitor, user.username)
    assert visitor.page.url.endswith("/second-factor?next=/")
    visitor.page.locator("input[name=token]").fill(f"{TOTP(unhexlify(device.key)).token():06}")
    visitor.page.locator("main button").click()
    expect(visitor.page.get_by_role("link", name="目标", exact=True)).to_be_visible()
    assert "/second-factor" not in visitor.page.url


def test_a_wrong_password_is_told_in_words(visit: Visit) -> None:
    user = person(Role.LEADER)
    visitor = visit()
    sign_in(visitor, user.username, "not the right phrase")
    assert visitor.page.url.split("?")[0].endswith("/sign-in")
    assert "用户名" in visitor.page.inner_text("main")
    assert visitor.accessibility_faults() == []


def test_the_language_is_one_click_away_and_kept(visit: Visit) -> None:
    visitor = visit(person(Role.LEADER))
    visitor.opens("/account")
    visitor.page.get_by_role("button", name="English").click()
    expect(visitor.page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    assert visitor.page.url.endswith("/account")
    visitor.opens("/")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")


def test_a_stranger_is_sent_to_the_sign_in_page_and_a_wrong_role_home(visit: Visit) -> None:
    stranger = visit()
    assert stranger.opens("/journal").url.split("?")[0].endswith("/sign-in")
    leader = visit(person(Role.LEADER))
    assert leader.opens("/journal").status == 403
    expect(leader.page.get_by_role("link", name="回首页")).to_be_visible()
