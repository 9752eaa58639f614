"""A run as seen from an earlier month is what a run of that month would have judged, on the figures of today."""

from __future__ import annotations

from pathlib import Path

from helpers_progress import programme_with, results_of, series
from sigai.base.periods import Period
from sigai.pipeline.months import seen_from
from sigai.progress import judge
from sigai.reports.finished import FinishedRun
from sigai.reports.view import View

TRACK = {
    "indicator": "level",
    "baselines": [{"period": "2020-12", "value": 40.0, "assumed": "case"}],
    "steps": [{"due": "2023", "value": 76.0}],
}


def test_an_earlier_month_is_judged_as_it_would_have_been_then(tmp_path: Path) -> None:
    programme = programme_with(tmp_path, TRACK)
    rising, falling = [40.0 + number for number in range(15)], [54.0 - 2 * number for number in range(9)]
    results = results_of(series("level", "2020-12", rising + falling))
    now = Period.parse("2022-11")
    tables = {"indicators": results, "progress": judge(programme, results, as_of=now)}
    run = FinishedRun(programme, tables, {"as_of": str(now)})
    then = Period.parse("2022-02")
    earlier = seen_from(run, then)
    assert earlier.as_of == then
    assert earlier.progress.equals(judge(programme, results, as_of=then)), "what came later is not known"
    assert seen_from(run, now) is run
    view = View(run, earlier)
    (move,) = [move for move in view.moves if move.now.target.id == programme.targets[0].id]
    assert (move.before.as_of, move.now.as_of, move.kind) == ("2022-02", "2022-11", "worse")
    assert view.compared_with == then and view.compared
    assert View(run).compared_with == Period.parse("2022-10")
