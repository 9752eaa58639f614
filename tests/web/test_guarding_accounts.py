"""What was tried against accounts and is refused: guessing, codes twice, taking what one opened."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from typer.testing import CliRunner

from helpers_web import PASSWORD, browser, person
from sigai.base import UserError
from sigai_web.__main__ import app
from sigai_web.accounts import confirming, pace, services
from sigai_web.accounts.importing import import_accounts
from sigai_web.accounts.models import Invitation, User
from sigai_web.bootstrap import give_back_administrator
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.permissions import ADMINISTRATORS, Role

ACTOR = Actor("system-administrator", "10.0.0.9")
GOOD = "another long phrase 8"
HEADER = "username,name,email,role,scope\n"


def try_password(name: str, address: str = "10.0.0.1", password: str = "wrong") -> Any:
    return Client(REMOTE_ADDR=address).post("/sign-in", {"username": name, "password": password})


def told(action: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(action=action).order_by("number"))


def refusals(password: str) -> list[str]:
    """What is said against a password."""
    try:
        validate_password(password)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.django_db
class TestGuessing:
    def test_one_password_over_many_names_slows_the_address_down(self) -> None:
        codes = [try_password(f"name-{number}").status_code for number in range(60)]
        assert codes.count(200) < 30
        assert codes[:10] == [200] * 10
        refused = try_password("somebody")
        assert refused.status_code == 429
        assert 0 < int(refused["Retry-After"]) <= pace.LONGEST
        assert "没有被锁定" in refused.content.decode()
        assert len(told("session.slow_down")) == 1

    def test_many_addresses_slow_a_name_down(self) -> None:
        user = person(Role.LEADER)
        codes = [try_password(user.username, f"10.1.{number}.1").status_code for number in range(40)]
        assert codes.count(200) < 20
        assert try_password(user.username, "10.2.0.1", PASSWORD).status_code == 429

    def test_one_network_of_ipv6_is_one_address(self) -> None:
        user = person(Role.LEADER)
        codes = [try_password(user.username, f"2001:db8:1:2::{number:x}").status_code for number in range(1, 9)]
        assert codes == [200] * 4 + [429] * 4
        assert len(told("session.lock_out")) == 1
        assert pace.network("::ffff:10.0.0.1") == "10.0.0.1"
        assert (
            pace.network("2001:db8:1:2:3::1") == pace.network("2001:db8:1:2::ffff") != pace.network("2001:db8:1:3::1")
        )

    def test_nobody_is_locked_out_by_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        user = person(Role.LEADER)
        assert try_password(user.username, "10.9.9.9", PASSWORD).status_code == 302
        for number in range(40):
            try_password(user.username, f"10.1.{number}.1")
        assert try_password(user.username, "10.9.9.9", PASSWORD).status_code == 302, "at home where they were before"
        later = timezone.now() + timedelta(seconds=pace.LONGEST + 1)
        monkeypatch.setattr("sigai_web.accounts.pace.timezone.now", lambda: later)
        assert try_password(user.username, "10.8.8.8", PASSWORD).status_code == 302, "anywhere after a minute"

    def test_wrong_present_passwords_count(self) -> None:
        user = person(Role.LEADER)
        client = browser(user)
        given = {"old_password": "wrong", "new_password1": GOOD, "new_password2": GOOD}
        assert [client.post("/account/password", given).status_code for _ in range(8)] == [422] * 4 + [429] * 4
        assert client.post("/account/password", {**given, "old_password": PASSWORD}).status_code == 429
        assert try_password(user.username, "127.0.0.1", PASSWORD).status_code == 429
        assert client.get("/account").status_code == 200, "the session of its person goes on"
        assert User.objects.get(pk=user.pk).check_password(PASSWORD)


@pytest.mark.django_db
class TestPasswords:
    @pytest.mark.parametrize(
        "weak",
        [
            "aaaaaaaaaaaa",
            "abababababab",
            "abc7abc7abc7",
            "Admin@123456",
            "sigai12345678",
            "P@ssw0rd2022!",
            "Password2022!!",
            "qwertyuiop12",
            "1qaz2wsx3edc",
            "abcdefghijklm",
            "Administrator1!",
            "Welcome123456",
            "123456789abc",
        ],
    )
    def test_what_is_guessed_first_is_refused(self, weak: str) -> None:
        assert refusals(weak) != []

    @pytest.mark.parametrize("weak", ["zhongwei2022", "Zhongwei@2021-2023", "Yunhe!12345678", "yunhezhongwei"])
    def test_the_names_of_place_and_site_are_guessed_first(self, weak: str, settings: Any) -> None:
        settings.SIGAI_PROGRAMME = Path("programmes/zhongwei-2021-2023")
        settings.ALLOWED_HOSTS = ["sigai.yunhe.gov.cn"]
        assert refusals(weak) != []

    @pytest.mark.parametrize(
        "good", [PASSWORD, GOOD, "Langes-Passwort-1", "石头 河流 二十 黄昏 马灯 书桌", "k7Q!vz2m#Lp9"]
    )
    def test_others_are_taken(self, good: str) -> None:
        assert refusals(good) == []

    @pytest.mark.parametrize("name", ["system", "admin", "root", "sys.tem", "anonymous", "-system"])
    def test_a_name_of_the_systems_own_is_nobodys(self, name: str) -> None:
        invited, issues = import_accounts(ACTOR, (HEADER + f"{name},系统,,leader,\n").encode(), "a.csv")
        assert not invited
        assert {issue.code for issue in issues} & {"W301", "W022"}
        client = browser(person(Role.SYSTEM_ADMINISTRATOR))
        page = client.post("/accounts/new", {"username": name, "name": "系统", "role": "leader", "scope": ""})
        assert page.status_code == 422


@pytest.mark.django_db
class TestOpening:
    def invited(self) -> tuple[User, str]:
        user = services.open_account(ACTOR, username="li.si", name="李四", proposals=[(Role.OFFICE, "")])
        return user, f"/invitation/{services.invite(ACTOR, user)}"

    def take(self, link: str, code: str) -> int:
        return Client().post(link, {"code": code, "new_password1": GOOD, "new_password2": GOOD}).status_code

    def test_whoever_opens_an_account_cannot_take_it(self) -> None:
        user, link = self.invited()
        for guess in ("", "00000000", "x" * 5000):
            assert self.take(link, guess) == 422
        assert not User.objects.get(pk=user.pk).has_usable_password()
        code = services.give_code(Actor("security-administrator", ""), user)
        assert self.take(link, code) == 302
        assert prove().unbroken

    def test_five_wrong_codes_void_it(self) -> None:
        user, link = self.invited()
        code = services.give_code(ACTOR, user)
        wrong = f"{(int(code) + 1) % 10**8:08d}"
        assert [self.take(link, wrong) for _ in range(5)] == [422] * 5
        assert self.take(link, code) == 422
        assert self.take(link, services.give_code(ACTOR, user)) == 302

    def test_a_new_link_needs_a_new_code(self) -> None:
        user, _ = self.invited()
        code = services.give_code(ACTOR, user)
        assert self.take(f"/invitation/{services.invite(ACTOR, user)}", code) == 422

    def test_who_can_sign_in_is_not_called_waiting(self) -> None:
        """What the page says of an account follows the account, whatever way it came to its password."""
        user, link = self.invited()
        pages = [browser(person(role)) for role in (Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR)]

        def said() -> list[str]:
            return [
                " ".join(client.get(address, {"q": user.username}).content.decode().split())
                for client, address in zip(pages, ("/roles", "/accounts"), strict=True)
            ]

        assert ["还没有启用" in page for page in said()] == [True, True]
        services.change_password(SYSTEM, user, "a long phrase of the system 7")
        assert ["还没有启用" in page for page in said()] == [False, False]
        assert "已启用，没有经过邀请" in said()[0]
        services.clear_password(ACTOR, user)
        assert ["还没有启用" in page for page in said()] == [True, True]
        link = f"/invitation/{services.invite(ACTOR, user)}"
        assert self.take(link, services.give_code(ACTOR, user)) == 302
        assert ["还没有启用" in page for page in said()] == [False, False]
        user.refresh_from_db()
        services.clear_password(ACTOR, user)
        assert "密码已作废，凭新邀请启用" in said()[0]
        assert "还没有启用" in said()[1]

    def test_codes_are_the_security_administrators(self) -> None:
        user, _ = self.invited()
        assert browser(person(Role.SYSTEM_ADMINISTRATOR)).post(f"/roles/accounts/{user.pk}/code").status_code == 403
        security = browser(person(Role.SECURITY_ADMINISTRATOR))
        page = security.get("/roles").content.decode()
        assert "system-administrator" in page
        assert page.count("还没有启用") == 1
        assert "开通码" in security.post(f"/roles/accounts/{user.pk}/code").content.decode()
        assert Invitation.objects.get().code_digest not in "".join(JournalEntry.objects.values_list("proof", flat=True))
        Invitation.objects.all().delete()
        assert "没有待用的邀请链接" in security.post(f"/roles/accounts/{user.pk}/code", follow=True).content.decode()

    @pytest.mark.parametrize("act", ["grant", "revoke", "code", "password", "second-factor"])
    def test_sensitive_acts_ask_for_the_password_again(self, act: str) -> None:
        user, _ = self.invited()
        member = user.memberships.get()
        where = f"/roles/{member.pk}/{act}" if act in ("grant", "revoke") else f"/roles/accounts/{user.pk}/{act}"
        client = browser(person(Role.SECURITY_ADMINISTRATOR), confirmed=False)
        before = JournalEntry.objects.count()
        page = client.post(where, {"kept": "以前填的"})
        assert page.status_code == 422
        assert 'name="kept" value="以前填的"' in page.content.decode()
        assert client.post(where, {confirming.CONFIRMATION: "wrong"}).status_code == 422
        assert [entry.action for entry in JournalEntry.objects.filter(number__gt=before)] == ["session.fail"]
        assert client.post(where, {confirming.CONFIRMATION: PASSWORD}).status_code in (200, 302)
        assert JournalEntry.objects.filter(actor__startswith="security").count() > 0

    def test_so_does_a_token(self, monkeypatch: pytest.MonkeyPatch) -> None:
        client = browser(person(Role.LEADER), confirmed=False)
        asked = {"name": "t", "days": "3", "scopes": ["read:figures"]}
        assert client.post("/account/tokens", asked).status_code == 422
        assert not told("token.issue")
        assert client.post("/account/tokens", {**asked, confirming.CONFIRMATION: PASSWORD}).status_code == 200
        assert client.post("/account/tokens", asked).status_code == 200, "for ten minutes"
        now = time.time() + confirming.FRESH
        monkeypatch.setattr("sigai_web.accounts.confirming.time.time", lambda: now)
        assert client.post("/account/tokens", asked).status_code == 422


def enrolled(user: User) -> tuple[str, Client]:
    client = Client()
    client.force_login(user, backend="sigai_web.accounts.backend.Backend")
    client.get("/second-factor")
    return client.session["second_factor_key"], client


def code_of(key: str, steps: int = 0) -> dict[str, str]:
    return {"token": f"{totp(bytes.fromhex(key), drift=steps):06d}"}


@pytest.mark.django_db
class TestSecondFactor:
    def test_the_code_of_the_enrolment_is_used_up(self) -> None:
        user = person(Role.OFFICE)
        key, client = enrolled(user)
        code = code_of(key)
        assert client.post("/second-factor", code).status_code == 302
        again = browser(user, second_factor=False)
        assert again.post("/second-factor", code).status_code == 422

    def test_a_clock_set_back_shuts_nobody_out(self) -> None:
        user = person(Role.OFFICE)
        key, client = enrolled(user)
        client.post("/second-factor", code_of(key))
        TOTPDevice.objects.update(last_t=int(time.time() + 2 * 24 * 3600) // 30)
        again = browser(user, second_factor=False)
        assert again.post("/second-factor", code_of(key, 1)).status_code == 302
        assert len(told("second_factor.clock_set_back")) == 1
        assert again.post("/second-factor", code_of(key, 1)).status_code == 302
        third = browser(user, second_factor=False)
        assert third.post("/second-factor", code_of(key, 1)).status_code == 422

    def test_wrong_codes_are_told(self) -> None:
        user = person(Role.OFFICE)
        key, client = enrolled(user)
        client.post("/second-factor", code_of(key))
        again = browser(user, second_factor=False)
        again.post("/second-factor", {"token": "000000"})
        assert [entry.about for entry in told("second_factor.fail")] == [f"account:{user.username}"]


@pytest.mark.usefixtures("committing")
def test_a_code_sent_by_many_at_once_opens_one_session() -> None:
    user = person(Role.OFFICE)
    device = TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    clients = [browser(user, second_factor=False) for _ in range(6)]
    TOTPDevice.objects.update(last_t=-1)
    code = code_of(device.key)

    def give(client: Client) -> int:
        try:
            return client.post("/second-factor", code).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as crowd:
        codes = sorted(crowd.map(give, clients))
    assert codes == [302, *[422] * 5]
    assert connection.vendor in ("sqlite", "postgresql")


@pytest.mark.django_db
class TestAdministrators:
    def test_the_system_administrator_closes_none_of_the_three_alone(self) -> None:
        system = browser(person(Role.SYSTEM_ADMINISTRATOR))
        for role in (Role.AUDITOR, Role.SECURITY_ADMINISTRATOR):
            watcher = person(role)
            assert "先请安全管理员收回" in system.post(f"/accounts/{watcher.pk}/close", follow=True).content.decode()
            watcher.refresh_from_db()
            assert watcher.is_active

    def test_with_the_security_administrator_it_can_be(self) -> None:
        first, second = person(Role.AUDITOR), person(Role.AUDITOR, name="auditor-2")
        system, security = browser(person(Role.SYSTEM_ADMINISTRATOR)), browser(person(Role.SECURITY_ADMINISTRATOR))
        security.post(f"/roles/{second.memberships.get().pk}/revoke")
        system.post(f"/accounts/{second.pk}/close")
        second.refresh_from_db()
        assert not second.is_active
        page = security.post(f"/roles/{first.memberships.get().pk}/revoke", follow=True).content.decode()
        assert "最后一个" in page
        assert first.memberships.count() == 1

    def test_a_closed_account_is_no_other_holder(self) -> None:
        first, second = person(Role.AUDITOR), person(Role.AUDITOR, name="auditor-2")
        User.objects.filter(pk=second.pk).update(is_active=False)
        with pytest.raises(UserError, match="W304"):
            services.revoke(ACTOR, first.memberships.get())

    @pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
    def test_a_local_command_lets_the_last_one_in_again(self, role: Role) -> None:
        user = person(role, name="last")
        TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
        User.objects.filter(pk=user.pk).update(is_active=False)
        client = browser(user)
        path = give_back_administrator("last", "手机丢失，张三、李四批准")
        assert client.get("/account").status_code == 302
        assert not TOTPDevice.objects.exists()
        assert Client().post(path, {"new_password1": GOOD, "new_password2": GOOD}).status_code == 302
        assert "手机丢失" in told("account.give_back")[0].after
        assert told("account.give_back")[0].actor == SYSTEM.name
        assert try_password("last", password=GOOD).status_code == 302

    def test_nobody_else_is_let_in_by_it(self) -> None:
        person(Role.OFFICE, name="clerk")
        for name, code in (("clerk", "W306"), ("nobody", "W307")):
            with pytest.raises(UserError, match=code):
                give_back_administrator(name, "x")

    def test_the_command_exists_and_wants_a_reason(self) -> None:
        done = CliRunner().invoke(app, ["give-back", "auditor"])
        assert done.exit_code == 2
        assert "--reason" in done.output
