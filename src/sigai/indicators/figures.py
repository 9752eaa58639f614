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
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import ibis
import pyarrow as pa
from ibis import _

from sigai.base.units import Unit
from sigai.expressions.nodes import Mean, MeasureValue, Parameter, RowTotal, Total
from sigai.expressions.quantities import Named, Quantity
from sigai.expressions.walking import parameters_of
from sigai.indicators import algebra, comparing
from sigai.indicators.catalogue import Series, accumulation_of, base_series, series_to_date, summed
from sigai.indicators.comparing import Wholes
from sigai.indicators.conditions import holds
from sigai.indicators.plan import MONTHS, ordered_measures, sized_row
from sigai.indicators.register import entity_subject
from sigai.programme.measures import Parameter as DatedParameter
from sigai.programme.programme import Programme
from sigai.tables import Store, table_of, union_all

EXACT = "decimal(38, 10)"
"""Sums of derived figures are decimals as well, so that they do not depend on the order of rows."""


def current_values(store: Store, measures: Iterable[str], span: range) -> ibis.Table:
    """The reported figures of some measures in a span of months, with their marks."""
    values = store.table("values")
    wanted = values.filter(values.measure.isin(list(measures)), values.month.between(span.start, span.stop - 1))
    return wanted.select(
        "entity",
        "month",
        series=wanted.measure,
        amount=wanted.value,
        provisional=wanted.state == "provisional",
        revised=wanted.corrected,
    )


def derived_figures(store: Store, programme: Programme, series: Iterable[Series], span: range) -> ibis.Table | None:
    """The figures of all derived series: entity, month, series, amount, provisional, revised; None if there are none.

    A null `amount` is a figure that was given and adds nothing.
    """
    derived = [one for one in series if one.derivation != "raw"]
    if not derived:
        return None
    measures = dict.fromkeys(measure for one in derived for measure in one.measures)
    values = current_values(store, measures, span)
    to_date = store.keep("figures_to_date", _year_to_date(programme, values))
    tables = _worked_series(store, programme, values, to_date, derived)
    known = union_all([to_date, *tables])
    uses = _span_uses(programme, derived)
    if uses:
        spanning = store.keep("figures_spanning", _spanning(store, known, uses))
        tables, known = [*tables, spanning], ibis.union(known, spanning)
    rows = [one for one in derived if one.derivation == "row"]
    if rows:
        tables += _row_series(store, programme, known, rows)
    return union_all(tables)


