"""Deadlines of records remind like forms: before, on and after their day, up to the approver and the office."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail

from helpers_records import actor, document, seen, withdraw, work
from helpers_web import person, stranger
from sigai_web.accounts.models import User
from sigai_web.journal.verifying import verify
from sigai_web.ledgers import documents, services
from sigai_web.permissions import Role
from sigai_web.reporting import reminders
from sigai_web.reporting.models import Reminder
from sigai_web.store.models import CurrentRecord

DAY = dt.date.fromisoformat
DUE = DAY("2022-11-11")
"""Thirty days after the record was entered."""


@pytest.fixture
def people(filled: None, settings: Any) -> dict[str, User]:
    settings.EMAIL_HOST, settings.SIGAI_TODAY = "mail.example.cn", DAY("2022-10-12")
    known = {
        "office": person(Role.OFFICE, name="office"),
        "approver": person(Role.UNIT_APPROVER, name="approver"),
        "leader": person(Role.LEADER, name="leader"),
        "clerk": person(Role.UNIT_REPORTER, name="clerk"),
        "elsewhere": stranger(Role.UNIT_APPROVER),
    }
    for name, user in known.items():
        user.email = f"{name}@example.cn"
        user.save()
    return known


def told() -> list[str]:
    rows = Reminder.objects.exclude(thing="").select_related("user").order_by("user__email")
    return [row.user.email.split("@")[0] for row in rows]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-4, []),
        (-3, ["approver", "leader"]),
        (0, ["approver", "leader"]),
        (1, ["approver", "leader"]),
        (2, []),
        (7, ["approver", "leader", "office"]),
    ],
)
def test_who_is_told_on_which_day(people: dict[str, User], settings: Any, days: int, expected: list[str]) -> None:
    """The next step of the record is the approver's or the leader's."""
    work(people["office"])
    settings.SIGAI_TODAY = DUE + dt.timedelta(days=days)
    for _ in range(2):
        reminders.remind_by_calendar()
    assert told() == expected
    reminders.send_queued.call()
    letters = [letter for letter in mail.outbox if "三十日内开工" in letter.body and "works-0001" in letter.body]
    assert len(letters) == len(expected)
    assert verify().unbroken


def test_what_is_done_or_withdrawn_reminds_nobody(people: dict[str, User], settings: Any) -> None:
    withdraw(work(people["office"]))
    moved = work(people["office"], cost="100", due="2030-01-01", begun_on="2022-10-01")
    settings.SIGAI_TODAY = DUE
    reminders.remind_by_calendar()
    assert len(told()) == 2
    Reminder.objects.all().delete()
    documents.attach(actor(people["office"]), people["office"], moved.pk, [document()])
    now = CurrentRecord.objects.get(pk=moved.pk)
    services.take_step(actor(people["approver"]), people["approver"], now.pk, "begin", seen=seen(now), values={})
    reminders.remind_by_calendar()
    assert told() == []


def test_the_webhook_is_told_of_records_apart_from_forms(people: dict[str, User], settings: Any) -> None:
    work(people["office"])
    settings.SIGAI_TODAY = DUE
    reminders.remind_by_calendar()
    (row, *_) = Reminder.objects.exclude(thing="")
    payload = reminders._payload([row], "s", "t")
    assert payload["forms"] == []
    assert payload["things"][0]["due"] == "2022-11-11" and "三十日内开工" in payload["things"][0]["zh"]
