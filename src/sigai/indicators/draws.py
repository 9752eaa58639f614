"""What changes in terms when estimates differ: in each draw, when all are a tenth larger, when one entity's are larger.

Sums, months alone and twelve months change by the same parts with the same signs: of each missing figure it is worked
out once what one more of it changes in which sums, and its worlds are put in at the end. Terms about single entities do
not add up like that; they are worked out anew for the entities concerned, world by world.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ibis

from sigai.evaluation.frames import EXACT
from sigai.evaluation.populations import moment
from sigai.evaluation.series import changes_to_date, entity_slots, row_changes, spanning_changes
from sigai.evaluation.term_plan import Series, TermPlan
from sigai.evaluation.worked_series import worked_changes, worked_measures
from sigai.indicators.estimated import drawn_months
from sigai.indicators.totals import asked_sums, by_class, rolled_up
from sigai.indicators.worlds import ENTITIES, SLOPE
from sigai.programme.programme import Programme
from sigai.tables import Store, union_all

_TENTH = 0.1
_SUMS = ("total", "valued")


def drawn_terms(store: Store, programme: Programme, catalogue: TermPlan, last: int) -> ibis.Table:
    """The numbers of terms in the worlds of estimates: plan, number, scope, month, world, there, for the months that
    have a spread. Those of single entities only for the month `last`."""
    terms, plans = store.table("term_results"), store.table("plans")
    known = terms.method.isin(["total", "mean"]) & terms["value"].notnull()
    late = terms.filter(known, terms.month.isin(drawn_months(programme, last)))
    touched = late.semi_join(plans.filter(~plans.defined_like_for_like), "plan")
    pairs = store.table("month_pairs").semi_join(touched.select("at").distinct(), "at")
    pairs = store.keep("drawn_pairs", pairs)
    months = pairs.select("month").distinct()
    _keep_missing(store)
    ones, changed = _changes(store, programme, catalogue, months)
    sums = [_by_world(store, by_class(store, _told(ones), catalogue, sums=_SUMS, keys=("world",)))]
    if changed:
        sums.append(by_class(store, union_all(changed), catalogue, sums=_SUMS, keys=("world",)))
    changes = store.keep("changes", union_all(each.select(*sums[0].columns) for each in sums))
    changed_terms = rolled_up(store, asked_sums(store, changes), sums=_SUMS, keys=("world",), pairs=pairs)
    return _numbers(store, touched, changed_terms, last)


def _numbers(store: Store, touched: ibis.Table, changed: ibis.Table, last: int) -> ibis.Table:
    """The numbers of touched terms with what changes added to them."""
    more = changed.select("item", "scope", *moment(store), "world", more="total", more_valued="valued")
    rows = touched.join(more, ["item", "scope", *moment(store)])
    rows = rows.filter((rows.world >= SLOPE) | (rows.month == last))
    total = rows.total.fill_null(0).cast("float64") + rows.more.fill_null(0).cast("float64")
    valued = (rows.valued + rows.more_valued).cast("float64")
    there = (rows.method == "mean").ifelse(total / valued.nullif(0), total)
    return rows.select("plan", "number", "scope", "month", "world", there=there)


def _keep_missing(store: Store) -> None:
    """Keep `missing_figures`: each estimated figure with a number; and `entity_worlds`: the world of each entity."""
    estimates = store.table("estimates")
    in_order = ibis.window(order_by=["entity", "measure", "month"])
    numbered = estimates.mutate(figure=ibis.row_number().over(in_order).cast("int64"))
    missing = store.keep("missing_figures", numbered)
    alone = missing.select("entity", world=ENTITIES - ibis.dense_rank().over(ibis.window(order_by=missing.entity)))
    store.keep("entity_worlds", alone.mutate(world=alone.world.cast("int64")).distinct())


def _figure_worlds(store: Store, missing: ibis.Table) -> ibis.Table:
    """By how much each of some missing figures differs from its estimate in each world: figure, world, delta."""
    draws = store.table("estimate_draws")
    drawn = missing.join(draws, ["entity", "measure", "month"]).select("figure", "deltas")
    # Both lists side by side: `unnest` with an offset joins each row with its own list, which takes twice as long.
    worlds = (
        drawn.select("figure", world=ibis.range(drawn.deltas.length()).unnest(), delta=drawn.deltas.unnest()),
        missing.select("figure", world=ibis.literal(SLOPE), delta=missing.part * _TENTH),
        missing.join(store.table("entity_worlds"), "entity").select("figure", "world", delta="deviation"),
    )
    return union_all(
        each.select("figure", world=each.world.cast("int64"), delta=each.delta.fill_null(0.0).cast(EXACT))
        for each in worlds
    )


def _changes(
    store: Store, programme: Programme, catalogue: TermPlan, months: ibis.Table
) -> tuple[ibis.Table, list[ibis.Table]]:
    """What one more of each missing figure changes (world: the figure's number) in figures of some months that are
    summed: world, entity, month, series, amount. And what the worlds change in those that are worked out entity by
    entity: world, entity, month, series, total, valued."""
    missing = store.table("missing_figures")
    one = ibis.literal(1).cast(EXACT)
    ones = missing.select("entity", "month", world="figure", series="measure", amount=one)
    summed, known = [ones.filter(ones.series.isin(list(catalogue.raw_measures)))], ones
    if not store.has("figures_to_date"):
        return summed[0].semi_join(months, "month"), []
    known = store.keep("ones_to_date", changes_to_date(store, programme, ones))
    figures = _of_worked(store, programme, catalogue.series, ones, known)
    changed = [_told(each) for each in figures]
    worked = union_all(figures) if figures else None
    if store.has("figures_spanning"):
        own = [series.id for series in catalogue.series if series.derivation in ("month", "rolling")]
        spanning = store.keep("ones_spanning", spanning_changes(store, known))
        summed.append(spanning.filter(spanning.series.isin(own)))
        known = ibis.union(known, spanning)
        if worked is not None:
            beyond = store.keep("worked_spanning", spanning_changes(store, worked))
            changed.append(_told(beyond.filter(beyond.series.isin(own))))
            worked = ibis.union(worked, beyond)
    looked_at = entity_slots(programme, catalogue.series)
    if looked_at:
        moved = [_in_worlds(store, known.filter(known.series.isin(looked_at)).semi_join(months, "month"))]
        moved += [] if worked is None else [worked.filter(worked.series.isin(looked_at)).semi_join(months, "month")]
        changed += row_changes(store, programme, union_all(moved), catalogue.series)
    return union_all(summed).semi_join(months, "month"), [each.semi_join(months, "month") for each in changed]


def _of_worked(
    store: Store, programme: Programme, series: Iterable[Series], ones: ibis.Table, to_date: ibis.Table
) -> list[ibis.Table]:
    """What the worlds change in what row totals add up."""
    measures = worked_measures(programme, series)
    if not measures:
        return []
    alone, summed = (_in_worlds(store, each.filter(each.series.isin(measures))) for each in (ones, to_date))
    return worked_changes(store, programme, alone, summed, series)


def _in_worlds(store: Store, ones: ibis.Table) -> ibis.Table:
    """From what one more of a missing figure changes to what each world does: world, entity, month, series, amount."""
    counted = ones.select("entity", "month", "series", figure="world", times=_times(ones.amount))
    both = counted.join(_figure_worlds(store, store.table("missing_figures")), "figure")
    return both.select("world", "entity", "month", "series", amount=_multiplied(both.times, both.delta))


def _by_world(store: Store, sums: ibis.Table) -> ibis.Table:
    """From sums by missing figure, of what one more of it adds, to sums by world."""
    keys = [name for name in sums.columns if name not in ("world", *_SUMS)]
    ones = store.keep("ones_summed", sums.select(*keys, "valued", figure="world", times=_times(sums.total)))
    missing = store.table("missing_figures").semi_join(ones, "figure")
    both = ones.join(_figure_worlds(store, missing), "figure")
    return both.group_by(*keys, "world").agg(
        total=_multiplied(both.times, both.delta).sum().cast(EXACT), valued=both.valued.sum().cast("int64")
    )


def _times(ones: Any) -> Any:
    """How often a figure counts: a whole number. To be asked before worlds are joined, for each is the same, and to
    make whole numbers of decimals took longer than all else."""
    return ones.cast("int64")


def _multiplied(times: Any, delta: Any) -> Any:
    """So many times a delta; a whole number adds no decimals. But for the rarest figure it is once, with one sign or
    the other; large decimals take long to multiply."""
    return ibis.cases((times == 1, delta), (times == -1, -delta), else_=times * delta)


def _told(changes: ibis.Table) -> ibis.Table:
    """Changes of amounts in the columns of sums: how many figures there are stays as it is."""
    none = ibis.literal(0, type="int64")
    return changes.select("world", "entity", "month", "series", total=changes.amount, valued=none)
