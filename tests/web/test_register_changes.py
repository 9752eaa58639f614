"""Changing the register: who may, what is refused, what waits for a second person, what a second time changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from helpers_web import OURS, THEIRS, browser, person
from sigai.base import Period, UserError
from sigai.values import check_digit
from sigai_web.accounts.models import User
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.pages.waiting import waits_for
from sigai_web.permissions import Role
from sigai_web.register.changing import RegisterOutcome, ask, decide
from sigai_web.register.handing_in import from_rows, from_sheet
from sigai_web.register.models import RegisterChange
from sigai_web.runs.models import Run
from sigai_web.store.models import ClosedMonth, Entity, EntityFact
from sigai_web.store.register import all_facts

pytestmark = pytest.mark.django_db


def code(number: int) -> str:
    body = f"91640500MB{number * 37:07d}"
    return body + check_digit(body)


def month(name: str) -> int:
    return Period.parse(name).last


@pytest.fixture
def office(filled: None) -> User:
    return person(Role.OFFICE, name="maker")


@pytest.fixture
def other(filled: None) -> User:
    return person(Role.OFFICE, name="other")


def close(name: str) -> None:
    ClosedMonth.objects.create(month=month(name), closed_by="office")


def by(user: User | None, entities: list[dict[str, str]], *facts: dict[str, str], **more: Any) -> RegisterOutcome:
    actor = Actor(user.username, "10.0.0.1") if user else SYSTEM
    return ask(actor, user, from_rows(entities, list(facts), **{"reason": "依据", **more}))


def refused(act: Callable[[], Any]) -> list[str]:
    with pytest.raises(UserError) as error:
        act()
    return [issue.code for issue in error.value.issues]


def fact(entity: str, kind: str, value: str, since: str = "2021-09", until: str = "") -> dict[str, str]:
    return {"entity": entity, "fact": kind, "value": value, "since": since, "until": until}


NEW = {"id": code(1), "name": "新材料有限公司", "kind": "enterprise", "area": "乙县", "active_from": "2021-10"}


def stands(entity: str) -> set[tuple[str, str | None, int | None]]:
    return {(one.fact, one.value, one.since) for one in all_facts([Entity.objects.get(pk=entity)])}


def test_the_office_enters_and_changes_and_a_second_time_changes_nothing(office: User) -> None:
    taken = by(office, [NEW], fact(OURS, "area", "12"), fact(code(1), "规上", "是", "2022-01"))
    assert (taken.entered, taken.told, taken.same, taken.waits) == (1, 2, 0, False)
    entity = Entity.objects.get(pk=code(1))
    assert (entity.name, entity.area, entity.active_from) == ("新材料有限公司", "11", month("2021-10"))
    assert {("area", "11", None), ("area", "12", month("2021-09"))} <= stands(OURS)
    told = EntityFact.objects.filter(entity=OURS).latest("revision")
    assert (told.reporter, told.reason) == ("maker", "依据")
    before = JournalEntry.objects.count(), Run.objects.count()
    again = by(office, [NEW], fact(OURS, "area", "12"), fact(code(1), "规上", "是", "2022-01"))
    assert (again.entered, again.told, again.same, again.change) == (0, 0, 3, None)
    assert (JournalEntry.objects.count(), Run.objects.count()) == before
    assert prove().faults == []


def test_an_area_proposes_within_its_reach_and_the_office_decides(office: User) -> None:
    county = person(Role.AREA_APPROVER, name="county")
    assert refused(lambda: by(county, [], fact(THEIRS, "area", "11"))) == ["W404"]
    assert refused(lambda: by(county, [{**NEW, "area": "12"}])) == ["W404"]
    taken = by(county, [NEW], fact(OURS, "grade", "A"))
    assert taken.waits
    assert not Entity.objects.filter(pk=code(1)).exists()
    assert waits_for(office)[0].number == 1
    assert taken.change is not None
    with pytest.raises(PermissionDenied):
        decide(Actor("county", ""), county, taken.change.pk, grant=True)
    decide(Actor("maker", ""), office, taken.change.pk, grant=True)
    assert ("grade", "A", month("2021-09")) in stands(OURS)
    assert EntityFact.objects.filter(fact="grade").get().reporter == "county"
    assert prove().faults == []


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE, Role.AREA_APPROVER)])
def test_nobody_else_changes_the_register(role: Role, filled: None) -> None:
    with pytest.raises(PermissionDenied):
        by(person(role), [NEW])


def test_what_alters_closed_months_takes_two_and_says_so(office: User, other: User) -> None:
    close("2021-09")
    assert not by(office, [], fact(OURS, "area", "12", "2021-10")).waits, "an open month is the office's own matter"
    taken = by(office, [], fact(OURS, "industry", "C3240", "2021-08"))
    assert taken.waits
    assert taken.change is not None
    assert taken.change.past
    assert ("industry", "C3240", month("2021-08")) not in stands(OURS)
    assert refused(lambda: decide(Actor("maker", ""), office, taken.change.pk, grant=True)) == ["W409"]
    assert refused(lambda: by(office, [], fact(OURS, "industry", "C3240", "2021-08"))) == ["W407"]
    decide(Actor("other", ""), other, taken.change.pk, grant=True)
    assert ("industry", "C3240", month("2021-08")) in stands(OURS)
    assert refused(lambda: decide(Actor("other", ""), other, taken.change.pk, grant=True)) == ["W408"]


def test_a_new_entry_alters_closed_months_only_where_it_was_active_then(office: User) -> None:
    close("2021-09")
    assert not by(office, [NEW]).waits
    assert by(office, [{**NEW, "id": code(2), "name": "早已投产", "active_from": "2021-09"}]).waits
    assert by(office, [{**NEW, "id": code(3), "name": "一直都在", "active_from": ""}]).waits


def test_to_end_a_membership_in_an_open_month_leaves_the_past_alone(office: User, other: User) -> None:
    first = by(office, [], fact(OURS, "list", "key", "2021-01"), document="1 号文")
    assert first.change is not None
    decide(Actor("other", ""), other, first.change.pk, grant=True)
    close("2021-09")
    ended = by(office, [], fact(OURS, "list", "key", "2021-01", "2021-10"), document="2 号文")
    assert ended.waits, "who stands on a list takes two"
    assert ended.change is not None
    assert not ended.change.past
    early = by(office, [], fact(OURS, "list", "key", "2021-01", "2021-08"), document="3 号文")
    assert early.change is not None
    assert early.change.past


def test_the_first_list_of_all_leaves_the_past_alone(office: User) -> None:
    close("2021-09")
    asked = by(office, [], fact(OURS, "list", "key", "2021-10"), document="1 号文")
    assert asked.change is not None
    assert not asked.change.past


def test_a_list_names_its_document_and_a_change_its_reason(office: User) -> None:
    assert refused(lambda: by(office, [], fact(OURS, "list", "key"))) == ["W406"]
    assert refused(lambda: by(office, [], fact(OURS, "grade", "A"), reason=" ")) == ["W405"]
    assert refused(lambda: by(office, [])) == ["W411"]


def test_closed_and_opened_again(office: User) -> None:
    by(office, [NEW])
    by(office, [], fact(code(1), "closed", "yes", "2022-03"))
    assert Entity.objects.get(pk=code(1)).active_until == month("2022-02")
    by(office, [], fact(code(1), "closed", "no", "2022-06"))
    entity = Entity.objects.get(pk=code(1))
    assert (entity.active_from, entity.active_until) == (month("2022-06"), None)
    assert {("closed", "yes", None), ("closed", "no", month("2021-10"))} <= stands(code(1)), (
        "before it began it was not"
    )


def test_a_code_as_a_spreadsheet_leaves_it_is_named(office: User) -> None:
    right = code(7)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    wide = "".join(chr(ord(each) + 0xFEE0) for each in right)
    for given, codes in (
        ("9.1640500MA0000E+17", ["V071"]),
        ("9.16405E+17", ["V106"]),
        (right[1:], ["V071"]),
        (wrong, ["V072"]),
        ("", ["V070"]),
    ):
        assert refused(lambda given=given: by(office, [{**NEW, "id": given}])) == codes, given
    assert by(office, [{**NEW, "id": f" {wide} "}]).entered == 1
    assert Entity.objects.filter(pk=right).exists()


def test_look_alikes_are_shown_before_a_second_entry(office: User) -> None:
    by(office, [NEW])
    by(office, [], fact(code(1), "name", "改名科技有限公司", "2022-01"))
    near = code(1)[:16] + ("9" if code(1)[16] != "9" else "8")
    near += check_digit(near)
    moved = "91640502" + code(1)[8:17]
    moved += check_digit(moved)
    for row in (
        {**NEW, "id": code(50), "name": "新材料 有限责任公司"},
        {**NEW, "id": code(51), "name": "改名科技有限公司"},
        {**NEW, "id": near, "name": "另一家"},
        {**NEW, "id": moved, "name": "再一家"},
    ):
        assert set(refused(lambda row=row: by(office, [row]))) == {"W403"}, row
        assert by(office, [row], distinct=True).entered == 1
    twice = [{**NEW, "id": code(60), "name": "同名厂"}, {**NEW, "id": code(61), "name": "同名厂"}]
    assert refused(lambda: by(office, twice)) == ["W403"]


def test_an_entry_that_stands_otherwise_is_named_and_one_that_changed_since_is_not(office: User) -> None:
    by(office, [NEW])
    assert refused(lambda: by(office, [{**NEW, "area": "12", "industry": "C3240"}])) == ["W402", "W402"]
    by(office, [], fact(code(1), "name", "改名科技", "2022-01"), fact(code(1), "closed", "yes", "2022-03"))
    assert by(office, [NEW]).same == 1, "it was so once: the sheet it came from may come again"


def test_a_fact_that_never_was_is_withdrawn(office: User) -> None:
    client = browser(office)
    by(office, [], fact(OURS, "tag", "star"))
    key = EntityFact.objects.get(fact="tag").pk
    assert Entity.objects.get(pk=OURS).tags == "green;large;star"
    page = client.post(reverse("withdraw-fact", args=[OURS]), {"key": key, "reason": "录错"})
    assert page.status_code == 302
    assert Entity.objects.get(pk=OURS).tags == "green;large"
    assert client.post(reverse("withdraw-fact", args=[OURS]), {"key": key, "reason": "录错"}).status_code == 422
    assert prove().faults == []


def test_a_monthly_sheet_says_who_joined_and_who_left(office: User, tmp_path: Path) -> None:
    sheet = tmp_path / "月度升规退库.csv"
    sheet.write_text(f"统一社会信用代码,变动\n{OURS},升规\n{THEIRS},退库\n", encoding="gb18030")
    wanted = from_sheet(sheet, sheet.name, {"since": "2021-10"}, reason="月度审核", document="统计局通知")
    assert ask(SYSTEM, None, wanted).told == 2
    assert ("above_scale", "yes", month("2021-10")) in stands(OURS)
    assert ("above_scale", "no", month("2021-10")) in stands(THEIRS)
    assert EntityFact.objects.filter(entity=OURS).latest("revision").reason == "月度审核（统计局通知）"
    again = from_sheet(sheet, sheet.name, {"since": "2021-10"}, reason="月度审核", document="统计局通知")
    assert ask(SYSTEM, None, again).same == 2


def test_everything_wrong_with_a_sheet_is_told_at_once_and_nothing_is_taken(office: User, tmp_path: Path) -> None:
    sheet = tmp_path / "a.csv"
    lines = [f"{code(1)},甲厂,乙县,C3240", f"{code(2)}X,乙厂,乙县,", f"{code(3)},,丁县,", f"{OURS},别的名字,11,"]
    sheet.write_text("统一社会信用代码,名称,地区,行业\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(UserError) as error:
        ask(SYSTEM, None, from_sheet(sheet, "a.csv", {}))
    found = [(issue.code, issue.place.file, issue.place.row) for issue in error.value.issues]
    assert {("V071", "a.csv", 3), ("V076", "a.csv", 4), ("W402", "a.csv", 5)} <= set(found)
    assert not Entity.objects.filter(pk=code(1)).exists()
    assert not RegisterChange.objects.exists()
