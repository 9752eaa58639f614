"""Rows inside records in indicators: counted like records from the day of each row, asked beside their record."""

from __future__ import annotations

import json
from typing import Any

import pytest

from helpers_indicators import CITY, NORTH, SOUTH, data, entity, programme, record, text
from sigai.base.periods import Period
from sigai.indicators import compute, evidence
from sigai.programme.ledgers import ComputedField, Ledger, LedgerField, RecordRows, State

AIDS = Ledger(
    id="aids",
    name=text("aids"),
    counted_in="项",
    subject="enterprise",
    fields=(
        LedgerField(id="asked", name=text("asked"), type="money", unit="万元"),
        LedgerField(id="national", name=text("national"), type="yes_no"),
    ),
    rows=(
        RecordRows(
            id="payments",
            name=text("payments"),
            unit="次",
            columns=(
                LedgerField(id="paid_on", name=text("paid"), type="date", required=True),
                LedgerField(id="amount", name=text("amount"), type="money", unit="元"),
                LedgerField(id="fund", name=text("fund"), type="text"),
            ),
            dated="paid_on",
        ),
        RecordRows(
            id="months",
            name=text("months"),
            columns=(
                LedgerField(id="of", name=text("of"), type="period", required=True),
                LedgerField(id="spent", name=text("spent"), type="number", unit="万元"),
            ),
            dated="of",
        ),
        RecordRows(id="visits", name=text("visits"), columns=(LedgerField(id="who", name=text("who"), type="text"),)),
    ),
    computed=(
        ComputedField(id="paid_out", name=text("x"), unit="万元", formula="rows_total(payments.amount)"),
        ComputedField(id="left", name=text("x"), unit="万元", formula="asked - paid_out"),
    ),
    states=(State(id="granted", name=text("granted")), State(id="closed", name=text("closed"))),
)


def payment(number: int, day: str, amount: float | None = None, **more: Any) -> dict[str, Any]:
    struck = {"struck": more.pop("struck")} if "struck" in more else {}
    values = {"paid_on": day, **({} if amount is None else {"amount": amount}), **more}
    return {"no": number, "values": values, **struck}


def aid(pk: str, lives: list[Any], *payments: dict[str, Any], area: str = NORTH, **fields: Any) -> dict[str, Any]:
    written = {**fields, "payments": list(payments)}
    return record(pk, "aids", lives, area=area, fields=json.dumps(written))


FACTS = data(
    [entity("e")],
    records=[
        aid(
            "a",
            [("granted", "2021-03", "2022-02"), ("closed", "2022-02", None)],
            payment(1, "2021-05-31", 10000, fund="city"),
            payment(2, "2022-01-01", 20000, fund="region"),
            payment(3, "2022-01-02", 70000, fund="city", struck="twice"),
            asked=8,
            national=True,
        ),
        aid("b", [("granted", "2021-12", None)], payment(1, "2021-06-01", 5000, fund="city"), area=SOUTH, asked=2),
        aid("c", [("granted", "2021-01", None)], asked=1),
    ],
)
MONTHS = ("2021-04", "2021-05", "2021-12", "2022-01", "2022-12")


def numbers(formula: str, unit: str, area: str = CITY) -> list[float | None]:
    content = programme({"i": (formula, unit)}, ledgers=(AIDS,))
    periods = [Period.parse(name) for name in MONTHS]
    run = compute(content, FACTS, first=periods[0], last=periods[-1], terms=False).results.to_pylist()
    found = {row["month"]: row["value"] for row in run if row["area"] == area}
    return [found[period.last] for period in periods]


BOTH = "state: [granted, closed]"


