"""Totals of all terms at all areas and months: figures are summed once, everything else is derived from the sums.

1. One pass over the figures: sums per class of entities, month and series (`sums`).
2. One pass over the register: how many owe each series, per class and month (`owed`).
3. Both are rolled up in the same way: classes to audiences of terms and places, months to windows, places to areas.
   An entity counts by its standing at the month of the result: a total of above-scale enterprises for January to
   September holds all nine months of those that are above scale in September, whether they report months or
   year-to-date figures. Where entities have dated facts, place and attributes are those of the month `standing`.

A window without any figure of its last month is no data, whatever the months before gave: a sum since January that
stopped in May is not the sum to June.

Figures of months in which an entity is not active are left out. An entity that gives a figure without owing it counts
among both given and owing. Over several months, every month owed counts by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ibis
import pyarrow as pa

from sigai.evaluation.frames import EXACT
from sigai.evaluation.populations import NEVER, dated, holding, moment, standing_rows
from sigai.evaluation.series import current_values, derived_figures, marked
from sigai.evaluation.term_plan import TermPlan, Window
from sigai.programme.programme import Programme
from sigai.tables import Store, table_of, union_all

SUMS = ("total", "valued", "present", "given", "estimated", "reported_total", "reported_valued", "carried", "unasked")
"""What is added up of figures: amounts, how many add something and how many there are; how many were given, how many
have something estimated in them; amounts on what was reported alone, and what estimated figures hold of reported ones;
how many were given unasked."""
LATEST = ("present", "given")
"""What is also counted for the month of the result alone, as `latest_…`."""
_AMOUNTS = ("total", "reported_total", "carried")
_SMALL, _TEXT = pa.int32(), pa.string()


def keep_term_numbers(store: Store, programme: Programme, catalogue: TermPlan, span: range) -> list[ibis.Table]:
    """Keep `figure_numbers` and `owing_numbers`: terms and obligations by scope and moment. The figures that were
    summed are given back."""
    put_lists(store, programme, catalogue, span)
    passes = figure_passes(store, programme, catalogue, span)
    if passes:
        store.keep("sums", union_all(_summed(store, figures, catalogue) for figures in passes))
        store.keep("figure_numbers", _figure_numbers(store, catalogue))
    store.keep("owing_numbers", _owing_numbers(store))
    return passes


def put_lists(store: Store, programme: Programme, catalogue: TermPlan, span: range) -> None:
    """The catalogue's lists and the calendar as small tables."""
    terms = [
        (term.number, term.series, term.audience, term.window, term.owed_audience)
        for term in catalogue.terms
        if term.series is not None
    ]
    store.put(
        "figure_terms",
        table_of(terms, term=_SMALL, series=_TEXT, audience=_SMALL, window=_TEXT, owed_audience=_SMALL),
    )
    obligations = [(number, one.duty, one.audience, one.window) for number, one in enumerate(catalogue.obligations)]
    store.put("obligations", table_of(obligations, obligation=_SMALL, duty=_SMALL, audience=_SMALL, window=_TEXT))
    due = [
        (number, duty.audience, duty.reach, month)
        for number, duty in enumerate(catalogue.duties)
        for month in span
        if duty.due(month)
    ]
    store.put("due_months", table_of(due, duty=_SMALL, owed_audience=_SMALL, reach=_SMALL, month=_SMALL))
    windows = sorted({"at", *(term.window for term in catalogue.terms)})
    pairs = [(window, *pair) for window in windows for pair in month_pairs(window, programme.head.start.first, span)]
    store.put("months_within", table_of(pairs, window=_TEXT, month=_SMALL, at=_SMALL))
    within = store.table("months_within")
    store.keep("month_pairs", within.join(store.table("moments"), "at") if dated(store) else within)


