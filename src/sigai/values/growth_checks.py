"""Figures of one subject and measure made comparable over time: what each comes to per month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sigai.base.periods import Period
from sigai.programme.measures import Measure

JANUARY = 12
"""Months of a year: the first month index of a year is a multiple of it."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What a figure comes to per month; a stock is what it is."""

    period: Period
    value: float


def rates(measure: Measure, figures: Sequence[tuple[Period, float]]) -> list[Rate]:
    """The rates of a series of figures, in order of time.

    A year-to-date figure stands for the months since the figure before it in its year, or since January: a gap makes
    the rate an average and nothing else. A January told with February makes February two months long.
    """
    found: list[Rate] = []
    before: tuple[Period, float] | None = None
    for period, value in sorted(figures):
        begin, start = _since(measure, period, before)
        length = 1 if measure.accumulation == "stock" else period.last - begin + 1
        found.append(Rate(period, (value - start) / length))
        before = period, value
    return found


def _since(measure: Measure, period: Period, before: tuple[Period, float] | None) -> tuple[int, float]:
    """The first month that a figure newly tells of, and the total that stood before it."""
    if measure.accumulation == "ytd":
        if before is not None and before[0].year == period.year:
            return before[0].last + 1, before[1]
        return period.year * JANUARY, 0.0
    together = measure.first_two_together and period.kind == "month" and period.last % JANUARY == 1
    return period.first - together, 0.0
