"""One person of the office finishes the month of two hundred enterprises of the demonstration's data: every click is
counted, those that decide about a doubtful form with them. What is doubtful is opened; nothing else need be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, expect

from helpers_browser import Visitor
from helpers_web import person
from sigai.base import Period
from sigai.demonstration import make
from sigai.pipeline import take_in
from sigai_web import programme
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.reporting.closing import standing
from sigai_web.reporting.models import Sheet, SheetCell
from sigai_web.reporting.obligations import FormObligations, owed
from sigai_web.reporting.register import register
from sigai_web.runs.calculating import request_run
from sigai_web.runs.working import work
from sigai_web.store.importing import import_data
from sigai_web.store.models import CurrentFigure

MONTH = Period.parse("2021-10")
MISSING, DOUBTFUL = 12, 20
MOST = 60


@dataclass
class Hands:
    """A visitor whose clicks are counted."""

    visitor: Visitor
    clicks: int = 0

    def click(self, found: Locator) -> None:
        found.first.click()
        self.clicks += 1
        self.visitor.settles()

    def press(self, name: str) -> None:
        self.click(self.visitor.page.get_by_role("button", name=re.compile(name)))

    def follow(self, name: str) -> None:
        self.click(self.visitor.page.get_by_role("link", name=re.compile(name)))


@pytest.fixture
def office(chromium: Browser, live_server: object, committing: None, tmp_path: Path, settings: Any) -> Iterator[Hands]:
    settings.SIGAI_TODAY = date(2021, 11, 8)
    content = programme.current()
    make(content, tmp_path / "data", enterprises=200, months=9)
    import_data(take_in(content, tmp_path / "data").data)
    hand_in(owed(register(), "monthly", MONTH))
    request_run(SYSTEM, because="test")
    work(batch=True)
    hands = Hands(Visitor.at(str(live_server), chromium, person(Role.OFFICE)))
    yield hands
    hands.visitor.context.close()
    assert hands.visitor.faults == []


def hand_in(duties: FormObligations) -> None:
    """The monthly form of everybody but a few: approved, as services leave it; what stood in September once more."""
    stands = {
        (one.entity, one.measure): one.value
        for one in CurrentFigure.objects.filter(period="2021-09", measure__in=duties.form.measures)
    }
    sheets = []
    for at, reporter in enumerate(duties.reporters[MISSING:]):
        asked = 1 if at < DOUBTFUL else 0
        sheets.append(
            Sheet(
                form=duties.form.id,
                reporter=reporter,
                period=str(MONTH),
                month=MONTH.last,
                area=str(duties.areas[at + MISSING]),
                due=duties.due,
                state=Sheet.State.APPROVED,
                version=3,
                submitted_by="clerk",
                submitted_at=timezone.now(),
                approved_by="approver",
                approved_at=timezone.now(),
                doubts=asked,
                reasons=asked,
            )
        )
    Sheet.objects.bulk_create(sheets)
    SheetCell.objects.bulk_create(
        SheetCell(sheet=sheet, entity=entity, measure=measure, text=text(stands.get((entity, measure))), by="clerk")
        for sheet in sheets
        for entity, measure in duties.cells(sheet.reporter)
    )


def text(value: Decimal | None) -> str:
    return f"{value:.2f}" if value is not None else "1"


def test_one_person_finishes_it_with_sixty_clicks(office: Hands) -> None:
    page = office.visitor.page
    office.visitor.opens("/")
    office.click(page.locator("nav.menu:visible").get_by_role("link", name="填报"))
    number = Sheet.objects.filter(state="approved").count()
    assert number > 100, "the demonstration's enterprises above scale"
    office.follow(f"^核收 {number - DOUBTFUL}$")
    while page.locator("input[data-all]").count():
        office.click(page.locator("input[data-all]"))
        assert page.locator("input[name=sheet]:checked").count()
        office.click(page.locator("details.ask:not(.ask-return) > summary"))
        office.press("^核收$")
    assert dict.fromkeys(Sheet.objects.filter(doubts=0).values_list("state", flat=True)) == {"accepted": None}

    office.follow("^本月")
    office.follow(f"^看有疑问的 {DOUBTFUL}$")
    assert page.locator("input[data-look]").count() == DOUBTFUL
    office.click(page.locator("td.named a"))
    page.get_by_label("退回意见").fill("请核对单位")
    office.press("^退回$")
    for _ in range(DOUBTFUL - 1):
        office.press("^核收并锁定$")
    expect(page.get_by_text("没有等待办理的表。")).to_be_visible()

    office.follow("^本月")
    office.press(f"^提醒未交的 {MISSING + 1}$")
    office.follow("^结账")
    office.press("^结账 2021年10月")
    assert standing(MONTH) is not None
    assert sorted(set(Sheet.objects.values_list("state", flat=True))) == ["accepted", "returned"]
    assert office.clicks <= MOST, office.clicks
