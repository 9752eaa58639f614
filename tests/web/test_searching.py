"""One search over everything, by rights: each kind of thing is found by who may see it, and by nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from helpers_records import work
from helpers_runs_web import ready_run
from helpers_web import OURS, THEIRS, as_read, browser, person
from sigai_web.manifests import search_kinds
from sigai_web.pages.searching import best, search
from sigai_web.permissions import Role
from sigai_web.store.models import Entity, EntityFact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled", "_on_a_day")]


@pytest.fixture
def _on_a_day(settings: Any) -> None:
    settings.SIGAI_TODAY = dt.date(2021, 11, 15)


def addresses(user: Any, text: str) -> set[str]:
    return {hit.address for kind in search(user, text) for hit in kind.hits}


def test_every_kind_of_thing_is_found_by_the_office() -> None:
    ready_run()
    office = person(Role.OFFICE)
    made = work(office, name="二号工程")
    for text, address in (
        ("节能", None),
        ("做事", reverse("task", args=["K1"])),
        ("工信局", reverse("unit", args=["U1"])),
        ("乙县", reverse("area", args=["11"])),
        ("一厂 丙", reverse("enterprise", args=[THEIRS])),
        (OURS[:12], reverse("enterprise", args=[OURS])),
        ("二号 工程", reverse("record", args=[made.pk])),
        ("称号r1", None),
        ("订单", f"{reverse('coverage')}?form=survey"),
        ("谁没报", reverse("coverage")),
        ("Overview", reverse("cockpit")),
    ):
        assert address is None or address in addresses(office, text), text


def test_nobody_finds_what_is_not_for_them() -> None:
    office, clerk = person(Role.OFFICE), person(Role.ENTERPRISE_REPORTER)
    theirs = work(office, name="别家的工程", entity=THEIRS)
    assert reverse("record", args=[theirs.pk]) in addresses(office, "别家")
    assert addresses(clerk, "别家") == set()
    assert reverse("enterprise", args=[OURS]) in addresses(clerk, "一厂")
    assert reverse("enterprise", args=[THEIRS]) not in addresses(clerk, "一厂")
    assert not any("/targets/" in address or "/tasks/" in address for address in addresses(clerk, "做事"))
    assert addresses(person(Role.AUDITOR), "一厂") == set()


def test_a_clerk_is_led_to_the_newest_sheet() -> None:
    found = addresses(person(Role.ENTERPRISE_REPORTER), "订单")
    assert f"/reporting/survey/2021-10/{OURS}" in found


def test_full_width_and_capitals_are_the_same_and_no_words_find_nothing() -> None:
    office = person(Role.OFFICE)
    assert addresses(office, "ｏｖｅｒｖｉｅｗ") == addresses(office, "OVERVIEW") != set()
    assert search(office, " ") == [] == search(office, "没有这样的词")


@pytest.mark.parametrize("asked", ["三厂（集团）", "三厂(集团)", "集团 三厂", "老厂", "0009"])
def test_an_enterprise_is_found_by_brackets_of_either_width_by_every_word_and_by_its_former_name(asked: str) -> None:
    Entity.objects.create(id="91000000MA00000099", name="三厂（集团）", kind="enterprise", area="11")
    EntityFact.objects.create(entity="91000000MA00000099", fact="name", value="老厂", until=24000)
    office = person(Role.OFFICE)
    there = reverse("enterprise", args=["91000000MA00000099"])
    assert there in addresses(office, asked)
    for page in ("enterprises", "register"):  # where "all of them" leads
        assert "三厂（集团）" in browser(office).get(reverse(page), {"q": asked}).content.decode(), page


def test_what_is_called_so_comes_first() -> None:
    things = [("大工业产值",), ("工业",), ("工业增速",)]
    assert best(things, ["工业"], lambda one: one, 2) == [("工业",), ("工业增速",)]


def test_the_page_shows_kinds_and_says_when_nothing_is_found() -> None:
    client = browser(person(Role.OFFICE))
    page = as_read(client.get("/search", {"q": "工信局"}).content.decode())
    assert "<h2>单位</h2>" in page and 'value="工信局"' in page
    assert "没有找到您能查看的" in client.get("/search", {"q": "没有这样的词"}).content.decode()
    assert len({kind.order for kind in search_kinds()}) == len(search_kinds())
