"""Logs: one line of JSON for each record, a number for each request, and nothing personal in any of them."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from helpers_web import browser, person
from sigai_web.logs import JsonFormatter, configuration
from sigai_web.permissions import Role

pytestmark = pytest.mark.django_db
PERSONAL = ("li.si.7", "203.0.113.9", "98765.4321", "secret-query", "王小明", "a wrong phrase")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site's own configuration writes."""
    stream = io.StringIO()
    before = logging.getLogger().handlers[:]
    given = configuration(requests=True)
    given["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(given)
    yield stream
    logging.config.dictConfig(configuration(requests=False))
    logging.getLogger().handlers[:] = before


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    text = log.getvalue()
    found = [json.loads(line) for line in text.splitlines()]
    assert not [word for word in PERSONAL if word in text], text
    return found


def test_a_failed_sign_in_names_nobody(log: io.StringIO) -> None:
    given = {"username": "li.si.7", "password": "a wrong phrase"}
    for _ in range(6):
        Client().post("/sign-in?next=/secret-query", given, REMOTE_ADDR="203.0.113.9")
    answered = [line for line in lines(log) if line["logger"] == "sigai_web.requests"]
    assert {(line["route"], line["method"]) for line in answered} == {("sign-in", "POST")}
    assert answered[-1]["status_code"] == 429
    assert len({line["request"] for line in answered}) == 6


def test_a_fault_of_ours_names_its_kind_and_place_only(log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise IntegrityError("Key (username, value)=(li.si.7, 98765.4321) already exists") from ValueError("王小明")

    monkeypatch.setattr("sigai_web.accounts.sign_in._PasswordForm", fail)
    client = browser(person(Role.LEADER))
    client.raise_request_exception = False
    response = client.get("/account?figure=98765.4321")
    assert response.status_code == 500
    (fault,) = (line["fault"] for line in lines(log) if "fault" in line)
    assert fault["kind"] == "django.db.utils.IntegrityError"
    assert any("accounts/sign_in.py" in frame and frame.endswith(" own_account") for frame in fault["frames"])
    assert fault["cause"]["kind"] == "builtins.ValueError"
    number = response.headers["X-Request-ID"]
    assert number in response.content.decode()
    assert all(line["request"] == number for line in lines(log))


def test_an_upload_leaves_no_trace_of_what_was_in_it(log: io.StringIO) -> None:
    client = browser(person(Role.SYSTEM_ADMINISTRATOR))
    file = SimpleUploadedFile("王小明.csv", "username,name\nli.si.7,王小明\n".encode())
    assert client.post("/accounts/import", {"file": file}).status_code == 422
    assert lines(log)


def test_addresses_that_are_refused_are_not_repeated(log: io.StringIO) -> None:
    assert Client().get("/", HTTP_HOST="secret-query.example").status_code == 400
    assert Client().get("/nowhere/98765.4321?secret-query=1").status_code == 404
    assert {line["status_code"] for line in lines(log) if "status_code" in line} >= {400, 404}


def test_messages_of_others_keep_their_pattern_and_numbers_of_processes() -> None:
    def said(name: str, message: str, *given: Any) -> str:
        record = logging.LogRecord(name, logging.INFO, "file.py", 1, message, given, None)
        return str(json.loads(JsonFormatter().format(record))["event"])

    assert said("gunicorn.error", "Booting worker with pid: %s", 4711) == "Booting worker with pid: 4711"
    assert said("django.request", "%s: %s", "Not Found", "/li.si.7") == "Not Found: …"
    assert said("gunicorn.error", "Invalid request from ip=203.0.113.9") == "…"
    assert said("sigai_web.runs", "run %s failed", 3) == "run 3 failed"


@pytest.mark.parametrize(("proxies", "kept"), [(1, True), (0, False)])
def test_the_proxy_may_give_the_number(settings: Any, proxies: int, kept: bool) -> None:
    settings.SIGAI_PROXIES = proxies
    given = "0123456789abcdef"
    assert (Client().get("/sign-in", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given) is kept
    forged = Client().get("/sign-in", headers={"X-Request-ID": 'x" \u00e9'})
    assert len(forged.headers["X-Request-ID"]) == 16
