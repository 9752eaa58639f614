"""Conditions about the records around one: counted, added up, unknown where something is missing, named if refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from helpers_values import code, programme, text, unfilled
from sigai.ledgers import LinkedRecords, LinkIndex, Record, transition
from sigai.programme import Programme
from sigai.programme.checks.formulas import formulas_make_sense
from sigai.programme.checks.links import links_lead_somewhere
from sigai.tables.contracts import ENTITIES

DAY = dt.date(2022, 3, 1)
STATES = [
    {"id": one, "name": text(name)} for one, name in (("asked", "受理"), ("passed", "通过"), ("refused", "不通过"))
]
REVIEWS: dict[str, Any] = {
    "id": "reviews",
    "name": text("审查"),
    "counted_in": "项",
    "fields": [
        {"id": "project", "name": text("项目"), "type": "record", "ledgers": ["projects"]},
        {"id": "energy", "name": text("能耗"), "type": "number", "unit": "tce"},
        {"id": "note", "name": text("说明"), "type": "text"},
    ],
    "states": STATES,
}
HERE, REVIEW = "linking(reviews, by: project, state: passed)", "linked(reviews, by: review, state: [asked, passed])"


def content(condition: str, **link: Any) -> Programme:
    projects = {
        "id": "projects",
        "name": text("项目库"),
        "counted_in": "个",
        "fields": [
            {"id": "review", "name": text("所依审查"), "type": "record", "ledgers": ["reviews"], **link},
            {"id": "cost", "name": text("投资"), "type": "number", "unit": "万元"},
        ],
        "states": [{"id": "planned", "name": text("谋划")}, {"id": "built", "name": text("开工")}],
        "transitions": [
            {"id": "plan", "name": text("入库"), "origins": ["start"], "to": "planned", "roles": ["office"]},
            {
                "id": "build",
                "name": text("开工"),
                "origins": ["planned"],
                "to": "built",
                "roles": ["office"],
                "condition": condition,
            },
        ],
    }
    return programme(ledgers=[projects, REVIEWS])


def review(pk: str, state: str = "passed", entity: str = "", **fields: Any) -> Record:
    return Record("reviews", pk, "能评", entity or None, None, state, DAY, fields)


def build(condition: str, *linking: Record, targets: Any = (), named: bool = True, **fields: Any) -> Any:
    """The step's outcome: good, or the code and the issue."""
    project = Record("projects", "P1", "一号", None, None, "planned", DAY, fields)
    around = LinkedRecords(
        LinkIndex.of(targets),
        {("reviews", "project"): linking},
        ENTITIES.empty_table().from_pylist([{"id": code(1), "name": "企业1", "industry": "C3240"}], schema=ENTITIES),
        {(one.ledger, one.id) for one in (*linking, *targets)} if named else frozenset(),
    )
    made = transition(project, "build", "office", {}, programme=content(condition), on=DAY, linked=around)
    if isinstance(made, Record):
        return "good"
    (issue,) = made
    assert unfilled(issue) == []
    return issue


ENERGY = "linking(reviews, by: project, state: passed, where: energy >= 100 tce) > 0"
TOTAL = "linking_total(reviews.energy, by: project, state: [passed, asked]) <= 10 tce"
INDUSTRY = "linking(reviews, by: project, state: passed, where: entity.industry in [C32]) = 1 个"


@pytest.mark.parametrize(
    ("condition", "linking", "wanted"),
    [
        (f"{HERE} > 0", [review("R1")], "good"),
        (f"{HERE} > 0", [review("R1", "asked")], "L045"),
        (f"{HERE} > 0", [], "L045"),
        (f"{HERE} >= 2 个", [review("R1"), review("R2"), review("R3", "refused")], "good"),
        (f"{HERE} = 0", [review("R1")], "L045"),
        (ENERGY, [review("R1", energy=100)], "good"),
        (ENERGY, [review("R1", energy=99.9999)], "L045"),
        (ENERGY, [review("R1")], "L046"),
        (ENERGY, [review("R1", "asked")], "L045"),
        (TOTAL, [review("R1", energy=4), review("R2", "asked", energy=6), review("R3", "refused", energy=9)], "good"),
        (TOTAL, [review("R1", energy=4), review("R2", energy=6.0001)], "L045"),
        (TOTAL, [review("R1", energy=4), review("R2")], "L046"),
        (TOTAL, [], "good"),
        (INDUSTRY, [review("R1", entity=code(1))], "good"),
        (INDUSTRY, [review("R1", entity=code(2))], "L046"),
        (f"cost < 5 万元 or {HERE} > 0", [review("R1")], "good"),
        (f"max({HERE}, 2 个) = 2 个", [review("R1")], "good"),
    ],
)
def test_records_that_link_here_are_counted_and_added_up(condition: str, linking: list[Record], wanted: str) -> None:
    found = build(condition, *linking)
    assert (found if wanted == "good" else found.code) == wanted


