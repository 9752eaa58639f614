"""Every address that a page offers answers whoever sees it: links are followed as each role, forms opened by GET."""

from __future__ import annotations

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from helpers_records import work
from helpers_reporting import accepted
from helpers_web import OURS, browser, person
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.reporting.models import Sheet
from sigai_web.runs.calculating import carry_out, request_run

pytestmark = pytest.mark.django_db
MOST = 2
"""So many pages of each view are opened: those of one view offer the same links."""
_OFFERED = re.compile(r"""(?:href|action|hx-get)="([^"#][^"]*)""")
LEFT_OUT = {"sign-out", "language"}


def offered(page: str, at: str) -> list[str]:
    """The addresses of this site that a page offers, as they are opened from it."""
    found = [urljoin(at, unescape(each)) for each in _OFFERED.findall(page)]
    return [each for each in dict.fromkeys(found) if not urlsplit(each).netloc and not each.startswith("/static/")]


def walked(client: Client, first: str = "/") -> tuple[Counter[str], list[str]]:
    """Every view that somebody comes to by what pages offer, with what did not answer."""
    waiting, seen, opened, dead = deque([(first, "")]), {first}, Counter[str](), list[str]()
    while waiting:
        address, origin = waiting.popleft()
        name = resolve(urlsplit(address).path).url_name or ""
        if name in LEFT_OUT or opened[name] >= MOST:
            continue
        opened[name] += 1
        response = client.get(address)
        if response.status_code in (301, 302):
            target = urljoin(address, response["Location"])
            if target not in seen:
                seen.add(target)
                waiting.append((target, address))
            continue
        if response.status_code != 200:
            dead.append(f"{response.status_code} {address} (offered on {origin})")
        if response.streaming:
            response.getvalue()  # read to its end, so that the file behind it is closed
            continue
        if not response["Content-Type"].startswith("text/html"):
            continue
        for each in offered(response.content.decode(), address):
            if each not in seen:
                seen.add(each)
                waiting.append((each, address))
    return opened, dead


@pytest.mark.parametrize("role", list(Role))
def test_every_address_that_a_page_offers_answers(role: Role, filled: None) -> None:
    accepted()
    work(person(Role.OFFICE, name="maker"), entity=OURS, area="11", name="Works", note="n")
    carry_out(request_run(SYSTEM, because="test"))
    assert Sheet.objects.exists()
    opened, dead = walked(browser(person(role)))
    assert dead == []
    assert len(opened) > 3, "somebody in this role comes to some pages at all"
