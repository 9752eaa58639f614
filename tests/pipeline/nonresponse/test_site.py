"""The demonstration's last month, half reported, held against the same month complete."""

from __future__ import annotations

from typing import Any

import pyarrow.compute as pc

from helpers_indicators import data, entity, value
from sigai.base.periods import Period
from sigai.pipeline.nonresponse.site import CELL, completed, count_settled, try_site
from sigai.pipeline.nonresponse.tally import Tally
from sigai.programme.programme import Programme


def row_of(status: str, settled: str | None) -> dict[str, Any]:
    return {"status": status, "verdict": "doubtful", "settled": settled, "as_of": "2022-09"}


def counted(ours: dict[str, Any], true: str) -> Tally:
    tally = Tally()
    count_settled(tally, {("T", "t", "64"): row_of(true, "2022-09")}, {("T", "t", "64"): ours}, {})
    return tally


def test_only_a_settled_verdict_can_contradict_the_complete_month() -> None:
    settled, held = counted(row_of("on_track", "2022-09"), "behind"), counted(row_of("on_track", "2022-08"), "behind")
    assert (settled.counts["wrong"], settled.counts["held"], len(settled.examples)) == (1, 0, 1)
    assert (held.counts["wrong"], held.counts["held"], held.counts["held_wrong"]) == (0, 1, 1)
    assert counted(row_of("behind", "2022-09"), "behind").counts["wrong"] == 0


def test_a_held_verdict_names_its_month_or_says_nothing() -> None:
    assert counted(row_of("behind", None), "behind").counts["wrong"] == 1
    nothing = counted(row_of("no_data", None), "behind").counts
    assert (nothing["wrong"], nothing["held"], nothing["held_wrong"]) == (0, 1, 1)


def test_the_month_is_completed_and_nothing_else_changes() -> None:
    given = data([entity("a"), entity("b")], [value("a", "sales", "2022-08", 1), value("a", "sales", "2022-09", 2)])
    rows = [value(firm, "sales", f"2022-0{month}", 7) for firm in "ab" for month in (8, 9)]
    whole = completed(given, data([], rows).values, Period.parse("2022-09").last).values
    assert sorted(zip(*(whole[name].to_pylist() for name in ("entity", "month", "value")), strict=True)) == [
        ("a", Period.parse("2022-08").last, 1),
        ("a", Period.parse("2022-09").last, 2),
        ("b", Period.parse("2022-09").last, 7),
    ]
    assert pc.any(pc.equal(whole["entity"], "b")).as_py()


def test_the_demonstration_is_tried_whole(programme: Programme) -> None:
    tally = try_site(programme, seed=1, enterprises=40)[CELL]
    assert tally.counts["judged"] > 3
    assert tally.counts["wrong"] == 0, tally.examples
