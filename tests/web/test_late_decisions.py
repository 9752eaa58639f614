"""Somebody else was there first: told in words, with 409; and what is shown meanwhile is of one moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from api_cases.reporting import HEAD, PERIOD, SHEET, accepted, approved, assignment, drafted, submitted, version
from helpers_api import Program
from helpers_web import OURS, browser, person
from sigai_web.dashboards.instructing import close, instruct
from sigai_web.dashboards.models import Instruction
from sigai_web.permissions import Role
from sigai_web.reporting import services, views

KEY = ("monthly", PERIOD, OURS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "role", "deed", "late", "code"),
    [
        (accepted, Role.AREA_APPROVER, "approve", 0, "W100"),
        (submitted, Role.AREA_APPROVER, "approve", 1, "W101"),
        (accepted, Role.OFFICE, "accept", 0, "W100"),
        (approved, Role.OFFICE, "accept", 1, "W101"),
        (drafted, Role.ENTERPRISE_REPORTER, "submit", 1, "W101"),
        (submitted, Role.ENTERPRISE_REPORTER, "correct", 0, "W100"),
        (approved, Role.AREA_APPROVER, "return", 0, "W100"),
        (submitted, Role.OFFICE, "send-back", 0, "W100"),
        (submitted, Role.ENTERPRISE_REPORTER, "drop-correction", 0, "W100"),
    ],
)
def test_a_late_decision_about_a_sheet_is_a_conflict(
    before: Callable[[], None], role: Role, deed: str, late: int, code: str, filled: None
) -> None:
    before()
    body: dict[str, Any] = {"version": version() - late}
    body |= {"comment": "?"} if deed in ("return", "send-back") else {"reason": "?"} if deed == "correct" else {}
    response = Program(person(role)).ask("post", f"{SHEET}/{deed}", body)
    assert (response.status_code, [issue["code"] for issue in response.json()["issues"]]) == (409, [code])
    assert response.json()["type"].endswith("W246")


@pytest.mark.django_db
def test_what_is_wrong_in_itself_stays_what_was_sent_wrong(filled: None) -> None:
    submitted()
    body = {"version": version(), "comment": " "}
    response = Program(person(Role.AREA_APPROVER)).ask("post", f"{SHEET}/return", body)
    assert (response.status_code, [issue["code"] for issue in response.json()["issues"]]) == (422, ["W104"])


@pytest.mark.django_db
def test_a_draft_of_a_sheet_that_was_handed_in_is_late(filled: None) -> None:
    submitted()
    body = {"cells": [{"entity": OURS, "measure": "power", "text": "7"}]}
    response = Program(person(Role.ENTERPRISE_REPORTER)).ask("patch", SHEET, body)
    assert (response.status_code, response.json()["issues"][0]["code"]) == (409, "W100")


@pytest.mark.django_db
def test_the_page_says_so_too(filled: None) -> None:
    accepted()
    office = browser(person(Role.OFFICE))
    response = office.post(reverse("sheet-accept", args=KEY), {"version": version()})
    assert (response.status_code, "W100" in response.content.decode()) == (409, True)


@pytest.mark.django_db
def test_an_answer_to_a_closed_instruction_is_late(filled: None) -> None:
    written = instruct(HEAD, None, Instruction.Kind.UNIT, "U1", unit="U1", text="?")
    close(HEAD, None, written)
    responder = Program(person(Role.UNIT_REPORTER))
    response = responder.ask("post", f"/instructions/{written.pk}/replies", {"text": "!"})
    assert response.status_code == 409


@pytest.mark.django_db(transaction=True)
def test_a_page_is_of_one_moment(committing: None, filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody accepts the sheet while its page is put together: state, version and steps are still those of before."""
    approved()
    arranged, seen, office = views.arranged, version(), browser(person(Role.OFFICE))

    def decide() -> None:
        try:
            services.accept(HEAD, assignment(), seen=seen)
        finally:
            connection.close()

    def meanwhile(*given: Any, **named: Any) -> Any:
        if not done:
            done.append(threading.Thread(target=decide))
            done[0].start()
            done[0].join()
        return arranged(*given, **named)

    done: list[threading.Thread] = []
    monkeypatch.setattr(views, "arranged", meanwhile)
    shown = office.get(reverse("sheet", args=KEY)).context
    assert version() == seen + 1, "it was accepted meanwhile"
    assert (shown["duty"].standing, shown["page"].version) == ("approved", seen)
    assert [step.action for step in shown["steps"]] == ["submit", "approve"]
    after = office.get(reverse("sheet", args=KEY)).context
    assert (after["duty"].standing, after["page"].version) == ("accepted", seen + 1)
