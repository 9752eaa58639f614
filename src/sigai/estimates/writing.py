"""From predicted amounts to figures in the form of their measure, with draws and weights, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

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


def cells_of(panel: Panel, predictions: Sequence[Prediction], deltas: Sequence[Floats], *, least: int) -> Cells:
    """Put the predicted amounts of all periods together: added up since January where figures are year-to-date.

    least: with fewer respondents, only an entity's own history counted.
    """
    amounts, drawn, guessed = _laid_out(panel, predictions, deltas)
    estimated = np.zeros(panel.given.shape, dtype=np.bool_)
    for one in predictions:
        estimated[one.rows, one.column] = ~np.isnan(amounts[one.rows, one.column])
    row, column = np.nonzero(estimated.T)[::-1]
    value, part, delta = _accumulated(panel, amounts, drawn, row, column)
    respondents = np.zeros(panel.given.shape[1], dtype=np.int64)
    by_others = np.zeros(panel.given.shape)
    for one in predictions:
        respondents[one.column] = one.respondents
        by_others[one.rows, one.column] = one.by_others
    basis = np.select(
        [guessed[row, column], by_others[row, column] > HALF, respondents[column] < least],
        ["size_of_others", "other_figure", "own_history"],
        default="movement",
    )
    return Cells(
        panel,
        row,
        column,
        value,
        part,
        delta,
        tuple(basis.tolist()),
        respondents[column],
        weights_of(panel)[row, column],
        _last_known(panel)[row, column],
    )


def _laid_out(
    panel: Panel, predictions: Sequence[Prediction], deltas: Sequence[Floats]
) -> tuple[Floats, dict[int, tuple[Integers, Floats]], Flags]:
    """Amounts as a matrix, deltas by period, and which are the size of others because there is no history."""
    amounts = np.full(panel.given.shape, np.nan)
    guessed = np.zeros(panel.given.shape, dtype=np.bool_)
    drawn = {}
    first_owed = np.argmax(panel.owed, axis=1)
    for one, delta in zip(predictions, deltas, strict=True):
        amount = one.amount.copy()
        lacking = np.isnan(amount)
        new = lacking & (one.column - first_owed[one.rows] < NEW)
        if new.any():
            others = panel.flow[:, one.column]
            others = others[~np.isnan(others)]
            if len(others):
                amount[new] = others.mean()
                sample = np.arange(delta.shape[1]) * 7919 % len(others)
                for place in np.flatnonzero(new):
                    delta[place] = np.roll(others[sample], int(place)) - others.mean()
        amounts[one.rows, one.column] = amount
        guessed[one.rows[new], one.column] = True
        drawn[one.column] = (one.rows, np.where(np.isnan(amount)[:, None], 0.0, delta))
    return amounts, drawn, guessed


def _accumulated(
    panel: Panel,
    amounts: Floats,
    drawn: dict[int, tuple[Integers, Floats]],
    row: Integers,
    column: Integers,
) -> tuple[Floats, Floats, Floats]:
    """Value, estimated part and deltas of the missing figures; year-to-date ones carry on from the figure before."""
    draws = next(iter(drawn.values()))[1].shape[1]
    entities = np.unique(row)
    position = np.full(len(panel.entities), -1)
    position[entities] = np.arange(len(entities))
    value, part = np.full(panel.given.shape, np.nan), np.zeros(panel.given.shape)
    delta = np.zeros((len(row), draws))
    running = np.zeros((len(entities), draws))
    known, added = np.zeros(len(panel.entities)), np.zeros(len(panel.entities))
    for at in range(panel.given.shape[1]):
        if not panel.to_date or panel.in_year[at] == 0:
            running[:] = 0.0
            known[:], added[:] = 0.0, 0.0
        given = ~np.isnan(panel.given[:, at])
        amount = np.nan_to_num(amounts[:, at])
        added = np.where(given, 0.0, added + amount)
        known = np.where(given, np.nan_to_num(panel.given[:, at]), known + amount)
        running[given[entities]] = 0.0
        if at in drawn:
            rows, moved = drawn[at]
            inside = position[rows] >= 0
            running[position[rows[inside]]] += moved[inside]
        value[:, at], part[:, at] = known, added
        here = column == at
        delta[here] = running[position[row[here]]]
    return value[row, column], part[row, column], delta


def weights_of(panel: Panel) -> Floats:
    """The last known amount of each entity before each period, per period of its year; its own if it is the first."""
    per_period = np.abs(panel.given) / (panel.in_year + 1 if panel.to_date else 1)
    position = np.where(np.isnan(per_period), -1, np.arange(per_period.shape[1]))
    latest = np.maximum.accumulate(position, axis=1)
    before = np.concatenate([np.full((len(latest), 1), -1), latest[:, :-1]], axis=1)
    known = np.take_along_axis(per_period, np.maximum(before, 0), axis=1)
    return np.where(before >= 0, known, np.nan_to_num(per_period))


def _last_known(panel: Panel) -> Integers:
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


def _ids(population: Population, positions: Integers) -> pa.Array:
    return pa.array(population.ids[positions], pa.string())


def _values(cells: Cells, population: Population) -> pa.Table:
    panel, column = cells.panel, cells.column
    names = np.array([str(period) for period in panel.periods], dtype=object)
    last = np.where(cells.last_known >= 0, names[cells.last_known], None)
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
    count = cells.delta.shape[1]
    columns = {
        "entity": _ids(population, np.repeat(cells.panel.entities[cells.row], count)),
        "measure": pa.array(
            np.repeat(np.array([cells.panel.measure.id], dtype=object), len(cells.row) * count), pa.string()
        ),
        "month": pa.array(np.repeat(cells.panel.months[cells.column], count), pa.int32()),
        "draw": pa.array(np.tile(np.arange(count), len(cells.row)), pa.int32()),
        "delta": pa.array(cells.delta.ravel()),
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
