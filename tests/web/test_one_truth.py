"""What changed since last month is the same on every page, in every document and file that is made from a run."""

from __future__ import annotations

import io
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pyarrow.parquet as pq
import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from docx import Document

from helpers_api import Program
from helpers_programme import statement, text, write_programme
from helpers_reports import progress_row, progress_table
from helpers_runs_web import AS_OF, published_bulletin, put_progress
from helpers_web import browser, person, web_content
from sigai.reports import CAUSES, MOVES, MOVES_RULE, VERDICT, TargetStatus, View, render_html
from sigai.tables import VERDICTS
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.runs.api.scopes import READ_PROGRESS
from sigai_web.runs.calculating import carry_out, request_run
from sigai_web.runs.results import Results, current

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]

TARGETS = [f"T{number:02d}" for number in range(30)]
ROOT, COUNTY = "1", "11"
Moved = dict[str, str]
"""The kind of move of every target that moved."""


@dataclass(frozen=True)
class Site:
    """A site with one finished run, somebody who looks at it, a program that asks it."""

    view: View
    results: Results
    client: Client
    program: Program

    def page(self, name: str, *arguments: Any, **asked: str) -> Any:
        response = self.client.get(reverse(name, args=arguments), asked)
        assert response.status_code == 200
        return lxml.html.fromstring(response.content.decode())

    def workbook(self) -> list[tuple[Any, ...]]:
        response = self.client.get(reverse("targets"), {"excel": "1"})
        return list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)

    def bulletin(self) -> Any:
        return Document(str(published_bulletin(next(_NUMBERS), self.results.run).path))

    def moves(self, rest: str = "") -> Any:
        return self.program.get(f"/progress-moves{rest}").json()


_NUMBERS = count(1)


@pytest.fixture(params=[1, 2])
def site(request: Any, tmp_path: Path, settings: Any) -> Site:
    """Thirty targets whose statuses of the last two months are drawn at random, in the city and in a county."""
    content = web_content()
    model = content["targets"][0]["tracks"][0]
    for name in TARGETS:
        steps = [{**step, "statements": [f"S{name}"]} for step in model["steps"]]
        content["targets"].append(
            {
                **content["targets"][0],
                "id": name,
                "name": text(f"目标{name}"),
                "tracks": [{**model, "steps": steps}],
                "statements": [statement(f"S{name}")],
            }
        )
    settings.SIGAI_PROGRAMME = write_programme(tmp_path / "programme", content)
    run = carry_out(request_run(SYSTEM, because="test", as_of=AS_OF))
    put_progress(run, progress_table(_rows(random.Random(request.param))))
    results = current()
    assert results is not None
    program = Program(person(Role.OFFICE), READ_PROGRESS)
    return Site(results.view, results, browser(person(Role.LEADER)), program)


def _rows(chance: random.Random) -> list[dict[str, Any]]:
    rows = []
    for target in TARGETS:
        for area in (ROOT, COUNTY):
            common = {"target": target, "track": "main", "indicator": "out", "area": area, "unit": "亿元"}
            steps = chance.choice([("2023", "2023")] * 5 + [("2021", "2023")])
            for month, step in zip(("2021-11", "2021-12"), steps, strict=True):
                said = {"verdict": chance.choice(VERDICTS), "probability": chance.random()}
                goal, actual = chance.choice([40.0, 50.0, 50.0]), chance.choice([2.0, 2.0, 3.0])
                rows.append(progress_row(**common, as_of=month, period_end=step, actual=actual, goal=goal, **said))
    return rows


def on_cockpit(site: Site) -> Moved:
    page = site.page("cockpit")
    found = {_last(row.xpath("./a/@href")[0]): row.get("data-move") for row in page.xpath(_CHANGES)}
    for link in page.xpath("//h2[@id='moved']//a"):
        kind = link.get("href").partition("?move=")[2]
        assert int(link.xpath("string(./b)")) == sum(one == kind for one in found.values())
    return found


_CHANGES = "//section[contains(@class, 'changes')]//li[@data-move]"
_NAMES = ".//ul[@class='moves']/li/a/@href"


