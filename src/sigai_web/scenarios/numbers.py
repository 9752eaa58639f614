"""The number that a scenario moves, as a calculation gives it, with what stands under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from sigai.base import Period
from sigai.explanations import Row, measure_and_ledger, result_of, target_status_of, terms_of, under_term
from sigai.pipeline import calculate, finish
from sigai.programme import Programme, ScenarioOutcome, ScenarioResult
from sigai.reports import FinishedRun, Standings
from sigai.tables import Data, with_few_in_memory
from sigai_web.store.reading import as_data

_MOST = 1000
"""Rows under one term: a scenario has a handful."""
Trail = Mapping[tuple[str, ...], str]
"""What stands under a number: records with their state, figures with their value; each with whose it is."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A number or decision that was reached, and what its explanation lists."""

    value: float | None
    status: str | None
    under: Trail

    def fits(self, wanted: ScenarioOutcome, tolerance: float) -> bool:
        """Whether it is what a scenario says; a status counts where it says one."""
        if wanted.status is not None and wanted.status != self.status:
            return False
        if wanted.value is None or self.value is None:
            return wanted.value is self.value
        return abs(wanted.value - self.value) <= tolerance

    def __str__(self) -> str:
        return told(self.value, self.status)


def told(value: float | None, status: str | None) -> str:
    """A number with its status, in short."""
    shown = "–" if value is None else f"{value:.10g}"
    return f"{shown} ({status})" if status else shown


def reached(asked: Programme, result: ScenarioResult) -> Reached:
    """What the store makes of a result now, with the programme less what is not asked (`asked_for`)."""
    data = with_few_in_memory(as_data(asked))
    month = result.period.end
    calculation = calculate(asked, data, as_of=month)
    finished = finish(asked, data, calculation, started=timezone.now())
    area = result.area or asked.head.area
    if result.target is None:
        indicator = result.indicator or ""
        found = result_of(finished, indicator, area, month)
        return Reached(found["value"] if found else None, None, _under(finished, data, indicator, area, month))
    standing = target_status_of(Standings(finished), result.target, area, str(month))
    if standing is None:
        return Reached(None, None, {})
    at = Period.parse(standing.actual_period or str(month)).end
    under = _under(finished, data, standing.track.indicator, area, at)
    return Reached(standing.actual, standing.status, under)


def asked_for(content: Programme, result: ScenarioResult) -> Programme:
    """The programme with the one target or indicator that is asked for: its number is the same, and sooner there.

    It is the folder's content less what is not asked, so that what one calculation prepares serves the next.
    """
    targets = tuple(
        one.model_copy(update={"tracks": (one.main_track,)}) for one in content.targets if one.id == result.target
    )
    indicators = {track.indicator for one in targets for track in one.tracks} | {result.indicator}
    found = tuple(one for one in content.indicators if one.id in indicators)
    less = content.model_copy(update={"targets": targets, "indicators": found, "tasks": (), "named": ()})
    return less.model_copy(update={"folder": content.folder})


def _under(finished: FinishedRun, data: Data, indicator: str, area: str, at: Period) -> Trail:
    """Everything under the terms of a number."""
    rows: dict[tuple[str, ...], str] = {}
    for term in terms_of(finished, indicator, area, at):
        found = under_term(finished, term, at, lambda _: data, limit=_MOST)
        _, ledger = measure_and_ledger(finished.programme, term["term"])
        rows |= {(ledger, row["id"], row["state"]): row["entity"] or "" for row in found.records.rows}
        rows |= {_figure(row): row["entity"] for row in found.figures.rows}
    return rows


def _figure(row: Row) -> tuple[str, ...]:
    return row["entity"], row["measure"], row["period"], str(row["value"])
