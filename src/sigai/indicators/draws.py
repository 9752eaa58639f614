"""What changes in terms when estimates differ: in each draw, when all are a tenth larger, when one entity's are larger.

Changes are rolled up like the figures themselves. Sums, months alone and twelve months change by the same parts with
the same signs; terms about single entities are worked out anew for the entities concerned.
"""

from __future__ import annotations

import ibis

from sigai.indicators.catalogue import Catalogue
from sigai.indicators.estimated import drawn_months
from sigai.indicators.figures import changes_to_date, row_changes, spanning_changes
from sigai.indicators.frames import EXACT
from sigai.indicators.register import moment
from sigai.indicators.totals import asked_sums, by_class, rolled_up
from sigai.indicators.worked import worked_changes
from sigai.indicators.worlds import ENTITIES, SLOPE
from sigai.programme.programme import Programme
from sigai.tables import Store, union_all

_TENTH = 0.1


def drawn_terms(store: Store, programme: Programme, catalogue: Catalogue, last: int) -> ibis.Table:
    """The numbers of terms in the worlds of estimates: plan, number, scope, month, world, there, for the months that
    have a spread. Those of single entities only for the month `last`."""
    terms, plans = store.table("term_results"), store.table("plans")
    known = terms.method.isin(["total", "mean"]) & terms["value"].notnull()
    late = terms.filter(known, terms.month.isin(drawn_months(programme, last)))
    touched = late.semi_join(plans.filter(~plans.defined_like_for_like), "plan")
    pairs = store.table("month_pairs").semi_join(touched.select("at").distinct(), "at")
    pairs = store.keep("drawn_pairs", pairs)
    store.keep("shocks", _shocks(store))
    figures = _changed_figures(store, programme, catalogue, pairs.select("month").distinct())
    changes = store.keep("changes", by_class(store, figures, catalogue, sums=("total", "valued"), keys=("world",)))
    changed = rolled_up(store, asked_sums(store, changes), sums=("total", "valued"), keys=("world",), pairs=pairs)
    more = changed.select("item", "scope", *moment(store), "world", more="total", more_valued="valued")
    rows = touched.join(more, ["item", "scope", *moment(store)])
    rows = rows.filter((rows.world >= SLOPE) | (rows.month == last))
    total = rows.total.fill_null(0).cast("float64") + rows.more.fill_null(0).cast("float64")
    valued = (rows.valued + rows.more_valued).cast("float64")
    there = (rows.method == "mean").ifelse(total / valued.nullif(0), total)
    return rows.select("plan", "number", "scope", "month", "world", there=there)


def _shocks(store: Store) -> ibis.Table:
    """By how much figures differ from their estimates in each world: world, entity, series, month, amount."""
    estimates, draws = store.table("estimates"), store.table("estimate_draws")
    ranked = ibis.window(order_by=estimates.entity)
    numbered = estimates.select("entity", world=(ENTITIES - ibis.dense_rank().over(ranked)).cast("int64"))
    alone = estimates.join(store.keep("entity_worlds", numbered.distinct()), "entity")
    drawn = draws.semi_join(estimates, ["entity", "measure", "month"])
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


def _changed_figures(store: Store, programme: Programme, catalogue: Catalogue, months: ibis.Table) -> ibis.Table:
    """What figures of some months add more or less in each world: world, entity, month, series, total, valued."""
    shocks = store.table("shocks")
    raw = shocks.filter(shocks.series.isin(list(catalogue.raw_measures)))
    changed = [_adding(raw.semi_join(months, "month"))]
    if store.has("figures_to_date"):
        known = store.keep("shocks_to_date", changes_to_date(store, programme, shocks))
        for worked in worked_changes(store, programme, shocks, known, catalogue.series):
            changed.append(_adding(worked.semi_join(months, "month")))
            known = ibis.union(known, worked)
        if store.has("figures_spanning"):
            spanning = store.keep("shocks_spanning", spanning_changes(store, known))
            own = [series.id for series in catalogue.series if series.derivation in ("month", "rolling")]
            changed.append(_adding(spanning.filter(spanning.series.isin(own)).semi_join(months, "month")))
            known = ibis.union(known, spanning)
        changed += row_changes(store, programme, known.semi_join(months, "month"), catalogue.series)
    return union_all(changed)


def _adding(changes: ibis.Table) -> ibis.Table:
    none = ibis.literal(0, type="int64")
    return changes.select("world", "entity", "month", "series", total=changes.amount, valued=none)
