"""`rows_total(measures.saving, where: done)`: a column summed over the rows inside the record at hand."""

from __future__ import annotations

from sigai.formulas.functions.own_rows import rows_function

FUNCTION = rows_function("rows_total", "rows_total(measures.saving, where: done)")
