"""What a run is made from: the checked data of one folder or one database, as the tables of the contracts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import pyarrow as pa

from sigai.tables.contracts import (
    ENTITIES,
    ESTIMATE_DRAWS,
    ESTIMATES,
    FACTS,
    RECORD_STATES,
    RECORDS,
    VALUE_HISTORY,
    VALUES,
    WEIGHTS,
)
from sigai.tables.datasets import Figures


@dataclass(frozen=True, slots=True)
class Data:
    """Entities with their dated facts, current values, all revisions, records and their lives.

    Figures are Arrow tables (out of a folder of data) or lie in files (`Dataset`, out of a site's store): what works on
    them asks `sigai.tables.reading` or a `Store`.
    `ledgers` are the ledgers that were supplied at all: a supplied ledger without records counts zero, one that was
    not supplied is no data. `closed` names the months that are closed (contract CLOSED_MONTHS); None where nobody said
    so. `kept` are the estimates that closed months keep for what was missing then (contract ESTIMATES).
    `demonstration` marks invented data, and every page made from it says so.
    """

    entities: pa.Table
    values: Figures
    history: Figures
    records: pa.Table
    record_states: pa.Table
    facts: pa.Table = field(default_factory=FACTS.empty_table)
    ledgers: frozenset[str] = frozenset()
    closed: pa.Table | None = None
    kept: pa.Table | None = None
    title: str = ""
    demonstration: bool = False
    digest: str = ""

    def open_months(self, last: int) -> frozenset[int]:
        """The months up to `last` that are not closed, by the rule of `open_months`."""
        return open_months(self.closed["month"].to_numpy().tolist() if self.closed is not None else (), last)


def open_months(closed: Collection[int], last: int) -> frozenset[int]:
    """The months up to `last` that are open, from those that were closed one by one.

    Where none was, every month before `last` counts as closed and `last` is open. Else what lies before the first
    closed month counts as closed as well, and what lies after it is open until it is closed itself.
    """
    if not closed:
        return frozenset({last})
    return frozenset(month for month in range(min(closed), last + 1) if month not in closed)


@dataclass(frozen=True, slots=True)
class DataQuery:
    """What an explanation asks of the data: figures of some measures and months (indices), records of some ledgers."""

    measures: frozenset[str]
    ledgers: frozenset[str]
    months: range


def empty_data() -> Data:
    """Data without a single row: what a programme starts from."""
    return Data(
        ENTITIES.empty_table(),
        VALUES.empty_table(),
        VALUE_HISTORY.empty_table(),
        RECORDS.empty_table(),
        RECORD_STATES.empty_table(),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """What those who owe a figure and have not given it would add.

    By the contracts ESTIMATES, ESTIMATE_DRAWS and WEIGHTS.
    """

    values: pa.Table
    draws: pa.Table
    weights: pa.Table


def no_estimates() -> Estimates:
    """Nothing is missing, or nothing is estimated."""
    return Estimates(ESTIMATES.empty_table(), ESTIMATE_DRAWS.empty_table(), WEIGHTS.empty_table())
