"""The stage of a run that works out every indicator at every area and month."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import Period, month_index
from sigai.indicators.computing import compute
from sigai.programme.mentions import indicators_over, measures_under
from sigai.programme.programme import Programme
from sigai.tables import INDICATOR_EFFECTS, INDICATOR_RESULTS, INDICATOR_TERMS, Estimates
from sigai.tables.stages import DataChange, Stage, StageTable, Work


def _run(work: Work) -> Mapping[str, pa.Table]:
    programme, parts = work.programme, work.parts
    chosen = parts if parts is not None else tuple(indicator.id for indicator in programme.indicators)
    estimated = [work.tables[name] for name in ("estimates", "draws", "weights")]
    if parts is not None:
        measures = pa.array(sorted(measures_under(programme, parts)), pa.string())
        estimated = [table.filter(pc.is_in(table["measure"], measures)) for table in estimated]
    computed = compute(
        programme,
        work.data,
        first=_first(programme) if work.since is None else Period.of_index(work.since),
        last=work.as_of,
        indicators=chosen,
        estimates=Estimates(*estimated),
    )
    return {"indicators": computed.results, "terms": computed.terms, "effects": computed.effects}


def _first(programme: Programme) -> Period:
    """Results begin with the base year: baselines, seasons and forecasts rest on the months before the programme."""
    return Period.of_index(month_index(programme.head.base_year, 1))


def _touched(change: DataChange) -> tuple[str, ...]:
    measures = change.measures | frozenset(change.touched["estimates"])
    return indicators_over(change.programme, measures, change.ledgers)


_KEYS = ("indicator", "area", "industry", "month")
INDICATORS = Stage(
    name="indicators",
    needs=("estimates", "draws", "weights"),
    gives=(
        StageTable("indicators", INDICATOR_RESULTS, _KEYS, "indicator", listed=True, month="month"),
        StageTable("terms", INDICATOR_TERMS, ("indicator", "number", *_KEYS[1:]), "indicator", month="month"),
        StageTable("effects", INDICATOR_EFFECTS, ("indicator", "area", "month", "entity"), "indicator", month="month"),
    ),
    touched_by=_touched,
    run=_run,
    rests_on={"estimates": measures_under},
)
"""Touched by the measures and ledgers that a formula mentions, and by figures that are estimated otherwise."""
