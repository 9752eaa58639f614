"""Estimates of figures that are owed and not in yet, as tables of a run.

They go through the same engine as reported figures. Three tables stand in the store where estimates were handed in, and
none otherwise:

- `estimates`: entity, measure, month, value, part, deviation, weight, basis …: a figure that was given after all wins;
- `estimate_draws`: how they may differ;
- `known_weights`: the last known amounts of those that gave.
"""

from __future__ import annotations

from sigai.tables import Estimates, Store

LOOKED_BACK = 4
"""For so many months up to the last one results are worked out in every draw; those before have no spread."""
_TABLES = ("estimates", "estimate_draws", "known_weights", "handed_in_estimates")


def put_estimates(store: Store, estimates: Estimates | None) -> None:
    """Put the tables in the store; what an earlier run left there goes."""
    store.drop(*_TABLES)
    if estimates is None:
        return
    values = store.table("values").select("entity", "measure", "month")
    handed_in = store.put("handed_in_estimates", estimates.values)
    store.keep("estimates", handed_in.anti_join(values, ["entity", "measure", "month"]))
    store.put("estimate_draws", estimates.draws)
    store.put("known_weights", estimates.weights)
