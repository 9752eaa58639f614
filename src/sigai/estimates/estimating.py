"""What those who owe a figure and have not given it would add, measure by measure: the part's one entry.

See `docs/progress.md` for the method with a worked example.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sigai.base.periods import Period
from sigai.estimates.drawing import Lots, draw_lots, drawn_amounts
from sigai.estimates.measure import Codes, Prediction, predictions
from sigai.estimates.panels import (
    DIVISION,
    Flags,
    Floats,
    Integers,
    KeptEstimates,
    MeasureFigures,
    Panel,
    Population,
    figures_by_measure,
    kept_cells,
    result_matrix_of,
)
from sigai.estimates.writing import Cells, cells_of, estimates_of
from sigai.programme.method import EstimateMethod
from sigai.programme.programme import Programme
from sigai.tables.data import Estimates, no_estimates
from sigai.tables.datasets import Figures


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """What all measures share."""

    programme: Programme
    population: Population
    method: EstimateMethod
    lots: Lots
    closed: Flags
    first: int
    codes: Codes

    @property
    def first_open(self) -> int:
        """The first month that is open; the month after all of them where none is."""
        opened = np.flatnonzero(~self.closed)
        return self.first + int(opened[0] if len(opened) else len(self.closed))

    def is_closed(self, months: Integers) -> Flags:
        """Which of some months are closed."""
        return self.closed[months - self.first]


def estimate(
    programme: Programme,
    values: Figures,
    population: Population,
    *,
    as_of: Period,
    open_months: Collection[int],
    method: EstimateMethod,
    kept: pa.Table | None = None,
    measures: Collection[str] | None = None,
) -> Estimates:
    """Estimates of all figures that are owed up to `as_of` and not given (of those `measures`, default: all).

    values: the current figures (contract VALUES). open_months: the months (indices) that are not closed. kept: what was
    put in when months were closed (contract ESTIMATES): it stands until the figure itself comes in. A figure of
    which nobody gave any for its period is not estimated, nor that of an entity that owed it for long and never gave
    it: both stay missing.
    """
    task = _task(programme, population, as_of, open_months, method)
    asked = [name for pool in _pools(programme) for name in pool]
    figures, keeps = figures_by_measure(values, population, asked), kept_cells(kept, population)
    panels = _Panels(programme, population, figures, keeps, as_of.last)
    found: list[Cells] = []
    for pool in _pools(programme):
        # How much errors agree is judged over the whole form, so that a part of the measures gives the same as all.
        if measures is None or any(name in measures for name in pool):
            made = _pool(task, panels, pool)
            found += [cells for cells in made if measures is None or cells.panel.measure.id in measures]
    return estimates_of(found, population) if found else no_estimates()


class _Panels:
    """The panels of a programme's measures, each made once when it is asked for."""

    def __init__(
        self,
        programme: Programme,
        population: Population,
        figures: Mapping[str, MeasureFigures],
        kept: Mapping[str, KeptEstimates],
        last: int,
    ) -> None:
        self._programme, self._population, self._last = programme, population, last
        self._figures, self._kept = figures, kept
        self._made: dict[str, Panel | None] = {}

    def of(self, name: str) -> Panel | None:
        """The panel of a measure; None where nobody ever gave it."""
        if name not in self._made:
            measure = self._programme.measure_by_id[name]
            self._made[name] = result_matrix_of(
                self._programme,
                measure,
                self._population,
                self._figures.get(name),
                last=self._last,
                kept=self._kept.get(name),
            )
        return self._made[name]

    def related(self, panel: Panel) -> list[Floats]:
        """Amounts of the measures that this one moves with, in its rows and columns."""
        found = []
        for name in panel.measure.related:
            other = self.of(name)
            if other is not None and np.array_equal(other.months, panel.months):
                amounts = np.full((len(self._population.ids), len(panel.months)), np.nan)
                amounts[other.entities] = other.flow
                found.append(amounts[panel.entities])
        return found


def pools_of(programme: Programme, measures: Iterable[str]) -> frozenset[str]:
    """All measures whose estimates may change when figures of some measures do."""
    asked = set(measures)
    asked |= {measure.id for measure in programme.measures if asked & set(measure.related)}
    return frozenset(name for pool in _pools(programme) if asked & set(pool) for name in pool)


