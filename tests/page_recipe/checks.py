"""What the app of the recipe shows, in a process in which the site has it (`tests/web/test_page_recipe.py`)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from helpers_loose_ends import loose_ends
from helpers_web import OURS, browser, person
from sigai_web.accounts.models import User
from sigai_web.permissions import Role
from sigai_web.store.models import CurrentRecord

pytestmark = pytest.mark.django_db


def page(user: User, address: str) -> str:
    response = browser(user).get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_nothing_is_left_out() -> None:
    assert loose_ends() == []


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AREA_REPORTER, Role.LEADER])
def test_whoever_may_sees_the_page_in_the_menu_and_the_panel(role: Role, filled: None) -> None:
    user, may = person(role), role is not Role.LEADER
    record = CurrentRecord.objects.get(entity=OURS)
    assert ('href="/visits">走访</a>' in page(user, reverse("today"))) is may
    assert (f'<a href="/visits">全部走访</a> {record.number}' in page(user, reverse("record", args=[record.pk]))) is may
    assert browser(user).get("/visits").status_code == (200 if may else 403)


def test_the_page_lists_what_is_within_reach(filled: None) -> None:
    office, clerk = (page(person(role), "/visits") for role in (Role.OFFICE, Role.AREA_REPORTER))
    numbers = list(CurrentRecord.objects.values_list("number", flat=True))
    assert all(f"<li>{number} " in office for number in numbers)
    assert len(numbers) > sum(f"<li>{number} " in clerk for number in numbers) > 0
