"""A form that came too late comes back to whoever filled it in; nobody else's words, and no password, ever do."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpers_records import work
from helpers_web import OURS, PASSWORD, browser, person
from sigai_web import programme
from sigai_web.accounts.models import SentForm
from sigai_web.journal.models import JournalEntry
from sigai_web.permissions import Role, naming, resuming
from sigai_web.store.models import CurrentRecord
from sigai_web.urls import urlpatterns

pytestmark = pytest.mark.django_db
OWN_PAGE = {"origin": "http://testserver"}
BACK = "您填的都在这里"


@pytest.fixture
def record(filled: None) -> CurrentRecord:
    return work(person(Role.OFFICE, name="maker"), entity=OURS, area="11", name="Works", note="n")


def sent(client: Client, where: str, headers: dict[str, str], **fields: str) -> Any:
    return client.post(where, fields, headers=headers)


def test_what_was_typed_comes_back_when_nobody_is_signed_in(record: CurrentRecord) -> None:
    where = reverse("edit-record", args=(record.pk,))
    response = sent(browser(None), where, OWN_PAGE, name="<b>想了很久</b>", f_key="yes")
    page = response.content.decode()
    assert response.status_code == 401
    assert BACK in page
    assert "&lt;b&gt;想了很久&lt;/b&gt;" in page
    assert "<b>想了很久" not in page
    assert "no-store" in response["Cache-Control"]
    assert f'action="{where}"' in page


def test_a_lost_file_has_the_page_where_it_is_chosen_again(record: CurrentRecord) -> None:
    """The link needs no script: it is the form's address, which leads to its page."""
    sheet = ("survey", "2021-10", OURS)
    where, clerk = reverse("sheet-upload", args=sheet), person(Role.ENTERPRISE_REPORTER)
    file = SimpleUploadedFile("a.xlsx", b"x")
    page = browser(None).post(where, {"file": file}, headers=OWN_PAGE).content.decode()
    assert "选的文件没有留下" in page
    assert f'<a href="{where}">回到原来的页面</a>' in page
    opened = browser(clerk).get(where)
    assert (opened.status_code, opened["Location"]) == (302, reverse("sheet", args=sheet))
    asked = browser(None).get(where)
    assert asked["Location"] == f"{reverse('sign-in')}?next={where}", "and it is where signing in leads"


def test_without_a_file_no_page_is_named(record: CurrentRecord) -> None:
    page = sent(browser(None), reverse("edit-record", args=(record.pk,)), OWN_PAGE, name="x").content.decode()
    assert "回到原来的页面" not in page


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"origin": "null"}])
def test_nobody_elses_words_do(record: CurrentRecord, headers: dict[str, str]) -> None:
    response = sent(browser(None), reverse("edit-record", args=(record.pk,)), headers, name="x")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("sign-in"))


def test_no_password_does(db: None) -> None:
    fields = {"old_password": PASSWORD, "new_password1": "another long one", "new_password2": "another long one"}
    response = sent(browser(None), reverse("own-password"), OWN_PAGE, **fields)
    page = response.content.decode()
    assert (response.status_code, "密码和验证码不会留在页面上" in page) == (401, True)
    assert not any(word in page for word in (PASSWORD, "another long one", "再次提交"))
    assert f'href="{reverse("own-password")}"' in page


def given_back(page: str) -> dict[str, str]:
    """The fields of the form of a page that gives one back, as a browser without scripts sends them."""
    (form,) = [one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'name="resumed"' in one]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    return {name: html.unescape(value) for name, value in found}


