"""The menu of every role: few entries, what waits first, and every page of it two clicks away."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from helpers_web import browser, person
from sigai_web.accounts.models import User
from sigai_web.dashboards.instructing import close, instruct, reply
from sigai_web.dashboards.models import Instruction
from sigai_web.journal.writing import SYSTEM
from sigai_web.pages.waiting import waits_for
from sigai_web.permissions import Role
from view_cases import MENU

pytestmark = pytest.mark.django_db

MOST_ENTRIES = 7


def links(page: str, nav: str) -> dict[str, tuple[str, str]]:
    """The links of a row of the frame: address, what `aria-current` says of it, name."""
    rows = re.findall(rf'<nav class="{nav}".*?</nav>', page, flags=re.DOTALL)
    found = re.findall(r'<a href="([^"]*)"(?: aria-current="(\w+)")?>\s*(.*?)\s*</a>', "".join(rows), flags=re.DOTALL)
    return {address: (current, name) for address, current, name in found}


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


@pytest.mark.parametrize("role", list(Role))
def test_a_menu_is_short_begins_with_what_waits_and_leads_to_every_page_in_two_clicks(role: Role, filled: None) -> None:
    """From a page outside of all sections: an entry, then a page of its section. Each opens, and says where one is."""
    client = browser(person(role))
    about = shown(client, reverse("about"))
    entries = links(about, "menu")
    assert next(iter(entries)) == reverse("today")
    assert 1 < len(entries) <= MOST_ENTRIES
    assert not links(about, "section") and not any(current for current, _ in entries.values())
    reached = set(entries)
    for entry in entries:
        opened = shown(client, entry)
        assert {at: current for at, (current, _) in links(opened, "menu").items() if current} == {entry: "page"}
        within = links(opened, "section")
        assert {at: current for at, (current, _) in within.items() if current} == ({entry: "page"} if within else {})
        assert len(within) != 1
        reached |= set(within)
        for page in set(within) - {entry}:
            further = shown(client, page)
            assert links(further, "menu")[entry][0] == "true"
            assert {at: current for at, (current, _) in links(further, "section").items() if current} == {page: "page"}
    assert reached == {reverse(name) for name, who in MENU.items() if role in who}


@pytest.mark.parametrize("role", list(Role))
def test_what_waits_stands_beside_the_way_to_every_page(role: Role, filled: None) -> None:
    page = shown(browser(person(role)), reverse("today"))
    directory = page[page.index('<dl class="directory">') :]
    assert all(
        (f'<a href="{reverse(name)}">' in directory) is (role in who) for name, who in MENU.items() if name != "today"
    )


def test_an_entry_bears_the_name_of_its_only_page_and_speaks_english() -> None:
    leader, clerk = browser(person(Role.LEADER)), browser(person(Role.ENTERPRISE_REPORTER))
    assert links(shown(leader, reverse("about")), "menu")[reverse("month")] == ("", "填报")
    assert links(shown(clerk, reverse("about")), "menu")[reverse("enterprises")] == ("", "企业")
    leader.cookies["language"] = "en"
    names = [name for _, name in links(shown(leader, reverse("about")), "menu").values()]
    assert names == [
        "To do",
        "Progress",
        "Units, areas, enterprises",
        "Reporting",
        "Ledgers",
        "Instructions",
        "Bulletins and calculations",
    ]


@pytest.mark.parametrize(
    ("role", "address", "section", "page"),
    [
        (Role.OFFICE, "/ledgers/of/works", "/ledgers", "/ledgers"),
        (Role.OFFICE, "/ledgers/calendar?month=2021-10", "/ledgers", "/ledgers/calendar"),
        (Role.OFFICE, "/enterprises/no-such", "/units", "/enterprises"),
        (Role.OFFICE, "/explain/no-such/1/2021-12", "/cockpit", "/targets"),
        (Role.ENTERPRISE_REPORTER, "/figures/no-such/output/2021-09", "/enterprises", None),
        (Role.UNIT_REPORTER, "/reporting/no-such/2021-09/U1", "/reporting", "/reporting"),
        (Role.OFFICE, "/reporting/no-such/2021-09/U1", "/month", None),
        (Role.OFFICE, "/accounts", None, None),
        (Role.OFFICE, "/account", None, None),
    ],
)
def test_a_page_below_one_of_the_menu_stands_in_its_section(
    role: Role, address: str, section: str | None, page: str | None, filled: None
) -> None:
    """A page that is the menu's is found by the longest beginning; what the person may not open is never marked."""
    opened = browser(person(role)).get(address).content.decode()
    marked = [[at for at, (current, _) in links(opened, nav).items() if current] for nav in ("menu", "section")]
    assert marked == [[section] if section else [], [page] if page else []]


def test_nobody_without_a_role_has_a_menu() -> None:
    client = browser(person(Role.LEADER, granted=False))
    page = shown(client, reverse("today"))
    assert links(page, "menu") == {} and "现在没有等您办理的事" in page


def waiting(user: User) -> list[tuple[int, str]]:
    return [(one.number, one.address) for one in waits_for(user)]


def test_roles_that_are_proposed_wait_for_whoever_grants_them() -> None:
    security, other = person(Role.SECURITY_ADMINISTRATOR), person(Role.AUDITOR)
    assert waiting(security) == []
    person(Role.LEADER, name="proposed", granted=False)
    assert waiting(security) == [(1, "/roles?proposed=1")]
    assert waiting(other) == []
    assert "个角色待批准" in shown(browser(security), reverse("today"))


def test_an_instruction_waits_for_its_answer_and_then_to_be_closed() -> None:
    leader, office = person(Role.LEADER), person(Role.OFFICE)
    written = instruct(SYSTEM, None, Instruction.Kind.UNIT, "U1", unit="U1", text="what is asked")
    assert (waiting(leader), waiting(office)) == ([], [(1, "/instructions?state=open")])
    for text in ("first answer", "second answer"):
        reply(SYSTEM, None, written, text)
    assert (waiting(leader), waiting(office)) == ([(1, "/instructions?state=open")], [])
    close(SYSTEM, None, written)
    assert (waiting(leader), waiting(office)) == ([], [])


def test_what_is_wrong_with_the_system_waits_for_its_administrator() -> None:
    administrator = person(Role.SYSTEM_ADMINISTRATOR)
    ((number, address),) = waiting(administrator)
    assert number > 0 and address == reverse("operation")
    assert 'class="late"' in shown(browser(administrator), reverse("today"))
