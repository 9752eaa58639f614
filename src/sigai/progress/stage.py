"""The stage of a run that holds every target against its indicators."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from sigai.programme.programme import Programme
from sigai.progress.judging import judge
from sigai.tables.contracts import PROGRESS as PROGRESS_CONTRACT
from sigai.tables.stages import DataChange, Stage, StageTable, Work


def _run(work: Work) -> Mapping[str, pa.Table]:
    judged = judge(work.programme, work.tables["indicators"], as_of=work.as_of, targets=work.parts)
    return {"progress": judged}


def _touched(change: DataChange) -> tuple[str, ...]:
    indicators = frozenset(change.touched["indicators"])
    return tuple(
        target.id for target in change.programme.targets if indicators & {track.indicator for track in target.tracks}
    )


def _targets(programme: Programme) -> tuple[str, ...]:
    return tuple(target.id for target in programme.targets)


_KEYS = ("target", "track", "area", "period_end", "as_of")
PROGRESS = Stage(
    name="progress",
    needs=("indicators",),
    gives=(StageTable("progress", PROGRESS_CONTRACT, _KEYS, "target", listed=True, ranks=_targets),),
    touched_by=_touched,
    run=_run,
)
"""Touched by the indicators of a target's tracks."""