def _year_to_date(programme: Programme, figures: ibis.Table) -> ibis.Table:
    """Flows summed since January, entity by entity; everything else as it is."""
    flow = figures.series.isin([measure.id for measure in programme.measures if measure.accumulation == "flow"])
    since_january = ibis.window(
        group_by=[figures.entity, figures.series, figures.month // 12], order_by=figures.month, preceding=(None, 0)
    )
    return figures.select(
        "entity",
        "month",
        "series",
        amount=flow.ifelse(figures.amount.sum().over(since_january).cast(EXACT), figures.amount.cast(EXACT)),
        provisional=flow.ifelse(figures.provisional.max().over(since_january), figures.provisional),
        revised=flow.ifelse(figures.revised.max().over(since_january), figures.revised),
    )


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
        if isinstance(one.term, Total | RowTotal) and one.term.over in ("month", "rolling"):
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
    roles = store.put("span_uses", rows)
    used = figures.join(roles, [figures.series == roles.series, figures.month % 12 == roles.in_year])
    parts = used.select(
        "entity",
        "provisional",
        "revised",
        "needed",
        series="target",
        month=(used.month + used.later).cast("int32"),
        amount=(used.sign < 0).ifelse(-used.amount, used.amount),
    )
    sums = parts.group_by("entity", "month", "series").agg(
        amount=parts.amount.sum().cast(EXACT),
        provisional=parts.provisional.max(),
        revised=parts.revised.max(),
        given=parts.count(),
        needed=parts.needed.max(),
    )
    return sums.filter(sums.given == sums.needed).drop("given", "needed")


def _row_series(store: Store, programme: Programme, figures: ibis.Table, rows: list[Series]) -> list[ibis.Table]:
    """Terms about single entities: a table with one row per entity and month, then one answer per term."""
    slots = list(dict.fromkeys(slot for one in rows for slot in _slots(programme, one)))
    frame = store.keep("entity_frame", _frame(figures, slots))
    register = store.table("register").drop("signature")
    joined = frame.join(register, frame.entity == register.id).filter(_.month.between(_.active_from, _.active_until))
    return [_row_answers(programme, joined, one, slots) for one in rows]


def _slots(programme: Programme, series: Series) -> tuple[str, ...]:
    own = (_slot(programme, series.term),) if isinstance(series.term, Total | RowTotal) else series.measures
    asked = ordered_measures(series.condition) if series.condition is not None else ()
    return tuple(dict.fromkeys((*own, *asked)))


def _slot(programme: Programme, term: Total | RowTotal) -> str:
    """Which figures a conditional total adds: as they accumulate, the month alone, or twelve months."""
    source = series_to_date(programme, term)
    plain = term.over in ("default", "programme") or accumulation_of(programme, term) == "stock"
    return source if plain else f"{source}@{term.over}"


def _frame(figures: ibis.Table, slots: list[str]) -> ibis.Table:
    """One row per entity and month with columns `a0`, `p0`, `r0`, `a1` …: amount and marks of each slot."""
    columns = {}
    for number, slot in enumerate(slots):
        chosen = figures.series == slot
        columns[f"a{number}"] = figures.amount.max(where=chosen)
        columns[f"p{number}"] = figures.provisional.max(where=chosen)
        columns[f"r{number}"] = figures.revised.max(where=chosen)
    return figures.group_by("entity", "month").agg(**columns)


def _row_answers(programme: Programme, frame: ibis.Table, series: Series, slots: list[str]) -> ibis.Table:
    numbers = [slots.index(slot) for slot in _slots(programme, series)]

    def slot(key: int | str) -> Any:
        name = str(key)
        if name.startswith("$"):
            return parameter_at(programme.parameter_by_id[name[1:]], frame.month)
        return frame[f"a{slots.index(name)}"].cast("float64")

    def named(asked: Named) -> Quantity[Wholes]:
        if isinstance(asked, Parameter):
            return comparing.parameter(programme.parameter_by_id[asked.name], frame.month)
        name = asked.measure if isinstance(asked, MeasureValue) else asked.name
        unit = Unit.parse(programme.measure_by_id[name].unit)
        return comparing.figure(frame[f"a{slots.index(name)}"], unit)

    subject = entity_subject(programme, frame, above=frame.above_since <= frame.month, named=named)
    term = series.term
    if isinstance(term, Mean):
        amount = algebra.evaluate(sized_row(programme, term.of).shape, slot, None).try_cast(EXACT)
    elif isinstance(term, Total | RowTotal):
        amount = frame[f"a{slots.index(_slot(programme, term))}"]
    else:
        amount = ibis.literal(1).cast(EXACT)
    if series.condition is not None:
        amount = holds(series.condition, subject).ifelse(amount, ibis.null(EXACT))
    given = frame.filter([frame[f"a{number}"].notnull() for number in numbers])
    return given.select(
        "entity",
        "month",
        series=ibis.literal(series.id),
        amount=amount,
        provisional=reduce(or_, [frame[f"p{number}"] for number in numbers]),
        revised=reduce(or_, [frame[f"r{number}"] for number in numbers]),
    )


def _worked_series(
    store: Store, programme: Programme, values: ibis.Table, to_date: ibis.Table, derived: Iterable[Series]
) -> list[ibis.Table]:
    """What the row totals among these series add up, entity by entity and month by month: one table each."""
    wanted: dict[str, tuple[RowTotal, bool]] = {}
    for one in derived:
        if isinstance(one.term, RowTotal):
            each = one.derivation == "worked" and accumulation_of(programme, one.term) == "flow"
            name = base_series(programme, one.term) if each else series_to_date(programme, one.term)
            wanted[name] = one.term, each
    tables: list[ibis.Table] = []
    for name, (term, each) in wanted.items():
        worked = _Worked(programme, term, summed(term))
        answer = worked.month_by_month(values) if each else worked.to_date(to_date)
        tables.append(store.keep(f"worked_{len(tables)}", answer.mutate(series=ibis.literal(name)).select(*_COLUMNS)))
    return tables


_COLUMNS = ("entity", "month", "series", "amount", "provisional", "revised")


@dataclass(frozen=True, slots=True)
class _Worked:
    """Arithmetic of a row total over the measures of each entity, for figures in one row per entity and month."""

    programme: Programme
    term: RowTotal
    measures: tuple[str, ...]

    def month_by_month(self, values: ibis.Table) -> ibis.Table:
        """What each month gives by itself, from figures as they were reported."""
        rows = self._given(values)
        rows = rows.filter(~self._unknown(rows))
        figures = {name: rows[f"a{number}"] for number, name in enumerate(self.measures)}
        return rows.mutate(amount=self._worked_out(rows, figures), **self._marks(rows))

    def to_date(self, figures: ibis.Table) -> ibis.Table:
        """The sum since January of what each figure adds to the one before; stocks as they stand, not summed."""
        rows = self._given(figures)
        year = {"group_by": [rows.entity, rows.month // 12], "order_by": rows.month}
        added = {}
        for number, name in enumerate(self.measures):
            amount = rows[f"a{number}"]
            flows = self.programme.measure_by_id[name].accumulation != "stock"
            added[name] = amount - amount.lag().over(ibis.window(**year)).fill_null(0) if flows else amount
        amount = self._worked_out(rows, added)
        rows = rows.mutate(amount=amount, unknown=self._unknown(rows), **self._marks(rows))
        if accumulation_of(self.programme, self.term) != "stock":
            since = ibis.window(group_by=[rows.entity, rows.month // 12], order_by=rows.month, preceding=(None, 0))
            marks = {name: rows[name].max().over(since) for name in ("unknown", "provisional", "revised")}
            rows = rows.mutate(amount=rows.amount.sum().over(since).cast(EXACT), **marks)
        return rows.filter(~rows.unknown)

    def _given(self, figures: ibis.Table) -> ibis.Table:
        """The months for which an entity gave all the measures."""
        frame = _frame(figures, list(self.measures))
        return frame.filter([frame[f"a{number}"].notnull() for number in range(len(self.measures))])

    def _marks(self, rows: ibis.Table) -> dict[str, Any]:
        numbers = range(len(self.measures))
        provisional, revised = (reduce(or_, [rows[f"{mark}{number}"] for number in numbers]) for mark in "pr")
        return {"provisional": provisional, "revised": revised}

    def _unknown(self, rows: ibis.Table) -> Any:
        """Whether a parameter has no number yet in the month."""
        named = (self.programme.parameter_by_id[name] for name in sorted(parameters_of(self.term.of)))
        return reduce(or_, [parameter_at(each, rows.month).isnull() for each in named], ibis.literal(False))

    def _worked_out(self, rows: ibis.Table, figures: dict[str, Any]) -> Any:
        def slot(key: int | str) -> Any:
            name = str(key)
            if name.startswith("$"):
                return parameter_at(self.programme.parameter_by_id[name[1:]], rows.month)
            return figures[name].cast("float64")

        return algebra.evaluate(sized_row(self.programme, self.term.of).shape, slot, None).try_cast(EXACT)


def parameter_at(parameter: DatedParameter, month: Any) -> Any:
    """The value of a parameter in force at a month column; null before its first."""
    value = ibis.null("float64")
    for number in sorted(parameter.values, key=lambda number: number.start.first):
        value = (month >= number.start.first).ifelse(number.value, value)
    return value
