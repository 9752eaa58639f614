"""The scripts that proved the review's faults 2, 5, 6, 9 and 11 called the formulas alone; here are their figures in a
whole run, in which what is owed and not in is estimated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from helpers_indicators import CITY, data, entity, programme, text, value
from sigai.base.periods import Period
from sigai.pipeline import calculate
from sigai.programme.common import Reference, Source
from sigai.programme.method import ProgressMethod
from sigai.programme.organisation import Pillar
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Step, Target, Track

GROWTH = ("growth(total(sales))", "%")
METHOD = ProgressMethod(
    start="2021-01",
    name=text("m"),
    on_track=0.95,
    at_risk=0.8,
    about_tolerance=0.03,
    doubt_below=0.4,
    minimum_coverage=0.5,
    provisional_below=0.9,
    source=Reference(title="r"),
)


def asking(formula: tuple[str, str]) -> Programme:
    """A programme with one indicator, and a target of growth of at least 7 % held against it."""
    stated = {"comparator": ">=", "value": 7}
    statement = Statement(
        id="s",
        source=Source(document="d"),
        indicator="g",
        unit=formula[1],
        kind="annual_growth",
        period_end=2021,
        direction="up",
        **stated,
    )
    step = Step(due="2021", comparator=">=", value=7, statements=("s",))
    track = Track(id="m", indicator="x", unit=formula[1], direction="up", trajectory="constant", steps=(step,))
    target = Target(id="t", name=text("t"), pillar="p", statements=(statement,), tracks=(track,))
    return programme({"x": formula}, targets=(target,), progress=(METHOD,), pillars=(Pillar(id="p", name=text("p")),))


def in_a_run(
    formula: tuple[str, str], people: Iterable[dict[str, Any]], figures: Iterable[dict[str, Any]], month: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The city's result of a month, and its row of progress."""
    found = calculate(asking(formula), data(people, figures), as_of=Period.parse(month)).tables
    (result,) = (
        row
        for row in found["indicators"].to_pylist()
        if row["area"] == CITY and row["period"] == month and not row["industry"]
    )
    (row,) = (row for row in found["progress"].to_pylist() if row["area"] == CITY and row["as_of"] == month)
    return result, row


def sales(count: int, months: Iterable[str], size: float) -> list[dict[str, Any]]:
    """Sales since January of the first so many enterprises, as much every month."""
    return [
        value(f"e{number:02d}", "sales", month, size * int(month[-2:])) for number in range(count) for month in months
    ]


def months(year: int, last: int = 12) -> list[str]:
    return [f"{year}-{number:02d}" for number in range(1, last + 1)]


def people(count: int) -> list[dict[str, Any]]:
    return [entity(f"e{number:02d}") for number in range(count)]


@pytest.mark.parametrize(("given", "coverage"), [(19, 0.95), (10, 0.5)])
def test_growth_is_that_of_all_however_many_are_not_in_yet(given: int, coverage: float) -> None:
    """6 and 5: growth was 2.6 % with 19 of 20 in, and -47.5 % with half of them."""
    figures = [*sales(20, months(2020), 100), *sales(20, months(2021, 5), 108), *sales(given, ["2021-06"], 108)]
    result, row = in_a_run(GROWTH, people(20), figures, "2021-06")
    assert result["value"] == pytest.approx(8.0, abs=0.05)
    assert (result["coverage"], result["like_for_like"]) == (pytest.approx(coverage), pytest.approx(8.0))
    assert row["status"] == "on_track"


def test_a_target_is_not_behind_because_one_report_is_not_in() -> None:
    """11: every enterprise that reported grew by 8 %; one gave nothing this year, and the target of 7 % was behind."""
    figures = [*sales(20, months(2020), 100), *sales(19, months(2021, 9), 108)]
    result, row = in_a_run(GROWTH, people(20), figures, "2021-09")
    assert result["value"] == pytest.approx(8.0, abs=0.5)
    assert (row["status"], row["actual"]) == ("on_track", pytest.approx(result["value"]))
    assert row["verdict"] not in ("unlikely", "missed")


def test_a_sum_since_january_has_the_month_that_one_did_not_give() -> None:
    """5: ten a month, one of two lacks June: 110, not 120."""
    figures = [value(f"e{number:02d}", "sales_flow", month, 10) for number in (0, 1) for month in months(2022, 5)]
    figures.append(value("e00", "sales_flow", "2022-06", 10))
    result, _ = in_a_run(("total(sales_flow)", "万元"), people(2), figures, "2022-06")
    assert (result["value"], result["reported_value"]) == (120, 110)


def test_both_terms_of_a_ratio_are_those_of_all() -> None:
    """9: a gave 50 and 100, b gave 100 alone: 25 % where both have half. Who never gave a term is not made up: then the
    ratio of those that gave both stands beside."""
    both = [
        value(who, name, month, size)
        for who in ("e00", "e01")
        for month in months(2021)
        for name, size in (("sales_flow", 50), ("employees", 100))
    ]
    now = [value("e00", "sales_flow", "2022-01", 50), *(value(f"e0{n}", "employees", "2022-01", 100) for n in (0, 1))]
    asked = ("total(sales_flow, over: month) / total(employees)", "万元/人")
    result, _ = in_a_run(asked, people(2), [*both, *now], "2022-01")
    assert result["value"] == pytest.approx(0.5)
    never = [row for row in both if (row["entity"], row["measure"]) != ("e01", "sales_flow")]
    result, _ = in_a_run(asked, people(2), [*never, *now], "2022-01")
    assert (result["value"], result["like_for_like"]) == (pytest.approx(0.25), pytest.approx(0.5))
