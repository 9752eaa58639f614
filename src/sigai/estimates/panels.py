"""The figures of one measure as a matrix: one row per entity that ever owed or gave it, one column per period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import Period
from sigai.programme.calendar import periods_of
from sigai.programme.measures import Measure
from sigai.programme.programme import Programme
from sigai.tables.datasets import Dataset, Figures
from sigai.tables.reading import read_columns, rows_by_measure

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]

DIVISION = 3
"""Characters of an industry code that name its division (`C26` of `C2614`)."""


class Population(Protocol):
    """Everybody who may owe a figure, ordered by id, and who owes which measure for which period."""

    @property
    def ids(self) -> Texts:
        """The id of each entity, in ascending order."""

    @property
    def names(self) -> Texts:
        """The name of each entity, in the order of `ids`."""

    @property
    def kinds(self) -> Texts:
        """The kind of each entity, in the order of `ids`."""

    @property
    def areas(self) -> Texts:
        """The code of the area of each entity, in the order of `ids`."""

    @property
    def industries(self) -> Texts:
        """The industry code (GB/T 4754) of each entity, in the order of `ids`."""

    def owing(self, measure: Measure, period: Period) -> Flags:
        """Who owes the figure of a measure for a period."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class KeptEstimates:
    """What closed months keep for figures that were missing: one entry each, entities by position in the population."""

    entity: Integers
    month: Integers
    value: Floats
    part: Floats
    deviation: Floats
    basis: Texts
    respondents: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """The figures of one measure, entities × periods.

    entities: positions in the population. months: the last month of each period. in_year: which period of its year each
    is, from 0. given: the figure as reported (NaN: none). owed: whether one is owed. flow: the amount of the period
    alone (the figure itself for stocks and flows), NaN where it cannot be told. Until one can be told alone, the mean
    of the periods that a figure is of stands for it. kept: row, column and place in `keeps`
    of what closed months keep for figures that are still missing.
    """

    measure: Measure
    entities: Integers
    periods: tuple[Period, ...]
    months: Integers
    in_year: Integers
    given: Floats
    owed: Flags
    flow: Floats
    kept: tuple[Integers, Integers, Integers]
    keeps: KeptEstimates | None

    @property
    def lacking(self) -> Flags:
        """Owed and not given, where at least one other gave the figure of the period."""
        return self.owed & np.isnan(self.given) & ~np.isnan(self.given).all(axis=0)

    @property
    def per_year(self) -> int:
        """How many periods a year has."""
        return int(self.in_year.max()) + 1

    @property
    def to_date(self) -> bool:
        """Whether figures count from January."""
        return self.measure.accumulation == "ytd"

    def first_periods(self, count: int) -> tuple[Panel, Integers]:
        """The panel as it is without what comes after its first periods, without what closed months keep; and which
        rows are left."""
        given, owed = self.given[:, :count], self.owed[:, :count]
        rows = np.flatnonzero(owed.any(axis=1) | ~np.isnan(given).all(axis=1))
        first = Panel(
            self.measure,
            self.entities[rows],
            self.periods[:count],
            self.months[:count],
            self.in_year[:count],
            given[rows],
            owed[rows],
            self.flow[rows, :count],
            (np.empty(0, dtype=np.int64),) * 3,
            None,
        )
        return first, rows


MeasureFigures = tuple[Integers, Integers, Floats]
"""Figures of one measure: positions in the population, months, values."""
_READ_TOGETHER = 4_000_000
"""So many figures at rest are read at once, where there are several measures with fewer."""


def figures_by_measure(
    values: Figures, population: Population, measures: Sequence[str]
) -> Mapping[str, MeasureFigures]:
    """The current figures of measures; unknown entities left out. `measures` is the order in which they will be asked
    for: figures at rest are read when they are, and forgotten when others are."""
    return _AtRest(values, population, measures) if isinstance(values, Dataset) else _arranged(values, population)


class _AtRest(Mapping[str, MeasureFigures]):
    """Reads a measure when it is asked for, with those that follow it as far as there is room."""

    def __init__(self, values: Dataset, population: Population, measures: Sequence[str]) -> None:
        self._values, self._population = values, population
        self._counts = {name: count for name, (count, _) in rows_by_measure(values).items()}
        self._order = [name for name in measures if name in self._counts]
        self._at_hand: Mapping[str, MeasureFigures] = {}

    def __getitem__(self, name: str) -> MeasureFigures:
        if name not in self._counts:
            raise KeyError(name)
        if name not in self._at_hand:
            table = read_columns(self._values, ("entity", "measure", "month", "value"), self._together(name))
            self._at_hand = _arranged(table, self._population)
        return self._at_hand[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def _together(self, name: str) -> list[str]:
        found, room = [name], _READ_TOGETHER - self._counts[name]
        for other in self._order[self._order.index(name) + 1 :] if name in self._order else ():
            room -= self._counts[other]
            if room < 0:
                break
            found.append(other)
        return found


def _arranged(values: pa.Table, population: Population) -> Mapping[str, MeasureFigures]:
    ids = pa.array(population.ids, pa.string())
    entity = pc.index_in(values["entity"].cast(pa.string()), value_set=ids)
    measures: Any = values["measure"].cast(pa.string()).combine_chunks().dictionary_encode()
    codes = measures.indices.to_numpy(zero_copy_only=False)
    known = ~np.asarray(pc.is_null(entity))
    where = np.asarray(entity.fill_null(-1), dtype=np.int64)
    month = np.asarray(values["month"], dtype=np.int64)
    value = np.asarray(values["value"].cast(pa.float64()), dtype=np.float64)
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(measures.dictionary) + 1))
    found = {}
    for number, name in enumerate(measures.dictionary.to_pylist()):
        rows = order[starts[number] : starts[number + 1]]
        rows = rows[known[rows]]
        found[str(name)] = (where[rows], month[rows], value[rows])
    return found


