"""Targets of a unit or an area in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable

from sigai.reports import TargetStatus

_PRESSING = ("missed", "unlikely", "doubtful", "unclear")


def pressing_first(standings: Iterable[TargetStatus]) -> dict[str, list[TargetStatus]]:
    """Those that somebody must act on, which stand on the page, and the others, which are folded."""
    found: dict[str, list[TargetStatus]] = {"pressing": [], "others": []}
    for row in standings:
        found["pressing" if row.shown in _PRESSING else "others"].append(row)
    return found