@pytest.mark.parametrize(
    ("value", "state", "wanted"),
    [
        ("R1", "passed", "good"),
        ("reviews/R1", "asked", "good"),
        ("R1", "refused", "L045"),
        ("", "passed", "L045"),
        ("某次审查", "passed", "L046"),
    ],
)
def test_the_record_that_a_field_links_to_is_asked(value: str, state: str, wanted: str) -> None:
    found = build(f"{REVIEW} > 0", targets=[review("R1", state)], review=value)
    assert (found if wanted == "good" else found.code) == wanted


def test_a_refusal_names_the_records_in_the_way_that_may_be_named() -> None:
    linking = [review("R1", "asked"), review("R2", "refused")]
    issue = build(f"{HERE} > 0", *linking)
    assert "关联到本记录的“审查”中处于“通过”的记录数 > 0" in issue.what("zh")
    assert "关联的记录：R1 能评（受理）、R2 能评（不通过）" in issue.what("zh")
    assert issue.facts["in_the_way"] == (("reviews", "R1"), ("reviews", "R2"))
    hidden = build(f"{HERE} > 0", *linking, named=False)
    assert "R1" not in hidden.what("zh") and hidden.facts["in_the_way"] == ()
    other = build(f"{REVIEW} > 0", targets=[review("R1", "refused")], review="R1")
    assert "“所依审查”所关联的“审查”记录中处于“受理、通过”的个数 > 0" in other.what("zh")
    assert "R1 能评 (不通过)" in other.what("en")


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        (f"{HERE} > 0", []),
        (f"{HERE} > 5 万元", ["E051"]),
        ("linking(review, by: project, state: passed) > 0", ["E064"]),
        ("linking(reviews, by: note, state: passed) > 0", ["E111"]),
        ("linked(reviews, by: cost, state: passed) > 0", ["E111"]),
        ("linking(reviews, by: project, state: gone) > 0", ["E065"]),
        ("linking(reviews, by: project, state: passed, where: cost > 0) > 0", ["E080"]),
        ("linking_total(reviews.note, by: project, state: passed) > 0", ["E067"]),
        ("linking_total(reviews.heat, by: project, state: passed) > 0", ["E066"]),
        ('linking(reviews, by: project, state: passed, where: entity in list("名单")) > 0', ["E115", "E105"]),
        (f"linking(reviews, by: project, state: passed, where: {HERE} > 0) > 0", ["E112", "E111"]),
        ("linking(reviews, by: project) > 0", ["P170"]),
    ],
)
def test_what_is_wrong_with_a_condition_about_links_is_told(condition: str, codes: list[str]) -> None:
    assert [issue.code for issue in formulas_make_sense(content(condition))] == codes


def test_links_are_asked_in_steps_alone() -> None:
    filtered = content(f"{HERE} > 0", where="linking(projects, by: review, state: planned) > 0")
    assert [issue.code for issue in links_lead_somewhere(filtered)] == ["E110"]
    counted = programme(
        ledgers=[REVIEWS, {**REVIEWS, "id": "others"}],
        indicators=[
            {"id": "i", "name": text("数"), "unit": "项", "formula": formula}
            for formula in (
                "count(reviews, state: passed, where: linked(projects, by: project, state: planned) > 0)",
                "linked(projects, by: project, state: planned)",
            )
        ],
    )
    assert {issue.code for issue in formulas_make_sense(counted)} >= {"E110"}
