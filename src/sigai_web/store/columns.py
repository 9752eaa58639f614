"""What the list of a ledger shows of each record, kept beside it in a form that databases order quickly."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from sigai.programme import Ledger, LedgerField

LONGEST_KEY = 60
"""So many characters of a text a list is ordered by."""
_SHOWN = 5
"""So many fields of its own a list shows; the rest stands on the record's page."""
SORT_COLUMNS = tuple(f"sort_{n}" for n in range(1, 9))
_WHOLE = frozenset({"number", "date", "yes_no", "unit", "area"})
"""Kinds of fields of which a key says all."""
_SIGN = 1 << 63
_ALL_BITS = (1 << 64) - 1


class SortedColumns(models.Model):
    """The keys of the fields that the list of a record's ledger is ordered by (`keyed_fields`), in their order."""

    sort_1 = models.CharField(max_length=LONGEST_KEY, null=True)
    sort_2 = models.CharField(max_length=LONGEST_KEY, null=True)
    sort_3 = models.CharField(max_length=LONGEST_KEY, null=True)
    sort_4 = models.CharField(max_length=LONGEST_KEY, null=True)
    sort_5 = models.CharField(max_length=LONGEST_KEY, null=True)
    sort_6 = models.CharField(max_length=LONGEST_KEY, null=True)
    sort_7 = models.CharField(max_length=LONGEST_KEY, null=True)
    sort_8 = models.CharField(max_length=LONGEST_KEY, null=True)

    class Meta:  # noqa: D106
        abstract = True


LISTED = ("ledger", "withdrawn", "number", "state", "due", "area", "day", *SORT_COLUMNS, "record")
"""What lists are counted, narrowed and ordered by: one index that holds it all spares them the records themselves,
which are five times as long."""


def shown_fields(ledger: Ledger) -> list[LedgerField]:
    """The fields of a list, in the order of the definition: first what every record must say, then what steps ask for,
    then the rest; long texts and plain yes or no last."""
    asked = {name for step in ledger.transitions for name in step.requires}

    def weight(field: LedgerField) -> tuple[bool, bool, bool]:
        return not field.required, field.kind in ("text", "yes_no"), field.id not in asked

    ranked = sorted(ledger.fields, key=weight)[:_SHOWN]
    return [field for field in ledger.fields if field in ranked]


def keyed_fields(ledger: Ledger) -> list[LedgerField]:
    """The fields of which keys are kept: those that the list shows, then days and numbers that it is narrowed by."""
    shown = shown_fields(ledger)
    rest = [
        field for kind in ("date", "number") for field in ledger.fields if field.kind == kind and field not in shown
    ]
    return [*shown, *rest][: len(SORT_COLUMNS)]


def sort_columns(ledger: Ledger) -> Mapping[str, str]:
    """In which column the key of each field stands of which one is kept."""
    return {field.id: column for field, column in zip(keyed_fields(ledger), SORT_COLUMNS, strict=False)}


def whole_key(field: LedgerField) -> bool:
    """Whether two values of a field are the same where their keys are."""
    if field.kind == "choice":
        return all(len(choice.id) <= LONGEST_KEY for choice in field.choices)
    return field.kind in _WHOLE


def sort_keys(keyed: Sequence[LedgerField], fields: Mapping[str, Any]) -> dict[str, str | None]:
    """The keys of a record, by their columns, of its `keyed_fields`."""
    return {column: sort_key(field, fields.get(field.id)) for field, column in zip(keyed, SORT_COLUMNS, strict=False)}


def sort_key(field: LedgerField, value: Any) -> str | None:
    """What a value is ordered by: a text that comes before another where the value does; None where nothing stands."""
    if value is None or value == "":
        return None
    if field.kind == "number":
        number = _number(value)
        return None if number is None else number_key(number)
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)[:LONGEST_KEY]


def _number(value: Any) -> float | None:
    """A number of a record; None of what was no number when it was written, before the content changed."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def number_key(number: float) -> str:
    """The bits of a number, turned so that their digits come in its order."""
    bits = int.from_bytes(struct.pack(">d", number + 0.0))
    return f"{bits ^ (_ALL_BITS if bits & _SIGN else _SIGN):016x}"
