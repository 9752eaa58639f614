"""Whether demands are met."""

from __future__ import annotations

from typing import Any

import pytest

from sigai.pipeline.nonresponse.bars import Bar, bars_of
from sigai.pipeline.nonresponse.rivals import RIVALS, UNDISTURBED
from sigai.pipeline.nonresponse.tally import Tally, summary


def cell(*, undisturbed: float | None = None, **counts: int) -> dict[str, Any]:
    tally = Tally()
    tally.counts.update({"judged": 1000, "intervals": 1000, "inside": 800, **counts})
    for what in ("total", "growth"):
        for way, error in (("ours", 0.4), ("carried", 1.0)):
            tally.error(way, what, error)
        if undisturbed is not None:
            tally.error(UNDISTURBED, what, undisturbed)
    return summary(tally, RIVALS, known=(UNDISTURBED,))


def bar(sets: dict[str, dict[str, Any]], cell: str, what: str) -> Bar:
    (found,) = (one for one in bars_of(sets) if (one.cell, one.what) == (cell, what))
    return found


@pytest.mark.parametrize(
    ("name", "event", "hits", "met"),
    [
        ("random-15", "wrong", 20, True),
        ("random-15", "wrong", 21, False),
        ("random-15", "held", 333, True),
        ("random-15", "held", 334, False),
        ("random-30", "held", 500, True),
        ("random-30", "held", 501, False),
        ("random-30", "better", 2, True),
        ("random-30", "better", 3, False),
        ("county-11", "wrong", 40, True),
        ("county-11", "wrong", 41, False),
    ],
)
def test_both_sides_of_each_bar(name: str, event: str, hits: int, met: bool) -> None:
    assert bar({"rough": {name: cell(**{event: hits})}}, name, event).met is met


@pytest.mark.parametrize(("inside", "met"), [(649, False), (650, True), (950, True), (951, False)])
def test_intervals_keep_their_bounds_in_each_cell(inside: int, met: bool) -> None:
    assert bar({"rough": {"largest-30": cell(inside=inside)}}, "largest-30", "interval").met is met


def test_the_random_cells_are_pooled() -> None:
    cells = {"random-5": cell(inside=700), "random-50": cell(inside=790), "fallen-30": cell(inside=100)}
    pooled = bar({"smooth": cells}, "random", "interval")
    assert (pooled.value, pooled.met) == (0.745, False)


def test_half_the_error_of_carrying_forward_is_enough() -> None:
    found = bar({"smooth": {"random-5": cell()}}, "random-5", "error_of_growth")
    assert (found.value, found.met) == (pytest.approx(0.4), True)


def test_what_was_not_measured_is_not_met() -> None:
    assert not bar({"smooth": {}}, "random", "interval").met


def test_real_series_are_shown_and_have_no_bar() -> None:
    assert bars_of({"m3": {"random-15": cell()}}) == []


@pytest.mark.parametrize(("wrong", "met"), [(0, True), (1, False)])
def test_nothing_settled_may_contradict_the_complete_month_on_the_site(wrong: int, met: bool) -> None:
    (found,) = bars_of({"site": {"as-reported": cell(wrong=wrong)}})
    assert (found.what, found.met) == ("wrong", met)


def test_what_nobody_can_know_stands_beside_the_error() -> None:
    found = bar({"rough": {"random-5": cell(undisturbed=0.3)}}, "random-5", "error_of_total")
    assert (found.value, found.undisturbed) == (pytest.approx(0.4), pytest.approx(0.3))
    assert bar({"smooth": {"random-5": cell()}}, "random-5", "error_of_total").undisturbed is None