def test_without_scripts_it_is_sent_twice_and_no_more(record: CurrentRecord) -> None:
    """Lost, and sent once more from the page that gave it back after signing in beside: the older token does."""
    client = Client(enforce_csrf_checks=True)
    where = reverse("new-instruction", args=("record", str(record.pk)))
    lost = sent(client, where, OWN_PAGE, text="请核对", unit="U1", csrfmiddlewaretoken="a" * 64)
    fields = given_back(lost.content.decode())
    client.force_login(person(Role.LEADER))
    client.cookies["csrftoken"] = "b" * 32
    forged = [
        (fields, {"origin": "https://elsewhere.example"}),
        (fields, {}),
        ({**fields, "text": "另一句"}, OWN_PAGE),
        ({**fields, "resumed": "x" + fields["resumed"]}, OWN_PAGE),
        ({name: value for name, value in fields.items() if name != "resumed"}, OWN_PAGE),
    ]
    assert [sent(client, where, headers, **given).status_code for given, headers in forged] == [403] * len(forged)
    elsewhere = reverse("new-instruction", args=("unit", "U1"))
    assert sent(client, elsewhere, OWN_PAGE, **fields).status_code == 403
    assert not JournalEntry.objects.filter(action="instruction.write").exists()
    assert sent(client, where, OWN_PAGE, **fields).status_code == 302
    assert JournalEntry.objects.filter(action="instruction.write").count() == 1


def test_it_stays_when_somebody_else_signed_in_beside(record: CurrentRecord) -> None:
    """The wrong person, then the right one: what was typed is on the page all the time, and is sent once."""
    client = Client(enforce_csrf_checks=True)
    where = reverse("new-instruction", args=("record", str(record.pk)))
    fields = given_back(sent(client, where, OWN_PAGE, text="请核对", unit="U1").content.decode())
    client.force_login(person(Role.UNIT_REPORTER))
    client.cookies["csrftoken"] = "b" * 32
    refused = sent(client, where, OWN_PAGE, **fields)
    page = refused.content.decode()
    assert refused.status_code in (403, 404)
    assert "不能办这一件" in page and "请核对" in page
    fields = given_back(page)
    client.force_login(person(Role.LEADER))
    client.cookies["csrftoken"] = "c" * 32
    assert sent(client, where, OWN_PAGE, **fields).status_code == 302
    assert JournalEntry.objects.filter(action="instruction.write").count() == 1


def test_a_seal_ends_after_an_hour(record: CurrentRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(enforce_csrf_checks=True)
    where = reverse("new-instruction", args=("record", str(record.pk)))
    fields = given_back(sent(client, where, OWN_PAGE, text="x", unit="U1").content.decode())
    client.force_login(person(Role.LEADER))
    client.cookies["csrftoken"] = "b" * 32
    monkeypatch.setattr(resuming, "_SEALED_FOR", -1)
    assert sent(client, where, OWN_PAGE, **fields).status_code == 403


def test_what_comes_back_is_named(record: CurrentRecord) -> None:
    page = sent(
        browser(None), reverse("edit-record", args=(record.pk,)), OWN_PAGE, name="想", area="11", f_note="n"
    ).content.decode()
    content = programme.current()
    assert [value_of(page, name) for name in ("名称", "地区")] == ["想", f"{content.area_by_code['11'].name.zh} (11)"]
    note = next(field for ledger in content.ledgers for field in ledger.fields if field.id == "note")
    assert value_of(page, note.name.zh) == "n"
    sheet = reverse("sheet-save", args=("survey", "2021-10", OURS))
    page = sent(browser(None), sheet, OWN_PAGE, **{f"text:{OURS}:orders": "12"}).content.decode()
    assert value_of(page, content.measure_by_id["orders"].name.zh) == "12"


def value_of(page: str, name: str) -> str | None:
    found = re.search(rf"<dt>{re.escape(name)}[^<]*</dt>\s*<dd>(.*?)</dd>", page)
    return found[1] if found else None


def test_every_field_that_people_fill_in_has_a_name(filled: None) -> None:
    """Of all templates: what a page gives back is called by words, or the page filled it in itself."""
    pages = Path(resuming.__file__).parents[1].rglob("templates/**/*.html")
    found = {
        name for page in pages for name in re.findall(r"<form method=.post.*?</form>", page.read_text(), re.DOTALL)
    }
    names = {name for form in found for name in re.findall(r'\bname="([a-z_]+)"', form)}
    assert len(names) > 20
    unnamed = {name for name in names if naming.field_name(name) == name}
    assert {
        name for name in unnamed if not resuming._OURS.fullmatch(name) and not resuming._SECRET.fullmatch(name)
    } == set()


def test_a_page_from_before_the_last_sign_in_gives_it_back_too(record: CurrentRecord) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person(Role.ENTERPRISE_REPORTER))
    where = reverse("edit-record", args=(record.pk,))
    old = sent(client, where, OWN_PAGE, name="想了很久", csrfmiddlewaretoken="a" * 64)
    assert old.status_code == 403
    assert BACK in old.content.decode()
    forged = sent(client, where, {"origin": "https://elsewhere.example"}, name="x", csrfmiddlewaretoken="a" * 64)
    assert forged.status_code == 403
    assert BACK not in forged.content.decode()


