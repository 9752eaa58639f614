"""Everybody at one sheet at once, pages and programs: nobody waits in a circle, and none gets a fault of ours.

Before every service took its turn first, PostgreSQL had to break off about one request in six of such a crowd.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from api_cases.reporting import PERIOD, SHEET
from helpers_api import ROOT, token_of
from helpers_waiting import PATIENCE
from helpers_web import OURS, person
from sigai_web.journal.verifying import verify
from sigai_web.permissions import Role
from sigai_web.reporting.register import register

ROUNDS = 6
Ask = Callable[[str, str, Any], Any]
NO_FAULT = {200, 403, 409, 422}


def asking(role: Role) -> Ask:
    """A program of somebody in a role; every request is a client of its own, so that threads share nothing."""
    _, text = token_of(person(role))

    def ask(method: str, path: str, body: Any) -> Any:
        headers = {"authorization": f"Bearer {text}", "idempotency-key": str(uuid4())}
        client = Client(raise_request_exception=False)
        return client.generic(method, ROOT + path, json.dumps(body), content_type="application/json", headers=headers)

    return ask


def crowd(clerk: Ask, approver: Ask, office: Ask, version: int, number: int) -> list[Callable[[], Any]]:
    """What everybody asks of the sheet as they see it, or as it will be when another was quicker."""
    rows = [
        {"entity": OURS, "measure": "power", "period": PERIOD, "value": str(5 + number), "reason": "?"},
        {"entity": OURS, "measure": "output", "period": PERIOD, "value": str(100 + number), "reason": "?"},
    ]
    cells = {"cells": [{"entity": OURS, "measure": "power", "text": str(7 + number), "seen": version, "reason": "?"}]}
    decisions = [
        (ask, deed, {"version": version + later, **more})
        for later in (0, 1)
        for ask, deed, more in (
            (clerk, "submit", {}),
            (approver, "approve", {}),
            (approver, "return", {"comment": "?"}),
            (office, "accept", {}),
            (office, "send-back", {"comment": "?"}),
            (clerk, "correct", {"reason": "?"}),
            (clerk, "drop-correction", {}),
        )
    ]
    every: list[Callable[[], Any]] = [lambda: clerk("PUT", "/uploads/figures?submit=true", rows) for _ in range(3)]
    every += [lambda: clerk("PUT", "/uploads/figures", rows), lambda: clerk("PATCH", SHEET, cells)]
    return every + [lambda one=one: one[0]("POST", f"{SHEET}/{one[1]}", one[2]) for one in decisions]


def at_once(every: list[Callable[[], Any]]) -> list[int]:
    """The status of every answer, all asked together."""
    found: list[int] = []
    start = threading.Barrier(len(every))

    def run(ask: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE)
            found.append(ask().status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(ask,)) for ask in every]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_a_crowd_at_one_sheet_gets_no_fault(committing: None, filled: None, caplog: pytest.LogCaptureFixture) -> None:
    clerk, approver, office = (asking(role) for role in (Role.ENTERPRISE_REPORTER, Role.AREA_APPROVER, Role.OFFICE))
    register()
    seen: list[int] = []
    with caplog.at_level(logging.WARNING, "sigai_web.journal"):
        for number in range(ROUNDS):
            version = clerk("GET", SHEET, None).json()["version"]
            found = at_once(crowd(clerk, approver, office, version, number))
            assert set(found) <= NO_FAULT, found
            seen += found
    assert len(seen) == ROUNDS * 19
    assert seen.count(200) > ROUNDS
    assert "tried again" not in caplog.text
    assert verify().unbroken
