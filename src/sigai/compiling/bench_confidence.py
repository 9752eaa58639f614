"""Whether confidence means what it says: on invented plans of layouts and wordings that were left out of the fit.

`rows` are statements as read, each with its doubts and with what of it is right. `fit` gives the weights that stand in
`confidence.py`; `reliability` says how many of those that are sure are right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from types import ModuleType
from typing import Any

import numpy as np
from scipy.optimize import minimize

from sigai.compiling.bench_invented import read_invented, sort_at
from sigai.compiling.confidence import ASPECTS, Weights, sureness
from sigai.compiling.invented import InventedPlan, invented
from sigai.compiling.model import Flag
from sigai.programme.findings.alike import relation

_FOLDS = 5
_TABLES = ("row of years", "flattened row")
_ALIKE = frozenset(["level", "share"])


@dataclass(frozen=True, slots=True)
class Row:
    """A statement as read: where it stands, its doubts, and whether its name, kind and period are right."""

    layout: str
    wording: str
    flags: frozenset[Flag]
    right: dict[str, bool]


def bench_confidence(judge: ModuleType, plans: int, *, first: int = 0) -> dict[str, Any]:
    """Reliability of the weights in use, and of weights fitted without the layouts and wordings they are tried on."""
    rows = read_rows(judge, plans, first=first)
    return {
        "statements": len(rows),
        "in_use": reliability(rows, lambda row, aspect: sureness(row.flags)[aspect]),
        "left_out_layouts": left_out(rows, lambda row: row.layout),
        "left_out_wordings": left_out(rows, lambda row: row.wording),
        "fitted": {aspect: asdict(fit(rows, aspect)) for aspect in ASPECTS},
    }


def read_rows(judge: ModuleType, plans: int, *, first: int = 0) -> list[Row]:
    """Every statement with a number that is read in plans badly written; rows of tables are another matter."""
    found = (row for seed in range(first, first + plans) for row in _of_plan(judge, invented(seed, hard=True)))
    return [row for row in found if row.wording not in _TABLES]


def _of_plan(judge: ModuleType, plan: InventedPlan) -> list[Row]:
    gold = [{**row, "doc": "", "sort": clause.sort} for clause in plan.clauses for row in clause.gold]
    ours = [{**target.record(), "doc": ""} for target in read_invented(plan).targets if not target.qualitative]
    paired = {id(other): row for row, other in judge.pair(gold, ours)}
    rows = []
    for one in ours:
        row = paired.get(id(one))
        sort = row["sort"] if row else sort_at(plan, one["quote"])
        rows.append(Row(plan.layout, sort, frozenset(one["flags"]), _right(row, one)))
    return rows


def _right(gold: dict[str, Any] | None, one: dict[str, Any]) -> dict[str, bool]:
    """What is right of a statement; a person who names the kind allows no second reading."""
    if gold is None:
        return dict.fromkeys(ASPECTS, False)
    names = [re.sub("（.*?）", "", str(row["indicator"])) for row in (gold, one)]
    kinds = {str(row["kind"]) for row in (gold, one)}
    return {
        "name": relation(*names) == "same",
        "kind": len(kinds) == 1 or kinds <= _ALIKE,
        "period": gold["period_end"] == one["period_end"],
    }


def fit(rows: Sequence[Row], aspect: str) -> Weights:
    """Weights of the doubts for one aspect: log odds, no doubt makes surer, seldom ones are held near none."""
    flags = sorted({flag for row in rows for flag in row.flags})
    seen = np.array([[1.0, *(float(flag in row.flags) for flag in flags)] for row in rows])
    right = np.array([float(row.right[aspect]) for row in rows])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = seen @ weights
        held = np.concatenate([[0.0], weights[1:]])
        value = np.logaddexp(0, -odds) @ right + np.logaddexp(0, odds) @ (1 - right) + held @ held
        return float(value), seen.T @ (1 / (1 + np.exp(-odds)) - right) + 2 * held

    bounds = [(None, None)] + [(None, 0.0)] * len(flags)
    found = minimize(loss, np.zeros(len(flags) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    costs = {flag: round(float(cost), 2) for flag, cost in zip(flags, found[1:], strict=True)}
    return Weights(round(float(found[0]), 2), {flag: cost for flag, cost in costs.items() if cost <= -0.1})


def left_out(rows: Sequence[Row], group: Callable[[Row], str]) -> dict[str, Any]:
    """Reliability where the groups that a row is of had no part in the fit of its weights."""
    groups = sorted({group(row) for row in rows})
    fold = {name: number % _FOLDS for number, name in enumerate(groups)}
    weights = {
        (number, aspect): fit([row for row in rows if fold[group(row)] != number], aspect)
        for number in set(fold.values())
        for aspect in ASPECTS
    }
    return reliability(rows, lambda row, aspect: weights[fold[group(row)], aspect].sure(row.flags))


def reliability(rows: Sequence[Row], sure: Callable[[Row, str], float]) -> dict[str, Any]:
    """For each aspect and band of confidence how many statements there are and which share of them is right."""
    counts: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for aspect in ASPECTS:
            key = aspect, _band(sure(row, aspect))
            counts[key] += 1
            right[key] += row.right[aspect]
    shown: dict[str, Any] = {aspect: {} for aspect in ASPECTS}
    for aspect, band in sorted(counts):
        number = counts[aspect, band]
        shown[aspect][band] = {"statements": number, "right": round(right[aspect, band] / number, 4)}
    return shown


def _band(confidence: float) -> str:
    return next(
        (name for least, name in ((0.9, "0.9"), (0.8, "0.8"), (0.7, "0.7")) if confidence >= least), "below 0.7"
    )
