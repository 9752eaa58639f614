"""Every view × every role: success, wrong role, anonymous, wrong method; with the number of queries."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from helpers_repository import ROOT
from helpers_web import PASSWORD, browser, person
from sigai_web.accounts.models import Membership, User
from sigai_web.journal import triggers
from sigai_web.permissions import Role
from sigai_web.permissions.access import access_of
from sigai_web.urls import urlpatterns

pytestmark = pytest.mark.django_db

EVERY = frozenset(Role)
SYSTEM = frozenset({Role.SYSTEM_ADMINISTRATOR})
SECURITY = frozenset({Role.SECURITY_ADMINISTRATOR})
AUDIT = frozenset({Role.AUDITOR})
ANYBODY = "anybody"
MOST_QUERIES = 30

Who = frozenset[Role]
CSV = b"username,name,email,role,scope\nli.si,\xe6\x9d\x8e\xe5\x9b\x9b,,leader,\n"


@dataclass(frozen=True)
class Case:
    """A view: who may open it, how, and what comes back."""

    who: Who
    method: str = "get"
    data: Callable[[], dict[str, Any]] = dict
    arguments: Callable[[User, Membership], list[Any]] = field(default=lambda _user, _membership: [])
    status: int = 200
    public: bool = False
    queries: int = 14


def of_user(user: User, _: Membership) -> list[Any]:
    return [user.pk]


def of_invitable(user: User, _: Membership) -> list[Any]:
    user.set_unusable_password()
    user.save()
    return [user.pk]


def of_membership(_: User, membership: Membership) -> list[Any]:
    return [membership.pk]


NEW = {"username": "wang.wu", "name": "王五", "email": "", "role": "leader", "scope": ""}
CASES: dict[str, Case] = {
    "home": Case(EVERY),
    "health": Case(EVERY, public=True),
    "language": Case(EVERY, "post", lambda: {"language": "en", "next": "/account"}, status=302, public=True),
    "sign-in": Case(EVERY, status=302, public=True),
    "sign-out": Case(EVERY, "post", status=302),
    "second-factor": Case(EVERY, status=302),
    "invitation": Case(EVERY, arguments=lambda _user, _membership: ["unknown"], status=410, public=True),
    "own-account": Case(EVERY),
    "own-password": Case(
        EVERY,
        "post",
        lambda: {
            "old_password": PASSWORD,
            "new_password1": "another long phrase 8",
            "new_password2": "another long phrase 8",
        },
        status=302,
        queries=20,
    ),
    "own-sessions": Case(EVERY, "post", status=302, queries=20),
    "accounts": Case(SYSTEM),
    "new-account": Case(SYSTEM, "post", lambda: NEW, queries=27),
    "import-accounts": Case(SYSTEM, "post", lambda: {"file": SimpleUploadedFile("a.csv", CSV)}, queries=29),
    "invite": Case(SYSTEM, "post", arguments=of_invitable, queries=21),
    "close-account": Case(SYSTEM, "post", arguments=of_user, status=302, queries=16),
    "roles": Case(SECURITY),
    "grant": Case(SECURITY, "post", arguments=of_membership, status=302, queries=16),
    "revoke": Case(SECURITY, "post", arguments=of_membership, status=302, queries=16),
    "end-sessions": Case(SECURITY, "post", arguments=of_user, status=302),
    "void-password": Case(SECURITY, "post", arguments=of_user, status=302, queries=16),
    "reset-second-factor": Case(SECURITY, "post", arguments=of_user, status=302, queries=16),
    "lift-lockout": Case(SECURITY, "post", arguments=of_user, status=302, queries=16),
    "journal": Case(AUDIT),
    "verify-journal": Case(AUDIT, "post"),
}


def test_no_view_is_untested_and_every_view_says_who_may_open_it() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(CASES)
    assert all(access_of(pattern.callback) for pattern in urlpatterns)


@pytest.fixture
def other() -> tuple[User, Membership]:
    """Somebody for administrators to work on, with a role that waits for a decision."""
    user = person(Role.LEADER, name="other", granted=False)
    return user, user.memberships.get()


def address(name: str, other: tuple[User, Membership]) -> str:
    return reverse(name, args=CASES[name].arguments(*other))


@pytest.mark.parametrize(("name", "role"), list(itertools.product(CASES, [*Role, None])))
def test_who_may_open_it(
    name: str, role: Role | None, other: tuple[User, Membership], filled: None, django_assert_max_num_queries: Any
) -> None:
    case = CASES[name]
    client = browser(person(role) if role else None)
    send = getattr(client, case.method)
    if role in case.who:
        assert case.queries <= MOST_QUERIES
        with django_assert_max_num_queries(case.queries):
            response = send(address(name, other), case.data())
        assert response.status_code == case.status
        return
    response = send(address(name, other), case.data())
    if role is not None:
        assert response.status_code == 403
        assert "回首页" in response.content.decode()
    elif case.public:
        assert response.status_code == (200 if name == "sign-in" else case.status)
    else:
        assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("sign-in"))


METHODS = {"home": "get", "health": "get", "own-account": "get", "accounts": "get", "roles": "get", "journal": "get"}
BOTH = {"sign-in", "second-factor", "invitation", "new-account", "import-accounts"}


@pytest.mark.parametrize("name", list(CASES))
def test_wrong_method(name: str, other: tuple[User, Membership]) -> None:
    case = CASES[name]
    client = browser(person(next(role for role in Role if role in case.who)))
    wrong = ["put", "delete"] if name in BOTH else ["put", "post" if METHODS.get(name) else "get"]
    for method in wrong:
        assert getattr(client, method)(address(name, other)).status_code == 405, method


@pytest.mark.parametrize(
    "name",
    [
        "invite",
        "close-account",
        "grant",
        "revoke",
        "end-sessions",
        "void-password",
        "reset-second-factor",
        "lift-lockout",
    ],
)
def test_missing_object(name: str) -> None:
    case = CASES[name]
    client = browser(person(next(iter(case.who))))
    response = client.post(reverse(name, args=[999]))
    assert response.status_code == 404
    assert "没有这个页面" in response.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role in SYSTEM | SECURITY | AUDIT | {Role.OFFICE}])
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.public])
def test_nothing_opens_before_the_second_factor(name: str, role: Role, other: tuple[User, Membership]) -> None:
    client = browser(person(role), second_factor=False)
    response = getattr(client, CASES[name].method)(address(name, other))
    if name == "second-factor":
        assert response.status_code == 200
    elif name == "sign-out":
        assert response["Location"] == reverse("sign-in")
    else:
        assert (response.status_code, response["Location"]) == (302, reverse("second-factor"))


@pytest.mark.parametrize(
    "name", ["home", "own-account", "accounts", "roles", "journal", "new-account", "import-accounts"]
)
def test_english_pages_hold_no_chinese_word_of_ours(name: str, other: tuple[User, Membership]) -> None:
    """Names of people and of the programme are as they are; every word of the system is English."""
    case = CASES[name]
    client = browser(person(next(role for role in Role if role in case.who)))
    client.cookies["language"] = "en"
    page = client.get(address(name, other)).content.decode()
    assert '<html lang="en">' in page
    left = set(re.findall(r"[\u4e00-\u9fff]+", page)) - {"中文", "某人", "小方案"}
    assert not left


def test_the_sign_in_page_speaks_chinese_first() -> None:
    page = browser(None).get("/sign-in", headers={"accept-language": "en"}).content.decode()
    assert ">用户名<" in page
    assert "Username" not in page


def test_every_chinese_word_of_a_template_has_its_english() -> None:
    outside = []
    for file in (ROOT / "src" / "sigai_web" / "templates").rglob("*.html"):
        if file.name == "500.html":
            continue
        text = re.sub(r"\{% t (\"[^\"]*\"|'[^']*') (\"[^\"]*\"|'[^']*') %\}", "", file.read_text(encoding="utf-8"))
        outside += [f"{file.name}: {found}" for found in re.findall(r"[\u4e00-\u9fff]+", text) if found != "中文"]
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


def test_headers_of_every_page() -> None:
    response = browser(None).get("/sign-in")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    page = response.content.decode()
    assert not re.search(r"(src|href)=\"(https?:)?//", page)
    assert " style=" not in page
    assert "<script" not in page


def test_language_stays_and_never_leads_away() -> None:
    client = browser(None)
    response = client.post("/language", {"language": "en", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"
    assert client.cookies["language"].value == "en"
    assert "Sign in" in client.get("/sign-in").content.decode()
    client.post("/language", {"language": "xx"})
    assert client.cookies["language"].value == "en"


def test_a_forged_form_is_refused_in_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/language", {"language": "en"})
    assert response.status_code == 403
    assert "表单已失效" in response.content.decode()


def test_health_names_what_does_not_work() -> None:
    assert browser(None).get("/health").json()["healthy"] is True
    triggers.remove(connection, "journal_entry")
    response = browser(None).get("/health")
    assert (response.status_code, response.json()["append_only"]) == (503, False)
