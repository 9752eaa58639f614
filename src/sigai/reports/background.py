"""Indicators that no target asks for: published statistics and context, shown beside the targets, never judged."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow.compute as pc

from sigai.programme.indicators import Indicator
from sigai.reports.finished import FinishedRun


@dataclass(frozen=True, slots=True)
class BackgroundFigure:
    """The newest figure of an indicator in the programme's area. `period` is the month it is of."""

    indicator: Indicator
    period: str
    value: float
    coverage: float | None


def background_figures(run: FinishedRun) -> tuple[BackgroundFigure, ...]:
    """The newest figure of every indicator that stands under no target, in the order of the programme."""
    asked = {track.indicator for target in run.programme.targets for track in target.tracks}
    others = [indicator for indicator in run.programme.indicators if indicator.id not in asked]
    root = (pc.field("area") == run.programme.head.area) & pc.field("value").is_valid() & pc.field("industry").is_null()
    if not others:
        return ()
    wanted = pc.field("indicator").isin([indicator.id for indicator in others])
    until = pc.field("month") <= run.as_of.last
    table = run.results.filter(root & wanted & until).sort_by("month")
    newest = {row["indicator"]: row for row in table.select(["indicator", "period", "value", "coverage"]).to_pylist()}
    return tuple(
        BackgroundFigure(
            indicator,
            newest[indicator.id]["period"],
            newest[indicator.id]["value"],
            newest[indicator.id]["coverage"],
        )
        for indicator in others
        if indicator.id in newest
    )
