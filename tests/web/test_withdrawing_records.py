"""Taking a record back: asked for with a reason, granted by another one; it counts no longer, and all of it stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from helpers_api import Program
from helpers_records import work
from helpers_web import OURS, browser, person
from sigai.base import UserError
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import Actor
from sigai_web.ledgers import services
from sigai_web.ledgers.services import RecordOvertakenError, Seen
from sigai_web.ledgers.withdrawing import ask_withdrawal, decide_withdrawal, to_decide
from sigai_web.pages.waiting import waits_for
from sigai_web.permissions import Role
from sigai_web.runs.models import Run
from sigai_web.store.models import CurrentRecord, RecordDeadline, RecordRevision, RecordState
from sigai_web.store.reading import Marks, as_data

pytestmark = pytest.mark.django_db


def acting(user: User) -> Actor:
    return Actor(user.username, "10.0.0.1")


def seen(record: CurrentRecord) -> Seen:
    return Seen(record.revision, record.step)


def refused(act: Callable[[], Any]) -> list[str]:
    with pytest.raises(UserError) as error:
        act()
    return [issue.code for issue in error.value.issues]


@pytest.fixture
def office(filled: None) -> User:
    return person(Role.OFFICE, name="maker")


@pytest.fixture
def record(office: User) -> CurrentRecord:
    return work(office, entity=OURS, area="11", name="Works", note="n")


def asked(record: CurrentRecord, by: User, reason: str = "重复登记") -> None:
    ask_withdrawal(acting(by), by, record.pk, seen=seen(record), reason=reason)


def withdrawn(record: CurrentRecord, by: User, granted_by: User) -> None:
    asked(record, by)
    decide_withdrawal(acting(granted_by), granted_by, record.pk, seen=seen(record), grant=True)


def numbers(data: Any) -> set[str]:
    return {*data.records["id"].to_pylist(), *data.record_states["id"].to_pylist()}


def test_it_counts_no_longer_and_all_of_it_stays(record: CurrentRecord, office: User) -> None:
    content, other = programme.current(), person(Role.OFFICE, name="other")
    before = as_data(content)
    run = Run(pk=1, marks={"figure": 0, "record": record.revision, "state": record.step, "journal": 0})
    assert record.number in numbers(before)
    asked(record, office)
    assert record.number in numbers(as_data(content)), "until it is decided it counts"
    decide_withdrawal(acting(other), other, record.pk, seen=seen(record), grant=True)
    assert record.number not in numbers(as_data(content))
    assert record.number in numbers(as_data(content, Marks(**run.marks))), "what was computed then stays as it was"
    assert not CurrentRecord.objects.filter(pk=record.pk).exists()
    assert not RecordDeadline.objects.filter(record=record.pk).exists()
    last = RecordRevision.objects.filter(record=record.pk).latest("revision")
    assert (last.withdrawn, last.reason, last.reporter) == (True, "重复登记", "maker")
    assert RecordState.objects.filter(record=record.pk).exists()
    entry = JournalEntry.objects.get(action="record.withdraw")
    assert (entry.actor, entry.about) == ("other", f"record:{record.ledger}/{record.number}") or entry.actor == "other"
    assert Run.objects.latest("pk").changed["ledgers"] == [record.ledger]
    assert prove().faults == []


def test_it_takes_two_people_and_a_reason(record: CurrentRecord, office: User) -> None:
    assert refused(lambda: asked(record, office, "  ")) == ["W171"]
    asked(record, office)
    assert refused(lambda: asked(record, office)) == ["W172"]
    assert refused(lambda: decide_withdrawal(acting(office), office, record.pk, seen=seen(record), grant=True)) == [
        "W174"
    ]
    clerk = person(Role.ENTERPRISE_REPORTER)
    with pytest.raises(PermissionDenied):
        decide_withdrawal(acting(clerk), clerk, record.pk, seen=seen(record), grant=True)


def test_one_withdrawn_by_mistake_is_entered_anew_from_it(record: CurrentRecord, office: User) -> None:
    """A withdrawal is not undone: the page says so, and fills the new record in."""
    other = person(Role.OFFICE, name="other")
    new = reverse("new-record", args=(record.ledger,))
    client, address = browser(office), f"{new}?like={record.pk}"
    assert address not in client.get(reverse("record", args=(record.pk,))).content.decode()
    assert 'value="Works"' not in client.get(address).content.decode(), "it stands: there is nothing to enter anew"
    withdrawn(record, office, other)
    assert address in client.get(reverse("record", args=(record.pk,))).content.decode()
    page = client.get(address).content.decode()
    assert 'value="Works"' in page
    assert record.number in page
    sent = {"name": "Works", "entity": OURS, "area": "11", "f_note": "n", "f_kind": "new"}
    assert client.post(address, sent).status_code == 302
    anew = CurrentRecord.objects.latest("pk")
    assert (anew.name, anew.entity, anew.number != record.number) == ("Works", OURS, True)
    assert not CurrentRecord.objects.filter(pk=record.pk).exists(), "the withdrawn one stays withdrawn"
    leader = browser(person(Role.LEADER))
    assert f"?like={record.pk}" not in leader.get(reverse("record", args=(record.pk,))).content.decode()
    assert client.get(f"{new}?like=x").status_code == 200
    assert client.get(f"{new}?like=999999").status_code == 404


def test_declining_needs_a_comment_and_leaves_everything(record: CurrentRecord, office: User) -> None:
    other = person(Role.OFFICE, name="other")
    asked(record, office)

    def declined(comment: str) -> None:
        decide_withdrawal(acting(other), other, record.pk, seen=seen(record), grant=False, comment=comment)

    assert refused(lambda: declined(" ")) == ["W171"]
    declined("不是重复的")
    assert refused(lambda: declined("again")) == ["W173"]
    assert CurrentRecord.objects.filter(pk=record.pk).exists()
    asked(record, office)
    assert prove().faults == []


def test_who_decides_has_seen_what_stands(record: CurrentRecord, office: User) -> None:
    other = person(Role.OFFICE, name="other")
    asked(record, office)
    with pytest.raises(RecordOvertakenError):
        decide_withdrawal(acting(other), other, record.pk, seen=Seen(record.revision - 1, record.step), grant=True)


def test_nothing_is_done_to_it_any_more(record: CurrentRecord, office: User) -> None:
    withdrawn(record, office, person(Role.OFFICE, name="other"))
    assert refused(lambda: asked(record, office)) == ["W170"]
    assert refused(
        lambda: services.edit(
            acting(office), office, record.pk, seen=record.revision, head=services.Head("x"), values={}
        )
    ) == ["W170"]
    client = browser(office)
    page = client.get(reverse("record", args=(record.pk,))).content.decode()
    assert "这条记录不再计入任何数" in page
    assert "重复登记" in page
    assert reverse("edit-record", args=(record.pk,)) not in page
    assert record.number not in client.get(reverse("ledger", args=(record.ledger,))).content.decode()


def test_it_waits_for_whoever_may_decide_and_nobody_else(record: CurrentRecord, office: User) -> None:
    other = person(Role.OFFICE, name="other")
    asked(record, office)
    assert [one.pk for one in to_decide(other)] == [record.pk]
    assert not to_decide(office).exists()
    assert any(one.words == "条台账申请撤回" for one in waits_for(other))
    client = browser(other)
    assert record.number in client.get(reverse("ledgers")).content.decode()
    page = client.get(reverse("record", args=(record.pk,))).content.decode()
    assert "同意撤回" in page
    sent = {"revision": record.revision, "step": record.step, "decision": "grant"}
    assert client.post(reverse("decide-withdrawal", args=(record.pk,)), sent).status_code == 302
    assert "已撤回" in client.get(reverse("record", args=(record.pk,))).content.decode()
    again = client.post(reverse("decide-withdrawal", args=(record.pk,)), sent)
    assert again.status_code == 409
    assert JournalEntry.objects.filter(action="record.withdraw").count() == 1


def test_a_program_is_told_that_nobody_may_change_it_any_more(record: CurrentRecord, office: User) -> None:
    other = person(Role.OFFICE, name="other")
    for reader in (office, other):
        told = Program(reader).get(f"/records/{record.pk}").json()
        assert (told["may_edit"], told["withdrawn"]) == (True, False)
    withdrawn(record, office, other)
    for reader in (office, other):
        told = Program(reader).get(f"/records/{record.pk}").json()
        assert (told["may_edit"], told["withdrawn"], told["steps"]) == (False, True, [])
