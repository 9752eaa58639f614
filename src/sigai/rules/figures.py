"""The figures that rules look at, entity by entity: since January, complete, and reported by themselves.

A rule decides by figures that are there. A flow that lacks one of its months is no amount of the time since January,
and an estimate is no figure: both are left out here, and the outcome names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, or_
from typing import Any

import ibis
from ibis import _

from sigai.evaluation.decimals import PLACES
from sigai.evaluation.frames import EXACT
from sigai.evaluation.populations import holding, subjects
from sigai.evaluation.series import given_figures
from sigai.programme.calendar import periods_of
from sigai.programme.measures import Measure
from sigai.programme.policy_rules import RuleFigures
from sigai.programme.programme import Programme
from sigai.tables import Store

ESTIMATED = "rule_estimates"
"""The table of a store with the figures that are estimated: entity, measure, month."""
KEPT = "rule_rows"
"""The table of a store with the rows that rules look at."""


def month_looked_at(figures: RuleFigures, as_of: int) -> int:
    """The last month of the figures of a rule in a month (its index): that month, or the last December up to it."""
    return as_of if figures == "to_date" else as_of - (as_of + 1) % 12


def columns_of(measures: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The columns of measures in the rows of a rule: the amount, and whether it is estimated."""
    return {measure: (f"figure_{measure}", f"estimated_{measure}") for measure in measures}


def rough_column(measure: str) -> str:
    """The column of the amounts of a measure in kept rows: ten-thousandths in floating point."""
    return f"rough_{measure}"


def rule_rows(store: Store, programme: Programme, kind: str, measures: Sequence[str], month: int) -> ibis.Table:
    """A row for every entity of a kind that is there in a month, by the facts of that month, with the amounts of its
    measures since January (null where not all of it was reported) and whether something of it is estimated."""
    everyone = subjects(store, programme, by_industry=False)
    rows = everyone.filter(everyone.kind == kind, everyone.active_from <= month, month <= everyone.active_until)
    if "holds_from" in rows.columns:
        rows = rows.filter(holding(rows, ibis.literal(month)))
    if not measures:
        return rows
    found = _amounts(store, programme, measures, month, rows)
    joined = rows.left_join(found, rows.id == found.entity).drop("entity")
    whole = {}
    for measure, (amount, estimated) in columns_of(measures).items():
        asked = programme.measure_by_id[measure]
        due = due_months(asked, month)
        enough = joined[f"n{amount}"] >= _owed(joined, due)
        whole[amount] = enough.ifelse(joined[amount], ibis.null(EXACT))
        whole[estimated] = joined[estimated].fill_null(False)
    return joined.mutate(**whole).drop(*(f"n{amount}" for amount, _ in columns_of(measures).values()))


@dataclass(frozen=True, slots=True, eq=False)
class KeptRows:
    """The rows that rules about a kind look at, kept in the store; `bounds`: no amount of a measure has more
    ten-thousandths."""

    rows: ibis.Table
    bounds: Mapping[str, int]


def keep_rows(store: Store, programme: Programme, kind: str, measures: Sequence[str], month: int) -> KeptRows:
    """Work out the rows of a kind once for all rules that look at them, with their amounts in floating point too."""
    rows = rule_rows(store, programme, kind, measures, month)
    rough = {
        rough_column(measure): (rows[amount].cast("float64") * PLACES).round(0).cast("float64")
        for measure, (amount, _) in columns_of(measures).items()
    }
    kept = store.keep(KEPT, rows.mutate(**rough))
    if not measures:
        return KeptRows(kept, {})
    largest = store.run(kept.agg(**{measure: kept[rough_column(measure)].abs().max() for measure in measures}))
    found = largest.to_pylist()[0]
    return KeptRows(kept, {measure: int(found[measure] or 0) + 1 for measure in measures})


def due_months(measure: Measure, month: int) -> tuple[int, ...]:
    """The months whose figures make up an amount at a month: of a flow all that were due since January, or those of the
    whole year before where none was due yet; of anything else the last one that was due."""
    january = month - month % 12
    due = periods_of(measure, january, month) or periods_of(measure, january - 12, january - 1)
    ends = tuple(period.last for period in due)
    return ends if measure.accumulation == "flow" else ends[-1:]


def _owed(rows: ibis.Table, due: Iterable[int]) -> Any:
    """How many figures make up the amount of each entity: those of the months in which it was there."""
    there = [((rows.active_from <= one) & (one <= rows.active_until)).cast("int64") for one in due]
    return ibis.greatest(reduce(add, there), 1)


def _amounts(store: Store, programme: Programme, measures: Sequence[str], month: int, rows: ibis.Table) -> ibis.Table:
    """One row per entity: of every measure the sum of the figures that make up its amount, how many they are (columns
    `n…`), and whether one of them is estimated. Figures of months in which the entity was not there do not count."""
    asked = {name: due_months(programme.measure_by_id[name], month) for name in measures}

    def mine(table: ibis.Table, name: str) -> Any:
        return (table.measure == name) & table.month.isin(asked[name])

    def wanted(table: ibis.Table) -> ibis.Table:
        return table.filter(reduce(or_, [mine(table, name) for name in measures]))

    there = rows.select(entity="id", first="active_from", last="active_until")
    given = wanted(given_figures(store)).join(there, "entity").filter(_.month.between(_.first, _.last))
    estimated = wanted(store.table(ESTIMATED))
    columns = columns_of(measures)
    sums = {amount: given.value.sum(where=mine(given, name)).cast(EXACT) for name, (amount, _) in columns.items()}
    counts = {f"n{amount}": given.count(where=mine(given, name)) for name, (amount, _) in columns.items()}
    marks = {mark: mine(estimated, name).any() for name, (_, mark) in columns.items()}
    amounts = given.group_by("entity").agg(**sums, **counts)
    open_ones = estimated.group_by("entity").agg(**marks)
    both = amounts.outer_join(open_ones, "entity")
    return both.mutate(entity=ibis.coalesce(both.entity, both.entity_right)).drop("entity_right")
