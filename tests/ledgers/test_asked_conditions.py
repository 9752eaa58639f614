"""Conditions of steps over the lists and figures of the record's entity: yes, no, unknown; what the refusal says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from helpers_ledgers import code, programme, text
from sigai.base.periods import Period
from sigai.ledgers import LinkedRecords, Record, figures_asked, transition
from sigai.programme import Programme
from sigai.programme.checks.formulas import formulas_make_sense
from sigai.programme.checks.links import links_lead_somewhere
from sigai.programme.checks.record_rows import rows_and_computed

DAY = dt.date(2022, 5, 20)
LISTED = "entity in list(audit)"
POWER = "figure(power, period: last_year) >= 100 kWh"


def content(condition: str, indicators: Any = (), **more: Any) -> Programme:
    works = {
        "id": "works",
        "name": text("工程"),
        "counted_in": "个",
        "fields": [{"id": "cost", "name": text("投资"), "type": "number", "unit": "万元"}],
        "states": [{"id": "planned", "name": text("谋划")}, {"id": "built", "name": text("开工")}],
        "transitions": [
            {"id": "plan", "name": text("入库"), "origins": ["start"], "to": "planned", "roles": ["office"]},
            {"id": "build", "name": text("开工"), "origins": ["planned"], "to": "built", "roles": ["office"]}
            | {"condition": condition},
        ],
    }
    measures = [
        {
            "id": name,
            "name": text(name),
            "unit": "kWh",
            "accumulation": accumulation,
            "frequency": every,
            "subject": subject,
            "first_two_together": name == "joint",
        }
        for name, accumulation, every, subject in (
            ("power", "flow", "month", "enterprise"),
            ("joint", "flow", "month", "enterprise"),
            ("heat", "flow", "quarter", "enterprise"),
            ("stock", "stock", "month", "enterprise"),
            ("since", "ytd", "month", "enterprise"),
            ("town", "flow", "month", "county"),
        )
    ]
    return programme(
        ledgers=[{**works, **more}],
        identities=[],
        plausibility=[],
        indicators=list(indicators),
        forms=[],
        lists=[{"id": "audit", "name": text("审核名单")}],
        measures=measures,
    )


def months(period: str, value: str, *, without: str = "", every: int = 1) -> dict[int, Decimal]:
    asked = Period.parse(period)
    left_out = Period.parse(without).last if without else None
    found = [month for month in range(asked.first, asked.last + 1) if (month + 1) % every == 0]
    return {month: Decimal(value) for month in found if month != left_out}


def build(condition: str, *, lists: Any = None, values: dict[int, Decimal] | None = None, told: bool = True) -> Any:
    """The step's outcome: good, or the issue."""
    made = content(condition)
    ledger = made.ledger_by_id["works"]
    (step,) = [step for step in ledger.transitions if step.id == "build"]
    figures = {one.text: one.amount(values or {}) for one in figures_asked(step, ledger, made, DAY)}
    around = LinkedRecords(lists=lists, figures=figures, told=set(figures) if told else ())
    record = Record("works", "W1", "一号", code(1), None, "planned", DAY)
    found = transition(record, "build", "office", {}, programme=made, on=DAY, linked=around)
    return "good" if isinstance(found, Record) else found[0]


@pytest.mark.parametrize(
    ("condition", "lists", "wanted"),
    [
        (LISTED, {"audit"}, "good"),
        (LISTED, {"other"}, "L045"),
        (LISTED, frozenset(), "L045"),
        (LISTED, None, "L046"),
        ("entity not in list(audit)", frozenset(), "good"),
        ("entity not in list(audit)", {"audit"}, "L045"),
        ("entity not in list(audit)", None, "L046"),
    ],
)
def test_a_list_is_asked(condition: str, lists: Any, wanted: str) -> None:
    found = build(condition, lists=None if lists is None else frozenset(lists))
    assert (found if wanted == "good" else found.code) == wanted


