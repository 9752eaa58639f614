"""Pages, workbook and API while figures are missing: settled, held and estimated rows, who is missing and what for."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from helpers_api import Program
from helpers_reports import progress_row, progress_table
from helpers_runs_web import put_progress, ready_run
from helpers_web import as_read, browser, person
from sigai_web.accounts.models import User
from sigai_web.dashboards import evidence as evidence_module
from sigai_web.permissions import Role
from sigai_web.runs.api.scopes import READ_PROGRESS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]

COMMON = {"target": "T", "track": "main", "indicator": "out", "unit": "亿元", "as_of": "2021-12", "period_end": "2023"}
SETTLED = {"status": "behind", "settled": "2021-12", "actual": 2.5, "actual_period": "2021-12", "coverage": 1.0}
ESTIMATED = {
    **SETTLED,
    "reported": 2.1,
    "estimated_low": 2.4,
    "estimated_high": 2.7,
    "coverage": 0.8,
    "coverage_weight": 0.93,
    "tipping_point": -0.12,
}
HELD = {
    **SETTLED,
    "settled": "2021-11",
    "actual_period": "2021-11",
    "status": "at_risk",
    "tipping_point": 0.25,
    "open_status": "on_track",
    "open_period": "2021-12",
    "open_actual": 3.5,
    "open_reported": 2.9,
    "open_low": 3.1,
    "open_high": 3.9,
    "open_coverage": 0.5,
    "open_coverage_weight": 0.61,
}
PLACES = [("target", "T"), ("targets",), ("cockpit",), ("area", "1"), ("explain", "T", "1", "2021-12")]


def laid(changes: dict[str, Any]) -> None:
    rows = [progress_row(**COMMON, **{"area": area, **changes}) for area in ("1", "11")]
    put_progress(ready_run(), progress_table(rows))


def looking() -> Client:
    """The leader, signed in."""
    known = User.objects.filter(username="someone-who-looks").first()
    return browser(known or person(Role.LEADER, name="someone-who-looks"))


def page(name: str, *arguments: str, language: str = "zh-hans") -> str:
    client = looking()
    client.cookies["language"] = language
    response = client.get(reverse(name, args=arguments))
    assert response.status_code == 200
    return as_read(response.content.decode())


def sheet() -> dict[str, Any]:
    content = looking().get(reverse("targets"), {"excel": "1"}).content
    heads, first, *_ = openpyxl.load_workbook(io.BytesIO(content)).active.values
    return dict(zip(heads, first, strict=True))


@pytest.mark.parametrize("place", [place for place in PLACES if place[0] != "cockpit"], ids=lambda place: place[0])
def test_a_held_verdict_names_its_month_wherever_it_is_shown(place: tuple[str, ...]) -> None:
    laid(HELD)
    assert "11月判断，12月未定" in page(*place)
    assert "as of November; December open" in page(*place, language="en")


def test_the_cockpit_counts_what_is_held() -> None:
    laid(HELD)
    assert "其中 1 项本月未定，沿用此前已定的判断" in page("cockpit")
    laid(SETTLED)
    assert "未定" not in page("cockpit")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place[0])
def test_nothing_is_added_where_nothing_is_estimated(place: tuple[str, ...]) -> None:
    laid(SETTLED)
    shown = page(*place)
    for word in ("80% 区间", "月判断，", "翻转点", 'class="unsettled"', "按量 "):
        assert word not in shown


@pytest.mark.parametrize("name", ["target", "explain"])
def test_reported_estimated_and_interval_stand_apart(name: str) -> None:
    laid(ESTIMATED)
    shown = page(*next(place for place in PLACES if place[0] == name))
    for said in ("<dt>已报</dt>", "<dt>推算</dt>", "<dt>80% 区间</dt>", "未报的若比推算低 12%，进度会改判"):
        assert said in shown
    assert "93%" in shown


@pytest.mark.parametrize("name", ["target", "explain"])
def test_the_open_month_stands_beside_with_the_way_to_who_is_missing(name: str) -> None:
    laid(HELD)
    shown = page(*next(place for place in PLACES if place[0] == name))
    for said in ("12月未定", "<dd>按进度</dd>", "3.1 – 3.9", "占上期量 61%", "未报的若比推算高 25%，进度会改判"):
        assert said in shown
    assert reverse("explain-indicator", args=["out", "1", "2021-12"]) in shown


def test_the_workbook_keeps_reported_and_estimated_apart() -> None:
    laid(ESTIMATED)
    row = sheet()
    assert (row["只按已报"], row["区间下限"], row["区间上限"], row["已报占上期量"]) == (2.1, 2.4, 2.7, 0.93)
    assert (row["判断月份"], row["未定"], row["翻转点"]) == ("2021-12", None, -0.12)
    laid(HELD)
    row = sheet()
    assert (row["判断月份"], row["未定"], row["未定月份暂计"]) == ("2021-11", "11月判断，12月未定", 3.5)
    assert row["只按已报"] is None


def test_the_api_gives_every_column() -> None:
    laid(HELD)
    program = Program(person(Role.OFFICE), READ_PROGRESS)
    row = program.get("/progress?area=1").json()["items"][0]
    assert {name: row[name] for name in HELD} == HELD
    assert (row["reported"], row["estimated_low"]) == (None, None)


def test_the_explanation_lists_who_is_missing_with_what_is_put_in(monkeypatch: pytest.MonkeyPatch) -> None:
    ready_run()
    asked = ["out", "1", "2021-12", "1"]
    real = evidence_module._found

    def found(*given: Any) -> dict[str, Any]:
        kept = real(*given)
        row = {"entity": "E1", "name": "缺报甲", "area": "1", "month": "2021-12", "amount": 12.5, "deviation": 2.0}
        first = {
            **row,
            "weight": 30.0,
            "share": 0.125,
            "basis": "movement",
            "respondents": 17,
            "last_period": "2021-11",
        }
        later = {**row, "name": "缺报乙", "weight": None, "share": None, "basis": None, "respondents": None}
        kept["missing"] = {"rows": [first, {**later, "last_period": None}], "total": 2}
        return kept

    monkeypatch.setattr(evidence_module, "_found", found)
    shown = page("evidence", *asked)
    for said in ("应报未报", "缺报甲", "12.50", "12.5%", "其他 17 家的变动，最近一期 2021年11月"):
        assert said in shown
    assert shown.index("缺报甲") < shown.index("缺报乙")
    assert "累计期内较早月份未报，按推算计" in shown
    assert "movement of 17 others, last figure Nov 2021" in page("evidence", *asked, language="en")
    program = Program(person(Role.OFFICE), READ_PROGRESS)
    first = program.get("/indicator-terms/out/1/2021-12/1").json()["missing"][0]
    assert (first["amount"], first["share"], first["basis"], first["last_period"]) == (
        12.5,
        0.125,
        "movement",
        "2021-11",
    )