def on_target_pages(site: Site) -> Moved:
    marks = {target: site.page("target", target).xpath("//p[@id='moved']/small/@data-move") for target in TARGETS}
    return {target: kinds[0] for target, kinds in marks.items() if kinds}


def in_the_list(site: Site, **asked: str) -> Moved:
    rows = site.page("targets", **asked).xpath("//table[contains(@class, 'stack')]/tbody/tr[th]")
    marks = {_last(row.xpath("./th/a/@href")[0]): row.xpath(".//small/@data-move") for row in rows}
    return {target: kinds[0] for target, kinds in marks.items() if kinds}


def in_the_list_of_each_kind(site: Site) -> Moved:
    found = {}
    for kind in MOVES:
        kinds = in_the_list(site, move=kind)
        assert set(kinds.values()) <= {kind}
        found.update(kinds)
    return found


def in_the_report(site: Site) -> Moved:
    found = {}
    for group in lxml.html.fromstring(render_html(site.results.finished)).xpath(
        "//section[@id='moves']//div[@data-move]"
    ):
        targets = [link.lstrip("#") for link in group.xpath(_NAMES)]
        assert int(group.xpath("string(./h3/span[@class='aside'])")) == len(targets)
        found.update(dict.fromkeys(targets, group.get("data-move")))
    return found


def in_the_bulletin(site: Site) -> Moved:
    document = site.bulletin()
    kinds = {word.zh: kind for kind, word in MOVES.items()}
    names = {target.name.zh: target.id for target in site.view.programme.targets}
    table = next(table for table in document.tables if [cell.text for cell in table.rows[0].cells][1:4] == _HEADS)
    found = {names[row.cells[0].text]: kinds[row.cells[3].text] for row in table.rows[1:]}
    said = next(paragraph.text for paragraph in document.paragraphs if paragraph.text.startswith("与上月相比，"))
    told = {kind: int(number) for word, kind in kinds.items() for number in re.findall(rf"{word}(\d+)项", said)}
    assert told == Counter(found.values())
    return found


_HEADS = ["上月", "本月", "变化"]


def in_the_workbook(site: Site) -> Moved:
    kinds = {word.zh: kind for kind, word in MOVES.items()}
    return {target: kinds[word] for target, word in _column(site, "与上月相比").items()}


def from_the_api(site: Site) -> Moved:
    return {item["target"]: item["kind"] for item in site.moves(f"?area={ROOT}")["items"]}


SHOWN: list[Callable[[Site], Moved]] = [
    on_cockpit,
    on_target_pages,
    in_the_list,
    in_the_list_of_each_kind,
    in_the_report,
    in_the_bulletin,
    in_the_workbook,
    from_the_api,
]


def expected(site: Site, area: str = ROOT) -> Moved:
    return {move.now.target.id: move.kind for move in site.view.moves_in(area)}


def test_every_page_and_file_names_the_same_targets(site: Site) -> None:
    wanted = expected(site)
    assert set(wanted.values()) == set(MOVES), "the run at hand has moves of every kind"
    for shown in SHOWN:
        assert shown(site) == wanted, shown.__name__


def test_a_county_is_compared_with_itself_everywhere(site: Site) -> None:
    wanted = expected(site, COUNTY)
    assert wanted != expected(site)
    assert in_the_list(site, area=COUNTY) == wanted
    assert {item["target"]: item["kind"] for item in site.moves(f"?area={COUNTY}")["items"]} == wanted
    row = f"//tr[th/a[@href='{reverse('area', args=[COUNTY])}']]"
    marks = {target: site.page("target", target).xpath(f"{row}//small/@data-move") for target in TARGETS}
    assert {target: kinds[0] for target, kinds in marks.items() if kinds} == wanted


def test_what_was_shown_before_is_told_the_same_way(site: Site) -> None:
    before = {move.now.target.id: VERDICT[move.before.shown].zh for move in site.view.moves}
    marks = {target: site.page("target", target).xpath("string(//p[@id='moved']/small)") for target in before}
    assert all(f" 上月{before[target]} " in mark for target, mark in marks.items())
    assert _column(site, "变化前判断") == before
    assert {item["target"]: VERDICT[item["before"]].zh for item in site.moves(f"?area={ROOT}")["items"]} == before


