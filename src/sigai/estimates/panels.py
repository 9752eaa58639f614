"""The figures of one measure as a matrix: one row per entity that ever owed or gave it, one column per period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import Period
from sigai.programme.calendar import periods_of
from sigai.programme.measures import Measure
from sigai.programme.programme import Programme

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]

DIVISION = 3
"""Characters of an industry code that name its division (`C26` of `C2614`)."""


class Population(Protocol):
    """Everybody who may owe a figure, ordered by id, and who owes which measure for which period."""

    @property
    def ids(self) -> Texts: ...
    @property
    def areas(self) -> Texts: ...
    @property
    def industries(self) -> Texts: ...
    def owing(self, measure: Measure, period: Period) -> Flags:
        """Who owes the figure of a measure for a period."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """The figures of one measure, entities × periods.

    entities: positions in the population. months: the last month of each period. in_year: which period of its year each
    is, from 0. given: the figure as reported (NaN: none). owed: whether one is owed. flow: the amount of the period
    alone (the figure itself for stocks and flows), NaN where it cannot be told.
    """

    measure: Measure
    entities: Integers
    periods: tuple[Period, ...]
    months: Integers
    in_year: Integers
    given: Floats
    owed: Flags
    flow: Floats

    @property
    def missing(self) -> Flags:
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


def figures_by_measure(values: pa.Table, population: Population) -> Mapping[str, tuple[Integers, Integers, Floats]]:
    """The current figures of each measure as (position in the population, month, value); unknown entities left out."""
    ids = pa.array(population.ids, pa.string())
    entity = pc.index_in(values["entity"].cast(pa.string()), value_set=ids)
    measures = values["measure"].combine_chunks().dictionary_encode()
    if isinstance(measures, pa.ChunkedArray):
        measures = measures.combine_chunks()
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


def panel_of(
    programme: Programme,
    measure: Measure,
    population: Population,
    figures: tuple[Integers, Integers, Floats] | None,
    *,
    last: int,
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
    flow = given if measure.accumulation != "ytd" else _months_alone(given, in_year)
    return Panel(measure, entities, periods, months, in_year, given, owed[entities], flow)


def _places_in_year(first: Integers) -> Integers:
    """Which period of its year each one is, from 0 (the first two months together are one)."""
    years, places = np.unique(first // 12, return_inverse=True)
    starts = np.searchsorted(places, np.arange(len(years)))
    return np.arange(len(first), dtype=np.int64) - starts[places]


def _months_alone(given: Floats, in_year: Integers) -> Floats:
    """The amount of each period alone: the figure less the one before it in the same year."""
    alone = given.copy()
    later = np.flatnonzero(in_year > 0)
    alone[:, later] -= given[:, later - 1]
    return alone
