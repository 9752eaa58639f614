"""What is counted when verdicts and totals are held against those of the complete month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from sigai.base.periods import Period
from sigai.pipeline.nonresponse import trial
from sigai.pipeline.nonresponse.book import Book
from sigai.pipeline.nonresponse.cells import CELLS
from sigai.pipeline.nonresponse.gaps import gap_of, variants_of
from sigai.pipeline.nonresponse.rivals import RIVALS
from sigai.pipeline.nonresponse.tally import Tally, summary
from sigai.pipeline.nonresponse.totals import count_totals
from sigai.programme.method import EstimateMethod

JUNE = Period.parse("2022-06")


def row_of(status: str, *, verdict: str = "doubtful", settled: str = "2022-06", indicator: str = "i") -> dict[str, Any]:
    nothing = dict.fromkeys(("reason", "actual", "expected", "pace", "probability", "estimated_low", "estimated_high"))
    return {
        **nothing,
        "status": status,
        "verdict": verdict,
        "settled": settled,
        "as_of": "2022-06",
        "indicator": indicator,
    }


def counted(rows: Iterable[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]) -> Tally:
    """Rows of what is true, ours, and what every rival says."""
    tally = Tally()
    for true, ours, theirs in rows:
        judged = {"ours": {("T", "t"): ours}, **{way: {("T", "t"): theirs} for way in RIVALS}}
        trial.count_judged(tally, {("T", "t"): true}, judged, frozenset({"i"}), {})
    return tally


def test_wrong_better_held_and_what_rivals_say_are_told_apart() -> None:
    good, fair, bad = row_of("on_track"), row_of("at_risk"), row_of("behind")
    tally = counted(
        [
            (good, good, bad),
            (fair, good, good),
            (fair, bad, fair),
            (fair, row_of("at_risk", settled="2022-05"), fair),
            (fair, row_of("on_track", settled="2022-05"), fair),
        ]
    )
    found = summary(tally, RIVALS)
    assert found["judged"] == 5
    assert [found[name]["hits"] for name in ("wrong", "better", "held", "held_wrong")] == [2, 1, 2, 1]
    assert [found["rivals"]["carried"][name]["hits"] for name in ("wrong", "better")] == [2, 1]
    assert len(found["examples"]) == 2


def verdict_counts(true: str, ours: str, *, settled: str = "2022-06") -> dict[str, int]:
    tally = Tally()
    trial.count_verdict(tally, row_of("at_risk", verdict=true), row_of("at_risk", verdict=ours, settled=settled))
    return {name.removeprefix("verdict_"): count for name, count in tally.counts.items() if count}


@pytest.mark.parametrize(
    ("true", "ours", "counts"),
    [
        ("likely", "likely", {}),
        ("doubtful", "doubtful", {}),
        ("doubtful", "unclear", {}),
        ("likely", "doubtful", {"held": 1}),
        ("missed", "unclear", {"held": 1}),
        ("doubtful", "likely", {"wrong": 1, "better": 1}),
        ("doubtful", "unlikely", {"wrong": 1}),
        ("likely", "achieved", {"wrong": 1, "better": 1}),
        ("achieved", "likely", {"wrong": 1}),
        ("unlikely", "likely", {"wrong": 1, "better": 1, "turned": 1}),
        ("likely", "missed", {"wrong": 1, "turned": 1}),
    ],
)
def test_verdicts_that_hold_back_claim_wrongly_or_the_opposite_are_told_apart(
    true: str, ours: str, counts: dict[str, int]
) -> None:
    assert verdict_counts(true, ours) == counts


@pytest.mark.parametrize(
    ("true", "ours", "counts"),
    [
        ("likely", "likely", {"held": 1}),
        ("doubtful", "likely", {"held": 1, "held_wrong": 1}),
        ("unlikely", "likely", {"held": 1, "held_wrong": 1, "turned": 1}),
    ],
)
def test_an_earlier_month_s_verdict_is_held_and_shown_all_the_same(
    true: str, ours: str, counts: dict[str, int]
) -> None:
    assert verdict_counts(true, ours, settled="2022-05") == counts


def test_verdicts_are_counted_beside_statuses_and_stand_in_the_summary() -> None:
    claims, doubts = row_of("on_track", verdict="likely"), row_of("on_track")
    found = summary(counted([(doubts, claims, doubts), (claims, doubts, claims)]), RIVALS)
    assert [found[f"verdict_{name}"]["hits"] for name in ("wrong", "better", "held", "held_wrong", "turned")] == [
        *(1, 1, 1, 0, 0)
    ]
    assert (found["wrong"]["hits"], found["judged"]) == (0, 2)


@pytest.mark.parametrize("status", ["no_data", "not_due"])
def test_a_month_that_says_nothing_when_complete_is_not_counted(status: str) -> None:
    assert counted([(row_of(status), row_of("on_track"), row_of("on_track"))]).counts["judged"] == 0
    assert counted([(row_of("at_risk"), row_of(status), row_of(status))]).counts["wrong"] == 1


def test_a_target_without_a_missing_figure_is_not_counted() -> None:
    row = row_of("on_track", indicator="other")
    assert counted([(row, row, row)]).counts["judged"] == 0


def method_of(book: Book) -> EstimateMethod:
    return book.world.programme.progress[0].estimates


def test_the_errors_of_totals_are_those_of_a_plain_sum(book: Book) -> None:
    """Worked out anew from the tables: total and growth of output with random-30 late."""
    gap = gap_of(book, next(c for c in CELLS if c.name == "random-30"), JUNE.last, method_of(book), seed=1, time=0)
    assert gap is not None
    only = frozenset({"output"})
    tally = Tally()
    rows = gap.late & (np.array(book.measures)[book.measure] == "output")
    count_totals(tally, book, JUNE.last, replace(gap, late=rows), method_of(book))

    def total(values: pa.Table, month: int) -> float:
        kept = [row for row in values.to_pylist() if row["measure"] in only and row["month"] == month]
        return float(sum(row["value"] for row in kept))

    whole = book.world.data.values
    true, before = total(whole, JUNE.last), total(whole, JUNE.last - 12)
    for way, variant in zip(("ours", *RIVALS), variants_of(gap, book), strict=True):
        made = total(variant.values, JUNE.last) + total(variant.estimates.values, JUNE.last)
        assert tally.sums[f"total/{way}/bias"] == pytest.approx((made - true) / true, abs=1e-7)
        assert tally.sums[f"growth/{way}"] == pytest.approx(100 * abs(made / before - true / before), abs=1e-5)
    assert tally.counts["total_intervals"] == 1


def test_a_month_counts_only_what_late_figures_can_change(book: Book) -> None:
    history = book.world.truth(JUNE)
    cells = [replace(cell, times=1) for cell in CELLS if cell.name in ("random-15", "industry")]
    found = trial.try_month(book, history, JUNE.last, cells, seed=1)
    assert set(found) == {"random-15", "industry"}
    tally = found["random-15"]
    assert 0 < tally.counts["judged"] <= len(book.world.programme.targets)
    assert tally.counts["held"] + tally.counts["wrong"] <= tally.counts["judged"]
    assert tally.counts["inside"] + tally.counts["below"] <= tally.counts["intervals"]
    assert tally.counts["total/ours"] == tally.counts["total/today"] > 0
