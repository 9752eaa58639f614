"""Steps that wait for linked records: judged by all there are, told of those that one may see, with a link."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from helpers_records import actor, document, grant, seen, told, withdraw, work
from helpers_web import OURS, THEIRS, as_read, browser, person, stranger
from sigai.base import UserError
from sigai_web.accounts.models import User
from sigai_web.ledgers import documents, services
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fixed_day(settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2022, 10, 12)


def step(user: User, record: CurrentRecord, name: str, **values: Any) -> CurrentRecord:
    current = CurrentRecord.objects.get(pk=record.pk)
    return services.take_step(actor(user), user, current.pk, name, seen=seen(current), values=values).record


def refused(user: User, record: CurrentRecord, name: str) -> UserError:
    with pytest.raises(UserError) as caught:
        step(user, record, name)
    return caught.value


def test_a_step_waits_for_the_state_of_the_record_that_it_links_to(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    target = work(office, cost="100")
    asked = grant(office, work=target.number, amount="20")
    error = refused(office, asked, "pay")
    assert told(error) == [("L045", None)]
    assert "works-0001 一号工程（谋划）" in error.issues[0].what("zh")
    form = {"revision": asked.revision, "step": asked.step, "on": "2022-10-12"}
    page = browser(office).post(f"/ledgers/records/{asked.pk}/steps/pay", form)
    assert page.status_code == 422
    assert f'href="/ledgers/records/{target.pk}">works-0001 一号工程</a>' in as_read(page.content.decode())
    documents.attach(actor(approver), approver, target.pk, [document()])
    step(approver, target, "begin", cost="100", begun_on="2022-10-01")
    assert step(office, asked, "pay").state == "paid"


def test_a_text_that_leads_nowhere_a_withdrawn_record_and_none_at_all_let_nothing_pass(filled: None) -> None:
    office, approver = person(Role.OFFICE), person(Role.UNIT_APPROVER)
    target = work(office, cost="100")
    asked = grant(office, work=target.number, amount="20")
    documents.attach(actor(approver), approver, target.pk, [document()])
    step(approver, target, "begin", cost="100", begun_on="2022-10-01")
    withdraw(target)
    assert told(refused(office, asked, "pay")) == [("L046", None)]
    assert told(refused(office, grant(office, amount="20"), "pay")) == [("L045", None)]
    assert step(office, grant(office, amount="10"), "pay").state == "paid"


def test_who_may_not_see_a_record_in_the_way_is_stopped_by_it_and_not_told_of_it(filled: None) -> None:
    office, theirs = person(Role.OFFICE), stranger(Role.ENTERPRISE_REPORTER)
    first = grant(office, entity=THEIRS)
    follower = grant(office, entity=OURS, after=first.number)
    error = refused(theirs, first, "drop")
    assert told(error) == [("L045", None)] and follower.number not in error.issues[0].text("zh")
    assert told(refused(office, first, "drop")) == [("L045", None)]
    withdraw(follower)
    assert step(theirs, first, "drop").state == "dropped"