def test_why_it_moved_is_told_the_same_way(site: Site) -> None:
    causes = {move.now.target.id: move.cause for move in site.view.moves}
    assert len(set(causes.values())) > 1
    words = {target: CAUSES[cause].zh for target, cause in causes.items()}
    cockpit = site.page("cockpit").xpath(_CHANGES)
    assert {_last(row.xpath("./a/@href")[0]): row.get("data-cause") for row in cockpit} == causes
    marks = {target: site.page("target", target).xpath("//p[@id='moved']/small/@data-cause") for target in TARGETS}
    assert {target: found[0] for target, found in marks.items() if found} == causes
    report = lxml.html.fromstring(render_html(site.results.finished)).xpath("//section[@id='moves']//li")
    assert {row.xpath("./a/@href")[0].lstrip("#"): row.xpath(".//@data-cause")[0] for row in report} == causes
    assert _column(site, "变化原因") == words
    assert {item["target"]: item["cause"] for item in site.moves(f"?area={ROOT}")["items"]} == causes
    table = next(one for one in site.bulletin().tables if [cell.text for cell in one.rows[0].cells][1:4] == _HEADS)
    names = {target.name.zh: target.id for target in site.view.programme.targets}
    assert {names[row.cells[0].text]: row.cells[4].text for row in table.rows[1:]} == words


def test_every_page_and_file_says_what_it_counts(site: Site) -> None:
    report, asked = render_html(site.results.finished), site.moves()
    for language, cookie in (("zh", "zh-hans"), ("en", "en")):
        site.client.cookies["language"] = cookie
        rule = MOVES_RULE[language]
        for name, arguments in (("cockpit", []), ("targets", []), ("target", [TARGETS[0]])):
            assert rule in site.page(name, *arguments).text_content(), (name, language)
        assert any(rule in row for row in site.workbook())
        assert rule in report
        assert asked[f"rule_{language}"] == rule
    assert any(MOVES_RULE.zh in paragraph.text for paragraph in site.bulletin().paragraphs)


def test_all_of_them_follow_what_is_shown(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were something else shown than the fresh status (a verdict that is held), every one of them would show it."""
    fresh = expected(site)
    monkeypatch.setattr(
        TargetStatus, "shown", property(lambda row: "unlikely" if row.as_of == "2021-12" else row.verdict)
    )
    vars(site.view).clear()  # what was arranged so far
    View.__init__(site.view, site.results.finished)
    caches["parts"].clear()
    wanted = expected(site)
    assert wanted != fresh
    for shown in SHOWN:
        assert shown(site) == wanted, shown.__name__


def _as_if(row: TargetStatus) -> str:
    return "unlikely" if row.as_of == "2021-12" else row.verdict


def test_without_a_month_before_all_say_so(site: Site) -> None:
    path = site.results.run.folder / "progress.parquet"
    rows = [row for row in pq.read_table(path).to_pylist() if row["as_of"] == "2021-12"]
    run = carry_out(request_run(SYSTEM, because="again", as_of=AS_OF))
    put_progress(run, progress_table(rows))
    results = current()
    assert results is not None
    alone = Site(results.view, results, site.client, site.program)
    assert expected(alone) == in_the_list(alone) == on_target_pages(alone) == in_the_workbook(alone) == {}
    assert from_the_api(alone) == {}
    assert alone.moves()["before"] is None
    for page in (alone.page("cockpit"), alone.page("target", TARGETS[0])):
        assert "没有上月的结果可比" in page.text_content()
    assert "没有上月的结果可比" in render_html(results.finished)
    assert not any(paragraph.text.startswith("与上月相比") for paragraph in alone.bulletin().paragraphs)


def _last(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _column(site: Site, name: str) -> dict[str, str]:
    """What a column of the workbook says, by target; empty cells and the notes below are left out."""
    head, *rows = site.workbook()
    at = head.index(name)
    return {str(row[0]): str(row[at]) for row in rows if row[at]}
