"""Rows of the progress table joined with what the programme says about them: the unit that every page is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import pyarrow.compute as pc

from sigai.base.periods import Period
from sigai.formulas import compares, walk
from sigai.formulas.nodes import Mean
from sigai.programme.common import Text
from sigai.programme.in_force import method_or_none
from sigai.programme.indicators import Indicator
from sigai.programme.method import ProgressMethod
from sigai.programme.organisation import Area, Unit
from sigai.programme.programme import Programme
from sigai.programme.targets import Step, Target, Track
from sigai.reports.finished import FinishedRun

Shape = Literal["sum", "mean", "comparison"]
"""What kind of number an indicator is, for what can be said of its parts."""

_Counts = Mapping[tuple[str, str, int], tuple[int | None, int | None]]
_APART = ("target", "track", "indicator", "area", "reported", "provisional")


@dataclass(frozen=True)
class TargetStatus:
    """One step of one track in one area at one month, as the progress table has it; never judged again here.

    Numbers are in `unit`; shares (`coverage`, `probability`, `pace`) are of one. `reported` of `owing` subjects gave
    the figures, both None where nobody owes any; `revised`: one of them was corrected after it was accepted. `assumed`
    holds the assumptions of the content that this row rests on.

    `verdict` says whether the step will be met when it is due, `status` how it keeps pace. Both are of the month
    `settled`; where that is an earlier one (or none), `open_…` say what the month itself shows so far, and `open_given`
    of `open_owing` gave its figures. `reported_value` is the number on what was reported alone; between `estimated_low`
    and `estimated_high` it lies with the probability `interval`. `method`: from when the limits that it was judged by
    are in force. `shape`: of a sum, what is estimated is a part; what compares figures is, on reports alone, a
    like-for-like number.
    """

    target: Target
    track: Track
    area: Area
    indicator_name: Text
    decimals: int
    as_of: str
    period_end: str
    comparator: str
    goal: float
    unit: str
    status: str
    verdict: str = "unclear"
    main: bool = True
    current: bool = True
    baseline: float | None = None
    actual: float | None = None
    actual_period: str | None = None
    expected: float | None = None
    pace: float | None = None
    reason: str | None = None
    needed_rate: float | None = None
    forecast_mean: float | None = None
    forecast_low: float | None = None
    forecast_high: float | None = None
    probability: float | None = None
    coverage: float | None = None
    coverage_weight: float | None = None
    provisional: bool = False
    revised: bool = False
    reported: int | None = None
    owing: int | None = None
    reported_value: float | None = None
    estimated_low: float | None = None
    estimated_high: float | None = None
    like_for_like: float | None = None
    settled: str | None = None
    tipping_point: float | None = None
    open_status: str | None = None
    open_period: str | None = None
    open_actual: float | None = None
    open_reported: float | None = None
    open_low: float | None = None
    open_high: float | None = None
    open_coverage: float | None = None
    open_coverage_weight: float | None = None
    open_given: int | None = None
    open_owing: int | None = None
    interval: float = 0.0
    method: str = ""
    shape: Shape = "comparison"
    assumed: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """What pages lead with: what they count, and what is compared with last month's."""
        return self.verdict

    @property
    def held(self) -> bool:
        """Whether figures not in yet could still change the month's status: an earlier row stands, or none."""
        return self.open_status is not None

    @property
    def estimated(self) -> bool:
        """Whether estimates are in the actual figure."""
        return self.actual is not None and self.estimated_low is not None

    @property
    def gap(self) -> float | None:
        """How far the actual figure lies from the expected one, positive where it is better."""
        if self.actual is None or self.expected is None:
            return None
        return (self.actual - self.expected) * (1 if self.track.direction == "up" else -1)

    @property
    def shortfall(self) -> float | None:
        """How far the forecast falls short of the goal at the due month, in the target's unit: positive where it does.

        Of a step that is over, how far its figure did. None without a forecast, and of yes-or-no steps.
        """
        reached = self.actual if self.status == "missed" else self.forecast_mean
        return None if reached is None else (self.goal - reached) * (1 if self.track.direction == "up" else -1)

    @property
    def months_left(self) -> int:
        """Months from the row's own month to the due one; not below zero."""
        return max(self.due.last - Period.parse(self.as_of).last, 0)

    @property
    def has_forecast(self) -> bool:
        """Whether the model gave a forecast for the due month; short histories have none."""
        return self.forecast_mean is not None

    @property
    def due(self) -> Period:
        """The period at the end of which the step is due."""
        return Period.parse(self.period_end)

    @property
    def needed_now(self) -> bool:
        """Whether a rate is still needed: there is one, and the goal is not met yet."""
        return self.needed_rate is not None and self.status not in ("achieved", "missed", "not_due")


