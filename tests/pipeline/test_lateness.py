"""Figures that come after their month was closed correct it, and results say so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pyarrow as pa

from helpers_indicators import data, entity, value
from sigai.base.periods import Period
from sigai.pipeline.lateness import with_late_marked
from sigai.tables import CLOSED_MONTHS, Data

JUNE = Period.parse("2022-06").last


def closed(at: dt.datetime | None) -> pa.Table:
    return pa.table({"month": [JUNE], "closed_at": [at]}, schema=CLOSED_MONTHS)


def marked(facts: Data) -> list[bool]:
    return [bool(mark) for mark in with_late_marked(facts).values["corrected"].to_pylist()]


def facts(*reported: dt.datetime | None) -> Data:
    rows = [value(f"e{place}", "sales", "2022-06", 1, reported_at=at) for place, at in enumerate(reported)]
    return data([entity(f"e{place}") for place in range(len(reported))], rows)


def test_only_what_came_after_the_closing_is_late() -> None:
    given = facts(dt.datetime(2022, 7, 9), dt.datetime(2022, 7, 12), dt.datetime(2022, 7, 13), None)
    assert marked(replace(given, closed=closed(dt.datetime(2022, 7, 12)))) == [False, False, True, False]


def test_nothing_is_late_where_nobody_said_when_a_month_was_closed() -> None:
    given = facts(dt.datetime(2022, 7, 13))
    assert marked(given) == marked(replace(given, closed=closed(None))) == [False]


def test_figures_of_other_months_are_not_late() -> None:
    given = data([entity("e")], [value("e", "sales", "2022-07", 1, reported_at=dt.datetime(2022, 8, 13))])
    assert marked(replace(given, closed=closed(dt.datetime(2022, 7, 12)))) == [False]