def result_matrix_of(
    programme: Programme,
    measure: Measure,
    population: Population,
    figures: MeasureFigures | None,
    *,
    last: int,
    kept: KeptEstimates | None = None,
) -> Panel | None:
    """The panel of a measure from the base year up to the month `last`; None where nobody ever gave a figure."""
    periods = periods_of(measure, programme.head.base_year * 12, last)
    if figures is None or not periods or not len(figures[0]):
        return None
    months = np.array([period.last for period in periods], dtype=np.int64)
    owed = np.column_stack([population.owing(measure, period) for period in periods])
    where, month, value = figures
    column = np.searchsorted(months, month).clip(0, len(months) - 1)
    fits = months[column] == month
    given = np.full(owed.shape, np.nan)
    given[where[fits], column[fits]] = value[fits]
    entities = np.flatnonzero(owed.any(axis=1) | ~np.isnan(given).all(axis=1))
    first = np.array([period.first for period in periods], dtype=np.int64)
    in_year = _places_in_year(first)
    given = given[entities]
    flow = given if measure.accumulation != "ytd" else _amounts(given, owed[entities], in_year)
    held = _held(kept, entities, months, owed[entities] & np.isnan(given))
    return Panel(measure, entities, periods, months, in_year, given, owed[entities], flow, held, kept)


def _held(
    kept: KeptEstimates | None, entities: Integers, months: Integers, lacking: Flags
) -> tuple[Integers, Integers, Integers]:
    """Rows, columns and places of what is kept for figures that are still lacking."""
    if kept is None:
        return (np.empty(0, dtype=np.int64),) * 3
    row = np.searchsorted(entities, kept.entity).clip(0, len(entities) - 1)
    column = np.searchsorted(months, kept.month).clip(0, len(months) - 1)
    fits = (entities[row] == kept.entity) & (months[column] == kept.month)
    place = np.flatnonzero(fits & lacking[row, column])
    return row[place], column[place], place


def kept_cells(kept: pa.Table | None, population: Population) -> Mapping[str, KeptEstimates]:
    """What closed months keep (contract ESTIMATES), by measure; entities that are not on the register are left out."""
    if kept is None or not kept.num_rows:
        return {}
    where = pc.index_in(kept["entity"], value_set=pa.array(population.ids, pa.string()))
    kept = kept.append_column("where", where).filter(pc.is_valid(where))
    found = {}
    for name in kept["measure"].unique().to_pylist():
        rows = kept.filter(pc.equal(kept["measure"], pa.scalar(str(name))))
        found[str(name)] = KeptEstimates(
            np.asarray(rows["where"], dtype=np.int64),
            np.asarray(rows["month"], dtype=np.int64),
            np.asarray(rows["value"].cast(pa.float64()), dtype=np.float64),
            np.asarray(rows["part"], dtype=np.float64),
            np.asarray(rows["deviation"], dtype=np.float64),
            np.array(rows["basis"].to_pylist(), dtype=object),
            np.asarray(rows["respondents"], dtype=np.int64),
        )
    return found


def _places_in_year(first: Integers) -> Integers:
    """Which period of its year each one is, from 0 (the first two months together are one)."""
    years, places = np.unique(first // 12, return_inverse=True)
    starts = np.searchsorted(places, np.arange(len(years)))
    return np.arange(len(first), dtype=np.int64) - starts[places]


def _amounts(given: Floats, owed: Flags, in_year: Integers) -> Floats:
    """The amount of each period. Who has not given two in a row yet has given something all the same: it is the mean of
    what it owed since its figure before, for without any amount nothing could be estimated."""
    alone = _months_alone(given, in_year)
    untold = ~np.logical_or.accumulate(~np.isnan(alone), axis=1)
    rows = np.flatnonzero((untold & ~np.isnan(given)).any(axis=1))
    alone[rows] = np.where(untold[rows], _means_since(given[rows], owed[rows], in_year), alone[rows])
    return alone


def _means_since(given: Floats, owed: Flags, in_year: Integers) -> Floats:
    """Each figure less the one before it in the same year, by the number of periods that were owed since that."""
    means = np.full_like(given, np.nan)
    before, periods = np.zeros(len(given)), np.zeros(len(given))
    for at, place in enumerate(in_year):
        if place == 0:
            before, periods = np.zeros(len(given)), np.zeros(len(given))
        periods += owed[:, at]
        there = ~np.isnan(given[:, at])
        means[:, at] = (given[:, at] - before) / np.maximum(periods, 1)
        before, periods = np.where(there, given[:, at], before), np.where(there, 0, periods)
    return means


def _months_alone(given: Floats, in_year: Integers) -> Floats:
    """The amount of each period alone: the figure less the one before it in the same year."""
    alone = given.copy()
    later = np.flatnonzero(in_year > 0)
    alone[:, later] -= given[:, later - 1]
    return alone
