"""Figures that lie in Parquet files and are read as far as a question needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

KEY = ("entity", "measure", "period")
"""What there is one figure of at a time; its revisions follow one another."""


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """A table of figures at rest, by its contract: VALUES (those that count) or VALUE_HISTORY (every revision).

    `firsts` are the files with the first figure of each entity, measure and period, `corrections` those with every
    later one; each file is of one period and has the columns of VALUES. Rows of revisions after `mark` are not part of
    it. Which figure counts is found out when it is read: the last one up to `mark`, unless it is without a value:
    then the figure was withdrawn. `measures` says of each measure how many rows there are (of figures that count: those
    withdrawn among them) and the last revision of them.
    """

    contract: pa.Schema
    firsts: tuple[Path, ...]
    corrections: tuple[Path, ...]
    mark: int
    measures: Mapping[str, tuple[int, int]]

    @property
    def num_rows(self) -> int:
        """How many figures there are."""
        return sum(count for count, _ in self.measures.values())


Figures: TypeAlias = pa.Table | Dataset
"""Figures in memory or at rest."""
