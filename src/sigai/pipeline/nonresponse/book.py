"""The complete figures as matrices, and who hands which form in for a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sigai.pipeline.nonresponse.worlds import World, late_measures
from sigai.programme.measures import Measure

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """One measure, entities × months (NaN: no figure ends there).

    given: figures in the form of the measure. rate: the amount per month of each period (stocks as they stand). length:
    months of the period that ends in each month. before: the same year's figure before, 0 where there is none.
    """

    measure: Measure
    given: Floats
    rate: Floats
    length: Integers
    before: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """All figures of a world. entity, measure, month: of each row of its values, as positions and month index.

    undisturbed: the amounts per month that there would have been without roughness, as `Grid.rate`; empty where the
    world was not made rough.
    """

    world: World
    first: int
    ids: Texts
    areas: Texts
    industries: Texts
    measures: tuple[str, ...]
    entity: Integers
    measure: Integers
    month: Integers
    grids: Mapping[str, Grid]
    undisturbed: Mapping[str, Floats]
    form_of: Integers
    """The form of each measure; -1 for one that is never late."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheets:
    """The forms handed in for one month, one entry each: the form and the entity."""

    form: Integers
    entity: Integers

    def __len__(self) -> int:
        return len(self.form)


def open_book(world: World) -> Book:
    """Lay all figures out."""
    values = world.values
    ids, entity = _coded(values["entity"])
    names, measure = _coded(values["measure"])
    month = np.asarray(values["month"], dtype=np.int64)
    first = world.programme.head.base_year * 12
    grids = _grids(world, values, ids, int(month.max()))
    undisturbed = {} if world.undisturbed is None else _grids(world, world.undisturbed, ids, int(month.max()))
    owers = world.population
    place = np.searchsorted(owers.ids.astype(str), ids.astype(str))
    return Book(
        world,
        first,
        ids,
        owers.areas[place],
        owers.industries[place],
        tuple(map(str, names)),
        entity,
        measure,
        month,
        grids,
        {name: grid.rate for name, grid in undisturbed.items()},
        _forms(world, names),
    )


def sheets_of(book: Book, month: int) -> Sheets:
    """Who handed which form in for periods that end in a month."""
    form = book.form_of[book.measure]
    here = (book.month == month) & (form >= 0)
    pairs = np.unique(np.column_stack([form[here], book.entity[here]]), axis=0)
    return Sheets(pairs[:, 0], pairs[:, 1])


def late_rows(book: Book, month: int, sheets: Sheets, late: Flags) -> Flags:
    """Which rows of the values stand on late sheets."""
    lacking = np.zeros((int(book.form_of.max()) + 2, len(book.ids)), dtype=np.bool_)
    lacking[sheets.form[late], sheets.entity[late]] = True
    return np.asarray((book.month == month) & lacking[book.form_of[book.measure], book.entity])


def _coded(column: pa.ChunkedArray[Any]) -> tuple[Texts, Integers]:
    names, codes = np.unique(np.array(column.to_pylist(), dtype=object).astype(str), return_inverse=True)
    return names.astype(object), codes.astype(np.int64)


def _grids(world: World, values: pa.Table, ids: Texts, last: int) -> dict[str, Grid]:
    """The grid of each measure, from the programme's first month to `last`, one row for each of `ids` (sorted)."""
    names, measure = _coded(values["measure"])
    entity = np.searchsorted(ids.astype(str), np.array(values["entity"].to_pylist(), dtype=object).astype(str))
    month = np.asarray(values["month"], dtype=np.int64)
    value = np.asarray(values["value"].cast(pa.float64()), dtype=np.float64)
    first = world.programme.head.base_year * 12
    grids = {}
    for code, name in enumerate(names):
        here = (measure == code) & (month >= first)
        given = np.full((len(ids), last - first + 1), np.nan)
        given[entity[here], month[here] - first] = value[here]
        grids[str(name)] = _grid(world.programme.measure_by_id[str(name)], given)
    return grids


def _forms(world: World, names: Texts) -> Integers:
    """The form of each measure; a measure that stands on none is a form of its own."""
    forms = {name: number for number, form in enumerate(world.programme.forms) for name in form.measures}
    late = late_measures(world.programme)
    own = len(world.programme.forms)
    codes = [forms.get(str(name), own + place) if str(name) in late else -1 for place, name in enumerate(names)]
    return np.array(codes, dtype=np.int64)


def _grid(measure: Measure, given: Floats) -> Grid:
    months = given.shape[1]
    whole = {"month": 1, "quarter": 3, "half": 6, "year": 12}[measure.frequency]
    length = np.full(months, whole, dtype=np.int64)
    if measure.first_two_together:
        length[1::12] = 2
    before = np.zeros_like(given)
    if measure.accumulation == "ytd":
        for month in range(months):
            earlier = month - int(length[month])
            if month % 12 >= length[month]:
                before[:, month] = given[:, earlier]
    rate = given.copy() if measure.accumulation == "stock" else (given - before) / length
    return Grid(measure, given, rate, length, before)
