"""The lives of invented records: the way through a ledger's states, and the days on which each step was made."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
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
    found = _search(ledger, tuple(dict.fromkeys(first or names[:1])), lambda state: state in states)
    return found or tuple(name for name in names if name in states)[:1]


def way_out(ledger: Ledger, state: str, states: Collection[str]) -> tuple[str, ...]:
    """The shortest way from a state to one not among `states`, without the state itself; empty if there is none."""
    return _search(ledger, (state,), lambda reached: reached not in states)[1:]


def _search(ledger: Ledger, starts: tuple[str, ...], wanted: Callable[[str], bool]) -> tuple[str, ...]:
    """The shortest way along transitions from one of some states to a wanted one."""
    waiting: deque[tuple[str, ...]] = deque((name,) for name in starts)
    seen = set(starts)
    while waiting:
        way = waiting.popleft()
        if wanted(way[-1]):
            return way
        for name in _after(ledger, way[-1]):
            if name not in seen:
                seen.add(name)
                waiting.append((*way, name))
    return ()


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


def life_leaving(life: Life, out: tuple[str, ...], left_on: date) -> Life:
    """A life that goes on: through the states of `out`, evenly over the time until the last is entered on `left_on`."""
    begun = life[-1][1]
    left_on = max(left_on, begun + timedelta(days=len(out)))
    step = (left_on - begun) / max(len(out), 1)
    return life + tuple((state, begun + step * number) for number, state in enumerate(out, start=1))


def lived_until(life: Life, last: date) -> Life:
    """The part of a life that has happened by a day."""
    return tuple(step for step in life if step[1] <= last)
