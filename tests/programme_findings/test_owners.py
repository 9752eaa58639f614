"""Who answers."""

import copy

from helpers_findings import built, found_by, said
from helpers_programme import small_content, text
from sigai.programme.findings import find
from sigai.programme.findings.owners import owners_differ, tasks_without_owner, without_owner

SOURCE = [{"document": "plan", "part": "main", "section": "三", "paragraph": "P3", "span": [0, 9]}]


def test_lists_that_differ_are_one_finding_for_a_target() -> None:
    content = small_content()
    content["units"] += [{"id": "U2", "name": text("科技局"), "kind": "department"}]
    content["targets"][0]["statements"] = [
        said("S1", owners=["U1"]),
        said("S2", owners=["U1", "U2"]),
        said("S3", owners=["U2", "U1"]),
        said("S4"),
    ]
    (found,) = find(built(content), rules=[owners_differ])
    assert (found.weight, found.statements) == ("low", {"S1", "S2"})
    assert "科技局" in found.explanation.zh


def test_a_collective_stands_for_its_members() -> None:
    content = small_content()
    content["units"] += [{"id": "U2", "name": text("各局"), "kind": "collective", "members": ["U1"]}]
    content["targets"][0]["statements"] = [said("S1", owners=["U1"]), said("S2", owners=["U2"])]
    assert not find(built(content), rules=[owners_differ])


def test_nobody_answers() -> None:
    assert not found_by(without_owner, said("S1"))
    (found,) = found_by(without_owner, said("S1"), lead=None)
    assert (found.code, found.weight) == ("F902", "low"), "a plan that names no unit anywhere"
    content = small_content()
    orphan = copy.deepcopy(content["targets"][0]) | {"id": "O", "lead": None, "statements": [said("S2")]}
    content["targets"].append(orphan)
    (found,) = find(built(content), rules=[without_owner])
    assert (found.targets, found.weight) == (("O",), "medium")


def test_tasks_without_units_are_settled_by_their_basis() -> None:
    content = small_content()
    task = {"title": "推广", "level": "task", "sources": SOURCE}
    content["tasks"] = [
        {"id": "K1", **task},
        {"id": "K2", **task, "owners_basis": "原文没有列"},
        {"id": "K3", **task, "lead": "U1"},
        {"id": "K4", **task, "level": "orientation"},
    ]
    opened, settled = find(built(content), rules=[tasks_without_owner])
    assert (opened.targets, opened.settled) == (("K1",), False)
    assert (settled.targets, settled.settled) == (("K2",), True)
