"""The first programme's gates: what a project and its money wait for, on both sides of each threshold and date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from sigai.ledgers import LinkedRecords, LinkIndex, Record, transition
from sigai.programme import Programme
from sigai.programme.loading import programme_or_error

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
