"""The review page in a browser: a plan is decided by keyboard alone, saved, applied, and gone on with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from helpers_browser import DESKTOP
from helpers_plans import PLAN, compiled
from sigai.compiling.decisions import Decisions, decide, read_decisions
from sigai.compiling.result import Result
from sigai.compiling.review import write_review


class Reviewing:
    """A page that somebody decides on; `complaints` are what the browser said of it."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, result: Result, decisions: Decisions | None = None) -> None:
        file = self.folder / "review.html"
        write_review(result, file, decisions=decisions)
        self.page.goto(file.as_uri())

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            self.page.fill(f"dialog [name={name}]", text)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#form")).to_be_hidden()

    def at(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def undecided(self, number: int) -> None:
        expect(self.page.locator("#open")).to_have_text(f"未定 {number}")

    def saved(self) -> Decisions:
        with self.page.expect_download() as download:
            self.page.keyboard.press("w")
        file = self.folder / "decisions.json"
        download.value.save_as(file)
        assert self.complaints == []
        return read_decisions(file)


@pytest.fixture
def reviewing(chromium: Browser, tmp_path: Path) -> Iterator[Reviewing]:
    context = chromium.new_context(viewport=DESKTOP, accept_downloads=True)  # type: ignore[arg-type]
    yield Reviewing(context.new_page(), tmp_path)
    context.close()


def _apply(decisions: Decisions) -> Result:
    found, issues = decide(compiled(PLAN).compiled, decisions)
    assert issues == ()
    return Result(found)


def test_a_plan_is_decided_by_keyboard_saved_applied_and_gone_on_with(reviewing: Reviewing) -> None:
    reviewing.open(compiled(PLAN))
    reviewing.undecided(14)
    reviewing.press("f", "1")
    reviewing.fill(reason="以总体要求为准", by="李某")
    reviewing.press("f", "0")
    reviewing.fill(reason="方案开始前已有5家", by="李某")
    reviewing.undecided(12)
    reviewing.at("section.target h3")
    reviewing.press("e")
    reviewing.fill(name="研发投入强度", owners="市科技局")
    reviewing.undecided(11)
    reviewing.at('li.row[data-ids="T003"]')
    reviewing.press("x", "u", "a")
    reviewing.press("n", "a")
    reviewing.undecided(9)
    saved = reviewing.saved()

    result = _apply(saved)
    programme = result.draft.programme
    assert "研发投入强度" in [target.name.zh for target in programme.targets]
    assert "市科技局" in [unit.name.zh for unit in programme.units]
    assert {one.code for one in result.findings if one.settled} == {"F101", "F601"}

    reviewing.page.evaluate("localStorage.clear()")
    reviewing.open(result, saved)
    reviewing.undecided(9)
    reviewing.at('section.target h3:has-text("技术改造投资")')
    reviewing.press("e")
    reviewing.fill(name="技改投资")
    again = _apply(reviewing.saved())
    names = [target.name.zh for target in again.draft.programme.targets]
    assert ("技改投资" in names, "研发投入强度" in names) == (True, True)
    assert {one.code for one in again.findings if one.settled} == {"F101", "F601"}


def test_statements_are_moved_split_off_merged_and_added(reviewing: Reviewing) -> None:
    reviewing.open(compiled(PLAN))
    before = {target.name.zh: len(target.statements) for target in compiled(PLAN).draft.programme.targets}
    assert before == {"规模以上工业企业研发投入强度": 1, "技术改造投资": 2, "绿色工厂": 3}
    reviewing.at('li.row[data-ids="T003"]')
    reviewing.press("s")
    reviewing.at('li.row[data-ids="T006"]')
    reviewing.press("m")
    reviewing.at("section.target h3")
    reviewing.press("m")
    reviewing.at('section.left h3:has-text("五个")')
    reviewing.press("e")
    reviewing.fill(indicator="绿色制造领域", value="5", unit="个", period_end="2026")
    programme = _apply(reviewing.saved()).draft.programme
    sizes = sorted(len(target.statements) for target in programme.targets)
    assert sizes == [1, 1, 1, 2, 2]
    assert "绿色制造领域" in [target.name.zh for target in programme.targets]
    first = next(target for target in programme.targets if "研发" in target.name.zh)
    assert {one.id for one in first.statements} == {"T001", "T006"}


def test_work_is_kept_by_the_browser_and_read_from_a_file(reviewing: Reviewing) -> None:
    reviewing.open(compiled(PLAN))
    reviewing.at('li.row[data-ids="T001"]')
    reviewing.press("x")
    reviewing.undecided(13)
    saved = reviewing.saved()
    reviewing.page.reload()
    reviewing.undecided(13)
    reviewing.page.evaluate("localStorage.clear()")
    reviewing.page.reload()
    reviewing.undecided(14)
    reviewing.page.set_input_files("#load", reviewing.folder / "decisions.json")
    reviewing.undecided(13)
    assert reviewing.saved() == saved
    other: dict[str, Any] = {"documents": {"plan1": "0" * 64}, "statements": []}
    (reviewing.folder / "other.json").write_text(json.dumps(other), encoding="utf-8")
    reviewing.page.set_input_files("#load", reviewing.folder / "other.json")
    expect(reviewing.page.locator("#said")).to_contain_text("另一份方案")
    reviewing.undecided(13)


def test_the_sure_ones_are_accepted_at_once_but_for_those_in_a_contradiction(reviewing: Reviewing) -> None:
    reviewing.open(compiled(PLAN))
    reviewing.page.on("dialog", lambda dialog: dialog.accept())
    reviewing.press("A")
    saved = reviewing.saved()
    doubted = {name for one in compiled(PLAN).findings if one.code in ("F101", "F601") for name in one.statements}
    places = {tuple(one.at.span) for one in saved.statements}
    rows = compiled(PLAN).extraction.targets
    assert places == {row.span for row in rows if row.id not in doubted and row.confidence >= 0.9}
