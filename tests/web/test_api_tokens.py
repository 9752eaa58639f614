"""The life of a token: issued once shown, used, ended in every way in which it can end."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from helpers_api import Program, token_of
from helpers_web import browser, person, stranger
from sigai_web.accounts.services import change_password, end_sessions, grant, revoke, set_open
from sigai_web.api.models import ApiToken
from sigai_web.api.scopes import READ_FIGURES
from sigai_web.api.tokens import MOST_TOKENS, revoke_token
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role

pytestmark = pytest.mark.django_db

FORM = {"name": "统计平台", "days": "30", "scopes": ["read:figures"]}


def issued(client: Any, **changes: Any) -> Any:
    return client.post("/account/tokens", {**FORM, **changes})


def test_a_token_is_shown_once_and_kept_as_a_digest() -> None:
    client = browser(person(Role.ENTERPRISE_REPORTER))
    response = issued(client)
    token = ApiToken.objects.get()
    text = response.context["text"]
    assert text in response.content.decode()
    assert text not in client.get("/account/tokens").content.decode()
    assert token.prefix in client.get("/account/tokens").content.decode()
    assert text not in str(ApiToken.objects.values().get())
    entry = JournalEntry.objects.get(action="token.issue")
    assert text not in entry.after
    assert "read:figures" in entry.after
    program = Program(None)
    program.text = text
    assert program.get("/own").json()["scopes"] == ["read:figures"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"name": " "}, {"W258"}),
        ({"name": "x" * 61}, {"W258"}),
        ({"scopes": []}, {"W259"}),
        ({"scopes": ["read:everything"]}, {"W259"}),
        ({"scopes": ["run"]}, {"W259"}),
        ({"days": "0"}, {"W260"}),
        ({"days": "366"}, {"W260"}),
        ({"days": "many"}, {"W260"}),
        ({"days": "", "name": "", "scopes": []}, {"W258", "W259", "W260"}),
    ],
)
def test_what_cannot_be_issued(changes: dict[str, Any], codes: set[str]) -> None:
    response = issued(browser(person(Role.ENTERPRISE_REPORTER)), **changes)
    assert response.status_code == 422
    assert {issue.code for issue in response.context["issues"]} == codes
    assert not ApiToken.objects.exists()


def test_scopes_that_somebody_cannot_use_are_not_offered() -> None:
    page = browser(person(Role.ENTERPRISE_REPORTER)).get("/account/tokens").content.decode()
    assert 'value="read:figures"' in page
    assert 'value="run"' not in page


def test_nobody_holds_more_than_so_many() -> None:
    user = person(Role.LEADER)
    for _ in range(MOST_TOKENS):
        token_of(user)
    response = issued(browser(user))
    assert [issue.code for issue in response.context["issues"]] == ["W261"]
    revoke_token(SYSTEM, ApiToken.objects.first())
    assert issued(browser(user)).status_code == 200


def test_nothing_is_issued_before_the_second_factor() -> None:
    client = browser(person(Role.OFFICE), second_factor=False)
    assert issued(client)["Location"].startswith("/second-factor?")
    assert not ApiToken.objects.exists()


def test_only_its_owner_revokes_it() -> None:
    user = person(Role.ENTERPRISE_REPORTER)
    token, text = token_of(user)
    assert browser(stranger(Role.ENTERPRISE_REPORTER)).post(f"/account/tokens/{token.pk}/revoke").status_code == 404
    program = Program(None)
    program.text = text
    assert program.get("/own").status_code == 200
    client = browser(user)
    assert client.post(f"/account/tokens/{token.pk}/revoke")["Location"] == "/account/tokens"
    assert program.get("/own").status_code == 401
    client.post(f"/account/tokens/{token.pk}/revoke")
    assert JournalEntry.objects.filter(action="token.revoke").count() == 1


def test_what_ends_every_session_ends_tokens() -> None:
    for end in (
        lambda user: change_password(SYSTEM, user, "another long phrase 8"),
        lambda user: end_sessions(SYSTEM, user),
        lambda user: set_open(SYSTEM, user, is_open=False),
    ):
        user = person(Role.LEADER, name=f"leader-{id(end)}")
        program = Program(user)
        assert program.get("/own").status_code == 200
        end(user)
        assert program.get("/own").status_code == 401


def test_a_token_issued_without_a_second_factor_does_nothing_that_needs_one(filled: None) -> None:
    user = person(Role.UNIT_APPROVER)
    program = Program(user)
    assert program.get("/own").status_code == 200
    grant(SYSTEM, user.memberships.create(role=Role.OFFICE, scope=""))
    assert program.get("/own").status_code == 401


def test_a_token_does_no_more_than_its_person_may_now(filled: None) -> None:
    user = person(Role.LEADER)
    membership = user.memberships.get()
    program = Program(user)
    assert program.get("/figures").status_code == 200
    revoke(SYSTEM, membership)
    assert program.get("/figures").status_code == 403
    assert program.get("/own").status_code == 403
    grant(SYSTEM, user.memberships.create(role=Role.ENTERPRISE_REPORTER, scope="91000000MA0000001R"))
    assert {figure["entity"] for figure in program.get("/figures").json()["items"]} == {"91000000MA0000001R"}
    assert program.get("/runs").status_code == 403


def test_its_use_is_noted_to_the_hour() -> None:
    user = person(Role.LEADER)
    program, before = Program(user), timezone.now()
    program.get("/own")
    token = ApiToken.objects.get()
    hours = {moment.replace(minute=0, second=0, microsecond=0) for moment in (before, timezone.now())}
    assert token.last_used_at in hours


def test_too_many_requests_wait(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SIGAI_API_RATE = 3
    now = time.time()
    monkeypatch.setattr("sigai_web.api.bearer.time.time", lambda: now)  # all of them in one minute
    program, other = Program(person(Role.LEADER)), Program(person(Role.OFFICE))
    assert [program.get("/own").status_code for _ in range(4)] == [200, 200, 200, 429]
    response = program.get("/own")
    assert 0 < int(response["Retry-After"]) <= 60
    assert response.json()["type"] == "urn:sigai:problem:W250"
    assert other.get("/own").status_code == 200


def test_an_expired_token_is_shown_as_ended() -> None:
    user = person(Role.LEADER)
    token, _ = token_of(user, READ_FIGURES)
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(days=1))
    assert "已失效" in browser(user).get("/account/tokens").content.decode()
