"""The stage of a run that estimates the figures that are owed and not in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa

from sigai.base.periods import Period
from sigai.estimates.estimating import estimate, pools_of
from sigai.estimates.panels import Population
from sigai.programme.in_force import method_or_none
from sigai.programme.mentions import measures_under
from sigai.programme.programme import Programme
from sigai.tables.contracts import ESTIMATE_DRAWS, ESTIMATES, WEIGHTS
from sigai.tables.data import Data, Estimates, no_estimates
from sigai.tables.stages import DataChange, Stage, StageTable, Work

Everybody = Callable[[Programme, Data, Period], Population]
"""Who owes what, from a programme and the register of its data with its dated facts, as a month sees them."""

_KEYS = ("measure", "month", "entity")


def estimates_stage(everybody: Everybody) -> Stage:
    """The stage, told who owes what. Touched by changed figures, and by those of measures that are estimated together:
    what is missing of a measure is estimated by others as well; of one that misses nothing, nothing changes."""

    def run(work: Work) -> Mapping[str, pa.Table]:
        made = _estimated(work, everybody)
        return {"estimates": made.values, "draws": made.draws, "weights": made.weights}

    return Stage(
        name="estimates",
        needs=(),
        gives=(
            StageTable("estimates", ESTIMATES, _KEYS, "measure"),
            StageTable("draws", ESTIMATE_DRAWS, _KEYS, "measure", kept=False),
            StageTable("weights", WEIGHTS, _KEYS, "measure"),
        ),
        touched_by=_touched,
        run=run,
    )


def _estimated(work: Work, everybody: Everybody) -> Estimates:
    programme, data, last = work.programme, work.data, work.as_of.last
    measures = frozenset(work.parts) if work.parts is not None else _mentioned(programme)
    method = method_or_none(programme, last)
    if method is None or not measures:
        return no_estimates()
    return estimate(
        programme,
        data.values,
        everybody(programme, data, work.as_of),
        as_of=work.as_of,
        open_months=data.open_months(last),
        method=method.estimates,
        kept=data.kept,
        measures=measures,
    )


def _touched(change: DataChange) -> frozenset[str]:
    lacking = frozenset(str(name) for name in change.tables["estimates"]["measure"].unique().to_pylist())
    together = pools_of(change.programme, change.measures) & lacking
    return (change.measures | together) & _mentioned(change.programme)


def _mentioned(programme: Programme) -> frozenset[str]:
    return measures_under(programme, programme.indicator_by_id)
