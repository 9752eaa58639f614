"""What others changed about an account reaches its person: at the next sign-in, and on their own page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from helpers_web import PASSWORD, browser, person
from sigai_web.accounts import services
from sigai_web.accounts.changed import changes_by_others
from sigai_web.accounts.models import Membership, User
from sigai_web.journal.writing import Actor
from sigai_web.permissions import Role

pytestmark = pytest.mark.django_db
OTHER = Actor("security", "")
SINCE = "您上次登录以来，您的账号有改动"


def proposed(user: User, role: Role) -> Membership:
    return Membership.objects.create(user=user, role=role, scope="")


def granted(user: User) -> None:
    services.grant(OTHER, proposed(user, Role.LEADER))


def revoked(user: User) -> None:
    services.revoke(OTHER, user.memberships.get(role=Role.ENTERPRISE_REPORTER))


def signed_in(user: User) -> str:
    """The page after signing in."""
    return Client().post("/sign-in", {"username": user.username, "password": PASSWORD}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (granted, "批准了角色：领导"),
        (revoked, "收回了角色：企业填报员"),
        (lambda user: services.reset_second_factor(OTHER, user), "重置了动态口令"),
        (lambda user: services.end_sessions(OTHER, user), "让您全部退出"),
    ],
)
def test_at_the_next_sign_in_they_are_told(change: Callable[[User], Any], words: str, filled: None) -> None:
    user = person(Role.ENTERPRISE_REPORTER)
    assert SINCE not in signed_in(user)
    change(user)
    page = signed_in(user)
    assert SINCE in page
    assert f"security {words}" in page
    assert SINCE not in signed_in(user), "once"
    own = browser(user).get("/account").content.decode()
    assert f"security {words}" in own, "and it stays on their own page"


def test_what_people_do_themselves_is_no_news(filled: None) -> None:
    user = person(Role.ENTERPRISE_REPORTER)
    signed_in(user)
    services.change_password(Actor(user.username, ""), user, PASSWORD)
    services.end_sessions(Actor(user.username, ""), user)
    assert SINCE not in signed_in(user)


def test_the_first_sign_in_tells_of_nothing_before_it(filled: None) -> None:
    user = person(Role.ENTERPRISE_REPORTER)
    granted(user)
    assert SINCE not in signed_in(user)
    assert [change.what for change in changes_by_others(user)][:1] == ["批准了角色：领导"]


def test_of_others_accounts_nobody_is_told(filled: None) -> None:
    user, other = person(Role.ENTERPRISE_REPORTER), person(Role.LEADER, name="other")
    signed_in(other)
    granted(user)
    assert SINCE not in signed_in(other)