def month_pairs(window: Window, start: int, span: range) -> Iterator[tuple[int, int]]:
    """Every month whose figure is part of the number at a month, with that month. `start`: of the programme."""
    for at in span:
        january = at - at % 12
        if window == "at":
            months = [at]
        elif window == "year":
            months = list(range(january, at + 1))
        elif window == "rolling":
            months = list(range(at - 11, at + 1))
        elif window == "programme_flow":
            months = list(range(start, at + 1))
        else:
            months = [*range(start - start % 12 + 11, january, 12), at] if at >= start else []
        yield from ((month, at) for month in months if month in span)


def figure_passes(store: Store, programme: Programme, catalogue: TermPlan, span: range) -> list[ibis.Table]:
    """The figures that terms sum: those reported, and those derived. Each becomes one pass."""
    passes = []
    if catalogue.raw_measures:
        passes.append(marked(current_values(store, catalogue.raw_measures, span)))
    derived = derived_figures(store, programme, catalogue.series, span)
    return passes if derived is None else [*passes, derived]


def of_active(store: Store, figures: ibis.Table) -> ibis.Table:
    """Figures with what the register knows of their entity, for the months in which it is active: a row for each spell
    in which they may be asked for."""
    register = standing_rows(store)
    joined = figures.join(register, figures.entity == register.id)
    return joined.filter(joined.active_from <= joined.month, joined.month <= joined.active_until)


def above_from(above_since: Any, month: Any, reach: Any) -> Any:
    """From which month on a figure counts as one of an above-scale entity, as far ahead as it is used at all."""
    ahead = (reach == 2) | ((reach == 1) & (above_since <= month - month % 12 + 11))
    return (above_since <= month).ifelse(month, ahead.ifelse(above_since, NEVER)).cast("int32")


def _summed(store: Store, figures: ibis.Table, catalogue: TermPlan) -> ibis.Table:
    """The one pass over the figures: sums per class, month and series."""
    active = of_active(store, figures)
    return active.group_by(**_class_keys(store, active, catalogue)).agg(
        total=active.amount.sum().cast(EXACT),
        valued=active.amount.count(),
        present=active.count(),
        given=active.gave.sum().cast("int64"),
        estimated=active.estimated.sum().cast("int64"),
        reported_total=active.reported.sum().cast(EXACT),
        reported_valued=active.reported.count(),
        carried=active.carried.sum().cast(EXACT),
        provisional=active.provisional.any(),
        revised=active.revised.any(),
    )


def by_class(
    store: Store, figures: ibis.Table, catalogue: TermPlan, *, sums: tuple[str, ...], keys: tuple[str, ...] = ()
) -> ibis.Table:
    """What figures add up to per class, month and series, as in the one pass, and by what else `keys` tell apart."""
    active = of_active(store, figures)
    return active.group_by(*keys, **_class_keys(store, active, catalogue)).agg(**_collected(active, sums, ()))


def _class_keys(store: Store, active: ibis.Table, catalogue: TermPlan) -> dict[str, Any]:
    """By what figures are told apart in sums; where nobody asks for above scale, they count from no month on."""
    since = ibis.literal(NEVER, type="int32")
    if catalogue.asks_above_scale:
        reach = ibis.literal(0, type="int32")
        for far in (1, 2):
            series = [name for name, value in catalogue.reaches.items() if value == far]
            reach = active.series.isin(series).ifelse(far, reach) if series else reach
        since = above_from(active.above_since, active.month, reach)
    keys = {"class": active["class"], "month": active.month, "series": active.series, "above_from": since}
    if dated(store):
        keys |= {name: active[name] for name in ("holds_from", "holds_until", "owed_class")}
        keys["owed_above"] = active.owed_above_since <= active.month
    return keys


def asked_sums(store: Store, sums: ibis.Table) -> ibis.Table:
    """Sums by term: only classes of its audience, only series of its own."""
    terms, audience = store.table("figure_terms"), store.table("audience")
    asked = sums.join(terms, "series").join(audience, ["class", "audience"])
    return asked.drop("series", "audience").rename(item="term")


