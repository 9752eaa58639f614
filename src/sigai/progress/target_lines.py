"""What is held against the figures: one line per target, track, step and area, as columns of equal length."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sigai.base.units import MeasureUnit
from sigai.formulas.series import SeriesKind, SeriesTraits
from sigai.programme.programme import Programme
from sigai.programme.targets import Step, Target, Track
from sigai.progress.arrays import Flags, Floats, Integers, Words
from sigai.progress.result_matrix import ResultMatrix
from sigai.progress.series_traits import series_traits_of


@dataclass(frozen=True, slots=True)
class TargetLines:
    """Steps of tracks by area. All arrays have one entry per line; numbers are in the track's unit.

    names: the columns that go into the table as they are.
    row: of the panel; factor: from the indicator's unit to the track's.
    sign: +1 where more is better, -1 where less is.
    origin, start: where the step sets out from (month, number); baseline: where the whole track does.
    opens, due: first month of the step's time, month it is due. track_opens: first month of the track's first step.
    previous_due: due month of the step before, `NEVER` for the first; last: there is no step after it.
    one: a single thing in the track's unit, NaN where the unit counts none. yes_or_no: the step is done or it is not.
    full: 100 % in the track's unit.
    monotone, share, every, kind: of the series, see `SeriesTraits`. root: the line is of the programme's own area.
    """

    names: pd.DataFrame
    row: Integers
    factor: Floats
    sign: Floats
    comparator: Words
    trajectory: Words
    goal: Floats
    baseline: Floats
    origin: Integers
    start: Floats
    opens: Integers
    track_opens: Integers
    due: Integers
    previous_due: Integers
    last: Flags
    one: Floats
    yes_or_no: Flags
    monotone: Flags
    share: Flags
    full: Floats
    every: Integers
    kind: Words
    root: Flags

    def __len__(self) -> int:
        return len(self.row)

    def at(self, line: Integers) -> TargetLines:
        """These lines, each as often as it is named."""
        columns = {name: getattr(self, name)[line] for name in _KINDS}
        return TargetLines(names=self.names.iloc[line], **columns)


NEVER = -1
"""A month before all time."""


@dataclass(frozen=True, slots=True)
class _TrackHere:
    """One track in one area, with everything that its steps share."""

    target: Target
    track: Track
    area: str
    row: int
    factor: float
    sign: float
    base_month: int
    baseline: float
    traits: SeriesTraits


def target_lines_of(programme: Programme, panel: ResultMatrix, targets: Collection[str] | None = None) -> TargetLines:
    """Every line of a programme (or of those targets), in the order of targets, tracks, areas and steps."""
    rows = [row for here in _tracks_here(programme, panel, targets) for row in _steps(here, programme)]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return TargetLines(
        names=frame[list(_NAMES)],
        **{name: frame[name].to_numpy(dtype=kind) for name, kind in _KINDS.items()},
    )


_NAMES = ("target", "track", "indicator", "area", "period_end", "main", "comparator", "goal", "unit", "baseline")
_KINDS: dict[str, type] = {
    "row": np.int64,
    "factor": np.float64,
    "sign": np.float64,
    "comparator": np.str_,
    "trajectory": np.str_,
    "goal": np.float64,
    "baseline": np.float64,
    "origin": np.int64,
    "start": np.float64,
    "opens": np.int64,
    "track_opens": np.int64,
    "due": np.int64,
    "previous_due": np.int64,
    "last": np.bool_,
    "one": np.float64,
    "yes_or_no": np.bool_,
    "monotone": np.bool_,
    "share": np.bool_,
    "full": np.float64,
    "every": np.int64,
    "kind": np.str_,
    "root": np.bool_,
}
_COLUMNS = list(dict.fromkeys([*_NAMES, *_KINDS]))


def _tracks_here(programme: Programme, panel: ResultMatrix, targets: Collection[str] | None) -> Iterator[_TrackHere]:
    several = {indicator.id: series_traits_of(indicator, programme) for indicator in programme.indicators}
    for target in programme.targets:
        if targets is not None and target.id not in targets:
            continue
        for track in target.tracks:
            traits = several.get(track.indicator, SeriesTraits(SeriesKind.LEVEL))
            factor = _factor(programme, track)
            for area in _areas(programme, track):
                row = panel.row(track.indicator, area)
                base_month, baseline = _stated_baseline(programme, track, area, traits)
                if base_month is None:
                    base_month = programme.head.base_year * 12 + 11
                    baseline = panel.at(row, base_month) * factor
                yield _TrackHere(target, track, area, row, factor, _sign(track), base_month, baseline, traits)


def _steps(here: _TrackHere, programme: Programme) -> Iterator[tuple[object, ...]]:
    """The lines of one track in one area: a step sets out from the one before, or from the baseline."""
    track, traits, sign = here.track, here.traits, here.sign
    opens, origin, start, previous_due = programme.head.start.first, here.base_month, here.baseline, NEVER
    track_opens = _opens(track, track.steps[0], opens)
    milestones = {statement.id for statement in here.target.statements if statement.milestone}
    one = 1 / MeasureUnit.parse(track.unit).factor if traits.whole else np.nan
    for position, step in enumerate(track.steps):
        goal = _goal(track, step, here.area)
        if goal is None:
            continue
        values = {
            "target": here.target.id,
            "track": track.id,
            "indicator": track.indicator,
            "area": here.area,
            "period_end": str(step.due.end),
            "main": track is here.target.main_track,
            "comparator": step.comparator,
            "goal": goal,
            "unit": track.unit,
            "baseline": here.baseline,
            "row": here.row,
            "factor": here.factor,
            "sign": sign,
            "trajectory": track.trajectory,
            "origin": origin,
            "start": start,
            "opens": _opens(track, step, opens),
            "track_opens": track_opens,
            "due": step.due.last,
            "previous_due": previous_due,
            "last": position == len(track.steps) - 1,
            "one": one,
            "yes_or_no": not milestones.isdisjoint(step.statements) or goal == one,
            "monotone": traits.monotone,
            "share": traits.share,
            "full": 1 / MeasureUnit.parse(track.unit).factor,
            "every": traits.every,
            "kind": str(traits.kind),
            "root": here.area == programme.head.area,
        }
        yield tuple(values[name] for name in _COLUMNS)
        # The next step sets out from this one's number, or from the baseline where that is better already.
        start = goal if np.isnan(here.baseline) else sign * max(sign * goal, sign * here.baseline)
        opens, origin, previous_due = step.due.last + 1, step.due.last, step.due.last


def _opens(track: Track, step: Step, after_previous: int) -> int:
    """The first month of a step's time: its January, its due period, or the month after the step before."""
    if track.trajectory == "within_year":
        return step.due.last // 12 * 12
    return step.due.first if track.trajectory == "at_due" else after_previous


