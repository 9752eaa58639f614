"""Like for like (可比口径): every term of a formula over the same subjects, those that gave all that it needs of them.

A subject is *there* in a term at a month when it meets the term's conditions, is active, and owes the figure of that
month or gave it. It takes part in an indicator's number of a month when

- it gave what it owes in every term in which it is there (over several months: every month owed);
- it is there in a term at all the months at which the formula takes that term, or at none: who came or went in between
  is in neither.

So both periods of a growth rate hold the same subjects, and whoever lacks one side of a ratio is in neither.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import ibis
import pyarrow as pa

from sigai.evaluation.formula_plan import Plan
from sigai.evaluation.frames import EXACT
from sigai.evaluation.populations import dated, holding, moment, standing_rows
from sigai.evaluation.term_plan import TermPlan
from sigai.indicators.totals import of_active
from sigai.tables import Store, table_of, union_all

_METHODS = ("total", "mean", "reporting", "known", "entities")
_SMALL, _TEXT = pa.int32(), pa.string()


def asks_like_for_like(store: Store, plan: Plan, beside: Collection[int]) -> bool:
    """Keep `compared_uses`: which terms at which months are wanted over the same subjects; whether there are any.

    Of all indicators that compare figures, where estimates were handed in: at those of the months `beside` that are the
    last one or have something estimated. Of those that are defined like for like: at every month.
    """
    estimating = store.has("estimates")
    if not any(one.compares and (one.like_for_like or estimating) for one in plan.indicators):
        return False
    plans = store.table("plans").filter(ibis._.compares).select("plan", "defined_like_for_like")
    asked = store.table("term_results").join(plans, "plan")
    wanted = asked.defined_like_for_like
    if estimating:
        shown = asked.month.isin(sorted(beside)) & ((asked.month == max(beside)) | (asked.estimated > 0))
        wanted = wanted | shown
    months = asked.filter(wanted).select("plan", "month").distinct()
    uses = (
        asked.filter(asked.method.isin(_METHODS))
        .select("plan", "number", "month", "item", *moment(store), "method")
        .distinct()
    )
    store.keep("compared_uses", uses.semi_join(months, ["plan", "month"]))
    return True


def like_for_like_terms(store: Store, catalogue: TermPlan, passes: Iterable[ibis.Table]) -> ibis.Table:
    """The numbers of terms over those that take part: plan, number, scope, month, there. No rows for an indicator where
    nobody takes part, or where one of its means has no number."""
    rows = [
        (term.number, term.series, term.audience, term.window, catalogue.obligations[term.obligation].duty)
        for term in catalogue.terms
    ]
    store.put("compared_terms", table_of(rows, item=_SMALL, series=_TEXT, audience=_SMALL, window=_TEXT, duty=_SMALL))
    uses, taken = store.table("compared_uses"), ["item", *moment(store)]
    items = store.keep("compared_items", uses.select(*taken).distinct().join(store.table("compared_terms"), "item"))
    members = store.keep("members_there", _members(store, items, list(passes)))
    counted = uses.join(members, taken).join(_taking_part(uses, members, taken), ["plan", "month", "entity"])
    placed = counted.join(store.table("place_scopes"), "place")
    sums = placed.group_by("plan", "number", "month", "scope").agg(
        amount=placed.amount.sum(), valued=placed.valued.sum(), present=placed.count()
    )
    return _numbers(uses, store.keep("compared_sums", sums))


def _members(store: Store, items: ibis.Table, passes: list[ibis.Table]) -> ibis.Table:
    """Who is there in each term at each moment, and what it gave: item, moment, entity, place, lacking (something that
    it owes), amount, valued."""
    given = store.keep("compared_figures", union_all(_given(store, items, figures) for figures in passes))
    rows = union_all([given, _owing(store, items), _gaps(store, items, given)])
    alike = rows.group_by("item", *moment(store), "entity").agg(
        owed=rows.owed.any(),
        gave=rows.gave.any(where=rows.month == rows["at"]),
        gap=rows.gap.any(),
        amount=rows.amount.sum().cast(EXACT),
        valued=rows.valued.sum().cast("int64"),
    )
    there = alike.filter(alike.owed | alike.gave.fill_null(False))
    lacking = there.gap | (there.owed & ~there.gave.fill_null(False))
    return _standing(store, items, there.mutate(lacking=lacking))


def _given(store: Store, items: ibis.Table, figures: ibis.Table) -> ibis.Table:
    """The figures that were given in the months of each term asked."""
    months = _months(store, items.filter(items.series.notnull()))
    active = of_active(store, figures.filter(figures.gave)).drop("id", "name", "place")
    both = active.join(months.select("item", *moment(store), "series", "month"), ["series", "month"])
    both = both.filter(holding(both, both.standing)) if dated(store) else both
    return _told(store, both, gave=True, amount=both.reported.cast(EXACT), valued=both.reported.notnull().cast("int64"))


def _owing(store: Store, items: ibis.Table) -> ibis.Table:
    """Who owes the figure of the month of each term asked. Of terms about the register, everybody is there."""
    owing = _owed(store, items.mutate(month=items["at"]))
    gave = owing.series.isnull()
    one = gave.ifelse(1, 0)
    return _told(store, owing, owed=True, gave=gave, amount=one.cast(EXACT), valued=one.cast("int64"))


def _gaps(store: Store, items: ibis.Table, given: ibis.Table) -> ibis.Table:
    """Figures that are owed within the months of terms over several months, and were not given."""
    several = items.filter(items.series.notnull(), items.window != "at")
    owing = _told(store, _owed(store, _months(store, several)), gap=True)
    return owing.anti_join(given, ["item", *moment(store), "entity", "month"])


def _months(store: Store, items: ibis.Table) -> ibis.Table:
    return items.join(store.table("month_pairs"), ["window", *moment(store)])


def _owed(store: Store, asked: ibis.Table) -> ibis.Table:
    """The entities that owe a figure of the months asked, a row for each with what was asked."""
    owing = asked.join(store.table("due_months").select("duty", "month", "owed_audience"), ["duty", "month"])
    spell = ("holds_from", "holds_until") if dated(store) else ()
    register = store.table("register").select(
        "class", "above_since", "active_from", "active_until", *spell, entity="id"
    )
    active = owing.join(register, [owing.month >= register.active_from, owing.month <= register.active_until])
    active = active.filter(holding(active, active.month)) if spell else active
    audience = store.table("audience").select("class", owed_audience="audience", below="below", above="above")
    known = active.join(audience, ["class", "owed_audience"])
    return known.filter((known.above_since <= known.month).ifelse(known.above, known.below))


def _told(
    store: Store,
    rows: ibis.Table,
    *,
    owed: Any = False,
    gave: Any = False,
    gap: bool = False,
    amount: Any = None,
    valued: Any = None,
) -> ibis.Table:
    """One thing said of entities in months of terms, in columns that are alike for all that can be said."""
    return rows.select(
        "item",
        *moment(store),
        "entity",
        "month",
        owed=ibis.literal(owed),
        gave=ibis.literal(gave) if isinstance(gave, bool) else gave,
        gap=ibis.literal(gap),
        amount=ibis.null(EXACT) if amount is None else amount,
        valued=ibis.null("int64") if valued is None else valued,
    )


def _standing(store: Store, items: ibis.Table, members: ibis.Table) -> ibis.Table:
    """Of entities in terms, those that belong to the term's audience and are active at its month."""
    register = standing_rows(store).rename(entity="id")
    audience = store.table("audience").select("class", "audience", "below", "above")
    known = members.join(items.select("item", "audience").distinct(), "item").join(register, "entity")
    known = known.join(audience, ["class", "audience"])
    at = known["at"]
    belongs = (known.above_since <= at).ifelse(known.above, known.below)
    active = known.filter(belongs, known.active_from <= at, known.active_until >= at)
    active = active.filter(holding(active, active.standing)) if dated(store) else active
    return active.select("item", *moment(store), "entity", "place", "lacking", "amount", "valued")


