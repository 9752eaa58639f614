"""Shapes of formulas as columns of a query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis

from sigai.evaluation.decimals import first_that_holds
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

    def chosen(self, pairs: Sequence[tuple[Any, Any]], otherwise: Any) -> Any:
        """The column beside the first test that holds; null where a test is null before that."""
        return first_that_holds(pairs, otherwise, self.nothing)

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
