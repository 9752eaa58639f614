"""Shapes of formulas as columns of a query."""

from __future__ import annotations

from typing import Any

import ibis

from sigai.formulas.shapes import NumberColumns


class QueryColumns:
    """Columns of a table, built with ibis."""

    @property
    def nothing(self) -> Any:
        """Null, as a number."""
        return ibis.null("float64")

    def literal(self, value: float) -> Any:
        """The same number in every row."""
        return ibis.literal(value, type="float64")

    def where(self, test: Any, yes: Any, no: Any) -> Any:
        """One column where the test holds, else the other; `no` where it is null."""
        return test.ifelse(yes, no)

    def known(self, number: Any) -> Any:
        """Whether the number is not null."""
        return number.notnull()

    def nonzero(self, number: Any) -> Any:
        """The number, null where it is zero."""
        return number.nullif(0)

    def least(self, *numbers: Any) -> Any:
        """The smallest of some columns, null where one of them is."""
        return ibis.and_(*(one.notnull() for one in numbers)).ifelse(ibis.least(*numbers), self.nothing)

    def rounded(self, number: Any, places: int) -> Any:
        """Rounded to decimal places, halves away from zero."""
        return number.round(places)

    def power(self, number: Any, exponent: Any) -> Any:
        """Raised to a power."""
        return number.pow(exponent)


QUERY: NumberColumns = QueryColumns()
