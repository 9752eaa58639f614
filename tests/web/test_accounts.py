"""Signing in and staying signed in, invitations, the import of accounts, the two administrators' work."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from helpers_web import OURS, PASSWORD, browser, person, stranger
from sigai.base import UserError
from sigai_web.accounts import services
from sigai_web.accounts.importing import import_accounts
from sigai_web.accounts.models import Invitation, User
from sigai_web.client_ip import client_ip
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.journal.writing import Actor
from sigai_web.permissions import ROLES, Role

pytestmark = pytest.mark.django_db

ACTOR = Actor("system-administrator", "10.0.0.9")
GOOD = "another long phrase 8"


def sign_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post("/sign-in", {"username": user.username, "password": password})


def actions() -> list[str]:
    return list(JournalEntry.objects.order_by("number").values_list("action", flat=True))


class TestSigningIn:
    def test_leads_to_where_one_wanted(self) -> None:
        user, client = person(Role.LEADER), Client()
        assert client.get("/account")["Location"] == "/sign-in?next=/account"
        response = client.post(
            "/sign-in", {"username": " " + user.username.upper(), "password": PASSWORD, "next": "/account"}
        )
        assert response["Location"] == "/account"
        assert actions() == ["session.start"]

    def test_never_leads_to_another_site(self) -> None:
        user = person(Role.LEADER)
        response = Client().post(
            "/sign-in", {"username": user.username, "password": PASSWORD, "next": "https://elsewhere.example"}
        )
        assert response["Location"] == "/"

    @pytest.mark.parametrize("name", ["leader-", "nobody"])
    def test_a_wrong_password_and_an_unknown_name_look_alike(self, name: str) -> None:
        person(Role.LEADER)
        response = Client().post("/sign-in", {"username": name, "password": "wrong"})
        assert response.status_code == 200
        assert "请输入一个正确的" in response.content.decode()

    def test_a_closed_account_cannot(self) -> None:
        user = person(Role.LEADER)
        services.set_open(ACTOR, user, is_open=False)
        assert sign_in(Client(), user).status_code == 200

    def test_five_failures_lock_the_name_at_this_address_only(self) -> None:
        user, other, client = person(Role.LEADER), person(Role.ENTERPRISE_REPORTER), Client()
        spellings = [user.username, user.username.upper(), f" {user.username}", user.username, user.username]
        codes = [client.post("/sign-in", {"username": name, "password": "wrong"}).status_code for name in spellings]
        assert codes == [200, 200, 200, 200, 429]
        assert sign_in(client, user).status_code == 429
        assert "已锁定" in sign_in(client, user).content.decode()
        assert sign_in(Client(), other).status_code == 302
        assert sign_in(Client(REMOTE_ADDR="10.0.0.7"), user).status_code == 302
        assert actions().count("session.lock_out") == 1, "attempts while locked out must not swell the journal"
        assert verify().unbroken

    def test_the_security_administrator_lifts_a_lockout(self) -> None:
        user, client = person(Role.LEADER), Client()
        for _ in range(5):
            sign_in(client, user, "wrong")
        browser(person(Role.SECURITY_ADMINISTRATOR)).post(f"/roles/accounts/{user.pk}/lockout")
        for _ in range(5):
            sign_in(client, user, "wrong")
        assert actions().count("session.lock_out") == 2
        services.lift_lockout(ACTOR, user)
        assert sign_in(client, user).status_code == 302

    def test_half_an_hour_idle_ends_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        client = browser(person(Role.LEADER))
        now = time.time()
        for minutes, status in ((0, 200), (29, 200), (58, 200), (89, 302)):
            monkeypatch.setattr("sigai_web.accounts.idle.time.time", lambda minutes=minutes: now + 60 * minutes)
            assert client.get("/account").status_code == status

    def test_signing_out_everywhere_ends_every_session(self) -> None:
        user = person(Role.LEADER)
        here, there = browser(user), browser(user)
        assert here.post("/account/sessions")["Location"] == "/sign-in"
        assert there.get("/").status_code == 302

    def test_a_stolen_session_ends_with_a_new_password(self) -> None:
        user = person(Role.LEADER)
        here, there = browser(user), browser(user)
        wrong = {"old_password": "wrong", "new_password1": GOOD, "new_password2": GOOD}
        assert here.post("/account/password", wrong).status_code == 422
        assert here.post("/account/password", {**wrong, "old_password": PASSWORD}).status_code == 302
        assert there.get("/").status_code == 302
        assert sign_in(Client(), user, GOOD).status_code == 302

    @pytest.mark.parametrize("weak", ["short7chars", "123456789012345", "leader-leader-"])
    def test_weak_passwords_are_refused(self, weak: str) -> None:
        user = person(Role.LEADER, name="leader-leader")
        data = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
        response = browser(user).post("/account/password", data)
        assert response.status_code == 422


class TestSecondFactor:
    def enrol(self, client: Client) -> TOTPDevice:
        page = client.get("/second-factor").content.decode()
        assert "<svg" in page
        assert "style=" not in page
        key = bytes.fromhex(client.session["second_factor_key"])
        assert client.post("/second-factor", {"token": f"{totp(key):06d}"})["Location"] == "/"
        return TOTPDevice.objects.get()

    def test_is_enrolled_at_the_first_sign_in_and_asked_for_at_the_next(self) -> None:
        user, client = person(Role.OFFICE), Client()
        sign_in(client, user)
        assert client.get("/")["Location"] == "/second-factor?next=/"
        device = self.enrol(client)
        assert client.get("/account").status_code == 200
        assert "second_factor.enrol" in actions()
        again = Client()
        sign_in(again, user)
        assert "<svg" not in again.get("/second-factor").content.decode()
        token = {"token": f"{totp(bytes.fromhex(device.key), drift=1):06d}"}
        assert again.post("/second-factor", token).status_code == 302
        assert again.get("/account").status_code == 200

    def test_a_code_works_once(self) -> None:
        user, client = person(Role.OFFICE), Client()
        sign_in(client, user)
        device = self.enrol(client)
        token = {"token": f"{totp(bytes.fromhex(device.key), drift=1):06d}"}
        one, two = Client(), Client()
        sign_in(one, user), sign_in(two, user)
        assert one.post("/second-factor", token).status_code == 302
        assert two.post("/second-factor", token).status_code == 422

    @pytest.mark.parametrize("token", ["000000", "", "abcdef", "１２３４５６", "1234567"])
    def test_a_wrong_code_enrols_nothing(self, token: str) -> None:
        user, client = person(Role.OFFICE), Client()
        sign_in(client, user)
        client.get("/second-factor")
        assert client.post("/second-factor", {"token": token}).status_code == 422
        assert not TOTPDevice.objects.exists()

    def test_a_reset_lets_another_telephone_in(self) -> None:
        user = person(Role.OFFICE)
        client = browser(user)
        browser(person(Role.SECURITY_ADMINISTRATOR)).post(f"/roles/accounts/{user.pk}/second-factor")
        assert client.get("/").status_code == 302
        sign_in(client, user)
        assert "<svg" in client.get("/second-factor").content.decode()

    def test_other_roles_need_none(self) -> None:
        client = browser(person(Role.ENTERPRISE_REPORTER))
        assert client.get("/second-factor")["Location"] == "/"
        assert {role for role in Role if ROLES[role].second_factor} == {
            Role.OFFICE,
            Role.SYSTEM_ADMINISTRATOR,
            Role.SECURITY_ADMINISTRATOR,
            Role.AUDITOR,
        }


class TestInvitations:
    def test_a_link_works_once(self) -> None:
        user = services.open_account(ACTOR, username="li.si", name="李四", proposals=[(Role.LEADER, "")])
        link = f"/invitation/{services.invite(ACTOR, user)}"
        code = services.give_code(ACTOR, user)
        client = Client()
        assert client.get(link).status_code == 200
        short = {"code": code, "new_password1": "short", "new_password2": "short"}
        assert client.post(link, short).status_code == 422
        given = {"code": code, "new_password1": GOOD, "new_password2": GOOD}
        assert client.post(link, given)["Location"] == "/"
        assert "还没有批准的角色" in client.get("/", follow=True).content.decode()
        assert Client().get(link).status_code == 410
        assert sign_in(Client(), user, GOOD).status_code == 302

    def test_a_new_link_ends_the_old_and_age_ends_any(self) -> None:
        user = services.open_account(ACTOR, username="li.si", name="李四")
        first, second = services.invite(ACTOR, user), services.invite(ACTOR, user)
        assert Client().get(f"/invitation/{first}").status_code == 410
        assert Client().get(f"/invitation/{second}").status_code == 200
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert Client().get(f"/invitation/{second}").status_code == 410

    def test_neither_the_token_nor_a_password_is_kept_or_told(self) -> None:
        user = services.open_account(ACTOR, username="li.si", name="李四")
        token = services.invite(ACTOR, user)
        services.accept_invitation(token, GOOD, "10.0.0.1")
        kept = " ".join(f"{entry.before}{entry.after}{entry.about}" for entry in JournalEntry.objects.all())
        assert token not in kept
        assert GOOD not in kept

    def test_no_account_begins_with_a_password(self) -> None:
        user = services.open_account(ACTOR, username="li.si", name="李四")
        assert not user.has_usable_password()
        assert sign_in(Client(), user, "").status_code == 200


HEADER = "username,name,email,role,scope\n"


class TestImport:
    def test_many_accounts_and_several_roles_of_one(self, filled: None) -> None:
        lines = [
            "li.si,李四,li@example.cn,unit_reporter,U1",
            "li.si,李四,li@example.cn,unit_approver,U2",
            f"wu.1,吴,,enterprise_reporter,{OURS}",
        ]
        invited, issues = import_accounts(ACTOR, ("\ufeff" + HEADER + "\n".join(lines)).encode(), "a.csv")
        assert not issues
        assert [one.user.username for one in invited] == ["li.si", "wu.1"]
        assert User.objects.get(username="li.si").memberships.filter(granted_at__isnull=True).count() == 2

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("L i,李四,,leader,", "W022"),
            ("li,李四,,leader,", "W022"),
            ("taken,李四,,leader,", "W023"),
            ("li.si,李四,,chief,", "W024"),
            ("li.si,李四,,unit_reporter,U9", "W025"),
            ("li.si,李四,,area_reporter,99", "W025"),
            ("li.si,李四,,enterprise_reporter,no", "W025"),
            ("li.si,李四,,leader,U1", "W025"),
            ("li.si,李四,,auditor,\nli.si,李四,,office,", "W026"),
            ("li.si,李四,,auditor,\nli.si,李四,,system_administrator,", "W026"),
            ("li.si,李四,not-an-address,leader,", "W027"),
            ("li.si,,,leader,", "W028"),
            (f"li.si,{'李' * 61},,leader,", "W028"),
            (f"li.si,李四,a@{'b.' * 126}com,leader,", "W027"),
            ("li.si,李四,,leader,\nli.si,李五,,office,", "W023"),
        ],
    )
    def test_one_fault_keeps_all_out(self, line: str, code: str) -> None:
        person(Role.LEADER, name="taken")
        invited, issues = import_accounts(ACTOR, (HEADER + "good.one,好,,leader,\n" + line).encode(), "a.csv")
        assert not invited
        assert [issue.code for issue in issues] == [code]
        assert issues[0].place.row is not None
        assert not User.objects.filter(username="good.one").exists()

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xff\xfe\x00",
            "用户名,姓名\n".encode(),
            b'username,name\n"open',
            b"a" * 200_000,
            HEADER.encode() + b"\0",
        ],
    )
    def test_what_is_no_such_file_is_named(self, content: bytes) -> None:
        invited, issues = import_accounts(ACTOR, content, "a.csv")
        assert not invited
        assert {issue.code for issue in issues} <= {"W020", "W021"}
        assert issues

    def test_the_page_names_the_rows(self) -> None:
        client = browser(person(Role.SYSTEM_ADMINISTRATOR))
        response = client.post(
            "/accounts/import", {"file": SimpleUploadedFile("a.csv", (HEADER + "x,,,chief,").encode())}
        )
        page = response.content.decode()
        assert response.status_code == 422
        assert "第 2 行 [role]" in page
        assert "W024" in page


class TestAdministrators:
    def test_a_proposed_role_counts_once_granted(self) -> None:
        system, security = browser(person(Role.SYSTEM_ADMINISTRATOR)), browser(person(Role.SECURITY_ADMINISTRATOR))
        page = system.post(
            "/accounts/new", {"username": "li.si", "name": "李四", "role": "unit_reporter", "scope": "U1"}
        )
        link = re.search(r"/invitation/[\w-]+", page.content.decode())
        assert link
        assert "no-store" in page["Cache-Control"]
        client = Client()
        pk = User.objects.get(username="li.si").pk
        code = re.search(r"<h2>(\d{8})</h2>", security.post(f"/roles/accounts/{pk}/code").content.decode())
        assert code
        client.post(link[0], {"code": code[1], "new_password1": GOOD, "new_password2": GOOD})
        assert "还没有批准的角色" in client.get("/account").content.decode()
        membership = User.objects.get(username="li.si").memberships.get()
        assert "li.si" in security.get("/roles?proposed=1").content.decode()
        security.post(f"/roles/{membership.pk}/grant")
        assert "还没有批准的角色" not in client.get("/account").content.decode()
        assert "li.si" not in security.get("/roles?proposed=1").content.decode()
        security.post(f"/roles/{membership.pk}/revoke")
        assert "还没有批准的角色" in client.get("/account").content.decode()
        assert [action for action in actions() if "membership" in action] == ["membership.grant", "membership.revoke"]

    def test_a_further_role_is_proposed_by_one_and_granted_by_another(self) -> None:
        user = person(Role.UNIT_REPORTER)
        system, security = browser(person(Role.SYSTEM_ADMINISTRATOR)), browser(person(Role.SECURITY_ADMINISTRATOR))
        address = f"/accounts/{user.pk}/roles"
        assert address in system.get("/accounts").content.decode()
        assert "单位填报员" in system.get(address).content.decode()
        assert system.post(address, {"role": "leader", "scope": ""}).status_code == 302
        assert User.objects.get(pk=user.pk).roles() == {"unit_reporter"}, "proposed is not granted"
        membership = user.memberships.get(role="leader")
        security.post(f"/roles/{membership.pk}/grant")
        assert User.objects.get(pk=user.pk).roles() == {"unit_reporter", "leader"}
        assert [one for one in actions() if "membership" in one] == ["membership.propose", "membership.grant"]

    @pytest.mark.parametrize(
        ("role", "scope", "code"),
        [
            ("unit_reporter", "U1", "W715"),
            ("office", "", "W715"),
            ("auditor", "", "W026"),
            ("unit_approver", "U99", "W025"),
            ("king", "", "W024"),
        ],
    )
    def test_a_further_role_that_cannot_be_is_refused(self, role: str, scope: str, code: str) -> None:
        user = person(Role.UNIT_REPORTER)
        user.memberships.create(role=Role.OFFICE, scope="")
        page = browser(person(Role.SYSTEM_ADMINISTRATOR)).post(
            f"/accounts/{user.pk}/roles", {"role": role, "scope": scope}
        )
        assert page.status_code == 422
        assert code in page.content.decode()
        assert user.memberships.count() == 2

    @pytest.mark.parametrize("held", [Role.OFFICE, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.LEADER])
    def test_powers_that_exclude_each_other_are_not_granted(self, held: Role) -> None:
        user = person(held)
        proposed = user.memberships.create(role=Role.SECURITY_ADMINISTRATOR, scope="")
        with pytest.raises(UserError) as refused:
            services.grant(ACTOR, proposed)
        assert [issue.code for issue in refused.value.issues] == ["W026"]
        page = browser(person(Role.SECURITY_ADMINISTRATOR, name="secure")).post(
            f"/roles/{proposed.pk}/grant", follow=True
        )
        assert "互相独立" in page.content.decode()
        proposed.refresh_from_db()
        assert proposed.granted_at is None

    def test_neither_puts_a_password_on_anothers_account_alone(self) -> None:
        user, system = person(Role.AUDITOR), browser(person(Role.SYSTEM_ADMINISTRATOR))
        page = system.post(f"/accounts/{user.pk}/invite", follow=True).content.decode()
        assert "已有密码" in page
        assert "/invitation/" not in page
        browser(person(Role.SECURITY_ADMINISTRATOR)).post(f"/roles/accounts/{user.pk}/password")
        assert sign_in(Client(), user).status_code == 200
        assert "/invitation/" in system.post(f"/accounts/{user.pk}/invite").content.decode()

    def test_nobody_closes_or_strips_themselves(self) -> None:
        system, security = person(Role.SYSTEM_ADMINISTRATOR), person(Role.SECURITY_ADMINISTRATOR)
        browser(system).post(f"/accounts/{system.pk}/close")
        browser(security).post(f"/roles/{security.memberships.get().pk}/revoke")
        system.refresh_from_db()
        assert system.is_active
        assert security.memberships.count() == 1

    def test_a_closed_account_is_out_at_once_and_can_be_opened_again(self) -> None:
        user, system = person(Role.LEADER), browser(person(Role.SYSTEM_ADMINISTRATOR))
        client = browser(user)
        system.post(f"/accounts/{user.pk}/close")
        assert client.get("/").status_code == 302
        system.post(f"/accounts/{user.pk}/close", {"open": "1"})
        assert sign_in(client, user).status_code == 302

    def test_lists_are_searched(self) -> None:
        stranger(Role.ENTERPRISE_REPORTER)
        client = browser(person(Role.SYSTEM_ADMINISTRATOR))
        assert "enterprise_reporter" in client.get("/accounts?q=ENTERPRISE").content.decode()
        assert "enterprise_reporter-" not in client.get("/accounts?q=nobody").content.decode()
        assert client.get("/accounts?page=99").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "10.0.0.1"),
        (0, "1.2.3.4", "10.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, "<script>", "10.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, f"fe80::1%{'eth' * 100}", "fe80::1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings: Any, proxies: int, forwarded: str, expected: str) -> None:
    settings.SIGAI_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded})
    assert client_ip(request) == expected
