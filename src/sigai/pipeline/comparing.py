"""A finished run through the eyes of other published methods: would they have said the same?"""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc

from sigai.base.issues import UserError
from sigai.pipeline.lookup import asked_area, asked_target, not_held
from sigai.pipeline.opening import open_run
from sigai.progress.rivals import compare
from sigai.reports.comparison import Comparison, Opinion
from sigai.reports.standings import Standings


def rivals(folder: Path, target: str | None = None, *, area: str | None = None) -> Comparison:
    """Every method's opinion on the targets of a run, at its month and the step that the month works towards.

    target: id or name, default all of them. area: code or name, default the programme's own. UserError where one of
    them does not fit the run.
    """
    run = open_run(folder)
    wanted = asked_target(run.programme, target) if target is not None else None
    place = asked_area(run.programme, area)
    finished = run.finished
    standings = tuple(
        standing for standing in Standings(finished).current(place) if wanted is None or standing.target.id == wanted.id
    )
    if wanted is not None and not standings:
        raise UserError([not_held(run.programme, wanted, place, finished.as_of)])
    month = str(finished.as_of)
    here = finished.progress.filter((pc.field("as_of") == month) & (pc.field("area") == place))
    table = compare(here, run.programme)
    opinions: dict[tuple[str, str, str], list[Opinion]] = {}
    for row in table.to_pylist():
        key = (row["target"], row["track"], row["period_end"])
        opinions.setdefault(key, []).append(Opinion(row["method"], row["measure"], row["word"]))
    return Comparison(
        programme=run.programme,
        as_of=month,
        area=run.programme.area_by_code[place],
        demonstration=finished.demonstration,
        rows=tuple(
            (standing, tuple(opinions.get((standing.target.id, standing.track.id, standing.period_end), ())))
            for standing in standings
        ),
    )
