"""K12: a session that is over, or another's, loses nothing that was typed and does nothing in anybody else's name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from lxml import html

from helpers_api import ROOT
from helpers_reporting import KEY, draft
from helpers_web import OURS, PASSWORD, THEIRS, browser, person
from sigai_web.accounts.models import User
from sigai_web.permissions import Role
from sigai_web.permissions.resuming import CONFIRMATION
from sigai_web.reporting.models import HeldFile, KeptMapping, Sheet, SheetCell

pytestmark = pytest.mark.django_db
OURS_PAGE = {"origin": "http://testserver"}
HTMX = {"hx-request": "true", **OURS_PAGE}
PAGE = "/reporting/" + "/".join(KEY)
MAPPING = f"{PAGE}/mapping"
BACK = "您填的都在这里"
LONG = f"单位代码,项目,数量,备注\n{OURS},orders,12.5,新订单\n{OURS},exports,3万元,\n"
CELL = {"version": "0", f"text:{OURS}:orders": "12.5", f"seen:{OURS}:orders": "0", f"was:{OURS}:orders": ""}


@pytest.fixture
def clerk(filled: None) -> User:
    return person(Role.ENTERPRISE_REPORTER, name="clerk")


def sign_in(client: Client, user: User) -> None:
    """Sign in as a person does who has no second factor, in whichever tab."""
    client.force_login(user, backend="sigai_web.accounts.backend.Backend")


def token_on(client: Client, page: str) -> str:
    """The token that the forms of a page send."""
    found = html.fromstring(client.get(page).content.decode()).xpath("//input[@name='csrfmiddlewaretoken']/@value")
    return str(found[0])


def typed_in(client: Client, user: User) -> None:
    """Sign in on the page for it, after whoever is signed in has signed out."""
    if client.session.get("_auth_user_id"):
        client.post(reverse("sign-out"), {"csrfmiddlewaretoken": token_on(client, PAGE)})
    given = {"username": user.username, "password": PASSWORD, "csrfmiddlewaretoken": token_on(client, "/sign-in")}
    assert client.post("/sign-in", given).status_code == 302


def given_back(response: Any) -> tuple[str, dict[str, list[str]]]:
    """Where the form of a page that gives it back goes, and what it holds, with the seal that says it was lost."""
    (form,) = html.fromstring(response.content.decode()).xpath("//section//form[@data-plain]")
    held: dict[str, list[str]] = {}
    for name, value in form.form_values():
        if name != "csrfmiddlewaretoken":
            held.setdefault(name, []).append(value or "")
    return str(form.get("action")), held


def again(client: Client, response: Any) -> Any:
    """The form that came back, sent once more."""
    where, held = given_back(response)
    return client.post(where, held, headers=OURS_PAGE)


def texts() -> dict[str, str]:
    return {cell.measure: cell.text for cell in SheetCell.objects.exclude(text="")}


def upload(client: Client, content: str = LONG) -> Any:
    return client.post(f"{PAGE}/upload", {"file": SimpleUploadedFile("导出.csv", content.encode())}, headers=OURS_PAGE)


def choices(client: Client) -> dict[str, str]:
    """The form of the mapping as its page shows it."""
    form = html.fromstring(client.get(MAPPING).content.decode()).xpath("//form[@class='mapping']")[0]
    return {name: value or "" for name, value in form.form_values()}


class TestParts:
    """What the page's script asks for behind the reader's back."""

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("where", [PAGE, f"{PAGE}/cell", f"{PAGE}/history", "/coverage", "/"])
    def test_no_sign_in_page_is_put_into_a_page(self, clerk: User, method: str, where: str) -> None:
        response = getattr(browser(None), method)(where, headers=HTMX)
        assert (response.status_code, response.content, response["HX-Reswap"]) == (401, b"", "none")

    def test_after_sign_out_in_another_tab_a_cell_is_not_kept(self, clerk: User) -> None:
        client = browser(clerk)
        client.post(reverse("sign-out"))
        assert client.post(f"{PAGE}/cell", CELL, headers=HTMX).status_code == 401
        assert texts() == {}
        sign_in(client, clerk)
        assert client.post(f"{PAGE}/cell", CELL, headers=HTMX).status_code == 200
        assert texts() == {"orders": "12.5"}

    def test_a_session_that_was_ended_from_afar_is_over(self, clerk: User) -> None:
        client = browser(clerk)
        Session.objects.all().delete()
        assert client.post(f"{PAGE}/cell", CELL, headers=HTMX).status_code == 401
        assert not Sheet.objects.exists()

    def test_with_the_second_factor_open_a_part_is_told_too(self, filled: None) -> None:
        client = browser(person(Role.OFFICE), second_factor=False)
        assert client.get("/coverage", headers=HTMX).status_code == 401


class TestForms:
    def test_the_whole_sheet_comes_back_and_is_handed_in_after_signing_in(self, clerk: User) -> None:
        client = browser(clerk)
        client.logout()
        exports = {f"{name}:{OURS}:exports": value for name, value in (("text", "3"), ("seen", "0"), ("was", ""))}
        fields = {**CELL, **exports, f"reason:{OURS}:exports": "第一行\n第二行 <b>", "action": "submit"}
        response = client.post(f"{PAGE}/save", fields, headers=OURS_PAGE)
        assert (response.status_code, BACK in response.content.decode()) == (401, True)
        assert given_back(response)[0] == f"{PAGE}/save"
        assert not Sheet.objects.exists()
        sign_in(client, clerk)
        assert again(client, response).status_code == 302
        assert texts() == {"orders": "12.5", "exports": "3"}
        assert SheetCell.objects.get(measure="exports").reason.split() == ["第一行", "第二行", "<b>"]
        assert Sheet.objects.get().state == "submitted"

    def test_fields_of_one_name_all_come_back(self, clerk: User) -> None:
        response = browser(None).post(f"{PAGE}/save", {"text:a": ["一", "二", ""], "n": "1"}, headers=OURS_PAGE)
        held = given_back(response)[1]
        assert held.pop("resumed")
        assert held == {"text:a": ["一", "二", ""], "n": ["1"]}

    def test_the_address_with_its_question_stays(self, clerk: User) -> None:
        response = browser(None).post(
            "/coverage/remind?period=2021-10&note=%E4%B8%80", {"text": "催"}, headers=OURS_PAGE
        )
        assert given_back(response)[0] == "/coverage/remind?period=2021-10&note=%E4%B8%80"

    def test_a_browser_that_tells_only_where_it_was_gets_it_back(self, clerk: User) -> None:
        response = browser(None).post(f"{PAGE}/save", CELL, headers={"referer": f"http://testserver{PAGE}"})
        assert BACK in response.content.decode()

    def test_what_is_typed_comes_back_before_the_second_factor(self, filled: None) -> None:
        office = person(Role.OFFICE, name="office")
        client = browser(office, second_factor=False)
        response = client.post("/coverage/remind", {"text": "请尽快报送"}, headers=OURS_PAGE)
        page = response.content.decode()
        assert (response.status_code, "请尽快报送" in page, "重新登录过" in page) == (401, True, False)

    def test_a_password_that_was_asked_for_again_does_not_come_back(self, filled: None) -> None:
        where = reverse("grant", args=(1,))
        response = browser(None).post(where, {CONFIRMATION: PASSWORD, "note": "依据文件三号"}, headers=OURS_PAGE)
        page = response.content.decode()
        assert PASSWORD not in page
        held = given_back(response)[1]
        assert held.pop("resumed")
        assert held == {"note": ["依据文件三号"]}


class TestUploads:
    def test_nothing_of_a_file_is_kept_and_that_is_said(self, clerk: User) -> None:
        response = upload(browser(None))
        page = response.content.decode()
        assert (response.status_code, "选的文件没有留下" in page) == (401, True)
        assert not HeldFile.objects.exists()
        assert not SheetCell.objects.exists()

    def test_sent_again_without_its_file_it_asks_for_one(self, clerk: User) -> None:
        client = browser(clerk)
        draft({"orders": "7"})
        client.logout()
        response = upload(client)
        sign_in(client, clerk)
        assert again(client, response).status_code == 422
        assert texts() == {"orders": "7"}


class TestSteps:
    """The session ends between the preview of a mapping and the taking of it."""

    @pytest.fixture
    def begun(self, clerk: User) -> tuple[Client, Any]:
        client = browser(clerk)
        upload(client)
        said = {**choices(client), "name": "联网导出"}
        assert client.post(MAPPING, {**said, "action": "preview"}, headers=OURS_PAGE).status_code == 200
        client.logout()
        response = client.post(MAPPING, {**said, "action": "take"}, headers=OURS_PAGE)
        assert (response.status_code, texts()) == (401, {})
        return client, response

    def test_the_same_person_goes_on_where_they_were(self, clerk: User, begun: tuple[Client, Any]) -> None:
        client, response = begun
        sign_in(client, clerk)
        assert again(client, response).status_code == 200
        assert texts() == {"orders": "12.5", "exports": "3万元"}
        assert [kept.name for kept in KeptMapping.objects.all()] == ["联网导出"]

    @pytest.mark.parametrize("scope", [OURS, THEIRS])
    def test_another_person_takes_nothing(self, begun: tuple[Client, Any], scope: str) -> None:
        client, response = begun
        sign_in(client, person(Role.ENTERPRISE_REPORTER, name="other", scope=scope))
        assert again(client, response).status_code in (403, 404)
        assert (texts(), KeptMapping.objects.count(), HeldFile.objects.count()) == ({}, 0, 1)


class TestTwoPeople:
    """Two tabs of one browser: the second signed in as somebody else, the first still shows the page of the other."""

    @pytest.fixture
    def first(self, clerk: User) -> Client:
        """The browser with the clerk's page in its first tab."""
        client = Client(enforce_csrf_checks=True)
        typed_in(client, clerk)
        return client

    @pytest.mark.parametrize("scope", [OURS, THEIRS])
    def test_the_old_page_does_nothing_in_the_other_s_name(self, first: Client, scope: str) -> None:
        token = token_on(first, PAGE)
        typed_in(first, person(Role.ENTERPRISE_REPORTER, name="other", scope=scope))
        fields = {**CELL, "action": "save", "csrfmiddlewaretoken": token}
        response = first.post(f"{PAGE}/save", fields, headers=OURS_PAGE)
        assert (response.status_code, "12.5" in response.content.decode()) == (403, True)
        assert first.post(f"{PAGE}/cell", fields, headers=HTMX).status_code == 403
        assert not Sheet.objects.exists()

    def test_the_page_is_told_who_is_signed_in_now(self, first: Client) -> None:
        assert first.get(reverse("session")).json()["user"] == "clerk"
        typed_in(first, person(Role.ENTERPRISE_REPORTER, name="other"))
        assert first.get(reverse("session")).json()["user"] == "other"


