"""`rows(measures, where: done)`: how many rows of a table inside the record at hand."""

from __future__ import annotations

from sigai.formulas.functions.own_rows import rows_function

FUNCTION = rows_function("rows", "rows(measures, where: done)")
