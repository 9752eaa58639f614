"""`linking(admissions, by: project_id, state: passed)`: how many records of a ledger link to the record at hand."""

from __future__ import annotations

from sigai.formulas.functions.linkages import link_function

FUNCTION = link_function("linking", "linking(admissions, by: project_id, state: passed)")
