"""Parameters: dated, sourced numbers that formulas name, maybe by product, grade, area or bands of a number."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sigai.base.periods import Period
from sigai.programme.common import Content, Identifier, Name, Reference, Text, UnitText
from sigai.programme.ledgers import Choice

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def _day_of(value: Any, *, last: bool) -> Any:
    text = str(value) if isinstance(value, int | str) else value
    if not isinstance(text, str):
        return value
    if _DAY.match(text):
        return dt.date.fromisoformat(text)
    period = Period.parse(text)
    year, month = divmod(period.last if last else period.first, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1] if last else 1)


FirstDay = Annotated[dt.date, BeforeValidator(lambda value: _day_of(value, last=False))]
"""A day from which on: `2021-03-15`, or a period (`2021-03`, `2021Q2`), which means its first day."""
LastDay = Annotated[dt.date, BeforeValidator(lambda value: _day_of(value, last=True))]
"""A day until which: `2022-06-30`, or a period, which means its last day."""


class Band(Content):
    """A stretch of numbers, in the unit of the key: from `at_least` or `above` to `at_most` or `below`; open at the end
    that is not given."""

    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Band:
        low, high = (self.at_least, self.above), (self.at_most, self.below)
        given = [[end for end in ends if end is not None] for ends in (low, high)]
        if not any(given) or any(len(ends) > 1 for ends in given):
            raise ValueError("a band has one lower bound (at_least or above), one upper (at_most or below), or both")
        if all(given) and given[0][0] >= given[1][0] and not (given[0] == given[1] and self.at_least == self.at_most):
            raise ValueError("the lower bound of a band lies below its upper bound")
        return self


class ParameterKey(Content):
    """By what the numbers of a parameter differ: one of some `choices` (a product, a grade), an `area` of the
    programme, or the band that a number in `unit` lies in."""

    id: Name
    name: Text
    type: Literal["choice", "area", "number"]
    unit: UnitText = ""
    choices: tuple[Choice, ...] = ()


Part = Annotated[
    Identifier | str | Band, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)
]
"""What a number is for, by one key: a choice or the code of an area, or a band."""


class DatedNumber(Content):
    """A number from a day on, to the day `end` or until the next for the same keys begins; with where it comes from.

    `where`: for a parameter with keys, what it is for, by each key.
    """

    start: FirstDay
    end: LastDay | None = None
    where: dict[str, Part] = Field(default_factory=dict)
    value: Decimal
    source: Reference


class Parameter(Content):
    """Dated, sourced numbers that formulas name as `$id`, or `param(id, key: …)` where they have keys: a conversion
    coefficient, a threshold, a limit by product, a price by grade of ore."""

    id: Name
    name: Text
    unit: UnitText
    keys: tuple[ParameterKey, ...] = ()
    values: tuple[DatedNumber, ...] = Field(min_length=1)
