"""Folders that earlier versions of Sigai wrote: where their tables lie, and what their tables did not say yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.progress import Forecasts, VerdictReasons, thresholds_at, verdicts_of
from sigai.tables.contracts import PROGRESS, VALUE_HISTORY, VALUES
from sigai.tables.revisions import corrected_of, in_order

_PLACES = ("evidence/{name}.parquet", "{other}.parquet")
_OTHER_NAMES = {"indicators": "results"}
"""Until 2026-12 a site called the results of indicators otherwise."""


def earlier_file(folder: Path, name: str) -> Path | None:
    """Where a table lies in a folder whose manifest does not name its tables; None where it has none."""
    places = (folder / place.format(name=name, other=_OTHER_NAMES.get(name, name)) for place in _PLACES)
    return next((place for place in places if place.is_file()), None)


def with_corrections(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Tables of data by contracts version 1 with `corrected` in figures: another value stood before, or `revised`."""
    kept = tables["history"]
    # Texts may be dictionary-encoded, by which rows cannot be sorted.
    plain = kept.cast(pa.schema([VALUE_HISTORY.field(name) for name in kept.column_names]))
    history = in_order(plain)
    marked = history.append_column("corrected", pa.array(corrected_of(history))).select(VALUE_HISTORY.names)
    current = marked.filter(marked["current"]).select(VALUES.names)
    return {**tables, "history": marked, "values": current}


def with_verdicts(progress: pa.Table, programme: Programme) -> pa.Table:
    """A progress table by contracts before version 3 with the verdict that its own status and forecast give."""
    frame = progress.select(["target", "track", "settled", "as_of", "status", "comparator", "goal"]).to_pandas()
    directions = {(target.id, track.id): track.direction for target in programme.targets for track in target.tracks}
    of = frame.settled.where(frame.settled.notna(), frame.as_of)
    months = np.array([Period.parse(month).last for month in of], dtype=np.int64)
    limits = thresholds_at(programme.progress, months)
    names = ("forecast_mean", "forecast_low", "forecast_high", "probability")
    outlook = Forecasts(*(progress[name].to_numpy().astype(np.float64) for name in names))
    tracks = zip(frame.target, frame.track, strict=True)
    reasons = VerdictReasons(
        frame.status.to_numpy(dtype=np.str_),
        outlook,
        frame.comparator.to_numpy(dtype=np.str_),
        frame.goal.to_numpy(dtype=np.float64),
        np.array([-1.0 if directions.get(key) == "down" else 1.0 for key in tracks]),
        limits.about_tolerance,
        limits.likely_from,
        limits.unlikely_below,
    )
    return progress.set_column(
        PROGRESS.get_field_index("verdict"), PROGRESS.field("verdict"), pa.array(verdicts_of(reasons), pa.string())
    )
