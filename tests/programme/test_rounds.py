"""Content of rounds and rechecks: what is refused; when a recheck is due, and when a record lapses."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers_programme import Content, codes, findings, load
from helpers_web import web_content
from helpers_web_ledgers import AWARDS
from sigai.programme import Ledger, expiry_of, lapse_of, months_on, rechecks_of
from sigai.programme.checks.rounds import rounds_and_rechecks

DAY = dt.date.fromisoformat


def awards(**recheck: Any) -> Ledger:
    found = copy.deepcopy(AWARDS)
    found["rechecks"][0] |= recheck
    return Ledger.model_validate(found)


def of(ledger: Ledger, **fields: str) -> list[tuple[str, str, str]]:
    """The rechecks of a record: which, of which day, due when."""
    found = rechecks_of(ledger, "won", DAY("2021-01-01"), {"award": "green", **fields})
    return [(one.recheck.id, one.of.isoformat(), one.due.isoformat()) for one in found]


def content(change: Any) -> Content:
    made = web_content()
    made["ledgers"] = [copy.deepcopy(one) for one in made["ledgers"]]
    change(next(one for one in made["ledgers"] if one["id"] == "awards"))
    return made


def test_what_holds_together_is_taken(tmp_path: Path) -> None:
    assert findings(tmp_path, content(lambda _: None), rounds_and_rechecks) == []


def test_rechecks_that_no_record_has_both_of_share_a_field(tmp_path: Path) -> None:
    assert findings(tmp_path, content(recheck(noted="seen_to")), rounds_and_rechecks) == []


def rounds(**changes: Any) -> Any:
    return lambda ledger: ledger["rounds"].update(changes)


def recheck(**changes: Any) -> Any:
    return lambda ledger: ledger["rechecks"][0].update(changes)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (rounds(steps=["applly"]), "P011"),
        (rounds(decides=["nothing"]), "P011"),
        (rounds(decides=["apply"]), "P101"),
        (rounds(by=["won_on"]), "P100"),
        (rounds(by=["nothing"]), "P100"),
        (recheck(states=["gone"]), "P017"),
        (recheck(only={"award": ["blue"]}), "P100"),
        (recheck(noted="nothing"), "P018"),
        (recheck(noted="award"), "P102"),
        (recheck(noted="won_on"), "P103"),
        (recheck(noted="seen_to", only={}), "P103"),
        (recheck(put_right="checked"), "P103"),
        (recheck(after=None), "P104"),
        (recheck(withdrawn="reject"), "P105"),
        (recheck(roles=["office", "unit_approver"]), "P105"),
        (recheck(withdrawn="nothing"), "P011"),
    ],
)
def test_what_does_not_is_told(tmp_path: Path, change: Any, code: str) -> None:
    assert code in codes(findings(tmp_path, content(change), rounds_and_rechecks))


def test_a_day_that_is_not_in_every_year_is_refused() -> None:
    with pytest.raises(ValueError, match="day"):
        awards(day="02-29")


def test_a_recheck_is_due_so_many_months_after_its_day_and_again_after_each() -> None:
    ledger = awards()
    assert of(ledger, won_on="2021-09-10") == [("yearly", "2022-09-10", "2022-09-10")]
    assert of(ledger, won_on="2021-09-10", checked="2022-09-10") == [("yearly", "2023-09-10", "2023-09-10")]
    assert of(ledger) == []
    assert of(ledger, won_on="2021-09-10", award="smart") == [("visit", "2021-07-01", "2021-07-01")]
    assert of(ledger, won_on="2021-09-10", award="smart", seen_to="2021-07-01") == []


def test_a_recheck_on_a_day_of_the_year_is_first_due_on_the_next_such_day() -> None:
    ledger = awards(day="03-31")
    assert of(ledger, won_on="2021-03-30")[0][1] == "2021-03-31"
    assert of(ledger, won_on="2021-03-31")[0][1] == "2022-03-31"
    assert of(ledger, won_on="2021-09-10", checked="2022-03-31")[0][1] == "2023-03-31"


def test_what_is_to_be_put_right_by_a_day_is_due_then_and_lapses_later() -> None:
    ledger = awards()
    fields = {"award": "green", "won_on": "2021-09-10"}
    assert lapse_of(ledger, "won", fields) == DAY("2022-12-10")
    later = {**fields, "fix_by": "2022-11-30"}
    assert of(ledger, **later) == [("yearly", "2022-09-10", "2022-11-30")]
    assert lapse_of(ledger, "won", later) == DAY("2023-02-28")
    assert lapse_of(ledger, "lapsed", fields) is None


def test_a_record_counts_until_the_first_of_its_ends() -> None:
    ledger = awards()
    fields = {"award": "green", "won_on": "2021-09-10", "valid_until": "2024-01-01"}
    assert expiry_of(ledger, "won", fields) == DAY("2022-12-10")
    assert expiry_of(ledger, "won", {**fields, "valid_until": "2022-10-01"}) == DAY("2022-10-01")
    assert expiry_of(ledger, "won", {**fields, "award": "smart"}) == DAY("2024-01-01")
    assert expiry_of(ledger, "applied", fields) is None


@given(st.dates(DAY("1990-01-01"), DAY("2090-12-31")), st.integers(1, 60), st.integers(0, 4000))
def test_whatever_was_missed_is_done_with_the_one_that_is_done(begun: dt.date, months: int, later: int) -> None:
    ledger = awards(months=months)
    (due,) = rechecks_of(ledger, "won", None, {"award": "green", "won_on": begun.isoformat()})
    day = due.opens + dt.timedelta(days=later)
    done = due.done_on(day)
    assert due.of <= done and (done == due.of or done <= day)
    (following,) = rechecks_of(ledger, "won", None, {"award": "green", "checked": done.isoformat()})
    assert following.of > day or following.of > done == due.of
    assert following.of > done


@given(st.dates(DAY("1990-01-01"), DAY("2090-12-31")), st.integers(0, 600))
def test_months_on_never_leaves_the_month(day: dt.date, months: int) -> None:
    found = months_on(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day <= day.day


def test_a_count_over_what_a_recheck_ends_is_never_met_for_good(tmp_path: Path) -> None:
    programme = load(tmp_path, content(lambda _: None))
    assert "won" in programme.vocabulary.ledgers["awards"].expiring
