"""What of a programme is in force in a month."""

from __future__ import annotations

from sigai.programme.method import ProgressMethod
from sigai.programme.programme import Programme


def method_or_none(programme: Programme, month: int) -> ProgressMethod | None:
    """The method of progress in force in a month; None where the programme has none."""
    valid = [method for method in programme.progress if method.start.first <= month]
    return max(valid, key=lambda method: method.start.first, default=None)
