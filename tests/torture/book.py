"""What clients asked for and were told, held against what the store and the journal hold."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

DEEDS = ("submit", "approve", "accept")
"""What happens to a sheet, in this order; the last one writes its figures."""


@dataclass(frozen=True, order=True)
class Duty:
    """One sheet that somebody owes."""

    reporter: str
    period: str

    def __str__(self) -> str:
        return f"{self.reporter}/{self.period}"


Deed = tuple[Duty, str]
Figure = tuple[Duty, str, Decimal]
"""Whose it is and of which month, its measure, its value."""


@dataclass
class Stored:
    """How often everything stands in the database: figures, steps of sheets, entries of the journal."""

    figures: Counter[Figure] = field(default_factory=Counter)
    steps: Counter[Deed] = field(default_factory=Counter)
    journal: Counter[Deed] = field(default_factory=Counter)


@dataclass
class Found:
    """In words: what was acknowledged and is not there, what is there more than once, what nobody asked for."""

    lost: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    def count(self, what: str, times: int, *, acknowledged: bool, asked: bool) -> None:
        """Take one thing in: how often it stands, and what its client knows of it."""
        if acknowledged and not times:
            self.lost.append(what)
        if times > 1:
            self.double.append(f"{what}: {times} times")
        if times and not asked:
            self.strange.append(f"{what}: nobody asked for it")


class Book:
    """What all clients together asked for and were told. Threads may write into it at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[Duty, dict[str, Decimal]] = {}
        self._asked: set[Deed] = set()
        self._acknowledged: set[Deed] = set()

    def reports(self, duty: Duty, values: Mapping[str, Decimal]) -> None:
        """Note the figures of a sheet before they are sent."""
        with self._lock:
            self._values[duty] = dict(values)

    def asks(self, duty: Duty, deed: str) -> None:
        """Note a deed before it is asked for."""
        with self._lock:
            self._asked.add((duty, deed))

    def acknowledges(self, duty: Duty, deed: str) -> None:
        """Note that the server said it is done."""
        with self._lock:
            self._acknowledged.add((duty, deed))

    @property
    def acknowledged(self) -> int:
        """How many deeds were acknowledged so far."""
        return len(self._acknowledged)

    def compare(self, stored: Stored) -> Found:
        """Hold what stands against what was asked for and told."""
        found = Found()
        for place, held in (("step", stored.steps), ("journal", stored.journal)):
            for deed in sorted(self._asked | self._acknowledged | held.keys()):
                what = f"{place} {deed[0]} {deed[1]}"
                found.count(what, held[deed], acknowledged=deed in self._acknowledged, asked=deed in self._asked)
        sent = {(duty, measure, value) for duty, cells in self._values.items() for measure, value in cells.items()}
        for figure in sorted(sent | stored.figures.keys()):
            duty, measure, value = figure
            deed = (duty, DEEDS[-1])
            found.count(
                f"figure {duty} {measure} = {value}",
                stored.figures[figure],
                acknowledged=figure in sent and deed in self._acknowledged,
                asked=figure in sent and deed in self._asked,
            )
        return found
