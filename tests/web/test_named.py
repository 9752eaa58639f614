"""What the plan names: linked by the office, shown with its commitment and where it stands, within one's reach."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from helpers_records import actor, work
from helpers_web import OURS, THEIRS, browser, person
from sigai.base import UserError
from sigai.programme import Named
from sigai_web import programme
from sigai_web.journal.changes import LateError
from sigai_web.journal.models import JournalEntry
from sigai_web.named.linking import link, unlink
from sigai_web.named.meant import suggested
from sigai_web.named.models import NamedLink
from sigai_web.named.standing import standing_of
from sigai_web.named.views import KINDS
from sigai_web.permissions import Role

pytestmark = pytest.mark.django_db


def named(name: str) -> Named:
    return next(one for one in programme.current().named if one.id == name)


def page(role: Role, name: str = "N1", **more: Any) -> str:
    return browser(person(role, **more)).get(reverse("named-page", args=[name])).content.decode()


def test_a_name_is_linked_and_taken_back_and_the_journal_tells_both(filled: None) -> None:
    office = person(Role.OFFICE)
    assert [one.subject for one in suggested(office, named("N1"), [])] == [OURS, THEIRS, "11"]
    made = link(actor(office), office, named("N1"), OURS)
    (line,) = standing_of(office, [named("N1")])
    assert line.linked and [one.title for _, one in line.links] == ["乙县一厂"]
    assert [one.subject for one in suggested(office, named("N1"), [("entity", OURS)])] == [THEIRS, "11"]
    with pytest.raises(LateError):
        link(actor(office), office, named("N1"), "乙县一厂")
    unlink(actor(office), office, made.pk)
    assert not standing_of(office, [named("N1")])[0].linked
    unlink(actor(office), office, made.pk)
    actions = JournalEntry.objects.filter(about="named:N1").order_by("number").values_list("action", flat=True)
    assert list(actions) == ["named.link", "named.unlink"]
    link(actor(office), office, named("N1"), OURS)
    assert NamedLink.objects.filter(removed_at=None).count() == 1


@pytest.mark.parametrize(
    "given", ["", "  ", "nothing", "91000000MA00000000", "record:", "record:0", f"record:{9**30}", "area:no", "entity:"]
)
def test_what_is_not_there_is_not_linked(given: str, filled: None) -> None:
    office = person(Role.OFFICE)
    with pytest.raises(UserError) as told:
        link(actor(office), office, named("N1"), given)
    assert [issue.code for issue in told.value.issues] == ["W378"]


def test_where_several_are_called_so_each_can_be_chosen(filled: None) -> None:
    office = person(Role.OFFICE)
    one, two = work(office), work(office)
    client, address = browser(office), reverse("link-named", args=["N1"])
    answer = client.post(address, {"given": "一号工程"})
    shown = answer.content.decode()
    assert answer.status_code == 422 and "W380" in shown
    for record in (one, two):
        assert f'name="given" value="record:{record.pk}"' in shown
    assert client.post(address, {"given": f"record:{two.pk}"}).status_code == 302
    assert [(link.kind, link.subject) for link in NamedLink.objects.all()] == [("record", str(two.pk))]


def test_every_kind_of_name_has_its_word() -> None:
    assert set(KINDS) == set(get_args(Named.model_fields["kind"].annotation))


def test_nobody_but_the_office_links(filled: None) -> None:
    for role in set(Role) - {Role.OFFICE}:
        user = person(role)
        with pytest.raises(PermissionDenied):
            link(actor(user), user, named("N1"), OURS)


def test_a_name_stands_where_the_records_of_its_ledger_stand(filled: None) -> None:
    office = person(Role.OFFICE)
    record = work(office)
    other = work(office, name="别家的", entity=THEIRS)
    link(actor(office), office, named("N1"), OURS)
    (line,) = standing_of(office, [named("N1")])
    assert [one.number for one in line.records] == [record.number]
    link(actor(office), office, named("N2"), other.number)
    link(actor(office), office, named("N2"), "12")
    (place,) = standing_of(office, [named("N2")])
    assert [one.number for one in place.records] == [other.number]
    assert "谋划" in page(Role.LEADER)


def test_links_to_what_one_may_not_see_are_counted_alone(filled: None) -> None:
    office = person(Role.OFFICE)
    link(actor(office), office, named("N1"), OURS)
    theirs = person(Role.AREA_REPORTER, scope="12")
    (line,) = standing_of(theirs, [named("N1")])
    assert (line.linked, line.hidden, list(line.links), list(line.records)) == (True, 1, [], [])
    shown = browser(theirs).get(reverse("named-page", args=["N1"])).content.decode()
    assert "另有您不能查看的" in shown and OURS not in shown


def test_the_list_tells_how_many_are_linked_and_is_narrowed(filled: None) -> None:
    office = person(Role.OFFICE)
    link(actor(office), office, named("N2"), "12")
    client = browser(person(Role.LEADER))
    whole = client.get(reverse("named")).content.decode()
    assert "乙县一厂" in whole and "建成工程" in whole and "尚未关联" in whole
    linked = client.get(reverse("named"), {"linked": "yes"}).content.decode()
    assert "布局光伏" in linked and "建成工程" not in linked
    assert "布局光伏" not in client.get(reverse("named"), {"kind": "enterprise"}).content.decode()


def test_the_page_tells_commitment_place_and_figures(filled: None) -> None:
    office = person(Role.OFFICE)
    link(actor(office), office, named("N1"), OURS)
    shown = page(Role.LEADER)
    for told in ("建成工程", "2家", "一厂", "P1", "2021年9月"):
        assert told in shown
