"""What row totals add up: arithmetic on the figures of one entity, worked out month by month before it is summed.

`total(power * $price)` takes each month's own amount times the parameter of that month. Year-to-date figures are taken
apart into what each adds to the one before; what comes out is a sum since January again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import ibis

from sigai.evaluation import decimals
from sigai.evaluation.conditions import ask
from sigai.evaluation.decimals import Wholes
from sigai.evaluation.frames import EXACT, frame_of, parameter_at
from sigai.evaluation.populations import ATTRIBUTES, attribute_columns, dated, entity_subject
from sigai.evaluation.queries import Subject
from sigai.evaluation.scalar_plan import QUERY
from sigai.evaluation.term_plan import Series, accumulation_of, base_series, series_to_date, summed
from sigai.formulas import lower_row, walk
from sigai.formulas.nodes import Attribute, Condition, Expression, Lookup, MeasureValue, Parameter
from sigai.formulas.quantities import Named, Quantity
from sigai.formulas.shapes import evaluate
from sigai.programme.programme import Programme
from sigai.tables import Store

_COLUMNS = ("entity", "month", "series", "amount", "reported", "provisional", "revised")


def worked_series(
    store: Store, programme: Programme, values: ibis.Table, to_date: ibis.Table, derived: Iterable[Series]
) -> list[ibis.Table]:
    """What the row totals among these series add up, entity by entity and month by month: one table each."""
    tables = []
    for number, worked in enumerate(_wanted(programme, derived)):
        figures = values if worked.each else to_date
        frame = store.keep(f"worked_frame_{number}", worked.frame(store, figures))
        answer = worked.answer(frame).mutate(series=ibis.literal(worked.name))
        tables.append(store.keep(f"worked_{number}", answer.select(*_COLUMNS)))
    return tables


def worked_changes(
    store: Store, programme: Programme, shocks: ibis.Table, to_date: ibis.Table, series: Iterable[Series]
) -> list[ibis.Table]:
    """What changes of figures change in them, worked out anew for the entities concerned: world, entity, month, series,
    amount. shocks: changes of figures as they are; to_date: the same since January."""
    found = []
    for number, worked in enumerate(_wanted(programme, series)):
        frame = store.table(f"worked_frame_{number}")
        there = store.keep(f"worked_there_{number}", worked.changed(frame, shocks if worked.each else to_date))
        here = store.table(f"worked_{number}").select("entity", "month", here="amount")
        both = (
            worked.answer(there, "world").select("world", "entity", "month", "amount").join(here, ["entity", "month"])
        )
        moved = both.select(
            "world",
            "entity",
            "month",
            series=ibis.literal(worked.name),
            amount=(both.amount - both.here).cast(EXACT),
        )
        found.append(moved.filter(moved.amount != 0))
    return found


def worked_names(programme: Programme, series: Iterable[Series]) -> list[str]:
    """The series that row totals among these add up, in the order of their tables."""
    return [worked.name for worked in _wanted(programme, series)]


def worked_measures(programme: Programme, series: Iterable[Series]) -> list[str]:
    """The measures that row totals among these series look at."""
    return sorted({name for worked in _wanted(programme, series) for name in worked.measures})


def _wanted(programme: Programme, series: Iterable[Series]) -> list[_Worked]:
    wanted: dict[str, _Worked] = {}
    for one in series:
        of = one.term.adds if one.term.method == "total" else None
        if of is not None and not isinstance(of, MeasureValue):
            each = one.derivation == "worked" and accumulation_of(programme, one.term) == "flow"
            name = base_series(programme, one.term) if each else series_to_date(programme, one.term)
            wanted[name] = _Worked(
                programme, of, name, summed(one.term), each, accumulation_of(programme, one.term) != "stock"
            )
    return list(wanted.values())


@dataclass(frozen=True, slots=True)
class _Worked:
    """Arithmetic of a row total over the measures of each entity, in one row per entity and month.

    each: every month gives a number by itself; else figures since January are taken apart and added up again.
    flows: something is added up over months at all.
    """

    programme: Programme
    of: Expression
    name: str
    measures: tuple[str, ...]
    each: bool
    flows: bool

    def frame(self, store: Store, figures: ibis.Table) -> ibis.Table:
        """The months for which an entity has all the measures, and all the parameters have a number."""
        frame = frame_of(figures, self.measures)
        rows = frame.filter([frame[f"a{number}"].notnull() for number in range(len(self.measures))])
        rows = rows.mutate(unknown=self._unknown(rows))
        if not self.asks_entity:
            return rows
        if not dated(store):
            register = store.table("register").select(*ATTRIBUTES, "tags", "lists", "above_since")
            return rows.left_join(register, rows.entity == register.id)
        # A condition within the arithmetic is asked by the facts of the figures' own month.
        register = store.table("register")
        spell = ("above_since", "holds_from", "holds_until")
        register = register.select(*ATTRIBUTES, "tags", "lists", *spell, *attribute_columns(register))
        own = [rows.entity == register.id, register.holds_from <= rows.month, rows.month <= register.holds_until]
        return rows.left_join(register, own).drop("holds_from", "holds_until")

    def changed(self, frame: ibis.Table, changes: ibis.Table) -> ibis.Table:
        """The frame in every world in which a figure of the entity differs."""
        mine = changes.filter(changes.series.isin(list(self.measures)))
        moved = {f"m{n}": mine.amount.sum(where=mine.series == name) for n, name in enumerate(self.measures)}
        pivoted = mine.group_by("world", "entity", "month").agg(**moved)
        every = mine.select("world", "entity").distinct().join(frame, "entity")
        rows = every.left_join(pivoted, ["world", "entity", "month"])
        there = {f"a{n}": rows[f"a{n}"] + rows[f"m{n}"].fill_null(0) for n in range(len(self.measures))}
        return rows.mutate(**there).select("world", *frame.columns)

    def answer(self, rows: ibis.Table, *beside: str) -> ibis.Table:
        """Amount, amount on what was reported alone and marks; `beside`: columns that tell worlds apart."""
        marks = {mark: self._any(rows, short) for mark, short in (("provisional", "p"), ("revised", "r"))}
        alone = reduce(or_, [rows[f"n{number}"].isnull() for number in range(len(self.measures))])
        if self.each:
            figures = {side: self._as_they_are(rows, side) for side in ("a", "n")}
            amounts = {side: self._worked_out(rows, figures[side]) for side in ("a", "n")}
            unknown, reported = self._unknown_too(rows, figures["a"]), alone.ifelse(ibis.null(EXACT), amounts["n"])
            rows = rows.mutate(amount=amounts["a"], reported=reported, unknown=unknown, **marks)
            return rows.filter(~rows.unknown)
        return self._since_january(rows, beside, alone, marks)

    def _since_january(
        self, rows: ibis.Table, beside: tuple[str, ...], alone: Any, marks: Mapping[str, Any]
    ) -> ibis.Table:
        """The sum since January of what each figure adds to the one before; stocks as they stand, not summed."""
        keys = [*beside, "entity"]
        year = {"group_by": [*(rows[key] for key in keys), rows.month // 12], "order_by": rows.month}
        figures = {side: self._added(rows, side, year) for side in ("a", "n")}
        amounts = {side: self._worked_out(rows, figures[side]) for side in ("a", "n")}
        unknown = self._unknown_too(rows, figures["a"])
        rows = rows.mutate(amount=amounts["a"], reported=amounts["n"], estimated=alone, unknown=unknown, **marks)
        if self.flows:
            since = ibis.window(
                group_by=[*(rows[key] for key in keys), rows.month // 12], order_by=rows.month, preceding=(None, 0)
            )
            told = {name: rows[name].max().over(since) for name in ("unknown", "estimated", *marks)}
            sums = {name: rows[name].sum().over(since).cast(EXACT) for name in ("amount", "reported")}
            rows = rows.mutate(**sums, **told)
        rows = rows.mutate(reported=rows.estimated.ifelse(ibis.null(EXACT), rows.reported))
        return rows.filter(~rows.unknown)

    def _as_they_are(self, rows: ibis.Table, side: str) -> dict[str, Any]:
        return {name: rows[f"{side}{number}"] for number, name in enumerate(self.measures)}

    def _added(self, rows: ibis.Table, side: str, year: Mapping[str, Any]) -> dict[str, Any]:
        """What each figure adds to the one before in its year."""
        added = {}
        for name, amount in self._as_they_are(rows, side).items():
            flows = self.programme.measure_by_id[name].accumulation != "stock"
            added[name] = amount - amount.lag().over(ibis.window(**year)).fill_null(0) if flows else amount
        return added

    def _any(self, rows: ibis.Table, mark: str) -> Any:
        return reduce(or_, [rows[f"{mark}{number}"] for number in range(len(self.measures))])

    def _unknown(self, rows: ibis.Table) -> Any:
        """Whether a parameter has no number yet in the month."""
        named = [node for node in dict.fromkeys(walk(self.of)) if isinstance(node, Parameter)]
        missing = [parameter_at(self.programme, each, rows.month).isnull() for each in named]
        return reduce(or_, missing, ibis.literal(False))

    def _unknown_too(self, rows: ibis.Table, figures: Mapping[str, Any]) -> Any:
        """Whether a parameter has no number for the entity or in the month."""
        looked_up = [node for node in dict.fromkeys(walk(self.of)) if isinstance(node, Lookup)]
        return reduce(or_, [self._evaluated(each, rows, figures).isnull() for each in looked_up], rows.unknown)

    def _worked_out(self, rows: ibis.Table, figures: Mapping[str, Any]) -> Any:
        return self._evaluated(self.of, rows, figures).try_cast(EXACT)

    def _evaluated(self, of: Expression, rows: ibis.Table, figures: Mapping[str, Any]) -> Any:
        def slot(key: str | Parameter) -> Any:
            if isinstance(key, Parameter):
                return parameter_at(self.programme, key, rows.month)
            return figures[key].cast("float64")

        def answer(condition: Condition) -> Any:
            return ask(condition, self._subject(rows, figures))

        return evaluate(lower_row(of, self.programme.vocabulary).shape, QUERY, slot, ask=answer)

    def _subject(self, rows: ibis.Table, figures: Mapping[str, Any]) -> Subject:
        """How conditions within the arithmetic are asked: of the entity, and of its own figures of the month."""
        measures = self.programme.vocabulary.measures

        def named(asked: Named) -> Quantity[Wholes]:
            if isinstance(asked, Parameter):
                return decimals.parameter(self.programme, asked, rows.month)
            name = asked.measure if isinstance(asked, MeasureValue) else asked.name
            return decimals.figure(figures[name], measures[name].unit)

        if not self.asks_entity:
            return Subject(self.programme, {}, {}, {}, frozenset(), {}, named)
        return entity_subject(self.programme, rows, above=rows.above_since <= rows.month, named=named)

    @property
    def asks_entity(self) -> bool:
        """Whether it asks for attributes of the entity."""
        return any(isinstance(node, Attribute) for node in walk(self.of))
