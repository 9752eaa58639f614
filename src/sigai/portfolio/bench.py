"""`sigai bench portfolio`: published knapsacks to their optima, and a very large reserve beside the list by hand."""

from __future__ import annotations

import resource
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sigai.portfolio.greedy import greedy
from sigai.portfolio.invented import invented_reserve
from sigai.portfolio.knapsacks import Knapsack, read_or_library, read_sac94
from sigai.portfolio.programme import programme_of
from sigai.portfolio.solving import solve
from sigai.portfolio.valuing import ByCandidate

PROJECTS, BUDGETS, YEARS = 2_000, 10, 3
SIZES = {"tight": 0.15, "loose": 0.5}
WANTED_GAP, WANTED_SECONDS = 0.01, 30.0


def bench_portfolio(material: Path | None, *, seconds: float = 10.0) -> Mapping[str, Any]:
    """The large reserve at tight and loose budgets: `gap` and `seconds` are the worse of the two, `ratio` what the
    choice is worth beside the greedy list, the lesser of the two. With material (a folder of published knapsacks), also
    how far each proven optimum, and each best value known, was from what was found in so many seconds."""
    sizes = {name: _large(tight) for name, tight in SIZES.items()}
    return {
        "name": "portfolio",
        "gap": max(each["gap"] for each in sizes.values()),
        "seconds": max(each["seconds"] for each in sizes.values()),
        "ratio": min(each["ratio"] for each in sizes.values()),
        "wanted": {"gap": WANTED_GAP, "seconds": WANTED_SECONDS},
        "size": {"projects": PROJECTS, "budgets": BUDGETS, "years": YEARS},
        "sizes": sizes,
        **(_published(material, seconds) if material else {"knapsacks": "not there: nothing compared"}),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _large(tight: float) -> dict[str, Any]:
    reserve = invented_reserve(PROJECTS, BUDGETS, YEARS, tight=tight)
    programme = programme_of(reserve)
    ledger = ByCandidate.of(reserve)
    by_hand = ledger.worth(ledger.closed(programme.begun(greedy(programme))))
    solved = solve(programme, gap=WANTED_GAP, seconds=WANTED_SECONDS)
    begun = programme.begun(solved.columns) if solved.columns is not None else {}
    worth = ledger.worth(ledger.closed(begun))
    return {
        "ours": round(worth, 4),
        "bound": round(solved.bound, 4),
        "gap": round(solved.gap, 5),
        "theirs": round(by_hand, 4),
        "ratio": round(worth / by_hand, 4),
        "chosen": len(begun),
        "seconds": round(solved.seconds, 2),
    }


def _published(material: Path, seconds: float) -> dict[str, Any]:
    proven = [*read_or_library(material / "mknap1.txt"), *map(read_sac94, sorted(material.glob("sac94/*/*.dat")))]
    known: list[Knapsack] = []
    for path in sorted(material.glob("mknapcb*.txt")):
        known += read_or_library(path, material / "best-feasible-slns.txt")[::15]
    return {
        "optima": _distances(proven, seconds=60.0),
        f"best known, {seconds:g} s each": _distances(known, seconds=seconds),
    }


def _distances(knapsacks: Iterable[Knapsack], *, seconds: float) -> dict[str, Any]:
    """How many reach their optimum (or best value known), and how far the furthest stays below."""
    below: dict[str, float] = {}
    spent = 0.0
    for each in knapsacks:
        goal = each.optimum if each.optimum is not None else each.best
        if goal is None:
            continue
        solved = solve(programme_of(each.reserve()), gap=0.0, seconds=seconds)
        spent += solved.seconds
        below[each.name] = (goal - solved.worth) / goal
    short = {name: f"{distance:.3%}" for name, distance in below.items() if distance > 1e-7}
    return {
        "reached": f"{len(below) - len(short)} / {len(below)}",
        "furthest below": f"{max(below.values(), default=0.0):.3%}",
        "seconds": round(spent, 1),
        "below": short,
    }
