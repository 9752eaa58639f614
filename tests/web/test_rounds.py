"""Rounds: handed in under an open one, up to its last day; places taken once; what becomes of a round."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from helpers_records import actor, document, seen, take_rows, told, withdraw
from helpers_web import OURS, THEIRS, as_read, browser, person, stranger, web_data
from sigai.base import UserError
from sigai.ledgers import Head
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.changes import LateError
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.ledgers import calling, services
from sigai_web.ledgers.files import path_of, sweep
from sigai_web.ledgers.models import Round, RoundApplication
from sigai_web.ledgers.rounds import places_taken, standing_of
from sigai_web.pages.waiting import waits_for
from sigai_web.permissions import Role
from sigai_web.store.importing import import_data
from sigai_web.store.models import CurrentRecord

DAY = dt.date.fromisoformat
FIRST, LAST = DAY("2022-10-01"), DAY("2022-10-20")


@pytest.fixture(autouse=True)
def _fixed_day(settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2022, 10, 12)


@pytest.fixture
def clerk(db: None, filled: None) -> User:
    return person(Role.ENTERPRISE_REPORTER, name="clerk")


@pytest.fixture
def keeper(db: None, filled: None) -> User:
    return person(Role.UNIT_APPROVER, name="keeper")


def awards() -> Ledger:
    return programme.current().ledger_by_id["awards"]


def opened(user: User, *, award: str = "green", **changes: Any) -> Round:
    given: dict[str, Any] = {"title": f"{award} 2022", "year": 2022, "first_day": FIRST, "last_day": LAST} | changes
    return calling.open_round(actor(user), user, awards(), calling.RoundDraft(**given, choices={"award": award}))


def apply(user: User, *, entity: str = OURS, award: str = "green", **named: Any) -> CurrentRecord:
    head = Head("申报", entity, "")
    outcome = services.create(actor(user), user, awards(), "apply", head=head, values={"award": award}, **named)
    return outcome.record


def award(user: User, record: CurrentRecord, step: str = "award") -> CurrentRecord:
    now = CurrentRecord.objects.get(pk=record.pk)
    values = {"won_on": "2022-10-12"} if step == "award" else {}
    return services.take_step(actor(user), user, now.pk, step, seen=seen(now), values=values).record


def refused(*call: Any, **named: Any) -> list[str]:
    with pytest.raises(UserError) as caught:
        apply(*call, **named)
    return [code for code, _ in told(caught.value)]


def test_what_is_handed_in_stands_under_the_round_that_fits(clerk: User, keeper: User) -> None:
    opened(keeper, award="smart")
    green = opened(keeper)
    record = apply(clerk)
    application = RoundApplication.objects.get()
    assert (application.round, application.record_id, application.place) == (green, record.pk, None)
    assert JournalEntry.objects.filter(action="record.create").latest("number").after.count("green 2022") == 1
    award(keeper, record)
    assert places_taken([green]) == {green.pk: 1}
    assert verify().unbroken


@pytest.mark.parametrize(
    ("day", "code"),
    [("2022-09-30", "W500"), ("2022-10-01", ""), ("2022-10-20", ""), ("2022-10-21", "W500")],
)
def test_the_first_and_the_last_day_are_included(clerk: User, keeper: User, settings: Any, day: str, code: str) -> None:
    settings.SIGAI_TODAY = DAY("2022-09-01")
    opened(keeper)
    settings.SIGAI_TODAY = DAY(day)
    if code:
        assert refused(clerk) == [code]
    else:
        assert apply(clerk).state == "applied"


def test_a_late_application_is_not_saved_by_an_earlier_day(clerk: User, keeper: User, settings: Any) -> None:
    opened(keeper)
    settings.SIGAI_TODAY = DAY("2022-10-21")
    with pytest.raises(UserError) as caught:
        apply(clerk, on=DAY("2022-10-19"))
    (issue,) = caught.value.issues
    assert issue.code == "W500" and "已于 2022-10-20 截止" in issue.what("zh") and "延长" in issue.advice("zh")
    settings.SIGAI_TODAY = DAY("2022-10-12")
    assert refused(clerk, on=DAY("2022-09-30")) == ["W503"]
    assert not CurrentRecord.objects.filter(ledger="awards").exists()


def test_a_round_for_something_else_or_none_at_all_takes_nothing(clerk: User, keeper: User) -> None:
    assert refused(clerk) == ["W500"]
    smart = opened(keeper, award="smart")
    assert refused(clerk) == ["W500"]
    assert refused(clerk, call=str(smart.pk)) == ["W502"]
    assert apply(clerk, award="smart", call=str(smart.pk)).state == "applied"


def test_where_several_may_be_open_one_is_named(clerk: User, keeper: User) -> None:
    ledger = awards()
    assert ledger.rounds is not None
    object.__setattr__(ledger.rounds, "together", True)
    try:
        first, second = opened(keeper), opened(keeper, title="补报")
        assert refused(clerk) == ["W501"]
        apply(clerk, call=str(second.pk))
        assert RoundApplication.objects.get().round == second != first
    finally:
        object.__setattr__(ledger.rounds, "together", False)


def test_two_for_the_same_are_not_open_at_once(keeper: User) -> None:
    first = opened(keeper)
    for days in ({}, {"first_day": LAST, "last_day": DAY("2022-12-01")}):
        with pytest.raises(UserError) as caught:
            opened(keeper, **days)
        assert told(caught.value) == [("W506", "first_day")]
    later = opened(keeper, first_day=DAY("2022-10-21"), last_day=DAY("2022-11-20"))
    opened(keeper, award="smart")
    with pytest.raises(UserError) as caught:
        calling.extend_round(actor(keeper), keeper, first.pk, last_day=DAY("2022-10-21"), reason="疫情")
    assert told(caught.value) == [("W506", "first_day")]
    calling.end_round(actor(keeper), keeper, later.pk, withdraw=True, reason="改期")
    calling.extend_round(actor(keeper), keeper, first.pk, last_day=DAY("2022-10-21"), reason="疫情")


def test_the_quota_is_held_where_it_is_decided(clerk: User, keeper: User) -> None:
    call = opened(keeper, quota=1)
    one, two = apply(clerk), apply(clerk)
    award(keeper, one)
    with pytest.raises(UserError) as caught:
        award(keeper, two)
    assert told(caught.value) == [("W504", None)]
    assert CurrentRecord.objects.get(pk=two.pk).state == "applied"
    with pytest.raises(UserError) as below:
        calling.change_quota(actor(keeper), keeper, call.pk, quota=0, reason="少")
    assert told(below.value) == [("W511", "quota")]
    calling.change_quota(actor(keeper), keeper, call.pk, quota=2, reason="自治区增加")
    award(keeper, two)
    assert places_taken([call]) == {call.pk: 2}


@pytest.mark.parametrize("typed", ["x", "0", "-5", "3.5", "12 个"])
def test_what_is_no_number_becomes_no_quota(keeper: User, typed: str) -> None:
    call = opened(keeper, quota=3)
    answer = browser(keeper).post(f"/ledgers/rounds/{call.pk}/quota", {"quota": typed, "reason": "减少"})
    call.refresh_from_db()
    assert (answer.status_code, call.quota) == (422, 3)
    with pytest.raises(UserError) as caught:
        calling.change_quota(actor(keeper), keeper, call.pk, quota=0, reason="减少")
    assert told(caught.value) == [("W508", "quota")]


def test_a_withdrawn_recognition_gives_its_place_back(clerk: User, keeper: User) -> None:
    opened(keeper, quota=1)
    one, two = apply(clerk), apply(clerk)
    award(keeper, one)
    withdraw(one)
    assert award(keeper, two).state == "won"


def test_who_was_rejected_hands_in_again_under_another_round(clerk: User, keeper: User) -> None:
    first = opened(keeper)
    record = apply(clerk)
    award(keeper, record, "reject")
    calling.end_round(actor(keeper), keeper, first.pk, withdraw=False, reason="评完")
    with pytest.raises(UserError):
        award(clerk, record, "apply")
    second = opened(keeper, title="第二批")
    award(clerk, record, "apply")
    award(keeper, record)
    assert places_taken([first, second]) == {second.pk: 1}


def test_nothing_is_decided_under_a_withdrawn_round_or_about_something_else(clerk: User, keeper: User) -> None:
    call = opened(keeper)
    record, other = apply(clerk), apply(clerk)
    head = Head("申报", OURS, "")
    services.edit(actor(clerk), clerk, other.pk, seen=other.revision, head=head, values={"award": "smart"})
    with pytest.raises(UserError) as caught:
        award(keeper, other)
    assert told(caught.value) == [("W512", None)]
    calling.end_round(actor(keeper), keeper, call.pk, withdraw=True, reason="发错")
    with pytest.raises(UserError) as caught:
        award(keeper, record)
    assert told(caught.value) == [("W505", None)]
    with pytest.raises(LateError):
        calling.extend_round(actor(keeper), keeper, call.pk, last_day=DAY("2022-12-01"), reason="再开")
    with pytest.raises(LateError):
        calling.end_round(actor(keeper), keeper, call.pk, withdraw=True, reason="再取消")


def test_a_record_from_before_there_were_rounds_is_decided_without(clerk: User, keeper: User) -> None:
    opened(keeper, quota=1)
    one, old = apply(clerk), apply(clerk)
    RoundApplication.objects.filter(record=old.pk).delete()
    award(keeper, one)
    assert award(keeper, old).state == "won"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"title": " "}, [("W508", "title")]),
        ({"year": None}, [("W508", "year")]),
        ({"quota": 0}, [("W508", "quota")]),
        ({"award": "blue"}, [("W508", "award")]),
        ({"last_day": None}, [("W507", "last_day")]),
        ({"last_day": DAY("2022-09-30")}, [("W507", "last_day")]),
        ({"first_day": DAY("2022-09-01"), "last_day": DAY("2022-10-11")}, [("W507", "last_day")]),
    ],
)
def test_an_incomplete_round_is_not_opened(keeper: User, changes: dict[str, Any], found: list[Any]) -> None:
    with pytest.raises(UserError) as caught:
        opened(keeper, **changes)
    assert told(caught.value) == found
    assert not Round.objects.exists()


def test_a_round_lasts_longer_only_for_a_reason_and_to_a_later_day(keeper: User) -> None:
    call = opened(keeper)
    for last_day, reason, code in ((LAST, "x", "W507"), (DAY("2022-11-01"), " ", "W509")):
        with pytest.raises(UserError) as caught:
            calling.extend_round(actor(keeper), keeper, call.pk, last_day=last_day, reason=reason)
        assert code in [one for one, _ in told(caught.value)]
    calling.extend_round(actor(keeper), keeper, call.pk, last_day=DAY("2022-11-01"), reason="疫情")
    assert [event.what for event in call.events.all()] == ["opened", "extended"]


def test_a_clock_that_is_set_back_opens_nothing_again(clerk: User, keeper: User, settings: Any) -> None:
    call = opened(keeper)
    settings.SIGAI_TODAY = DAY("2022-10-21")
    assert calling.close_past_rounds() == 1 and calling.close_past_rounds() == 0
    settings.SIGAI_TODAY = DAY("2022-10-12")
    assert refused(clerk) == ["W500"]
    call.refresh_from_db()
    assert standing_of(call) == "closed"
    calling.extend_round(actor(keeper), keeper, call.pk, last_day=DAY("2022-10-25"), reason="时钟错了")
    assert apply(clerk).state == "applied"
    assert verify().unbroken


def test_only_the_office_and_who_keeps_the_ledger_open_rounds(db: None, filled: None) -> None:
    for role in Role:
        user = person(role, name=f"some-{role}")
        if role in (Role.OFFICE, Role.UNIT_APPROVER):
            call = opened(user)
            calling.end_round(actor(user), user, call.pk, withdraw=True, reason="试")
        else:
            with pytest.raises(PermissionDenied):
                opened(user)
    other = stranger(Role.UNIT_APPROVER)
    with pytest.raises(PermissionDenied):
        opened(other)
    call = opened(User.objects.get(username="some-office"))
    with pytest.raises(PermissionDenied):
        calling.extend_round(actor(other), other, call.pk, last_day=DAY("2022-11-01"), reason="x")


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_taken_once_by_two_at_the_same_moment(committing: None) -> None:
    import_data(web_data())
    keeper, clerk = person(Role.UNIT_APPROVER, name="keeper"), person(Role.ENTERPRISE_REPORTER, name="clerk")
    other = person(Role.UNIT_APPROVER, name="other")
    call = opened(keeper, quota=1)
    records = [apply(clerk), apply(clerk)]
    gate, outcomes = threading.Barrier(2), []

    def decide(user: User, record: CurrentRecord) -> None:
        gate.wait()
        try:
            outcomes.append(award(user, record).state)
        except UserError as error:
            outcomes.append(told(error)[0][0])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=pair) for pair in zip((keeper, other), records, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["W504", "won"]
    assert places_taken([call]) == {call.pk: 1}
    assert verify().unbroken


def test_a_sheet_hands_in_under_the_open_round_or_not_at_all(clerk: User, keeper: User) -> None:
    rows = (["名称", "主体", "奖项"], ["一", OURS, "green"], ["二", OURS, "smart"])
    with pytest.raises(UserError) as caught:
        take_rows(clerk, "awards", *rows)
    assert {issue.code for issue in caught.value.issues} == {"W500"}
    green, smart = opened(keeper), opened(keeper, award="smart")
    assert take_rows(clerk, "awards", *rows).entered == 2
    assert sorted(RoundApplication.objects.values_list("round", flat=True)) == [green.pk, smart.pk]
    assert verify().unbroken


def test_the_pages(clerk: User, keeper: User) -> None:
    page = browser(keeper)
    given = {"title": "绿色 2022", "year": "2022", "f_award": "green", "first_day": "2022-10-01", "quota": "x"}
    answer = page.post("/ledgers/rounds/of/awards", given)
    assert answer.status_code == 422 and "W50" not in answer.content.decode()
    answer = page.post("/ledgers/rounds/of/awards", {**given, "last_day": "2022-10-20", "quota": "3"})
    call = Round.objects.get()
    assert answer.headers["Location"] == f"/ledgers/rounds/{call.pk}"
    enterprise = browser(clerk)
    assert "绿色 2022" in as_read(enterprise.get("/reporting").content.decode())
    assert any("申报批次开放中" in one.words for one in waits_for(clerk))
    assert "绿色 2022" in as_read(enterprise.get("/ledgers/of/awards/new").content.decode())
    record = apply(clerk)
    shown = as_read(enterprise.get(f"/ledgers/records/{record.pk}").content.decode())
    assert "绿色 2022" in shown
    assert record.number in as_read(enterprise.get(f"/ledgers/rounds/{call.pk}").content.decode())
    others = browser(person(Role.ENTERPRISE_REPORTER, scope=THEIRS, name="theirs"))
    assert record.number not in as_read(others.get(f"/ledgers/rounds/{call.pk}").content.decode())
    page.post(f"/ledgers/rounds/{call.pk}/extend", {"last_day": "2022-11-01", "reason": "疫情"})
    page.post(f"/ledgers/rounds/{call.pk}/quota", {"quota": "", "reason": "不限"})
    assert "疫情" in as_read(enterprise.get(f"/ledgers/rounds/{call.pk}").content.decode())
    assert page.post(f"/ledgers/rounds/{call.pk}/end", {"decision": "close", "reason": ""}).status_code == 422
    page.post(f"/ledgers/rounds/{call.pk}/end", {"decision": "close", "reason": "评完"})
    call.refresh_from_db()
    assert (call.ended, call.quota, call.last_day) == ("closed", None, DAY("2022-11-01"))
    assert enterprise.post(f"/ledgers/rounds/{call.pk}/end", {"reason": "x"}).status_code == 403
    assert page.get("/ledgers/rounds").status_code == page.get("/ledgers/rounds/of/awards").status_code == 200


def test_every_document_that_is_sent_with_a_round_is_kept(keeper: User) -> None:
    given = {"title": "绿色", "year": "2022", "f_award": "green", "first_day": "2022-10-01", "last_day": "2022-10-20"}
    files = [SimpleUploadedFile(f"{n}.pdf", f"%PDF-1.4 {n}".encode()) for n in range(12)]
    browser(keeper).post("/ledgers/rounds/of/awards", {**given, "file": files})
    assert [one.name for one in Round.objects.get().documents.all()] == [f"{n}.pdf" for n in range(12)]


def test_a_document_of_a_round_is_kept_and_downloaded(clerk: User, keeper: User) -> None:
    draft = calling.RoundDraft("绿色", 2022, FIRST, LAST, choices={"award": "green"})
    call = calling.open_round(actor(keeper), keeper, awards(), draft, [document().file])
    one = call.documents.get()
    answer = browser(clerk).get(f"/ledgers/rounds/documents/{one.pk}")
    assert answer.status_code == 200 and b"%PDF" in b"".join(answer)  # type: ignore[arg-type]
    sweep(dt.timedelta(seconds=-5))
    assert path_of(one.digest).is_file()
