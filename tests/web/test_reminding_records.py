"""Deadlines of records remind like forms: before, on and after their day, up to the approver and the office."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from helpers_records import actor, document, seen, withdraw, work
from helpers_web import person, stranger
from sigai_web.accounts.models import User
from sigai_web.journal.verifying import verify
from sigai_web.ledgers import documents, services
from sigai_web.messages.models import Message
from sigai_web.permissions import Role
from sigai_web.reporting import reminders
from sigai_web.store.models import CurrentRecord

DAY = dt.date.fromisoformat
DUE = DAY("2022-11-11")
"""Thirty days after the record was entered."""


@pytest.fixture
def people(filled: None, settings: Any) -> dict[str, User]:
    settings.SIGAI_TODAY = DAY("2022-10-12")
    return {
        "office": person(Role.OFFICE, name="office"),
        "approver": person(Role.UNIT_APPROVER, name="approver"),
        "leader": person(Role.LEADER, name="leader"),
        "clerk": person(Role.UNIT_REPORTER, name="clerk"),
        "elsewhere": stranger(Role.UNIT_APPROVER),
    }


def told() -> list[str]:
    rows = Message.objects.filter(kind="record.due").select_related("user").order_by("user__username")
    return [row.user.username for row in rows]


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
    said = Message.objects.filter(kind="record.due", subject_zh__contains="三十日内开工")
    assert said.filter(subject_zh__contains="works-0001").count() == len(expected)
    assert verify().unbroken


def test_what_is_done_or_withdrawn_reminds_nobody(people: dict[str, User], settings: Any) -> None:
    withdraw(work(people["office"]))
    moved = work(people["office"], cost="100", due="2030-01-01", begun_on="2022-10-01")
    settings.SIGAI_TODAY = DUE
    reminders.remind_by_calendar()
    assert len(told()) == 2
    Message.objects.all().delete()
    documents.attach(actor(people["office"]), people["office"], moved.pk, [document()])
    now = CurrentRecord.objects.get(pk=moved.pk)
    services.take_step(actor(people["approver"]), people["approver"], now.pk, "begin", seen=seen(now), values={})
    reminders.remind_by_calendar()
    assert told() == []


def test_a_reminder_leads_to_its_record(people: dict[str, User], settings: Any) -> None:
    record = work(people["office"])
    settings.SIGAI_TODAY = DUE
    reminders.remind_by_calendar()
    (address,) = set(Message.objects.filter(kind="record.due").values_list("address", flat=True))
    assert address == reverse("record", args=[record.pk])
