"""Values: reading a data folder's entities and figures, checking them (of files and of forms), keeping revisions."""

from sigai.values.cells import Cell, CellIssue, CheckedCells, CheckedValue, check_cells
from sigai.values.closed import without_later
from sigai.values.credit_codes import check_digit
from sigai.values.reading import Counts, Intake, Progress, read_values
from sigai.values.reported_periods import written_period

__all__ = [
    "Cell",
    "CellIssue",
    "CheckedCells",
    "CheckedValue",
    "Counts",
    "Intake",
    "Progress",
    "check_cells",
    "check_digit",
    "read_values",
    "without_later",
    "written_period",
]
