"""A number of a run as the run kept it: its row, the terms that it was made from, the verdict that rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import Period
from sigai.reports.finished import FinishedRun
from sigai.reports.standings import Standings, TargetStatus

Row = Mapping[str, Any]
"""A row of a table of a run, by the names of its columns."""


def target_status_of(standings: Standings, target: str, area: str, month: str) -> TargetStatus | None:
    """The row of a target's main track in an area and month, at the step that the month works towards; None where the
    target is not held against the area then."""
    rows = standings.now if month == str(standings.as_of) else standings.at(month)
    return next(
        (row for row in rows if row.target.id == target and row.area.code == area and row.main and row.current), None
    )


def result_of(run: FinishedRun, indicator: str, area: str, month: Period) -> Row | None:
    """An indicator's row of an area and month over all industries (contract INDICATOR_RESULTS)."""
    return next(iter(_rows(run.results, indicator, area, month)), None)


def terms_of(run: FinishedRun, indicator: str, area: str, month: Period) -> list[Row]:
    """The terms of that number in the order of the formula (contract INDICATOR_TERMS); none where the run kept none."""
    return sorted(_rows(run.terms, indicator, area, month), key=lambda row: int(row["number"]))


def effects_on(run: FinishedRun, indicator: str, area: str, month: Period) -> dict[str, float]:
    """By how much a number would move, were the missing figures of one entity one standard deviation larger."""
    wanted = (pc.field("indicator") == indicator) & (pc.field("area") == area) & (pc.field("month") == month.last)
    return {row["entity"]: row["effect"] for row in run.effects.filter(wanted).to_pylist()}


def _rows(table: pa.Table, indicator: str, area: str, month: Period) -> list[Row]:
    wanted = (
        (pc.field("indicator") == indicator)
        & (pc.field("area") == area)
        & (pc.field("month") == month.last)
        & pc.field("industry").is_null()
    )
    return list[Row](table.filter(wanted).to_pylist())
