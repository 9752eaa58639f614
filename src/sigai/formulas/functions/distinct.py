"""`distinct(cloud.entity, state: adopted)`: how many different values a field of the records has."""

from __future__ import annotations

from sigai.formulas.calls import Function, Signature
from sigai.formulas.functions.records import OF_RECORDS, STATE, read_records

_EXAMPLE = "distinct(cloud.entity, state: adopted)"
FUNCTION = Function(
    "distinct", Signature("台账的字段", "a field of a ledger", _EXAMPLE, OF_RECORDS, STATE), read_records
)
