"""Filters of lists kept under a name: one's own, of one's organisation, and whatever is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from helpers_records import actor
from helpers_web import as_read, browser, person
from sigai.base import UserError
from sigai_web.accounts.models import User
from sigai_web.filters import keeping
from sigai_web.filters.keeping import keep_filter, narrowing, remove_filter
from sigai_web.filters.models import SavedFilter
from sigai_web.journal.models import JournalEntry
from sigai_web.permissions import Role

pytestmark = pytest.mark.django_db
LIST = "/ledgers/of/works"


def kept(
    user: User, name: str = "在建的", query: str = "state=building", *, shared: bool = False, path: str = LIST
) -> Any:
    return keep_filter(actor(user), user, path=path, query=query, name=name, shared=shared)


def shown(user: User, path: str = LIST, query: str = "") -> str:
    return as_read(browser(user).get(f"{path}?{query}").content.decode())


def test_from_the_page_of_a_list_and_back_to_it(filled: None) -> None:
    clerk = person(Role.UNIT_REPORTER)
    client = browser(clerk)
    page = client.get(LIST, {"state": "building", "q": "", "page": "2"}).content.decode()
    assert 'name="query" value="state=building"' in page
    sent = {"path": LIST, "query": "state=building&page=2", "name": " 在建的 "}
    response = client.post("/filters", sent)
    assert response["Location"] == f"{LIST}?state=building"
    page = client.get(response["Location"]).content.decode()
    assert f'<a href="{LIST}?state=building" aria-current="true">' in page
    assert "保存现在的筛选" not in page, "it is kept"
    made = SavedFilter.objects.get()
    assert (made.name, made.query, made.shared) == ("在建的", "state=building", False)
    client.post(f"/filters/{made.pk}/removal", {"query": "state=building"})
    assert not SavedFilter.objects.exists()
    assert list(JournalEntry.objects.filter(about=f"filter:{made.pk}").values_list("action", flat=True)) == [
        "filter.remove",
        "filter.keep",
    ]


@pytest.mark.parametrize("path", ["/register", "/targets", LIST])
def test_the_lists_that_keep_filters(path: str, filled: None) -> None:
    office = person(Role.OFFICE)
    kept(office, "查一", "q=一", path=path)
    if path != "/targets":  # without results there is no list of targets
        assert "查一" in shown(office, path)
    assert "查一" not in shown(office, "/targets" if path != "/targets" else LIST), "of another list"


def test_colleagues_see_what_is_shared_and_nobody_else(filled: None) -> None:
    owner = person(Role.UNIT_REPORTER)
    colleague, stranger = person(Role.UNIT_APPROVER), person(Role.UNIT_REPORTER, scope="U2", name="elsewhere")
    kept(owner, "只给自己", "q=1")
    kept(owner, "给本单位", "q=2", shared=True)
    assert "给本单位" in shown(colleague) and "只给自己" not in shown(colleague)
    assert "给本单位" not in shown(stranger)
    with pytest.raises(SavedFilter.DoesNotExist):
        remove_filter(actor(colleague), colleague, SavedFilter.objects.get(name="给本单位").pk)
    assert browser(colleague).post(f"/filters/{SavedFilter.objects.first().pk}/removal").status_code == 404  # type: ignore[union-attr]


def test_the_same_name_gives_way(filled: None) -> None:
    owner = person(Role.OFFICE)
    first = kept(owner, query="q=1")
    again = kept(owner, query="q=2", shared=True)
    assert again.pk == first.pk
    assert SavedFilter.objects.values_list("query", "shared").get() == ("q=2", True)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"path": "/journal"}, "W550"),
        ({"path": "https://elsewhere.example/"}, "W550"),
        ({"path": "/ledgers/of/works/" + "x" * 300}, "W550"),
        ({"name": " "}, "W551"),
        ({"name": "x" * 61}, "W551"),
        ({"query": "page=3&q="}, "W552"),
        ({"query": "q=" + "x" * 2000}, "W552"),
    ],
)
def test_what_cannot_be_kept_is_told(given: dict[str, str], code: str, filled: None) -> None:
    with pytest.raises(UserError, match=code):
        kept(person(Role.OFFICE), **given)
    assert not SavedFilter.objects.exists()


def test_a_list_holds_no_more_than_its_number(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 2)
    owner = person(Role.OFFICE)
    for number in range(2):
        kept(owner, f"第{number}个")
    with pytest.raises(UserError, match="W553"):
        kept(owner, "多一个")
    kept(owner, "别的列表", path="/register")
    kept(owner, "第1个", "q=9")


def test_administrators_keep_none() -> None:
    auditor = person(Role.AUDITOR)
    with pytest.raises(PermissionDenied):
        kept(auditor)


def test_one_form_of_what_is_asked_for() -> None:
    assert narrowing("b=&state=done&page=2&state=&excel=1&q=一 二") == "state=done&q=%E4%B8%80+%E4%BA%8C"
