"""The lives of invented records: the way through a ledger's states, and the days on which each step was made."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from datetime import date, timedelta

import numpy as np

from sigai.programme.ledgers import Ledger

_MONTH_WEIGHTS = np.array([1, 1, 3, 4, 5, 7, 6, 6, 8, 9, 11, 13], dtype=float)
"""Most recognitions and completions fall into the last quarter."""
_STEP_DAYS = (25, 140)

Life = tuple[tuple[str, date], ...]
"""The states of a record, each with the day on which it was entered."""


def way_to(ledger: Ledger, states: Collection[str]) -> tuple[str, ...]:
    """The shortest way from a record's creation to one of some states; the state alone where no transition leads there.

    Ledgers without transitions go through their states in the order they are written.
    """
    first = [step.to for step in ledger.transitions if "start" in step.origins]
    names = [state.id for state in ledger.states]
    if not ledger.transitions:
        ends = [number for number, name in enumerate(names) if name in states]
        return tuple(names[: ends[0] + 1]) if ends else ()
    waiting: deque[tuple[str, ...]] = deque((name,) for name in dict.fromkeys(first or names[:1]))
    seen = {way[0] for way in waiting}
    while waiting:
        way = waiting.popleft()
        if way[-1] in states:
            return way
        for name in _after(ledger, way[-1]):
            if name not in seen:
                seen.add(name)
                waiting.append((*way, name))
    return tuple(name for name in names if name in states)[:1]


def way_out(ledger: Ledger, states: Collection[str]) -> str | None:
    """The state that records go to when they leave some states for good."""
    for name in states:
        for following in _after(ledger, name):
            if following not in states:
                return following
    names = [state.id for state in ledger.states]
    outside = [name for name in names if name not in states]
    return outside[-1] if outside and not ledger.transitions else None


def _after(ledger: Ledger, state: str) -> tuple[str, ...]:
    return tuple(step.to for step in ledger.transitions if state in step.origins)


def days_in(random: np.random.Generator, year: int, count: int) -> list[date]:
    """Days of a year on which things are concluded, in order: rather late in it, never in its first week."""
    months = random.choice(12, size=count, p=_MONTH_WEIGHTS / _MONTH_WEIGHTS.sum()) + 1
    days = random.integers(8, 29, size=count)
    return sorted(date(year, int(month), int(day)) for month, day in zip(months, days, strict=True))


def life_ending(random: np.random.Generator, way: tuple[str, ...], end: date, begun: date | None = None) -> Life:
    """A life whose last state is entered on `end`, the earlier ones some weeks apart before; the first on `begun`."""
    gaps = random.integers(*_STEP_DAYS, size=max(len(way) - 1, 0))
    days = [end]
    for gap in gaps.tolist():
        days.append(days[-1] - timedelta(days=gap))
    days.reverse()
    if begun is not None and len(days) > 1:
        days[0] = min(begun, days[0])
    return tuple(zip(way, days, strict=True))


def lived_until(life: Life, last: date) -> Life:
    """The part of a life that has happened by a day."""
    return tuple(step for step in life if step[1] <= last)
