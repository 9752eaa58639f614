"""Coverage by weight: of the last known amounts of those that owe a figure, how much belongs to those that gave it.

The weight of a term about several measures is that of the first it names. Where nobody's figure of a measure and month
is estimated there are no weights, and coverage by count stands. In a sum each term's share counts by the size of the
term; of what is divided or compared the worst side stands for all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import reduce
from operator import add, and_
from typing import Any

import ibis
import pyarrow as pa

from sigai.evaluation.frames import EXACT
from sigai.evaluation.scalar_plan import QUERY
from sigai.evaluation.series import slots_by_row_series
from sigai.evaluation.term_plan import TermPlan
from sigai.evaluation.worked_series import worked_names
from sigai.formulas.shapes import ADDED, SUBTRACTED, Apply, Shape, Slot, evaluate
from sigai.indicators.totals import asked_sums, by_class, rolled_up
from sigai.programme.programme import Programme
from sigai.tables import Store, table_of, union_all

Slots = Callable[[Any], Any]
_SUMS = (ADDED, SUBTRACTED)


def keep_weight_numbers(store: Store, programme: Programme, catalogue: TermPlan, months: Collection[int]) -> None:
    """Keep `weight_numbers` for terms at some months: item, scope, at, weight of those owing, weight_given of those
    that gave."""
    known, missing = store.table("known_weights"), store.table("estimates")
    columns = ("entity", "measure", "month", "weight")
    weights = union_all(
        rows.filter(rows.month.isin(list(months))).select(*columns, gave_itself=ibis.literal(gave))
        for rows, gave in ((known, True), (missing, False))
    )
    pairs = [(series.measures[0], series.id, series.derivation == "raw") for series in catalogue.series]
    of_series = store.put("weighed_series", table_of(pairs, measure=pa.string(), series=pa.string(), raw=pa.bool_()))
    spread = weights.join(of_series, "measure").select("entity", "month", "series", "weight", "gave_itself", "raw")
    gave = _gave(store, programme, catalogue)
    if gave is None:
        rows = spread.mutate(gave=spread.gave_itself)
    else:
        rows = spread.left_join(gave.mutate(found=True), ["entity", "month", "series"])
        rows = rows.mutate(gave=rows.raw.ifelse(rows.gave_itself, rows.found.fill_null(False)))
    weighed = rows.select(
        "entity",
        "month",
        "series",
        total=rows.weight.cast(EXACT),
        reported_total=rows.gave.ifelse(rows.weight, 0.0).cast(EXACT),
    )
    sums = by_class(store, weighed, catalogue, sums=("total", "reported_total"))
    asked = asked_sums(store, sums).mutate(window=ibis.literal("at"))
    numbers = rolled_up(store, asked, sums=("total", "reported_total"))
    store.keep("weight_numbers", numbers.rename(weight="total", weight_given="reported_total"))


def covered(shape: Shape, share: Slots, slot: Slots, year: Any) -> Any:
    """The coverage of a shape from those of its terms, null where none of them has one.

    `share` gives a term's coverage, `slot` its number."""
    if isinstance(shape, Slot):
        return share(shape.key)
    if not isinstance(shape, Apply):
        return ibis.null("float64")
    parts = _addends(shape)
    shares = [covered(part, share, slot, year) for part in parts]
    worst = ibis.least(*shares) if len(shares) > 1 else shares[0]
    if shape.operation not in _SUMS:
        return worst
    sizes = [evaluate(part, QUERY, slot, year=year).abs().fill_null(0.0) for part in parts]
    counted = reduce(add, [one.notnull().ifelse(size, 0.0) for one, size in zip(shares, sizes, strict=True)])
    given = reduce(add, [(one * size).fill_null(0.0) for one, size in zip(shares, sizes, strict=True)])
    return ibis.coalesce(given / counted.nullif(0), worst)


def _addends(shape: Apply) -> list[Shape]:
    """What a sum adds up, sums within it opened; of anything else its sides."""
    if shape.operation not in _SUMS:
        return list(shape.arguments)
    opened: list[Shape] = []
    for side in shape.arguments:
        if isinstance(side, Apply) and side.operation in _SUMS:
            opened += _addends(side)
        else:
            opened.append(side)
    return opened


def has_sums(shape: Shape) -> bool:
    """Whether a shape adds terms up."""
    return isinstance(shape, Apply) and (shape.operation in _SUMS or any(map(has_sums, shape.arguments)))


def _gave(store: Store, programme: Programme, catalogue: TermPlan) -> ibis.Table | None:
    """Who gave all that a derived figure is made from: entity, month, series."""
    tables = []
    if store.has("figures_spanning"):
        spanning = store.table("figures_spanning")
        tables.append(spanning.filter(spanning.reported.notnull()).select("entity", "month", "series"))
    for place, worked in enumerate(worked_names(programme, catalogue.series)):
        table = store.table(f"worked_{place}")
        tables.append(table.filter(table.reported.notnull()).select("entity", "month", series=ibis.literal(worked)))
    for series, numbers in slots_by_row_series(programme, catalogue.series):
        frame = store.table("entity_frame")
        whole = reduce(and_, [frame[f"n{number}"].notnull() for number in numbers])
        tables.append(frame.filter(whole).select("entity", "month", series=ibis.literal(series)))
    return union_all(tables) if tables else None
