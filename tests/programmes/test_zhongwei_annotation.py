"""The first programme against the annotated plan: nothing of it is missing, and every place is where it says."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from helpers_repository import PROGRAMMES, SHARED
from sigai.documents.characters import read_characters
from sigai.programme.export import statement_rows
from sigai.programme.loading import programme_or_error
from sigai.programme.programme import Programme

pytestmark = pytest.mark.shared

PLAN = SHARED / "sources" / "zhongwei-2021-2023.txt"


@cache
def programme() -> Programme:
    return programme_or_error(PROGRAMMES / "zhongwei-2021-2023")


def annotated(name: str) -> list[dict[str, Any]]:
    lines = (SHARED / "plan" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def test_export_equals_the_annotated_targets(tmp_path: Path) -> None:
    exported = tmp_path / "targets.jsonl"
    exported.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in statement_rows(programme())), encoding="utf-8"
    )
    scored = subprocess.run(
        [sys.executable, SHARED / "tools" / "score_targets.py", SHARED / "plan" / "targets.jsonl", exported, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(scored.stdout)["exact"]["f1"] >= 0.97


def test_every_target_group_is_one_target() -> None:
    assert {row["group"] for row in annotated("targets.jsonl")} == set(programme().target_by_id)


def test_every_statement_stands_where_it_says() -> None:
    characters = read_characters(PLAN)
    document = programme().head.documents[0]
    assert characters.digest == document.digest
    assert len(characters.text) == document.characters
    quotes = {row["id"]: "".join(row["quote"].split()) for row in annotated("targets.jsonl")}
    for statement in programme().statements:
        span = statement.source.span
        assert span is not None
        assert characters.text[slice(*span)] == quotes[statement.id], statement.id


def test_every_task_has_its_units_and_targets() -> None:
    names = {unit.id: unit.name.zh for unit in programme().units}
    tasks = {task.id: task for task in programme().tasks}
    for row in annotated("tasks.jsonl"):
        task = tasks[row["id"]]
        assert {names[unit] for unit in task.responsible} == set(row["owners"]), row["id"]
        # in a summary over items a unit that is responsible for one and supports another counts as responsible
        assert {names[unit] for unit in task.supporting} == set(row["supporting"]) - set(row["owners"]), row["id"]
        assert (names[task.lead] if task.lead else None) == row["lead"], row["id"]
        groups = {statement.id: target.id for target in programme().targets for statement in target.statements}
        assert {groups[name] for name in row["target_ids"]} <= set(task.targets), row["id"]


def test_every_unit_carries_all_its_aliases() -> None:
    units = json.loads((SHARED / "plan" / "units.json").read_text(encoding="utf-8"))["units"]
    for row in units:
        unit = programme().unit_by_id[row["id"]]
        assert set(row["aliases"]) <= {unit.name.zh, *unit.aliases}, row["id"]


def test_every_named_thing_and_every_mechanism_is_on_record() -> None:
    assert {row["id"] for row in annotated("named.jsonl")} <= {named.id for named in programme().named}
    assert {row["id"] for row in annotated("mechanisms.jsonl")} == {item.id for item in programme().mechanisms}