def _sign(track: Track) -> float:
    """Which way is better: the track says so; it can only be `up` or `down`, never a default."""
    return 1.0 if track.direction == "up" else -1.0


def _factor(programme: Programme, track: Track) -> float:
    """From the indicator's unit to the track's; NaN, hence no data, where there is no way (a fault of the content)."""
    indicator = programme.indicator_by_id.get(track.indicator)
    if indicator is None:
        return np.nan
    try:
        return MeasureUnit.parse(indicator.unit).factor_to(MeasureUnit.parse(track.unit))
    except ValueError:
        return np.nan


def _areas(programme: Programme, track: Track) -> tuple[str, ...]:
    root, policy = programme.head.area, track.areas
    if policy.policy == "each":
        below = (area.code for area in programme.areas if area.kind in policy.kinds and area.code != root)
        return (root, *below)
    if policy.policy == "allocated":
        return (root, *(code for code in policy.numbers if code != root))
    return (root,)


def _goal(track: Track, step: Step, area: str) -> float | None:
    """The number of a step in an area: the area's own where numbers are allocated; None where it has none."""
    allocated = track.areas.numbers if track.areas.policy == "allocated" else {}
    if area not in allocated:
        return step.value
    return allocated[area].get(str(step.due))


def baseline_month(programme: Programme, track: Track, area: str, due: int) -> int:
    """The month that the baseline of a step due in month `due` is of: last December for what begins every January."""
    if track.trajectory == "within_year":
        return due // 12 * 12 - 1
    for baseline in track.baselines:
        if (baseline.area or programme.head.area) == area:
            return baseline.period.last
    return programme.head.base_year * 12 + 11


def _stated_baseline(programme: Programme, track: Track, area: str, traits: SeriesTraits) -> tuple[int | None, float]:
    """Where a track starts in an area, as (month, number), as far as content and formula say so.

    In this order: zero for what begins anew every January; the content's baseline of the area; zero where the formula
    itself counts from the base year. Otherwise no month: the indicator at the end of the base year is the baseline.
    """
    head = programme.head
    if track.trajectory == "within_year":
        return head.start.first - 1, 0.0
    for baseline in track.baselines:
        if (baseline.area or head.area) == area:
            return baseline.period.last, baseline.value
    return (head.base_year * 12 + 11, 0.0) if traits.zero_at_base else (None, np.nan)
