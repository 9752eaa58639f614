"""Counts go by the day that a record itself gives for a state, and end when it expires."""

from __future__ import annotations

import json
from typing import Any

import pytest

from helpers_indicators import CITY, NORTH, TITLES, data, programme, record, text
from sigai.base.periods import Period
from sigai.indicators import compute
from sigai.programme.ledgers import Ledger, LedgerField, Recheck, State
from sigai.progress.series_traits import series_traits_of

DATED = Ledger(
    id="titles",
    name=text("titles"),
    counted_in="家",
    fields=tuple(LedgerField(id=name, name=text(name), type="date") for name in ("recognised_on", "valid_until")),
    states=(
        State(id="applied", name=text("applied")),
        State(id="recognised", name=text("recognised"), dated="recognised_on", expires="valid_until"),
        State(id="renewed", name=text("renewed"), expires="valid_until"),
        State(id="lapsed", name=text("lapsed")),
    ),
)
COUNT = "count(titles, state: recognised{})"
YEAR, PROGRAMME = COUNT.format(", within: year"), COUNT.format(", within: programme")
ALWAYS, BOTH = COUNT.format(""), "count(titles, state: [recognised, renewed])"
APPLIED = "count(titles, state: applied)"


def counts(
    formula: str, lives: list[tuple[str, str, str | None]], *months: str, ledger: Ledger = DATED, **fields: Any
) -> list[float | None]:
    """What a formula counts of one record with these days, month by month."""
    facts = data(records=[record("r", "titles", lives, area=NORTH, fields=json.dumps(fields))])
    content = programme({"f": (formula, "家")}, ledgers=(ledger,))
    periods = [Period.parse(name) for name in months]
    run = compute(content, facts, first=min(periods), last=max(periods), terms=False)
    found = {row["month"]: row["value"] for row in run.results.to_pylist() if row["area"] == CITY}
    return [found[period.last] for period in periods]


ENTERED_LATE = [("recognised", "2022-03", None)]


def test_an_old_title_that_is_entered_today_is_not_new() -> None:
    old = {"recognised_on": "2019-06-30"}
    assert counts(ALWAYS, ENTERED_LATE, "2021-12", "2022-03", **old) == [1, 1]
    assert counts(YEAR, ENTERED_LATE, "2022-03", "2022-12", **old) == [0, 0]
    assert counts(PROGRAMME, ENTERED_LATE, "2022-12", **old) == [0]


@pytest.mark.parametrize(("day", "year"), [("2021-12-31", [1, 0]), ("2022-01-01", [0, 1])])
def test_a_title_is_new_in_the_year_of_its_day(day: str, year: list[int]) -> None:
    assert counts(YEAR, ENTERED_LATE, "2021-12", "2022-12", recognised_on=day) == year


def test_without_a_day_the_step_says_when() -> None:
    assert counts(YEAR, ENTERED_LATE, "2022-02", "2022-03", "2023-03") == [0, 1, 0]


def test_the_stay_before_ends_with_the_day_of_the_next() -> None:
    lives = [("applied", "2021-05", "2022-03"), ("recognised", "2022-03", None)]
    assert counts(APPLIED, lives, "2021-08", "2021-09", "2022-02", recognised_on="2021-09-20") == [1, 0, 0]
    assert counts(ALWAYS, lives, "2021-08", "2021-09", recognised_on="2021-09-20") == [0, 1]


@pytest.mark.parametrize(("until", "expected"), [("2022-06-30", [1, 1, 0]), ("2022-06-29", [1, 0, 0])])
def test_what_has_expired_by_the_end_of_a_month_does_not_count(until: str, expected: list[int]) -> None:
    lives = [("recognised", "2021-03", None)]
    assert counts(ALWAYS, lives, "2022-05", "2022-06", "2022-07", valid_until=until) == expected


def test_a_renewed_title_counts_until_its_new_day() -> None:
    lives = [("recognised", "2019-03", "2022-03"), ("renewed", "2022-03", None)]
    days = {"recognised_on": "2019-03-01", "valid_until": "2023-05-31"}
    assert counts(BOTH, lives, "2022-02", "2022-03", "2023-05", "2023-06", **days) == [1, 1, 1, 0]


def test_of_two_stays_in_a_state_the_day_is_the_last_ones() -> None:
    lives = [("recognised", "2021-01", "2021-06"), ("lapsed", "2021-06", "2022-02"), ("recognised", "2022-02", None)]
    assert counts(ALWAYS, lives, "2021-03", "2021-08", "2022-01", recognised_on="2022-01-10") == [1, 0, 1]


@pytest.mark.parametrize(("formula", "kept"), [(APPLIED, True), (ALWAYS, False), (BOTH, False), (YEAR, False)])
def test_nothing_that_can_expire_is_met_for_good(formula: str, kept: bool) -> None:
    content = programme({"f": (formula, "家")}, ledgers=(DATED,))
    assert series_traits_of(content.indicator_by_id["f"], content).monotone is kept


def test_a_ledger_without_such_days_is_counted_by_its_steps() -> None:
    content = programme({"f": ("count(titles, state: recognised)", "家")}, ledgers=(TITLES,))
    assert series_traits_of(content.indicator_by_id["f"], content).monotone


RECHECKED = DATED.model_copy(
    update={
        "fields": (*DATED.fields, LedgerField(id="checked", name=text("checked"), type="date")),
        "rechecks": (
            Recheck(
                id="yearly",
                name=text("yearly"),
                states=("recognised",),
                months=12,
                after="recognised_on",
                roles=("unit_approver",),
                noted="checked",
                lapses=3,
            ),
        ),
    }
)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [1, 1, 0, 0]),
        ({"checked": "2022-06-30"}, [1, 1, 1, 1]),
        ({"valid_until": "2022-08-31"}, [1, 0, 0, 0]),
        ({"checked": "2022-06-30", "valid_until": "2022-10-31"}, [1, 1, 1, 0]),
    ],
)
def test_what_a_missed_recheck_ends_counts_no_longer(fields: dict[str, str], expected: list[int]) -> None:
    """Recognised on 30 June 2021: to be rechecked by 30 June 2022, else it counts until 30 September."""
    lives = [("recognised", "2021-06", None)]
    days = {"recognised_on": "2021-06-30", **fields}
    months = ("2022-08", "2022-09", "2022-10", "2022-11")
    assert counts(ALWAYS, lives, *months, ledger=RECHECKED, **days) == expected


def test_a_step_made_after_it_lapsed_moves_no_month_before() -> None:
    days = {"recognised_on": "2021-06-30"}
    months = ("2022-09", "2022-10", "2023-03")
    open_still = counts(ALWAYS, [("recognised", "2021-06", None)], *months, ledger=RECHECKED, **days)
    lapsed = [("recognised", "2021-06", "2023-05"), ("lapsed", "2023-05", None)]
    assert counts(ALWAYS, lapsed, *months, ledger=RECHECKED, **days) == open_still == [1, 0, 0]


def test_what_a_recheck_may_end_is_never_met_for_good() -> None:
    bare = RECHECKED.model_copy(update={"states": (State(id="recognised", name=text("recognised")),)})
    content = programme({"f": (ALWAYS, "家")}, ledgers=(bare,))
    assert not series_traits_of(content.indicator_by_id["f"], content).monotone
