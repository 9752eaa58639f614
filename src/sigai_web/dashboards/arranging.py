"""Targets of a unit or an area in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sigai.reports import PACES, FinishedRun, TargetStatus, trend
from sigai_web.dashboards.sparks import columns

_PRESSING = ("missed", "unlikely", "doubtful", "unclear")


def pressing_first(standings: Iterable[TargetStatus]) -> dict[str, list[TargetStatus]]:
    """Those that somebody must act on, which stand on the page, and the others, which are folded."""
    found: dict[str, list[TargetStatus]] = {"pressing": [], "others": []}
    for row in standings:
        found["pressing" if row.shown in _PRESSING else "others"].append(row)
    return found


def months_of_pace(run: FinishedRun, standings: Iterable[TargetStatus]) -> dict[str, Any]:
    """How the targets of a unit or an area went from month to month, for `_trend.html`."""
    months = trend(run, {(row.target.id, row.area.code) for row in standings})
    return {"trend": months, "trend_columns": columns(months), "paces": PACES}
