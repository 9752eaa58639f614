"""What an auditor must see, and that nobody can swell the journal with it; what browsers may keep of what was seen."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from helpers_api import Program
from helpers_web import PASSWORD, browser, person
from sigai_web.journal import exports, refusals, seldom
from sigai_web.journal.changes import change
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import Actor, append
from sigai_web.permissions import Role

pytestmark = pytest.mark.django_db


def told(action: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(action=action).order_by("number"))


def test_failed_sign_ins_and_sign_outs_are_told() -> None:
    user, client = person(Role.LEADER), Client()
    client.post("/sign-in", {"username": user.username, "password": "wrong"})
    client.post("/sign-in", {"username": "my secret password", "password": "wrong"})
    client.post("/sign-in", {"username": user.username, "password": PASSWORD})
    client.post("/sign-out")
    entries = [(entry.action, entry.actor, entry.about) for entry in JournalEntry.objects.order_by("number")]
    about = f"account:{user.username}"
    assert entries == [
        ("session.fail", "", about),
        ("session.fail", "", "account:"),
        ("session.start", user.username, about),
        ("session.sign_out", user.username, about),
    ]
    assert all(entry.origin == "127.0.0.1" for entry in JournalEntry.objects.all())
    assert "secret" not in str(list(JournalEntry.objects.values()))


def test_a_session_that_was_left_idle_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(person(Role.LEADER))
    client.get("/account")
    monkeypatch.setattr("sigai_web.accounts.idle.time.time", lambda: timezone.now().timestamp() + 3600)
    client.get("/account")
    assert json.loads(told("session.sign_out")[0].after) == {"idle": True}


def test_refusals_are_told_and_cannot_swell_the_journal() -> None:
    user = person(Role.LEADER)
    client = browser(user)
    for _ in range(refusals.MOST + 5):
        assert client.get("/journal").status_code == 403
    entries = told("access.refuse")
    assert len(entries) == refusals.MOST
    assert json.loads(entries[0].after) == {"method": "GET", "path": "/journal"}
    assert json.loads(entries[-1].after)["further_untold"] is True
    assert (entries[0].actor, entries[0].about) == (user.username, f"account:{user.username}")
    other = Client(REMOTE_ADDR="10.0.0.7")
    other.cookies = client.cookies
    other.get("/journal")
    assert len(told("access.refuse")) == refusals.MOST + 1


def test_a_program_that_is_refused_is_told_with_its_token(filled: None) -> None:
    assert Program(person(Role.ENTERPRISE_REPORTER)).get("/instructions").status_code == 403
    (entry,) = told("access.refuse")
    assert "sigai_" in entry.origin


def test_whoever_is_refused_gets_the_answer_though_the_journal_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr("sigai_web.journal.seldom.append", full)
    assert browser(person(Role.LEADER)).get("/journal").status_code == 403


def test_all_together_cannot_swell_the_journal_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seldom, "MOST_OF_ALL", 5)
    for number in range(9):
        seldom.tell_seldom(Actor("", f"10.0.0.{number}"), "session.fail", "account:", most=3)
    assert [json.loads(entry.after or "{}") for entry in told("session.fail")] == [{}] * 4 + [{"further_untold": True}]


EXPORTS = ("/enterprises?excel", "/ledgers/of/titles/export", "/ledgers/of/titles/template")


class TestExports:
    @pytest.mark.parametrize("where", EXPORTS)
    def test_are_told_with_their_rows(self, where: str, filled: None) -> None:
        user = person(Role.OFFICE)
        response = browser(user).get(f"{where}{'&' if '?' in where else '?'}q=%E4%B8%80")
        assert response.status_code == 200, where
        (entry,) = told("export")
        after = json.loads(entry.after)
        path, _, query = where.replace("excel", "excel&").partition("?")
        assert (entry.actor, entry.about, after["query"]) == (user.username, f"export:{path}", f"{query}q=一")
        assert after["rows"] == {"/enterprises?excel": 2}.get(where, after["rows"])
        assert after["bytes"] == len(response.content)

    def test_nobody_takes_more_than_their_share(self, filled: None, settings: Any) -> None:
        settings.SIGAI_EXPORTS = 2
        client = browser(person(Role.OFFICE))
        codes = [client.get(EXPORTS[1]).status_code for _ in range(4)]
        assert codes == [200, 200, 429, 429]
        assert len(told("export")) == 2
        page = client.get(EXPORTS[1])
        assert "一小时内已下载 2 个文件" in page.content.decode()
        assert page["Retry-After"]
        assert browser(person(Role.LEADER)).get(EXPORTS[1]).status_code == 200

    def test_the_hour_passes(self, filled: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.SIGAI_EXPORTS = 1
        client = browser(person(Role.OFFICE))
        assert [client.get(EXPORTS[1]).status_code for _ in range(2)] == [200, 429]
        later = timezone.now() + seldom.WINDOW + timedelta(seconds=1)
        monkeypatch.setattr("sigai_web.journal.seldom.timezone.now", lambda: later)
        assert client.get(EXPORTS[1]).status_code == 200

    def test_what_cannot_be_told_is_not_handed_out(self, filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: Any, **__: Any) -> None:
            raise DatabaseError("disk full")

        monkeypatch.setattr(exports, "append", full)
        client = browser(person(Role.OFFICE))
        client.raise_request_exception = False
        assert client.get(EXPORTS[1]).status_code == 500


def test_time_that_runs_backwards_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    tell = change(lambda: append(Actor("a", ""), "x.y", "z"))
    tell()
    before = timezone.now()
    monkeypatch.setattr("sigai_web.journal.writing.timezone.now", lambda: before - timedelta(days=2))
    tell(), tell()
    found = prove()
    assert found.unbroken
    (remark,) = [remark for remark in found.remarks if remark.code == "W302"]
    assert remark.facts["entry"] == 2


PAGES = (
    "/account",
    "/cockpit",
    "/enterprises",
    "/ledgers",
    "/runs",
    "/enterprises?excel",
    "/sign-in",
    "/no-such-page",
)


@pytest.mark.parametrize("where", PAGES)
def test_nothing_is_kept_by_browsers_and_proxies(where: str, filled: None) -> None:
    response = browser(person(Role.OFFICE)).get(where)
    assert response["Cache-Control"] == "no-store, private"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_static_files_may_be_kept() -> None:
    response = Client().get("/static/sigai/site.css")
    assert "no-store" not in response.headers.get("Cache-Control", "")
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
