"""What is odd without being wrong: dated thresholds at which a reporter is asked for a reason."""

from __future__ import annotations

from typing import Literal

from sigai.programme.common import Content, Field, Name, PeriodField, Reference, Text

PlausibilityKind = Literal["history", "peers", "ratio"]


class Threshold(Content):
    """Where a rule begins to ask, from a period on; with its source, or the assumption that it rests on.

    `factor`: so many times the usual, or one so-manieth of it (`history`, `peers`). `low` and `high` bound a `ratio`.
    """

    start: PeriodField
    factor: float | None = Field(default=None, gt=1)
    low: float | None = None
    high: float | None = None
    source: Reference | None = None
    assumption: str = ""


class Plausibility(Content):
    """A soft rule about reported figures: who breaks it is asked why, and the answer goes with the figure.

    `history`: a subject's figure, per month, against the median of its own figures of the `periods` before; at least
    `least` must be there. `peers`: its change since the period before against the median change of the others of its
    industry division, of whom at least `least` must have reported. `ratio`: a figure divided by that of the measure
    `per`, in the units of the two. `measures`: what it holds for; none for the first two kinds: all never negative.
    """

    id: Name
    name: Text
    kind: PlausibilityKind
    measures: tuple[Name, ...] = ()
    per: Name | None = None
    periods: int = Field(default=12, ge=1, le=36)
    least: int = Field(default=4, ge=1)
    thresholds: tuple[Threshold, ...] = Field(min_length=1)

    def threshold(self, month: int) -> Threshold | None:
        """The threshold in force at a month index; None before the first."""
        begun = [threshold for threshold in self.thresholds if threshold.start.first <= month]
        return max(begun, key=lambda threshold: threshold.start.first) if begun else None
