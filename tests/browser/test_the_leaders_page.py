"""The leader's page in a browser: one screen says what will be missed, in both languages and at two widths."""

from __future__ import annotations

import pytest

from helpers_browser import Visit
from helpers_reports import progress_row, progress_table
from helpers_runs_web import AS_OF, put_progress
from helpers_web import person
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.runs.calculating import carry_out, request_run

COMMON = {"target": "T", "track": "main", "indicator": "out", "unit": "亿元", "area": "1", "period_end": "2023"}
BEHIND = {"status": "behind", "verdict": "unlikely", "reason": "too_slow", "goal": 50.0, "baseline": 0.0, "actual": 5.0}
AHEAD = {"forecast_mean": 36.2, "forecast_low": 30.0, "forecast_high": 42.0, "probability": 0.04}
FINE = {"status": "on_track", "verdict": "likely", "reason": "on_pace", "goal": 50.0, "baseline": 0.0, "actual": 4.0}


@pytest.fixture
def behind(committing: None, filled: None) -> None:
    """The one target turned from likely to unlikely, 13.8 short."""
    run = carry_out(request_run(SYSTEM, because="test", as_of=AS_OF))
    rows = [
        progress_row(**COMMON, **FINE, as_of="2021-11", settled="2021-11", actual_period="2021-11"),
        progress_row(**COMMON, **BEHIND, **AHEAD, as_of="2021-12", settled="2021-12", actual_period="2021-12"),
    ]
    put_progress(run, progress_table(rows))


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_one_screen_says_what_by_how_much_whose_and_what_changed(
    language: str, phone: bool, visit: Visit, behind: None
) -> None:
    visitor = visit(person(Role.LEADER), language=language, phone=phone)
    assert visitor.opens("/cockpit").status == 200
    page, english = visitor.page, language == "en"
    height = page.viewport_size["height"] if page.viewport_size else 0
    short = page.locator(".misses tbody tr").first.locator(".by")
    assert short.inner_text() == ("13.8 × 100m yuan" if english else "13.8 亿元")
    row = page.locator(".misses tbody tr").first
    assert row.locator("th a").first.is_visible() and row.locator("th small").is_visible()
    for seen in (page.locator(".verdicts"), row, page.locator(".jump" if phone else ".changes h2")):
        box = seen.bounding_box()
        assert box is not None and box["y"] + box["height"] <= height, "it stands on the first screen"
    assert page.locator(".changes li").first.get_attribute("data-move") == "worse"
    assert page.locator(".changes li small").first.inner_text().startswith("level" if english else "水平变化")
    assert page.locator(".awaited li").count() >= 1, "nobody was asked about it yet"
    assert visitor.too_wide() == []
    assert visitor.accessibility_faults() == []
    for closed in page.locator(".leader details").all():
        closed.locator("summary").first.click()
    assert visitor.too_wide() == []
    assert visitor.accessibility_faults() == []
    assert visitor.faults == []


def test_another_month_is_chosen_and_kept_by_the_links(visit: Visit) -> None:
    carry_out(request_run(SYSTEM, because="test", as_of=AS_OF))
    visitor = visit(person(Role.LEADER))
    visitor.opens("/cockpit")
    page = visitor.page
    page.locator("select[name=month]").select_option("2021-10")
    page.locator("select[name=against]").select_option("2021-08")
    page.locator(".months button").click()
    page.wait_for_url("**/cockpit?month=2021-10&against=2021-08")
    assert "2021年10月" in page.locator("h1").inner_text()
    assert "2021年8月" in page.locator("#moved").inner_text()
    page.locator(".lights a").first.click()
    page.wait_for_url("**/targets?**month=2021-10**")
    assert "2021年10月" in page.locator("h1").inner_text()
    assert visitor.faults == []
