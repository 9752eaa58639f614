"""The first programme's gates: what a project and its money wait for, on both sides of each threshold and date."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sigai.ledgers import LinkedRecords, LinkIndex, Record, figures_asked, transition
from sigai.programme import Programme
from sigai.programme.loading import programme_or_error
from sigai.tables import ENTITIES

FOLDER = Path(__file__).parents[2] / "programmes" / "zhongwei-2021-2023"
DAY = dt.date(2022, 3, 1)
BUILD = {"start_on": "2022-03-01", "finish_on": "2023-03-01", "owner": "U01"}
PAPERS = ["施工许可或开工照片", "要素落实情况"]


@pytest.fixture(scope="module")
def content() -> Programme:
    return programme_or_error(FOLDER)


def admission(state: str, kind: str) -> Record:
    return Record("admissions", "A1", "", None, None, state, DAY, {"kind": kind, "project_id": "P1"})


def codes(made: Any) -> list[str]:
    return [] if isinstance(made, Record) else [issue.code for issue in made]


@pytest.mark.parametrize(
    ("energy", "linking", "wanted"),
    [
        (999.9999, [], []),
        (1000, [], ["L045"]),
        (90000, [], ["L045"]),
        (90000, [("reviewing", "energy_review")], ["L045"]),
        (90000, [("passed", "water_review")], ["L045"]),
        (90000, [("passed", "energy_review")], []),
        (None, [], ["L043"]),
    ],
)
def test_a_project_of_much_energy_is_built_with_a_passed_review_alone(
    content: Programme, energy: float | None, linking: Any, wanted: list[str]
) -> None:
    assert codes(built(content, linking, energy_use=energy, waste_made=100)) == wanted


@pytest.mark.parametrize(
    ("waste", "linking", "wanted"),
    [
        (4999.9999, [], []),
        (5000, [], ["L045"]),
        (6000, [("refused", "waste_measures_review")], ["L045"]),
        (6000, [("passed", "energy_review")], ["L045"]),
        (6000, [("passed", "waste_measures_review")], []),
        (6000, [("refused", "waste_measures_review"), ("passed", "waste_measures_review")], []),
        (None, [], ["L043"]),
    ],
)
def test_a_project_of_much_waste_is_built_with_passed_measures_alone(
    content: Programme, waste: float | None, linking: Any, wanted: list[str]
) -> None:
    assert codes(built(content, linking, energy_use=900, waste_made=waste)) == wanted


def built(content: Programme, linking: Any, **amounts: float | None) -> Any:
    fields = {"category": "upgrading", "investment": 60000, **amounts}
    project = Record("projects", "P1", "", None, None, "reserved", DAY, fields)
    around = LinkedRecords(linking={("admissions", "project_id"): [admission(*one) for one in linking]})
    return transition(
        project, "build", "unit_approver", BUILD, programme=content, on=DAY, evidence=PAPERS, linked=around
    )


@pytest.mark.parametrize(("granted", "wanted"), [("20", []), ("0.1", []), ("20.1", ["L045"]), ("0", ["L045"])])
def test_no_more_of_a_factor_is_granted_than_was_asked(content: Programme, granted: str, wanted: list[str]) -> None:
    fields = {"factor": "water", "project_id": "P1", "need": "万立方米", "asked": 20}
    asked = Record("resource_requests", "R1", "", None, None, "assigned", DAY, fields)
    given: dict[str, Any] = {"programme": content, "on": DAY, "evidence": ["批复或配置文件"]}
    assert codes(transition(asked, "grant", "unit_approver", {"granted": granted}, **given)) == wanted


@pytest.mark.parametrize(
    ("scheme", "project", "wanted"),
    [
        ("retrofit", "building", []),
        ("retrofit", "cancelled", ["L045"]),
        ("retrofit", None, ["L045"]),
        ("smart_fund", None, ["L045"]),
        ("cloud_voucher", None, []),
    ],
)
def test_money_for_a_project_is_approved_for_one_that_goes_on(
    content: Programme, scheme: str, project: str | None, wanted: list[str]
) -> None:
    fields = {"scheme": scheme, "asked": 100, **({"project_id": "P1"} if project else {})}
    asked = Record("incentives", "I1", "", None, None, "reviewed", DAY, fields)
    projects = [Record("projects", "P1", "", None, None, project, DAY)] if project else []
    around = LinkedRecords(LinkIndex.of(projects))
    values = {"granted": "80"}
    made = transition(asked, "approve", "unit_approver", values, programme=content, on=DAY, linked=around)
    assert codes(made) == wanted


PLANT = "91000000MA0000001R"
ABOVE, BELOW = 2018 * 12, None


def register(above: int | None) -> pa.Table:
    """One plant, above scale since a month or not."""
    row = {
        "id": PLANT,
        "name": "示例厂",
        "kind": "enterprise",
        "area": "640521",
        "above_scale_since": above,
        "tags": [],
    }
    return pa.Table.from_pylist([row], schema=ENTITIES)


def stepped(
    content: Programme, ledger: str, state: str, step: str, role: str, fields: Any, values: Any, **around: Any
) -> list[str]:
    """The codes with which a step of a record of the plant is refused; none where it is made."""
    above = around.pop("above", ABOVE)
    record = Record(ledger, "R1", "一号", PLANT if state != "start" else None, None, state, DAY, fields)
    made = transition(
        record,
        step,
        role,
        values,
        programme=content,
        on=DAY,
        entities=register(above),
        evidence=[one.zh for one in step_of(content, ledger, step).evidence],
        linked=LinkedRecords(**around),
    )
    return codes(made)


def step_of(content: Programme, ledger: str, step: str) -> Any:
    return next(one for one in content.ledger_by_id[ledger].transitions if one.id == step)


@pytest.mark.parametrize(
    ("lists", "wanted"), [({"clean_production_audit"}, []), ({"high_energy"}, ["L045"]), (set(), ["L045"])]
)
def test_an_audit_is_announced_of_whom_the_published_list_names(content: Programme, lists: Any, wanted: Any) -> None:
    given = {"ground": "toxic"}, {"due": "2023-03-01"}
    made = stepped(content, "clean_production", "listed", "announce", "unit_approver", *given, lists=frozenset(lists))
    assert made == wanted


@pytest.mark.parametrize(
    ("kind", "lists", "wanted"),
    [
        ("differential_power", {"high_energy"}, []),
        ("differential_power", {"key_energy_users"}, ["L045"]),
        ("progressive_water", set(), []),
    ],
)
def test_a_differential_price_is_for_energy_intensive_ones(
    content: Programme, kind: str, lists: Any, wanted: Any
) -> None:
    given = {"kind": kind, "ground": "限制类"}, {"start_on": "2022-03-01", "review_on": "2022-12-31"}
    made = stepped(content, "price_measures", "proposed", "enforce", "unit_approver", *given, lists=frozenset(lists))
    assert made == wanted


@pytest.mark.parametrize(
    ("above", "wanted"), [(ABOVE, []), (2022 * 12 + 2, []), (2022 * 12 + 3, ["L045"]), (BELOW, ["L045"])]
)
def test_who_is_above_scale_in_the_month_is_benchmarked(content: Programme, above: Any, wanted: Any) -> None:
    record = Record("benchmarking", "", "一号", PLANT, None, "start", None, {})
    made = transition(
        record, "list", "area_reporter", {"round": "2022"}, programme=content, on=DAY, entities=register(above)
    )
    assert codes(made) == wanted


@pytest.mark.parametrize(
    ("title", "lists", "wanted"),
    [
        ("green_factory", set(), []),
        ("green_factory", {"serious_incident"}, ["L045"]),
        ("water_saving", {"serious_incident"}, []),
    ],
)
def test_no_green_factory_after_a_serious_incident(content: Programme, title: str, lists: Any, wanted: Any) -> None:
    fields = {"title": title, "level": "region"}
    made = stepped(content, "titles", "cultivating", "apply", "enterprise_reporter", fields, {}, lists=frozenset(lists))
    assert made == wanted


@pytest.mark.parametrize(
    ("revenue", "research", "wanted"),
    [
        ("5000", "250", []),
        ("5000", "249.99", ["L045"]),
        ("5000.01", "200.01", []),
        ("20000", "800", []),
        ("20000", "799.99", ["L045"]),
        ("20000.01", "600.01", []),
        ("30000", "899.99", ["L045"]),
        ("30000", None, ["L046"]),
    ],
)
def test_a_high_technology_enterprise_spends_enough_on_research(
    content: Programme, revenue: str, research: str | None, wanted: Any
) -> None:
    assert high_tech(content, {"revenue": revenue, "rd_expense": research}) == wanted


def test_who_is_below_scale_reports_no_figures_and_is_not_asked_for_them(content: Programme) -> None:
    assert high_tech(content, {}, above=BELOW) == []
    assert high_tech(content, {}) == ["L046"]


def high_tech(content: Programme, amounts: Any, **more: Any) -> list[str]:
    ledger = content.ledger_by_id["titles"]
    asked = figures_asked(step_of(content, "titles", "apply"), ledger, content, DAY)
    months = {
        one.text: {23 + 2021 * 12 - 12: Decimal(amounts[one.measure.id])}
        for one in asked
        if amounts.get(one.measure.id)
    }
    figures = {one.text: one.amount(months.get(one.text, {})) for one in asked}
    fields = {"title": "high_tech", "level": "national"}
    around = {"lists": frozenset(), "figures": figures, "told": set(figures), **more}
    return stepped(content, "titles", "cultivating", "apply", "enterprise_reporter", fields, {}, **around)


@pytest.mark.parametrize(
    ("product", "on", "retired", "line", "wanted"),
    [
        ("steel", "2021-05-31", "10", ("exited", "energy"), []),
        ("steel", "2021-06-01", "10", ("exited", "energy"), ["L045"]),
        ("steel", "2021-06-01", "12.5", ("exited", "energy"), []),
        ("clinker", "2021-07-31", "12.5", ("stopped", "energy"), []),
        ("clinker", "2021-08-01", "12.5", ("stopped", "energy"), ["L045"]),
        ("clinker", "2021-08-01", "15", ("stopped", "energy"), []),
        ("ferroalloy", "2022-03-01", "10", ("exited", "catalogue"), []),
        ("ferroalloy", "2022-03-01", "9.9999", ("exited", "catalogue"), ["L045"]),
        ("ferroalloy", "2022-03-01", "10", ("ordered", "catalogue"), ["L045"]),
        ("ferroalloy", "2022-03-01", "10", ("exited", "voluntary"), ["L045"]),
        ("steel", "2022-03-01", "20", ("exited", "illegal_steel"), ["L045"]),
    ],
)
def test_new_capacity_is_let_in_for_what_left(
    content: Programme, product: str, on: str, retired: str, line: tuple[str, str], wanted: Any
) -> None:
    day = dt.date.fromisoformat(on)
    state, ground = line
    gone = Record("obsolete_capacity", "O1", "", PLANT, None, state, day, {"product": "steel", "ground": ground})
    fields = {"kind": "replacement", "project_id": "P1", "retired_line": "O1", "product": product}
    values = {"retired_capacity": retired, "new_capacity": "10", "opinion": "同意"}
    record = Record("admissions", "A1", "", PLANT, None, "reviewing", day, fields)
    around = LinkedRecords(LinkIndex.of([gone]))
    paper = ["置换方案公告"]
    made = transition(
        record, "pass_replacement", "unit_approver", values, programme=content, on=day, evidence=paper, linked=around
    )
    assert codes(made) == wanted


@pytest.mark.parametrize(
    ("scheme", "exit_", "title", "wanted"),
    [
        ("exit_reward", "exited", None, []),
        ("exit_reward", "stopped", None, ["L045"]),
        ("exit_reward", None, "recognised", ["L045"]),
        ("title_award", None, "recognised", []),
        ("title_award", None, "lapsed", ["L045"]),
        ("title_award", "exited", None, ["L045"]),
        ("cloud_voucher", None, None, []),
    ],
)
def test_a_reward_follows_what_was_done(
    content: Programme, scheme: str, exit_: str | None, title: str | None, wanted: Any
) -> None:
    there = [
        Record(ledger, number, "", PLANT, None, state, DAY)
        for ledger, number, state in (("obsolete_capacity", "O1", exit_), ("titles", "T1", title))
        if state
    ]
    named = {field: number for field, number, state in (("exit_id", "O1", exit_), ("title_id", "T1", title)) if state}
    asked = Record("incentives", "I1", "", PLANT, None, "reviewed", DAY, {"scheme": scheme, "asked": 100, **named})
    around = LinkedRecords(LinkIndex.of(there))
    made = transition(asked, "approve", "unit_approver", {"granted": "80"}, programme=content, on=DAY, linked=around)
    assert codes(made) == wanted
