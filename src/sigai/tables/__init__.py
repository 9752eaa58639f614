"""Table contracts and the only place that executes queries."""

from sigai.tables.content import AREA_CLOSURE, PARAMETERS, area_closure, parameter_in_force, parameters_by_month
from sigai.tables.contracts import (
    AMOUNT,
    ENTITIES,
    INDICATOR_RESULTS,
    PROGRESS,
    RECORD_STATES,
    RECORDS,
    STATUSES,
    VALUE_HISTORY,
    VALUES,
    VERSION,
)
from sigai.tables.data import Data, empty_data
from sigai.tables.store import Store, sql_of, union_all

__all__ = [
    "AMOUNT",
    "AREA_CLOSURE",
    "ENTITIES",
    "INDICATOR_RESULTS",
    "PARAMETERS",
    "PROGRESS",
    "RECORDS",
    "RECORD_STATES",
    "STATUSES",
    "VALUES",
    "VALUE_HISTORY",
    "VERSION",
    "Data",
    "Store",
    "area_closure",
    "empty_data",
    "parameter_in_force",
    "parameters_by_month",
    "sql_of",
    "union_all",
]
