"""How results would differ if what is estimated differed: draws, a common change, each entity on its own.

Each of these is a *world*, a number: draws count from 0; in the world `SLOPE` all that is estimated is a tenth larger;
below, in a world for each entity, its missing figures are one standard deviation larger. What a world changes in the
figures is rolled up like the figures themselves, and the shapes of formulas are worked out once more for the few
results that it touches.
"""

from __future__ import annotations

from typing import Any

import ibis

from sigai.indicators.catalogue import Catalogue
from sigai.indicators.figures import EXACT, spanning_changes
from sigai.indicators.plan import Plan
from sigai.indicators.results import side_by_side, slots_of, worked_out
from sigai.indicators.totals import asked_sums, by_class, rolled_up
from sigai.tables import Store, union_all

SLOPE = -1
_TENTH = 0.1
_FIRST_ENTITY = -2
_RESULT = ("plan", "scope", "month")


def keep_alternatives(store: Store, plan: Plan, catalogue: Catalogue, last: int) -> None:
    """Keep `alternatives` (how far each result may differ) and `effects` (what each entity could change in the last
    month)."""
    store.keep("shocks", _shocks(store))
    changes = store.keep("changes", by_class(store, _changed_figures(store, catalogue), catalogue, ("world",)))
    changed = rolled_up(store, asked_sums(store, changes), sums=("total", "valued"), keys=("world",))
    store.keep("worlds", _worlds(store, plan, changed, last))
    store.keep("alternatives", _alternatives(store))
    store.keep("effects", _effects(store))


def _shocks(store: Store) -> ibis.Table:
    """By how much figures differ from their estimates in each world: world, entity, series, month, amount."""
    estimates, draws = store.table("estimates"), store.table("estimate_draws")
    ranked = ibis.window(order_by=estimates.entity)
    numbered = store.keep(
        "entity_worlds",
        estimates.select("entity", world=_FIRST_ENTITY - ibis.dense_rank().over(ranked)).distinct(),
    )
    drawn = draws.semi_join(estimates, ["entity", "measure", "month"])
    alone = estimates.join(numbered, "entity")
    return union_all(
        rows.select(
            "entity",
            "month",
            world=world.cast("int64"),
            series=rows.measure,
            amount=amount.fill_null(0.0).cast(EXACT),
        )
        for rows, world, amount in (
            (drawn, drawn.draw, drawn.delta),
            (estimates, ibis.literal(SLOPE), estimates.part * _TENTH),
            (alone, alone.world, alone.deviation),
        )
    )


def _changed_figures(store: Store, catalogue: Catalogue) -> ibis.Table:
    """What figures add more or less in each world: world, entity, month, series, total, valued."""
    shocks = store.table("shocks")
    changes = [shocks.filter(shocks.series.isin(list(catalogue.raw_measures)))]
    if store.has("figures_spanning"):
        changes.append(spanning_changes(store, shocks))
    return union_all(
        rows.select("world", "entity", "month", "series", total=rows.amount, valued=ibis.literal(0, type="int64"))
        for rows in changes
    )


def _worlds(store: Store, plan: Plan, changed: ibis.Table, last: int) -> ibis.Table:
    """The results that differ in some world: plan, scope, month, world, value there, and by how much it differs."""
    terms = store.table("term_results")
    touched = terms.filter(terms.method.isin(["total", "mean"]), terms["value"].notnull())
    rows = touched.join(
        changed.select("item", "scope", "at", "world", more="total", more_valued="valued"), ["item", "scope", "at"]
    )
    rows = rows.filter((rows.world >= SLOPE) | (rows.month == last))
    total = rows.total.fill_null(0).cast("float64") + rows.more.fill_null(0).cast("float64")
    valued = (rows.valued + rows.more_valued).cast("float64")
    rows = rows.mutate(there=(rows.method == "mean").ifelse(total / valued.nullif(0), total))
    slots = slots_of(plan.indicators)
    there = rows.group_by(*_RESULT, "world").agg(**side_by_side(rows, "there", rows.there, slots))
    both = there.join(store.table("numbers"), list(_RESULT))
    value = worked_out(
        both, plan, plan.indicators, lambda key: ibis.coalesce(both[f"there_{key}"], both[f"slot_{key}"])
    )
    return both.select(*_RESULT, "world", value=value, moved=value - both["value"])


def _alternatives(store: Store) -> ibis.Table:
    """How far each result may differ: its standard deviations below and above, and its slope."""
    worlds = store.table("worlds")
    draws = store.count(store.table("estimate_draws").select("draw").distinct())
    drawn = worlds.world >= 0
    unknown = worlds.moved.isnull().sum(where=drawn)
    half = (ibis.literal(float(draws)) - unknown.cast("float64")).nullif(0) / 2
    return worlds.group_by(*_RESULT).agg(
        spread_down=_root_mean_square(worlds, drawn & (worlds.moved < 0), half),
        spread_up=_root_mean_square(worlds, drawn & (worlds.moved > 0), half),
        slope=worlds.moved.max(where=worlds.world == SLOPE),
    )


def _root_mean_square(worlds: ibis.Table, where: Any, number: Any) -> Any:
    """Squares are added in the order of the worlds, so that a run says the same every time."""
    squares = (worlds.moved * worlds.moved).collect(where=where, order_by=worlds.world)
    return (squares.sums().fill_null(0.0) / number).sqrt()


def _effects(store: Store) -> ibis.Table:
    """By the contract INDICATOR_EFFECTS."""
    worlds = store.table("worlds").join(store.table("entity_worlds"), "world")
    placed = worlds.join(store.table("plans"), "plan").join(store.table("scopes"), "scope")
    placed = placed.filter(placed.industry == "", placed.moved.notnull())
    return placed.select("indicator", "area", "month", "entity", effect=placed.moved).order_by(
        "indicator", "area", "entity"
    )
