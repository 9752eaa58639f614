"""What docs/security.md says is held and no other test would notice: sessions, addresses, TLS, chance, bounds."""

from __future__ import annotations

import html
import json
import logging
import os
import re
import subprocess
import sys
import time
from binascii import unhexlify
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from helpers_api import Program, token_of
from helpers_repository import ROOT
from helpers_web import PASSWORD, browser, person, web_programme
from sigai_web.accounts.models import User
from sigai_web.accounts.services import give_code, invite
from sigai_web.api.problems import WRONG_TYPE
from sigai_web.dashboards.models import Instruction
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.writing import Actor
from sigai_web.logs import JsonFormatter
from sigai_web.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(tmp_path: Path, settings: object) -> None:
    settings.SIGAI_PROGRAMME = web_programme(tmp_path / "programme")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("minutes", "last"), [((29, 58, 87), 118), (tuple(range(0, 12 * 60, 20)), 12 * 60 + 1)], ids=["idle", "at work"]
)
def test_half_an_hour_idle_or_twelve_hours_of_work_end_a_session(
    minutes: tuple[int, ...], last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, begun = browser(person(Role.LEADER)), time.time()

    def answered(after: int) -> int:
        monkeypatch.setattr("sigai_web.accounts.idle.time.time", lambda: begun + 60 * after)
        return client.get("/account").status_code

    assert answered(0) == 200
    assert {answered(after) for after in minutes} == {200}
    assert answered(last) == 302


def test_a_session_stands_in_no_address_and_none_there_counts() -> None:
    user, client = person(Role.LEADER), Client()
    response = client.post("/sign-in", {"username": user.username, "password": PASSWORD})
    key = client.cookies["sessionid"].value
    assert key not in response["Location"]
    for path in ("/", "/account", "/targets"):
        assert key not in client.get(path).content.decode()
    for address in (
        f"/account?sessionid={key}",
        f"/account;sessionid={key}",
        f"/account?session={key}&PHPSESSID={key}",
    ):
        assert Client().get(address).status_code in (302, 404), address
    assert client.get("/account").status_code == 200


def test_a_token_counts_in_its_header_only() -> None:
    _, text = token_of(person(Role.LEADER))
    names = ("token", "access_token", "api_key", "apikey", "key", "authorization", "Authorization", "bearer")
    for name in names:
        assert Program(None).get(f"/own?{name}={text}").status_code == 401, name
        assert Program(None).get(f"/own?{name}=Bearer%20{text}").status_code == 401, name
    asking = Program(None)
    asking.text = text
    assert asking.get("/own").status_code == 200


def of_production(tmp_path: Path, words: str) -> object:
    """What a new process says that has the settings of production behind our own proxy; `words` is Python."""
    given = {
        "SIGAI_MODE": "production",
        "SIGAI_SECRET": "q3Vt8xLr-Zk0pW7sYbN2cJ5hGmD9fA4eU6iO1jXvTqRnBwKyPzMdHs",
        "SIGAI_HOSTS": "sigai.example.cn",
        "SIGAI_DATABASE": f"sqlite:///{tmp_path / 'sigai.sqlite3'}",
        "SIGAI_PROXIES": "1",
        "SIGAI_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sigai_web.settings.site",
    }
    done = subprocess.run(
        [sys.executable, "-c", words], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_is_reached_over_tls_only(tmp_path: Path) -> None:
    """A page asked for without is sent to the same over TLS; with, the browser is told to stay there for a year."""
    said = of_production(
        tmp_path,
        """
import json
from django.conf import settings
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
asked = RequestFactory(headers={"host": "sigai.example.cn"})
through = SecurityMiddleware(lambda request: HttpResponse())
plain = through(asked.get("/targets?a=1"))
kept = through(asked.get("/targets", headers={"x-forwarded-proto": "https"}))
used = settings.MIDDLEWARE.count("django.middleware.security.SecurityMiddleware")
print(json.dumps([used, plain.status_code, plain["Location"], kept.status_code, kept["Strict-Transport-Security"]]))
""",
    )
    assert said == [1, 301, "https://sigai.example.cn/targets?a=1", 200, f"max-age={365 * 24 * 3600}"]


def test_nothing_stands_in_the_way_of_a_password_manager() -> None:
    """Every field of a password says what it is, takes a long one, and no script hears of what is pasted there."""
    client = browser(person(Role.LEADER))
    pages = [Client().get("/sign-in"), client.get("/account")]
    fields = [
        field for page in pages for field in re.findall(r"<input[^>]*type=\"password\"[^>]*>", page.content.decode())
    ]
    assert len(fields) == 4
    for field in fields:
        assert re.search(r'autocomplete="(current|new)-password"', field), field
        assert not re.search(r"\bon\w+=|readonly|data-", field), field
        assert int((re.search(r'maxlength="(\d+)"', field) or [0, "999"])[1]) >= 64, field
    for script in (ROOT / "src/sigai_web").rglob("*.js"):
        if "vendor" not in script.parts and "htmx" not in script.name:
            for heard in re.findall(r"addEventListener\(\"paste\".*?\n  \}\);", script.read_text(), re.DOTALL):
                assert 'classList.contains("entry")) { return; }' in heard, script


def test_what_is_drawn_is_never_drawn_again() -> None:
    """Links, codes, tokens, the keys of sessions and of forms, numbers of requests."""
    user = person(Role.LEADER)
    new = User.objects.create(username="new", name="new")
    new.set_unusable_password()
    new.save()
    drawn: list[str] = []
    for _ in range(20):
        drawn += [invite(Actor("one", ""), new), give_code(Actor("other", ""), new), token_of(user)[1]]
        client = Client()
        response = client.post("/sign-in", {"username": user.username, "password": PASSWORD})
        drawn += [client.cookies[name].value for name in ("sessionid", "csrftoken")] + [response["X-Request-ID"]]
    assert len(set(drawn)) == len(drawn) == 120


def test_every_change_passes_the_checks_of_security() -> None:
    """What CI runs on every change: the rules that look for weak code, the contracts of imports, this page's tests."""
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"S"' in re.search(r"^select = \[(.*?)\]", settings, re.MULTILINE | re.DOTALL)[1]  # type: ignore[index]
    recipes = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\ntest: checks " in recipes
    assert "$(MAKE) unit" in recipes.split("\ntest:")[1].split("\n\n")[0]
    assert "\nchecks: lint types imports content " in recipes
    for name, tool in (("lint", "ruff check"), ("types", "mypy"), ("imports", "lint-imports"), ("unit", "pytest")):
        assert f"$(BIN)/{tool}" in recipes.split(f"\n{name}:")[1].split("\n\n")[0].replace("python -m ", ""), name
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_a_password_may_stay_and_come_back() -> None:
    """Nobody is made to change it for its age, and no history forbids an earlier one."""
    user, other = person(Role.LEADER), "another long phrase 8"
    client = browser(user)
    User.objects.filter(pk=user.pk).update(last_login=timezone.now() - timedelta(days=4000))
    assert client.get("/account").status_code == 200
    for old, new in ((PASSWORD, other), (other, PASSWORD), (PASSWORD, other)):
        given = {"old_password": old, "new_password1": new, "new_password2": new}
        assert client.post("/account/password", given).status_code == 302
    response = Client().post("/sign-in", {"username": user.username, "password": other})
    assert (response.status_code, "password" in response["Location"]) == (302, False)


def test_a_code_alone_opens_nothing() -> None:
    user = person(Role.OFFICE)
    device = TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    client = Client()
    code = totp(unhexlify(device.key))
    assert client.post("/second-factor", {"token": f"{code:06}"})["Location"].startswith("/sign-in")
    assert client.post("/sign-in", {"username": user.username, "password": f"{code:06}"}).status_code == 200
    assert client.get("/").status_code == 302


def test_of_a_parameter_that_is_there_twice_one_counts_everywhere(filled: None) -> None:
    """The last: by it the right is asked, it is what is written and what the journal tells."""
    program = Program(person(Role.LEADER))
    assert program.get("/figures?limit=1&limit=0").status_code == 422
    assert program.get("/figures?limit=0&limit=1").status_code == 200
    client = browser(person(Role.LEADER, name="writer"))
    where = reverse("new-instruction", args=("unit", "U1"))
    assert client.post(where, {"text": ["one", "two"], "unit": ["U1", "U2"]}).status_code == 302
    written = Instruction.objects.get()
    assert (written.text, written.unit) == ("two", "U2")
    told = JournalEntry.objects.get(action="instruction.write").after
    assert '"U2"' in told and '"U1"' not in told and "one" not in told.replace("none", "")


def test_what_people_write_is_no_template(filled: None) -> None:
    client = browser(person(Role.LEADER))
    words = "{{ 7|add:7 }}{% debug %}{{ request.user.password }}${7*7}{7*7}<%= 7*7 %>"
    where = reverse("new-instruction", args=("unit", "U1"))
    page = client.get(client.post(where, {"text": words, "unit": "U1"})["Location"]).content.decode()
    assert html.escape(words) in page


def test_time_is_told_in_one_zone_everywhere(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the journal and in the log: of a moment as it is in UTC, whatever the machine's own zone is."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        line = json.loads(JsonFormatter().format(logging.LogRecord("sigai_web", 20, __file__, 1, "x", None, None)))
        browser(person(Role.LEADER)).post("/sign-out")
        told = JournalEntry.objects.order_by("-number")[0].at
    finally:
        monkeypatch.undo()
        time.tzset()
    for at in (datetime.fromisoformat(line["at"]), told):
        assert at.utcoffset() == timedelta(0)
        assert abs(at - datetime.now(UTC)) < timedelta(hours=1)


def test_sign_out_leaves_nothing_to_come_back_to() -> None:
    client = browser(person(Role.LEADER))
    kept = client.cookies["sessionid"].value
    assert client.get("/account")["Cache-Control"] == "no-store, private"
    client.post("/sign-out")
    assert client.cookies["sessionid"].value == ""
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get("/account").status_code == 302


def test_nobody_elsewhere_reads_with_our_cookies() -> None:
    """No answer lets scripts of another origin read it, whoever they say they are."""
    client = browser(person(Role.LEADER))
    elsewhere = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    for path in ("/", "/account", "/session", "/health", "/api/v1/own", "/nothing"):
        for answer in (client.get(path, headers=elsewhere), client.options(path, headers=elsewhere)):
            assert not [name for name in answer.headers if name.lower().startswith("access-control-")], path


def test_nothing_of_ours_is_compiled() -> None:
    """No part of our own has a compiler's protections to lack: Python, and what browsers and PostgreSQL read."""
    known = {".py", ".html", ".css", ".js", ".svg", ".j2", ".lark", ".yaml"}
    kept = [path for path in (ROOT / "src").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {path.suffix for path in kept if ".egg-info" not in str(path)} <= known


@pytest.mark.parametrize(
    "kind", ["text/xml", "application/x-www-form-urlencoded", "multipart/form-data", "", "text/json"]
)
def test_a_body_of_another_content_type_is_refused(kind: str, filled: None) -> None:
    program, body = Program(person(Role.OFFICE)), b'{"because": "x"}'
    answer = program.ask("post", "/runs", body, kind=kind)
    assert (answer.status_code, answer.json()["type"].rsplit(":", 1)[1]) == (415, WRONG_TYPE.code)
    assert program.ask("post", "/runs", body, kind="application/json; charset=utf-8").status_code == 202
