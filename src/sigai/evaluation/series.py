"""Figures derived entity by entity, where a sum over entities would not do.

Most totals are sums of figures as they were reported, and sums commute: per class first, over months and areas later.
Some things do not commute with missing figures, so they are worked out for each entity, on its measures alone:

- the month alone of a year-to-date figure: the figure less that of the period before. An entity that missed either
  gives nothing (the difference of two sums would set a whole year's figure against one month of the others);
- twelve months of a year-to-date figure: it, plus last December's, less that of the same month last year; all three
  are needed, December needs only itself;
- arithmetic within a total (`total(power * $price)`): each month's own figures, with the parameters of that month. The
  own figure of a year-to-date measure is what it adds to the entity's figure before in the same year; the results are
  summed since January again. An entity gives something where it gave all measures named;
- terms that compare or divide figures of one entity (`where: rd_expense > 0`, `mean(a / b)`): an entity gives
  something when it gave all figures that the term names, year to date; what does not meet the condition adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis
import pyarrow as pa
from ibis import _

from sigai.base.units import MeasureUnit
from sigai.evaluation import decimals
from sigai.evaluation.conditions import ask
from sigai.evaluation.decimals import Wholes
from sigai.evaluation.formula_plan import MONTHS
from sigai.evaluation.frames import EXACT, frame_of, parameter_at
from sigai.evaluation.populations import dated, entity_subject, holding
from sigai.evaluation.queries import holds
from sigai.evaluation.scalar_plan import QUERY
from sigai.evaluation.term_plan import Series, accumulation_of, series_to_date, summed
from sigai.evaluation.worked_series import worked_series
from sigai.formulas import lower_row, ordered_measures
from sigai.formulas.nodes import EntityTerm, MeasureValue, Parameter
from sigai.formulas.quantities import Named, Quantity
from sigai.formulas.shapes import evaluate
from sigai.programme.programme import Programme
from sigai.tables import Store, table_of, union_all
from sigai.tables.putting import LATE_WITHDRAWN, SUMMED

_NOTHING = ibis.literal(0).cast(EXACT)


def current_values(store: Store, measures: Iterable[str], span: range) -> ibis.Table:
    """The figures of some measures in a span of months, with their marks: those reported and, where they were handed
    in, those estimated.

    `reported` is the amount on what was reported alone, null where the figure was not given. `carried` is what an
    estimated figure since January holds of the entity's own figure before it: reported, too.
    """
    wanted = _of(given_figures(store), measures, span)
    given = wanted.select(
        "entity",
        "month",
        series=wanted.measure,
        amount=wanted.value,
        reported=wanted.value,
        carried=_NOTHING,
        provisional=wanted.state == "provisional",
        revised=wanted.corrected,
    )
    if not store.has("estimates"):
        return given
    estimated = _of(store.table("estimates"), measures, span)
    no = ibis.literal(False)
    revised: Any = no
    if store.has(LATE_WITHDRAWN):  # an estimate in the place of a figure taken out of a closed month corrects it
        late = store.table(LATE_WITHDRAWN).mutate(taken_out=ibis.literal(True))
        estimated = estimated.left_join(late, ["entity", "measure", "month"]).drop(
            "entity_right", "measure_right", "month_right"
        )
        revised = estimated.taken_out.fill_null(False)
    return ibis.union(
        given,
        estimated.select(
            "entity",
            "month",
            series=estimated.measure,
            amount=estimated.value,
            reported=ibis.null(estimated.value.type()),
            carried=(estimated.value.cast("float64") - estimated.part).round(4).cast(EXACT),
            provisional=no,
            revised=revised,
        ),
    )


def given_figures(store: Store) -> ibis.Table:
    """The figures that count, as sums look at them."""
    return store.table(SUMMED if store.has(SUMMED) else "values")


def marked(figures: ibis.Table) -> ibis.Table:
    """Figures with whether they were given (`gave`) and whether something under them is estimated (`estimated`)."""
    gave = figures.reported.notnull()
    return figures.mutate(gave=gave, estimated=~gave | (figures.reported != figures.amount))


def _of(figures: ibis.Table, measures: Iterable[str], span: range) -> ibis.Table:
    return figures.filter(figures.measure.isin(list(measures)), figures.month.between(span.start, span.stop - 1))


def derived_figures(store: Store, programme: Programme, series: Iterable[Series], span: range) -> ibis.Table | None:
    """The figures of all derived series; None if there are none: entity, month, series, amount, reported, provisional,
    revised, gave, estimated. A null `amount` is a figure that is there and adds nothing. `carried` as in the current
    values; what arithmetic or a condition of an entity makes of figures carries nothing.
    """
    derived = [one for one in series if one.derivation != "raw"]
    if not derived:
        return None
    measures = dict.fromkeys(measure for one in derived for measure in one.measures)
    values = current_values(store, measures, span)
    to_date = store.keep("figures_to_date", _year_to_date(programme, values))
    worked = [
        one.mutate(carried=_NOTHING).select(*to_date.columns)
        for one in worked_series(store, programme, values, to_date, derived)
    ]
    tables, known = [marked(one) for one in worked], union_all([to_date, *worked])
    uses = _span_uses(programme, derived)
    if uses:
        spanning = store.keep("figures_spanning", _spanning(store, known, uses))
        tables, known = [*tables, marked(spanning)], ibis.union(known, spanning)
    rows = [one for one in derived if one.derivation == "row"]
    if rows:
        tables += _row_series(store, programme, known, rows)
    return union_all(tables)


def _year_to_date(programme: Programme, figures: ibis.Table) -> ibis.Table:
    """Flows summed since January, entity by entity; everything else as it is."""
    flow = figures.series.isin(_flows(programme))
    since_january = ibis.window(
        group_by=[figures.entity, figures.series, figures.month // 12], order_by=figures.month, preceding=(None, 0)
    )
    reported = flow.ifelse(figures.reported.sum().over(since_january).cast(EXACT), figures.reported.cast(EXACT))
    base = ibis.coalesce(figures.reported, figures.carried)
    carried = flow.ifelse(base.sum().over(since_january).cast(EXACT), base.cast(EXACT))
    return figures.select(
        "entity",
        "month",
        "series",
        amount=flow.ifelse(figures.amount.sum().over(since_january).cast(EXACT), figures.amount.cast(EXACT)),
        reported=figures.reported.notnull().ifelse(reported, ibis.null(EXACT)),
        carried=figures.reported.isnull().ifelse(carried, _NOTHING),
        provisional=flow.ifelse(figures.provisional.max().over(since_january), figures.provisional),
        revised=flow.ifelse(figures.revised.max().over(since_january), figures.revised),
    )


def _flows(programme: Programme) -> list[str]:
    return [measure.id for measure in programme.measures if measure.accumulation == "flow"]


def _span_uses(programme: Programme, derived: Iterable[Series]) -> list[tuple[str, str, int, int, int, int]]:
    """What each figure is used for: series, derived series, month of the year, months later, sign, figures needed.

    A year-to-date figure of May is part of May alone (plus), of June alone (minus), of the twelve months to May (plus)
    and of those to May next year (minus); a December figure is part of the twelve months to every month that follows.
    """
    rows: dict[tuple[str, str, int, int, int, int], None] = {}
    for source, span, ends in _spans(programme, derived):
        target = f"{source}@{span}"
        alone, needed = (ends[0], 2) if span == "month" else (ends[-1], 3)
        for month, later, sign in _roles(span, ends):
            rows[source, target, month, later, sign, 1 if (month + later) % 12 == alone else needed] = None
    return list(rows)


def _roles(span: str, ends: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """What each figure of a year is used for: its month, how many months later, with which sign."""
    for position, month in enumerate(ends):
        yield month, 0, 1
        if span == "month" and position + 1 < len(ends):
            yield month, ends[position + 1] - month, -1
        if span == "rolling" and month != ends[-1]:
            yield month, 12, -1
            yield ends[-1], month + 1, 1


def _spans(programme: Programme, derived: Iterable[Series]) -> list[tuple[str, str, tuple[int, ...]]]:
    """The series whose months alone or twelve months are needed, by series of their own or within row terms; with the
    months of a year in which they are due."""
    spans: dict[tuple[str, str, tuple[int, ...]], None] = {}
    for one in derived:
        if one.term.method == "total" and one.term.over in ("month", "rolling"):
            source = series_to_date(programme, one.term)
            if one.derivation in ("month", "rolling") or _slot(programme, one.term) != source:
                spans[source, one.term.over, _ends(programme, summed(one.term))] = None
    return list(spans)


def _ends(programme: Programme, measures: Iterable[str]) -> tuple[int, ...]:
    """The months of a year (0 to 11) for which figures of all these measures are due."""
    found = [programme.measure_by_id[measure] for measure in measures]
    step = max(MONTHS[measure.frequency] for measure in found)
    together = any(measure.first_two_together for measure in found)
    return tuple(range(1 if together and step == 1 else step - 1, 12, step))


def _spanning(store: Store, figures: ibis.Table, uses: list[tuple[str, str, int, int, int, int]]) -> ibis.Table:
    """Sums of figures with signs, where all the figures needed were given."""
    small = pa.int32()
    rows = table_of(uses, series=pa.string(), target=pa.string(), in_year=small, later=small, sign=small, needed=small)
    store.put("span_uses", rows)
    used = _used(store, figures)
    parts = used.select(
        "entity",
        "provisional",
        "revised",
        "needed",
        series="target",
        month=(used.month + used.later).cast("int32"),
        amount=_signed(used, used.amount),
        reported=_signed(used, used.reported),
        base=_signed(used, ibis.coalesce(used.reported, used.carried)),
    )
    all_reported = parts.reported.count() == parts.needed.max()
    amount, base = parts.amount.sum(), parts.base.sum()
    # Where last year's figure, which is taken off, was estimated, no more is reported than there is.
    carried = (amount >= 0).ifelse(ibis.least(base, amount), base)
    sums = parts.group_by("entity", "month", "series").agg(
        amount=amount.cast(EXACT),
        reported=all_reported.ifelse(parts.reported.sum().cast(EXACT), ibis.null(EXACT)),
        carried=all_reported.ifelse(_NOTHING, carried.cast(EXACT)),
        provisional=parts.provisional.max(),
        revised=parts.revised.max(),
        given=parts.count(),
        needed=parts.needed.max(),
    )
    return sums.filter(sums.given == sums.needed).drop("given", "needed")


def changes_to_date(store: Store, programme: Programme, changes: ibis.Table) -> ibis.Table:
    """What changes of figures (`world`, entity, month, series, amount) change in figures since January: a flow is part
    of every later month's of the year, where there is such a figure at all."""
    there = store.table("figures_to_date").select("entity", "series", "month")
    both = changes.rename(of="month").join(there, ["entity", "series"])
    later = (both.month > both.of) & (both.month // 12 == both.of // 12) & both.series.isin(_flows(programme))
    counted = both.filter((both.month == both.of) | later)
    return counted.group_by("world", "entity", "month", "series").agg(amount=counted.amount.sum().cast(EXACT))


def spanning_changes(store: Store, changes: ibis.Table) -> ibis.Table:
    """What changes of figures since January change in months alone and in twelve months: the same parts with the same
    signs, where there is such a figure at all."""
    used = _used(store, changes)
    there = store.table("figures_spanning")
    parts = used.select(
        "world",
        "entity",
        series="target",
        month=(used.month + used.later).cast("int32"),
        amount=_signed(used, used.amount),
    )
    return parts.semi_join(there, ["entity", "month", "series"])


def _used(store: Store, figures: ibis.Table) -> ibis.Table:
    roles = store.table("span_uses")
    return figures.join(roles, "series").filter(_.month % 12 == _.in_year)


def _signed(used: ibis.Table, amount: Any) -> Any:
    return (used.sign < 0).ifelse(-amount, amount)


def _row_series(store: Store, programme: Programme, figures: ibis.Table, rows: list[Series]) -> list[ibis.Table]:
    """Terms about single entities: a table with one row per entity and month, then one answer per term."""
    slots = entity_slots(programme, rows)
    frame = _with_register(store, store.keep("entity_frame", frame_of(figures, slots)))
    return [_row_answers(programme, frame, one, slots) for one in rows]


def _with_register(store: Store, frame: ibis.Table) -> ibis.Table:
    register = store.table("register").drop("signature")
    joined = frame.join(register, frame.entity == register.id)
    # What a term asks of figures and attributes together, it asks by the facts of the figures' own month.
    joined = joined.filter(holding(joined, joined.month)) if dated(store) else joined
    return joined.filter(_.month.between(_.active_from, _.active_until))


def row_changes(
    store: Store, programme: Programme, changes: ibis.Table, series: Iterable[Series]
) -> Iterator[ibis.Table]:
    """What changes of figures (`world`, entity, month, series, amount) change in terms about single entities, each
    worked out anew: world, entity, month, series, total (what it adds more), valued (whether it adds something now)."""
    rows = [one for one in series if one.derivation == "row" and one.term.method != "reporting"]
    if not rows:
        return
    slots = entity_slots(programme, series)
    moved = {f"m{n}": changes.amount.sum(where=changes.series == slot) for n, slot in enumerate(slots)}
    frame = store.table("entity_frame").drop([f"{mark}{n}" for n in range(len(slots)) for mark in "npr"])
    joined = changes.group_by("world", "entity", "month").agg(**moved).join(frame, ["entity", "month"])
    there = {f"w{n}": joined[f"a{n}"] + joined[f"m{n}"].fill_null(0) for n in range(len(slots))}
    kept = store.keep("changed_frame", joined.mutate(**there).drop(*moved))
    for one in rows:
        yield _row_change(programme, _with_register(store, kept), one, slots)


def slots_by_row_series(programme: Programme, series: Iterable[Series]) -> Iterator[tuple[str, list[int]]]:
    """For each term about single entities, its series and the numbers of the columns of `entity_frame` it looks at."""
    slots = entity_slots(programme, series)
    for one in series:
        if one.derivation == "row":
            yield one.id, [slots.index(slot) for slot in _slots(programme, one)]


def _row_change(programme: Programme, frame: ibis.Table, series: Series, slots: list[str]) -> ibis.Table:
    numbers = [slots.index(slot) for slot in _slots(programme, series)]
    here, there = (_row_amount(programme, frame, series, slots, side) for side in ("a", "w"))
    touched = reduce(or_, [frame[f"w{number}"] != frame[f"a{number}"] for number in numbers])
    return frame.filter(touched, *(frame[f"a{number}"].notnull() for number in numbers)).select(
        "world",
        "entity",
        "month",
        series=ibis.literal(series.id),
        total=there.fill_null(0) - here.fill_null(0),
        valued=there.notnull().cast("int64") - here.notnull().cast("int64"),
    )


def entity_slots(programme: Programme, series: Iterable[Series]) -> list[str]:
    """The figures that terms about single entities look at: the columns of `entity_frame`, in order."""
    rows = (one for one in series if one.derivation == "row")
    return list(dict.fromkeys(slot for one in rows for slot in _slots(programme, one)))


def _slots(programme: Programme, series: Series) -> tuple[str, ...]:
    own = (_slot(programme, series.term),) if series.term.method == "total" else series.measures
    asked = ordered_measures(series.condition) if series.condition is not None else ()
    return tuple(dict.fromkeys((*own, *asked)))


def _slot(programme: Programme, term: EntityTerm) -> str:
    """Which figures a conditional total adds: as they accumulate, the month alone, or twelve months."""
    source = series_to_date(programme, term)
    plain = term.over in ("default", "programme") or accumulation_of(programme, term) == "stock"
    return source if plain else f"{source}@{term.over}"


def _row_answers(programme: Programme, frame: ibis.Table, series: Series, slots: list[str]) -> ibis.Table:
    numbers = [slots.index(slot) for slot in _slots(programme, series)]
    amounts = {side: _row_amount(programme, frame, series, slots, side) for side in ("a", "n")}
    gave = reduce(and_, [frame[f"n{number}"].notnull() for number in numbers])
    apart = [frame[f"n{number}"] != frame[f"a{number}"] for number in numbers]
    # An estimated figure is one that nobody reported.
    side = "n" if series.term.method == "reporting" else "a"
    present = frame.filter([frame[f"{side}{number}"].notnull() for number in numbers])
    return present.select(
        "entity",
        "month",
        series=ibis.literal(series.id),
        amount=amounts["a"],
        reported=gave.ifelse(amounts["n"], ibis.null(EXACT)),
        carried=_NOTHING,
        provisional=reduce(or_, [frame[f"p{number}"] for number in numbers]),
        revised=reduce(or_, [frame[f"r{number}"] for number in numbers]),
        gave=gave,
        estimated=~gave | reduce(or_, apart),
    )


def _row_amount(programme: Programme, frame: ibis.Table, series: Series, slots: list[str], side: str) -> Any:
    """What an entity adds to a term, from the columns `side` of its row: null where it does not meet the condition."""

    def slot(key: str | Parameter) -> Any:
        if isinstance(key, Parameter):
            return parameter_at(programme, key, frame.month)
        return frame[f"{side}{slots.index(key)}"].cast("float64")

    def named(asked: Named) -> Quantity[Wholes]:
        if isinstance(asked, Parameter):
            return decimals.parameter(programme, asked, frame.month)
        name = asked.measure if isinstance(asked, MeasureValue) else asked.name
        unit = MeasureUnit.parse(programme.measure_by_id[name].unit)
        return decimals.figure(frame[f"{side}{slots.index(name)}"], unit)

    subject = entity_subject(programme, frame, above=frame.above_since <= frame.month, named=named)
    term = series.term
    if term.method == "mean" and term.adds is not None:
        shape = lower_row(term.adds, programme.vocabulary).shape
        amount = evaluate(shape, QUERY, slot, ask=lambda condition: ask(condition, subject)).try_cast(EXACT)
    elif term.method == "total":
        amount = frame[f"{side}{slots.index(_slot(programme, term))}"]
    else:
        amount = ibis.literal(1).cast(EXACT)
    return amount if series.condition is None else holds(series.condition, subject).ifelse(amount, ibis.null(EXACT))
