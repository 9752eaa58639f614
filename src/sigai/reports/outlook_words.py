"""What is still to come of a target in words: how far the forecast falls short, what must still be gained."""

from __future__ import annotations

import math

from sigai.base.issues import Language
from sigai.reports.standings import TargetStatus
from sigai.reports.words import counts_things, figure, number

_ROUNDING = 1e-9


def shortfall_words(row: TargetStatus, language: Language) -> str:
    """How far the forecast falls short of the goal (the figure, of a step that is over): `13.8 个百分点`, `2 家`.

    Nothing where there is no forecast or it meets the goal. Whole things in whole numbers, at least one.
    """
    short = row.shortfall
    if short is None or short <= _ROUNDING * abs(row.goal):
        return ""
    return _distance(short, row, language)


def needed_words(row: TargetStatus, language: Language) -> str:
    """What must still be gained: `每月还需 2.60 亿元`; of whole things how many, and in how many months: `还差 2 家，剩
    15 个月`. Nothing where the goal is met, or where the step's time has not begun or is over."""
    if not row.needed_now or row.actual is None or row.needed_rate is None:
        return ""
    missing = (row.goal - row.actual) * (1 if row.track.direction == "up" else -1)
    beyond = row.comparator in ("<", ">") and counts_things(row.unit)
    if missing < 0 or (missing == 0 and not beyond):
        return ""
    if counts_things(row.unit):
        left = row.months_left
        # More than two are three: the goal itself does not meet it.
        short = figure(float(math.floor(missing) + 1 if beyond else math.ceil(missing)), row.unit, language=language)
        if language == "en":
            return f"{short} to go in {left} {'month' if left == 1 else 'months'}"
        return f"还差 {short}，剩 {left} 个月"
    rate = _in_points(row.needed_rate, row.decimals + 1, language)
    if row.unit != "%":
        rate = figure(row.needed_rate, row.unit, row.decimals + 1, language)
    return f"{rate} a month" if language == "en" else f"每月还需 {rate}"


def _distance(size: float, row: TargetStatus, language: Language) -> str:
    """A distance to a goal: in points where it is a percentage, whole where it counts things."""
    if counts_things(row.unit):
        return figure(float(max(math.floor(size + 0.5), 1)), row.unit, language=language)
    if row.unit != "%":
        return figure(size, row.unit, _digits(size, row.decimals), language)
    return _in_points(size, _digits(size, row.decimals), language)


def _in_points(size: float, decimals: int, language: Language) -> str:
    return f"{number(size, '', decimals)} {'points' if language == 'en' else '个百分点'}"


def _digits(size: float, decimals: int) -> int:
    """Digits enough that a distance does not print as zero."""
    return next((more for more in range(decimals, decimals + 3) if round(size, more)), decimals + 2)