class Standings:
    """The progress table of a run, asked by month, area, target and track. Reads each month once."""

    def __init__(self, run: FinishedRun) -> None:
        self._run = run
        self._programme = run.programme
        self._shapes: dict[str, Shape] = {}

    @cached_property
    def root(self) -> Area:
        """The area of the whole programme."""
        programme = self._programme
        found = programme.area_by_code.get(programme.head.area)
        return found or Area(code=programme.head.area, name=programme.head.short_title, kind="city")

    @property
    def as_of(self) -> Period:
        """The month the run looks from."""
        return self._run.as_of

    def at(self, month: str) -> tuple[TargetStatus, ...]:
        """Every row of one month, in the order of targets, tracks, areas and steps of the programme."""
        rows = self._run.progress.filter(pc.field("as_of") == month).to_pylist()
        counts = self._counts(rows)
        method = method_or_none(self._programme, Period.parse(month).last)
        found = [self._standing(row, counts, method) for row in rows]
        return tuple(sorted((standing for standing in found if standing is not None), key=self._order))

    @cached_property
    def now(self) -> tuple[TargetStatus, ...]:
        """Every row of the as-of month."""
        return self.at(str(self._run.as_of))

    def history(self, area: str) -> Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]:
        """The rows of one area in all months up to the as-of month, the step each works towards, by target and track.

        Shape: (target, track) → rows in order of months with `as_of`, `settled`, `actual`, `actual_period`, `expected`.
        """
        keep = (pc.field("area") == area) & pc.field("current") & (pc.field("as_of") <= str(self._run.as_of))
        columns = ["target", "track", "as_of", "settled", "actual", "actual_period", "expected"]
        table = self._run.progress.filter(keep).select(columns).sort_by("as_of")
        rows: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for row in table.to_pylist():
            rows.setdefault((row["target"], row["track"]), []).append(row)
        return rows

    def current(self, area: str, standings: Iterable[TargetStatus] | None = None) -> tuple[TargetStatus, ...]:
        """The main track of every target in one area, at the step the month works towards.

        For the programme's own area no target is ever left out: one without a row stands as no data.
        """
        rows = self.now if standings is None else standings
        chosen: dict[str, TargetStatus] = {}
        for standing in rows:
            if standing.area.code == area and standing.main:
                before = chosen.get(standing.target.id)
                if before is None or (standing.current and not before.current):
                    chosen[standing.target.id] = standing
        if area != self.root.code:
            return tuple(chosen.values())
        return tuple(chosen.get(target.id) or self._absent(target) for target in self._programme.targets)

    def _counts(self, rows: Iterable[Mapping[str, Any]]) -> _Counts:
        """How many of those who owe the figures under each number gave them."""
        months = {month for row in rows for month in (_month_of(row, "actual_period"), _month_of(row, "open_period"))}
        wanted = pc.field("month").isin(list(months)) & pc.field("industry").is_null()
        table = self._run.results.filter(wanted).select(["indicator", "area", "month", "reported", "owing"])
        return {
            (row["indicator"], row["area"], row["month"]): (row["reported"], row["owing"]) for row in table.to_pylist()
        }

    def _standing(self, row: Mapping[str, Any], counts: _Counts, method: ProgressMethod | None) -> TargetStatus | None:
        target = self._programme.target_by_id.get(row["target"])
        track = next((track for track in target.tracks if track.id == row["track"]), None) if target else None
        if target is None or track is None:
            return None
        indicator = self._programme.indicator_by_id.get(track.indicator)
        here = row["indicator"], row["area"]
        reported, owing = counts.get((*here, _month_of(row, "actual_period")), (None, None))
        given, owed = (None, None)
        if row["open_status"] is not None:
            given, owed = counts.get((*here, _month_of(row, "open_period")), (None, None))
        area = self._programme.area_by_code.get(row["area"])
        kept = {name: value for name, value in row.items() if name not in _APART}
        return TargetStatus(
            target=target,
            track=track,
            area=area or self.root,
            indicator_name=indicator.name if indicator else target.name,
            decimals=indicator.decimals if indicator else 1,
            reported=reported,
            owing=owing,
            reported_value=row["reported"],
            open_given=given,
            open_owing=owed,
            provisional=bool(row["provisional"]),
            interval=method.estimates.interval if method else 0.0,
            method=str(method.start) if method else "",
            shape=self._shape(indicator) if indicator else "comparison",
            revised=self._is_revised(row),
            assumed=self._assumed(track, row["period_end"], row["area"]),
            **kept,
        )

    def _shape(self, indicator: Indicator) -> Shape:
        if indicator.id not in self._shapes:
            formula = self._programme.parsed.formula(indicator)
            compared = formula is None or compares(formula)
            averaged = formula is not None and any(isinstance(part, Mean) for part in walk(formula))
            self._shapes[indicator.id] = "comparison" if compared else "mean" if averaged else "sum"
        return self._shapes[indicator.id]

    @cached_property
    def _corrected(self) -> frozenset[tuple[str, str, int]]:
        """Indicator, area and month of every result that rests on a corrected figure."""
        table = self._run.results.filter(pc.field("revised") & pc.field("industry").is_null())
        return frozenset((row["indicator"], row["area"], row["month"]) for row in table.to_pylist())

    def _is_revised(self, row: Mapping[str, Any]) -> bool:
        if not self._corrected or row["actual"] is None:
            return False
        month = Period.parse(row["actual_period"] or row["as_of"]).last
        return (row["indicator"], row["area"], month) in self._corrected

    def _absent(self, target: Target) -> TargetStatus:
        """A target without any row of progress: its step as the content has it, and no data."""
        track = target.main_track
        indicator = self._programme.indicator_by_id.get(track.indicator)
        step = _step_at(track, self._run.as_of)
        return TargetStatus(
            target=target,
            track=track,
            area=self.root,
            indicator_name=indicator.name if indicator else target.name,
            decimals=indicator.decimals if indicator else 1,
            as_of=str(self._run.as_of),
            period_end=str(step.due),
            comparator=step.comparator,
            goal=step.value,
            unit=track.unit,
            status="no_data",
            assumed=self._assumed(track, str(step.due), self.root.code),
        )

    def _assumed(self, track: Track, period_end: str, area: str) -> tuple[str, ...]:
        found = [step.assumed for step in track.steps if str(step.due) == period_end]
        found += [baseline.assumed for baseline in track.baselines if baseline.area in (None, area)]
        if area != self.root.code:
            found.append(track.areas.assumed)
        return tuple(dict.fromkeys(text for text in found if text))

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {target.id: rank for rank, target in enumerate(self._programme.targets)}

    @cached_property
    def _area_ranks(self) -> Mapping[str, int]:
        return {area.code: rank for rank, area in enumerate(self._programme.areas)}

    def _order(self, standing: TargetStatus) -> tuple[int, int, int, int]:
        return (
            self._ranks[standing.target.id],
            standing.target.tracks.index(standing.track),
            self._area_ranks.get(standing.area.code, 0),
            standing.due.last,
        )


def _month_of(row: Mapping[str, Any], name: str) -> int:
    """The month at which a number of a row stands: the last of its period, else the row's own."""
    return Period.parse(row[name] or row["as_of"]).last


def _step_at(track: Track, month: Period) -> Step:
    return next((step for step in track.steps if step.due.last >= month.last), track.steps[-1])


def units_of(programme: Programme, target: Target) -> tuple[Unit, ...]:
    """Who owns a target: its lead, else those responsible for it. Empty where the plan names nobody."""
    ids = (target.lead,) if target.lead else target.responsible
    return tuple(programme.unit_by_id[unit] for unit in ids if unit in programme.unit_by_id)
