"""How the fields of a ledger look in forms and sheets, type by type, where they are not plain boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLook:
    """`long`: takes the whole width and several lines. `input`: what its box says of itself, as attributes of HTML.
    `as_text`: a sheet must keep its cells letter by letter, also where they look like numbers or days."""

    long: bool = False
    input: Mapping[str, str] = field(default_factory=dict)
    as_text: bool = False


FIELD_LOOKS = {
    "text": FieldLook(long=True),
    "number": FieldLook(input={"inputmode": "decimal", "class": "n"}),
    "money": FieldLook(input={"inputmode": "decimal", "class": "n"}),
    "date": FieldLook(input={"type": "date"}),
    "period": FieldLook(input={"placeholder": "2022-06"}, as_text=True),
    "entity": FieldLook(as_text=True),
    "record": FieldLook(as_text=True),
}
"""The looks of types by their names; a type that does not stand here is a plain box."""
PLAIN = FieldLook()
"""A box of one line."""


def look_of(name: str) -> FieldLook:
    """How a type looks."""
    return FIELD_LOOKS.get(name, PLAIN)
