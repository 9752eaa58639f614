"""Indicators: a formula over values and records, at any area, industry and period."""

from __future__ import annotations

from typing import Literal

from sigai.programme.common import Content, Identifier, Reference, Text, UnitText


class Indicator(Content):
    """A formula with the unit its result is shown in.

    `like_for_like`: its number is that over the subjects that gave every figure which the formula needs, in both
    periods (可比口径). `membership`: by the facts of which month growth and change count entities. By those of the
    later month both periods hold the same entities, and one that moved has its past where it is now; by those of each
    month it is missing where it came from. `reported_by` names the unit where nothing better than a reported figure
    exists; `note` then says why.
    """

    id: Identifier
    name: Text
    unit: UnitText
    formula: str
    decimals: int = 1
    like_for_like: bool = False
    membership: Literal["later_month", "each_month"] = "later_month"
    reported_by: Identifier | None = None
    source: Reference | None = None
    note: str = ""
