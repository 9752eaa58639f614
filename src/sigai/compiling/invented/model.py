"""What an invented plan is: a document with the targets and tasks that were put into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, the sort of wording it shows, and the targets it states (none: its numbers are no goals)."""

    sort: str
    text: str
    gold: tuple[Gold, ...] = ()


@dataclass(frozen=True, slots=True)
class InventedTask:
    """A task with the units that answer for it and those that support."""

    title: str
    owners: tuple[str, ...]
    supporting: tuple[str, ...] = ()


@dataclass(slots=True)
class InventedPlan:
    """A document as bytes in one layout, with what stands in it."""

    name: str
    layout: str
    ending: str
    content: bytes = b""
    clauses: list[Clause] = field(default_factory=list)
    tasks: list[InventedTask] = field(default_factory=list)
    hard: tuple[Callable[[Random, PlanYears], Clause], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanYears:
    """The years that a clause speaks of; `one_year` in the report or plan of one year."""

    first: int
    last: int

    @property
    def one_year(self) -> bool:
        """Whether it is a single year."""
        return self.first == self.last


@cache
def words() -> Mapping[str, Any]:
    """The words that plans are written with."""
    text = files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def number(rng: Random, unit: str) -> float:
    """A number that could stand before a unit: per cents below 100, counts whole, amounts sometimes with a decimal."""
    if unit == "%":
        return rng.choice([rng.randint(5, 98), rng.randint(30, 98) + 0.5])
    if unit in ("万吨", "亿元", "万千瓦", "EFLOPS", "亿立方米", "万亩", "万户", "平方米", "万人"):
        return rng.choice([rng.randint(2, 900), round(rng.uniform(2, 90), 1)])
    return rng.choice([rng.randint(3, 60), rng.randint(6, 90) * 10, rng.randint(11, 99) * 100])


def written(value: float) -> str:
    """A number as plans write it."""
    return f"{value:g}" if value < 10_000 else f"{value:.0f}"


def gold(
    indicator: str, value: float, unit: str, kind: str, span: PlanYears, *,
    comparator: str = "==", direction: str = "up", base: int | None = None, other: tuple[str, ...] = (),
) -> Gold:  # fmt: skip
    """One target as the annotation writes it."""
    return {
        "indicator": indicator, "comparator": comparator, "value": value, "unit": unit, "kind": kind,
        "period_start": span.first, "period_end": span.last, "base_year": base, "direction": direction,
        "kind_ambiguous": list(other),
    }  # fmt: skip
