"""Table contracts and the only place that executes queries."""

from sigai.tables.at_rest import FigureFolder, HeldFigures, datasets
from sigai.tables.content import area_closure, table_of
from sigai.tables.contracts import (
    AMOUNT,
    CLOSED_MONTHS,
    ENTITIES,
    ESTIMATE_DRAWS,
    ESTIMATES,
    FACTS,
    INDICATOR_EFFECTS,
    INDICATOR_RESULTS,
    INDICATOR_TERMS,
    ONE_AT_A_TIME,
    PROGRESS,
    RECORD_STATES,
    RECORDS,
    ROW_MARK,
    RULE_OUTCOMES,
    SEVERAL,
    STATUSES,
    VALUE_HISTORY,
    VALUES,
    VERDICTS,
    VERSION,
    WEIGHTS,
)
from sigai.tables.data import Data, DataQuery, Estimates, empty_data, no_estimates, open_months
from sigai.tables.datasets import Dataset, Figures
from sigai.tables.duckdb_store import DuckStore, run_sql, sql_of
from sigai.tables.files.excel_files import read_workbook
from sigai.tables.files.excel_guard import inspect as inspect_workbook
from sigai.tables.files.excel_notes import NOTE_AUTHOR
from sigai.tables.files.excel_weight import refuse_heavy as refuse_heavy_workbook
from sigai.tables.files.heads import stated_units
from sigai.tables.files.packed import RefusedError, TooLargeError
from sigai.tables.files.reading import read_sheets
from sigai.tables.files.sheets import SheetFile, SheetTexts
from sigai.tables.following import OF_PARENT
from sigai.tables.reading import (
    earliest_added,
    in_memory,
    read_columns,
    rows_by_measure,
    with_few_in_memory,
    write_table_parquet,
)
from sigai.tables.revisions import with_history
from sigai.tables.spells import ATTRIBUTE, entities_at, spells_of
from sigai.tables.store import Store, union_all

__all__ = [
    "AMOUNT",
    "ATTRIBUTE",
    "CLOSED_MONTHS",
    "ENTITIES",
    "ESTIMATES",
    "ESTIMATE_DRAWS",
    "FACTS",
    "INDICATOR_EFFECTS",
    "INDICATOR_RESULTS",
    "INDICATOR_TERMS",
    "NOTE_AUTHOR",
    "OF_PARENT",
    "ONE_AT_A_TIME",
    "PROGRESS",
    "RECORDS",
    "RECORD_STATES",
    "ROW_MARK",
    "RULE_OUTCOMES",
    "SEVERAL",
    "STATUSES",
    "VALUES",
    "VALUE_HISTORY",
    "VERDICTS",
    "VERSION",
    "WEIGHTS",
    "Data",
    "DataQuery",
    "Dataset",
    "DuckStore",
    "Estimates",
    "FigureFolder",
    "Figures",
    "HeldFigures",
    "RefusedError",
    "SheetFile",
    "SheetTexts",
    "Store",
    "TooLargeError",
    "area_closure",
    "datasets",
    "earliest_added",
    "empty_data",
    "entities_at",
    "in_memory",
    "inspect_workbook",
    "no_estimates",
    "open_months",
    "read_columns",
    "read_sheets",
    "read_workbook",
    "refuse_heavy_workbook",
    "rows_by_measure",
    "run_sql",
    "spells_of",
    "sql_of",
    "stated_units",
    "table_of",
    "union_all",
    "with_few_in_memory",
    "with_history",
    "write_table_parquet",
]
