"""Every view × every role: success, wrong role, anonymous, wrong method; with the number of queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from helpers_repository import templates
from helpers_web import browser, person, stranger, web_data
from helpers_web_fixtures import remember_nothing
from sigai_web.accounts.models import Membership, User
from sigai_web.pages.context import demonstration
from sigai_web.permissions import ROLES, Role
from sigai_web.permissions.access import access_of
from sigai_web.urls import urlpatterns
from view_cases import CASES
from view_cases.case import AUDIT, OFFICE, SECURITY, SYSTEM

pytestmark = pytest.mark.django_db

MOST_QUERIES = 30
BELL = 1
"""In the head of every page the messages not read are counted, by one query beside what its case says."""
LONGER = {"verify-journal", "below-new", "below-import", "decide-register-change", "correct-record", "record-step"}
"""Verification asks every table that the journal proves. What belongs to an enterprise is entered with its line, its
facts and the lines of its family, is journaled twice, and a calculation is asked for. Of a
correction whoever may decide it is told, and of a step whoever leads the record on, and its party."""


def test_no_view_is_untested_and_every_view_says_who_may_open_it() -> None:
    views = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)]
    assert {pattern.name for pattern in views} == set(CASES)
    assert all(access_of(pattern.callback) for pattern in views)


@pytest.fixture
def other() -> tuple[User, Membership]:
    """Somebody for administrators to work on, with a role that waits for a decision."""
    user = person(Role.LEADER, name="other", granted=False)
    return user, user.memberships.get()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is taken back, and nothing is kept of it: every role finds the same."""
    remember_nothing()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def address(name: str, other: tuple[User, Membership]) -> str:
    return reverse(name, args=CASES[name].arguments(*other))


@pytest.mark.parametrize("name", list(CASES))
def test_who_may_open_it(
    name: str,
    other: tuple[User, Membership],
    filled: None,
    subtests: pytest.Subtests,
    django_assert_max_num_queries: Any,
) -> None:
    one_for_all = "" if CASES[name].own else address(name, other)
    for role in [*Role, None]:
        with subtests.test(role=role), undone():
            client = browser(person(role) if role else None)
            where = one_for_all or address(name, other)
            may_open(name, role, client, where, django_assert_max_num_queries)


def may_open(name: str, role: Role | None, client: Client, where: str, asks_at_most: Any) -> None:
    """Whether one role gets what the view's case says."""
    case = CASES[name]
    send, data = getattr(client, case.method), case.data()
    demonstration()  # kept for a minute: whether this page or one before it asks is chance
    if role in case.who:
        assert case.queries <= MOST_QUERIES or name in LONGER
        with asks_at_most(case.queries + BELL):
            response = send(where, data)
        assert response.status_code == case.status
        return
    response = send(where, data)
    if role is not None:
        assert response.status_code == 403
        assert "回首页" in response.content.decode()
    elif case.public:
        assert response.status_code == (200 if name == "sign-in" else case.status)
    else:
        assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("sign-in"))


@pytest.mark.parametrize("name", list(CASES))
def test_wrong_method(name: str, other: tuple[User, Membership], filled: None) -> None:
    case = CASES[name]
    client = browser(person(next(role for role in Role if role in case.who)))
    for method in {"post", "put", "delete"} - case.answers:
        assert getattr(client, method)(address(name, other)).status_code == 405, method


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "get" not in case.answers])
def test_an_address_that_only_does_something_leads_whoever_opens_it_to_its_page(
    name: str, other: tuple[User, Membership], filled: None
) -> None:
    case = CASES[name]
    client = browser(person(next(role for role in Role if role in case.who)))
    where = address(name, other)
    for method in ("get", "head"):
        response = getattr(client, method)(where)
        assert response.status_code == 302, method
        led = client.get(response["Location"], follow=True)
        assert led.status_code == 200, response["Location"]
        assert "<h1" in led.content.decode()
    anonymous = browser(None).get(where, follow=True)
    assert anonymous.status_code == 200
    assert "用户名" in anonymous.content.decode()


