"""Which results two calculations on the same data differ in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_KEY = ("target", "track", "area", "period_end")
_SHOWN = ("goal", "expected", "actual", "status")
_MOST = 300
Row = Mapping[str, Any]


def differences(before: pa.Table, after: pa.Table, *, as_of: str, first: str) -> dict[str, Any]:
    """The targets whose number, expected number, figure or status at a month differ, side by side; those of the area
    `first` before others, and how many more there are than are listed."""
    old, new = _rows(before, as_of), _rows(after, as_of)
    differing = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    differing.sort(key=lambda key: (key[2] != first, key))
    rows = [
        {**dict(zip(_KEY, key, strict=True)), "before": old.get(key), "after": new.get(key)}
        for key in differing[:_MOST]
    ]
    return {"rows": rows, "more": len(differing) - len(rows)}


def _rows(progress: pa.Table, as_of: str) -> dict[tuple[str, ...], Row]:
    here = progress.filter(pc.field("as_of") == as_of).select([*_KEY, *_SHOWN])
    return {tuple(row[name] for name in _KEY): {name: row[name] for name in _SHOWN} for row in here.to_pylist()}
