"""`count(titles, state: recognised)`: records of a ledger that stand in a state."""

from __future__ import annotations

from sigai.formulas.calls import Function, Signature
from sigai.formulas.functions.records import OF_RECORDS, STATE, read_records

FUNCTION = Function(
    "count", Signature("台账", "a ledger", "count(titles, state: recognised)", OF_RECORDS, STATE), read_records
)