class TestPrograms:
    @pytest.mark.parametrize("path", ["/entities", "/figures", "/uploads/figures"])
    def test_no_session_counts_and_no_page_answers(self, clerk: User, path: str) -> None:
        method = "put" if path.startswith("/uploads") else "get"
        response = getattr(browser(clerk), method)(ROOT + path, headers=OURS_PAGE)
        assert response.status_code == 401
        assert json.loads(response.content)["status"] == 401
        assert "Location" not in response


POSTED = [
    ("sheet-cell", KEY),
    ("sheet-save", KEY),
    ("sheet-approve", KEY),
    ("sheet-return", KEY),
    ("sheet-accept", KEY),
    ("sheet-send-back", KEY),
    ("sheet-correct", KEY),
    ("sheet-drop-correction", KEY),
    ("sheet-upload", KEY),
    ("sheet-mapping-adopt", KEY),
    ("mapping-import", ()),
    ("remind", ()),
    ("month-close", ()),
    ("month-reopen", ()),
    ("own-password", ()),
    ("own-sessions", ()),
    ("sign-out", ()),
    ("language", ()),
]


@pytest.mark.parametrize(("name", "about"), POSTED, ids=[name for name, _ in POSTED])
def test_an_address_of_a_form_opened_after_signing_in_leads_to_its_page(
    clerk: User, name: str, about: tuple[str, ...]
) -> None:
    assert browser(clerk).get(reverse(name, args=about), follow=True).status_code in (200, 403)
    assert not Sheet.objects.exists()


def test_signing_in_leads_to_the_page_that_was_asked_for(clerk: User) -> None:
    client = Client()
    asked = client.get(f"{PAGE}?from=list")
    signed = client.post(asked["Location"], {"username": "clerk", "password": PASSWORD})
    assert (signed.status_code, signed["Location"]) == (302, f"{PAGE}?from=list")


def test_the_second_factor_stands_between_and_leads_on_too(filled: None) -> None:
    client = browser(person(Role.OFFICE), second_factor=False)
    asked = client.get("/coverage?period=2021-10")
    assert asked["Location"] == "/second-factor?next=/coverage%3Fperiod%3D2021-10"
    office = User.objects.get()
    device = TOTPDevice.objects.create(user=office, name="totp", confirmed=True)
    code = totp(device.bin_key, t0=device.t0, step=device.step, drift=device.drift)
    assert client.post(asked["Location"], {"token": f"{code:06d}"})["Location"] == "/coverage?period=2021-10"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(filled: None, elsewhere: str) -> None:
    client = browser(person(Role.OFFICE))
    assert client.get("/second-factor", {"next": elsewhere})["Location"] == "/"
