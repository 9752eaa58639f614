"""Figures that come after their month was closed correct it, and results say so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pyarrow as pa

from helpers_indicators import data, entity, value
from sigai.base.periods import Period
from sigai.tables import CLOSED_MONTHS, Data, DuckStore, in_memory
from sigai.tables.reading import late_keys

JUNE = Period.parse("2022-06").last


def closed(at: dt.datetime | None, revision: int | None = None) -> pa.Table:
    return pa.table({"month": [JUNE], "closed_at": [at], "revision": [revision]}, schema=CLOSED_MONTHS)


def marked(facts: Data) -> list[bool]:
    """Which figures a run takes for corrected, in the order in which they were given."""
    with DuckStore.of(facts) as store:
        rows = store.run(store.table("values")).to_pylist()
    found = {(row["entity"], row["period"]): bool(row["corrected"]) for row in rows}
    return [found[row["entity"], row["period"]] for row in in_memory(facts.values).to_pylist()]


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


def test_where_revisions_are_numbered_what_was_accepted_later_is_late_whenever_it_was_reported() -> None:
    before, after = dt.datetime(2022, 7, 9), dt.datetime(2022, 7, 13)
    rows = [
        value("e0", "sales", "2022-06", 1, revision=6, reported_at=before),
        value("e1", "sales", "2022-06", 1, revision=7, reported_at=after),
        value("e2", "sales", "2022-06", 1, revision=8, reported_at=before),
        value("e3", "sales", "2022-06", 1, revision=9, reported_at=None),
        value("e0", "sales", "2022-05", 1, revision=9, reported_at=after),
    ]
    given = replace(data([entity(f"e{place}") for place in range(4)], rows), closed=closed(dt.datetime(2022, 7, 12), 7))
    assert marked(given) == [False, False, True, True, False]
    assert late_keys(given) == {("e2", "sales", "2022-06"), ("e3", "sales", "2022-06")}
    assert late_keys(replace(given, closed=None)) == frozenset()
