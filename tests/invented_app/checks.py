"""The invented app's own tests, in a process in which the site has it (`tests/web/test_apps.py`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from helpers_api import Program, document
from helpers_runs_web import ready_run
from helpers_web import OURS, THEIRS, browser, person, stranger
from sigai_web.accounts.models import User
from sigai_web.api.describing import api_page
from sigai_web.api.scopes import READ_CHANGES
from sigai_web.dashboards.instructing import instruct
from sigai_web.dashboards.models import Instruction
from sigai_web.journal.changes import change
from sigai_web.journal.writing import SYSTEM, append
from sigai_web.manifests import operations
from sigai_web.permissions import Role
from sigai_web.permissions.document import permissions_page
from sigai_web.store.models import CurrentRecord

pytestmark = pytest.mark.django_db

WHO = {Role.OFFICE, Role.AREA_APPROVER, Role.ENTERPRISE_REPORTER}


def page(user: User, address: str) -> str:
    response = browser(user).get(address)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_shows_it_to_whoever_may(role: Role, filled: None) -> None:
    entries = page(person(role), reverse("today"))
    assert ('href="/picnics">野餐</a>' in entries) is (role in WHO)
    assert bool(re.search(r"</b> 场野餐\s*</a>", entries)) is (role in WHO)


def test_its_place_in_the_menu_and_in_the_pages_that_are_made() -> None:
    office = person(Role.OFFICE)
    menu = page(office, reverse("areas"))
    section = menu[menu.index('<nav class="section"') :]
    assert section.index('href="/areas"') < section.index('href="/enterprises"') < section.index('href="/picnics"')
    permissions, api = permissions_page(operations()), api_page(600)
    assert permissions.index("`record.keep`") < permissions.index("`picnic.read`") < permissions.index("`record.step`")
    assert "| `read:picnics` | 读野餐 · read picnics |" in api
    assert "| `GET /picnics` | 野餐 · picnics | `read:picnics` | `picnic.read` |" in api
    assert "<h2>野餐</h2>" in page(office, reverse("api-docs"))


def record_of(entity: str) -> str:
    return reverse("record", args=[CurrentRecord.objects.get(entity=entity).pk])


PAGES: dict[str, tuple[Callable[[], str], str, str]] = {
    "record": (lambda: record_of(OURS), "record R1", "First picnic"),
    "enterprise": (lambda: reverse("enterprise", args=[OURS]), f"enterprise {OURS}", "First picnic"),
    "target": (lambda: reverse("target", args=["T"]), "&lt;target T&gt;", "First picnic"),
    "unit": (lambda: reverse("unit", args=["U1"]), "unit U1", ""),
    "area": (lambda: reverse("area", args=["11"]), "area 11", ""),
}
"""Of each page with panels: its address, what the panel says it is about, and what it holds."""


@pytest.mark.parametrize("name", list(PAGES))
@pytest.mark.parametrize("role", [Role.OFFICE, Role.AREA_APPROVER, Role.LEADER, Role.AREA_REPORTER])
def test_a_panel_on_every_page_that_takes_panels(name: str, role: Role, filled: None) -> None:
    """Those who may read picnics see it, and those who may only read the page do not."""
    ready_run()
    address, about, holds = PAGES[name]
    shown = page(person(role), address())
    assert (f'data-picnics="{about}"' in shown) is (role in WHO)
    assert (holds in shown) is (role in WHO or not holds)


def test_a_panel_shows_what_is_within_reach_only(filled: None) -> None:
    ready_run()
    target = reverse("target", args=["T"])
    readers = (person(Role.AREA_APPROVER), stranger(Role.AREA_APPROVER), person(Role.OFFICE))
    own, other, office = (page(user, target) for user in readers)
    assert "First picnic" in own and "Only picnic" not in own
    assert "First picnic" not in other and "Only picnic" in other
    assert "First picnic" in office and "Only picnic" in office


def test_a_panel_about_nothing_is_not_shown_and_what_it_holds_is_escaped(filled: None) -> None:
    """The record of an enterprise without picnics within reach has no panel; its button depends on the right alone."""
    ready_run()
    user = person(Role.AREA_APPROVER)
    assert browser(user).get(record_of(THEIRS)).status_code == 404
    assert "<target" not in page(user, reverse("target", args=["T"]))
    shown = page(person(Role.OFFICE), record_of(OURS))
    buttons = "".join(re.findall(r'<p class="actions">(.*?)</p>', shown, re.DOTALL))
    assert '<a class="button" href="/picnics">野餐</a>' in buttons
    assert 'href="/picnics">野餐</a>' not in page(person(Role.LEADER), record_of(OURS))


def test_buttons_and_cards_of_several_apps_stand_in_their_order(filled: None) -> None:
    ready_run()
    instruct(SYSTEM, None, Instruction.Kind.UNIT, "U1", unit="U1", text="what is asked")
    shown = page(person(Role.OFFICE), reverse("unit", args=["U1"]))
    assert shown.index('data-picnics="unit U1"') < shown.index("what is asked")  # order 5 before order 10


def test_its_operation_of_the_api_and_its_rights() -> None:
    assert "/api/v1/picnics" in document()["paths"]
    assert [item["text"] for item in Program(person(Role.OFFICE)).get("/picnics").json()["items"]] == [
        "First picnic",
        "Second picnic",
        "Only picnic",
    ]
    assert Program(stranger(Role.ENTERPRISE_REPORTER)).get("/picnics").json() == {
        "items": [{"entity": THEIRS, "text": "Only picnic"}]
    }
    assert Program(person(Role.LEADER)).get("/picnics").status_code == 403


@change
def picnicked(entity: str) -> None:
    append(SYSTEM, "picnic.note", f"picnic:{entity}")


def test_its_changes_are_told_within_reach() -> None:
    picnicked(OURS)
    told: Any = Program(person(Role.OFFICE)).get("/changes").json()["items"]
    assert [(one["kind"], one["picnic"]) for one in told] == [("picnic", {"entity": OURS, "count": 2})]
    assert "picnic" in document()["components"]["schemas"]["ChangeOut"]["properties"]
    assert Program(stranger(Role.ENTERPRISE_REPORTER)).get("/changes").json()["items"] == []
    assert Program(person(Role.AREA_APPROVER), READ_CHANGES).get("/changes").json()["items"] == []