def _figure_numbers(store: Store, catalogue: TermPlan) -> ibis.Table:
    rows = asked_sums(store, store.table("sums")).mutate(unasked=ibis.literal(0, type="int64"))
    if catalogue.owed_by_some:
        audience = store.table("audience")
        own = "owed_class" if dated(store) else "class"
        owers = audience.select(**{own: "class"}, owed_audience="audience", owes_below="below", owes_above="above")
        rows = rows.left_join(owers, [own, "owed_audience"])
        above = rows.owed_above if dated(store) else rows.above_from <= rows.month
        owes = above.ifelse(rows.owes_above, rows.owes_below)
        rows = rows.mutate(unasked=ibis.coalesce(owes, False).ifelse(0, rows.given))
    return rolled_up(store, rows, sums=SUMS, marks=("provisional", "revised"), latest=LATEST)


def _owing_numbers(store: Store) -> ibis.Table:
    """How many entities of an obligation's audience owe a figure, month by month and over its window."""
    register = standing_rows(store)
    spell = ("holds_from", "holds_until") if dated(store) else ()
    own = ("owed_class", "owed_above_since") if dated(store) else ("class", "above_since")
    cohorts = register.group_by(
        *dict.fromkeys(("class", "above_since", "active_from", "active_until", *own, *spell))
    ).agg(number=register.count())
    due, audience = store.table("due_months"), store.table("audience")
    owing = cohorts.join(due, [cohorts.active_from <= due.month, cohorts.active_until >= due.month])
    owers = audience.select(**{own[0]: "class"}, owed_audience="audience", owes_below="below", owes_above="above")
    owing = owing.join(owers, [own[0], "owed_audience"])
    owing = owing.filter((owing[own[1]] <= owing.month).ifelse(owing.owes_above, owing.owes_below))
    owing = owing.mutate(above_from=above_from(owing.above_since, owing.month, owing.reach))
    owed = owing.group_by("duty", "class", "above_from", "month", *spell).agg(owing=owing.number.sum().cast("int64"))
    asked = owed.join(store.table("obligations"), "duty").join(audience, ["class", "audience"])
    rows = asked.select("place", "month", "window", "below", "above", "above_from", "owing", *spell, item="obligation")
    return rolled_up(store, rows, sums=("owing",), latest=("owing",))


def rolled_up(
    store: Store,
    rows: ibis.Table,
    *,
    sums: tuple[str, ...],
    latest: tuple[str, ...] = (),
    marks: tuple[str, ...] = (),
    keys: tuple[str, ...] = (),
    pairs: ibis.Table | None = None,
) -> ibis.Table:
    """From classes and months to areas and windows: one row per item, scope and moment (and what else `keys` tell
    apart).

    Those of the sums that `latest` names are also given for the month `at` alone, as `latest_…`. `pairs`: those of
    `month_pairs` that are wanted, all where None.
    """
    # Where being above scale makes no difference, rows of all dates come together before months are spread out.
    since = (rows.below == rows.above).ifelse(0, rows.above_from)
    spell = ("holds_from", "holds_until") if dated(store) else ()
    keyed = rows.group_by("item", "window", "place", "month", "below", "above", *keys, *spell, since=since)
    placed = keyed.agg(**_collected(rows, sums, marks))
    scopes = store.table("place_scopes")
    spread = placed.join(store.table("month_pairs") if pairs is None else pairs, ["window", "month"])
    spread = spread.filter((spread.since <= spread["at"]).ifelse(spread.above, spread.below))
    counted = (spread.filter(holding(spread, spread.standing)) if spell else spread).join(scopes, "place")
    own = {
        f"latest_{name}": counted[name].sum(where=counted.month == counted["at"]).fill_null(0).cast("int64")
        for name in latest
    }
    return counted.group_by("item", "scope", *moment(store), *keys).agg(**_collected(counted, sums, marks), **own)


def _collected(rows: ibis.Table, sums: tuple[str, ...], marks: tuple[str, ...]) -> dict[str, Any]:
    added = {name: rows[name].sum().cast(EXACT if name in _AMOUNTS else "int64") for name in sums}
    return {**added, **{name: rows[name].any() for name in marks}}
