"""How well invented plans are read: by layout, and by the sort of wording that states a target."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from sigai.compiling.bench import load_judge
from sigai.compiling.bench_confidence import bench_confidence
from sigai.compiling.bench_disputed import bench_disputed
from sigai.compiling.bench_invented import read_invented, sort_at
from sigai.compiling.invented import InventedPlan, invented
from sigai.compiling.model import Extraction
from sigai.compiling.units import UnitRegister


def bench_generated(shared: Path, plans: int, *, first: int = 0) -> dict[str, Any]:
    """Scores on `plans` invented plans, from the seed `first` on: by layout and wording; tasks and owners; findings."""
    judge = load_judge(shared / "tools" / "score_targets.py")
    whole = _Tally()
    layouts: dict[str, _Tally] = defaultdict(_Tally)
    wordings: dict[str, _Tally] = defaultdict(_Tally)
    owners: Counter[str] = Counter()
    began = time.perf_counter()
    for seed in range(first, first + plans):
        plan = invented(seed)
        extraction = read_invented(plan)
        for sort, found in _by_wording(judge, plan, extraction).items():
            for tally in (whole, layouts[plan.layout], wordings[sort]):
                tally.add(found)
        owners += _owners(plan, extraction)
    stated = max(1, owners["stated"])
    return {
        "name": "compile-generated",
        "plans": plans,
        "seconds": round(time.perf_counter() - began, 1),
        "ours": whole.shown(judge)["exact"],
        "all": whole.shown(judge),
        "layouts": {name: tally.shown(judge) for name, tally in sorted(layouts.items())},
        "wordings": {name: tally.shown(judge) for name, tally in sorted(wordings.items())},
        "findings": bench_disputed(plans, first=first),
        "confidence": bench_confidence(judge, plans, first=first),
        "tasks": {
            "statements": owners["stated"],
            "with_a_task": round(owners["found"] / stated, 4),
            "owners_right": round(owners["right"] / max(1, owners["given"]), 4),
            "owners_found": round(owners["right"] / max(1, owners["wanted"]), 4),
        },
    }


class _Tally(Counter[str]):
    """Counts of gold, predicted, detected, exact and wrong attributes."""

    def add(self, found: Counter[str]) -> None:
        self.update(found)

    def shown(self, judge: ModuleType) -> dict[str, Any]:
        """F1 of both, with what is wrong most."""
        wrong = {name.removeprefix("wrong "): count for name, count in self.most_common() if name.startswith("wrong ")}
        return {
            "gold": self["gold"],
            "predicted": self["predicted"],
            "detected": judge.rates(self["detected"], self["gold"], self["predicted"])["f1"],
            "exact": judge.rates(self["exact"], self["gold"], self["predicted"])["f1"],
            "wrong": wrong,
        }


def _by_wording(judge: ModuleType, plan: InventedPlan, extraction: Extraction) -> dict[str, Counter[str]]:
    """Counts for each sort of wording; a target that nobody put in is counted where its quote stands."""
    rows = [{**row, "doc": "", "sort": clause.sort} for clause in plan.clauses for row in clause.gold]
    ours = [{**target.record(), "doc": ""} for target in extraction.targets]
    pairs = judge.pair(rows, ours)
    paired = {id(other) for _, other in pairs}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row["sort"]]["gold"] += 1
    for row, other in pairs:
        wrong = judge.wrong_attributes(row, other)
        counts = found[row["sort"]]
        counts.update(["predicted", "detected", *(f"wrong {name}" for name in wrong)])
        counts["exact"] += not wrong
    for extra in ours:
        if id(extra) not in paired and not extra["qualitative"]:
            found[sort_at(plan, extra["quote"])]["predicted"] += 1
    return found


def _owners(plan: InventedPlan, extraction: Extraction) -> Counter[str]:
    """How many statements of owners have a task of their own, and how many of its units are right."""
    counts: Counter[str] = Counter()
    for task in plan.tasks:
        counts["stated"] += 1
        found = next((one for one in extraction.tasks if one.title.startswith(task.title)), None)
        wanted = {(0, name) for name in _resolved(task.owners)} | {(1, name) for name in _resolved(task.supporting)}
        counts["wanted"] += len(wanted)
        if found is None:
            continue
        have = {(0, name) for name in found.owners} | {(1, name) for name in found.supporting}
        counts["found"] += 1
        counts["given"] += len(have)
        counts["right"] += len(wanted & have)
    return counts


def _resolved(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of units in the form in which the reader writes them out."""
    return UnitRegister().resolve(names, "")
