"""From predicted amounts to figures in the form of their measure, with draws and weights, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.estimates.drawing import Lots
from sigai.estimates.measure import HALF, Prediction
from sigai.estimates.panels import Flags, Floats, Integers, Panel, Population
from sigai.tables.contracts import AMOUNT, ESTIMATE_DRAWS, ESTIMATES, WEIGHTS
from sigai.tables.data import Estimates

NEW = 3
"""An entity without any figure is given the size of others for so many periods; after that it has never reported."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The missing figures of one measure, one entry each, and the weights of those that gave in the same periods."""

    panel: Panel
    row: Integers
    column: Integers
    value: Floats
    part: Floats
    delta: Floats
    basis: tuple[str, ...]
    respondents: Integers
    weight: Floats
    last_known: Integers


def cells_of(
    panel: Panel, predictions: Sequence[Prediction], deltas: Sequence[Floats], lots: Lots, *, least: int
) -> Cells:
    """Put the predicted amounts of all periods together: added up since January where figures are year-to-date.

    least: with fewer respondents, only an entity's own history counted. What closed months keep stands as it is.
    """
    table = _laid_out(panel, predictions, deltas, least)
    row, column = np.nonzero(table.wanted.T)[::-1]
    value, part, delta = _accumulated(panel, table, lots, row, column)
    return Cells(
        panel,
        row,
        column,
        value,
        part,
        delta,
        tuple(table.basis[row, column].tolist()),
        table.respondents[row, column],
        weights_of(panel)[row, column],
        last_known(panel)[row, column],
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Predicted amounts of single periods as matrices (entities × periods); `drawn`: rows and deltas by period."""

    amounts: Floats
    drawn: dict[int, tuple[Integers, Floats]]
    wanted: Flags
    basis: Any
    respondents: Integers


def _laid_out(panel: Panel, predictions: Sequence[Prediction], deltas: Sequence[Floats], least: int) -> _Table:
    shape = panel.given.shape
    amounts, wanted = np.full(shape, np.nan), np.zeros(shape, dtype=np.bool_)
    basis, respondents = np.full(shape, "", dtype=object), np.zeros(shape, dtype=np.int64)
    drawn = {}
    for one, delta in zip(predictions, deltas, strict=True):
        amount, moved, new = _with_the_new(panel, one, delta)
        known = ~np.isnan(amount)
        amounts[one.rows, one.column], wanted[one.rows, one.column] = amount, known
        basis[one.rows, one.column] = np.select(
            [new, one.by_others > HALF, np.full(len(new), one.respondents < least)],
            ["size_of_others", "other_figure", "own_history"],
            default="movement",
        )
        respondents[one.rows, one.column] = one.respondents
        drawn[one.column] = (one.rows, np.where(known[:, None], moved, 0.0))
    row, column, place = panel.kept
    if panel.keeps is not None:
        wanted[row, column] = True
        basis[row, column], respondents[row, column] = panel.keeps.basis[place], panel.keeps.respondents[place]
    return _Table(amounts, drawn, wanted, basis, respondents)


def _with_the_new(panel: Panel, one: Prediction, delta: Floats) -> tuple[Floats, Floats, Flags]:
    """Amounts and deltas of a period, with the size of others for those that are new; and who that is."""
    amount, moved = one.amount.copy(), delta.copy()
    first_owed = np.argmax(panel.owed[one.rows], axis=1)
    others = panel.flow[:, one.column]
    others = others[~np.isnan(others)]
    new = np.isnan(amount) & (one.column - first_owed < NEW) & (len(others) > 0)
    if new.any():
        amount[new] = others.mean()
        # Every draw takes one of the others, each newcomer another one.
        taken = (np.arange(delta.shape[1])[None, :] * 7919 + np.flatnonzero(new)[:, None]) % len(others)
        moved[new] = others[taken] - others.mean()
    return amount, moved, new


def _accumulated(
    panel: Panel, table: _Table, lots: Lots, row: Integers, column: Integers
) -> tuple[Floats, Floats, Floats]:
    """Value, estimated part and deltas of the missing figures; year-to-date ones carry on from the figure before."""
    value, part = np.full(panel.given.shape, np.nan), np.zeros(panel.given.shape)
    delta = np.zeros((len(row), lots.draws))
    amounts = _bridged(panel, table.amounts)
    sums = _PeriodTotals(panel, lots, np.unique(row))
    for at in range(panel.given.shape[1]):
        sums.go_on(at, amounts[:, at], table.drawn.get(at))
        value[:, at], part[:, at] = sums.known, sums.added
        here = column == at
        delta[here] = sums.deltas_of(row[here])
    return value[row, column], part[row, column], delta


class _PeriodTotals:
    """What figures stand at, period after period: known, of that estimated, and how far draws lie from it."""

    def __init__(self, panel: Panel, lots: Lots, entities: Integers) -> None:
        self._panel, self._lots, self._entities = panel, lots, entities
        self._place = np.full(len(panel.entities), -1)
        self._place[entities] = np.arange(len(entities))
        self.known, self.added = np.zeros(len(panel.entities)), np.zeros(len(panel.entities))
        self._deltas = np.zeros((len(entities), lots.draws))

    def go_on(self, at: int, amounts: Floats, drawn: tuple[Integers, Floats] | None) -> None:
        """Take the next period: what was given stands, what was not is added, what a closed month keeps is put in."""
        panel = self._panel
        if not panel.to_date or panel.in_year[at] == 0:
            self.known, self.added = np.zeros_like(self.known), np.zeros_like(self.added)
            self._deltas[:] = 0.0
        given = ~np.isnan(panel.given[:, at])
        self.known = np.where(given, np.nan_to_num(panel.given[:, at]), self.known + amounts)
        self.added = np.where(given, 0.0, self.added + amounts)
        self._deltas[given[self._entities]] = 0.0
        if drawn is not None:
            rows, moved = drawn
            inside = self._place[rows] >= 0
            self._deltas[self._place[rows[inside]]] += moved[inside]
        self._put_kept(at)

    def _put_kept(self, at: int) -> None:
        keeps, (row, column, place) = self._panel.keeps, self._panel.kept
        here = column == at
        if keeps is not None and here.any():
            rows, places = row[here], place[here]
            self.known[rows], self.added[rows] = keeps.value[places], keeps.part[places]
            inside = self._place[rows]
            shape = _of_size_one(self._deltas[inside], self._lots.noise[self._panel.entities[rows]])
            self._deltas[inside] = keeps.deviation[places][:, None] * shape

    def deltas_of(self, rows: Integers) -> Floats:
        """The deltas of some rows of the panel as they stand."""
        deltas: Floats = self._deltas[self._place[rows]]
        return deltas


def _of_size_one(deltas: Floats, noise: Floats) -> Floats:
    """Draws with mean square 1 that go together as these do; noise where there are none.

    A month that is closed stays as uncertain as it was: its estimates still err with those of others.
    """
    size = np.sqrt((deltas**2).mean(axis=1, keepdims=True))
    return np.where(size > 0, np.divide(deltas, size, out=np.zeros_like(deltas), where=size > 0), noise)


def _bridged(panel: Panel, amounts: Floats) -> Floats:
    """Amounts with those of periods that nobody reported filled in by the next one, so that a sum goes on over them."""
    hole = panel.owed & np.isnan(panel.given) & np.isnan(amounts)
    size = amounts.shape[1]
    later = np.where(np.isnan(amounts), size, np.arange(size))
    following = np.minimum.accumulate(later[:, ::-1], axis=1)[:, ::-1]
    reached = (following < size) & hole
    filled = np.take_along_axis(amounts, np.minimum(following, size - 1), axis=1)
    return np.nan_to_num(np.where(reached, filled, amounts))


def weights_of(panel: Panel) -> Floats:
    """The last known amount of each entity before each period, per period of its year; its own if it is the first."""
    per_period = np.abs(panel.given) / (panel.in_year + 1 if panel.to_date else 1)
    position = np.where(np.isnan(per_period), -1, np.arange(per_period.shape[1]))
    latest = np.maximum.accumulate(position, axis=1)
    before = np.concatenate([np.full((len(latest), 1), -1), latest[:, :-1]], axis=1)
    known = np.take_along_axis(per_period, np.maximum(before, 0), axis=1)
    return np.where(before >= 0, known, np.nan_to_num(per_period))


def last_known(panel: Panel) -> Integers:
    """The column of the last figure before each period; -1 where there is none."""
    position = np.where(np.isnan(panel.given), -1, np.arange(panel.given.shape[1]))
    latest = np.maximum.accumulate(position, axis=1)
    return np.concatenate([np.full((len(latest), 1), -1), latest[:, :-1]], axis=1)


def estimates_of(found: Sequence[Cells], population: Population) -> Estimates:
    """The three tables of all measures."""
    return Estimates(
        pa.concat_tables([_values(cells, population) for cells in found]),
        pa.concat_tables([_draws(cells, population) for cells in found]),
        pa.concat_tables([_weights(cells, population) for cells in found]),
    )


def _ids(population: Population, positions: Integers) -> pa.Array[Any]:
    """The ids of entities by position: each text is made once, however often it stands."""
    used, place = np.unique(positions, return_inverse=True)
    return pa.DictionaryArray.from_arrays(pa.array(place, pa.int32()), pa.array(population.ids[used], pa.string()))


def _values(cells: Cells, population: Population) -> pa.Table:
    panel, column = cells.panel, cells.column
    names = np.array([str(period) for period in panel.periods], dtype=object)
    last = [names[place] if place >= 0 else None for place in cells.last_known]
    columns = {
        "entity": _ids(population, panel.entities[cells.row]),
        "measure": pa.array([panel.measure.id] * len(column), pa.string()),
        "month": pa.array(panel.months[column], pa.int32()),
        "period": pa.array(names[column], pa.string()),
        "value": pc.round(pa.array(cells.value), 4).cast(AMOUNT, safe=False),
        "part": pa.array(cells.part),
        "deviation": pa.array(np.sqrt((cells.delta**2).mean(axis=1))),
        "weight": pa.array(cells.weight),
        "last_period": pa.array(last, pa.string()),
        "basis": pa.array(cells.basis, pa.string()),
        "respondents": pa.array(cells.respondents, pa.int32()),
    }
    return pa.table(columns, schema=ESTIMATES)


def _draws(cells: Cells, population: Population) -> pa.Table:
    missing, count = cells.delta.shape
    starts = pa.array(np.arange(missing + 1, dtype=np.int32) * count)
    columns = {
        "entity": _ids(population, cells.panel.entities[cells.row]),
        "measure": pa.array([cells.panel.measure.id] * missing, pa.string()),
        "month": pa.array(cells.panel.months[cells.column], pa.int32()),
        "deltas": pa.ListArray.from_arrays(starts, pa.array(cells.delta.ravel())),
    }
    return pa.table(columns, schema=ESTIMATE_DRAWS)


def _weights(cells: Cells, population: Population) -> pa.Table:
    panel = cells.panel
    wanted = np.zeros(panel.given.shape[1], dtype=np.bool_)
    wanted[cells.column] = True
    row, column = np.nonzero(~np.isnan(panel.given) & wanted[None, :])
    columns = {
        "entity": _ids(population, panel.entities[row]),
        "measure": pa.array([panel.measure.id] * len(row), pa.string()),
        "month": pa.array(panel.months[column], pa.int32()),
        "weight": pa.array(weights_of(panel)[row, column]),
    }
    return pa.table(columns, schema=WEIGHTS)
