"""Published multidimensional knapsacks as reserves: one gap that every item closes a part of, a budget a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sigai.portfolio.reserve import Budget, Candidate, Effect, Need, Reserve, TargetGap

YEAR = 1
_BEST = re.compile(r"^(\d+\.\d+-\d+)\s+(\d+(?:\.\d+)?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, eq=False)
class Knapsack:
    """Profits of items, what they weigh in every row (rows × items), capacities; `optimum` proven, or `best` known."""

    name: str
    profits: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]
    capacities: npt.NDArray[np.float64]
    optimum: float | None = None
    best: float | None = None

    def reserve(self) -> Reserve:
        """The knapsack as a choice of projects: the whole gap is the sum of profits, each part worth the same."""
        ids = [f"i{at}" for at in range(len(self.profits))]
        rows, items = np.nonzero(self.weights)
        weights = self.weights[rows, items].tolist()
        needs = zip(items.tolist(), rows.tolist(), weights, strict=True)
        total = float(self.profits.sum())
        return Reserve(
            candidates=tuple(Candidate(each, each, "", (YEAR,)) for each in ids),
            needs=tuple(Need(ids[item], f"b{row}", 0, weight) for item, row, weight in needs),
            effects=tuple(Effect(each, "profit", 0, float(p)) for each, p in zip(ids, self.profits, strict=True)),
            budgets=tuple(Budget(f"b{row}", "", {YEAR: float(c)}) for row, c in enumerate(self.capacities)),
            gaps=(TargetGap("profit", "", total, YEAR, weight=total),),
            returns=((1.0, 1.0),),
        )


def read_or_library(path: Path, best: Path | None = None) -> list[Knapsack]:
    """The knapsacks of a file of the OR-Library (mknap1, mknapcb); `best` lists the best values known of mknapcb."""
    numbers = iter(_numbers(path))
    known = dict(_BEST.findall(best.read_text().split("LP optimal")[0])) if best else {}
    found = []
    for number in range(int(next(numbers))):
        items, rows, optimum = int(next(numbers)), int(next(numbers)), next(numbers)
        profits, weights, capacities = _take(numbers, items), _take(numbers, rows * items), _take(numbers, rows)
        name = f"{rows}.{items}-{number:02}"
        value = known.get(name)
        proven = optimum if optimum and not known else None
        found.append(
            Knapsack(
                f"{path.stem} {number + 1}" if not known else name,
                profits,
                weights.reshape(rows, items),
                capacities,
                proven,
                float(value) if value else None,
            )
        )
    return found


def read_sac94(path: Path) -> Knapsack:
    """A knapsack of SAC-94: items, rows and optimum in the first line, then profits, weights by row, capacities."""
    items, rows, optimum = (float(word) for word in path.read_text().split("\n", 1)[0].split())
    numbers = islice(_numbers(path), 3, None)
    profits, weights = _take(numbers, int(items)), _take(numbers, int(items * rows))
    return Knapsack(path.stem, profits, weights.reshape(int(rows), -1), _take(numbers, int(rows)), optimum)


def _numbers(path: Path) -> list[float]:
    return [float(word) for word in path.read_text().split()]


def _take(numbers: Iterator[float], count: int) -> npt.NDArray[np.float64]:
    return np.fromiter(islice(numbers, count), np.float64, count)