@pytest.mark.parametrize("name", list(CASES))
def test_the_head_of_every_address_is_told(name: str, other: tuple[User, Membership], filled: None) -> None:
    case = CASES[name]
    client = browser(person(next(role for role in Role if role in case.who)))
    whole, head = client.get(address(name, other)), client.head(address(name, other))
    assert head.status_code == whole.status_code
    assert head.status_code != 405
    assert head.getvalue() == b""


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.missing])
def test_missing_object(name: str, filled: None) -> None:
    case = CASES[name]
    client = browser(person(next(role for role in Role if role in case.who)))
    response = getattr(client, case.method)(reverse(name, args=case.missing), case.data())
    assert response.status_code == 404
    assert "没有这个页面" in response.content.decode()


ELSEWHERE = [
    (name, role)
    for name, case in CASES.items()
    for role in Role
    if case.foreign and role in case.who and ROLES[role].scope != "programme"
]


@pytest.mark.parametrize(("name", "role"), ELSEWHERE)
def test_the_same_role_elsewhere(name: str, role: Role, other: tuple[User, Membership], filled: None) -> None:
    case = CASES[name]
    client = browser(stranger(role))
    response = getattr(client, case.method)(address(name, other), case.data())
    assert response.status_code == case.foreign


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.public])
def test_nothing_opens_before_the_second_factor(
    name: str, other: tuple[User, Membership], filled: None, subtests: pytest.Subtests
) -> None:
    where = address(name, other)
    for role in (role for role in Role if role in SYSTEM | SECURITY | AUDIT | OFFICE):
        with subtests.test(role=role), undone():
            stays_shut(name, role, where)


def stays_shut(name: str, role: Role, where: str) -> None:
    """Whether somebody whose second factor is wanting is led to it."""
    response = getattr(browser(person(role), second_factor=False), CASES[name].method)(where)
    if name == "second-factor":
        assert response.status_code == 200
    elif name == "sign-out":
        assert response["Location"] == reverse("sign-in")
    else:
        assert (response.status_code, response["Location"].partition("?")[0]) == (302, reverse("second-factor"))


def _without_chinese(page: str) -> str:
    """A page without what it marks as Chinese."""
    document = lxml.html.fromstring(page)
    for part in document.xpath('//*[@lang="zh"]'):
        part.drop_tree()
    return str(lxml.html.tostring(document, encoding="unicode"))


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.english])
def test_english_pages_hold_no_chinese_word_of_ours(name: str, other: tuple[User, Membership], filled: None) -> None:
    """Names of people and of the programme are as they are, and so is what is marked as Chinese, as the text of a
    bulletin; every word of the system is English."""
    case = CASES[name]
    client = browser(person(next(role for role in Role if role in case.who)))
    client.cookies["language"] = "en"
    page = client.get(address(name, other)).content.decode()
    assert '<html lang="en">' in page
    left = set(re.findall(r"[\u4e00-\u9fff]+", _without_chinese(page))) - {"中文", "某人", "示例数据"} - content_words()
    assert not left


def content_words() -> set[str]:
    """What the invented programme and its data call things, in both languages alike."""
    content = Path(settings.SIGAI_PROGRAMME).rglob("*.yaml")
    texts = [file.read_text(encoding="utf-8") for file in content] + [
        str(row) for row in web_data().entities.to_pylist()
    ]
    texts += [str(row) for row in web_data().records.to_pylist()]
    return {word for text in texts for word in re.findall(r"[\u4e00-\u9fff]+", text)}


def test_the_sign_in_page_speaks_chinese_first() -> None:
    page = browser(None).get("/sign-in", headers={"accept-language": "en"}).content.decode()
    assert ">用户名<" in page
    assert "Username" not in page


def test_every_chinese_word_of_a_template_has_its_english() -> None:
    outside = []
    for path, text in templates().items():
        if path.endswith(("/500.html", "/413.html")):
            continue
        left = re.sub(r"\{% t (\"[^\"]*\"|'[^']*') (\"[^\"]*\"|'[^']*')(?: as \w+)? %\}", "", text)
        left = re.sub(r"\{% text %\}.*?\{% english %\}", "", left, flags=re.DOTALL)
        outside += [f"{path}: {found}" for found in re.findall(r"[\u4e00-\u9fff]+", left) if found != "中文"]
    assert not outside


