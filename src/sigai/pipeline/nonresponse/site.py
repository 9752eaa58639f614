"""The demonstration as it stands, its last month half reported, held against the same month complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import Period
from sigai.demonstration import complete, make
from sigai.pipeline.calculating import calculate
from sigai.pipeline.intake import take_in
from sigai.pipeline.nonresponse.tally import Tally
from sigai.pipeline.nonresponse.trial import count_verdict
from sigai.programme.programme import Programme
from sigai.tables import Data, in_memory

CELL = "as-reported"
MONTHS = 21
"""How many months of the programme the demonstration has: as many as `make demo` shows."""
_KEY = ("entity", "measure", "month")
_JUDGED = ("target", "track", "area")
_EXAMPLES = 20

Row = Mapping[str, Any]


def try_site(programme: Programme, *, seed: int, enterprises: int) -> dict[str, Tally]:
    """Every status and verdict of every area in the demonstration's last month: which the whole one contradicts."""
    as_of = Period.of_index(programme.head.start.first + MONTHS - 1)
    with TemporaryDirectory() as folder:
        out = Path(folder) / "data"
        make(programme, out, seed=seed, enterprises=enterprises, months=MONTHS)
        given = take_in(programme, out).data
    everybody = complete(programme, seed=seed, enterprises=enterprises, months=MONTHS)
    whole = completed(given, in_memory(everybody.values), as_of.last)
    tally = Tally()
    ours, truth = (
        _current(calculate(programme, data, as_of=as_of).tables["progress"], as_of) for data in (given, whole)
    )
    count_settled(tally, truth, ours, {"seed": seed, "month": str(as_of)})
    return {CELL: tally}


def completed(data: Data, everybody: pa.Table, month: int) -> Data:
    """The same data with the figures of a month that nobody handed in."""
    asked = everybody.filter(pc.field("month") == month)
    values = in_memory(data.values)
    lacking = asked.join(values.select(_KEY), list(_KEY), join_type="left anti")
    lacking = lacking.select(values.column_names).cast(values.schema)
    return replace(data, values=pa.concat_tables([values, lacking]))


def _current(progress: pa.Table, as_of: Period) -> dict[tuple[str, ...], Row]:
    rows = progress.filter(pc.field("current") & (pc.field("as_of") == str(as_of))).to_pylist()
    return {tuple(row[name] for name in _JUDGED): row for row in rows}


def count_settled(
    tally: Tally, truth: Mapping[tuple[str, ...], Row], ours: Mapping[tuple[str, ...], Row], where: Mapping[str, Any]
) -> None:
    """Count what is judged, what is held back, and what claims to be settled and is not the complete month's.

    A held row that says something and names no month counts as wrong as well. where: what an example is told with.
    """
    for key, true in truth.items():
        mine = ours[key]
        tally.counts["judged"] += 1
        count_verdict(tally, true, mine)
        held = mine["settled"] != mine["as_of"]
        differs = mine["status"] != true["status"]
        tally.counts["held"] += held
        tally.counts["held_wrong"] += held and differs
        if differs if not held else not mine["settled"] and mine["status"] != "no_data":
            tally.counts["wrong"] += 1
            if len(tally.examples) < _EXAMPLES:
                told = dict(zip(_JUDGED, key, strict=True))
                tally.examples.append({**where, **told, "status": [mine["status"], true["status"]]})