def _pools(programme: Programme) -> list[tuple[str, ...]]:
    """Measures whose errors are judged together: those that are reported on one form."""
    seen: set[str] = set()
    pools = []
    for form in programme.forms:
        names = tuple(name for name in form.measures if name in programme.measure_by_id and name not in seen)
        seen.update(names)
        pools.append(names)
    pools += [(measure.id,) for measure in programme.measures if measure.id not in seen]
    return [pool for pool in pools if pool]


def _task(
    programme: Programme, population: Population, as_of: Period, open_months: Collection[int], method: EstimateMethod
) -> _Task:
    first = programme.head.base_year * 12
    months = np.arange(first, as_of.last + 1, dtype=np.int64)
    closed = ~np.isin(months, np.fromiter(open_months, dtype=np.int64, count=len(open_months)))
    industries = [str(industry or "")[:DIVISION] for industry in population.industries]
    areas = [str(area or "") for area in population.areas]
    codes = Codes(_coded(industries), _coded(areas))
    replayed = months[closed][-method.replay_months :]
    below = np.isin(population.kinds.astype(str), list(programme.kind_by_id))
    lots = draw_lots(replayed, below, method.draws, seed=as_of.last)
    return _Task(programme, population, method, lots, closed, first, codes)


def _coded(names: Sequence[str]) -> Integers:
    return np.unique(np.array(names), return_inverse=True)[1].astype(np.int64)


def _pool(task: _Task, panels: _Panels, measures: Sequence[str]) -> list[Cells]:
    """The missing figures of the measures of one form; how much they err together is judged over all of them."""
    made = []
    for panel in map(panels.of, measures):
        if panel is not None and panel.lacking.any():
            related = panels.related(panel)
            rest = _predictions(task, panel, related, since=task.first_open)
            made.append((panel, _of_settled(task, panel, related), rest))
    settled = _pooled([one for _, first, _ in made for one in first])
    everything = _pooled([one for _, first, rest in made for one in (*first, *rest)])
    return [
        cells_of(
            panel,
            [*first, *rest],
            [_drawn(panel, one, task.lots, settled) for one in first]
            + [_drawn(panel, one, task.lots, everything) for one in rest],
            task.lots,
            least=task.method.minimum_respondents,
        )
        for panel, first, rest in made
    ]


def _pooled(found: Sequence[Prediction]) -> float:
    """How much more than chance the errors of missing figures vary together, on average."""
    excess = [prediction.excess for prediction in found if (~np.isnan(prediction.common)).any()]
    return float(np.mean(excess)) if excess else 1.0


def _of_settled(task: _Task, panel: Panel, related: Sequence[Floats]) -> list[Prediction]:
    """Predictions for the periods before the first open month, from nothing but these periods: what comes in for an
    open month does not move the closed ones."""
    count = int(np.searchsorted(panel.months, task.first_open))
    first, rows = panel.first_periods(count)
    if not count or not first.lacking.any():
        return []
    found = _predictions(task, first, [amounts[rows, :count] for amounts in related])
    return [one.among(rows, len(panel.months)) for one in found]


def _predictions(task: _Task, panel: Panel, related: Sequence[Floats], since: int = 0) -> list[Prediction]:
    """Predictions for the periods that end in the month `since` or later."""
    closed = task.is_closed(panel.months)
    return predictions(
        panel,
        Codes(task.codes.industry[panel.entities], task.codes.area[panel.entities]),
        task.method,
        open_columns=frozenset(np.flatnonzero(~closed).tolist()),
        replayed=np.flatnonzero(closed & np.isin(panel.months, _covering(panel, task.lots.months))),
        related=related,
        since=since,
    )


def _drawn(panel: Panel, prediction: Prediction, lots: Lots, pooled: float) -> Floats:
    return drawn_amounts(panel, prediction, lots, excess=(prediction.excess + pooled) / 2)


def _covering(panel: Panel, months: Integers) -> Integers:
    """The last months of the periods that the replayed months lie in."""
    if not len(months):
        return months
    first = np.array([period.first for period in panel.periods], dtype=np.int64)
    covering: Integers = panel.months[(panel.months >= months.min()) & (first <= months.max())]
    return covering
