"""Corrections of links and keys: read, kept and refused as by every other change, when asked for and when decided."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from helpers_records import actor, change, document, grant, seen, told, work
from helpers_rights import ZHONGWEI, lived, somebody, two_enterprises
from helpers_web import as_read, browser, person
from sigai.base import UserError
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.verifying import verify
from sigai_web.ledgers import services
from sigai_web.ledgers.correcting import ask_correction, decide_correction
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord, RecordLink

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fixed_day(settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2022, 10, 12)


@pytest.fixture
def office(filled: None) -> User:
    user = person(Role.OFFICE)
    work(user, cost="100")
    work(user, cost="100", name="二号工程")
    return user


def ask(user: User, record: CurrentRecord, **values: Any) -> None:
    current = CurrentRecord.objects.get(pk=record.pk)
    ask_correction(
        actor(user), user, record.pk, seen=seen(current), values=values, reason="写错", document=document("")
    )


def decide(record: CurrentRecord) -> CurrentRecord:
    user = person(Role.OFFICE, name="decides")
    current = CurrentRecord.objects.get(pk=record.pk)
    decide_correction(actor(user), user, record.pk, seen=seen(current), grant=True)
    return CurrentRecord.objects.get(pk=record.pk)


def paid(user: User, **values: Any) -> CurrentRecord:
    """A grant whose step judged its amount and its link."""
    made = grant(user, **values)
    return services.take_step(actor(user), user, made.pk, "pay", seen=seen(made), values={}).record


def refused(user: User, record: CurrentRecord, **values: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(UserError) as caught:
        ask(user, record, **values)
    return told(caught.value)


def test_the_link_that_a_condition_asks_for_is_settled_and_corrected_to_a_number(office: User) -> None:
    record = paid(office, work="works-0001", amount="5")
    with pytest.raises(UserError) as caught:
        change(office, record, work="works-0002")
    assert told(caught.value) == [("W180", "work")]
    assert "works-0001" in as_read(browser(office).get(f"/ledgers/records/{record.pk}/edit").content.decode())
    assert refused(office, record, work="三号工程") == [("L050", "work")]
    ask(office, record, work="二号工程")
    assert RecordLink.objects.get(record=record.pk, field="work").target.number == "works-0001"
    assert decide(record).fields["work"] == "works-0002"
    assert RecordLink.objects.get(record=record.pk, field="work").target.number == "works-0002"
    assert verify().unbroken


def test_a_correction_takes_no_key_that_another_has_or_took_meanwhile(office: User) -> None:
    grant(office, work="works-0002", pot="city")
    record = paid(office, work="works-0001", pot="city", amount="5")
    assert refused(office, record, work="works-0002") == [("W193", "work")]
    other = paid(office, work="works-0001", pot="region", amount="5")
    ask(office, other, work="works-0002")
    grant(office, work="works-0002", pot="region")
    with pytest.raises(UserError) as caught:
        decide(other)
    assert told(caught.value) == [("W193", "work")]
    assert CurrentRecord.objects.get(pk=other.pk).fields["work"] == "works-0001"


def test_a_link_that_no_longer_holds_opens_nothing_else_that_the_step_judged(db: None, settings: Any) -> None:
    """The project of a grant was called off since: what was granted is still held against what was asked."""
    settings.SIGAI_PROGRAMME = ZHONGWEI
    two_enterprises()
    ledger = programme.current().ledger_by_id["incentives"]
    approver = somebody(Role.UNIT_APPROVER, ledger, own=True)
    called_off = lived(programme.current().ledger_by_id["projects"], ["proposed", "cancelled"]).number
    values = {"granted": 8, "asked": 10, "scheme": "retrofit"}
    record = lived(ledger, ["applied", "reviewed", "approved"], **values, project_id=called_off)
    assert refused(approver, record, granted="5000") == [("L045", None)]
    unlinked = lived(ledger, ["applied", "reviewed", "approved"], **values, project_id="旧项目")
    assert refused(approver, unlinked, granted="5000") in ([("L045", None)], [("L046", None)])
    ask(approver, unlinked, granted="9")