def test_a_second_sign_in_page_is_opened_anew_and_leads_on(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = sent(client, reverse("sign-in"), OWN_PAGE, username="x", password="y")
    assert (response.status_code, response["Location"]) == (302, reverse("sign-in"))


def test_a_part_of_a_page_is_told_in_place(record: CurrentRecord) -> None:
    response = browser(None).post(
        reverse("sheet-cell", args=("survey", "2021-10", OURS)), headers={"hx-request": "true"}
    )
    assert (response.status_code, response.content, response["HX-Reswap"]) == (401, b"", "none")


def test_the_session_page_names_whoever_is_wholly_signed_in(db: None) -> None:
    assert browser(None).get(reverse("session")).json()["user"] == ""
    clerk = person(Role.ENTERPRISE_REPORTER)
    assert browser(clerk).get(reverse("session")).json()["user"] == clerk.username
    office = person(Role.OFFICE)
    assert browser(office, second_factor=False).get(reverse("session")).json()["user"] == ""


def test_a_form_is_taken_once(record: CurrentRecord) -> None:
    client = browser(person(Role.LEADER))
    where = reverse("new-instruction", args=("record", str(record.pk)))
    fields = {"csrfmiddlewaretoken": "a" * 64, "text": "请核对", "unit": "U1"}
    first = client.post(where, fields)
    assert first.status_code == 302, first.content.decode()
    second = client.post(where, fields)
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert JournalEntry.objects.filter(action="instruction.write").count() == 1
    client.post(where, {**fields, "csrfmiddlewaretoken": "b" * 64, "text": "请再核对"})
    assert JournalEntry.objects.filter(action="instruction.write").count() == 2, "another page is another form"


def test_the_same_words_from_another_page_are_asked_about(record: CurrentRecord) -> None:
    """After the way back the form is filled in still, its page is another one: a second one only if that is wanted."""
    client = browser(person(Role.LEADER))
    where = reverse("new-instruction", args=("record", str(record.pk)))
    fields = {"csrfmiddlewaretoken": "a" * 64, "page_key": "1", "text": "请核对", "unit": "U1"}

    def written() -> int:
        return JournalEntry.objects.filter(action="instruction.write").count()

    first = client.post(where, fields)
    asked = client.post(where, {**fields, "page_key": "2"})
    page = asked.content.decode()
    assert (asked.status_code, "再交一份" in page, written()) == (409, True, 1)
    assert f'href="{first["Location"]}"' in page
    again = {**given_back(page), "page_key": "3"}
    assert (client.post(where, again).status_code, written()) == (302, 2)
    assert (client.post(where, again).status_code, written()) == (302, 2), "a second click of that button"
    other = browser(person(Role.LEADER, name="another"))
    assert (other.post(where, fields).status_code, written()) == (302, 3)
    SentForm.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert (client.post(where, {**fields, "page_key": "4"}).status_code, written()) == (302, 4)


def test_every_view_that_writes_anew_asks() -> None:
    views = {one.name for one in urlpatterns if getattr(one.callback, "sigai_writes_anew", False)}
    assert views == {"new-instruction", "reply-instruction", "new-record", "new-round"}


def test_a_form_that_was_refused_may_be_sent_again(record: CurrentRecord) -> None:
    client = browser(person(Role.OFFICE, name="other"))
    where = reverse("edit-record", args=(record.pk,))
    fields = {"csrfmiddlewaretoken": "a" * 64, "revision": "0", "name": "x", "f_note": "n"}
    assert client.post(where, fields).status_code == 409
    assert client.post(where, fields).status_code == 409
    assert not SentForm.objects.exists()
