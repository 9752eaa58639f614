"""Results as they would be if some numbers of terms were others: each such case is a *world*, told apart by a number.

Draws count from 0. In `SLOPE` all that is estimated is a tenth larger; in `LIKE_FOR_LIKE` terms are over the same
subjects; from `ENTITIES` downwards, in a world for each entity, its missing figures are one standard deviation larger.
The shapes of formulas are worked out once more, for the results that a world touches and no others.
"""

from __future__ import annotations

from typing import Any

import ibis

from sigai.evaluation.formula_plan import IndicatorPlan, Plan
from sigai.indicators.results import by_width, of_plans, side_by_side, slots_of, worked_out
from sigai.tables import Store, union_all

SLOPE, LIKE_FOR_LIKE, ENTITIES = -1, -2, -3
_RESULT = ("plan", "scope", "month")


def keep_worlds(store: Store, plan: Plan, terms: ibis.Table) -> None:
    """Keep `worlds` from numbers of terms there (plan, number, scope, month, world, there): every result in every world
    that touches it, and by how much it differs."""
    touched = store.keep("touched_terms", terms)
    store.keep("worlds", union_all(_worlds(store, plan, touched, part) for part in by_width(plan)))


def _worlds(store: Store, plan: Plan, terms: ibis.Table, part: list[IndicatorPlan]) -> ibis.Table:
    own = of_plans(terms, plan, part)
    slots = list(slots_of(part))
    # A term that is touched may have no number there (a mean over nobody): it must not fall back on the one here.
    touched = {f"touched_{number}": (own.number == number).any() for number in slots}
    there = own.group_by(*_RESULT, "world").agg(**side_by_side(own, "there", own.there, slots), **touched)
    both = there.join(store.table("numbers"), list(_RESULT))
    value = worked_out(
        both, plan, part, lambda key: both[f"touched_{key}"].ifelse(both[f"there_{key}"], both[f"slot_{key}"])
    )
    return both.select(*_RESULT, "world", value=value, moved=value - both["value"])


def alternatives(store: Store) -> ibis.Table:
    """What the worlds say of each result that they touch: its number like for like, the sums of its squared deviations
    downwards and upwards, how many draws give no number, its slope."""
    worlds = store.table("worlds")
    drawn, moved = worlds.world >= 0, worlds.moved
    return worlds.group_by(*_RESULT).agg(
        like_for_like=worlds["value"].max(where=worlds.world == LIKE_FOR_LIKE),
        squares_down=_squares(worlds, drawn & (moved < 0)),
        squares_up=_squares(worlds, drawn & (moved > 0)),
        unknown=moved.isnull().sum(where=drawn),
        slope=moved.max(where=worlds.world == SLOPE),
    )


def _squares(worlds: ibis.Table, where: Any) -> Any:
    """Added in the order of the worlds, so that a run says the same every time."""
    return (worlds.moved * worlds.moved).collect(where=where, order_by=worlds.world).sums()


def entity_effects(store: Store) -> ibis.Table:
    """What the missing figures of each entity could change, by the contract INDICATOR_EFFECTS."""
    worlds = store.table("worlds").join(store.table("entity_worlds"), "world")
    placed = worlds.join(store.table("plans"), "plan").join(store.table("scopes"), "scope")
    placed = placed.filter(placed.industry == "", placed.moved.notnull())
    return placed.select("indicator", "area", "month", "entity", effect=placed.moved).order_by(
        "indicator", "area", "entity"
    )
