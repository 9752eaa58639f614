"""A run for an earlier month is looked back at by its address; all else shows and publishes the latest month."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, URLPattern, resolve, reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from helpers_runs_web import AS_OF, finished_run, ready_run
from helpers_web import OURS, browser, person
from helpers_writers import WEB
from sigai.base import Period
from sigai_web.bulletins.models import BulletinDraft
from sigai_web.dashboards.looking_back import _MARK
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.runs.calculating import request_run
from sigai_web.runs.models import Run
from sigai_web.runs.results import newest
from sigai_web.runs.working import take_up
from sigai_web.store.figures import NewFigure, write_figures
from sigai_web.store.models import CurrentFigure
from sigai_web.urls import urlpatterns

pytestmark = pytest.mark.django_db

EARLIER = Period.parse("2021-09")
PAGES: dict[str, list[Any]] = {
    "cockpit": [],
    "targets": [],
    "target": ["T"],
    "explain": ["T", "1", "2021-09"],
    "explain-indicator": ["title", "11", "2021-09"],
    "evidence": ["out", "1", "2021-09", 1],
    "tasks": [],
    "task": ["K1"],
    "units": [],
    "unit": ["U1"],
    "areas": [],
    "area": ["11"],
}


@pytest.fixture
def two(filled: None) -> tuple[Run, Run]:
    """The results of the latest month, and those of an earlier one computed after them."""
    return ready_run(), ready_run(EARLIER)


@pytest.fixture
def office(two: tuple[Run, Run]) -> Client:
    return browser(person(Role.OFFICE))


MONTHS = ("2021-03", "2021-12", "2022-01", "2022-01")


@pytest.mark.parametrize("months", sorted(set(itertools.permutations(MONTHS))))
def test_the_latest_month_counts_and_of_its_runs_the_last(months: tuple[str, ...]) -> None:
    made: list[Run] = []
    for month in months:
        made.append(Run.objects.create(as_of=month, state=Run.State.DONE, requested_by="x"))
        for other in (Run.State.QUEUED, Run.State.RUNNING, Run.State.FAILED, Run.State.MERGED):
            Run.objects.create(as_of="2023-12", state=other, requested_by="x")
        assert newest() == max(made, key=lambda run: (run.as_of, run.pk))


def test_without_a_finished_run_there_is_none() -> None:
    assert newest() is None


def marked() -> set[str]:
    """The names of all views that say that they show results."""
    views = (pattern for pattern in urlpatterns if isinstance(pattern, URLPattern))
    return {str(view.name) for view in views if hasattr(view.callback, _MARK)}


def test_every_page_that_shows_results_can_look_back() -> None:
    assert marked() == set(PAGES)
    asking = {
        file.name
        for file in (WEB / "dashboards").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "sigai_web.runs.results"
        if {"current", "newest", "of"} & {one.name for one in node.names}
    }
    # what words find leads to the results that count; it shows none
    assert asking == {"looking_back.py", "searching.py"}


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_shows_the_latest_month_and_by_address_the_earlier(
    name: str, office: Client, two: tuple[Run, Run]
) -> None:
    now, earlier = two
    address = reverse(name, args=PAGES[name])
    assert office.get(address).context["results"].run == now
    page = office.get(address, {"run": earlier.pk})
    assert page.context["results"].run == earlier
    assert "正在回看" in page.content.decode()
    same = office.get(address, {"run": now.pk})
    assert same.context["results"].run == now
    assert "正在回看" not in same.content.decode()


@pytest.mark.parametrize("given", ["0", "-1", "x", "1.0", "9" * 30, "１"])
def test_a_run_that_is_none_is_not_there(given: str, office: Client) -> None:
    for name, arguments in PAGES.items():
        assert office.get(reverse(name, args=arguments), {"run": given}).status_code == 404, name


def test_nor_is_one_that_is_not_finished(office: Client) -> None:
    waiting = request_run(SYSTEM, because="x", as_of=EARLIER)
    assert office.get("/targets", {"run": waiting.pk}).status_code == 404


def links(page: str) -> Iterator[str]:
    yield from (unescape(found) for found in re.findall(r'\s(?:href|hx-get)="(/[^"]*)"', page))


def test_every_link_of_a_look_back_leads_to_the_same_results(office: Client, two: tuple[Run, Run]) -> None:
    _, earlier = two
    waiting, seen = [f"/cockpit?run={earlier.pk}"], set[str]()
    names = set[str]()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        page = office.get(address)
        assert page.status_code == 200, address
        assert page.context["results"].run == earlier, address
        names.add(resolve(urlsplit(address).path).url_name)
        for link in links(page.content.decode()):
            parts = urlsplit(link)
            try:
                shows = hasattr(resolve(parts.path).func, _MARK)
            except Resolver404:
                shows = False
            assert ("run" in parse_qs(parts.query)) is shows, link
            if shows and link not in seen and "excel" not in parts.query:
                waiting.append(link)
    assert names == set(PAGES)


def test_a_filter_of_a_look_back_keeps_to_it(office: Client, two: tuple[Run, Run]) -> None:
    _, earlier = two
    for address in ("/targets", "/tasks"):
        page = office.get(address, {"run": earlier.pk}).content.decode()
        assert page.count(f'<input type="hidden" name="run" value="{earlier.pk}">') == 1
        assert 'name="run"' not in office.get(address).content.decode()


def test_a_workbook_of_a_look_back_says_its_month(office: Client, two: tuple[Run, Run]) -> None:
    _, earlier = two
    response = office.get("/targets", {"run": earlier.pk, "excel": "1"})
    assert response["Content-Type"].startswith("application/vnd.openxml")


def test_the_next_bulletin_is_of_the_latest_month(office: Client, two: tuple[Run, Run]) -> None:
    now, _ = two
    assert f"#{now.pk}" in office.get("/bulletins").content.decode()
    office.post("/bulletins/drafts", {"kind": "monthly"})
    assert BulletinDraft.objects.get().run == now


def test_the_page_of_calculations_names_what_pages_show(office: Client, two: tuple[Run, Run]) -> None:
    now, earlier = two
    page = office.get("/runs").content.decode()
    under_way = page[page.index('id="under-way"') : page.index("</div>", page.index('id="under-way"'))]
    assert f"#{now.pk} · {AS_OF.words('zh')}" in under_way
    assert f"/cockpit?run={earlier.pk}" in page
    Run.objects.create(as_of=str(EARLIER), state="failed", requested_by="x", finished_at=timezone.now(), fault="f")
    assert "上次计算没有成功" in office.get("/runs/progress").content.decode()


def changed() -> None:
    found = CurrentFigure.objects.get(entity=OURS, measure="output")
    figure = NewFigure(OURS, "output", EARLIER, Decimal(3), found.revision, state="revised", reason="x")
    write_figures(SYSTEM, [figure], action="figure.correct", about="x")


def test_a_worker_that_starts_asks_for_what_the_latest_month_has_not_read(two: tuple[Run, Run]) -> None:
    DBTaskResult.objects.all().delete()
    take_up()
    assert not Run.objects.filter(state=Run.State.QUEUED).exists()
    changed()
    finished_run(as_of=EARLIER)  # only the look-back knows of the change
    take_up()
    assert Run.objects.get(state=Run.State.QUEUED).because == "start"


@pytest.mark.parametrize("given", ["2021-13", "x", "2022-01", "2020-12", "2021", "2021Q4"])
def test_a_month_that_the_run_does_not_know_is_not_there(given: str, office: Client, two: tuple[Run, Run]) -> None:
    for name, arguments in PAGES.items():
        assert office.get(reverse(name, args=arguments), {"month": given}).status_code == 404, name


def test_an_earlier_month_is_shown_compared_and_kept_by_links_and_filters(office: Client, two: tuple[Run, Run]) -> None:
    asked = {"month": "2021-10", "against": "2021-08"}
    page = office.get("/cockpit", asked)
    results = page.context["results"]
    assert (str(results.view.run.as_of), str(results.view.compared_with)) == ("2021-10", "2021-08")
    assert results.run == two[0], "by the figures of now"
    kept = [link for link in links(page.content.decode()) if link.startswith(("/targets", "/units", "/areas"))]
    assert kept and all("month=2021-10&against=2021-08" in link for link in kept)
    listed = office.get("/targets", asked).content.decode()
    assert '<input type="hidden" name="month" value="2021-10">' in listed
    assert office.get("/cockpit", {"month": "2021-10", "against": "2021-11"}).status_code == 404, "later is not before"
    own = office.get("/cockpit", {"month": str(two[0].as_of)})
    assert own.context["results"] is not None and "正在看" not in own.content.decode()


def test_parts_of_one_month_are_not_shown_for_another(office: Client, two: tuple[Run, Run]) -> None:
    for month in ("2021-10", "2021-09", "2021-10"):
        shown = office.get("/targets", {"month": month}).content.decode()
        assert f"2021年{int(month[-2:])}月" in shown
