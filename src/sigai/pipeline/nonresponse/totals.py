"""Totals of the measures themselves with late figures in them, and their growth on the year before: how far off."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.pipeline.nonresponse.book import Book, Floats
from sigai.pipeline.nonresponse.gaps import Gap
from sigai.pipeline.nonresponse.tally import OURS, Tally
from sigai.programme.method import EstimateMethod


def count_totals(tally: Tally, book: Book, month: int, gap: Gap, method: EstimateMethod) -> None:
    """Note the errors of all totals with something late in them, ours and the rivals'."""
    now = gap.estimates.values.filter(pc.field("month") == month)
    estimated = _sums(now, "value")
    draws = _spreads(gap.estimates.draws.filter(pc.field("month") == month))
    column = month - book.first
    for code, name in enumerate(book.measures):
        here = gap.late & (book.measure == code)
        given = book.grids[name].given
        true = float(np.nansum(given[:, column]))
        if not here.any() or true == 0:
            continue
        lacking = book.entity[here]
        rest = true - float(given[lacking, column].sum())
        year_before = float(np.nansum(given[:, column - 12])) if column >= 12 else 0.0
        made = {OURS: rest + estimated.get(name, 0.0)}
        made |= {way: rest + float(np.nansum(numbers[here])) for way, numbers in gap.fills.items()}
        for way, total in made.items():
            tally.error(way, "total", (total - true) / abs(true))
            if year_before:
                tally.error(way, "growth", 100 * (total - true) / abs(year_before))
        if name in draws:
            tail = (1 - method.interval) / 2
            low, high = np.quantile(draws[name], [tail, 1 - tail]) * method.widening
            tally.counts["total_intervals"] += 1
            tally.counts["total_inside"] += bool(low <= true - made[OURS] <= high)


def _sums(table: pa.Table, column: str) -> dict[str, float]:
    summed = table.group_by("measure").aggregate([(column, "sum")])
    return {str(row["measure"]): float(row[f"{column}_sum"]) for row in summed.to_pylist()}


def _spreads(draws: pa.Table) -> dict[str, Floats]:
    """The drawn deviations of each measure's total."""
    deltas = np.array(draws["deltas"].to_pylist(), dtype=np.float64)
    names = np.array(draws["measure"].to_pylist(), dtype=object)
    return {str(name): deltas[names == name].sum(axis=0) for name in set(names.tolist())}