def _taking_part(uses: ibis.Table, members: ibis.Table, taken: list[str]) -> ibis.Table:
    """Who takes part in the number of an indicator's month: plan, month, entity. `taken`: what tells terms apart."""
    times = uses.group_by("plan", "month", "item").agg(times=uses.count())
    there = uses.join(members, taken)
    once = there.group_by("plan", "month", "item", "entity").agg(found=there.count(), lacking=there.lacking.any())
    judged = once.join(times, ["plan", "month", "item"])
    everyone = judged.group_by("plan", "month", "entity").agg(
        lacking=(judged.lacking | (judged.found < judged.times)).any()
    )
    return everyone.filter(~everyone.lacking).drop("lacking")


def _numbers(uses: ibis.Table, sums: ibis.Table) -> ibis.Table:
    """The number of each term over those that take part; of a term in which none of them is there, nothing is zero."""
    keys = ["plan", "number", "month", "scope"]
    grid = sums.select("plan", "month", "scope").distinct().join(uses, ["plan", "month"])
    rows = grid.left_join(sums, keys).drop(*[f"{key}_right" for key in keys])
    amount = rows.amount.cast("float64")
    there = ibis.cases(
        (rows.method == "total", amount.fill_null(0.0)),
        (rows.method == "mean", amount / rows.valued.cast("float64").nullif(0)),
        else_=rows.present.fill_null(0).cast("float64"),
    )
    numbers = rows.select(*keys, there=there)
    unknown = numbers.filter(numbers.there.isnull()).select("plan", "month", "scope")
    return numbers.anti_join(unknown, ["plan", "month", "scope"])
