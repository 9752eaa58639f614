"""`run.json`: what a run was made from and by what, so that it can be made again."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sigai import __version__
from sigai.base.issues import Issue
from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.tables.contracts import VERSION
from sigai.tables.data import Data


def heading(
    programme: Programme,
    data: Data,
    *,
    as_of: Period,
    started: datetime,
    stages: Sequence[dict[str, Any]],
    issues: Iterable[Issue],
) -> dict[str, Any]:
    """The head of a run: versions and digests of programme and data, month, start, seconds by stage, counts."""
    return {
        "engine": __version__,
        "python": platform.python_version(),
        "contracts": VERSION,
        "programme": {"id": programme.id, "version": programme.head.version, "digest": programme.digest},
        "data": {
            "title": data.title,
            "digest": data.digest,
            "demonstration": data.demonstration,
            "ledgers": sorted(data.ledgers),
            "entities": data.entities.num_rows,
            "values": data.values.num_rows,
            "records": data.records.num_rows,
        },
        "as_of": str(as_of),
        "started": started.isoformat(timespec="seconds"),
        "stages": list(stages),
        "issues": dict(Counter(str(issue.severity) for issue in issues)),
    }
