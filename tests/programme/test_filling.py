"""What follows from a ledger's steps: whose a field is, what each step settles, what of a record is settled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from helpers_programme import load, small_content, text
from sigai.ledgers import closed_fields
from sigai.programme.checks.counting import counted_by_others, surely_settled
from sigai.programme.filling import HEAD, FieldRights
from sigai.programme.programme import Programme


def step(name: str, origins: list[str], to: str, roles: list[str], **more: Any) -> dict[str, Any]:
    return {"id": name, "name": text(name), "origins": origins, "to": to, "roles": roles, **more}


GRANT: dict[str, Any] = {
    "id": "grants",
    "name": text("奖补"),
    "counted_in": "项",
    "fields": [
        {"id": "asked", "name": text("申请"), "type": "number", "unit": "万元", "required": True},
        {"id": "granted", "name": text("批准"), "type": "number", "unit": "万元"},
        {"id": "scheme", "name": text("政策"), "type": "text"},
        {"id": "note", "name": text("备注"), "type": "text"},
    ],
    "states": [{"id": name, "name": text(name)} for name in ("applied", "underway", "approved", "paid")],
    "transitions": [
        step("apply", ["start"], "applied", ["enterprise_reporter"]),
        step("go_on", ["applied"], "underway", ["enterprise_reporter"]),
        step(
            "approve",
            ["applied", "underway"],
            "approved",
            ["unit_approver"],
            requires=["granted"],
            condition="granted <= asked",
            settles=["scheme"],
        ),
        step("approve_all", ["underway"], "approved", ["office"], settles=["note"]),
        step("pay", ["approved"], "paid", ["unit_approver"]),
    ],
}


def programme_with(folder: Path, formula: str = "", **changes: Any) -> Programme:
    content = small_content()
    content["ledgers"].append({**GRANT, **changes})
    if formula:
        content["indicators"].append({"id": "granted", "name": text("奖补"), "unit": "项", "formula": formula})
    return load(folder, content)


@pytest.fixture
def rights(tmp_path: Path) -> FieldRights:
    return programme_with(tmp_path).field_rights["grants"]


def test_a_field_is_of_the_sides_whose_steps_require_it(rights: FieldRights) -> None:
    assert rights.by["asked"] == ("enterprise_reporter", "office")
    assert rights.by["granted"] == ("unit_reporter", "unit_approver", "office")
    assert rights.by["note"] == ("enterprise_reporter", "unit_reporter", "unit_approver", "office")
    assert {rights.by[name] for name in HEAD} == {("enterprise_reporter", "office")}


def test_a_deciding_step_settles_what_it_requires_judges_and_says(rights: FieldRights) -> None:
    assert rights.settles["apply"] == frozenset()
    assert rights.settles["go_on"] == frozenset()
    assert rights.settles["approve"] == {*HEAD, "granted", "asked", "scheme"}


def test_what_any_of_several_steps_settles_that_lead_the_same_way_is_settled(rights: FieldRights) -> None:
    assert "note" not in rights.settled(["applied", "approved"])
    assert "note" in rights.settled(["applied", "underway", "approved"])


def test_a_record_that_was_brought_in_has_made_every_step_on_its_way(rights: FieldRights) -> None:
    assert set(rights.settled(["paid"])) == {*HEAD, "granted", "asked", "scheme", "note"}
    assert rights.settled(["underway"]) == {}


def test_what_is_settled_surely_is_so_on_every_way(rights: FieldRights) -> None:
    sure = surely_settled(rights.ledger, rights)
    assert sure["underway"] == frozenset()
    assert sure["approved"] == sure["paid"] == set(HEAD), "one of two ways settles the amounts"


def test_nobody_writes_what_is_settled_and_each_their_own(rights: FieldRights) -> None:
    before = closed_fields(rights, ["applied"], ["enterprise_reporter"])
    assert {name: one.why for name, one in before.items()} == {"granted": "role"}
    after = closed_fields(rights, ["applied", "approved"], ["office", "unit_approver"])
    assert {one.why for one in after.values()} == {"settled"}
    assert set(after) == {*HEAD, "asked", "granted", "scheme"}


def test_the_subject_may_move_within_the_states_of_one_count(tmp_path: Path) -> None:
    everything = "count(grants, state: [applied, underway, approved, paid])"
    some = "count(grants, state: [underway, approved, paid])"
    codes = [issue.code for issue in counted_by_others(programme_with(tmp_path / "1", some))]
    assert codes == ["P063"]
    found = list(counted_by_others(programme_with(tmp_path / "2", everything)))
    assert [(issue.code, issue.facts["step"]) for issue in found] == [("P063", "apply")]
    paid = "count(grants, state: paid, where: asked > 5 万元)"
    assert [issue.facts["field"] for issue in counted_by_others(programme_with(tmp_path / "3", paid))] == ["asked"]
