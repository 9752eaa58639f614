"""What of a programme is in force: the method of progress in a month, the number of a parameter on a day."""

from __future__ import annotations

import datetime as dt

from sigai.formulas.nodes import Parameter
from sigai.programme.method import ProgressMethod
from sigai.programme.parameters import DatedNumber
from sigai.programme.programme import Programme


def method_or_none(programme: Programme, month: int) -> ProgressMethod | None:
    """The method of progress in force in a month; None where the programme has none."""
    valid = [method for method in programme.progress if method.start.first <= month]
    return max(valid, key=lambda method: method.start.first, default=None)


def number_or_none(programme: Programme, asked: Parameter, day: dt.date, area: str | None = None) -> DatedNumber | None:
    """The number of a parameter in force on a day, or on the day that the formula itself names; `area`: the code of the
    area at hand, where a key asks for it. None where there is none."""
    return programme.numbers_of(asked, area).on(dt.date.fromisoformat(asked.on) if asked.on else day)