@pytest.mark.parametrize(
    ("formula", "unit", "expected"),
    [
        (f"count(aids.payments, {BOTH})", "次", [0, 1, 2, 3, 3]),
        (f"total(aids.payments.amount, {BOTH})", "元", [0, 10000, 15000, 35000, 35000]),
        (f"total(aids.payments.amount, {BOTH}, within: year)", "元", [0, 10000, 15000, 20000, 20000]),
        (f"total(aids.payments.amount, {BOTH}, where: fund = city)", "元", [0, 10000, 15000, 15000, 15000]),
        (f"total(aids.payments.amount, {BOTH}, where: national)", "元", [0, 10000, 10000, 30000, 30000]),
        ("count(aids.payments, state: granted)", "次", [0, 1, 2, 3, 1]),
        (f"distinct(aids.payments.fund, {BOTH})", "个", [0, 1, 1, 2, 2]),
        (f"count(aids, {BOTH}, where: rows(payments) = 0 次)", "项", [1, 1, 1, 1, 1]),
        (f"count(aids, {BOTH}, where: rows_total(payments.amount, where: fund = city) >= 1 万元)", "项", [1] * 5),
        (f"total(aids.paid_out, {BOTH})", "万元", [3, 3, 3.5, 3.5, 3.5]),
        (f"count(aids, {BOTH}, where: left > 1 万元)", "项", [1, 1, 2, 2, 2]),
    ],
)
def test_rows_count_from_their_day_while_their_record_does(formula: str, unit: str, expected: list[float]) -> None:
    found = numbers(formula, unit)
    assert found == [None if one is None else pytest.approx(one) for one in expected], formula


@pytest.mark.parametrize(("number", "added"), [(2, 1.2e14), (160, 9.6e15), (170, None)])
def test_a_total_of_rows_may_be_larger_than_one_number_and_stops_no_run(number: int, added: float | None) -> None:
    rows = [payment(one, "2021-03-01", 6e13) for one in range(number)]
    one = aid("h", [("granted", "2021-01", None)], *rows, asked=1)
    formulas = {"total": ("total(aids.paid_out, state: granted)", "元")}
    formulas["many"] = ("count(aids, state: granted, where: rows_total(payments.amount) > 100000000 万元)", "项")
    at = Period.parse("2022-01")
    content = programme(formulas, ledgers=(AIDS,))
    run = compute(content, data(records=[one]), first=at, last=at, terms=False).results.to_pylist()
    found = {row["indicator"]: row["value"] for row in run if row["area"] == CITY}
    assert found["total"] == (added and pytest.approx(added))
    assert found["many"] == (added is not None)


def test_rows_lie_where_their_record_lies() -> None:
    assert numbers(f"count(aids.payments, {BOTH})", "次", SOUTH) == [0, 0, 1, 1, 1]


def test_a_period_counts_from_its_last_month_and_a_table_without_a_day_with_its_record() -> None:
    fields = {"months": [{"no": 1, "values": {"of": "2021Q2", "spent": 3}}, {"no": 2, "values": {"spent": 9}}]}
    fields["visits"] = [{"no": 1, "values": {"who": "x"}}]
    one = record("m", "aids", [("granted", "2021-01", None)], area=NORTH, fields=json.dumps(fields))
    formulas = {"spent": ("total(aids.months.spent, state: granted)", "万元")}
    formulas["visits"] = ("count(aids.visits, state: granted)", "个")
    content = programme(formulas, ledgers=(AIDS,))
    span = [Period.parse(name) for name in ("2021-05", "2021-06")]
    run = compute(content, data(records=[one]), first=span[0], last=span[1], terms=False).results.to_pylist()
    found = {(row["indicator"], row["month"]): row["value"] for row in run if row["area"] == CITY}
    assert [found["spent", one.last] for one in span] == [0, 3]
    assert [found["visits", one.last] for one in span] == [1, 1]


def test_evidence_leads_from_the_number_to_the_records_of_its_rows() -> None:
    content = programme({"i": (f"total(aids.payments.amount, {BOTH})", "元")}, ledgers=(AIDS,))
    found = evidence(content, FACTS, "i", CITY, Period.parse("2022-01"))
    (term,) = found.terms
    listed = [(row["id"], row["amount"]) for row in term.records.rows.to_pylist()]
    assert sorted(listed) == [("a", 10000), ("a", 20000), ("b", 5000)] and term.records.count == 3


def test_a_ledger_that_was_not_supplied_gives_no_data_for_its_rows_either() -> None:
    content = programme({"i": ("count(aids.payments, state: granted)", "次")}, ledgers=(AIDS,))
    at = Period.parse("2022-01")
    run = compute(content, data([entity("e")]), first=at, last=at, terms=False).results.to_pylist()
    assert {row["value"] for row in run} == {None}
