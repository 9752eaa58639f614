"""Rechecks: open when due, recorded with a result; what is missed lets validity lapse; who loses it next."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from helpers_records import actor, document, seen, told
from helpers_web import OURS, as_read, browser, person, stranger
from sigai.base import UserError
from sigai.ledgers import Head
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.changes import LateError
from sigai_web.journal.verifying import verify
from sigai_web.ledgers import calling, documents, rechecking, services
from sigai_web.ledgers.losing import next_losses
from sigai_web.ledgers.models import RecordRecheck
from sigai_web.pages.waiting import waits_for
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord, RecordDeadline

DAY = dt.date.fromisoformat


@pytest.fixture(autouse=True)
def _fixed_day(settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2022, 10, 12)


@pytest.fixture
def keeper(db: None, filled: None) -> User:
    return person(Role.UNIT_APPROVER, name="keeper")


def won(keeper: User, *, award: str = "green", won_on: str = "2021-10-31") -> CurrentRecord:
    """A title of the day."""
    clerk = User.objects.filter(username="clerk").first() or person(Role.ENTERPRISE_REPORTER, name="clerk")
    ledger = programme.current().ledger_by_id["awards"]
    draft = calling.RoundDraft(award, 2022, DAY("2022-10-01"), DAY("2022-10-31"), choices={"award": award})
    call = calling.open_round(actor(keeper), keeper, ledger, draft)
    head = Head("称号", OURS, "")
    made = services.create(actor(clerk), clerk, ledger, "apply", head=head, values={"award": award}).record
    calling.end_round(actor(keeper), keeper, call.pk, withdraw=False, reason="评完")
    values = {"won_on": won_on}
    return services.take_step(actor(keeper), keeper, made.pk, "award", seen=seen(made), values=values).record


def record_it(user: User, record: CurrentRecord, result: str = "kept", of: str = "2022-10-31", **given: Any) -> Any:
    now = CurrentRecord.objects.get(pk=record.pk)
    which = "visit" if now.fields["award"] == "smart" else "yearly"
    found = rechecking.RecheckResult(result, **given)
    return rechecking.record_recheck(actor(user), user, now.pk, which, seen=seen(now), of=DAY(of), given=found).record


def attach(user: User, record: CurrentRecord, name: str = "复核报告") -> None:
    documents.attach(actor(user), user, record.pk, [document(name, f"%PDF-1.4 {name}".encode())])


def waiting(user: User) -> list[tuple[int, str, bool]]:
    return [(one.number, one.words, one.late) for one in waits_for(user) if "复核" in one.words]


def refused(*given: Any, **named: Any) -> list[str]:
    with pytest.raises(UserError) as caught:
        record_it(*given, **named)
    return [code for code, _ in told(caught.value)]


def test_it_opens_by_the_clock_and_waits_for_whom_it_is_for(keeper: User, settings: Any) -> None:
    record = won(keeper)
    other = stranger(Role.UNIT_APPROVER)
    for day, expected in (
        ("2022-09-30", []),
        ("2022-10-01", [(1, "项复核待办", False)]),
        ("2022-10-31", [(1, "项复核待办", False)]),
        ("2022-11-01", [(1, "项复核逾期", True)]),
        ("2022-09-30", []),
    ):
        settings.SIGAI_TODAY = DAY(day)
        assert waiting(keeper) == expected
        assert waiting(other) == []
    assert refused(keeper, record) == ["W516"]
    assert RecordDeadline.objects.get(record=record.pk, recheck="yearly").due == DAY("2022-10-31")


def test_kept_opens_the_next_one_and_rests_on_its_document(keeper: User) -> None:
    record = won(keeper)
    assert refused(keeper, record) == ["W519"]
    attach(keeper, record)
    kept = record_it(keeper, record)
    assert kept.fields["checked"] == "2022-10-31" and waiting(keeper) == []
    assert RecordDeadline.objects.get(record=record.pk, recheck="yearly").due == DAY("2023-10-31")
    bound = RecordRecheck.objects.get().documents.get().document
    with pytest.raises(UserError) as caught:
        documents.remove(actor(keeper), keeper, bound.pk)
    assert told(caught.value)[0][0] == "W156"
    with pytest.raises(LateError):
        record_it(keeper, record)
    assert verify().unbroken


def test_what_was_seen_by_another_is_not_recorded_twice(keeper: User) -> None:
    record = won(keeper)
    attach(keeper, record)
    before = seen(CurrentRecord.objects.get(pk=record.pk))
    record_it(keeper, record)
    found = rechecking.RecheckResult("kept")
    with pytest.raises(services.RecordOvertakenError):
        rechecking.record_recheck(
            actor(keeper), keeper, record.pk, "yearly", seen=before, of=DAY("2022-10-31"), given=found
        )


def test_put_right_by_a_day_waits_until_then(keeper: User, settings: Any) -> None:
    record = won(keeper)
    for until, comment in ((None, "x"), (DAY("2022-12-31"), " "), (DAY("2022-10-31"), "x")):
        assert refused(keeper, record, "put_right", until=until, comment=comment) == ["W518"]
    put_off = record_it(keeper, record, "put_right", until=DAY("2022-12-31"), comment="补监测")
    assert put_off.fields["fix_by"] == "2022-12-31"
    assert waiting(keeper) == [(1, "项复核待办", False)]
    settings.SIGAI_TODAY = DAY("2023-01-01")
    assert waiting(keeper) == [(1, "项复核逾期", True)]
    attach(keeper, record)
    kept = record_it(keeper, record)
    assert kept.fields["fix_by"] is None and kept.fields["checked"] == "2022-10-31"


def test_a_day_to_put_right_by_says_nothing_of_what_was_kept(keeper: User) -> None:
    record = won(keeper)
    attach(keeper, record)
    kept = record_it(keeper, record, until=DAY("2024-12-31"))
    assert kept.fields["fix_by"] is None and RecordRecheck.objects.get().until is None
    assert RecordDeadline.objects.get(record=record.pk, recheck="yearly").due == DAY("2023-10-31")
    assert verify().unbroken


def test_withdrawn_is_the_ledgers_step_with_its_document(keeper: User) -> None:
    record = won(keeper)
    assert "L044" in refused(keeper, record, "withdrawn")
    assert not RecordRecheck.objects.exists()
    attach(keeper, record, "依据")
    assert record_it(keeper, record, "withdrawn").state == "lapsed"
    assert RecordRecheck.objects.get().result == "withdrawn"
    assert not RecordDeadline.objects.filter(record=record.pk).exists()
    assert verify().unbroken


def test_a_missed_recheck_lets_it_lapse_and_it_cannot_be_kept_then(keeper: User, settings: Any) -> None:
    record = won(keeper)
    settings.SIGAI_TODAY = DAY("2023-01-31")
    attach(keeper, record)
    settings.SIGAI_TODAY = DAY("2023-02-01")
    assert refused(keeper, record) == ["W517"]
    assert refused(keeper, record, "put_right", until=DAY("2023-05-01"), comment="x") == ["W517"]
    settings.SIGAI_TODAY = DAY("2023-01-31")
    assert record_it(keeper, record).fields["checked"] == "2022-10-31"


def test_one_that_comes_once_comes_once_and_for_its_roles(keeper: User, settings: Any) -> None:
    record = won(keeper, award="smart")
    clerk = person(Role.UNIT_REPORTER, name="reporter")
    settings.SIGAI_TODAY = DAY("2023-04-12")
    assert waiting(clerk) == [(1, "项复核待办", False)]
    with pytest.raises(PermissionDenied):
        record_it(person(Role.OFFICE, name="office"), record, of="2023-04-12")
    assert refused(clerk, record, "put_right", of="2023-04-12", until=DAY("2023-05-12"), comment="x") == ["W520"]
    record_it(clerk, record, of="2023-04-12")
    settings.SIGAI_TODAY = DAY("2026-04-12")
    assert waiting(clerk) == []


def test_nobody_types_into_what_rechecks_note(keeper: User) -> None:
    record, office = won(keeper), person(Role.OFFICE, name="office")
    head = Head("称号", OURS, "")
    for name in ("checked", "fix_by"):
        with pytest.raises(UserError) as caught:
            values = {name: "2030-01-01"}
            services.edit(actor(office), office, record.pk, seen=record.revision, head=head, values=values)
        assert told(caught.value) == [("W515", name)]


def test_who_loses_it_next_is_shown_with_its_day_and_owner(keeper: User, settings: Any) -> None:
    record = won(keeper)
    indicator = programme.current().indicator_by_id["awarded"]
    (loss,) = next_losses([indicator]) or ()
    assert (loss.record.pk, loss.day) == (record.pk, DAY("2023-01-31"))
    attach(keeper, record)
    record_it(keeper, record)
    assert next_losses([indicator]) == []
    settings.SIGAI_TODAY = DAY("2023-02-01")
    (loss,) = next_losses([indicator]) or ()
    assert loss.day == DAY("2024-01-31")
    assert next_losses([programme.current().indicator_by_id["begun"]]) is None


def test_the_page_of_a_record_offers_it(keeper: User) -> None:
    record = won(keeper)
    page = browser(keeper)
    text = as_read(page.get(f"/ledgers/records/{record.pk}").content.decode())
    assert "年度复核" in text and "2022-10-31" in text and "2023-01-31" in text
    now = CurrentRecord.objects.get(pk=record.pk)
    given = {"revision": now.revision, "step": now.step, "of": "2022-10-31", "result": "kept"}
    typed = {**given, "result": "put_right", "until": "2022-10-01", "comment": "补监测报告"}
    again = page.post(f"/ledgers/records/{record.pk}/rechecks/yearly", typed)
    text = again.content.decode()
    assert again.status_code == 422 and 'value="put_right" selected' in text
    assert 'value="2022-10-01"' in text and ">补监测报告</textarea>" in text
    assert page.post(f"/ledgers/records/{record.pk}/rechecks/yearly", given).status_code == 422
    attach(keeper, record)
    assert page.post(f"/ledgers/records/{record.pk}/rechecks/yearly", given).status_code == 302
    assert page.post(f"/ledgers/records/{record.pk}/rechecks/yearly", given).status_code == 409
    assert "保持" in as_read(page.get(f"/ledgers/records/{record.pk}").content.decode())
    reader = browser(person(Role.ENTERPRISE_REPORTER, name="reader"))
    assert reader.post(f"/ledgers/records/{record.pk}/rechecks/yearly", given).status_code == 403
