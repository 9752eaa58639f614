"""Tasks and owners against an annotation: a task is found where part and title agree, an owner where its name does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sigai.compiling.model import ExtractedTask


def score_tasks(tasks: Sequence[ExtractedTask], gold: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """F1 of tasks (part and title), F1 of (task, unit, lead or support), and how many tasks have all units right."""
    waiting: dict[tuple[str, str], list[ExtractedTask]] = {}
    for task in tasks:
        waiting.setdefault((task.part, _plain(task.title)), []).append(task)
    rows = list(gold)
    hits = right = whole = wanted = 0
    given = sum(len(task.owners) + len(task.supporting) for task in tasks)
    for row in rows:
        names = {("owner", name) for name in row["owners"]} | {("support", name) for name in row["supporting"]}
        wanted += len(names)
        found = waiting.get((row["part"], _plain(row["title"])), [])
        if not found:
            continue
        task = found.pop(0)
        have = {("owner", name) for name in task.owners} | {("support", name) for name in task.supporting}
        hits += 1
        right += len(names & have)
        whole += names == have
    return {
        "gold": len(rows),
        "found": len(tasks),
        "tasks_f1": _f1(hits, len(rows), len(tasks)),
        "owners_f1": _f1(right, wanted, given),
        "all_owners_right": whole,
    }


def _plain(title: str) -> str:
    return re.sub(r"[\s，、。：“”]+", "", title)


def _f1(hits: int, gold: int, found: int) -> float:
    return round(2 * hits / max(1, gold + found), 4)
