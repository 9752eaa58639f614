"""How far a target falls short, and what is still to be gained: points, amounts, whole things in whole numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers_reports import finished_run
from sigai.reports.outlook_words import needed_words, shortfall_words
from sigai.reports.standings import TargetStatus
from sigai.reports.view import View

ROW = View(finished_run(4)).all.standings[0]


def row(unit: str, goal: float, *, direction: str = "up", **changes: object) -> TargetStatus:
    track = ROW.track.model_copy(update={"direction": direction})
    given = {"actual": None, "needed_rate": None, "forecast_mean": None, "status": "behind", "period_end": "2023"}
    return replace(ROW, track=track, unit=unit, goal=goal, as_of="2022-09", decimals=1, **{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "goal", "forecast", "direction", "zh", "en"),
    [
        ("%", 100.0, 86.2, "up", "13.8 个百分点", "13.8 points"),
        ("%", 40.0, 40.04, "down", "0.04 个百分点", "0.04 points"),
        ("家", 60.0, 57.6, "up", "2 家", "2 firms"),
        ("家", 60.0, 59.8, "up", "1 家", "1 firm"),
        ("亿元", 50.0, 36.2, "up", "13.8 亿元", "13.8 × 100m yuan"),
        ("亿元", 50.0, 50.0, "up", "", ""),
        ("亿元", 50.0, 60.0, "up", "", ""),
        ("家", 0.0, 2.2, "down", "2 家", "2 firms"),
    ],
)
def test_short_by(unit: str, goal: float, forecast: float, direction: str, zh: str, en: str) -> None:
    found = row(unit, goal, direction=direction, forecast_mean=forecast)
    assert (shortfall_words(found, "zh"), shortfall_words(found, "en")) == (zh, en)


def test_of_a_step_that_is_over_it_is_what_was_reached() -> None:
    assert shortfall_words(row("%", 70.0, status="missed", actual=69.0, forecast_mean=80.0), "zh") == "1.0 个百分点"
    assert shortfall_words(row("%", 70.0), "zh") == "", "without a forecast nobody knows"


@pytest.mark.parametrize(
    ("unit", "goal", "actual", "rate", "direction", "zh", "en"),
    [
        ("家", 8.0, 6.0, 2 / 15, "up", "还差 2 家，剩 15 个月", "2 firms to go in 15 months"),
        ("家", 0.0, 2.0, -2 / 15, "down", "还差 2 家，剩 15 个月", "2 firms to go in 15 months"),
        ("亿元", 50.0, 11.0, 2.6, "up", "每月还需 2.60 亿元", "2.60 × 100m yuan a month"),
        ("%", 6.0, 4.8, 0.24, "up", "每月还需 0.24 个百分点", "0.24 points a month"),
        ("家", 8.0, 9.0, -0.1, "up", "", ""),
    ],
)
def test_still_to_go(unit: str, goal: float, actual: float, rate: float, direction: str, zh: str, en: str) -> None:
    found = row(unit, goal, direction=direction, actual=actual, needed_rate=rate)
    assert (needed_words(found, "zh"), needed_words(found, "en")) == (zh, en)
    assert needed_words(replace(found, status="achieved"), "zh") == ""


@pytest.mark.parametrize(("actual", "short"), [(1.0, "还差 2 个"), (2.0, "还差 1 个"), (0.5, "还差 2 个"), (3.0, "")])
def test_more_than_two_are_three(actual: float, short: str) -> None:
    found = row("个", 2.0, actual=actual, needed_rate=0.1, comparator=">")
    assert needed_words(found, "zh").split("，")[0] == short


def test_part_of_a_thing_is_a_thing_to_go() -> None:
    assert needed_words(row("个", 2.0, actual=0.8, needed_rate=0.1), "zh").startswith("还差 2 个")


def test_one_month_is_one_month() -> None:
    found = replace(row("家", 8.0, actual=6.0, needed_rate=2.0), period_end="2022-10")
    assert needed_words(found, "en") == "2 firms to go in 1 month"
