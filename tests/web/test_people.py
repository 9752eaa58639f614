"""People on pages: by name and post, in one query."""

from __future__ import annotations

from typing import Any

import pytest

from helpers_web import OURS, person
from sigai_web import programme
from sigai_web.accounts.people import Person, people
from sigai_web.accounts.templatetags.people import person as tag
from sigai_web.permissions import Role
from sigai_web.store.models import Entity

pytestmark = pytest.mark.django_db


def test_people_have_names_and_posts_and_cost_one_query(django_assert_num_queries: Any) -> None:
    office, leader = person(Role.OFFICE, name="office"), person(Role.LEADER, name="leader")
    leader.memberships.update(granted_at=None)
    with django_assert_num_queries(1):
        found = people([office.username, leader.username, None, ""])
    assert found == {
        office.username: Person(office.username, office.name, ("工作专班",)),
        leader.username: Person(leader.username, leader.name),
    }, "what is only proposed is nobody's post"


def test_whoever_has_no_account_stands_for_itself(filled: None) -> None:
    unit, enterprise = programme.current().units[0], Entity.objects.get(pk=OURS)
    found = people(["system", unit.id, OURS, "somebody"])
    assert {username: str(who) for username, who in found.items()} == {
        "system": "系统",
        unit.id: unit.name.zh,
        OURS: enterprise.name,
        "somebody": "somebody",
    }


def test_posts_show_where_the_mouse_rests() -> None:
    who = Person("zhao", "赵甲", ("工作专班", "甲县 地区审核员"))
    assert tag("zhao", {"zhao": who}) == '<span title="工作专班, 甲县 地区审核员">赵甲</span>'
    assert tag("qian", {}) == "qian", "one that nobody looked up"
    assert tag("", {}) == "—"
