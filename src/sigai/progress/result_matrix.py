"""Indicator results as matrices: one row per indicator and area, one column per month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import Period
from sigai.progress.arrays import Flags, Floats, Integers

NO_ROW = -1
"""The row of a series that the results do not hold: the last one of every panel, always empty."""

_NUMBERS = {
    "value": "value",
    "coverage": "coverage",
    "coverage_weight": "coverage_weight",
    "reported": "reported_value",
    "like_for_like": "like_for_like",
    "down": "spread_down",
    "up": "spread_up",
    "slope": "slope",
}
"""Columns of the results by what they are called here."""


@dataclass(frozen=True, slots=True)
class ResultMatrix:
    """Results over all industries. Column 0 is a January; the last column is the last month asked for.

    value, coverage: numbers (rows × months), NaN for none; `coverage` is NaN where nobody owes a figure.
    reported, like_for_like, coverage_weight: beside them, see the contract of the results.
    estimated: figures that are owed and not in yet are under the number; down, up, slope: how it may differ for that.
    figure: the month index that the number is of; earlier than its column where an older figure stands for it.
    """

    first: int
    row_of: Mapping[tuple[str, str], int]
    value: Floats
    coverage: Floats
    coverage_weight: Floats
    reported: Floats
    like_for_like: Floats
    down: Floats
    up: Floats
    slope: Floats
    estimated: Flags
    provisional: Flags
    figure: Integers

    @property
    def months(self) -> Integers:
        """The month index of every column."""
        return self.first + np.arange(self.value.shape[1], dtype=np.int64)

    @property
    def owed(self) -> Flags:
        """Where figures are owed and not in: some of them, which are estimated, or all of them."""
        nobody: Flags = np.isnan(self.value) & (self.coverage == 0)
        return self.estimated | nobody

    def at(self, row: int, month: int) -> float:
        """The number of one row at one month; NaN outside the panel."""
        column = month - self.first
        return float(self.value[row, column]) if 0 <= column < self.value.shape[1] else np.nan

    def row(self, indicator: str, area: str) -> int:
        """The row of an indicator in an area; `NO_ROW` where the results hold none."""
        return self.row_of.get((indicator, area), NO_ROW)


def result_matrix_of(results: pa.Table, *, first: int, last: int) -> ResultMatrix:
    """Lay results (contract `INDICATOR_RESULTS`) out by month, from the January of `first` or earlier up to `last`.

    Rows after `last` are left out: a status never knows the future. Results by industry are not used.
    """
    known = (pc.field("month") <= last) & pc.field("industry").is_null()
    kept = results.filter(known)
    month = kept["month"].to_numpy().astype(np.int64)
    start = int(min([first, *month[:1], *([month.min()] if len(month) else [])])) // 12 * 12
    indicators, indicator_ids = pd.factorize(kept["indicator"].to_pandas())
    areas, area_codes = pd.factorize(kept["area"].to_pandas())
    width = max(len(area_codes), 1)
    codes, series = pd.factorize(indicators * width + areas)
    shape = (len(series) + 1, last - start + 1)
    column = month - start
    numbers = {name: np.full(shape, np.nan) for name in _NUMBERS}
    for name, matrix in numbers.items():
        matrix[codes, column] = kept[_NUMBERS[name]].to_numpy()
    provisional, estimated = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    figure = np.broadcast_to(start + np.arange(shape[1], dtype=np.int64), shape).copy()
    provisional[codes, column] = kept["provisional"].to_numpy().astype(np.bool_)
    estimated[codes, column] = kept["estimated"].to_numpy() > 0
    figure[codes, column] = np.minimum(_figure_months(kept["period"], month), month)
    rows = {
        (str(indicator_ids[key // width]), str(area_codes[key % width])): row for row, key in enumerate(series.tolist())
    }
    return ResultMatrix(start, rows, estimated=estimated, provisional=provisional, figure=figure, **numbers)


def _figure_months(periods: pa.ChunkedArray[Any], months: Integers) -> Integers:
    """The last month of the period that each figure is of; its own month where no period is given."""
    codes, texts = pd.factorize(periods.to_pandas())
    lasts = np.array([Period.parse(str(text)).last for text in texts] + [0], dtype=np.int64)
    return np.where(codes < 0, months, lasts[codes])
