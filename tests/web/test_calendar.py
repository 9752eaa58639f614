"""One calendar: forms, deadlines of records, rounds and tasks on their days, each to who may see it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse

from helpers_records import work
from helpers_web import OURS, THEIRS, as_read, browser, person
from sigai_web.dashboards.calendar import _folded
from sigai_web.ledgers.models import Round
from sigai_web.permissions import Role
from sigai_web.store.models import RecordState
from sigai_web.store.records import keep_current

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled", "_on_a_day")]


@pytest.fixture
def _on_a_day(settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2021, 11, 15)


def test_every_kind_stands_on_its_day() -> None:
    office = person(Role.OFFICE)
    made = work(office, name="迟的")
    RecordState.objects.create(record=made.record, state="planned", since=24260, day=dt.date(2021, 10, 12))
    keep_current([made.pk])
    call = Round.objects.create(
        ledger="works", title="首批", year=2021, first_day=dt.date(2021, 11, 2), last_day=dt.date(2021, 11, 30)
    )
    client = browser(office)
    page = as_read(client.get("/calendar?month=2021-11").content.decode())
    for said in (
        reverse("record", args=[made.pk]),
        reverse("round", args=[call.pk]),
        "开始受理",
        "申报截止",
        "订单 2021年10月",
        f"{reverse('coverage')}?form=survey",
    ):
        assert said in page, said
    assert "做事" in client.get("/calendar?month=2022-06").content.decode()
    only = client.get("/calendar?month=2021-11&kind=rounds").content.decode()
    assert "首批" in only and "迟的" not in only
    assert client.get("/calendar?month=nonsense").status_code == 200


def test_a_clerk_sees_own_forms_with_the_way_to_the_sheet() -> None:
    clerk = browser(person(Role.ENTERPRISE_REPORTER))
    page = clerk.get("/calendar?month=2021-11").content.decode()
    assert f"/reporting/survey/2021-10/{OURS}" in page and THEIRS not in page
    assert "做事" not in clerk.get("/calendar?month=2022-06").content.decode(), "tasks are the government's"
    to_come = as_read(clerk.get("/calendar?month=2022-03").content.decode())
    assert "订单 2022年2月" in to_come and "survey/2022-02" not in to_come


def test_the_file_is_read_by_calendars() -> None:
    response = browser(person(Role.ENTERPRISE_REPORTER)).get("/calendar?month=2021-11&ics=1")
    assert response["Content-Type"] == "text/calendar"
    text = response.content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") > 0
    assert "DTSTART;VALUE=DATE:20211110" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_thing_of_the_file_keeps_its_number_when_others_come() -> None:
    def numbers() -> dict[str, str]:
        text = client.get("/calendar?month=2021-11&ics=1").content.decode().replace("\r\n ", "")
        events = [
            dict(line.split(":", 1) for line in each.split("\r\n") if ":" in line)
            for each in text.split("BEGIN:VEVENT")
        ]
        return {each["UID"]: each["SUMMARY"] + each["DTSTART;VALUE=DATE"] for each in events[1:]}

    client = browser(person(Role.OFFICE))
    for at in (1, 2):
        Round.objects.create(
            ledger="works", title="首批", year=2021, first_day=dt.date(2021, 11, at), last_day=dt.date(2021, 11, 30)
        )
    before = numbers()
    Round.objects.create(
        ledger="works", title="最早", year=2021, first_day=dt.date(2021, 11, 1), last_day=dt.date(2021, 11, 29)
    )
    after = numbers()
    assert len(after) == len(before) + 2 and before.items() <= after.items()


def test_long_lines_are_folded_and_come_back() -> None:
    line = "SUMMARY:" + "四大改造" * 40
    folded = _folded(line)
    assert folded.replace("\r\n ", "") == line
    assert all(len(each.encode()) <= 75 for each in folded.split("\r\n"))
    assert not re.search("\r\n ", _folded("SUMMARY:short"))
