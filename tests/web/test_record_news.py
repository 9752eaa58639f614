"""Who is told of a record's step, of what came back, and of rounds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from helpers_records import actor, document, seen, work, works
from helpers_web import OURS, THEIRS, person
from sigai.ledgers import Head
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.ledgers import bulk, calling, documents, services
from sigai_web.ledgers.models import Round
from sigai_web.messages.models import Message
from sigai_web.permissions import Role
from sigai_web.reporting.reminders import remind_by_calendar
from sigai_web.store.models import CurrentRecord

pytestmark = pytest.mark.django_db
DAY = dt.date.fromisoformat


@pytest.fixture(autouse=True)
def _fixed_day(settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2022, 10, 12)


@pytest.fixture
def clerk(filled: None) -> User:
    return person(Role.ENTERPRISE_REPORTER, name="clerk")


@pytest.fixture
def keeper(filled: None) -> User:
    return person(Role.UNIT_APPROVER, name="keeper")


def heard(user: User, prefix: str = "record.") -> list[tuple[str, str]]:
    found = Message.objects.filter(user=user, kind__startswith=prefix).order_by("pk")
    return [(one.kind, one.subject_zh) for one in found]


def opened(user: User, **changes: Any) -> Round:
    days = {"first_day": DAY("2022-10-01"), "last_day": DAY("2022-10-20")}
    draft = calling.RoundDraft(**{"title": "green 2022", "year": 2022, **days, **changes}, choices={"award": "green"})
    return calling.open_round(actor(user), user, awards(), draft)


def awards() -> Any:
    return programme.current().ledger_by_id["awards"]


def apply(user: User) -> CurrentRecord:
    head = Head("申报", OURS, "")
    return services.create(actor(user), user, awards(), "apply", head=head, values={"award": "green"}).record


def step(user: User, record: CurrentRecord, name: str, **values: str) -> CurrentRecord:
    now = CurrentRecord.objects.get(pk=record.pk)
    return services.take_step(actor(user), user, now.pk, name, seen=seen(now), values=values).record


def test_whoever_decides_hears_of_it_and_the_party_of_what_came_back_and_moved(clerk: User, keeper: User) -> None:
    opened(keeper)
    office, other = person(Role.OFFICE, name="office"), person(Role.UNIT_APPROVER, name="second")
    record = apply(clerk)
    waits = ("record.waits", f"待您办理：评选 {record.number} 申报（申报）")
    assert heard(keeper) == heard(other) == [waits]
    assert heard(office) == heard(clerk) == []
    step(keeper, record, "reject")
    back = ("record.back", f"回到您手里：评选 {record.number} 申报（未通过）")
    assert heard(clerk) == [back]
    step(clerk, record, "apply")
    assert len(heard(keeper)) == 2
    step(keeper, record, "award", won_on="2022-10-12")
    assert heard(clerk) == [back, ("record.moved", f"评选 {record.number} 申报（认定）")]
    assert heard(office) == []


def test_who_leads_a_record_on_in_other_roles_hears_of_it(clerk: User, keeper: User) -> None:
    leader, stranger = person(Role.LEADER, name="leader"), person(Role.ENTERPRISE_REPORTER, name="e", scope=THEIRS)
    work(clerk)
    assert [kind for kind, _ in heard(keeper)] == [kind for kind, _ in heard(leader)] == ["record.waits"]
    assert heard(clerk) == heard(stranger) == []


def test_of_many_that_moved_together_one_message_tells(clerk: User, keeper: User) -> None:
    records = [work(clerk, name=name) for name in ("甲", "乙", "丙")]
    for one in records:
        documents.attach(actor(clerk), clerk, one.pk, [document()])
    begin = next(one for one in works().transitions if one.id == "begin")
    wanted = bulk.StepWanted(works(), begin, {"cost": "150", "begun_on": "2021-10-01"})
    chosen = {one.pk: seen(CurrentRecord.objects.get(pk=one.pk)) for one in records}
    assert not any(one.issues for one in bulk.take_steps(actor(keeper), keeper, wanted, chosen, whole=True))
    ((_, subject),) = heard(clerk)
    assert "works-0001 甲 等 3 条（在建）" in subject
    (told,) = Message.objects.filter(user=clerk, kind__startswith="record.")
    assert (told.address, "and 2 more" in told.subject_en) == ("/ledgers/of/works", True)


def test_who_may_apply_hears_that_a_round_opens_lasts_longer_and_ends_early(clerk: User, keeper: User) -> None:
    call = opened(keeper)
    calling.extend_round(actor(keeper), keeper, call.pk, last_day=DAY("2022-10-25"), reason="材料多")
    calling.change_quota(actor(keeper), keeper, call.pk, quota=3, reason="名额少")
    calling.end_round(actor(keeper), keeper, call.pk, withdraw=True, reason="政策调整")
    said = [subject for _, subject in heard(clerk, "round.")]
    assert said == [
        "开放申报：green 2022（2022-10-01 至 2022-10-20）",
        "申报延期：green 2022（2022-10-01 至 2022-10-25）",
        "批次取消：green 2022",
    ]
    assert heard(keeper, "round.") == []


@pytest.mark.parametrize(("day", "told"), [("2022-10-16", 0), ("2022-10-17", 1), ("2022-10-20", 1), ("2022-10-21", 0)])
def test_the_last_days_are_told_to_who_has_handed_nothing_in(
    clerk: User, keeper: User, settings: Any, day: str, told: int
) -> None:
    opened(keeper)
    late = person(Role.ENTERPRISE_REPORTER, name="late")
    apply(clerk)
    settings.SIGAI_TODAY = DAY(day)
    remind_by_calendar()
    assert len(heard(late, "round.due")) == told
    assert heard(clerk, "round.due") == []


def test_a_round_that_its_last_day_closed_is_no_news(clerk: User, keeper: User, settings: Any) -> None:
    opened(keeper)
    settings.SIGAI_TODAY = DAY("2022-10-21")
    assert calling.close_past_rounds() == 1
    assert len(heard(clerk, "round.")) == 1
