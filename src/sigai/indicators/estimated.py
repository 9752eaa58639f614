"""Estimates of figures that are owed and not in yet, as tables of a run.

They go through the same engine as reported figures. Three tables stand in the store where estimates were handed in, and
none otherwise:

- `estimates`: entity, measure, month, value, part, deviation, weight, basis …: a figure that was given after all wins;
- `estimate_draws`: how they may differ;
- `known_weights`: the last known amounts of those that gave.
"""

from __future__ import annotations

from sigai.base.periods import Period
from sigai.evaluation.series import given_figures
from sigai.programme.programme import Programme
from sigai.tables import Estimates, Store

LOOKED_BACK = 4
"""For so many months up to the last one results are worked out in every draw."""
_TABLES = ("estimates", "estimate_draws", "known_weights", "handed_in_estimates")


def drawn_months(programme: Programme, last: int) -> list[int]:
    """The months (indices) of which results have a spread: the last ones, and those by which a step of a target was
    due, for its verdict rests on that month however long ago it is."""
    tracks = [track for target in programme.targets for track in target.tracks]
    due = {step.due.last for track in tracks for step in track.steps}
    due |= {Period.parse(text).last for track in tracks for own in track.areas.numbers.values() for text in own}
    recent = set(range(last - LOOKED_BACK + 1, last + 1))
    return sorted(recent | {month for month in due if month <= last})


def put_estimates(store: Store, estimates: Estimates | None) -> None:
    """Put the tables in the store; what an earlier run left there goes."""
    store.drop(*_TABLES)
    if estimates is None:
        return
    values = given_figures(store).select("entity", "measure", "month")
    handed_in = store.put("handed_in_estimates", estimates.values)
    store.keep("estimates", handed_in.anti_join(values, ["entity", "measure", "month"]))
    store.put("estimate_draws", estimates.draws)
    store.put("known_weights", estimates.weights)
