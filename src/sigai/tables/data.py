"""What a run is made from: the checked data of one folder or one database, as the tables of the contracts."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from sigai.tables.contracts import (
    ENTITIES,
    ESTIMATE_DRAWS,
    ESTIMATES,
    RECORD_STATES,
    RECORDS,
    VALUE_HISTORY,
    VALUES,
    WEIGHTS,
)


@dataclass(frozen=True, slots=True)
class Data:
    """Entities, current values, all revisions, records and their lives.

    `ledgers` are the ledgers that were supplied at all: a supplied ledger without records counts zero, one that was
    not supplied is no data. `demonstration` marks invented data, and every page made from it says so.
    """

    entities: pa.Table
    values: pa.Table
    history: pa.Table
    records: pa.Table
    record_states: pa.Table
    ledgers: frozenset[str] = frozenset()
    title: str = ""
    demonstration: bool = False
    digest: str = ""


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
    """What those who owe a figure and have not given it would add, by the contracts ESTIMATES, ESTIMATE_DRAWS, WEIGHTS."""

    values: pa.Table
    draws: pa.Table
    weights: pa.Table


def no_estimates() -> Estimates:
    """Nothing is missing, or nothing is estimated."""
    return Estimates(ESTIMATES.empty_table(), ESTIMATE_DRAWS.empty_table(), WEIGHTS.empty_table())
