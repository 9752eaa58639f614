"""From data to results: what is missing is estimated, then indicators, then progress; all of it, or what a change of
some figures and records touches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import Period, month_index
from sigai.estimates import estimate, pools_of
from sigai.formulas import ledgers_of, measures_of
from sigai.indicators import IndicatorRun, compute
from sigai.pipeline.lateness import with_late_marked
from sigai.pipeline.population import population_of
from sigai.programme.programme import Programme
from sigai.progress import judge, method_at
from sigai.tables.contracts import ESTIMATES, INDICATOR_EFFECTS, INDICATOR_RESULTS, INDICATOR_TERMS, PROGRESS, WEIGHTS
from sigai.tables.data import Data, Estimates, no_estimates

Stage = Callable[[str], None]
"""Told which stage begins: `estimates`, `indicators`, `progress`."""


@dataclass(frozen=True, slots=True, eq=False)
class Calculation:
    """What a calculation gives, in order of keys.

    By the contracts INDICATOR_RESULTS, INDICATOR_TERMS, PROGRESS; `estimates` (ESTIMATES) is what was put in for
    figures that are owed and not in, `effects` (INDICATOR_EFFECTS) what each of those who did not report could change.
    `weights` (WEIGHTS) are the last known amounts of those who gave a figure where somebody's is missing.
    """

    as_of: Period
    results: pa.Table
    terms: pa.Table
    progress: pa.Table
    estimates: pa.Table
    effects: pa.Table
    weights: pa.Table


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in the data since an earlier calculation: measures and ledgers, by id. The register did not."""

    measures: frozenset[str] = frozenset()
    ledgers: frozenset[str] = frozenset()


def calculate(programme: Programme, data: Data, *, as_of: Period, stage: Stage | None = None) -> Calculation:
    """Every indicator for every area and month up to `as_of`, and every target held against them."""
    tell = stage or (lambda _name: None)
    everything = [indicator.id for indicator in programme.indicators]
    estimates, computed = _computed(programme, data, as_of, everything, tell)
    tell("progress")
    progress = judge(programme, computed.results, as_of=as_of)
    made = Calculation(
        as_of, computed.results, computed.terms, progress, estimates.values, computed.effects, estimates.weights
    )
    return _ordered(programme, made)


def recalculate(
    programme: Programme, data: Data, earlier: Calculation, changed: Changed, *, stage: Stage | None = None
) -> Calculation:
    """The same as `calculate` on these data, from a calculation of the same programme, month, register, closed months:
    only what the changed measures and ledgers touch is computed anew, the rest is taken over."""
    tell = stage or (lambda _name: None)
    # What is missing of a measure is estimated by others as well; of one that misses nothing, nothing changes.
    lacking = frozenset(str(name) for name in earlier.estimates["measure"].unique().to_pylist())
    indicators = touched_indicators(programme, changed, lacking)
    if not indicators:
        return earlier
    as_of = earlier.as_of
    estimates, computed = _computed(programme, data, as_of, indicators, tell)
    results = _replaced(earlier.results, computed.results, "indicator", indicators)
    terms = _replaced(earlier.terms, computed.terms, "indicator", indicators)
    effects = _replaced(earlier.effects, computed.effects, "indicator", indicators)
    measures = sorted(_measures(programme, indicators))
    estimated = _replaced(earlier.estimates, estimates.values, "measure", measures)
    weights = _replaced(earlier.weights, estimates.weights, "measure", measures)
    tell("progress")
    asked = set(indicators)
    targets = [target.id for target in programme.targets if asked & {track.indicator for track in target.tracks}]
    judged = judge(programme, results, as_of=as_of, targets=targets)
    progress = _replaced(earlier.progress, judged, "target", targets)
    return _ordered(programme, Calculation(as_of, results, terms, progress, estimated, effects, weights))


def _computed(
    programme: Programme, data: Data, as_of: Period, indicators: Sequence[str], tell: Stage
) -> tuple[Estimates, IndicatorRun]:
    """Some indicators, and the estimates of the figures that their formulas mention."""
    tell("estimates")
    estimates = _estimates(programme, data, as_of, _measures(programme, indicators))
    tell("indicators")
    marked = with_late_marked(data)
    return estimates, compute(
        programme, marked, first=_first(programme), last=as_of, indicators=indicators, estimates=estimates
    )


def _estimates(programme: Programme, data: Data, as_of: Period, measures: Collection[str]) -> Estimates:
    method = method_at(programme.progress, as_of.last)
    if method is None or not measures:
        return no_estimates()
    return estimate(
        programme,
        data.values,
        population_of(programme, data, as_of),
        as_of=as_of,
        open_months=data.open_months(as_of.last),
        method=method.estimates,
        kept=data.kept,
        measures=measures,
    )


def _measures(programme: Programme, indicators: Sequence[str]) -> frozenset[str]:
    """The measures that the formulas of some indicators mention."""
    found: set[str] = set()
    for id_ in indicators:
        formula = programme.parsed.formula(programme.indicator_by_id[id_])
        found |= measures_of(formula) if formula is not None else frozenset()
    return frozenset(found)


def touched_indicators(programme: Programme, changed: Changed, estimated: Collection[str] = ()) -> tuple[str, ...]:
    """The indicators whose formula mentions a changed measure or ledger, in the programme's order.

    estimated: measures of which figures are estimated; those that are estimated by changed ones change with them.
    """
    measures = changed.measures | (pools_of(programme, changed.measures) & frozenset(estimated))
    found = []
    for indicator in programme.indicators:
        formula = programme.parsed.formula(indicator)
        if formula is not None and (measures_of(formula) & measures or ledgers_of(formula) & changed.ledgers):
            found.append(indicator.id)
    return tuple(found)


def _first(programme: Programme) -> Period:
    """Results begin with the base year: baselines, seasons and forecasts rest on the months before the programme."""
    return Period.of_index(month_index(programme.head.base_year, 1))


def _replaced(earlier: pa.Table, anew: pa.Table, column: str, ids: Sequence[str]) -> pa.Table:
    others = earlier.filter(pc.invert(pc.is_in(earlier[column], pa.array(ids, pa.string()))))
    return pa.concat_tables([others, anew])


def _ordered(programme: Programme, given: Calculation) -> Calculation:
    """Rows by their keys, so that equal results are equal tables however they came about."""
    ranks = {target.id: rank for rank, target in enumerate(programme.targets)}
    rank = pa.array([ranks[str(target)] for target in given.progress["target"].to_pylist()], pa.int32())
    progress = given.progress.append_column("rank", rank)
    progress = _sorted(progress, "rank", "track", "area", "period_end", "as_of").drop_columns(["rank"])
    return Calculation(
        given.as_of,
        _sorted(given.results, "indicator", "area", "industry", "month").cast(INDICATOR_RESULTS),
        _sorted(given.terms, "indicator", "number", "area", "industry", "month").cast(INDICATOR_TERMS),
        progress.cast(PROGRESS),
        _sorted(given.estimates, "measure", "month", "entity").cast(ESTIMATES),
        _sorted(given.effects, "indicator", "area", "month", "entity").cast(INDICATOR_EFFECTS),
        _sorted(given.weights, "measure", "month", "entity").cast(WEIGHTS),
    )


def _sorted(table: pa.Table, *columns: str) -> pa.Table:
    return table.sort_by([(column, "ascending") for column in columns]).combine_chunks()