@pytest.mark.parametrize(
    ("condition", "values", "wanted"),
    [
        (POWER, months("2021", "8.3334"), "good"),
        (POWER, months("2021", "8.3333"), "L045"),
        (POWER, months("2021", "50", without="2021-07"), "L046"),
        (POWER, months("2022", "50"), "L046"),
        (POWER, {}, "L046"),
        ('figure(power, period: "2021Q2") = 6 kWh', months("2021", "2"), "good"),
        ("figure(power, period: last_quarter) = 6 kWh", months("2022Q1", "2"), "good"),
        ("figure(power, period: last_month) = 2 kWh", months("2022-04", "2"), "good"),
        ("figure(heat, period: last_year) = 8 kWh", months("2021", "2", every=3), "good"),
        ("figure(heat, period: last_month) = 8 kWh", months("2022", "2", every=3), "L046"),
        ("figure(joint, period: last_year) = 22 kWh", months("2021", "2", without="2021-01"), "good"),
        ("figure(joint, period: last_year) = 22 kWh", months("2021", "2", without="2021-02"), "L046"),
        ('figure(joint, period: "2022-01") = 2 kWh', months("2022", "2", without="2022-01"), "L046"),
        ("figure(stock, period: last_year) = 5 kWh", {Period.parse("2021-12").last: Decimal(5)}, "good"),
        ("figure(stock, period: last_year) = 5 kWh", months("2021", "5", without="2021-12"), "L046"),
        ("figure(since, period: last_year) = 5 kWh", {Period.parse("2021-12").last: Decimal(5)}, "good"),
        ("cost > 5 万元 or " + POWER, months("2021", "9"), "good"),
    ],
)
def test_a_figure_is_asked_with_its_period(condition: str, values: dict[int, Decimal], wanted: str) -> None:
    found = build(condition, values=values)
    assert (found if wanted == "good" else found.code) == wanted


def test_a_refusal_names_the_list_and_the_figure() -> None:
    issue = build(f"{LISTED} and {POWER}", lists=frozenset(), values=months("2021", "1"))
    assert "名单“审核名单”（2022年5月）：不在名单上" in issue.what("zh")
    assert "2021年“power” 12 kWh" in issue.what("zh")
    assert "list “审核名单” (May 2022): not on it" in issue.what("en")
    assert issue.facts["looked_at"] == (("list", "audit"), ("figure", code(1), "power", "2021"))
    assert "没有报全" in build(POWER, values=months("2021", "1", without="2021-01")).what("zh")
    hidden = build(POWER, values=months("2021", "1"), told=False)
    assert "2021年“power”" in hidden.what("zh") and "12 kWh" not in hidden.what("zh")
    assert hidden.facts["looked_at"] == (("figure", "", "power", "2021"),), "nor whether there is one"


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        (f"{LISTED} and {POWER}", []),
        ("cost in list(audit)", ["E104"]),
        ("entity in list(none)", ["E115"]),
        ("figure(none, period: last_year) > 0", ["E053"]),
        ("figure(power, period: last_year) > 5 万元", ["E051"]),
        ("figure(power, period: sometimes) > 0", ["E023"]),
        ('figure(power, period: "2021Q9") > 0', ["E023"]),
        ("figure(power) > 0", ["E033"]),
        ("figure(town, period: last_year) > 0", ["E107"]),
        ("figure(since, period: last_month) > 0", ["E108"]),
        ('figure(since, period: "2021Q2") > 0', ["E108"]),
        ('figure(since, period: "2021") > 0', []),
    ],
)
def test_what_is_wrong_with_a_condition_is_told(condition: str, codes: list[str]) -> None:
    assert [issue.code for issue in formulas_make_sense(content(condition))] == codes


def test_nowhere_else_are_they_asked() -> None:
    formulas = (f"count(works, state: built, where: {POWER})", "figure(power, period: last_year) / 1 kWh")
    indicators = [
        {"id": f"i{number}", "name": text("数"), "unit": "个", "formula": formula}
        for number, formula in enumerate(formulas)
    ]
    assert [issue.code for issue in formulas_make_sense(content("cost > 0", indicators=indicators))] == ["E110", "E110"]
    computed = [{"id": "many", "name": text("数"), "unit": "kWh", "formula": "figure(power, period: last_year)"}]
    assert [issue.code for issue in rows_and_computed(content("cost > 0", computed=computed))] == ["E110"]
    linked = {
        "id": "after",
        "name": text("续于"),
        "type": "record",
        "ledgers": ["works"],
        "where": f"{LISTED} or {POWER}",
    }
    assert [issue.code for issue in links_lead_somewhere(content("cost > 0", fields=[linked]))] == ["E105", "E110"]
