"""One shape of errors, whatever is wrong; and nothing that a stranger sends makes the system fail."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client

from helpers_api import MEDIA_TYPE, Program
from helpers_web import OURS, person
from sigai_web.api.errors import STATUSES
from sigai_web.api.operations import own
from sigai_web.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Program:
    return Program(person(Role.OFFICE))


def shaped(response: Any, status: int, code: str) -> Any:
    """The body of a refusal, held against the one shape."""
    assert (response.status_code, response["Content-Type"]) == (status, MEDIA_TYPE)
    body = response.json()
    assert list(body) == ["type", "title", "status", "detail", "issues"]
    assert (body["type"], body["status"]) == (f"urn:sigai:problem:{code}", status)
    for issue in body["issues"]:
        assert set(issue) == {"code", "severity", "place", "what", "advice"}
        assert set(issue["place"]) == {"file", "line", "row", "column"}
        assert set(issue["what"]) == set(issue["advice"]) == {"zh", "en"}
    return body


def test_each_status(office: Program, settings: Any) -> None:
    shaped(office.ask("post", "/runs", b"{"), 400, "W240")
    assert shaped(Program(None).get("/own"), 401, "W241")
    assert Program(None).get("/own")["WWW-Authenticate"] == "Bearer"
    shaped(Program(person(Role.LEADER)).ask("post", "/runs", {}), 403, "W243")
    shaped(office.get("/nothing/here"), 404, "W244")
    shaped(office.get("/targets/none"), 404, "W244")
    response = office.ask("delete", "/runs")
    shaped(response, 405, "W245")
    assert set(response["Allow"].split(", ")) == {"GET", "POST"}
    shaped(office.ask("post", "/runs", b'{"because":"' + b"x" * 3_000_000 + b'"}'), 413, "W247")
    huge = office.client.generic(
        "POST", "/api/v1/runs", b"{}", headers={"content-length": str(10**9)}, CONTENT_LENGTH=str(10**9)
    )
    shaped(huge, 413, "W247")
    body = shaped(office.get("/figures?limit=0&period=never"), 422, "W249")
    assert [issue["place"]["column"] for issue in body["issues"]] == ["limit"]
    settings.SIGAI_API_RATE = 0
    shaped(office.get("/own"), 429, "W250")


def test_our_own_fault_tells_nothing(
    office: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Any) -> Any:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(own, "person", fail)
    with caplog.at_level(logging.ERROR, "sigai_web.api"):
        response = office.get("/own")
    shaped(response, 500, "W251")
    assert "secret" not in response.content.decode()
    assert "secret of the house" in caplog.text


def test_languages(office: Program) -> None:
    zh = office.get("/nothing")
    assert zh.json()["title"] == "没有找到"
    assert zh["Content-Language"] == "zh-Hans"
    for wanted in ("en", "en-GB,en;q=0.9", "fr, en;q=0.5"):
        assert office.get("/nothing", **{"accept-language": wanted}).json()["title"] == "Not found"
    for wanted in ("zh-CN", "de", "", "*", "zh;q=0.9, en;q=0.1", "\x00", "x" * 5000):
        assert office.get("/nothing", **{"accept-language": wanted}).json()["title"] == "没有找到"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b'{"because": NaN}',
        b'{"because": Infinity}',
        b'{"because": 1e999999999}',
        b'{"because": ' + b"9" * 5000 + b"}",
        b'{"because": "\\ud800"}',
        b'{"because": "\\u0000"}',
        b'{"because": "\x00"}',
        b'{"because": "' + b"x" * 201 + b'"}',
        b'{"because": ' + b"[" * 100_000,
        b'{"because": ' + b"[" * 17 + b"]" * 17 + b"}",
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
    ],
)
def test_hostile_bodies(office: Program, body: bytes) -> None:
    response = office.ask("post", "/runs", body)
    assert response.status_code in (400, 422)
    shaped(response, response.status_code, response.json()["type"].rsplit(":", 1)[1])


@pytest.mark.parametrize(
    "path",
    [
        "/figures?entity=%00",
        "/figures?%00=1",
        "/figures?after=99999999999999999999",
        "/figures?after=-1",
        "/figures?after=%F0%9F%98%80",
        "/figures?after=%D9%A1",
        "/figures?limit=1e3",
        "/figures?area=none",
        "/figures?entity=%ff%fe",
        "/entities?q=%25_%27%22",
        "/entities/%00",
        "/entities/%ff",
        "/entities/..%2f..%2fetc",
        f"/figures/{OURS}/output/%00",
        "/runs/99999999999999999999999",
        "/runs/-1",
        "/runs/1.5",
        "/progress?after=1",
        "/progress?after=x-y",
        "/progress?after=1-99999999999999999999",
        "/progress?as_of=2021-13",
        "/indicator-terms/x/y/z",
        "/" + "x" * 5000,
    ],
)
def test_hostile_addresses(office: Program, path: str, filled: None) -> None:
    assert office.get(path).status_code in (200, 404, 422)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer \u00ff\u00fe", "Bearer " + "x" * 9000]
)
def test_hostile_tokens(header: str) -> None:
    assert Client().get("/api/v1/own", headers={"authorization": header}).status_code == 401


def test_every_status_has_its_title_in_both_languages() -> None:
    assert all(zh and en and problem.what["zh"] for problem, zh, en in STATUSES.values())


def test_what_does_not_change_need_not_be_sent_again(office: Program) -> None:
    first = office.get("/targets")
    assert first["Cache-Control"] == "private, no-cache"
    again = office.get("/targets", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert office.get("/figures")["Cache-Control"] == "no-store"