def test_lists_take_as_many_queries_for_fifty_people_as_for_one(django_assert_num_queries: Any) -> None:
    client = browser(person(Role.SYSTEM_ADMINISTRATOR))
    client.get("/accounts")
    with CaptureQueriesContext(connection) as few:
        client.get("/accounts")
    for number in range(50):
        person(Role.ENTERPRISE_REPORTER, name=f"clerk-{number}")
    with django_assert_num_queries(len(few) + 1):  # the names of entities: none was needed before
        client.get("/accounts")


def faults_of(response: Any) -> list[str]:
    """What is wrong with the headers that a browser guards a page by, and what in the page goes around them."""
    policy, kind = response["Content-Security-Policy"], response.headers.get("Content-Type", "")
    sound = {
        "the policy": "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy,
        "frames": response["X-Frame-Options"] == "DENY",
        "sniffing": response["X-Content-Type-Options"] == "nosniff",
        "referrers": response["Referrer-Policy"] == "same-origin",
        "the type": response.status_code in (301, 302) or bool(kind),
    }
    if response.status_code not in (301, 302) and kind.startswith("text/html"):
        page = response.content.decode()
        sound |= {
            "the charset": "charset" in kind,
            "what is fetched from elsewhere": not re.search(r"(src|href)=\"(https?:)?//", page),
            "styles": " style=" not in page,
            "scripts": not re.search(r'<script(?! (type="module" )?src="/static/)', page),
        }
    return [name for name, good in sound.items() if not good]


@pytest.mark.any_database
@pytest.mark.parametrize("name", list(CASES))
def test_headers_of_every_page(name: str, other: tuple[User, Membership], filled: None) -> None:
    """For who may see it, and for who is not signed in."""
    who = person(next(role for role in Role if role in CASES[name].who))
    for client in (browser(who), browser(None)):
        assert faults_of(client.get(address(name, other))) == []


@pytest.mark.parametrize("where", ["/sign-in", "/nowhere", "/static/nothing.js", "/health"])
def test_headers_of_what_is_not_there(where: str) -> None:
    assert faults_of(browser(None).get(where)) == []


ASKED = re.findall(r"\w+", "q page area unit state entity period month form sort kind pillar after")
QUOTED = "' OR 1=1; DROP TABLE account; --"


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.method == "get"])
def test_a_quoted_text_is_no_part_of_a_query(name: str, other: tuple[User, Membership], filled: None) -> None:
    """Every word that a page may be asked with: it is looked for, refused or passed over, and runs nowhere."""
    client = browser(person(next(role for role in Role if role in CASES[name].who)))
    response = client.get(address(name, other), dict.fromkeys(ASKED, QUOTED))
    assert response.status_code < 500
    assert User.objects.exists()


def test_language_stays_and_never_leads_away() -> None:
    client = browser(None)
    response = client.post("/language", {"language": "en", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"
    assert client.cookies["language"].value == "en"
    assert "Sign in" in client.get("/sign-in").content.decode()
    client.post("/language", {"language": "xx"})
    assert client.post("/language", {"language": "en", "next": "nowhere"})["Location"] == "nowhere"
    assert client.cookies["language"].value == "en"


def test_a_forged_form_is_refused_in_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/language", {"language": "en"})
    assert response.status_code == 403
    assert "表单已失效" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/enterprises?q=%00",
        "/enterprises?%00=q",
        "/enterprises/%00",
        "/ledgers/of/works?entity=x%00",
        f"/ledgers/records/{'9' * 30}",
        f"/ledgers/documents/{'9' * 30}",
        f"/instructions/about/record/{'9' * 30}",
    ],
)
def test_what_no_database_can_hold_is_not_there(filled: None, address: str) -> None:
    assert browser(person(Role.LEADER)).get(address).status_code == 404


def test_what_no_database_can_hold_is_not_taken(filled: None) -> None:
    office = browser(person(Role.OFFICE))
    assert office.post("/runs/start", {"as_of": "2021-09\0"}).status_code == 404
    assert browser(None).post("/sign-in", {"username": "a\0", "password": "b"}).status_code == 404
