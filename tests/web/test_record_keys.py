"""Keys on the web: what no two records may have at once, by form, step, sheet and at the same moment."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connections

from helpers_records import actor, change, grant, refusal, seen, take_grants, told, withdraw, work
from helpers_web import OURS, THEIRS, as_read, browser, person, stranger
from sigai.base import UserError
from sigai_web.accounts.models import User
from sigai_web.journal.verifying import verify
from sigai_web.ledgers import services
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord, HeldKey, RecordRevision
from sigai_web.store.records import keep_all_current

HELD = [("W193", "work")]


@pytest.fixture(autouse=True)
def _fixed_day(settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2022, 10, 12)


@pytest.fixture
def office(db: None, filled: None) -> User:
    user = person(Role.OFFICE)
    work(user, cost="100")
    return user


def step(user: User, record: CurrentRecord, name: str) -> CurrentRecord:
    current = CurrentRecord.objects.get(pk=record.pk)
    return services.take_step(actor(user), user, current.pk, name, seen=seen(current), values={}).record


def test_a_second_record_with_the_key_is_refused_and_the_first_named_with_a_link(office: User) -> None:
    first = grant(office, work="works-0001", pot="city")
    error = refusal(office, work="works-0001", pot="city")
    assert told(error) == HELD
    assert "grants-0001 补助（申请）" in error.issues[0].what("zh") and "同一工程同一资金只补一次" in error.issues[
        0
    ].what("zh")
    given = {"name": "二", "entity": OURS, "f_work": "works-0001", "f_pot": "city", "on": "2022-10-12"}
    page = browser(office).post("/ledgers/of/grants/new", given)
    assert page.status_code == 422
    assert f'href="/ledgers/records/{first.pk}"' in as_read(page.content.decode())
    assert verify().unbroken


def test_choices_that_are_alike_are_one_and_others_are_not(office: User) -> None:
    grant(office, work="works-0001", pot="city")
    assert told(refusal(office, work="works-0001", pot="fund")) == HELD
    grant(office, work="works-0001", pot="region")


def test_what_is_empty_or_out_of_the_states_has_no_key(office: User) -> None:
    for _ in range(2):
        grant(office, work="works-0001")
    first = grant(office, work="works-0001", pot="city")
    step(office, first, "drop")
    second = grant(office, work="works-0001", pot="city")
    withdraw(second)
    assert grant(office, work="works-0001", pot="city").state == "asked"


@pytest.mark.parametrize(
    ("times", "good"),
    [
        ((("2021-01-01", "2021-12-31"), ("2022-01-01", "")), True),
        ((("2021-01-01", "2021-12-31"), ("2021-12-31", "")), False),
        ((("", "2021-12-31"), ("", "2020-01-01")), False),
        ((("2021-01-01", ""), ("2030-01-01", "")), False),
        ((("2022-01-01", ""), ("", "2021-12-31")), True),
    ],
)
def test_times_that_overlap_exclude_each_other(office: User, times: Any, good: bool) -> None:
    one, two = ({"valid_from": since, "valid_until": until} for since, until in times)
    grant(office, work="works-0001", pot="city", **one)
    if good:
        grant(office, work="works-0001", pot="city", **two)
    else:
        assert told(refusal(office, work="works-0001", pot="city", **two)) == HELD


def test_an_edit_may_not_take_a_key_and_leaves_alone_what_it_does_not_touch(office: User) -> None:
    first, second = grant(office, work="works-0001", pot="city"), grant(office, work="works-0001", pot="region")
    with pytest.raises(UserError) as caught:
        change(office, second, pot="fund")
    assert told(caught.value) == HELD
    fields = '{"work": "works-0001", "pot": "city"}'
    RecordRevision.objects.create(record=second.record, name="补助", entity=OURS, area="11", fields=fields)
    keep_all_current()
    assert change(office, first, amount="3").fields["amount"] == 3, "two that came in before there was a key"
    with pytest.raises(UserError) as caught:
        step(office, first, "pay")
    assert told(caught.value) == HELD
    withdraw(second)
    assert step(office, first, "pay").state == "paid"


def test_of_a_holder_that_its_writer_may_not_see_nothing_is_told(office: User) -> None:
    theirs = stranger(Role.ENTERPRISE_REPORTER)
    target = work(office, cost="100", partner=THEIRS)
    grant(office, work=target.number, pot="city")
    error = refusal(theirs, entity=THEIRS, work=target.number, pot="city")
    assert told(error) == HELD
    assert "grants-0001" not in error.issues[0].text("zh") and error.issues[0].facts["records"] == ()


def test_rows_of_a_sheet_are_held_against_each_other_and_against_what_stands(office: User) -> None:
    head = ["编号", "名称", "主体", "工程", "资金"]
    with pytest.raises(UserError) as caught:
        take_grants(office, head, *(["", name, OURS, "works-0001", "city"] for name in "ab"))
    assert [(one.code, one.place.row, one.place.column) for one in caught.value.issues] == [
        ("W193", 2, "工程"),
        ("W193", 3, "工程"),
    ]
    one, two = grant(office, work="works-0001", pot="city"), grant(office, work="works-0001", pot="region")
    with pytest.raises(UserError):
        take_grants(office, head, ["", "c", OURS, "works-0001", "fund"])
    swapped = take_grants(office, ["编号", "资金"], [one.number, "region"], [two.number, "city"])
    assert swapped.edited == 2
    assert HeldKey.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told_of_the_other(committing: None) -> None:
    user = person(Role.OFFICE)
    work(user, cost="100", entity="", area="11")
    gate = threading.Barrier(2)
    told_them: list[str] = []

    def ask() -> None:
        try:
            gate.wait()
            grant(user, entity="", work="works-0001", pot="city")
            told_them.append("good")
        except UserError as error:
            told_them.append(" ".join(issue.what("zh") for issue in error.issues))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    good, refused = sorted(told_them, key=len)
    assert good == "good" and "grants-0001" in refused
    assert CurrentRecord.objects.filter(ledger="grants").count() == 1
